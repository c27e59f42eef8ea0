/* cli/commands.c: all commands, in the order in which help lists them.  */
#include "cli/commands.h"

#include <stddef.h>

const cli_command *const cli_commands[]
  = { &cli_classify, &cli_reduce, &cli_prove,    &cli_draw,       &cli_morph, &cli_fold,
      &cli_verify,   &cli_feasible, &cli_plan, &cli_confluence, &cli_explore, NULL };
