/* tests/failing.h: memory that runs out at a chosen point.

   Test programs that link failing.c with $(failing_ldflags) can make the n-th
   allocation from now on fail, in all code that is linked into them statically.  */
#ifndef MM_TESTS_FAILING_H
#define MM_TESTS_FAILING_H

#include <stdbool.h>

/** From now on: let `n` allocations succeed and fail the next one (only that one). n < 0: never. */
void failing_after (long n);

/** Whether the failure has happened since failing_after. */
bool failing_happened (void);

#endif
