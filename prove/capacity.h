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
  MM_PLAN_OPEN,  /* the time was up first */
  MM_PLAN_TOO_LARGE, /* the memory that the solver may take was up first */
  MM_PLAN_FAILED /* the solver gave up, or proposed what is no plan */
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

/** What a repair and a size are to cost little of. Multiply-accumulates are parameters times pixels while strides are 1. */
typedef enum mm_price
{
  MM_PRICE_CHANNELS,
  MM_PRICE_PARAMETERS
} mm_price;

/**
 * Channels (and kernels) found for a module, and what is known about better ones.
 *
 * What is found is certain: its plan is verified and its price counted in integers.  That nothing costs less is the word
 * of a solver that searches to the end (its gap is 0) but compares in floating point.  Its bound is taken
 * down by a millionth of itself before it is rounded up to a whole price, so great prices are often not called cheapest.
 */
typedef struct mm_sized
{
  bool found;
  bool cheapest;      /* the solver says that no plan of one or several hubs costs less (see below) */
  mm_planned ended;   /* FOUND or NONE when the search came to its end; else why not */
  uint64_t price;     /* found: of the channels added, or of all layers; UINT64_MAX stands for more than fits, and
                         is not called cheapest */
  uint64_t bound;     /* no choice costs less, says the solver; UINT64_MAX: there is no choice at all */
  uint32_t *channels; /* found: blobs entries; owned */
  uint32_t *kernel;   /* of mm_capacity_size: 2 entries a layer, height and width; owned */
  mm_hubs plan;       /* found: a plan for them; all zero when they are those that were known */
} mm_sized;

void mm_sized_clear (mm_sized *z);

/**
 * The cheapest increase of channels with which some plan of one or several hubs (T3, T4) carries the demand, as a
 * mixed-integer program over both modes.  Prices of parameters are bilinear in the increases; they are made linear exactly,
 * by binary digits.  What is found is verified as in mm_capacity_plan.
 *
 * @param known    blobs entries: channels with which there is a plan, to be improved upon; or NULL
 * @param seconds  about how long it may take; 0: nothing is tried, and known is what is found
 * @param out      out: the caller's, to be cleared
 * @return as mm_capacity_plan
 */
mm_status mm_capacity_repair (const mm_module *m, const mm_demand *demand, mm_price price, const uint32_t *known,
                              double seconds, mm_sized *out, mm_error *err);

/** Numbers to choose from; each at least 1, the kernels odd. */
typedef struct mm_choices
{
  const uint32_t *channels;
  const uint32_t *kernels; /* 2 entries each: height, width */
  uint32_t channel_count, kernel_count;
} mm_choices;

/**
 * Channels for all interior blobs and kernels for all layers of which m does not say them, so that some plan carries the
 * demand and the layers have as few parameters as can be.
 *
 * @param m  as for mm_capacity_plan, but channels and kernels may be missing
 * @return as mm_capacity_plan; MM_EINVAL also when a choice is empty or a number in it is none
 */
mm_status mm_capacity_size (const mm_module *m, const mm_demand *demand, const mm_choices *choices, double seconds,
                            mm_sized *out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
