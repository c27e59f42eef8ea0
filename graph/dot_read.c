/* graph/dot_read.c: DOT through libcgraph to a module.  */
#include <cgraph.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/builder_i.h"
#include "graph/dot_i.h"
#include "graph/dot_lock.h"
#include "graph/read.h"
#include "graph/spell.h"

typedef struct reader
{
  mm_dot_scan scan;
  Agraph_t *graph;
  mm_said said; /* by the attributes of one object after the other */
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
read_blob_info (reader *r, uint32_t group, mm_blob v)
{
  mm_blob_info info = { .channels = 0 };
  if (group == MM_NO_GROUP)
    return MM_OK;
  mm_said_of (&r->said, group);
  mm_said_blob (&r->said, &info);
  mm_status s = mm_builder_set_blob_group (r->builder, v, group);
  if (!s && (info.channels || info.activation || info.norm))
    s = mm_builder_set_blob (r->builder, v, &info);
  return built (r, s);
}

/* Whether what the reading is turned to is drawn invisible.  */
static bool
is_hidden (const reader *r)
{
  const char *style = mm_said_value (&r->said, MM_WORD_STYLE);
  return style && mm_dot_style_hides (style);
}

/* The same: whether its arrow is drawn at its tail.  */
static bool
is_backward (const reader *r)
{
  const char *dir = mm_said_value (&r->said, MM_WORD_DIR);
  return dir && !strcmp (dir, "back");
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
      mm_said_of (&r->said, name->group);
      if (!name->touched && is_hidden (r))
        {
          r->about.hidden_blobs++;
          continue;
        }
      const char *text = mm_pool_text (&r->scan.names.text, name->text);
      mm_status s = built (r, mm_builder_add_blob (r->builder, text, &name->blob));
      if (!s)
        s = built (r, mm_builder_set_blob_line (r->builder, name->blob, builder_line (name->line)));
      if (!s)
        s = read_blob_info (r, name->group, name->blob);
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
  char where_name[] = "a0"; /* MM_DOT_WHERE */
  Agsym_t *where = agattr (r->graph, AGEDGE, where_name, NULL);
  for (Agnode_t *n = agfstnode (r->graph); n; n = agnxtnode (r->graph, n))
    for (Agedge_t *e = agfstout (r->graph, n); e; e = agnxtout (r->graph, e))
      {
        if (!mm_array_reserve (&r->arrows, &r->arrows_capacity, (size_t) r->layers + 1, sizeof *r->arrows))
          return mm_fail_memory (r->err);
        const uint32_t statement = (uint32_t) number_in (agxget (e, where));
        r->arrows[r->layers++] = (mm_dot_arrow){ .edge = e,
                                                 .sequence = (uint32_t) AGSEQ (e),
                                                 .statement = statement,
                                                 .group = r->scan.statements[statement].group,
                                                 .tail = name_of (n),
                                                 .head = name_of (aghead (e)) };
      }
  return MM_OK;
}

/* The arrow of an edge; they are in the order of the file.  */
static mm_dot_arrow *
arrow_of (const reader *r, Agedge_t *edge)
{
  uint32_t low = 0, high = r->layers - 1;
  while (low < high)
    {
      const uint32_t middle = low + (high - low) / 2;
      if (r->arrows[middle].sequence < AGSEQ (edge))
        low = middle + 1;
      else
        high = middle;
    }
  return &r->arrows[low];
}

/* What the statement of an arrow says of itself becomes what the edge that it is one with says.  */
static mm_status
pass_values (reader *r, const mm_dot_arrow *a)
{
  const mm_dot_statement *statement = &r->scan.statements[a->statement];
  mm_dot_arrow *into = arrow_of (r, a->into);
  const mm_group own = { (uint32_t) statement->first, (uint32_t) statement->end, MM_NO_GROUP, into->group };
  if (statement->first == statement->end)
    return MM_OK;
  return built (r, mm_attributes_group (&r->scan.attributes, &own, &into->group));
}

/* Keep the arrows that are layers: not those that Graphviz makes one with an earlier one, not the invisible ones.  */
static mm_status
choose_layers (reader *r)
{
  mm_status s = MM_OK;
  r->about.strict = r->scan.strict;
  r->about.merged = mm_dot_merge (&r->scan, r->arrows, r->layers);
  for (uint32_t i = 0; i < r->layers && r->about.merged && !s; i++)
    if (r->arrows[i].into && !r->arrows[i].dropped)
      s = pass_values (r, &r->arrows[i]);

  uint32_t kept = 0;
  for (uint32_t i = 0; i < r->layers && !s; i++)
    {
      if (r->arrows[i].into)
        continue;
      mm_said_of (&r->said, r->arrows[i].group);
      if (is_hidden (r))
        r->about.hidden_layers++;
      else
        {
          r->about.backward += is_backward (r);
          r->scan.names.at[r->arrows[i].tail].touched = true;
          r->scan.names.at[r->arrows[i].head].touched = true;
          r->arrows[kept++] = r->arrows[i];
        }
    }
  r->layers = kept;
  return s;
}

/* What the attributes of a layer say, which the reading is turned to.  */
static mm_status
read_layer_info (reader *r, const mm_dot_arrow *a, mm_layer e)
{
  static const mm_layer_info plain = { MM_KIND_CONV, 0, 0, 1, 1, 1 };
  mm_layer_info info = plain;
  if (a->group == MM_NO_GROUP)
    return MM_OK;
  mm_said_layer (&r->said, &info);
  mm_status s = mm_builder_set_layer_group (r->builder, e, a->group);
  if (!s && (info.kind != plain.kind || info.kernel_h || info.stride != 1 || info.dilation != 1 || info.groups != 1))
    s = mm_builder_set_layer (r->builder, e, &info);
  return built (r, s);
}

/* Its key, or its label; NULL: it has no name.  */
static const char *
layer_name (const reader *r)
{
  const char *key = mm_said_value (&r->said, MM_WORD_KEY);
  if (key)
    return key;
  const mm_setting *label = mm_said_setting (&r->said, MM_WORD_LABEL);
  const char *text = label ? mm_pool_text (&r->scan.text, label->value) : NULL;
  return text && mm_dot_label_is_name (text, label->html) ? text : NULL;
}

static mm_status
read_layers (reader *r)
{
  mm_status s = built (r, mm_builder_reserve (r->builder, 0, r->layers));
  for (uint32_t e = 0; !s && e < r->layers; e++)
    {
      const mm_dot_arrow *a = &r->arrows[e];
      const mm_dot_name *names = r->scan.names.at;
      mm_said_of (&r->said, a->group);
      s = built (r, mm_builder_add_layer (r->builder, names[a->tail].blob, names[a->head].blob, layer_name (r), NULL));
      if (!s)
        s = built (r, mm_builder_set_layer_line (r->builder, e,
                                                 builder_line (r->scan.statements[a->statement].line)));
      if (!s)
        s = read_layer_info (r, a, e);
    }
  return s;
}

/* ---- the graph ------------------------------------------------------------------ */

/* The blob that the graph names as its source or sink; MM_NONE when it names none.
   @param at  out: what names it, or NULL */
static mm_status
read_terminal (const reader *r, mm_word word, mm_blob *v, const mm_setting **at)
{
  *v = MM_NONE;
  *at = mm_said_setting (&r->said, word);
  if (!*at)
    return MM_OK;
  const char *text = mm_pool_text (&r->scan.text, (*at)->value);
  const mm_dot_name *name = mm_dot_names_find (&r->scan.names, text);
  if (name && name->line && name->blob != MM_NONE)
    {
      *v = name->blob;
      return MM_OK;
    }
  char shown[MM_SPELT];
  return mm_fail_flaw (r->err, MM_FLAW_TERMINALS, (*at)->line,
                       "not a module: blob %s is declared to be the %s, but there is no such blob",
                       mm_spell_name (text, shown, sizeof shown), mm_word_at (word)->name);
}

/* Where it was declared which blob is the wrong one.  */
static void
add_terminal_line (const reader *r, mm_blob source, const mm_setting *at_source, const mm_setting *at_sink)
{
  bool wrong_source = false;
  for (uint32_t e = 0; e < r->layers && source != MM_NONE; e++)
    wrong_source = wrong_source || r->scan.names.at[r->arrows[e].head].blob == source;
  const mm_setting *at = wrong_source ? at_source : at_sink;
  r->err->line = at ? at->line : 0;
}

static mm_status
read_graph (reader *r, mm_module **module)
{
  const mm_setting *at_source, *at_sink;
  mm_blob source, sink;
  mm_padding padding = MM_PADDING_SAME;
  mm_said_of (&r->said, r->scan.graph_group);
  mm_said_padding (&r->said, &padding);
  mm_status s = read_terminal (r, MM_WORD_SOURCE, &source, &at_source);
  if (!s)
    s = read_terminal (r, MM_WORD_SINK, &sink, &at_sink);
  if (!s)
    s = built (r, mm_builder_set_name (r->builder, mm_pool_text (&r->scan.text, r->scan.graph_name)));
  if (!s)
    s = built (r, mm_builder_add_attributes (r->builder, &r->scan.attributes, &r->scan.text, r->scan.graph_group,
                                             r->scan.subgraph_group));
  if (s)
    return s;
  mm_builder_set_padding (r->builder, padding);
  mm_builder_set_terminals (r->builder, source, sink);
  mm_builder_set_reading (r->builder, &r->about);
  s = mm_builder_finish (r->builder, module, r->err);
  if (s == MM_ENOTMODULE && r->err && r->err->flaw == MM_FLAW_TERMINALS)
    add_terminal_line (r, source, at_source, at_sink);
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

/* Whether there is as much memory as libcgraph takes at most, which ends the process where there is not.  */
static bool
is_room (const mm_dot_scan *scan)
{
#ifdef MM_GRAPH_PLAIN_CGRAPH_H
  (void) scan; /* that one answers */
  return true;
#else
  const uint64_t bytes = (1 << 20) + scan->length + 600 * (scan->layers + scan->blobs) + 200 * scan->nested + 1500 * scan->braces;
  void *volatile probe = bytes <= SIZE_MAX ? malloc ((size_t) bytes) : NULL;
  free (probe);
  return probe;
#endif
}

/* The skeleton as a graph of libcgraph.  The scan has checked it, so errors here would be
   disagreements about the grammar of DOT.  */
static mm_status
parse_skeleton (reader *r)
{
  if (!is_room (&r->scan))
    return mm_fail_memory (r->err);
  message_length = 0;
  message[0] = '\0';
  agusererrf before = agseterrf (keep_message);
  r->graph = agmemread (r->scan.skeleton);
  /* What the parser may have left unread would come up in the next graph.  */
  for (Agraph_t *rest = agmemread (""); rest; rest = agmemread (""))
    agclose (rest);
  agseterrf (before);
  if (!r->graph && !message_length)
    return mm_fail_memory (r->err);
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
  mm_said_init (&r->said, &r->scan.attributes, &r->scan.text);
  s = collect_arrows (r);
  if (!s)
    s = choose_layers (r);
  if (!s)
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
