/* prove/capacity_repair.c: the cheapest channels to add.

   Blob v gets x_v more channels, at most as many as it has too few for all of the input code and all of the
   output code together: no plan needs more.  A layer from u to v then has (c_u + x_u) (c_v + x_v) weights a tap.  The
   product x_u x_v becomes linear with the binary digits b_i of x_u: w_i >= x_v - X_v (1 - b_i) and w_i >= 0,
   where X_v is the most that x_v can be, is 0 or x_v at least, and costs 2^i a tap; whoever minimises makes it b_i x_v.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

typedef struct work
{
  const mm_site *site;
  mm_price price;
  mm_milp p;
  mm_t4 t;
  uint64_t *most;        /* per blob: channels at most */
  uint32_t *extra;       /* per blob: column of x; MM_NONE for s and t */
  uint64_t *taps;        /* per layer: of its kernel */
} work;

/* ---- prices ----------------------------------------------------------------------- */

/* What channels cost more than those there are.  */
static uint64_t
price_of (const work *w, const uint32_t *channels)
{
  uint64_t sum = 0, now = 0;
  for (mm_blob v = 0; w->price == MM_PRICE_CHANNELS && v < w->site->blobs; v++)
    sum += channels[v] - w->site->channels[v];
  for (mm_layer e = 0; w->price == MM_PRICE_PARAMETERS && e < w->site->layers; e++)
    {
      const mm_blob u = w->site->tail[e], v = w->site->head[e];
      sum = mm_capacity_sum (sum, mm_capacity_product (w->taps[e], mm_capacity_product (channels[u], channels[v])));
      now = mm_capacity_sum (
        now, mm_capacity_product (w->taps[e], mm_capacity_product (w->site->channels[u], w->site->channels[v])));
    }
  return sum == UINT64_MAX ? sum : sum - now;
}

/* x_u x_v, so many taps of it.  */
static void
price_product (work *w, mm_blob u, mm_blob v, double taps)
{
  mm_milp *p = &w->p;
  const double most_u = (double) (w->most[u] - w->site->channels[u]);
  const double most_v = (double) (w->most[v] - w->site->channels[v]);
  if (most_u < 1 || most_v < 1)
    return;
  const uint32_t digits = mm_milp_row_add (p, 0, 0);
  mm_milp_add (p, digits, w->extra[u], -1);
  for (double place = 1; place <= most_u && !p->status; place *= 2)
    {
      const uint32_t digit = mm_milp_whole (p, 0, 1, 0), product = mm_milp_real (p, 0, most_v, taps * place);
      const uint32_t row = mm_milp_row_add (p, -most_v, MM_MILP_FREE);
      mm_milp_add (p, digits, digit, place);
      mm_milp_add (p, row, product, 1);
      mm_milp_add (p, row, w->extra[v], -1);
      mm_milp_add (p, row, digit, -most_v);
    }
}

static void
price_layer (work *w, mm_layer e)
{
  const mm_blob u = w->site->tail[e], v = w->site->head[e];
  const double taps = (double) w->taps[e];
  if (w->extra[u] != MM_NONE)
    w->p.column[w->extra[u]].cost += taps * w->site->channels[v];
  if (w->extra[v] != MM_NONE)
    w->p.column[w->extra[v]].cost += taps * w->site->channels[u];
  if (w->extra[u] != MM_NONE && w->extra[v] != MM_NONE)
    price_product (w, u, v, taps);
}

static void
add_prices (void *data)
{
  work *w = data;
  for (mm_blob v = 0; v < w->site->blobs && !w->p.status; v++)
    {
      w->extra[v] = MM_NONE;
      if (v == w->site->s || v == w->site->t)
        continue;
      w->extra[v] = mm_milp_whole (&w->p, 0, (double) (w->most[v] - w->site->channels[v]),
                                   w->price == MM_PRICE_CHANNELS ? 1 : 0);
      mm_milp_add (&w->p, w->t.room[v], w->extra[v], -1);
    }
  for (mm_layer e = 0; w->price == MM_PRICE_PARAMETERS && e < w->site->layers && !w->p.status; e++)
    price_layer (w, e);
}

/* ---- a solution ------------------------------------------------------------------------ */

/* Read the channels of a solution, and find a plan for them.  */
static mm_status
take (void *data, const double *value, mm_sized *z, bool *found)
{
  work *w = data;
  mm_site roomy = *w->site;
  mm_hubs plan = { .count = 0 };
  *found = false;
  roomy.channels = mm_array_new (roomy.blobs, sizeof *roomy.channels);
  if (!roomy.channels)
    return MM_ENOMEM;
  for (mm_blob v = 0; v < roomy.blobs; v++)
    roomy.channels[v]
      = w->site->channels[v] + (w->extra[v] == MM_NONE ? 0 : (uint32_t) floor (value[w->extra[v]] + 0.5));
  const uint64_t price = price_of (w, roomy.channels);
  const mm_status s = mm_t4_plan (&roomy, &w->t, value, found, &plan);
  if (*found && (!z->found || price < z->price))
    {
      memcpy (z->channels, roomy.channels, roomy.blobs * sizeof *z->channels);
      z->found = true;
      z->price = price;
      mm_hubs_clear (&z->plan);
      z->plan = plan;
    }
  else
    mm_hubs_clear (&plan);
  free (roomy.channels);
  return s;
}

static mm_status
begin (work *w, const mm_site *site, mm_price price, const uint32_t *known, mm_sized *z)
{
  *w = (work){ .site = site, .price = price };
  w->most = mm_array_new (site->blobs, sizeof *w->most);
  w->extra = mm_array_new (site->blobs, sizeof *w->extra);
  w->taps = mm_array_new (site->layers, sizeof *w->taps);
  z->channels = mm_array_new (site->blobs, sizeof *z->channels);
  if (!w->most || !w->extra || !w->taps || !z->channels)
    return MM_ENOMEM;
  for (mm_blob v = 0; v < site->blobs; v++)
    {
      const uint64_t all = (uint64_t) site->rank_in + site->rank_out;
      w->most[v] = site->channels[v] > all ? site->channels[v] : all < UINT32_MAX ? all : UINT32_MAX;
      z->channels[v] = known ? known[v] : site->channels[v];
    }
  for (mm_layer e = 0; e < site->layers; e++)
    {
      const mm_layer_info info = mm_module_layer_info (site->m, e);
      w->taps[e] = (uint64_t) info.kernel_h * info.kernel_w;
    }
  z->found = known != NULL;
  z->price = known ? price_of (w, known) : 0;
  return MM_OK;
}

mm_status
mm_capacity_repair (const mm_module *m, const mm_demand *demand, mm_price price, const uint32_t *known,
                    double seconds, mm_sized *out, mm_error *err)
{
  mm_site site;
  work w;
  *out = (mm_sized){ .ended = MM_PLAN_OPEN };
  mm_status s = mm_site_init (&site, m, demand, err);
  if (s)
    return s;
  s = begin (&w, &site, price, known, out);
  if (!s && seconds > 0)
    s = mm_choose_cheapest (&(mm_chooser){ &site, w.most, &w.p, &w.t, &w, add_prices, take }, seconds, out);
  free (w.most);
  free (w.extra);
  free (w.taps);
  mm_site_clear (&site);
  if (!s)
    return MM_OK;
  mm_sized_clear (out);
  return mm_fail (err, s, 0, "%s", mm_status_text (s));
}
