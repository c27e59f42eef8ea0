/* tests/test_verify.c: children that compute their parent, and children that do not.  */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "numeric/verify.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

TestSuite (verify, .fini = no_leaks);

/* Two 3x3 layers one after the other, and the 5x5 convolution that they are.  */
typedef struct family
{
  mm_module *plain, *module;
  mm_weights *child;
  mm_filter parent;
} family;

static family
two_layers (mm_padding padding)
{
  uint64_t state = 7;
  family f;
  f.plain = kit_module ("s-a a-t");
  f.module = kit_change_padding (f.plain, padding);
  f.child = mm_weights_new (f.module);
  f.child->filter[0] = oracle_filter (&state, 4, 3, 3, 3);
  f.child->filter[1] = oracle_filter (&state, 2, 4, 3, 3);
  f.parent = oracle_fold (f.child);
  return f;
}

static void
clear (family *f)
{
  mm_filter_clear (&f->parent);
  mm_weights_free (f->child);
  mm_module_free (f->plain);
  mm_module_free (f->module);
}

static mm_verification
verify (const family *f, const double *bias)
{
  mm_verification v;
  mm_error err;
  cr_assert_eq (mm_verify (f->child, &f->parent, bias, 1, &v, &err), MM_OK, "%s", err.text);
  return kit_numbers (&v);
}

Test (verify, layers_in_series_are_exact_everywhere_with_padding_once_and_circular)
{
  for (int circular = 0; circular < 2; circular++)
    {
      family f = two_layers (circular ? MM_PADDING_CIRCULAR : MM_PADDING_ONCE);
      const mm_verification v = verify (&f, NULL);
      cr_assert_eq (v.promise.padding, circular ? MM_PADDING_CIRCULAR : MM_PADDING_ONCE);
      cr_assert (v.whole < 1e-14, "%g", v.whole);
      cr_assert (v.whole32 < 1e-5 && v.whole32 > 1e-9, "%g", v.whole32);
      cr_assert (v.probe < 1e-14);
      clear (&f);
    }
}

Test (verify, layers_in_series_are_exact_only_inside_with_padding_same)
{
  family f = two_layers (MM_PADDING_SAME);
  const mm_verification v = verify (&f, NULL);
  cr_assert_eq (v.promise.ring, 1); /* only the outermost pixels see a pixel outside between the layers */
  cr_assert_not (v.promise.exact);
  cr_assert (v.interior < 1e-14 && v.interior > 0);
  cr_assert (v.border > 1e-2);
  cr_assert_eq (v.whole, v.border);
  cr_assert (v.interior32 < 1e-5);
  cr_assert (v.border32 > 1e-2);
  cr_assert (v.probe < 1e-14);
  clear (&f);
}

Test (verify, one_three_by_three_layer_after_a_single_pixel_one_is_exact_everywhere)
{
  uint64_t state = 8;
  family f = two_layers (MM_PADDING_SAME);
  mm_filter_clear (&f.child->filter[0]);
  mm_filter_clear (&f.parent);
  f.child->filter[0] = oracle_filter (&state, 4, 3, 1, 1);
  f.parent = oracle_fold (f.child);
  const mm_verification v = verify (&f, NULL);
  cr_assert (v.promise.exact && v.promise.ring == 0 && v.border == 0);
  cr_assert (v.whole < 1e-14);
  clear (&f);
}

Test (verify, one_wrong_entry_is_seen_in_both_precisions)
{
  family f = two_layers (MM_PADDING_CIRCULAR);
  mm_filter_tap (&f.child->filter[1], 2, 2)[5] += 1e-3;
  mm_verification v = verify (&f, NULL);
  cr_assert (v.interior > 1e-5 && v.interior32 > 1e-5 && v.probe > 1e-5);
  clear (&f);
}

Test (verify, a_small_output_channel_has_its_error_by_its_own_measure)
{
  family f = two_layers (MM_PADDING_CIRCULAR);
  mm_filter *last = &f.child->filter[1];
  for (size_t k = 0; k < mm_filter_size (last); k++)
    last->data[k] *= k / last->in % last->out == 1 ? 1e-6 : 1;
  mm_filter_clear (&f.parent);
  f.parent = oracle_fold (f.child);
  mm_verification v = verify (&f, NULL);
  cr_assert (v.channel < 1e-14 && v.channel32 < 1e-5 && v.channel >= v.whole && v.channel32 >= v.whole32);
  for (size_t k = 0; k < mm_filter_size (last); k++)
    last->data[k] *= k / last->in % last->out == 1 ? 1.01 : 1;
  mm_preservation verdict;
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 1, &v, NULL), MM_OK);
  cr_assert_eq (mm_verification_judge (&v, 1e-5, 1e-5, &verdict), MM_OK);
  cr_assert_not (verdict.preserved, "a hundredth of a small channel is no rounding");
  cr_assert_not (verdict.some);
  mm_preservation_clear (&verdict);
  v = kit_numbers (&v);
  cr_assert (v.whole > 1e-9 && v.whole < 1e-6, "%g", v.whole);
  cr_assert (fabs (v.channel - 0.01) < 1e-9 && v.worst == 1, "%g", v.channel);
  cr_assert (fabs (v.channel32 - 0.01) < 1e-5 && v.worst32 == 1, "%g", v.channel32);
  clear (&f);
}

