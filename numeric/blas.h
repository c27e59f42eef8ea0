/* numeric/blas.h: what a program may decide about BLAS.  */
#ifndef MM_NUMERIC_BLAS_H
#define MM_NUMERIC_BLAS_H

#include "graph/status.h"

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
 * OPENBLAS_NUM_THREADS or OMP_NUM_THREADS).
 *
 * OpenBLAS starts one thread per processor as soon as it is loaded, and does not come back
 * when there is no memory for one.  A program that has to work within a limit of memory is
 * started with OPENBLAS_NUM_THREADS=1 in its environment, or loads the library (dlopen)
 * after it has set that.  The functions of numeric/ look for the 129 MB of address space that a
 * call of OpenBLAS may take, and answer MM_ENOMEM when there are none.
 *
 * @param count  at least 1
 * @return MM_OK; MM_EINVAL when count is less than 1; MM_EUNSUPPORTED when the BLAS is not
 *         OpenBLAS and cannot be told; MM_ENOMEM, with the number as it was, when there is no
 *         memory for so many threads (each takes 140 MB of address space)
 */
mm_status mm_blas_threads (int count);

#ifdef __cplusplus
}
#endif
#endif
