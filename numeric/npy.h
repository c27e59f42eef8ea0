/* numeric/npy.h: NumPy's .npy files.  */
#ifndef MM_NUMERIC_NPY_H
#define MM_NUMERIC_NPY_H

#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_NPY_DIMENSIONS = 8 };

/** An array of doubles as read from a file (float32 is widened). */
typedef struct mm_array
{
  unsigned dimensions;
  size_t shape[MM_NPY_DIMENSIONS];
  mm_dtype dtype; /* of the file */
  double *data;   /* owned, C order */
} mm_array;

void mm_array_clear (mm_array *a);

/**
 * Parse a whole .npy file in memory: format versions 1 to 3; float16, float32, float64 and bfloat16; both byte
 * orders; C order and Fortran order, which becomes C order.
 *
 * bfloat16 is what NumPy's description calls '<V2' (so the package ml_dtypes has it written) or 'bfloat16', and
 * '<u2' when `how` says so.  Everything else (other integers, pickles, NaN or infinite entries, a file cut short or
 * with bytes left over, files that are no .npy) is refused with a sentence that says what it is, and what to do.
 *
 * @param file  the name for err (borrowed); may be NULL
 * @param how   may be NULL
 * @return MM_OK; MM_EPARSE for what is no .npy file or has the wrong length; MM_EUNSUPPORTED
 *         for a good .npy file that is refused all the same; MM_ENOMEM
 */
mm_status mm_npy_parse_as (const void *bytes, size_t length, const char *file, const mm_npy_reading *how, mm_array *out,
                           mm_error *err);
mm_status mm_npy_parse (const void *bytes, size_t length, const char *file, mm_array *out, mm_error *err);

/** mm_npy_parse of a file. @return also MM_EIO (the sentence then names the path) */
mm_status mm_npy_read_as (const char *path, const mm_npy_reading *how, mm_array *out, mm_error *err);
mm_status mm_npy_read (const char *path, mm_array *out, mm_error *err);

/**
 * A filter from a 4-D (out, in, kh, kw) file, a 3-D (out, in, k) one taken as 1xk, or a 2-D (out, in) one taken as 1x1.
 * Its rounding is that of the file's numbers.  Arrays with even kernels are refused, with a word about other orders of
 * the dimensions where the sizes look like one.
 *
 * @param how    may be NULL
 * @param dtype  out: of the file; may be NULL
 * @return as mm_npy_read; MM_EPARSE also for other shapes, MM_EUNSUPPORTED for even kernels
 */
mm_status mm_npy_read_filter_as (const char *path, const mm_npy_reading *how, mm_filter *out, mm_dtype *dtype,
                                 mm_error *err);
mm_status mm_npy_read_filter (const char *path, mm_filter *out, mm_dtype *dtype, mm_error *err);

/**
 * A vector of `count` entries (a bias).
 * @param out  out: the caller frees it
 * @return as mm_npy_read; MM_EPARSE also for other shapes
 */
mm_status mm_npy_read_vector_as (const char *path, const mm_npy_reading *how, size_t count, double **out, mm_error *err);
mm_status mm_npy_read_vector (const char *path, size_t count, double **out, mm_error *err);

/** The sizes that a filter should have; 0 where that is not known. */
typedef struct mm_shape
{
  uint32_t out, in, kh, kw;
} mm_shape;

/**
 * What order of its dimensions would give an array the sizes that it should have, where the order (out, in, height,
 * width) does not: TensorFlow's, for one.  Or that it would fit with groups.
 *
 * @param f  the array as it was read
 * @return a clause for the end of a sentence, "; …"; "" when none does, or when it fits as it is
 */
const char *mm_npy_other_order (const mm_filter *f, const mm_shape *wanted);

/**
 * Whether an array of which nothing else is known is likelier to be in TensorFlow's order: a kernel such as 5x7, no square
 * and greater than the channels, where the first two sizes would be a kernel of odd sizes (docs/formats.md, "Orders").
 */
bool mm_npy_is_questionable (const mm_filter *f);

/**
 * Write, to the byte as NumPy does (format 1.0), atomically (temporary file, rename);
 * path "-" is stdout.
 * @param dtype  MM_F32 or MM_F64
 * @return MM_OK; MM_EINVAL for another type, or when an entry is not finite in it; MM_EIO; MM_ENOMEM
 */
mm_status mm_npy_write (const char *path, const mm_array *a, mm_dtype dtype, mm_error *err);
mm_status mm_npy_write_filter (const char *path, const mm_filter *f, mm_dtype dtype, mm_error *err);
mm_status mm_npy_write_vector (const char *path, const double *v, size_t count, mm_dtype dtype, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
