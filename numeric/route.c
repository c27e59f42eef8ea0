/* numeric/route.c: can this module hold this convolution?  */
#include "numeric/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"
#include "numeric/rank_i.h"
#include "numeric/route_i.h"

void
mm_route_clear (mm_route *r)
{
  free (r->input_flow);
  free (r->output_flow);
  *r = (mm_route){ .hub = MM_NONE };
}

void
mm_feasibility_clear (mm_feasibility *f)
{
  mm_route_clear (&f->route);
  free (f->cut);
  free (f->repair);
  *f = (mm_feasibility){ .answer = MM_UNDECIDED, .route.hub = MM_NONE };
}

const char *
mm_criterion_name (mm_criterion c)
{
  static const char *const names[] = { "",           "T1",           "T3",          "N1",         "N2 (kernel)",
                                       "N2 (rows)", "N2 (columns)", "N2 (corner)", "N3 (input)", "N3 (output)" };
  return (size_t) c < sizeof names / sizeof *names ? names[c] : "";
}

/* T3: the best hub, when there is one.  */
static mm_status
find_hub (mm_search *search, mm_feasibility *out)
{
  mm_route route;
  const uint32_t blobs = search->view.blobs;
  mm_candidates *candidates = mm_array_new (2 * (size_t) blobs, sizeof *candidates);
  if (!candidates)
    return MM_ENOMEM;
  memset (candidates, true, 2 * (size_t) blobs * sizeof *candidates);
  mm_status s = MM_OK;
  if (mm_search_sieve (search, candidates) > 0)
    {
      s = mm_search_best (search, candidates, &route);
      if (!s)
        mm_feasibility_take (out, search, &route);
    }
  free (candidates);
  return s;
}

static bool
has_points_only (const mm_view *view)
{
  for (mm_layer e = 0; e < view->layers; e++)
    if (view->layer[e].kh != 1 || view->layer[e].kw != 1)
      return false;
  return true;
}

void
mm_feasibility_take (mm_feasibility *out, const mm_search *search, mm_route *route)
{
  char name[MM_SPELT];
  out->answer = MM_FEASIBLE;
  out->route = *route;
  *route = (mm_route){ .hub = MM_NONE };
  out->criterion = has_points_only (&search->view) ? MM_CRITERION_T1 : MM_CRITERION_T3;
  snprintf (out->reason, sizeof out->reason, "%s %s", out->route.out_hub ? "out-hub" : "hub",
            mm_spell_blob (search->view.module, out->route.hub, name));
}

static bool
some_layer_fits (const mm_search *search)
{
  for (mm_layer e = 0; e < search->view.layers; e++)
    if (mm_view_fits (&search->view, e, &search->demand))
      return true;
  return false;
}

static void
say_undecided (const mm_search *search, mm_feasibility *out)
{
  if (some_layer_fits (search))
    snprintf (out->reason, sizeof out->reason,
              "no single hub can carry it, but no necessary condition is violated");
  else
    snprintf (out->reason, sizeof out->reason,
              "no layer's kernel covers %ux%u, but the longest paths do: a product of several kernels may do", search->demand.kh,
              search->demand.kw);
}

static mm_status
decide (mm_search *search, mm_feasibility *out)
{
  mm_status s = find_hub (search, out);
  if (s || out->answer == MM_FEASIBLE)
    return s;
  s = mm_necessary (search, out);
  if (!s && out->answer == MM_UNDECIDED)
    say_undecided (search, out);
  return s ? s : mm_repair (search, out);
}

mm_status
mm_feasible (const mm_module *m, const mm_demand *demand, double theta, mm_feasibility *out, mm_error *err)
{
  *out = (mm_feasibility){ .demand = *demand, .answer = MM_UNDECIDED, .route.hub = MM_NONE };
  if (!(theta > 0 && theta <= 1))
    return mm_fail (err, MM_EINVAL, 0, "the share of channels to use must lie in (0, 1], not %g", theta);
  mm_search search;
  mm_status s = mm_search_init (&search, m, demand, err);
  if (s)
    return s;
  for (mm_blob v = 0; v < search.view.blobs; v++)
    search.capacity[v] = (int64_t) (theta * search.view.channels[v]);
  s = decide (&search, out);
  mm_search_clear (&search);
  if (s)
    {
      mm_feasibility_clear (out);
      return mm_fail (err, s, 0, "%s", mm_status_text (s));
    }
  return MM_OK;
}

mm_status
mm_feasible_parent (const mm_module *m, const mm_filter *parent, mm_feasibility *out, mm_error *err)
{
  mm_demand demand = mm_demand_full (parent);
  mm_status s = mm_feasible (m, &demand, 1, out, err);
  if (s || out->answer == MM_FEASIBLE)
    return s;
  mm_feasibility_clear (out);
  mm_ranks ranks;
  s = mm_demand_measure (parent, &demand, &ranks);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  s = mm_feasible (m, &demand, 1, out, err);
  if (!s)
    out->ranks = ranks;
  return s;
}
