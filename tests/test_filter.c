/* tests/test_filter.c: filters, and the composition of two layers into one.  */
#include <criterion/criterion.h>
#include <math.h>

#include "numeric/filter.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"

TestSuite (filter, .fini = no_leaks);

/* Two layers one after the other, and their composition, on the same image.  */
typedef struct pair
{
  mm_filter first, second, both;
  mm_image two, one;
  uint32_t ring;
} pair;

static pair
run (uint64_t seed, mm_padding padding, uint32_t kernel[4], uint32_t channels[3], uint32_t stride, uint32_t dilation)
{
  uint64_t state = seed;
  pair p;
  p.first = oracle_filter (&state, channels[1], channels[0], kernel[0], kernel[1]);
  p.second = oracle_filter (&state, channels[2], channels[1], kernel[2], kernel[3]);
  cr_assert_eq (mm_filter_compose (&p.second, &p.first, stride * dilation, &p.both), MM_OK);
  p.ring = (p.both.kh > p.both.kw ? p.both.kh : p.both.kw) / 2;

  mm_image x = oracle_image (&state, channels[0], 12 * stride, 14 * stride);
  mm_image middle = oracle_convolve (&p.first, NULL, stride, 1, padding, &x);
  p.two = oracle_convolve (&p.second, NULL, 1, dilation, padding, &middle);
  p.one = oracle_convolve (&p.both, NULL, stride, 1, padding, &x);
  oracle_clear (&x);
  oracle_clear (&middle);
  return p;
}

static void
clear (pair *p)
{
  mm_filter_clear (&p->first);
  mm_filter_clear (&p->second);
  mm_filter_clear (&p->both);
  oracle_clear (&p->two);
  oracle_clear (&p->one);
}

Test (filter, composition_equals_two_layers_on_the_whole_circular_image)
{
  pair p = run (1, MM_PADDING_CIRCULAR, (uint32_t[]){ 3, 3, 5, 3 }, (uint32_t[]){ 3, 4, 2 }, 1, 1);
  cr_assert_eq (p.both.kh, 7);
  cr_assert_eq (p.both.kw, 5);
  double d = oracle_difference (&p.one, &p.two, 0);
  cr_assert (d < 1e-12, "differs by %g", d);
  clear (&p);
}

Test (filter, composition_is_exact_inside_and_wrong_on_the_border_under_zero_padding)
{
  pair p = run (2, MM_PADDING_SAME, (uint32_t[]){ 3, 3, 3, 3 }, (uint32_t[]){ 3, 4, 2 }, 1, 1);
  cr_assert (oracle_difference (&p.one, &p.two, p.ring) < 1e-12);
  cr_assert (oracle_border_difference (&p.one, &p.two, p.ring) > 1e-2);
  clear (&p);
}

Test (filter, composition_equals_two_layers_for_all_small_kernels_strides_and_dilations)
{
  uint64_t state = 3;
  for (uint64_t seed = 0; seed < 200; seed++)
    {
      uint32_t kernel[4], channels[3];
      for (int i = 0; i < 4; i++)
        kernel[i] = 2 * kit_below (&state, 3) + 1;
      for (int i = 0; i < 3; i++)
        channels[i] = 1 + kit_below (&state, 4);
      const uint32_t stride = 1 + kit_below (&state, 2), dilation = 1 + kit_below (&state, 2);
      pair p = run (seed, MM_PADDING_CIRCULAR, kernel, channels, stride, dilation);
      double d = oracle_difference (&p.one, &p.two, 0);
      cr_assert (d < 1e-11, "seed %llu: differs by %g", (unsigned long long) seed, d);
      clear (&p);
    }
}

Test (filter, composition_of_a_shift_and_a_shift_adds_the_shifts)
{
  mm_filter right, down, both;
  mm_filter_init (&right, 1, 1, 3, 3);
  mm_filter_init (&down, 1, 1, 3, 3);
  *mm_filter_tap (&right, 1, 2) = 1;
  *mm_filter_tap (&down, 2, 1) = 1;
  cr_assert_eq (mm_filter_compose (&right, &down, 1, &both), MM_OK);
  for (uint32_t y = 0; y < 5; y++)
    for (uint32_t x = 0; x < 5; x++)
      cr_assert_eq (*mm_filter_tap (&both, y, x), y == 3 && x == 3);
  mm_filter_clear (&right);
  mm_filter_clear (&down);
  mm_filter_clear (&both);
}

