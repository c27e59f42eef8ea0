/* cli/input.c: modules from what was named on the command line.  */
#include "config.h"

#include "cli/input.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/notes.h"
#include "cli/report.h"
#include "graph/read.h"
#include "graph/text.h"

enum { GZIP_MAGIC = 0x1F }; /* the first byte of a gzip file; no text begins with it */

static bool
ends_with (const char *text, const char *end)
{
  const size_t length = strlen (text), tail = strlen (end);
  return length >= tail && strcmp (text + length - tail, end) == 0;
}

bool
cli_is_stream (const char *path)
{
  return strcmp (path, "-") == 0 || ends_with (path, ".jsonl");
}

static mm_status
fail_gzip (mm_error *err, const char *path)
{
  if (strcmp (path, "-") == 0)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "this is gzip data; unpack it first: zcat FILE | modmorph COMMAND -");
  return mm_fail (err, MM_EUNSUPPORTED, 0, "this is a gzip file; unpack it first: zcat %.200s | modmorph COMMAND -",
                  path);
}

/* Peek at the first byte.  Errors are left for the first real read to find, with their reason.  */
static bool
is_gzip (FILE *in)
{
  const int c = getc (in);
  if (c != EOF)
    ungetc (c, in);
  else if (ferror (in))
    clearerr (in);
  return c == GZIP_MAGIC;
}

/* More of a stream.  It may be long in coming, so all answers so far go out first.  */
static ssize_t
read_more (void *in, char *buffer, size_t room)
{
  fflush (stdout);
  return read (fileno (in), buffer, room);
}

static int
close_below (void *in)
{
  return in == stdin ? 0 : fclose (in);
}

FILE *
cli_open_stream (const char *path, mm_error *err)
{
  static const cookie_io_functions_t answering = { .read = read_more, .close = close_below };
  err->file = path;
  FILE *below = strcmp (path, "-") == 0 ? stdin : fopen (path, "r");
  FILE *in = below ? fopencookie (below, "r", answering) : NULL;
  if (!in)
    {
      mm_fail (err, MM_EIO, 0, "%s", strerror (errno));
      if (below)
        close_below (below);
      return NULL;
    }
  if (!is_gzip (in))
    return in;
  fail_gzip (err, path);
  fclose (in);
  return NULL;
}

/* One module out of a text of JSON lines.  */
static mm_status
read_json (mm_text text, const char *path, mm_module **m, mm_error *err)
{
  FILE *in = fmemopen (text.data, text.length, "r");
  mm_jsonl *lines = in ? mm_jsonl_new (in, path) : NULL;
  const char *name;
  mm_status s = lines ? mm_jsonl_next (lines, m, &name, err) : mm_fail_memory (err);
  mm_module *second = NULL;
  if (!s && mm_jsonl_next (lines, &second, &name, NULL) != MM_END)
    {
      mm_module_free (second);
      mm_module_free (*m);
      *m = NULL;
      s = mm_fail (err, MM_EPARSE, 0, "holds more than one module; only classify reads several");
    }
  mm_jsonl_free (lines);
  if (in)
    fclose (in);
  return s;
}

static mm_status
read_stdin (mm_module **m, mm_error *err)
{
  mm_text text;
  mm_status s = mm_text_read ("-", &text, err);
  if (s)
    return s;
  size_t first = 0;
  while (first < text.length && isspace ((unsigned char) text.data[first]))
    first++;
  if (first < text.length && text.data[first] == '{')
    s = read_json (text, "-", m, err);
  else if (first < text.length && isdigit ((unsigned char) text.data[first]))
    s = mm_read_edges (text.data, text.length, "-", m, err);
  else
    s = mm_read_dot (text.data, text.length, "-", m, err);
  mm_text_clear (&text);
  return s;
}

/* Pipes are left alone: what was read of them is gone.  */
static bool
file_is_gzip (const char *path)
{
  struct stat about;
  if (stat (path, &about) != 0 || !S_ISREG (about.st_mode))
    return false;
  FILE *in = fopen (path, "r");
  const bool gzip = in && is_gzip (in);
  if (in)
    fclose (in);
  return gzip;
}

mm_status
cli_read_module (const char *path, mm_module **m, mm_error *err)
{
  const bool from_stdin = strcmp (path, "-") == 0;
  err->file = path;
  *m = NULL;
  if (from_stdin ? is_gzip (stdin) : file_is_gzip (path))
    return fail_gzip (err, path);
  return from_stdin ? read_stdin (m, err) : mm_read_module (path, m, err);
}

mm_module *
cli_module (const char *path)
{
  mm_error err = { .status = MM_OK };
  mm_module *m;
  if (cli_read_module (path, &m, &err))
    cli_failed (&err, path);
  else
    cli_put_notes (path, m);
  return m;
}
