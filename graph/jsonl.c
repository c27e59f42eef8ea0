/* graph/jsonl.c: streams of modules, one JSON object a line; the only file that knows jansson.  */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder_i.h"
#include "graph/read.h"
#include "graph/write.h"

struct mm_jsonl
{
  FILE *in;         /* borrowed */
  const char *file; /* borrowed */
  char *line;       /* the current line, for getline */
  size_t capacity;
  uint64_t number; /* of the current line, from 1 */
  char called[24]; /* the same, as text */
  json_t *root;    /* of the current line, or NULL; the name that was handed out is in it */
  mm_builder *builder;
};

mm_jsonl *
mm_jsonl_new (FILE *in, const char *file)
{
  mm_jsonl *j = calloc (1, sizeof *j);
  mm_builder *b = mm_builder_new ();
  if (!j || !b)
    {
      free (j);
      mm_builder_free (b);
      return NULL;
    }
  j->in = in;
  j->file = file;
  j->builder = b;
  return j;
}

void
mm_jsonl_free (mm_jsonl *j)
{
  if (!j)
    return;
  json_decref (j->root);
  mm_builder_free (j->builder);
  free (j->line);
  free (j);
}

/* ---- lines ------------------------------------------------------------------ */

/* The next line, a byte order mark at the start of the stream left out.  */
static mm_status
read_line (mm_jsonl *j, const char **text, size_t *length, mm_error *err)
{
  errno = 0;
  ssize_t got = getline (&j->line, &j->capacity, j->in);
  if (got < 0 && errno == ENOMEM)
    return mm_fail_memory (err);
  if (got < 0 && ferror (j->in))
    return mm_fail (err, MM_EIO, j->number + 1, "cannot read: %s", strerror (errno));
  if (got < 0)
    return MM_END;
  const bool mark = j->number == 0 && got >= 3 && !memcmp (j->line, "\xEF\xBB\xBF", 3);
  *text = j->line + (mark ? 3 : 0);
  *length = (size_t) got - (mark ? 3 : 0);
  j->number++;
  return MM_OK;
}

/* The next line that is not blank.  */
static mm_status
read_full_line (mm_jsonl *j, const char **text, size_t *length, mm_error *err)
{
  for (;;)
    {
      mm_status s = read_line (j, text, length, err);
      if (s)
        return s;
      for (size_t i = 0; i < *length; i++)
        if (!strchr (" \t\r\n", (*text)[i]) || !(*text)[i])
          return MM_OK;
    }
}

mm_status
mm_jsonl_skip (mm_jsonl *j, uint64_t *count, mm_error *err)
{
  const char *text;
  size_t length;
  mm_status s = MM_OK;
  if (err)
    err->file = j->file;
  for (*count = 0; !s; *count += !s)
    s = read_full_line (j, &text, &length, err);
  return s == MM_END ? MM_OK : s;
}

/* ---- one line --------------------------------------------------------------- */

static mm_status
parse_line (mm_jsonl *j, const char *text, size_t length, mm_error *err)
{
  json_error_t wrong;
  j->root = json_loadb (text, length, JSON_REJECT_DUPLICATES, &wrong);
  if (!j->root && json_error_code (&wrong) == json_error_out_of_memory)
    return mm_fail_memory (err);
  if (!j->root)
    {
      mm_fail (err, MM_EPARSE, j->number, "not JSON: %s", wrong.text);
      if (err && wrong.column > 0)
        err->column = (uint64_t) wrong.column;
      return MM_EPARSE;
    }
  if (!json_is_object (j->root))
    return mm_fail (err, MM_EPARSE, j->number, "expected an object with \"vertices\" and \"edges\"");
  return MM_OK;
}

/* The two ends of one layer.  */
static mm_status
read_edge (const mm_jsonl *j, const json_t *edge, size_t place, uint32_t blobs, mm_blob end[2], mm_error *err)
{
  if (!json_is_array (edge) || json_array_size (edge) != 2)
    return mm_fail (err, MM_EPARSE, j->number, "edge %zu is no pair [from, to]", place);
  for (size_t i = 0; i < 2; i++)
    {
      const json_t *v = json_array_get (edge, i);
      if (!json_is_integer (v))
        return mm_fail (err, MM_EPARSE, j->number, "edge %zu has an end that is no whole number", place);
      if (json_integer_value (v) < 0 || json_integer_value (v) >= blobs)
        return mm_fail_flaw (err, MM_FLAW_RANGE, j->number,
                             "not a module: blob %" JSON_INTEGER_FORMAT " of edge %zu is out of range; there are %u blobs, from 0",
                             json_integer_value (v), place, blobs);
      end[i] = (mm_blob) json_integer_value (v);
    }
  return MM_OK;
}

