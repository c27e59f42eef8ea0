/* graph/read.c: one module from a file or a text of any format.  */
#include "graph/read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/spell.h"
#include "graph/text.h"

/* ---- JSON lines --------------------------------------------------------------------- */

/* The module of a stream that holds exactly one.  */
static mm_status
read_only (mm_jsonl *j, mm_module **out, mm_error *err)
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
    s = mm_fail (err, MM_EPARSE, 0,
                 "there are %llu modules in it, one a line, where a single one is wanted; name one behind the file, as in FILE#NAME",
                 (unsigned long long) more + 1);
  if (s)
    mm_module_free (m);
  else
    *out = m;
  return s;
}

/* Whether the line that was just read is called that, or without `by_name` has that number.  */
static bool
is_called (const mm_jsonl *j, const char *name, const char *called, bool by_name)
{
  char number[24];
  snprintf (number, sizeof number, "%" PRIu64, mm_jsonl_line (j));
  return !strcmp (by_name ? name : number, called);
}

static mm_status
fail_called_twice (const char *called, uint64_t first, uint64_t second, mm_error *err)
{
  char shown[MM_SPELT];
  return mm_fail (err, MM_EUNSUPPORTED, second,
                  "the modules in lines %" PRIu64 " and %" PRIu64 " are both called %s; name one by its line, as in FILE##%" PRIu64,
                  first, second, mm_spell_name (called, shown, sizeof shown), first);
}

/* The one module that is called so, in *out, which is NULL before and when there is none.
   A wrong line is left behind, unless it is the one.  */
static mm_status
find_called (mm_jsonl *j, const char *called, bool by_name, mm_module **out, mm_error *err)
{
  uint64_t line = 0;
  mm_status s;
  for (;;)
    {
      const char *name = "";
      mm_module *m = NULL;
      s = mm_jsonl_next (j, &m, &name, err);
      const bool found = s != MM_END && is_called (j, name, called, by_name);
      if (!s && found && !line)
        {
          line = mm_jsonl_line (j);
          *out = m;
          continue;
        }
      mm_module_free (m);
      if (s == MM_END || s == MM_EIO || s == MM_ENOMEM || found)
        break;
    }
  if (s == MM_END)
    return MM_OK;
  mm_module_free (*out);
  *out = NULL;
  return s ? s : fail_called_twice (called, line, mm_jsonl_line (j), err);
}

/* The module of that name, else in the line of that number.  */
static mm_status
called_module (FILE *in, const char *file, const char *called, mm_module **out, mm_error *err)
{
  mm_status s = MM_OK;
  for (int by_name = 1; !s && !*out && by_name >= 0; by_name--)
    {
      rewind (in);
      mm_jsonl *j = mm_jsonl_new (in, file);
      s = j ? find_called (j, called + (!by_name && *called == '#'), by_name, out, err) : mm_fail_memory (err);
      mm_jsonl_free (j);
    }
  char shown[MM_SPELT];
  return s || *out ? s : mm_fail (err, MM_EUNSUPPORTED, 0, "there is no module called %s in it",
                                  mm_spell_name (called, shown, sizeof shown));
}

static mm_status
only_module (FILE *in, const char *file, mm_module **out, mm_error *err)
{
  mm_jsonl *j = mm_jsonl_new (in, file);
  mm_status s = j ? read_only (j, out, err) : mm_fail_memory (err);
  mm_jsonl_free (j);
  return s;
}

static mm_status
read_jsonl (const char *text, size_t length, const char *file, const char *called, mm_module **out, mm_error *err)
{
  if (!length)
    return mm_fail (err, MM_EPARSE, 0, "there is no module in it");
  /* The stream only reads, which fmemopen's type does not say.  */
  union { const char *in; char *out; } bytes = { .in = text };
  FILE *in = fmemopen (bytes.out, length, "r");
  mm_status s = !in ? mm_fail_memory (err) : called ? called_module (in, file, called, out, err) : only_module (in, file, out, err);
  if (in)
    fclose (in);
  return s;
}

/* ---- texts ----------------------------------------------------------------------------- */

