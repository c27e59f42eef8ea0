/* tests/test_blas.c: dense linear algebra by rows.  */
#include <criterion/criterion.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "numeric/blas.h"
#include "numeric/blas_i.h"
#include "numeric/random.h"
#include "tests/leak.h"

static void
one_thread (void)
{
  mm_blas_threads (1);
}

TestSuite (blas, .init = one_thread, .fini = no_leaks);

static double *
random_matrix (uint64_t seed, size_t m, size_t n)
{
  mm_random r;
  mm_random_seed (&r, seed, 0);
  double *a = calloc (m * n + 1, sizeof *a);
  cr_assert_not_null (a);
  mm_random_fill_normal (&r, 1, a, m * n);
  return a;
}

/* A product by definition; ta, tb as 0 or 1.  */
static double
dot (mm_op ta, const double *a, size_t lda, size_t i, mm_op tb, const double *b, size_t ldb, size_t j, size_t k)
{
  double sum = 0;
  for (size_t l = 0; l < k; l++)
    sum += (ta ? a[l * lda + i] : a[i * lda + l]) * (tb ? b[j * ldb + l] : b[l * ldb + j]);
  return sum;
}

static double
identity_error (mm_op ta, const double *a, size_t lda, mm_op tb, const double *b, size_t ldb, size_t n, size_t k)
{
  double worst = 0;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      worst = fmax (worst, fabs (dot (ta, a, lda, i, tb, b, ldb, j, k) - (i == j)));
  return worst;
}

Test (blas, gemm_agrees_with_the_definition_in_all_orders)
{
  enum { m = 3, n = 4, k = 5, ld = 7 };
  double *a = random_matrix (1, ld, ld), *b = random_matrix (2, ld, ld), *start = random_matrix (3, m, ld);
  for (int order = 0; order < 4; order++)
    {
      const mm_op ta = order & 1 ? MM_TRANSPOSED : MM_PLAIN, tb = order & 2 ? MM_TRANSPOSED : MM_PLAIN;
      double c[m * ld];
      for (int i = 0; i < m * ld; i++)
        c[i] = start[i];
      cr_assert_eq (mm_gemm (ta, tb, m, n, k, 2, a, ld, b, ld, -1, c, ld), MM_OK);
      for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < ld; j++)
          {
            const double was = start[i * ld + j];
            const double now = j < n ? 2 * dot (ta, a, ld, i, tb, b, ld, j, k) - was : was;
            cr_assert_float_eq (c[i * ld + j], now, 1e-13);
          }
    }
  free (a);
  free (b);
  free (start);
}

Test (blas, gemm_in_float32_rounds_to_float32)
{
  const float a[] = { 1, 0x1p-30f }, b[] = { 1, 1 };
  float c;
  cr_assert_eq (mm_gemm_single (MM_PLAIN, MM_PLAIN, 1, 1, 2, 1, a, 2, b, 1, 0, &c, 1), MM_OK);
  cr_assert_eq (c, 1);
  cr_assert_eq (mm_gemm_single (MM_PLAIN, MM_PLAIN, (size_t) INT_MAX + 1, 1, 1, 1, a, 1, b, 1, 0, &c, 1), MM_ELIMIT);
}

