/* cli/json.c: writing JSON.  */
#include "cli/json.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* How many bytes the UTF-8 character at s has; 0 when it is none (RFC 3629: no overlong
   forms, no surrogates, nothing above U+10FFFF).  Stops at the 0 byte.  */
static size_t
utf8_length (const unsigned char *s)
{
  if (s[0] < 0x80)
    return 1;
  size_t length = s[0] >= 0xC2 && s[0] <= 0xDF ? 2 : (s[0] & 0xF0) == 0xE0 ? 3 : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4 : 0;
  for (size_t i = 1; i < length; i++)
    if ((s[i] & 0xC0) != 0x80)
      return 0;
  if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF0 && s[1] < 0x90)
      || (s[0] == 0xF4 && s[1] > 0x8F))
    return 0;
  return length;
}

static void
put_string (FILE *out, const char *text)
{
  fputc ('"', out);
  for (const unsigned char *s = (const unsigned char *) text; *s;)
    {
      size_t length = utf8_length (s);
      if (length == 0)
        fputs ("\\ufffd", out);
      else if (*s == '"' || *s == '\\')
        fprintf (out, "\\%c", *s);
      else if (*s == '\n')
        fputs ("\\n", out);
      else if (*s < 0x20)
        fprintf (out, "\\u%04x", *s);
      else
        fwrite (s, 1, length, out);
      s += length ? length : 1;
    }
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
