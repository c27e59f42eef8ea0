/* graph/dot_lock.c: one at a time in libcgraph.  */
#include "graph/dot_lock.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void
mm_dot_lock (void)
{
  pthread_mutex_lock (&lock);
}

void
mm_dot_unlock (void)
{
  pthread_mutex_unlock (&lock);
}
