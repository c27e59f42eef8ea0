/* graph/room.c: whether there is memory for libraries that do not ask politely.  */
#include "graph/room.h"

#include <sys/mman.h>

bool
mm_has_room (size_t bytes)
{
  void *room = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED)
    return false;
  munmap (room, bytes);
  return true;
}
