/* tests/shaped.h: modules with channels and kernels, for the tests of numeric/.  */
#ifndef MM_TESTS_SHAPED_H
#define MM_TESTS_SHAPED_H

#include "tests/kit.h"

/** The kernels and channels of a module to be. */
typedef struct shape
{
  uint32_t channels[64];       /* per blob; 0: unknown */
  uint32_t kh[256], kw[256];   /* per layer */
} shape;

/** The same graph with these channels and kernels; frees m. Blobs keep their names. */
mm_module *shaped (mm_module *m, const shape *s);

/** All interior blobs with c channels, s with `in`, t with `out`, all kernels k x k; frees m. */
mm_module *uniform (mm_module *m, uint32_t in, uint32_t out, uint32_t c, uint32_t k);

/** Random channels in low … high for interior blobs, kernels 2 r + 1 with r below `radii`; frees m. */
mm_module *random_shape (mm_module *m, uint64_t *state, uint32_t in, uint32_t out, uint32_t low, uint32_t high,
                         uint32_t radii, bool square);

#endif
