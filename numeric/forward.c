/* numeric/forward.c: running a module on images.  */
#include "numeric/forward.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"
#include "numeric/convolve_i.h"
#include "numeric/plan_i.h"

mm_status
mm_image_init (mm_image *x, uint32_t channels, uint32_t height, uint32_t width)
{
  *x = (mm_image){ .data = NULL };
  if (!channels || !height || !width)
    return MM_EINVAL;
  mm_grid g;
  mm_status s = mm_grid_init (&g, false, channels, height, width);
  if (!s)
    *x = (mm_image){ channels, height, width, g.data };
  return s;
}

void
mm_image_clear (mm_image *x)
{
  free (x->data);
  *x = (mm_image){ .data = NULL };
}

/* An image seen as a grid, which must not be cleared.  */
static mm_grid
view (const mm_image *x)
{
  return (mm_grid){ false, x->channels, x->height, x->width, x->data };
}

/* ---- one layer -------------------------------------------------------------------- */

/* How many pixels come out of one direction; 0 when the kernel does not fit inside.  */
static uint32_t
output_size (uint32_t size, uint64_t radius, uint32_t stride, mm_padding padding)
{
  const uint64_t lost = padding == MM_PADDING_ONCE ? 2 * radius : 0;
  return lost < size ? (uint32_t) ((size - lost - 1) / stride + 1) : 0;
}

mm_status
mm_forward_layer (const mm_filter *f, const double *bias, uint32_t stride, uint32_t dilation, mm_padding padding,
                  const mm_image *x, mm_image *y)
{
  *y = (mm_image){ .data = NULL };
  if (f->in != x->channels || !stride || !dilation)
    return MM_EINVAL;
  const uint64_t rh = (uint64_t) (f->kh / 2) * dilation, rw = (uint64_t) (f->kw / 2) * dilation;
  mm_status s = mm_image_init (y, f->out, output_size (x->height, rh, stride, padding),
                               output_size (x->width, rw, stride, padding));
  if (s)
    return s;
  mm_window window = { 0, 0, stride, dilation, padding == MM_PADDING_CIRCULAR };
  if (padding == MM_PADDING_ONCE)
    window.top = (int64_t) rh, window.left = (int64_t) rw;
  const mm_grid from = view (x);
  mm_grid to = view (y);
  s = mm_convolve (f, bias, &window, &from, &to);
  if (s)
    mm_image_clear (y);
  return s;
}

/* ---- the whole module ---------------------------------------------------------------- */

/* What a blob's image covers: its proper pixels, and with padding `once` so many more
   before and behind them (the same for rows and columns is done twice).  Aligning all
   layers of a blob on its proper pixels is what cropping to the common centre means.  */
typedef struct extent
{
  int64_t size, before, behind;
} extent;

typedef struct run
{
  const mm_weights *w;
  const mm_plan *plan;
  mm_grid *at;           /* one per blob */
  uint32_t *users;       /* one per blob: layers that still read it */
  extent *rows, *columns; /* one per blob */
} run;

static int64_t
floor_divide (int64_t a, int64_t b)
{
  return a / b - (a % b != 0 && a < 0);
}

/* What is left over behind a valid convolution, or less when another layer leaves less.  */
static void
shrink (extent *to, const extent *from, uint32_t kernel, const mm_layer_info *info, bool first)
{
  const int64_t radius = (int64_t) (kernel / 2) * info->dilation, stride = info->stride;
  const int64_t before = floor_divide (from->before - radius, stride);
  const int64_t behind = floor_divide (from->size - 1 + from->behind - radius, stride) - (to->size - 1);
  if (first || before < to->before)
    to->before = before;
  if (first || behind < to->behind)
    to->behind = behind;
}

static void
measure_blob (const run *r, mm_blob v)
{
  const mm_module *m = r->w->module;
  const mm_handles in = mm_module_in (m, v);
  for (uint32_t k = 0; k < in.count; k++)
    {
      const mm_blob u = mm_module_tails (m)[in.at[k]];
      const mm_layer_info info = mm_module_layer_info (m, in.at[k]);
      const mm_filter *f = mm_weights_filter (r->w, in.at[k]);
      shrink (&r->rows[v], &r->rows[u], f ? f->kh : 1, &info, k == 0);
      shrink (&r->columns[v], &r->columns[u], f ? f->kw : 1, &info, k == 0);
    }
}

/* The extents of all blobs for an image of a size.  */
static void
measure (const run *r, const mm_image *x)
{
  const mm_module *m = r->w->module;
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      r->rows[v] = (extent){ (x->height - 1) / r->plan->stride[v] + 1, 0, 0 };
      r->columns[v] = (extent){ (x->width - 1) / r->plan->stride[v] + 1, 0, 0 };
    }
  if (mm_module_padding (m) != MM_PADDING_ONCE)
    return;
  r->rows[s].before = r->rows[s].behind = r->plan->radius_h[t];
  r->columns[s].before = r->columns[s].behind = r->plan->radius_w[t];
  for (uint32_t i = 1; i < mm_module_blobs (m); i++)
    measure_blob (r, mm_module_order (m)[i]);
}

