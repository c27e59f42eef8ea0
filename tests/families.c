/* tests/families.c: modules whose reduction complexity is known.  */
#include "tests/families.h"

#include <stdlib.h>

#include "graph/builder.h"

static void
layer (mm_builder *b, mm_blob tail, mm_blob head)
{
  if (mm_builder_add_layer (b, tail, head, NULL, NULL))
    abort ();
}

static mm_module *
finish (mm_builder *b)
{
  mm_module *m;
  if (mm_builder_finish (b, &m, NULL))
    abort ();
  mm_builder_free (b);
  return m;
}

mm_module *
family_skips (uint32_t n, uint32_t reach)
{
  mm_builder *b = mm_builder_new ();
  if (mm_builder_add_blobs (b, n))
    abort ();
  for (uint32_t u = 0; u < n; u++)
    for (uint32_t w = u + 1; w < n && w - u <= reach; w++)
      layer (b, u, w);
  return finish (b);
}

/* Blobs: 0 is the source, 1 the sink, 2 i + 2 and 2 i + 3 are inside bridge i; behind those the
   joints of a series.  */
mm_module *
family_bridges (uint32_t k, family_shape shape)
{
  mm_builder *b = mm_builder_new ();
  const mm_blob joint = 2 * k + 2;
  if (mm_builder_add_blobs (b, joint + (shape == FAMILY_SERIES ? k - 1 : 0)))
    abort ();
  mm_blob s = 0;
  for (uint32_t i = 0; i < k; i++)
    {
      const mm_blob x = 2 * i + 2, y = x + 1, t = shape == FAMILY_SERIES && i + 1 < k ? joint + i : 1;
      layer (b, s, x);
      layer (b, s, y);
      layer (b, x, y);
      layer (b, x, t);
      if (shape != FAMILY_NESTED || i + 1 == k)
        layer (b, y, t);
      s = shape == FAMILY_SERIES ? t : shape == FAMILY_NESTED ? y : 0;
    }
  return finish (b);
}
