/* graph/array.c: growing arrays without overflow.  */
#include "graph/array.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
  memcpy (array, &grown, sizeof grown);
  *capacity = wanted;
  return true;
}

void *
mm_array_new (size_t items, size_t size)
{
  return items ? calloc (items, size) : calloc (1, 1);
}
