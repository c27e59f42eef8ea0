/* prove/check_chains.c: the chains prove that so many node reductions are needed.

   For interior vertices v, w of a module say that (v,w) is a **pair** when
       (a) v is not w, and v reaches w;
       (b) the immediate dominator of w strictly dominates v;
       (c) the immediate postdominator of v strictly postdominates w.
   The certificate shows chains: lists of interior vertices whose neighbours are pairs, no vertex
   being on two.  Then every sequence of series, parallel and node steps that leads to one layer has at
   least as many node reductions as the chains have links, that is, the sum of (length - 1).

   (1) Any two vertices of a chain are a pair, the earlier with the later: pairs are transitive.
       Let (u,v) and (v,w) be pairs.  u reaches w.  idom (w) and idom (v) strictly dominate v, and
       idom (v) is the last that does, so idom (w) dominates idom (v), which strictly dominates u.
       So (b) holds for (u,w), and (c) is its mirror image.
   (2) A step that removes an interior vertex x, joining each vertex before x to each one behind
       it, keeps each pair (v,w) in which x is not.  For, each walk of the new graph is a walk of the
       old one in which x may have been left out, and the other way round; so among the vertices that are
       left, who reaches and who dominates whom is as it was.  If idom (w) was not x, it still
       is the immediate dominator of w.  If it was x, then now it is the old idom (x), which dominates
       x, and x strictly dominated v.  So (b) remains, and (c) is its mirror image.
       Parallel steps change no walk (but for which of two layers it takes), so they keep all pairs.
   (3) A vertex x that a series step removes is in no pair.  It has one vertex p before it, and that
       is its immediate dominator.  If (v,x) were a pair, v would reach x, so reach p or be p; but p would
       strictly dominate v and so reach it.  That is a cycle.  (x,w) is the mirror image.
   (4) In the end no interior vertex is left.  If on some chain two vertices were removed by series
       steps, then when the first of them was, it would have been in a pair with the other, by (1) and
       (2), against (3).  So all but at most one vertex of each chain are removed by node reductions,
       and no vertex is on two chains.

   What is verified of neighbours v, w is that v reaches w and idom (w) < v < w < ipdom (v), where
   all layers have tail < head.  That is the same as (a), (b), (c).  If idom (w) strictly dominates v
   it reaches v, so it is smaller.  Conversely let v reach w, and idom (w) < v.  A walk from the source to v
   goes on to w, and must pass idom (w); since it has only vertices from v on behind v, it passes it
   before v.  So idom (w) dominates v, and is not v.  (c) is the mirror image.

   The search from v to w looks at layers that start from v on and end at w or before.  That costs what
   lies between them, and the links of one chain have nothing between them in common: for chains inside
   small pieces of a large module linear time in all, at worst O(layers) a chain.  */
#include <string.h>

#include "prove/check_i.h"

/* What the search needs, beside the surroundings.  */
typedef struct walk
{
  const mm_case *k;
  mm_surround around;
  uint32_t *seen, *stack; /* by vertex: the link that it was last seen for */
  uint32_t links;
} walk;

size_t
mm_check_chains_words (const mm_certificate *c)
{
  return mm_surround_words (c) + 2 * ((size_t) c->blobs + 1);
}

/* Whether v reaches w, for the link that is counted last.  */
static bool
reaches (walk *x, uint32_t v, uint32_t w)
{
  const mm_surround *g = &x->around;
  uint32_t height = 0;
  x->stack[height++] = v;
  while (height > 0)
    {
      const uint32_t u = x->stack[--height];
      for (uint32_t i = g->out_start[u]; i < g->out_start[u + 1] && g->out[i] <= w; i++)
        {
          if (g->out[i] == w)
            return true;
          if (x->seen[g->out[i]] == x->links)
            continue;
          x->seen[g->out[i]] = x->links;
          x->stack[height++] = g->out[i];
        }
    }
  return false;
}

static bool
is_pair (walk *x, uint32_t chain, uint32_t v, uint32_t w)
{
  const mm_case *k = x->k;
  char from[MM_CASE_NAME], to[MM_CASE_NAME];
  mm_case_blob (k, v, from);
  mm_case_blob (k, w, to);
  x->links++;
  if (v >= w)
    return mm_refuse (k, "chain %u goes from blob %s to blob %s, which is not behind it", chain, from, to);
  if (x->around.idom[w] >= v)
    return mm_refuse (k, "chain %u: the immediate dominator of blob %s does not strictly dominate blob %s", chain, to,
                      from);
  if (x->around.ipdom[v] <= w)
    return mm_refuse (k, "chain %u: the immediate postdominator of blob %s does not strictly postdominate blob %s",
                      chain, from, to);
  if (!reaches (x, v, w))
    return mm_refuse (k, "chain %u: no walk leads from blob %s to blob %s", chain, from, to);
  return true;
}

/* Vertex v is on a chain: the first use of it.  */
static bool
pass (const mm_case *k, uint32_t chain, uint32_t v)
{
  char name[MM_CASE_NAME];
  if (v < 1 || v > k->c->blobs)
    return mm_refuse (k, "chain %u names vertex %u, but there are only vertices 1 to %u", chain, v, k->c->blobs);
  if (v == 1 || v == k->c->blobs)
    return mm_refuse (k, "chain %u goes to blob %s, which is the %s", chain, mm_case_blob (k, v, name),
                      v == 1 ? "source" : "sink");
  if (k->mark[v])
    return mm_refuse (k, "chain %u goes to blob %s, where chain %u has been", chain, mm_case_blob (k, v, name),
                      k->mark[v]);
  k->mark[v] = chain;
  return true;
}

/* Chain i, from 0; its place in the list of vertices has been checked.  */
static bool
is_chain (walk *x, uint32_t i)
{
  const mm_certificate *c = x->k->c;
  const size_t from = c->chain_start[i], to = c->chain_start[i + 1];
  if (from == to)
    return mm_refuse (x->k, "chain %u is empty", i + 1);
  for (size_t j = from; j < to; j++)
    if (!pass (x->k, i + 1, c->chain[j]))
      return false;
  for (size_t j = from; j + 1 < to; j++)
    if (!is_pair (x, i + 1, c->chain[j], c->chain[j + 1]))
      return false;
  return true;
}

/* The list of vertices is cut into chains, so that nothing outside it is read.  */
static bool
chains_are_cut_in_order (const mm_case *k)
{
  const mm_certificate *c = k->c;
  if (c->chains == 0)
    return mm_refuse (k, "there are no chains");
  if (c->chain_start[0] != 0)
    return mm_refuse (k, "the chains do not begin at their first vertex");
  for (uint32_t i = 0; i < c->chains; i++)
    if (c->chain_start[i] > c->chain_start[i + 1])
      return mm_refuse (k, "chain %u ends before it starts", i + 1);
  return true;
}

bool
mm_check_chains (const mm_case *k, uint32_t *links)
{
  if (!chains_are_cut_in_order (k))
    return false;
  walk x = { .k = k };
  const size_t n = (size_t) k->c->blobs + 1;
  x.seen = k->work;
  x.stack = k->work + n;
  memset (x.seen, 0, n * sizeof *x.seen);
  mm_surround_fill (&x.around, k->c, k->work + 2 * n);
  for (uint32_t i = 0; i < k->c->chains; i++)
    if (!is_chain (&x, i))
      return false;
  *links = x.links;
  return true;
}
