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

/* Whether a blob before b is drawn with this name.  */
static bool
is_drawn (const mm_scene *s, const mm_scene_blob *b, const char *name)
{
  const mm_scene_blob *c = s->blob;
  while (c < b && strcmp (c->name, name) != 0)
    c++;
  return c < b;
}

/* A short form of the name that no blob before has.  */
static mm_status
squeeze_name (const mm_scene *s, mm_scene_blob *b, mm_error *err)
{
  free (b->name);
  b->name = mm_squeezed (b->full_name, MM_NAME_CHARACTERS);
  for (uint32_t number = 2; b->name && is_drawn (s, b, b->name); number++)
    {
      free (b->name);
      b->name = mm_told_apart (b->full_name, MM_NAME_CHARACTERS, number);
    }
  return b->name ? MM_OK : mm_fail_memory (err);
}

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
  mm_status status = squeeze_name (s, b, err);
  if (status)
    return status;
  return measure_line (s->press, b->name, (mm_type){ 10, false, true, MM_INK }, false, &b->name_width, err);
}

static mm_status
name_blob (mm_scene *s, mm_blob v, mm_error *err)
{
  char buffer[MM_NAME_BUFFER], digits[16];
  mm_scene_blob *b = &s->blob[v];
  const char *name = mm_module_blob_name (s->module, v, buffer);
  b->full_name = mm_visible_name (name);
  b->name = b->full_name ? strdup (b->full_name) : NULL;
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
some_layer_starts_with (const mm_module *m, const char *letter)
{
  char buffer[MM_NAME_BUFFER];
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (!strncmp (mm_module_layer_name (m, e, buffer), letter, strlen (letter)))
      return true;
  return false;
}

/* Products are called G₁, G₂, …, by another letter when layers already are.  */
static const char *
free_letter (const mm_module *m)
{
  static const char *const letters[] = { "G", "H", "K", "M", "P", "Q", "R", "Γ", "Δ", "Θ", "Λ", "Ξ", "Π",
                                         "Σ", "Φ", "Ψ", "Ω", "G′", "G″", "G‴", "H′", "H″", "H‴" };
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
    if (!some_layer_starts_with (m, letters[i]))
      return letters[i];
  return "product ";
}

/* A name that looks like a formula is quoted; others are where they stand in one (put_term).  */
static char *
label_of (const char *name)
{
  if (!strpbrk (name, "+*()=") && !strstr (name, "⊛"))
    return mm_layer_wording (name);
  char *quoted = malloc (strlen (name) + 3), *label = NULL;
  if (quoted)
    {
      sprintf (quoted, "\"%s\"", name);
      label = mm_layer_wording (quoted);
    }
  free (quoted);
  return label;
}

/* Whether a layer before e has this label: cut names may look the same.  */
static bool
is_label (const mm_scene *s, mm_layer e, const char *label)
{
  mm_layer d = 0;
  while (d < e && strcmp (s->layer[d].label, label) != 0)
    d++;
  return d < e;
}

static mm_status
name_layer (mm_scene *s, mm_layer e, mm_error *err)
{
  char buffer[MM_NAME_BUFFER];
  const char *name = mm_module_layer_name (s->module, e, buffer);
  mm_scene_layer *l = &s->layer[e];
  l->title = mm_visible_name (name);
  l->label = l->title ? label_of (l->title) : NULL;
  for (uint32_t number = 2; l->label && is_label (s, e, l->label); number++)
    {
      free (l->label);
      l->label = mm_told_apart (l->title, MM_LABEL_CHARACTERS, number);
    }
  if (!l->label)
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

/* A part of a formula.  A layer's name that could be taken for one is quoted.  */
static void
put_term (FILE *out, const mm_scene_layer *l)
{
  fprintf (out, l->life.kind == MM_TERM_LAYER && !mm_is_factor (l->label) && *l->label != '"' ? "\"%s\"" : "%s", l->label);
}

/* A part of a series product: a sum needs parentheses.  */
static void
put_factor (FILE *out, const mm_scene_layer *l)
{
  const bool sum = l->life.kind == MM_TERM_PARALLEL && (!l->symbol || strcmp (l->label, l->symbol) != 0);
  fputs (sum ? "(" : "", out);
  put_term (out, l);
  fputs (sum ? ")" : "", out);
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
    {
      put_term (out, first);
      fputs (" + ", out);
      put_term (out, second);
    }
  if (fclose (out))
    {
      free (text);
      return NULL;
    }
  return text;
}

/* G₄, or G₄a, G₄b, … when the step has several products.  */
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
