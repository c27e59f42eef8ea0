/* numeric/repair.c: the fewest added channels that make a parent fit.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/route_i.h"

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

/* What it costs to make h an in-hub of the view; price -1: no channels would do.  The two flows share no blob.  */
static void
price_hub (mm_search *search, mm_blob h, plan *p)
{
  const mm_view *view = &search->view;
  const mm_demand *d = &search->demand;
  int64_t input = 0, output = 0;
  memset (p->added, 0, view->blobs * sizeof *p->added);
  p->price = -1;
  priced_network (search);
  if (h == view->s || mm_search_tails (search, h) == 0)
    return;
  mm_flow_cheapest (&search->net, mm_node_out_of (view->s), mm_search_last (search), d->rank_in, &input);
  collect (search, p->added);
  if (h != view->t)
    {
      priced_network (search);
      mm_flow_cheapest (&search->net, mm_node_out_of (h), mm_node_into (view->t), d->rank_out, &output);
      collect (search, p->added);
      p->added[h] = d->rank_out > search->capacity[h] ? d->rank_out - search->capacity[h] : 0;
    }
  p->price = input + output + p->added[h];
}

static void
keep_cheaper (plan *best, plan *next)
{
  if (next->price < 0 || (best->price >= 0 && best->price <= next->price))
    return;
  const plan worse = *best;
  *best = *next;
  *next = worse;
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
  for (int turn = 0; !s && turn < 2; turn++)
    {
      for (mm_blob h = 0; h < blobs; h++)
        {
          price_hub (search, h, &next);
          keep_cheaper (&best, &next);
        }
      mm_search_turn (search);
    }
  if (!s && best.price >= 0)
    s = write_plan (search, &best, out);
  free (best.added);
  free (next.added);
  return s;
}
