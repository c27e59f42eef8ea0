/* cli/input.h: modules from what was named on the command line.  */
#ifndef MM_CLI_INPUT_H
#define MM_CLI_INPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "graph/module.h"

/**
 * Read the one module of a FILE operand.  "-" is standard input: JSONL when it begins
 * with a brace, .edges when with a digit, else DOT.
 *
 * @param m    out: the caller's, to be freed; NULL on an error
 * @param err  not NULL
 * @return MM_OK, or a status of mm_read_module; MM_EUNSUPPORTED for gzip data
 */
mm_status cli_read_module (const char *path, mm_module **m, mm_error *err);

/** The same for commands that need the module to go on: NULL after a message on stderr. */
mm_module *cli_module (const char *path);

/** Whether a FILE is a stream of modules: "-" or *.jsonl. */
bool cli_is_stream (const char *path);

/**
 * Open a stream of modules for reading, to be closed by the caller.
 *
 * Whenever it has to be read on, stdout is flushed first: whoever writes a line and waits
 * for its answer gets it.
 *
 * @return NULL: see err
 */
FILE *cli_open_stream (const char *path, mm_error *err);

#endif
