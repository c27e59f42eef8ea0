/* tests/test_scene.c: lives, places and words of what a picture shows.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/builder.h"
#include "render/palette_i.h"
#include "render/scene_i.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (scene, .fini = no_leaks);

/* A module with its derivation and scene.  */
typedef struct story
{
  mm_module *module;
  mm_derivation *derivation;
  mm_scene *scene;
} story;

static mm_derivation *
reduced (const mm_module *m, bool to_core)
{
  mm_derivation *d = mm_derivation_new (m);
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  cr_assert_eq (to_core ? mm_reduce_to_core (r, m, d, &core) : mm_reduce_to_single (r, m, d, &core, NULL), MM_OK);
  mm_reducer_free (r);
  return d;
}

static story
tell (mm_module *m, bool to_core)
{
  story s = { .module = m, .derivation = reduced (m, to_core) };
  mm_error err = { .status = MM_OK };
  cr_assert_eq (mm_scene_new (s.derivation, &s.scene, &err), MM_OK, "%s", err.text);
  return s;
}

static void
end (story *s)
{
  mm_scene_free (s->scene);
  mm_derivation_free (s->derivation);
  mm_module_free (s->module);
}

/* The modules that all places are checked on.  */
enum { EXAMPLES = 10 };

static mm_module *
example (int i)
{
  switch (i)
    {
    case 0: return kit_bridge ();
    case 1: return kit_paper_d ();
    case 2: return kit_module ("x-a a-y x-y");
    case 3: return kit_module ("in-a in-b in-c in-out a-out b-b2 b2-out c-c2 c2-c3 c3-out");
    case 4: return kit_module ("s-d1 d1-d2 d2-d3 d3-bot bot-u3 d3-u3 u3-u2 d2-u2 u2-u1 d1-u1 u1-t");
    case 5: return kit_module ("s-u u-a u-p p-b a-b a-b a-w b-q q-w w-t s-t");
    case 6: return kit_module ("0-1 0-2 1-3 2-3 1-4 2-4 1-5 2-5 3-6 1-6 3-7 4-7 5-7 6-7");
    case 7: return kit_random_bridged (3, 8, 1);
    case 8: return kit_random_bridged (4, 9, 1);
    default:
      return kit_module ("s-c_prev_prev s-c_prev c_prev_prev-n0 c_prev_prev-n1 c_prev_prev-n1 c_prev_prev-n2 c_prev_prev-n3 "
                         "c_prev_prev-n3 c_prev-n0 c_prev-n2 c_prev-n4 c_prev-n4 n0-t n1-t n2-t n3-t n4-t");
    }
}

/* ---- lives ------------------------------------------------------------------ */

/* State q of the scene is state q of the replay: the same layers at the same ends.  */
static void
expect_same_state (const mm_scene *s, const mm_replay *r, size_t q, unsigned long long seed)
{
  uint32_t shown = 0;
  for (mm_term x = 0; x < s->layers; x++)
    {
      const mm_term_info *life = &s->layer[x].life;
      if (!mm_scene_shows_layer (s, x, q))
        continue;
      shown++;
      cr_assert (mm_replay_is_live (r, life->id), "seed %llu, state %zu, term %u", seed, q, x);
      cr_assert_eq (mm_replay_tail (r, life->id), life->tail, "seed %llu, state %zu", seed, q);
      cr_assert_eq (mm_replay_head (r, life->id), life->head, "seed %llu, state %zu", seed, q);
    }
  cr_assert_eq (shown, mm_replay_live_layers (r), "seed %llu, state %zu", seed, q);
  for (mm_blob v = 0; v < s->blobs; v++)
    cr_assert_eq (mm_scene_shows_blob (s, v, q), mm_replay_blob_is_live (r, v), "seed %llu, state %zu", seed, q);
}

