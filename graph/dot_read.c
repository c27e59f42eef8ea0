/* graph/dot_read.c: DOT through libcgraph to a module.  */
#include <cgraph.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"
#include "graph/dot_lock.h"
#include "graph/read.h"

/* An edge of libcgraph on its way to a layer.  */
typedef struct arrow
{
  Agedge_t *edge;
  uint64_t sequence; /* in the order of the file */
  uint64_t line;
  uint32_t tail, head;
  const char *key; /* in scan->text, or NULL */
} arrow;

typedef struct reader
{
  mm_dot_scan scan;
  Agraph_t *graph;
  Agsym_t *node_attribute[MM_DOT_ATTRIBUTES + 1], *edge_attribute[MM_DOT_ATTRIBUTES + 1]; /* NULL: nobody sets it */
  mm_builder *builder;
  arrow *arrows; /* layers entries */
  size_t arrows_capacity;
  uint32_t layers;
  mm_error *err;
} reader;

/* ---- values -------------------------------------------------------------------- */

/* The number behind the letter of a name in the skeleton, or the number that a value is.  */
static uint64_t
number_in (const char *text)
{
  return strtoull (text, NULL, 10);
}

static const mm_dot_name *
blob_of (const reader *r, Agnode_t *node)
{
  return &r->scan.names.at[number_in (agnameof (node) + 1)];
}

/* The value of an attribute.  @return false when it is not set, or set to nothing */
static bool
value_of (const reader *r, void *object, Agsym_t *attribute, mm_dot_text *value)
{
  const char *index = attribute ? agxget (object, attribute) : "";
  if (!index || !*index)
    return false;
  const mm_dot_value *v = &r->scan.values[number_in (index)];
  *value = (mm_dot_text){ mm_pool_text (&r->scan.text, v->text), v->line, v->html };
  return *value->text != '\0';
}

/* Room for a name in the skeleton.  */
enum { SHORT = 8 };

static char *
short_name (mm_dot_attribute a, char name[SHORT])
{
  snprintf (name, SHORT, "a%d", (int) a);
  return name;
}

static void
find_attributes (reader *r)
{
  char name[SHORT];
  for (int a = 0; a <= MM_DOT_ATTRIBUTES; a++)
    {
      short_name ((mm_dot_attribute) a, name);
      r->node_attribute[a] = agattr (r->graph, AGNODE, name, NULL);
      r->edge_attribute[a] = agattr (r->graph, AGEDGE, name, NULL);
    }
}

static uint32_t
builder_line (uint64_t line)
{
  return line < UINT32_MAX ? (uint32_t) line : 0;
}

/* What the builder says, as an error.  */
static mm_status
built (reader *r, mm_status s)
{
  if (s == MM_ELIMIT)
    return mm_fail (r->err, s, 0, "the file has too many blobs or layers");
  return s ? mm_fail_memory (r->err) : MM_OK;
}

/* ---- blobs --------------------------------------------------------------------- */

static mm_status
read_blob_info (reader *r, Agnode_t *node, mm_blob v)
{
  mm_blob_info info = { .channels = 0 };
  mm_dot_text value;
  bool any = value_of (r, node, r->node_attribute[MM_DOT_CHANNELS], &value);
  if (any)
    {
      mm_status s = mm_dot_read_count (&value, MM_DOT_CHANNELS, &info.channels, r->err);
      if (s)
        return s;
    }
  if (value_of (r, node, r->node_attribute[MM_DOT_ACTIVATION], &value))
    info.activation = value.text;
  if (value_of (r, node, r->node_attribute[MM_DOT_NORM], &value))
    info.norm = value.text;
  any = any || info.activation || info.norm;
  return any ? built (r, mm_builder_set_blob (r->builder, v, &info)) : MM_OK;
}

/* Blobs in order of appearance, which is the order of libcgraph's nodes.  */
static mm_status
read_blobs (reader *r)
{
  for (Agnode_t *n = agfstnode (r->graph); n; n = agnxtnode (r->graph, n))
    {
      mm_dot_name *name = &r->scan.names.at[number_in (agnameof (n) + 1)];
      const char *text = mm_pool_text (&r->scan.names.text, name->text);
      mm_status s = built (r, mm_builder_add_blob (r->builder, text, &name->blob));
      if (!s)
        s = built (r, mm_builder_set_blob_line (r->builder, name->blob, builder_line (name->line)));
      if (!s)
        s = read_blob_info (r, n, name->blob);
      if (s)
        return s;
    }
  return MM_OK;
}

/* ---- layers -------------------------------------------------------------------- */

