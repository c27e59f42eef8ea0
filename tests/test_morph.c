/* tests/test_morph.c: a child computes its parent, exactly and everywhere.  */
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "numeric/fold.h"
#include "numeric/forward.h"
#include "numeric/morph.h"
#include "numeric/npy.h"
#include "numeric/random.h"
#include "numeric/verify.h"
#include "tests/leak.h"
#include "tests/shaped.h"
#include "tests/weights_kit.h"

TestSuite (morph, .fini = no_leaks);

/* ---- a parent, its child, and how far they are apart ---------------------------- */

/* Of He's scale exactly.  */
static mm_filter
random_parent (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw, uint64_t seed)
{
  mm_filter f;
  mm_random random;
  cr_assert_eq (mm_filter_init (&f, out, in, kh, kw), MM_OK);
  mm_random_seed (&random, seed, 0);
  mm_random_fill_normal (&random, 1, f.data, mm_filter_size (&f));
  const double scale = mm_filter_he (&f) / mm_filter_std (&f);
  for (size_t k = 0; k < mm_filter_size (&f); k++)
    f.data[k] *= scale;
  return f;
}

/* A random parent that passes through `rank` channels.  */
static mm_filter
narrow_parent (uint32_t out, uint32_t in, uint32_t rank, uint32_t k, uint64_t seed)
{
  mm_filter first = random_parent (rank, in, 1, 1, seed), second = random_parent (out, rank, k, k, seed + 1), g;
  cr_assert_eq (mm_filter_compose (&second, &first, 1, &g), MM_OK);
  mm_filter_clear (&first);
  mm_filter_clear (&second);
  return g;
}

typedef struct child
{
  mm_feasibility why;
  mm_weights *weights;
  mm_morph_report report;
} child;

static child
morph (const mm_module *m, const mm_filter *g, const double *bias, mm_morph_options options)
{
  child c;
  mm_error err;
  cr_assert_eq (mm_morph (m, g, bias, &options, &c.why, &c.weights, &c.report, &err), MM_OK, "%s", err.text);
  cr_assert_eq (c.weights != NULL, c.why.answer == MM_FEASIBLE);
  return c;
}

static void
child_clear (child *c)
{
  mm_weights_free (c->weights);
  mm_feasibility_clear (&c->why);
}

/* The greatest difference of two images, relative to the greatest entry of the second.  */
static double
difference (const mm_image *a, const mm_image *b)
{
  double most = 0, worst = 0;
  cr_assert (a->channels == b->channels && a->height == b->height && a->width == b->width);
  for (size_t k = 0; k < (size_t) a->channels * a->height * a->width; k++)
    {
      worst = fmax (worst, fabs (a->data[k] - b->data[k]));
      most = fmax (most, fabs (b->data[k]));
    }
  return worst / most;
}

/* Over a whole image with zeros around it, borders included.  */
static double
image_error (const mm_weights *w, const mm_filter *g, const double *bias, bool single)
{
  mm_image x, y, z;
  mm_random random;
  mm_error err;
  cr_assert_eq (mm_image_init (&x, g->in, 9, 8), MM_OK);
  mm_random_seed (&random, 99, 0);
  mm_random_fill_normal (&random, 1, x.data, (size_t) g->in * 72);
  cr_assert_eq (mm_forward_layer (g, bias, 1, 1, MM_PADDING_SAME, &x, &y), MM_OK);
  cr_assert_eq (mm_forward_module (w, single, &x, &z, &err), MM_OK, "%s", err.text);
  const double error = difference (&z, &y);
  mm_image_clear (&x);
  mm_image_clear (&y);
  mm_image_clear (&z);
  return error;
}

static double
fold_error (const mm_weights *w, const mm_filter *g)
{
  mm_filter whole;
  cr_assert_eq (mm_fold (w, &whole, NULL, NULL), MM_OK);
  const double error = mm_filter_distance (&whole, g);
  mm_filter_clear (&whole);
  return error;
}

