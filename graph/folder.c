/* graph/folder.c: folders of results that appear whole or not at all.  */
#include "config.h"

#include "graph/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/folder_i.h"
#include "graph/path.h"

struct mm_folder
{
  char *target;    /* what it will be called; no link, no slash at the end */
  char *folder;    /* where that is */
  char *temporary; /* what it is called until then */
  const mm_folder_kind *kind;
  bool replace;
};

static mm_status
fail_because (mm_error *err, int reason)
{
  if (reason == ENOMEM)
    return mm_fail_memory (err);
  if (reason == EDESTADDRREQ)
    return mm_fail (err, MM_EINVAL, 0, "the folder has no name");
  return mm_fail (err, MM_EIO, 0, "%s", reason == ENOENT ? "the folder that it is to be in does not exist" : strerror (reason));
}

/* ---- where it is to be ------------------------------------------------------------------ */

/* Whether the last part of a path is "." or "..", or there is none.  */
static bool
ends_in_dots (const char *path)
{
  const char *slash = strrchr (path, '/'), *last = slash ? slash + 1 : path;
  return !*last || !strcmp (last, ".") || !strcmp (last, "..");
}

/* The path without slashes at its end and without links, as a name in a folder. @return 0, or an errno */
static int
find_target (const char *path, char **out, mode_t *mode)
{
  char *target = strdup (path);
  for (size_t end = target ? strlen (target) : 0; end > 1 && target[end - 1] == '/';)
    target[--end] = '\0';
  int reason = !target ? ENOMEM : !*target ? EDESTADDRREQ : mm_path_resolve (&target, mode);
  for (size_t end = reason ? 0 : strlen (target); end > 1 && target[end - 1] == '/';)
    target[--end] = '\0';
  if (!reason && ends_in_dots (target))
    {
      char *real = realpath (target, NULL);
      reason = real ? 0 : errno;
      free (target);
      target = real;
    }
  if (reason)
    free (target);
  else
    *out = target;
  return reason;
}

