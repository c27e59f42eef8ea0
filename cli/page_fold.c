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
  { 0, "bf16", CLI_SWITCH, NULL, "uint16 arrays hold the bits of bfloat16 numbers" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_fold = {
  .name = "fold",
  .summary = "merge a module with weights into one convolution",
  .usage = "[OPTION]... FILE --weights CHILD/ -o W.npy",
  .about = "Computes the module function, the one convolution that the whole module amounts to\n"
           "(re-parameterisation), and says what that convolution is: kernel, stride, padding.  A\n"
           "bias goes to W.bias.npy, or to B.npy, which is zero when no layer has one.  A W.bias.npy\n"
           "that is there already never stays beside another W.npy: without --force, or\n"
           "--output-bias W.bias.npy, nothing is written then.\n"
           "\n"
           "The promise says whether the module computes its fold up to the border of images.  It\n"
           "does not where a kernel reads beyond the border of an inner blob: zeros are there, and\n"
           "the fold has the bias of the layers before, or what they would have read of the image.\n"
           "`proved` follows from the taps' positions; `measured` means that images of all sizes\n"
           "there are to try agree (children of morph are exact by cancellation); else the ring that\n"
           "differs is told.\n"
           "\n"
           "The kernel is the module's full support.  --crop drops outer taps that are zero but for\n"
           "rounding: in each output channel, below 1e-12 of its greatest entry (1e-6 when the\n"
           "weights are float32), or explained by the rounding of the weights.  Channels that lose\n"
           "digits are named: because terms cancel, or because W.npy cannot hold numbers so small.\n",
  .example = "  $ modmorph fold examples/module_d.dot --weights child --crop -o parent.npy\n"
             "  examples/module_d.dot: folded into parent.npy (16x16 channels, kernel 3x3, float32)\n"
             "    layer     kernel 3x3, stride 1, dilation 1, groups 1, padding 1 (zeros)\n"
             "    promise   exact up to the border, under zero padding too (measured)\n"
             "              16 images: heights 1-3, 10; widths 1-3, 11; they stand for all sizes\n"
             "    channel 9: outer taps up to 8.1e-08 of its greatest entry were dropped; of other channels, no more\n",
  .exits = "  0  folded\n"
           "  2  bad input, or W.npy cannot be written\n",
  .see = "modmorph morph (the way there), modmorph verify",
  .least = 1,
  .most = 1,
  .options = options,
};
