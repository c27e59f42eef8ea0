/* numeric/repair.c: the fewest added channels that make a parent fit.

   Every blob may become the hub, and each takes two flows.  A hub is given up as soon as it is certain to cost
   no less than the best so far, and all others when that costs what no repair is below (N1).  What ends the
   search before its end is a fixed amount of work, looked at between hubs, and no clock, so that the same module
   always gets the same repair.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/route_i.h"

/* Nodes and arcs laid out or looked at; about a second.  */
static const uint64_t most_work = (uint64_t) 1 << 27;

/* Channels to add per blob, for the best hub so far and for the one at hand.  */
typedef struct plan
{
  int64_t price; /* their sum; -1: none yet */
  int64_t *added;
} plan;

/* The network again, in which each unit beyond a blob's capacity costs one channel.  The
   paid arc of the i-th interior blob is arc blobs + layers + i.  */
static void
priced_network (mm_search *search)
{
  const mm_view *view = &search->view;
  mm_search_network (search, NULL);
  for (mm_blob v = 0; v < view->blobs; v++)
    if (v != view->s && v != view->t)
      mm_flow_arc (&search->net, mm_node_into (v), mm_node_out_of (v), MM_FLOW_INFINITE, 1);
  search->net.work += search->net.arcs;
}

static void
collect (const mm_search *search, int64_t *added)
{
  const mm_view *view = &search->view;
  size_t arc = (size_t) view->blobs + view->layers;
  for (mm_blob v = 0; v < view->blobs; v++)
    if (v != view->s && v != view->t)
      added[v] += mm_flow_on (&search->net, arc++);
}

/* One of the two flows; whether it costs at most `most`.  */
static bool
price_flow (mm_search *search, uint32_t from, uint32_t to, int64_t units, int64_t most, plan *p)
{
  int64_t cost;
  if (most < 0 || mm_flow_cheapest (&search->net, from, to, units, most, &cost) < units)
    return false;
  collect (search, p->added);
  p->price += cost;
  return true;
}

/* What it costs to make h an in-hub of the view, if it is at most `most`; else -1.  The two flows share no blob.  */
static void
price_hub (mm_search *search, mm_blob h, int64_t most, plan *p)
{
  const mm_view *view = &search->view;
  const mm_demand *d = &search->demand;
  memset (p->added, 0, view->blobs * sizeof *p->added);
  p->price = -1;
  if (h == view->s || !mm_search_fits (search, h))
    return;
  priced_network (search);
  mm_search_tails (search, h);
  const bool end = h == view->t;
  p->added[h] = !end && d->rank_out > search->capacity[h] ? d->rank_out - search->capacity[h] : 0;
  p->price = p->added[h];
  bool found
    = price_flow (search, mm_node_out_of (view->s), mm_search_last (search), d->rank_in, most - p->price, p);
  if (found && !end)
    {
      priced_network (search);
      found = price_flow (search, mm_node_out_of (h), mm_node_into (view->t), d->rank_out, most - p->price, p);
    }
  if (!found)
    p->price = -1;
}

/* Keep the plan of h if it is cheaper than the best.  */
static void
try_hub (mm_search *search, mm_blob h, plan *best, plan *next)
{
  price_hub (search, h, best->price < 0 ? MM_FLOW_INFINITE : best->price - 1, next);
  if (next->price < 0)
    return;
  const plan worse = *best;
  *best = *next;
  *next = worse;
}

/* What no repair is below: that the rank of the function passes all blobs (N1).  */
static int64_t
least_price (mm_search *search)
{
  const mm_view *view = &search->view;
  int64_t cost;
  priced_network (search);
  mm_flow_cheapest (&search->net, mm_node_out_of (view->s), mm_node_into (view->t), search->demand.rank_function,
                    MM_FLOW_INFINITE, &cost);
  return cost;
}

/* The in-hubs of the view, t first, which asks for the fewest channels where its layers fit.
   Whether no other in-hub is cheaper than the best.  */
static bool
try_hubs (mm_search *search, int64_t least, plan *best, plan *next)
{
  const mm_blob t = search->view.t;
  try_hub (search, t, best, next);
  for (mm_blob h = 0; h < search->view.blobs && best->price != least; h++)
    {
      if (search->net.work > most_work)
        return false;
      if (h != t)
        try_hub (search, h, best, next);
    }
  return true;
}

static mm_status
write_plan (const mm_search *search, const plan *p, mm_feasibility *out)
{
  uint32_t count = 0;
  out->repair = mm_array_new (search->view.blobs, sizeof *out->repair);
  if (!out->repair)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < search->view.blobs; i++)
    {
      const mm_blob v = mm_module_order (search->view.module)[i];
      if (p->added[v] > 0)
        out->repair[count++] = (mm_cut_blob){ v, (uint32_t) (search->capacity[v] + p->added[v]) };
    }
  out->repair_count = count;
  return MM_OK;
}

mm_status
mm_repair (mm_search *search, mm_feasibility *out)
{
  const uint32_t blobs = search->view.blobs;
  plan best = { -1, mm_array_new (blobs, sizeof (int64_t)) };
  plan next = { -1, mm_array_new (blobs, sizeof (int64_t)) };
  mm_status s = best.added && next.added ? MM_OK : MM_ENOMEM;
  search->net.work = 0;
  const int64_t least = s ? 0 : least_price (search);
  out->repair_is_least = true;
  for (int turn = 0; !s && turn < 2; turn++)
    {
      if (!try_hubs (search, least, &best, &next))
        out->repair_is_least = false;
      mm_search_turn (search);
    }
  if (!s && best.price >= 0)
    s = write_plan (search, &best, out);
  free (best.added);
  free (next.added);
  return s;
}
