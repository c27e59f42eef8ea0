/* cli/bias.c: the file of a bias that lies beside the file of a filter.  */
#include "cli/bias.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/report.h"
#include "graph/path.h"

/* The path without its ending, and ".bias.npy".  */
static char *
other_ending (const char *path, const char *end)
{
  static const char bias[] = ".bias.npy";
  const size_t length = strlen (path) - (mm_path_ends_in (path, end) ? strlen (end) : 0);
  char *made = malloc (length + sizeof bias);
  if (made)
    {
      memcpy (made, path, length);
      memcpy (made + length, bias, sizeof bias);
    }
  return made;
}

char *
cli_bias_path (const char *filter)
{
  return other_ending (filter, ".npy");
}

bool
cli_is_there (const char *path)
{
  struct stat about;
  return lstat (path, &about) == 0;
}

/* @return a heap string, or NULL when there is none */
static char *
find_beside (const char *parent, const char *bias)
{
  static const char *const endings[] = { ".npy", ".weight.npy" };
  for (int i = 0; !bias && i < 2; i++)
    if (mm_path_ends_in (parent, endings[i]))
      {
        char *path = other_ending (parent, endings[i]);
        if (path && cli_is_there (path))
          return path;
        free (path);
      }
  return NULL;
}

void
cli_put_bias_beside (const char *parent, const char *bias)
{
  char *beside = find_beside (parent, bias);
  if (!beside)
    return;
  fputs ("  no bias   ", stdout);
  cli_put_name (stdout, beside);
  fputs (" lies beside the parent and was not read: is --bias ", stdout);
  cli_put_name (stdout, beside);
  puts (" missing?");
  free (beside);
}

void
cli_json_bias_beside (cli_json *j, const char *parent, const char *bias)
{
  char *beside = find_beside (parent, bias);
  if (beside)
    cli_json_text (j, "bias_not_read", beside);
  free (beside);
}
