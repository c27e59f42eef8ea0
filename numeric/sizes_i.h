/* numeric/sizes_i.h: the sizes of the images on which a module and a convolution are compared; for numeric/ only.  */
#ifndef MM_NUMERIC_SIZES_I_H
#define MM_NUMERIC_SIZES_I_H

#include "numeric/plan_i.h"
#include "numeric/promise.h"

typedef struct mm_size
{
  uint32_t height, width;
} mm_size;

typedef struct mm_sizes
{
  mm_size *at;
  size_t count;
  bool covered; /* what is equal on all of these is equal on images of every size (sizes.c), with probability 1 */
} mm_sizes;

/**
 * Every remainder of the height and of the width by the total stride, sizes that the kernels do
 * not fit in, and images that are not square; as many pairs as a few seconds allow.
 *
 * @param reach_h, reach_w  how far the convolution reads, in pixels of s
 * @param out  out: the last one is the largest; to be cleared
 * @return MM_OK; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_sizes_choose (const mm_weights *w, const mm_plan *plan, const mm_promise *promise, uint32_t reach_h,
                           uint32_t reach_w, mm_sizes *out);
void mm_sizes_clear (mm_sizes *s);

#endif
