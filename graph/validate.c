/* graph/validate.c: is this graph a module, and if not, why.  */
#include "graph/validate_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

static uint32_t
line_of (const mm_column *lines, uint32_t index)
{
  uint32_t line;
  memcpy (&line, mm_column_at (lines, index), sizeof line);
  return line;
}

static mm_status
flawed (mm_error *err, mm_flaw flaw)
{
  if (err)
    err->flaw = flaw;
  return MM_ENOTMODULE;
}

/* A list of names that fits a message: "a, b, c, …".  */
typedef struct sentence
{
  char text[320];
  size_t length;
  bool full;
} sentence;

static void
append (sentence *s, const char *separator, const char *name)
{
  size_t need = strlen (separator) + strlen (name);
  if (s->full)
    return;
  if (s->length + need + 8 > sizeof s->text)
    {
      s->full = true;
      separator = s->length ? separator : "";
      name = "…";
    }
  strcpy (s->text + s->length, separator);
  strcat (s->text + s->length, name);
  s->length += strlen (s->text + s->length);
}

mm_status
mm_validate_layers (const mm_builder *b, mm_error *err)
{
  const mm_table *t = &b->table;
  char nb[MM_NAME_BUFFER], lb[MM_NAME_BUFFER];
  if (t->layers == 0)
    {
      mm_fail (err, MM_ENOTMODULE, 0, "not a module: there is no layer");
      return flawed (err, MM_FLAW_NO_LAYER);
    }
  for (mm_layer e = 0; e < t->layers; e++)
    if (t->tail[e] == t->head[e])
      {
        mm_fail (err, MM_ENOTMODULE, line_of (&b->layer_line, e),
                 "not a module: layer %.100s is a self-loop at blob %.100s", mm_table_layer_name (t, e, lb),
                 mm_table_blob_name (t, t->tail[e], nb));
        return flawed (err, MM_FLAW_SELF_LOOP);
      }
  return MM_OK;
}

