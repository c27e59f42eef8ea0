/* prove/check_dominators.c: the judge's own immediate dominators and postdominators.

   The certificate's graph is acyclic with tail < head, vertex 1 its only source and n its only
   sink (check_graph.c).  Each vertex but the source has one immediate dominator, the last
   vertex before it that all walks from 1 pass; "immediate dominator of" is a tree with root 1.

   Vertices are taken from 1 to n.  A vertex other than v dominates v iff it dominates each tail of
   a layer into v (or is that tail): a walk to v ends with one of those layers.  So the dominators
   of v, v apart, are the common ancestors of those tails in the tree so far, and the immediate one
   is the lowest of them.  Postdominators are the same from n down, along heads.

   The lowest common ancestor is found by climbing.  Beside its parent each vertex has a jump, to
   some ancestor; a jump is taken only while it does not lead above the depth that is
   sought, or while the jumps of two vertices of equal depth differ, so none goes too far.  The lengths of
   jumps depend on the depth only and are those of skew-binary numbers, which makes
   a climb O(log depth) (Myers 1983); that concerns time alone, not what is found.  */
#include <string.h>

#include "prove/check_i.h"

size_t
mm_surround_words (const mm_certificate *c)
{
  return 6 * ((size_t) c->blobs + 2) + 2 * (size_t) c->layers;
}

/* Where the ends of each vertex start, when they are listed by `near`.  */
static void
count_ends (const mm_certificate *c, const uint32_t *near, uint32_t *start)
{
  const uint32_t n = c->blobs;
  memset (start, 0, ((size_t) n + 2) * sizeof *start);
  for (uint32_t e = 0; e < c->layers; e++)
    start[near[e] + 1]++;
  for (uint32_t v = 1; v <= n; v++)
    start[v + 1] += start[v];
}

/* While ends were put in place start[v] has moved to where those of v end; move it back.  */
static void
rewind_starts (uint32_t n, uint32_t *start)
{
  for (uint32_t v = n; v > 0; v--)
    start[v] = start[v - 1];
}

/* A counting sort by head, then one by tail in the order of the heads.  */
static void
list_layers (mm_surround *x, const mm_certificate *c)
{
  const uint32_t n = c->blobs;
  count_ends (c, c->head, x->in_start);
  for (uint32_t e = 0; e < c->layers; e++)
    x->in[x->in_start[c->head[e]]++] = c->tail[e];
  rewind_starts (n, x->in_start);
  count_ends (c, c->tail, x->out_start);
  for (uint32_t v = 1; v <= n; v++)
    for (uint32_t i = x->in_start[v]; i < x->in_start[v + 1]; i++)
      x->out[x->out_start[x->in[i]]++] = v;
  rewind_starts (n, x->out_start);
}

static void
plant (mm_surround *x, uint32_t *parent, uint32_t root)
{
  parent[root] = 0;
  x->jump[root] = root;
  x->depth[root] = 0;
}

static void
grow (mm_surround *x, uint32_t *parent, uint32_t v, uint32_t below)
{
  const uint32_t far = x->jump[below], step = x->depth[below] - x->depth[far];
  parent[v] = below;
  x->depth[v] = x->depth[below] + 1;
  x->jump[v] = step == x->depth[far] - x->depth[x->jump[far]] ? x->jump[far] : below;
}

static uint32_t
lowest_common (const mm_surround *x, const uint32_t *parent, uint32_t a, uint32_t b)
{
  while (x->depth[a] > x->depth[b])
    a = x->depth[x->jump[a]] >= x->depth[b] ? x->jump[a] : parent[a];
  while (x->depth[b] > x->depth[a])
    b = x->depth[x->jump[b]] >= x->depth[a] ? x->jump[b] : parent[b];
  while (a != b)
    {
      const bool apart = x->jump[a] != x->jump[b];
      a = apart ? x->jump[a] : parent[a];
      b = apart ? x->jump[b] : parent[b];
    }
  return a;
}

/* The lowest common ancestor of the far ends from `from` to before `to`; there is one at least.  */
static uint32_t
lowest_of (const mm_surround *x, const uint32_t *parent, const uint32_t *end, uint32_t from, uint32_t to)
{
  uint32_t a = end[from];
  for (uint32_t i = from + 1; i < to; i++)
    a = lowest_common (x, parent, a, end[i]);
  return a;
}

void
mm_surround_fill (mm_surround *x, const mm_certificate *c, uint32_t *words)
{
  const uint32_t n = c->blobs;
  uint32_t **const by_vertex[] = { &x->out_start, &x->in_start, &x->idom, &x->ipdom, &x->jump, &x->depth };
  for (size_t i = 0; i < sizeof by_vertex / sizeof by_vertex[0]; i++, words += (size_t) n + 2)
    *by_vertex[i] = words;
  x->out = words;
  x->in = words + c->layers;
  list_layers (x, c);
  plant (x, x->idom, 1);
  for (uint32_t v = 2; v <= n; v++)
    grow (x, x->idom, v, lowest_of (x, x->idom, x->in, x->in_start[v], x->in_start[v + 1]));
  plant (x, x->ipdom, n);
  for (uint32_t v = n - 1; v > 0; v--)
    grow (x, x->ipdom, v, lowest_of (x, x->ipdom, x->out, x->out_start[v], x->out_start[v + 1]));
}
