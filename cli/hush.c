/* cli/hush.c: libraries that write to stderr by themselves.  */
#include "config.h"

#include "cli/hush.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "graph/unfinished.h"

enum { FIRST_FREE = 3 };

static volatile sig_atomic_t aside = -1; /* stderr, while it is hushed */

/* GLib ends the process by SIGTRAP or SIGABRT when it gets no memory or no thread.  */
static void
end (int number)
{
  static const char words[] = "modmorph: the drawing was given up by a library, most likely for lack of memory\n";
  (void) number;
  mm_unfinished_delete ();
  if (aside >= 0)
    (void) !write (aside, words, sizeof words - 1);
  _exit (CLI_CANNOT);
}

static void
catch (void (*handler) (int))
{
  signal (SIGTRAP, handler);
  signal (SIGABRT, handler);
}

int
cli_hush (void)
{
  fflush (stderr);
  const int kept = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, FIRST_FREE);
  const int nothing = open ("/dev/null", O_WRONLY | O_CLOEXEC);
  if (kept >= 0 && nothing >= 0)
    dup2 (nothing, STDERR_FILENO);
  if (nothing >= 0)
    close (nothing);
  aside = kept;
  catch (end);
  return kept;
}

void
cli_unhush (int kept)
{
  catch (SIG_DFL);
  aside = -1;
  if (kept < 0)
    return;
  fflush (stderr);
  dup2 (kept, STDERR_FILENO);
  close (kept);
}

/* For reading, so that what is written there is an error, as it is on a closed stream.  */
void
cli_open_standard_streams (void)
{
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
    if (fcntl (stream, F_GETFD) < 0)
      (void) !open ("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}
