/* tests/oracle_capacity.c: slow, obvious judges of what a module can hold.  */
#include "tests/oracle_capacity.h"

#include <stdlib.h>
#include <string.h>

/* Whether t can be reached without the blobs of a set.  */
static bool
avoidable (const mm_module *m, uint32_t set)
{
  bool seen[32] = { false };
  seen[mm_module_source (m)] = true;
  for (uint32_t round = 0; round < mm_module_blobs (m); round++)
    for (mm_layer e = 0; e < mm_module_layers (m); e++)
      {
        const mm_blob v = mm_module_heads (m)[e];
        if (seen[mm_module_tails (m)[e]] && !(set >> v & 1))
          seen[v] = true;
      }
  return seen[mm_module_sink (m)];
}

uint64_t
oracle_cut (const mm_module *m)
{
  const uint32_t ends = 1U << mm_module_source (m) | 1U << mm_module_sink (m);
  uint64_t best = UINT64_MAX;
  for (uint32_t set = 0; set < 1U << mm_module_blobs (m); set++)
    {
      uint64_t sum = 0;
      for (mm_blob v = 0; v < mm_module_blobs (m); v++)
        if (set >> v & 1)
          sum += mm_module_blob_info (m, v).channels;
      if (!(set & ends) && sum < best && !avoidable (m, set))
        best = sum;
    }
  return best;
}

/* ---- what the module says ---------------------------------------------------------- */

static bool
agrees (const mm_module *m, const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  const mm_demand *d = &p->demand;
  bool good = d->in && d->out && d->kh % 2 && d->kw % 2 && d->rank_in && d->rank_in <= d->in && d->rank_out
              && d->rank_out <= d->out;
  for (uint32_t i = 0; i < c->blobs; i++)
    {
      const uint32_t own = mm_module_blob_info (m, c->blob[i]).channels;
      const bool end = i == 0 || i == c->blobs - 1;
      good = good && p->channels[i] && (p->channels[i] == own || (end && own == 0));
    }
  good = good && p->channels[0] == d->in && p->channels[c->blobs - 1] == d->out;
  for (uint32_t e = 0; e < c->layers; e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      good = good && info.kind == MM_KIND_CONV && info.stride == 1 && info.dilation == 1 && info.groups == 1
             && info.kernel_h && p->kernel[2 * e] == info.kernel_h && p->kernel[2 * e + 1] == info.kernel_w;
    }
  return good;
}

/* ---- plans, unit by unit --------------------------------------------------------------- */

/* A path that units have taken: the layers whose counts each of them is part of.  */
typedef struct trail
{
  uint32_t *of[64];
  uint32_t length;
} trail;

/* Go one layer back from `at`. @return whether units came from there */
static bool
step_back (const mm_certificate *c, const uint32_t *head, uint32_t at, uint32_t *left, trail *t, uint32_t *layer)
{
  for (uint32_t e = 0; e < c->layers; e++)
    if (head[e] == at && left[e] > 0)
      {
        t->of[t->length++] = &left[e];
        *layer = e;
        return true;
      }
  return false;
}

/* Take away as many units as have gone all of the way. @return how many */
static uint32_t
take_away (const trail *t)
{
  uint32_t least = *t->of[0];
  for (uint32_t i = 0; i < t->length; i++)
    least = *t->of[i] < least ? *t->of[i] : least;
  for (uint32_t i = 0; i < t->length; i++)
    *t->of[i] -= least;
  return least;
}

static bool
all_gone (const uint32_t *left, uint32_t layers)
{
  for (uint32_t e = 0; e < layers; e++)
    if (left[e])
      return false;
  return true;
}

/* The paths of the input code to a hub, one after the other.  */
static bool
feeds (const mm_certificate *c, uint32_t h, const uint32_t *tail, const uint32_t *head, uint32_t source, uint32_t need)
{
  const mm_cert_capacity *p = c->capacity;
  uint32_t left[256], passed[64], layer = 0;
  uint64_t used[64] = { 0 };
  memcpy (left, p->input + (size_t) h * c->layers, c->layers * sizeof *left);
  for (;;)
    {
      trail t = { .length = 0 };
      uint32_t at = p->hub[h];
      for (; at != source && step_back (c, head, at, left, &t, &layer); at = tail[layer])
        passed[t.length - 1] = at;
      if (t.length == 0)
        break;
      if (at != source)
        return false;
      const uint32_t units = take_away (&t);
      for (uint32_t i = 0; i < t.length; i++)
        used[passed[i]] += units;
    }
  for (uint32_t v = 1; v <= c->blobs; v++)
    if (used[v] > p->code[v - 1])
      return false;
  return used[p->hub[h]] >= need && all_gone (left, c->layers);
}

