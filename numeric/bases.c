/* numeric/bases.c: bases of what a parent reads and writes.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/rank_i.h"

double *
mm_filter_unfold_output (const mm_filter *g)
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
  double *turned = mm_filter_unfold_output (g), *rows = NULL;
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
