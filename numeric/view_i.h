/* numeric/view_i.h: a module as the hub algorithms see it, read from s or from t; for numeric/ only.

   An out-hub of M is an in-hub of M reversed, with every filter transposed (NUMERICS.md T3).  So
   the algorithms know in-hubs only, and look at the module through a view.  */
#ifndef MM_NUMERIC_VIEW_I_H
#define MM_NUMERIC_VIEW_I_H

#include "numeric/route.h"

/** A layer that leads from one blob to another in the direction of the view. */
typedef struct mm_view_layer
{
  mm_blob tail, head;
  uint32_t kh, kw;
} mm_view_layer;

typedef struct mm_view
{
  const mm_module *module; /* borrowed */
  bool reversed;
  uint32_t blobs, layers;
  mm_blob s, t;         /* ends in the direction of the view */
  uint32_t *channels;   /* per blob; owned */
  mm_view_layer *layer; /* per layer; owned */
} mm_view;

/**
 * Look at a module that is to hold a demand.
 * @return MM_OK; MM_EINVAL (a blob without channels, a layer without kernel, ends that disagree
 *         with the demand; err names it and says what to do); MM_EUNSUPPORTED (err names the layer); MM_ENOMEM
 */
mm_status mm_view_init (mm_view *view, const mm_module *m, const mm_demand *demand, mm_error *err);
void mm_view_clear (mm_view *view);

/** Turn the view around, in place. */
void mm_view_turn (mm_view *view);

/* Layers that end (start) at a blob, in the direction of the view.  */
mm_handles mm_view_in (const mm_view *view, mm_blob v);
mm_handles mm_view_out (const mm_view *view, mm_blob v);

/** The i-th blob of a topological order in the direction of the view. */
mm_blob mm_view_order (const mm_view *view, uint32_t i);

/** Whether the kernel of a layer covers the support of the parent. */
bool mm_view_fits (const mm_view *view, mm_layer e, const mm_demand *demand);

#endif
