/* numeric/weights_read.c: weights from a folder.

   First the folder is looked through: all files must be there, and no other arrays.  Then each layer is read, its
   filter, then its bias, then its normalisation; then what follows the sum at each blob.  A normalisation with given
   statistics is y = scale x + shift, channel by channel, and so a change of rows and biases.  It is exact at every
   pixel, also where zeros were padded: padding is done before the layer, not before its normalisation.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "graph/array.h"
#include "graph/path.h"
#include "graph/spell.h"
#include "numeric/npy.h"
#include "numeric/weights.h"
#include "numeric/weights_files_i.h"

typedef struct input
{
  mm_child_files files;
  const mm_npy_reading *how;
  mm_weights *w;
} input;

static mm_status
check_layer (const mm_module *m, mm_layer e, mm_error *err)
{
  char name[MM_SPELT];
  const mm_layer_info info = mm_module_layer_info (m, e);
  mm_spell_layer (m, e, name);
  if (info.kind != MM_KIND_CONV && info.kind != MM_KIND_IDENTITY)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s is neither a convolution nor an identity", name);
  if (info.groups != 1)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "the module has %u groups at layer %s: only layers of one group can be computed so far",
                    info.groups, name);
  return MM_OK;
}

/* ---- single files ------------------------------------------------------------------------ */

/* A pipe in the place of a file would be waited for.  */
static mm_status
need_file (const char *path, mm_error *err)
{
  struct stat about;
  if (stat (path, &about) || S_ISREG (about.st_mode) || S_ISDIR (about.st_mode))
    return MM_OK; /* whoever opens it says what is wrong */
  return mm_fail (err, MM_EUNSUPPORTED, 0, "this is a pipe or a device; each array of a layer is a file");
}

/* Errors name the file.  */
static mm_status
read_array (const input *i, uint32_t e, mm_part part, mm_array *a, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_child_file_name (&i->files, e, part, name);
  char *path = mm_path_join (i->files.folder, name);
  *a = (mm_array){ .data = NULL };
  if (!path)
    return mm_fail_memory (err);
  mm_status s = need_file (path, err);
  if (!s)
    s = mm_npy_read_as (path, i->how, a, err);
  free (path);
  if (!s)
    i->w->dtype = mm_dtype_least (i->w->dtype, a->dtype);
  return s ? mm_child_explain (err, s, i->files.folder, name) : MM_OK;
}

/* An error that is about the contents of a file.  */
static mm_status
refuse (const input *i, uint32_t e, mm_part part, mm_status s, mm_error *err, const char *sentence)
{
  char name[MM_FILE_NAME];
  mm_child_file_name (&i->files, e, part, name);
  mm_fail (err, s, 0, "%s", sentence);
  return mm_child_explain (err, s, i->files.folder, name);
}

static mm_status
read_filter (const input *i, mm_layer e, mm_filter *f, mm_error *err)
{
  char name[MM_FILE_NAME];
  mm_child_file_name (&i->files, e, MM_PART_FILTER, name);
  char *path = mm_path_join (i->files.folder, name);
  mm_dtype dtype = MM_F64;
  if (!path)
    return mm_fail_memory (err);
  mm_status s = need_file (path, err);
  if (!s)
    s = mm_npy_read_filter_as (path, i->how, f, &dtype, err);
  free (path);
  i->w->dtype = mm_dtype_least (i->w->dtype, dtype);
  return s ? mm_child_explain (err, s, i->files.folder, name) : MM_OK;
}

/* A normalisation as y = scale x + shift.  */
typedef struct affine
{
  uint32_t channels;
  double *scale, *shift; /* one piece of memory, that of scale */
} affine;

/* variance + epsilon.  1 - epsilon is as good as no number of the file's type: the nearest one stands for it.  */
static double
spread (const mm_array *a, double variance, double epsilon)
{
  const double start = mm_norm_start (epsilon);
  if (a->dtype == MM_F64)
    return variance == start && epsilon < 1 ? 1 : variance + epsilon;
  return a->dtype == MM_F32 && variance == (double) (float) start && epsilon < 1 ? 1 : variance + epsilon;
}