Test (blas, gemm_takes_empty_sizes_and_refuses_enormous_ones)
{
  double a = 3, c = 5;
  cr_assert_eq (mm_gemm (MM_PLAIN, MM_PLAIN, 1, 1, 0, 1, &a, 0, &a, 1, 1, &c, 1), MM_OK);
  cr_assert_eq (c, 5);
  cr_assert_eq (mm_gemm (MM_PLAIN, MM_PLAIN, 1, 1, 0, 1, &a, 0, &a, 1, 0, &c, 1), MM_OK);
  cr_assert_eq (c, 0);
  cr_assert_eq (mm_gemm (MM_PLAIN, MM_PLAIN, 0, 1, 1, 1, &a, 1, &a, 1, 0, &c, 1), MM_OK);
  const size_t big = (size_t) INT_MAX + 1;
  cr_assert_eq (mm_gemm (MM_PLAIN, MM_PLAIN, 1, big, 1, 1, &a, 1, &a, big, 0, &c, big), MM_ELIMIT);
  cr_assert_eq (mm_svd (big, 1, &a, &c, NULL, NULL), MM_ELIMIT);
  cr_assert_eq (mm_pinv (1, big, &a, 0, &c, NULL), MM_ELIMIT);
  cr_assert_eq (mm_least_squares (1, 1, big, &a, &a, 0, &c, NULL), MM_ELIMIT);
  cr_assert_eq (mm_qr_orthogonal (big, 1, &a), MM_ELIMIT);
  bool definite;
  cr_assert_eq (mm_solve_symmetric (big, 1, &a, &c, &definite), MM_ELIMIT);
}

static void
check_svd (size_t m, size_t n)
{
  const size_t k = m < n ? m : n;
  double *a = random_matrix (m * 31 + n, m, n), *s = random_matrix (0, k, 1);
  double *u = random_matrix (0, m, k), *vt = random_matrix (0, k, n);
  cr_assert_eq (mm_svd (m, n, a, s, u, vt), MM_OK);
  cr_assert (identity_error (MM_TRANSPOSED, u, k, MM_PLAIN, u, k, k, m) < 1e-13);
  cr_assert (identity_error (MM_PLAIN, vt, n, MM_TRANSPOSED, vt, n, k, n) < 1e-13);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < k; j++)
      u[i * k + j] *= s[j];
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++)
      cr_assert_float_eq (dot (MM_PLAIN, u, k, i, MM_PLAIN, vt, n, j, k), a[i * n + j], 1e-12);
  for (size_t j = 1; j < k; j++)
    cr_assert (s[j - 1] >= s[j] && s[j] >= 0);
  free (a);
  free (s);
  free (u);
  free (vt);
}

Test (blas, svd_gives_back_wide_tall_and_square_matrices)
{
  check_svd (5, 9);
  check_svd (9, 5);
  check_svd (6, 6);
  check_svd (1, 4);
  check_svd (40, 70);
}

Test (blas, svd_refuses_a_nan_and_one_side_only)
{
  double a[4] = { 1, 2, (double) NAN, 4 }, s[2], u[4];
  cr_assert_eq (mm_svd (2, 2, a, s, NULL, NULL), MM_EINVAL);
  a[2] = 3;
  cr_assert_eq (mm_svd (2, 2, a, s, u, NULL), MM_EINVAL);
}

/* A random m x n matrix of a rank.  */
static double *
low_rank (size_t m, size_t n, size_t rank)
{
  double *left = random_matrix (21, m, rank), *right = random_matrix (22, rank, n), *a = random_matrix (0, m, n);
  cr_assert_eq (mm_gemm (MM_PLAIN, MM_PLAIN, m, n, rank, 1, left, rank, right, n, 0, a, n), MM_OK);
  free (left);
  free (right);
  return a;
}

Test (blas, rank_counts_independent_rows)
{
  for (size_t wanted = 0; wanted <= 6; wanted++)
    {
      double *a = low_rank (6, 8, wanted);
      size_t rank = 99;
      cr_assert_eq (mm_rank (6, 8, a, 0, &rank), MM_OK);
      cr_assert_eq (rank, wanted);
      free (a);
    }
  const double nearly[] = { 1, 0, 0, 1e-9 };
  size_t rank;
  cr_assert_eq (mm_rank (2, 2, nearly, 0, &rank), MM_OK);
  cr_assert_eq (rank, 2);
  cr_assert_eq (mm_rank (2, 2, nearly, 1e-8, &rank), MM_OK);
  cr_assert_eq (rank, 1);
  cr_assert_eq (mm_rank (0, 2, nearly, 0, &rank), MM_OK);
  cr_assert_eq (rank, 0);
}

