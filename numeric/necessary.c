/* numeric/necessary.c: what rules a parent out (NUMERICS.md T1 "only if", and T2).  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"
#include "numeric/route_i.h"

/* Working memory: longest distances from s and to t, in halves of kernels, and layers on longest paths.  */
typedef struct reach
{
  int64_t *from[2], *to[2]; /* per axis (0: height, 1: width) and blob; -1: not reached */
  bool *tight;
  bool *side;
} reach;

static void
reach_clear (reach *r)
{
  for (int axis = 0; axis < 2; axis++)
    {
      free (r->from[axis]);
      free (r->to[axis]);
    }
  free (r->tight);
  free (r->side);
}

static bool
reach_init (reach *r, const mm_view *view)
{
  *r = (reach){ .tight = mm_array_new (view->layers, sizeof *r->tight),
                .side = mm_array_new (2 * (size_t) view->blobs + 1, sizeof *r->side) };
  bool ok = r->tight && r->side;
  for (int axis = 0; axis < 2; axis++)
    {
      r->from[axis] = mm_array_new (view->blobs, sizeof (int64_t));
      r->to[axis] = mm_array_new (view->blobs, sizeof (int64_t));
      ok = ok && r->from[axis] && r->to[axis];
    }
  return ok;
}

static int64_t
radius (const mm_view_layer *layer, int axis)
{
  return ((axis ? layer->kw : layer->kh) - 1) / 2;
}

/* The longest distance of every blob from the view's s, over the layers allowed.  */
static void
longest (const mm_view *view, int axis, const bool *only, int64_t *distance)
{
  for (mm_blob v = 0; v < view->blobs; v++)
    distance[v] = -1;
  distance[view->s] = 0;
  for (uint32_t i = 0; i < view->blobs; i++)
    {
      const mm_blob u = mm_view_order (view, i);
      const mm_handles out = mm_view_out (view, u);
      for (uint32_t k = 0; distance[u] >= 0 && k < out.count; k++)
        {
          const mm_view_layer *layer = &view->layer[out.at[k]];
          const int64_t d = distance[u] + radius (layer, axis);
          if ((!only || only[out.at[k]]) && d > distance[layer->head])
            distance[layer->head] = d;
        }
    }
}

/* Both distances of one axis; the result is the longest path's radius.  */
static int64_t
measure (mm_search *search, reach *r, int axis, const bool *only)
{
  longest (&search->view, axis, only, r->from[axis]);
  mm_search_turn (search);
  longest (&search->view, axis, only, r->to[axis]);
  mm_search_turn (search);
  return r->from[axis][search->view.t];
}

/* Keep in `tight` the layers on longest paths of this axis.  */
static void
tighten (const mm_view *view, reach *r, int axis, bool first)
{
  const int64_t length = r->from[axis][view->t];
  for (mm_layer e = 0; e < view->layers; e++)
    {
      const mm_view_layer *layer = &view->layer[e];
      const int64_t before = r->from[axis][layer->tail], after = r->to[axis][layer->head];
      const bool on = before >= 0 && after >= 0 && before + radius (layer, axis) + after == length;
      r->tight[e] = (first || r->tight[e]) && on;
    }
}

/* ---- the answer "no" --------------------------------------------------------- */

static size_t
append_cut (const mm_module *m, const mm_feasibility *out, char *text, size_t size)
{
  char name[MM_SPELT];
  size_t length = 0;
  for (uint32_t i = 0; i < out->cut_count && length < size; i++)
    length += (size_t) snprintf (text + length, size - length, "%s%s %u", i ? " + " : "",
                                 mm_spell_blob (m, out->cut[i].blob, name), out->cut[i].capacity);
  return length;
}

static void
explain (const mm_module *m, mm_feasibility *out)
{
  char cut[160] = "";
  if (append_cut (m, out, cut, sizeof cut) >= sizeof cut)
    snprintf (cut, sizeof cut, "%u blobs", out->cut_count);
  snprintf (out->reason, sizeof out->reason, "needs rank %llu; cut %s = %llu; deficit %llu",
            (unsigned long long) out->needed, cut, (unsigned long long) out->have,
            (unsigned long long) (out->needed - out->have));
}

/* The blobs whose split arcs cross from the side of s to the other.  */
static mm_status
take_cut (const mm_search *search, const bool *side, mm_feasibility *out)
{
  uint32_t count = 0;
  out->cut = mm_array_new (search->view.blobs, sizeof *out->cut);
  if (!out->cut)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < search->view.blobs; i++)
    {
      const mm_blob v = mm_module_order (search->view.module)[i];
      if (side[mm_node_into (v)] && !side[mm_node_out_of (v)])
        out->cut[count++] = (mm_cut_blob){ v, (uint32_t) search->capacity[v] };
    }
  out->cut_count = count;
  return MM_OK;
}

