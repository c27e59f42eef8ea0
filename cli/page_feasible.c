/* cli/page_feasible.c: what `modmorph feasible --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 'p', "parent", CLI_TEXT, "W.npy", "the convolution: (out, in, height, width)" },
  { 0, "shape", CLI_TEXT, "CO,CI,K", "a generic one of that shape; K may be KHxKW" },
  { 0, "bf16", CLI_SWITCH, NULL, "uint16 arrays hold the bits of bfloat16 numbers" },
  CLI_OPTION_OUTPUT ("a certificate of the answer, for modmorph-check"),
  { 0, "price", CLI_TEXT, "WHAT", "of the repair: channels (default), params or macs" },
  { 0, "size", CLI_TEXT, "HxW", "of the image, for --price macs" },
  { 0, "repair", CLI_TEXT, "OUT.dot", "write the repaired module" },
  CLI_OPTION_TIME_LIMIT,
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_feasible = {
  .name = "feasible",
  .summary = "can a module hold a convolution, and if not, what is too narrow?",
  .usage = "[OPTION]... FILE --parent W.npy | --shape CO,CI,K",
  .about = "Tells whether the channels and kernels of a module suffice for a convolution: a given\n"
           "one, or a generic one of a shape.  When they do, the hub is named: the blob through\n"
           "which the kernel is routed.  When they do not, the blobs of the narrow cut with their\n"
           "channels, the rank needed and the deficit are shown, and the fewest channels to add, or\n"
           "why none are known to do.\n"
           "\n"
           "For 1x1 kernels the answer is complete: the rank against the narrowest cut.  For\n"
           "larger ones one hub is sufficient, and when there is none, several hubs are looked\n"
           "for by an integer program, for as long as --time-limit allows.  Necessary are N1,\n"
           "the rank of the function against the narrowest cut; N2, that the longest paths reach the\n"
           "kernel, its corner taps included; N3, the rank of all taps side by side against a cut\n"
           "that counts each channel once per tap in reach.  Between them the answer is\n"
           "`undecided`, it is not known whether the convolution fits, and the channels shown are those\n"
           "with which it surely does: a product of several kernels may do, which is not tried yet.\n"
           "\n"
           "-o writes the plan, or the cut, as a certificate that modmorph-check judges in whole\n"
           "numbers.  It speaks of the ranks of the convolution: those of a given one are measured.\n"
           "\n"
           "A given convolution has the least rank that its numbers leave open: of those that differ\n"
           "from it no more than rounding to the type of its file may.  A rank\n"
           "that is not full, or in doubt, is shown with the singular value that decides.\n"
           "\n"
           "The repair is the cheapest increase of channels with which some plan of one or several\n"
           "hubs exists, by --price in channels, parameters or multiply-accumulates (every layer is\n"
           "applied once per pixel); when the time is up first, this is said, with a bound.  It has a\n"
           "plan that is verified in integers; that none is cheaper is the word of a solver that\n"
           "compares in floating point.  --repair writes the module with all attributes of FILE, but\n"
           "without the comments.\n"
           "\n"
           "--time-limit is for deciding (three quarters of it at most) and the repair together; what\n"
           "it stops may come out differently in another run.\n"
           "\n"
           "Activations and norms are taken as the identity they have to start as.\n",
  .example = "  $ modmorph feasible examples/narrow.dot --shape 32,16,1\n"
             "  examples/narrow.dot: infeasible (needs rank 16; cut b 10 + d 5 = 15; deficit 1)\n"
             "  repair: b 10 -> 11\n"
             "  $ modmorph feasible examples/two_hubs.dot --shape 16,16,3 -o two_hubs.cert\n"
             "  examples/two_hubs.dot: feasible (hubs a, b)\n"
             "  certificate written to two_hubs.cert\n"
             "  $ modmorph-check examples/two_hubs.dot two_hubs.cert\n"
             "  accepted: feasible for a generic 16x16 3x3\n",
  .exits = "  0  feasible\n"
           "  1  infeasible, also when --repair has nothing to write since no channels help\n"
           "  2  undecided, or bad input\n",
  .see = "modmorph morph",
  .least = 1,
  .most = 1,
  .options = options,
};
