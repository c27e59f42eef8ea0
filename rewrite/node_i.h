/* rewrite/node_i.h: the node reduction, the third rule, beyond the paper.

                   --x--> w                    --x--> w
       u --a--> v                becomes     u
                   --y--> z                    --y--> z

   When an interior blob v has exactly one layer in, a, then a and v go, and every layer
   out of v starts at u instead; it keeps its id and stands for "a, then x" (MATH.md
   section 2: stacked TYPE-I).  Mirrored when v has exactly one layer out.  */
#ifndef MM_REWRITE_NODE_I_H
#define MM_REWRITE_NODE_I_H

#include "rewrite/derivation_i.h"
#include "rewrite/reduction_i.h"
#include "rewrite/replay_i.h"

/** Working memory of the node reductions: the out-halves that moved, and their ids. */
typedef struct mm_movement
{
  uint32_t *half;
  mm_layer *id;
  uint32_t count;
} mm_movement;

/**
 * Reduce v, whose only layer in (out) is a, called by its out-half.  O(1 + moved).
 *
 * @param moved  out: the layers that moved, in order; room for all that live
 * @param trace  gets the step; NULL: nobody wants it
 * @return MM_OK; MM_ENOMEM, with g and trace unchanged
 */
mm_status mm_node_reduce_in (mm_reduction *g, uint32_t v, uint32_t a, mm_derivation *trace, mm_movement *moved);
mm_status mm_node_reduce_out (mm_reduction *g, uint32_t v, uint32_t a, mm_derivation *trace, mm_movement *moved);

/**
 * The rule as a step of a replay: step.a is v's only layer in (out), and `moved` lists
 * the layers out of (into) v, each once.  O(1 + moved).
 * @return NULL and the step is done (undone), or why it does not apply, in words; the
 *         state is then as it was
 */
const char *mm_node_do (mm_replay *r, mm_step step, mm_handles moved);
const char *mm_node_undo (mm_replay *r, mm_step step, mm_handles moved);

#endif
