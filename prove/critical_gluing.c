/* prove/critical_gluing.c: the graph that a gluing of two left sides makes, and what it is.  */
#include "prove/critical_i.h"

#include <string.h>

/* ---- what a gluing makes ------------------------------------------------------------- */

static uint8_t
place_of (const mm_gluing *x, int side, uint32_t v)
{
  return (uint8_t) x->place[x->forced[side ? x->p[0]->blobs + v : v]];
}

static void
add_layer (mm_gluing *x, int side, uint32_t k)
{
  mm_small *g = &x->pair.graph;
  g->tail[g->layers] = place_of (x, side, x->p[side]->tail[k]);
  g->head[g->layers] = place_of (x, side, x->p[side]->head[k]);
  g->mark[g->layers] = (uint16_t) (1u << g->layers);
  x->pair.match[side].layer[k] = (uint8_t) g->layers++;
}

uint32_t
mm_gluing_partner (const mm_gluing *x, uint32_t layer_of_second)
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
colour (mm_critical_pair *pair, const mm_gluing *x)
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

void
mm_gluing_assemble (mm_gluing *x)
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
      const uint32_t other = mm_gluing_partner (x, k);
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
breaks_identification (const mm_gluing *x, int side)
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
leaves_layers_dangling (const mm_gluing *x, int side)
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
is_one_redex (const mm_gluing *x)
{
  const mm_match *m = x->pair.match;
  return m[0].rule == m[1].rule && x->image[0] == x->image[1] && mm_match_blob (&m[0]) == mm_match_blob (&m[1]);
}

mm_gluing_kind
mm_gluing_kind_of (const mm_gluing *x)
{
  uint8_t order[MM_SMALL_BLOBS];
  if (breaks_identification (x, 0) || breaks_identification (x, 1))
    return MM_GLUING_IDENTIFIED;
  if (leaves_layers_dangling (x, 0) || leaves_layers_dangling (x, 1))
    return MM_GLUING_DANGLING;
  if (is_one_redex (x))
    return MM_GLUING_SAME;
  if (!(x->image[0] & x->image[1]))
    return MM_GLUING_INDEPENDENT;
  return mm_small_order (&x->pair.graph, order) ? MM_GLUING_CRITICAL : MM_GLUING_CYCLIC;
}

/* ---- so that it reads well --------------------------------------------------------------- */

/* Number blobs as they follow each other, and layers by their ends, so that the pair reads well.  */
static void
number (mm_critical_pair *pair, const mm_gluing *x)
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

void
mm_gluing_put_in_order (mm_gluing *x)
{
  mm_match *m = x->pair.match;
  number (&x->pair, x);
  if (comes_later (&x->pair))
    {
      const mm_match other = m[0];
      m[0] = m[1];
      m[1] = other;
    }
}
