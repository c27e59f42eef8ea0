/* tests/leak.h: make a leak fail the test that left it.

   Criterion runs each test in a worker process that ends without the sanitizer's
   check, so suites name `.fini = no_leaks`.  Without a sanitizer this does nothing;
   `make check-valgrind` is the other net.  */
#ifndef MM_TESTS_LEAK_H
#define MM_TESTS_LEAK_H

#if defined __SANITIZE_ADDRESS__
#define MM_LEAK_CHECK 1
#elif defined __has_feature
#if __has_feature(address_sanitizer)
#define MM_LEAK_CHECK 1
#endif
#endif

#ifdef MM_LEAK_CHECK
#include <sanitizer/lsan_interface.h>
#include <stdlib.h>
#endif

static inline void
no_leaks (void)
{
#ifdef MM_LEAK_CHECK
  if (__lsan_do_recoverable_leak_check ())
    abort ();
#endif
}

#endif
