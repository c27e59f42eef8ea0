/* numeric/search.c: hubs and the flows into and out of them.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/route_i.h"

mm_status
mm_search_init (mm_search *search, const mm_module *m, const mm_demand *demand, mm_error *err)
{
  *search = (mm_search){ .demand = *demand };
  mm_status s = mm_view_init (&search->view, m, demand, err);
  if (s)
    return s;
  const mm_view *view = &search->view;
  if (view->blobs >= MM_NONE / 2 - 1)
    s = MM_ELIMIT;
  /* Split blobs, the same again at a price, layers, and fitting layers.  */
  if (!s)
    s = mm_flow_init (&search->net, 2 * view->blobs + 1, 2 * ((size_t) view->blobs + view->layers));
  search->capacity = mm_array_new (view->blobs, sizeof *search->capacity);
  if (!s && !search->capacity)
    s = MM_ENOMEM;
  if (s)
    {
      mm_search_clear (search);
      return mm_fail (err, s, 0, "%s", mm_status_text (s));
    }
  for (mm_blob v = 0; v < view->blobs; v++)
    search->capacity[v] = view->channels[v];
  return MM_OK;
}

void
mm_search_clear (mm_search *search)
{
  mm_view_clear (&search->view);
  mm_flow_clear (&search->net);
  free (search->capacity);
  search->capacity = NULL;
}

void
mm_search_turn (mm_search *search)
{
  mm_view_turn (&search->view);
  search->demand = mm_demand_turned (&search->demand);
}

uint32_t
mm_search_last (const mm_search *search)
{
  return 2 * search->view.blobs;
}

void
mm_search_network (mm_search *search, const bool *only)
{
  const mm_view *view = &search->view;
  mm_flow_empty (&search->net);
  for (mm_blob v = 0; v < view->blobs; v++)
    {
      const bool end = v == view->s || v == view->t;
      const int64_t room = end ? MM_FLOW_INFINITE : search->capacity[v];
      mm_flow_arc (&search->net, mm_node_into (v), mm_node_out_of (v), room, 0);
    }
  for (mm_layer e = 0; e < view->layers; e++)
    {
      const mm_view_layer *layer = &view->layer[e];
      const int64_t room = !only || only[e] ? MM_FLOW_INFINITE : 0;
      mm_flow_arc (&search->net, mm_node_out_of (layer->tail), mm_node_into (layer->head), room, 0);
    }
}

bool
mm_search_fits (const mm_search *search, mm_blob h)
{
  const mm_handles in = mm_view_in (&search->view, h);
  for (uint32_t i = 0; i < in.count; i++)
    if (mm_view_fits (&search->view, in.at[i], &search->demand))
      return true;
  return false;
}

void
mm_search_tails (mm_search *search, mm_blob h)
{
  const mm_handles in = mm_view_in (&search->view, h);
  for (uint32_t i = 0; i < in.count; i++)
    if (mm_view_fits (&search->view, in.at[i], &search->demand))
      {
        const mm_blob tail = search->view.layer[in.at[i]].tail;
        mm_flow_arc (&search->net, mm_node_out_of (tail), mm_search_last (search), MM_FLOW_INFINITE, 0);
      }
}

/* What the layers carry now, added to the flow of a route.  */
static void
take_flow (const mm_search *search, uint32_t *flow)
{
  for (mm_layer e = 0; flow && e < search->view.layers; e++)
    flow[e] = (uint32_t) mm_flow_on (&search->net, search->view.blobs + (size_t) e);
}

/* Is h an in-hub of the view?  The flows, if wanted, say how.  */
static bool
is_hub (mm_search *search, mm_blob h, uint32_t *input, uint32_t *output)
{
  const mm_view *view = &search->view;
  const int64_t rank_in = search->demand.rank_in, rank_out = search->demand.rank_out;
  if (h == view->s || (h != view->t && search->capacity[h] < rank_out) || !mm_search_fits (search, h))
    return false;
  mm_search_network (search, NULL);
  mm_search_tails (search, h);
  if (mm_flow_max (&search->net, mm_node_out_of (view->s), mm_search_last (search), rank_in) < rank_in)
    return false;
  take_flow (search, input);
  if (h == view->t)
    return true;
  mm_search_network (search, NULL);
  if (mm_flow_max (&search->net, mm_node_out_of (h), mm_node_into (view->t), rank_out) < rank_out)
    return false;
  take_flow (search, output);
  return true;
}

uint32_t
mm_search_sieve (mm_search *search, mm_candidates *candidates)
{
  uint32_t left = 0;
  for (int turn = 0; turn < 2; turn++)
    {
      mm_candidates *half = candidates + (turn ? search->view.blobs : 0);
      for (mm_blob h = 0; h < search->view.blobs; h++)
        {
          half[h] = half[h] && is_hub (search, h, NULL, NULL);
          left += half[h];
        }
      mm_search_turn (search);
    }
  return left;
}

void
mm_route_used (const mm_module *m, const mm_route *route, uint32_t *used)
{
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  memset (used, 0, mm_module_blobs (m) * sizeof *used);
  /* Input units arrive wherever they are used, and output units leave: those that begin or
     end at the hub are counted once.  */
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      used[mm_module_heads (m)[e]] += route->input_flow[e];
      used[mm_module_tails (m)[e]] += route->output_flow[e];
    }
  used[s] = used[t] = 0;
}

static double
share (const mm_search *search, const mm_route *route, uint32_t *used)
{
  double sum = 0;
  mm_route_used (search->view.module, route, used);
  for (mm_blob v = 0; v < search->view.blobs; v++)
    sum += (double) used[v] / search->view.channels[v];
  return sum;
}

static void
keep_better (mm_route *best, mm_route *candidate)
{
  const mm_route worse = *best;
  *best = *candidate;
  *candidate = worse;
}

static mm_status
new_flows (mm_route *route, uint32_t layers)
{
  *route = (mm_route){ .hub = MM_NONE };
  route->input_flow = mm_array_new (layers, sizeof *route->input_flow);
  route->output_flow = mm_array_new (layers, sizeof *route->output_flow);
  return route->input_flow && route->output_flow ? MM_OK : MM_ENOMEM;
}

mm_status
mm_search_best (mm_search *search, const mm_candidates *candidates, mm_route *route)
{
  const uint32_t blobs = search->view.blobs, layers = search->view.layers;
  mm_route next = { .hub = MM_NONE };
  uint32_t *used = mm_array_new (blobs, sizeof *used);
  mm_status s = new_flows (route, layers);
  if (!s)
    s = new_flows (&next, layers);
  if (!used)
    s = MM_ENOMEM;
  double least = 0;
  for (uint32_t k = 0; !s && k < 2 * blobs; k++)
    {
      if (k == blobs)
        mm_search_turn (search);
      if (!candidates[k])
        continue;
      next.hub = k % blobs;
      next.out_hub = k >= blobs;
      memset (next.input_flow, 0, layers * sizeof *next.input_flow);
      memset (next.output_flow, 0, layers * sizeof *next.output_flow);
      is_hub (search, next.hub, next.out_hub ? next.output_flow : next.input_flow,
              next.out_hub ? next.input_flow : next.output_flow);
      const double now = share (search, &next, used);
      if (route->hub == MM_NONE || now < least)
        {
          least = now;
          keep_better (route, &next);
        }
    }
  if (search->view.reversed)
    mm_search_turn (search);
  free (used);
  mm_route_clear (&next);
  if (s)
    mm_route_clear (route);
  return s;
}