/* Lives need no Graphviz, so many modules can be tried.  */
static void
expect_lives_as_replayed (mm_module *m, unsigned long long seed)
{
  mm_derivation *d = reduced (m, false);
  mm_scene *s = calloc (1, sizeof *s);
  s->derivation = d;
  s->module = m;
  s->tree = mm_tree_new (d);
  cr_assert_eq (mm_scene_live (s), MM_OK);
  mm_replay *r = mm_replay_new (d);
  for (size_t q = 0; q <= mm_derivation_length (d); q++)
    {
      expect_same_state (s, r, q, seed);
      cr_assert_eq (mm_replay_forward (r, NULL), q < mm_derivation_length (d) ? MM_OK : MM_END);
    }
  mm_replay_free (r);
  mm_scene_free (s);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (scene, state_k_shows_what_lives_after_k_steps)
{
  for (uint64_t seed = 0; seed < 60; seed++)
    {
      expect_lives_as_replayed (kit_random_bridged (seed, 12, 2), seed);
      expect_lives_as_replayed (kit_random_dag (seed, 8, 16), seed);
      expect_lives_as_replayed (kit_random_simple (seed, 20), seed);
    }
}

/* ---- kernels ------------------------------------------------------------------- */

static mm_module *
with_kernels (const uint32_t (*kernel)[2], uint32_t stride)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  mm_builder_add_blobs (b, 3);
  const mm_blob ends[3][2] = { { 0, 1 }, { 1, 2 }, { 0, 2 } };
  for (uint32_t e = 0; e < 3; e++)
    {
      mm_layer_info info = { MM_KIND_CONV, kernel[e][0], kernel[e][1], e == 0 ? stride : 1, 1, 1 };
      mm_builder_add_layer (b, ends[e][0], ends[e][1], NULL, NULL);
      cr_assert_eq (mm_builder_set_layer (b, e, &info), MM_OK);
    }
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

static void
expect_kernel (const uint32_t (*kernel)[2], uint32_t stride, mm_kernel series, mm_kernel whole)
{
  story s = tell (with_kernels (kernel, stride), false);
  cr_assert_eq (s.scene->layers, 5);
  cr_assert_eq (s.scene->layer[3].kernel.height, series.height);
  cr_assert_eq (s.scene->layer[3].kernel.width, series.width);
  cr_assert_eq (s.scene->layer[4].kernel.height, whole.height);
  cr_assert_eq (s.scene->layer[4].kernel.width, whole.width);
  end (&s);
}

Test (scene, kernels_compose_by_sum_in_series_and_by_maximum_in_parallel)
{
  static const uint32_t small[3][2] = { { 3, 3 }, { 1, 5 }, { 7, 1 } };
  expect_kernel (small, 1, (mm_kernel){ 3, 7, 1 }, (mm_kernel){ 7, 7, 1 });
}

Test (scene, an_unknown_kernel_makes_the_product_unknown)
{
  static const uint32_t unknown[3][2] = { { 3, 3 }, { 0, 0 }, { 7, 1 } };
  expect_kernel (unknown, 1, (mm_kernel){ 0, 0, 0 }, (mm_kernel){ 0, 0, 0 });
}

Test (scene, behind_a_stride_a_kernel_reaches_further)
{
  static const uint32_t strided[3][2] = { { 3, 3 }, { 3, 3 }, { 1, 1 } };
  expect_kernel (strided, 2, (mm_kernel){ 7, 7, 2 }, (mm_kernel){ 0, 0, 0 });
}

/* ---- places -------------------------------------------------------------------- */

Test (scene, every_route_runs_from_its_tail_to_its_head)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      for (mm_term x = 0; x < s.scene->layers; x++)
        {
          const mm_scene_layer *l = &s.scene->layer[x];
          cr_assert_lt (mm_point_distance (mm_route_first (&l->route), s.scene->blob[l->life.tail].at), 1e-9);
          cr_assert_lt (mm_point_distance (mm_route_last (&l->route), s.scene->blob[l->life.head].at), 1e-9);
        }
      end (&s);
    }
}

Test (scene, no_label_lies_on_a_blob)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      for (mm_term x = 0; x < s.scene->layers; x++)
        for (mm_blob v = 0; v < s.scene->blobs; v++)
          if (mm_scene_shows_blob (s.scene, v, s.scene->layer[x].life.birth))
            {
              double distance = mm_box_distance (mm_scene_label_box (s.scene, x), s.scene->blob[v].at);
              cr_assert_gt (distance, s.scene->blob[v].radius, "example %d: label %s is %.1f pt from blob %s", i,
                            s.scene->layer[x].label, distance, s.scene->blob[v].full_name);
            }
      end (&s);
    }
}

