/* cli/output.c: results that go to a file or to standard output.  */
#include "cli/output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/report.h"
#include "graph/text.h"

bool
cli_is_stdout (const char *path)
{
  return strcmp (path, "-") == 0;
}

bool
cli_write (const char *path, mm_status (*write) (FILE *out, void *context), void *context)
{
  mm_error err = { .status = MM_OK };
  mm_outfile *file;
  if (mm_outfile_open (path, &file, &err))
    {
      cli_failed (&err, path);
      return false;
    }
  errno = 0;
  const mm_status s = write (mm_outfile_stream (file), context);
  if (s)
    {
      const char *reason = s == MM_EIO && errno ? strerror (errno) : mm_status_text (s);
      mm_outfile_abandon (file); /* before any word: without a reader that may be the last one */
      cli_complain ("%s: %s", cli_is_stdout (path) ? "standard output" : path, reason);
      return false;
    }
  if (mm_outfile_commit (file, &err))
    {
      cli_failed (&err, path);
      return false;
    }
  return true;
}

mm_status
cli_write_text (FILE *out, void *context)
{
  return fputs (context, out) == EOF ? MM_EIO : MM_OK;
}

bool
cli_stdout_is_taken (bool json, const char *path)
{
  if (json && cli_is_stdout (path))
    cli_complain ("--json needs standard output for the answer, so what is written has to go to a file");
  return json && cli_is_stdout (path);
}

/* Whether two names lead to one file or folder.  Devices are everybody's.  */
static bool
is_same (const char *a, const char *b)
{
  struct stat x, y;
  return stat (a, &x) == 0 && stat (b, &y) == 0 && (S_ISREG (x.st_mode) || S_ISDIR (x.st_mode))
         && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

bool
cli_overwrites (const char *output, const char *input)
{
  const bool same = !cli_is_stdout (output) && is_same (output, input);
  if (same)
    cli_complain ("%s: is the input, and would be overwritten: choose another name", output);
  return same;
}

bool
cli_lies_in (const char *output, const char *folder, const char *what)
{
  if (cli_is_stdout (output))
    return false;
  const char *slash = strrchr (output, '/');
  char *above = slash == output ? strdup ("/") : slash ? strndup (output, (size_t) (slash - output)) : strdup (".");
  if (!above)
    return cli_no_memory () != 0;
  const bool inside = is_same (above, folder);
  if (inside)
    cli_complain ("%s: lies among %s: choose a name in another folder", output, what);
  free (above);
  return inside;
}
