/* cli/options.c: the options of a command.  */
#include "cli/options.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"
#include "cli/report.h"

enum
{
  MOST_OPTIONS = 24,
  LONG_BASE = 256, /* getopt's value of row i is LONG_BASE + i */
  LONG_HELP = LONG_BASE + MOST_OPTIONS,
  LONG_VERSION
};

/* The table in getopt's two forms.  */
typedef struct forms
{
  char letters[2 * MOST_OPTIONS + 4];
  struct option longs[MOST_OPTIONS + 3];
  const char *names[MOST_OPTIONS + 3]; /* with "--", for cli_nearest */
  char text[MOST_OPTIONS + 2][32];
  int count;
  bool given[MOST_OPTIONS]; /* which rows have had their value */
} forms;

static void
add_form (forms *f, const char *name, int has_value, int code)
{
  f->longs[f->count] = (struct option){ name, has_value, NULL, code };
  snprintf (f->text[f->count], sizeof f->text[0], "--%s", name);
  f->names[f->count] = f->text[f->count];
  f->count++;
}

static void
make_forms (forms *f, const cli_option *options)
{
  memset (f, 0, sizeof *f);
  char *letter = f->letters;
  *letter++ = ':'; /* a missing value is told apart from an unknown option */
  *letter++ = 'h';
  for (int i = 0; i < MOST_OPTIONS && options[i].name; i++)
    {
      const bool has_value = options[i].kind != CLI_SWITCH;
      add_form (f, options[i].name, has_value ? required_argument : no_argument, LONG_BASE + i);
      if (options[i].letter)
        *letter++ = options[i].letter;
      if (options[i].letter && has_value)
        *letter++ = ':';
    }
  add_form (f, "help", no_argument, LONG_HELP);
  add_form (f, "version", no_argument, LONG_VERSION);
}

bool
cli_count (const char *text, uint64_t *value)
{
  if (!*text || strspn (text, "0123456789") != strlen (text))
    return false;
  errno = 0;
  const unsigned long long n = strtoull (text, NULL, 10);
  *value = n;
  return errno == 0;
}

/* Where the value of an option goes; NULL when nobody wants it.  */
static void *
place_of (const cli_option *option, const cli_target *targets)
{
  if (!targets)
    return NULL;
  while (targets->name && strcmp (targets->name, option->name) != 0)
    targets++;
  assert (targets->name && targets->kind == option->kind);
  return targets->at;
}

/* Whether an option that takes one value has one already.  A switch may be repeated.  */
static bool
is_second (const cli_option *option, bool *given)
{
  const bool second = *given && (option->kind == CLI_TEXT || option->kind == CLI_COUNT);
  if (second)
    cli_complain ("--%s can be given only once", option->name);
  *given = true;
  return second;
}

static bool
store_count (const cli_option *option, const char *value, uint64_t *place)
{
  uint64_t count;
  if (cli_count (value, &count) && count < UINT64_MAX) /* which stands for none among the defaults */
    {
      if (place)
        *place = count;
      return true;
    }
  if (*value && strspn (value, "0123456789") == strlen (value))
    cli_complain ("--%s: %s is too large", option->name, value);
  else
    cli_complain ("--%s wants a whole number, 0 or more, not '%s'", option->name, value);
  return false;
}

static bool
store_text (const cli_option *option, const char *value, cli_texts *texts)
{
  if (texts && texts->count == CLI_MOST_TEXTS)
    {
      cli_complain ("--%s can be given at most %d times", option->name, CLI_MOST_TEXTS);
      return false;
    }
  if (texts)
    texts->at[texts->count++] = value;
  return true;
}

/* Store a value; false, with a message, when it is not of the option's kind.  */
static bool
store (const cli_option *option, const char *value, void *place)
{
  switch (option->kind)
    {
    case CLI_SWITCH:
      if (place)
        *(bool *) place = true;
      return true;
    case CLI_TEXT:
      if (place)
        *(const char **) place = value;
      return true;
    case CLI_COUNT: return store_count (option, value, place);
    case CLI_TEXTS: return store_text (option, value, place);
    }
  return false;
}

/* Whether getopt found an option that takes no value, and a value with it (--json=3); says so.  */
static bool
complain_value (const forms *f, int code)
{
  for (int i = 0; code >= LONG_BASE && i < f->count; i++)
    if (f->longs[i].val == code)
      {
        cli_complain ("--%s takes no value", f->longs[i].name);
        return true;
      }
  return false;
}

static void
complain_unknown (const cli_command *command, const forms *f, const char *typed, int letter)
{
  char name[64];
  if (letter)
    snprintf (name, sizeof name, "-%c", letter);
  else
    snprintf (name, sizeof name, "%.*s", (int) strcspn (typed, "="), typed);
  const char *near = letter ? NULL : cli_nearest (name, f->names);
  if (near)
    cli_complain ("%s does not know %s; did you mean %s?", command->name, name, near);
  else
    cli_complain ("%s does not know %s; see: modmorph %s --help", command->name, name, command->name);
}

static bool
enough_operands (const cli_command *command, int count)
{
  if (count < command->least)
    cli_complain ("%s needs %s; see: modmorph %s --help", command->name, command->most < 0 ? "at least one FILE" : "a FILE",
                  command->name);
  else if (command->most >= 0 && count > command->most)
    cli_complain ("%s takes %s, not %d; see: modmorph %s --help", command->name,
                  command->most == 0 ? "no FILE" : "one FILE", count, command->name);
  else
    return true;
  return false;
}

/* What one value of getopt asks for. @return whether to go on; else *code is set */
static bool
take (const cli_command *command, const cli_target *targets, forms *f, int value, char **argv, int *code)
{
  const cli_option *options = command->options;
  *code = CLI_CANNOT;
  if (value == 'h' || value == LONG_HELP)
    {
      cli_help (command);
      *code = CLI_YES;
      return false;
    }
  if (value == LONG_VERSION)
    {
      cli_version ();
      *code = CLI_YES;
      return false;
    }
  if (value == ':')
    {
      cli_complain ("%s needs a value; see: modmorph %s --help", argv[optind - 1], command->name);
      return false;
    }
  for (int i = 0; options[i].name; i++)
    if (value == LONG_BASE + i || (value != 0 && value == options[i].letter))
      return !is_second (&options[i], &f->given[i]) && store (&options[i], optarg, place_of (&options[i], targets));
  if (complain_value (f, optopt))
    return false;
  complain_unknown (command, f, argv[optind - 1], optopt < LONG_BASE ? optopt : 0);
  return false;
}

bool
cli_parse (const cli_command *command, const cli_target *targets, int *argc, char ***argv, int *code)
{
  forms f;
  make_forms (&f, command->options);
  opterr = 0;
  optind = 0; /* start over (GNU) */
  for (int value; (value = getopt_long (*argc, *argv, f.letters, f.longs, NULL)) != -1;)
    if (!take (command, targets, &f, value, *argv, code))
      return false;

  *argc -= optind;
  *argv += optind;
  *code = CLI_CANNOT;
  return enough_operands (command, *argc);
}