Test (scene, no_label_lies_on_another_label)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      for (mm_term x = 0; x < s.scene->layers; x++)
        for (mm_term y = 0; y < x; y++)
          if (mm_scene_shows_layer (s.scene, y, s.scene->layer[x].life.birth))
            {
              double area = mm_box_overlap (mm_scene_label_box (s.scene, x), mm_scene_label_box (s.scene, y));
              cr_assert_lt (area, 1, "example %d: labels %s and %s share %.1f square points", i,
                            s.scene->layer[x].label, s.scene->layer[y].label, area);
            }
      end (&s);
    }
}

/* Names at beads on labels of their state, and how far.  */
static double
hidden_by_beads (const mm_scene *s)
{
  double area = 0;
  for (mm_blob v = 0; v < s->blobs; v++)
    for (mm_term x = 0; s->blob[v].death != UINT32_MAX && x < s->layers; x++)
      if (mm_scene_shows_layer (s, x, s->blob[v].death))
        area += mm_box_overlap (mm_scene_bead_box (s, v), mm_scene_label_box (s, x));
  return area;
}

Test (scene, no_name_at_a_bead_lies_on_a_label)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      cr_assert_lt (hidden_by_beads (s.scene), 1, "example %d", i);
      end (&s);
    }
}

Test (scene, no_route_runs_through_a_blob)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      for (mm_term x = 0; x < s.scene->layers; x++)
        {
          const mm_scene_layer *l = &s.scene->layer[x];
          for (mm_blob v = 0; v < s.scene->blobs; v++)
            if (v != l->life.tail && v != l->life.head && mm_scene_shows_blob (s.scene, v, l->life.birth))
              cr_assert_gt (mm_route_distance (&l->route, s.scene->blob[v].at, NULL), s.scene->blob[v].radius,
                            "example %d: %s runs through %s", i, l->title, s.scene->blob[v].full_name);
        }
      end (&s);
    }
}

Test (scene, parallel_layers_run_apart)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      for (mm_term x = 0; x < s.scene->layers; x++)
        for (mm_term y = 0; y < x; y++)
          {
            const mm_scene_layer *a = &s.scene->layer[x], *b = &s.scene->layer[y];
            if (a->life.tail == b->life.tail && a->life.head == b->life.head
                && mm_scene_shows_layer (s.scene, y, a->life.birth))
              cr_assert_gt (mm_trace_gap (&a->trace, &b->trace), 15, "example %d: %s and %s", i, a->title, b->title);
          }
      end (&s);
    }
}

Test (scene, everything_lies_in_the_hull)
{
  for (int i = 0; i < EXAMPLES; i++)
    {
      story s = tell (example (i), false);
      mm_box hull = s.scene->hull;
      for (mm_blob v = 0; v < s.scene->blobs; v++)
        cr_assert_eq (mm_box_distance (hull, s.scene->blob[v].at), 0);
      for (mm_term x = 0; x < s.scene->layers; x++)
        {
          mm_box box = mm_box_join (hull, mm_box_join (mm_scene_label_box (s.scene, x),
                                                       mm_trace_box (&s.scene->layer[x].trace)));
          cr_assert (box.x0 == hull.x0 && box.y0 == hull.y0 && box.x1 == hull.x1 && box.y1 == hull.y1);
        }
      end (&s);
    }
}

/* ---- words ----------------------------------------------------------------------- */

static void
expect_caption (const mm_scene *s, mm_direction direction, size_t q, const char *upper, const char *lower)
{
  char *first, *second;
  cr_assert_eq (mm_scene_caption (s, direction, q, 8, &first, &second), MM_OK);
  cr_assert_str_eq (first, upper);
  cr_assert_str_eq (second, lower);
  free (first);
  free (second);
}