Test (filter, composition_refuses_channels_that_do_not_meet_and_spread_zero)
{
  uint64_t state = 4;
  mm_filter a = oracle_filter (&state, 2, 3, 3, 3), b = oracle_filter (&state, 2, 3, 1, 1), g;
  cr_assert_eq (mm_filter_compose (&b, &a, 1, &g), MM_EINVAL);
  cr_assert_null (g.data);
  mm_filter_clear (&b);
  b = oracle_filter (&state, 2, 2, 3, 3);
  cr_assert_eq (mm_filter_compose (&b, &a, 0, &g), MM_EINVAL);
  cr_assert_eq (mm_filter_compose (&b, &a, UINT32_MAX, &g), MM_ELIMIT);
  mm_filter_clear (&a);
  mm_filter_clear (&b);
}

Test (filter, init_refuses_empty_even_and_enormous_filters)
{
  mm_filter f;
  cr_assert_eq (mm_filter_init (&f, 0, 1, 1, 1), MM_EINVAL);
  cr_assert_eq (mm_filter_init (&f, 1, 0, 1, 1), MM_EINVAL);
  cr_assert_eq (mm_filter_init (&f, 1, 1, 2, 1), MM_EINVAL);
  cr_assert_eq (mm_filter_init (&f, 1, 1, 1, 0), MM_EINVAL);
  cr_assert_eq (mm_filter_init (&f, UINT32_MAX, UINT32_MAX, 3, 3), MM_ELIMIT);
  cr_assert_null (f.data);
  mm_filter_clear (&f);
}

Test (filter, taps_are_row_major_matrices)
{
  mm_filter f;
  cr_assert_eq (mm_filter_init (&f, 2, 3, 3, 5), MM_OK);
  cr_assert_eq (mm_filter_size (&f), 90);
  for (size_t i = 0; i < 90; i++)
    f.data[i] = (double) i;
  cr_assert_eq (mm_filter_tap (&f, 1, 4)[1 * 3 + 2], ((1 * 5 + 4) * 2 + 1) * 3 + 2);
  mm_filter_clear (&f);
}

Test (filter, padding_and_cropping_keep_the_centre)
{
  uint64_t state = 5;
  mm_filter f = oracle_filter (&state, 2, 3, 3, 1), padded, back, copy;
  cr_assert_eq (mm_filter_pad (&f, 5, 7, &padded), MM_OK);
  cr_assert_eq (padded.kh, 5);
  cr_assert_eq (padded.kw, 7);
  cr_assert_eq (mm_filter_distance (&padded, &f), 0);
  cr_assert_eq (mm_filter_tap (&padded, 1, 3)[4], mm_filter_tap (&f, 0, 0)[4]);
  cr_assert_eq (mm_filter_crop (&padded, 3, 1, &back), MM_OK);
  cr_assert_eq (back.kh, 3);
  cr_assert_eq (back.kw, 1);
  cr_assert_eq (mm_filter_distance (&back, &f), 0);
  cr_assert_eq (mm_filter_copy (&f, &copy), MM_OK);
  cr_assert_eq (mm_filter_distance (&copy, &f), 0);
  mm_filter_clear (&f);
  mm_filter_clear (&padded);
  mm_filter_clear (&back);
  mm_filter_clear (&copy);
}

Test (filter, padding_and_cropping_refuse_even_kernels)
{
  uint64_t state = 6;
  mm_filter f = oracle_filter (&state, 1, 1, 3, 3), g;
  cr_assert_eq (mm_filter_pad (&f, 4, 3, &g), MM_EINVAL);
  cr_assert_eq (mm_filter_crop (&f, 2, 3, &g), MM_EINVAL);
  mm_filter_clear (&f);
}

