/* tests/oracle_complexity.c: the reduction complexity, from its definition.

   What is left when a set of blobs has gone does not depend on the order: u is before w when
   some path from u to w has only blobs of the set inside.  So the search is over sets.  */
#include "tests/oracle_complexity.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 18 };

typedef struct sets
{
  uint32_t blobs, all; /* all: the set of the interior blobs */
  uint32_t out[MOST];  /* by blob: the set of those behind it */
} sets;

static sets
load (const mm_module *m)
{
  sets g = { .blobs = mm_module_blobs (m) };
  if (g.blobs > MOST)
    abort ();
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    g.out[mm_module_tails (m)[e]] |= 1u << mm_module_heads (m)[e];
  g.all = (1u << g.blobs) - 1;
  g.all &= ~(1u << mm_module_source (m) | 1u << mm_module_sink (m));
  return g;
}

/* The neighbours behind v that are left when `gone` has gone.  */
static uint32_t
behind (const sets *g, uint32_t v, uint32_t gone)
{
  uint32_t seen = g->out[v], walked = 0;
  for (uint32_t next; (next = seen & gone & ~walked);)
    {
      const int u = __builtin_ctz (next);
      walked |= 1u << u;
      seen |= g->out[u];
    }
  return seen & ~gone;
}

/* What it costs to take v away: 0, 1, or more than anything.  */
static uint32_t
cost (const sets *g, uint32_t v, uint32_t gone)
{
  int before = 0;
  for (uint32_t u = 0; u < g->blobs; u++)
    before += !(gone >> u & 1) && (behind (g, u, gone) >> v & 1);
  const int after = __builtin_popcount (behind (g, v, gone));
  return before == 1 && after == 1 ? 0 : before == 1 || after == 1 ? 1 : MOST;
}

uint32_t
oracle_complexity (const mm_module *m)
{
  const sets g = load (m);
  unsigned char *least = malloc ((size_t) g.all + 1);
  memset (least, MOST, (size_t) g.all + 1);
  least[0] = 0;
  for (uint32_t gone = 0; gone < g.all; gone++) /* each set comes before those that hold it */
    for (uint32_t v = 0; v < g.blobs && least[gone] < MOST; v++)
      {
        if ((gone >> v & 1) || !(g.all >> v & 1))
          continue;
        const uint32_t sum = least[gone] + cost (&g, v, gone);
        if (sum < least[gone | 1u << v])
          least[gone | 1u << v] = (unsigned char) sum;
      }
  const uint32_t k = least[g.all];
  free (least);
  return k;
}

/* ---- pairs ------------------------------------------------------------------------- */

/* Whether a walk leads from one blob to another without meeting `avoided` (MM_NONE: none).  */
static bool
reaches (const mm_module *m, mm_blob from, mm_blob to, mm_blob avoided)
{
  if (from == avoided || to == avoided)
    return false;
  bool *seen = calloc (mm_module_blobs (m), sizeof *seen);
  seen[from] = true;
  const mm_blob *order = mm_module_order (m);
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_handles out = mm_module_out (m, order[i]);
      for (uint32_t k = 0; seen[order[i]] && k < out.count; k++)
        if (mm_module_heads (m)[out.at[k]] != avoided)
          seen[mm_module_heads (m)[out.at[k]]] = true;
    }
  const bool there = seen[to];
  free (seen);
  return there;
}

static bool
strictly_dominates (const mm_module *m, mm_blob d, mm_blob v)
{
  return d != v && !reaches (m, mm_module_source (m), v, d);
}

static bool
strictly_postdominates (const mm_module *m, mm_blob d, mm_blob v)
{
  return d != v && !reaches (m, v, mm_module_sink (m), d);
}

/* The immediate dominator of w strictly dominates v iff all strict dominators of w do, since it
   is one of them and the others dominate it.  */
bool
oracle_is_pair (const mm_module *m, mm_blob v, mm_blob w)
{
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  if (v == w || v == s || v == t || w == s || w == t || !reaches (m, v, w, MM_NONE))
    return false;
  for (mm_blob d = 0; d < mm_module_blobs (m); d++)
    {
      if (strictly_dominates (m, d, w) && !strictly_dominates (m, d, v))
        return false;
      if (strictly_postdominates (m, d, v) && !strictly_postdominates (m, d, w))
        return false;
    }
  return true;
}

bool
oracle_chains_prove (const mm_module *m, const mm_certificate *c, uint32_t links)
{
  const size_t vertices = c->chain_start[c->chains];
  for (size_t i = 0; i < vertices; i++)
    for (size_t j = 0; j < i; j++)
      if (c->chain[i] == c->chain[j])
        return false;
  for (uint32_t k = 0; k < c->chains; k++)
    for (size_t i = c->chain_start[k]; i + 1 < c->chain_start[k + 1]; i++)
      {
        const uint32_t v = c->chain[i] - 1, w = c->chain[i + 1] - 1;
        if (v >= c->blobs || w >= c->blobs || !oracle_is_pair (m, c->blob[v], c->blob[w]))
          return false;
      }
  return vertices - c->chains == links;
}
