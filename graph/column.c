/* graph/column.c: attribute columns and text pools.  */
#include "graph/column.h"

#include <string.h>

#include "graph/array.h"

void *
mm_column_touch (mm_column *c, size_t index)
{
  if (!mm_array_reserve (&c->data, &c->capacity, index + 1, c->size))
    return NULL;
  for (; c->used <= index; c->used++)
    memcpy ((char *) c->data + c->used * c->size, c->standard, c->size);
  return (char *) c->data + index * c->size;
}

const void *
mm_column_at (const mm_column *c, size_t index)
{
  return index < c->used ? (const char *) c->data + index * c->size : c->standard;
}

bool
mm_pool_add (mm_pool *p, const char *text, size_t *offset)
{
  if (!text)
    {
      *offset = MM_NO_TEXT;
      return true;
    }
  size_t length = strlen (text) + 1;
  if (!mm_array_reserve (&p->data, &p->capacity, p->used + length, 1))
    return false;
  memcpy (p->data + p->used, text, length);
  *offset = p->used;
  p->used += length;
  return true;
}

const char *
mm_pool_text (const mm_pool *p, size_t offset)
{
  return offset == MM_NO_TEXT ? NULL : p->data + offset;
}