Test (scene, captions_tell_the_story_in_both_directions)
{
  story s = tell (kit_module ("x-a a-y x-y"), false);
  expect_caption (s.scene, MM_REDUCE, 0, "module: simple", "3 blobs, 3 layers");
  expect_caption (s.scene, MM_REDUCE, 1, "step 1/2  TYPE-I at blob a", "F₂ ⊛ F₁");
  expect_caption (s.scene, MM_MORPH, 2, "start: one convolution", "2 blobs, 1 layer");
  expect_caption (s.scene, MM_MORPH, 0, "morph 2/2  TYPE-I: insert blob a", "F₂ ⊛ F₁");
  end (&s);
}

Test (scene, a_core_is_the_end_of_a_derivation_to_the_core)
{
  story s = tell (kit_module ("s-u u-a u-b a-b a-t b-t"), true);
  cr_assert_eq (mm_scene_frames (s.scene), 1 + mm_derivation_length (s.derivation));
  char *upper, *lower;
  cr_assert_eq (mm_scene_caption (s.scene, MM_MORPH, s.scene->steps, 8, &upper, &lower), MM_OK);
  cr_assert_str_eq (upper, "start: the core");
  free (upper);
  free (lower);
  end (&s);
}

Test (scene, the_verdict_does_not_depend_on_the_steps)
{
  story complex_core = tell (kit_bridge (), true), complex_single = tell (kit_bridge (), false);
  cr_assert_not (complex_core.scene->simple);
  cr_assert_not (complex_single.scene->simple);
  end (&complex_core);
  end (&complex_single);
}

Test (scene, long_products_get_symbols)
{
  story s = tell (kit_module ("s-a a-b b-c c-d d-t"), false);
  const mm_scene_layer *last = &s.scene->layer[s.scene->layers - 1];
  for (mm_term x = 0; x < s.scene->layers; x++)
    cr_assert_leq (strlen (s.scene->layer[x].label), 3 * 14u);
  cr_assert_not_null (last->symbol);
  cr_assert_eq (strncmp (last->symbol, "G₄", strlen ("G₄")), 0);
  end (&s);
}

Test (scene, a_caption_defines_a_symbol_just_when_the_drawing_has_it)
{
  unsigned defined = 0, spelt_out = 0;
  for (uint64_t seed = 1; seed <= 40; seed++)
    {
      story s = tell (kit_random_dag (seed, 7, 14), false);
      for (mm_term x = mm_module_layers (s.module); x < s.scene->layers; x++)
        {
          const mm_scene_layer *l = &s.scene->layer[x];
          char *upper, *lower, definition[64];
          cr_assert_eq (mm_scene_caption (s.scene, MM_REDUCE, l->life.birth, UINT32_MAX, &upper, &lower), MM_OK);
          snprintf (definition, sizeof definition, "%s = ", l->symbol);
          const bool drawn = strcmp (l->label, l->symbol) == 0;
          cr_assert_eq (strstr (lower, definition) != NULL, drawn, "seed %llu: %s", (unsigned long long) seed, lower);
          defined += drawn;
          spelt_out += !drawn;
          free (upper);
          free (lower);
        }
      end (&s);
    }
  cr_assert (defined > 0 && spelt_out > 0);
}

/* A random module whose names are long, alike, or look like products.  */
static mm_module *
renamed (uint64_t seed)
{
  static const char *const stems[] = { "F1", "G1", "H2", "conv3x3", "layer1.0.block.conv3x3_a", "layer1.0.block2.conv3x3_a", "F1 + F2",
                                       "conv-1", "a b", "" };
  mm_module *plain = kit_random_dag (seed, 7, 14), *m;
  mm_builder *b = mm_builder_new ();
  uint64_t state = seed;
  for (mm_blob v = 0; v < mm_module_blobs (plain); v++)
    {
      char name[80];
      snprintf (name, sizeof name, "features.denseblock%u.relu", v);
      cr_assert_eq (mm_builder_add_blob (b, name, NULL), MM_OK);
    }
  for (mm_layer e = 0; e < mm_module_layers (plain); e++)
    {
      const uint32_t which = kit_below (&state, sizeof stems / sizeof *stems + 1);
      const char *name = which < sizeof stems / sizeof *stems ? stems[which] : NULL;
      cr_assert_eq (mm_builder_add_layer (b, mm_module_tails (plain)[e], mm_module_heads (plain)[e], name, NULL), MM_OK);
    }
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  mm_module_free (plain);
  return m;
}