static int
by_sequence (const void *a, const void *b)
{
  const arrow *x = a, *y = b;
  return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

/* All edges in order of the file.  They are counted here, since agnedges counts the edges at a
   blob by a recursion that may be as deep as there are.  */
static mm_status
collect_arrows (reader *r)
{
  Agsym_t *where = r->edge_attribute[MM_DOT_WHERE];
  for (Agnode_t *n = agfstnode (r->graph); n; n = agnxtnode (r->graph, n))
    for (Agedge_t *e = agfstout (r->graph, n); e; e = agnxtout (r->graph, e))
      {
        mm_dot_text key;
        if (!mm_array_reserve (&r->arrows, &r->arrows_capacity, (size_t) r->layers + 1, sizeof *r->arrows))
          return mm_fail_memory (r->err);
        arrow *a = &r->arrows[r->layers++];
        a->edge = e;
        a->sequence = AGSEQ (e);
        a->line = where ? number_in (agxget (e, where)) : 0;
        a->tail = blob_of (r, n)->blob;
        a->head = blob_of (r, aghead (e))->blob;
        a->key = value_of (r, e, r->edge_attribute[MM_DOT_KEY], &key) ? key.text : NULL;
      }
  if (r->layers)
    qsort (r->arrows, r->layers, sizeof *r->arrows, by_sequence);
  return MM_OK;
}

static mm_status
read_layer_info (reader *r, Agedge_t *edge, mm_layer e)
{
  mm_layer_info info = { MM_KIND_CONV, 0, 0, 1, 1, 1 };
  const struct
  {
    mm_dot_attribute attribute;
    uint32_t *count;
  } counts[] = { { MM_DOT_STRIDE, &info.stride },
                 { MM_DOT_DILATION, &info.dilation },
                 { MM_DOT_GROUPS, &info.groups } };
  mm_status s = MM_OK;
  mm_dot_text value;
  bool any = false;
  for (size_t i = 0; !s && i < sizeof counts / sizeof *counts; i++)
    if (value_of (r, edge, r->edge_attribute[counts[i].attribute], &value))
      {
        any = true;
        s = mm_dot_read_count (&value, counts[i].attribute, counts[i].count, r->err);
      }
  if (!s && value_of (r, edge, r->edge_attribute[MM_DOT_KERNEL], &value))
    {
      any = true;
      s = mm_dot_read_kernel (&value, &info, r->err);
    }
  if (!s && value_of (r, edge, r->edge_attribute[MM_DOT_KIND], &value))
    {
      any = true;
      s = mm_dot_read_kind (&value, &info.kind, r->err);
    }
  return s || !any ? s : built (r, mm_builder_set_layer (r->builder, e, &info));
}

static mm_status
read_layers (reader *r)
{
  mm_status s = built (r, mm_builder_reserve (r->builder, 0, r->layers));
  for (uint32_t e = 0; !s && e < r->layers; e++)
    {
      const arrow *a = &r->arrows[e];
      const char *name = a->key;
      mm_dot_text label;
      if (!name && value_of (r, a->edge, r->edge_attribute[MM_DOT_LABEL], &label) && mm_dot_label_is_name (&label))
        name = label.text;
      s = built (r, mm_builder_add_layer (r->builder, a->tail, a->head, name, NULL));
      if (!s)
        s = built (r, mm_builder_set_layer_line (r->builder, e, builder_line (a->line)));
      if (!s)
        s = read_layer_info (r, a->edge, e);
    }
  return s;
}

/* ---- equal keys ----------------------------------------------------------------- */

/* By ends and key; layers without a key come last.  */
static int
by_key (const void *a, const void *b)
{
  const arrow *x = a, *y = b;
  if (!x->key || !y->key)
    return (x->key == NULL) - (y->key == NULL);
  if (x->tail != y->tail)
    return x->tail < y->tail ? -1 : 1;
  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  int order = strcmp (x->key, y->key);
  return order ? order : by_sequence (a, b);
}

/* Programs that use libcgraph would make one layer of two that have equal ends and key.
   Changes the order of r->arrows.  */
static mm_status
refuse_equal_keys (reader *r)
{
  if (r->layers)
    qsort (r->arrows, r->layers, sizeof *r->arrows, by_key);
  for (uint32_t i = 1; i < r->layers && r->arrows[i].key; i++)
    {
      const arrow *x = &r->arrows[i - 1], *y = &r->arrows[i];
      if (x->tail == y->tail && x->head == y->head && !strcmp (x->key, y->key))
        return mm_fail (r->err, MM_EUNSUPPORTED, y->line,
                        "two layers %.80s -> %.80s have the key %.80s; give each its own",
                        mm_pool_text (&r->scan.names.text, blob_of (r, agtail (y->edge))->text),
                        mm_pool_text (&r->scan.names.text, blob_of (r, aghead (y->edge))->text), y->key);
    }
  return MM_OK;
}

/* ---- the graph ------------------------------------------------------------------ */

/* What an attribute of the graph is set to.  */
static bool
graph_value (const reader *r, mm_dot_attribute a, mm_dot_text *value)
{
  char name[SHORT];
  return value_of (r, r->graph, agattr (r->graph, AGRAPH, short_name (a, name), NULL), value);
}

/* The blob that the graph names as its source or sink; MM_NONE when it names none.  */
static mm_status
read_terminal (const reader *r, mm_dot_attribute a, mm_blob *v, mm_dot_text *value)
{
  *v = MM_NONE;
  if (!graph_value (r, a, value))
    return MM_OK;
  const mm_dot_name *name = mm_dot_names_find (&r->scan.names, value->text);
  if (name && name->line)
    {
      *v = name->blob;
      return MM_OK;
    }
  return mm_fail_flaw (r->err, MM_FLAW_TERMINALS, value->line,
                       "not a module: blob %.200s is declared to be the %s, but there is no such blob", value->text,
                       mm_dot_attribute_name (a));
}

/* Where it was declared which blob is the wrong one.  */
static void
add_terminal_line (const reader *r, mm_blob source, const mm_dot_text *at_source, const mm_dot_text *at_sink)
{
  bool wrong_source = false;
  for (uint32_t e = 0; e < r->layers && source != MM_NONE; e++)
    wrong_source = wrong_source || r->arrows[e].head == source;
  r->err->line = wrong_source ? at_source->line : at_sink->line;
}

static mm_status
read_graph (reader *r, mm_module **module)
{
  mm_dot_text value, at_source = { .line = 0 }, at_sink = { .line = 0 };
  mm_blob source, sink;
  mm_padding padding = MM_PADDING_SAME;
  mm_status s = graph_value (r, MM_DOT_PADDING, &value) ? mm_dot_read_padding (&value, &padding, r->err) : MM_OK;
  if (!s)
    s = read_terminal (r, MM_DOT_SOURCE, &source, &at_source);
  if (!s)
    s = read_terminal (r, MM_DOT_SINK, &sink, &at_sink);
  if (!s)
    s = built (r, mm_builder_set_name (r->builder, mm_pool_text (&r->scan.text, r->scan.graph_name)));
  if (s)
    return s;
  mm_builder_set_padding (r->builder, padding);
  mm_builder_set_terminals (r->builder, source, sink);
  s = mm_builder_finish (r->builder, module, r->err);
  if (s == MM_ENOTMODULE && r->err && r->err->flaw == MM_FLAW_TERMINALS)
    add_terminal_line (r, source, &at_source, &at_sink);
  return s;
}

/* ---- libcgraph ------------------------------------------------------------------ */

/* libcgraph's messages come in pieces, and their receiver gets no context: hence these two,
   which belong to whoever holds the lock.  */
static char message[256];
static size_t message_length;

static int
keep_message (char *piece)
{
  size_t length = strlen (piece), room = sizeof message - 1 - message_length;
  if (length > room)
    length = room;
  memcpy (message + message_length, piece, length);
  message_length += length;
  message[message_length] = '\0';
  return 0;
}

/* The skeleton as a graph of libcgraph.  The scan has checked it, so errors here would be
   disagreements about the grammar of DOT.  */
static mm_status
parse_skeleton (reader *r)
{
  message_length = 0;
  message[0] = '\0';
  agusererrf before = agseterrf (keep_message);
  r->graph = agmemread (r->scan.skeleton);
  /* What the parser may have left unread would come up in the next graph.  */
  for (Agraph_t *rest = agmemread (""); rest; rest = agmemread (""))
    agclose (rest);
  agseterrf (before);
  if (!r->graph || message_length || (uint32_t) agnnodes (r->graph) != r->scan.blobs)
    return mm_fail (r->err, MM_EPARSE, 0, "libcgraph does not take this file: %s",
                    message_length ? message : "blobs are missing");
  return MM_OK;
}

static mm_status
read_skeleton (reader *r, mm_module **module)
{
  mm_status s = parse_skeleton (r);
  if (s)
    return s;
  find_attributes (r);
  s = read_blobs (r);
  if (!s)
    s = collect_arrows (r);
  if (!s)
    s = read_layers (r);
  if (!s)
    s = refuse_equal_keys (r);
  return s ? s : read_graph (r, module);
}

mm_status
mm_read_dot (const char *text, size_t length, const char *file, mm_module **out, mm_error *err)
{
  if (err)
    err->file = file;
  reader *r = calloc (1, sizeof *r);
  if (!r)
    return mm_fail_memory (err);
  r->err = err;
  mm_status s = mm_dot_scan_text (&r->scan, text, length, err);
  if (!s && r->scan.length > INT_MAX)
    s = mm_fail (err, MM_ELIMIT, 0, "the file is too large for libcgraph");
  if (!s && !(r->builder = mm_builder_new ()))
    s = mm_fail_memory (err);
  if (!s)
    {
      mm_dot_lock ();
      s = read_skeleton (r, out);
      if (r->graph)
        agclose (r->graph);
      mm_dot_unlock ();
    }
  mm_builder_free (r->builder);
  mm_dot_scan_clear (&r->scan);
  free (r->arrows);
  free (r);
  return s;
}
