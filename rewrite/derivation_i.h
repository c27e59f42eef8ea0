/* rewrite/derivation_i.h: the inside of a derivation; for rewrite/ only.  */
#ifndef MM_REWRITE_DERIVATION_I_H
#define MM_REWRITE_DERIVATION_I_H

#include <assert.h>

#include "rewrite/derivation.h"

/** Where the layers that a node step moves are kept. */
typedef struct mm_moved
{
  size_t step, start; /* step number, from 0; place in the array `moved` */
} mm_moved;

struct mm_derivation
{
  const mm_module *module;
  mm_step *step;
  size_t length, step_capacity;
  mm_moved *node; /* one entry a node step, in order */
  size_t nodes, node_capacity;
  mm_layer *moved; /* of all node steps, one after the other */
  size_t moved_used, moved_capacity;
};

/** What the k-th node step (from 0) moves; nothing when there is no such step.  O(1). */
mm_handles mm_derivation_moved_by (const mm_derivation *d, size_t k);

/** Append a series or parallel step for which there is room; the engine's way in. */
static inline void
mm_derivation_put (mm_derivation *d, mm_step step)
{
  assert (d->length < d->step_capacity);
  d->step[d->length++] = step;
}

#endif
