/* cli/page_reduce.c: what `modmorph reduce --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  CLI_OPTION_OUTPUT ("where the derivation goes (default: standard output)"),
  { 0, "to-core", CLI_SWITCH, NULL, "series and parallel steps only (the default)" },
  { 0, "to-single", CLI_SWITCH, NULL, "go on to one layer with node reductions" },
  { 0, "complexity", CLI_SWITCH, NULL, "as few node reductions as possible for cores of any size" },
  { 0, "equation", CLI_TEXT, "HOW", "text (default), unicode, latex or none" },
  { 0, "replay", CLI_TEXT, "DERIV", "check a written derivation of FILE instead" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_reduce = {
  .name = "reduce",
  .summary = "every step of the reduction, and the morphing equation",
  .usage = "[OPTION]... FILE",
  .about = "Reduces a module by series steps (two layers with nothing else at the blob between\n"
           "them become one) and parallel steps (two layers with the same ends become one) until\n"
           "neither applies, and writes the derivation, one step a line.  Read backwards the\n"
           "steps morph.  Behind it, as comments, stands the morphing equation: what the layers\n"
           "that are left are made of, * for composition (the right one first) and + for sums.\n"
           "\n"
           "A simple module ends in one layer, a complex one in its core; with --to-single it goes\n"
           "on by node reductions.  The equation of a module of more than 1000 layers is left out\n"
           "unless --equation asks for it.\n",
  .example = "  $ modmorph reduce examples/resnet_block.dot\n"
             "  modmorph-derivation 1\n"
             "  # of module \"resnet_block\"\n"
             "  blobs 3\n"
             "  layers 3\n"
             "  S 1 2  # TYPE-I at blob a: conv1, then conv2\n"
             "  P 1 3  # TYPE-II: conv1 plus shortcut\n"
             "  end 2 1\n"
             "  # G = conv2 * conv1 + shortcut\n",
  .exits = "  0  done; with --replay: every step applies\n"
           "  1  with --replay: a step does not apply\n"
           "  2  FILE or DERIV cannot be read, or the output not be written\n",
  .see = "modmorph draw (the same as pictures), modmorph prove (the same for modmorph-check)",
  .least = 1,
  .most = 1,
  .options = options,
};
