/* tests/test_tree.c: the terms of a derivation and their lives.  */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "rewrite/reduce.h"
#include "rewrite/tree.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (tree, .fini = no_leaks);

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

/* State k shows the terms with birth <= k < death: each carried by a live id with its ends, and no id left out.  */
static void
check_state (const mm_tree *t, const mm_replay *r, uint32_t layers, uint64_t seed)
{
  const size_t k = mm_replay_position (r);
  uint32_t shown = 0;
  bool *seen = calloc (layers, sizeof *seen);
  for (mm_term x = 0; x < mm_tree_terms (t); x++)
    {
      const mm_term_info i = mm_tree_term (t, x);
      if (i.birth > k || k >= i.death)
        continue;
      cr_assert (mm_replay_is_live (r, i.id) && !seen[i.id], "seed %lu state %zu", (unsigned long) seed, k);
      cr_assert_eq (mm_replay_tail (r, i.id), i.tail, "seed %lu state %zu", (unsigned long) seed, k);
      cr_assert_eq (mm_replay_head (r, i.id), i.head, "seed %lu state %zu", (unsigned long) seed, k);
      seen[i.id] = true;
      shown++;
    }
  cr_assert_eq (shown, mm_replay_live_layers (r), "seed %lu state %zu", (unsigned long) seed, k);
  free (seen);
}

/* Parts are older, die when the term is born, and fit end to end; uses count them.  */
static void
check_terms (const mm_tree *t, uint32_t layers, uint64_t seed)
{
  uint32_t *uses = calloc (mm_tree_terms (t), sizeof *uses);
  for (mm_term x = 0; x < mm_tree_terms (t); x++)
    {
      const mm_term_info i = mm_tree_term (t, x);
      cr_assert_eq (i.kind == MM_TERM_LAYER, x < layers);
      cr_assert_eq (i.birth == 0, x < layers);
      if (x < layers)
        continue;
      cr_assert (i.first < x && i.second < x, "seed %lu", (unsigned long) seed);
      const mm_term_info a = mm_tree_term (t, i.first), b = mm_tree_term (t, i.second);
      cr_assert (a.death == i.birth && b.death == i.birth, "seed %lu", (unsigned long) seed);
      cr_assert (a.tail == i.tail && b.head == i.head, "seed %lu", (unsigned long) seed);
      if (i.kind == MM_TERM_SERIES)
        cr_assert_eq (a.head, b.tail);
      else
        cr_assert (a.head == b.head && a.tail == b.tail);
      uses[i.first]++;
      uses[i.second]++;
    }
  for (mm_term x = 0; x < mm_tree_terms (t); x++)
    cr_assert_eq (mm_tree_term (t, x).uses, uses[x], "seed %lu", (unsigned long) seed);
  free (uses);
}

static void
check_ends (const mm_tree *t, const mm_derivation *d, const mm_replay *end, uint32_t layers)
{
  const mm_term *root;
  const uint32_t roots = mm_tree_roots (t, &root);
  cr_assert_eq (roots, mm_replay_live_layers (end));
  for (uint32_t k = 0; k < roots; k++)
    {
      const mm_term_info i = mm_tree_term (t, root[k]);
      cr_assert_eq (i.death, UINT32_MAX);
      cr_assert_eq (mm_tree_final (t, i.id), root[k]);
    }
  for (mm_layer e = 0; e < layers; e++)
    cr_assert_eq (mm_tree_final (t, e) != MM_NONE, mm_replay_is_live (end, e));
  mm_term next = layers;
  for (size_t k = 1; k <= mm_derivation_length (d); k++)
    {
      uint32_t count;
      cr_assert_eq (mm_tree_products (t, k, &count), next);
      const uint32_t moved = mm_derivation_moved (d, k - 1).count;
      cr_assert_eq (count, moved ? moved : 1);
      for (uint32_t i = 0; i < count; i++)
        cr_assert_eq (mm_tree_term (t, next + i).birth, k);
      next += count;
    }
  cr_assert_eq (next, mm_tree_terms (t));
}

Test (tree, shows_in_every_state_what_the_replay_has)
{
  for (uint64_t seed = 0; seed < 150; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 3 + kit_below (&state, 10);
      mm_module *m = seed % 2 ? kit_random_dag (seed, n, 2 * n) : kit_random_bridged (seed, 20, 2);
      mm_derivation *d = derive (m, seed % 3 != 0);
      mm_tree *t = mm_tree_new (d);
      mm_replay *r = mm_replay_new (d);
      check_terms (t, mm_module_layers (m), seed);
      do
        check_state (t, r, mm_module_layers (m), seed);
      while (!mm_replay_forward (r, NULL));
      check_ends (t, d, r, mm_module_layers (m));
      mm_replay_free (r);
      mm_tree_free (t);
      mm_derivation_free (d);
      mm_module_free (m);
    }
}

Test (tree, shares_the_layer_that_a_node_reduction_puts_before_others)
{
  mm_module *m = kit_bridge ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_IN, 0, 2, 1 }, (mm_layer[]){ 2, 3 }), MM_OK);
  mm_tree *t = mm_tree_new (d);
  cr_assert_eq (mm_tree_terms (t), 7);
  cr_assert_eq (mm_tree_term (t, 0).uses, 2);
  const mm_term_info x = mm_tree_term (t, 5), y = mm_tree_term (t, 6);
  cr_assert (x.kind == MM_TERM_SERIES && x.first == 0 && x.second == 2 && x.id == 2);
  cr_assert (y.kind == MM_TERM_SERIES && y.first == 0 && y.second == 3 && y.id == 3);
  cr_assert_eq (mm_tree_final (t, 0), MM_NONE);
  mm_tree_free (t);
  mm_derivation_free (d);
  mm_module_free (m);
}
