/* prove/capacity.h: several hubs, repairs and sizes, by integer programs (NUMERICS.md section 1).  */
#ifndef MM_PROVE_CAPACITY_H
#define MM_PROVE_CAPACITY_H

#include "graph/demand.h"
#include "graph/hubs.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_planned
{
  MM_PLAN_FOUND, /* here it is */
  MM_PLAN_NONE,  /* the solver says that there is none; that is no proof that the parent cannot be held */
  MM_PLAN_OPEN   /* the time was up first, or the solver gave up, or proposed what is no plan */
} mm_planned;

/**
 * Look for a plan of several hubs (T4), in row mode and in column mode, as a mixed-integer linear
 * program.  Of the plans it prefers one that leaves two channels of each blob free and uses the
 * least share of the others, as far as the time allows.
 *
 * The solver works in floating point.  What it proposes is rounded, its flows are computed
 * again in integers, and all conditions of graph/hubs.h are verified exactly; a proposal that
 * fails is no plan.
 *
 * @param m        convolutions of stride, dilation and groups 1; every interior blob has channels and
 *                 every layer a kernel; the channels of s and t, where given, agree with the demand
 * @param seconds  about how long it may take; 0: nothing is tried, and the answer is MM_PLAN_OPEN
 * @param answer   out
 * @param plan     out: with MM_PLAN_FOUND the caller's, to be freed with mm_hubs_clear; else all zero
 * @return MM_OK; MM_EINVAL or MM_EUNSUPPORTED (m or the demand is not as above; err says what);
 *         MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_capacity_plan (const mm_module *m, const mm_demand *demand, double seconds, mm_planned *answer,
                            mm_hubs *plan, mm_error *err);

/**
 * The plan of a single hub (T3, and T1 where h is s or t): by max-flow, without an integer program.
 *
 * @param columns  false: layers out of h carry the kernel (an out-hub); true: layers into h do
 * @param answer   out: MM_PLAN_FOUND, or MM_PLAN_NONE when h is no such hub
 * @return as mm_capacity_plan
 */
mm_status mm_capacity_single (const mm_module *m, const mm_demand *demand, mm_blob h, bool columns,
                              mm_planned *answer, mm_hubs *plan, mm_error *err);

/**
 * Whether a plan is one: every condition of graph/hubs.h, in integers.  O(hubs (blobs + layers)).
 *
 * @param ok  out
 * @return as mm_capacity_plan
 */
mm_status mm_capacity_verify (const mm_module *m, const mm_demand *demand, const mm_hubs *plan, bool *ok,
                              mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
