/* graph/unfinished.c: results that are not complete when a signal ends the program.

   A handler may interrupt anything, an allocation too.  So the register is an array of atomic
   pointers, and a folder is read by getdents64: opendir allocates.  */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/unfinished_i.h"

enum { PLACES = 64 };

static _Atomic (const char *) place[PLACES];

void
mm_unfinished_add (const char *path)
{
  for (int i = 0; i < PLACES; i++)
    {
      const char *none = NULL;
      if (atomic_compare_exchange_strong (&place[i], &none, path))
        return;
    }
}

/* What is not in the register has been taken out by a handler, or there was no place.  The process is about
   to end in the first case; in the other the path stays in memory, which is little.  */
bool
mm_unfinished_drop (const char *path)
{
  for (int i = 0; i < PLACES; i++)
    {
      const char *mine = path;
      if (atomic_compare_exchange_strong (&place[i], &mine, NULL))
        return true;
    }
  return false;
}

/* Delete the files in a folder, and no folders.  */
static void
empty (int folder)
{
  alignas (struct dirent64) char buffer[4096];
  ssize_t length;
  while ((length = getdents64 (folder, buffer, sizeof buffer)) > 0)
    for (ssize_t at = 0; at < length;)
      {
        const struct dirent64 *entry = (const struct dirent64 *) (const void *) (buffer + at);
        unlinkat (folder, entry->d_name, 0);
        at += entry->d_reclen;
      }
}

static void
delete_folder (const char *path)
{
  const int folder = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0)
    return;
  empty (folder);
  close (folder);
  rmdir (path);
}

void
mm_unfinished_delete (void)
{
  const int before = errno;
  for (int i = 0; i < PLACES; i++)
    {
      const char *path = atomic_exchange (&place[i], NULL);
      if (path && unlink (path) != 0 && errno != ENOENT)
        delete_folder (path);
    }
  errno = before;
}
