/* tests/hubs_kit.c: plans of several hubs.  */
#include "tests/hubs_kit.h"

#include <stdlib.h>

#include "tests/shaped.h"

enum { MOST_EXTRA = 3 };

static uint32_t *
numbers (size_t count)
{
  uint32_t *a = calloc (count + 1, sizeof *a);
  if (!a)
    abort ();
  return a;
}

mm_hubs
hubs_new (const mm_module *m, bool columns, uint32_t count)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  return (mm_hubs){ columns, count, numbers (count), numbers ((size_t) count * layers), numbers (blobs),
                    numbers (layers), numbers (layers) };
}

/* ---- the module as the plan reads it ---------------------------------------------------- */

typedef struct reading
{
  const mm_module *m;
  bool columns;
  mm_demand demand; /* in the direction of the plan */
  mm_blob s, t;
  shape *shape;
  mm_hubs *plan;
} reading;

static mm_blob
tail_of (const reading *r, mm_layer e)
{
  return r->columns ? mm_module_heads (r->m)[e] : mm_module_tails (r->m)[e];
}

static mm_blob
head_of (const reading *r, mm_layer e)
{
  return r->columns ? mm_module_tails (r->m)[e] : mm_module_heads (r->m)[e];
}

static mm_layer
any_in (const reading *r, mm_blob v, uint64_t *state)
{
  const mm_handles in = r->columns ? mm_module_out (r->m, v) : mm_module_in (r->m, v);
  return in.at[kit_below (state, in.count)];
}

static mm_layer
any_out (const reading *r, mm_blob v, uint64_t *state)
{
  const mm_handles out = r->columns ? mm_module_in (r->m, v) : mm_module_out (r->m, v);
  return out.at[kit_below (state, out.count)];
}

/* ---- drawing ------------------------------------------------------------------------------- */

static void
draw_hubs (const reading *r, uint64_t *state, uint32_t wanted)
{
  mm_hubs *p = r->plan;
  for (mm_blob v = 0; v < mm_module_blobs (r->m); v++)
    if (v != r->s && v != r->t && p->count < wanted && kit_below (state, 3) == 0)
      p->hub[p->count++] = v;
}

/* Units walk backwards from a hub to s.  */
static void
feed_hub (const reading *r, uint64_t *state, uint32_t i)
{
  uint32_t through[64] = { 0 };
  uint32_t *input = r->plan->input + (size_t) i * mm_module_layers (r->m);
  for (uint32_t unit = 0; unit < r->demand.rank_in; unit++)
    for (mm_blob v = r->plan->hub[i]; v != r->s;)
      {
        const mm_layer e = any_in (r, v, state);
        input[e]++;
        through[v]++;
        v = tail_of (r, e);
      }
  for (mm_blob v = 0; v < mm_module_blobs (r->m); v++)
    if (through[v] > r->plan->code[v])
      r->plan->code[v] = through[v];
}

/* Kernels where units may start: on one layer out of each hub, seldom out of s too.  */
static uint32_t
choose_starts (const reading *r, uint64_t *state, mm_layer *start)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->plan->count; i++)
    {
      /* Into t one hub would be enough.  */
      start[count] = any_out (r, r->plan->hub[i], state);
      for (int trial = 0; trial < 20 && head_of (r, start[count]) == r->t; trial++)
        start[count] = any_out (r, r->plan->hub[i], state);
      count++;
    }
  if (count == 0 || kit_below (state, 8) == 0)
    start[count++] = any_out (r, r->s, state);
  for (uint32_t i = 0; i < count; i++)
    {
      r->shape->kh[start[i]] = r->demand.kh;
      r->shape->kw[start[i]] = r->demand.kw;
    }
  return count;
}

static void
start_units (const reading *r, uint64_t *state, uint32_t *passing)
{
  mm_layer start[64];
  const uint32_t count = choose_starts (r, state, start);
  for (uint32_t unit = 0; unit < r->demand.rank_out; unit++)
    {
      const mm_layer first = start[unit % count];
      r->plan->start[first]++;
      for (mm_blob v = head_of (r, first); v != r->t;)
        {
          const mm_layer e = any_out (r, v, state);
          passing[v]++;
          r->plan->output[e]++;
          v = head_of (r, e);
        }
    }
}

mm_module *
hubs_random (uint64_t *state, const mm_demand *demand, bool columns, uint32_t radii, mm_hubs *plan)
{
  shape now = { .channels = { 0 } };
  uint32_t passing[64] = { 0 };
  const uint32_t n = 6 + kit_below (state, 10);
  const uint64_t seed = kit_bits (state);
  mm_module *m = kit_random_dag (seed, n, n + kit_below (state, n));
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  *plan = hubs_new (m, columns, n);
  plan->count = 0;
  const reading r = { m, columns, columns ? mm_demand_turned (demand) : *demand, columns ? t : s, columns ? s : t,
                      &now, plan };
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const bool point = kit_below (state, 16) > 0;
      now.kh[e] = point ? 1 : 2 * kit_below (state, radii) + 1;
      now.kw[e] = point ? 1 : 2 * kit_below (state, radii) + 1;
    }
  draw_hubs (&r, state, 2 + kit_below (state, 2));
  for (uint32_t i = 0; i < plan->count; i++)
    feed_hub (&r, state, i);
  start_units (&r, state, passing);
  for (mm_blob v = 0; v < n; v++)
    {
      const uint32_t used = plan->code[v] + passing[v];
      const bool more = kit_below (state, 2);
      const uint32_t extra = kit_below (state, MOST_EXTRA + 1) * more;
      now.channels[v] = used + extra + (used == 0);
    }
  now.channels[s] = demand->in;
  now.channels[t] = demand->out;
  return shaped (m, &now);
}
