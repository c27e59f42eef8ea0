/* cli/signals.c: signals that end the program.  */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>

#include "graph/unfinished.h"

/* Then the signal has the effect that it has without us, so that a shell sees what it was.  */
static void
clean_up (int number)
{
  mm_unfinished_delete ();
  signal (number, SIG_DFL);
  raise (number);
}

void
cli_clean_up_on_signals (void)
{
  static const int numbers[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ };
  struct sigaction action = { .sa_handler = clean_up }, before;
  sigfillset (&action.sa_mask);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
      sigaction (numbers[i], &action, NULL);
}
