/* cli/page_prove.c: what `modmorph prove --help` teaches.  */
#include "cli/options.h"

static const cli_option options[] = {
  CLI_OPTION_OUTPUT ("where the certificate goes (default: standard output)"),
  { 0, "complexity", CLI_SWITCH, NULL, "the complexity of cores of any size, too" },
  CLI_OPTION_JSON,
  CLI_OPTION_QUIET,
  CLI_OPTIONS_END
};

const cli_command cli_prove = {
  .name = "prove",
  .summary = "a certificate that modmorph-check accepts",
  .usage = "[OPTION]... FILE -o CERT",
  .about = "Decides a module and writes down why.  For a simple module the certificate is its\n"
           "reduction to one layer; for a complex one it is a Wheatstone bridge in the module's own\n"
           "layers: four blobs s', a, b, t' and five paths between them that touch nowhere else;\n"
           "and its reduction complexity k, from both sides: a reduction to one layer with k node\n"
           "reductions, and chains of blobs that show that no reduction has fewer.  For cores of\n"
           "more than 4000 blobs the complexity is left out unless --complexity asks for it.\n"
           "\n"
           "modmorph-check FILE CERT judges a certificate, in linear time but for many chains that cross\n"
           "large pieces.  It is a separate program that shares no code with the one that makes them.\n",
  .example = "  $ modmorph prove examples/module_d.dot -o d.cert\n"
             "  examples/module_d.dot: complex (reduction complexity 1; bridge s b c t); certificate written to d.cert\n"
             "  $ modmorph-check examples/module_d.dot d.cert\n"
             "  accepted: complexity 1\n",
  .exits = "  0  a certificate was written, whatever the verdict\n"
           "  2  FILE is no module or cannot be read, or CERT cannot be written\n",
  .see = "modmorph-check, modmorph classify (the verdict alone), modmorph draw --certificate",
  .least = 1,
  .most = 1,
  .options = options,
};
