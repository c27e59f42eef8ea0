/* numeric/morph.c: how a convolution becomes a module, exactly.  */
#include "numeric/morph.h"

#include <float.h>

#include "numeric/child_i.h"
#include "numeric/rank_i.h"
#include "numeric/route_i.h"

static const double ARITHMETIC = 1000 * DBL_EPSILON; /* that much is lost anyway */

/* A way through the module, and for which demand.  */
typedef struct choice
{
  mm_search search;
  mm_demand demand;
  mm_ranks ranks; /* behind the demand, where it was measured */
  mm_route route;
  unsigned level;
} choice;

static void
choice_clear (choice *c)
{
  mm_search_clear (&c->search);
  mm_route_clear (&c->route);
}

static mm_status
choose (choice *c, const mm_module *m, const mm_demand *demand, mm_error *err)
{
  *c = (choice){ .demand = *demand, .level = MM_LEVELS, .route.hub = MM_NONE };
  mm_status s = mm_search_init (&c->search, m, demand, err);
  if (s)
    return s;
  s = mm_search_roomy (&c->search, &c->route, &c->level);
  if (s)
    choice_clear (c);
  return s ? mm_fail_memory (err) : MM_OK;
}

/* Full rank first.  Where that does not go, measured ranks may; and where it leaves no two channels free, they
   may do better, if no more is left out than arithmetic does.  */
static mm_status
choose_best (choice *c, const mm_module *m, const mm_filter *parent, mm_error *err)
{
  const mm_demand full = mm_demand_full (parent);
  mm_status s = choose (c, m, &full, err);
  if (s || c->level <= MM_LEVEL_TWO_FREE)
    return s;
  mm_demand measured;
  mm_ranks ranks;
  choice other;
  s = mm_demand_measure (parent, &measured, &ranks);
  if (s)
    mm_fail (err, s, 0, "%s", mm_status_text (s));
  else
    s = choose (&other, m, &measured, err);
  if (!s && (c->level == MM_LEVELS || (other.level < c->level && ranks.left_out <= ARITHMETIC)))
    {
      choice_clear (c);
      *c = other;
      c->ranks = ranks;
    }
  else if (!s)
    choice_clear (&other);
  if (s)
    choice_clear (c);
  return s;
}

/* ---- all together ----------------------------------------------------------------------- */

static mm_status
build (choice *c, const mm_filter *parent, const double *bias, const mm_morph_options *options, mm_weights **out,
       mm_morph_report *report, mm_error *err)
{
  const mm_route *r = &c->route;
  const mm_loads loads = { .hub = r->hub, .input = r->out_hub ? r->output_flow : r->input_flow,
                           .output = r->out_hub ? r->input_flow : r->output_flow };
  const mm_child child = { &c->search.view, &c->demand, &loads, r->out_hub, parent, bias, options };
  *report = (mm_morph_report){ .hub = r->hub, .out_hub = r->out_hub, .border_exact = true };
  return mm_child_make (&child, out, report, err);
}

/* Why not: at the ranks that were measured last.  */
static mm_status
refuse (const choice *c, mm_feasibility *why, mm_error *err)
{
  return mm_feasible (c->search.view.module, &c->demand, 1, why, err);
}

mm_status
mm_morph (const mm_module *m, const mm_filter *parent, const double *bias, const mm_morph_options *options,
          mm_feasibility *why, mm_weights **w, mm_morph_report *report, mm_error *err)
{
  static const mm_morph_options plain = { 0 };
  choice c;
  *w = NULL;
  *report = (mm_morph_report){ .hub = MM_NONE };
  *why = (mm_feasibility){ .answer = MM_UNDECIDED, .route.hub = MM_NONE };
  mm_status s = mm_module_check_activations (m, err);
  if (!s)
    s = choose_best (&c, m, parent, err);
  if (s)
    return s;
  if (c.level == MM_LEVELS)
    s = refuse (&c, why, err);
  else
    s = build (&c, parent, bias, options ? options : &plain, w, report, err);
  if (!s && *w)
    mm_feasibility_take (why, &c.search, &c.route);
  if (!s)
    why->ranks = c.ranks;
  choice_clear (&c);
  return s;
}
