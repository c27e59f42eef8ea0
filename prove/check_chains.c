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

   Whether v reaches w is found out in two ways.

   A search from v, along layers that end at w or before.  A vertex u on the way, v or another, reaches each of its
   postdominators p; and when p <= w, then u reaches w if and only if p does, for a walk from u by w to the sink passes
   p, and not behind w, since numbers rise along it.  (v itself has no such p, by (c).)  So the search goes on from the last postdominator that is
   not behind w, and passes over whatever lies inside: what it visits are vertices that are not closed off before w.
   The postdominators of u are its ancestors in the tree that check_dominators.c has grown last; its jumps
   lead to ancestors as well.  The search gives up after so many layers as `patience` says.

   A sweep, for the links that were given up, many at once: from vertex to vertex upwards each hands the set of
   links whose v reaches it to the heads of its layers.  Since no two links start at one vertex, links are
   named by their starts; LINKS of them, in the order of their starts, fit into a set.  What is swept begins at the
   first v and ends at the last w; outside of that no walk from a v to its w goes.

   So links inside small pieces of a large module cost a constant each, and K links that cross pieces of m layers
   O(K m / LINKS).  The sets take 32 bytes a blob.  */
#include <string.h>

#include "prove/check_i.h"

enum
{
  LANES = 4,         /* numbers of 64 bits in a set */
  LINKS = 64 * LANES,
  PATIENCE = 64
};

typedef enum search_answer
{
  UNREACHED,
  REACHED,
  GIVEN_UP
} search_answer;

/* What is needed beside the surroundings.  */
typedef struct walk
{
  const mm_case *k;
  mm_surround around;
  uint64_t *carried;  /* by vertex, LANES each: the links of a sweep whose start reaches it */
  uint32_t *seen;     /* by vertex: the link that it was last seen for */
  uint32_t *stack;
  uint32_t *given_up; /* by vertex: the end of the link that starts here and is left for a sweep; else 0 */
  uint32_t links, patience;
} walk;

size_t
mm_check_chains_words (const mm_certificate *c)
{
  return mm_surround_words (c) + (2 * LANES + 3) * ((size_t) c->blobs + 1);
}

/* ---- searches ------------------------------------------------------------------ */

/* The last postdominator of u that is not behind w, or u itself.  w is not the sink.  */
static uint32_t
pass_over (const mm_surround *g, uint32_t u, uint32_t w)
{
  while (g->ipdom[u] <= w)
    u = g->jump[u] <= w ? g->jump[u] : g->ipdom[u];
  return u;
}

/* Whether v reaches w, for the link that is counted last.  */
static search_answer
search (walk *x, uint32_t v, uint32_t w)
{
  const mm_surround *g = &x->around;
  uint32_t height = 0, patience = x->patience;
  x->stack[height++] = v;
  while (height > 0)
    {
      const uint32_t u = x->stack[--height];
      for (uint32_t i = g->out_start[u]; i < g->out_start[u + 1] && g->out[i] <= w; i++)
        {
          if (patience-- == 0)
            return GIVEN_UP;
          const uint32_t y = pass_over (g, g->out[i], w);
          if (y == w)
            return REACHED;
          if (x->seen[y] == x->links)
            continue;
          x->seen[y] = x->links;
          x->stack[height++] = y;
        }
    }
  return UNREACHED;
}

static bool
refuse_walk (const walk *x, uint32_t v, uint32_t w)
{
  char from[MM_CASE_NAME], to[MM_CASE_NAME];
  return mm_refuse (x->k, "chain %u: no walk leads from blob %s to blob %s", x->k->mark[v],
                    mm_case_blob (x->k, v, from), mm_case_blob (x->k, w, to));
}

/* ---- sweeps -------------------------------------------------------------------- */

/* The links of one sweep.  */
typedef struct batch
{
  uint32_t start[LINKS]; /* rising */
  uint32_t count, high;  /* high: the last of their ends */
} batch;

/* The links left that start from `v` on, as many as fit. @return the vertex to go on from */
static uint32_t
take_batch (const walk *x, uint32_t v, batch *b)
{
  b->count = b->high = 0;
  for (; v <= x->k->c->blobs && b->count < LINKS; v++)
    {
      if (x->given_up[v] == 0)
        continue;
      b->start[b->count++] = v;
      if (b->high < x->given_up[v])
        b->high = x->given_up[v];
    }
  return v;
}

static void
hand_on (walk *x, const uint64_t *set, uint32_t u, uint32_t high)
{
  const mm_surround *g = &x->around;
  for (uint32_t i = g->out_start[u]; i < g->out_start[u + 1] && g->out[i] <= high; i++)
    for (int lane = 0; lane < LANES; lane++)
      x->carried[(size_t) LANES * g->out[i] + (size_t) lane] |= set[lane];
}

static void
sweep (walk *x, const batch *b)
{
  const uint32_t low = b->start[0];
  memset (x->carried + (size_t) LANES * low, 0, ((size_t) b->high - low + 1) * LANES * sizeof *x->carried);
  for (uint32_t u = low, i = 0; u <= b->high; u++)
    {
      uint64_t *set = x->carried + (size_t) LANES * u;
      if (i < b->count && b->start[i] == u)
        {
          set[i / 64] |= (uint64_t) 1 << i % 64;
          i++;
        }
      hand_on (x, set, u, b->high);
    }
}

/* The links that were given up are walks.  */
static bool
sweeps_reach (walk *x)
{
  batch b;
  for (uint32_t v = take_batch (x, 1, &b); b.count > 0; v = take_batch (x, v, &b))
    {
      sweep (x, &b);
      for (uint32_t i = 0; i < b.count; i++)
        {
          const uint32_t w = x->given_up[b.start[i]];
          if (!(x->carried[(size_t) LANES * w + i / 64] >> i % 64 & 1))
            return refuse_walk (x, b.start[i], w);
        }
    }
  return true;
}

/* ---- chains -------------------------------------------------------------------- */

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
  const search_answer answer = search (x, v, w);
  if (answer == GIVEN_UP)
    x->given_up[v] = w;
  return answer == UNREACHED ? refuse_walk (x, v, w) : true;
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
mm_check_chains_with (const mm_case *k, uint32_t patience, uint32_t *links)
{
  if (!chains_are_cut_in_order (k))
    return false;
  walk x = { .k = k, .patience = patience, .carried = (uint64_t *) (void *) k->work };
  const size_t n = (size_t) k->c->blobs + 1;
  x.seen = k->work + 2 * LANES * n;
  x.stack = x.seen + n;
  x.given_up = x.stack + n;
  memset (x.seen, 0, n * sizeof *x.seen);
  memset (x.given_up, 0, n * sizeof *x.given_up);
  mm_surround_fill (&x.around, k->c, x.given_up + n);
  for (uint32_t i = 0; i < k->c->chains; i++)
    if (!is_chain (&x, i))
      return false;
  *links = x.links;
  return sweeps_reach (&x);
}

bool
mm_check_chains (const mm_case *k, uint32_t *links)
{
  return mm_check_chains_with (k, PATIENCE, links);
}
