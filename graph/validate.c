/* graph/validate.c: is this graph a module, and if not, why.  */
#include "graph/validate_i.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

/* ---- words ------------------------------------------------------------------ */

/* A name as messages show it: a long one is cut, between two characters.  */
enum { NAME_SHOWN = 80 };
typedef char shown_name[NAME_SHOWN + sizeof "…"];

static const char *
show (const char *name, shown_name out)
{
  size_t length = strlen (name);
  if (length <= NAME_SHOWN)
    return strcpy (out, name);
  length = NAME_SHOWN;
  while (length > 0 && ((unsigned char) name[length] & 0xC0) == 0x80)
    length--;
  memcpy (out, name, length);
  strcpy (out + length, "…");
  return out;
}

static const char *
show_blob (const mm_table *t, mm_blob v, shown_name out)
{
  char buffer[MM_NAME_BUFFER];
  return show (mm_table_blob_name (t, v, buffer), out);
}

static const char *
show_layer (const mm_table *t, mm_layer e, shown_name out)
{
  char buffer[MM_NAME_BUFFER];
  return show (mm_table_layer_name (t, e, buffer), out);
}

/* A list of names that fits a message: "a, b, c, …".  */
typedef struct list
{
  char text[320];
  size_t length;
  bool full;
} list;

/* Append a blob.  Room for "…" is always kept.  */
static void
append (list *l, const char *separator, const mm_table *t, mm_blob v)
{
  shown_name name;
  show_blob (t, v, name);
  if (!l->length)
    separator = "";
  if (l->full)
    return;
  l->full = l->length + 2 * strlen (separator) + strlen (name) + sizeof "…" > sizeof l->text;
  l->length += (size_t) sprintf (l->text + l->length, "%s%s", separator, l->full ? "…" : name);
}

static uint64_t
layer_line (const mm_builder *b, mm_layer e)
{
  uint32_t line;
  memcpy (&line, mm_column_at (&b->layer_line, e), sizeof line);
  return line || !b->first_layer_line ? line : b->first_layer_line + e;
}

static uint64_t
blob_line (const mm_builder *b, mm_blob v)
{
  uint32_t line;
  memcpy (&line, mm_column_at (&b->blob_line, v), sizeof line);
  return line;
}

/* ---- layers and counts ------------------------------------------------------ */

mm_status
mm_validate_layers (const mm_builder *b, mm_error *err)
{
  const mm_table *t = &b->table;
  if (t->layers == 0)
    return mm_fail_flaw (err, MM_FLAW_NO_LAYER, 0, "not a module: there is no layer");
  mm_layer e = 0;
  while (e < t->layers && t->tail[e] != t->head[e])
    e++;
  if (e == t->layers)
    return MM_OK;
  shown_name layer, blob;
  return mm_fail_flaw (err, MM_FLAW_SELF_LOOP, layer_line (b, e), "not a module: layer %s is a self-loop at blob %s",
                       show_layer (t, e, layer), show_blob (t, t->tail[e], blob));
}

static mm_status
fail_isolated (const mm_builder *b, mm_blob v, mm_error *err)
{
  shown_name name;
  return mm_fail_flaw (err, MM_FLAW_ISOLATED, blob_line (b, v), "not a module: blob %s is isolated: no layer touches it",
                       show_blob (&b->table, v, name));
}

mm_status
mm_validate_counts (const mm_builder *b, mm_error *err)
{
  const mm_table *t = &b->table;
  const uint64_t most = 2 * (uint64_t) t->layers;
  if (t->blobs <= most)
    return MM_OK;
  /* Of the first 2m + 1 blobs, one is untouched.  */
  bool *touched = mm_array_new ((size_t) most + 1, sizeof *touched);
  if (!touched)
    return mm_fail_memory (err);
  for (mm_layer e = 0; e < t->layers; e++)
    {
      if (t->tail[e] <= most)
        touched[t->tail[e]] = true;
      if (t->head[e] <= most)
        touched[t->head[e]] = true;
    }
  mm_blob v = 0;
  while (touched[v])
    v++;
  free (touched);
  return fail_isolated (b, v, err);
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
        shown_name name;
        s = mm_fail (err, MM_EPARSE, blob_line (b, names[i].blob), "two blobs are called %s",
                     show (names[i].name, name));
      }
  free (names);
  return s;
}

/* ---- order ------------------------------------------------------------------ */

/* From a blob that is left over walk back along layers from others that are; each has
   one, so the walk comes round.  `by[v]` becomes the layer by which it left v, + 1.
   Returns a blob of the cycle.  */
static mm_blob
walk_back (const mm_module *m, const bool *left_over, mm_blob v, mm_layer *by)
{
  const mm_blob *tail = m->table.tail;
  while (!by[v])
    {
      const mm_layer *in = mm_module_in (m, v).at;
      while (!left_over[tail[*in]])
        in++;
      by[v] = *in + 1;
      v = tail[*in];
    }
  return v;
}

/* Name the cycle through v.  `by` runs against the layers, so it is turned round first.
   The line is that of the layer which closes the cycle in the file.  */
