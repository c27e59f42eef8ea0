/* tests/test_forward.c: running layers and modules on images.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "numeric/fold.h"
#include "numeric/forward.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

TestSuite (forward, .fini = no_leaks);

static const mm_padding paddings[] = { MM_PADDING_SAME, MM_PADDING_ONCE, MM_PADDING_CIRCULAR };

Test (forward, one_layer_agrees_with_the_definition)
{
  for (uint64_t seed = 0; seed < 300; seed++)
    {
      uint64_t state = seed;
      const mm_padding padding = paddings[kit_below (&state, 3)];
      const uint32_t stride = 1 + kit_below (&state, 3), dilation = 1 + kit_below (&state, 2);
      mm_filter f = oracle_filter (&state, 1 + kit_below (&state, 4), 1 + kit_below (&state, 4),
                                   2 * kit_below (&state, 3) + 1, 2 * kit_below (&state, 3) + 1);
      mm_image bias = oracle_image (&state, f.out, 1, 1), y;
      mm_image x = oracle_image (&state, f.in, 9 + kit_below (&state, 4), 9 + kit_below (&state, 4));
      const double *b = kit_below (&state, 2) ? bias.data : NULL;
      cr_assert_eq (mm_forward_layer (&f, b, stride, dilation, padding, &x, &y), MM_OK);
      mm_image expected = oracle_convolve (&f, b, stride, dilation, padding, &x);
      const double d = oracle_difference (&y, &expected, 0);
      cr_assert (d < 1e-12, "seed %llu: differs by %g", (unsigned long long) seed, d);
      mm_image_clear (&x);
      mm_image_clear (&y);
      mm_image_clear (&bias);
      mm_image_clear (&expected);
      mm_filter_clear (&f);
    }
}

Test (forward, images_smaller_than_the_kernel_are_run)
{
  uint64_t state = 1;
  mm_filter f = oracle_filter (&state, 2, 2, 7, 5);
  mm_image x = oracle_image (&state, 2, 2, 1), y, expected;
  for (int circular = 0; circular < 2; circular++)
    {
      const mm_padding padding = circular ? MM_PADDING_CIRCULAR : MM_PADDING_SAME;
      cr_assert_eq (mm_forward_layer (&f, NULL, 1, 2, padding, &x, &y), MM_OK);
      expected = oracle_convolve (&f, NULL, 1, 2, padding, &x);
      cr_assert (oracle_difference (&y, &expected, 0) < 1e-12);
      mm_image_clear (&y);
      mm_image_clear (&expected);
    }
  cr_assert_eq (mm_forward_layer (&f, NULL, 1, 1, MM_PADDING_ONCE, &x, &y), MM_EINVAL);
  cr_assert_null (y.data);
  mm_image_clear (&x);
  mm_filter_clear (&f);
}

Test (forward, layers_refuse_what_does_not_fit)
{
  uint64_t state = 2;
  mm_filter f = oracle_filter (&state, 2, 3, 1, 1);
  mm_image x = oracle_image (&state, 2, 4, 4), y;
  cr_assert_eq (mm_forward_layer (&f, NULL, 1, 1, MM_PADDING_SAME, &x, &y), MM_EINVAL);
  x.channels = 1;
  mm_filter_clear (&f);
  f = oracle_filter (&state, 2, 1, 1, 1);
  cr_assert_eq (mm_forward_layer (&f, NULL, 0, 1, MM_PADDING_SAME, &x, &y), MM_EINVAL);
  cr_assert_eq (mm_forward_layer (&f, NULL, 1, 0, MM_PADDING_SAME, &x, &y), MM_EINVAL);
  cr_assert_eq (mm_image_init (&y, 1, 0, 1), MM_EINVAL);
  cr_assert_eq (mm_image_init (&y, UINT32_MAX, UINT32_MAX, UINT32_MAX), MM_ELIMIT);
  mm_image_clear (&x);
  mm_filter_clear (&f);
}

/* ---- modules ------------------------------------------------------------------------- */

static mm_module *
random_module (uint64_t seed, mm_padding padding)
{
  uint64_t state = seed;
  const uint32_t blobs = 2 + kit_below (&state, 5);
  mm_module *plain = kit_random_dag (seed, blobs, blobs + 3), *m = kit_change_padding (plain, padding);
  mm_module_free (plain);
  return m;
}

