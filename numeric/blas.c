/* numeric/blas.c: the one file that knows CBLAS and LAPACKE.

   LAPACK wants columns, we keep rows.  A row-major matrix is its transpose read by columns,
   so every factorisation below is asked of the transpose, in place, and nothing is ever
   copied only to turn it.

   None of them may print or hang.  LAPACKE's usual functions print when they get no memory;
   so the _work variants are called, with memory of ours, and NaNs are looked for here.
   OpenBLAS asks for its buffer in an endless loop; so whether there is one is found out
   before (has_room).  */
#include "numeric/blas_i.h"

#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/room.h"
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

/* The _work variants know no memory errors, and our arguments are right.  */
static mm_status
lapack_status (lapack_int info)
{
  return info == 0 ? MM_OK : info < 0 ? MM_EINVAL : MM_EUNSUPPORTED;
}

/* What a thread of OpenBLAS takes: a buffer (BUFFER_SIZE), which it keeps, and a stack.  */
static const size_t buffer_size = (size_t) 32 << 22, thread_size = (size_t) 12 << 20;

/* Whether a call of OpenBLAS has the memory that it may need besides that of the caller.  */
static bool
has_room (void)
{
  return mm_has_room (buffer_size + ((size_t) 1 << 20));
}

/* A matrix of its own, or NULL; sizes that fit an int cannot overflow the product.  */
static double *
new_matrix (size_t rows, size_t columns)
{
  return mm_array_new (rows * columns, sizeof (double));
}

/* Not in every BLAS that may be there when we run.  */
#pragma weak openblas_set_num_threads

mm_status
mm_blas_threads (int count)
{
  if (count < 1)
    return MM_EINVAL;
  if (!openblas_set_num_threads)
    return count == 1 ? MM_OK : MM_EUNSUPPORTED;
  if (count > 1 && !mm_has_room ((size_t) count * (buffer_size + thread_size)))
    return MM_ENOMEM;
  openblas_set_num_threads (count);
  return MM_OK;
}

mm_status
mm_gemm (mm_op op_a, mm_op op_b, size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
         const double *b, size_t ldb, double beta, double *c, size_t ldc)
{
  if (!fits (m) || !fits (n) || !fits (k) || !fits (lda) || !fits (ldb) || !fits (ldc))
    return MM_ELIMIT;
  if (!m || !n)
    return MM_OK;
  if (!has_room ())
    return MM_ENOMEM;
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
  if (!m || !n)
    return MM_OK;
  if (!has_room ())
    return MM_ENOMEM;
  cblas_sgemm (CblasRowMajor, transposition (op_a), transposition (op_b), (int) m, (int) n, (int) k, alpha, a,
               leading (lda), b, leading (ldb), beta, c, leading (ldc));
  return MM_OK;
}

static bool
has_nan (const double *a, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (isnan (a[i]))
      return true;
  return false;
}

/* How much memory LAPACK asks for, from its answer to a call with a size of -1. @return NULL: there is none */
static double *
new_work (double answer, lapack_int *size)
{
  if (!(answer >= 1 && answer <= INT_MAX))
    return NULL;
  *size = (lapack_int) answer;
  return new_matrix ((size_t) *size, 1);
}

/* A' = V diag(s) U': by columns, LAPACK's "U" is our Vt and its "VT" is our U.  */
typedef struct transposed
{
  char job;
  int rows, columns, left_ld, right_ld;
  double *a, *s, *left, *right;
} transposed;

static lapack_int
divide_and_conquer (const transposed *t, double *work, lapack_int size, int *whole)
{
  return LAPACKE_dgesdd_work (LAPACK_COL_MAJOR, t->job, t->rows, t->columns, t->a, t->rows, t->s, t->left, t->left_ld,
                              t->right, t->right_ld, work, size, whole);
}

static lapack_int
iterate (const transposed *t, double *work, lapack_int size)
{
  return LAPACKE_dgesvd_work (LAPACK_COL_MAJOR, t->job, t->job, t->rows, t->columns, t->a, t->rows, t->s, t->left,
                              t->left_ld, t->right, t->right_ld, work, size);
}

