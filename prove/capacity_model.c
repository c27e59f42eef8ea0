/* prove/capacity_model.c: T4 as a mixed-integer program (NUMERICS.md section 1).

   Only the choice of hubs and the channels for the input code have to be whole: the rest are
   flows, which mm_plan_route finds again in integers.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

static uint32_t *
nowhere (uint32_t count)
{
  uint32_t *at = mm_array_new (count, sizeof *at);
  for (uint32_t i = 0; at && i < count; i++)
    at[i] = MM_NONE;
  return at;
}

static bool
t4_init (mm_t4 *t, const mm_site *site)
{
  *t = (mm_t4){ nowhere (site->blobs), nowhere (site->blobs), nowhere (site->blobs), nowhere (site->layers),
                nowhere (site->layers) };
  return t->hub && t->code && t->room && t->carry && t->start;
}

void
mm_t4_clear (mm_t4 *t)
{
  free (t->hub);
  free (t->code);
  free (t->room);
  free (t->carry);
  free (t->start);
  *t = (mm_t4){ NULL, NULL, NULL, NULL, NULL };
}

/* What is needed while the program is put together.  */
typedef struct draft
{
  mm_milp *p;
  const mm_site *site;
  const uint64_t *most;
  const bool *fits;
  mm_t4 *t;
  mm_net net;
  bool *before;    /* per blob: it reaches the hub at hand, or is that */
  uint32_t *carry; /* per layer: the column of its flow to the hub at hand */
} draft;

/* ---- who can be a hub -------------------------------------------------------------- */

static bool
has_start (const draft *d, mm_blob v)
{
  const mm_handles out = mm_site_out (d->site, v);
  for (uint32_t i = 0; i < out.count; i++)
    if (d->fits[out.at[i]])
      return true;
  return false;
}

/* Whether the input code could reach v if it had all channels for itself.  */
static bool
can_be_fed (draft *d, mm_blob v)
{
  const mm_site *site = d->site;
  mm_net_empty (&d->net);
  for (mm_blob w = 0; w < site->blobs; w++)
    mm_net_arc (&d->net, mm_net_into (w), mm_net_out_of (w), w == site->s || w == site->t ? 0 : d->most[w]);
  for (mm_layer e = 0; e < site->layers; e++)
    mm_net_arc (&d->net, mm_net_out_of (site->tail[e]), mm_net_into (site->head[e]), MM_NET_INFINITE);
  return mm_net_push (&d->net, mm_net_out_of (site->s), mm_net_out_of (v), site->rank_in) == site->rank_in;
}

static bool
can_be_hub (draft *d, mm_blob v)
{
  const bool inside = v != d->site->s && v != d->site->t;
  return inside && d->most[v] >= d->site->rank_in && has_start (d, v) && can_be_fed (d, v);
}

/* ---- codes and their room ------------------------------------------------------------ */

static void
add_blobs (draft *d)
{
  const mm_site *site = d->site;
  for (mm_blob v = 0; v < site->blobs && !d->p->status; v++)
    {
      if (v == site->s || v == site->t)
        continue;
      const double most = d->most[v] < site->rank_in ? (double) d->most[v] : site->rank_in;
      if (can_be_hub (d, v))
        d->t->hub[v] = mm_milp_whole (d->p, 0, 1, 0);
      d->t->code[v] = mm_milp_whole (d->p, 0, most, 0);
      d->t->room[v] = mm_milp_row_add (d->p, -MM_MILP_FREE, site->channels[v]);
      mm_milp_add (d->p, d->t->room[v], d->t->code[v], 1);
    }
}

static bool
may_start (const draft *d, mm_layer e)
{
  const mm_blob tail = d->site->tail[e];
  return d->fits[e] && (tail == d->site->s || d->t->hub[tail] != MM_NONE);
}

static void
add_output_columns (draft *d)
{
  const mm_site *site = d->site;
  for (mm_layer e = 0; e < site->layers; e++)
    {
      if (site->tail[e] != site->s)
        d->t->carry[e] = mm_milp_real (d->p, 0, site->rank_out, 0);
      if (may_start (d, e))
        d->t->start[e] = mm_milp_real (d->p, 0, site->rank_out, 0);
    }
}

