/* cli/part_all.c: what modmorph-all.so has for modmorph.  */
#include "config.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/report.h"
#include "cli/signals.h"
#include "numeric/blas.h"

static const struct
{
  cli_runner runner;
  bool calculates; /* with BLAS */
} runners[] = {
  { { "draw", cli_run_draw }, false },
  { { "morph", cli_run_morph }, true },
  { { "fold", cli_run_fold }, true },
  { { "verify", cli_run_verify }, true },
  { { "feasible", cli_run_feasible }, true },
  { { "plan", cli_run_plan }, false },
  { { "confluence", cli_run_confluence }, false },
  { { "explore", cli_run_explore }, false },
};

static bool
set_threads (int threads)
{
  const mm_status s = mm_blas_threads (threads);
  if (s == MM_ENOMEM)
    cli_complain ("there is no memory for %d threads; set OPENBLAS_NUM_THREADS to 1", threads);
  else if (s)
    cli_complain ("this BLAS cannot be told to use %d threads; unset OPENBLAS_NUM_THREADS and OMP_NUM_THREADS", threads);
  return !s;
}

static int
run (int argc, char **argv, int threads)
{
  cli_clean_up_on_signals (); /* the results of the part are in a register of its own */
  for (size_t i = 0; i < sizeof runners / sizeof *runners; i++)
    if (strcmp (runners[i].runner.name, argv[0]) == 0)
      return !runners[i].calculates || set_threads (threads) ? runners[i].runner.run (argc, argv) : CLI_CANNOT;
  cli_complain ("the command '%s' has got lost; install modmorph again", argv[0]);
  return CLI_CANNOT;
}

extern const cli_part modmorph_part;
const cli_part modmorph_part = { VERSION, run };
