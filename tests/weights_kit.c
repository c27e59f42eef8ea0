/* tests/weights_kit.c: random weights for modules, and the module function path by path.  */
#include "tests/weights_kit.h"

#include <math.h>
#include <stdlib.h>

#include "graph/builder.h"
#include "tests/kit.h"
#include "tests/oracle_conv.h"

static uint32_t
random_kernel (uint64_t *state, uint32_t greatest)
{
  return 2 * kit_below (state, greatest / 2 + 1) + 1;
}

static void
scale (mm_filter *f)
{
  for (size_t i = 0; i < mm_filter_size (f); i++)
    f->data[i] *= sqrt (3) * mm_filter_he (f);
}

static double *
random_bias (uint64_t *state, uint32_t channels)
{
  mm_image x = oracle_image (state, channels, 1, 1);
  return x.data;
}

mm_weights *
kit_weights (const mm_module *m, uint64_t seed, kit_ranges ranges)
{
  uint64_t state = seed;
  mm_weights *w = mm_weights_new (m);
  uint32_t *channels = calloc (mm_module_blobs (m), sizeof *channels);
  if (!w || !channels)
    abort ();
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    channels[v] = 1 + kit_below (&state, ranges.channels);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_layer_info (m, e).kind == MM_KIND_IDENTITY)
      channels[mm_module_heads (m)[e]] = channels[mm_module_tails (m)[e]];
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      if (mm_module_layer_info (m, e).kind == MM_KIND_IDENTITY)
        continue;
      const uint32_t kh = random_kernel (&state, ranges.kernel), kw = random_kernel (&state, ranges.kernel);
      const uint32_t out = channels[mm_module_heads (m)[e]], in = channels[mm_module_tails (m)[e]];
      w->filter[e] = oracle_filter (&state, out, in, kh, kw);
      scale (&w->filter[e]);
      if (ranges.bias && kit_below (&state, 2))
        w->bias[e] = random_bias (&state, out);
    }
  free (channels);
  return w;
}

/* ---- modules with one thing changed ------------------------------------------------ */

static mm_builder *
rebuild (const mm_module *m)
{
  char buffer[MM_NAME_BUFFER];
  mm_builder *b = mm_builder_new ();
  if (!b)
    abort ();
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      const mm_blob_info info = mm_module_blob_info (m, v);
      if (mm_builder_add_blob (b, mm_module_blob_name (m, v, buffer), NULL) || mm_builder_set_blob (b, v, &info))
        abort ();
    }
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      const char *name = mm_module_layer_given_name (m, e, buffer);
      if (mm_builder_add_layer (b, mm_module_tails (m)[e], mm_module_heads (m)[e], name, NULL)
          || mm_builder_set_layer (b, e, &info))
        abort ();
    }
  mm_builder_set_padding (b, mm_module_padding (m));
  return b;
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
kit_change_layer (const mm_module *m, mm_layer e, mm_layer_info info)
{
  mm_builder *b = rebuild (m);
  if (mm_builder_set_layer (b, e, &info))
    abort ();
  return finish (b);
}

mm_module *
kit_change_padding (const mm_module *m, mm_padding padding)
{
  mm_builder *b = rebuild (m);
  mm_builder_set_padding (b, padding);
  return finish (b);
}

/* ---- path by path ------------------------------------------------------------------- */

static void
add_product (const mm_filter *second, uint32_t y2, uint32_t x2, const mm_filter *first, uint32_t y1, uint32_t x1,
             double *to)
{
  const double *a = mm_filter_tap (second, y2, x2), *b = mm_filter_tap (first, y1, x1);
  for (uint32_t o = 0; o < second->out; o++)
    for (uint32_t i = 0; i < first->in; i++)
      for (uint32_t k = 0; k < second->in; k++)
        to[o * first->in + i] += a[o * second->in + k] * b[k * first->in + i];
}

/* G[tau] = sum over sigma of second[sigma] first[tau - spread sigma], offsets from the centres.  */
static mm_filter
compose (const mm_filter *second, const mm_filter *first, uint32_t spread)
{
  mm_filter g;
  if (mm_filter_init (&g, second->out, first->in, (second->kh - 1) * spread + first->kh,
                      (second->kw - 1) * spread + first->kw))
    abort ();
  for (int y = 0; y < (int) g.kh; y++)
    for (int x = 0; x < (int) g.kw; x++)
      for (int y2 = 0; y2 < (int) second->kh; y2++)
        for (int x2 = 0; x2 < (int) second->kw; x2++)
          {
            const int sy = y2 - (int) second->kh / 2, sx = x2 - (int) second->kw / 2;
            const int y1 = y - (int) g.kh / 2 - (int) spread * sy + (int) first->kh / 2;
            const int x1 = x - (int) g.kw / 2 - (int) spread * sx + (int) first->kw / 2;
            if (y1 >= 0 && x1 >= 0 && y1 < (int) first->kh && x1 < (int) first->kw)
              add_product (second, (uint32_t) y2, (uint32_t) x2, first, (uint32_t) y1, (uint32_t) x1,
                           mm_filter_tap (&g, (uint32_t) y, (uint32_t) x));
          }
  return g;
}