/* The rows are gamma, beta, mean, variance. @return whether it is a normalisation */
static bool
make_affine (const mm_array *a, double epsilon, affine *out)
{
  const size_t n = a->shape[1];
  const double *gamma = a->data, *beta = gamma + n, *mean = beta + n, *variance = mean + n;
  for (size_t c = 0; c < n; c++)
    {
      if (variance[c] < 0 || !(variance[c] + epsilon > 0))
        return false;
      out->scale[c] = gamma[c] / sqrt (spread (a, variance[c], epsilon));
      out->shift[c] = beta[c] - mean[c] * out->scale[c];
    }
  return true;
}

/* @param channels  0: as many as the file says */
static mm_status
read_norm (const input *i, uint32_t e, mm_part part, uint32_t channels, affine *out, mm_error *err)
{
  mm_array a;
  double epsilon = MM_NORM_EPSILON;
  *out = (affine){ .channels = 0 };
  if (!mm_module_norm_epsilon (i->files.module, part == MM_PART_NORM ? MM_ON_LAYER : MM_ON_BLOB, e, &epsilon))
    return refuse (i, e, part, MM_EUNSUPPORTED, err, "bn_eps= in the module is no number");
  mm_status s = read_array (i, e, part, &a, err);
  if (s)
    return s;
  if (a.dimensions != 2 || a.shape[0] != 4 || !a.shape[1] || a.shape[1] > UINT32_MAX || (channels && a.shape[1] != channels))
    s = refuse (i, e, part, MM_EPARSE, err, "the array is no normalisation, which has the shape (4, channels): gamma, beta, mean, "
                "variance of each output channel");
  else if (!(out->scale = mm_array_new (2 * a.shape[1], sizeof *out->scale)))
    s = mm_fail_memory (err);
  else
    {
      out->channels = (uint32_t) a.shape[1];
      out->shift = out->scale + out->channels;
      if (!make_affine (&a, epsilon, out))
        s = refuse (i, e, part, MM_EPARSE, err, "a variance, in its last row, is negative, or 0 without an epsilon; the rows are "
                    "gamma, beta, mean, variance");
    }
  mm_array_clear (&a);
  if (s)
    free (out->scale);
  return s;
}

/* ---- what follows a filter ---------------------------------------------------------------- */

/* A bias of zeros, where there is none yet.  */
static mm_status
need_bias (mm_weights *w, mm_layer e)
{
  if (!w->bias[e])
    w->bias[e] = mm_array_new (w->filter[e].out, sizeof *w->bias[e]);
  return w->bias[e] ? MM_OK : MM_ENOMEM;
}

/* What an identity does, as a filter.  */
static mm_status
need_filter (mm_weights *w, mm_layer e, uint32_t channels)
{
  if (w->filter[e].data)
    return MM_OK;
  const mm_status s = mm_filter_init (&w->filter[e], channels, channels, 1, 1);
  for (size_t c = 0; !s && c < channels; c++)
    w->filter[e].data[c * channels + c] = 1;
  return s;
}

static void
scale_rows (mm_filter *f, const double *scale)
{
  const size_t taps = (size_t) f->kh * f->kw;
  for (size_t tap = 0; tap < taps; tap++)
    for (size_t o = 0; o < f->out; o++)
      for (size_t c = 0; c < f->in; c++)
        f->data[(tap * f->out + o) * f->in + c] *= scale[o];
}

/* @param shift  whether the constant is added */
static mm_status
apply (mm_weights *w, mm_layer e, const affine *norm, bool shift)
{
  const mm_status s = shift ? need_bias (w, e) : MM_OK;
  if (s)
    return s;
  scale_rows (&w->filter[e], norm->scale);
  for (uint32_t c = 0; w->bias[e] && c < norm->channels; c++)
    w->bias[e][c] = w->bias[e][c] * norm->scale[c] + (shift ? norm->shift[c] : 0);
  return MM_OK;
}