/* The least number of free channels over the interior blobs, counted from the route.  */
static uint32_t
fewest_free (const mm_module *m, const mm_route *r)
{
  uint32_t fewest = UINT32_MAX;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    {
      if (v == mm_module_source (m) || v == mm_module_sink (m))
        continue;
      uint32_t used = 0;
      const mm_handles in = mm_module_in (m, v), out = mm_module_out (m, v);
      for (uint32_t i = 0; i < in.count; i++)
        used += r->input_flow[in.at[i]];
      for (uint32_t i = 0; i < out.count; i++)
        used += r->output_flow[out.at[i]];
      const uint32_t c = mm_module_blob_info (m, v).channels;
      cr_assert_leq (used, c);
      fewest = c - used < fewest ? c - used : fewest;
    }
  return fewest;
}

/* A layer s-t keeps the zeros of taps that the parent does not have.  */
static bool
has_wide_shortcut (const mm_module *m, const mm_filter *g)
{
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      if (mm_module_tails (m)[e] == mm_module_source (m) && mm_module_heads (m)[e] == mm_module_sink (m)
          && (info.kernel_h > g->kh || info.kernel_w > g->kw))
        return true;
    }
  return false;
}

static void
assert_is_parent (const mm_module *m, const mm_filter *g, const double *bias, child *c, bool full, uint64_t seed)
{
  const unsigned long number = (unsigned long) seed;
  cr_assert_lt (fold_error (c->weights, g), 1e-12, "seed %lu", number);
  cr_assert_lt (c->report.residual, 1e-12, "seed %lu", number);
  cr_assert_lt (c->report.residual32, 1e-5, "seed %lu", number);
  cr_assert_lt (image_error (c->weights, g, bias, false), 1e-12, "seed %lu", number);
  if (full && fewest_free (m, &c->why.route) >= 2 && !has_wide_shortcut (m, g))
    cr_assert_eq (c->report.fill, 1, "seed %lu: fill %g", number, c->report.fill);
  mm_weights_round (c->weights);
  cr_assert_lt (image_error (c->weights, g, bias, true), 1e-5, "seed %lu", number);
}

/* How many layers lie outside [0.5, 2] of He's scale.  A wide layer must not when there are free channels.  */
static unsigned
count_outliers (const child *c, uint32_t spare, uint64_t seed)
{
  unsigned count = 0;
  const mm_module *m = c->weights->module;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_filter *f = &c->weights->filter[e];
      const double scale = mm_filter_std (f) / mm_filter_he (f);
      const bool outlier = scale < 0.5 || scale > 2, wide = f->in >= 4 && f->out >= 4;
      cr_assert_not (outlier && wide && spare >= 2, "seed %lu, layer %u: %g", (unsigned long) seed, e + 1, scale);
      count += outlier;
    }
  return count;
}

/* ---- random modules ---------------------------------------------------------------- */

static mm_module *
random_module (uint64_t *state)
{
  const uint32_t n = 2 + kit_below (state, 8);
  switch (kit_below (state, 3))
    {
    case 0:
      return kit_random_dag (kit_bits (state), n, n + kit_below (state, 8));
    case 1:
      return kit_random_bridged (kit_bits (state), kit_below (state, 10), 1 + kit_below (state, 2));
    default:
      return kit_random_simple (kit_bits (state), kit_below (state, 12));
    }
}