static bool
is_hub (const mm_cert_capacity *p, uint32_t v, uint32_t source)
{
  bool hub = v == source;
  for (uint32_t h = 0; h < p->hubs; h++)
    hub = hub || p->hub[h] == v;
  return hub;
}

static bool
may_start (const mm_certificate *c, uint32_t layer, uint32_t tail, uint32_t source)
{
  const mm_cert_capacity *p = c->capacity;
  return is_hub (p, tail, source) && p->kernel[2 * layer] >= p->demand.kh && p->kernel[2 * layer + 1] >= p->demand.kw;
}

static bool
delivers (const mm_certificate *c, const uint32_t *tail, const uint32_t *head, uint32_t source, uint32_t sink,
          uint32_t need)
{
  const mm_cert_capacity *p = c->capacity;
  uint32_t left[256], start[256], passed[64], layer = 0;
  uint64_t used[64] = { 0 };
  memcpy (left, p->output, c->layers * sizeof *left);
  memcpy (start, p->start, c->layers * sizeof *start);
  for (;;)
    {
      trail t = { .length = 0 };
      uint32_t at = sink;
      for (; step_back (c, head, at, left, &t, &layer); at = tail[layer])
        passed[t.length - 1] = at;
      const uint32_t carried = t.length;
      passed[carried] = at;
      if (!step_back (c, head, at, start, &t, &layer) && carried > 0)
        return false;
      if (t.length == 0)
        break;
      if (!may_start (c, layer, tail[layer], source))
        return false;
      const uint32_t units = take_away (&t);
      for (uint32_t i = 0; i <= carried; i++)
        used[passed[i]] += units;
    }
  for (uint32_t v = 1; v <= c->blobs; v++)
    if (v != source && v != sink && used[v] + p->code[v - 1] > p->channels[v - 1])
      return false;
  return used[source] == 0 && used[sink] >= need && all_gone (left, c->layers) && all_gone (start, c->layers);
}

static bool
plan_holds (const mm_certificate *c)
{
  const mm_cert_capacity *p = c->capacity;
  const bool rows = !p->columns;
  const uint32_t *tail = rows ? c->tail : c->head, *head = rows ? c->head : c->tail;
  const uint32_t source = rows ? 1 : c->blobs, sink = rows ? c->blobs : 1;
  bool good = p->code[0] == 0 && p->code[c->blobs - 1] == 0;
  for (uint32_t h = 0; h < p->hubs; h++)
    good = good && p->hub[h] != source && p->hub[h] != sink
           && feeds (c, h, tail, head, source, rows ? p->demand.rank_in : p->demand.rank_out);
  for (uint32_t h = 0; h < p->hubs; h++)
    for (uint32_t g = 0; g < h; g++)
      good = good && p->hub[h] != p->hub[g];
  return good && delivers (c, tail, head, source, sink, rows ? p->demand.rank_out : p->demand.rank_in);
}

/* ---- cuts, path by path ------------------------------------------------------------------- */

/* One path at a time, and what is found over all of them.  */
typedef struct paths
{
  const mm_certificate *c;
  uint32_t path[64];
  uint64_t longest[2]; /* radii */
  uint64_t corner;     /* the greatest width among those of the greatest height */
  uint64_t before[2][64], after[2][64]; /* longest radii from the source to, and from to the sink, per vertex */
  bool counts[64];     /* per vertex: it is in the cut */
  bool leak;           /* some path that counts misses the cut */
} paths;

static uint64_t
reach (const paths *x, uint32_t from, uint32_t to, int axis)
{
  uint64_t sum = 0;
  for (uint32_t i = from; i < to; i++)
    sum += (x->c->capacity->kernel[2 * x->path[i] + (uint32_t) axis] - 1) / 2;
  return sum;
}

static uint64_t
greater (uint64_t a, uint64_t b)
{
  return a > b ? a : b;
}

