/* graph/words_parts.c: what is said of the parts of a layer or a blob: its bias, its file, its normalisation.  */
#include "graph/words_i.h"

/* What counts for an object by a word, or NULL.  */
static const char *
said (const mm_module *m, mm_place place, uint32_t handle, mm_word word)
{
  const mm_table *t = &m->table;
  if (!t->attributes.groups)
    return NULL;
  mm_said r;
  mm_said_init (&r, &t->attributes, &t->text);
  mm_said_of (&r, mm_table_group (t, place, handle));
  return mm_said_value (&r, word);
}

static bool
is_conv (const mm_module *m, mm_layer e)
{
  return mm_module_layer_info (m, e).kind == MM_KIND_CONV;
}

mm_stated
mm_module_bias (const mm_module *m, mm_layer e)
{
  const char *yes = said (m, MM_ON_LAYER, e, MM_WORD_BIAS), *no = said (m, MM_ON_LAYER, e, MM_WORD_NO_BIAS);
  if (yes && mm_value_is_false (yes))
    return MM_STATED_FALSE;
  if (yes && mm_value_is_true (yes) && is_conv (m, e))
    return MM_STATED_TRUE;
  return no && mm_value_is_true (no) ? MM_STATED_FALSE : MM_NOT_STATED;
}

const char *
mm_module_weights_file (const mm_module *m, mm_layer e)
{
  double number; /* weight=2 is Graphviz's */
  const char *file = is_conv (m, e) ? said (m, MM_ON_LAYER, e, MM_WORD_WEIGHTS) : NULL;
  return file && mm_value_real (file, &number) ? NULL : file;
}

bool
mm_module_norm_epsilon (const mm_module *m, mm_place place, uint32_t handle, double *epsilon)
{
  const char *text = said (m, place, handle, MM_WORD_NORM_EPSILON);
  return !text || mm_value_real (text, epsilon);
}

static bool
is_batch_norm (const char *norm)
{
  if (!norm)
    return false;
  char folded[MM_FOLDED];
  return mm_value_norm (norm) == MM_NORM_BATCH
         || mm_word_lists (mm_word_at (MM_WORD_NORM_FLAG)->spellings, mm_word_fold (norm, folded));
}

bool
mm_module_normalises_blob (const mm_module *m, mm_blob v)
{
  const char *norm = mm_module_blob_norm (m, v);
  return norm && v != mm_module_source (m) && (v != mm_module_sink (m) || is_batch_norm (norm));
}

bool
mm_module_normalises_layer (const mm_module *m, mm_layer e)
{
  return mm_module_layer_norm (m, e) != NULL;
}

bool
mm_module_activates_blob (const mm_module *m, mm_blob v)
{
  return v != mm_module_source (m) && v != mm_module_sink (m)
         && mm_module_activation (m, v) == MM_ACTIVATION_PARAMETRIC;
}

bool
mm_module_says_slope (const mm_module *m, mm_blob v)
{
  const char *slope = said (m, MM_ON_BLOB, v, MM_WORD_SLOPE);
  return slope && mm_value_is_one (slope);
}