Test (verify, a_channel_that_is_zero_counts_relative_to_all)
{
  family f = two_layers (MM_PADDING_CIRCULAR);
  mm_filter *last = &f.child->filter[1];
  for (size_t k = 0; k < mm_filter_size (last); k++)
    last->data[k] *= k / last->in % last->out == 1 ? 1e-9 : 1;
  mm_filter_clear (&f.parent);
  f.parent = oracle_fold (f.child);
  for (size_t k = 0; k < mm_filter_size (&f.parent); k++)
    f.parent.data[k] *= k / f.parent.in % f.parent.out != 1;
  const mm_verification v = verify (&f, NULL);
  cr_assert (v.channel > 1e-11 && v.channel < 1e-8 && v.worst == 1 && v.channel == v.whole, "%g", v.channel);
  clear (&f);
}

Test (verify, mirrored_parent_is_no_parent)
{
  family f = two_layers (MM_PADDING_ONCE);
  mm_filter mirrored;
  cr_assert_eq (mm_filter_init (&mirrored, f.parent.out, f.parent.in, f.parent.kh, f.parent.kw), MM_OK);
  const size_t matrix = (size_t) f.parent.out * f.parent.in;
  for (uint32_t y = 0; y < mirrored.kh; y++)
    for (uint32_t x = 0; x < mirrored.kw; x++)
      memcpy (mm_filter_tap (&mirrored, mirrored.kh - 1 - y, mirrored.kw - 1 - x), mm_filter_tap (&f.parent, y, x),
              matrix * sizeof (double));
  mm_filter_clear (&f.parent);
  f.parent = mirrored;
  const mm_verification v = verify (&f, NULL);
  cr_assert (v.interior > 0.1 && v.probe > 0.1);
  clear (&f);
}

Test (verify, kernel_of_the_parent_may_be_larger_or_smaller_than_the_support)
{
  family f = two_layers (MM_PADDING_ONCE);
  mm_filter kernel;
  cr_assert_eq (mm_filter_pad (&f.parent, 9, 7, &kernel), MM_OK);
  mm_filter_clear (&f.parent);
  f.parent = kernel;
  mm_verification v = verify (&f, NULL);
  cr_assert (v.promise.ring == 0 && v.promise.exact); /* zeros around the image once are enough */
  cr_assert (v.whole < 1e-14 && v.probe < 1e-14);
  clear (&f);

  /* Only the centre taps of the first layer are left, and the parent is 3x3.  */
  f = two_layers (MM_PADDING_SAME);
  mm_filter small;
  cr_assert_eq (mm_filter_crop (&f.child->filter[0], 1, 1, &small), MM_OK);
  cr_assert_eq (mm_filter_pad (&small, 3, 3, &kernel), MM_OK);
  mm_filter_clear (&small);
  mm_filter_clear (&f.child->filter[0]);
  f.child->filter[0] = kernel;
  mm_filter_clear (&f.parent);
  kernel = oracle_fold (f.child);
  cr_assert_eq (mm_filter_crop (&kernel, 3, 3, &f.parent), MM_OK);
  mm_filter_clear (&kernel);
  v = verify (&f, NULL);
  cr_assert (v.promise.ring == 0 && v.promise.exact); /* taps of zeros are none */
  cr_assert (v.whole < 1e-14 && v.probe < 1e-14);
  clear (&f);
}