static void
add_if_there (draft *d, uint32_t row, uint32_t column, double value)
{
  if (column != MM_NONE)
    mm_milp_add (d->p, row, column, value);
}

/* Units of the output code: what comes into v goes on, and takes room there.  */
static void
pass_on (draft *d, mm_blob v)
{
  const mm_handles in = mm_site_in (d->site, v), out = mm_site_out (d->site, v);
  const uint32_t row = mm_milp_row_add (d->p, 0, 0);
  for (uint32_t i = 0; i < in.count; i++)
    {
      add_if_there (d, row, d->t->carry[in.at[i]], 1);
      add_if_there (d, row, d->t->start[in.at[i]], 1);
      add_if_there (d, d->t->room[v], d->t->carry[in.at[i]], 1);
      add_if_there (d, d->t->room[v], d->t->start[in.at[i]], 1);
    }
  for (uint32_t i = 0; i < out.count; i++)
    add_if_there (d, row, d->t->carry[out.at[i]], -1);
}

/* All units arrive.  */
static void
arrive (draft *d)
{
  const mm_handles in = mm_site_in (d->site, d->site->t);
  const uint32_t row = mm_milp_row_add (d->p, d->site->rank_out, MM_MILP_FREE);
  for (uint32_t i = 0; i < in.count; i++)
    {
      add_if_there (d, row, d->t->carry[in.at[i]], 1);
      add_if_there (d, row, d->t->start[in.at[i]], 1);
    }
}

static void
add_output (draft *d)
{
  add_output_columns (d);
  for (mm_blob v = 0; v < d->site->blobs; v++)
    if (v != d->site->s && v != d->site->t)
      pass_on (d, v);
  arrive (d);
}

/* ---- hubs ---------------------------------------------------------------------------- */

/* Mark what reaches u, and give the layers among that a column each.  */
static void
look_back (draft *d, mm_blob u)
{
  const mm_site *site = d->site;
  memset (d->before, 0, site->blobs * sizeof *d->before);
  d->before[u] = true;
  for (uint32_t i = site->blobs; i-- > 0;)
    {
      const mm_blob v = mm_site_order (site, i);
      const mm_handles in = mm_site_in (site, v);
      for (uint32_t k = 0; d->before[v] && k < in.count; k++)
        {
          d->before[site->tail[in.at[k]]] = true;
          d->carry[in.at[k]] = mm_milp_real (d->p, 0, site->rank_in, 0);
        }
    }
}

/* The flow to u through v: as much goes on as comes in, and it takes part in v's code.  */
static void
feed_through (draft *d, mm_blob v, mm_blob u)
{
  const mm_site *site = d->site;
  const mm_handles in = mm_site_in (site, v), out = mm_site_out (site, v);
  const uint32_t held = mm_milp_row_add (d->p, -MM_MILP_FREE, 0);
  const uint32_t row = mm_milp_row_add (d->p, 0, v == u ? MM_MILP_FREE : 0);
  mm_milp_add (d->p, held, d->t->code[v], -1);
  if (v == u)
    mm_milp_add (d->p, row, d->t->hub[u], -(double) site->rank_in);
  for (uint32_t i = 0; i < in.count; i++)
    {
      mm_milp_add (d->p, held, d->carry[in.at[i]], 1);
      mm_milp_add (d->p, row, d->carry[in.at[i]], 1);
    }
  for (uint32_t i = 0; v != u && i < out.count; i++)
    if (d->before[site->head[out.at[i]]])
      mm_milp_add (d->p, row, d->carry[out.at[i]], -1);
}

