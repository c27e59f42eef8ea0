/* tests/test_reduce.c: from a module to its core.  */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "rewrite/reduce.h"
#include "rewrite/reducer_i.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_reduce.h"

TestSuite (reduce, .fini = no_leaks);

/* The core is sorted by (tail, head) in topological order, with no layer twice.  */
static void
check_sorted (const mm_module *m, const mm_core *core)
{
  uint32_t *rank = malloc (mm_module_blobs (m) * sizeof *rank);
  for (uint32_t k = 0; k < mm_module_blobs (m); k++)
    rank[mm_module_order (m)[k]] = k;
  for (uint32_t k = 1; k < core->layers; k++)
    {
      const uint32_t t0 = rank[core->tail[k - 1]], t1 = rank[core->tail[k]];
      cr_assert (t0 < t1 || (t0 == t1 && rank[core->head[k - 1]] < rank[core->head[k]]));
    }
  free (rank);
}

/* The core as the oracle finds it in a random order of steps: the same layers by the same ids.  */
static void
agree_with_oracle (const mm_module *m, mm_reducer *r, uint64_t seed)
{
  mm_core core;
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduce_to_core (r, m, d, &core), MM_OK);
  cr_assert_null (mm_reduction_defect (&r->g), "seed %lu", (unsigned long) seed);
  cr_assert_null (mm_derivation_defect (d), "seed %lu", (unsigned long) seed);
  cr_assert_eq (mm_derivation_length (d), mm_module_layers (m) - core.layers, "seed %lu", (unsigned long) seed);
  check_sorted (m, &core);

  oracle_graph g = oracle_load (m);
  oracle_reduce (&g, seed);
  cr_assert_eq (core.layers, oracle_live_layers (&g), "seed %lu", (unsigned long) seed);
  cr_assert_eq (core.blobs, oracle_live_blobs (&g), "seed %lu", (unsigned long) seed);
  for (uint32_t k = 0; k < core.layers; k++)
    {
      cr_assert_eq (g.tail[core.id[k]], core.tail[k], "seed %lu", (unsigned long) seed);
      cr_assert_eq (g.head[core.id[k]], core.head[k], "seed %lu", (unsigned long) seed);
    }
  oracle_free (&g);
  mm_derivation_free (d);
}

Test (reduce, finds_the_bridge_irreducible)
{
  mm_module *m = kit_bridge ();
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  cr_assert_eq (mm_reduce_to_core (r, m, NULL, &core), MM_OK);
  cr_assert_eq (core.blobs, 4);
  cr_assert_eq (core.layers, 5);
  cr_assert_not (mm_core_is_simple (&core));
  mm_reducer_free (r);
  mm_module_free (m);
}

Test (reduce, brings_a_chain_of_double_layers_to_one)
{
  mm_module *m = kit_module ("s-a s-a a-b a-b b-t b-t s-t");
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduce_to_core (r, m, d, &core), MM_OK);
  cr_assert (mm_core_is_simple (&core));
  cr_assert_eq (core.blobs, 2);
  cr_assert_eq (core.id[0], 0);
  cr_assert_eq (core.tail[0], mm_module_source (m));
  cr_assert_eq (core.head[0], mm_module_sink (m));
  cr_assert_eq (mm_derivation_length (d), 6);
  mm_derivation_free (d);
  mm_reducer_free (r);
  mm_module_free (m);
}

Test (reduce, agrees_with_the_oracle_on_random_multigraphs)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint64_t seed = 0; seed < 3000; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 2 + kit_below (&state, 12);
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 12));
      agree_with_oracle (m, r, seed);
      mm_module_free (m);
    }
  mm_reducer_free (r);
}

Test (reduce, agrees_with_the_oracle_on_grown_modules)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint64_t seed = 0; seed < 500; seed++)
    {
      uint64_t state = seed;
      mm_module *m = kit_random_bridged (seed, kit_below (&state, 25), kit_below (&state, 4));
      agree_with_oracle (m, r, seed);
      mm_module_free (m);
    }
  mm_reducer_free (r);
}

typedef struct walk
{
  mm_reducer *r;
  uint64_t count;
} walk;

static void
visit (const mm_module *m, void *context)
{
  walk *w = context;
  agree_with_oracle (m, w->r, w->count++);
}

Test (reduce, agrees_with_the_oracle_on_all_dags_up_to_six_blobs)
{
  walk w = { .r = mm_reducer_new () };
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, visit, &w);
  cr_assert_eq (w.count, 1 + 2 + 10 + 122 + 3346, "OEIS A005321 counts these");
  mm_reducer_free (w.r);
}
