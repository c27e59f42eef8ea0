/* tests/test_probe.c: the polynomial residual by random vectors.  */
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "numeric/verify.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

TestSuite (probe, .fini = no_leaks);

Test (probe, residual_is_rounding_error_for_the_sum_over_paths)
{
  for (uint64_t seed = 0; seed < 60; seed++)
    {
      mm_module *m = kit_random_dag (seed, 2 + seed % 5, 9);
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 4, 3, true });
      mm_filter g = oracle_fold (w);
      double residual;
      mm_error err;
      cr_assert_eq (mm_probe (w, &g, 4, seed, &residual, &err), MM_OK, "%s", err.text);
      cr_assert (residual < 1e-13, "seed %llu: %g", (unsigned long long) seed, residual);
      mm_filter_clear (&g);
      mm_weights_free (w);
      mm_module_free (m);
    }
}

/* Each probe sees ||D x||^2 / ||G x||^2, and with many of them that is ||D||^2 / ||G||^2.  */
Test (probe, residual_estimates_the_distance_to_the_parent)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 3, (kit_ranges){ 8, 3, false });
  mm_filter g = oracle_fold (w), wrong;
  cr_assert_eq (mm_filter_pad (&g, g.kh, g.kw, &wrong), MM_OK);
  for (size_t i = 0; i < mm_filter_size (&wrong); i += 7)
    wrong.data[i] += 1e-3;
  const double distance = mm_filter_distance (&g, &wrong);
  double residual;
  cr_assert_eq (mm_probe (w, &wrong, 5000, 1, &residual, NULL), MM_OK);
  cr_assert (fabs (residual / distance - 1) < 0.1, "%g instead of %g", residual, distance);
  cr_assert_eq (mm_probe (w, &wrong, 4, 1, &residual, NULL), MM_OK);
  cr_assert (residual > distance / 10 && residual < 10 * distance);
  mm_filter_clear (&g);
  mm_filter_clear (&wrong);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (probe, one_wrong_entry_in_a_corner_is_seen)
{
  mm_module *m = kit_paper_d ();
  mm_weights *w = kit_weights (m, 4, (kit_ranges){ 4, 3, false });
  mm_filter g = oracle_fold (w);
  mm_filter_tap (&g, 0, 0)[0] += 1e-6;
  double residual;
  cr_assert_eq (mm_probe (w, &g, 4, 0, &residual, NULL), MM_OK);
  cr_assert (residual > 1e-9 && residual < 1e-5, "%g", residual);
  mm_filter_clear (&g);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (probe, numbers_that_are_not_finite_give_an_infinite_residual)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 5, (kit_ranges){ 3, 3, false });
  mm_filter g = oracle_fold (w);
  double residual;
  w->filter[2].data[0] = (double) NAN;
  cr_assert_eq (mm_probe (w, &g, 4, 0, &residual, NULL), MM_OK);
  cr_assert (isinf (residual));
  w->filter[2].data[0] = 1;
  g.data[0] = HUGE_VAL;
  cr_assert_eq (mm_probe (w, &g, 4, 0, &residual, NULL), MM_OK);
  cr_assert (isinf (residual));
  mm_filter_clear (&g);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (probe, what_does_not_fit_is_refused)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 6, (kit_ranges){ 1, 3, false });
  uint64_t state = 1;
  mm_filter g = oracle_filter (&state, 1, 2, 3, 3);
  mm_error err;
  double residual = 0;
  cr_assert_eq (mm_probe (w, &g, 4, 0, &residual, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "the parent takes 2 channels to 1, and the module 1 to 1"), "%s", err.text);
  cr_assert (isinf (residual));
  cr_assert_eq (mm_probe (w, &g, 0, 0, &residual, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "at least one probe"));
  mm_filter_clear (&w->filter[0]);
  cr_assert_eq (mm_probe (w, &g, 4, 0, &residual, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "layer F1 has no weights"));
  mm_filter_clear (&g);
  mm_weights_free (w);
  mm_module_free (m);
}
