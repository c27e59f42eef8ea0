/* cli/assume.h: what a promise about weights takes for granted.  */
#ifndef MM_CLI_ASSUME_H
#define MM_CLI_ASSUME_H

#include "cli/json.h"
#include "numeric/weights.h"

/**
 * Say which blobs have an activation or a norm, and which layers a norm.  Morph, fold and verify count
 * them as the identity they have to start as (NUMERICS.md section 4), unless files say what they are; an
 * activation that never is the identity comes before the module (at its source) or after it (at its
 * sink), or is refused.  Says nothing when there is none.
 *
 * @param w  what was read from files; NULL when nothing was
 */
void cli_put_assumptions (const mm_module *m, const mm_weights *w);

/** Whether there is anything that counts as the identity without a file. */
bool cli_assumes (const mm_module *m, const mm_weights *w);

/** The same as `"assumes_identity": [blobs]`, which is always there, so that scripts can look, and
    `"assumes_identity_layers"`, `"activation_before"`, `"activation_after"` where there is something to say. */
void cli_json_assumptions (cli_json *j, const mm_module *m, const mm_weights *w);

#endif
