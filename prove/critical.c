/* prove/critical.c: all ways to glue two left sides, and which of them are critical.  */
#include "prove/critical.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

enum
{
  MOST_BLOBS = 10, /* of two left sides together */
  MOST_LAYERS = 16 /* as many as there are marks */
};

struct mm_critical
{
  mm_critical_pair *pair;
  size_t pairs, pair_capacity;
  mm_gluings *gluings;
  size_t combinations, combination_capacity;
};

/* Two left sides being glued.  */
typedef struct gluing
{
  const mm_production *p[2];
  uint32_t glued[MM_PRODUCTION_SIZE];      /* by layer of the first: one of the second, or MM_NONE */
  uint32_t forced[MOST_BLOBS], groups;     /* by blob of both: the group that shared layers put it in */
  uint32_t place[MOST_BLOBS];              /* by group: its blob in the graph */
  uint32_t places;
  uint64_t image[2]; /* of each left side: its layers in the graph */
  mm_critical_pair pair;
} gluing;

/* ---- what a gluing makes ------------------------------------------------------------- */

static uint8_t
place_of (const gluing *x, int side, uint32_t v)
{
  return (uint8_t) x->place[x->forced[side ? x->p[0]->blobs + v : v]];
}

static void
add_layer (gluing *x, int side, uint32_t k)
{
  mm_small *g = &x->pair.graph;
  g->tail[g->layers] = place_of (x, side, x->p[side]->tail[k]);
  g->head[g->layers] = place_of (x, side, x->p[side]->head[k]);
  g->mark[g->layers] = (uint16_t) (1u << g->layers);
  x->pair.match[side].layer[k] = (uint8_t) g->layers++;
}

static uint32_t
partner (const gluing *x, uint32_t layer_of_second)
{
  for (uint32_t k = 0; k < x->p[0]->layers; k++)
    if (x->glued[k] == layer_of_second)
      return k;
  return MM_NONE;
}

static bool
goes (const mm_production *p, uint32_t v)
{
  return p->goes >> v & 1;
}

/* Open blobs are fixed, and each has a colour of its own.  */
static void
colour (mm_critical_pair *pair, const gluing *x)
{
  mm_small *g = &pair->graph;
  uint32_t gone = 0;
  for (int side = 0; side < 2; side++)
    for (uint32_t v = 0; v < x->p[side]->blobs; v++)
      if (goes (x->p[side], v))
        gone |= UINT32_C (1) << pair->match[side].blob[v];
  g->fixed = g->live & ~gone;
  for (uint32_t v = 0; v < g->blobs; v++)
    g->colour[v] = g->fixed >> v & 1 ? (uint8_t) (v + 1) : 0;
}

static void
assemble (gluing *x)
{
  mm_critical_pair *pair = &x->pair;
  memset (pair, 0, sizeof *pair);
  pair->graph.blobs = x->places;
  pair->graph.live = (UINT32_C (1) << x->places) - 1;
  for (int side = 0; side < 2; side++)
    {
      pair->match[side].rule = x->p[side]->rule;
      pair->match[side].degree = x->p[side]->degree;
      for (uint32_t v = 0; v < x->p[side]->blobs; v++)
        pair->match[side].blob[v] = place_of (x, side, v);
    }
  for (uint32_t k = 0; k < x->p[0]->layers; k++)
    add_layer (x, 0, k);
  for (uint32_t k = 0; k < x->p[1]->layers; k++)
    {
      const uint32_t other = partner (x, k);
      if (other == MM_NONE)
        add_layer (x, 1, k);
      else
        pair->match[1].layer[k] = pair->match[0].layer[other];
    }
  for (int side = 0; side < 2; side++)
    {
      x->image[side] = 0;
      for (uint32_t k = 0; k < x->p[side]->layers; k++)
        x->image[side] |= UINT64_C (1) << pair->match[side].layer[k];
    }
  colour (pair, x);
}

/* ---- what it is ------------------------------------------------------------------------ */

