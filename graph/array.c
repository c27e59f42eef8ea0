/* graph/array.c: growing arrays without overflow.  */
#include "graph/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Ask for large pages under a large block that is about to be filled.  First touching
   10^6 layers' worth of small pages takes longer than deciding the module.  Only a wish:
   where it cannot be granted nothing changes.  */
static void
prefer_large_pages (void *block, size_t bytes)
{
#ifdef MADV_HUGEPAGE
  const uintptr_t page = (uintptr_t) 1 << 21;
  const uintptr_t from = ((uintptr_t) block + page - 1) & ~(page - 1), to = ((uintptr_t) block + bytes) & ~(page - 1);
  if (from < to)
    (void) madvise ((void *) from, to - from, MADV_HUGEPAGE);
#else
  (void) block;
  (void) bytes;
#endif
}

bool
mm_array_reserve (void *array, size_t *capacity, size_t need, size_t size)
{
  if (need <= *capacity)
    return true;
  size_t wanted = *capacity + *capacity / 2;
  if (wanted < need)
    wanted = need;
  if (wanted < 8)
    wanted = 8;
  if (wanted > SIZE_MAX / size)
    return false;

  /* `array` is the address of some typed pointer; memcpy reads and writes it
     without pretending that it is a `void *`.  */
  void *old, *grown;
  memcpy (&old, array, sizeof old);
  grown = realloc (old, wanted * size);
  if (!grown)
    return false;
  prefer_large_pages (grown, wanted * size);
  memcpy (array, &grown, sizeof grown);
  *capacity = wanted;
  return true;
}

void *
mm_array_new (size_t items, size_t size)
{
  if (items > SIZE_MAX / size)
    return NULL;
  void *block = items ? calloc (items, size) : calloc (1, 1);
  if (block)
    prefer_large_pages (block, items * size);
  return block;
}
