/* tests/shaped.c: modules with channels and kernels.  */
#include "tests/shaped.h"

#include <stdio.h>
#include <stdlib.h>

#include "graph/builder.h"

static void
must (int ok)
{
  if (!ok)
    {
      fprintf (stderr, "shaped: out of memory, or a module that is too large\n");
      abort ();
    }
}

mm_module *
shaped (mm_module *m, const shape *s)
{
  char name[MM_NAME_BUFFER];
  mm_builder *b = mm_builder_new ();
  must (b && mm_module_blobs (m) <= 64 && mm_module_layers (m) <= 256);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      const mm_blob_info info = { .channels = s->channels[v] };
      must (!mm_builder_add_blob (b, mm_module_blob_name (m, v, name), NULL));
      must (!mm_builder_set_blob (b, v, &info));
    }
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = { MM_KIND_CONV, s->kh[e], s->kw[e], 1, 1, 1 };
      must (!mm_builder_add_layer (b, mm_module_tails (m)[e], mm_module_heads (m)[e], NULL, NULL));
      must (!mm_builder_set_layer (b, e, &info));
    }
  mm_module *out = NULL;
  must (!mm_builder_finish (b, &out, NULL));
  mm_builder_free (b);
  mm_module_free (m);
  return out;
}

mm_module *
uniform (mm_module *m, uint32_t in, uint32_t out, uint32_t c, uint32_t k)
{
  shape s;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    s.channels[v] = v == mm_module_source (m) ? in : v == mm_module_sink (m) ? out : c;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    s.kh[e] = s.kw[e] = k;
  return shaped (m, &s);
}

mm_module *
random_shape (mm_module *m, uint64_t *state, uint32_t in, uint32_t out, uint32_t low, uint32_t high, uint32_t radii,
              bool square)
{
  shape s;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    s.channels[v] = low + kit_below (state, high - low + 1);
  s.channels[mm_module_source (m)] = in;
  s.channels[mm_module_sink (m)] = out;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      s.kh[e] = 2 * kit_below (state, radii) + 1;
      s.kw[e] = square ? s.kh[e] : 2 * kit_below (state, radii) + 1;
    }
  return shaped (m, &s);
}
