/* graph/dot_i.h: how a DOT text becomes a module; for the dot_*.c files only.

   Three passes:

     dot_lex.c    bytes to tokens: encoding, comments, quoting, line numbers;
     dot_scan.c   tokens to a *skeleton*: the same graph with every name and value replaced by a
                  number, which keeps the texts, their lines, and the keys out of libcgraph;
     dot_read.c   the skeleton through libcgraph (scopes of defaults, subgraphs, edge sets) to a module;
     dot_arrows.c which of its edges are layers: those that Graphviz makes one, those that are invisible.

   libcgraph would merge edges without a word (in a strict graph, and those of equal ends and key), rename names
   that begin with '%', keep no line numbers, and leave a second graph in the file for the next reader.  None of
   that can happen to the skeleton, which is one plain directed graph without keys, checked before libcgraph sees it.
   What libcgraph would merge is merged here, and counted.  */
#ifndef MM_GRAPH_DOT_I_H
#define MM_GRAPH_DOT_I_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/column.h"
#include "graph/module.h"

/* ---- dot_lex.c --------------------------------------------------------------- */

/** A punctuation mark stands for itself; names and key words have numbers above all bytes. */
typedef enum mm_dot_token
{
  MM_DOT_END = 0,
  MM_DOT_WORD = 256, /* an ID of the grammar: a name, number, quoted or HTML string */
  MM_DOT_ARROW,      /* -> */
  MM_DOT_LINE,       /* -- */
  MM_DOT_STRICT,
  MM_DOT_GRAPH,
  MM_DOT_DIGRAPH,
  MM_DOT_SUBGRAPH,
  MM_DOT_NODE,
  MM_DOT_EDGE
} mm_dot_token;

typedef struct mm_dot_lexer
{
  const char *text; /* borrowed */
  size_t length, at;
  uint64_t line; /* of text[at], from 1 */

  /* The token that was read last.  */
  int kind; /* mm_dot_token, or one of { } [ ] ; , : = */
  uint64_t token_line;
  size_t token_start;
  char *word; /* of a word: its text without quotes; valid until the next word */
  size_t word_length, word_capacity;
  bool html; /* the word was written <…> */
} mm_dot_lexer;

/**
 * Check that a text is UTF-8 without NUL bytes.
 * @return MM_OK; MM_EPARSE with the line, naming the encoding it seems to be
 */
mm_status mm_dot_check_encoding (const char *text, size_t length, mm_error *err);

/** Read the next token. @return MM_OK; MM_EPARSE with the line; MM_ENOMEM */
mm_status mm_dot_next (mm_dot_lexer *x, mm_error *err);

/** The first byte of the next token, or 0 at the end; nothing is consumed but blanks. */
int mm_dot_peek (mm_dot_lexer *x);

/** MM_EPARSE: "expected WHAT, not 'TOKEN'", at the token that was read last. */
mm_status mm_dot_unexpected (const mm_dot_lexer *x, const char *expected, mm_error *err);

/** Whether a word must be quoted because it is a key word, in whatever case. */
bool mm_dot_is_key_word (const char *word);

/** Free what the lexer owns. */
void mm_dot_lexer_clear (mm_dot_lexer *x);

/* ---- dot_names.c ------------------------------------------------------------- */

/** A name of blobs and subgraphs. */
typedef struct mm_dot_name
{
  size_t text;      /* offset in the pool */
  uint64_t line;    /* where it is first a blob; 0: it is none */
  uint64_t members; /* of the subgraph of that name: at most so many blobs; 0: there is none */
  uint32_t blob;    /* its handle; used by dot_read.c */
  bool touched;     /* by a layer; the same */
} mm_dot_name;

/** All names, each once. */
typedef struct mm_dot_names
{
  mm_pool text;
  mm_dot_name *at;
  size_t capacity;
  uint32_t count;
  uint32_t *slots; /* hash table of index + 1; 0 = free */
  size_t slot_count; /* a power of two, or 0 */
} mm_dot_names;

/** The index of a name, which is added when it is new. @return MM_OK, MM_ENOMEM, MM_ELIMIT */
mm_status mm_dot_names_add (mm_dot_names *names, const char *text, uint32_t *index);

/** The name, or NULL when there is no such name. */
const mm_dot_name *mm_dot_names_find (const mm_dot_names *names, const char *text);

void mm_dot_names_clear (mm_dot_names *names);

/* ---- dot_skeleton.c ---------------------------------------------------------- */

