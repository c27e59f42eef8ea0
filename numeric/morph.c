/* numeric/morph.c: how a convolution becomes a module, exactly.  */
#include "numeric/morph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/draft_i.h"
#include "numeric/rank_i.h"
#include "numeric/route_i.h"
#include "numeric/verify.h"

enum { PROBES = 4 };

/* A way through the module, and for which demand.  */
typedef struct choice
{
  mm_search search;
  mm_demand demand;
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

/* Full rank first.  Where that leaves no two channels free, or does not go at all, measured
   ranks may be less and do better.  */
static mm_status
choose_best (choice *c, const mm_module *m, const mm_filter *parent, mm_error *err)
{
  const mm_demand full = mm_demand_full (parent);
  mm_status s = choose (c, m, &full, err);
  if (s || c->level <= MM_LEVEL_TWO_FREE)
    return s;
  mm_demand measured;
  choice other;
  s = mm_demand_of (parent, &measured);
  if (s)
    mm_fail (err, s, 0, "%s", mm_status_text (s));
  else
    s = choose (&other, m, &measured, err);
  if (!s && (other.level < c->level || c->level == MM_LEVELS))
    {
      choice_clear (c);
      *c = other;
    }
  else if (!s)
    choice_clear (&other);
  if (s)
    choice_clear (c);
  return s;
}

/* ---- weights ---------------------------------------------------------------------- */

static mm_status
run_steps (mm_draft *draft, const mm_morph_options *options, mm_filter *filter)
{
  const bool active = !options->no_active && draft->hub == draft->view->t;
  mm_status s = mm_step_base (draft);
  if (!s)
    s = mm_step_mix (draft);
  if (!s && active)
    mm_draft_activate (draft);
  if (!s)
    s = mm_step_fill (draft, false);
  if (!s && active)
    s = mm_step_active (draft);
  if (!s)
    s = mm_step_fill (draft, true);
  if (!s && !options->no_gauge)
    s = mm_step_gauge (draft);
  return s ? s : mm_step_split (draft, filter);
}

/* Give the parent's own scale back, by the layers into t.  */
static void
scale_sink (const mm_module *m, mm_filter *filter, double scale)
{
  const mm_handles in = mm_module_in (m, mm_module_sink (m));
  for (uint32_t i = 0; i < in.count; i++)
    for (size_t k = 0; k < mm_filter_size (&filter[in.at[i]]); k++)
      filter[in.at[i]].data[k] *= scale;
}

static mm_status
make_weights (choice *c, const mm_filter *parent, const mm_morph_options *options, mm_filter *filter)
{
  mm_draft draft;
  mm_bases bases;
  mm_status s = mm_bases_init (&bases, parent, &c->demand);
  if (s)
    return s;
  if (c->route.out_hub)
    {
      s = mm_bases_turn (&bases, &c->demand);
      mm_search_turn (&c->search);
    }
  if (!s)
    s = mm_draft_init (&draft, &c->search.view, &c->search.demand, &bases, parent, &c->route, options->seed);
  if (!s)
    {
      s = run_steps (&draft, options, filter);
      if (!s)
        scale_sink (c->search.view.module, filter, draft.scale);
      mm_draft_clear (&draft);
    }
  if (c->route.out_hub)
    mm_search_turn (&c->search);
  mm_bases_clear (&bases);
  return s ? s : mm_step_balance (c->search.view.module, filter);
}

static mm_status
add_bias (mm_weights *w, const double *bias)
{
  const mm_module *m = w->module;
  const mm_layer e = mm_module_in (m, mm_module_sink (m)).at[0];
  const uint32_t count = w->filter[e].out;
  if (!bias)
    return MM_OK;
  w->bias[e] = mm_array_new (count, sizeof *bias);
  if (!w->bias[e])
    return MM_ENOMEM;
  memcpy (w->bias[e], bias, count * sizeof *bias);
  return MM_OK;
}

/* ---- the report ----------------------------------------------------------------------- */

static void
measure_layers (const mm_weights *w, mm_morph_report *report)
{
  double entries = 0, zeros = 0;
  report->scale_low = (double) INFINITY;
  report->scale_high = 0;
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    {
      const mm_filter *f = &w->filter[e];
      const double scale = mm_filter_std (f) / mm_filter_he (f);
      report->scale_low = fmin (report->scale_low, scale);
      report->scale_high = fmax (report->scale_high, scale);
      entries += (double) mm_filter_size (f);
      for (size_t k = 0; k < mm_filter_size (f); k++)
        zeros += f->data[k] == 0;
    }
  report->fill = 1 - zeros / entries;
}

/* The weights as float32 will hold them.  */
static mm_status
rounded (const mm_weights *w, mm_weights **out)
{
  mm_weights *copy = mm_weights_new (w->module);
  mm_status s = copy ? MM_OK : MM_ENOMEM;
  for (mm_layer e = 0; !s && e < mm_module_layers (w->module); e++)
    s = mm_filter_copy (&w->filter[e], &copy->filter[e]);
  if (s)
    {
      mm_weights_free (copy);
      return s;
    }
  mm_weights_round (copy);
  *out = copy;
  return MM_OK;
}

static mm_status
verify (const mm_weights *w, const mm_filter *parent, uint64_t seed, mm_morph_report *report, mm_error *err)
{
  mm_weights *single;
  mm_status s = mm_probe (w, parent, PROBES, seed, &report->residual, err);
  if (s)
    return s;
  s = rounded (w, &single);
  if (s)
    return mm_fail_memory (err);
  s = mm_probe (single, parent, PROBES, seed, &report->residual32, err);
  mm_weights_free (single);
  return s;
}

/* The largest share of a blob's channels that the code uses.  */
static mm_status
largest_share (const choice *c, double *theta)
{
  const mm_view *view = &c->search.view;
  uint32_t *used = mm_array_new (view->blobs, sizeof *used);
  if (!used)
    return MM_ENOMEM;
  mm_route_used (view->module, &c->route, used);
  *theta = 0;
  for (mm_blob v = 0; v < view->blobs; v++)
    *theta = fmax (*theta, (double) used[v] / view->channels[v]);
  free (used);
  return MM_OK;
}

/* ---- all together ----------------------------------------------------------------------- */

static mm_status
build (choice *c, const mm_filter *parent, const double *bias, const mm_morph_options *options, mm_weights **out,
       mm_morph_report *report, mm_error *err)
{
  mm_weights *w = mm_weights_new (c->search.view.module);
  mm_status s = w ? MM_OK : MM_ENOMEM;
  *report = (mm_morph_report){ .hub = c->route.hub, .out_hub = c->route.out_hub, .border_exact = true };
  if (!s)
    s = make_weights (c, parent, options, w->filter);
  if (!s)
    s = add_bias (w, bias);
  if (!s)
    s = largest_share (c, &report->theta);
  if (s)
    mm_fail (err, s, 0, "%s", mm_status_text (s));
  if (!s)
    {
      measure_layers (w, report);
      s = verify (w, parent, options->seed, report, err);
    }
  if (s)
    mm_weights_free (w);
  else
    *out = w;
  return s;
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
  mm_status s = choose_best (&c, m, parent, err);
  if (s)
    return s;
  if (c.level == MM_LEVELS)
    s = refuse (&c, why, err);
  else
    s = build (&c, parent, bias, options ? options : &plain, w, report, err);
  if (!s && *w)
    mm_feasibility_take (why, &c.search, &c.route);
  choice_clear (&c);
  return s;
}
