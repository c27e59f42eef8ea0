/* cli/feasibility.h: whether a module can hold a convolution, in words and as JSON.  */
#ifndef MM_CLI_FEASIBILITY_H
#define MM_CLI_FEASIBILITY_H

#include "numeric/route.h"

/** Print whether a module can hold a convolution, why not, and what would help. @return the exit status */
int cli_put_feasibility (const char *path, const mm_module *m, const mm_feasibility *f);

/** The same as one JSON object. @return the exit status */
int cli_put_feasibility_json (const char *path, const mm_module *m, const mm_feasibility *f);

#endif
