/* cli/commands.h: which commands there are, and who runs them.

   `modmorph` itself knows every command's arguments and help, and runs those that only look at
   graphs.  So it starts in a few milliseconds, which counts when a script calls it often, and
   --help works whatever else is broken.  The other commands need Graphviz, GLPK or OpenBLAS, some
   sixty shared libraries; they live in a part of the program, `modmorph-all.so`, which is loaded
   when one of them is asked for.  */
#ifndef MM_CLI_COMMANDS_H
#define MM_CLI_COMMANDS_H

#include "cli/cli.h"

/** All commands, in the order in which help lists them; ends with NULL. */
extern const cli_command *const cli_commands[];

/** Whoever runs a command. */
typedef struct cli_runner
{
  const char *name;
  cli_run *run;
} cli_runner;

/**
 * What modmorph-all.so shows of itself, under the name "modmorph_part".
 *
 * The version comes first and stays there, so that a part of any other version can be told.
 */
typedef struct cli_part
{
  const char *version; /* has to be that of the program */

  /* Run a command of the part, with so many threads of BLAS. @return what to end with */
  int (*run) (int argc, char **argv, int threads);
} cli_part;

/**
 * Load modmorph-all.so and run a command of it.  Where it is looked for is in cli/part.c.
 * @return what to end with; CLI_CANNOT after a message when there is no such part, when it or a
 *         library of its cannot be loaded, or when it is of another version
 */
int cli_run_part (int argc, char **argv);

#endif
