/* numeric/weights.c: one filter per layer.  */
#include "numeric/weights.h"

#include <stdlib.h>

#include "graph/array.h"

static void
free_arrays (mm_weights *w)
{
  free (w->filter);
  free (w->bias);
  free (w->layer_found);
  free (w->blob_found);
  free (w->unread);
  free (w);
}

mm_weights *
mm_weights_new (const mm_module *m)
{
  mm_weights *w = malloc (sizeof *w);
  if (!w)
    return NULL;
  const uint32_t layers = mm_module_layers (m);
  *w = (mm_weights){
    .module = m,
    .filter = mm_array_new (layers, sizeof *w->filter),
    .bias = mm_array_new (layers, sizeof *w->bias),
    .dtype = MM_F64,
    .layer_found = mm_array_new (layers, 1),
    .blob_found = mm_array_new (mm_module_blobs (m), 1),
  };
  if (w->filter && w->bias && w->layer_found && w->blob_found)
    return w;
  free_arrays (w);
  return NULL;
}

void
mm_weights_free (mm_weights *w)
{
  if (!w)
    return;
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    {
      mm_filter_clear (&w->filter[e]);
      free (w->bias[e]);
    }
  for (size_t i = 0; i < w->unread_count; i++)
    free (w->unread[i]);
  free_arrays (w);
}

const mm_filter *
mm_weights_filter (const mm_weights *w, mm_layer e)
{
  const bool given = mm_module_layer_info (w->module, e).kind != MM_KIND_IDENTITY || w->filter[e].data;
  return given ? &w->filter[e] : NULL;
}

bool
mm_weights_have_bias (const mm_weights *w)
{
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    if (w->bias[e])
      return true;
  return false;
}

static void
round_entries (double *data, size_t count)
{
  for (size_t i = 0; i < count; i++)
    data[i] = (double) (float) data[i];
}

void
mm_weights_round (mm_weights *w)
{
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    {
      const mm_filter *f = &w->filter[e];
      if (f->data)
        round_entries (f->data, mm_filter_size (f));
      if (w->bias[e])
        round_entries (w->bias[e], f->out);
    }
}
