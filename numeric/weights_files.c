/* numeric/weights_files.c: which files of a child's folder belong to which layer or blob.

   All names that the module's layers and blobs can have files under are sorted; then the folder is gone through
   once, and each .npy file looked up.  Names differ even where large and small letters are the same.  On such file
   systems a folder may show F1.npy as f1.npy, which is then one and the same file.  */
#include "numeric/weights_files_i.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/path.h"
#include "graph/spell.h"

static const char *const endings[MM_PARTS] = {
  [MM_PART_FILTER] = ".npy",
  [MM_PART_BIAS] = ".bias.npy",
  [MM_PART_NORM] = ".bn.npy",
  [MM_PART_SLOPE] = ".slope.npy",
  [MM_PART_BLOB_NORM] = ".blob.bn.npy",
  [MM_PART_BLOB_SLOPE] = ".blob.slope.npy",
};

static bool
is_of_blob (mm_part part)
{
  return part == MM_PART_BLOB_NORM || part == MM_PART_BLOB_SLOPE;
}

void
mm_child_file_name (const mm_child_files *files, uint32_t e, mm_part part, char name[MM_FILE_NAME])
{
  mm_file_name (is_of_blob (part) ? &files->blobs : &files->layers, e, endings[part], name);
}

bool
mm_child_files_has (const mm_child_files *files, uint32_t e, mm_part part)
{
  return (is_of_blob (part) ? files->blob_has : files->layer_has)[e] >> part & 1;
}

mm_status
mm_child_explain (mm_error *err, mm_status s, const char *folder, const char *name)
{
  char text[MM_ERROR_TEXT];
  if (!err)
    return s;
  err->file = NULL; /* it may have been a path that is gone */
  if (s == MM_EIO || s == MM_ENOMEM)
    return s;
  memcpy (text, err->text, sizeof text);
  err->file = folder;
  char shown[200];
  return mm_fail (err, s, 0, "%s: %.300s", mm_spell_name (name, shown, sizeof shown), text);
}

/* ---- the names that may be there ---------------------------------------------------------- */

typedef struct expected
{
  char *name;
  uint32_t e;
  mm_part part;
} expected;

typedef struct catalogue
{
  expected *at;
  size_t count;
} catalogue;

static int
by_name (const void *a, const void *b)
{
  return mm_file_name_compare (((const expected *) a)->name, ((const expected *) b)->name);
}

static void
clear_catalogue (catalogue *c)
{
  for (size_t i = 0; i < c->count; i++)
    free (c->at[i].name);
  free (c->at);
}

static mm_status
make_catalogue (const mm_child_files *files, catalogue *c)
{
  const size_t layers = mm_module_layers (files->module), blobs = mm_module_blobs (files->module);
  *c = (catalogue){ mm_array_new (4 * layers + 2 * blobs, sizeof *c->at), 0 };
  if (!c->at)
    return MM_ENOMEM;
  for (int part = 0; part < MM_PARTS; part++)
    for (uint32_t e = 0; e < (is_of_blob ((mm_part) part) ? blobs : layers); e++)
      {
        char name[MM_FILE_NAME];
        mm_child_file_name (files, e, (mm_part) part, name);
        char *copy = strdup (name);
        if (!copy)
          return MM_ENOMEM;
        c->at[c->count++] = (expected){ copy, e, (mm_part) part };
      }
  qsort (c->at, c->count, sizeof *c->at, by_name);
  return MM_OK;
}

/* ---- the files that are there -------------------------------------------------------------- */

static bool
ends_in (const char *name, const char *end)
{
  const size_t length = strlen (name), size = strlen (end);
  return length > size && !mm_file_name_compare (name + length - size, end);
}

/* What frameworks save weights in.  */
static bool
is_archive (const char *name)
{
  static const char *const ends[]
    = { ".npz",  ".pt",   ".pth", ".safetensors", ".h5",  ".hdf5",    ".ckpt",   ".onnx", ".pkl",  ".pickle",
        ".keras", ".bin", ".pb",  ".tflite",      ".mat", ".msgpack", ".params", ".gguf", ".pdparams",
        ".caffemodel", ".mlmodel", ".mlpackage", ".nnef", ".orbax", ".t7", ".ot" };
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (ends_in (name, ends[i]))
      return true;
  return false;
}

