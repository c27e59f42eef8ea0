/* graph/dot_i.h: how a DOT text becomes a module; for the dot_*.c files only.

   Three passes:

     dot_lex.c    bytes to tokens: encoding, comments, quoting, line numbers;
     dot_scan.c   tokens to a *skeleton*: the same graph with every name replaced by a number and
                  without attributes, which the scan keeps (dot_attributes.c), with their scopes;
     dot_read.c   the skeleton through libcgraph (subgraphs, edge sets) to a module;
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

#include "graph/attributes_i.h"
#include "graph/column.h"
#include "graph/module.h"
#include "graph/words_i.h"

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
  uint32_t group;   /* of a blob: where its attributes begin */
  bool touched;     /* by a layer; used by dot_read.c */
  uint64_t late; /* the whole statement in which a subgraph of this name was last before an arrow; from 1 */
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

/** The attribute that the scan gives to edges is a0: the number of their statement. */
enum { MM_DOT_WHERE = 0 };

/** A statement with arrows: where it begins, and what its own lists say, defaults aside. */
typedef struct mm_dot_statement
{
  uint64_t line;
  size_t first, end; /* of its settings; the last one of a name counts */
  size_t key;        /* offset in scan->text of the key that its lists give; MM_NO_TEXT: none */
  uint32_t group;    /* where the attributes of its layers begin, defaults included */
} mm_dot_statement;

/**
 * What the scan finds.  In the skeleton blob i of `names` is called n<i>, and subgraph i s<i>.
 */
typedef struct mm_dot_scan
{
  char *skeleton; /* ends in a 0 byte */
  size_t length, capacity;
  mm_dot_names names;
  uint32_t blobs; /* how many of the names are blobs */
  mm_pool text;
  size_t graph_name; /* in text, or MM_NO_TEXT */
  mm_attributes attributes;    /* their texts are in `text` */
  uint32_t graph_group, subgraph_group;
  mm_dot_names attribute_names; /* each once */
  struct mm_dot_spelling *spellings; /* of them */
  size_t spelling_capacity;
  mm_dot_statement *statements;
  size_t statement_count, statement_capacity;
  bool strict; /* the graph is; the skeleton is not */
  bool keys;   /* some statement has a key */
  uint64_t braces;         /* pairs of them */
  uint64_t layers, nested; /* at most so many; and for each blob that is named and each layer, the braces around it */
} mm_dot_scan;

enum { MM_DOT_TOKEN = 64 };

/** Append to the skeleton, less than MM_DOT_TOKEN bytes. @return MM_OK, MM_ENOMEM */
mm_status mm_dot_emit (mm_dot_scan *scan, mm_error *err, const char *format, ...)
  __attribute__ ((format (printf, 3, 4)));

/** Append a statement whose settings are those from `first` on; its key is found here. @return MM_OK, MM_ENOMEM */
mm_status mm_dot_keep_statement (mm_dot_scan *scan, uint64_t line, size_t first, uint32_t group, mm_error *err);

void mm_dot_scan_clear (mm_dot_scan *scan);

/* ---- dot_attributes.c -------------------------------------------------------- */

/** A name of attributes. */
typedef struct mm_dot_spelling
{
  size_t text;             /* in scan->text */
  size_t last;             /* the value that was given last, in scan->text, or MM_NO_TEXT */
  size_t setting;          /* where it was given last; from 1 */
  uint8_t word[MM_PLACES]; /* mm_word */
} mm_dot_spelling;

/** The index of a name, which is added when it is new. @return MM_OK, MM_ENOMEM, MM_ELIMIT */
mm_status mm_dot_spelling_add (mm_dot_scan *scan, const char *name, uint32_t *index);

/**
 * Append one setting, or put it in the place of one of the same name in the same list.
 * @param place  where it stands: mm_place or MM_ON_SUBGRAPH
 * @param from   the first setting of the list
 */
mm_status mm_dot_set (mm_dot_scan *scan, uint32_t spelling, const mm_dot_lexer *value, unsigned place, size_t from);

/** The defaults that hold between two braces. */
typedef struct mm_dot_scope
{
  uint64_t id;         /* one that is opened again has the same */
  uint32_t name;       /* of it among the scopes, or MM_NO_GROUP: it cannot be opened again */
  uint32_t node, edge; /* groups: all defaults that hold */
} mm_dot_scope;

/** All scopes that can be opened again. */
typedef struct mm_dot_scopes
{
  mm_dot_names names; /* "ID/NAME"; group: the defaults of edges that were set in it, blob: those of nodes */
  uint64_t nameless;
} mm_dot_scopes;

/**
 * Open braces.
 * @param outer  the scope around them; NULL: they are those of the graph
 * @param name   the index of the subgraph's name, or MM_NO_GROUP
 * @return MM_OK, MM_ENOMEM, MM_ELIMIT
 */
mm_status mm_dot_scope_open (mm_dot_scan *scan, mm_dot_scopes *scopes, const mm_dot_scope *outer, uint32_t name,
                             mm_dot_scope *scope);

/** Add the settings from `from` on to the defaults of nodes or edges. */
mm_status mm_dot_scope_add (mm_dot_scan *scan, mm_dot_scopes *scopes, mm_dot_scope *scope, bool edge, size_t from);

/** Put the settings from `from` on before a group. */
mm_status mm_dot_group_add (mm_dot_scan *scan, size_t from, uint32_t *group);

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
  const char *key;     /* of its statement, or NULL; used by dot_arrows.c */
  uint32_t sequence;   /* in the order of the file */
  uint32_t statement;
  uint32_t group;      /* where its attributes begin */
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

/** Whether a label names its layer: plain text without escapes that Graphviz fills in. */
bool mm_dot_label_is_name (const char *label, bool html);

/* What files say for a kind and a padding.  */
const char *mm_dot_kind_text (mm_kind kind);
const char *mm_dot_padding_text (mm_padding padding);

#endif