Test (morph, of_random_modules_is_exact_wherever_it_is_feasible)
{
  unsigned feasible = 0, out_hubs = 0, inner = 0, layers = 0, outliers = 0;
  for (uint64_t seed = 1; seed <= 500; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 12), out = 1 + kit_below (&state, 12);
      const uint32_t low = 1 + kit_below (&state, 12), radii = 1 + kit_below (&state, 3);
      const bool square = kit_below (&state, 2);
      mm_module *m = random_module (&state);
      m = random_shape (m, &state, in, out, low, low + kit_below (&state, 20), radii, square);
      const uint32_t kh = 2 * kit_below (&state, radii) + 1, kw = square ? kh : 2 * kit_below (&state, radii) + 1;
      mm_filter g = random_parent (out, in, kh, kw, seed);
      const bool plain = kit_below (&state, 4) == 0;
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = seed, .no_gauge = plain, .no_active = plain });
      if (c.weights)
        {
          const mm_blob h = c.why.route.hub;
          feasible++;
          out_hubs += c.why.route.out_hub;
          inner += h != mm_module_source (m) && h != mm_module_sink (m);
          layers += mm_module_layers (m);
          if (!plain)
            outliers += count_outliers (&c, has_wide_shortcut (m, &g) ? 0 : fewest_free (m, &c.why.route), seed);
          assert_is_parent (m, &g, NULL, &c, !plain, seed);
        }
      child_clear (&c);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert (feasible > 300 && out_hubs > 20 && inner > 20, "only %u, %u, %u", feasible, out_hubs, inner);
  cr_assert_lt (100 * outliers, layers, "%u of %u layers are far from He's scale", outliers, layers);
}

Test (morph, of_narrow_parents_uses_their_ranks)
{
  unsigned feasible = 0, by_rank = 0;
  for (uint64_t seed = 1; seed <= 150; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 4 + kit_below (&state, 8), out = 4 + kit_below (&state, 8);
      const uint32_t k = 2 * kit_below (&state, 2) + 1;
      mm_module *m = random_shape (random_module (&state), &state, in, out, 2, 8, 2, true);
      mm_filter g = narrow_parent (out, in, 1 + kit_below (&state, 4), k, seed);
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = seed });
      mm_feasibility full;
      const mm_demand generic = mm_demand_generic (out, in, k, k);
      cr_assert_eq (mm_feasible (m, &generic, 1, &full, NULL), MM_OK);
      if (c.weights)
        {
          feasible++;
          by_rank += full.answer != MM_FEASIBLE;
          cr_assert_lt (fold_error (c.weights, &g), 1e-12, "seed %lu", (unsigned long) seed);
          cr_assert_lt (image_error (c.weights, &g, NULL, false), 1e-12, "seed %lu", (unsigned long) seed);
          cr_assert_lt (c.report.residual32, 1e-5, "seed %lu", (unsigned long) seed);
        }
      mm_feasibility_clear (&full);
      child_clear (&c);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert (feasible > 80 && by_rank > 20, "only %u, %u", feasible, by_rank);
}

/* As a float32 file holds it.  */
static mm_filter
rounded_parent (const mm_filter *g)
{
  mm_filter f;
  cr_assert_eq (mm_filter_copy (g, &f), MM_OK);
  for (size_t k = 0; k < mm_filter_size (&f); k++)
    f.data[k] = (double) (float) f.data[k];
  f.rounding = (double) FLT_EPSILON;
  return f;
}

/* A verdict on a child in float32, as verify has it.  */
static mm_verification
verified (const mm_weights *w, const mm_filter *g)
{
  mm_verification v;
  mm_error err;
  cr_assert_eq (mm_verify (w, g, NULL, 1, &v, &err), MM_OK, "%s", err.text);
  return kit_numbers (&v);
}

