/* graph/array.h: growing arrays without overflow.  */
#ifndef MM_GRAPH_ARRAY_H
#define MM_GRAPH_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Make room for `need` items in a heap array.
 *
 * The capacity at least grows by half, so that pushing n items costs O(n).
 *
 * @param array     address of the pointer; it may move; NULL is an empty array
 * @param capacity  its capacity in items; updated
 * @param need      how many items must fit
 * @param size      bytes of one item
 * @return true; false when out of memory, with array and capacity unchanged
 */
bool mm_array_reserve (void *array, size_t *capacity, size_t need, size_t size);

/** calloc that accepts zero items (it then returns a one-byte block, never NULL for that). */
void *mm_array_new (size_t items, size_t size);

#endif
