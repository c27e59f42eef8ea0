/* render/layout.c: one call of dot, with foresight.  */
#include <float.h>
#include <stdlib.h>

#include "graph/array.h"
#include "render/palette_i.h"
#include "render/scene_i.h"

/* The widest label that a layer with these ends will ever carry.  */
static double
widest_label (const mm_scene *s, mm_blob tail, mm_blob head)
{
  double widest = 0;
  for (mm_term x = 0; x < s->layers; x++)
    if (s->layer[x].life.tail == tail && s->layer[x].life.head == head && s->layer[x].label_width > widest)
      widest = s->layer[x].label_width;
  return widest;
}

/* A label may take 0.62 of its edge, so that the edge shows at both sides.  */
static double
room_for (double label)
{
  return label / 0.62 + 8;
}

static void
take_places (mm_scene *s, const mm_point *at, const mm_route *route)
{
  for (mm_blob v = 0; v < s->blobs; v++)
    s->blob[v].at = at[v];
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    {
      s->layer[e].route = route[e];
      s->layer[e].trace = mm_route_trace (&route[e]);
    }
}

mm_status
mm_scene_arrange (mm_scene *s, mm_error *err)
{
  uint32_t layers = mm_module_layers (s->module);
  mm_status status = MM_OK;
  for (mm_term x = layers; !status && x < s->layers; x++)
    status = mm_scene_name_product (s, x, DBL_MAX, err);
  if (status)
    return status;

  double *width = mm_array_new (layers, sizeof *width);
  mm_point *at = mm_array_new (s->blobs, sizeof *at);
  mm_route *route = mm_array_new (layers, sizeof *route);
  mm_arrangement a = {
    .blobs = s->blobs,
    .layers = layers,
    .order = mm_module_order (s->module),
    .tail = mm_module_tails (s->module),
    .head = mm_module_heads (s->module),
    .label_width = width,
    .at = at,
    .route = route,
  };
  if (width && at && route)
    {
      for (mm_layer e = 0; e < layers; e++)
        width[e] = room_for (widest_label (s, a.tail[e], a.head[e]));
      status = mm_press_arrange (s->press, &a, err);
      if (!status)
        take_places (s, at, route);
    }
  else
    status = mm_fail_memory (err);
  free (width);
  free (at);
  free (route);
  return status;
}