static mm_status
fail_cycle (const mm_builder *b, mm_blob v, const mm_layer *by, mm_blob *next, mm_error *err)
{
  const mm_table *t = &b->table;
  uint32_t length = 0;
  uint64_t line = 0;
  mm_blob at = v;
  do
    {
      const mm_layer e = by[at] - 1;
      if (layer_line (b, e) > line)
        line = layer_line (b, e);
      next[t->tail[e]] = at;
      at = t->tail[e];
      length++;
    }
  while (at != v);

  list names = { .length = 0 };
  for (uint32_t i = 0; i <= length && !names.full; i++, at = next[at])
    append (&names, " -> ", t, at);
  return mm_fail_flaw (err, MM_FLAW_CYCLE, line, "not a module: there is a cycle of %u blobs: %s", length, names.text);
}

static mm_status
find_cycle (const mm_builder *b, const mm_module *m, uint32_t ordered, mm_error *err)
{
  const uint32_t n = b->table.blobs;
  bool *left_over = mm_array_new (n, sizeof *left_over);
  mm_layer *by = mm_array_new (n, sizeof *by);
  mm_blob *next = mm_array_new (n, sizeof *next);
  mm_status s = MM_ENOMEM;
  if (left_over && by && next)
    {
      memset (left_over, true, n * sizeof *left_over);
      for (uint32_t i = 0; i < ordered; i++)
        left_over[m->order[i]] = false;
      mm_blob v = 0;
      while (!left_over[v])
        v++;
      s = fail_cycle (b, walk_back (m, left_over, v, by), by, next, err);
    }
  else
    mm_fail_memory (err);
  free (left_over);
  free (by);
  free (next);
  return s;
}

mm_status
mm_validate_order (const mm_builder *b, const mm_module *m, uint32_t ordered, mm_error *err)
{
  for (mm_blob v = 0; v < b->table.blobs; v++)
    if (m->in_start[v] == m->in_start[v + 1] && m->out_start[v] == m->out_start[v + 1])
      return fail_isolated (b, v, err);
  return ordered < b->table.blobs ? find_cycle (b, m, ordered, err) : MM_OK;
}

/* ---- terminals -------------------------------------------------------------- */

/* One end of the module: what it is called, and the adjacency that it has none of.  */
typedef struct side
{
  const char *what, *without;
  mm_flaw flaw;
  const uint32_t *start;             /* of the layers in, for the source */
  const uint32_t *other_start, *other; /* of the layers out */
  mm_blob declared;
} side;

static mm_status
fail_ends (const mm_builder *b, const side *end, mm_error *err)
{
  list names = { .length = 0 };
  uint32_t count = 0;
  uint64_t line = 0;
  for (mm_blob v = 0; v < b->table.blobs; v++)
    if (end->start[v] == end->start[v + 1])
      {
        append (&names, ", ", &b->table, v);
        bool extra = end->declared == MM_NONE ? count > 0 : v != end->declared;
        if (extra && !line)
          line = blob_line (b, v) ? blob_line (b, v) : layer_line (b, end->other[end->other_start[v]]);
        count++;
      }
  return mm_fail_flaw (err, end->flaw, line, "not a module: there are %u %ss (blobs without a layer %s): %s", count, end->what,
                       end->without, names.text);
}

/* What was declared, if anything, is what was found.  */
static mm_status
check_declared (const mm_builder *b, const side *end, mm_blob found, mm_error *err)
{
  if (end->declared == MM_NONE || end->declared == found)
    return MM_OK;
  if (end->declared >= b->table.blobs)
    return mm_fail_flaw (err, MM_FLAW_RANGE, b->terminals_line, "not a module: blob %u, declared to be the %s, is not there",
                         end->declared, end->what);
  shown_name declared, real;
  return mm_fail_flaw (err, MM_FLAW_TERMINALS, b->terminals_line, "not a module: blob %s is declared to be the %s, but the %s is %s",
                       show_blob (&b->table, end->declared, declared), end->what, end->what,
                       show_blob (&b->table, found, real));
}

/* There is at least one such blob, since there is no cycle.  */
static mm_status
find_end (const mm_builder *b, const side *end, mm_blob *found, mm_error *err)
{
  uint32_t count = 0;
  for (mm_blob v = 0; v < b->table.blobs; v++)
    if (end->start[v] == end->start[v + 1])
      {
        *found = v;
        count++;
      }
  return count == 1 ? MM_OK : fail_ends (b, end, err);
}

mm_status
mm_validate_terminals (const mm_builder *b, const mm_module *m, mm_blob *source, mm_blob *sink, mm_error *err)
{
  const side first = { "source", "in", MM_FLAW_SOURCES, m->in_start, m->out_start, m->out, b->table.source };
  const side last = { "sink", "out", MM_FLAW_SINKS, m->out_start, m->in_start, m->in, b->table.sink };
  mm_status s = find_end (b, &first, source, err);
  if (!s)
    s = find_end (b, &last, sink, err);
  if (!s)
    s = check_declared (b, &first, *source, err);
  if (!s)
    s = check_declared (b, &last, *sink, err);
  return s;
}
