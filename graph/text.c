/* graph/text.c: whole files in memory, and files written whole or not at all.  */
#include "graph/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/array.h"
#include "graph/path.h"
#include "graph/spell.h"

enum { PATH_SHOWN = 300 };

/* A path for a sentence; NULL is standard input or output.  */
static const char *
show_path (const char *verb, const char *path, char out[PATH_SHOWN])
{
  if (path)
    return mm_spell_name (path, out, PATH_SHOWN);
  return *verb == 'r' ? "standard input" : "standard output";
}

/* @param verb  read or write */
static mm_status
fail_io (mm_error *err, const char *verb, const char *path, const char *reason)
{
  char shown[PATH_SHOWN];
  if (err)
    err->file = NULL;
  return mm_fail (err, MM_EIO, 0, "cannot %s %s: %s", verb, show_path (verb, path, shown), reason);
}

static mm_status
fail_memory (mm_error *err)
{
  if (err)
    err->file = NULL;
  return mm_fail_memory (err);
}

/* ---- reading ---------------------------------------------------------------- */

/* How many bytes there will be, as far as the system knows; 0 for pipes.  */
static uint64_t
expected_length (FILE *in)
{
  struct stat st;
  if (fstat (fileno (in), &st) || !S_ISREG (st.st_mode) || st.st_size < 0)
    return 0;
  return (uint64_t) st.st_size;
}

static mm_status
fail_length (mm_error *err, const char *name, uint64_t most)
{
  char shown[PATH_SHOWN];
  if (err)
    err->file = NULL;
  return mm_fail (err, MM_ELIMIT, 0, "cannot read %s: it is longer than %llu bytes", show_path ("read", name, shown),
                  (unsigned long long) most);
}

/* All that is left in a stream, up to one byte more than `most`.  The array always has room for
   one byte more, so that the end is seen before it grows, and for the closing 0.  */
static mm_status
read_bytes (FILE *in, uint64_t most, size_t *capacity, mm_text *t)
{
  enum { PIECE = 1 << 14 };
  size_t room = (size_t) expected_length (in) + 2;
  do
    {
      if (!mm_array_reserve (&t->data, capacity, t->length + room, 1))
        return MM_ENOMEM;
      room = PIECE;
      size_t piece = *capacity - t->length - 1;
      if (piece > most - t->length)
        piece = (size_t) (most - t->length) + 1;
      t->length += fread (t->data + t->length, 1, piece, in);
    }
  while (!feof (in) && !ferror (in) && t->length <= most);
  t->data[t->length] = '\0';
  return MM_OK;
}

static mm_status
read_stream (FILE *in, const char *name, uint64_t most, mm_text *out, mm_error *err)
{
  mm_text t = { NULL, 0 };
  size_t capacity = 0;
  most = most < SIZE_MAX / 4 ? most : SIZE_MAX / 4;
  if (expected_length (in) > most)
    return fail_length (err, name, most);
  mm_status s = read_bytes (in, most, &capacity, &t);
  const int reason = errno;
  if (s)
    s = fail_memory (err);
  else if (ferror (in))
    s = fail_io (err, "read", name, strerror (reason));
  else if (t.length > most)
    s = fail_length (err, name, most);
  if (s)
    free (t.data);
  else
    *out = t;
  return s;
}

mm_status
mm_text_read_within (const char *path, uint64_t most, mm_text *out, mm_error *err)
{
  if (!strcmp (path, "-"))
    return read_stream (stdin, NULL, most, out, err);
  FILE *in = fopen (path, "rb");
  if (!in)
    return fail_io (err, "read", path, strerror (errno));
  mm_status s = read_stream (in, path, most, out, err);
  fclose (in);
  return s;
}

mm_status
mm_text_read_stream (FILE *in, const char *name, mm_text *out, mm_error *err)
{
  return read_stream (in, strcmp (name, "-") ? name : "standard input", UINT64_MAX, out, err);
}

mm_status
mm_text_read (const char *path, mm_text *out, mm_error *err)
{
  return mm_text_read_within (path, UINT64_MAX, out, err);
}

void
mm_text_clear (mm_text *t)
{
  free (t->data);
  *t = (mm_text){ NULL, 0 };
}

/* ---- writing ---------------------------------------------------------------- */

struct mm_outfile
{
  FILE *stream;
  char *target;    /* what the file will be called, or NULL for stdout */
  char *folder;    /* where that is, when it is to be brought to the disk */
  char *temporary; /* what it is called until then, or NULL when written to directly */
};

