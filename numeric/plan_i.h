/* numeric/plan_i.h: what every walk over a module with weights must know first; for numeric/ only.  */
#ifndef MM_NUMERIC_PLAN_I_H
#define MM_NUMERIC_PLAN_I_H

#include "numeric/weights.h"

/** Numbers of every blob v.  "Pixels" are those of s. */
typedef struct mm_plan
{
  uint32_t *channels;
  uint32_t *stride;              /* pixels from one of v's to the next: the product along any path s-v */
  uint32_t *radius_h, *radius_w; /* how many pixels to each side the longest path s-v reaches */
  uint32_t *block;               /* all of them, one piece of memory */
} mm_plan;

/**
 * Check that the weights fit the module and each other, and measure the module.
 * O(blobs + layers), unless many identities leave channels to be guessed from each other.
 *
 * @return MM_OK, with a plan to be cleared;
 *         MM_EINVAL when a layer has no weights, or weights that do not fit the kernel the
 *         module states or the channels of its blobs (err names the layer);
 *         MM_EUNSUPPORTED for groups, for kinds other than conv and identity, and when two
 *         paths to a blob disagree on the stride;
 *         MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_plan_make (const mm_weights *w, mm_plan *out, mm_error *err);
void mm_plan_clear (mm_plan *p);

#endif