/* The answers to a parent and to what float32 leaves of it are the same, and the child is off by rounding.  */
Test (morph, of_narrow_parents_rounded_to_float32_uses_their_ranks)
{
  unsigned feasible = 0, by_rank = 0, infeasible = 0;
  for (uint64_t seed = 1; seed <= 200; seed++)
    {
      uint64_t state = seed;
      const unsigned long number = (unsigned long) seed;
      const uint32_t in = 4 + kit_below (&state, 8), out = 4 + kit_below (&state, 8);
      const uint32_t k = 2 * kit_below (&state, 2) + 1;
      mm_module *m = random_shape (random_module (&state), &state, in, out, 1, 7, 2, true);
      mm_filter exact = narrow_parent (out, in, 1 + kit_below (&state, 4), k, seed), g = rounded_parent (&exact);
      mm_feasibility want, got, full;
      const mm_demand generic = mm_demand_generic (out, in, k, k);
      cr_assert_eq (mm_feasible (m, &generic, 1, &full, NULL), MM_OK);
      cr_assert_eq (mm_feasible_parent (m, &exact, &want, NULL), MM_OK);
      cr_assert_eq (mm_feasible_parent (m, &g, &got, NULL), MM_OK);
      cr_assert (got.answer == want.answer && got.needed == want.needed && got.have == want.have, "seed %lu", number);
      cr_assert_arr_eq (&got.demand, &want.demand, sizeof got.demand, "seed %lu", number);
      infeasible += got.answer == MM_INFEASIBLE;
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = seed });
      cr_assert_eq (c.why.answer, got.answer);
      if (c.weights)
        {
          feasible++;
          by_rank += full.answer != MM_FEASIBLE;
          cr_assert_lt (fold_error (c.weights, &g), full.answer != MM_FEASIBLE ? 1e-7 : 1e-12, "seed %lu", number);
          mm_weights_round (c.weights);
          const mm_verification v = verified (c.weights, &g);
          cr_assert (v.whole < 1e-5 && v.whole32 < 1e-5 && v.channel32 < 1e-5, "seed %lu: %g %g", number, v.whole32,
                     v.channel32);
        }
      mm_feasibility_clear (&full);
      mm_feasibility_clear (&want);
      mm_feasibility_clear (&got);
      child_clear (&c);
      mm_filter_clear (&exact);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert (feasible > 80 && by_rank > 20 && infeasible > 5, "only %u, %u, %u", feasible, by_rank, infeasible);
}

/* How many of the random modules hold a parent whose output channels are scaled; all of these are exact in each channel.  */
static unsigned
count_exact (uint64_t seeds, double (*scale) (size_t channel, uint32_t out, uint64_t seed))
{
  unsigned feasible = 0;
  for (uint64_t seed = 1; seed <= seeds; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 3 + kit_below (&state, 9), out = 3 + kit_below (&state, 9);
      mm_module *m = random_shape (random_module (&state), &state, in, out, 8, 16, 2, true);
      mm_filter g = random_parent (out, in, 3, 3, seed);
      for (size_t k = 0; k < mm_filter_size (&g); k++)
        g.data[k] *= scale (k / in % out, out, seed);
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = seed });
      if (c.weights)
        {
          feasible++;
          mm_verification v = verified (c.weights, &g);
          cr_assert (v.channel < 1e-12 && v.channel32 < 1e-5, "seed %lu: %g %g", (unsigned long) seed, v.channel,
                     v.channel32);
        }
      child_clear (&c);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  return feasible;
}

/* From 1 down to 1e-8.  */
static double
falling (size_t channel, uint32_t out, uint64_t seed)
{
  (void) seed;
  return pow (10, -8.0 * (double) channel / (out - 1));
}

/* One of zeros, the others small.  */
static double
one_zero (size_t channel, uint32_t out, uint64_t seed)
{
  return channel == seed % out ? 0 : 1e-20;
}

Test (morph, small_output_channels_are_as_exact_as_great_ones)
{
  cr_assert_gt (count_exact (100, falling), 50);
}

Test (morph, zero_output_channels_are_as_exact_as_small_ones)
{
  cr_assert_gt (count_exact (50, one_zero), 25);
}

/* ---- known modules ------------------------------------------------------------------ */

static void
assert_good (mm_module *m, const mm_filter *g)
{
  child c = morph (m, g, NULL, (mm_morph_options){ .seed = 1 });
  cr_assert (c.weights, "%s", c.why.reason);
  cr_assert (c.report.border_exact);
  cr_assert (c.report.scale_low > 0.5 && c.report.scale_high < 2, "std/He from %g to %g", c.report.scale_low,
             c.report.scale_high);
  cr_assert_geq (fewest_free (m, &c.why.route), 2);
  assert_is_parent (m, g, NULL, &c, true, 1);
  child_clear (&c);
  mm_module_free (m);
}