/* What morph writes: nothing changes, and no bias appears that nobody has.  */
static bool
is_no_change (const affine *norm)
{
  uint32_t c = 0;
  while (c < norm->channels && norm->scale[c] == 1 && norm->shift[c] == 0)
    c++;
  return c == norm->channels;
}

/* Whether a bias is what the normalisation adds: then both files say the same.  */
static bool
is_applied_already (const double *bias, const affine *norm)
{
  bool zero = true;
  for (uint32_t c = 0; c < norm->channels; c++)
    {
      if (fabs (bias[c] - norm->shift[c]) > 1e-5 * (fabs (norm->shift[c]) + 1e-6))
        return false;
      zero &= bias[c] == 0;
    }
  return !zero;
}

static mm_status
read_layer_norm (const input *i, mm_layer e, mm_error *err)
{
  affine norm;
  mm_weights *w = i->w;
  const uint32_t head = mm_module_blob_info (i->files.module, mm_module_heads (i->files.module)[e]).channels;
  mm_status s = read_norm (i, e, MM_PART_NORM, w->filter[e].data ? w->filter[e].out : head, &norm, err);
  if (s)
    return s;
  if (w->bias[e] && is_applied_already (w->bias[e], &norm))
    s = refuse (i, e, MM_PART_NORM, MM_EUNSUPPORTED, err, "the layer's bias is what this normalisation adds, so that it "
                "would be applied twice; remove this file, or give filter and bias as they were before it");
  else if (!is_no_change (&norm) && (need_filter (w, e, norm.channels) || apply (w, e, &norm, true)))
    s = mm_fail_memory (err);
  else
    w->layer_found[e] |= MM_FOUND_NORM;
  free (norm.scale);
  return s;
}

static mm_status
read_bias (const input *i, mm_layer e, mm_error *err)
{
  mm_array a;
  mm_weights *w = i->w;
  mm_status s = read_array (i, e, MM_PART_BIAS, &a, err);
  if (s)
    return s;
  if (a.dimensions != 1 || !a.shape[0] || a.shape[0] > UINT32_MAX || (w->filter[e].data && a.shape[0] != w->filter[e].out))
    s = refuse (i, e, MM_PART_BIAS, MM_EPARSE, err, "the array is no vector with one entry per output channel");
  else if (need_filter (w, e, (uint32_t) a.shape[0]))
    s = mm_fail_memory (err);
  else
    {
      w->bias[e] = a.data;
      a.data = NULL;
    }
  mm_array_clear (&a);
  return s;
}

/* A slope of 1 everywhere is the identity.  */
static mm_status
read_slope (const input *i, uint32_t e, mm_part part, unsigned char *found, mm_error *err)
{
  mm_array a;
  const mm_status s = read_array (i, e, part, &a, err);
  size_t count = 1, k = 0;
  if (s)
    return s;
  for (unsigned d = 0; d < a.dimensions; d++)
    count *= a.shape[d];
  while (k < count && a.data[k] == 1)
    k++;
  mm_array_clear (&a);
  if (k < count)
    return refuse (i, e, part, MM_EUNSUPPORTED, err, "a slope is not 1, so that this activation is not the identity; a module "
                   "with such an activation is no convolution");
  *found |= MM_FOUND_SLOPE;
  return MM_OK;
}

/* ---- layers ---------------------------------------------------------------------------- */

