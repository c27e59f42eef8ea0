/* cli/part_all.c: what modmorph-all.so has for modmorph.  */
#include "config.h"

#include <stddef.h>

#include "cli/commands.h"

static const cli_runner runners[] = {
  { "draw", cli_run_draw },         { "morph", cli_run_morph }, { "fold", cli_run_fold },
  { "verify", cli_run_verify },     { "feasible", cli_run_feasible }, { "plan", cli_run_plan },
  { "confluence", cli_run_confluence }, { "explore", cli_run_explore }, { NULL, NULL },
};

extern const cli_part modmorph_part;
const cli_part modmorph_part = { VERSION, runners };
