/* numeric/weights_write.c: weights to a folder.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/folder.h"
#include "graph/path.h"
#include "graph/read.h"
#include "graph/spell.h"
#include "graph/text.h"
#include "graph/write.h"
#include "numeric/npy.h"
#include "numeric/weights.h"
#include "numeric/weights_files_i.h"

typedef struct output
{
  const mm_weights *w;
  const char *path; /* as the caller called it */
  mm_folder *folder;
  mm_file_names names, blob_names;
  mm_dtype dtype;
} output;

static bool
has_weights (const mm_module *m, mm_layer e, void *context)
{
  (void) context;
  return mm_module_layer_info (m, e).kind == MM_KIND_CONV;
}

/* F1.npy, for the attribute `weights` in module.dot.  */
static void
put_weights (FILE *out, const mm_module *m, mm_layer e, void *context)
{
  (void) m;
  const output *o = context;
  char name[MM_FILE_NAME];
  mm_file_name (&o->names, e, ".npy", name);
  mm_write_dot_word (name, out); /* file names are harmless: this cannot fail */
}

static mm_status
write_module (output *o, mm_error *err)
{
  const mm_dot_extra extra = { "weights", put_weights, has_weights, o };
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
    return mm_child_explain (err, mm_fail (err, MM_EINVAL, 0, "the layer has no weights"), o->path, name);
  char *path = mm_folder_file (o->folder, name);
  if (!path)
    return mm_fail_memory (err);
  mm_status s = mm_npy_write_filter (path, f, o->dtype, err);
  free (path);
  return s ? mm_child_explain (err, s, o->path, name) : MM_OK;
}

/* Zeros for a layer that is said to have one.  */
static mm_status
write_bias (const output *o, mm_layer e, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_file_name (&o->names, e, ".bias.npy", name);
  char *path = mm_folder_file (o->folder, name);
  double *zero = o->w->bias[e] ? NULL : mm_array_new (o->w->filter[e].out, sizeof *zero);
  mm_status s = MM_ENOMEM;
  if (path && (zero || o->w->bias[e]))
    s = mm_npy_write_vector (path, zero ? zero : o->w->bias[e], o->w->filter[e].out, o->dtype, err);
  else
    mm_fail_memory (err);
  free (zero);
  free (path);
  return s ? mm_child_explain (err, s, o->path, name) : MM_OK;
}

/* ---- what starts as the identity ------------------------------------------------------------ */

static uint32_t
greater (uint32_t a, uint32_t b)
{
  return a > b ? a : b;
}

/* How many channels a blob has by what is said of it and by the filters that it meets; 0: nothing tells.  */
static uint32_t
channels_here (const mm_weights *w, mm_blob v)
{
  const mm_module *m = w->module;
  const mm_handles in = mm_module_in (m, v), out = mm_module_out (m, v);
  uint32_t channels = mm_module_blob_info (m, v).channels;
  for (uint32_t k = 0; k < in.count && !channels; k++)
    channels = w->filter[in.at[k]].out;
  for (uint32_t k = 0; k < out.count && !channels; k++)
    channels = w->filter[out.at[k]].in;
  return channels;
}

/* Identities hand them on, forward and back.  @param channels  out: one entry a blob */
static void
count_channels (const mm_weights *w, uint32_t *channels)
{
  const mm_module *m = w->module;
  const mm_blob *order = mm_module_order (m);
  const uint32_t blobs = mm_module_blobs (m);
  for (uint32_t i = 0; i < blobs; i++)
    channels[i] = channels_here (w, i);
  for (uint32_t i = 0; i < 2 * blobs; i++)
    {
      const mm_handles out = mm_module_out (m, order[i < blobs ? i : 2 * blobs - 1 - i]);
      for (uint32_t k = 0; k < out.count; k++)
        if (!mm_weights_filter (w, out.at[k]))
          {
            uint32_t *tail = &channels[mm_module_tails (m)[out.at[k]]], *head = &channels[mm_module_heads (m)[out.at[k]]];
            *tail = *head = greater (*tail, *head);
          }
    }
}

/* Errors name the file.  @param name  of the file, in the folder */
static mm_status
write_array (const output *o, const char *name, const mm_array *a, mm_error *err)
{
  char *path = mm_folder_file (o->folder, name);
  if (!path)
    return mm_fail_memory (err);
  const mm_status s = mm_npy_write (path, a, o->dtype, err);
  free (path);
  return s ? mm_child_explain (err, s, o->path, name) : MM_OK;
}

/* Rows gamma, beta, mean, variance.  */
static mm_status
write_norm (const output *o, const char *name, double epsilon, uint32_t channels, mm_error *err)
{
  mm_array a = { .dimensions = 2, .shape = { 4, channels }, .data = mm_array_new (4 * (size_t) channels, sizeof (double)) };
  if (!a.data)
    return mm_fail_memory (err);
  const double variance = mm_norm_start (epsilon);
  for (size_t c = 0; c < channels; c++)
    {
      a.data[c] = epsilon < 1 ? 1 : sqrt (variance + epsilon);
      a.data[3 * (size_t) channels + c] = variance;
    }
  const mm_status s = write_array (o, name, &a, err);
  mm_array_clear (&a);
  return s;
}

static mm_status
write_slopes (const output *o, const char *name, uint32_t channels, mm_error *err)
{
  mm_array a = { .dimensions = 1, .shape = { channels }, .data = mm_array_new (channels, sizeof (double)) };
  if (!a.data)
    return mm_fail_memory (err);
  for (size_t c = 0; c < channels; c++)
    a.data[c] = 1;
  const mm_status s = write_array (o, name, &a, err);
  mm_array_clear (&a);
  return s;
}

