/* rewrite/reduce.h: from a module to its core, and on to a single layer.  */
#ifndef MM_REWRITE_REDUCE_H
#define MM_REWRITE_REDUCE_H

#include "rewrite/derivation.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Working memory of reductions: make one, reduce any number of modules with it. One thread at a time. */
typedef struct mm_reducer mm_reducer;

mm_reducer *mm_reducer_new (void); /* NULL: out of memory */
void mm_reducer_free (mm_reducer *r);

/**
 * What no series and no parallel step applies to any more.  It is unique
 * (MATH.md section 2: termination and confluence): blobs, layers and, since a parallel
 * step keeps the smaller id, ids do not depend on the order of steps.  The module is **simple** iff the core is one layer.
 */
typedef struct mm_core
{
  uint32_t blobs, layers; /* (2, 1) for a simple module */
  const mm_layer *id;     /* layers entries: the ids that live, sorted by (tail, head) in topological order of the module */
  const mm_blob *tail, *head; /* layers entries each, handles of the module */
} mm_core;

static inline bool
mm_core_is_simple (const mm_core *c)
{
  return c->layers == 1;
}

/**
 * Reduce with series and parallel steps as far as they go.  O(blobs + layers),
 * no hashing (MATH.md section 3, steps 1 and 2; Valdes, Tarjan, Lawler 1982).
 *
 * @param r      working memory; the arrays of *core live in it until its next use
 * @param m      the module
 * @param trace  gets the steps, exactly layers(m) - core->layers of them, after those
 *               it has (normally none); NULL: the verdict only, which is faster
 * @param core   out
 * @return MM_OK; MM_ENOMEM, with the steps pushed so far taken back from trace
 */
mm_status mm_reduce_to_core (mm_reducer *r, const mm_module *m, mm_derivation *trace, mm_core *core);

/**
 * Reduce to one layer: to the core, then node reductions of safe blobs (MATH.md
 * section 4), each followed by the series and parallel steps it makes possible.
 * Every module gets there.
 *
 * @param core        out: the core before the first node reduction; may be NULL
 * @param node_steps  out: how many node reductions there were; 0 iff simple; may be NULL
 * @return MM_OK; MM_ENOMEM, with trace as it was
 */
mm_status mm_reduce_to_single (mm_reducer *r, const mm_module *m, mm_derivation *trace, mm_core *core,
                               uint32_t *node_steps);

/**
 * The second half of mm_reduce_to_single: go on from the core that was found last, with node
 * reductions of some blobs only.  When `only` is a minimum vertex cover of the complexity graph,
 * there are as many of them as it has blobs, which is as few as possible (MATH.md section 4;
 * prove/complexity.h finds one).
 *
 * @param r           whose last use was mm_reduce_to_core; its mm_core stays as it is
 * @param only        the blobs that may be reduced; NULL: any
 * @param count       how many
 * @param trace       the derivation to that core, or NULL
 * @param node_steps  out: how many node reductions there were; untouched unless MM_OK; may be NULL
 * @return MM_OK; MM_EINVAL when r is not at a core, or none of the blobs is safe although layers are
 *         left, which cannot happen with a vertex cover; MM_ENOMEM; on both trace is as it was
 */
mm_status mm_reduce_core_to_single (mm_reducer *r, const mm_blob *only, uint32_t count, mm_derivation *trace,
                                    uint32_t *node_steps);

#ifdef __cplusplus
}
#endif
#endif
