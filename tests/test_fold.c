/* tests/test_fold.c: a whole module as one convolution.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "numeric/fold.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

TestSuite (fold, .fini = no_leaks);

/* Fold a module with random weights and compare with the sum over paths; frees the module.  */
static void
check (mm_module *m, uint64_t seed, kit_ranges ranges)
{
  mm_error err;
  mm_filter folded, expected;
  mm_weights *w = kit_weights (m, seed, ranges);
  cr_assert_eq (mm_fold (w, &folded, NULL, &err), MM_OK, "seed %llu: %s", (unsigned long long) seed, err.text);
  expected = oracle_fold (w);
  cr_assert_eq (folded.kh, expected.kh, "seed %llu", (unsigned long long) seed);
  cr_assert_eq (folded.kw, expected.kw, "seed %llu", (unsigned long long) seed);
  const double error = mm_filter_distance (&folded, &expected);
  cr_assert (error <= 1e-12, "seed %llu: %g", (unsigned long long) seed, error);
  mm_filter_clear (&folded);
  mm_filter_clear (&expected);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (fold, one_layer_is_its_own_filter)
{
  check (kit_module ("s-t"), 1, (kit_ranges){ 4, 5, false });
}

Test (fold, bridge_and_paper_module_equal_the_sum_over_their_paths)
{
  for (uint64_t seed = 0; seed < 20; seed++)
    {
      check (kit_bridge (), seed, (kit_ranges){ 4, 3, false });
      check (kit_paper_d (), seed, (kit_ranges){ 4, 5, false });
    }
}

Test (fold, random_modules_equal_the_sum_over_their_paths)
{
  for (uint64_t seed = 0; seed < 150; seed++)
    {
      uint64_t state = seed;
      const uint32_t blobs = 2 + kit_below (&state, 5);
      check (kit_random_dag (seed, blobs, 2 * blobs), seed, (kit_ranges){ 3, 5, false });
    }
}

static void
check_small (const mm_module *m, void *context)
{
  uint64_t *seed = context;
  mm_weights *w = kit_weights (m, ++*seed, (kit_ranges){ 2, 3, false });
  mm_filter folded, expected = oracle_fold (w);
  cr_assert_eq (mm_fold (w, &folded, NULL, NULL), MM_OK);
  cr_assert (mm_filter_distance (&folded, &expected) <= 1e-12, "module %llu", (unsigned long long) *seed);
  mm_filter_clear (&folded);
  mm_filter_clear (&expected);
  mm_weights_free (w);
}

Test (fold, all_modules_on_four_blobs_equal_the_sum_over_their_paths)
{
  uint64_t seed = 0;
  kit_each_dag (4, check_small, &seed);
  cr_assert_gt (seed, 5);
}

/* s-a, a-b, b-t with the numbers of the first two layers changed.  */
static mm_module *
chain (mm_layer_info first, mm_layer_info second)
{
  mm_module *plain = kit_module ("s-a a-b b-t"), *one = kit_change_layer (plain, 0, first),
            *both = kit_change_layer (one, 1, second);
  mm_module_free (plain);
  mm_module_free (one);
  return both;
}

static mm_layer_info
layer (mm_kind kind, uint32_t stride, uint32_t dilation, uint32_t groups)
{
  return (mm_layer_info){ kind, 0, 0, stride, dilation, groups };
}

Test (fold, strides_and_dilations_spread_the_taps_behind_them)
{
  for (uint64_t seed = 0; seed < 20; seed++)
    {
      check (chain (layer (MM_KIND_CONV, 2, 1, 1), layer (MM_KIND_CONV, 1, 3, 1)), seed, (kit_ranges){ 3, 3, false });
      check (chain (layer (MM_KIND_CONV, 1, 2, 1), layer (MM_KIND_CONV, 3, 1, 1)), seed, (kit_ranges){ 3, 5, false });
    }
}

Test (fold, identities_hand_on_what_they_get)
{
  for (uint64_t seed = 0; seed < 10; seed++)
    {
      const mm_layer_info skip = layer (MM_KIND_IDENTITY, 1, 1, 1), plain = layer (MM_KIND_CONV, 1, 1, 1);
      check (chain (plain, skip), seed, (kit_ranges){ 3, 3, false });
    }
  /* A residual block: one identity beside two layers.  */
  mm_module *plain = kit_module ("s-x x-a a-y x-y y-t");
  mm_module *block = kit_change_layer (plain, 3, layer (MM_KIND_IDENTITY, 1, 1, 1));
  mm_weights *w = kit_weights (plain, 5, (kit_ranges){ 1, 3, false });
  w->module = block;
  mm_filter_clear (&w->filter[3]);
  mm_filter folded, expected = oracle_fold (w);
  cr_assert_eq (mm_fold (w, &folded, NULL, NULL), MM_OK);
  cr_assert (mm_filter_distance (&folded, &expected) <= 1e-12);
  mm_filter_clear (&folded);
  mm_filter_clear (&expected);
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (block);
}

Test (fold, identity_from_the_source_is_the_unit_filter)
{
  mm_module *plain = kit_module ("s-a a-t"), *m = kit_change_layer (plain, 0, layer (MM_KIND_IDENTITY, 1, 1, 1));
  check (m, 3, (kit_ranges){ 3, 3, false });
  mm_module_free (plain);
}

Test (fold, biases_are_seen_through_the_layers_behind_them)
{
  for (uint64_t seed = 0; seed < 20; seed++)
    {
      mm_module *m = kit_random_dag (seed, 5, 9);
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 3, 3, true });
      mm_filter folded;
      double *bias;
      cr_assert_eq (mm_fold (w, &folded, &bias, NULL), MM_OK);

      /* A constant image stays one without a border: follow its values through the layers.  */
      double value[5][3] = { { 0 } };
      for (uint32_t i = 0; i < 5; i++)
        {
          const mm_blob v = mm_module_order (m)[i];
          const mm_handles in = mm_module_in (m, v);
          for (uint32_t k = 0; k < in.count; k++)
            {
              const mm_filter *f = &w->filter[in.at[k]];
              mm_image x = { f->in, 1, 1, value[mm_module_tails (m)[in.at[k]]] };
              mm_image y = oracle_convolve (f, w->bias[in.at[k]], 1, 1, MM_PADDING_CIRCULAR, &x);
              for (uint32_t c = 0; c < f->out; c++)
                value[v][c] += y.data[c];
              oracle_clear (&y);
            }
        }
      for (uint32_t c = 0; bias && c < folded.out; c++)
        cr_assert_float_eq (bias[c], value[mm_module_sink (m)][c], 1e-12, "seed %llu", (unsigned long long) seed);
      bool any = false;
      for (mm_layer e = 0; e < mm_module_layers (m); e++)
        any |= w->bias[e] != NULL;
      cr_assert_eq (bias != NULL, any);
      free (bias);
      mm_filter_clear (&folded);
      mm_weights_free (w);
      mm_module_free (m);
    }
}

