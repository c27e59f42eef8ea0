/* cli/input.c: modules from what was named on the command line.  */
#include "config.h"

#include "cli/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/notes.h"
#include "cli/report.h"
#include "graph/refusal.h"

/* ---- several modules ------------------------------------------------------------------ */

enum { HEAD = 1 << 16 }; /* how far to look ahead for the format */

/* A file, and what of it was read ahead; a regular file is looked at without reading on.  */
typedef struct ahead
{
  FILE *below;
  size_t at, length;
  char head[HEAD];
} ahead;

static void
close_below (FILE *below)
{
  if (below != stdin)
    fclose (below);
}

/* More of a stream.  It may be long in coming, so all answers so far go out first.  */
static ssize_t
read_below (FILE *below, char *buffer, size_t room)
{
  fflush (stdout);
  return read (fileno (below), buffer, room);
}

static ssize_t
read_more (void *in, char *buffer, size_t room)
{
  ahead *a = in;
  const size_t left = a->length - a->at;
  if (!left)
    return read_below (a->below, buffer, room);
  room = room < left ? room : left;
  memcpy (buffer, a->head + a->at, room);
  a->at += room;
  return (ssize_t) room;
}

static int
close_ahead (void *in)
{
  ahead *a = in;
  close_below (a->below);
  free (a);
  return 0;
}

/* Whether the format can be told from the content so far.  Of JSON the first line has to be seen.  */
static bool
is_clear (const ahead *a)
{
  mm_text_format format;
  if (mm_find_format (a->head, a->length, NULL, &format, NULL))
    return true;
  return format != MM_TEXT_UNKNOWN && (format != MM_TEXT_JSONL || memchr (a->head, '\n', a->length));
}

/* Look at the beginning.  Errors are left for the first real read to find, with their reason.
   @param length  out: how much there is at a->head; a->length is what was taken from the stream  */
static void
look_ahead (ahead *a, size_t *length)
{
  struct stat about;
  const int fd = fileno (a->below);
  const off_t start = lseek (fd, 0, SEEK_CUR);
  ssize_t got = 0;
  if (!fstat (fd, &about) && S_ISREG (about.st_mode) && start >= 0)
    {
      got = pread (fd, a->head, HEAD, start);
      *length = got > 0 ? (size_t) got : 0;
      return;
    }
  do
    a->length += got > 0 ? (size_t) got : 0;
  while (a->length < HEAD && !is_clear (a) && (got = read_below (a->below, a->head + a->length, HEAD - a->length)) > 0);
  *length = a->length;
}

static mm_status
open_below (const char *path, FILE **below, mm_error *err)
{
  const bool from_stdin = strcmp (path, "-") == 0;
  mm_status s = from_stdin ? MM_OK : mm_refuse_folder (path, err);
  if (s)
    return s;
  *below = from_stdin ? stdin : fopen (path, "rb");
  return *below ? MM_OK : mm_fail (err, MM_EIO, 0, "%s", strerror (errno));
}

/* The stream, or all of the text.  Takes a.  */
static mm_status
open_ahead (ahead *a, const char *path, cli_source *s, mm_error *err)
{
  static const cookie_io_functions_t answering = { .read = read_more, .close = close_ahead };
  FILE *in = NULL;
  mm_status status = MM_OK;
  if (s->format == MM_TEXT_JSONL || a->length)
    {
      in = fopencookie (a, "r", answering);
      if (!in)
        {
          close_ahead (a);
          return mm_fail_memory (err);
        }
    }
  if (s->format == MM_TEXT_JSONL)
    s->lines = in;
  else
    {
      status = mm_text_read_stream (in ? in : a->below, path, &s->text, err);
      if (in)
        fclose (in);
      else
        close_ahead (a);
    }
  return status;
}

mm_status
cli_source_open (const char *path, cli_source *s, mm_error *err)
{
  *s = (cli_source){ .format = MM_TEXT_UNKNOWN };
  err->file = path;
  FILE *below;
  mm_status status = open_below (path, &below, err);
  if (status)
    return status;
  ahead *a = calloc (1, sizeof *a);
  if (!a)
    {
      close_below (below);
      return mm_fail_memory (err);
    }
  a->below = below;
  size_t length;
  look_ahead (a, &length);
  status = mm_find_format (a->head, length, path, &s->format, err);
  if (!status)
    return open_ahead (a, path, s, err);
  close_ahead (a);
  return status;
}

void
cli_source_close (cli_source *s)
{
  if (s->lines)
    fclose (s->lines);
  mm_text_clear (&s->text);
  *s = (cli_source){ .format = MM_TEXT_UNKNOWN };
}

/* ---- one module ------------------------------------------------------------------------- */

static mm_status
read_stdin (mm_module **m, mm_error *err)
{
  mm_text text;
  mm_status s = mm_text_read ("-", &text, err);
  if (s)
    return s;
  s = mm_read_text (text.data, text.length, "-", NULL, m, err);
  mm_text_clear (&text);
  return s;
}

mm_status
cli_read_module (const char *path, mm_module **m, mm_error *err)
{
  err->file = path;
  *m = NULL;
  return strcmp (path, "-") == 0 ? read_stdin (m, err) : mm_read_module (path, m, err);
}

mm_module *
cli_module (const char *path)
{
  mm_error err = { .status = MM_OK };
  mm_module *m = NULL;
  mm_refusal *refusal = mm_refusal_new ();
  if (!refusal)
    {
      cli_no_memory ();
      return NULL;
    }
  mm_refusal_ask (refusal, &err);
  if (cli_read_module (path, &m, &err))
    cli_failed (&err, path);
  else
    cli_put_notes (path, m);
  mm_refusal_free (refusal);
  return m;
}

/* @param check  NULL: there is none */
static mm_module *
checked (const char *path, mm_status (*check) (const mm_module *, mm_error *))
{
  mm_error err = { .file = path };
  mm_module *m = cli_module (path);
  if (!m || (!mm_module_check_numbers (m, &err) && (!check || !check (m, &err))))
    return m;
  cli_failed (&err, path);
  mm_module_free (m);
  return NULL;
}

mm_module *
cli_module_with_numbers (const char *path)
{
  return checked (path, NULL);
}

mm_module *
cli_module_with_weights (const char *path)
{
  return checked (path, mm_module_check_activations);
}
