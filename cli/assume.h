/* cli/assume.h: what a promise about weights takes for granted.  */
#ifndef MM_CLI_ASSUME_H
#define MM_CLI_ASSUME_H

#include "cli/json.h"
#include "graph/module.h"

/**
 * Say which blobs have an activation or a norm.  Morph, fold and verify count both as the
 * identity they have to start as (NUMERICS.md section 4); a child with a plain ReLU
 * would compute something else.  Says nothing when there is none.
 */
void cli_put_assumptions (const mm_module *m);

/** The same as `"assumes_identity": [blobs]`; always there, so that scripts can look. */
void cli_json_assumptions (cli_json *j, const mm_module *m);

#endif
