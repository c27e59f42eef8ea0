/* numeric/weights.c: one filter per layer.  */
#include "numeric/weights.h"

#include <stdlib.h>

#include "graph/array.h"

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
  };
  if (w->filter && w->bias)
    return w;
  free (w->filter);
  free (w->bias);
  free (w);
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
  free (w->filter);
  free (w->bias);
  free (w);
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
