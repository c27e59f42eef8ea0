/* numeric/morph.h: how a convolution becomes a module, exactly.  */
#ifndef MM_NUMERIC_MORPH_H
#define MM_NUMERIC_MORPH_H

#include "graph/hubs.h"
#include "numeric/route.h"
#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mm_morph_options
{
  uint64_t seed;
  bool no_active; /* leave the readout of free channels zero */
  bool no_gauge;  /* keep the code visible in the weights */
} mm_morph_options;

typedef struct mm_morph_report
{
  mm_blob hub;         /* MM_NONE with several */
  bool several;        /* mm_hubs_carry says which */
  bool out_hub;        /* the layers out of the hub (or hubs) carry the kernel; else those into it */
  double theta;        /* the greatest share of a blob's channels that carries the function */
  double residual;     /* by probe, double */
  double residual32;   /* after rounding to float32 */
  double fill;         /* share of non-zero entries over all layers */
  double scale_low, scale_high; /* least and greatest std / He over the layers */
  bool border_exact;   /* exact under zero padding too; always, by this construction (T9) */
} mm_morph_report;

/**
 * Weights for every layer of the module such that it computes exactly the parent
 * (NUMERICS.md section 2: ROUTE, BASE, MIX, FILL, ACTIVE, SPLIT, GAUGE, BALANCE, VERIFY),
 * image borders included under zero 'same' padding.
 *
 * @param m         stride 1, groups 1, odd kernels, any DAG, simple or complex
 * @param parent    G: channels of t x channels of s
 * @param bias      sink-channels entries or NULL; it goes to the first layer into t that is not said to have none
 * @param why       out: the feasibility; when its answer is not MM_FEASIBLE there are no weights
 * @param w         out: the weights, or NULL when infeasible or undecided; caller frees
 * @param report    out
 * @return MM_OK also when infeasible; MM_EINVAL, MM_EUNSUPPORTED as mm_feasible, the latter also when all layers into t have
 *         bias=false; MM_ENOMEM
 */
mm_status mm_morph (const mm_module *m, const mm_filter *parent, const double *bias, const mm_morph_options *options,
                    mm_feasibility *why, mm_weights **w, mm_morph_report *report, mm_error *err);

/**
 * The same along a plan of several hubs (NUMERICS.md T4), for modules that no single hub serves.
 *
 * Let the plan be in row mode; in column mode the module is read from t to s and the parent
 * transposed, which changes none of the following.  Channels of a blob v: Y, code[v] of them, hold
 * constant combinations U_v x of the input x; Z hold one unit of the output code each; the others
 * are free.
 *
 * **Why the result is exact.**
 * 1. Layers from Y to Y have centre taps only, drawn at random.  So U_v is a constant matrix, and
 *    at every hub it has rank rank_in with probability 1: the plan's flow to that hub says
 *    that the maximum flow is so large, and random linear network coding attains it at all hubs
 *    at once.  So there is U_u^+ with U_u^+ U_u = the identity on what the parent reads (at s: U = 1).
 * 2. Layers from Z to Z have centre taps only.  So a unit that starts at a channel of v becomes d x
 *    (what starts) at t, d a constant vector; the plan's flow gives rank_out of them that are
 *    independent.  So D = [d_1 d_2 …] has a left inverse D^+ on what the parent writes.
 * 3. Layers from Y to Z, where no unit starts, hold random kernels; their sum at t is B.  Where unit i
 *    starts on (u, v) the row X_i = (D^+ (G - B))_i U_u^+ is set: its layer's kernel covers that of G.
 *    At t the sum of all paths through Y and Z is B + sum_i d_i X_i U_u = B + D D^+ (G - B) = G.
 * 4. No layer leads from Z to Y.  Free channels change nothing (T8: order W2 > Y and Z > W1).
 * 5. Every path that counts runs through Y by centre taps, crosses from Y to Z once, and
 *    goes on through Z by centre taps (layers out of s start at Y, those into t end at Z).  So
 *    it has one layer off the centre, and zero padding is met exactly once, as in the parent (T9).
 * Steps 6 to 8 of NUMERICS.md section 2 follow as with one hub; ACTIVE does not, so free
 * channels are not read out.
 *
 * O(blobs layers) to find one's way, then a singular value decomposition per blob with input code
 * (O(c^3)) and a few products per layer.
 *
 * @param m, parent, bias, options  as for mm_morph
 * @param plan   of this module and parent, at full rank or at the parent's measured ranks; its arrays have
 *               the lengths of graph/hubs.h.  Nothing else about it is trusted.
 * @param w      out: the weights, or NULL on errors; caller frees
 * @param report out: all that it tells of the residual is measured
 * @return MM_OK; MM_EINVAL when the plan is not one for this module and parent (err says where it fails), or
 *         as mm_feasible; MM_EUNSUPPORTED as mm_feasible; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_morph_hubs (const mm_module *m, const mm_filter *parent, const double *bias,
                         const mm_morph_options *options, const mm_hubs *plan, mm_weights **w,
                         mm_morph_report *report, mm_error *err);

/** Whether layers at this blob (out of it, in column mode into it) carry the kernel: s and t may, too. */
bool mm_hubs_carry (const mm_module *m, const mm_hubs *plan, mm_blob v);

#ifdef __cplusplus
}
#endif
#endif