/* Add all paths that go on from v, whose beginning composes to `so_far` with a stride.  */
static void
follow (const mm_weights *w, mm_blob v, const mm_filter *so_far, uint32_t stride, mm_filter *sum)
{
  const mm_module *m = w->module;
  if (v == mm_module_sink (m))
    {
      if (!sum->data ? mm_filter_copy (so_far, sum) : mm_filter_add (sum, so_far))
        abort ();
      return;
    }
  const mm_handles out = mm_module_out (m, v);
  for (uint32_t i = 0; i < out.count; i++)
    {
      const mm_layer_info info = mm_module_layer_info (m, out.at[i]);
      mm_filter next;
      if (info.kind != MM_KIND_IDENTITY)
        next = compose (&w->filter[out.at[i]], so_far, stride * info.dilation);
      else if (mm_filter_copy (so_far, &next))
        abort ();
      follow (w, mm_module_heads (m)[out.at[i]], &next, stride * info.stride, sum);
      mm_filter_clear (&next);
    }
}

mm_filter
oracle_fold (const mm_weights *w)
{
  const mm_module *m = w->module;
  mm_layer first = mm_module_out (m, mm_module_source (m)).at[0];
  while (mm_module_layer_info (m, first).kind == MM_KIND_IDENTITY)
    first = mm_module_out (m, mm_module_heads (m)[first]).at[0];
  mm_filter unit, sum = { .data = NULL };
  if (mm_filter_init (&unit, w->filter[first].in, w->filter[first].in, 1, 1))
    abort ();
  for (uint32_t i = 0; i < unit.in; i++)
    unit.data[i * unit.in + i] = 1;
  follow (w, mm_module_source (m), &unit, 1, &sum);
  mm_filter_clear (&unit);
  return sum;
}

/* ---- layer by layer ------------------------------------------------------------------- */

enum { BLOBS = 16 };

static mm_image
run_layer (const mm_weights *w, mm_layer e, mm_padding padding, const mm_image *x)
{
  const mm_layer_info info = mm_module_layer_info (w->module, e);
  if (w->filter[e].data)
    return oracle_convolve (&w->filter[e], w->bias[e], info.stride, info.dilation, padding, x);
  mm_image y = { x->channels, x->height, x->width, malloc ((size_t) x->channels * x->height * x->width * sizeof *y.data) };
  for (size_t i = 0; i < (size_t) x->channels * x->height * x->width; i++)
    y.data[i] = x->data[i];
  return y;
}

static mm_image
run_layers (const mm_weights *w, mm_padding padding, const mm_image *x)
{
  const mm_module *m = w->module;
  mm_image at[BLOBS] = { { .data = NULL } };
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      for (uint32_t k = 0; k < in.count; k++)
        {
          const mm_blob u = mm_module_tails (m)[in.at[k]];
          mm_image y = run_layer (w, in.at[k], padding, u == mm_module_source (m) ? x : &at[u]);
          for (size_t j = 0; at[v].data && j < (size_t) y.channels * y.height * y.width; j++)
            y.data[j] += at[v].data[j];
          oracle_clear (&at[v]);
          at[v] = y;
        }
    }
  mm_image y = at[mm_module_sink (m)];
  at[mm_module_sink (m)].data = NULL;
  for (int v = 0; v < BLOBS; v++)
    oracle_clear (&at[v]);
  return y;
}

mm_image
oracle_forward (const mm_weights *w, const mm_image *x)
{
  return run_layers (w, mm_module_padding (w->module), x);
}

/* One black pixel that repeats for ever.  */
double *
oracle_fold_bias (const mm_weights *w)
{
  const mm_module *m = w->module;
  mm_image x = { 1, 1, 1, NULL };
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (w->filter[e].data && w->filter[e].in > x.channels)
      x.channels = w->filter[e].in;
  x.data = calloc (x.channels, sizeof *x.data);
  mm_image y = run_layers (w, MM_PADDING_CIRCULAR, &x);
  oracle_clear (&x);
  return y.data;
}

mm_verification
kit_numbers (mm_verification *v)
{
  mm_verification numbers = *v;
  numbers.trials = NULL;
  numbers.by_depth = NULL;
  numbers.promise.rows = numbers.promise.columns = NULL;
  numbers.promise.reasons = NULL;
  mm_verification_clear (v);
  return numbers;
}
