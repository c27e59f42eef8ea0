/* graph/dominators.h: immediate dominators and postdominators.  */
#ifndef MM_GRAPH_DOMINATORS_H
#define MM_GRAPH_DOMINATORS_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The immediate dominator of every blob from s: the last blob other than v that every
 * s-v path passes (MATH.md section 4).  O(layers log blobs).
 *
 * @param idom  out: blobs entries; MM_NONE for s
 * @return MM_OK; MM_ENOMEM, with idom unchanged
 */
mm_status mm_dominators (const mm_module *m, mm_blob *idom);

/** The same towards t; MM_NONE for t. */
mm_status mm_postdominators (const mm_module *m, mm_blob *ipdom);

/**
 * A tree of immediate dominators that grows from its root, for graphs that are no mm_module:
 * three arrays of the caller's, indexed by vertex.  In topological order the immediate dominator
 * of a vertex is the lowest common ancestor, in the tree so far, of the vertices before it.
 */
typedef struct mm_domtree
{
  uint32_t *parent; /* the immediate dominator; the root's is MM_NONE */
  uint32_t *jump;   /* some proper ancestor; the root's is itself */
  uint32_t *depth;
} mm_domtree;

void mm_domtree_root (mm_domtree *t, uint32_t v);
void mm_domtree_add (mm_domtree *t, uint32_t v, uint32_t parent); /* below a vertex of the tree */

/** The lowest common ancestor of two vertices of the tree.  O(log depth). */
uint32_t mm_domtree_meet (const mm_domtree *t, uint32_t a, uint32_t b);

#ifdef __cplusplus
}
#endif
#endif