/* The four conditions of Moore and Penrose.  */
static void
check_pinv (size_t m, size_t n, size_t wanted)
{
  double *a = low_rank (m, n, wanted), *x = random_matrix (0, n, m);
  double *ax = random_matrix (0, m, m), *xa = random_matrix (0, n, n);
  size_t rank = 99;
  cr_assert_eq (mm_pinv (m, n, a, 0, x, &rank), MM_OK);
  cr_assert_eq (rank, wanted);
  mm_gemm (MM_PLAIN, MM_PLAIN, m, m, n, 1, a, n, x, m, 0, ax, m);
  mm_gemm (MM_PLAIN, MM_PLAIN, n, n, m, 1, x, m, a, n, 0, xa, n);
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++)
      {
        cr_assert_float_eq (dot (MM_PLAIN, ax, m, i, MM_PLAIN, a, n, j, m), a[i * n + j], 1e-11);
        cr_assert_float_eq (dot (MM_PLAIN, xa, n, j, MM_PLAIN, x, m, i, n), x[j * m + i], 1e-11);
      }
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < m; j++)
      cr_assert_float_eq (ax[i * m + j], ax[j * m + i], 1e-11);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < n; j++)
      cr_assert_float_eq (xa[i * n + j], xa[j * n + i], 1e-11);
  free (a);
  free (x);
  free (ax);
  free (xa);
}

Test (blas, pinv_meets_the_conditions_of_moore_and_penrose)
{
  check_pinv (5, 8, 5);
  check_pinv (8, 5, 5);
  check_pinv (6, 6, 6);
  check_pinv (7, 6, 3);
  check_pinv (4, 4, 0);
}

Test (blas, least_squares_leaves_a_residual_orthogonal_to_the_columns)
{
  enum { m = 9, n = 4, p = 3 };
  double *a = random_matrix (31, m, n), *b = random_matrix (32, m, p), x[n * p], r[m * p];
  size_t rank;
  cr_assert_eq (mm_least_squares (m, n, p, a, b, 0, x, &rank), MM_OK);
  cr_assert_eq (rank, n);
  for (size_t i = 0; i < m * p; i++)
    r[i] = b[i];
  mm_gemm (MM_PLAIN, MM_PLAIN, m, p, n, -1, a, n, x, p, 1, r, p);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < p; j++)
      cr_assert_float_eq (dot (MM_TRANSPOSED, a, n, i, MM_PLAIN, r, p, j, m), 0, 1e-12);
  free (a);
  free (b);
}

Test (blas, least_squares_takes_the_shortest_of_many_solutions)
{
  const double a[] = { 1, 1 }, b[] = { 2 };
  double x[2];
  cr_assert_eq (mm_least_squares (1, 2, 1, a, b, 0, x, NULL), MM_OK);
  cr_assert_float_eq (x[0], 1, 1e-14);
  cr_assert_float_eq (x[1], 1, 1e-14);
}

Test (blas, qr_makes_orthonormal_columns_with_a_positive_triangle)
{
  enum { m = 7, n = 4 };
  double *a = random_matrix (41, m, n), q[m * n];
  for (int i = 0; i < m * n; i++)
    q[i] = a[i];
  cr_assert_eq (mm_qr_orthogonal (m, n, q), MM_OK);
  cr_assert (identity_error (MM_TRANSPOSED, q, n, MM_PLAIN, q, n, n, m) < 1e-14);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++)
      {
        const double r = dot (MM_TRANSPOSED, q, n, i, MM_PLAIN, a, n, j, m);
        cr_assert (i == j ? r > 0 : fabs (r) < 1e-13);
      }
  free (a);
  cr_assert_eq (mm_qr_orthogonal (3, 4, q), MM_EINVAL);
  cr_assert_eq (mm_qr_orthogonal (3, 0, q), MM_OK);
}

