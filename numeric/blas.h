/* numeric/blas.h: what a program may decide about BLAS.  */
#ifndef MM_NUMERIC_BLAS_H
#define MM_NUMERIC_BLAS_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How many threads OpenBLAS may use in this process.
 *
 * The number belongs to the process, not to modmorph, so the library never sets it by
 * itself.  The last bits of a product or a factorisation may depend on it: a program that
 * promises the same bits for the same seed calls this once, before any other thread
 * runs, with the same number each time (modmorph itself uses 1, unless the user has set
 * OPENBLAS_NUM_THREADS).
 *
 * @param count  at least 1
 */
void mm_blas_threads (int count);

#ifdef __cplusplus
}
#endif
#endif
