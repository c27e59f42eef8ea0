/* cli/commands_all.c: the program that has every command.  */
#include "cli/commands.h"

const cli_command *const cli_commands[]
  = { &cli_classify, &cli_reduce, &cli_prove,    &cli_draw,       &cli_morph, &cli_fold,
      &cli_verify,   &cli_feasible, &cli_plan, &cli_confluence, &cli_explore, NULL };

int
cli_go_on_elsewhere (char **argv)
{
  (void) argv;
  return -1;
}
