/* cli/page_explore.c: what `modmorph explore --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  CLI_OPTION_OUTPUT ("the states as a graph: FILE.dot, .svg, .pdf or .png"),
  { 0, "node", CLI_SWITCH, NULL, "by node reductions, too" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_explore = {
  .name = "explore",
  .summary = "all derivations of a small module, counted and drawn",
  .usage = "[OPTION]... FILE",
  .about = "Does every series and every parallel step in every order.  States that are isomorphic\n"
           "(s and t staying where they are) count once; derivations that differ in any step, or in\n"
           "the order of steps, count each, exactly, however many there are.  That there is one\n"
           "normal form is shown and not assumed; it is the core.\n"
           "\n"
           "With --node node reductions are done, too; the normal form then is one layer, and the\n"
           "least number of node reductions on the way is the reduction complexity.\n"
           "\n"
           "With -o the states become a graph: as Graphviz text, or drawn, each state as a small\n"
           "picture.  Limits: 32 blobs, 64 layers, 10000 states; 80 states in a drawing.\n",
  .example = "  $ modmorph explore examples/module_d.dot --node -o states.svg\n"
             "  examples/module_d.dot: 176 derivations of 6 steps\n"
             "    states           15\n"
             "    transitions      26\n"
             "    normal forms     1: 2 blobs, 1 layer\n"
             "    node reductions  1 at least, 3 at most\n",
  .exits = "  0  there is one normal form\n"
           "  1  there are several\n"
           "  2  FILE is no module, or larger than the limits, or the output cannot be written\n",
  .see = "modmorph confluence (why there is one normal form), modmorph draw (one derivation)",
  .least = 1,
  .most = 1,
  .options = options,
};
