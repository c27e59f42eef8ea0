/* tests/test_node.c: the node reduction, in the engine and as a step of a replay.  */
#include <criterion/criterion.h>
#include <string.h>

#include "rewrite/node_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (node, .fini = no_leaks);

/* The bridge is s-a 0, s-b 1, a-b 2, a-t 3, b-t 4 with s 0, a 1, b 2, t 3.  */
static mm_status
try_step (mm_step step, const mm_layer *moved, mm_error *err)
{
  mm_module *m = kit_bridge ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, step, moved), MM_OK);
  mm_replay *r = mm_replay_new (d);
  const mm_status s = mm_replay_forward (r, err);
  if (s)
    for (mm_layer e = 0; e < 5; e++)
      {
        cr_assert_eq (mm_replay_tail (r, e), mm_module_tails (m)[e], "a refused step changes nothing");
        cr_assert_eq (mm_replay_head (r, e), mm_module_heads (m)[e], "a refused step changes nothing");
      }
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
  return s;
}

Test (node, moves_the_layers_out_of_a_blob_with_one_layer_in)
{
  mm_module *m = kit_bridge ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_IN, 0, 2, 1 }, (mm_layer[]){ 2, 3 }), MM_OK);
  mm_replay *r = mm_replay_new (d);
  cr_assert_eq (mm_replay_forward (r, NULL), MM_OK);
  cr_assert_eq (mm_replay_live_layers (r), 4);
  cr_assert_eq (mm_replay_live_blobs (r), 3);
  cr_assert_not (mm_replay_is_live (r, 0));
  cr_assert_not (mm_replay_blob_is_live (r, 1));
  cr_assert (mm_replay_tail (r, 2) == 0 && mm_replay_head (r, 2) == 2);
  cr_assert (mm_replay_tail (r, 3) == 0 && mm_replay_head (r, 3) == 3);

  cr_assert_eq (mm_replay_backward (r, NULL), MM_OK);
  cr_assert (mm_replay_tail (r, 0) == 0 && mm_replay_head (r, 0) == 1);
  cr_assert_eq (mm_replay_tail (r, 2), 1);
  cr_assert_eq (mm_replay_tail (r, 3), 1);
  cr_assert_eq (mm_replay_backward (r, NULL), MM_END);
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (node, moves_the_layers_into_a_blob_with_one_layer_out)
{
  mm_module *m = kit_bridge ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_OUT, 4, 2, 2 }, (mm_layer[]){ 1, 2 }), MM_OK);
  mm_replay *r = mm_replay_new (d);
  cr_assert_eq (mm_replay_forward (r, NULL), MM_OK);
  cr_assert (mm_replay_tail (r, 1) == 0 && mm_replay_head (r, 1) == 3);
  cr_assert (mm_replay_tail (r, 2) == 1 && mm_replay_head (r, 2) == 3);
  cr_assert_eq (mm_replay_backward (r, NULL), MM_OK);
  cr_assert_eq (mm_replay_head (r, 1), 2);
  cr_assert_eq (mm_replay_head (r, 2), 2);
  cr_assert_eq (mm_replay_head (r, 4), 3);
  mm_replay_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (node, refuses_what_is_no_node_reduction)
{
  mm_error err;
  const struct
  {
    mm_step step;
    mm_layer moved[3];
    const char *why;
  } lies[] = {
    { { MM_RULE_NODE_IN, 9, 2, 1 }, { 2, 3 }, "not there" },
    { { MM_RULE_NODE_IN, 0, 2, 2 }, { 2, 3 }, "does not touch its blob" },
    { { MM_RULE_NODE_IN, 3, 2, 3 }, { 2, 3 }, "source or the sink" },
    { { MM_RULE_NODE_IN, 1, 1, 2 }, { 4 }, "exactly one" },
    { { MM_RULE_NODE_IN, 0, 1, 1 }, { 2 }, "does not move all" },
    { { MM_RULE_NODE_IN, 0, 0, 1 }, { 0 }, "does not move all" },
    { { MM_RULE_NODE_IN, 0, 2, 1 }, { 2, 2 }, "moves one twice" },
    { { MM_RULE_NODE_IN, 0, 2, 1 }, { 2, 4 }, "does not touch its blob" },
    { { MM_RULE_NODE_IN, 0, 2, 1 }, { 2, 9 }, "does not touch its blob" },
    { { MM_RULE_NODE_OUT, 4, 2, 2 }, { 1, 1 }, "moves one twice" },
    { { MM_RULE_NODE_OUT, 3, 1, 1 }, { 0 }, "exactly one" },
    { { 77, 0, 1, 1 }, { 0 }, "no known rule" },
  };
  for (size_t k = 0; k < sizeof lies / sizeof *lies; k++)
    {
      cr_assert_eq (try_step (lies[k].step, lies[k].moved, &err), MM_EINVAL, "lie %zu", k);
      cr_assert (strstr (err.text, lies[k].why), "lie %zu: %s", k, err.text);
      cr_assert (strstr (err.text, "step 1"), "lie %zu: %s", k, err.text);
    }
}

Test (node, reduces_in_the_engine_on_either_side)
{
  mm_module *m = kit_bridge ();
  uint32_t half[5];
  mm_layer id[5];
  mm_movement moved = { half, id, 0 };
  mm_reduction g = { .blobs = 0 };

  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  const uint32_t a = g.place[1], b = g.place[2];
  cr_assert_eq (mm_node_reduce_in (&g, a, g.in[mm_reduction_first_in (&g, a)].mate, NULL, &moved), MM_OK);
  cr_assert (moved.count == 2 && id[0] == 2 && id[1] == 3);
  cr_assert_null (mm_reduction_defect (&g));
  cr_assert_eq (g.live, 4);

  cr_assert_eq (mm_reduction_load (&g, m), MM_OK);
  cr_assert_eq (mm_node_reduce_out (&g, b, mm_reduction_first_out (&g, b), NULL, &moved), MM_OK);
  cr_assert (moved.count == 2 && id[0] == 1 && id[1] == 2);
  cr_assert_null (mm_reduction_defect (&g));
  cr_assert_eq (g.live, 4);
  mm_reduction_clear (&g);
  mm_module_free (m);
}
