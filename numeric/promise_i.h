/* numeric/promise_i.h: one direction of an image; for numeric/ only.  */
#ifndef MM_NUMERIC_PROMISE_I_H
#define MM_NUMERIC_PROMISE_I_H

#include "numeric/plan_i.h"

/** What is proved of rows, or of columns. */
typedef struct mm_axis
{
  bool *exact;              /* one per remainder of the size by the total stride */
  uint32_t ring;            /* in pixels of t */
  uint32_t *before, *behind; /* per blob: what it reads of s, what t reads of it; 0: nothing */
  bool *kernel, *bias;       /* per blob: what is wrong there */
} mm_axis;

/** @return MM_OK, with an axis to be cleared; MM_ELIMIT; MM_ENOMEM */
mm_status mm_axis_make (const mm_weights *w, const mm_plan *plan, bool columns, mm_axis *out);
void mm_axis_clear (mm_axis *a);

/** Whether sizes of every remainder are exact. */
bool mm_all_exact (const bool *exact, uint32_t stride);

#endif
