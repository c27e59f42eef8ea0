/* numeric/rank.c: how much a parent reads and writes.  */
#include "numeric/rank_i.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/random.h"

enum { LEAST_DIMENSION = 64 }; /* in the tolerance: rounding in small matrices is no smaller */

mm_demand
mm_demand_full (const mm_filter *parent)
{
  uint32_t rh, rw;
  mm_filter_support (parent, 0, &rh, &rw);
  mm_demand d = mm_demand_generic (parent->out, parent->in, 2 * rh + 1, 2 * rw + 1);
  d.rank_in = d.in;
  d.rank_out = d.out;
  return d;
}

static mm_status
measure (size_t rows, size_t columns, const double *a, uint32_t *rank)
{
  size_t r;
  const size_t dimension = rows > columns ? rows : columns;
  const double tolerance = DBL_EPSILON * (double) (dimension > LEAST_DIMENSION ? dimension : LEAST_DIMENSION);
  const mm_status s = mm_rank (rows, columns, a, tolerance, &r);
  *rank = s ? 0 : (uint32_t) r;
  return s;
}

/* The (taps in) x out matrix of a filter: every tap transposed.  */
static double *
unfold_output (const mm_filter *g)
{
  const size_t taps = (size_t) g->kh * g->kw;
  double *a = mm_array_new (mm_filter_size (g), sizeof *a);
  for (size_t k = 0; a && k < taps; k++)
    {
      const double *tap = g->data + k * g->out * g->in;
      double *to = a + k * g->out * g->in;
      for (uint32_t o = 0; o < g->out; o++)
        for (uint32_t i = 0; i < g->in; i++)
          to[(size_t) i * g->out + o] = tap[(size_t) o * g->in + i];
    }
  return a;
}

/* The rank of G over the rational functions, from its taps y0 … y1-1 and x0 … x1-1.  */
static mm_status
function_rank (const mm_filter *g, uint32_t y0, uint32_t y1, uint32_t x0, uint32_t x1, uint32_t *rank)
{
  const size_t size = (size_t) g->out * g->in;
  double *a = mm_array_new (size, sizeof *a);
  if (!a)
    return MM_ENOMEM;
  mm_random random;
  mm_random_seed (&random, 0, 0);
  const double py = 0.7 + 0.6 * mm_random_uniform (&random), px = 0.7 + 0.6 * mm_random_uniform (&random);
  for (uint32_t y = y0; y < y1; y++)
    for (uint32_t x = x0; x < x1; x++)
      {
        const double power = pow (py, y) * pow (px, x), *tap = mm_filter_tap (g, y, x);
        for (size_t k = 0; k < size; k++)
          a[k] += power * tap[k];
      }
  const mm_status s = measure (g->out, g->in, a, rank);
  free (a);
  return s;
}

/* The greater rank of two sets of taps.  */
static mm_status
greater_rank (const mm_filter *g, const uint32_t box[2][4], uint32_t *rank)
{
  uint32_t first = 0, second = 0;
  mm_status s = function_rank (g, box[0][0], box[0][1], box[0][2], box[0][3], &first);
  if (!s)
    s = function_rank (g, box[1][0], box[1][1], box[1][2], box[1][3], &second);
  *rank = first > second ? first : second;
  return s;
}

/* Ranks over the rational functions, of everything and of the outermost taps.  */
static mm_status
function_ranks (const mm_filter *g, mm_demand *d)
{
  const uint32_t h = g->kh, w = g->kw;
  const uint32_t rows[2][4] = { { 0, 1, 0, w }, { h - 1, h, 0, w } };
  const uint32_t columns[2][4] = { { 0, h, 0, 1 }, { 0, h, w - 1, w } };
  const uint32_t falling[2][4] = { { 0, 1, 0, 1 }, { h - 1, h, w - 1, w } };
  const uint32_t rising[2][4] = { { 0, 1, w - 1, w }, { h - 1, h, 0, 1 } };
  uint32_t other = 0;
  mm_status s = function_rank (g, 0, h, 0, w, &d->rank_function);
  if (!s)
    s = greater_rank (g, rows, &d->rank_rows);
  if (!s)
    s = greater_rank (g, columns, &d->rank_columns);
  if (!s)
    s = greater_rank (g, falling, &d->rank_corner);
  if (!s)
    s = greater_rank (g, rising, &other);
  if (other > d->rank_corner)
    d->rank_corner = other;
  return s;
}

