/* numeric/promise.h: for which image sizes does a module compute its fold up to the border?  */
#ifndef MM_NUMERIC_PROMISE_H
#define MM_NUMERIC_PROMISE_H

#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_STRIDE_LIMIT = 4096 }; /* the largest total stride whose remainders are told apart */

/** A blob behind which a kernel reads padding where its fold reads something else. */
typedef struct mm_promise_reason
{
  mm_blob blob;
  bool bias;                   /* a constant that biases bring here is read beyond the border, where it is 0 */
  bool kernel;                 /* kernels before and behind it together lead out of the image and back */
  uint32_t before_h, before_w; /* the box that the blob reads of s, in pixels of s */
  uint32_t behind_h, behind_w; /* the box that t reads of the blob, in pixels of the blob */
} mm_promise_reason;

/**
 * What the positions of the taps prove, whatever the weights on them are.
 *
 * A tap whose entries are all 0 is none.  A module and its fold differ by the sum over all ways
 * from a pixel of t to one of s that pass a pixel of some blob that lies outside the image: the
 * fold counts them, and the module reads 0 there instead (`circular`: the pixel at the other end,
 * which is another one unless the size is a multiple of the blob's stride).  Where there is no
 * such way, both are equal.  Rows and columns are apart: a way leaves through one or the other.
 * With padding `once` there is none, for the image has its whole margin before the first layer.
 *
 * The converse holds for generic weights only: ways may cancel, as they do in children of morph.
 */
typedef struct mm_promise
{
  mm_padding padding;
  uint32_t stride;      /* from one pixel of t to the next, in pixels of s */
  bool exact;           /* equal for all sizes */
  bool *rows, *columns; /* stride entries: equal when the height (width) leaves this remainder, and the other
                           direction is fine as well */
  uint32_t ring;        /* pixels of t that are at least so far from the border are equal in any case; the least such
                           number for generic weights and large images */
  uint32_t reason_count;
  mm_promise_reason *reasons; /* in topological order of their blobs */
} mm_promise;

/**
 * O(sum over layers of kernel size x reach).
 * @return MM_OK, with a promise to be cleared; MM_EINVAL or MM_EUNSUPPORTED when the weights do not
 *         fit the module (err names the layer); MM_ELIMIT for a total stride above
 *         MM_STRIDE_LIMIT, or a reach above a million pixels; MM_ENOMEM
 */
mm_status mm_promise_make (const mm_weights *w, mm_promise *out, mm_error *err);
void mm_promise_clear (mm_promise *p); /* an all-zero struct is fine */

#ifdef __cplusplus
}
#endif
#endif
