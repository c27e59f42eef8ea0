/* cli/signals.h: signals that end the program.  */
#ifndef MM_CLI_SIGNALS_H
#define MM_CLI_SIGNALS_H

/** From now on a signal that ends the program deletes what is not complete first.  Signals that are ignored stay so. */
void cli_clean_up_on_signals (void);

#endif
