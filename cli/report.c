/* cli/report.c: how the program talks.  */
#include "cli/report.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "graph/refusal.h"
#include "graph/spell.h"

enum { SENTENCE = MM_ERROR_TEXT + 1024 };

/* An error is one line, whatever a file's name may contain.
   @param path  the file it is about, or NULL
   @param line  of that file, or 0  */
static void
put_line (const char *path, uint64_t line, const char *text)
{
  fputs ("modmorph: ", stderr);
  if (path)
    cli_put_name (stderr, path);
  if (path && line)
    fprintf (stderr, ":%llu", (unsigned long long) line);
  if (path)
    fputs (": ", stderr);
  mm_spell_put_text (stderr, text);
  fputc ('\n', stderr);
}

void
cli_complain (const char *format, ...)
{
  char text[SENTENCE];
  va_list args;
  va_start (args, format);
  vsnprintf (text, sizeof text, format, args);
  va_end (args);
  put_line (NULL, 0, text);
}

void
cli_complain_of (const char *path, const char *format, ...)
{
  char text[SENTENCE];
  va_list args;
  va_start (args, format);
  vsnprintf (text, sizeof text, format, args);
  va_end (args);
  put_line (path, 0, text);
}

int
cli_no_memory (void)
{
  cli_complain ("%s", mm_status_text (MM_ENOMEM));
  return CLI_CANNOT;
}

/* The library's sentence about a file that failed is "cannot read FILE: reason".  Here the
   file comes first, as in every other message.  */
static const char *
skip_verb (const mm_error *err, const char *text)
{
  if (err->status != MM_EIO || err->file || strncmp (text, "cannot ", 7) != 0)
    return text;
  const char *object = strchr (text + 7, ' ');
  return object ? object + 1 : text;
}

const char *
cli_error_text (const mm_error *err)
{
  if (err->status == MM_ENOTMODULE && err->asked == err && mm_refusal_is_filled (err->refusal))
    return mm_refusal_text (err->refusal);
  return err->text[0] ? err->text : mm_status_text (err->status);
}

int
cli_failed (const mm_error *err, const char *path)
{
  const char *file = err->file ? err->file : path;
  const char *whole = cli_error_text (err);
  const char *text = skip_verb (err, whole);
  put_line (text == whole ? file : NULL, err->line, text);
  return CLI_CANNOT;
}

int
cli_finish (int code)
{
  errno = 0;
  const bool arrived = fflush (stdout) == 0 && !ferror (stdout);
  if (arrived || code == CLI_CANNOT) /* which has had its message */
    return code;
  if (errno)
    cli_complain ("standard output: %s", strerror (errno));
  else
    cli_complain ("standard output: not everything could be written");
  return CLI_CANNOT;
}

void
cli_put_name (FILE *out, const char *name)
{
  mm_spell_put_name (out, name);
}

const char *
cli_number (double x, char buffer[CLI_NUMBER])
{
  if (fabs (x) >= 100 && fabs (x) < 1e6)
    snprintf (buffer, CLI_NUMBER, "%.0f", x);
  else
    snprintf (buffer, CLI_NUMBER, "%.2g", x);
  return buffer;
}

const char *
cli_amount (uint64_t n, char buffer[CLI_NUMBER])
{
  if (n < UINT64_MAX)
    snprintf (buffer, CLI_NUMBER, "%llu", (unsigned long long) n);
  else
    snprintf (buffer, CLI_NUMBER, "more than %llu", (unsigned long long) n - 1);
  return buffer;
}

const char *
cli_plural (uint64_t n)
{
  return n == 1 ? "" : "s";
}

double
cli_now (void)
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

static int64_t
milliseconds (void)
{
  return (int64_t) (1000 * cli_now ());
}

void
cli_progress_start (cli_progress *p, bool quiet)
{
  *p = (cli_progress){ .on = !quiet && isatty (STDERR_FILENO) };
  if (p->on)
    p->next = milliseconds () + 500; /* what is quickly done needs no progress */
}

void
cli_progress_count (cli_progress *p, uint64_t n, const char *things)
{
  if (!p->on || n % 256 || milliseconds () < p->next)
    return;
  fprintf (stderr, "\r\033[Kmodmorph: %llu %s …", (unsigned long long) n, things);
  p->shown = true;
  p->next = milliseconds () + 200;
}

void
cli_progress_note (cli_progress *p, const char *what)
{
  if (!p->on)
    return;
  fprintf (stderr, "\r\033[Kmodmorph: %s …", what);
  p->shown = true;
}

void
cli_progress_end (cli_progress *p)
{
  if (p->shown)
    fputs ("\r\033[K", stderr);
  p->shown = false;
}
