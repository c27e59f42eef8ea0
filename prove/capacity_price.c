/* prove/capacity_price.c: what repairs and sizes share: whole prices, and bounds on them.  */
#include <math.h>
#include <stdlib.h>

#include "prove/capacity_i.h"

void
mm_sized_clear (mm_sized *z)
{
  free (z->channels);
  free (z->kernel);
  mm_hubs_clear (&z->plan);
  *z = (mm_sized){ .ended = MM_PLAN_OPEN };
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

mm_milp
mm_milp_begin (double gap, double seconds)
{
  return (mm_milp){ .gap = gap, .deadline = mm_capacity_now () + seconds / 4 };
}

mm_planned
mm_milp_end (const mm_milp_result *r, bool found)
{
  switch (r->answer)
    {
    case MM_MILP_BEST: return found ? MM_PLAN_FOUND : MM_PLAN_FAILED;
    case MM_MILP_SOME: return found ? MM_PLAN_OPEN : MM_PLAN_FAILED;
    case MM_MILP_NONE: return MM_PLAN_NONE;
    case MM_MILP_OPEN: return MM_PLAN_OPEN;
    case MM_MILP_TOO_LARGE: return MM_PLAN_TOO_LARGE;
    case MM_MILP_FAILED: break;
    }
  return MM_PLAN_FAILED;
}

static bool
is_open (mm_planned p)
{
  return p != MM_PLAN_FOUND && p != MM_PLAN_NONE;
}

void
mm_sized_end (mm_sized *z, const mm_trial *rows, const mm_trial *columns)
{
  z->bound = rows->bound < columns->bound ? rows->bound : columns->bound;
  if (z->found && z->bound > z->price)
    z->bound = z->price;
  z->cheapest = z->found && z->bound == z->price && z->price < UINT64_MAX; /* which stands for many prices */
  z->ended = is_open (rows->end)      ? rows->end
             : is_open (columns->end) ? columns->end
             : z->found               ? MM_PLAN_FOUND
                                      : MM_PLAN_NONE;
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
