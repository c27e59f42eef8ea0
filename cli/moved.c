/* cli/moved.c: where a folder is when the program is in another place than was configured.  */
#include "cli/moved.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many characters two absolute paths share, up to a slash that is in both or ends one.  */
static size_t
shared_length (const char *a, const char *b)
{
  size_t shared = 0, i = 0;
  for (; a[i] && a[i] == b[i]; i++)
    if (a[i] == '/')
      shared = i;
  if ((!a[i] || a[i] == '/') && (!b[i] || b[i] == '/'))
    shared = i;
  return shared;
}

/* How many folders a path goes down; slashes at its ends and doubled ones do not count.  */
static size_t
depth_of (const char *path)
{
  size_t depth = 0;
  for (; *path; path++)
    depth += *path != '/' && (path[1] == '/' || !path[1]);
  return depth;
}

char *
cli_moved (const char *program, const char *bin, const char *folder)
{
  const size_t shared = shared_length (bin, folder);
  const char *down = folder + shared;
  size_t here = strlen (program);
  for (size_t up = depth_of (bin + shared) + 1; up > 0; up--)
    while (here > 0 && program[--here] != '/')
      ;
  const size_t size = here + strlen (down) + 2;
  char *moved = malloc (size);
  if (moved)
    snprintf (moved, size, "%.*s%s%s", (int) here, program, *down == '/' || !*down ? "" : "/", down);
  return moved;
}
