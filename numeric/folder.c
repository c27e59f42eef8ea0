/* numeric/folder.c: a folder of weights that appears whole or not at all.  */
#include "numeric/folder_i.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct mm_folder
{
  char *target;    /* what it will be called; no link, no slash at the end */
  char *temporary; /* what it is called until then */
  bool replace;
};

static mm_status
fail_io (mm_error *err, const char *path, int reason)
{
  if (err)
    err->file = NULL;
  return mm_fail (err, MM_EIO, 0, "cannot write the folder %.300s: %s", path, strerror (reason));
}

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

char *
mm_folder_file (const mm_folder *f, const char *name)
{
  return mm_path_join (f->temporary, name);
}

/* ---- what is there already ---------------------------------------------------------- */

static bool
is_dots (const char *name)
{
  return !strcmp (name, ".") || !strcmp (name, "..");
}

static bool
is_ours (const char *name)
{
  const size_t length = strlen (name);
  return !strcmp (name, "module.dot") || (length > 4 && !strcmp (name + length - 4, ".npy"));
}

/* Whether a folder was written by us: it has a module.dot, and weights, and nothing else.
   An empty one may be replaced too.  */
static mm_status
check_contents (const char *path, mm_error *err)
{
  DIR *d = opendir (path);
  if (!d)
    return fail_io (err, path, errno);
  mm_status s = MM_OK;
  bool empty = true, module = false;
  for (const struct dirent *entry; !s && (entry = readdir (d));)
    {
      if (is_dots (entry->d_name))
        continue;
      empty = false;
      module |= !strcmp (entry->d_name, "module.dot");
      if (!is_ours (entry->d_name))
        s = mm_fail (err, MM_EINVAL, 0, "the folder %.200s holds %.100s, which is no weights; it is left alone", path,
                     entry->d_name);
    }
  closedir (d);
  if (!s && !empty && !module)
    s = mm_fail (err, MM_EINVAL, 0, "the folder %.300s holds no module.dot, so it is left alone", path);
  return s;
}

/* Whether the name is free, or may be made so.  */
static mm_status
check_target (const char *path, bool replace, mm_error *err)
{
  struct stat about;
  if (stat (path, &about))
    return errno == ENOENT ? MM_OK : fail_io (err, path, errno);
  if (!S_ISDIR (about.st_mode))
    return mm_fail (err, MM_EINVAL, 0, "%.300s is there, and no folder", path);
  if (!replace)
    return mm_fail (err, MM_EINVAL, 0, "the folder %.300s is there already", path);
  return check_contents (path, err);
}

/* ---- making and deleting ---------------------------------------------------------------- */

/* Delete a folder of ours.  What goes wrong leaves something behind that no one asked for,
   but harms nothing.  */
static void
delete_folder (const char *path)
{
  DIR *d = opendir (path);
  if (!d)
    return;
  for (const struct dirent *entry; (entry = readdir (d));)
    if (is_ours (entry->d_name))
      unlinkat (dirfd (d), entry->d_name, 0);
  closedir (d);
  rmdir (path);
}

/* Make an empty folder of a new name beside the target.  mkdtemp would hide it from others;
   mkdir leaves that to the umask.  */
static mm_status
make_beside (const char *target, char **out, mm_error *err)
{
  enum { ATTEMPTS = 10000 };
  const char *slash = strrchr (target, '/');
  const size_t before = slash ? (size_t) (slash - target) + 1 : 0, size = before + 64;
  int reason = EEXIST;
  char *path = malloc (size);
  if (!path)
    return mm_fail_memory (err);
  memcpy (path, target, before);
  for (int i = 0; i < ATTEMPTS && reason == EEXIST; i++)
    {
      snprintf (path + before, size - before, ".modmorph-%ld-%d.tmp", (long) getpid (), i);
      reason = mkdir (path, 0777) ? errno : 0;
    }
  if (reason)
    {
      free (path);
      return fail_io (err, target, reason);
    }
  *out = path;
  return MM_OK;
}

/* The path without slashes at its end; links are followed when it is there.  */
static char *
tidy_path (const char *path)
{
  char *tidy = realpath (path, NULL);
  if (tidy)
    return tidy;
  tidy = strdup (path);
  for (size_t end = tidy ? strlen (tidy) : 0; end > 1 && tidy[end - 1] == '/';)
    tidy[--end] = '\0';
  return tidy;
}

static void
folder_free (mm_folder *f)
{
  free (f->target);
  free (f->temporary);
  free (f);
}

mm_status
mm_folder_open (const char *path, bool replace, mm_folder **out, mm_error *err)
{
  *out = NULL;
  if (err)
    err->file = NULL;
  mm_status s = check_target (path, replace, err);
  if (s)
    return s;
  mm_folder *f = malloc (sizeof *f);
  if (!f)
    return mm_fail_memory (err);
  *f = (mm_folder){ .target = tidy_path (path), .replace = replace };
  s = f->target ? make_beside (f->target, &f->temporary, err) : mm_fail_memory (err);
  if (s)
    folder_free (f);
  else
    *out = f;
  return s;
}

void
mm_folder_abandon (mm_folder *f)
{
  if (!f)
    return;
  delete_folder (f->temporary);
  folder_free (f);
}

/* Move the folder that is there into the place of an empty one, then ours into its place.
   @param spare  out: whether what is called `aside` now is no longer needed  */
static int
swap (const mm_folder *f, const char *aside, bool *spare)
{
  *spare = true;
  const bool moved = !rename (f->target, aside);
  if (!moved && errno != ENOENT)
    return errno;
  if (!rename (f->temporary, f->target))
    return 0;
  const int reason = errno;
  if (moved)
    *spare = !rename (aside, f->target);
  return reason;
}

mm_status
mm_folder_commit (mm_folder *f, mm_error *err)
{
  char *aside = NULL;
  bool spare = true;
  mm_status s = check_target (f->target, f->replace, err);
  if (!s)
    s = make_beside (f->target, &aside, err);
  if (!s)
    {
      const int reason = swap (f, aside, &spare);
      if (reason)
        s = fail_io (err, f->target, reason);
      if (spare)
        delete_folder (aside);
    }
  free (aside);
  if (s)
    mm_folder_abandon (f);
  else
    folder_free (f);
  return s;
}