/* Whether a filter is what the module says of its layer, where it says anything.  */
static mm_status
check_shape (const mm_module *m, mm_layer e, const mm_filter *f, mm_error *err)
{
  char name[MM_SPELT];
  const mm_layer_info info = mm_module_layer_info (m, e);
  const mm_shape wanted = { mm_module_blob_info (m, mm_module_heads (m)[e]).channels,
                            mm_module_blob_info (m, mm_module_tails (m)[e]).channels, info.kernel_h, info.kernel_w };
  if (!wanted.out && !wanted.in && !wanted.kh && mm_npy_is_questionable (f))
    return mm_fail (err, MM_EUNSUPPORTED, 0, "the array has shape (%u, %u, %u, %u): a %ux%u kernel as (out, in, height, width), "
                    "and a %ux%u one in TensorFlow's order (height, width, in, out); add kernel= to layer %s of the module",
                    f->out, f->in, f->kh, f->kw, f->kh, f->kw, f->out, f->in, mm_spell_layer (m, e, name));
  if ((!wanted.out || wanted.out == f->out) && (!wanted.in || wanted.in == f->in) && (!wanted.kh || wanted.kh == f->kh)
      && (!wanted.kw || wanted.kw == f->kw))
    return MM_OK;
  return mm_fail (err, MM_EPARSE, 0, "the array has shape (%u, %u, %u, %u), and layer %s needs (%u, %u, %u, %u)%s", f->out,
                  f->in, f->kh, f->kw, mm_spell_layer (m, e, name), wanted.out ? wanted.out : f->out,
                  wanted.in ? wanted.in : f->in, wanted.kh ? wanted.kh : f->kh, wanted.kw ? wanted.kw : f->kw,
                  mm_npy_other_order (f, &wanted));
}

static bool
is_identity (const mm_filter *f)
{
  const size_t centre = ((size_t) (f->kh / 2) * f->kw + f->kw / 2) * f->out * f->in;
  if (f->out != f->in)
    return false;
  for (size_t k = 0; k < mm_filter_size (f); k++)
    if (f->data[k] != (k >= centre && k - centre < (size_t) f->out * f->in && (k - centre) % (f->in + 1) == 0 ? 1 : 0))
      return false;
  return true;
}

static mm_status
read_weights (const input *i, mm_layer e, mm_error *err)
{
  mm_filter *f = &i->w->filter[e];
  mm_status s = read_filter (i, e, f, err);
  if (s)
    return s;
  const bool identity = mm_module_layer_info (i->files.module, e).kind == MM_KIND_IDENTITY;
  if (identity && !is_identity (f))
    return refuse (i, e, MM_PART_FILTER, MM_EUNSUPPORTED, err, "this layer is an identity in the module, and its array is another "
                   "convolution; say kind=conv there to use it, or remove the file");
  s = check_shape (i->files.module, e, f, err);
  if (s)
    {
      char name[MM_FILE_NAME];
      mm_child_file_name (&i->files, e, MM_PART_FILTER, name);
      return mm_child_explain (err, s, i->files.folder, name);
    }
  if (identity)
    mm_filter_clear (f);
  return MM_OK;
}

/* weights= and bias= in the module, which must not say anything else than the files.  */
static mm_status
check_words (const input *i, mm_layer e, mm_error *err)
{
  char name[MM_FILE_NAME], file[MM_SPELT], layer[MM_SPELT];
  const mm_module *m = i->files.module;
  const char *said = mm_module_weights_file (m, e);
  mm_child_file_name (&i->files, e, MM_PART_FILTER, name);
  if (said && strcmp (said, name) && !(said[0] == '.' && said[1] == '/' && !strcmp (said + 2, name)))
    return mm_fail (err, MM_EPARSE, 0, "the module has weights=%s at layer %s, whose file is %s, after its name: rename the file, or "
                    "leave the word out", mm_spell_name (said, file, sizeof file), mm_spell_layer (m, e, layer), name);
  const mm_stated bias = mm_module_bias (m, e);
  if (bias == MM_STATED_FALSE && mm_child_files_has (&i->files, e, MM_PART_BIAS))
    return refuse (i, e, MM_PART_BIAS, MM_EPARSE, err, "the module has bias=false at this layer; leave the word out, or remove the file");
  if (bias == MM_STATED_TRUE && !mm_child_files_has (&i->files, e, MM_PART_BIAS))
    return refuse (i, e, MM_PART_BIAS, MM_EPARSE, err, "the file is missing, and the module has bias=true at this layer; leave the word "
                   "out if there is none");
  return MM_OK;
}

