/* numeric/npy_i.h: the head of a .npy file; for numeric/ only.  */
#ifndef MM_NUMERIC_NPY_I_H
#define MM_NUMERIC_NPY_I_H

#include "numeric/npy.h"

typedef struct mm_npy_header
{
  mm_dtype dtype;
  unsigned dimensions;
  size_t shape[MM_NPY_DIMENSIONS];
  size_t data; /* where the entries start, in bytes */
} mm_npy_header;

/**
 * Read the head of a .npy file: magic, version, and a Python dictionary literal with the
 * keys descr, fortran_order and shape in any order.
 * @return MM_OK; MM_EPARSE; MM_EUNSUPPORTED
 */
mm_status mm_npy_header_parse (const unsigned char *bytes, size_t length, mm_npy_header *out, mm_error *err);

/** How many bytes one entry takes: 4 or 8. */
size_t mm_npy_entry_size (mm_dtype dtype);

#endif
