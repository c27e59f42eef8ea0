/* cli/help.h: what --help and --version print.  */
#ifndef MM_CLI_HELP_H
#define MM_CLI_HELP_H

#include "cli/cli.h"

/** The page of one command. */
void cli_help (const cli_command *command);

/** All commands, one line each. */
void cli_overview (void);

void cli_version (void);

#endif
