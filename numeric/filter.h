/* numeric/filter.h: the weights of one convolution, and the algebra on them.  */
#ifndef MM_NUMERIC_FILTER_H
#define MM_NUMERIC_FILTER_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A 4-D filter, centred, odd in both kernel sizes, in double precision.
 *
 * It means cross-correlation, as in deep-learning frameworks (NUMERICS.md,
 * notation): y[o, p] = sum over i, tau of F[o, i, tau] x[i, p + tau].
 *
 * **Layout**: tap-major, so that one tap is one row-major out x in matrix that BLAS
 * can use in place:
 *
 *     data[((y * kw + x) * out + o) * in + i]
 *
 * Files hold the frameworks' (out, in, kh, kw) order instead; mm_npy converts.
 */
typedef struct mm_filter
{
  uint32_t out, in, kh, kw;
  double *data; /* owned; kh * kw * out * in entries */
  double rounding; /* of the entries, relative, where they were less exact than doubles before they came
                      here: FLT_EPSILON when read from float32; 0, the default: none that is known.  Ranks
                      are measured up to it (mm_demand_of) */
} mm_filter;

/** A zero filter of rounding 0. @return MM_OK; MM_EINVAL for a zero size or an even kernel; MM_ENOMEM; MM_ELIMIT */
mm_status mm_filter_init (mm_filter *f, uint32_t out, uint32_t in, uint32_t kh, uint32_t kw);
void mm_filter_clear (mm_filter *f); /* frees the data; an all-zero struct is fine */
mm_status mm_filter_copy (const mm_filter *f, mm_filter *out); /* this, padding and cropping keep the rounding */

/** How many entries there are. */
size_t mm_filter_size (const mm_filter *f);

/** The out x in matrix of one tap, row-major. */
double *mm_filter_tap (const mm_filter *f, uint32_t y, uint32_t x);

/**
 * G = second (*) first: first `first`, then `second`; the kernel has size k1 + k2 - 1.
 * In correlation kernels: G[tau] = sum over sigma of second[sigma] first[tau - sigma].
 * One GEMM per pair of taps: 2 out mid in kh1 kw1 kh2 kw2 flops.
 *
 * @param dilate  the taps of `second` are spread by this factor first (the stride of
 *                `first`, times the dilation of `second`); 1 for plain layers
 * @param out     out: a new filter
 * @return MM_OK; MM_EINVAL when second->in != first->out; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_filter_compose (const mm_filter *second, const mm_filter *first, uint32_t dilate, mm_filter *out);

/** a += b; a grows (zero-padded around its centre) when b's kernel is larger. MM_EINVAL: channels differ. */
mm_status mm_filter_add (mm_filter *a, const mm_filter *b);

/** Zero-pad around the centre to at least kh x kw. */
mm_status mm_filter_pad (const mm_filter *f, uint32_t kh, uint32_t kw, mm_filter *out);

/** Keep the central kh x kw taps. */
mm_status mm_filter_crop (const mm_filter *f, uint32_t kh, uint32_t kw, mm_filter *out);

/**
 * Half the height and width of the smallest centred box that holds every tap with an
 * entry above `tolerance` in absolute value.
 */
void mm_filter_support (const mm_filter *f, double tolerance, uint32_t *rh, uint32_t *rw);

double mm_filter_norm (const mm_filter *f);    /* Frobenius; squares neither overflow nor vanish */
double mm_filter_max_abs (const mm_filter *f);

/** ||a - b|| / ||b|| over the union of their boxes; channels must agree. */
double mm_filter_distance (const mm_filter *a, const mm_filter *b);

/** sqrt(2 / (in kh kw)), the standard deviation of He initialisation. */
double mm_filter_he (const mm_filter *f);

/** The standard deviation of all entries about zero. */
double mm_filter_std (const mm_filter *f);

#ifdef __cplusplus
}
#endif
#endif
