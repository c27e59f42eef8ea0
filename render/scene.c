/* render/scene.c: making a scene.  */
#include <math.h>
#include <stdlib.h>

#include "render/palette_i.h"
#include "render/scene_i.h"
#include "render/wording_i.h"
#include "rewrite/reduce.h"

static mm_status
check_size (const mm_module *m, mm_error *err)
{
  uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  if (blobs > MM_SCENE_BLOBS)
    return mm_fail (err, MM_ELIMIT, 0,
                    "the module has %u blobs, and a picture of more than %d cannot be read; draw a part of it", blobs,
                    MM_SCENE_BLOBS);
  if (layers > MM_SCENE_LAYERS)
    return mm_fail (err, MM_ELIMIT, 0,
                    "the module has %u layers, and a picture of more than %d cannot be read; draw a part of it",
                    layers, MM_SCENE_LAYERS);
  return MM_OK;
}

/* Simple or complex, whatever steps the derivation took.  */
static mm_status
find_verdict (mm_scene *s)
{
  mm_reducer *r = mm_reducer_new ();
  if (!r)
    return MM_ENOMEM;
  mm_core core;
  mm_status status = mm_reduce_to_core (r, s->module, NULL, &core);
  if (!status)
    s->simple = mm_core_is_simple (&core);
  mm_reducer_free (r);
  return status;
}

/* The routes, names and labels of everything after the module itself, step by step.  */
static mm_status
tell_the_story (mm_scene *s, mm_error *err)
{
  mm_scene_mend_routes (s);
  mm_scene_place_names (s);
  mm_scene_place_labels (s, 0);
  for (size_t k = 1; k <= s->steps; k++)
    {
      mm_scene_route_products (s, k);
      uint32_t count;
      mm_term from = mm_tree_products (s->tree, k, &count);
      for (mm_term x = from; x < from + count; x++)
        {
          mm_status status = mm_scene_name_product (s, x, 0.62 * mm_trace_length (&s->layer[x].trace), err);
          if (status)
            return status;
        }
      mm_scene_place_labels (s, k);
    }
  return MM_OK;
}

/* Everything ever drawn, so that all states share one canvas.  */
static void
find_hull (mm_scene *s)
{
  mm_box hull = mm_box_around (s->blob[0].at, 0, 0);
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      const mm_scene_blob *b = &s->blob[v];
      hull = mm_box_join (hull, mm_box_around (b->at, 2 * b->radius + 6, 2 * b->radius + 6));
      hull = mm_box_join (hull, mm_scene_name_box (s, v));
      if (b->death != UINT32_MAX)
        hull = mm_box_join (hull, mm_scene_bead_box (s, v));
    }
  for (mm_term x = 0; x < s->layers; x++)
    {
      hull = mm_box_join (hull, mm_box_grow (mm_trace_box (&s->layer[x].trace), 8));
      hull = mm_box_join (hull, mm_scene_label_box (s, x));
    }
  s->hull = hull;
}

/* Room for every caption with at least one of its products spelled out.  */
static mm_status
find_caption_width (mm_scene *s, mm_error *err)
{
  mm_status status = MM_OK;
  for (int direction = MM_REDUCE; direction <= (int) MM_MORPH; direction++)
    for (size_t q = 0; !status && q <= s->steps; q++)
      {
        char *upper, *lower;
        double width = 0;
        if (mm_scene_caption (s, (mm_direction) direction, q, 1, &upper, &lower))
          return mm_fail_memory (err);
        char *markup = mm_markup_block (upper, lower, 1);
        status = markup ? mm_press_measure (s->press, markup, &width, err) : mm_fail_memory (err);
        s->caption_width = fmax (s->caption_width, width);
        free (markup);
        free (upper);
        free (lower);
      }
  return status;
}

static mm_status
build (mm_scene *s, mm_error *err)
{
  s->tree = mm_tree_new (s->derivation);
  if (!s->tree || mm_scene_live (s) || find_verdict (s))
    return mm_fail_memory (err);
  mm_status status = mm_press_new (&s->press, err);
  if (!status)
    status = mm_scene_name_module (s, err);
  if (!status)
    status = mm_scene_arrange (s, err);
  if (!status)
    status = tell_the_story (s, err);
  if (!status)
    find_hull (s);
  if (!status)
    status = find_caption_width (s, err);
  return status;
}

mm_status
mm_scene_new (const mm_derivation *d, mm_scene **out, mm_error *err)
{
  const mm_module *m = mm_derivation_module (d);
  mm_status status = check_size (m, err);
  if (status)
    return status;
  mm_scene *s = calloc (1, sizeof *s);
  if (!s)
    return mm_fail_memory (err);
  s->derivation = d;
  s->module = m;
  status = build (s, err);
  if (status)
    {
      mm_scene_free (s);
      return status;
    }
  *out = s;
  return MM_OK;
}

void
mm_scene_free (mm_scene *s)
{
  if (!s)
    return;
  for (mm_blob v = 0; s->blob && v < s->blobs; v++)
    {
      free (s->blob[v].full_name);
      free (s->blob[v].name);
      free (s->blob[v].channels);
    }
  for (mm_term x = 0; s->layer && x < s->layers; x++)
    {
      free (s->layer[x].symbol);
      free (s->layer[x].formula);
      free (s->layer[x].label);
      free (s->layer[x].title);
    }
  free (s->blob);
  free (s->layer);
  mm_tree_free (s->tree);
  mm_press_free (s->press);
  free (s);
}

size_t
mm_scene_frames (const mm_scene *s)
{
  return s->steps + 1;
}
