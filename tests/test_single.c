/* tests/test_single.c: from a module to one layer, by node reductions of safe blobs.  */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_reduce.h"

TestSuite (single, .fini = no_leaks);

/* How many blobs end before and behind the blobs of a state of the replay, as an oracle graph.  */
static oracle_graph
state_of (const mm_replay *p, const mm_module *m)
{
  oracle_graph g = oracle_load (m);
  for (mm_layer e = 0; e < g.layers; e++)
    {
      const bool live = mm_replay_is_live (p, e);
      g.tail[e] = live ? mm_replay_tail (p, e) : MM_NONE;
      g.head[e] = live ? mm_replay_head (p, e) : MM_NONE;
    }
  return g;
}

/* The definition of MATH.md section 4.  */
static bool
is_safe (const oracle_graph *g, mm_step step)
{
  const mm_blob v = step.blob;
  if (step.rule == MM_RULE_NODE_IN)
    {
      const mm_blob p = g->tail[step.a];
      return oracle_count (g, MM_NONE, v) == 1 && (p == g->source || oracle_count (g, p, MM_NONE) >= 2);
    }
  const mm_blob q = g->head[step.a];
  return oracle_count (g, v, MM_NONE) == 1 && (q == g->sink || oracle_count (g, MM_NONE, q) >= 2);
}

/* Every node reduction is of a safe blob in a state without series or parallel pairs, and
   the steps bring the module to one layer from s to t.  */
static void
check_single (const mm_module *m, mm_reducer *r, uint64_t seed)
{
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  uint32_t nodes = 0, counted = 0;
  cr_assert_eq (mm_reduce_to_single (r, m, d, &core, &nodes), MM_OK);
  cr_assert_eq (nodes == 0, mm_core_is_simple (&core), "seed %lu", (unsigned long) seed);
  cr_assert_eq (mm_derivation_length (d), mm_module_layers (m) - 1, "seed %lu", (unsigned long) seed);

  mm_replay *p = mm_replay_new (d);
  for (size_t k = 0; k < mm_derivation_length (d); k++)
    {
      const mm_step step = mm_derivation_step (d, k);
      if (step.rule == MM_RULE_NODE_IN || step.rule == MM_RULE_NODE_OUT)
        {
          oracle_graph g = state_of (p, m);
          cr_assert_not (oracle_has_redex (&g), "seed %lu step %zu", (unsigned long) seed, k);
          cr_assert (is_safe (&g, step), "seed %lu step %zu", (unsigned long) seed, k);
          oracle_free (&g);
          if (!counted++)
            cr_assert_eq (mm_replay_live_layers (p), core.layers);
        }
      cr_assert_eq (mm_replay_forward (p, NULL), MM_OK, "seed %lu step %zu", (unsigned long) seed, k);
    }
  cr_assert_eq (counted, nodes);
  cr_assert_eq (mm_replay_live_layers (p), 1, "seed %lu", (unsigned long) seed);
  cr_assert_eq (mm_replay_live_blobs (p), 2, "seed %lu", (unsigned long) seed);
  mm_replay_free (p);
  mm_derivation_free (d);
}

static void
visit (const mm_module *m, void *context)
{
  check_single (m, context, 0);
}

Test (single, reduces_every_dag_up_to_six_blobs)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, visit, r);
  mm_reducer_free (r);
}

Test (single, reduces_random_multigraphs)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint64_t seed = 0; seed < 500; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 4 + kit_below (&state, 16);
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 3 * n));
      check_single (m, r, seed);
      mm_module_free (m);
    }
  mm_reducer_free (r);
}

Test (single, needs_one_node_reduction_for_a_bridge)
{
  mm_module *m = kit_bridge ();
  mm_reducer *r = mm_reducer_new ();
  uint32_t nodes = 0;
  cr_assert_eq (mm_reduce_to_single (r, m, NULL, NULL, &nodes), MM_OK);
  cr_assert_eq (nodes, 1);
  mm_reducer_free (r);
  mm_module_free (m);
}

/* k bridges, grown anywhere, have reduction complexity k (MATH.md section 4), and reducing a
   safe blob of a bridge takes one away.  */
Test (single, needs_at_least_as_many_node_reductions_as_there_are_bridges)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint32_t bridges = 1; bridges < 40; bridges++)
    {
      mm_module *m = kit_random_bridged (bridges, 60, bridges);
      uint32_t nodes = 0;
      mm_core core;
      cr_assert_eq (mm_reduce_to_single (r, m, NULL, &core, &nodes), MM_OK);
      cr_assert_geq (nodes, bridges);
      cr_assert_leq (nodes, core.blobs - 2);
      mm_module_free (m);
    }
  mm_reducer_free (r);
}

Test (single, handles_a_core_of_thousands_of_blobs)
{
  mm_module *m = kit_random_dag (1, 5000, 20000);
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  uint32_t nodes = 0;
  cr_assert_eq (mm_reduce_to_single (r, m, d, NULL, &nodes), MM_OK);
  cr_assert_eq (mm_derivation_length (d), mm_module_layers (m) - 1);
  cr_assert_null (mm_derivation_defect (d));
  mm_derivation_free (d);
  mm_reducer_free (r);
  mm_module_free (m);
}
