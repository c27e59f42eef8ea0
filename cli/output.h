/* cli/output.h: results that go to a file or, as "-", to standard output.  */
#ifndef MM_CLI_OUTPUT_H
#define MM_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "graph/status.h"

/** Whether a path is standard output. */
bool cli_is_stdout (const char *path);

/**
 * Write a file whole or not at all.
 * @param write  gets the stream; its status ends the writing
 * @return true; false after a message on stderr, with no file made or changed
 */
bool cli_write (const char *path, mm_status (*write) (FILE *out, void *context), void *context);

/** A text of the caller's, as what to write. context: const char * */
mm_status cli_write_text (FILE *out, void *context);

#endif
