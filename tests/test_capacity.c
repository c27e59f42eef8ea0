/* tests/test_capacity.c: plans of several hubs.  */
#include <criterion/criterion.h>

#include "numeric/route.h"
#include "prove/capacity.h"
#include "tests/capacity_kit.h"
#include "tests/leak.h"

TestSuite (capacity, .fini = no_leaks);

static const double enough = 20; /* seconds; what is tested here takes milliseconds */

/* One hub does not do (T3), but no condition forbids it.  */
static void
assert_open_without_several_hubs (const mm_module *m, const mm_demand *demand)
{
  mm_feasibility f;
  cr_assert_eq (mm_feasible (m, demand, 1, &f, NULL), MM_OK);
  cr_assert_eq (f.answer, MM_UNDECIDED, "%s", f.reason);
  mm_feasibility_clear (&f);
}

static void
assert_has_plan (const mm_module *m, const mm_demand *demand, mm_hubs *plan)
{
  mm_planned answer;
  bool ok;
  cr_assert_eq (mm_capacity_plan (m, demand, enough, &answer, plan, NULL), MM_OK);
  cr_assert_eq (answer, MM_PLAN_FOUND);
  cr_assert_eq (mm_capacity_verify (m, demand, plan, &ok, NULL), MM_OK);
  cr_assert (ok);
}

Test (capacity, twin_hubs_carry_what_no_single_hub_does)
{
  mm_module *m = twin_hubs ();
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_hubs plan;
  assert_open_without_several_hubs (m, &demand);
  assert_has_plan (m, &demand, &plan);
  cr_assert_not (plan.columns);
  cr_assert_eq (plan.count, 2);
  cr_assert_eq (plan.hub[0], mm_module_find_blob (m, "a"));
  cr_assert_eq (plan.hub[1], mm_module_find_blob (m, "b"));
  mm_hubs_clear (&plan);
  mm_module_free (m);
}

Test (capacity, butterfly_needs_a_combination_in_its_narrow_middle)
{
  mm_module *m = butterfly ();
  const mm_demand demand = mm_demand_generic (2, 2, 3, 3);
  mm_hubs plan;
  assert_open_without_several_hubs (m, &demand);
  assert_has_plan (m, &demand, &plan);
  cr_assert_eq (plan.count, 2);
  /* Both hubs draw on the one channel of m.  */
  const mm_blob middle = mm_module_find_blob (m, "m");
  cr_assert_eq (plan.code[middle], 1);
  for (uint32_t k = 0; k < 2; k++)
    {
      uint32_t through = 0;
      const mm_handles in = mm_module_in (m, middle);
      for (uint32_t i = 0; i < in.count; i++)
        through += plan.input[k * mm_module_layers (m) + in.at[i]];
      cr_assert_eq (through, 1);
    }
  mm_hubs_clear (&plan);
  mm_module_free (m);
}

/* Random modules that leave room to a few units only: how many need several hubs.  */
Test (capacity, random_modules_need_several_hubs_in_either_mode)
{
  uint32_t several[2] = { 0, 0 }, none = 0;
  for (uint64_t seed = 1; seed <= 6000; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 2 + kit_below (&state, 3), out = 2 + kit_below (&state, 3);
      const uint32_t blobs = 6 + kit_below (&state, 4), layers = blobs + 2 + kit_below (&state, 6);
      const mm_demand demand = mm_demand_generic (out, in, 3, 3);
      mm_module *m = random_shape (kit_random_dag (seed, blobs, layers), &state, in, out, 1, 4, 2, true);
      mm_feasibility f;
      cr_assert_eq (mm_feasible (m, &demand, 1, &f, NULL), MM_OK);
      if (f.answer == MM_UNDECIDED)
        {
          mm_planned answer;
          mm_hubs plan;
          bool ok;
          cr_assert_eq (mm_capacity_plan (m, &demand, enough, &answer, &plan, NULL), MM_OK);
          cr_assert (answer == MM_PLAN_FOUND || answer == MM_PLAN_NONE, "seed %llu", (unsigned long long) seed);
          if (answer == MM_PLAN_FOUND)
            {
              cr_assert_eq (mm_capacity_verify (m, &demand, &plan, &ok, NULL), MM_OK);
              cr_assert (ok, "seed %llu", (unsigned long long) seed);
              several[plan.columns]++;
            }
          else
            none++;
          mm_hubs_clear (&plan);
        }
      mm_feasibility_clear (&f);
      mm_module_free (m);
    }
  cr_log_info ("%u by rows, %u by columns, %u without a plan", several[0], several[1], none);
  cr_assert (several[0] > 0 && several[1] > 0, "%u by rows, %u by columns", several[0], several[1]);
}