Test (forward, modules_agree_with_the_definition_layer_by_layer)
{
  for (uint64_t seed = 0; seed < 60; seed++)
    {
      uint64_t state = seed;
      mm_module *m = random_module (seed, seed % 2 ? MM_PADDING_SAME : MM_PADDING_CIRCULAR);
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 3, 5, true });
      mm_image x = oracle_image (&state, w->filter[mm_module_out (m, mm_module_source (m)).at[0]].in, 7, 9), y;
      mm_error err;
      cr_assert_eq (mm_forward_module (w, false, &x, &y, &err), MM_OK, "%s", err.text);
      mm_image expected = oracle_forward (w, &x);
      const double d = oracle_difference (&y, &expected, 0);
      cr_assert (d < 1e-12, "seed %llu: differs by %g", (unsigned long long) seed, d);
      mm_image_clear (&x);
      mm_image_clear (&y);
      oracle_clear (&expected);
      mm_weights_free (w);
      mm_module_free (m);
    }
}

/* Run a module and its own fold on the same image: alike where padding allows it.  */
static void
compare_with_fold (const mm_weights *w, uint64_t seed, uint32_t height, uint32_t width, uint32_t stride, bool *border)
{
  uint64_t state = seed;
  mm_filter g;
  double *bias;
  cr_assert_eq (mm_fold (w, &g, &bias, NULL), MM_OK);
  const mm_padding padding = mm_module_padding (w->module);
  mm_image x = oracle_image (&state, g.in, height, width), y;
  const mm_padding around = padding == MM_PADDING_ONCE ? MM_PADDING_SAME : padding;
  mm_image expected = oracle_convolve (&g, bias, stride, 1, around, &x);
  mm_error err;
  cr_assert_eq (mm_forward_module (w, false, &x, &y, &err), MM_OK, "%s", err.text);
  const uint32_t ring = (g.kh > g.kw ? g.kh : g.kw) / 2;
  const double inside = oracle_difference (&y, &expected, padding == MM_PADDING_SAME ? ring : 0);
  cr_assert (inside < 1e-12, "seed %llu: differs by %g", (unsigned long long) seed, inside);
  *border = oracle_border_difference (&y, &expected, ring) > 1e-3;
  mm_image_clear (&x);
  mm_image_clear (&y);
  oracle_clear (&expected);
  mm_filter_clear (&g);
  free (bias);
}

Test (forward, modules_compute_their_fold_inside_and_with_padding_once_or_circular_everywhere)
{
  int borders = 0;
  for (uint64_t seed = 0; seed < 90; seed++)
    {
      bool border;
      mm_module *m = random_module (seed, paddings[seed % 3]);
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 3, 3, true });
      compare_with_fold (w, seed, 17, 15, 1, &border);
      cr_assert (!border || seed % 3 == 0, "seed %llu", (unsigned long long) seed);
      borders += border;
      mm_weights_free (w);
      mm_module_free (m);
    }
  cr_assert_gt (borders, 10, "zero padding at every layer is felt on the border");
}

/* s-a and s-b with stride 2, of which b goes on with dilation 2, beside each other into t.  */
Test (forward, strides_and_dilations_compute_their_fold)
{
  const mm_layer_info strided = { MM_KIND_CONV, 0, 0, 2, 1, 1 }, dilated = { MM_KIND_CONV, 0, 0, 1, 2, 1 };
  for (uint64_t seed = 0; seed < 60; seed++)
    {
      bool border;
      mm_module *m = kit_module ("s-a s-b a-t b-t"), *next;
      const mm_layer_info changes[] = { strided, strided, { MM_KIND_CONV, 0, 0, 1, 1, 1 }, dilated };
      for (mm_layer e = 0; e < 4; e++, mm_module_free (m), m = next)
        next = kit_change_layer (m, e, changes[e]);
      next = kit_change_padding (m, paddings[seed % 3]);
      mm_weights *w = kit_weights (next, seed, (kit_ranges){ 3, 5, true });
      const uint32_t odd = seed % 3 != 2 && seed % 2; /* circular images must be even */
      compare_with_fold (w, seed, 22 + odd, 26 + odd, 2, &border);
      mm_weights_free (w);
      mm_module_free (m);
      mm_module_free (next);
    }
}

