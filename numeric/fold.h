/* numeric/fold.h: a whole module as one convolution.  */
#ifndef MM_NUMERIC_FOLD_H
#define MM_NUMERIC_FOLD_H

#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The module function G (paper, equation 5): the s-t entry of (I - A)^-1, by one
 * topological sweep with GEMM, never path by path (MATH.md section 5).  Its kernel is
 * the module's full support, the largest over all paths.
 *
 * Strides and dilations multiply along paths as in NUMERICS.md section 4; paths that
 * disagree on the stride are refused.  The kernel's taps are pixels of s, and the stride of
 * the convolution is the product of the strides along any path.  Identities are followed.
 * Blobs' activations and norms are taken as the identity they start as in a child.
 *
 * @param bias  out: NULL when no layer has a bias, else sink-channels entries, the sum of
 *              the biases seen through the layers behind them (exact only without zero
 *              padding behind them); may be NULL when the caller does not want it
 * @return MM_OK; MM_EINVAL when filters do not fit together (err names the layer);
 *         MM_EUNSUPPORTED (groups, kinds other than conv and identity, strides); MM_ELIMIT
 *         when the kernel is too large; MM_ENOMEM
 */
mm_status mm_fold (const mm_weights *w, mm_filter *out, double **bias, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
