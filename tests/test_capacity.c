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
