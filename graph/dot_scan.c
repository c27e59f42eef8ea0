/* graph/dot_scan.c: the grammar of DOT.

   graph      = ["strict"] ("graph" | "digraph") [ID] "{" {statement} "}"
   statement  = ((("node" | "edge" | "graph") list | ID "=" ID | operand {"->" operand}) {list} | ) [";"]
   operand    = blob {"," blob} | ["subgraph" [ID]] "{" {statement} "}"
   blob       = ID [":" ID [":" ID]]
   list       = "[" {ID "=" ID [";" | ","]} "]"                                                 */
#include <inttypes.h>
#include <stdlib.h>

#include "graph/array.h"
#include "graph/dot_i.h"

enum
{
  DEPTH = 200,    /* braces in braces: libcgraph's parser has a stack of 10,000 symbols */
  ARROWS = 2000,  /* in one statement and those around it, for the same reason */
  EDGES = 1 << 26, /* libcgraph cannot number more than 2^28 */
  FEW = 1 << 19    /* so many layers a short text may have; a longer one as many as it has bytes */
};

/* Where in a statement we are.  */
typedef enum place
{
  AT_START, /* before a statement */
  AFTER_BLOB,
  AFTER_SUBGRAPH,
  AFTER_ARROW,
  AFTER_LIST
} place;

/* What a list of attributes is about.  */
typedef enum subject
{
  ABOUT_NODES, /* defaults */
  ABOUT_EDGES,
  ABOUT_GRAPH, /* or a subgraph */
  ABOUT_NOTHING, /* a list after braces, as Graphviz reads it */
  ABOUT_BLOBS, /* those of the operand that was read last */
  ABOUT_LAYERS /* those of the statement */
} subject;

/* A pair of braces and the statement that is being read in it.  Sizes are upper bounds, for
   blobs that are named twice between braces may count twice.  */
typedef struct frame
{
  place place;
  uint64_t line;      /* where the statement begins */
  uint32_t arrows;    /* in it, so far */
  uint64_t left, now; /* blobs in the operand before the last arrow and in the one after it */
  uint64_t members;   /* blobs between these braces */
  size_t settings;    /* how many there were before the lists of the statement */
  uint32_t name;      /* of the subgraph, or NAMELESS */
  uint32_t operand;   /* the name of the subgraph that `now` is about, or NAMELESS */
  subject about;      /* what a list that follows is about */
  mm_dot_scope scope;
  uint32_t group;     /* of the layers of the statement */
} frame;

#define NAMELESS MM_NO_GROUP

typedef struct scanner
{
  mm_dot_lexer lexer;
  mm_dot_scan *scan;
  mm_error *err;
  frame frames[DEPTH];
  uint32_t depth;
  uint32_t arrows; /* in all statements that have not ended */
  uint64_t edges;  /* at most so many */
  uint64_t most;   /* of them, for a text of this length */
  uint64_t nested; /* for each blob that is named and each layer, the pairs of braces around it but the graph's */
  uint64_t whole;  /* the statement of the graph's own braces that is being read */
  uint64_t widest; /* the longest list of blobs so far */
  uint64_t colour; /* the line of a '#' after an '=' in the list that is being read, or 0 */
  mm_dot_scopes scopes;
  uint32_t *operand; /* the blobs of the one that was read last, while it can be the only one of its statement */
  size_t operands, operand_capacity;
} scanner;

/* What a function that keeps names or attributes says, as an error.  */
static mm_status
kept (scanner *z, mm_status s)
{
  if (s == MM_ELIMIT)
    return mm_fail (z->err, s, z->lexer.token_line, "there are too many names or attributes in the file");
  return s ? mm_fail_memory (z->err) : MM_OK;
}

/* The index of the name that was just read.  */
static mm_status
add_name (scanner *z, uint32_t *index)
{
  return kept (z, mm_dot_names_add (&z->scan->names, z->lexer.word, index));
}

static frame *
top (scanner *z)
{
  return &z->frames[z->depth - 1];
}

/* ---- tokens -------------------------------------------------------------------- */

static mm_status
next (scanner *z)
{
  return mm_dot_next (&z->lexer, z->err);
}

static mm_status
expected (const scanner *z, const char *what)
{
  return mm_dot_unexpected (&z->lexer, what, z->err);
}

/* Read the next token, which must be of that kind.  */
static mm_status
demand (scanner *z, int kind, const char *what)
{
  mm_status s = next (z);
  return s || z->lexer.kind == kind ? s : expected (z, what);
}