static bool
breaks_identification (const gluing *x, int side)
{
  const mm_production *p = x->p[side];
  const uint8_t *blob = x->pair.match[side].blob;
  for (uint32_t v = 0; v < p->blobs; v++)
    for (uint32_t w = 0; w < p->blobs; w++)
      if (v != w && blob[v] == blob[w] && goes (p, v))
        return true;
  return false;
}

static bool
leaves_layers_dangling (const gluing *x, int side)
{
  const mm_small *g = &x->pair.graph;
  for (uint32_t v = 0; v < x->p[side]->blobs; v++)
    for (uint32_t e = 0; goes (x->p[side], v) && e < g->layers; e++)
      {
        const uint8_t at = x->pair.match[side].blob[v];
        if ((g->tail[e] == at || g->head[e] == at) && !(x->image[side] >> e & 1))
          return true;
      }
  return false;
}

/* One rule, one set of layers, and one blob that goes: that is one redex.  */
static bool
is_one_redex (const gluing *x)
{
  const mm_match *m = x->pair.match;
  return m[0].rule == m[1].rule && x->image[0] == x->image[1] && mm_match_blob (&m[0]) == mm_match_blob (&m[1]);
}

/* ---- one of each kind -------------------------------------------------------------------- */

/* The graph with the two redexes as colours and marks, so that pairs that differ only in symmetry
   are isomorphic.  */
static mm_small
coloured (const mm_critical_pair *pair, bool swapped)
{
  mm_small g = pair->graph;
  g.fixed = 0;
  memset (g.colour, 0, sizeof g.colour);
  memset (g.mark, 0, sizeof g.mark);
  for (int side = 0; side < 2; side++)
    {
      const mm_match *m = &pair->match[side];
      const mm_production p = mm_production_of (m->rule, m->degree);
      const uint8_t bit = (side == 0) == swapped ? 2 : 1;
      for (uint32_t k = 0; k < p.layers; k++)
        g.mark[m->layer[k]] |= bit;
      if (mm_match_blob (m) != MM_NONE)
        g.colour[mm_match_blob (m)] |= bit;
    }
  return g;
}

static bool
is_known (const mm_critical *c, const mm_gluings *of, const mm_critical_pair *pair)
{
  const bool alike = of->rule[0] == of->rule[1] && of->degree[0] == of->degree[1];
  const mm_small g = coloured (pair, false), mirrored = coloured (pair, true);
  for (size_t i = of->first; i < c->pairs; i++)
    {
      const mm_small h = coloured (&c->pair[i], false);
      if (mm_small_isomorphic (&g, &h) || (alike && mm_small_isomorphic (&mirrored, &h)))
        return true;
    }
  return false;
}

/* Number blobs as they follow each other, and layers by their ends, so that the pair reads well.  */
static void
put_in_order (mm_critical_pair *pair, const gluing *x)
{
  uint8_t order[MM_SMALL_BLOBS], blob[MM_SMALL_BLOBS], layer[MM_SMALL_LAYERS];
  const mm_small g = pair->graph;
  if (!mm_small_order (&g, order))
    return;
  for (uint8_t i = 0; i < g.blobs; i++)
    blob[order[i]] = i;
  uint8_t count = 0;
  for (uint32_t tail = 0; tail < g.blobs; tail++)
    for (uint32_t head = 0; head < g.blobs; head++)
      for (uint32_t e = 0; e < g.layers; e++)
        if (blob[g.tail[e]] == tail && blob[g.head[e]] == head)
          {
            pair->graph.tail[count] = (uint8_t) tail;
            pair->graph.head[count] = (uint8_t) head;
            layer[e] = count++;
          }
  for (int side = 0; side < 2; side++)
    {
      for (uint32_t v = 0; v < x->p[side]->blobs; v++)
        pair->match[side].blob[v] = blob[pair->match[side].blob[v]];
      for (uint32_t k = 0; k < x->p[side]->layers; k++)
        pair->match[side].layer[k] = layer[pair->match[side].layer[k]];
    }
  colour (pair, x);
}

