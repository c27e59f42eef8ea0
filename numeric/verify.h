/* numeric/verify.h: does this child compute its parent?  */
#ifndef MM_NUMERIC_VERIFY_H
#define MM_NUMERIC_VERIFY_H

#include "numeric/promise.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One image that was run through both; relative errors as below. */
typedef struct mm_trial
{
  uint32_t height, width;
  double whole, whole32;     /* by the parent's greatest output */
  double channel, channel32; /* by that of the channel that is worst */
} mm_trial;

/**
 * Relative errors: max |difference| / max |parent's output|, over random images of all the sizes
 * tried; for a single output channel, max |difference| / max |parent's output| in that channel
 * (where the parent is zero there: in all).  An error is infinite, never small, when an output is
 * not finite, and when the parent's output is zero and the child's is not.
 */
typedef struct mm_verification
{
  double interior, border, whole;           /* float64; what is border, promise.ring says */
  double interior32, border32, whole32;     /* the child in float32 arithmetic, against the parent in float64 */
  double channel, channel32;                /* of the output channel that is worst by its own measure, */
  uint32_t worst, worst32;                  /* and which one that is, in float64 and in float32 */
  double probe;                             /* polynomial residual by probes (NUMERICS.md 2, step 9) */
  mm_promise promise;                       /* for which sizes the module is sure to compute its fold */
  double *by_depth;                         /* promise.ring entries: float64, of pixels that lie so far from the border */
  mm_trial *trials;
  size_t trial_count;
  bool covered; /* the sizes tried stand for all: what is preserved on them is on every size (sizes.c) */
} mm_verification;

/**
 * Run the module and the parent on random images and compare, border and interior apart.
 *
 * The sizes are chosen such that every remainder of height and width by the module's total stride is
 * tried, sizes that the kernels do not fit in, and images that are not square.  Where
 * it costs no more than seconds, they are all that there is to try (`covered`).
 *
 * @param parent, bias  the convolution the module should compute; bias may be NULL (none).  Its
 *                      stride is the module's, its padding that of the module (`same` for `once`);
 *                      its kernel may be larger or smaller than the module's support
 * @param seed          of the images
 * @param out           out: to be cleared; infinite errors and no trials when something failed
 * @return MM_OK, whatever the errors are; MM_EINVAL when shapes do not fit; MM_EUNSUPPORTED;
 *         MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_verify (const mm_weights *w, const mm_filter *parent, const double *bias, uint64_t seed,
                     mm_verification *out, mm_error *err);
void mm_verification_clear (mm_verification *v); /* an all-zero struct is fine */

/** For which sizes a child is preserved. */
typedef enum mm_sizes_basis
{
  MM_SIZES_PROVED,  /* by the positions of the taps, and the kernels are equal */
  MM_SIZES_COVERED, /* by images of all sizes that there are to try */
  MM_SIZES_SAMPLED  /* by images of some sizes, every remainder in both directions among them */
} mm_sizes_basis;

typedef struct mm_preservation
{
  bool preserved;        /* on every image tried: channels by their own measure, too */
  bool *rows, *columns;  /* promise.stride entries: preserved where height and width leave such remainders; when not
                            preserved and not covered, only proved ones */
  bool some;             /* there are such */
  mm_sizes_basis basis;  /* of the last two */
  size_t worst;          /* the trial that is off by most */
} mm_preservation;

/**
 * Hold errors against bounds.
 * @param allowed, allowed32  what relative errors may be, of a channel by its own measure as well
 * @param out  out: to be cleared
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_verification_judge (const mm_verification *v, double allowed, double allowed32, mm_preservation *out);
void mm_preservation_clear (mm_preservation *v);

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
