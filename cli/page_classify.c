/* cli/page_classify.c: what `modmorph classify --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 0, "complexity", CLI_SWITCH, NULL, "the reduction complexity of cores of any size" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_classify = {
  .name = "classify",
  .summary = "simple or complex?",
  .usage = "[OPTION]... FILE...",
  .about = "Decides whether each module is simple (it can be made from one layer by series and\n"
           "parallel splits) or complex (it holds a Wheatstone bridge).  For a complex module the\n"
           "size of its core is shown, which is what is left when no series or parallel step\n"
           "applies, and its reduction complexity: how many node reductions it takes, at least, to\n"
           "bring it to one layer.  That is left out for cores of more than 4000 blobs unless\n"
           "--complexity asks for it, since its cost grows with the square of the core.\n"
           "\n"
           "A FILE is DOT, an edge list, or JSON lines with one module a line, which is seen from\n"
           "its content; - is standard input.  Each graph, and each line, has its answer, in\n"
           "order; one that is no module is reported and does not stop the rest.  FILE#NAME is\n"
           "the graph of FILE that has that name or number.\n",
  .example = "  $ modmorph classify examples/resnet_block.dot examples/module_d.dot\n"
             "  examples/resnet_block.dot: simple\n"
             "  examples/module_d.dot: complex (core 5 blobs, 7 layers; reduction complexity 1)\n",
  .exits = "  0  all are simple\n"
           "  1  some are complex\n"
           "  2  something is no module or cannot be read; the rest is answered all the same\n",
  .see = "modmorph prove (why), modmorph reduce (every step), modmorph draw (pictures)",
  .least = 1,
  .most = -1,
  .options = options,
};
