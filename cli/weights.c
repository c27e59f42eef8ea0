/* cli/weights.c: parents and children from what was named on the command line.  */
#include "cli/weights.h"

#include <stdlib.h>
#include <string.h>

#include "cli/report.h"

bool
cli_parent_read (cli_parent *p, const char *weights, const char *bias, bool bfloat16)
{
  const mm_npy_reading how = { bfloat16 };
  *p = (cli_parent){ .bias = NULL };
  mm_error err = { .file = weights };
  if (mm_npy_read_filter_as (weights, &how, &p->filter, NULL, &err))
    {
      cli_failed (&err, weights);
      return false;
    }
  err.file = bias;
  if (bias && mm_npy_read_vector_as (bias, &how, p->filter.out, &p->bias, &err))
    {
      cli_failed (&err, bias);
      cli_parent_clear (p);
      return false;
    }
  return true;
}

bool
cli_parent_fits (const mm_module *m, const cli_parent *p, const char *path)
{
  const mm_filter *f = &p->filter;
  const mm_shape wanted = { mm_module_blob_info (m, mm_module_sink (m)).channels,
                            mm_module_blob_info (m, mm_module_source (m)).channels, 0, 0 };
  const char *other = mm_npy_other_order (f, &wanted);
  if (*other)
    cli_complain_of (path, "the array has shape (%u, %u, %u, %u), and the module takes %u channels to %u%s", f->out, f->in,
                     f->kh, f->kw, wanted.in ? wanted.in : f->in, wanted.out ? wanted.out : f->out, other);
  return !*other;
}

bool
cli_parent_is_clear (const mm_module *m, const cli_parent *p, const char *path)
{
  const mm_filter *f = &p->filter;
  const bool stated = mm_module_blob_info (m, mm_module_sink (m)).channels || mm_module_blob_info (m, mm_module_source (m)).channels;
  if (stated || !mm_npy_is_questionable (f))
    return cli_parent_fits (m, p, path);
  cli_complain_of (path, "the array has shape (%u, %u, %u, %u): a %ux%u kernel as (out, in, height, width), and a %ux%u one in "
                   "TensorFlow's order (height, width, in, out); add channels= to the module's source and sink", f->out, f->in,
                   f->kh, f->kw, f->kh, f->kw, f->out, f->in);
  return false;
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
  static const char *const names[] = { [MM_F32] = "float32", [MM_F64] = "float64", [MM_F16] = "float16", [MM_BF16] = "bfloat16" };
  return names[dtype];
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
