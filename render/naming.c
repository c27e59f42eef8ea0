/* render/naming.c: what blobs and layers are called in pictures.  */
#include <stdlib.h>
#include <string.h>

#include "render/palette_i.h"
#include "render/scene_i.h"
#include "render/wording_i.h"

/* What fits a circle, points.  */
static const double circle_room = 25;

/* ---- measuring ------------------------------------------------------------- */

static mm_status
measure_line (mm_press *press, const char *text, mm_type type, bool chip, double *width, mm_error *err)
{
  char *markup = mm_markup_line (text, type, chip);
  if (!markup)
    return mm_fail_memory (err);
  mm_status s = mm_press_measure (press, markup, width, err);
  free (markup);
  return s;
}

/* Labels are measured in bold, since they turn bold when they are rewritten.  */
static mm_status
measure_label (mm_scene *s, mm_scene_layer *l, mm_error *err)
{
  const mm_type bold = { 12, true, false, MM_INK };
  return measure_line (s->press, l->label, bold, true, &l->label_width, err);
}

/* ---- blobs ------------------------------------------------------------------- */

/* Inside the circle in the largest type that fits, else beside it.  Names that cannot fit are not
   even measured: the width of a million characters is more than Pango can count.  */
static mm_status
fit_name (mm_scene *s, mm_scene_blob *b, mm_error *err)
{
  const bool may_fit = mm_characters (b->name) <= MM_NAME_CHARACTERS;
  for (b->name_size = 12; may_fit && b->name_size >= 8; b->name_size--)
    {
      mm_type type = { b->name_size, false, true, MM_INK };
      mm_status status = measure_line (s->press, b->name, type, false, &b->name_width, err);
      if (status || b->name_width <= circle_room)
        return status;
    }
  b->beside = true;
  b->name_size = 10;
  free (b->name);
  b->name = mm_squeezed (b->full_name, MM_NAME_CHARACTERS);
  if (!b->name)
    return mm_fail_memory (err);
  return measure_line (s->press, b->name, (mm_type){ 10, false, true, MM_INK }, false, &b->name_width, err);
}

static mm_status
name_blob (mm_scene *s, mm_blob v, mm_error *err)
{
  char buffer[MM_NAME_BUFFER], digits[16];
  mm_scene_blob *b = &s->blob[v];
  const char *name = mm_module_blob_name (s->module, v, buffer);
  b->full_name = strdup (name);
  b->name = strdup (name);
  if (!b->full_name || !b->name)
    return mm_fail_memory (err);
  mm_blob_info info = mm_module_blob_info (s->module, v);
  if (info.channels)
    {
      snprintf (digits, sizeof digits, "%u", info.channels);
      b->channels = strdup (digits);
      if (!b->channels)
        return mm_fail_memory (err);
    }
  return fit_name (s, b, err);
}

/* ---- layers ------------------------------------------------------------------ */

static bool
some_layer_starts_with (const mm_module *m, char letter)
{
  char buffer[MM_NAME_BUFFER];
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_layer_name (m, e, buffer)[0] == letter)
      return true;
  return false;
}

/* Products are called G₁, G₂, …, by another letter when layers already are.  */
static char
free_letter (const mm_module *m)
{
  for (const char *letter = "GHKMPQR"; *letter; letter++)
    if (!some_layer_starts_with (m, *letter))
      return *letter;
  return 'G';
}

static mm_status
name_layer (mm_scene *s, mm_layer e, mm_error *err)
{
  char buffer[MM_NAME_BUFFER];
  const char *name = mm_module_layer_name (s->module, e, buffer);
  mm_scene_layer *l = &s->layer[e];
  l->label = mm_layer_wording (name);
  l->title = strdup (name);
  if (!l->label || !l->title)
    return mm_fail_memory (err);
  return measure_label (s, l, err);
}

mm_status
mm_scene_name_module (mm_scene *s, mm_error *err)
{
  s->letter = free_letter (s->module);
  mm_status status = MM_OK;
  for (mm_blob v = 0; !status && v < s->blobs; v++)
    status = name_blob (s, v, err);
  for (mm_layer e = 0; !status && e < mm_module_layers (s->module); e++)
    status = name_layer (s, e, err);
  return status;
}

/* ---- products ---------------------------------------------------------------- */

/* A part of a series product: a sum needs parentheses.  */
static void
put_factor (FILE *out, const mm_scene_layer *l)
{
  bool sum = l->life.kind == MM_TERM_PARALLEL && (!l->symbol || strcmp (l->label, l->symbol) != 0);
  fprintf (out, sum ? "(%s)" : "%s", l->label);
}

static char *
formula_of (const mm_scene *s, mm_term x)
{
  const mm_scene_layer *l = &s->layer[x], *first = &s->layer[l->life.first], *second = &s->layer[l->life.second];
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  if (l->life.kind == MM_TERM_SERIES)
    {
      put_factor (out, second);
      fputs (" ⊛ ", out);
      put_factor (out, first);
    }
  else
    fprintf (out, "%s + %s", first->label, second->label);
  if (fclose (out))
    {
      free (text);
      return NULL;
    }
  return text;
}

/* G₄, or G₄² when the step has several products.  */
static char *
symbol_of (const mm_scene *s, mm_term x)
{
  uint32_t count, birth = s->layer[x].life.birth;
  mm_term first = mm_tree_products (s->tree, birth, &count);
  return mm_symbol (s->letter, birth, count > 1 ? x - first + 1 : 0);
}

mm_status
mm_scene_name_product (mm_scene *s, mm_term x, double room, mm_error *err)
{
  mm_scene_layer *l = &s->layer[x];
  free (l->symbol);
  free (l->formula);
  free (l->label);
  l->symbol = symbol_of (s, x);
  l->formula = formula_of (s, x);
  l->label = l->formula ? strdup (l->formula) : NULL;
  if (!l->title)
    l->title = mm_tree_expression (s->tree, x, MM_NOTATION_TEXT, 400);
  if (!l->symbol || !l->formula || !l->label || !l->title)
    return mm_fail_memory (err);

  mm_status status = measure_label (s, l, err);
  if (status || (mm_characters (l->label) <= MM_LABEL_CHARACTERS && l->label_width <= room))
    return status;
  free (l->label);
  l->label = strdup (l->symbol);
  return l->label ? measure_label (s, l, err) : mm_fail_memory (err);
}