/* ---- refusals ---------------------------------------------------------------------- */

static void
refuse (const mm_weights *w, mm_status status, const char *about)
{
  mm_error err;
  mm_filter f;
  double *bias;
  cr_assert_eq (mm_fold (w, &f, &bias, &err), status, "wanted \"%s\"", about);
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_null (f.data);
  cr_assert_null (bias);
}

/* Take good weights of the bridge, and say something else about its layer a-b.  */
static void
refuse_layer (mm_layer_info info, mm_status status, const char *about)
{
  mm_module *bridge = kit_bridge (), *changed = kit_change_layer (bridge, 2, info);
  mm_weights *w = kit_weights (bridge, 1, (kit_ranges){ 3, 1, false });
  w->module = changed;
  refuse (w, status, about);
  mm_weights_free (w);
  mm_module_free (bridge);
  mm_module_free (changed);
}

Test (fold, layers_that_it_cannot_compute_are_named)
{
  refuse_layer (layer (MM_KIND_AVGPOOL, 1, 1, 1), MM_EUNSUPPORTED, "layer F3 is an average pooling");
  refuse_layer (layer (MM_KIND_FIXED, 1, 1, 1), MM_EUNSUPPORTED, "layer F3 is a fixed linear layer");
  refuse_layer (layer (MM_KIND_OPAQUE, 1, 1, 1), MM_EUNSUPPORTED, "layer F3 is opaque");
  refuse_layer (layer (MM_KIND_CONV, 1, 1, 2), MM_EUNSUPPORTED, "layer F3 has 2 groups");
  refuse_layer (layer (MM_KIND_IDENTITY, 2, 1, 1), MM_EUNSUPPORTED, "identity with stride 2");
  refuse_layer (layer (MM_KIND_CONV, 2, 1, 1), MM_EUNSUPPORTED, "disagree on the stride");
  refuse_layer ((mm_layer_info){ MM_KIND_CONV, 3, 1, 1, 1, 1 }, MM_EINVAL, "3x1 kernel in the module and a 1x1");
}

Test (fold, weights_that_do_not_fit_are_named)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 2, (kit_ranges){ 1, 3, false });
  mm_filter kept = w->filter[2];
  w->filter[2] = (mm_filter){ .data = NULL };
  refuse (w, MM_EINVAL, "layer F3 has no weights");
  uint64_t state = 3;
  w->filter[2] = oracle_filter (&state, 1, 2, 3, 3);
  refuse (w, MM_EINVAL, "layer F3 needs 2 channels at blob a, which has 1");
  mm_filter_clear (&w->filter[2]);
  w->filter[2] = kept;
  mm_weights_free (w);
  mm_module_free (m);
}

Test (fold, identities_between_different_channels_are_named)
{
  mm_module *plain = kit_bridge (), *m = kit_change_layer (plain, 2, layer (MM_KIND_IDENTITY, 1, 1, 1));
  mm_weights *w = mm_weights_new (m);
  uint64_t state = 4;
  w->filter[0] = oracle_filter (&state, 2, 1, 1, 1);
  w->filter[1] = oracle_filter (&state, 3, 1, 1, 1);
  w->filter[3] = oracle_filter (&state, 1, 2, 1, 1);
  w->filter[4] = oracle_filter (&state, 1, 3, 1, 1);
  refuse (w, MM_EINVAL, "layer F3 needs 3 channels at blob a, which has 2");
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (m);
}

Test (fold, module_of_identities_needs_channels)
{
  mm_module *plain = kit_module ("s-t"), *m = kit_change_layer (plain, 0, layer (MM_KIND_IDENTITY, 1, 1, 1));
  mm_weights *w = mm_weights_new (m);
  refuse (w, MM_EINVAL, "nothing says how many channels");
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (m);
}

Test (fold, kernels_beyond_all_bounds_are_refused)
{
  mm_module *plain = kit_module ("s-a a-t"), *m = kit_change_layer (plain, 1, layer (MM_KIND_CONV, 1, MM_MOST, 1));
  mm_weights *w = mm_weights_new (m);
  uint64_t state = 5;
  w->filter[0] = oracle_filter (&state, 1, 1, 1, 1);
  w->filter[1] = oracle_filter (&state, 1, 1, 1, 3);
  refuse (w, MM_ELIMIT, "too large at layer F2");
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (m);
}
