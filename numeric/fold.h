/* numeric/fold.h: a whole module as one convolution.  */
#ifndef MM_NUMERIC_FOLD_H
#define MM_NUMERIC_FOLD_H

#include "numeric/verify.h"

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

/**
 * How large the terms are whose sums are the fold's entries: for each, the root of the sum of the squares of
 * the products along all paths, times the root of the number of layers on the longest one.  Times the relative
 * rounding of the weights, that is about how far off an entry is.
 *
 * @param terms       out: of the fold's shape; 0 where squares overflow
 * @param bias_terms  out: sums of absolute values, sink-channels entries; NULL when no layer has a bias
 * @return as mm_fold
 */
mm_status mm_fold_terms (const mm_weights *w, mm_filter *terms, double **bias_terms, mm_error *err);

/** What is to be said of one output channel of a fold.  The last three numbers are relative to its greatest entry. */
typedef struct mm_fold_channel
{
  double greatest;  /* that entry; infinite when there is one that is not finite */
  double terms;     /* how large the terms are whose sums its entries are (mm_fold_terms) */
  double uncertain; /* how far the rounding of the weights may have put its entries off; infinite when they are all 0 */
  double rounded;   /* how far writing them puts them off; infinite when one is too large for the type */
  double dropped;   /* the greatest entry that was cropped */
} mm_fold_channel;

/** A fold and what is known of it; all owned. */
typedef struct mm_folded
{
  mm_filter kernel, terms;
  double *bias, *bias_terms; /* NULL when no layer has a bias */
  double rounding;           /* of the weights, relative: half a unit of the last digit of their type */
  mm_fold_channel *channels; /* kernel.out entries */
} mm_folded;

/** @return as mm_fold, with a fold to be cleared on MM_OK */
mm_status mm_folded_make (const mm_weights *w, mm_folded *out, mm_error *err);
void mm_folded_clear (mm_folded *f); /* an all-zero struct is fine */

/** Fill in the channels, but for `dropped`, for a fold that is written in a type. To be called before cropping. */
void mm_folded_look (mm_folded *f, mm_dtype dtype);

/**
 * Drop outer rows and columns of taps whose entries are nothing but rounding: in each output channel at
 * most `level` of its greatest entry, or explained by how far off they are.  The kernel shrinks around its
 * centre; terms stay.  Each channel's `dropped` says what went.
 * @return MM_OK; MM_ENOMEM, with f as it was
 */
mm_status mm_folded_crop (mm_folded *f, double level);

/**
 * Does the module compute its fold, up to the border?  As mm_verify, in float64 only and without probes (errors in
 * float32 are 0, `probe` is infinite); differences that rounding explains, of the weights or on the way, count as none.
 * To be called before cropping.
 */
mm_status mm_folded_check (const mm_weights *w, const mm_folded *f, uint64_t seed, mm_verification *out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