Test (scene, names_in_a_picture_are_unique_and_have_no_superscripts)
{
  static const char *const high[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  for (uint64_t seed = 1; seed <= 30; seed++)
    {
      story s = tell (renamed (seed), false);
      for (mm_blob v = 0; v < s.scene->blobs; v++)
        for (mm_blob u = 0; u < v; u++)
          cr_assert_str_neq (s.scene->blob[u].name, s.scene->blob[v].name, "seed %d: blobs %u and %u", (int) seed, u, v);
      for (mm_term x = 0; x < s.scene->layers; x++)
        {
          const mm_scene_layer *l = &s.scene->layer[x];
          for (mm_term y = 0; y < x; y++)
            {
              const mm_scene_layer *k = &s.scene->layer[y];
              cr_assert_str_neq (k->label, l->label, "seed %d: layers %u and %u", (int) seed, y, x);
              cr_assert (!k->symbol || !l->symbol || strcmp (k->symbol, l->symbol), "seed %d: %s", (int) seed, l->symbol);
            }
          for (size_t i = 0; i < sizeof high / sizeof *high; i++)
            cr_assert (!strstr (l->label, high[i]) && (!l->formula || !strstr (l->formula, high[i])), "seed %d: %s", (int) seed, l->label);
        }
      end (&s);
    }
}

Test (scene, a_layer_that_is_called_like_a_formula_is_quoted)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  cr_assert_eq (mm_builder_add_blobs (b, 3), MM_OK);
  cr_assert_eq (mm_builder_add_layer (b, 0, 1, "x + y", NULL), MM_OK);
  cr_assert_eq (mm_builder_add_layer (b, 1, 2, "c 3", NULL), MM_OK);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  story s = tell (m, false);
  cr_expect_str_eq (s.scene->layer[0].label, "\"x + y\"");
  cr_expect_str_eq (s.scene->layer[1].label, "c 3");
  cr_expect_str_eq (s.scene->layer[2].formula, "\"c 3\" ⊛ \"x + y\"");
  end (&s);
}

/* ---- limits ------------------------------------------------------------------------ */

Test (scene, too_many_blobs_are_refused)
{
  mm_module *m = kit_random_simple (1, 200);
  mm_derivation *d = reduced (m, false);
  mm_scene *s;
  mm_error err;
  cr_assert_gt (mm_module_blobs (m), MM_SCENE_BLOBS);
  cr_assert_eq (mm_scene_new (d, &s, &err), MM_ELIMIT);
  cr_assert_not_null (strstr (err.text, "blobs"));
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (scene, too_many_layers_are_refused)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  mm_error err;
  mm_builder_add_blobs (b, 2);
  for (int i = 0; i <= MM_SCENE_LAYERS; i++)
    mm_builder_add_layer (b, 0, 1, NULL, NULL);
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK);
  mm_builder_free (b);
  mm_derivation *d = mm_derivation_new (m);
  mm_scene *s;
  cr_assert_eq (mm_scene_new (d, &s, &err), MM_ELIMIT);
  cr_assert_not_null (strstr (err.text, "layers"));
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (scene, without_fonts_it_says_what_to_install)
{
  char folder[256], config[300];
  cr_assert_not_null (getcwd (folder, sizeof folder));
  snprintf (config, sizeof config, "%s/no_fonts.conf", folder);
  FILE *f = fopen (config, "w");
  cr_assert_not_null (f);
  fputs ("<?xml version=\"1.0\"?>\n<fontconfig><dir>/no/fonts/here</dir></fontconfig>\n", f);
  fclose (f);
  setenv ("FONTCONFIG_FILE", config, 1);
  mm_module *m = kit_bridge ();
  mm_derivation *d = reduced (m, false);
  mm_scene *s;
  mm_error err;
  cr_assert_eq (mm_scene_new (d, &s, &err), MM_EIO);
  cr_assert_not_null (strstr (err.text, "fonts-dejavu"), "%s", err.text);
  unlink (config);
  mm_derivation_free (d);
  mm_module_free (m);
}
