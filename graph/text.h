/* graph/text.h: whole files in memory, and files written whole or not at all.  */
#ifndef MM_GRAPH_TEXT_H
#define MM_GRAPH_TEXT_H

#include <stdio.h>

#include "graph/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A file's bytes, followed by one 0 byte that length does not count. */
typedef struct mm_text
{
  char *data; /* owned */
  size_t length;
} mm_text;

/**
 * Read a whole file; "-" is stdin, from where it stands.  Pipes and devices will do.
 *
 * The sentence of an error names the path, so err->file becomes NULL.
 *
 * @param out  out: to be cleared by the caller; unchanged on an error
 * @return MM_OK; MM_EIO with the path and the system's reason; MM_ENOMEM
 */
mm_status mm_text_read (const char *path, mm_text *out, mm_error *err);

/**
 * The same, but no more than `most` bytes: a longer file is refused when that is seen, and a pipe or a
 * device is read no further than one byte beyond.
 * @return as mm_text_read; MM_ELIMIT
 */
mm_status mm_text_read_within (const char *path, uint64_t most, mm_text *out, mm_error *err);

/** All that is left in a stream; `name` is what messages call it. @return as mm_text_read */
mm_status mm_text_read_stream (FILE *in, const char *name, mm_text *out, mm_error *err);

/** Free the bytes; what is left is an empty text, which may be cleared again. */
void mm_text_clear (mm_text *t);

/**
 * A file being written: it gets its name only when it is complete.
 *
 *     mm_outfile *f;
 *     mm_status s = mm_outfile_open (path, &f, &err);
 *     if (s)
 *       return s;
 *     fprintf (mm_outfile_stream (f), "…");
 *     return mm_outfile_commit (f, &err);        or mm_outfile_abandon (f)
 *
 * Until the commit, a file of that name is what it was.  It is on the disk before it gets its
 * name, so that after a crash there is the old file or the new one (in an mm_folder, that is done
 * for the whole folder).  A new file gets the permissions
 * that the umask allows, an old one keeps its own.  A symbolic link is followed: the file it
 * points to is replaced (or made, when there is none), not the link.  What is no regular file (a terminal, a pipe,
 * /dev/null, /dev/stdout) is written to directly.
 */
typedef struct mm_outfile mm_outfile;

/**
 * Open a temporary file beside `path`, or stdout for "-".
 *
 * The sentence of an error names the path, so err->file becomes NULL; so it does in
 * mm_outfile_commit.
 *
 * @param path  copied
 * @return MM_OK; MM_ENOMEM; MM_EIO with the reason: the folder is missing or may not be
 *         written to, `path` is a folder, or it is a file that may not be written to
 */
mm_status mm_outfile_open (const char *path, mm_outfile **out, mm_error *err);

/** The stream to write to; it belongs to f.  Errors on it may be left to mm_outfile_commit. */
FILE *mm_outfile_stream (mm_outfile *f);

/**
 * Flush, check for errors, rename into place, and free f.  stdout stays open.
 * On an error nothing is left behind.
 * @return MM_OK; MM_EIO, also when an earlier write to the stream failed
 */
mm_status mm_outfile_commit (mm_outfile *f, mm_error *err);

/** Throw it away, without a trace where the target is a regular file; accepts NULL. */
void mm_outfile_abandon (mm_outfile *f);

#ifdef __cplusplus
}
#endif
#endif