Test (filter, adding_grows_in_both_directions)
{
  uint64_t state = 7;
  mm_filter a = oracle_filter (&state, 2, 2, 5, 1), b = oracle_filter (&state, 2, 2, 1, 3);
  const double centre = mm_filter_tap (&a, 2, 0)[3] + mm_filter_tap (&b, 0, 1)[3];
  cr_assert_eq (mm_filter_add (&a, &b), MM_OK);
  cr_assert_eq (a.kh, 5);
  cr_assert_eq (a.kw, 3);
  cr_assert_eq (mm_filter_tap (&a, 2, 1)[3], centre);
  cr_assert_eq (mm_filter_tap (&a, 2, 0)[3], mm_filter_tap (&b, 0, 0)[3]);
  cr_assert_eq (mm_filter_tap (&a, 0, 0)[3], 0);
  mm_filter_clear (&b);
  b = oracle_filter (&state, 2, 1, 1, 1);
  cr_assert_eq (mm_filter_add (&a, &b), MM_EINVAL);
  mm_filter_clear (&a);
  mm_filter_clear (&b);
}

Test (filter, support_is_the_smallest_centred_box)
{
  mm_filter f;
  uint32_t rh, rw;
  mm_filter_init (&f, 2, 2, 7, 5);
  mm_filter_support (&f, 0, &rh, &rw);
  cr_assert (rh == 0 && rw == 0);
  mm_filter_tap (&f, 1, 2)[3] = -1e-3;
  mm_filter_tap (&f, 3, 3)[0] = 1e-9;
  mm_filter_support (&f, 0, &rh, &rw);
  cr_assert (rh == 2 && rw == 1);
  mm_filter_support (&f, 1e-6, &rh, &rw);
  cr_assert (rh == 2 && rw == 0);
  mm_filter_tap (&f, 6, 4)[0] = (double) NAN;
  mm_filter_support (&f, 1e-6, &rh, &rw);
  cr_assert (rh == 3 && rw == 2);
  mm_filter_clear (&f);
}

Test (filter, measures_agree_with_hand_computed_ones)
{
  mm_filter a, b;
  mm_filter_init (&a, 1, 2, 1, 1);
  mm_filter_init (&b, 1, 2, 3, 1);
  a.data[0] = 3, a.data[1] = -4;
  cr_assert_float_eq (mm_filter_norm (&a), 5, 1e-15);
  cr_assert_eq (mm_filter_max_abs (&a), 4);
  cr_assert_float_eq (mm_filter_std (&a), sqrt (12.5), 1e-15);
  cr_assert_float_eq (mm_filter_he (&b), sqrt (2.0 / 6), 1e-15);

  cr_assert_eq (mm_filter_distance (&b, &b), 0);
  cr_assert (isinf (mm_filter_distance (&a, &b)));
  mm_filter_tap (&b, 1, 0)[0] = 3, mm_filter_tap (&b, 1, 0)[1] = -4;
  mm_filter_tap (&b, 2, 0)[0] = 12;
  cr_assert_float_eq (mm_filter_distance (&a, &b), 12.0 / 13, 1e-15);
  cr_assert_float_eq (mm_filter_distance (&b, &a), 12.0 / 5, 1e-15);

  for (int k = -1; k <= 1; k += 2)
    {
      const double far = k < 0 ? 1e-300 : 1e300;
      a.data[0] = 3 * far, a.data[1] = -4 * far;
      mm_filter_tap (&b, 1, 0)[0] = 3 * far, mm_filter_tap (&b, 1, 0)[1] = -4 * far;
      mm_filter_tap (&b, 2, 0)[0] = 12 * far;
      cr_assert_float_eq (mm_filter_norm (&a) / far, 5, 1e-14, "squares are not in the way");
      cr_assert_float_eq (mm_filter_distance (&a, &b), 12.0 / 13, 1e-15);
      cr_assert_float_eq (mm_filter_distance (&b, &a), 12.0 / 5, 1e-15);
    }
  a.data[0] = (double) NAN;
  cr_assert (isnan (mm_filter_max_abs (&a)));
  cr_assert (isnan (mm_filter_distance (&a, &b)));
  mm_filter_clear (&a);
  mm_filter_clear (&b);
}
