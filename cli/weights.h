/* cli/weights.h: parents and children from what was named on the command line.  */
#ifndef MM_CLI_WEIGHTS_H
#define MM_CLI_WEIGHTS_H

#include <stdbool.h>

#include "cli/json.h"
#include "numeric/npy.h"

/* Relative errors up to these are rounding.  Weights that were rounded to float32 when
   they were written carry that rounding into a float64 forward pass too.  */
#define CLI_EXACT_IN_DOUBLE 1e-12
#define CLI_EXACT_IN_SINGLE 1e-5

/** A convolution that a module should compute. */
typedef struct cli_parent
{
  mm_filter filter;
  double *bias; /* or NULL */
} cli_parent;

/**
 * @param bias      a path or NULL
 * @param bfloat16  what --bf16 says
 * @return whether it was read; false after a message
 */
bool cli_parent_read (cli_parent *p, const char *weights, const char *bias, bool bfloat16);

/** False, after a message, when the module's channels are those of another order of the array's dimensions. */
bool cli_parent_fits (const mm_module *m, const cli_parent *p, const char *path);

/** The same for commands that take the ends' channels from the parent: also false when nothing tells the order of its dimensions. */
bool cli_parent_is_clear (const mm_module *m, const cli_parent *p, const char *path);
void cli_parent_clear (cli_parent *p);

/** Name the files of a child's folder that may hold weights and were not read; nothing where there are none. */
void cli_put_unread (const mm_weights *w);
void cli_json_unread (cli_json *j, const mm_weights *w);

/** Read "f32" or "f64". @param text  NULL: leave *dtype alone. @return false after a message */
bool cli_read_dtype (const char *text, mm_dtype *dtype);

/** "float32", "float64", "float16" or "bfloat16". */
const char *cli_dtype_name (mm_dtype dtype);

#endif