/* A normalisation or slopes, where the module has them.  */
static mm_status
write_part (const output *o, uint32_t e, mm_part part, uint32_t channels, mm_error *err)
{
  char name[MM_FILE_NAME];
  const mm_module *m = o->w->module;
  const mm_child_files files = { .module = m, .layers = o->names, .blobs = o->blob_names };
  if (!mm_child_needs (m, e, part))
    return MM_OK;
  mm_child_file_name (&files, e, part, name);
  if (!channels)
    return mm_child_explain (err, mm_fail (err, MM_EINVAL, 0, "nothing tells how many channels there are"), o->path, name);
  if (part == MM_PART_BLOB_SLOPE)
    return write_slopes (o, name, channels, err);
  double epsilon = MM_NORM_EPSILON;
  if (!mm_module_norm_epsilon (m, part == MM_PART_NORM ? MM_ON_LAYER : MM_ON_BLOB, e, &epsilon))
    return mm_child_explain (err, mm_fail (err, MM_EUNSUPPORTED, 0, "bn_eps= in the module is no number"), o->path, name);
  return write_norm (o, name, epsilon, channels, err);
}

/* Whether anything starts as the identity.  */
static bool
has_parts (const mm_module *m)
{
  bool has = false;
  for (mm_layer e = 0; e < mm_module_layers (m) && !has; e++)
    has = mm_child_needs (m, e, MM_PART_NORM);
  for (mm_blob v = 0; v < mm_module_blobs (m) && !has; v++)
    has = mm_child_needs (m, v, MM_PART_BLOB_NORM) || mm_child_needs (m, v, MM_PART_BLOB_SLOPE);
  return has;
}

static mm_status
write_parts (const output *o, mm_error *err)
{
  const mm_module *m = o->w->module;
  if (!has_parts (m))
    return MM_OK;
  uint32_t *channels = mm_array_new (mm_module_blobs (m), sizeof *channels);
  if (!channels)
    return mm_fail_memory (err);
  count_channels (o->w, channels);
  mm_status s = MM_OK;
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    s = write_part (o, e, MM_PART_NORM, o->w->filter[e].data ? o->w->filter[e].out : channels[mm_module_heads (m)[e]], err);
  for (mm_blob v = 0; v < mm_module_blobs (m) && !s; v++)
    s = write_part (o, v, MM_PART_BLOB_NORM, channels[v], err);
  for (mm_blob v = 0; v < mm_module_blobs (m) && !s; v++)
    s = write_part (o, v, MM_PART_BLOB_SLOPE, channels[v], err);
  free (channels);
  return s;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* An identity has no file for what makes it more than one.  */
static mm_status
refuse_identity (const mm_module *m, mm_layer e, mm_error *err)
{
  char name[MM_SPELT];
  return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s is no convolution in the module, and its weights cannot be written",
                  mm_spell_layer (m, e, name));
}

static mm_status
write_files (output *o, mm_error *err)
{
  const mm_module *m = o->w->module;
  mm_status s = write_module (o, err);
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    {
      if (!mm_weights_filter (o->w, e))
        continue;
      if (mm_module_layer_info (m, e).kind != MM_KIND_CONV)
        return refuse_identity (m, e, err);
      s = write_filter (o, e, err);
      if (!s && (o->w->bias[e] || mm_module_bias (m, e) == MM_STATED_TRUE))
        s = write_bias (o, e, err);
    }
  return s ? s : write_parts (o, err);
}

static bool
is_weights (const char *name)
{
  return !strcmp (name, "module.dot") || mm_path_ends_in (name, ".npy");
}

static mm_status
refuse_strays (const mm_child_files *files, mm_error *err)
{
  char name[MM_SPELT];
  const size_t others = files->strays_count - 1;
  mm_spell_name (files->strays[0], name, sizeof name);
  if (others)
    return mm_fail (err, MM_EINVAL, 0, "holds %s and %zu more that belong to no layer of its module.dot, and is left alone", name,
                    others);
  return mm_fail (err, MM_EINVAL, 0, "holds %s, which belongs to no layer of its module.dot, and is left alone", name);
}

/* Arrays may be anybody's: those of a child are the ones that its module.dot has layers or blobs for.  */
static mm_status
judge_folder (const char *folder, mm_error *err)
{
  char *path = mm_path_join (folder, "module.dot");
  mm_module *m = NULL;
  mm_status s = path ? mm_read_module (path, &m, NULL) : MM_ENOMEM;
  free (path);
  if (s)
    return s == MM_ENOMEM ? mm_fail_memory (err)
                          : mm_fail (err, MM_EINVAL, 0, "holds a module.dot that cannot be read, so that nobody knows which files are "
                                                        "its own; it is left alone");
  mm_child_files files;
  s = mm_child_files_find (m, folder, &files, err);
  if (!s && files.strays_count)
    s = refuse_strays (&files, err);
  mm_child_files_clear (&files);
  mm_module_free (m);
  return s;
}

const mm_folder_kind mm_weights_folder = { is_weights, "weights", "module.dot", judge_folder };

mm_status
mm_weights_write (const mm_weights *w, const char *folder, mm_dtype dtype, bool replace, mm_error *err)
{
  output o = { .w = w, .path = folder, .dtype = dtype };
  mm_status s = mm_file_names_make (w->module, &o.names);
  if (!s)
    s = mm_blob_file_names_make (w->module, &o.blob_names);
  if (s)
    mm_fail_memory (err);
  else
    s = mm_folder_open (folder, &mm_weights_folder, replace, &o.folder, err);
  if (!s)
    {
      s = write_files (&o, err);
      if (s)
        mm_folder_abandon (o.folder);
      else
        s = mm_folder_commit (o.folder, err);
    }
  mm_file_names_clear (&o.names);
  mm_file_names_clear (&o.blob_names);
  return s;
}