static mm_status
read_layer (const input *i, mm_layer e, mm_error *err)
{
  mm_status s = check_words (i, e, err);
  if (s)
    return s;
  if (mm_child_files_has (&i->files, e, MM_PART_FILTER))
    s = read_weights (i, e, err);
  if (!s && mm_child_files_has (&i->files, e, MM_PART_BIAS))
    s = read_bias (i, e, err);
  if (!s && mm_child_files_has (&i->files, e, MM_PART_NORM))
    s = read_layer_norm (i, e, err);
  if (!s && mm_child_files_has (&i->files, e, MM_PART_SLOPE))
    s = read_slope (i, e, MM_PART_SLOPE, &i->w->layer_found[e], err);
  return s;
}

/* ---- blobs ------------------------------------------------------------------------------ */

/* Scale all that is summed at a blob, and add the constant once.  */
static mm_status
apply_at_blob (const input *i, mm_blob v, const affine *norm, mm_error *err)
{
  const mm_handles in = mm_module_in (i->files.module, v);
  mm_weights *w = i->w;
  for (uint32_t k = 0; k < in.count; k++)
    if (w->filter[in.at[k]].data && w->filter[in.at[k]].out != norm->channels)
      return refuse (i, v, MM_PART_BLOB_NORM, MM_EPARSE, err, "the array has not as many channels as the layers into the blob");
  for (uint32_t k = 0; k < in.count && !is_no_change (norm); k++)
    if (need_filter (w, in.at[k], norm->channels) || apply (w, in.at[k], norm, k == 0))
      return mm_fail_memory (err);
  w->blob_found[v] |= MM_FOUND_NORM;
  return MM_OK;
}

static mm_status
read_blob (const input *i, mm_blob v, mm_error *err)
{
  mm_status s = MM_OK;
  if (mm_child_files_has (&i->files, v, MM_PART_BLOB_NORM))
    {
      affine norm;
      if (v == mm_module_source (i->files.module))
        return refuse (i, v, MM_PART_BLOB_NORM, MM_EUNSUPPORTED, err, "the source has no layer that this normalisation could be "
                       "folded into; let the module begin behind it");
      s = read_norm (i, v, MM_PART_BLOB_NORM, mm_module_blob_info (i->files.module, v).channels, &norm, err);
      if (s)
        return s;
      s = apply_at_blob (i, v, &norm, err);
      free (norm.scale);
    }
  if (!s && mm_child_files_has (&i->files, v, MM_PART_BLOB_SLOPE))
    s = read_slope (i, v, MM_PART_BLOB_SLOPE, &i->w->blob_found[v], err);
  return s;
}

static mm_status
read_files (const input *i, mm_error *err)
{
  const mm_module *m = i->files.module;
  mm_status s = MM_OK;
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    s = check_layer (m, e, err);
  if (!s)
    s = mm_child_files_check (&i->files, err);
  if (!s)
    s = mm_child_module_check (&i->files, err);
  if (!s)
    s = mm_child_said_check (&i->files, err);
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    s = read_layer (i, e, err);
  for (mm_blob v = 0; v < mm_module_blobs (m) && !s; v++)
    s = read_blob (i, v, err);
  return s;
}

mm_status
mm_weights_read (const mm_module *m, const char *folder, mm_weights **out, mm_error *err)
{
  return mm_weights_read_as (m, folder, NULL, out, err);
}

mm_status
mm_weights_read_as (const mm_module *m, const char *folder, const mm_npy_reading *how, mm_weights **out, mm_error *err)
{
  *out = NULL;
  if (err)
    err->file = NULL;
  input i = { .how = how, .w = mm_weights_new (m) };
  if (!i.w)
    return mm_fail_memory (err);
  mm_status s = mm_child_files_find (m, folder, &i.files, err);
  if (!s)
    s = read_files (&i, err);
  if (s)
    mm_weights_free (i.w);
  else
    {
      i.w->unread = i.files.unread;
      i.w->unread_count = i.files.unread_count;
      i.files.unread = NULL;
      i.files.unread_count = 0;
      *out = i.w;
    }
  mm_child_files_clear (&i.files);
  return s;
}
