/* tests/test_morph_planned.c: whatever is called feasible gets weights that are exact.  */
#include <criterion/criterion.h>

#include "numeric/morph.h"
#include "numeric/random.h"
#include "prove/capacity.h"
#include "tests/hubs_kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/shaped.h"
#include "tests/weights_kit.h"

TestSuite (morph_planned, .fini = no_leaks);

enum { SECONDS = 20 };

static mm_filter
random_parent (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw, uint64_t seed)
{
  mm_filter f;
  mm_random random;
  cr_assert_eq (mm_filter_init (&f, out, in, kh, kw), MM_OK);
  mm_random_seed (&random, seed, 0);
  mm_random_fill_normal (&random, mm_filter_he (&f), f.data, mm_filter_size (&f));
  return f;
}

/* Over a whole image, borders included.  */
static double
image_error (const mm_weights *w, const mm_filter *g)
{
  uint64_t state = 5;
  mm_image x = oracle_image (&state, g->in, 7, 6), z = oracle_convolve (g, NULL, 1, 1, MM_PADDING_SAME, &x), y;
  cr_assert_eq (mm_forward_module (w, false, &x, &y, NULL), MM_OK);
  const double error = oracle_difference (&y, &z, 0);
  mm_image_clear (&y);
  oracle_clear (&x);
  oracle_clear (&z);
  return error;
}

static void
assert_exact (const mm_weights *w, const mm_filter *g, const mm_morph_report *report, uint64_t seed)
{
  mm_filter whole = oracle_fold (w);
  const unsigned long number = (unsigned long) seed;
  cr_assert_lt (mm_filter_distance (&whole, g), 1e-12, "seed %lu", number);
  cr_assert_lt (report->residual, 1e-12, "seed %lu", number);
  cr_assert_lt (report->residual32, 1e-5, "seed %lu", number);
  cr_assert_lt (image_error (w, g), 1e-11, "seed %lu", number);
  mm_filter_clear (&whole);
}

/* What came of the modules so far.  */
typedef struct tally
{
  unsigned one, several, neither;
} tally;

/* As the commands do it: one hub, or else a plan from the integer program.  */
static void
decide (const mm_module *m, const mm_filter *g, uint64_t seed, tally *t)
{
  mm_feasibility why;
  mm_weights *w;
  mm_morph_report report;
  mm_error err;
  const mm_morph_options options = { .seed = seed };
  cr_assert_eq (mm_morph (m, g, NULL, &options, &why, &w, &report, &err), MM_OK, "%s", err.text);
  mm_planned answer = MM_PLAN_NONE;
  mm_hubs plan = { .count = 0 };
  if (why.answer == MM_UNDECIDED)
    cr_assert_eq (mm_capacity_plan (m, &why.demand, SECONDS, &answer, &plan, &err), MM_OK, "%s", err.text);
  if (answer == MM_PLAN_FOUND)
    cr_assert_eq (mm_morph_hubs (m, g, NULL, &options, &plan, &w, &report, &err), MM_OK, "seed %lu: %s",
                  (unsigned long) seed, err.text);
  t->one += why.answer == MM_FEASIBLE;
  t->several += answer == MM_PLAN_FOUND;
  t->neither += w == NULL;
  if (w)
    assert_exact (w, g, &report, seed);
  mm_weights_free (w);
  mm_hubs_clear (&plan);
  mm_feasibility_clear (&why);
}

Test (morph_planned, random_modules_that_are_called_feasible_get_exact_weights, .timeout = 600)
{
  tally t = { 0, 0, 0 };
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 8), out = 1 + kit_below (&state, 8), n = 4 + kit_below (&state, 6);
      mm_module *m = kit_random_dag (kit_bits (&state), n, n + kit_below (&state, n));
      m = random_shape (m, &state, in, out, 1 + kit_below (&state, 4), 6 + kit_below (&state, 6), 2, seed % 2);
      mm_filter g = random_parent (out, in, 3, seed % 2 ? 3 : 1, seed);
      decide (m, &g, seed, &t);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert (t.one > 100 && t.neither > 10, "%u %u %u", t.one, t.several, t.neither);
}

/* Modules that just fit a plan, which is then forgotten: all are feasible by construction.  */
Test (morph_planned, modules_made_for_several_hubs_get_exact_weights, .timeout = 600)
{
  tally t = { 0, 0, 0 };
  for (uint64_t seed = 1; t.several < 200; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 5), out = 2 + kit_below (&state, 7);
      const mm_demand demand = mm_demand_generic (out, in, 3, 3);
      mm_hubs plan;
      mm_module *m = hubs_random (&state, &demand, kit_below (&state, 2), 2, &plan);
      mm_filter g = random_parent (out, in, 3, 3, seed);
      mm_feasibility why;
      cr_assert_eq (mm_feasible_parent (m, &g, &why, NULL), MM_OK);
      if (why.answer != MM_FEASIBLE)
        decide (m, &g, seed, &t);
      cr_assert_eq (t.neither, 0, "seed %lu: there is a plan, and none was found", (unsigned long) seed);
      mm_feasibility_clear (&why);
      mm_hubs_clear (&plan);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
}