/* Of two redexes of one rule the one at the earlier blob comes first.  */
static bool
comes_later (const mm_critical_pair *pair)
{
  const mm_match *m = pair->match;
  return m[0].rule == m[1].rule && m[0].degree == m[1].degree && mm_match_blob (&m[0]) > mm_match_blob (&m[1]);
}

static mm_status
keep (mm_critical *c, const mm_gluings *of, gluing *x, bool node)
{
  if (is_known (c, of, &x->pair))
    return MM_OK;
  if (!mm_array_reserve (&c->pair, &c->pair_capacity, c->pairs + 1, sizeof *c->pair))
    return MM_ENOMEM;
  put_in_order (&x->pair, x);
  if (comes_later (&x->pair))
    {
      const mm_match other = x->pair.match[0];
      x->pair.match[0] = x->pair.match[1];
      x->pair.match[1] = other;
    }
  mm_status s = mm_critical_join (&x->pair, node);
  if (!s)
    c->pair[c->pairs++] = x->pair;
  return s;
}

static mm_status
judge (mm_critical *c, mm_gluings *of, gluing *x, bool node)
{
  assemble (x);
  uint8_t order[MM_SMALL_BLOBS];
  of->tried++;
  if (breaks_identification (x, 0) || breaks_identification (x, 1))
    of->identified++;
  else if (leaves_layers_dangling (x, 0) || leaves_layers_dangling (x, 1))
    of->dangling++;
  else if (is_one_redex (x))
    of->same++;
  else if (!(x->image[0] & x->image[1]))
    of->independent++;
  else
    {
      x->pair.cyclic = !mm_small_order (&x->pair.graph, order);
      *(x->pair.cyclic ? &of->cyclic : &of->critical) += 1;
      return keep (c, of, x, node);
    }
  return MM_OK;
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* The next partition of the groups into places, as a restricted growth string: each place is at
   most one more than all before it.  The first is 0, 0, …, 0.  @return whether there is one  */
static bool
next_partition (uint32_t *place, uint32_t groups)
{
  for (uint32_t i = groups; i-- > 1;)
    {
      uint32_t largest = 0;
      for (uint32_t k = 0; k < i; k++)
        if (place[k] > largest)
          largest = place[k];
      if (place[i] <= largest)
        {
          place[i]++;
          for (uint32_t k = i + 1; k < groups; k++)
            place[k] = 0;
          return true;
        }
    }
  return false;
}

static uint32_t
count_places (const gluing *x)
{
  uint32_t largest = 0;
  for (uint32_t i = 0; i < x->groups; i++)
    if (x->place[i] > largest)
      largest = x->place[i];
  return largest + 1;
}

static void
unite (uint32_t *group, uint32_t blobs, uint32_t v, uint32_t w)
{
  const uint32_t from = group[w], to = group[v];
  for (uint32_t i = 0; i < blobs; i++)
    if (group[i] == from)
      group[i] = to;
}

/* The groups of blobs that the shared layers glue together, numbered from 0.  */
static void
force (gluing *x)
{
  const mm_production *p = x->p[0], *q = x->p[1];
  const uint32_t blobs = p->blobs + q->blobs;
  uint32_t group[MOST_BLOBS];
  for (uint32_t i = 0; i < blobs; i++)
    group[i] = i;
  for (uint32_t k = 0; k < p->layers; k++)
    if (x->glued[k] != MM_NONE)
      {
        unite (group, blobs, p->tail[k], p->blobs + q->tail[x->glued[k]]);
        unite (group, blobs, p->head[k], p->blobs + q->head[x->glued[k]]);
      }
  x->groups = 0;
  for (uint32_t i = 0; i < blobs; i++)
    {
      uint32_t k = 0;
      while (group[k] != group[i])
        k++;
      x->forced[i] = k == i ? x->groups++ : x->forced[k];
    }
}

static mm_status
try_blobs (mm_critical *c, mm_gluings *of, gluing *x, bool further, bool node)
{
  force (x);
  for (uint32_t i = 0; i < x->groups; i++)
    x->place[i] = further ? 0 : i;
  mm_status s;
  do
    {
      x->places = count_places (x);
      s = judge (c, of, x, node);
    }
  while (!s && further && next_partition (x->place, x->groups));
  return s;
}

/* The next injective partial map of the first's layers into the second's, from none to all.  */
static bool
next_map (gluing *x)
{
  for (uint32_t k = 0; k < x->p[0]->layers; k++)
    {
      uint32_t to = x->glued[k] == MM_NONE ? 0 : x->glued[k] + 1;
      x->glued[k] = MM_NONE;
      while (to < x->p[1]->layers && partner (x, to) != MM_NONE)
        to++;
      if (to < x->p[1]->layers)
        {
          x->glued[k] = to;
          return true;
        }
    }
  return false;
}

static mm_status
combine (mm_critical *c, const mm_production *p, const mm_production *q, bool further, bool node)
{
  if (p->blobs + q->blobs > MOST_BLOBS || p->layers + q->layers > MOST_LAYERS)
    return MM_ELIMIT;
  if (!mm_array_reserve (&c->gluings, &c->combination_capacity, c->combinations + 1, sizeof *c->gluings))
    return MM_ENOMEM;
  mm_gluings of = { .rule = { p->rule, q->rule }, .degree = { p->degree, q->degree }, .first = c->pairs };
  gluing x = { .p = { p, q } };
  for (uint32_t k = 0; k < p->layers; k++)
    x.glued[k] = MM_NONE;
  mm_status s;
  do
    s = try_blobs (c, &of, &x, further, node);
  while (!s && next_map (&x));
  of.pairs = c->pairs - of.first;
  c->gluings[c->combinations++] = of;
  return s;
}

/* Those without a cycle first; otherwise in the order in which they were found.  */
static void
cyclic_last (mm_critical_pair *pair, size_t count)
{
  for (size_t i = 1; i < count; i++)
    for (size_t k = i; k > 0 && pair[k - 1].cyclic && !pair[k].cyclic; k--)
      {
        const mm_critical_pair other = pair[k];
        pair[k] = pair[k - 1];
        pair[k - 1] = other;
      }
}

mm_status
mm_critical_find (const mm_production *productions, size_t count, bool further, bool node, mm_critical **out)
{
  mm_critical *c = calloc (1, sizeof *c);
  mm_status s = c ? MM_OK : MM_ENOMEM;
  for (size_t i = 0; !s && i < count; i++)
    for (size_t k = i; !s && k < count; k++)
      s = combine (c, &productions[i], &productions[k], further, node);
  if (s)
    {
      mm_critical_free (c);
      return s;
    }
  for (size_t i = 0; i < c->combinations; i++)
    cyclic_last (c->pair + c->gluings[i].first, c->gluings[i].pairs);
  *out = c;
  return MM_OK;
}

void
mm_critical_free (mm_critical *c)
{
  if (!c)
    return;
  free (c->pair);
  free (c->gluings);
  free (c);
}

size_t
mm_critical_count (const mm_critical *c)
{
  return c->pairs;
}

const mm_critical_pair *
mm_critical_pairs (const mm_critical *c)
{
  return c->pair;
}

size_t
mm_critical_combinations (const mm_critical *c)
{
  return c->combinations;
}

const mm_gluings *
mm_critical_gluings (const mm_critical *c)
{
  return c->gluings;
}

char
mm_critical_blob_letter (const mm_small *graph, uint32_t v)
{
  const uint32_t first = graph->blobs <= 6 ? 'u' : (uint32_t) 'z' + 1 - graph->blobs;
  return (char) (first + v);
}

char
mm_critical_layer_letter (uint32_t e)
{
  return (char) ('a' + e);
}
