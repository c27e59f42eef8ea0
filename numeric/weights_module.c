/* numeric/weights_module.c: whether the module that weights are read for is the one that lies beside them.

   A folder of weights tells in module.dot what its arrays were made for.  Somebody may read them with another module,
   which has layers of the same names between other blobs, and would get the function of neither.  Blobs may have
   other names in the two, and numbers that one of them does not state do not count.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/path.h"
#include "graph/read.h"
#include "graph/spell.h"
#include "numeric/weights_files_i.h"

typedef struct named
{
  char name[MM_FILE_NAME];
  mm_layer e;
} named;

/* A module's layers by the names of their files, and the other module's blob for each of its own.  */
typedef struct side
{
  const mm_module *m;
  named *layers; /* sorted by name */
  mm_blob *twin;
} side;

static int
by_name (const void *a, const void *b)
{
  return strcmp (((const named *) a)->name, ((const named *) b)->name);
}

static mm_status
make_side (const mm_module *m, const mm_file_names *names, side *out)
{
  const uint32_t layers = mm_module_layers (m), blobs = mm_module_blobs (m);
  *out = (side){ m, mm_array_new (layers, sizeof *out->layers), mm_array_new (blobs, sizeof *out->twin) };
  if (!out->layers || !out->twin)
    return MM_ENOMEM;
  for (mm_layer e = 0; e < layers; e++)
    {
      mm_file_name (names, e, "", out->layers[e].name);
      out->layers[e].e = e;
    }
  qsort (out->layers, layers, sizeof *out->layers, by_name);
  for (mm_blob v = 0; v < blobs; v++)
    out->twin[v] = MM_NONE;
  return MM_OK;
}

static void
clear_side (side *s)
{
  free (s->layers);
  free (s->twin);
}

/* Take two blobs for one and the same, unless either is another's already.  */
static bool
pair (side *a, mm_blob u, side *b, mm_blob v)
{
  if (a->twin[u] == MM_NONE && b->twin[v] == MM_NONE)
    {
      a->twin[u] = v;
      b->twin[v] = u;
    }
  return a->twin[u] == v && b->twin[v] == u;
}

static bool
differ (uint32_t a, uint32_t b)
{
  return a && b && a != b;
}

/* Whether what stands beside the variance differs, in modules that were read from files.  */
static bool
differ_in_epsilon (const mm_module *a, uint32_t e, const mm_module *b, uint32_t f, mm_place place)
{
  double x = MM_NORM_EPSILON, y = MM_NORM_EPSILON;
  return mm_module_norm_epsilon (a, place, e, &x) && mm_module_norm_epsilon (b, place, f, &y) && x != y;
}

/* What two layers of one name differ in, or NULL.  */
static const char *
difference (const mm_child_files *files, side *a, mm_layer e, side *b, mm_layer f)
{
  const mm_layer_info x = mm_module_layer_info (a->m, e), y = mm_module_layer_info (b->m, f);
  if (x.kind != y.kind)
    return "is of another kind";
  if (differ (x.kernel_h, y.kernel_h) || differ (x.kernel_w, y.kernel_w))
    return "has another kernel";
  if (x.stride != y.stride || x.dilation != y.dilation || x.groups != y.groups)
    return "has another stride, dilation or number of groups";
  if (!pair (a, mm_module_tails (a->m)[e], b, mm_module_tails (b->m)[f])
      || !pair (a, mm_module_heads (a->m)[e], b, mm_module_heads (b->m)[f]))
    return "joins other blobs";
  if (mm_child_files_has (files, e, MM_PART_NORM) && differ_in_epsilon (a->m, e, b->m, f, MM_ON_LAYER))
    return "has another bn_eps";
  return NULL;
}

/* What two blobs differ in that layers show to be the same, or NULL.  */
static const char *
blob_difference (const mm_child_files *files, const mm_module *a, mm_blob v, const mm_module *b, mm_blob u)
{
  if (mm_child_files_has (files, v, MM_PART_BLOB_NORM) && differ_in_epsilon (a, v, b, u, MM_ON_BLOB))
    return "has another bn_eps";
  if (mm_module_activation (b, u) == MM_ACTIVATION_REAL && mm_module_activation (a, v) != MM_ACTIVATION_REAL)
    return "has an activation";
  return NULL;
}

static mm_status
refuse (const char *folder, mm_error *err, const char *what, const char *spelt, const char *part)
{
  if (err)
    err->file = folder;
  return mm_fail (err, MM_EPARSE, 0, "module.dot, beside the weights, is another module: its %s %s %s; use that one, or remove "
                  "module.dot if the module given is right", part, spelt, what);
}

static mm_status
refuse_layer (const char *folder, mm_error *err, const char *what, const char *name)
{
  char spelt[MM_SPELT];
  return refuse (folder, err, what, mm_spell_name (name, spelt, sizeof spelt), "layer");
}

static mm_status
compare_layers (const mm_child_files *files, side *a, side *b, mm_error *err)
{
  const char *folder = files->folder;
  const uint32_t m = mm_module_layers (a->m), n = mm_module_layers (b->m);
  for (uint32_t i = 0, k = 0; i < m || k < n; i++, k++)
    {
      const int order = i == m ? 1 : k == n ? -1 : strcmp (a->layers[i].name, b->layers[k].name);
      if (order < 0)
        return refuse_layer (folder, err, "is missing", a->layers[i].name);
      if (order > 0)
        return refuse_layer (folder, err, "is not there in the module given", b->layers[k].name);
      const char *what = difference (files, a, a->layers[i].e, b, b->layers[k].e);
      if (what)
        return refuse_layer (folder, err, what, b->layers[k].name);
    }
  return MM_OK;
}

static mm_status
compare_blobs (const mm_child_files *files, const side *a, const side *b, mm_error *err)
{
  char spelt[MM_SPELT];
  for (mm_blob v = 0; v < mm_module_blobs (a->m); v++)
    {
      const char *what = a->twin[v] == MM_NONE ? NULL : blob_difference (files, a->m, v, b->m, a->twin[v]);
      if (what)
        return refuse (files->folder, err, what, mm_spell_blob (b->m, a->twin[v], spelt), "blob");
    }
  return MM_OK;
}

static mm_status
compare_with (const mm_child_files *files, const mm_module *beside, mm_error *err)
{
  mm_file_names names;
  side a = { .m = NULL }, b = { .m = NULL };
  mm_status s = mm_file_names_make (beside, &names);
  if (!s)
    s = make_side (files->module, &files->layers, &a);
  if (!s)
    s = make_side (beside, &names, &b);
  s = s ? mm_fail_memory (err) : compare_layers (files, &a, &b, err);
  if (!s)
    s = compare_blobs (files, &a, &b, err);
  clear_side (&a);
  clear_side (&b);
  mm_file_names_clear (&names);
  return s;
}

mm_status
mm_child_module_check (const mm_child_files *files, mm_error *err)
{
  mm_module *beside;
  char *path = mm_path_join (files->folder, "module.dot");
  if (!path)
    return mm_fail_memory (err);
  mm_status s = mm_read_module (path, &beside, NULL);
  free (path);
  if (s)
    return s == MM_ENOMEM ? mm_fail_memory (err) : MM_OK;
  s = compare_with (files, beside, err);
  mm_module_free (beside);
  return s;
}
