/* prove/capacity_price.c: what repairs and sizes share: whole prices, bounds on them, and the search for the least.  */
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

/* ---- the search ------------------------------------------------------------------------ */

/* What one mode has come to.  */
typedef struct trial
{
  mm_planned end;
  uint64_t bound; /* no choice in this mode costs less; UINT64_MAX: none is cheaper than what was known */
} trial;

/* What both modes together know.  */
static void
conclude (mm_sized *z, const trial *rows, const trial *columns)
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

/* Forbid solutions that cost `price` or more; all prices are whole.  */
static void
stay_below (mm_milp *p, uint64_t price)
{
  const uint32_t row = mm_milp_row_add (p, -MM_MILP_FREE, (double) price - 1);
  for (size_t j = 0; j < p->columns && !p->status; j++)
    if (p->column[j].cost > 0)
      mm_milp_add (p, row, (uint32_t) j, p->column[j].cost);
}

/* The least whole price that is not below a bound of the solver's.  */
static uint64_t
whole_bound (double bound)
{
  const double slack = 1e-6 * fmax (1, fabs (bound)), up = ceil (bound - slack);
  return up <= 0 ? 0 : up < 1.8e19 ? (uint64_t) up : UINT64_MAX;
}

static mm_status
try_mode (const mm_chooser *c, double seconds, mm_sized *z, trial *out)
{
  mm_milp_result result = { .value = NULL };
  bool found = false;
  const double end = mm_capacity_now () + seconds;
  *c->p = mm_milp_begin (0, seconds);
  mm_status s = mm_t4_append (c->p, c->site, c->most, c->site->fits, c->t);
  if (s)
    return s;
  c->add (c->work);
  if (z->found)
    stay_below (c->p, z->price);
  s = mm_milp_solve (c->p, end - mm_capacity_now (), &result);
  if (!s && result.value)
    s = c->take (c->work, result.value, z, &found);
  *out = (trial){ mm_milp_end (&result, found),
                  result.answer == MM_MILP_NONE ? UINT64_MAX : whole_bound (result.bound) };
  mm_milp_result_clear (&result);
  mm_milp_clear (c->p);
  mm_t4_clear (c->t);
  return s;
}

mm_status
mm_choose_cheapest (const mm_chooser *c, double seconds, mm_sized *z)
{
  const double end = mm_capacity_now () + seconds;
  trial rows, columns;
  mm_status s = try_mode (c, seconds / 2, z, &rows);
  mm_site_turn (c->site);
  if (!s)
    s = try_mode (c, end - mm_capacity_now (), z, &columns);
  if (!s)
    conclude (z, &rows, &columns);
  return s;
}
