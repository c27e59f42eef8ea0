/* tests/test_morph_memory.c: memory runs out at every point of a morph in turn.  */
#include <criterion/criterion.h>

#include "numeric/morph.h"
#include "numeric/random.h"
#include "tests/failing.h"
#include "tests/hubs_kit.h"
#include "tests/leak.h"
#include "tests/shaped.h"

TestSuite (morph_memory, .fini = no_leaks);

static mm_filter
random_filter (uint32_t out, uint32_t in, uint32_t k)
{
  mm_filter f;
  mm_random random;
  cr_assert_eq (mm_filter_init (&f, out, in, k, k), MM_OK);
  mm_random_seed (&random, 3, 0);
  mm_random_fill_normal (&random, mm_filter_he (&f), f.data, mm_filter_size (&f));
  return f;
}

/* A filter that passes through one channel.  */
static mm_filter
narrow_filter (uint32_t out, uint32_t in, uint32_t k)
{
  mm_filter first = random_filter (1, in, 1), second = random_filter (out, 1, k), g;
  cr_assert_eq (mm_filter_compose (&second, &first, 1, &g), MM_OK);
  mm_filter_clear (&first);
  mm_filter_clear (&second);
  return g;
}

static void
fail_everywhere (mm_module *m, mm_filter *g, const double *bias, mm_answer answer)
{
  long n = 0;
  for (bool failed = true; failed; n++)
    {
      mm_feasibility why;
      mm_weights *w;
      mm_morph_report report;
      mm_error err;
      failing_after (n);
      const mm_status s = mm_morph (m, g, bias, NULL, &why, &w, &report, &err);
      failed = failing_happened ();
      failing_after (-1);
      if (failed)
        {
          cr_assert_eq (s, MM_ENOMEM, "allocation %ld", n);
          cr_assert_null (w);
          cr_assert_eq (err.status, MM_ENOMEM, "allocation %ld", n);
        }
      else
        {
          cr_assert_eq (s, MM_OK);
          cr_assert_eq (why.answer, answer);
        }
      mm_weights_free (w);
      mm_feasibility_clear (&why);
    }
  cr_assert_gt (n, 20);
  mm_filter_clear (g);
  mm_module_free (m);
}

Test (morph_memory, running_out_is_a_clean_error_with_a_hub_at_t)
{
  const double bias[4] = { 1, 2, 3, 4 };
  mm_filter g = random_filter (4, 4, 3);
  fail_everywhere (uniform (kit_module ("s-a s-b a-b a-t b-t b-t"), 4, 4, 8, 3), &g, bias, MM_FEASIBLE);
}

Test (morph_memory, running_out_is_a_clean_error_with_an_out_hub)
{
  mm_module *m = kit_module ("s-a a-b b-t s-b");
  shape s = { .channels = { 2, 9, 9, 6 }, .kh = { 3, 1, 1, 3 }, .kw = { 3, 1, 1, 3 } };
  mm_filter g = random_filter (6, 2, 3);
  fail_everywhere (shaped (m, &s), &g, NULL, MM_FEASIBLE);
}

Test (morph_memory, running_out_is_a_clean_error_with_measured_ranks)
{
  mm_filter g = narrow_filter (6, 6, 3);
  fail_everywhere (uniform (kit_bridge (), 6, 6, 3, 3), &g, NULL, MM_FEASIBLE);
  g = narrow_filter (6, 6, 3);
  fail_everywhere (uniform (kit_module ("s-a a-b b-t a-t"), 6, 6, 4, 3), &g, NULL, MM_FEASIBLE);
}

Test (morph_memory, running_out_is_a_clean_error_on_the_way_to_a_refusal)
{
  mm_filter g = random_filter (6, 6, 3);
  fail_everywhere (uniform (kit_bridge (), 6, 6, 2, 3), &g, NULL, MM_INFEASIBLE);
}

static void
fail_everywhere_with_hubs (mm_module *m, mm_filter *g, mm_hubs *plan)
{
  long n = 0;
  for (bool failed = true; failed; n++)
    {
      mm_weights *w;
      mm_morph_report report;
      mm_error err;
      failing_after (n);
      const mm_status s = mm_morph_hubs (m, g, NULL, NULL, plan, &w, &report, &err);
      failed = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, failed ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      cr_assert_eq (w == NULL, failed, "allocation %ld", n);
      if (failed)
        cr_assert_eq (err.status, MM_ENOMEM, "allocation %ld", n);
      mm_weights_free (w);
    }
  cr_assert_gt (n, 20);
  mm_hubs_clear (plan);
  mm_filter_clear (g);
  mm_module_free (m);
}

Test (morph_memory, running_out_is_a_clean_error_with_several_hubs)
{
  for (uint64_t seed = 1; seed <= 6; seed++)
    {
      uint64_t state = seed;
      mm_demand demand;
      mm_hubs plan;
      mm_filter g = seed % 2 ? random_filter (4, 3, 3) : narrow_filter (4, 3, 3);
      cr_assert_eq (mm_demand_of (&g, &demand), MM_OK);
      mm_module *m = hubs_random (&state, &demand, seed % 3 == 0, 2, &plan);
      fail_everywhere_with_hubs (m, &g, &plan);
    }
}
