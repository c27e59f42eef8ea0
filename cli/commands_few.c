/* cli/commands_few.c: the commands of modmorph itself, and the way to the others.  */
#include "cli/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/report.h"

const cli_command *const cli_commands[] = { &cli_classify, &cli_reduce, &cli_prove, NULL };

/* Room for a path; one that does not fit is not tried.  */
enum { PATH_ROOM = 4096 };

/* The program beside this one: that is where it is in a build folder.  */
static void
try_beside (char **argv)
{
  static const char name[] = "modmorph-all";
  char path[PATH_ROOM];
  const ssize_t length = readlink ("/proc/self/exe", path, sizeof path);
  if (length <= 0 || (size_t) length + sizeof name > sizeof path)
    return;
  path[length] = '\0';
  char *slash = strrchr (path, '/');
  if (!slash)
    return;
  memcpy (slash + 1, name, sizeof name);
  execv (path, argv);
}

int
cli_go_on_elsewhere (char **argv)
{
  try_beside (argv);
  execv (PKGLIBEXECDIR "/modmorph-all", argv);
  cli_complain ("%s/modmorph-all, which has this command, cannot be started: %s; install modmorph again", PKGLIBEXECDIR,
                strerror (errno));
  return CLI_CANNOT;
}
