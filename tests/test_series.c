/* tests/test_series.c: the series rule, in the engine and as a step of a replay.  */
#include <criterion/criterion.h>
#include <string.h>

#include "rewrite/series_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (series, .fini = no_leaks);

/* One step on a module, by the replay; NULL when it applies.  The error keeps the reason.  */
static const char *
try_step (const char *layers, mm_step step)
{
  static mm_error err;
  mm_module *m = kit_module (layers);
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, step, NULL), MM_OK);
  mm_replay *r = mm_replay_new (d);
  const uint32_t live = mm_replay_live_layers (r);
  err.text[0] = '\0';
  const mm_status s = mm_replay_forward (r, &err);
  cr_assert_eq (mm_replay_live_layers (r), s ? live : live - 1, "a refused step changes nothing");
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
  return s == MM_OK ? NULL : err.text;
}

Test (series, contracts_a_pair_and_keeps_the_first_id)
{
  mm_module *m = kit_module ("s-v v-t");
  mm_reduction g = { .blobs = 0 };
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  cr_assert_eq (mm_derivation_reserve (d, 1), MM_OK);

  mm_series_contract (&g, 1, mm_reduction_first_in (&g, 1), mm_reduction_first_out (&g, 1), d);
  cr_assert_null (mm_reduction_defect (&g));
  cr_assert_eq (g.live, 1);
  const uint32_t o = mm_reduction_first_out (&g, 0);
  cr_assert_eq (g.out[o].id, 0);
  cr_assert_eq (g.out[o].far, g.sink);
  const mm_step step = mm_derivation_step (d, 0);
  cr_assert (step.rule == MM_RULE_SERIES && step.a == 0 && step.b == 1 && step.blob == mm_module_find_blob (m, "v"));

  mm_reduction_clear (&g);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (series, applies_where_one_layer_comes_in_and_one_goes_out)
{
  cr_assert_null (try_step ("s-v v-t s-t", (mm_step){ MM_RULE_SERIES, 0, 1, 1 }));
}

Test (series, leaves_a_terminal_alone)
{
  /* Nothing ends at s or starts at t; a lie can only name one of them as the middle.  */
  const char *why = try_step ("s-v v-t s-t", (mm_step){ MM_RULE_SERIES, 1, 2, 2 });
  cr_assert_not_null (why);
  why = try_step ("s-v v-t s-t", (mm_step){ MM_RULE_SERIES, 0, 1, 0 });
  cr_assert_not_null (why);
}

Test (series, wants_both_layers_to_meet_at_its_blob)
{
  const char *why = try_step ("s-a s-b a-t b-t", (mm_step){ MM_RULE_SERIES, 0, 3, 1 });
  cr_assert (why && strstr (why, "do not meet"), "%s", why);
}

Test (series, wants_the_blob_to_touch_nothing_else)
{
  const char *why = try_step ("s-v s-v v-t", (mm_step){ MM_RULE_SERIES, 0, 2, 1 });
  cr_assert (why && strstr (why, "touches more"), "%s", why);
  why = try_step ("s-v v-t v-t", (mm_step){ MM_RULE_SERIES, 0, 1, 1 });
  cr_assert (why && strstr (why, "touches more"), "%s", why);
}

Test (series, refuses_handles_out_of_range)
{
  cr_assert_not_null (try_step ("s-v v-t", (mm_step){ MM_RULE_SERIES, 7, 1, 1 }));
  cr_assert_not_null (try_step ("s-v v-t", (mm_step){ MM_RULE_SERIES, 0, MM_NONE, 1 }));
  cr_assert_not_null (try_step ("s-v v-t", (mm_step){ MM_RULE_SERIES, 0, 1, MM_NONE }));
}
