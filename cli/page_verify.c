/* cli/page_verify.c: what `modmorph verify --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 'w', "weights", CLI_TEXT, "CHILD/", "the folder with the layers' weights" },
  { 'p', "parent", CLI_TEXT, "W.npy", "the convolution it should compute" },
  { 0, "bias", CLI_TEXT, "B.npy", "the parent's bias" },
  { 0, "bf16", CLI_SWITCH, NULL, "uint16 arrays hold the bits of bfloat16 numbers" },
  CLI_OPTION_SEED,
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_verify = {
  .name = "verify",
  .summary = "does a module with weights compute its parent?",
  .usage = "[OPTION]... FILE --weights CHILD/ --parent W.npy",
  .about = "Runs the module and the parent on random images, layer by layer as a framework would,\n"
           "and compares them: in the interior, and in the ring at the border where padding between\n"
           "the layers can make a difference; in float64, and with everything rounded to float32.\n"
           "Errors are relative to the parent's greatest output.  One line says which output channel\n"
           "is off by most of its own greatest output (channels count from 0, as in arrays): where\n"
           "some channels are much smaller than others, that is more.\n"
           "\n"
           "The images have every remainder of height and width by the module's total stride, sizes\n"
           "below the kernels' reach, and different heights and widths.  The answer says whether\n"
           "they stand for all sizes.  A module that is preserved for some sizes only, such as\n"
           "multiples of its stride, is `not preserved`, and those sizes are named.  Padding is\n"
           "PyTorch's: as much on each side as the kernel has taps beside its centre.\n"
           "\n"
           "`preserved` means that over whole images nothing but rounding is left, of any output\n"
           "channel by its own measure: at most 1e-12 in float64 and 1e-5 in float32.  When the\n"
           "weights on disk are float32, they were rounded when they were written and the float64\n"
           "error shows it (about 1e-7): 1e-5 is then the bound for both.  Morph with --dtype f64 to\n"
           "hold the child to the strict bound.  Only where the parent's own file is float32 and its\n"
           "rank, up to that rounding, is not full, the child can be no closer than the rounding,\n"
           "and the bound is 1e-5; the rank is then shown.\n",
  .example = "  $ modmorph verify examples/module_d.dot --weights child --parent examples/weights/digits_16x16_3x3.npy\n"
             "  examples/module_d.dot: preserved\n"
             "               interior     border      whole\n"
             "    float64     9.7e-08    1.1e-07    1.1e-07\n"
             "    float32       3e-07    3.5e-07    3.5e-07\n"
             "    relative errors; allowed with float32 weights: float64 1e-05, float32 1e-05\n"
             "    worst output channel, by its own outputs: float64 1.7e-07 (channel 5), float32 5.8e-07 (channel 2)\n"
             "    padding same, border 2 pixels wide, residual by probes 1.2e-07\n"
             "    16 images: heights 1-3, 10; widths 1-3, 11; they stand for all sizes\n",
  .exits = "  0  preserved\n"
           "  1  not preserved\n"
           "  2  bad input\n",
  .see = "modmorph morph, modmorph fold",
  .least = 1,
  .most = 1,
  .options = options,
};
