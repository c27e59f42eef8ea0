/* numeric/route.h: can this module hold this convolution, and through which blobs?  */
#ifndef MM_NUMERIC_ROUTE_H
#define MM_NUMERIC_ROUTE_H

#include "graph/demand.h"
#include "numeric/filter.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A rank as it was measured, and the singular value in which it is least sure. */
typedef struct mm_rank_found
{
  uint32_t rank, full;
  uint32_t value;  /* the first singular value that counts though it is in doubt; where there is none, the first
                      that does not count; counted from 1; 0: there is neither */
  bool counts;     /* whether that one counts */
  double relative; /* its size, in units of the greatest */
} mm_rank_found;

/** What the singular values of a parent have shown. */
typedef struct mm_ranks
{
  bool measured; /* false: full rank was enough, and nothing was measured */
  mm_rank_found input, output; /* rank_in and rank_out of the demand */
  double left_out; /* a bound for ||G - G'|| / ||G||, G' the nearest convolution that has these two ranks, and
                      all output channels scaled to norms between 1/2 and 1 */
} mm_ranks;

/**
 * What a given parent asks: its support, which is exact, and its ranks, measured.
 *
 * **The rule.**  Every output channel of G is scaled to a norm between 1/2 and 1, by a power of
 * two: ranks stay, and no channel is overlooked because it is small.  Then each rank is the
 * least one of the matrices whose distance to that of G (Frobenius norm) is at most
 *
 *     tolerance = 4 parent->rounding + DBL_EPSILON max (64, the greater dimension)
 *
 * times the norm of G: singular values are left out, from the least one on, as long as all of
 * them together (the root of the sum of their squares) stay below that.  Rounding each entry changes G by
 * rounding / 2 times its norm at most, so that a convolution of low rank that was rounded
 * to float32 has its rank back; the factor 4 leaves room for one that was also computed in float32.  (For float16 and
 * bfloat16, whose rounding outweighs that of the arithmetic before it, the factor is 1.)
 * The second term is for the arithmetic here.  The two ranks together leave out sqrt (2)
 * tolerances of the scaled G at most: 7e-7 for float32, about 2e-14 for float64.
 * (max (m, n) epsilon sigma_1, a usual rule, would leave out up to 5e-4 of a large
 * float32 parent.)  A parent made for it can have all of that in one output channel, where it is
 * up to 2 sqrt (out) times as much of the channel, and of G itself when that channel is by far the
 * greatest; rounding does not do so, and a child is to be measured anyway.
 *
 * A singular value that counts is in doubt when it is less than 1000 tolerances (10 in half precision), or than 1e-6 (rounding
 * to float32 at some time), of the greatest.
 *
 * Ranks over the rational functions are measured at one random real point, where
 * they can only be too low, never too high.  A zero parent asks for rank 1.
 *
 * @param ranks  out: how sure the ranks are; may be NULL
 * @return MM_OK; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_demand_measure (const mm_filter *parent, mm_demand *out, mm_ranks *ranks);
mm_status mm_demand_of (const mm_filter *parent, mm_demand *out); /* without the ranks */

typedef enum mm_answer
{
  MM_FEASIBLE,
  MM_INFEASIBLE,
  MM_UNDECIDED
} mm_answer;

/** How units flow from s to the hub and from the hub to t (T3). */
typedef struct mm_route
{
  mm_blob hub;
  bool out_hub;         /* the hub's layers out carry the kernel; else its layers in do */
  uint32_t *input_flow; /* per layer: units of the input code that it carries */
  uint32_t *output_flow;/* per layer: units of the output code */
} mm_route;

void mm_route_clear (mm_route *r);

/** One blob of a narrow cut. */
typedef struct mm_cut_blob
{
  mm_blob blob;
  uint32_t capacity; /* channels, or channels x (2 r + 1)^2 in condition N3; in a repair: channels */
} mm_cut_blob;

/** What decides (NUMERICS.md section 1). */
typedef enum mm_criterion
{
  MM_CRITERION_NONE, /* nothing did */
  MM_CRITERION_T1,   /* all kernels are 1x1: the rank against the narrowest cut, which is complete */
  MM_CRITERION_T3,   /* one hub */
  MM_CRITERION_N1,   /* the rank of the function against the narrowest cut */
  MM_CRITERION_KERNEL,  /* N2: no path reaches as far as the kernel */
  MM_CRITERION_ROWS,    /* N2: the first and the last row, over the longest paths */
  MM_CRITERION_COLUMNS, /* N2: the same of columns */
  MM_CRITERION_CORNER,  /* N2: corner taps */
  MM_CRITERION_INPUT,   /* N3: all taps side by side */
  MM_CRITERION_OUTPUT   /* N3: all taps one above the other */
} mm_criterion;

/** As in "N2 (kernel)"; "" for none. */
const char *mm_criterion_name (mm_criterion c);

/** The answer to "can it hold this convolution?", with its reason. */
typedef struct mm_feasibility
{
  mm_demand demand;       /* what was asked for */
  mm_ranks ranks;         /* how sure its ranks are, where they are those that a parent was measured to have */
  mm_answer answer;
  mm_route route;         /* when feasible */
  uint64_t needed, have;  /* when infeasible: the rank needed and what the cut lets through; when
                             kernels are too small: the kernel size needed, and the size within reach */
  mm_cut_blob *cut;       /* when infeasible: owned; every s-t path (in N2: every longest one)
                             passes one of these blobs */
  uint32_t cut_count;
  mm_cut_blob *repair;    /* unless feasible: added channels that make a hub possible, as new channel counts;
                             owned; none when no channels would do (kernels too small) */
  uint32_t repair_count;
  bool repair_is_least;   /* no single hub is possible with fewer; false: not all blobs of a large module were tried */
  mm_criterion criterion; /* which one decides; when infeasible, the first of those that are violated */
  bool kernels_too_small; /* when infeasible: N2 (kernel) is violated, whatever else is, and no channels would do */
  uint64_t reach_h, reach_w; /* with that: the kernel that the longest paths reach */
  char reason[256];       /* one sentence for a person */
} mm_feasibility;

void mm_feasibility_clear (mm_feasibility *f);

/**
 * T1 for 1x1 (if and only if), T3 for K x K (sufficient), N1 to N3 (necessary) of
 * NUMERICS.md section 1, by max-flow with vertex splitting; 2 |V| small flow problems.
 * "Infeasible" is proved by a violated condition; when T3 finds no hub and no condition is
 * violated the answer is undecided (several hubs may do, T4; or factors, T5 and T6).
 *
 * @param m      every interior blob has channels and every layer a kernel; the channels
 *               of s and t, where given, agree with the demand
 * @param theta  use only this share of each blob's channels, rounded down, in (0, 1]; 1 to
 *               decide.  Cuts and repairs speak of the channels so allowed.
 * @return MM_OK; MM_EINVAL (err says which blob has no channels, which layer no kernel,
 *         or how shapes disagree); MM_EUNSUPPORTED (stride, groups, kinds); MM_ENOMEM
 */
mm_status mm_feasible (const mm_module *m, const mm_demand *demand, double theta, mm_feasibility *out, mm_error *err);

/**
 * The same for a given parent: at full rank first, which needs no singular values; only
 * when that is not feasible with the parent's measured ranks (mm_demand_of).
 */
mm_status mm_feasible_parent (const mm_module *m, const mm_filter *parent, mm_feasibility *out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
