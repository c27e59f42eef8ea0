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
 * @param i      v's only in-half: of a
 * @param o      v's only out-half: of b
 * @param trace  gets the step, for which there is room; NULL: nobody wants it
 */
static inline void
mm_series_contract (mm_reduction *g, uint32_t v, uint32_t i, uint32_t o, mm_derivation *trace)
{
  const uint32_t a = g->in[i].mate, j = g->out[o].mate; /* what is left of a and of b */
  if (trace)
    mm_derivation_put (trace, (mm_step){ MM_RULE_SERIES, g->out[a].id, g->out[o].id, g->order[v] });

  g->out[a].far = g->out[o].far;
  g->out[a].mate = j;
  g->in[j].far = g->in[i].far;
  g->in[j].mate = a;
  g->vertex[v].first_in = g->vertex[v].first_out = MM_NONE;
  g->live--;
}

/**
 * The rule as a step of a replay: a ends at v, b starts there, and nothing else
 * touches v.  (A terminal never matches: nothing ends at s, and nothing starts at t.)  O(1).
 * @return NULL and the step is done (undone), or why it does not apply, in words
 */
const char *mm_series_do (mm_replay *r, mm_step step);
const char *mm_series_undo (mm_replay *r, mm_step step);

#endif
