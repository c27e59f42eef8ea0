/* graph/path.c: paths of results, and the names that they have until they are complete.  */
#include "graph/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/unfinished_i.h"

char *
mm_path_join (const char *folder, const char *name)
{
  const size_t length = strlen (folder), more = strlen (name);
  const bool slash = length > 0 && folder[length - 1] != '/';
  char *path = malloc (length + slash + more + 1);
  if (!path)
    return NULL;
  memcpy (path, folder, length);
  if (slash)
    path[length] = '/';
  memcpy (path + length + slash, name, more + 1);
  return path;
}

bool
mm_path_ends_in (const char *path, const char *end)
{
  const size_t length = strlen (path), size = strlen (end);
  return length > size && strcmp (path + length - size, end) == 0;
}

bool
mm_path_is_same (const char *a, const char *b)
{
  struct stat first, second;
  return stat (a, &first) == 0 && stat (b, &second) == 0 && first.st_dev == second.st_dev
         && first.st_ino == second.st_ino;
}

/* The length of the folder part of a path, with its last slash.  */
static size_t
folder_length (const char *path)
{
  const char *slash = strrchr (path, '/');
  return slash ? (size_t) (slash - path) + 1 : 0;
}

char *
mm_path_beside (const char *path, const char *name)
{
  const size_t folder = name[0] == '/' ? 0 : folder_length (path), length = strlen (name);
  char *joined = malloc (folder + length + 1);
  if (!joined)
    return NULL;
  memcpy (joined, path, folder);
  memcpy (joined + folder, name, length + 1);
  return joined;
}

/* ---- links ------------------------------------------------------------------------------ */

/* Links to the process's own descriptors: what they point to is open already, and
   must not be replaced under its name.  */
static bool
is_descriptor (const char *path)
{
  return !strncmp (path, "/dev/fd/", 8) || !strncmp (path, "/dev/std", 8) || !strncmp (path, "/proc/", 6);
}

/* Replace *path, which is a symbolic link, by what it points to.  */
static int
follow (char **path)
{
  char name[4096];
  const ssize_t length = readlink (*path, name, sizeof name);
  if (length < 0 || (size_t) length >= sizeof name)
    return length < 0 ? errno : ENAMETOOLONG;
  name[length] = '\0';
  char *next = mm_path_beside (*path, name);
  if (!next)
    return ENOMEM;
  free (*path);
  *path = next;
  return 0;
}

int
mm_path_resolve (char **path, mode_t *mode)
{
  enum { LINKS = 40 };
  for (int links = 0; links < LINKS; links++)
    {
      struct stat st;
      *mode = S_IFCHR;
      if (is_descriptor (*path))
        return 0;
      *mode = 0;
      if (lstat (*path, &st))
        return errno == ENOENT ? 0 : errno;
      *mode = st.st_mode;
      if (!S_ISLNK (st.st_mode))
        return 0;
      const int reason = follow (path);
      if (reason)
        return reason;
    }
  return ELOOP;
}

/* ---- temporary names ------------------------------------------------------------------------ */

int
mm_path_temporary (const char *target, int (*make) (const char *path, void *context), void *context, char **out)
{
  enum { ATTEMPTS = 10000 };
  char name[64];
  int reason = EEXIST;
  for (int i = 0; i < ATTEMPTS && reason == EEXIST; i++)
    {
      snprintf (name, sizeof name, ".modmorph-%ld-%d.tmp", (long) getpid (), i);
      char *path = mm_path_beside (target, name);
      if (!path)
        return ENOMEM;
      reason = make (path, context);
      if (!reason)
        {
          mm_unfinished_add (path);
          *out = path;
          return 0;
        }
      free (path);
    }
  return reason;
}

bool
mm_path_is_in_temporary (const char *path)
{
  static const char begin[] = ".modmorph-", end[] = ".tmp/";
  const size_t length = folder_length (path);
  if (length < sizeof begin + sizeof end || strncmp (path + length - (sizeof end - 1), end, sizeof end - 1) != 0)
    return false;
  size_t start = length - 1;
  while (start > 0 && path[start - 1] != '/')
    start--;
  return strncmp (path + start, begin, sizeof begin - 1) == 0;
}

void
mm_path_settle (char *temporary)
{
  if (temporary && mm_unfinished_drop (temporary))
    free (temporary);
}

/* ---- disks ------------------------------------------------------------------------------------ */

int
mm_path_sync (int descriptor)
{
  if (fsync (descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS)
    return 0; /* not everything that can be written to can be synchronised */
  return errno;
}

int
mm_path_sync_folder (const char *path)
{
  const int descriptor = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    return errno == EACCES ? 0 : errno; /* one that may be written to but not read */
  const int reason = mm_path_sync (descriptor);
  close (descriptor);
  return reason;
}