/* Ranks of a filter that has been cropped to its support.  */
static mm_status
measure_ranks (const mm_filter *g, mm_demand *d)
{
  double *turned = unfold_output (g);
  const size_t taps = (size_t) g->kh * g->kw;
  mm_status s = turned ? MM_OK : MM_ENOMEM;
  if (!s)
    s = measure (taps * g->out, g->in, g->data, &d->rank_in);
  if (!s)
    s = measure (taps * g->in, g->out, turned, &d->rank_out);
  if (!s)
    s = function_ranks (g, d);
  free (turned);
  if (d->rank_in == 0 || d->rank_out == 0)
    d->rank_in = d->rank_out = 1;
  if (d->rank_function == 0)
    d->rank_function = 1;
  return s;
}

mm_status
mm_demand_of (const mm_filter *parent, mm_demand *out)
{
  mm_demand d = mm_demand_full (parent);
  mm_filter core;
  mm_status s = mm_filter_crop (parent, d.kh, d.kw, &core);
  if (s)
    return s;
  s = measure_ranks (&core, &d);
  mm_filter_clear (&core);
  if (!s)
    *out = d;
  return s;
}

/* ---- bases ------------------------------------------------------------------- */

/* The first `rank` right singular vectors of a rows x columns matrix, as rows.  */
static mm_status
right_vectors (size_t rows, size_t columns, const double *a, uint32_t rank, double **out)
{
  const size_t k = rows < columns ? rows : columns;
  double *values = mm_array_new (k, sizeof *values), *u = mm_array_new (rows * k, sizeof *u);
  double *vt = mm_array_new (k * columns, sizeof *vt), *base = mm_array_new ((size_t) rank * columns, sizeof *base);
  mm_status s = values && u && vt && base ? mm_svd (rows, columns, a, values, u, vt) : MM_ENOMEM;
  if (!s)
    memcpy (base, vt, (size_t) rank * columns * sizeof *base);
  free (values);
  free (u);
  free (vt);
  if (s)
    free (base);
  else
    *out = base;
  return s;
}

static mm_status
output_base (const mm_filter *g, uint32_t rank, double **l)
{
  double *turned = unfold_output (g), *rows = NULL;
  double *base = mm_array_new ((size_t) g->out * rank, sizeof *base);
  mm_status s = turned && base ? MM_OK : MM_ENOMEM;
  if (!s)
    s = right_vectors ((size_t) g->kh * g->kw * g->in, g->out, turned, rank, &rows);
  for (uint32_t k = 0; !s && k < rank; k++)
    for (uint32_t o = 0; o < g->out; o++)
      base[(size_t) o * rank + k] = rows[(size_t) k * g->out + o];
  free (turned);
  free (rows);
  if (s)
    free (base);
  else
    *l = base;
  return s;
}

mm_status
mm_bases_init (mm_bases *bases, const mm_filter *parent, const mm_demand *demand)
{
  *bases = (mm_bases){ .rank_in = demand->rank_in, .rank_out = demand->rank_out };
  mm_status s = MM_OK;
  if (demand->rank_in < parent->in)
    s = right_vectors ((size_t) parent->kh * parent->kw * parent->out, parent->in, parent->data, demand->rank_in,
                       &bases->r);
  if (!s && demand->rank_out < parent->out)
    s = output_base (parent, demand->rank_out, &bases->l);
  if (s)
    mm_bases_clear (bases);
  return s;
}

void
mm_bases_clear (mm_bases *bases)
{
  free (bases->r);
  free (bases->l);
  bases->r = bases->l = NULL;
}

/* The transpose of a rows x columns matrix, or NULL for NULL.  */
static mm_status
transposed (const double *a, uint32_t rows, uint32_t columns, double **out)
{
  *out = NULL;
  if (!a)
    return MM_OK;
  *out = mm_array_new ((size_t) rows * columns, sizeof **out);
  for (size_t r = 0; *out && r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      (*out)[c * rows + r] = a[r * columns + c];
  return *out ? MM_OK : MM_ENOMEM;
}

mm_status
mm_bases_turn (mm_bases *bases, const mm_demand *demand)
{
  double *l, *r = NULL;
  mm_status s = transposed (bases->r, bases->rank_in, demand->in, &l);
  if (!s)
    s = transposed (bases->l, demand->out, bases->rank_out, &r);
  if (s)
    {
      free (l);
      return s;
    }
  const uint32_t rank_in = bases->rank_out, rank_out = bases->rank_in;
  mm_bases_clear (bases);
  *bases = (mm_bases){ rank_in, rank_out, r, l };
  return MM_OK;
}
