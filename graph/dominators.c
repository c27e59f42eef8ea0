/* graph/dominators.c: immediate dominators of an acyclic graph by binary lifting.

   In topological order the immediate dominator of v is the lowest common ancestor, in
   the tree of immediate dominators so far, of the blobs before v.  Each blob keeps one
   link to its parent and one that jumps far, chosen so that every ancestor is within
   O(log blobs) links (Myers 1983, skew-binary jump pointers); so the search takes no
   table of blobs x log blobs.  */
#include "graph/dominators.h"

#include <stdlib.h>

#include "graph/array.h"

void
mm_domtree_root (mm_domtree *t, uint32_t v)
{
  t->parent[v] = MM_NONE;
  t->jump[v] = v;
  t->depth[v] = 0;
}

void
mm_domtree_add (mm_domtree *t, uint32_t v, uint32_t parent)
{
  const uint32_t far = t->jump[parent];
  const bool equal = t->depth[parent] - t->depth[far] == t->depth[far] - t->depth[t->jump[far]];
  t->parent[v] = parent;
  t->jump[v] = equal ? t->jump[far] : parent;
  t->depth[v] = t->depth[parent] + 1;
}

/* The ancestor of v at that depth, which is not larger than v's.  */
static uint32_t
ancestor (const mm_domtree *t, uint32_t v, uint32_t depth)
{
  while (t->depth[v] > depth)
    v = t->depth[t->jump[v]] >= depth ? t->jump[v] : t->parent[v];
  return v;
}

/* Vertices of one depth jump equally far, so the two climb side by side.  */
uint32_t
mm_domtree_meet (const mm_domtree *t, uint32_t a, uint32_t b)
{
  a = ancestor (t, a, t->depth[b] < t->depth[a] ? t->depth[b] : t->depth[a]);
  b = ancestor (t, b, t->depth[a]);
  while (a != b)
    {
      const bool far = t->jump[a] != t->jump[b];
      a = far ? t->jump[a] : t->parent[a];
      b = far ? t->jump[b] : t->parent[b];
    }
  return a;
}

/* The search, along the layers from s or (for postdominators) against them from t.  */
static mm_status
dominate (const mm_module *m, bool forward, mm_blob *parent)
{
  const uint32_t n = mm_module_blobs (m);
  const mm_blob *order = mm_module_order (m), *from = forward ? mm_module_tails (m) : mm_module_heads (m);
  mm_domtree t = { parent, mm_array_new (n, sizeof *t.jump), mm_array_new (n, sizeof *t.depth) };
  const bool enough = t.jump && t.depth;
  for (uint32_t i = 0; enough && i < n; i++)
    {
      const mm_blob v = order[forward ? i : n - 1 - i];
      const mm_handles run = forward ? mm_module_in (m, v) : mm_module_out (m, v);
      if (run.count == 0)
        {
          mm_domtree_root (&t, v);
          continue;
        }
      mm_blob at = from[run.at[0]];
      for (uint32_t k = 1; k < run.count; k++)
        at = mm_domtree_meet (&t, at, from[run.at[k]]);
      mm_domtree_add (&t, v, at);
    }
  free (t.jump);
  free (t.depth);
  return enough ? MM_OK : MM_ENOMEM;
}

mm_status
mm_dominators (const mm_module *m, mm_blob *idom)
{
  return dominate (m, true, idom);
}

mm_status
mm_postdominators (const mm_module *m, mm_blob *ipdom)
{
  return dominate (m, false, ipdom);
}
