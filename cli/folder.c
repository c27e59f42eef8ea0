/* cli/folder.c: folders as results.  */
#include "cli/folder.h"

#include <string.h>
#include <sys/stat.h>

#include "cli/report.h"

bool
cli_is_folder (const char *path)
{
  struct stat about;
  const size_t length = strlen (path);
  return (length > 0 && path[length - 1] == '/') || (stat (path, &about) == 0 && S_ISDIR (about.st_mode));
}

bool
cli_may_write_folder (const char *path, const mm_folder_kind *kind, bool force)
{
  mm_folder_contents there;
  mm_error err = { .file = path };
  if (mm_folder_look (path, kind, &there, &err))
    cli_failed (&err, path);
  else if (there.count && !force)
    cli_complain_of (path, "is there already; --force replaces it, and deletes %s", there.names);
  else
    return true;
  return false;
}