static bool
is_same (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Whether a folder that is there can be moved away at all.  */
static mm_status
check_place (const char *target, mm_error *err)
{
  struct stat about, above, here;
  char *parent = mm_path_beside (target, ".");
  if (!parent)
    return mm_fail_memory (err);
  const bool known = stat (target, &about) == 0 && stat (parent, &above) == 0 && stat (".", &here) == 0;
  const int reason = errno;
  free (parent);
  if (!known)
    return fail_because (err, reason);
  if (is_same (&about, &above) || about.st_dev != above.st_dev)
    return mm_fail (err, MM_EINVAL, 0, "is where a disk begins, and cannot be replaced; name a folder in it");
  if (is_same (&about, &here))
    return mm_fail (err, MM_EINVAL, 0, "is the folder that one is in, and cannot be replaced from there; name a folder in it");
  return MM_OK;
}

static mm_status
look_once (const char *target, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err)
{
  mm_status s = check_place (target, err);
  if (!s)
    s = mm_folder_contents_look (target, kind, there, err);
  return !s && there->count && access (target, W_OK | X_OK) ? fail_because (err, errno) : s;
}

/* Whether a folder has made room for another one since it was looked at.  */
static bool
has_changed (const char *target, const struct stat *before)
{
  struct stat now;
  return stat (target, &now) || !is_same (&now, before) || now.st_ctim.tv_sec != before->st_ctim.tv_sec
         || now.st_ctim.tv_nsec != before->st_ctim.tv_nsec;
}

/* A folder that another writer replaces meanwhile looks as if something were missing: look again.
   @param mode  of the target, as mm_path_resolve gives it */
static mm_status
look (const char *target, mode_t mode, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err)
{
  enum { ATTEMPTS = 100 };
  *there = (mm_folder_contents){ .count = 0 };
  if (mode && !S_ISDIR (mode))
    return mm_fail (err, MM_EINVAL, 0, "is a file, not a folder");
  mm_status s = MM_OK;
  struct stat before;
  for (int i = 0; mode && i < ATTEMPTS; i++)
    {
      if (stat (target, &before))
        return errno == ENOENT ? MM_OK : fail_because (err, errno);
      s = look_once (target, kind, there, err);
      if (!s || s == MM_ENOMEM || !has_changed (target, &before))
        return s;
      *there = (mm_folder_contents){ .count = 0 };
    }
  return s;
}

mm_status
mm_folder_look (const char *path, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err)
{
  char *target = NULL;
  mode_t mode = 0;
  if (err)
    err->file = path;
  const int reason = find_target (path, &target, &mode);
  const mm_status s = reason ? fail_because (err, reason) : look (target, mode, kind, there, err);
  free (target);
  return s;
}

/* ---- making it ----------------------------------------------------------------------------- */

static int
make (const char *path, void *unused)
{
  (void) unused;
  return mkdir (path, 0777) ? errno : 0;
}

static void
forget (mm_folder *f)
{
  free (f->target);
  free (f->folder);
  mm_path_settle (f->temporary);
  free (f);
}

static mm_status
open_target (mm_folder *f, const char *path, mm_error *err)
{
  mm_folder_contents there;
  mode_t mode = 0;
  int reason = find_target (path, &f->target, &mode);
  if (reason)
    return fail_because (err, reason);
  const mm_status s = look (f->target, mode, f->kind, &there, err);
  if (s)
    return s;
  if (there.count && !f->replace)
    return mm_fail (err, MM_EINVAL, 0, "is there already, with %s", there.names);
  f->folder = mm_path_beside (f->target, ".");
  reason = !f->folder ? ENOMEM : mm_path_temporary (f->target, make, NULL, &f->temporary);
  return reason ? fail_because (err, reason) : MM_OK;
}

mm_status
mm_folder_open (const char *path, const mm_folder_kind *kind, bool replace, mm_folder **out, mm_error *err)
{
  *out = NULL;
  if (err)
    err->file = path;
  mm_folder *f = malloc (sizeof *f);
  if (!f)
    return mm_fail_memory (err);
  *f = (mm_folder){ .kind = kind, .replace = replace };
  const mm_status s = open_target (f, path, err);
  if (s)
    forget (f);
  else
    *out = f;
  return s;
}

char *
mm_folder_file (const mm_folder *f, const char *name)
{
  return mm_path_join (f->temporary, name);
}

const char *
mm_folder_path (const mm_folder *f)
{
  return f->temporary;
}

void
mm_folder_abandon (mm_folder *f)
{
  if (!f)
    return;
  mm_folder_delete (f->temporary, f->kind);
  forget (f);
}

/* ---- giving it its name ------------------------------------------------------------------------ */

/* rename in one step, by what the system or the disk may not have.  */
static int
rename_by (const char *from, const char *to, unsigned how)
{
  return renameat2 (AT_FDCWD, from, AT_FDCWD, to, how) ? errno : 0;
}

static bool
is_unknown (int reason)
{
  return reason == ENOSYS || reason == EINVAL || reason == ENOTSUP || reason == EXDEV;
}

/* Put the older folder at `aside`, which is free, and f into its place; or leave both where they
   are.  When another writer has taken the place meanwhile, the older folder is no longer wanted.  */
static int
swap_by_two (const mm_folder *f, const char *aside)
{
  if (rename (f->target, aside))
    return errno;
  if (!rename (f->temporary, f->target))
    return rename (aside, f->temporary) ? errno : 0;
  const int reason = errno;
  if (rename (aside, f->target))
    mm_folder_delete (aside, f->kind);
  return reason;
}

static int
exchange_by_hand (const mm_folder *f)
{
  static const char end[] = ".old"; /* instead of .tmp, and as unique */
  char *aside = strdup (f->temporary);
  if (!aside)
    return ENOMEM;
  memcpy (aside + strlen (aside) - strlen (end), end, sizeof end);
  const int reason = swap_by_two (f, aside);
  free (aside);
  return reason;
}

/* Exchange the two folders: afterwards the older one has the temporary name.  */
static int
exchange (const mm_folder *f)
{
  const int reason = rename_by (f->temporary, f->target, RENAME_EXCHANGE);
  return is_unknown (reason) ? exchange_by_hand (f) : reason;
}

static int
take_free_name (const mm_folder *f)
{
  const int reason = rename_by (f->temporary, f->target, RENAME_NOREPLACE);
  if (!is_unknown (reason))
    return reason;
  return rename (f->temporary, f->target) ? errno : 0;
}

/* Exchange the folders, unless the older one holds what is not ours by now.  */
static mm_status
replace (const mm_folder *f, int *reason, mm_error *err)
{
  mm_folder_contents there;
  struct stat about;
  mm_status s = look (f->target, S_IFDIR, f->kind, &there, err);
  if (!s && there.count && !f->replace)
    return mm_fail (err, MM_EINVAL, 0, "is there by now, with %s", there.names);
  if (s)
    return s;
  if (stat (f->target, &about) == 0)
    chmod (f->temporary, about.st_mode & 07777);
  *reason = exchange (f);
  if (*reason)
    return MM_OK;
  s = mm_folder_contents_look (f->temporary, f->kind, &there, err);
  if (!s && there.count && !f->replace)
    s = mm_fail (err, MM_EINVAL, 0, "is there by now, with %s", there.names);
  if (s)
    exchange (f);
  else
    mm_folder_delete (f->temporary, f->kind);
  return s;
}

/* Others may make or remove the target at any time, so both ways are tried for as long as the
   answer is that the other one is right.  */
static mm_status
put_into_place (const mm_folder *f, mm_error *err)
{
  enum { ATTEMPTS = 100 };
  int reason = EEXIST;
  for (int i = 0; i < ATTEMPTS && (reason == EEXIST || reason == ENOTEMPTY || reason == ENOENT); i++)
    {
      struct stat about;
      reason = 0;
      if (lstat (f->target, &about))
        reason = errno == ENOENT ? take_free_name (f) : errno;
      else if (!S_ISDIR (about.st_mode))
        return mm_fail (err, MM_EINVAL, 0, "is a file by now, not a folder");
      else
        {
          const mm_status s = replace (f, &reason, err);
          if (s)
            return s;
        }
      if (!reason)
        return MM_OK;
    }
  return fail_because (err, reason);
}

mm_status
mm_folder_commit (mm_folder *f, mm_error *err)
{
  sigset_t all, before;
  if (err)
    err->file = NULL;
  const int reason = mm_folder_sync (f->temporary);
  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  const mm_status s = reason ? fail_because (err, reason) : put_into_place (f, err);
  if (s)
    mm_folder_delete (f->temporary, f->kind);
  else
    mm_path_sync_folder (f->folder);
  forget (f);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return s;
}