/** The attributes that mean something to us.  In the skeleton they are called a0, a1, … */
typedef enum mm_dot_attribute
{
  MM_DOT_KEY,
  MM_DOT_LABEL,
  MM_DOT_KERNEL,
  MM_DOT_STRIDE,
  MM_DOT_DILATION,
  MM_DOT_GROUPS,
  MM_DOT_KIND,
  MM_DOT_CHANNELS,
  MM_DOT_ACTIVATION,
  MM_DOT_NORM,
  MM_DOT_PADDING,
  MM_DOT_SOURCE,
  MM_DOT_SINK,
  MM_DOT_STYLE,
  MM_DOT_ATTRIBUTES,              /* how many there are */
  MM_DOT_WHERE = MM_DOT_ATTRIBUTES /* added by the scan: the number of an edge statement */
} mm_dot_attribute;

/** What an attribute was set to, and where; one entry per place in the file. */
typedef struct mm_dot_value
{
  size_t text; /* offset in scan->text */
  uint64_t line;
  uint32_t attribute; /* mm_dot_attribute */
  bool html;
} mm_dot_value;

/** A statement with arrows: where it begins, and what its own lists say, defaults aside. */
typedef struct mm_dot_statement
{
  uint64_t line;
  size_t first, end; /* of its values; the last value of an attribute counts */
  size_t key;        /* offset in scan->text of the key that its lists give; MM_NO_TEXT: none */
} mm_dot_statement;

/**
 * What the scan finds.  In the skeleton blob i of `names` is called n<i>, subgraph i s<i>, and the
 * value of an attribute is an index into `values` (into `statements` for MM_DOT_WHERE).
 */
typedef struct mm_dot_scan
{
  char *skeleton; /* ends in a 0 byte */
  size_t length, capacity;
  mm_dot_names names;
  uint32_t blobs; /* how many of the names are blobs */
  mm_pool text;
  size_t graph_name; /* in text, or MM_NO_TEXT */
  mm_dot_value *values;
  size_t value_count, value_capacity;
  mm_dot_statement *statements;
  size_t statement_count, statement_capacity;
  bool strict; /* the graph is; the skeleton is not */
  bool keys;   /* some statement has a key */
} mm_dot_scan;

/** The name of an attribute as files write it. */
const char *mm_dot_attribute_name (mm_dot_attribute a);

/** The attribute of that name, or MM_DOT_ATTRIBUTES: one that means nothing to us. */
mm_dot_attribute mm_dot_attribute_called (const char *name);

enum { MM_DOT_TOKEN = 64 };

/** Append to the skeleton, less than MM_DOT_TOKEN bytes. @return MM_OK, MM_ENOMEM */
mm_status mm_dot_emit (mm_dot_scan *scan, mm_error *err, const char *format, ...)
  __attribute__ ((format (printf, 3, 4)));

/** Append the word that was just read to the values, as one of attribute `a`. @return MM_OK, MM_ENOMEM */
mm_status mm_dot_keep_value (mm_dot_scan *scan, mm_dot_attribute a, const mm_dot_lexer *x, mm_error *err);

/** Append a statement whose values are those from `first` on; its key is found here. @return MM_OK, MM_ENOMEM */
mm_status mm_dot_keep_statement (mm_dot_scan *scan, uint64_t line, size_t first, mm_error *err);

void mm_dot_scan_clear (mm_dot_scan *scan);

/* ---- dot_scan.c -------------------------------------------------------------- */

/** A place in a text; zero: its beginning. */
typedef struct mm_dot_place
{
  size_t at;
  uint64_t line; /* less 1 */
} mm_dot_place;

/** A lexer that goes on from a place; to be cleared. */
mm_dot_lexer mm_dot_lexer_at (const char *text, size_t length, const mm_dot_place *place);

/** Where a lexer stands. */
mm_dot_place mm_dot_lexer_place (const mm_dot_lexer *x);

/**
 * Check the grammar of one graph and make its skeleton.  O(its length).
 * @param scan   zero before; to be cleared by the caller, also after an error
 * @param text   checked by mm_dot_check_encoding
 * @param place  where the graph begins; moves behind it, unless there is an error
 * @return MM_OK; MM_EPARSE; MM_EUNSUPPORTED for an undirected graph; MM_ELIMIT; MM_ENOMEM; all with the line
 */
mm_status mm_dot_scan_graph (mm_dot_scan *scan, const char *text, size_t length, mm_dot_place *place, mm_error *err);

