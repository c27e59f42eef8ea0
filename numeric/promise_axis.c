/* numeric/promise_axis.c: which ways through a module leave the image and come back, along one direction.

   All positions are in pixels of s.  Pixel p of a blob of stride S lies at S p, and it is in
   the image of size H exactly when 0 <= S p < H: there are ceil (H / S) such pixels.  A pixel of t
   at m, a multiple of t's stride T, reads blob v at m + r for r in a set R; v at m + r reads s at
   m + r + q for q between two bounds.  Such a way leaves on the left and comes back when

       m + r < 0 <= m + r + q,     that is     max (0, -r - q) <= m < -r,

   for any H; and on the right, with g = H - m, the distance to the end, when

       m + r >= H > m + r + q,     that is     max (1, r + q + 1) <= g <= r,     where g = H modulo T.

   The greatest q (on the right: the least) allows all that the others do.  A bias at v is a way
   that comes from anywhere: q has no bounds.  */
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/promise_i.h"

#define FAR (INT64_MAX / 4)

typedef struct sweep
{
  const mm_weights *w;
  const mm_plan *plan;
  bool columns;
  int64_t reach;               /* no way leads further than this */
  int64_t stride;              /* T */
  int64_t *low, *high;         /* per blob: where it reads s, when `signal` */
  bool *signal, *constant;     /* per blob: whether s, and whether a bias, reaches it */
  bool **reads;                /* per blob: where t reads it, from -reach on; NULL: nowhere, or no longer needed */
  mm_axis *out;
} sweep;

/* ---- taps ------------------------------------------------------------------------ */

static uint32_t
tap_count (const sweep *s, mm_layer e)
{
  const mm_filter *f = mm_weights_filter (s->w, e);
  return !f ? 1 : s->columns ? f->kw : f->kh;
}

static bool
has_entries (const double *tap, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (tap[i] != 0)
      return true;
  return false;
}

/* Whether anything is read through the i-th row (column) of a layer's kernel.  */
static bool
is_tap (const sweep *s, mm_layer e, uint32_t i)
{
  const mm_filter *f = mm_weights_filter (s->w, e);
  if (!f)
    return true;
  for (uint32_t k = 0; k < (s->columns ? f->kh : f->kw); k++)
    if (has_entries (s->columns ? mm_filter_tap (f, k, i) : mm_filter_tap (f, i, k), (size_t) f->out * f->in))
      return true;
  return false;
}

/* Where that row lies.  The plan has seen that this is small; a kernel of one tap may have any dilation.  */
static int64_t
tap_offset (const sweep *s, mm_layer e, uint32_t i)
{
  const int64_t steps = (int64_t) i - tap_count (s, e) / 2;
  const mm_blob u = mm_module_tails (s->w->module)[e];
  return steps == 0 ? 0 : steps * mm_module_layer_info (s->w->module, e).dilation * s->plan->stride[u];
}

/* ---- from s on ---------------------------------------------------------------------- */

static void
reach_forward (const sweep *s, mm_layer e, mm_blob u, mm_blob v)
{
  if (s->w->bias[e] && has_entries (s->w->bias[e], s->plan->channels[v]))
    s->constant[v] = true;
  for (uint32_t i = 0; i < tap_count (s, e); i++)
    {
      if (!is_tap (s, e, i))
        continue;
      const int64_t low = s->low[u] + tap_offset (s, e, i), high = s->high[u] + tap_offset (s, e, i);
      s->constant[v] |= s->constant[u];
      if (!s->signal[u])
        continue;
      if (!s->signal[v] || low < s->low[v])
        s->low[v] = low;
      if (!s->signal[v] || high > s->high[v])
        s->high[v] = high;
      s->signal[v] = true;
    }
}

static void
sweep_forward (const sweep *s)
{
  const mm_module *m = s->w->module;
  s->signal[mm_module_source (m)] = true;
  for (uint32_t i = 1; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      for (uint32_t k = 0; k < in.count; k++)
        reach_forward (s, in.at[k], mm_module_tails (m)[in.at[k]], v);
    }
}

/* ---- from t back --------------------------------------------------------------------- */

static void
raise_ring (const sweep *s, int64_t ring)
{
  if (ring > s->out->ring)
    s->out->ring = (uint32_t) ring;
}

/* Sizes g are bad, first <= g <= last, unless they are multiples of `fine` (0: none is fine).  */
static bool
spoil (const sweep *s, int64_t first, int64_t last, uint32_t fine)
{
  bool spoilt = false;
  for (int64_t g = first; g <= last && g < first + s->stride; g++)
    if (!fine || g % s->stride % fine != 0)
      s->out->exact[g % s->stride] = false, spoilt = true;
  return spoilt;
}

/* Ways that t reads at r, and that see s between r + low and r + high.  */
static bool
judge_zeros (const sweep *s, int64_t r, int64_t low, int64_t high)
{
  if (r < 0 && high > 0)
    {
      const int64_t m = (-r - 1) / s->stride * s->stride;
      if (m < -r - high)
        return false;
      raise_ring (s, m / s->stride + 1);
      return spoil (s, 0, s->stride - 1, 0);
    }
  if (r > 0 && low < 0)
    {
      raise_ring (s, (r + s->stride - 1) / s->stride);
      return spoil (s, r + low + 1 > 1 ? r + low + 1 : 1, r, 0);
    }
  return false;
}

