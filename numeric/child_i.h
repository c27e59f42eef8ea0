/* numeric/child_i.h: the steps of a morph once its way is decided; for numeric/ only.  */
#ifndef MM_NUMERIC_CHILD_I_H
#define MM_NUMERIC_CHILD_I_H

#include "numeric/draft_i.h"
#include "numeric/morph.h"

/** A child to be made.  All borrowed. */
typedef struct mm_child
{
  mm_view *view;           /* in the direction of the module; turned and turned back */
  const mm_demand *demand; /* in the direction of the module */
  const mm_loads *loads;   /* in the direction in which they are read */
  bool turned;             /* which is from t to s */
  const mm_filter *parent;
  const double *bias;      /* may be NULL */
  const mm_morph_options *options;
} mm_child;

/**
 * @param out     out: the weights; untouched on errors
 * @param report  out: all but what tells hubs
 * @return MM_OK; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_child_make (const mm_child *child, mm_weights **out, mm_morph_report *report, mm_error *err);

#endif