/**
 * The same for a text that must have just one graph; its encoding is checked here.
 * @return what mm_dot_scan_graph returns; MM_EUNSUPPORTED for a second graph
 */
mm_status mm_dot_scan_text (mm_dot_scan *scan, const char *text, size_t length, mm_error *err);

/** Whether a graph begins at a place (true), or the text ends there. @return MM_OK; MM_EPARSE for anything else */
mm_status mm_dot_is_more (const char *text, size_t length, const mm_dot_place *place, bool *more, mm_error *err);

/* ---- dot_list.c -------------------------------------------------------------- */

/** The graphs of a text, by a look at the braces alone. */
typedef struct mm_dot_list
{
  mm_dot_names names; /* `members` counts how many graphs have the name */
  struct mm_dot_listed
  {
    mm_dot_place place;
    uint32_t name; /* MM_NONE: it has none */
    bool graph;    /* it begins as a graph does, up to its first brace */
  } *at;
  size_t count, capacity; /* what is not DOT counts as one, the last */
} mm_dot_list;

/** Find them all. @param list zero before; to be cleared @return MM_OK, MM_ENOMEM, MM_ELIMIT */
mm_status mm_dot_list_graphs (mm_dot_list *list, const char *text, size_t length, mm_error *err);

/** What graph i is called: its name, where that is the only one; else its number from 1, in `buffer`. */
const char *mm_dot_list_called (const mm_dot_list *list, size_t i, char buffer[24]);

/** The graph that is called so, by its name or else by its number; list->count: none, or several of that name. */
size_t mm_dot_list_find (const mm_dot_list *list, const char *called);

void mm_dot_list_clear (mm_dot_list *list);

/* ---- dot_read.c -------------------------------------------------------------- */

/** One graph from a place on, which moves behind it. The text's encoding is checked. Statuses of mm_read_dot. */
mm_status mm_dot_read_at (const char *text, size_t length, mm_dot_place *place, mm_module **out, mm_error *err);

/* ---- dot_arrows.c ------------------------------------------------------------ */

/** An edge of libcgraph on its way to a layer. */
typedef struct mm_dot_arrow
{
  void *edge;
  void *into; /* the edge of the earlier arrow that Graphviz makes one with this; NULL: this is one of its own */
  uint64_t sequence; /* in the order of the file */
  size_t statement;
  const char *key;     /* of its statement, or NULL; used by dot_arrows.c */
  uint32_t tail, head; /* indices of names */
  bool dropped;        /* with `into`: what its statement says is lost, too */
} mm_dot_arrow;

/**
 * Find out which arrows libcgraph would make one.  In a strict graph all between the same two blobs are; what a
 * later one says counts, unless it has a key that the first has not, when it is dropped.  In other graphs those
 * are one that have the same ends and a key in their own lists, which must be equal.  Defaults (edge [key=k]) are no keys.
 * O(count log count).
 *
 * @param arrows  in any order, with into = NULL; brought into the order of the file
 * @return how many are one with an earlier one
 */
uint32_t mm_dot_merge (const mm_dot_scan *scan, mm_dot_arrow *arrows, uint32_t count);

/** Whether Graphviz does not draw what has this style: "invis", alone or among others between commas. */
bool mm_dot_style_hides (const char *style);

/* ---- dot_info.c -------------------------------------------------------------- */

/** A value with its text at hand. */
typedef struct mm_dot_text
{
  const char *text; /* not empty */
  uint64_t line;
  bool html;
} mm_dot_text;

/* Each of these returns MM_OK, or MM_EPARSE with the line of the value and what it may be;
   mm_dot_read_kernel also MM_EUNSUPPORTED for even kernels.  */

/** A whole number from 1 on; `a` is named in the message. */
mm_status mm_dot_read_count (const mm_dot_text *v, mm_dot_attribute a, uint32_t *count, mm_error *err);
/** "3" or "1x3", height first. */
mm_status mm_dot_read_kernel (const mm_dot_text *v, mm_layer_info *info, mm_error *err);
mm_status mm_dot_read_kind (const mm_dot_text *v, mm_kind *kind, mm_error *err);
mm_status mm_dot_read_padding (const mm_dot_text *v, mm_padding *padding, mm_error *err);

/** Whether a label names its layer: plain text without escapes that Graphviz fills in. */
bool mm_dot_label_is_name (const mm_dot_text *v);

/* What files say for a kind and a padding.  */
const char *mm_dot_kind_text (mm_kind kind);
const char *mm_dot_padding_text (mm_padding padding);

#endif
