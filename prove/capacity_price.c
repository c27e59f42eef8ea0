/* prove/capacity_price.c: what repairs and sizes share: whole prices, and bounds on them.  */
#include <math.h>
#include <stdlib.h>

#include "prove/capacity_i.h"

void
mm_sized_clear (mm_sized *z)
{
  free (z->channels);
  free (z->kernel);
  *z = (mm_sized){ .found = false };
}

uint64_t
mm_capacity_sum (uint64_t a, uint64_t b)
{
  return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

uint64_t
mm_capacity_product (uint64_t a, uint64_t b)
{
  return b && a > UINT64_MAX / b ? UINT64_MAX : a * b;
}

void
mm_milp_below (mm_milp *p, uint64_t price)
{
  const uint32_t row = mm_milp_row_add (p, -MM_MILP_FREE, (double) price - 1);
  for (size_t j = 0; j < p->columns && !p->status; j++)
    if (p->column[j].cost > 0)
      mm_milp_add (p, row, (uint32_t) j, p->column[j].cost);
}

uint64_t
mm_milp_whole_bound (double bound)
{
  const double slack = 1e-6 * fmax (1, fabs (bound)), up = ceil (bound - slack);
  return up <= 0 ? 0 : up < 1.8e19 ? (uint64_t) up : UINT64_MAX;
}