/* ---- attributes ---------------------------------------------------------------- */

/* The value after '=', which was just read.  A colour without quotes begins a comment there.  */
static mm_status
scan_value (scanner *z)
{
  const mm_dot_lexer *x = &z->lexer;
  if (x->at < x->length && x->text[x->at] == '#')
    z->colour = x->line;
  return demand (z, MM_DOT_WORD, "a value after '='");
}

/* Where the attributes of a list stand.  */
static unsigned
place_of (scanner *z, subject about)
{
  switch (about)
    {
    case ABOUT_NODES:
    case ABOUT_BLOBS: return MM_ON_BLOB;
    case ABOUT_EDGES:
    case ABOUT_LAYERS: return MM_ON_LAYER;
    case ABOUT_GRAPH:
    case ABOUT_NOTHING: break;
    }
  return about == ABOUT_GRAPH && z->depth == 1 ? MM_ON_GRAPH : MM_ON_SUBGRAPH;
}

/* NAME = VALUE, of which the name was just read.
   @param from  the first setting of the list */
static mm_status
scan_attribute (scanner *z, subject about, size_t from)
{
  uint32_t spelling;
  mm_status s = kept (z, mm_dot_spelling_add (z->scan, z->lexer.word, &spelling));
  if (!s)
    s = demand (z, '=', "'=' and a value after the name of an attribute");
  if (!s)
    s = scan_value (z);
  return s ? s : kept (z, mm_dot_set (z->scan, spelling, &z->lexer, place_of (z, about), from));
}

/* The settings from `from` on belong to what they are about.  */
static mm_status
add_settings (scanner *z, subject about, size_t from)
{
  mm_dot_scan *scan = z->scan;
  frame *f = top (z);
  mm_status s = MM_OK;
  switch (about)
    {
    case ABOUT_NODES: return kept (z, mm_dot_scope_add (scan, &z->scopes, &f->scope, false, from));
    case ABOUT_EDGES: return kept (z, mm_dot_scope_add (scan, &z->scopes, &f->scope, true, from));
    case ABOUT_GRAPH: return kept (z, mm_dot_group_add (scan, from, z->depth == 1 ? &scan->graph_group : &scan->subgraph_group));
    case ABOUT_NOTHING: return kept (z, mm_dot_group_add (scan, from, &scan->subgraph_group));
    case ABOUT_LAYERS: return kept (z, mm_dot_group_add (scan, from, &f->group));
    case ABOUT_BLOBS: break;
    }
  for (size_t i = 0; !s && i < z->operands; i++)
    s = mm_dot_group_add (scan, from, &scan->names.at[z->operand[i]].group);
  return kept (z, s);
}

/* A list, whose '[' was just read.  */
static mm_status
scan_list (scanner *z, subject about)
{
  const size_t from = z->scan->attributes.settings;
  mm_status s = MM_OK;
  z->colour = 0;
  while (!s && !(s = next (z)) && z->lexer.kind != ']')
    if (z->lexer.kind == MM_DOT_WORD)
      s = scan_attribute (z, about, from);
    else if (z->lexer.kind != ',' && z->lexer.kind != ';')
      s = expected (z, "an attribute or ']'");
  if (s == MM_EPARSE && z->colour)
    return mm_fail (z->err, s, z->colour,
                    "the '#' after '=' begins a comment; a value such as \"#ff0000\" must be quoted");
  return s ? s : add_settings (z, about, from);
}

/* ---- statements ---------------------------------------------------------------- */

/* So many more blobs or layers lie between the braces that are open, and libcgraph keeps each in every pair.  */
static mm_status
count_nested (scanner *z, uint64_t count)
{
  z->nested += count * (z->depth - 1);
  if (z->nested <= 2 * z->most)
    return MM_OK;
  return mm_fail (z->err, MM_ELIMIT, z->lexer.token_line,
                  "%zu bytes put blobs and layers between braces more than %" PRIu64
                  " times, since those in nested braces are in each pair; nest them less deeply",
                  z->lexer.length, 2 * z->most);
}

/* The pairs that the last arrow joins.  */
static mm_status
count_edges (scanner *z)
{
  frame *f = top (z);
  const uint64_t pairs = f->arrows ? f->left * f->now : 0;
  z->edges += pairs;
  if (z->edges > EDGES)
    return mm_fail (z->err, MM_ELIMIT, f->line, "the file has more than %d layers", (int) EDGES);
  if (z->edges > z->most)
    return mm_fail (z->err, MM_ELIMIT, f->line,
                    "%zu bytes describe more than %" PRIu64 " layers, by arrows between sets; write a layer a line",
                    z->lexer.length, z->most);
  return count_nested (z, pairs);
}

