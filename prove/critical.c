/* prove/critical.c: all ways to glue two left sides, and which of them are critical.  */
#include "prove/critical.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/critical_i.h"

struct mm_critical
{
  mm_critical_pair *pair;
  size_t pairs, pair_capacity;
  mm_gluings *gluings;
  size_t combinations, combination_capacity;
};

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

static mm_status
keep (mm_critical *c, const mm_gluings *of, mm_gluing *x, bool node)
{
  if (is_known (c, of, &x->pair))
    return MM_OK;
  if (!mm_array_reserve (&c->pair, &c->pair_capacity, c->pairs + 1, sizeof *c->pair))
    return MM_ENOMEM;
  mm_gluing_put_in_order (x);
  mm_status s = mm_critical_join (&x->pair, node);
  if (!s)
    c->pair[c->pairs++] = x->pair;
  return s;
}

static mm_status
judge (mm_critical *c, mm_gluings *of, mm_gluing *x, bool node)
{
  uint64_t *const counter[] = { &of->identified, &of->dangling, &of->same, &of->independent, &of->cyclic, &of->critical };
  mm_gluing_assemble (x);
  const mm_gluing_kind kind = mm_gluing_kind_of (x);
  of->tried++;
  ++*counter[kind];
  if (kind != MM_GLUING_CYCLIC && kind != MM_GLUING_CRITICAL)
    return MM_OK;
  x->pair.cyclic = kind == MM_GLUING_CYCLIC;
  return keep (c, of, x, node);
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
count_places (const mm_gluing *x)
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
force (mm_gluing *x)
{
  const mm_production *p = x->p[0], *q = x->p[1];
  const uint32_t blobs = p->blobs + q->blobs;
  uint32_t group[MM_GLUED_BLOBS];
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
try_blobs (mm_critical *c, mm_gluings *of, mm_gluing *x, bool further, bool node)
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
next_map (mm_gluing *x)
{
  for (uint32_t k = 0; k < x->p[0]->layers; k++)
    {
      uint32_t to = x->glued[k] == MM_NONE ? 0 : x->glued[k] + 1;
      x->glued[k] = MM_NONE;
      while (to < x->p[1]->layers && mm_gluing_partner (x, to) != MM_NONE)
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
  if (p->blobs + q->blobs > MM_GLUED_BLOBS || p->layers + q->layers > MM_GLUED_LAYERS)
    return MM_ELIMIT;
  if (!mm_array_reserve (&c->gluings, &c->combination_capacity, c->combinations + 1, sizeof *c->gluings))
    return MM_ENOMEM;
  mm_gluings of = { .rule = { p->rule, q->rule }, .degree = { p->degree, q->degree }, .first = c->pairs };
  mm_gluing x = { .p = { p, q } };
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
