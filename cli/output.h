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

/**
 * Tell whether an option that answers on stdout and an output on stdout get in each
 * other's way; says so.
 */
bool cli_stdout_is_taken (bool json, const char *path);

/** Tell whether an output is the very file that is read (by whatever name); says so. */
bool cli_overwrites (const char *output, const char *input);

/**
 * Tell whether an output would come to lie in a folder that is read; says so.
 * @param what  what the folder holds
 */
bool cli_lies_in (const char *output, const char *folder, const char *what);

#endif
