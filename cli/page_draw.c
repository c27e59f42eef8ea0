/* cli/page_draw.c: what `modmorph draw --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  { 'o', "output", CLI_TEXTS, "OUT", "OUT.svg, .pdf or .png (again for more), or OUT/" },
  { 0, "morph", CLI_SWITCH, NULL, "the morphing direction: from one layer to the module" },
  { 0, "step", CLI_COUNT, "K", "only the picture after K steps" },
  { 0, "certificate", CLI_SWITCH, NULL, "the bridge inside a complex module" },
  { 0, "to-core", CLI_SWITCH, NULL, "stop at the core; no node reductions" },
  { 0, "format", CLI_TEXT, "LIST", "svg (default), pdf, png: for OUT/ and for -o -" },
  { 0, "force", CLI_SWITCH, NULL, "replace OUT/, if it holds nothing but such pictures" },
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_draw = {
  .name = "draw",
  .summary = "pictures of every step, or of the bridge",
  .usage = "[OPTION]... FILE -o OUT",
  .about = "Draws the derivation.  OUT.svg, OUT.pdf or OUT.png is a storyboard with all states on\n"
           "one sheet; OUT/ gets a picture per state, step-0 to step-N, or step-00 to step-NN from ten\n"
           "steps on, so that names are in order.  With --morph they go from one layer to the module,\n"
           "and --step counts that way, too.  What is rewritten next has a halo, what was just made is\n"
           "blue; nothing else moves from state to state.\n"
           "\n"
           "A complex module goes on to one layer through node reductions, as few as possible, unless\n"
           "--to-core.\n"
           "With --certificate the module is drawn with its Wheatstone bridge in place.\n"
           "\n"
           "What cannot be read is refused: more than 60 blobs, 240 layers, or 200 states on a sheet.\n",
  .example = "  $ modmorph draw examples/resnet_block.dot -o resnet_block.svg -o resnet_block.pdf\n"
             "  resnet_block.svg, resnet_block.pdf: 2 steps\n"
             "  $ modmorph draw examples/module_d.dot --certificate -o bridge.png\n"
             "  bridge.png: the bridge\n",
  .exits = "  0  drawn\n"
           "  1  --certificate, but the module is simple\n"
           "  2  bad input, or OUT cannot be written\n",
  .see = "modmorph reduce (the same steps as text), modmorph prove",
  .least = 1,
  .most = 1,
  .options = options,
};
