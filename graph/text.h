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

/** Read a whole file; "-" is stdin. @return MM_OK; MM_EIO with the path and the system's reason; MM_ENOMEM */
mm_status mm_text_read (const char *path, mm_text *out, mm_error *err);
void mm_text_clear (mm_text *t);

/** A file being written: it gets its name only when it is complete. */
typedef struct mm_outfile mm_outfile;

/** Open a temporary file beside `path`, or stdout for "-". @return MM_OK, MM_EIO, MM_ENOMEM */
mm_status mm_outfile_open (const char *path, mm_outfile **out, mm_error *err);

/** The stream to write to. */
FILE *mm_outfile_stream (mm_outfile *f);

/** Flush, check for errors, rename into place, and free. On an error nothing is left behind. */
mm_status mm_outfile_commit (mm_outfile *f, mm_error *err);

/** Throw it away; accepts NULL. */
void mm_outfile_abandon (mm_outfile *f);

#ifdef __cplusplus
}
#endif
#endif