static const char *const networks[] = {
  "s-t",                                                                       /* one layer */
  "s-t s-t s-t",                                                               /* parallel layers */
  "s-a a-t",                                                                   /* the paper's TYPE-I */
  "s-a s-b a-b a-t b-t",                                                       /* the Wheatstone bridge */
  "s-a s-b a-c b-c a-t c-t b-t",                                               /* the paper's module (D) */
  "s-a a-b b-c c-d d-e e-f f-g g-h h-i i-t",                                   /* a VGG chain */
  "s-a a-b s-b b-c c-d b-d d-e e-t d-t",                                       /* residual blocks */
  "s-a a-t s-b b-c c-t s-d d-e e-f f-t s-t",                                   /* inception */
  "s-a a-b b-c c-d d-e e-t c-d b-e a-t",                                       /* U-Net */
  "s-x s-y x-a y-a x-b y-b x-c a-c a-d b-d x-e c-e a-t b-t c-t d-t e-t",       /* a DARTS cell */
  "s-a s-b s-c s-d a-b a-c a-d b-c b-d c-d a-t b-t c-t d-t s-t"                /* everything with everything */
};

Test (morph, of_known_networks_is_exact_full_and_of_healthy_scale)
{
  for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
    {
      mm_filter g = random_parent (16, 16, 3, 3, i);
      assert_good (uniform (kit_module (networks[i]), 16, 16, 32, 3), &g);
      mm_filter_clear (&g);
      g = random_parent (24, 10, 3, 3, i);
      assert_good (uniform (kit_module (networks[i]), 10, 24, 40, 3), &g);
      mm_filter_clear (&g);
    }
}

Test (morph, fits_small_parents_into_large_kernels)
{
  mm_filter g = random_parent (12, 12, 3, 3, 4);
  for (size_t i = 2; i < sizeof networks / sizeof *networks - 1; i++)
    if (!strstr (networks[i], "s-t"))
      assert_good (uniform (kit_module (networks[i]), 12, 12, 28, 5), &g);
  mm_filter_clear (&g);
}

Test (morph, of_many_channels_is_as_exact_with_gauges_in_blocks)
{
  mm_filter g = random_parent (8, 8, 1, 1, 4);
  assert_good (uniform (kit_module ("s-a a-b s-b b-t"), 8, 8, 700, 1), &g);
  mm_filter_clear (&g);
}

Test (morph, of_saturated_chain_is_exact_and_its_fill_says_what_it_costs)
{
  /* NUMERICS.md T7: without a free channel, eight layers of nine taps keep one. */
  mm_module *m = uniform (kit_module ("s-a a-b b-t"), 8, 8, 8, 3);
  mm_filter g = random_parent (8, 8, 3, 3, 4);
  child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1 });
  cr_assert (c.weights);
  cr_assert_eq (c.report.theta, 1);
  cr_assert_float_eq (c.report.fill, (1 + 2.0 / 9) / 3, 1e-12);
  assert_is_parent (m, &g, NULL, &c, true, 1);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, noise_of_parallel_single_entries_never_cancels_their_share)
{
  /* b and c have one channel each; b-c is not on the way of the code. */
  mm_module *m = kit_module ("s-a a-t a-b b-c b-c c-t");
  shape s = { .channels = { 4, 8, 4, 1, 1 }, .kh = { 3, 3, 1, 1, 1, 1 }, .kw = { 3, 3, 1, 1, 1, 1 } };
  m = shaped (m, &s);
  mm_filter g = random_parent (4, 4, 3, 3, 4);
  for (uint64_t seed = 0; seed < 20; seed++)
    {
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = seed, .no_active = true });
      cr_assert (c.report.scale_high < 10, "%g to %g", c.report.scale_low, c.report.scale_high);
      child_clear (&c);
    }
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, keeps_the_bias)
{
  const double bias[3] = { 1, -2, 0.5 };
  mm_module *m = uniform (kit_bridge (), 4, 3, 12, 3);
  mm_filter g = random_parent (3, 4, 3, 3, 4);
  child c = morph (m, &g, bias, (mm_morph_options){ .seed = 1 });
  assert_is_parent (m, &g, bias, &c, true, 1);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, keeps_the_scale_of_the_parent)
{
  mm_module *m = uniform (kit_paper_d (), 6, 6, 16, 3);
  for (int power = -12; power <= 12; power += 6)
    {
      mm_filter g = random_parent (6, 6, 3, 3, 4);
      for (size_t k = 0; k < mm_filter_size (&g); k++)
        g.data[k] *= pow (10, power);
      child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1 });
      assert_is_parent (m, &g, NULL, &c, true, 1);
      child_clear (&c);
      mm_filter_clear (&g);
    }
  mm_module_free (m);
}

