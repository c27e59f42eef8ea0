/* prove/capacity_route.c: from hubs and room to a whole plan, by flows.

   Once it is settled which blobs are hubs, and how many channels each blob gives to the
   input code and to units of the output code, the rest of T4 falls apart into single
   flows: one to each hub, and one from the start layers to t.  Integral capacities have integral flows.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

typedef struct work
{
  const mm_site *site;
  mm_net net;
  mm_hubs *plan;
  const uint32_t *code, *pass;
} work;

/* Split blobs are arcs 0 … blobs - 1, layers the next ones.  */
static void
split_blobs (work *w, const uint32_t *room)
{
  const mm_site *site = w->site;
  mm_net_empty (&w->net);
  for (mm_blob v = 0; v < site->blobs; v++)
    mm_net_arc (&w->net, mm_net_into (v), mm_net_out_of (v), v == site->s || v == site->t ? 0 : room[v]);
}

static void
take (const work *w, uint32_t *flow)
{
  for (mm_layer e = 0; e < w->site->layers; e++)
    flow[e] = (uint32_t) mm_net_on (&w->net, w->site->blobs + (size_t) e);
}

/* The input code on its way to one hub; the hub's own channels hold it too.  */
static bool
feed (work *w, mm_blob u, uint32_t *input)
{
  const mm_site *site = w->site;
  split_blobs (w, w->code);
  for (mm_layer e = 0; e < site->layers; e++)
    mm_net_arc (&w->net, mm_net_out_of (site->tail[e]), mm_net_into (site->head[e]), MM_NET_INFINITE);
  if (mm_net_push (&w->net, mm_net_out_of (site->s), mm_net_out_of (u), site->rank_in) < site->rank_in)
    return false;
  take (w, input);
  return true;
}

static bool
feed_all (work *w)
{
  for (uint32_t k = 0; k < w->plan->count; k++)
    if (!feed (w, w->plan->hub[k], w->plan->input + (size_t) k * w->site->layers))
      return false;
  return true;
}

/* Units of the output code from the start layers (the spare node) to t.  */
static bool
deliver (work *w, const bool *hub)
{
  const mm_site *site = w->site;
  const uint32_t from = 2 * site->blobs;
  split_blobs (w, w->pass);
  for (mm_layer e = 0; e < site->layers; e++)
    mm_net_arc (&w->net, mm_net_out_of (site->tail[e]), mm_net_into (site->head[e]),
                site->tail[e] == site->s ? 0 : MM_NET_INFINITE);
  for (mm_layer e = 0; e < site->layers; e++)
    {
      const bool starts = site->fits[e] && (site->tail[e] == site->s || hub[site->tail[e]]);
      mm_net_arc (&w->net, from, mm_net_into (site->head[e]), starts ? MM_NET_INFINITE : 0);
    }
  if (mm_net_push (&w->net, from, mm_net_into (site->t), site->rank_out) < site->rank_out)
    return false;
  take (w, w->plan->output);
  for (mm_layer e = 0; e < site->layers; e++)
    w->plan->start[e] = (uint32_t) mm_net_on (&w->net, site->blobs + site->layers + (size_t) e);
  return true;
}

/* The hubs on whose layers something starts, in ascending order.  */
static void
list_hubs (work *w)
{
  const mm_site *site = w->site;
  for (mm_blob v = 0; v < site->blobs; v++)
    {
      const mm_handles out = mm_site_out (site, v);
      bool used = false;
      for (uint32_t i = 0; v != site->s && i < out.count; i++)
        used = used || w->plan->start[out.at[i]] > 0;
      if (used)
        w->plan->hub[w->plan->count++] = v;
    }
}

/* What the flows need of the channels for the input code: the greatest flow through each blob.  */
static void
count_code (work *w)
{
  const mm_site *site = w->site;
  for (uint32_t k = 0; k < w->plan->count; k++)
    for (mm_blob v = 0; v < site->blobs; v++)
      {
        const mm_handles in = mm_site_in (site, v);
        uint32_t through = 0;
        for (uint32_t i = 0; v != site->s && i < in.count; i++)
          through += w->plan->input[(size_t) k * site->layers + in.at[i]];
        if (through > w->plan->code[v])
          w->plan->code[v] = through;
      }
}

static mm_status
new_plan (mm_hubs *plan, const mm_site *site)
{
  *plan = (mm_hubs){ .columns = site->columns };
  plan->hub = mm_array_new (site->blobs, sizeof *plan->hub);
  plan->code = mm_array_new (site->blobs, sizeof *plan->code);
  plan->output = mm_array_new (site->layers, sizeof *plan->output);
  plan->start = mm_array_new (site->layers, sizeof *plan->start);
  return plan->hub && plan->code && plan->output && plan->start ? MM_OK : MM_ENOMEM;
}

mm_status
mm_plan_route (const mm_site *site, const bool *hub, const uint32_t *code, const uint32_t *pass, bool *found,
               mm_hubs *plan)
{
  work w = { .site = site, .plan = plan, .code = code, .pass = pass };
  *found = false;
  mm_status s = new_plan (plan, site);
  if (!s)
    s = mm_net_init (&w.net, site);
  if (!s && deliver (&w, hub))
    {
      list_hubs (&w);
      plan->input = mm_array_new ((size_t) plan->count * site->layers, sizeof *plan->input);
      s = plan->input ? MM_OK : MM_ENOMEM;
      if (!s && feed_all (&w))
        {
          count_code (&w);
          s = mm_plan_verify (site, plan, found);
        }
    }
  mm_net_clear (&w.net);
  if (s)
    *found = false;
  if (!*found)
    mm_hubs_clear (plan);
  return s;
}
