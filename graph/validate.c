/* graph/validate.c: is this graph a module?  */
#include "graph/validate_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"

/* ---- layers and counts ------------------------------------------------------ */

mm_flaw
mm_validate_layers (const mm_builder *b)
{
  const mm_table *t = &b->table;
  if (t->layers == 0)
    return MM_FLAW_NO_LAYER;
  mm_layer e = 0;
  while (e < t->layers && t->tail[e] != t->head[e])
    e++;
  return e < t->layers ? MM_FLAW_SELF_LOOP : MM_FLAW_NONE;
}

mm_flaw
mm_validate_counts (const mm_builder *b)
{
  return b->table.blobs > 2 * (uint64_t) b->table.layers ? MM_FLAW_ISOLATED : MM_FLAW_NONE;
}

/* ---- names ------------------------------------------------------------------ */

typedef struct called
{
  const char *name;
  mm_blob blob;
} called;

static int
by_name (const void *a, const void *b)
{
  const called *x = a, *y = b;
  int order = strcmp (x->name, y->name);
  return order ? order : (x->blob > y->blob) - (x->blob < y->blob);
}

/* The blobs that have names; NULL: out of memory.  */
static called *
list_names (const mm_table *t, size_t *count)
{
  called *names = mm_array_new (t->blob_name.used, sizeof *names);
  *count = 0;
  for (mm_blob v = 0; names && v < t->blob_name.used; v++)
    {
      size_t offset;
      memcpy (&offset, mm_column_at (&t->blob_name, v), sizeof offset);
      if (offset != MM_NO_TEXT)
        names[(*count)++] = (called){ mm_pool_text (&t->text, offset), v };
    }
  return names;
}

/* Whether the name is the number by which some blob without a name is called.  */
static bool
is_made_up (const mm_table *t, const char *name)
{
  uint64_t value = 0;
  size_t digits = strspn (name, "0123456789");
  if (!digits || name[digits] || digits > 10 || (name[0] == '0' && digits > 1))
    return false;
  for (; *name; name++)
    value = 10 * value + (uint64_t) (*name - '0');
  char buffer[MM_NAME_BUFFER];
  return value < t->blobs && mm_table_blob_name (t, (mm_blob) value, buffer) == buffer;
}

mm_status
mm_validate_names (const mm_builder *b, mm_error *err)
{
  const mm_table *t = &b->table;
  if (!t->blob_name.used)
    return MM_OK;
  size_t count;
  called *names = list_names (t, &count);
  if (!names)
    return mm_fail_memory (err);
  qsort (names, count, sizeof *names, by_name);

  mm_status s = MM_OK;
  for (size_t i = 0; i < count && !s; i++)
    if ((i && !strcmp (names[i - 1].name, names[i].name)) || is_made_up (t, names[i].name))
      {
        char name[MM_SPELT];
        s = mm_fail (err, MM_EPARSE, mm_builder_blob_line (b, names[i].blob), "two blobs are called %s",
                     mm_spell_name (names[i].name, name, sizeof name));
      }
  free (names);
  return s;
}

/* ---- order ------------------------------------------------------------------ */

mm_flaw
mm_validate_order (const mm_module *m, uint32_t ordered)
{
  for (mm_blob v = 0; v < m->table.blobs; v++)
    if (m->in_start[v] == m->in_start[v + 1] && m->out_start[v] == m->out_start[v + 1])
      return MM_FLAW_ISOLATED;
  return ordered < m->table.blobs ? MM_FLAW_CYCLE : MM_FLAW_NONE;
}

/* ---- terminals -------------------------------------------------------------- */

/* The blob without a layer in one direction; there is one, since there is no cycle.
   @return whether there is no other  */
static bool
find_end (const mm_module *m, const uint32_t *start, mm_blob *found)
{
  uint32_t count = 0;
  for (mm_blob v = 0; v < m->table.blobs; v++)
    if (start[v] == start[v + 1])
      {
        *found = v;
        count++;
      }
  return count == 1;
}

mm_flaw
mm_validate_terminals (const mm_module *m, mm_blob *source, mm_blob *sink)
{
  const mm_blob declared[] = { m->table.source, m->table.sink };
  if (!find_end (m, m->in_start, source))
    return MM_FLAW_SOURCES;
  if (!find_end (m, m->out_start, sink))
    return MM_FLAW_SINKS;
  const mm_blob found[] = { *source, *sink };
  for (int i = 0; i < 2; i++)
    if (declared[i] != MM_NONE && declared[i] != found[i])
      return declared[i] < m->table.blobs ? MM_FLAW_TERMINALS : MM_FLAW_RANGE;
  return MM_FLAW_NONE;
}
