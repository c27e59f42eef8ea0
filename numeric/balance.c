/* numeric/balance.c: BALANCE, one factor per blob that brings layers near He's scale
   (NUMERICS.md section 2, step 8).

   With y = log alpha and r = log (std / He) it minimises the sum over layers (u, v) of
   (y_v - y_u + r)^2, y = 0 at s and t: a Laplacian system, solved by conjugate gradients.  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/draft_i.h"

typedef struct problem
{
  const mm_module *module;
  uint32_t blobs, layers;
  double *offset; /* r per layer; NAN: a layer of zeros, which does not count */
  double *y, *residual, *direction, *image;
} problem;

static bool
is_fixed (const problem *p, mm_blob v)
{
  return v == mm_module_source (p->module) || v == mm_module_sink (p->module);
}

/* to += the gradient of the sum at x (half of it), with offsets or without.  */
static void
gradient (const problem *p, const double *x, bool offsets, double *to)
{
  for (mm_blob v = 0; v < p->blobs; v++)
    to[v] = 0;
  for (mm_layer e = 0; e < p->layers; e++)
    {
      if (isnan (p->offset[e]))
        continue;
      const mm_blob u = mm_module_tails (p->module)[e], v = mm_module_heads (p->module)[e];
      const double d = x[v] - x[u] + (offsets ? p->offset[e] : 0);
      to[v] += d;
      to[u] -= d;
    }
  for (mm_blob v = 0; v < p->blobs; v++)
    if (is_fixed (p, v))
      to[v] = 0;
}

static double
dot (const double *a, const double *b, uint32_t n)
{
  double sum = 0;
  for (uint32_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void
minimise (problem *p)
{
  gradient (p, p->y, true, p->residual);
  for (mm_blob v = 0; v < p->blobs; v++)
    p->direction[v] = p->residual[v] = -p->residual[v];
  double now = dot (p->residual, p->residual, p->blobs);
  const double enough = 1e-20 * (now + p->blobs);
  for (uint32_t step = 0; step < 4 * p->blobs && now > enough; step++)
    {
      gradient (p, p->direction, false, p->image);
      const double length = now / dot (p->direction, p->image, p->blobs);
      for (mm_blob v = 0; v < p->blobs; v++)
        {
          p->y[v] += length * p->direction[v];
          p->residual[v] -= length * p->image[v];
        }
      const double next = dot (p->residual, p->residual, p->blobs);
      for (mm_blob v = 0; v < p->blobs; v++)
        p->direction[v] = p->residual[v] + next / now * p->direction[v];
      now = next;
    }
}

static void
scale_layer (mm_filter *f, double factor)
{
  const size_t size = mm_filter_size (f);
  for (size_t k = 0; k < size; k++)
    f->data[k] *= factor;
}

mm_status
mm_step_balance (const mm_module *m, mm_filter *filter)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  double *memory = mm_array_new (4 * (size_t) blobs + layers, sizeof *memory);
  if (!memory)
    return MM_ENOMEM;
  problem p = { m, blobs, layers, memory + 4 * (size_t) blobs, memory, memory + blobs, memory + 2 * (size_t) blobs,
                memory + 3 * (size_t) blobs };
  for (mm_layer e = 0; e < layers; e++)
    {
      const double std = mm_filter_std (&filter[e]);
      p.offset[e] = std > 0 ? log (std / mm_filter_he (&filter[e])) : (double) NAN;
    }
  minimise (&p);
  for (mm_layer e = 0; e < layers; e++)
    scale_layer (&filter[e], exp (p.y[mm_module_heads (m)[e]] - p.y[mm_module_tails (m)[e]]));
  free (memory);
  return MM_OK;
}
