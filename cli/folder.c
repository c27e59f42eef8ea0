/* cli/folder.c: a folder of pictures that appears whole or not at all.  */
#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/report.h"

bool
cli_is_folder (const char *path)
{
  struct stat about;
  const size_t length = strlen (path);
  return (length > 0 && path[length - 1] == '/') || (stat (path, &about) == 0 && S_ISDIR (about.st_mode));
}

static bool
is_dots (const char *name)
{
  return strcmp (name, ".") == 0 || strcmp (name, "..") == 0;
}

/* Visit the entries of a folder; stops when `visit` says false.  */
static bool
each_entry (const char *folder, bool (*visit) (const char *folder, const char *name))
{
  DIR *dir = opendir (folder);
  if (!dir)
    return false;
  bool good = true;
  for (const struct dirent *entry; good && (entry = readdir (dir));)
    if (!is_dots (entry->d_name))
      good = visit (folder, entry->d_name);
  closedir (dir);
  return good;
}

static bool
refuse (const char *folder, const char *name)
{
  (void) folder;
  (void) name;
  return false;
}

/* Whether a name is step-NUMBER.FORMAT, as we give it.  */
static bool
is_picture (const char *folder, const char *name)
{
  static const char step[] = "step-";
  (void) folder;
  if (strncmp (name, step, sizeof step - 1) != 0)
    return false;
  const char *number = name + sizeof step - 1;
  const size_t digits = strspn (number, "0123456789");
  const char *end = number + digits;
  return digits > 0 && (strcmp (end, ".svg") == 0 || strcmp (end, ".pdf") == 0 || strcmp (end, ".png") == 0);
}

/* @return a heap string; NULL: out of memory */
static char *
join (const char *a, const char *middle, const char *b)
{
  const size_t length = strlen (a) + strlen (middle) + strlen (b) + 1;
  char *joined = malloc (length);
  if (joined)
    snprintf (joined, length, "%s%s%s", a, middle, b);
  return joined;
}

static bool
remove_entry (const char *folder, const char *name)
{
  char *path = join (folder, "/", name);
  const bool removed = path && unlink (path) == 0;
  free (path);
  return removed;
}

static bool
remove_folder (const char *path)
{
  return each_entry (path, remove_entry) && rmdir (path) == 0;
}

static void
forget (cli_folder *f)
{
  free (f->target);
  free (f->temporary);
  *f = (cli_folder){ .target = NULL };
}

/* Whether the folder is free to be made, or may be replaced.  */
static bool
is_free (const char *target, bool force)
{
  struct stat about;
  if (stat (target, &about) != 0 || (S_ISDIR (about.st_mode) && each_entry (target, refuse)))
    return true;
  if (!S_ISDIR (about.st_mode))
    cli_complain_of (target, "is a file, not a folder");
  else if (!force)
    cli_complain_of (target, "is there already; --force replaces it");
  else if (!each_entry (target, is_picture))
    cli_complain_of (target, "holds more than pictures of steps, and is left alone");
  else
    return true;
  return false;
}

bool
cli_folder_begin (cli_folder *f, const char *path, bool force)
{
  *f = (cli_folder){ .target = join (path, "", "") };
  if (!f->target)
    return cli_no_memory () == 0;
  for (size_t end = strlen (f->target); end > 1 && f->target[end - 1] == '/';)
    f->target[--end] = '\0';
  bool good = is_free (f->target, force);
  if (good && (f->temporary = join (f->target, "", ".XXXXXX")) == NULL)
    good = cli_no_memory () == 0;
  if (good && !mkdtemp (f->temporary))
    {
      cli_complain_of (f->target, "%s", strerror (errno));
      good = false;
    }
  if (!good)
    forget (f);
  return good;
}

/* mkdtemp keeps a folder private; give it the usual permissions.  */
static void
publish (const char *folder)
{
  const mode_t mask = umask (0);
  umask (mask);
  chmod (folder, 0777 & ~mask);
}

/* Move the older folder, if any, aside to `old`, an empty folder.  */
static bool
swap (const cli_folder *f, const char *old)
{
  const bool moved = rename (f->target, old) == 0;
  if (!moved && errno != ENOENT)
    return false;
  if (rename (f->temporary, f->target) == 0)
    return true;
  const int reason = errno;
  if (moved)
    rename (old, f->target);
  errno = reason;
  return false;
}

bool
cli_folder_commit (cli_folder *f)
{
  char *old = join (f->target, "", ".XXXXXX");
  bool good = old && mkdtemp (old);
  if (good)
    {
      publish (f->temporary);
      good = swap (f, old);
      if (!good)
        cli_complain_of (f->target, "%s", strerror (errno));
      remove_folder (old);
    }
  else
    cli_complain_of (f->target, "%s", old ? strerror (errno) : "out of memory");
  free (old);
  if (good)
    forget (f);
  else
    cli_folder_abandon (f);
  return good;
}

void
cli_folder_abandon (cli_folder *f)
{
  if (f->temporary)
    remove_folder (f->temporary);
  forget (f);
}