static mm_status
read_edges (mm_jsonl *j, uint32_t blobs, mm_error *err)
{
  const json_t *edges = json_object_get (j->root, "edges");
  if (!json_is_array (edges))
    return mm_fail (err, MM_EPARSE, j->number, "\"edges\" is missing or no array of pairs [from, to]");
  const size_t count = json_array_size (edges);
  if (count >= MM_NONE)
    return mm_fail (err, MM_ELIMIT, j->number, "there are more than %u edges, which is too many", MM_NONE - 1);
  mm_blob *tail, *head;
  if (mm_builder_add_blobs (j->builder, blobs) || mm_builder_add_layers (j->builder, (uint32_t) count, &tail, &head))
    return mm_fail_memory (err);

  for (size_t i = 0; i < count; i++)
    {
      mm_blob end[2];
      mm_status s = read_edge (j, json_array_get (edges, i), i + 1, blobs, end, err);
      if (s)
        return s;
      tail[i] = end[0];
      head[i] = end[1];
    }
  return MM_OK;
}

/* "source" or "sink"; left out or null, it is found from the graph.  */
static mm_status
read_terminal (const mm_jsonl *j, const char *key, uint32_t blobs, mm_blob *end, mm_error *err)
{
  const json_t *v = json_object_get (j->root, key);
  *end = MM_NONE;
  if (!v || json_is_null (v))
    return MM_OK;
  if (!json_is_integer (v))
    return mm_fail (err, MM_EPARSE, j->number, "\"%s\" is no whole number", key);
  if (json_integer_value (v) < 0 || json_integer_value (v) >= blobs)
    return mm_fail_flaw (err, MM_FLAW_RANGE, j->number,
                         "not a module: the %s %" JSON_INTEGER_FORMAT " is out of range; there are %u blobs, from 0", key,
                         json_integer_value (v), blobs);
  *end = (mm_blob) json_integer_value (v);
  return MM_OK;
}

/* "name", when there is one: for the caller and for the module.  */
static mm_status
read_name (mm_jsonl *j, const char **name, mm_error *err)
{
  const json_t *v = json_object_get (j->root, "name");
  if (!v || json_is_null (v))
    return MM_OK;
  if (!json_is_string (v))
    return mm_fail (err, MM_EPARSE, j->number, "\"name\" is no string");
  *name = json_string_value (v);
  return mm_builder_set_name (j->builder, *name) ? mm_fail_memory (err) : MM_OK;
}

static mm_status
read_graph (mm_jsonl *j, mm_error *err)
{
  const json_t *vertices = json_object_get (j->root, "vertices");
  if (!json_is_integer (vertices) || json_integer_value (vertices) < 0)
    return mm_fail (err, MM_EPARSE, j->number, "\"vertices\" is missing or no whole number from 0");
  if (json_integer_value (vertices) >= (json_int_t) MM_NONE)
    return mm_fail (err, MM_ELIMIT, j->number, "there are more than %u vertices, which is too many", MM_NONE - 1);
  const uint32_t blobs = (uint32_t) json_integer_value (vertices);

  mm_blob source = MM_NONE, sink = MM_NONE;
  mm_status s = read_edges (j, blobs, err);
  const bool some = j->builder->table.layers > 0; /* that there is none says more than where it should end */
  if (!s && some)
    s = read_terminal (j, "source", blobs, &source, err);
  if (!s && some)
    s = read_terminal (j, "sink", blobs, &sink, err);
  mm_builder_set_terminals (j->builder, source, sink);
  return s;
}

uint64_t
mm_jsonl_line (const mm_jsonl *j)
{
  return j->number;
}

mm_status
mm_jsonl_next (mm_jsonl *j, mm_module **out, const char **name, mm_error *err)
{
  json_decref (j->root);
  j->root = NULL;
  mm_builder_clear (j->builder);
  if (err)
    err->file = j->file;

  const char *text;
  size_t length;
  mm_status s = read_full_line (j, &text, &length, err);
  if (s)
    return s;
  snprintf (j->called, sizeof j->called, "%" PRIu64, j->number);
  *name = j->called;
  s = parse_line (j, text, length, err);
  if (!s)
    s = read_name (j, name, err);
  if (!s)
    s = read_graph (j, err);
  if (!s)
    s = mm_builder_finish (j->builder, out, err);
  if (s && err)
    err->line = j->number; /* the builder knows no lines */
  return s;
}

/* ---- writing ---------------------------------------------------------------- */

mm_status
mm_write_jsonl (const mm_module *m, const char *name, FILE *out)
{
  const mm_blob *tail = mm_module_tails (m), *head = mm_module_heads (m);
  json_t *quoted = name ? json_string (name) : NULL;
  if (name && !quoted)
    return MM_EINVAL;
  fputc ('{', out);
  if (quoted)
    {
      fputs ("\"name\":", out);
      json_dumpf (quoted, out, JSON_ENCODE_ANY | JSON_COMPACT);
      fputc (',', out);
      json_decref (quoted);
    }
  fprintf (out, "\"vertices\":%u,\"edges\":[", mm_module_blobs (m));
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    fprintf (out, "%s[%u,%u]", e ? "," : "", tail[e], head[e]);
  fprintf (out, "],\"source\":%u,\"sink\":%u}\n", mm_module_source (m), mm_module_sink (m));
  return ferror (out) ? MM_EIO : MM_OK;
}