Test (forward, identities_are_passed_with_every_padding)
{
  for (uint64_t seed = 0; seed < 30; seed++)
    {
      bool border;
      mm_module *plain = random_module (seed, paddings[seed % 3]);
      mm_weights *w = kit_weights (plain, seed, (kit_ranges){ 1, 3, false });
      mm_module *m = kit_change_layer (plain, 0, (mm_layer_info){ MM_KIND_IDENTITY, 0, 0, 1, 1, 1 });
      w->module = m;
      mm_filter_clear (&w->filter[0]);
      if (mm_module_layers (m) > 1)
        compare_with_fold (w, seed, 17, 15, 1, &border);
      mm_weights_free (w);
      mm_module_free (plain);
      mm_module_free (m);
    }
}

/* ---- float32 ---------------------------------------------------------------------------- */

Test (forward, single_precision_rounds_every_product_and_sum)
{
  /* 2^24 + 1 is no float32, and so the 1 is lost; a double keeps it.  */
  mm_module *m = kit_module ("s-t");
  mm_weights *w = mm_weights_new (m);
  mm_image x, y;
  mm_filter_init (&w->filter[0], 1, 2, 1, 1);
  w->filter[0].data[0] = w->filter[0].data[1] = 1;
  mm_image_init (&x, 2, 1, 1);
  x.data[0] = 0x1p24, x.data[1] = 1;
  cr_assert_eq (mm_forward_module (w, false, &x, &y, NULL), MM_OK);
  cr_assert_eq (y.data[0], 0x1p24 + 1);
  mm_image_clear (&y);
  cr_assert_eq (mm_forward_module (w, true, &x, &y, NULL), MM_OK);
  cr_assert_eq (y.data[0], 0x1p24);
  mm_image_clear (&x);
  mm_image_clear (&y);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (forward, single_precision_is_about_right_everywhere)
{
  for (uint64_t seed = 0; seed < 30; seed++)
    {
      uint64_t state = seed;
      mm_module *m = random_module (seed, paddings[seed % 3]);
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 3, 3, true });
      mm_image x = oracle_image (&state, w->filter[mm_module_out (m, mm_module_source (m)).at[0]].in, 9, 8), y, z;
      cr_assert_eq (mm_forward_module (w, false, &x, &y, NULL), MM_OK);
      cr_assert_eq (mm_forward_module (w, true, &x, &z, NULL), MM_OK);
      const double d = oracle_difference (&y, &z, 0);
      cr_assert (d > 0 && d < 1e-4, "seed %llu: differs by %g", (unsigned long long) seed, d);
      mm_image_clear (&x);
      mm_image_clear (&y);
      mm_image_clear (&z);
      mm_weights_free (w);
      mm_module_free (m);
    }
}

/* ---- refusals ---------------------------------------------------------------------------- */

static void
refuse (const mm_weights *w, const mm_image *x, mm_status status, const char *about)
{
  mm_error err;
  mm_image y;
  cr_assert_eq (mm_forward_module (w, false, x, &y, &err), status);
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_null (y.data);
}

Test (forward, images_and_weights_that_do_not_fit_are_named)
{
  uint64_t state = 5;
  mm_module *plain = kit_module ("s-a a-t"), *m = kit_change_padding (plain, MM_PADDING_CIRCULAR);
  mm_weights *w = kit_weights (m, 1, (kit_ranges){ 1, 3, false });
  mm_image x = oracle_image (&state, 2, 5, 6);
  refuse (w, &x, MM_EINVAL, "the image has 2 channels, blob s has 1");
  x.height = 0;
  refuse (w, &x, MM_EINVAL, "0x6 pixels");
  x.height = 5, x.channels = 1;

  mm_module *opaque = kit_change_layer (m, 1, (mm_layer_info){ MM_KIND_OPAQUE, 0, 0, 1, 1, 1 });
  w->module = opaque;
  refuse (w, &x, MM_EUNSUPPORTED, "layer F2 is opaque");
  mm_image_clear (&x);
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (m);
  mm_module_free (opaque);
}
