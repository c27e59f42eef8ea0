/* graph/room.h: whether there is memory for libraries that do not ask politely.  Not installed.  */
#ifndef MM_GRAPH_ROOM_H
#define MM_GRAPH_ROOM_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Tell whether the system would map so many bytes now; they are given back at once.  Some
 * libraries end the process or try for ever when they get no memory: call them only after this.
 * The next to ask for memory gets it, so another thread may still be faster.
 */
bool mm_has_room (size_t bytes);

#endif
