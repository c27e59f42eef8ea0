/* numeric/weights_io.c: weights to a folder and back.  */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/text.h"
#include "graph/write.h"
#include "numeric/folder_i.h"
#include "numeric/npy.h"
#include "numeric/weights.h"
#include "numeric/weights_names_i.h"

/* Say of which file of which folder an error speaks, unless it names its path.  */
static mm_status
explain (mm_error *err, mm_status s, const char *folder, const char *name)
{
  char text[MM_ERROR_TEXT];
  if (!err)
    return s;
  err->file = NULL; /* it may have been a path that is gone */
  if (s == MM_EIO || s == MM_ENOMEM)
    return s;
  memcpy (text, err->text, sizeof text);
  err->file = folder;
  return mm_fail (err, s, 0, "%.200s: %.300s", name, text);
}

/* ---- writing ---------------------------------------------------------------------------- */

typedef struct output
{
  const mm_weights *w;
  const char *path; /* as the caller called it */
  mm_folder *folder;
  mm_file_names names;
  mm_dtype dtype;
} output;

/* " weights=F1.npy" for module.dot.  */
static void
put_weights (FILE *out, const mm_module *m, mm_layer e, void *context)
{
  const output *o = context;
  char name[MM_FILE_NAME];
  if (mm_module_layer_info (m, e).kind != MM_KIND_CONV)
    return;
  mm_file_name (&o->names, e, ".npy", name);
  fputs (" weights=", out);
  mm_write_dot_word (name, out); /* file names are harmless: this cannot fail */
}

static mm_status
write_module (output *o, mm_error *err)
{
  const mm_dot_extra extra = { put_weights, o };
  char *path = mm_folder_file (o->folder, "module.dot");
  if (!path)
    return mm_fail_memory (err);
  mm_outfile *file;
  mm_status s = mm_outfile_open (path, &file, err);
  free (path);
  if (s)
    return s;
  s = mm_write_dot (o->w->module, &extra, mm_outfile_stream (file));
  if (!s || s == MM_EIO)
    return mm_outfile_commit (file, err);
  mm_outfile_abandon (file);
  if (s == MM_EUNSUPPORTED)
    return mm_fail (err, s, 0, "a name of this module cannot be written as DOT");
  return mm_fail (err, s, 0, "%s while writing module.dot", mm_status_text (s));
}

static mm_status
write_filter (const output *o, mm_layer e, mm_error *err)
{
  const mm_filter *f = &o->w->filter[e];
  char name[MM_FILE_NAME];
  mm_file_name (&o->names, e, ".npy", name);
  if (!f->data)
    return explain (err, mm_fail (err, MM_EINVAL, 0, "the layer has no weights"), o->path, name);
  char *path = mm_folder_file (o->folder, name);
  if (!path)
    return mm_fail_memory (err);
  mm_status s = mm_npy_write_filter (path, f, o->dtype, err);
  free (path);
  return s ? explain (err, s, o->path, name) : MM_OK;
}

static mm_status
write_bias (const output *o, mm_layer e, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_file_name (&o->names, e, ".bias.npy", name);
  char *path = mm_folder_file (o->folder, name);
  if (!path)
    return mm_fail_memory (err);
  mm_status s = mm_npy_write_vector (path, o->w->bias[e], o->w->filter[e].out, o->dtype, err);
  free (path);
  return s ? explain (err, s, o->path, name) : MM_OK;
}

static mm_status
write_files (output *o, mm_error *err)
{
  const mm_module *m = o->w->module;
  mm_status s = write_module (o, err);
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    {
      if (mm_module_layer_info (m, e).kind != MM_KIND_CONV)
        continue;
      s = write_filter (o, e, err);
      if (!s && o->w->bias[e])
        s = write_bias (o, e, err);
    }
  return s;
}

mm_status
mm_weights_write (const mm_weights *w, const char *folder, mm_dtype dtype, bool replace, mm_error *err)
{
  output o = { .w = w, .path = folder, .dtype = dtype };
  if (mm_file_names_make (w->module, &o.names))
    return mm_fail_memory (err);
  mm_status s = mm_folder_open (folder, replace, &o.folder, err);
  if (!s)
    {
      s = write_files (&o, err);
      if (s)
        mm_folder_abandon (o.folder);
      else
        s = mm_folder_commit (o.folder, err);
    }
  mm_file_names_clear (&o.names);
  return s;
}

