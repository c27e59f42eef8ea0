/* rewrite/parallel_i.h: TYPE-II, the parallel rule.

         --a-->
       u        w        becomes        u --a--> w
         --b-->

   There is a parallel pair when two layers have the same tail and the same head.
   Layer b goes; layer a stays where it is and stands for "a plus b" (MATH.md section 2;
   Wei, Wang, Chen 2017, TYPE-II read backwards).  The smaller id is kept, which makes
   the ids of the core independent of the order of steps.  */
#ifndef MM_REWRITE_PARALLEL_I_H
#define MM_REWRITE_PARALLEL_I_H

#include "rewrite/derivation_i.h"
#include "rewrite/reduction_i.h"
#include "rewrite/replay_i.h"

/**
 * Merge two layers with equal ends, called by their out-halves.  O(1): the halves that die
 * stay in their lists.
 *
 * @param trace  gets the step, for which there is room; NULL: nobody wants it
 * @return the one that is kept
 */
static inline uint32_t
mm_parallel_merge (mm_reduction *g, uint32_t o, uint32_t p, mm_derivation *trace)
{
  const uint32_t a = g->out[o].id < g->out[p].id ? o : p, b = a == o ? p : o;
  if (trace)
    mm_derivation_put (trace, (mm_step){ MM_RULE_PARALLEL, g->out[a].id, g->out[b].id, MM_NONE });
  g->in[g->out[b].mate].mate = MM_NONE;
  g->out[b].mate = MM_NONE;
  g->live--;
  return a;
}

/**
 * While the first two layers into v have the same tail, merge them (Valdes, Tarjan,
 * Lawler 1982).  O(1 + merges).
 * @return v's only in-half; MM_NONE when v has layers in from two blobs, or none
 */
static inline uint32_t
mm_parallel_into (mm_reduction *g, uint32_t v, mm_derivation *trace)
{
  uint32_t i, j;
  while ((i = mm_reduction_first_in (g, v)) != MM_NONE && (j = mm_reduction_next_in (g, i)) != MM_NONE)
    {
      if (g->in[i].far != g->in[j].far)
        return MM_NONE;
      mm_parallel_merge (g, g->in[i].mate, g->in[j].mate, trace);
    }
  return i;
}

/** The same for the layers out of v. @return v's only out-half, or MM_NONE */
static inline uint32_t
mm_parallel_out_of (mm_reduction *g, uint32_t v, mm_derivation *trace)
{
  uint32_t o, p;
  while ((o = mm_reduction_first_out (g, v)) != MM_NONE && (p = mm_reduction_next_out (g, o)) != MM_NONE)
    {
      if (g->out[o].far != g->out[p].far)
        return MM_NONE;
      mm_parallel_merge (g, o, p, trace);
    }
  return o;
}

/**
 * The rule as a step of a replay.  O(1).
 * @return NULL and the step is done (undone), or why it does not apply, in words
 */
const char *mm_parallel_do (mm_replay *r, mm_step step);
const char *mm_parallel_undo (mm_replay *r, mm_step step);

#endif
