/* graph/read.h: modules from files.  */
#ifndef MM_GRAPH_READ_H
#define MM_GRAPH_READ_H

#include <stdio.h>

#include "graph/builder.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a text is. */
typedef enum mm_text_format
{
  MM_TEXT_UNKNOWN = 0,
  MM_TEXT_DOT,
  MM_TEXT_EDGES,
  MM_TEXT_JSONL /* one module a line, or just one */
} mm_text_format;

/**
 * The format of a text, by how it begins: a digit, a brace, or a word of DOT, behind blanks and comments.
 * Where that leaves it open, the end of the name decides: .dot and .gv, .edges, .jsonl.
 *
 * @param head  its first bytes: all of them, or as many as there are at hand; some 60000 will do
 * @param path  may be NULL or "-"
 * @return MM_OK; MM_EUNSUPPORTED for a file of another kind (ONNX, gzip, GraphML, UTF-16, …), with a sentence
 *         that says what it is and how a module is got from it
 */
mm_status mm_find_format (const char *head, size_t length, const char *path, mm_text_format *format, mm_error *err);

/**
 * Read one module.  The format is taken from the content, else from the name: DOT, .edges, or JSON lines with
 * exactly one module.  err borrows `path` (and `file` below, the name of a text in messages, which may be NULL).
 *
 * Where there is no file of that name, FILE#NAME is the graph (the JSON line) of FILE that is called NAME, or has
 * that number; see mm_dot_stream_next.
 *
 * @return MM_OK, with a module for the caller to free; MM_EIO; MM_EPARSE, MM_ENOTMODULE,
 *         MM_EUNSUPPORTED with the line where there is one (the last also for files of other kinds); MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_read_module (const char *path, mm_module **out, mm_error *err);

/** The same, from a file of at most so many bytes; a longer one: MM_ELIMIT. */
mm_status mm_read_module_within (const char *path, uint64_t most, mm_module **out, mm_error *err);

/**
 * The same, from a text.
 * @param path    its name, for messages and as a hint at the format; may be NULL
 * @param called  which of several; NULL: there must be just one
 */
mm_status mm_read_text (const char *text, size_t length, const char *path, const char *called, mm_module **out,
                        mm_error *err);

/** MM_EIO when the path is a folder, which is no file; of a child's the module inside is named. Else MM_OK. */
mm_status mm_refuse_folder (const char *path, mm_error *err);

/** How many bytes of a path are FILE, when there is no such file and the path reads FILE#NAME; 0: it does not. */
size_t mm_path_file (const char *path);

/**
 * DOT, through libcgraph.  Grammar, attributes and what is refused: docs/formats.md.
 *
 * Blobs are in order of appearance, layers in order of the file; every blob is named, a layer
 * by its key, else by its label.  What Graphviz makes one is one, and what it does not draw is
 * left out; mm_module_reading has the counts.  Any number of threads may call it, but libcgraph serves them
 * one at a time.  When memory runs out inside libcgraph itself, that library ends the process.
 * O(length log length).
 *
 * @return MM_OK; MM_EPARSE: no DOT, not UTF-8, or a value that is none; MM_EUNSUPPORTED: undirected, several
 *         graphs (what they are called is said), an even kernel; MM_ENOTMODULE; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_read_dot (const char *text, size_t length, const char *file, mm_module **out, mm_error *err);

/**
 * One graph of a DOT text that may have several.
 * @param called  its name, or its number from 1; NULL: there must be just one
 * @return as mm_read_dot; MM_EUNSUPPORTED, with what the graphs are called, when there is none that is called so
 */
mm_status mm_read_dot_graph (const char *text, size_t length, const char *file, const char *called, mm_module **out,
                             mm_error *err);

/** All graphs of a DOT text, one after the other. */
typedef struct mm_dot_stream mm_dot_stream;

/** @param text, file  borrowed. NULL: out of memory */
mm_dot_stream *mm_dot_stream_new (const char *text, size_t length, const char *file);
void mm_dot_stream_free (mm_dot_stream *d); /* accepts NULL */

/**
 * The next graph.  One that is wrong is reported and left behind, so the next call goes on with the next graph,
 * if it can be found: behind a quote that does not end there is none.
 *
 * @param name  out: what mm_read_dot_graph calls it: its name, where no other has it, else its number; NULL when it is
 *              the only graph; valid until the next call; also set for a wrong graph
 * @param out   out: for the caller to free
 * @return MM_OK; MM_END; what mm_read_dot returns for one graph
 */
mm_status mm_dot_stream_next (mm_dot_stream *d, mm_module **out, const char **name, mm_error *err);

/** `n m s t`, then m lines `u v`.  At memory speed.  Grammar: docs/formats.md. */
mm_status mm_read_edges (const char *text, size_t length, const char *file, mm_module **out, mm_error *err);

/** A stream of modules, one JSON object a line. */
typedef struct mm_jsonl mm_jsonl;

/** @param in  borrowed, read from where it stands. NULL: out of memory */
mm_jsonl *mm_jsonl_new (FILE *in, const char *file);
void mm_jsonl_free (mm_jsonl *j);

/**
 * The next module.  A line that is wrong is reported (with its number) and left behind, so
 * the next call goes on with the next line.  Blank lines are skipped.
 *
 * @param name  out: the line's "name", else its number; valid until the next call; also
 *              set for a bad line, as far as it could be read
 * @param out   out: for the caller to free
 * @return MM_OK; MM_END; MM_EPARSE, MM_ENOTMODULE or MM_ELIMIT for a bad line; MM_EIO;
 *         MM_ENOMEM, which also leaves the line behind
 */
mm_status mm_jsonl_next (mm_jsonl *j, mm_module **out, const char **name, mm_error *err);

/** The number of the line that was read last, from 1; 0 before the first. */
uint64_t mm_jsonl_line (const mm_jsonl *j);

/**
 * Leave all lines that are left behind, unread.
 * @param count  out: how many they were, blank ones aside
 * @return MM_OK; MM_EIO; MM_ENOMEM
 */
mm_status mm_jsonl_skip (mm_jsonl *j, uint64_t *count, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
