/* numeric/fold_i.h: parts of a fold; for numeric/ only.  */
#ifndef MM_NUMERIC_FOLD_I_H
#define MM_NUMERIC_FOLD_I_H

#include "numeric/fold.h"
#include "numeric/plan_i.h"

/** The biases seen through the layers behind them. @param out  out: sink-channels entries; NULL when there is no bias */
mm_status mm_fold_bias (const mm_weights *w, const mm_plan *plan, double **out, mm_error *err);

/**
 * As mm_verify for a module and its own fold, in float64 only and without probes.
 * @param rounding  one number an output channel: differences up to it are none; may be NULL
 */
mm_status mm_fold_check (const mm_weights *w, const mm_filter *fold, const double *bias, const double *rounding,
                         uint64_t seed, mm_verification *out, mm_error *err);

#endif
