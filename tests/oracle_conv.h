/* tests/oracle_conv.h: convolution written down from its definition, to agree with.  */
#ifndef MM_TESTS_ORACLE_CONV_H
#define MM_TESTS_ORACLE_CONV_H

#include "numeric/forward.h"

/** y[o, p] = bias[o] + sum over i, tau of F[o, i, tau] x[i, stride p + dilation tau]; the caller clears it. */
mm_image oracle_convolve (const mm_filter *f, const double *bias, uint32_t stride, uint32_t dilation,
                          mm_padding padding, const mm_image *x);

/** Random entries in [-1, 1); the caller clears them. */
mm_filter oracle_filter (uint64_t *state, uint32_t out, uint32_t in, uint32_t kh, uint32_t kw);
mm_image oracle_image (uint64_t *state, uint32_t channels, uint32_t height, uint32_t width);

/** The greatest difference over all pixels at least `ring` away from the border; infinite when shapes differ. */
double oracle_difference (const mm_image *a, const mm_image *b, uint32_t ring);

/** The same over the pixels nearer to it. */
double oracle_border_difference (const mm_image *a, const mm_image *b, uint32_t ring);

void oracle_clear (mm_image *x);

#endif
