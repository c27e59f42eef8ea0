/* prove/capacity_verify.c: is a plan one?  In integers, condition by condition.

   This guards the solver's proposals.  The judge of certificates has an implementation of its
   own (prove/check_capacity.c), and the proof of why the conditions are enough.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

/* Per blob: what comes in and what goes out.  */
typedef struct balance
{
  uint64_t *in, *out;
} balance;

static void
count (const mm_site *site, const uint32_t *flow, balance *b)
{
  for (mm_layer e = 0; e < site->layers; e++)
    {
      b->in[site->head[e]] += flow[e];
      b->out[site->tail[e]] += flow[e];
    }
}

static void
reset (const mm_site *site, balance *b)
{
  memset (b->in, 0, site->blobs * sizeof *b->in);
  memset (b->out, 0, site->blobs * sizeof *b->out);
}

/* The input code reaches a hub.  */
static bool
hub_is_fed (const mm_site *site, const mm_hubs *plan, uint32_t k, balance *b)
{
  const mm_blob u = plan->hub[k];
  if (u >= site->blobs || u == site->s || u == site->t || (k > 0 && plan->hub[k - 1] >= u))
    return false;
  reset (site, b);
  count (site, plan->input + (size_t) k * site->layers, b);
  for (mm_blob v = 0; v < site->blobs; v++)
    if (v != site->s && (b->in[v] > plan->code[v] || (v != u && b->in[v] != b->out[v])))
      return false;
  return b->out[u] == 0 && b->in[u] >= site->rank_in;
}

static bool
is_hub (const mm_site *site, const mm_hubs *plan, mm_blob v)
{
  bool hub = v == site->s;
  for (uint32_t k = 0; !hub && k < plan->count; k++)
    hub = plan->hub[k] == v;
  return hub;
}

/* Units start where they may, are carried on, and arrive; and everything has room.  */
static bool
output_arrives (const mm_site *site, const mm_hubs *plan, balance *b)
{
  reset (site, b);
  for (mm_layer e = 0; e < site->layers; e++)
    {
      if (plan->start[e] > 0 && (!site->fits[e] || !is_hub (site, plan, site->tail[e])))
        return false;
      b->in[site->head[e]] += plan->start[e];
    }
  count (site, plan->output, b);
  for (mm_blob v = 0; v < site->blobs; v++)
    if (v != site->s && v != site->t && (b->in[v] != b->out[v] || plan->code[v] + b->in[v] > site->channels[v]))
      return false;
  return b->out[site->s] == 0 && b->in[site->t] >= site->rank_out;
}

mm_status
mm_plan_verify (const mm_site *site, const mm_hubs *plan, bool *ok)
{
  balance b = { mm_array_new (site->blobs, sizeof *b.in), mm_array_new (site->blobs, sizeof *b.out) };
  const mm_status s = b.in && b.out ? MM_OK : MM_ENOMEM;
  *ok = !s && plan->columns == site->columns && plan->code[site->s] == 0 && plan->code[site->t] == 0;
  for (uint32_t k = 0; *ok && k < plan->count; k++)
    *ok = hub_is_fed (site, plan, k, &b);
  *ok = *ok && output_arrives (site, plan, &b);
  free (b.in);
  free (b.out);
  return s;
}

mm_status
mm_capacity_verify (const mm_module *m, const mm_demand *demand, const mm_hubs *plan, bool *ok, mm_error *err)
{
  mm_site site;
  *ok = false;
  mm_status s = mm_site_init (&site, m, demand, err);
  if (s)
    return s;
  if (plan->columns)
    mm_site_turn (&site);
  s = mm_plan_verify (&site, plan, ok);
  mm_site_clear (&site);
  return s ? mm_fail (err, s, 0, "%s", mm_status_text (s)) : MM_OK;
}