/* End the statement, if there is one.  A statement with arrows gets its number.  */
static mm_status
end_statement (scanner *z)
{
  frame *f = top (z);
  if (f->place == AT_START)
    return MM_OK;
  if (f->place == AFTER_ARROW)
    return expected (z, "a blob or a subgraph after '->'");
  mm_status s = count_edges (z);
  if (!s && f->arrows)
    s = mm_dot_emit (z->scan, z->err, "[a%d=%zu]", (int) MM_DOT_WHERE, z->scan->statement_count);
  const size_t settings = f->place == AFTER_LIST ? f->settings : z->scan->attributes.settings;
  const uint32_t group = f->group != MM_NO_GROUP ? f->group : f->scope.edge;
  if (!s && f->arrows)
    s = mm_dot_keep_statement (z->scan, f->line, settings, group, z->err);
  f->group = MM_NO_GROUP;
  f->place = AT_START;
  z->whole += z->depth == 1;
  z->arrows -= f->arrows;
  f->arrows = 0;
  return s ? s : mm_dot_emit (z->scan, z->err, ";\n");
}

/* The token that was just read begins an operand: after an arrow, or of a new statement.  */
static mm_status
begin_operand (scanner *z)
{
  frame *f = top (z);
  if (f->place == AFTER_ARROW)
    return MM_OK;
  mm_status s = end_statement (z);
  f->line = z->lexer.token_line;
  return s;
}

/* Ports say where on the picture of a blob a layer ends; they are left out.  */
static mm_status
skip_ports (scanner *z)
{
  mm_status s = MM_OK;
  for (int i = 0; !s && i < 2 && mm_dot_peek (&z->lexer) == ':'; i++)
    {
      s = next (z);
      if (!s)
        s = demand (z, MM_DOT_WORD, "a port after ':'");
    }
  return s;
}

/* A blob, whose name was just read.  */
static mm_status
scan_blob (scanner *z)
{
  frame *f = top (z);
  uint32_t index = 0;
  mm_status s = add_name (z, &index);
  if (s)
    return s;
  mm_dot_name *name = &z->scan->names.at[index];
  if (!name->line)
    {
      name->line = z->lexer.token_line;
      name->group = f->scope.node;
      z->scan->blobs++;
    }
  if (!mm_array_reserve (&z->operand, &z->operand_capacity, z->operands + 1, sizeof *z->operand))
    return mm_fail_memory (z->err);
  z->operand[z->operands++] = index;
  f->now++;
  z->widest = f->now > z->widest ? f->now : z->widest;
  f->members++;
  f->place = AFTER_BLOB;
  s = count_nested (z, 1);
  if (!s)
    s = mm_dot_emit (z->scan, z->err, "n%" PRIu32 "\n", index);
  return s ? s : skip_ports (z);
}

/* ID = ID, of which the first was just read.  */
static mm_status
scan_statement_attribute (scanner *z)
{
  const size_t from = z->scan->attributes.settings;
  mm_status s = scan_attribute (z, ABOUT_GRAPH, from);
  return s ? s : add_settings (z, ABOUT_GRAPH, from);
}

/* A statement or an operand that begins with a word, which was just read.  */
static mm_status
scan_word (scanner *z)
{
  mm_status s = begin_operand (z);
  if (s)
    return s;
  if (top (z)->place == AT_START && mm_dot_peek (&z->lexer) == '=')
    return scan_statement_attribute (z);
  top (z)->now = 0;
  top (z)->operand = NAMELESS;
  z->operands = 0;
  return scan_blob (z);
}

/* ',' between the blobs of one operand.  */
static mm_status
scan_comma (scanner *z)
{
  if (top (z)->place != AFTER_BLOB)
    return expected (z, "a statement");
  mm_status s = mm_dot_emit (z->scan, z->err, ",");
  if (!s)
    s = demand (z, MM_DOT_WORD, "a blob after ','");
  return s ? s : scan_blob (z);
}

