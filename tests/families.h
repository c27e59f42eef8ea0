/* tests/families.h: modules whose reduction complexity is known (MATH.md section 4).  */
#ifndef MM_TESTS_FAMILIES_H
#define MM_TESTS_FAMILIES_H

#include "graph/module.h"

/** All layers from u to w with w - u <= reach, on blobs 0 … n - 1.  Reach 2 or more: n - 3. */
mm_module *family_skips (uint32_t n, uint32_t reach);

typedef enum family_shape
{
  FAMILY_SERIES,
  FAMILY_PARALLEL,
  FAMILY_NESTED, /* each in the place of the last layer of the one before */
  FAMILY_SHAPES
} family_shape;

/** k bridges: k. */
mm_module *family_bridges (uint32_t k, family_shape shape);

#endif