static mm_status
new_grid (const run *r, mm_blob v, bool single)
{
  const extent *rows = &r->rows[v], *columns = &r->columns[v];
  const int64_t height = rows->before + rows->size + rows->behind;
  const int64_t width = columns->before + columns->size + columns->behind;
  if (height > UINT32_MAX || width > UINT32_MAX)
    return MM_ELIMIT;
  return mm_grid_init (&r->at[v], single, r->plan->channels[v], (uint32_t) height, (uint32_t) width);
}

static void
import_row (const double *from, mm_grid *to, size_t at, uint32_t count)
{
  if (to->single)
    for (uint32_t i = 0; i < count; i++)
      ((float *) to->data)[at + i] = (float) from[i];
  else
    memcpy ((double *) to->data + at, from, count * sizeof *from);
}

/* The image at s, with its margin.  */
static mm_status
begin (const run *r, bool single, const mm_image *x)
{
  const mm_blob s = mm_module_source (r->w->module);
  mm_status status = new_grid (r, s, single);
  if (status)
    return status;
  mm_grid *g = &r->at[s];
  for (size_t c = 0; c < x->channels; c++)
    for (size_t y = 0; y < x->height; y++)
      {
        const size_t row = c * g->height + (size_t) r->rows[s].before + y;
        import_row (x->data + (c * x->height + y) * x->width, g, row * g->width + (size_t) r->columns[s].before,
                    x->width);
      }
  return MM_OK;
}

static mm_status
run_layer (const run *r, mm_layer e)
{
  const mm_module *m = r->w->module;
  const mm_blob u = mm_module_tails (m)[e], v = mm_module_heads (m)[e];
  const mm_layer_info info = mm_module_layer_info (m, e);
  const mm_window window = {
    .top = r->rows[u].before - info.stride * r->rows[v].before,
    .left = r->columns[u].before - info.stride * r->columns[v].before,
    .stride = info.stride,
    .dilation = info.dilation,
    .circular = mm_module_padding (m) == MM_PADDING_CIRCULAR,
  };
  const mm_filter *f = mm_weights_filter (r->w, e);
  mm_status s = mm_convolve (f, r->w->bias[e], &window, &r->at[u], &r->at[v]);
  if (--r->users[u] == 0)
    mm_grid_clear (&r->at[u]);
  return s;
}

static mm_status
finish (const run *r, mm_image *y)
{
  mm_grid *g = &r->at[mm_module_sink (r->w->module)];
  mm_status s = mm_image_init (y, g->channels, g->height, g->width);
  const size_t count = (size_t) g->channels * g->height * g->width;
  for (size_t i = 0; i < count && !s; i++)
    y->data[i] = g->single ? (double) ((float *) g->data)[i] : ((double *) g->data)[i];
  return s;
}

static mm_status
run_module (const run *r, bool single, const mm_image *x, mm_image *y)
{
  const mm_module *m = r->w->module;
  measure (r, x);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    r->users[v] = mm_module_out (m, v).count;
  mm_status s = begin (r, single, x);
  for (uint32_t i = 1; i < mm_module_blobs (m) && !s; i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      s = new_grid (r, v, single);
      for (uint32_t k = 0; k < in.count && !s; k++)
        s = run_layer (r, in.at[k]);
    }
  return s ? s : finish (r, y);
}

static mm_status
check_image (const mm_weights *w, const mm_plan *plan, const mm_image *x, mm_error *err)
{
  const mm_module *m = w->module;
  const mm_blob s = mm_module_source (m);
  char buffer[MM_SPELT];
  if (!x->height || !x->width || x->height > INT32_MAX || x->width > INT32_MAX)
    return mm_fail (err, MM_EINVAL, 0, "an image of %ux%u pixels cannot be run", x->height, x->width);
  if (x->channels != plan->channels[s])
    return mm_fail (err, MM_EINVAL, 0, "the image has %u channels, blob %s has %u", x->channels,
                    mm_spell_blob (m, s, buffer), plan->channels[s]);
  return MM_OK;
}

mm_status
mm_forward_module (const mm_weights *w, bool single, const mm_image *x, mm_image *y, mm_error *err)
{
  const uint32_t blobs = mm_module_blobs (w->module);
  mm_plan plan;
  *y = (mm_image){ .data = NULL };
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  run r = { w, &plan, mm_array_new (blobs, sizeof (mm_grid)), mm_array_new (blobs, sizeof (uint32_t)),
            mm_array_new (blobs, sizeof (extent)), mm_array_new (blobs, sizeof (extent)) };
  s = check_image (w, &plan, x, err);
  if (!s)
    {
      s = r.at && r.users && r.rows && r.columns ? run_module (&r, single, x, y) : MM_ENOMEM;
      if (s)
        mm_fail (err, s, 0, "%s while running the module", mm_status_text (s));
    }
  for (mm_blob v = 0; r.at && v < blobs; v++)
    mm_grid_clear (&r.at[v]);
  free (r.at);
  free (r.users);
  free (r.rows);
  free (r.columns);
  mm_plan_clear (&plan);
  return s;
}
