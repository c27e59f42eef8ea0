/* graph/read.c: one module from a file, by the file's name.  */
#include "graph/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "graph/text.h"

typedef mm_status reader (const char *text, size_t length, const char *file, mm_module **out, mm_error *err);

/* The module of a stream that holds exactly one.  */
static mm_status
only_module (mm_jsonl *j, mm_module **out, mm_error *err)
{
  const char *name;
  mm_module *m;
  mm_status s = mm_jsonl_next (j, &m, &name, err);
  if (s == MM_END)
    return mm_fail (err, MM_EPARSE, 0, "there is no module in it");
  if (s)
    return s;
  uint64_t more;
  s = mm_jsonl_skip (j, &more, err);
  if (!s && more)
    s = mm_fail (err, MM_EPARSE, 0, "there are %llu modules in it, one a line, where a single one is wanted",
                 (unsigned long long) more + 1);
  if (s)
    mm_module_free (m);
  else
    *out = m;
  return s;
}

static mm_status
read_jsonl (const char *text, size_t length, const char *file, mm_module **out, mm_error *err)
{
  if (!length)
    return mm_fail (err, MM_EPARSE, 0, "there is no module in it");
  /* The stream only reads, which fmemopen's type does not say.  */
  union { const char *in; char *out; } bytes = { .in = text };
  FILE *in = fmemopen (bytes.out, length, "r");
  mm_jsonl *j = in ? mm_jsonl_new (in, file) : NULL;
  mm_status s = j ? only_module (j, out, err) : mm_fail_memory (err);
  mm_jsonl_free (j);
  if (in)
    fclose (in);
  return s;
}

/* The reader for files of that name, or NULL.  */
static reader *
reader_for (const char *path)
{
  const char *slash = strrchr (path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr (base, '.');
  if (!dot)
    return NULL;
  if (!strcasecmp (dot, ".dot") || !strcasecmp (dot, ".gv"))
    return mm_read_dot;
  if (!strcasecmp (dot, ".edges"))
    return mm_read_edges;
  return strcasecmp (dot, ".jsonl") ? NULL : read_jsonl;
}

/* Say why nothing is known about this path.  That a file is not there, or is a folder,
   is a plainer fault than its name.  */
static mm_status
fail_unknown (const char *path, mm_error *err)
{
  struct stat about;
  if (err)
    err->file = path;
  if (stat (path, &about))
    return mm_fail (err, MM_EIO, 0, "cannot read: %s", strerror (errno));
  if (S_ISDIR (about.st_mode))
    return mm_fail (err, MM_EIO, 0, "cannot read: this is a folder");
  return mm_fail (err, MM_EUNSUPPORTED, 0,
                  "the format is taken from the name, which ends in none of .dot, .gv, .edges, .jsonl");
}

mm_status
mm_read_module_within (const char *path, uint64_t most, mm_module **out, mm_error *err)
{
  reader *const read = reader_for (path);
  if (!read)
    return fail_unknown (path, err);
  mm_text text;
  mm_status s = mm_text_read_within (path, most, &text, err);
  if (s)
    return s;
  if (err)
    err->file = path;
  s = read (text.data, text.length, path, out, err);
  mm_text_clear (&text);
  return s;
}

mm_status
mm_read_module (const char *path, mm_module **out, mm_error *err)
{
  return mm_read_module_within (path, UINT64_MAX, out, err);
}
