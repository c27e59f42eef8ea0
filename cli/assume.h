/* cli/assume.h: what a promise about weights takes for granted, and what stands outside the module.  */
#ifndef MM_CLI_ASSUME_H
#define MM_CLI_ASSUME_H

#include "cli/json.h"
#include "graph/module.h"

/**
 * Say which blobs have an activation or a norm, and which layers a norm.  Morph writes files with which they are the identity, and
 * feasible speaks of modules that start so; fold and verify read the files and take nothing for granted.
 * What stands outside (cli_put_outside) is said too.  Says nothing when there is none.
 */
void cli_put_assumptions (const mm_module *m);

/** Whether there is anything that has to start as the identity. */
bool cli_assumes (const mm_module *m);

/** The same as `"assumes_identity": [blobs]`, which is always there, so that scripts can look, and
    `"assumes_identity_layers"` and what cli_json_outside says, where there is something to say. */
void cli_json_assumptions (cli_json *j, const mm_module *m);

/** Say what comes before the module, at its source, or after it, at its sink: activations, and norms that are not its own. */
void cli_put_outside (const mm_module *m);

/** The same as `"activation_before"`, `"norm_before"`, `"activation_after"`, `"norm_after"`, where there is something to say. */
void cli_json_outside (cli_json *j, const mm_module *m);

#endif