static char *
copy_of (const char *text, size_t length)
{
  char *copy = malloc (length + 1);
  if (!copy)
    return NULL;
  memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

static int
create (const char *path, void *context)
{
  int *descriptor = context;
  *descriptor = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return *descriptor >= 0 ? 0 : errno;
}

static mm_status
create_temporary (mm_outfile *f, int *descriptor, mm_error *err)
{
  const int reason = mm_path_temporary (f->target, create, descriptor, &f->temporary);
  if (reason == ENOMEM)
    return fail_memory (err);
  if (reason)
    return fail_io (err, "write", f->target, reason == ENOENT ? "its folder does not exist" : strerror (reason));
  return MM_OK;
}

static mm_status
open_temporary (mm_outfile *f, mode_t mode, mm_error *err)
{
  if (mode && access (f->target, W_OK))
    return fail_io (err, "write", f->target, strerror (errno));
  int descriptor = -1;
  const bool alone = !mm_path_is_in_temporary (f->target);
  if (alone && !(f->folder = mm_path_beside (f->target, ".")))
    return fail_memory (err);
  mm_status s = create_temporary (f, &descriptor, err);
  if (s)
    return s;
  if (mode && fchmod (descriptor, mode & 07777))
    s = fail_io (err, "write", f->target, strerror (errno));
  else if (!(f->stream = fdopen (descriptor, "wb")))
    s = fail_memory (err);
  if (s)
    {
      close (descriptor);
      unlink (f->temporary);
    }
  return s;
}

static mm_status
open_target (mm_outfile *f, mm_error *err)
{
  mode_t mode;
  const int reason = mm_path_resolve (&f->target, &mode);
  if (reason)
    return reason == ENOMEM ? fail_memory (err) : fail_io (err, "write", f->target, strerror (reason));
  size_t length = strlen (f->target);
  if (length == 0)
    return fail_io (err, "write", "", "the file has no name");
  if (S_ISDIR (mode) || f->target[length - 1] == '/')
    return fail_io (err, "write", f->target, "it is a folder");
  if (mode == 0 || S_ISREG (mode))
    return open_temporary (f, mode, err);
  f->stream = fopen (f->target, "wb");
  return f->stream ? MM_OK : fail_io (err, "write", f->target, strerror (errno));
}

/* Free f, whose stream is closed already.  */
static void
forget (mm_outfile *f)
{
  free (f->target);
  free (f->folder);
  mm_path_settle (f->temporary);
  free (f);
}

mm_status
mm_outfile_open (const char *path, mm_outfile **out, mm_error *err)
{
  mm_outfile *f = calloc (1, sizeof *f);
  if (!f)
    return fail_memory (err);
  if (!strcmp (path, "-"))
    f->stream = stdout;
  else
    {
      f->target = copy_of (path, strlen (path));
      mm_status s = f->target ? open_target (f, err) : fail_memory (err);
      if (s)
        {
          forget (f);
          return s;
        }
    }
  *out = f;
  return MM_OK;
}

FILE *
mm_outfile_stream (mm_outfile *f)
{
  return f->stream;
}

/* Close the stream.  @return 0, or an errno that says why its data are not complete */
static int
finish_stream (mm_outfile *f, bool keep)
{
  int failed_before = ferror (f->stream) ? EIO : 0; /* the system's reason is long gone */
  int reason = fflush (f->stream) ? errno : failed_before;
  if (keep && !reason && f->folder)
    reason = mm_path_sync (fileno (f->stream));
  if (f->stream == stdout)
    return reason;
  int closed = fclose (f->stream) ? errno : 0;
  return reason ? reason : closed;
}

mm_status
mm_outfile_commit (mm_outfile *f, mm_error *err)
{
  int reason = finish_stream (f, true);
  if (!reason && f->temporary && rename (f->temporary, f->target))
    reason = errno;
  if (reason && f->temporary)
    unlink (f->temporary);
  else if (f->folder)
    mm_path_sync_folder (f->folder); /* it is there by now, whatever the disk says */
  mm_status s = reason ? fail_io (err, "write", f->target, strerror (reason)) : MM_OK;
  forget (f);
  return s;
}

void
mm_outfile_abandon (mm_outfile *f)
{
  if (!f)
    return;
  finish_stream (f, false);
  if (f->temporary)
    unlink (f->temporary);
  forget (f);
}