static int
by_text (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

mm_status
mm_validate_names (const mm_builder *b, mm_error *err)
{
  const mm_table *t = &b->table;
  if (!t->blob_name.used)
    return MM_OK;
  const char **names = mm_array_new (t->blob_name.used, sizeof *names);
  if (!names)
    return mm_fail_memory (err);
  size_t count = 0;
  for (size_t v = 0; v < t->blob_name.used; v++)
    {
      size_t offset;
      memcpy (&offset, mm_column_at (&t->blob_name, v), sizeof offset);
      if (offset != MM_NO_TEXT)
        names[count++] = mm_pool_text (&t->text, offset);
    }
  qsort (names, count, sizeof *names, by_text);

  mm_status s = MM_OK;
  for (size_t i = 1; i < count && !s; i++)
    if (!strcmp (names[i - 1], names[i]))
      s = mm_fail (err, MM_EPARSE, 0, "two blobs are called %.200s", names[i]);
  free (names);
  return s;
}

/* A blob that no layer touches; adjacency is compressed, so this is two subtractions.  */
static bool
isolated (const mm_module *m, mm_blob v)
{
  return mm_module_in (m, v).count == 0 && mm_module_out (m, v).count == 0;
}

/* Every blob that is left over has a predecessor that is left over, so walking
   back from any of them must come round.  `seen` has blobs entries: 0, or the
   place in the walk.  */
static mm_status
report_cycle (const mm_builder *b, const mm_module *m, const uint32_t *missing, mm_blob v, mm_error *err)
{
  const mm_table *t = &b->table;
  mm_layer *by = mm_array_new (t->blobs, sizeof *by); /* the layer by which we left v, backwards, + 1 */
  if (!by)
    return mm_fail_memory (err);
  while (!by[v])
    {
      mm_handles in = mm_module_in (m, v);
      uint32_t i = 0;
      while (!missing[t->tail[in.at[i]]])
        i++;
      by[v] = in.at[i] + 1;
      v = t->tail[in.at[i]];
    }

  /* v is on the cycle; `by` runs against the layers, so reverse it first.  */
  size_t length = 0;
  mm_blob *cycle = mm_array_new (t->blobs, sizeof *cycle);
  if (!cycle)
    {
      free (by);
      return mm_fail_memory (err);
    }
  uint32_t line = 0;
  mm_blob at = v;
  do
    {
      cycle[length++] = at;
      if (!line)
        line = line_of (&b->layer_line, by[at] - 1);
      at = t->tail[by[at] - 1];
    }
  while (at != v);

  char nb[MM_NAME_BUFFER];
  sentence names = { .length = 0 };
  append (&names, "", mm_table_blob_name (t, v, nb));
  for (size_t i = length; i-- > 0;)
    append (&names, " -> ", mm_table_blob_name (t, cycle[i], nb));
  free (cycle);
  free (by);
  mm_fail (err, MM_ENOTMODULE, line, "not a module: cycle %s", names.text);
  return flawed (err, MM_FLAW_CYCLE);
}

mm_status
mm_validate_order (const mm_builder *b, mm_module *m, mm_error *err)
{
  const mm_table *t = &b->table;
  /* The functions of module.h read these through the module.  */
  m->table.blobs = t->blobs;
  m->table.layers = t->layers;
  uint32_t *missing = mm_array_new (t->blobs, sizeof *missing); /* layers in from blobs not yet ordered */
  if (!missing)
    return mm_fail_memory (err);

  uint32_t filled = 0;
  char nb[MM_NAME_BUFFER];
  for (mm_blob v = 0; v < t->blobs; v++)
    {
      if (isolated (m, v))
        {
          free (missing);
          mm_fail (err, MM_ENOTMODULE, line_of (&b->blob_line, v), "not a module: blob %.200s is isolated (no layer touches it)",
                   mm_table_blob_name (t, v, nb));
          return flawed (err, MM_FLAW_ISOLATED);
        }
      missing[v] = mm_module_in (m, v).count;
      if (!missing[v])
        m->order[filled++] = v;
    }
  for (uint32_t next = 0; next < filled; next++)
    {
      mm_handles out = mm_module_out (m, m->order[next]);
      for (uint32_t i = 0; i < out.count; i++)
        if (!--missing[t->head[out.at[i]]])
          m->order[filled++] = t->head[out.at[i]];
    }

  mm_status s = MM_OK;
  if (filled < t->blobs)
    {
      mm_blob v = 0;
      while (!missing[v])
        v++;
      s = report_cycle (b, m, missing, v, err);
    }
  free (missing);
  return s;
}

/* The one blob without layers in one direction, or a complaint that names them all.  */
static mm_status
only_end (const mm_builder *b, const mm_module *m, mm_handles (*runs) (const mm_module *, mm_blob),
          const char *what, mm_flaw flaw, mm_blob *end, mm_error *err)
{
  char nb[MM_NAME_BUFFER];
  sentence names = { .length = 0 };
  uint32_t count = 0, line = 0;
  for (mm_blob v = 0; v < b->table.blobs; v++)
    if (runs (m, v).count == 0)
      {
        append (&names, count ? ", " : "", mm_table_blob_name (&b->table, v, nb));
        *end = v;
        if (count++)
          line = line_of (&b->blob_line, v);
      }
  if (count == 1)
    return MM_OK;
  mm_fail (err, MM_ENOTMODULE, line, "not a module: %u %s: %s", count, what, names.text);
  return flawed (err, flaw);
}

static mm_status
check_declared (const mm_builder *b, mm_blob declared, mm_blob found, const char *what, mm_error *err)
{
  char db[MM_NAME_BUFFER], fb[MM_NAME_BUFFER];
  if (declared == MM_NONE || declared == found)
    return MM_OK;
  if (declared >= b->table.blobs)
    mm_fail (err, MM_ENOTMODULE, 0, "not a module: the declared %s %u is not there", what, declared);
  else
    mm_fail (err, MM_ENOTMODULE, 0, "not a module: the declared %s is %.100s, but the graph's is %.100s", what,
             mm_table_blob_name (&b->table, declared, db), mm_table_blob_name (&b->table, found, fb));
  return flawed (err, declared >= b->table.blobs ? MM_FLAW_RANGE : MM_FLAW_TERMINALS);
}

mm_status
mm_validate_terminals (const mm_builder *b, const mm_module *m, mm_blob *source, mm_blob *sink, mm_error *err)
{
  mm_status s = only_end (b, m, mm_module_in, "sources", MM_FLAW_SOURCES, source, err);
  if (!s)
    s = only_end (b, m, mm_module_out, "sinks", MM_FLAW_SINKS, sink, err);
  if (!s)
    s = check_declared (b, b->table.source, *source, "source", err);
  if (!s)
    s = check_declared (b, b->table.sink, *sink, "sink", err);
  return s;
}