static mm_status
add_name (char ***names, size_t *count, const char *name)
{
  char **grown = realloc (*names, (*count + 1) * sizeof *grown);
  if (!grown)
    return MM_ENOMEM;
  *names = grown;
  grown[*count] = strdup (name);
  if (!grown[*count])
    return MM_ENOMEM;
  ++*count;
  return MM_OK;
}

/* Whether two names in a folder lead to one file.  */
static bool
are_one (const char *folder, const char *a, const char *b)
{
  char *p = mm_path_join (folder, a), *q = mm_path_join (folder, b);
  const bool one = p && q && mm_path_is_same (p, q);
  free (p);
  free (q);
  return one;
}

static mm_status
take_array (mm_child_files *files, const catalogue *c, char *name)
{
  const expected wanted = { .name = name };
  const expected *found = bsearch (&wanted, c->at, c->count, sizeof wanted, by_name);
  if (!found || (strcmp (found->name, name) && !are_one (files->folder, found->name, name)))
    return add_name (&files->strays, &files->strays_count, name);
  unsigned char *has = is_of_blob (found->part) ? files->blob_has : files->layer_has;
  has[found->e] |= (unsigned char) (1u << found->part);
  return MM_OK;
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static mm_status
fail_io (mm_error *err, const char *folder)
{
  char shown[300];
  const int reason = errno;
  if (err)
    err->file = NULL;
  const char *more = reason == ENOTDIR ? " (weights are a folder with one NAME.npy a layer)" : "";
  return mm_fail (err, MM_EIO, 0, "cannot read the folder %s: %s%s", mm_spell_name (folder, shown, sizeof shown),
                  strerror (reason), more);
}

static mm_status
look (mm_child_files *files, const catalogue *c, mm_error *err)
{
  DIR *d = opendir (files->folder);
  if (!d)
    return fail_io (err, files->folder);
  mm_status s = MM_OK;
  for (struct dirent *entry; !s && (errno = 0, entry = readdir (d));)
    if (entry->d_name[0] == '.')
      continue;
    else if (ends_in (entry->d_name, ".npy"))
      s = take_array (files, c, entry->d_name);
    else if (is_archive (entry->d_name))
      s = add_name (&files->unread, &files->unread_count, entry->d_name);
  if (s)
    mm_fail_memory (err);
  else if (errno)
    s = fail_io (err, files->folder);
  closedir (d);
  if (files->strays)
    qsort (files->strays, files->strays_count, sizeof *files->strays, compare_texts);
  if (files->unread)
    qsort (files->unread, files->unread_count, sizeof *files->unread, compare_texts);
  return s;
}

mm_status
mm_child_files_find (const mm_module *m, const char *folder, mm_child_files *out, mm_error *err)
{
  *out = (mm_child_files){
    .module = m,
    .folder = folder,
    .layer_has = mm_array_new (mm_module_layers (m), 1),
    .blob_has = mm_array_new (mm_module_blobs (m), 1),
  };
  if (!out->layer_has || !out->blob_has || mm_file_names_make (m, &out->layers)
      || mm_blob_file_names_make (m, &out->blobs))
    return mm_fail_memory (err);
  catalogue c;
  mm_status s = make_catalogue (out, &c);
  s = s ? mm_fail_memory (err) : look (out, &c, err);
  clear_catalogue (&c);
  return s;
}

void
mm_child_files_clear (mm_child_files *files)
{
  for (size_t i = 0; i < files->strays_count; i++)
    free (files->strays[i]);
  for (size_t i = 0; i < files->unread_count; i++)
    free (files->unread[i]);
  free (files->strays);
  free (files->unread);
  free (files->layer_has);
  free (files->blob_has);
  mm_file_names_clear (&files->layers);
  mm_file_names_clear (&files->blobs);
  *files = (mm_child_files){ .module = NULL };
}

/* ---- whether they are the right ones ------------------------------------------------------ */

/* A list of names in a sentence: "a.npy, b.npy and 3 more".  */
typedef struct list
{
  char text[MM_ERROR_TEXT];
  size_t length, count, left_out, room;
} list;

static void
put_name (list *l, const char *name)
{
  char spelt[MM_SPELT];
  mm_spell_name (name, spelt, sizeof spelt);
  const size_t size = strlen (spelt), comma = l->count ? 2 : 0;
  l->count++;
  if (l->left_out || (l->length && l->length + comma + size > l->room))
    l->left_out++;
  else
    l->length += (size_t) snprintf (l->text + l->length, sizeof l->text - l->length, "%s%s", comma ? ", " : "", spelt);
}

static const char *
end_list (list *l)
{
  if (l->left_out)
    snprintf (l->text + l->length, sizeof l->text - l->length, " and %zu more", l->left_out);
  return l->text;
}

/* The layer whose filter is called so by another framework: NAME.weight.npy.  */
static bool
is_other_name (const mm_child_files *files, mm_layer e, const char *stray)
{
  static const char *const ends[] = { ".weight.npy", ".weights.npy", ".kernel.npy", ".W.npy", "_weight.npy", "_kernel.npy" };
  char name[MM_FILE_NAME];
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    {
      mm_file_name (&files->layers, e, ends[i], name);
      if (!strcmp (name, stray))
        return true;
    }
  return false;
}

/* What to do about a stray file, where its name tells what it may have been meant for.  */
static const char *
advice (const mm_child_files *files, const char *stray)
{
  static const char *const parts[]
    = { ".running_var.npy", ".running_mean.npy", ".gamma.npy", ".beta.npy", ".num_batches_tracked.npy", ".moving_mean.npy",
        ".moving_variance.npy", ".bn.weight.npy", ".bn.bias.npy" };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (ends_in (stray, parts[i]))
      return "; a normalisation is one file NAME.bn.npy with the rows gamma, beta, mean, variance";
  for (mm_layer e = 0; e < mm_module_layers (files->module); e++)
    if (is_other_name (files, e, stray))
      return "; the filter of a layer is NAME.npy: rename NAME.weight.npy";
  for (mm_blob v = 0; v < mm_module_blobs (files->module); v++)
    for (int part = 0; part < 2; part++)
      {
        char name[MM_FILE_NAME];
        mm_file_name (&files->blobs, v, part ? ".slope.npy" : ".bn.npy", name);
        if (!strcmp (name, stray))
          return part ? "; the slope of a blob is BLOB.blob.slope.npy" : "; the normalisation of a blob is BLOB.blob.bn.npy";
      }
  return NULL;
}

/* For the first one for which there is any.  Each is compared with all layers, so only so many are looked at.  */
static const char *
find_advice (const mm_child_files *files)
{
  enum { LOOKED_AT = 16 };
  const char *found = NULL;
  for (size_t i = 0; i < files->strays_count && i < LOOKED_AT && !found; i++)
    found = advice (files, files->strays[i]);
  return found;
}

static void
list_missing (const mm_child_files *files, list *l)
{
  for (mm_layer e = 0; e < mm_module_layers (files->module); e++)
    if (mm_module_layer_info (files->module, e).kind == MM_KIND_CONV && !mm_child_files_has (files, e, MM_PART_FILTER))
      {
        char name[MM_FILE_NAME];
        mm_child_file_name (files, e, MM_PART_FILTER, name);
        put_name (l, name);
      }
}

mm_status
mm_child_files_check (const mm_child_files *files, mm_error *err)
{
  list missing = { .room = 120 }, strays = { .room = 120 };
  list_missing (files, &missing);
  for (size_t i = 0; i < files->strays_count; i++)
    put_name (&strays, files->strays[i]);
  if (!missing.count && !strays.count)
    return MM_OK;
  if (err)
    err->file = files->folder;
  const char *lacks = missing.count > 1 ? "are missing: every convolution has its file" : "is missing: every convolution has its file";
  const char *more = files->unread_count ? "; .npz, .pt, .h5 and the like are not read: save each array as .npy" : "";
  if (!strays.count)
    return mm_fail (err, MM_EPARSE, 0, "%s %s%s", end_list (&missing), lacks, more);
  const char *what = find_advice (files), *verb = strays.count > 1 ? "belong" : "belongs";
  if (!missing.count)
    return mm_fail (err, MM_EPARSE, 0, "%s %s to no layer of the module%s", end_list (&strays), verb,
                    what ? what : "; move it out of the folder, or name it after its layer");
  return mm_fail (err, MM_EPARSE, 0, "%s %s, and %s %s to no layer of the module%s", end_list (&missing), lacks,
                  end_list (&strays), verb, what ? what : "");
}
