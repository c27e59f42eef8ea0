/* cli/help.c: what --help and --version print.  */
#include "cli/help.h"

#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "config.h"

void
cli_version (void)
{
  puts ("modmorph " VERSION);
}

static void
put_option (char letter, const char *name, const char *value, const char *help)
{
  char left[40];
  if (letter)
    snprintf (left, sizeof left, "-%c, --%s%s%s", letter, name, value ? " " : "", value ? value : "");
  else
    snprintf (left, sizeof left, "    --%s%s%s", name, value ? " " : "", value ? value : "");
  printf ("  %-24s %s\n", left, help);
}

void
cli_help (const cli_command *command)
{
  const cli_option *options = command->options;
  printf ("Usage: modmorph %s %s\n\n%s\nOptions:\n", command->name, command->usage, command->about);
  for (int i = 0; options[i].name; i++)
    if (options[i].help)
      put_option (options[i].letter, options[i].name, options[i].value, options[i].help);
  put_option ('h', "help", NULL, "this page");
  put_option (0, "version", NULL, "the version");
  printf ("\nExample:\n%s\nExit status:\n%s\nSee also: %s\n", command->example, command->exits, command->see);
}

void
cli_overview (void)
{
  puts ("Usage: modmorph COMMAND [OPTION]... FILE...\n\n"
        "Decides whether a neural-network module is simple or complex, proves it, morphs a\n"
        "convolution into it exactly, folds it back, and draws every step.\n\n"
        "Commands:");
  for (int i = 0; cli_commands[i]; i++)
    printf ("  %-10s %s\n", cli_commands[i]->name, cli_commands[i]->summary);
  puts ("\n`modmorph COMMAND --help` explains a command and shows an example.\n"
        "A FILE is a module: DOT (Graphviz), an edge list or a JSON line; - is standard input.\n"
        "FILE#NAME is the one of several that has that name or number.\n"
        "modmorph-check FILE CERT checks what `modmorph prove` wrote.\n\n"
        "Exit status: 0 yes or done, 1 the answer is no, 2 no answer (one line on stderr says why).");
}
