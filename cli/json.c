/* cli/json.c: writing JSON.  */
#include "cli/json.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "graph/spell.h"

/* What a terminal would act on, and what cannot be seen, is escaped as JSON has it: as one
   or two units of UTF-16.  */
static void
put_code (FILE *out, uint32_t code)
{
  if (code >= 0x10000)
    fprintf (out, "\\u%04x\\u%04x", (unsigned) (0xD7C0 + (code >> 10)), (unsigned) (0xDC00 + (code & 0x3FF)));
  else if (code == '\n')
    fputs ("\\n", out);
  else
    fprintf (out, "\\u%04x", (unsigned) code);
}

static void
put_string (FILE *out, const char *text)
{
  mm_speller s = { .at = text };
  uint32_t code;
  size_t length;
  fputc ('"', out);
  for (mm_spell_kind kind; (kind = mm_spell_read (&s, &code, &length));)
    if (kind == MM_SPELL_BYTE)
      fputs ("\\ufffd", out);
    else if (kind == MM_SPELL_HIDDEN)
      put_code (out, code);
    else if (code == '"' || code == '\\')
      fprintf (out, "\\%c", (char) code);
    else
      fwrite (s.at - length, 1, length, out);
  fputc ('"', out);
}

static void
put_key (cli_json *j, const char *key)
{
  if (j->comma)
    fputc (',', j->out);
  if (key)
    {
      put_string (j->out, key);
      fputc (':', j->out);
    }
  j->comma = true;
}

void
cli_json_open (cli_json *j, const char *key, char bracket)
{
  put_key (j, key);
  fputc (bracket, j->out);
  j->comma = false;
}

void
cli_json_close (cli_json *j, char bracket)
{
  fputc (bracket, j->out);
  j->comma = true;
}

void
cli_json_text (cli_json *j, const char *key, const char *value)
{
  put_key (j, key);
  if (value)
    put_string (j->out, value);
  else
    fputs ("null", j->out);
}

void
cli_json_count (cli_json *j, const char *key, uint64_t value)
{
  put_key (j, key);
  fprintf (j->out, "%llu", (unsigned long long) value);
}

void
cli_json_amount (cli_json *j, const char *key, uint64_t value)
{
  if (value < UINT64_MAX)
    cli_json_count (j, key, value);
  else
    cli_json_text (j, key, NULL);
}

void
cli_json_number (cli_json *j, const char *key, double value)
{
  put_key (j, key);
  if (!isfinite (value))
    {
      fputs ("null", j->out);
      return;
    }
  char text[32];
  int digits = 15; /* as few as give the same number back; 17 always do */
  do
    snprintf (text, sizeof text, "%.*g", digits, value);
  while (strtod (text, NULL) != value && ++digits <= 17);
  fputs (text, j->out);
}

void
cli_json_bool (cli_json *j, const char *key, bool value)
{
  put_key (j, key);
  fputs (value ? "true" : "false", j->out);
}

void
cli_json_end (cli_json *j)
{
  fputc ('\n', j->out);
  j->comma = false;
}
