/* cli/threads.c: how many threads BLAS uses.  */
#include "config.h"

#include "cli/threads.h"

#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const char variable[] = "OPENBLAS_NUM_THREADS";

static int
processors (void)
{
  cpu_set_t ours;
  const int count = sched_getaffinity (0, sizeof ours, &ours) == 0 ? CPU_COUNT (&ours) : 1;
  return count > 0 ? count : 1;
}

int
cli_threads (void)
{
  const char *const names[] = { variable, "OMP_NUM_THREADS" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    {
      const char *text = getenv (names[i]);
      uint64_t count;
      if (text && cli_count (text, &count) && count > 0)
        return count < (uint64_t) processors () ? (int) count : processors ();
    }
  return 1;
}

bool
cli_threads_enter (char **before)
{
  const char *text = getenv (variable);
  *before = text ? strdup (text) : NULL;
  return (!text || *before) && setenv (variable, "1", 1) == 0;
}

void
cli_threads_leave (char *before)
{
  if (!before || setenv (variable, before, 1))
    unsetenv (variable);
  free (before);
}