Test (verify, module_without_a_ring_has_no_border_error)
{
  uint64_t state = 9;
  mm_module *m = kit_module ("s-t");
  mm_weights *w = mm_weights_new (m);
  w->filter[0] = oracle_filter (&state, 2, 2, 1, 1);
  mm_verification v;
  cr_assert_eq (mm_verify (w, &w->filter[0], NULL, 0, &v, NULL), MM_OK);
  cr_assert (v.promise.ring == 0 && v.border == 0 && v.whole == 0);
  mm_verification_clear (&v);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (verify, bias_counts)
{
  family f = two_layers (MM_PADDING_SAME);
  double bias[] = { 0.5, -2 };
  mm_verification v = verify (&f, bias);
  cr_assert (v.interior > 0.01);
  f.child->bias[1] = bias;
  v = verify (&f, bias);
  cr_assert (v.interior < 1e-14);
  v = verify (&f, NULL);
  cr_assert (v.interior > 0.01);
  f.child->bias[1] = NULL;
  clear (&f);
}

Test (verify, strided_modules_have_a_strided_parent)
{
  family f = two_layers (MM_PADDING_CIRCULAR);
  mm_module *strided = kit_change_layer (f.module, 0, (mm_layer_info){ MM_KIND_CONV, 0, 0, 2, 1, 1 });
  f.child->module = strided;
  mm_filter_clear (&f.parent);
  f.parent = oracle_fold (f.child);
  mm_verification v;
  mm_preservation verdict;
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 1, &v, NULL), MM_OK);
  cr_assert_eq (f.parent.kh, 7);
  cr_assert_eq (v.promise.ring, 1);
  cr_assert (v.interior < 1e-14 && v.probe < 1e-14);

  /* Behind the first layer an image of odd size has a pixel too many to repeat as the image itself does.  */
  cr_assert_eq (mm_verification_judge (&v, 1e-12, 1e-5, &verdict), MM_OK);
  cr_assert (!verdict.preserved && verdict.some && verdict.basis == MM_SIZES_PROVED);
  cr_assert (verdict.rows[0] && verdict.columns[0] && !verdict.rows[1] && !verdict.columns[1]);
  mm_preservation_clear (&verdict);
  mm_verification_clear (&v);
  f.child->module = f.module;
  mm_module_free (strided);
  clear (&f);
}

Test (verify, numbers_that_are_not_finite_never_pass)
{
  family f = two_layers (MM_PADDING_SAME);
  const double was = f.child->filter[1].data[0];
  f.child->filter[1].data[0] = (double) NAN;
  mm_verification v = verify (&f, NULL);
  cr_assert (isinf (v.interior) && isinf (v.border) && isinf (v.interior32) && isinf (v.probe));
  f.child->filter[1].data[0] = was;
  f.parent.data[0] = (double) NAN;
  v = verify (&f, NULL);
  cr_assert (isinf (v.interior) && isinf (v.probe));
  clear (&f);
}

Test (verify, overflow_in_float32_never_passes)
{
  family f = two_layers (MM_PADDING_ONCE);
  for (int e = 0; e < 2; e++)
    for (size_t i = 0; i < mm_filter_size (&f.child->filter[e]); i++)
      f.child->filter[e].data[i] *= 1e30;
  mm_filter_clear (&f.parent);
  f.parent = oracle_fold (f.child);
  const mm_verification v = verify (&f, NULL);
  cr_assert (v.whole < 1e-14);
  cr_assert (isinf (v.whole32));
  clear (&f);
}

Test (verify, parent_of_zeros_is_met_exactly_or_not_at_all)
{
  family f = two_layers (MM_PADDING_SAME);
  memset (f.parent.data, 0, mm_filter_size (&f.parent) * sizeof (double));
  mm_verification v = verify (&f, NULL);
  cr_assert (isinf (v.interior) && isinf (v.probe));
  memset (f.child->filter[1].data, 0, mm_filter_size (&f.child->filter[1]) * sizeof (double));
  v = verify (&f, NULL);
  cr_assert (v.whole == 0 && v.whole32 == 0 && v.probe == 0);
  clear (&f);
}

Test (verify, same_seed_gives_the_same_numbers)
{
  family f = two_layers (MM_PADDING_SAME);
  mm_verification a, b, c;
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 5, &a, NULL), MM_OK);
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 5, &b, NULL), MM_OK);
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 6, &c, NULL), MM_OK);
  a = kit_numbers (&a), b = kit_numbers (&b), c = kit_numbers (&c);
  cr_assert (a.border == b.border && a.interior32 == b.interior32 && a.probe == b.probe);
  cr_assert_neq (a.border, c.border);
  clear (&f);
}

Test (verify, what_does_not_fit_is_refused_with_infinite_errors)
{
  uint64_t state = 1;
  family f = two_layers (MM_PADDING_SAME);
  mm_filter wrong = oracle_filter (&state, 3, 3, 3, 3);
  mm_verification v;
  mm_error err;
  cr_assert_eq (mm_verify (f.child, &wrong, NULL, 0, &v, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "3 channels to 3, and the module 3 to 2"), "%s", err.text);
  cr_assert (isinf (v.interior) && isinf (v.whole32) && isinf (v.probe));
  mm_filter_clear (&wrong);
  mm_filter_clear (&f.child->filter[1]);
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 0, &v, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "layer F2 has no weights"));

  mm_module *grouped = kit_change_layer (f.module, 0, (mm_layer_info){ MM_KIND_CONV, 0, 0, 1, 1, 3 });
  f.child->module = grouped;
  cr_assert_eq (mm_verify (f.child, &f.parent, NULL, 0, &v, &err), MM_EUNSUPPORTED);
  cr_assert_not_null (strstr (err.text, "3 groups"));
  f.child->module = f.module;
  mm_module_free (grouped);
  clear (&f);
}
