/* numeric/blas.c: the one file that knows CBLAS and LAPACKE.

   LAPACK wants columns, we keep rows.  A row-major matrix is its transpose read by columns,
   so every factorisation below is asked of the transpose, in place, and nothing is ever
   copied only to turn it.  */
#include "numeric/blas_i.h"

#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas.h"

static bool
fits (size_t size)
{
  return size <= INT_MAX;
}

/* LAPACK reads leading dimensions even of empty matrices, and wants 1 there.  */
static int
leading (size_t size)
{
  return size ? (int) size : 1;
}

static CBLAS_TRANSPOSE
transposition (mm_op op)
{
  return op == MM_TRANSPOSED ? CblasTrans : CblasNoTrans;
}

static mm_status
lapack_status (lapack_int info)
{
  if (info == 0)
    return MM_OK;
  if (info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR)
    return MM_ENOMEM;
  return info < 0 ? MM_EINVAL : MM_EUNSUPPORTED;
}

/* A matrix of its own, or NULL; sizes that fit an int cannot overflow the product.  */
static double *
new_matrix (size_t rows, size_t columns)
{
  return mm_array_new (rows * columns, sizeof (double));
}

void
mm_blas_threads (int count)
{
  openblas_set_num_threads (count);
}

mm_status
mm_gemm (mm_op op_a, mm_op op_b, size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
         const double *b, size_t ldb, double beta, double *c, size_t ldc)
{
  if (!fits (m) || !fits (n) || !fits (k) || !fits (lda) || !fits (ldb) || !fits (ldc))
    return MM_ELIMIT;
  if (m && n)
    cblas_dgemm (CblasRowMajor, transposition (op_a), transposition (op_b), (int) m, (int) n, (int) k, alpha, a,
                 leading (lda), b, leading (ldb), beta, c, leading (ldc));
  return MM_OK;
}

mm_status
mm_gemm_single (mm_op op_a, mm_op op_b, size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                const float *b, size_t ldb, float beta, float *c, size_t ldc)
{
  if (!fits (m) || !fits (n) || !fits (k) || !fits (lda) || !fits (ldb) || !fits (ldc))
    return MM_ELIMIT;
  if (m && n)
    cblas_sgemm (CblasRowMajor, transposition (op_a), transposition (op_b), (int) m, (int) n, (int) k, alpha, a,
                 leading (lda), b, leading (ldb), beta, c, leading (ldc));
  return MM_OK;
}

/* A' = V diag(s) U': by columns, LAPACK's "U" is our Vt and its "VT" is our U.  */
static lapack_int
decompose (bool careful, size_t m, size_t n, double *a, double *s, double *u, double *vt)
{
  const char job = u ? 'S' : 'N';
  const int rows = (int) n, columns = (int) m, k = rows < columns ? rows : columns;
  double none = 0;
  double *left = u ? vt : &none, *right = u ? u : &none;
  const int left_ld = u ? rows : 1, right_ld = u ? k : 1;
  if (!careful)
    return LAPACKE_dgesdd (LAPACK_COL_MAJOR, job, rows, columns, a, rows, s, left, left_ld, right, right_ld);

  double *rest = mm_array_new ((size_t) k, sizeof *rest);
  if (!rest)
    return LAPACK_WORK_MEMORY_ERROR;
  lapack_int info = LAPACKE_dgesvd (LAPACK_COL_MAJOR, job, job, rows, columns, a, rows, s, left, left_ld, right,
                                    right_ld, rest);
  free (rest);
  return info;
}

mm_status
mm_svd (size_t m, size_t n, const double *a, double *s, double *u, double *vt)
{
  if (!u != !vt)
    return MM_EINVAL;
  if (!fits (m) || !fits (n))
    return MM_ELIMIT;
  if (!m || !n)
    return MM_OK;
  double *copy = new_matrix (m, n);
  if (!copy)
    return MM_ENOMEM;

  /* Divide and conquer is several times faster; on the rare matrix where it does not
     converge, the QR iteration does.  */
  lapack_int info = 1;
  for (int careful = 0; careful < 2 && info > 0; careful++)
    {
      memcpy (copy, a, m * n * sizeof *copy);
      info = decompose (careful, m, n, copy, s, u, vt);
    }
  free (copy);
  return lapack_status (info);
}

/* How many of the falling values count.  */
static size_t
rank_of (size_t m, size_t n, const double *s, double tolerance)
{
  const size_t k = m < n ? m : n;
  if (tolerance <= 0)
    tolerance = (double) (m > n ? m : n) * DBL_EPSILON;
  size_t rank = 0;
  while (rank < k && s[rank] > 0 && s[rank] > tolerance * s[0])
    rank++;
  return rank;
}