/* Nothing starts behind u unless u is a hub.  */
static void
bind_starts (draft *d, mm_blob u)
{
  const mm_handles out = mm_site_out (d->site, u);
  const uint32_t row = mm_milp_row_add (d->p, -MM_MILP_FREE, 0);
  for (uint32_t i = 0; i < out.count; i++)
    add_if_there (d, row, d->t->start[out.at[i]], 1);
  mm_milp_add (d->p, row, d->t->hub[u], -(double) d->site->rank_out);
}

static void
add_hubs (draft *d)
{
  for (mm_blob u = 0; u < d->site->blobs && !d->p->status; u++)
    {
      if (d->t->hub[u] == MM_NONE)
        continue;
      look_back (d, u);
      for (mm_blob v = 0; v < d->site->blobs && !d->p->status; v++)
        if (d->before[v] && v != d->site->s)
          feed_through (d, v, u);
      bind_starts (d, u);
    }
}

mm_status
mm_t4_append (mm_milp *p, const mm_site *site, const uint64_t *most, const bool *fits, mm_t4 *out)
{
  draft d = { .p = p, .site = site, .most = most, .fits = fits, .t = out };
  mm_status s = t4_init (out, site) ? MM_OK : MM_ENOMEM;
  d.before = mm_array_new (site->blobs, sizeof *d.before);
  d.carry = mm_array_new (site->layers, sizeof *d.carry);
  if (!d.before || !d.carry)
    s = MM_ENOMEM;
  if (!s)
    s = mm_net_init (&d.net, site);
  if (!s)
    {
      add_blobs (&d);
      add_output (&d);
      add_hubs (&d);
    }
  mm_net_clear (&d.net);
  free (d.before);
  free (d.carry);
  if (s)
    mm_t4_clear (out);
  return s;
}

/* ---- solutions ------------------------------------------------------------------------- */

typedef struct choice
{
  bool *hub;
  uint32_t *code, *pass;
} choice;

static double
value_of (const double *value, uint32_t column)
{
  return column == MM_NONE ? 0 : value[column];
}

/* Units of the output code that pass v in the solution, rounded up.  */
static uint32_t
passing (const mm_site *site, const mm_t4 *t, const double *value, mm_blob v)
{
  enum { SLACK = 1000000 }; /* a millionth of a unit is rounding */
  const mm_handles in = mm_site_in (site, v);
  double sum = 0;
  for (uint32_t i = 0; i < in.count; i++)
    sum += value_of (value, t->carry[in.at[i]]) + value_of (value, t->start[in.at[i]]);
  sum = ceil (sum - 1.0 / SLACK);
  return sum < 0 ? 0 : sum < UINT32_MAX ? (uint32_t) sum : UINT32_MAX;
}

/* Round the solution; what passes is cut to the room that is left, or takes all of it.  */
static void
round_off (const mm_site *site, const mm_t4 *t, const double *value, bool all_room, choice *c)
{
  for (mm_blob v = 0; v < site->blobs; v++)
    {
      const double code = floor (value_of (value, t->code[v]) + 0.5);
      c->hub[v] = value_of (value, t->hub[v]) > 0.5;
      c->code[v] = code < 0 ? 0 : code < site->channels[v] ? (uint32_t) code : site->channels[v];
      const uint32_t left = site->channels[v] - c->code[v], pass = all_room ? left : passing (site, t, value, v);
      c->pass[v] = pass < left ? pass : left;
    }
}

mm_status
mm_t4_plan (const mm_site *site, const mm_t4 *t, const double *value, bool *found, mm_hubs *plan)
{
  choice c = { mm_array_new (site->blobs, sizeof *c.hub), mm_array_new (site->blobs, sizeof *c.code),
               mm_array_new (site->blobs, sizeof *c.pass) };
  mm_status s = c.hub && c.code && c.pass ? MM_OK : MM_ENOMEM;
  *found = false;
  *plan = (mm_hubs){ .count = 0 };
  for (int all_room = 0; !s && !*found && all_room < 2; all_room++)
    {
      round_off (site, t, value, all_room, &c);
      s = mm_plan_route (site, c.hub, c.code, c.pass, found, plan);
    }
  free (c.hub);
  free (c.code);
  free (c.pass);
  return s;
}
