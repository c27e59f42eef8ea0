/* numeric/rank.c: how much a parent reads and writes.  */
#include "numeric/rank_i.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/random.h"

enum { LEAST_DIMENSION = 64 }; /* in the tolerance: rounding in small matrices is no smaller */

/* A value is in doubt below so many tolerances, or where rounding to float32 at some time may have made it.  In half
   precision nothing is far from the tolerance.  */
static const double DOUBT = 1000, HALF_DOUBT = 10, SINGLE_DOUBT = 1e-6;

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

static bool
is_half (const mm_filter *g)
{
  return g->rounding > (double) FLT_EPSILON;
}

/* What is left out of a rank, relative to the whole.  */
static double
tolerance_of (const mm_filter *g, size_t rows, size_t columns)
{
  const size_t dimension = rows > columns ? rows : columns;
  const double room = is_half (g) ? 1 : 4; /* float32 may have been computed with, too */
  return room * g->rounding + DBL_EPSILON * (double) (dimension > LEAST_DIMENSION ? dimension : LEAST_DIMENSION);
}

/* How many of the falling values are left when the last ones, whose squares add up to most², are left out.  */
static uint32_t
count_values (size_t count, const double *values, double most, double *left_out)
{
  double sum = 0;
  while (count > 0 && sqrt (sum + values[count - 1] * values[count - 1]) <= most)
    {
      count--;
      sum += values[count] * values[count];
    }
  *left_out = sqrt (sum);
  return (uint32_t) count;
}

/* The value in which a rank is least sure.  */
static void
find_doubt (size_t count, const double *values, double doubt, mm_rank_found *found)
{
  uint32_t at = 0;
  found->full = (uint32_t) count;
  while (at < found->rank && values[at] >= doubt * values[0])
    at++;
  found->counts = at < found->rank;
  if (at < count && values[0] > 0)
    {
      found->value = at + 1;
      found->relative = values[at] / values[0];
    }
}

/* The rank of a rows x columns matrix that was made from g, up to rounding in a matrix of that norm.  */
static mm_status
measure (const mm_filter *g, double norm, size_t rows, size_t columns, const double *a, mm_rank_found *found,
         double *left_out)
{
  const size_t count = rows < columns ? rows : columns;
  const double tolerance = tolerance_of (g, rows, columns);
  double *values = mm_array_new (count, sizeof *values);
  const mm_status s = values ? mm_svd (rows, columns, a, values, NULL, NULL) : MM_ENOMEM;
  *found = (mm_rank_found){ .rank = 0 };
  if (!s)
    {
      found->rank = count_values (count, values, tolerance * norm, left_out);
      find_doubt (count, values, fmax ((is_half (g) ? HALF_DOUBT : DOUBT) * tolerance, SINGLE_DOUBT), found);
    }
  free (values);
  return s;
}

/* The rank of G over the rational functions, from its taps y0 … y1-1 and x0 … x1-1.  */
static mm_status
function_rank (const mm_filter *g, uint32_t y0, uint32_t y1, uint32_t x0, uint32_t x1, uint32_t *rank)
{
  const size_t size = (size_t) g->out * g->in;
  double *a = mm_array_new (size, sizeof *a);
  if (!a)
    return MM_ENOMEM;
  double squares = 0, left_out;
  mm_random random;
  mm_random_seed (&random, 0, 0);
  const double py = 0.7 + 0.6 * mm_random_uniform (&random), px = 0.7 + 0.6 * mm_random_uniform (&random);
  for (uint32_t y = y0; y < y1; y++)
    for (uint32_t x = x0; x < x1; x++)
      {
        const double power = pow (py, y) * pow (px, x), *tap = mm_filter_tap (g, y, x);
        for (size_t k = 0; k < size; k++)
          a[k] += power * tap[k];
        squares += power * power;
      }
  /* A change of G by d changes the sum by no more than d times the norm of the powers.  */
  mm_rank_found found;
  const mm_status s = measure (g, sqrt (squares) * mm_filter_norm (g), g->out, g->in, a, &found, &left_out);
  *rank = found.rank;
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

/* Ranks of a filter that has been cropped to its support and levelled.  */
static mm_status
measure_ranks (const mm_filter *g, mm_demand *d, mm_ranks *ranks)
{
  double *turned = mm_filter_unfold_output (g), input = 0, output = 0;
  const size_t taps = (size_t) g->kh * g->kw;
  const double norm = mm_filter_norm (g);
  mm_status s = turned ? MM_OK : MM_ENOMEM;
  if (!s)
    s = measure (g, norm, taps * g->out, g->in, g->data, &ranks->input, &input);
  if (!s)
    s = measure (g, norm, taps * g->in, g->out, turned, &ranks->output, &output);
  if (!s)
    s = function_ranks (g, d);
  free (turned);
  ranks->measured = true;
  ranks->left_out = norm > 0 ? hypot (input, output) / norm : 0;
  if (ranks->input.rank == 0 || ranks->output.rank == 0)
    ranks->input.rank = ranks->output.rank = 1;
  d->rank_in = ranks->input.rank;
  d->rank_out = ranks->output.rank;
  if (d->rank_function == 0)
    d->rank_function = 1;
  return s;
}

mm_status
mm_demand_measure (const mm_filter *parent, mm_demand *out, mm_ranks *ranks)
{
  mm_demand d = mm_demand_full (parent);
  mm_ranks found = { .measured = false };
  mm_filter core, level;
  mm_status s = mm_filter_crop (parent, d.kh, d.kw, &core);
  if (s)
    return s;
  s = mm_filter_level (&core, &level, NULL);
  if (!s)
    s = measure_ranks (&level, &d, &found);
  mm_filter_clear (&core);
  mm_filter_clear (&level);
  if (s)
    return s;
  *out = d;
  if (ranks)
    *ranks = found;
  return MM_OK;
}

mm_status
mm_demand_of (const mm_filter *parent, mm_demand *out)
{
  return mm_demand_measure (parent, out, NULL);
}
