/* graph/folder_contents.c: what is in a folder, and whether it is ours.  */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/folder_i.h"
#include "graph/path.h"
#include "graph/spell.h"

/* The first names in order, and how many there are.  */
enum { MOST_NAMES = 20 };

typedef struct list
{
  char *at[MOST_NAMES];
  size_t kept, count;
} list;

static void
clear (list *l)
{
  for (size_t i = 0; i < l->kept; i++)
    free (l->at[i]);
}

/* @return false: out of memory */
static bool
add (list *l, const char *name)
{
  l->count++;
  if (l->kept == MOST_NAMES && strcmp (name, l->at[MOST_NAMES - 1]) > 0)
    return true;
  char *copy = strdup (name);
  if (!copy)
    return false;
  if (l->kept == MOST_NAMES)
    free (l->at[--l->kept]);
  size_t i = l->kept++;
  for (; i > 0 && strcmp (l->at[i - 1], copy) > 0; i--)
    l->at[i] = l->at[i - 1];
  l->at[i] = copy;
  return true;
}

/* "a, b and 3 more".  */
static void
put (const list *l, char *out, size_t size)
{
  enum { AND_MORE = 40 };
  char name[MM_SPELT];
  size_t length = 0, shown = 0;
  for (; shown < l->kept; shown++)
    {
      mm_spell_name (l->at[shown], name, sizeof name);
      if (length + strlen (name) + AND_MORE > size)
        break;
      const bool last = shown + 1 == l->count;
      length += (size_t) snprintf (out + length, size - length, "%s%s", !shown ? "" : last ? " and " : ", ", name);
    }
  if (shown < l->count)
    snprintf (out + length, size - length, " and %zu more", l->count - shown);
}

static bool
is_dots (const char *name)
{
  return !strcmp (name, ".") || !strcmp (name, "..");
}

/* A folder in the folder is never ours.  */
static bool
is_ours (DIR *d, const char *name, const mm_folder_kind *kind)
{
  struct stat about;
  return kind->is_ours (name) && (fstatat (dirfd (d), name, &about, AT_SYMLINK_NOFOLLOW) || !S_ISDIR (about.st_mode));
}

static mm_status
collect (DIR *d, const mm_folder_kind *kind, list *ours, list *others, bool *needed)
{
  *needed = !kind->needs;
  errno = 0;
  for (const struct dirent *entry; (entry = readdir (d));)
    {
      if (is_dots (entry->d_name))
        continue;
      *needed = *needed || !strcmp (entry->d_name, kind->needs);
      if (!add (is_ours (d, entry->d_name, kind) ? ours : others, entry->d_name))
        return MM_ENOMEM;
      errno = 0;
    }
  return errno ? MM_EIO : MM_OK;
}

mm_status
mm_folder_contents_look (const char *path, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err)
{
  list ours = { .count = 0 }, others = { .count = 0 };
  char names[MM_FOLDER_NAMES];
  bool needed = false;
  DIR *d = opendir (path);
  if (!d)
    return mm_fail (err, MM_EIO, 0, "%s", strerror (errno));
  mm_status s = collect (d, kind, &ours, &others, &needed);
  if (s)
    s = s == MM_ENOMEM ? mm_fail_memory (err) : mm_fail (err, s, 0, "%s", strerror (errno));
  closedir (d);
  if (!s && others.count)
    {
      put (&others, names, sizeof names);
      s = mm_fail (err, MM_EINVAL, 0, "holds more than %s (%s), and is left alone: move the rest out, or name another folder", kind->what, names);
    }
  else if (!s && ours.count && !needed)
    s = mm_fail (err, MM_EINVAL, 0, "holds no %s, so it is left alone", kind->needs);
  else if (!s && ours.count && kind->judge)
    s = kind->judge (path, err);
  if (!s)
    {
      there->count = ours.count;
      there->names[0] = '\0';
      put (&ours, there->names, sizeof there->names);
    }
  clear (&ours);
  clear (&others);
  return s;
}

void
mm_folder_delete (const char *path, const mm_folder_kind *kind)
{
  DIR *d = opendir (path);
  if (!d)
    return;
  for (const struct dirent *entry; (entry = readdir (d));)
    if (!is_dots (entry->d_name) && is_ours (d, entry->d_name, kind))
      unlinkat (dirfd (d), entry->d_name, 0);
  closedir (d);
  rmdir (path);
}

static int
sync_file (int folder, const char *name)
{
  const int file = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0)
    return errno;
  const int reason = mm_path_sync (file);
  close (file);
  return reason;
}

int
mm_folder_sync (const char *path)
{
  DIR *d = opendir (path);
  if (!d)
    return errno;
  int reason = 0;
  for (const struct dirent *entry; !reason && (entry = readdir (d));)
    if (!is_dots (entry->d_name))
      reason = sync_file (dirfd (d), entry->d_name);
  if (!reason)
    reason = mm_path_sync (dirfd (d));
  closedir (d);
  return reason;
}
