/* cli/output.c: results that go to a file or to standard output.  */
#include "cli/output.h"

#include <errno.h>
#include <string.h>

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
      if (cli_is_stdout (path))
        cli_complain ("standard output: %s", reason);
      else
        cli_complain_of (path, "%s", reason);
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
