/* numeric/blas_i.h: dense linear algebra; for numeric/ only.

   blas.c is the only file that knows CBLAS and LAPACKE.  Every matrix is row-major,
   rows x columns, with a leading dimension (entries from one row to the next) where one is
   given and without gaps where none is.  Sizes may be 0.  All functions:

   @return MM_OK;
           MM_ELIMIT when a size does not fit BLAS's integer (2^31 - 1);
           MM_ENOMEM, with the outputs undefined;
           those of LAPACK also MM_EINVAL when an input holds a NaN, and MM_EUNSUPPORTED
           when an iteration does not converge (never seen on finite matrices)  */
#ifndef MM_NUMERIC_BLAS_I_H
#define MM_NUMERIC_BLAS_I_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

typedef enum mm_op
{
  MM_PLAIN,
  MM_TRANSPOSED
} mm_op;

/**
 * C = alpha op(A) op(B) + beta C, in 2 m n k flops.
 *
 * @param m, n, k  op(A) is m x k, op(B) is k x n, C is m x n
 * @param lda      at least the columns of A as stored: k, or m when transposed; so for B
 * @param beta     0: C is only written, and may hold anything before
 */
mm_status mm_gemm (mm_op op_a, mm_op op_b, size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                   const double *b, size_t ldb, double beta, double *c, size_t ldc);

/** The same in float32 arithmetic. */
mm_status mm_gemm_single (mm_op op_a, mm_op op_b, size_t m, size_t n, size_t k, float alpha, const float *a,
                          size_t lda, const float *b, size_t ldb, float beta, float *c, size_t ldc);

/**
 * The thin singular value decomposition A = U diag(s) Vt; k = min (m, n).
 *
 * @param a   m x n; not changed
 * @param s   out: k values, falling
 * @param u   out: m x k, or NULL
 * @param vt  out: k x n, or NULL; both or none
 */
mm_status mm_svd (size_t m, size_t n, const double *a, double *s, double *u, double *vt);

/**
 * How many singular values lie above `tolerance` times the largest.
 * @param tolerance  0: max (m, n) times the machine's epsilon
 */
mm_status mm_rank (size_t m, size_t n, const double *a, double tolerance, size_t *rank);

/**
 * The Moore-Penrose inverse.
 * @param out   n x m
 * @param rank  out: how many singular values were inverted (tolerance as for mm_rank); may be NULL
 */
mm_status mm_pinv (size_t m, size_t n, const double *a, double tolerance, double *out, size_t *rank);

/**
 * The X of least norm among those that minimise ||A X - B||; A is m x n.
 * @param b  m x p; not changed
 * @param x  out: n x p
 */
mm_status mm_least_squares (size_t m, size_t n, size_t p, const double *a, const double *b, double tolerance,
                            double *x, size_t *rank);

/**
 * Replace A by the Q of its QR factorisation whose R has a positive diagonal: the columns
 * are orthonormal and span those of A.  From a square matrix of independent normal
 * entries it makes an orthogonal matrix of uniform (Haar) distribution.
 *
 * @param m, n  m >= n, else MM_EINVAL
 */
mm_status mm_qr_orthogonal (size_t m, size_t n, double *a);

/**
 * Solve A X = B for a symmetric positive definite A, by Cholesky.
 *
 * @param a         n x n, of which the lower triangle is read; overwritten
 * @param b         n x p; overwritten by X when definite
 * @param definite  out: whether A is positive definite; b is as it was when it is not
 */
mm_status mm_solve_symmetric (size_t n, size_t p, double *a, double *b, bool *definite);

#endif
