/* tests/capacity_kit.c: modules for the tests of capacity.  */
#include "tests/capacity_kit.h"

void
set_channels (const mm_module *m, shape *s, const char *blob, uint32_t channels)
{
  s->channels[mm_module_find_blob (m, blob)] = channels;
}

void
set_kernel (const mm_module *m, shape *s, const char *tail, const char *head, uint32_t kernel)
{
  const mm_blob u = mm_module_find_blob (m, tail), v = mm_module_find_blob (m, head);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_tails (m)[e] == u && mm_module_heads (m)[e] == v)
      s->kh[e] = s->kw[e] = kernel;
}

shape
plain_shape (const mm_module *m, uint32_t c, uint32_t k)
{
  shape s;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    s.channels[v] = c;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    s.kh[e] = s.kw[e] = k;
  return s;
}

mm_module *
twin_hubs (void)
{
  mm_module *m = kit_module ("s-a s-b a-c b-d c-t d-t");
  shape s = plain_shape (m, 4, 1);
  set_channels (m, &s, "c", 2);
  set_channels (m, &s, "d", 2);
  set_kernel (m, &s, "a", "c", 3);
  set_kernel (m, &s, "b", "d", 3);
  return shaped (m, &s);
}

mm_module *
butterfly (void)
{
  mm_module *m = kit_module ("s-p s-q p-m q-m p-u q-v m-u m-v u-c v-d c-t d-t");
  shape s = plain_shape (m, 1, 1);
  const char *const wide[] = { "s", "t", "u", "v" };
  for (int i = 0; i < 4; i++)
    set_channels (m, &s, wide[i], 2);
  set_kernel (m, &s, "u", "c", 3);
  set_kernel (m, &s, "v", "d", 3);
  return shaped (m, &s);
}