/* What lies beyond is the pixel at the other end, which is what the fold reads when the size
   is a multiple of the blob's stride.  */
static bool
judge_circular (const sweep *s, int64_t r, uint32_t stride)
{
  if (stride == 1 || r == 0)
    return false;
  raise_ring (s, r < 0 ? (-r - 1) / s->stride + 1 : (r + s->stride - 1) / s->stride);
  return r < 0 ? spoil (s, 0, s->stride - 1, stride) : spoil (s, 1, r, stride);
}

static void
judge (const sweep *s, mm_blob v)
{
  const mm_padding padding = mm_module_padding (s->w->module);
  mm_axis *a = s->out;
  int64_t first = FAR, last = -FAR;
  a->before[v] = s->signal[v] ? (uint32_t) (s->high[v] - s->low[v] + 1) : 0;
  for (int64_t r = -s->reach; r <= s->reach; r++)
    {
      if (!s->reads[v][r + s->reach])
        continue;
      first = first == FAR ? r : first;
      last = r;
      if (padding == MM_PADDING_SAME && s->signal[v])
        a->kernel[v] |= judge_zeros (s, r, s->low[v], s->high[v]);
      if (padding == MM_PADDING_SAME && s->constant[v])
        a->bias[v] |= judge_zeros (s, r, -FAR, FAR);
      if (padding == MM_PADDING_CIRCULAR && s->signal[v])
        a->kernel[v] |= judge_circular (s, r, s->plan->stride[v]);
    }
  a->behind[v] = (uint32_t) ((last - first) / s->plan->stride[v] + 1);
}

static mm_status
read_back (const sweep *s, mm_layer e, mm_blob u, mm_blob v)
{
  const size_t size = (size_t) (2 * s->reach + 1);
  for (uint32_t i = 0; i < tap_count (s, e); i++)
    {
      if (!is_tap (s, e, i))
        continue;
      if (!s->reads[u])
        s->reads[u] = mm_array_new (size, sizeof **s->reads);
      if (!s->reads[u])
        return MM_ENOMEM;
      const int64_t by = tap_offset (s, e, i);
      for (int64_t r = 0; r < (int64_t) size; r++)
        if (s->reads[v][r])
          s->reads[u][r + by] = true;
    }
  return MM_OK;
}

static mm_status
sweep_backward (const sweep *s)
{
  const mm_module *m = s->w->module;
  const mm_blob t = mm_module_sink (m);
  s->reads[t] = mm_array_new ((size_t) (2 * s->reach + 1), sizeof **s->reads);
  if (!s->reads[t])
    return MM_ENOMEM;
  s->reads[t][s->reach] = true;
  mm_status status = MM_OK;
  for (uint32_t i = mm_module_blobs (m) - 1; i > 0 && !status; i--)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      if (!s->reads[v])
        continue;
      if (v != t)
        judge (s, v);
      for (uint32_t k = 0; k < in.count && !status; k++)
        status = read_back (s, in.at[k], mm_module_tails (m)[in.at[k]], v);
      free (s->reads[v]);
      s->reads[v] = NULL;
    }
  return status;
}

/* ---- both ------------------------------------------------------------------------------- */

static mm_status
run (sweep *s)
{
  const uint32_t blobs = mm_module_blobs (s->w->module);
  s->low = mm_array_new (blobs, sizeof *s->low);
  s->high = mm_array_new (blobs, sizeof *s->high);
  s->signal = mm_array_new (blobs, sizeof *s->signal);
  s->constant = mm_array_new (blobs, sizeof *s->constant);
  s->reads = mm_array_new (blobs, sizeof *s->reads);
  mm_status status = s->low && s->high && s->signal && s->constant && s->reads ? MM_OK : MM_ENOMEM;
  if (!status)
    {
      sweep_forward (s);
      status = sweep_backward (s);
    }
  for (mm_blob v = 0; s->reads && v < blobs; v++)
    free (s->reads[v]);
  free (s->low);
  free (s->high);
  free (s->signal);
  free (s->constant);
  free (s->reads);
  return status;
}

mm_status
mm_axis_make (const mm_weights *w, const mm_plan *plan, bool columns, mm_axis *out)
{
  const uint32_t blobs = mm_module_blobs (w->module);
  const mm_blob t = mm_module_sink (w->module);
  *out = (mm_axis){ mm_array_new (plan->stride[t], sizeof (bool)), 0, mm_array_new (blobs, sizeof (uint32_t)),
                    mm_array_new (blobs, sizeof (uint32_t)), mm_array_new (blobs, sizeof (bool)),
                    mm_array_new (blobs, sizeof (bool)) };
  sweep s = { .w = w, .plan = plan, .columns = columns, .stride = plan->stride[t], .out = out,
              .reach = columns ? plan->radius_w[t] : plan->radius_h[t] };
  mm_status status = out->exact && out->before && out->behind && out->kernel && out->bias ? MM_OK : MM_ENOMEM;
  for (uint32_t r = 0; r < plan->stride[t] && !status; r++)
    out->exact[r] = true;
  if (!status)
    status = run (&s);
  if (status)
    mm_axis_clear (out);
  return status;
}

void
mm_axis_clear (mm_axis *a)
{
  free (a->exact);
  free (a->before);
  free (a->behind);
  free (a->kernel);
  free (a->bias);
  *a = (mm_axis){ .exact = NULL };
}
