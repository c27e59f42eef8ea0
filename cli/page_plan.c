/* cli/page_plan.c: what `modmorph plan --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 0, "shape", CLI_TEXT, "CO,CI,K", "of the convolutions to hold; K may be KHxKW" },
  { 0, "budget-params", CLI_COUNT, "N", "parameters that the layers may have together" },
  { 0, "budget-macs", CLI_COUNT, "N", "multiply-accumulates, with --size" },
  { 0, "size", CLI_TEXT, "HxW", "of the image" },
  { 0, "channels", CLI_TEXT, "LIST", "to choose from (default " CLI_DEFAULT_CHANNELS ")" },
  { 0, "kernels", CLI_TEXT, "LIST", "to choose from, K or KHxKW (default " CLI_DEFAULT_KERNELS ")" },
  CLI_OPTION_OUTPUT ("the module with what was chosen, as DOT"),
  CLI_OPTION_TIME_LIMIT,
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_plan = {
  .name = "plan",
  .summary = "channels and kernels for a bare module, within a budget",
  .usage = "[OPTION]... FILE --shape CO,CI,K",
  .about = "Chooses channels for the blobs and kernels for the layers that do not have any yet, from\n"
           "lists, so that one hub or several can carry every convolution of the shape, and so that\n"
           "the layers have as few parameters as can be: by an integer program.  What is chosen is\n"
           "verified once more, in integers, before it is shown.  -o writes the module with all\n"
           "attributes of FILE, but without the comments.\n"
           "\n"
           "When the budget cannot be met, the least cost is shown, or when the time is up first a\n"
           "bound on it.  Both are those of plans of hubs and of a solver that works in\n"
           "floating point.  Multiply-accumulates count each layer once per pixel.\n",
  .example = "  $ modmorph plan examples/skeleton.dot --shape 16,16,3 --channels 8,16,24 --kernels 1,3\n"
             "  examples/skeleton.dot: planned (2624 parameters)\n"
             "    channels  a 8, b 8\n"
             "    kernels   F1 3x3, F2 3x3, F3 1x1, F4 1x1, F5 1x1\n"
             "  $ modmorph plan examples/skeleton.dot --shape 16,16,3 --channels 8,16,24 --budget-params 2000\n"
             "  examples/skeleton.dot: over budget (needs 2624 parameters)\n"
             "    channels  a 8, b 8\n"
             "    kernels   F1 3x3, F2 3x3, F3 1x1, F4 1x1, F5 1x1\n",
  .exits = "  0  planned, within the budget\n"
           "  1  the budget cannot be met, or no choice will do\n"
           "  2  undecided, or bad input\n",
  .see = "modmorph feasible",
  .least = 1,
  .most = 1,
  .options = options,
};
