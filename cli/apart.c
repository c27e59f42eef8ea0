/* cli/apart.c: the files of one call, none of which may get in another's way.  */
#include "config.h"

#include "cli/apart.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/output.h"
#include "cli/report.h"
#include "graph/read.h"
#include "graph/spell.h"

/* ---- where paths lead ------------------------------------------------------------ */

/* A file that is named on the command line.  */
typedef struct place
{
  cli_use use;
  const char *path;
  char *name; /* absolute, with links in folders followed, but not the last one */
  char *file; /* absolute, with all links followed, also to what is not there yet */
} place;

static bool
writes (const place *p)
{
  return p->use == CLI_WRITES || p->use == CLI_REPLACES_FOLDER;
}

/* "-" among the inputs may be a file, too: modmorph reduce - <FILE.  */
static const char *
system_path (const place *p)
{
  return !writes (p) && cli_is_stdout (p->path) ? "/dev/stdin" : p->path;
}

/* The folder of a path made absolute, and the rest as it is. @return a heap string; NULL: out of memory */
static char *
name_of (const char *path)
{
  size_t length = strlen (path);
  if (length == 0)
    return strdup (path); /* no file, and not the folder that we are in */
  while (length > 1 && path[length - 1] == '/')
    length--;
  size_t start = length;
  while (start > 0 && path[start - 1] != '/')
    start--;
  char *folder = start ? strndup (path, start) : strdup (".");
  char *above = folder ? realpath (folder, NULL) : NULL;
  char *name = NULL;
  if (folder && !above && errno != ENOMEM)
    name = strdup (path); /* in a folder that is not there: nothing can be lost */
  else if (above && asprintf (&name, "%s/%.*s", strcmp (above, "/") ? above : "", (int) (length - start), path + start) < 0)
    name = NULL;
  free (above);
  free (folder);
  return name;
}

/* Replace a path by what it links to. @return false when it is no link, or out of memory */
static bool
follow (char **name)
{
  enum { ROOM = 4096 };
  char target[ROOM];
  const ssize_t length = readlink (*name, target, sizeof target - 1);
  if (length <= 0 || length == (ssize_t) sizeof target - 1)
    return false;
  target[length] = '\0';
  char *next = NULL;
  if (target[0] == '/')
    next = strdup (target);
  else if (asprintf (&next, "%.*s/%s", (int) (strrchr (*name, '/') - *name), *name, target) < 0)
    next = NULL;
  char *tidy = next ? name_of (next) : NULL;
  free (next);
  free (*name);
  *name = tidy;
  return tidy != NULL;
}

/* What a path leads to, whether it is there or not. @return a heap string; NULL: out of memory */
static char *
file_of (const char *path)
{
  enum { MOST_LINKS = 40 };
  char *file = realpath (path, NULL);
  if (file || errno == ENOMEM)
    return file;
  file = name_of (path);
  for (int i = 0; i < MOST_LINKS && file && strchr (file, '/') && follow (&file);)
    i++;
  return file;
}

static bool
find_place (const cli_named *named, place *p)
{
  *p = (place){ .use = named->use, .path = named->path };
  const size_t length = named->use == CLI_READS ? mm_path_file (named->path) : 0; /* of FILE#NAME */
  char *file = length ? strndup (named->path, length) : NULL;
  const char *path = file ? file : system_path (p);
  if (!length || file)
    {
      p->name = name_of (path);
      p->file = file_of (path);
    }
  free (file);
  return p->name && p->file;
}

/* ---- what is in whose way ---------------------------------------------------------- */