static mm_status
scan_arrow (scanner *z)
{
  frame *f = top (z);
  if (f->place != AFTER_BLOB && f->place != AFTER_SUBGRAPH)
    return expected (z, "a blob or a subgraph before '->'");
  mm_status s = count_edges (z);
  if (s)
    return s;
  if (z->arrows == ARROWS)
    return mm_fail (z->err, MM_ELIMIT, z->lexer.token_line, "more than %d arrows in one statement; split it",
                    (int) ARROWS);
  if (f->operand != NAMELESS)
    z->scan->names.at[f->operand].late = z->whole + 1;
  z->arrows++;
  f->arrows++;
  f->left = f->now;
  f->place = AFTER_ARROW;
  return mm_dot_emit (z->scan, z->err, "->");
}

/* "node", "edge" or "graph" with the list of defaults that must follow.  */
static mm_status
scan_defaults (scanner *z, subject about)
{
  mm_status s = end_statement (z);
  if (!s)
    s = mm_dot_emit (z->scan, z->err, "edge []"); /* libcgraph wants something before the semicolon */
  if (!s)
    s = demand (z, '[', "'[' after node, edge or graph (as the name of a blob it must be quoted)");
  top (z)->place = AFTER_LIST;
  top (z)->about = about;
  return s ? s : scan_list (z, about);
}

/* '[', which was just read, after what the list is about.  */
static mm_status
scan_own_list (scanner *z)
{
  frame *f = top (z);
  if (f->place == AT_START || f->place == AFTER_ARROW)
    return expected (z, "a blob before '['");
  if (f->place != AFTER_LIST)
    {
      f->settings = z->scan->attributes.settings;
      f->about = f->arrows ? ABOUT_LAYERS : f->place == AFTER_BLOB ? ABOUT_BLOBS : ABOUT_NOTHING;
    }
  if (f->about == ABOUT_LAYERS && f->group == MM_NO_GROUP)
    f->group = f->scope.edge;
  f->place = AFTER_LIST;
  return scan_list (z, f->about);
}

static mm_status
open_braces (scanner *z, uint32_t name)
{
  if (z->depth == DEPTH)
    return mm_fail (z->err, MM_ELIMIT, z->lexer.token_line, "braces are nested more than %d deep", (int) DEPTH);
  frame *f = &z->frames[z->depth];
  *f = (frame){ .place = AT_START, .name = name, .operand = NAMELESS, .group = MM_NO_GROUP };
  mm_status s = kept (z, mm_dot_scope_open (z->scan, &z->scopes, z->depth ? &top (z)->scope : NULL, name, &f->scope));
  if (s)
    return s;
  z->depth++;
  z->scan->braces++;
  return mm_dot_emit (z->scan, z->err, "{\n");
}

/* "subgraph" or '{', which was just read.  */
static mm_status
scan_subgraph (scanner *z)
{
  uint32_t name = NAMELESS;
  mm_status s = begin_operand (z);
  if (s || z->lexer.kind == '{')
    return s ? s : open_braces (z, name);
  s = mm_dot_emit (z->scan, z->err, "subgraph ");
  if (!s)
    s = next (z);
  if (!s && z->lexer.kind == MM_DOT_WORD)
    {
      s = add_name (z, &name);
      if (!s)
        s = mm_dot_emit (z->scan, z->err, "s%" PRIu32, name);
      if (!s)
        s = next (z);
    }
  if (!s && z->lexer.kind != '{')
    s = expected (z, "'{' after subgraph");
  return s ? s : open_braces (z, name);
}

/* A subgraph that was before an arrow of the same statement is opened again and grows: libcgraph joins what
   it has when the statement ends.  Each new blob may be joined with all, by each of its arrows.  */
static void
count_late (scanner *z, uint64_t members)
{
  const uint64_t most = z->widest > z->scan->blobs ? z->widest : z->scan->blobs;
  z->edges += members * 2 * z->arrows * most;
}

/* '}': what was between the braces becomes an operand of the statement around them.  */
static mm_status
close_braces (scanner *z)
{
  mm_status s = end_statement (z);
  if (!s)
    s = mm_dot_emit (z->scan, z->err, "}\n");
  const frame inner = *top (z);
  if (s || --z->depth == 0)
    return s;

  uint64_t members = inner.members;
  if (inner.name != NAMELESS)
    {
      mm_dot_name *name = &z->scan->names.at[inner.name];
      if (name->late == z->whole + 1)
        count_late (z, members);
      name->members = name->members + members < EDGES ? name->members + members : EDGES;
      members = name->members;
    }
  frame *f = top (z);
  f->members = f->members + members < EDGES ? f->members + members : EDGES;
  f->now = members < z->scan->blobs ? members : z->scan->blobs; /* between braces each is once */
  f->operand = inner.name;
  f->place = AFTER_SUBGRAPH;
  return MM_OK;
}

