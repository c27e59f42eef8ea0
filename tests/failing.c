/* tests/failing.c: malloc, calloc and realloc that fail on demand (-Wl,--wrap).  */
#include "tests/failing.h"

#include <stddef.h>

void *__real_malloc (size_t size);
void *__real_calloc (size_t items, size_t size);
void *__real_realloc (void *old, size_t size);
void *__wrap_malloc (size_t size);
void *__wrap_calloc (size_t items, size_t size);
void *__wrap_realloc (void *old, size_t size);

static long countdown = -1;
static bool happened;

void
failing_after (long n)
{
  countdown = n;
  happened = false;
}

bool
failing_happened (void)
{
  return happened;
}

static bool
fail_now (void)
{
  if (countdown < 0)
    return false;
  if (countdown-- > 0)
    return false;
  happened = true;
  return true;
}

void *
__wrap_malloc (size_t size)
{
  return fail_now () ? NULL : __real_malloc (size);
}

void *
__wrap_calloc (size_t items, size_t size)
{
  return fail_now () ? NULL : __real_calloc (items, size);
}

void *
__wrap_realloc (void *old, size_t size)
{
  return fail_now () ? NULL : __real_realloc (old, size);
}
