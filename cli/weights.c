/* cli/weights.c: parents and children from what was named on the command line.  */
#include "cli/weights.h"

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

void
cli_put_unread (const mm_weights *w)
{
  for (size_t i = 0; i < w->unread_count; i++)
    {
      fputs (i ? ", " : "  not read  ", stdout);
      cli_put_name (stdout, w->unread[i]);
    }
  if (w->unread_count)
    puts (" (only .npy files are)");
}

void
cli_json_unread (cli_json *j, const mm_weights *w)
{
  if (!w->unread_count)
    return;
  cli_json_open (j, "not_read", '[');
  for (size_t i = 0; i < w->unread_count; i++)
    cli_json_text (j, NULL, w->unread[i]);
  cli_json_close (j, ']');
}