/* Whether two paths lead to one file or folder.  Devices are everybody's.  */
static bool
is_same (const char *a, const char *b)
{
  struct stat x, y;
  if (stat (a, &x) || stat (b, &y))
    return strcmp (a, b) == 0;
  return (S_ISREG (x.st_mode) || S_ISDIR (x.st_mode)) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* Whether an absolute path lies in a folder, at any depth.  The path is cut for a while, and left as it was.  */
static bool
is_below (char *path, const char *folder)
{
  bool below = false;
  for (size_t i = strlen (path); !below && i-- > 1;)
    if (path[i] == '/')
      {
        path[i] = '\0';
        below = is_same (path, folder);
        path[i] = '/';
      }
  return below;
}

/* Whether a file is also what a name in a folder leads to.  */
static bool
is_linked_in (const char *file, const char *folder)
{
  struct stat x, y;
  DIR *dir = stat (file, &x) == 0 ? opendir (folder) : NULL;
  bool linked = false;
  for (const struct dirent *entry; dir && !linked && (entry = readdir (dir));)
    linked = fstatat (dirfd (dir), entry->d_name, &y, 0) == 0 && S_ISREG (y.st_mode) && x.st_dev == y.st_dev
             && x.st_ino == y.st_ino;
  if (dir)
    closedir (dir);
  return linked;
}

/* Also where a path is short enough for the system, and what it leads to, from the root, is not.  */
static bool
is_same_place (const place *a, const place *b)
{
  return is_same (system_path (a), system_path (b)) || is_same (a->file, b->file);
}

static bool
meets_output (const place *out, const place *other)
{
  if (cli_is_stdout (out->path) && cli_is_stdout (other->path))
    cli_complain ("two results cannot both go to standard output");
  else if (!cli_is_stdout (out->path) && !cli_is_stdout (other->path) && is_same_place (out, other))
    cli_complain_of (out->path, "two results cannot both go there");
  else
    return false;
  return true;
}

static bool
meets_input (const place *out, const place *in)
{
  if (cli_is_stdout (out->path))
    return false;
  char shown[256];
  const bool folder = in->use == CLI_READS_FOLDER;
  if (folder && (is_below (out->file, in->file) || is_linked_in (out->path, in->path)))
    cli_complain_of (out->path, "lies among the weights: choose a name in another folder");
  else if (out->use == CLI_REPLACES_FOLDER && (is_below (in->name, out->file) || is_below (in->file, out->file)))
    cli_complain_of (out->path, "holds %s, which is read, and would be replaced: choose another name",
                     mm_spell_name (in->path, shown, sizeof shown));
  else if (is_same_place (out, in))
    cli_complain_of (out->path, "is the input, and would be overwritten: choose another name");
  else
    return false;
  return true;
}

static bool
share_stdin (const place *a, const place *b)
{
  const bool both = cli_is_stdout (a->path) && cli_is_stdout (b->path);
  if (both)
    cli_complain ("two inputs cannot both come from standard input");
  return both;
}

/* Whether the last of some places is in the way of one before it.  */
static bool
meets_any (const place *places, size_t last)
{
  for (size_t i = 0; i < last; i++)
    {
      const place *a = &places[i], *b = &places[last];
      const bool meets = writes (a) && writes (b) ? meets_output (b, a)
                         : writes (b)             ? meets_input (b, a)
                         : writes (a)             ? meets_input (a, b)
                                                  : share_stdin (a, b);
      if (meets)
        return true;
    }
  return false;
}

static bool
takes_stdout (const cli_named *file)
{
  const bool taken = file->use == CLI_WRITES && cli_is_stdout (file->path);
  if (taken)
    cli_complain ("--json needs standard output for the answer, so what is written has to go to a file");
  return taken;
}

bool
cli_are_apart (const cli_named *files, size_t count, bool json)
{
  place *places = calloc (count, sizeof *places);
  size_t known = 0;
  bool good = true;
  if (!places)
    return cli_no_memory () == 0;
  for (size_t i = 0; good && i < count; i++)
    {
      if (!files[i].path)
        continue;
      const bool found = find_place (&files[i], &places[known]);
      good = found ? !(json && takes_stdout (&files[i])) && !meets_any (places, known) : cli_no_memory () == 0;
      known++;
    }
  for (size_t i = 0; i < known; i++)
    {
      free (places[i].name);
      free (places[i].file);
    }
  free (places);
  return good;
}
