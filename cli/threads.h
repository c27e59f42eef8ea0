/* cli/threads.h: how many threads BLAS uses.  */
#ifndef MM_CLI_THREADS_H
#define MM_CLI_THREADS_H

#include <stdbool.h>

/**
 * How many threads the user wants: OPENBLAS_NUM_THREADS, or else OMP_NUM_THREADS, at most one a
 * processor.  Without them it is 1, so that a result does not depend on the machine's number.
 */
int cli_threads (void);

/**
 * Have OpenBLAS start no threads when it is loaded.
 *
 * It would start one per processor, and end or hang when there is no memory for them.  The
 * environment says so while it is being loaded; leave puts it back.
 *
 * @return false: out of memory
 */
bool cli_threads_enter (char **before);
void cli_threads_leave (char *before);

#endif
