/* tests/test_parallel.c: the parallel rule, in the engine and as a step of a replay.  */
#include <criterion/criterion.h>
#include <string.h>

#include "rewrite/parallel_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (parallel, .fini = no_leaks);

static mm_status
try_step (const char *layers, mm_step step, mm_error *err)
{
  mm_module *m = kit_module (layers);
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, step, NULL), MM_OK);
  mm_replay *r = mm_replay_new (d);
  const uint32_t live = mm_replay_live_layers (r);
  const mm_status s = mm_replay_forward (r, err);
  cr_assert_eq (mm_replay_live_layers (r), s ? live : live - 1, "a refused step changes nothing");
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
  return s;
}

Test (parallel, merges_layers_and_keeps_the_smaller_id)
{
  mm_module *m = kit_module ("s-t s-t");
  mm_reduction g = { .blobs = 0 };
  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  const uint32_t o = mm_reduction_first_out (&g, 0), p = mm_reduction_next_out (&g, o);
  const uint32_t kept = mm_parallel_merge (&g, p, o, NULL);
  cr_assert_eq (g.out[kept].id, 0);
  cr_assert_eq (g.live, 1);
  cr_assert_null (mm_reduction_defect (&g));
  mm_reduction_clear (&g);
  mm_module_free (m);
}

Test (parallel, merges_all_into_a_blob_of_one_neighbour)
{
  mm_module *m = kit_module ("s-v s-v s-v v-t v-t");
  mm_reduction g = { .blobs = 0 };
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  cr_assert_eq (mm_derivation_reserve (d, 8), MM_OK);
  const uint32_t i = mm_parallel_into (&g, 1, d);
  cr_assert_neq (i, MM_NONE);
  cr_assert_eq (g.out[g.in[i].mate].id, 0);
  const uint32_t o = mm_parallel_out_of (&g, 1, d);
  cr_assert_eq (g.out[o].id, 3);
  cr_assert_eq (mm_derivation_length (d), 3);
  cr_assert_null (mm_derivation_defect (d));
  mm_reduction_clear (&g);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (parallel, stops_at_two_different_neighbours)
{
  mm_module *m = kit_module ("s-a s-v a-v v-t");
  mm_reduction g = { .blobs = 0 };
  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  cr_assert_eq (mm_parallel_into (&g, g.place[mm_module_find_blob (m, "v")], NULL), MM_NONE);
  cr_assert_eq (g.live, 4);
  mm_reduction_clear (&g);
  mm_module_free (m);
}

Test (parallel, merges_in_a_replay)
{
  cr_assert_eq (try_step ("s-t s-t", (mm_step){ MM_RULE_PARALLEL, 0, 1, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (try_step ("s-t s-t", (mm_step){ MM_RULE_PARALLEL, 1, 0, MM_NONE }, NULL), MM_OK);
}

Test (parallel, wants_equal_ends)
{
  mm_error err;
  cr_assert_eq (try_step ("s-v s-t v-t", (mm_step){ MM_RULE_PARALLEL, 0, 1, MM_NONE }, &err), MM_EINVAL);
  cr_assert (strstr (err.text, "same ends"));
  cr_assert_eq (try_step ("s-v s-t v-t", (mm_step){ MM_RULE_PARALLEL, 1, 2, MM_NONE }, &err), MM_EINVAL);
}

Test (parallel, wants_two_layers)
{
  mm_error err;
  cr_assert_eq (try_step ("s-t s-t", (mm_step){ MM_RULE_PARALLEL, 1, 1, MM_NONE }, &err), MM_EINVAL);
  cr_assert (strstr (err.text, "twice"));
  cr_assert_eq (try_step ("s-t s-t", (mm_step){ MM_RULE_PARALLEL, 0, 2, MM_NONE }, &err), MM_EINVAL);
}