/* ---- reading ---------------------------------------------------------------------------- */

typedef struct input
{
  const mm_module *module;
  const char *folder;
  mm_file_names names;
} input;

static mm_status
check_layer (const mm_module *m, mm_layer e, mm_error *err)
{
  char buffer[MM_NAME_BUFFER];
  const mm_layer_info info = mm_module_layer_info (m, e);
  const char *name = mm_module_layer_name (m, e, buffer);
  if (info.kind != MM_KIND_CONV && info.kind != MM_KIND_IDENTITY)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %.100s is neither a convolution nor an identity", name);
  if (info.groups != 1)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %.100s has %u groups; only 1 is supported", name, info.groups);
  return MM_OK;
}

/* Whether a filter is what the module says of its layer, where it says anything.  */
static mm_status
check_shape (const mm_module *m, mm_layer e, const mm_filter *f, mm_error *err)
{
  char buffer[MM_NAME_BUFFER];
  const mm_layer_info info = mm_module_layer_info (m, e);
  const uint32_t out = mm_module_blob_info (m, mm_module_heads (m)[e]).channels;
  const uint32_t in = mm_module_blob_info (m, mm_module_tails (m)[e]).channels;
  if ((!out || out == f->out) && (!in || in == f->in) && (!info.kernel_h || info.kernel_h == f->kh)
      && (!info.kernel_w || info.kernel_w == f->kw))
    return MM_OK;
  return mm_fail (err, MM_EPARSE, 0, "the array has shape (%u, %u, %u, %u), and layer %.100s needs (%u, %u, %u, %u)",
                  f->out, f->in, f->kh, f->kw, mm_module_layer_name (m, e, buffer), out ? out : f->out,
                  in ? in : f->in, info.kernel_h ? info.kernel_h : f->kh, info.kernel_w ? info.kernel_w : f->kw);
}

static mm_status
read_filter (const input *i, mm_layer e, mm_filter *f, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_file_name (&i->names, e, ".npy", name);
  char *path = mm_path_join (i->folder, name);
  if (!path)
    return mm_fail_memory (err);
  mm_status s = mm_npy_read_filter (path, f, NULL, err);
  if (!s)
    s = check_shape (i->module, e, f, err);
  free (path);
  return s ? explain (err, s, i->folder, name) : MM_OK;
}

/* Read a file that need not be there.
   @param bias  out: NULL when it is not; NULL itself when there must be no such file  */
static mm_status
read_more (const input *i, mm_layer e, const char *end, size_t count, double **bias, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_file_name (&i->names, e, end, name);
  char *path = mm_path_join (i->folder, name);
  if (!path)
    return mm_fail_memory (err);
  struct stat about;
  const bool there = !stat (path, &about) || errno != ENOENT;
  mm_status s = MM_OK;
  if (there && bias)
    s = mm_npy_read_vector (path, count, bias, err);
  else if (there)
    s = mm_fail (err, MM_EUNSUPPORTED, 0, "batch normalisation is not supported; fold it into the convolution first");
  free (path);
  return s ? explain (err, s, i->folder, name) : MM_OK;
}

static mm_status
read_files (const input *i, mm_weights *w, mm_error *err)
{
  const mm_module *m = i->module;
  mm_status s = MM_OK;
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    s = check_layer (m, e, err);
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    {
      if (mm_module_layer_info (m, e).kind != MM_KIND_CONV)
        continue;
      s = read_filter (i, e, &w->filter[e], err);
      if (!s)
        s = read_more (i, e, ".bias.npy", w->filter[e].out, &w->bias[e], err);
      if (!s)
        s = read_more (i, e, ".bn.npy", 0, NULL, err);
    }
  return s;
}

mm_status
mm_weights_read (const mm_module *m, const char *folder, mm_weights **out, mm_error *err)
{
  input i = { .module = m, .folder = folder };
  *out = NULL;
  if (err)
    err->file = NULL;
  mm_weights *w = mm_weights_new (m);
  if (!w)
    return mm_fail_memory (err);
  mm_status s = mm_file_names_make (m, &i.names);
  if (s)
    mm_fail_memory (err);
  else
    s = read_files (&i, w, err);
  if (s)
    mm_weights_free (w);
  else
    *out = w;
  mm_file_names_clear (&i.names);
  return s;
}
