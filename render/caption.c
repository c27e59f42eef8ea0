/* render/caption.c: the two lines over every picture.  */
#include <stdlib.h>
#include <string.h>

#include "render/scene_i.h"
#include "render/wording_i.h"

enum { NAME_CHARACTERS = 24 }; /* of a blob's name in a caption */

static void
put_name (FILE *out, const mm_scene *s, mm_blob v)
{
  char *name = mm_squeezed (s->blob[v].full_name, NAME_CHARACTERS);
  fputs (name ? name : "…", out);
  free (name);
}

/* What a step does, in the direction of the story.  */
static void
put_step (FILE *out, const mm_scene *s, mm_direction direction, size_t k)
{
  mm_step step = mm_derivation_step (s->derivation, k - 1);
  uint32_t count;
  mm_term_info product = s->layer[mm_tree_products (s->tree, k, &count)].life;
  if (step.rule == MM_RULE_PARALLEL)
    {
      fputs (direction == MM_REDUCE ? "TYPE-II  " : "TYPE-II: double ", out);
      put_name (out, s, product.tail);
      fputs (" to ", out);
      put_name (out, s, product.head);
      return;
    }
  bool node = mm_scene_is_node_step (s, k);
  if (direction == MM_REDUCE)
    fputs (node ? "NODE REDUCTION at blob " : "TYPE-I at blob ", out);
  else
    fputs (node ? "NODE EXPANSION: insert blob " : "TYPE-I: insert blob ", out);
  put_name (out, s, step.blob);
}

/* "G₄ = F₂ ⊛ F₁  [3×3]", for every product of a step up to `most`; without "G₄ = " where the
   drawing has no G₄, since the product is short enough for a label.  */
static void
put_products (FILE *out, const mm_scene *s, size_t k, uint32_t most)
{
  uint32_t count;
  mm_term from = mm_tree_products (s->tree, k, &count);
  for (uint32_t i = 0; i < count && i < most; i++)
    {
      const mm_scene_layer *l = &s->layer[from + i];
      fputs (i ? ",  " : "", out);
      if (strcmp (l->label, l->symbol) == 0)
        fprintf (out, "%s = ", l->symbol);
      fputs (l->formula, out);
      if (l->kernel.width)
        fprintf (out, "  [%u×%u]", l->kernel.height, l->kernel.width);
    }
  if (count > most)
    fprintf (out, ",  … (%u layers)", count);
}

static void
put_size (FILE *out, const mm_scene *s, size_t q)
{
  uint32_t blobs = 0, layers = 0;
  for (mm_blob v = 0; v < s->blobs; v++)
    blobs += mm_scene_shows_blob (s, v, q);
  for (mm_term x = 0; x < s->layers; x++)
    layers += mm_scene_shows_layer (s, x, q);
  fprintf (out, "%u blobs, %u layer%s", blobs, layers, layers == 1 ? "" : "s");
}

char *
mm_scene_verdict (const mm_scene *s)
{
  const char *name = mm_module_name (s->module);
  char text[4 * NAME_CHARACTERS + 16], *fitting = mm_shortened (*name ? name : "module", NAME_CHARACTERS);
  if (!fitting)
    return NULL;
  snprintf (text, sizeof text, "%s: %s", fitting, s->simple ? "simple" : "complex");
  free (fitting);
  return strdup (text);
}

/* What is left when nothing more is reduced.  */
static const char *
end_of (const mm_scene *s)
{
  const mm_term *root;
  return mm_tree_roots (s->tree, &root) == 1 ? "one convolution" : "the core";
}

static void
put_reduction (FILE *upper, FILE *lower, const mm_scene *s, size_t q, uint32_t most)
{
  if (q == 0)
    {
      char *verdict = mm_scene_verdict (s);
      fputs (verdict ? verdict : "…", upper);
      put_size (lower, s, q);
      free (verdict);
      return;
    }
  fprintf (upper, "step %zu/%zu  ", q, s->steps);
  put_step (upper, s, MM_REDUCE, q);
  if (q == s->steps)
    fprintf (upper, ": %s", end_of (s));
  put_products (lower, s, q, most);
}

static void
put_morph (FILE *upper, FILE *lower, const mm_scene *s, size_t q, uint32_t most)
{
  if (q == s->steps)
    {
      fprintf (upper, "start: %s", end_of (s));
      put_size (lower, s, q);
      return;
    }
  fprintf (upper, "morph %zu/%zu  ", s->steps - q, s->steps);
  put_step (upper, s, MM_MORPH, q + 1);
  put_products (lower, s, q + 1, most);
}

mm_status
mm_scene_caption (const mm_scene *s, mm_direction direction, size_t q, uint32_t most, char **upper, char **lower)
{
  size_t upper_length, lower_length;
  *upper = *lower = NULL;
  FILE *first = open_memstream (upper, &upper_length), *second = open_memstream (lower, &lower_length);
  bool good = first && second;
  if (good)
    {
      if (direction == MM_REDUCE)
        put_reduction (first, second, s, q, most);
      else
        put_morph (first, second, s, q, most);
    }
  good &= !first || fclose (first) == 0;
  good &= !second || fclose (second) == 0;
  if (good)
    return MM_OK;
  free (*upper);
  free (*lower);
  *upper = *lower = NULL;
  return MM_ENOMEM;
}
