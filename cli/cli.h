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

/** One command: what `--help` teaches about it, and what runs it. */
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
  int (*run) (int argc, char **argv);
} cli_command;

/* One per file cmd_NAME.c.  */
extern const cli_command cli_classify, cli_confluence, cli_draw, cli_explore, cli_feasible, cli_fold, cli_morph, cli_plan,
  cli_prove, cli_reduce, cli_verify;

#endif