Test (blas, symmetric_systems_are_solved_or_called_indefinite)
{
  double a[] = { 4, 0, 0, 2, 5, 0, 0, 1, 3 }; /* the lower triangle of a definite matrix */
  const double full[] = { 4, 2, 0, 2, 5, 1, 0, 1, 3 };
  double b[] = { 1, 2, 3, 4, 5, 6 }, x[6];
  bool definite = false;
  for (int i = 0; i < 6; i++)
    x[i] = b[i];
  cr_assert_eq (mm_solve_symmetric (3, 2, a, x, &definite), MM_OK);
  cr_assert (definite);
  for (size_t i = 0; i < 3; i++)
    for (size_t j = 0; j < 2; j++)
      cr_assert_float_eq (dot (MM_PLAIN, full, 3, i, MM_PLAIN, x, 2, j, 3), b[i * 2 + j], 1e-14);

  double wrong[] = { 1, 0, 2, 1 };
  cr_assert_eq (mm_solve_symmetric (2, 1, wrong, b, &definite), MM_OK);
  cr_assert_not (definite);
  cr_assert_eq (b[0], 1);
}

Test (blas, the_other_factorisations_refuse_a_nan_too)
{
  double a[4] = { 1, 2, (double) NAN, 4 }, b[2] = { 1, 1 };
  bool definite;
  cr_assert_eq (mm_qr_orthogonal (2, 2, a), MM_EINVAL);
  cr_assert_eq (mm_solve_symmetric (2, 1, a, b, &definite), MM_EINVAL);
  double upper[4] = { 1, (double) NAN, 0, 1 }; /* where nothing is read */
  cr_assert_eq (mm_solve_symmetric (2, 1, upper, b, &definite), MM_OK);
  b[1] = (double) NAN;
  cr_assert_eq (mm_solve_symmetric (2, 1, upper, b, &definite), MM_EINVAL);
}

/* How much address space there is in use, in pages.  */
static unsigned long
pages_in_use (void)
{
  unsigned long pages = 0;
  FILE *in = fopen ("/proc/self/statm", "r");
  cr_assert (in && fscanf (in, "%lu", &pages) == 1);
  fclose (in);
  return pages;
}

Test (blas, says_when_there_is_no_memory_for_what_openblas_takes)
{
  struct rlimit before, now;
  double a[] = { 2, 0, 0, 2 }, b[] = { 1, 1 }, c[4], s[2];
  float f[] = { 1 }, g[1];
  bool definite;
  cr_assert_eq (getrlimit (RLIMIT_AS, &before), 0);
  now = before;
  now.rlim_cur = pages_in_use () * (unsigned long) sysconf (_SC_PAGESIZE) + (64ul << 20);
  cr_assert_eq (setrlimit (RLIMIT_AS, &now), 0);
  cr_expect_eq (mm_gemm (MM_PLAIN, MM_PLAIN, 2, 2, 2, 1, a, 2, a, 2, 0, c, 2), MM_ENOMEM);
  cr_expect_eq (mm_gemm_single (MM_PLAIN, MM_PLAIN, 1, 1, 1, 1, f, 1, f, 1, 0, g, 1), MM_ENOMEM);
  cr_expect_eq (mm_svd (2, 2, a, s, NULL, NULL), MM_ENOMEM);
  cr_expect_eq (mm_qr_orthogonal (2, 2, a), MM_ENOMEM);
  cr_expect_eq (mm_solve_symmetric (2, 1, a, b, &definite), MM_ENOMEM);
  cr_expect_eq (mm_blas_threads (2), MM_ENOMEM);
  cr_expect_eq (setrlimit (RLIMIT_AS, &before), 0);
  cr_expect_eq (mm_svd (2, 2, a, s, NULL, NULL), MM_OK);
}

Test (blas, takes_one_thread_or_several)
{
  cr_expect_eq (mm_blas_threads (0), MM_EINVAL);
  cr_expect_eq (mm_blas_threads (2), MM_OK);
  cr_expect_eq (mm_blas_threads (1), MM_OK);
}