Test (morph, of_zero_is_zero)
{
  mm_module *m = uniform (kit_bridge (), 3, 3, 8, 3);
  mm_filter g, whole;
  cr_assert_eq (mm_filter_init (&g, 3, 3, 3, 3), MM_OK);
  child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1 });
  cr_assert (c.weights);
  cr_assert_eq (mm_fold (c.weights, &whole, NULL, NULL), MM_OK);
  cr_assert_lt (mm_filter_max_abs (&whole), 1e-13);
  mm_filter_clear (&whole);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* ---- seeds and options ------------------------------------------------------------------ */

static bool
same_weights (const mm_weights *a, const mm_weights *b)
{
  for (mm_layer e = 0; e < mm_module_layers (a->module); e++)
    if (memcmp (a->filter[e].data, b->filter[e].data, mm_filter_size (&a->filter[e]) * sizeof (double)))
      return false;
  return true;
}

Test (morph, seed_decides_every_bit)
{
  mm_module *m = uniform (kit_paper_d (), 6, 6, 16, 3);
  mm_filter g = random_parent (6, 6, 3, 3, 4);
  child first = morph (m, &g, NULL, (mm_morph_options){ .seed = 7 });
  child again = morph (m, &g, NULL, (mm_morph_options){ .seed = 7 });
  child other = morph (m, &g, NULL, (mm_morph_options){ .seed = 8 });
  cr_assert (same_weights (first.weights, again.weights));
  cr_assert_not (same_weights (first.weights, other.weights));
  child_clear (&first);
  child_clear (&again);
  child_clear (&other);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, without_gauge_shows_the_code)
{
  mm_module *m = uniform (kit_module ("s-a a-t"), 4, 4, 8, 3);
  mm_filter g = random_parent (4, 4, 3, 3, 4);
  child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1, .no_gauge = true, .no_active = true });
  cr_assert_lt (c.report.fill, 1);
  cr_assert_lt (fold_error (c.weights, &g), 1e-12);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* How many columns of the layers into t are more than noise: free channels that are read.  */
static unsigned
read_columns (const mm_weights *w)
{
  unsigned count = 0;
  const mm_module *m = w->module;
  const mm_handles in = mm_module_in (m, mm_module_sink (m));
  for (uint32_t i = 0; i < in.count; i++)
    for (uint32_t c = 0; c < w->filter[in.at[i]].in; c++)
      {
        const mm_filter *f = &w->filter[in.at[i]];
        double sum = 0;
        for (size_t k = c; k < mm_filter_size (f); k += f->in)
          sum += fabs (f->data[k]);
        count += sum > 0;
      }
  return count;
}

