/* numeric/npy_i.h: the head of a .npy file; for numeric/ only.  */
#ifndef MM_NUMERIC_NPY_I_H
#define MM_NUMERIC_NPY_I_H

#include "numeric/npy.h"

typedef struct mm_npy_header
{
  mm_dtype dtype;
  bool big;     /* the byte with most weight comes first */
  bool fortran; /* the first index runs fastest, not the last */
  unsigned dimensions;
  size_t shape[MM_NPY_DIMENSIONS];
  size_t data; /* where the entries start, in bytes */
} mm_npy_header;

/**
 * Read the head of a .npy file: magic, version, and a Python dictionary literal with the
 * keys descr, fortran_order and shape in any order.
 * @return MM_OK; MM_EPARSE; MM_EUNSUPPORTED
 */
mm_status mm_npy_header_parse (const unsigned char *bytes, size_t length, const mm_npy_reading *how, mm_npy_header *out,
                               mm_error *err);

/** What a file is that does not start as .npy files do, and what to do about it; NULL when it is nothing known. */
const char *mm_npy_foreign (const unsigned char *bytes, size_t length);

/** The same as mm_npy_other_order when nothing but the sizes is known: which order a, b, c, d look like. */
const char *mm_npy_likely_order (const size_t shape[4], unsigned dimensions);

/** How many bytes one entry takes: 2, 4 or 8. */
size_t mm_npy_entry_size (mm_dtype dtype);

#endif
