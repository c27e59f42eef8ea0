/* rewrite/series_i.h: TYPE-I, the series rule.

       u --a--> v --b--> w        becomes        u --a--> w

   There is a series pair at v when v is no terminal and has exactly one layer in and
   one layer out.  Blob v and layer b go; layer a ends where b ended and stands for "a,
   then b" (MATH.md section 2; Wei, Wang, Chen 2017, TYPE-I read backwards).  */
#ifndef MM_REWRITE_SERIES_I_H
#define MM_REWRITE_SERIES_I_H

#include "rewrite/derivation_i.h"
#include "rewrite/reduction_i.h"
#include "rewrite/replay_i.h"

/**
 * Contract the series pair at v.  O(1).
 *
 * @param i      v's only in-half
 * @param b      v's only layer out
 * @param trace  gets the step, for which there is room; NULL: nobody wants it
 */
static inline void
mm_series_contract (mm_reduction *g, mm_blob v, uint32_t i, mm_layer b, mm_derivation *trace)
{
  const mm_layer a = g->slot[i].from;
  const uint32_t j = g->slot[b].to;

  g->slot[a].to = j;
  g->slot[j].from = a;
  g->slot[b].to = MM_NONE;
  g->slot[i].from = MM_NONE;
  g->vertex[v].first_in = g->vertex[v].first_out = MM_NONE;
  g->live--;
  if (trace)
    mm_derivation_put (trace, (mm_step){ MM_RULE_SERIES, a, b, v });
}

/**
 * The rule as a step of a replay: a ends at v, b starts there, and nothing else
 * touches v.  O(1).
 * @return NULL and the step is done (undone), or why it does not apply, in words
 */
const char *mm_series_do (mm_replay *r, mm_step step);
const char *mm_series_undo (mm_replay *r, mm_step step);

#endif
