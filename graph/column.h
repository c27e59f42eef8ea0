/* graph/column.h: one attribute of all blobs or of all layers, stored only when someone sets it.  */
#ifndef MM_GRAPH_COLUMN_H
#define MM_GRAPH_COLUMN_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Entries 0 … used-1 are stored; every entry from `used` on has the default value.
 * A column that nobody sets costs nothing, so a module of 10^6 nameless layers
 * carries no names.
 */
typedef struct mm_column
{
  void *data;
  size_t used, capacity;
  size_t size;          /* bytes of one entry */
  const void *standard; /* the default value; outlives the column */
} mm_column;

/** The entry to write to, or NULL when out of memory (the column is as it was). */
void *mm_column_touch (mm_column *c, size_t index);

/** The entry to read: stored or default. */
const void *mm_column_at (const mm_column *c, size_t index);

/** Text kept back to back, each with its 0 byte; referred to by offset. */
typedef struct mm_pool
{
  char *data;
  size_t used, capacity;
} mm_pool;

#define MM_NO_TEXT ((size_t) -1)

/** Copy a text in; false when out of memory. A NULL text gives MM_NO_TEXT. */
bool mm_pool_add (mm_pool *p, const char *text, size_t *offset);

/** The text at an offset, or NULL for MM_NO_TEXT.  Moves when the pool grows. */
const char *mm_pool_text (const mm_pool *p, size_t offset);

#endif
