/* cli/cli.h: what a command is, and what all commands share.

   Only this folder talks to people: answers go to stdout, everything else to stderr.  */
#ifndef MM_CLI_CLI_H
#define MM_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

/* What a command ends with.  */
enum
{
  CLI_YES = 0,   /* yes, or done */
  CLI_NO = 1,    /* the answer is no */
  CLI_CANNOT = 2 /* no answer: bad input, out of memory, a file that cannot be read or written */
};

typedef struct cli_option cli_option; /* cli/options.h */

/** One command: what `--help` teaches about it, and which arguments it takes. */
typedef struct cli_command
{
  const char *name;
  const char *summary; /* one line, for the list of commands */
  const char *usage;   /* what follows the name */
  const char *about;   /* paragraphs, wrapped at 80 columns */
  const char *example; /* a shell session with its real output; tests run it */
  const char *exits;   /* what 0, 1 and 2 mean here */
  const char *see;     /* related commands */
  int least, most;     /* how many operands it takes; most < 0: any number */
  const cli_option *options;
} cli_command;

/* One per file page_NAME.c, which needs nothing but text.  */
extern const cli_command cli_classify, cli_confluence, cli_draw, cli_explore, cli_feasible, cli_fold, cli_morph, cli_plan,
  cli_prove, cli_reduce, cli_verify;

/* One per file cmd_NAME.c; argv[0] is the command's name.  @return what to end with */
typedef int cli_run (int argc, char **argv);
cli_run cli_run_classify, cli_run_confluence, cli_run_draw, cli_run_explore, cli_run_feasible, cli_run_fold, cli_run_morph,
  cli_run_plan, cli_run_prove, cli_run_reduce, cli_run_verify;

#endif
