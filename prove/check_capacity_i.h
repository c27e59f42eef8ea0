/* prove/check_capacity_i.h: what both claims about capacity rest on; for prove/check*.c only.  */
#ifndef MM_PROVE_CHECK_CAPACITY_I_H
#define MM_PROVE_CHECK_CAPACITY_I_H

#include "prove/check_i.h"

/**
 * The demand is one, and the certificate's channels and kernels are those of the module, whose
 * layers all are convolutions of stride, dilation and groups 1.
 *
 * @param possible  also ask for ranks that some convolution has, not just for bounds on them
 */
bool mm_check_demand (const mm_case *k, bool possible);

/* Sums and products that stop at UINT64_MAX instead of passing it.  */
static inline uint64_t
mm_check_sum (uint64_t a, uint64_t b)
{
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static inline uint64_t
mm_check_product (uint64_t a, uint64_t b)
{
  return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

#endif
