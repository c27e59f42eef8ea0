/* cli/part.c: finds, judges and loads the part of the program that has the other commands.

   It is looked for beside the program only, so that an installation can be moved as a whole, and
   one never runs the part of another: first in .libs/, where it is in a build folder, then where
   the configured folders are as seen from each other (from bin/ usually ../libexec/modmorph).  */
#include "config.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/moved.h"
#include "cli/places.h" /* made by make: CLI_BIN_FOLDER, CLI_PART_FOLDER */
#include "cli/report.h"
#include "cli/threads.h"
#include "graph/path.h"

#define PART_FILE "modmorph-all.so"

/* ---- where it is -------------------------------------------------------------------- */

/* The path of this program. @return a heap string; NULL: out of memory, or it is not known */
static char *
own_path (void)
{
  char *path = realpath ("/proc/self/exe", NULL);
  if (!path && errno != ENOMEM)
    {
      const unsigned long started = getauxval (AT_EXECFN);
      path = started ? realpath ((const char *) started, NULL) : NULL;
    }
  return path;
}

/* The path of the part: the first that there is, else the last that was looked for.
   @return a heap string; NULL after a message */
static char *
find_part (void)
{
  char *own = own_path (), *path = NULL;
  if (!own && errno != ENOMEM)
    {
      cli_complain ("this program does not find out where it is itself, so that it cannot find %s; is /proc mounted?", PART_FILE);
      return NULL;
    }
  char *built = own ? cli_moved (own, "/bin", "/bin/.libs") : NULL;
  char *installed = own ? cli_moved (own, CLI_BIN_FOLDER, CLI_PART_FOLDER) : NULL;
  if (built && installed)
    path = mm_path_join (built, PART_FILE);
  if (path && access (path, F_OK))
    {
      free (path);
      path = mm_path_join (installed, PART_FILE);
    }
  free (own);
  free (built);
  free (installed);
  if (!path)
    cli_no_memory ();
  return path;
}

/* ---- loading it ------------------------------------------------------------------------ */

/* What the loader says of a file, without the name of it.  */
static const char *
reason_for (const char *path)
{
  const char *reason = dlerror ();
  const size_t length = strlen (path);
  if (!reason)
    return "no reason given";
  return strncmp (reason, path, length) == 0 && strncmp (reason + length, ": ", 2) == 0 ? reason + length + 2 : reason;
}

/* Whether a file is shorter than its own table of contents says, as after a copy that was cut off: the
   loader would not notice.  */
static bool
is_cut_off (const char *path)
{
  ElfW (Ehdr) head;
  struct stat about;
  FILE *in = fopen (path, "rb");
  const bool known = in && fread (&head, sizeof head, 1, in) == 1 && fstat (fileno (in), &about) == 0;
  if (in)
    fclose (in);
  return known && memcmp (head.e_ident, ELFMAG, SELFMAG) == 0 && about.st_size >= 0
         && head.e_shoff + (uint64_t) head.e_shnum * head.e_shentsize > (uint64_t) about.st_size;
}

/* @return NULL after a message */
static const cli_part *
load (const char *path)
{
  if (access (path, F_OK))
    {
      cli_complain ("%s, which has this command, is not there: install modmorph again, and move bin/ and libexec/ only together",
                    path);
      return NULL;
    }
  if (is_cut_off (path))
    {
      cli_complain ("%s is not complete: install modmorph again", path);
      return NULL;
    }
  char *before;
  void *library = cli_threads_enter (&before) ? dlopen (path, RTLD_NOW | RTLD_LOCAL) : NULL;
  cli_threads_leave (before);
  if (!library)
    {
      cli_complain ("%s, which has this command, cannot be loaded: %s", path, reason_for (path));
      return NULL;
    }
  const cli_part *part = dlsym (library, "modmorph_part");
  if (!part)
    cli_complain ("%s is no part of modmorph " VERSION ": install modmorph again", path);
  else if (strcmp (part->version, VERSION) != 0)
    {
      cli_complain ("%s is of modmorph %s, and this is modmorph " VERSION ": install modmorph again", path, part->version);
      part = NULL;
    }
  return part;
}

int
cli_run_part (int argc, char **argv)
{
  char *path = find_part ();
  const cli_part *part = path ? load (path) : NULL;
  free (path);
  if (!part)
    return CLI_CANNOT;
  return part->run (argc, argv, cli_threads ());
}