/* Whether the blobs let `rank` through, over the layers allowed; if not, that is the answer.  */
static mm_status
narrow (mm_search *search, reach *r, const bool *only, uint32_t rank, mm_criterion criterion, mm_feasibility *out)
{
  const mm_view *view = &search->view;
  mm_search_network (search, only);
  const int64_t have = mm_flow_max (&search->net, mm_node_out_of (view->s), mm_node_into (view->t), rank);
  if (have >= rank)
    return MM_OK;
  mm_flow_side (&search->net, mm_node_out_of (view->s), r->side);
  const mm_status s = take_cut (search, r->side, out);
  if (s)
    return s;
  out->answer = MM_INFEASIBLE;
  out->needed = rank;
  out->have = (uint64_t) have;
  out->criterion = criterion;
  explain (view->module, out);
  return MM_OK;
}

/* N2 (kernel): an answer if there is none yet, and in any case to be said, since no channels help.  */
static void
too_small (const mm_demand *demand, int64_t height, int64_t width, mm_feasibility *out)
{
  out->kernels_too_small = true;
  out->reach_h = (uint64_t) (2 * height + 1);
  out->reach_w = (uint64_t) (2 * width + 1);
  if (out->answer == MM_INFEASIBLE)
    return;
  const bool low = demand->kh > out->reach_h;
  out->answer = MM_INFEASIBLE;
  out->needed = low ? demand->kh : demand->kw;
  out->have = low ? out->reach_h : out->reach_w;
  out->criterion = MM_CRITERION_KERNEL;
  snprintf (out->reason, sizeof out->reason, "needs a %ux%u kernel; the longest paths reach %llux%llu", demand->kh,
            demand->kw, (unsigned long long) out->reach_h, (unsigned long long) out->reach_w);
}

/* ---- the conditions ---------------------------------------------------------- */

/* N2: the outermost taps come from longest paths only.  Of what N1 has ruled out only the kernels are looked at.  */
static mm_status
outermost (mm_search *search, reach *r, mm_feasibility *out)
{
  const mm_demand *d = &search->demand;
  const int64_t need[2] = { (d->kh - 1) / 2, (d->kw - 1) / 2 };
  const int64_t have[2] = { measure (search, r, 0, NULL), measure (search, r, 1, NULL) };
  mm_status s = MM_OK;
  if (need[0] > have[0] || need[1] > have[1])
    {
      too_small (d, have[0], have[1], out);
      return MM_OK;
    }
  if (out->answer == MM_INFEASIBLE)
    return MM_OK;
  if (need[1] == have[1] && need[1] > 0)
    {
      tighten (&search->view, r, 1, true);
      s = narrow (search, r, r->tight, d->rank_columns, MM_CRITERION_COLUMNS, out);
    }
  if (s || out->answer == MM_INFEASIBLE || need[0] < have[0] || need[0] == 0)
    return s;
  tighten (&search->view, r, 0, true);
  s = narrow (search, r, r->tight, d->rank_rows, MM_CRITERION_ROWS, out);
  if (s || out->answer == MM_INFEASIBLE || need[1] == 0)
    return s;
  const int64_t width = measure (search, r, 1, r->tight);
  if (need[1] < width || d->rank_corner == 0)
    return MM_OK;
  if (need[1] > width)
    memset (r->tight, 0, search->view.layers * sizeof *r->tight);
  else
    tighten (&search->view, r, 1, false);
  return narrow (search, r, r->tight, d->rank_corner, MM_CRITERION_CORNER, out);
}

/* N3: a blob of c channels passes at most c (2 r + 1)^2 input units on, r the longest radius to it.  */
static mm_status
spread (mm_search *search, reach *r, mm_criterion criterion, mm_feasibility *out)
{
  const mm_view *view = &search->view;
  for (int axis = 0; axis < 2; axis++)
    longest (view, axis, NULL, r->from[axis]);
  for (mm_blob v = 0; v < view->blobs; v++)
    {
      const double taps = (2.0 * (double) r->from[0][v] + 1) * (2.0 * (double) r->from[1][v] + 1);
      const double room = taps * (double) search->capacity[v];
      r->to[0][v] = search->capacity[v];
      search->capacity[v] = room < UINT32_MAX ? (int64_t) room : UINT32_MAX;
    }
  const mm_status s = narrow (search, r, NULL, search->demand.rank_in, criterion, out);
  for (mm_blob v = 0; v < view->blobs; v++)
    search->capacity[v] = r->to[0][v];
  return s;
}

static bool
all_points (const mm_search *search)
{
  bool points = search->demand.kh == 1 && search->demand.kw == 1;
  for (mm_layer e = 0; e < search->view.layers; e++)
    points = points && search->view.layer[e].kh == 1 && search->view.layer[e].kw == 1;
  return points;
}

mm_status
mm_necessary (mm_search *search, mm_feasibility *out)
{
  reach r;
  mm_status s = reach_init (&r, &search->view) ? MM_OK : MM_ENOMEM;
  if (!s)
    s = narrow (search, &r, NULL, search->demand.rank_function, all_points (search) ? MM_CRITERION_T1 : MM_CRITERION_N1, out);
  if (!s)
    s = outermost (search, &r, out);
  if (!s && out->answer != MM_INFEASIBLE)
    s = spread (search, &r, MM_CRITERION_INPUT, out);
  if (!s && out->answer != MM_INFEASIBLE)
    {
      mm_search_turn (search);
      s = spread (search, &r, MM_CRITERION_OUTPUT, out);
      mm_search_turn (search);
    }
  reach_clear (&r);
  return s;
}
