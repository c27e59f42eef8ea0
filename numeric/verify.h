/* numeric/verify.h: does this child compute its parent?  */
#ifndef MM_NUMERIC_VERIFY_H
#define MM_NUMERIC_VERIFY_H

#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Relative errors: max |difference| / max |parent's output|, over random images; for a single output
 * channel, max |difference| / max |parent's output| in that channel (where the parent is zero
 * there: in all).  An error
 * is infinite, never small, when an output is not finite, and when the parent's output is
 * zero and the child's is not.
 */
typedef struct mm_verification
{
  uint32_t ring;                            /* width in output pixels of what counts as border; 0: there is none */
  double interior, border, whole;           /* float64 */
  double interior32, border32, whole32;     /* the child in float32 arithmetic, against the parent in float64 */
  double channel, channel32;                /* of the output channel that is worst by its own measure, */
  uint32_t worst, worst32;                  /* and which one that is, in float64 and in float32 */
  double probe;                             /* polynomial residual by probes (NUMERICS.md 2, step 9) */
  mm_padding padding;
} mm_verification;

/**
 * Run the module and the parent on random images and compare, border and interior
 * apart.  The ring is the radius of the module or of the parent, whichever is larger: outside
 * it padding can make no difference.  The images are as large as it takes to have both regions.
 *
 * @param parent, bias  the convolution the module should compute; bias may be NULL (none).  Its
 *                      stride is the module's, its padding that of the module (`same` for `once`);
 *                      its kernel may be larger or smaller than the module's support
 * @param seed          of the images
 * @param out           out: infinite errors when something failed
 * @return MM_OK, whatever the errors are; MM_EINVAL when shapes do not fit; MM_EUNSUPPORTED;
 *         MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_verify (const mm_weights *w, const mm_filter *parent, const double *bias, uint64_t seed,
                     mm_verification *out, mm_error *err);

/**
 * The polynomial residual ||M - G~|| / ||G~|| seen by `probes` random input vectors:
 * propagates (in x probes) polynomials through all layers instead of composing filters
 * (NUMERICS.md section 2, cost).  O(sum c_u c_v K_e^2 K_U^2 probes) flops.
 *
 * @param residual  out: infinite when it is not finite, or when something failed
 * @return MM_OK; MM_EINVAL when shapes do not fit or probes is 0; MM_EUNSUPPORTED; MM_ELIMIT;
 *         MM_ENOMEM
 */
mm_status mm_probe (const mm_weights *w, const mm_filter *parent, uint32_t probes, uint64_t seed, double *residual,
                    mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
