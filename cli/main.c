/* cli/main.c: picks the command, or goes on as the program that has it.  */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/report.h"

enum { MOST_COMMANDS = 16 };

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
  if (!command)
    {
      cli_overview ();
      return CLI_YES;
    }
  char help[] = "--help";
  char *args[] = { argv[2], help, NULL };
  return command->run (2, args);
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
  const cli_command *command = find_command (argv[1]);
  if (command)
    return command->run (argc - 1, argv + 1);
  const int elsewhere = cli_go_on_elsewhere (argv);
  if (elsewhere >= 0)
    return elsewhere;
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0)
    return overview (argc, argv);
  return unknown_command (argv[1]);
}

/* A reader that goes away ends the program by SIGPIPE, as it does any filter.  */
int
main (int argc, char **argv)
{
  return cli_finish (run (argc, argv));
}
