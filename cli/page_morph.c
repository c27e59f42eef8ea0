/* cli/page_morph.c: what `modmorph morph --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 'p', "parent", CLI_TEXT, "W.npy", "the convolution: (out, in, height, width)" },
  { 0, "bias", CLI_TEXT, "B.npy", "its bias (out)" },
  { 'o', "output", CLI_TEXT, "CHILD/", "the folder for the weights; made" },
  CLI_OPTION_SEED,
  { 0, "dtype", CLI_TEXT, "f32|f64", "of the weights on disk (default f32)" },
  { 0, "force", CLI_SWITCH, NULL, "replace CHILD/, if it holds nothing but weights" },
  { 0, "no-active", CLI_SWITCH, NULL, "leave the readout of free channels zero" },
  { 0, "no-gauge", CLI_SWITCH, NULL, "keep the code visible in the weights" },
  { 0, "bf16", CLI_SWITCH, NULL, "uint16 arrays hold the bits of bfloat16 numbers" },
  CLI_OPTION_TIME_LIMIT,
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_morph = {
  .name = "morph",
  .summary = "weights for a module that compute a given convolution exactly",
  .usage = "[OPTION]... FILE --parent W.npy -o CHILD/",
  .about = "Gives every layer of the module weights such that the whole computes exactly what the\n"
           "parent convolution computes, image borders included.  CHILD/ gets one NAME.npy a layer\n"
           "and module.dot, in which `weights` names each layer's file.\n"
           "\n"
           "One blob, the hub, carries the kernel; where no single one can, several share it, if an\n"
           "integer program finds them within --time-limit.\n"
           "\n"
           "The module needs channels for every blob and a kernel for every layer.  When it cannot\n"
           "hold the parent, the narrow cut and the cheapest repair are shown instead.  So far all\n"
           "layers have to be convolutions of stride, dilation and groups 1 (no identity skips or\n"
           "pooling), and activations and norms have to start as the identity: activation=relu inside\n"
           "is refused, activation=prelu is not.  All attributes of FILE come along.\n"
           "\n"
           "A parent whose rank is not full up to the rounding of its file's type needs\n"
           "fewer channels.  Where the module has no more, that is shown, and the child is off by that\n"
           "rounding.\n"
           "\n"
           "The report: residual is the relative error of the composed module (by random probes);\n"
           "fill the share of weights that are not zero; scale the least and the greatest standard\n"
           "deviation of a layer, in units of He initialisation.\n",
  .example = "  $ modmorph morph examples/module_d.dot --parent examples/weights/digits_16x16_3x3.npy -o child\n"
             "  examples/module_d.dot: morphed into child (7 layers, float32)\n"
             "    hub       t (the layers into it carry the kernel)\n"
             "    residual  1.5e-15, 1.2e-07 after rounding to float32\n"
             "    fill      100 % of the weights are not zero\n"
             "    scale     1.01 to 1.05 times He initialisation\n"
             "    promise   exact up to the border, under zero padding too\n",
  .exits = "  0  morphed\n"
           "  1  the module cannot hold this convolution\n"
           "  2  undecided, or bad input, or CHILD/ is there already\n",
  .see = "modmorph verify, modmorph fold (back to one convolution), modmorph feasible",
  .least = 1,
  .most = 1,
  .options = options,
};
