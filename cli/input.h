/* cli/input.h: modules from what was named on the command line.  */
#ifndef MM_CLI_INPUT_H
#define MM_CLI_INPUT_H

#include <stdio.h>

#include "graph/module.h"
#include "graph/read.h"
#include "graph/text.h"

/**
 * Read the one module of a FILE operand, which may be FILE#NAME.  "-" is standard input.
 *
 * @param m    out: the caller's, to be freed; NULL on an error
 * @param err  not NULL
 * @return MM_OK, or a status of mm_read_module
 */
mm_status cli_read_module (const char *path, mm_module **m, mm_error *err);

/** The same for commands that need the module to go on: NULL after a message on stderr.  What the file says that
    the module does not is said as well. */
mm_module *cli_module (const char *path);

/**
 * The same for commands that compute with channels, kernels or weights: what the file says of its layers and
 * blobs has to be usable too (mm_module_check_numbers).
 * @return NULL after a message on stderr
 */
mm_module *cli_module_with_numbers (const char *path);

/** The same for commands that run or make weights: activations must not be in the way either
    (mm_module_check_activations). */
mm_module *cli_module_with_weights (const char *path);

/** A FILE operand that may have any number of modules; its format is taken from its content, else from its name. */
typedef struct cli_source
{
  mm_text_format format;
  FILE *lines;  /* with MM_TEXT_JSONL: as a stream, else NULL */
  mm_text text; /* with the others: all of it */
} cli_source;

/**
 * Open a FILE, or "-".
 *
 * Whenever a stream has to be read on, stdout is flushed first: whoever writes a line and waits
 * for its answer gets it.
 *
 * @param s    out: to be closed by the caller when it was opened
 * @param err  not NULL
 * @return MM_OK; MM_EIO; MM_EUNSUPPORTED as by mm_find_format; MM_ENOMEM
 */
mm_status cli_source_open (const char *path, cli_source *s, mm_error *err);

void cli_source_close (cli_source *s);

#endif