mm_status
mm_rank (size_t m, size_t n, const double *a, double tolerance, size_t *rank)
{
  double *values = mm_array_new (m < n ? m : n, sizeof *values);
  if (!values)
    return MM_ENOMEM;
  mm_status status = mm_svd (m, n, a, values, NULL, NULL);
  if (!status)
    *rank = rank_of (m, n, values, tolerance);
  free (values);
  return status;
}

/* The parts of a singular value decomposition, with the columns of U divided by their values.  */
typedef struct parts
{
  double *s, *u, *vt;
  size_t k, rank;
} parts;

static void
parts_clear (parts *p)
{
  free (p->s);
  free (p->u);
  free (p->vt);
}

static mm_status
parts_make (size_t m, size_t n, const double *a, double tolerance, parts *p)
{
  *p = (parts){ .k = m < n ? m : n };
  if (!fits (m) || !fits (n))
    return MM_ELIMIT;
  p->s = new_matrix (p->k, 1);
  p->u = new_matrix (m, p->k);
  p->vt = new_matrix (p->k, n);
  mm_status status = p->s && p->u && p->vt ? mm_svd (m, n, a, p->s, p->u, p->vt) : MM_ENOMEM;
  if (status)
    return status;
  p->rank = rank_of (m, n, p->s, tolerance);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < p->rank; j++)
      p->u[i * p->k + j] /= p->s[j];
  return MM_OK;
}

mm_status
mm_pinv (size_t m, size_t n, const double *a, double tolerance, double *out, size_t *rank)
{
  parts p;
  mm_status status = parts_make (m, n, a, tolerance, &p);
  if (!status)
    status = mm_gemm (MM_TRANSPOSED, MM_TRANSPOSED, n, m, p.rank, 1, p.vt, n, p.u, p.k, 0, out, m);
  if (!status && rank)
    *rank = p.rank;
  parts_clear (&p);
  return status;
}

mm_status
mm_least_squares (size_t m, size_t n, size_t p, const double *a, const double *b, double tolerance, double *x,
                  size_t *rank)
{
  if (!fits (p))
    return MM_ELIMIT;
  parts d;
  double *projected = NULL;
  mm_status status = parts_make (m, n, a, tolerance, &d);
  if (!status && !(projected = new_matrix (d.k, p)))
    status = MM_ENOMEM;
  if (!status)
    status = mm_gemm (MM_TRANSPOSED, MM_PLAIN, d.rank, p, m, 1, d.u, d.k, b, p, 0, projected, p);
  if (!status)
    status = mm_gemm (MM_TRANSPOSED, MM_PLAIN, n, p, d.rank, 1, d.vt, n, projected, p, 0, x, p);
  if (!status && rank)
    *rank = d.rank;
  free (projected);
  parts_clear (&d);
  return status;
}

/* A = Q R by rows is A' = R' Q' by columns, an LQ factorisation.  */
mm_status
mm_qr_orthogonal (size_t m, size_t n, double *a)
{
  if (m < n)
    return MM_EINVAL;
  if (!fits (m))
    return MM_ELIMIT;
  if (!n)
    return MM_OK;
  double *tau = new_matrix (n, 1), *sign = new_matrix (n, 1);
  lapack_int info = LAPACK_WORK_MEMORY_ERROR;
  if (tau && sign)
    info = LAPACKE_dgelqf (LAPACK_COL_MAJOR, (int) n, (int) m, a, (int) n, tau);
  for (size_t j = 0; !info && j < n; j++)
    sign[j] = a[j * n + j] < 0 ? -1 : 1;
  if (!info)
    info = LAPACKE_dorglq (LAPACK_COL_MAJOR, (int) n, (int) m, (int) n, a, (int) n, tau);
  for (size_t i = 0; !info && i < m; i++)
    for (size_t j = 0; j < n; j++)
      a[i * n + j] *= sign[j];
  free (tau);
  free (sign);
  return lapack_status (info);
}

/* The lower triangle by rows is the upper one by columns; the right-hand sides must be
   turned, since LAPACK wants each of them without gaps.  */
mm_status
mm_solve_symmetric (size_t n, size_t p, double *a, double *b, bool *definite)
{
  *definite = true;
  if (!fits (n) || !fits (p))
    return MM_ELIMIT;
  if (!n)
    return MM_OK;
  double *columns = new_matrix (n, p);
  if (!columns)
    return MM_ENOMEM;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < p; j++)
      columns[j * n + i] = b[i * p + j];
  lapack_int info = LAPACKE_dposv (LAPACK_COL_MAJOR, 'U', (int) n, (int) p, a, (int) n, columns, (int) n);
  *definite = info <= 0;
  for (size_t i = 0; !info && i < n; i++)
    for (size_t j = 0; j < p; j++)
      b[i * p + j] = columns[j * n + i];
  free (columns);
  return info > 0 ? MM_OK : lapack_status (info);
}
