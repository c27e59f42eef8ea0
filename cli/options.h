/* cli/options.h: the options of a command, as a table that parses, checks and explains itself.  */
#ifndef MM_CLI_OPTIONS_H
#define MM_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/cli.h"

enum { CLI_MOST_TEXTS = 8 };

/** An option that may be given several times. */
typedef struct cli_texts
{
  unsigned count;
  const char *at[CLI_MOST_TEXTS];
} cli_texts;

typedef enum cli_kind
{
  CLI_SWITCH, /* target: bool; set to true */
  CLI_TEXT,   /* target: const char *; a second one is an error */
  CLI_TEXTS,  /* target: cli_texts */
  CLI_COUNT   /* target: uint64_t; decimal; a second one is an error */
} cli_kind;

/** One option: what help says of it, and how it is read. */
struct cli_option
{
  char letter;       /* 'o' for -o; 0: none */
  const char *name;  /* "output" for --output; NULL ends a table */
  cli_kind kind;
  const char *value; /* what the value is called in help; NULL for a switch */
  const char *help;  /* NULL: known only in order to be refused with advice */
};

/** What the rows of every table begin or end with. */
#define CLI_OPTION_OUTPUT(text) { 'o', "output", CLI_TEXT, "FILE", text }
#define CLI_OPTION_JSON { 0, "json", CLI_SWITCH, NULL, "answer with one JSON object" }
#define CLI_OPTION_QUIET { 'q', "quiet", CLI_SWITCH, NULL, "show no progress" }
#define CLI_OPTION_SEED { 0, "seed", CLI_COUNT, "N", "of everything random (default 0)" }
#define CLI_OPTION_TIME_LIMIT { 0, "time-limit", CLI_COUNT, "SECONDS", "for integer programs (default 10)" }
#define CLI_OPTIONS_END { 0, NULL, CLI_SWITCH, NULL, NULL }

/* The lists that `plan` chooses from.  */
#define CLI_DEFAULT_CHANNELS "4,8,16,32,64,128,256,512"
#define CLI_DEFAULT_KERNELS "1,3,5,7"

/** Where the value of an option goes. */
typedef struct cli_target
{
  const char *name; /* of the option; NULL ends a table */
  cli_kind kind;    /* which has to be that of the option */
  void *at;
} cli_target;

/** A row whose kind is that of the pointer. */
#define CLI_TARGET(name, pointer) \
  { name, \
    _Generic ((pointer), bool *: CLI_SWITCH, const char **: CLI_TEXT, cli_texts *: CLI_TEXTS, uint64_t *: CLI_COUNT), \
    pointer }
#define CLI_TARGETS_END { NULL, CLI_SWITCH, NULL }

/**
 * Parse the arguments of a command; --help and --version are known to every command.
 *
 * @param targets     where the values go, a row for each option; NULL: only find out whether the
 *                    arguments can be parsed, and answer --help and --version
 * @param argc, argv  in: argv[0] is the command's name; out: the operands alone
 * @param code        out: what to end with, when the answer is false
 * @return whether the command should run; false: all was said (help, or an error)
 */
bool cli_parse (const cli_command *command, const cli_target *targets, int *argc, char ***argv, int *code);

/** The entry of a list that ends with NULL that is nearest to what was typed, or NULL when none is near. */
const char *cli_nearest (const char *typed, const char *const *list);

/** Decimal digits only, nothing left over. @return whether it is a number */
bool cli_count (const char *text, uint64_t *value);

#endif
