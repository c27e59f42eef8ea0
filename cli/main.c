/* cli/main.c: picks the command, and runs it or has it run.  */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/hush.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/signals.h"

enum { MOST_COMMANDS = 16 };

/* What runs here, without the other part of the program.  */
static const cli_runner runners[] = {
  { "classify", cli_run_classify },
  { "reduce", cli_run_reduce },
  { "prove", cli_run_prove },
  { NULL, NULL },
};

static const cli_command *
find_command (const char *name)
{
  for (int i = 0; cli_commands[i]; i++)
    if (strcmp (cli_commands[i]->name, name) == 0)
      return cli_commands[i];
  return NULL;
}

static int
unknown_command (const char *name)
{
  const char *names[MOST_COMMANDS + 1] = { NULL };
  for (int i = 0; i < MOST_COMMANDS && cli_commands[i]; i++)
    names[i] = cli_commands[i]->name;
  const char *near = cli_nearest (name, names);
  if (near)
    cli_complain ("there is no command '%s'; did you mean '%s'?", name, near);
  else
    cli_complain ("there is no command '%s'; see: modmorph --help", name);
  return CLI_CANNOT;
}

static int
overview (int argc, char **argv)
{
  const cli_command *command = argc > 2 ? find_command (argv[2]) : NULL;
  if (argc > 2 && !command)
    return unknown_command (argv[2]);
  if (command)
    cli_help (command);
  else
    cli_overview ();
  return CLI_YES;
}

/* Arguments that make no sense, --help and --version are answered before the other part is
   loaded, and so also when it cannot be.  */
static int
run_command (const cli_command *command, int argc, char **argv)
{
  for (const cli_runner *r = runners; r->name; r++)
    if (strcmp (r->name, command->name) == 0)
      return r->run (argc, argv);
  int code, operands = argc;
  char **left = argv;
  return cli_parse (command, NULL, &operands, &left, &code) ? cli_run_part (argc, argv) : code;
}

static int
run (int argc, char **argv)
{
  if (argc < 2)
    {
      cli_complain ("no command given; see: modmorph --help");
      return CLI_CANNOT;
    }
  if (strcmp (argv[1], "--version") == 0 || strcmp (argv[1], "-V") == 0)
    {
      cli_version ();
      return CLI_YES;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    return overview (argc, argv);
  const cli_command *command = find_command (argv[1]);
  return command ? run_command (command, argc - 1, argv + 1) : unknown_command (argv[1]);
}

/* A reader that goes away ends the program by SIGPIPE, as it does any filter.  */
int
main (int argc, char **argv)
{
  cli_open_standard_streams ();
  cli_clean_up_on_signals ();
  return cli_finish (run (argc, argv));
}