Test (morph, active_reads_out_every_free_channel_next_to_the_hub)
{
  mm_module *m = uniform (kit_bridge (), 8, 8, 16, 3);
  mm_filter g = random_parent (8, 8, 3, 3, 4);
  child idle = morph (m, &g, NULL, (mm_morph_options){ .seed = 1, .no_gauge = true, .no_active = true });
  child busy = morph (m, &g, NULL, (mm_morph_options){ .seed = 1, .no_gauge = true });
  cr_assert_eq (busy.why.route.hub, mm_module_sink (m));
  cr_assert_lt (read_columns (idle.weights), 32);
  cr_assert_eq (read_columns (busy.weights), 32);
  cr_assert_lt (fold_error (busy.weights, &g), 1e-12);
  child_clear (&idle);
  child_clear (&busy);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, of_infeasible_module_is_an_answer)
{
  mm_module *m = uniform (kit_bridge (), 16, 16, 7, 3);
  mm_filter g = random_parent (16, 16, 3, 3, 4);
  child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1 });
  cr_assert_null (c.weights);
  cr_assert_eq (c.why.answer, MM_INFEASIBLE);
  cr_assert_eq (c.why.needed, 16);
  cr_assert_eq (c.why.have, 14);
  cr_assert_gt (c.why.repair_count, 0);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, of_narrow_parent_is_refused_by_its_own_rank)
{
  mm_module *m = uniform (kit_bridge (), 8, 8, 1, 3);
  mm_filter g = narrow_parent (8, 8, 3, 3, 4);
  child c = morph (m, &g, NULL, (mm_morph_options){ .seed = 1 });
  cr_assert_null (c.weights);
  cr_assert_eq (c.why.answer, MM_INFEASIBLE);
  cr_assert_eq (c.why.needed, 3);
  cr_assert_eq (c.why.have, 2);
  mm_feasibility again;
  cr_assert_eq (mm_feasible_parent (m, &g, &again, NULL), MM_OK);
  cr_assert_str_eq (again.reason, c.why.reason);
  mm_feasibility_clear (&again);
  child_clear (&c);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph, refuses_what_route_refuses)
{
  mm_module *m = uniform (kit_bridge (), 4, 4, 0, 3);
  mm_filter g = random_parent (4, 4, 3, 3, 4);
  mm_feasibility why;
  mm_weights *w;
  mm_morph_report report;
  mm_error err;
  cr_assert_eq (mm_morph (m, &g, NULL, NULL, &why, &w, &report, &err), MM_EINVAL);
  cr_assert (strstr (err.text, "has no channels"), "%s", err.text);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* ---- trained parents ------------------------------------------------------------------------ */

static const char *const trained[] = {
  "trained/digits_bridge/e12_0.folded_weight.npy", "trained/digits_res8/l1_b_0.folded_weight.npy",
  "trained/digits_incep/b2_0.folded_weight.npy",   "trained/digits_incep/b1_0.folded_weight.npy",
  "trained/digits_plain/c2.weight.npy",
};

Test (morph, of_trained_convolutions_into_bridge_and_module_d)
{
  for (size_t i = 0; i < sizeof trained / sizeof *trained; i++)
    {
      const char *path = kit_shared (trained[i]);
      if (!path)
        cr_skip_test ("there is no %s on this machine", trained[i]);
      mm_filter g;
      mm_error err;
      cr_assert_eq (mm_npy_read_filter (path, &g, NULL, &err), MM_OK, "%s", err.text);
      const uint32_t c = 3 * (g.in > g.out ? g.in : g.out);
      for (int d = 0; d < 2; d++)
        {
          mm_module *m = uniform (d ? kit_paper_d () : kit_bridge (), g.in, g.out, c, g.kh);
          child morphed = morph (m, &g, NULL, (mm_morph_options){ .seed = i });
          cr_assert_eq (morphed.report.fill, 1);
          cr_assert (morphed.report.scale_low > 0.5 && morphed.report.scale_high < 2, "%s: %g to %g", trained[i],
                     morphed.report.scale_low, morphed.report.scale_high);
          assert_is_parent (m, &g, NULL, &morphed, true, i);
          child_clear (&morphed);
          mm_module_free (m);
        }
      mm_filter_clear (&g);
    }
}
