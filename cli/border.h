/* cli/border.h: why a module and its fold differ at the border of images.  */
#ifndef MM_CLI_BORDER_H
#define MM_CLI_BORDER_H

#include "cli/json.h"
#include "numeric/promise.h"

/** Print "inner bias at blob a; 3x3 after 3x3 at blob b" and so on, without an end of line. */
void cli_put_border_reasons (const mm_module *m, const mm_promise *p);

/** The same as `"inner_biases": [blobs], "inner_kernels": [blobs]`; always there. */
void cli_json_border_reasons (cli_json *j, const mm_module *m, const mm_promise *p);

#endif
