/* cli/commands.h: which commands a program has, and who has the others.

   `modmorph` itself has the commands that only look at graphs.  It starts in a few
   milliseconds, which counts when a script calls it often.  All others need Graphviz or
   OpenBLAS, some sixty shared libraries; they live in `modmorph-all`, which modmorph
   becomes (execv) when it is asked for one of them.  Nobody calls modmorph-all by hand.  */
#ifndef MM_CLI_COMMANDS_H
#define MM_CLI_COMMANDS_H

#include "cli/cli.h"

/** The commands of this program, in the order in which help lists them; ends with NULL. */
extern const cli_command *const cli_commands[];

/**
 * Go on as the program that has all commands.  Comes back only when there is no such
 * program or it cannot be started.
 *
 * @return CLI_CANNOT when it could not be started (said on stderr); -1 when this is it
 */
int cli_go_on_elsewhere (char **argv);

#endif
