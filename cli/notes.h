/* cli/notes.h: what a module's file says that the module does not.  */
#ifndef MM_CLI_NOTES_H
#define MM_CLI_NOTES_H

#include "cli/json.h"
#include "graph/module.h"

/** One line on stderr for each kind of thing that was left out when the module was read. */
void cli_put_notes (const char *path, const mm_module *m);

/** The same as fields of an answer; those that are not there are left out. */
void cli_json_notes (cli_json *j, const mm_module *m);

#endif