/* @param info  out: LAPACK's answer, when the status is MM_OK */
static mm_status
decompose (bool careful, const transposed *t, lapack_int *info)
{
  const size_t least = (size_t) (t->rows < t->columns ? t->rows : t->columns);
  double answer = 0;
  lapack_int size = 0;
  int *whole = mm_array_new (8 * least, sizeof *whole);
  if (!whole)
    return MM_ENOMEM;
  *info = careful ? iterate (t, &answer, -1) : divide_and_conquer (t, &answer, -1, whole);
  double *work = *info ? NULL : new_work (answer, &size);
  const mm_status s = *info ? lapack_status (*info) : work && has_room () ? MM_OK : MM_ENOMEM;
  if (!s)
    *info = careful ? iterate (t, work, size) : divide_and_conquer (t, work, size, whole);
  free (work);
  free (whole);
  return s;
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
  if (has_nan (a, m * n))
    return MM_EINVAL;
  double *copy = new_matrix (m, n), none = 0;
  if (!copy)
    return MM_ENOMEM;
  const int rows = (int) n, columns = (int) m, k = rows < columns ? rows : columns;
  const transposed t = { .job = u ? 'S' : 'N', .rows = rows, .columns = columns, .a = copy, .s = s,
                         .left = u ? vt : &none, .left_ld = u ? rows : 1, .right = u ? u : &none, .right_ld = u ? k : 1 };

  /* Divide and conquer is several times faster; on the rare matrix where it does not
     converge, the QR iteration does.  */
  mm_status status = MM_OK;
  lapack_int info = 1;
  for (int careful = 0; !status && careful < 2 && info > 0; careful++)
    {
      memcpy (copy, a, m * n * sizeof *copy);
      status = decompose (careful, &t, &info);
    }
  free (copy);
  return status ? status : lapack_status (info);
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

/* A' = L Q by columns; the signs that make the diagonal of L positive. work: size entries */
static mm_status
factor (size_t m, size_t n, double *a, double *tau, double *sign, double *work, lapack_int size)
{
  const int rows = (int) n, columns = (int) m;
  lapack_int info = LAPACKE_dgelqf_work (LAPACK_COL_MAJOR, rows, columns, a, rows, tau, work, size);
  for (size_t j = 0; !info && j < n; j++)
    sign[j] = a[j * n + j] < 0 ? -1 : 1;
  if (!info)
    info = LAPACKE_dorglq_work (LAPACK_COL_MAJOR, rows, columns, rows, a, rows, tau, work, size);
  return lapack_status (info);
}

/* The memory that both steps are content with.  */
static double *
new_factor_work (size_t m, size_t n, double *a, double *tau, lapack_int *size)
{
  const int rows = (int) n, columns = (int) m;
  double one = 0, other = 0;
  if (LAPACKE_dgelqf_work (LAPACK_COL_MAJOR, rows, columns, a, rows, tau, &one, -1)
      || LAPACKE_dorglq_work (LAPACK_COL_MAJOR, rows, columns, rows, a, rows, tau, &other, -1))
    return NULL;
  return new_work (fmax (one, other), size);
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
  if (has_nan (a, m * n))
    return MM_EINVAL;
  lapack_int size = 0;
  double *tau = new_matrix (n, 1), *sign = new_matrix (n, 1);
  double *work = tau && sign ? new_factor_work (m, n, a, tau, &size) : NULL;
  mm_status s = work && has_room () ? factor (m, n, a, tau, sign, work, size) : MM_ENOMEM;
  for (size_t i = 0; !s && i < m; i++)
    for (size_t j = 0; j < n; j++)
      a[i * n + j] *= sign[j];
  free (tau);
  free (sign);
  free (work);
  return s;
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
  if (has_nan (b, n * p))
    return MM_EINVAL;
  for (size_t i = 0; i < n; i++)
    if (has_nan (a + i * n, i + 1))
      return MM_EINVAL;
  double *columns = has_room () ? new_matrix (n, p) : NULL;
  if (!columns)
    return MM_ENOMEM;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < p; j++)
      columns[j * n + i] = b[i * p + j];
  lapack_int info = LAPACKE_dposv_work (LAPACK_COL_MAJOR, 'U', (int) n, (int) p, a, (int) n, columns, (int) n);
  *definite = info <= 0;
  for (size_t i = 0; !info && i < n; i++)
    for (size_t j = 0; j < p; j++)
      b[i * p + j] = columns[j * n + i];
  free (columns);
  return info > 0 ? MM_OK : lapack_status (info);
}
