/* numeric/morph.h: how a convolution becomes a module, exactly.  */
#ifndef MM_NUMERIC_MORPH_H
#define MM_NUMERIC_MORPH_H

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
  mm_blob hub;
  bool out_hub;
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
 * @param bias      sink-channels entries or NULL; it goes to a layer into t
 * @param why       out: the feasibility; when its answer is not MM_FEASIBLE there are no weights
 * @param w         out: the weights, or NULL when infeasible or undecided; caller frees
 * @param report    out
 * @return MM_OK also when infeasible; MM_EINVAL, MM_EUNSUPPORTED as mm_feasible; MM_ENOMEM
 */
mm_status mm_morph (const mm_module *m, const mm_filter *parent, const double *bias, const mm_morph_options *options,
                    mm_feasibility *why, mm_weights **w, mm_morph_report *report, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
