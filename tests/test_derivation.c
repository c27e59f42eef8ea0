/* tests/test_derivation.c: recording steps, and playing them in both directions.  */
#include <criterion/criterion.h>

#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (derivation, .fini = no_leaks);

static mm_derivation *
derive (const mm_module *m, bool single)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  cr_assert_eq (single ? mm_reduce_to_single (r, m, d, NULL, NULL) : mm_reduce_to_core (r, m, d, &core), MM_OK);
  mm_reducer_free (r);
  return d;
}

/* Forward to the end and backward to the start: the module again, step by step the same states.  */
static void
there_and_back (const mm_module *m, const mm_derivation *d, uint64_t seed)
{
  mm_replay *r = mm_replay_new (d), *twin = mm_replay_new (d);
  const size_t length = mm_derivation_length (d);
  for (size_t k = 0; k < length; k++)
    cr_assert_eq (mm_replay_forward (r, NULL), MM_OK, "seed %lu", (unsigned long) seed);
  cr_assert_eq (mm_replay_forward (r, NULL), MM_END);
  cr_assert_eq (mm_replay_live_layers (r), mm_module_layers (m) - length);
  while (mm_replay_position (r) > length / 2)
    cr_assert_eq (mm_replay_backward (r, NULL), MM_OK, "seed %lu", (unsigned long) seed);
  while (mm_replay_position (twin) < length / 2)
    cr_assert_eq (mm_replay_forward (twin, NULL), MM_OK);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      cr_assert_eq (mm_replay_tail (r, e), mm_replay_tail (twin, e), "seed %lu", (unsigned long) seed);
      cr_assert_eq (mm_replay_head (r, e), mm_replay_head (twin, e), "seed %lu", (unsigned long) seed);
    }
  cr_assert_eq (mm_replay_live_blobs (r), mm_replay_live_blobs (twin));
  while (mm_replay_position (r) > 0)
    cr_assert_eq (mm_replay_backward (r, NULL), MM_OK, "seed %lu", (unsigned long) seed);
  cr_assert_eq (mm_replay_backward (r, NULL), MM_END);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      cr_assert_eq (mm_replay_tail (r, e), mm_module_tails (m)[e], "seed %lu", (unsigned long) seed);
      cr_assert_eq (mm_replay_head (r, e), mm_module_heads (m)[e], "seed %lu", (unsigned long) seed);
    }
  cr_assert_eq (mm_replay_live_blobs (r), mm_module_blobs (m));
  cr_assert_eq (mm_replay_live_layers (r), mm_module_layers (m));
  mm_replay_free (r);
  mm_replay_free (twin);
}

Test (derivation, plays_forward_and_backward_to_the_module_itself)
{
  for (uint64_t seed = 0; seed < 300; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 3 + kit_below (&state, 12);
      mm_module *m = seed % 2 ? kit_random_dag (seed, n, 2 * n) : kit_random_bridged (seed, 30, 3);
      mm_derivation *d = derive (m, seed % 3 != 0);
      there_and_back (m, d, seed);
      mm_derivation_free (d);
      mm_module_free (m);
    }
}

Test (derivation, keeps_a_step_in_sixteen_bytes)
{
  cr_assert_eq (sizeof (mm_step), 16);
}

Test (derivation, tells_what_a_node_step_moves_and_forgets_from_a_step_on)
{
  mm_module *m = kit_paper_d ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_module (d), m);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_IN, 0, 2, 1 }, (mm_layer[]){ 2, 4 }), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 2, 3, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_OUT, 5, 1, 3 }, (mm_layer[]){ 6 }), MM_OK);
  cr_assert_eq (mm_derivation_moved (d, 0).count, 2);
  cr_assert_eq (mm_derivation_moved (d, 0).at[1], 4);
  cr_assert_eq (mm_derivation_moved (d, 1).count, 0);
  cr_assert_eq (mm_derivation_moved (d, 2).at[0], 6);
  cr_assert_not_null (mm_derivation_defect (d), "steps are pushed unchecked, and these do not apply");

  mm_derivation_truncate (d, 2);
  cr_assert_eq (mm_derivation_length (d), 2);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_OUT, 5, 1, 3 }, (mm_layer[]){ 4 }), MM_OK);
  cr_assert_eq (mm_derivation_moved (d, 2).at[0], 4);
  mm_derivation_truncate (d, 0);
  cr_assert_eq (mm_derivation_length (d), 0);
  cr_assert_null (mm_derivation_defect (d));
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (derivation, will_not_be_undone_when_its_steps_have_changed_meanwhile)
{
  mm_module *m = kit_module ("s-v v-t s-t");
  mm_derivation *d = derive (m, false);
  mm_replay *r = mm_replay_new (d);
  while (!mm_replay_forward (r, NULL))
    continue;
  mm_error err;
  const mm_step last = mm_derivation_step (d, 1);
  mm_derivation_truncate (d, 1);
  cr_assert_eq (mm_replay_backward (r, &err), MM_EINVAL);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ last.rule, last.b, last.a, last.blob }, NULL), MM_OK);
  cr_assert_eq (mm_replay_backward (r, &err), MM_EINVAL);
  cr_assert_eq (mm_replay_position (r), 2);
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
}