static void
measure (paths *x, uint32_t length)
{
  const uint64_t h = reach (x, 0, length, 0), w = reach (x, 0, length, 1);
  x->corner = h > x->longest[0] ? w : h == x->longest[0] ? greater (x->corner, w) : x->corner;
  x->longest[0] = greater (x->longest[0], h);
  x->longest[1] = greater (x->longest[1], w);
  for (int axis = 0; axis < 2; axis++)
    for (uint32_t i = 0; i < length; i++)
      {
        uint64_t *before = &x->before[axis][x->c->head[x->path[i]]], *after = &x->after[axis][x->c->tail[x->path[i]]];
        *before = greater (*before, reach (x, 0, i + 1, axis));
        *after = greater (*after, reach (x, i, length, axis));
      }
}

/* Whether a path is one of those that the condition is about.  */
static bool
is_concerned (const paths *x, uint32_t length)
{
  const mm_demand *d = &x->c->capacity->demand;
  const uint64_t h = reach (x, 0, length, 0), w = reach (x, 0, length, 1);
  switch (x->c->capacity->condition)
    {
    case MM_CERT_ROWS: return h == x->longest[0];
    case MM_CERT_COLUMNS: return w == x->longest[1];
    case MM_CERT_CORNER: return h == x->longest[0] && w == (d->kw - 1) / 2;
    default: return true;
    }
}

static void
hold_against_cut (paths *x, uint32_t length)
{
  bool meets = !is_concerned (x, length);
  for (uint32_t i = 0; i < length; i++)
    meets = meets || x->counts[x->c->head[x->path[i]]];
  x->leak = x->leak || !meets;
}

/* Every path from the vertex at the end of path[0 … length - 1].  */
static void
each_path (paths *x, uint32_t at, uint32_t length, void (*f) (paths *x, uint32_t length))
{
  if (at == x->c->blobs)
    f (x, length);
  for (uint32_t e = 0; e < x->c->layers; e++)
    if (x->c->tail[e] == at)
      {
        x->path[length] = e;
        each_path (x, x->c->head[e], length + 1, f);
      }
}

static bool
condition_applies (const paths *x)
{
  const mm_demand *d = &x->c->capacity->demand;
  const uint64_t h = (d->kh - 1) / 2, w = (d->kw - 1) / 2;
  switch (x->c->capacity->condition)
    {
    case MM_CERT_ROWS: return h == x->longest[0];
    case MM_CERT_COLUMNS: return w == x->longest[1];
    case MM_CERT_CORNER: return h == x->longest[0] && w >= x->corner;
    default: return true;
    }
}

static uint32_t
needed (const mm_cert_capacity *p)
{
  const mm_demand *d = &p->demand;
  const uint32_t rank[MM_CERT_CONDITIONS] = { d->rank_function, 0, d->rank_rows, d->rank_columns, d->rank_corner,
                                              d->rank_in, d->rank_out };
  return rank[p->condition];
}

static bool
cut_is_narrow (paths *x)
{
  const mm_cert_capacity *p = x->c->capacity;
  double sum = 0;
  for (size_t i = 0; i < p->cuts; i++)
    {
      const uint32_t v = p->cut[i];
      double taps = 1;
      for (int axis = 0; axis < 2 && p->condition >= MM_CERT_INPUT; axis++)
        taps *= 2 * (double) (p->condition == MM_CERT_INPUT ? x->before : x->after)[axis][v] + 1;
      if (v <= 1 || v >= x->c->blobs || x->counts[v])
        return false;
      x->counts[v] = true;
      sum += taps * p->channels[v - 1];
    }
  each_path (x, 1, 0, hold_against_cut);
  return condition_applies (x) && !x->leak && sum < needed (p);
}

static bool
is_infeasible (const mm_certificate *c)
{
  paths x = { .c = c };
  const mm_demand *d = &c->capacity->demand;
  const double taps = (double) d->kh * d->kw;
  const uint32_t both = d->in < d->out ? d->in : d->out;
  if (d->rank_in > taps * d->out || d->rank_out > taps * d->in || d->rank_function > both || d->rank_rows > both
      || d->rank_columns > both || d->rank_corner > both)
    return false;
  each_path (&x, 1, 0, measure);
  if (c->capacity->condition == MM_CERT_KERNEL)
    return c->capacity->cuts == 0 && ((d->kh - 1) / 2 > x.longest[0] || (d->kw - 1) / 2 > x.longest[1]);
  return cut_is_narrow (&x);
}

bool
oracle_capacity (const mm_module *m, const mm_certificate *c)
{
  if (c->blobs >= 64 || c->layers >= 256 || !agrees (m, c))
    return false;
  return c->claim == MM_CLAIM_FEASIBLE ? plan_holds (c) : is_infeasible (c);
}
