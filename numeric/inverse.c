/* numeric/inverse.c: left inverses of what the code makes of s, and of t.

   Codes are nearly orthogonal, so normal equations and one refinement are as good as singular
   values, and faster; when they are not, singular values it is.  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

static double
norm (const double *a, size_t entries)
{
  double sum = 0;
  for (size_t k = 0; k < entries; k++)
    sum += a[k] * a[k];
  return sqrt (sum);
}

/* X += (I - X A) X, which squares the error of a left inverse (Newton, Schulz).
   @param error  out: ||I - X A|| before  */
static mm_status
refine (size_t m, size_t n, const double *a, double *x, double *square, double *more, double *error)
{
  mm_status s = mm_gemm (MM_PLAIN, MM_PLAIN, n, n, m, -1, x, m, a, n, 0, square, n);
  for (size_t k = 0; k < n; k++)
    square[k * n + k] += 1;
  *error = norm (square, n * n);
  if (!s)
    s = mm_gemm (MM_PLAIN, MM_PLAIN, n, m, n, 1, square, n, x, m, 0, more, m);
  for (size_t k = 0; k < n * m; k++)
    x[k] += more[k];
  return s;
}

/* About 1 when the columns of a are orthogonal and of equal length.  */
static double
condition (size_t m, size_t n, const double *a, const double *x)
{
  return norm (a, m * n) * norm (x, m * n) / (double) n;
}

mm_status
mm_left_inverse (size_t m, size_t n, const double *a, double *x, double *worst)
{
  double *square = mm_array_new (n * n, sizeof *square), *more = mm_array_new (n * m, sizeof *more);
  mm_status s = square && more ? MM_OK : MM_ENOMEM;
  bool definite = false;
  double error = 0;
  size_t rank = n;
  if (!s)
    s = mm_gemm (MM_TRANSPOSED, MM_PLAIN, n, n, m, 1, a, n, a, n, 0, square, n);
  for (size_t i = 0; !s && i < n; i++)
    for (size_t k = 0; k < m; k++)
      x[i * m + k] = a[k * n + i];
  if (!s)
    s = mm_solve_symmetric (n, m, square, x, &definite);
  if (!s && definite)
    s = refine (m, n, a, x, square, more, &error);
  if (!s && !(definite && error <= 1e-6))
    s = mm_pinv (m, n, a, 0, x, &rank);
  if (!s)
    *worst = fmax (*worst, rank < n ? HUGE_VAL : condition (m, n, a, x));
  free (square);
  free (more);
  return s;
}

mm_status
mm_code_inverse (const mm_draft *draft, uint32_t rows, const double *stack, double *from, double *worst)
{
  const size_t in = draft->demand->in, rank = draft->demand->rank_in;
  const double *r = draft->bases->r;
  double *code = mm_array_new (r ? rows * rank : 0, sizeof *code);
  double *inverse = mm_array_new (r ? rank * rows : 0, sizeof *inverse);
  mm_status s = code && inverse ? MM_OK : MM_ENOMEM;
  if (!s && r)
    s = mm_gemm (MM_PLAIN, MM_TRANSPOSED, rows, rank, in, 1, stack, in, r, in, 0, code, rank);
  const double *a = r ? code : stack;
  double *x = r ? inverse : from;
  if (!s)
    s = mm_left_inverse (rows, rank, a, x, worst);
  if (!s && r)
    s = mm_gemm (MM_TRANSPOSED, MM_PLAIN, in, rows, rank, 1, r, in, inverse, rows, 0, from, rows);
  free (code);
  free (inverse);
  return s;
}