static mm_status
scan_statement_token (scanner *z)
{
  switch (z->lexer.kind)
    {
    case MM_DOT_WORD: return scan_word (z);
    case MM_DOT_ARROW: return scan_arrow (z);
    case ',': return scan_comma (z);
    case ';': return end_statement (z);
    case MM_DOT_SUBGRAPH:
    case '{': return scan_subgraph (z);
    case '}': return close_braces (z);
    case MM_DOT_NODE: return scan_defaults (z, ABOUT_NODES);
    case MM_DOT_EDGE: return scan_defaults (z, ABOUT_EDGES);
    case MM_DOT_GRAPH: return scan_defaults (z, ABOUT_GRAPH);
    case '[': return scan_own_list (z);
    case MM_DOT_LINE:
      return mm_fail (z->err, MM_EUNSUPPORTED, z->lexer.token_line, "'--' has no direction; write '->'");
    case MM_DOT_END: return expected (z, "'}'");
    default: return expected (z, "a statement");
    }
}

/* ---- the file ------------------------------------------------------------------ */

static mm_status
scan_kind (scanner *z)
{
  mm_status s = next (z);
  z->scan->strict = !s && z->lexer.kind == MM_DOT_STRICT;
  if (z->scan->strict)
    s = next (z);
  if (s)
    return s;
  switch (z->lexer.kind)
    {
    case MM_DOT_DIGRAPH: return mm_dot_emit (z->scan, z->err, "digraph ");
    case MM_DOT_GRAPH:
      return mm_fail (z->err, MM_EUNSUPPORTED, z->lexer.token_line,
                      "the graph is undirected, but layers have a direction: write digraph instead of graph, and '->' instead of '--'");
    default: return expected (z, "'digraph'");
    }
}

/* Everything up to the first brace.  */
static mm_status
scan_header (scanner *z)
{
  mm_status s = scan_kind (z);
  if (!s)
    s = next (z);
  if (!s && z->lexer.kind == MM_DOT_WORD)
    {
      if (!mm_pool_add (&z->scan->text, z->lexer.word, &z->scan->graph_name))
        return mm_fail_memory (z->err);
      s = next (z);
    }
  if (!s && z->lexer.kind != '{')
    s = expected (z, "'{'");
  return s ? s : open_braces (z, NAMELESS);
}

mm_status
mm_dot_scan_graph (mm_dot_scan *scan, const char *text, size_t length, mm_dot_place *where, mm_error *err)
{
  scanner *z = calloc (1, sizeof *z);
  if (!z)
    return mm_fail_memory (err);
  z->lexer = mm_dot_lexer_at (text, length, where);
  z->scan = scan;
  z->err = err;
  z->most = length < FEW ? FEW : length;
  scan->graph_name = MM_NO_TEXT;
  scan->graph_group = scan->subgraph_group = MM_NO_GROUP;

  mm_status s = scan_header (z);
  while (!s && z->depth > 0)
    if (!(s = next (z)))
      s = scan_statement_token (z);
  if (!s)
    *where = mm_dot_lexer_place (&z->lexer);
  scan->layers = z->edges;
  scan->nested = z->nested;
  mm_dot_lexer_clear (&z->lexer);
  mm_dot_names_clear (&z->scopes.names);
  free (z->operand);
  free (z);
  return s;
}

mm_status
mm_dot_is_more (const char *text, size_t length, const mm_dot_place *where, bool *more, mm_error *err)
{
  mm_dot_lexer x = mm_dot_lexer_at (text, length, where);
  mm_status s = mm_dot_next (&x, err);
  *more = x.kind == MM_DOT_STRICT || x.kind == MM_DOT_GRAPH || x.kind == MM_DOT_DIGRAPH;
  if (!s && !*more && x.kind != MM_DOT_END)
    s = mm_dot_unexpected (&x, "the end of the file after the graph", err);
  mm_dot_lexer_clear (&x);
  return s;
}

mm_status
mm_dot_scan_text (mm_dot_scan *scan, const char *text, size_t length, mm_error *err)
{
  mm_dot_place where = { 0, 0 };
  bool more = false;
  mm_status s = mm_dot_check_encoding (text, length, err);
  if (!s)
    s = mm_dot_scan_graph (scan, text, length, &where, err);
  if (!s)
    s = mm_dot_is_more (text, length, &where, &more, err);
  if (!s && more)
    s = mm_fail (err, MM_EUNSUPPORTED, where.line + 1, "there is more than one graph");
  return s;
}