static mm_status
read_edges (const char *text, size_t length, const char *file, const char *called, mm_module **out, mm_error *err)
{
  char shown[MM_SPELT];
  if (called && strcmp (called, "1"))
    return mm_fail (err, MM_EUNSUPPORTED, 0, "an edge list has one graph, and no name; %s is not in it",
                    mm_spell_name (called, shown, sizeof shown));
  return mm_read_edges (text, length, file, out, err);
}

static mm_status
fail_unknown (size_t length, mm_error *err)
{
  if (!length)
    return mm_fail (err, MM_EPARSE, 0, "the file is empty");
  return mm_fail (err, MM_EUNSUPPORTED, 0,
                  "this is no module: neither DOT (which begins with digraph), nor .edges (with the numbers of blobs and layers), "
                  "nor JSON lines (with a brace)");
}

mm_status
mm_read_text (const char *text, size_t length, const char *path, const char *called, mm_module **out, mm_error *err)
{
  mm_text_format format;
  if (err)
    err->file = path;
  mm_status s = mm_find_format (text, length, path, &format, err);
  if (s)
    return s;
  switch (format)
    {
    case MM_TEXT_DOT: return mm_read_dot_graph (text, length, path, called, out, err);
    case MM_TEXT_EDGES: return read_edges (text, length, path, called, out, err);
    case MM_TEXT_JSONL: return read_jsonl (text, length, path, called, out, err);
    case MM_TEXT_UNKNOWN: break;
    }
  return fail_unknown (length, err);
}

/* ---- files ----------------------------------------------------------------------------- */

size_t
mm_path_file (const char *path)
{
  struct stat about;
  if (!stat (path, &about))
    return 0;
  size_t found = 0;
  char *copy = strdup (path);
  for (char *mark = copy ? strrchr (copy, '#') : NULL; mark && mark > copy && !found; mark = strrchr (copy, '#'))
    {
      *mark = '\0';
      if (!stat (copy, &about) && !S_ISDIR (about.st_mode))
        found = strlen (copy);
    }
  free (copy);
  return found;
}

mm_status
mm_refuse_folder (const char *path, mm_error *err)
{
  struct stat about;
  char inside[4096];
  if (stat (path, &about) || !S_ISDIR (about.st_mode))
    return MM_OK;
  const int length = snprintf (inside, sizeof inside, "%s/module.dot", path);
  if (length > 0 && (size_t) length < sizeof inside && !access (inside, R_OK))
    return mm_fail (err, MM_EIO, 0, "cannot read: this is a folder; its module is module.dot inside");
  return mm_fail (err, MM_EIO, 0, "cannot read: this is a folder");
}

/* What a file of another kind is can be said without reading all of it.  */
static mm_status
refuse_file (const char *path, mm_error *err)
{
  enum { HEAD = 1 << 16 };
  struct stat about;
  mm_text_format format;
  FILE *in = !stat (path, &about) && S_ISREG (about.st_mode) && about.st_size > HEAD ? fopen (path, "rb") : NULL;
  char *head = in ? malloc (HEAD) : NULL;
  mm_status s = MM_OK;
  if (head)
    s = mm_find_format (head, fread (head, 1, HEAD, in), path, &format, err);
  free (head);
  if (in)
    fclose (in);
  return s;
}

static mm_status
read_file (const char *path, uint64_t most, mm_text *text, mm_error *err)
{
  if (err)
    err->file = path;
  mm_status s = mm_refuse_folder (path, err);
  if (!s)
    s = refuse_file (path, err);
  return s ? s : mm_text_read_within (path, most, text, err);
}

mm_status
mm_read_module_within (const char *path, uint64_t most, mm_module **out, mm_error *err)
{
  const size_t length = mm_path_file (path);
  char *file = length ? strndup (path, length) : NULL;
  if (length && !file)
    return mm_fail_memory (err);
  mm_text text;
  mm_status s = read_file (file ? file : path, most, &text, err);
  if (err && (err->file || !s))
    err->file = path;
  if (!s)
    {
      s = mm_read_text (text.data, text.length, file ? file : path, file ? path + length + 1 : NULL, out, err);
      if (err)
        err->file = path;
      mm_text_clear (&text);
    }
  free (file);
  return s;
}

mm_status
mm_read_module (const char *path, mm_module **out, mm_error *err)
{
  return mm_read_module_within (path, UINT64_MAX, out, err);
}
