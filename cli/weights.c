/* cli/weights.c: parents and children from what was named on the command line.  */
#include "cli/weights.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"

bool
cli_parent_read (cli_parent *p, const char *weights, const char *bias)
{
  *p = (cli_parent){ .bias = NULL };
  mm_error err = { .file = weights };
  if (mm_npy_read_filter (weights, &p->filter, NULL, &err))
    {
      cli_failed (&err, weights);
      return false;
    }
  err.file = bias;
  if (bias && mm_npy_read_vector (bias, p->filter.out, &p->bias, &err))
    {
      cli_failed (&err, bias);
      cli_parent_clear (p);
      return false;
    }
  return true;
}

void
cli_parent_clear (cli_parent *p)
{
  mm_filter_clear (&p->filter);
  free (p->bias);
  *p = (cli_parent){ .bias = NULL };
}

/* Whether a name ends in ".npy", hidden files apart.  */
static bool
is_npy (const char *name)
{
  const size_t length = strlen (name);
  return name[0] != '.' && length > 4 && strcmp (name + length - 4, ".npy") == 0;
}

/* Lower *dtype to what one file of a folder holds.  */
static bool
lower_dtype (const char *folder, const char *name, mm_dtype *dtype)
{
  const size_t length = strlen (folder) + strlen (name) + 2;
  char *path = malloc (length);
  if (!path)
    return cli_no_memory () == 0;
  snprintf (path, length, "%s/%s", folder, name);
  mm_error err = { .status = MM_OK };
  mm_array array;
  const mm_status s = mm_npy_read (path, &array, &err);
  if (s)
    cli_failed (&err, path);
  else if (array.dtype == MM_F32)
    *dtype = MM_F32;
  if (!s)
    mm_array_clear (&array);
  free (path);
  return s == MM_OK;
}

bool
cli_folder_dtype (const char *folder, mm_dtype *dtype)
{
  DIR *dir = opendir (folder);
  if (!dir)
    {
      cli_complain ("%s: %s", folder, strerror (errno));
      return false;
    }
  bool good = true;
  *dtype = MM_F64;
  for (const struct dirent *entry; good && *dtype == MM_F64 && (entry = readdir (dir));)
    if (is_npy (entry->d_name))
      good = lower_dtype (folder, entry->d_name, dtype);
  closedir (dir);
  return good;
}

bool
cli_read_dtype (const char *text, mm_dtype *dtype)
{
  if (text && strcmp (text, "f32") == 0)
    *dtype = MM_F32;
  else if (text && strcmp (text, "f64") == 0)
    *dtype = MM_F64;
  else if (text)
    {
      cli_complain ("--dtype is f32 or f64, not '%s'", text);
      return false;
    }
  return true;
}

const char *
cli_dtype_name (mm_dtype dtype)
{
  return dtype == MM_F32 ? "float32" : "float64";
}
