/* graph/dot_read.c: DOT through libcgraph to a module.  */
#include <cgraph.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"
#include "graph/dot_lock.h"
#include "graph/read.h"

typedef struct reader
{
  mm_dot_scan scan;
  Agraph_t *graph;
  Agsym_t *node_attribute[MM_DOT_ATTRIBUTES + 1], *edge_attribute[MM_DOT_ATTRIBUTES + 1]; /* NULL: nobody sets it */
  mm_builder *builder;
  mm_dot_arrow *arrows; /* `layers` of them, in order of the file */
  size_t arrows_capacity;
  uint32_t layers;
  mm_reading about;
  mm_error *err;
} reader;

/* ---- values -------------------------------------------------------------------- */

/* The number behind the letter of a name in the skeleton, or the number that a value is.  */
static uint64_t
number_in (const char *text)
{
  return strtoull (text, NULL, 10);
}

static uint32_t
name_of (Agnode_t *node)
{
  return (uint32_t) number_in (agnameof (node) + 1);
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

static bool
is_hidden (const reader *r, void *object, Agsym_t *style)
{
  mm_dot_text value;
  return value_of (r, object, style, &value) && mm_dot_style_hides (value.text);
}

/* Blobs in order of appearance, which is the order of libcgraph's nodes.  An invisible one that no layer touches
   is there for the layout.  */
static mm_status
read_blobs (reader *r)
{
  for (Agnode_t *n = agfstnode (r->graph); n; n = agnxtnode (r->graph, n))
    {
      mm_dot_name *name = &r->scan.names.at[name_of (n)];
      name->blob = MM_NONE;
      if (!name->touched && is_hidden (r, n, r->node_attribute[MM_DOT_STYLE]))
        {
          r->about.hidden_blobs++;
          continue;
        }
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

/* All edges.  They are counted here, since agnedges counts the edges at a blob by a recursion that may be as deep
   as there are.  */
static mm_status
collect_arrows (reader *r)
{
  Agsym_t *where = r->edge_attribute[MM_DOT_WHERE];
  for (Agnode_t *n = agfstnode (r->graph); n; n = agnxtnode (r->graph, n))
    for (Agedge_t *e = agfstout (r->graph, n); e; e = agnxtout (r->graph, e))
      {
        if (!mm_array_reserve (&r->arrows, &r->arrows_capacity, (size_t) r->layers + 1, sizeof *r->arrows))
          return mm_fail_memory (r->err);
        r->arrows[r->layers++] = (mm_dot_arrow){ .edge = e,
                                                 .sequence = AGSEQ (e),
                                                 .statement = number_in (agxget (e, where)),
                                                 .tail = name_of (n),
                                                 .head = name_of (aghead (e)) };
      }
  return MM_OK;
}

/* What the statement of an arrow says of itself becomes what the edge that it is one with says.  */
static void
pass_values (reader *r, const mm_dot_arrow *a)
{
  const mm_dot_statement *statement = &r->scan.statements[a->statement];
  char index[24];
  for (size_t i = statement->first; i < statement->end; i++)
    {
      snprintf (index, sizeof index, "%zu", i);
      agxset (a->into, r->edge_attribute[r->scan.values[i].attribute], index);
    }
}

/* Keep the arrows that are layers: not those that Graphviz makes one with an earlier one, not the invisible ones.  */
static void
choose_layers (reader *r)
{
  r->about.strict = r->scan.strict;
  r->about.merged = mm_dot_merge (&r->scan, r->arrows, r->layers);
  for (uint32_t i = 0; i < r->layers && r->about.merged; i++)
    if (r->arrows[i].into && !r->arrows[i].dropped)
      pass_values (r, &r->arrows[i]);

  uint32_t kept = 0;
  for (uint32_t i = 0; i < r->layers; i++)
    if (r->arrows[i].into)
      continue;
    else if (is_hidden (r, r->arrows[i].edge, r->edge_attribute[MM_DOT_STYLE]))
      r->about.hidden_layers++;
    else
      {
        r->scan.names.at[r->arrows[i].tail].touched = true;
        r->scan.names.at[r->arrows[i].head].touched = true;
        r->arrows[kept++] = r->arrows[i];
      }
  r->layers = kept;
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

/* Its key, or its label; NULL: it has no name.  */
static const char *
layer_name (const reader *r, Agedge_t *edge)
{
  mm_dot_text value;
  if (value_of (r, edge, r->edge_attribute[MM_DOT_KEY], &value))
    return value.text;
  if (value_of (r, edge, r->edge_attribute[MM_DOT_LABEL], &value) && mm_dot_label_is_name (&value))
    return value.text;
  return NULL;
}

static mm_status
read_layers (reader *r)
{
  mm_status s = built (r, mm_builder_reserve (r->builder, 0, r->layers));
  for (uint32_t e = 0; !s && e < r->layers; e++)
    {
      const mm_dot_arrow *a = &r->arrows[e];
      const mm_dot_name *names = r->scan.names.at;
      s = built (r, mm_builder_add_layer (r->builder, names[a->tail].blob, names[a->head].blob, layer_name (r, a->edge),
                                          NULL));
      if (!s)
        s = built (r, mm_builder_set_layer_line (r->builder, e,
                                                 builder_line (r->scan.statements[a->statement].line)));
      if (!s)
        s = read_layer_info (r, a->edge, e);
    }
  return s;
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
  if (name && name->line && name->blob != MM_NONE)
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
    wrong_source = wrong_source || r->scan.names.at[r->arrows[e].head].blob == source;
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
  mm_builder_set_reading (r->builder, &r->about);
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
  s = collect_arrows (r);
  if (s)
    return s;
  choose_layers (r);
  s = read_blobs (r);
  if (!s)
    s = read_layers (r);
  if (!s)
    s = read_graph (r, module);
  if (s == MM_ENOTMODULE && r->about.hidden_layers)
    mm_fail_also (r->err, "; %" PRIu32 " invisible layer%s (style=invis) %s left out", r->about.hidden_layers,
                  r->about.hidden_layers == 1 ? "" : "s", r->about.hidden_layers == 1 ? "is" : "are");
  return s;
}

mm_status
mm_dot_read_at (const char *text, size_t length, mm_dot_place *place, mm_module **out, mm_error *err)
{
  reader *r = calloc (1, sizeof *r);
  if (!r)
    return mm_fail_memory (err);
  r->err = err;
  mm_status s = mm_dot_scan_graph (&r->scan, text, length, place, err);
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
