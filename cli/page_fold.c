/* cli/page_fold.c: what `modmorph fold --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 'w', "weights", CLI_TEXT, "CHILD/", "the folder with the layers' weights" },
  { 'o', "output", CLI_TEXT, "W.npy", "where the convolution goes; - is standard output" },
  { 0, "crop", CLI_SWITCH, NULL, "drop outer taps that are zero" },
  { 0, "output-bias", CLI_TEXT, "B.npy", "where the bias goes (default W.bias.npy, if there is one)" },
  { 0, "bias", CLI_TEXT, "B.npy", NULL },
  { 0, "force", CLI_SWITCH, NULL, "replace an old W.bias.npy, or remove it when there is no bias" },
  { 0, "dtype", CLI_TEXT, "f32|f64", "of W.npy (default: that of the weights)" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_fold = {
  .name = "fold",
  .summary = "merge a module with weights into one convolution",
  .usage = "[OPTION]... FILE --weights CHILD/ -o W.npy",
  .about = "Computes the module function, the one convolution that the whole module amounts to\n"
           "(re-parameterisation).  Its kernel is the module's full support; --crop drops outer\n"
           "taps that are zero, that is below 1e-12 of the greatest entry, or 1e-6 when the\n"
           "weights are float32.  A bias goes to W.bias.npy, or to B.npy, which is zero when\n"
           "no layer has one.  A W.bias.npy that is there already never stays beside another W.npy: without --force,\n"
           "or --output-bias W.bias.npy, nothing is written then.\n",
  .example = "  $ modmorph fold examples/module_d.dot --weights child --crop -o parent.npy\n"
             "  examples/module_d.dot: folded into parent.npy (16x16 channels, kernel 3x3, float32)\n",
  .exits = "  0  folded\n"
           "  2  bad input, or W.npy cannot be written\n",
  .see = "modmorph morph (the way there), modmorph verify",
  .least = 1,
  .most = 1,
  .options = options,
};
