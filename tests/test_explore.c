/* tests/test_explore.c: all derivations of small modules, counted by hand and by an oracle.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "prove/choice.h"
#include "prove/complexity.h"
#include "prove/explore.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_reduce.h"

TestSuite (explore, .fini = no_leaks, .timeout = 300);

static mm_exploration *
explore (const mm_module *m, bool node)
{
  mm_exploration *x;
  cr_assert_eq (mm_explore (m, node, &x, NULL), MM_OK);
  return x;
}

/* s to t with `layers` in series, or in parallel.  */
static mm_module *
chain (uint32_t layers)
{
  char text[1024], *at = text;
  for (uint32_t i = 0; i < layers; i++)
    at += sprintf (at, "v%u-v%u ", i, i + 1);
  return kit_module (text);
}

static mm_module *
bundle (uint32_t layers)
{
  char text[1024] = "";
  for (uint32_t i = 0; i < layers; i++)
    strcat (text, "s-t ");
  return kit_module (text);
}

static void
check_count (mm_module *m, bool node, const char *derivations, size_t states)
{
  char digits[MM_TALLY_DIGITS];
  mm_exploration *x = explore (m, node);
  cr_assert_str_eq (mm_tally_text (&mm_exploration_state (x)->derivations, digits), derivations);
  cr_assert_eq (mm_exploration_states (x), states);
  cr_assert_eq (mm_exploration_normal_forms (x), 1);
  mm_exploration_free (x);
  mm_module_free (m);
}

/* A chain of n layers has n - 1 interior blobs, which go in any order: (n - 1)! derivations, and the
   states are the chains of n … 1 layers.  */
Test (explore, a_chain_has_as_many_derivations_as_orders_of_its_blobs)
{
  check_count (chain (1), false, "1", 1);
  check_count (chain (2), false, "1", 2);
  check_count (chain (5), false, "24", 5);
  check_count (chain (26), false, "15511210043330985984000000", 26);
}

/* A bundle of n: any pair of n, then any of n - 1: n! (n - 1)! / 2^(n - 1).  For 5: 10 * 6 * 3 * 1.  */
Test (explore, a_bundle_has_as_many_derivations_as_ways_to_pair)
{
  check_count (bundle (2), false, "1", 2);
  check_count (bundle (3), false, "3", 3);
  check_count (bundle (5), false, "180", 5);
  check_count (bundle (20), false, "564480989588730591336960000000", 20);
}

/* Two chains of two: series at a and at b in either order (2), then the pair.  States: both, one
   (a or b are isomorphic), none, and one layer.  */
Test (explore, isomorphic_states_count_once_and_their_derivations_each)
{
  check_count (kit_module ("s-a a-t s-b b-t"), false, "2", 4);
}

/* The bridge is its own core.  With node reductions: at a (or at b, the mirror image), which leaves
   s-b s-b b-t s-t.  From there: parallel, series, parallel; or node at b, which is out = 1, in = 2:
   s-t s-t s-t, of which 3 derivations.  2 * (1 + 3).  */
Test (explore, the_bridge_with_node_reductions_is_as_counted_by_hand)
{
  check_count (kit_bridge (), false, "1", 1);
  mm_module *m = kit_bridge ();
  mm_exploration *x = explore (m, true);
  uint64_t count;
  cr_assert (mm_tally_fits (&mm_exploration_state (x)->derivations, &count));
  cr_assert_eq (count, 8);
  cr_assert (mm_exploration_state (x)->least == 1 && mm_exploration_state (x)->most == 2);
  cr_assert_eq (mm_small_live_layers (&mm_exploration_last (x)->graph), 1);
  mm_exploration_free (x);
  mm_module_free (m);
}

/* ---- against an oracle that knows no isomorphism ------------------------------------------- */

static bool
is_redex (const oracle_graph *g, mm_layer a, mm_layer b)
{
  if (a == b || g->tail[a] == MM_NONE || g->tail[b] == MM_NONE)
    return false;
  if (g->tail[a] == g->tail[b] && g->head[a] == g->head[b])
    return a < b;
  const mm_blob v = g->head[a];
  return v == g->tail[b] && v != g->source && v != g->sink && oracle_count (g, MM_NONE, v) == 1
         && oracle_count (g, v, MM_NONE) == 1;
}

/* Do every step and count what comes behind it; as deep as there are layers: at most 9.  */
static uint64_t
count_slowly (oracle_graph *g)
{
  uint64_t sum = 0;
  bool stuck = true;
  for (mm_layer a = 0; a < g->layers; a++)
    for (mm_layer b = 0; b < g->layers; b++)
      if (is_redex (g, a, b))
        {
          const mm_blob head = g->head[a], tail_b = g->tail[b], head_b = g->head[b];
          stuck = false;
          g->head[a] = head_b;
          g->tail[b] = g->head[b] = MM_NONE;
          sum += count_slowly (g);
          g->head[a] = head;
          g->tail[b] = tail_b;
          g->head[b] = head_b;
        }
  return stuck ? 1 : sum;
}

Test (explore, agrees_with_counting_every_sequence)
{
  uint32_t counted = 0;
  for (uint64_t seed = 1; seed <= 120; seed++)
    {
      mm_module *m = seed % 2 ? kit_random_simple (seed, 7) : kit_random_dag (seed, 5, 9);
      if (mm_module_layers (m) <= 9)
        {
          oracle_graph g = oracle_load (m);
          mm_exploration *x = explore (m, false);
          uint64_t count;
          cr_assert (mm_tally_fits (&mm_exploration_state (x)->derivations, &count));
          cr_assert_eq (count, count_slowly (&g), "seed %lu", (unsigned long) seed);
          counted++;
          mm_exploration_free (x);
          oracle_free (&g);
        }
      mm_module_free (m);
    }
  cr_assert_gt (counted, 60);
}

/* ---- one normal form ------------------------------------------------------------------------- */

static void
check_normal_form (const mm_module *m, void *reducer)
{
  mm_core core;
  mm_exploration *x = explore (m, false);
  cr_assert_eq (mm_exploration_normal_forms (x), 1);
  cr_assert_eq (mm_reduce_to_core (reducer, m, NULL, &core), MM_OK);
  const mm_small *last = &mm_exploration_last (x)->graph;
  cr_assert_eq (mm_small_live_blobs (last), core.blobs);
  cr_assert_eq (mm_small_live_layers (last), core.layers);
  for (uint32_t i = 0; i < core.layers; i++)
    {
      cr_assert (mm_small_has (last, core.id[i]), "the engine's core has the same layers");
      cr_assert (last->tail[core.id[i]] == core.tail[i] && last->head[core.id[i]] == core.head[i]);
    }
  for (size_t i = 0; i < mm_exploration_transitions (x); i++)
    {
      const mm_transition *t = &mm_exploration_transition (x)[i];
      cr_assert_lt (t->from, t->to);
      cr_assert_eq (mm_exploration_state (x)[t->from].steps + 1, mm_exploration_state (x)[t->to].steps);
    }
  mm_exploration_free (x);
}

Test (explore, all_modules_with_up_to_6_blobs_have_one_normal_form_the_core_of_the_engine)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, check_normal_form, r);
  mm_reducer_free (r);
}

/* What measures a module: the reduction complexity comes from a least cover.  */
typedef struct gauge
{
  mm_reducer *reducer;
  mm_measure *measure;
} gauge;

/* With node reductions every module ends in one layer; doing them before series and parallel steps never
   saves any; and the least number of all derivations is the reduction complexity.  */
static void
check_least (const mm_module *m, void *context)
{
  gauge *g = context;
  mm_exploration *x = explore (m, true);
  cr_assert_eq (mm_exploration_normal_forms (x), 1);
  cr_assert_eq (mm_small_live_layers (&mm_exploration_last (x)->graph), 1);
  mm_small small = mm_exploration_state (x)->graph;
  uint32_t least;
  cr_assert_eq (mm_small_to_core (&small), MM_OK);
  cr_assert_eq (mm_small_least_node_steps (&small, &least), MM_OK);
  cr_assert_eq (mm_exploration_state (x)->least, least);
  cr_assert_leq (least, mm_exploration_state (x)->most);
  mm_core core;
  mm_complexity complexity = { .k = 0 };
  cr_assert_eq (mm_reduce_to_core (g->reducer, m, NULL, &core), MM_OK);
  if (!mm_core_is_simple (&core))
    cr_assert_eq (mm_complexity_find (g->measure, m, &core, MM_COMPLEXITY_BYTES, &complexity), MM_OK);
  cr_assert_eq (mm_exploration_state (x)->least, complexity.k);
  mm_exploration_free (x);
}

Test (explore, the_least_number_of_node_reductions_is_the_complexity_of_all_modules_with_up_to_6_blobs)
{
  gauge g = { mm_reducer_new (), mm_measure_new () };
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, check_least, &g);
  mm_reducer_free (g.reducer);
  mm_measure_free (g.measure);
}

/* With parallel layers there are infinitely many, of which these are some.  */
Test (explore, so_it_is_of_random_modules_with_parallel_layers)
{
  gauge g = { mm_reducer_new (), mm_measure_new () };
  for (uint64_t seed = 1; seed <= 60; seed++)
    {
      mm_module *m = kit_random_dag (seed, 4 + seed % 3, 7 + seed % 4);
      check_least (m, &g);
      mm_module_free (m);
    }
  mm_reducer_free (g.reducer);
  mm_measure_free (g.measure);
}

/* ---- limits and numbers -------------------------------------------------------------------------- */

Test (explore, more_than_the_limits_is_refused_and_said)
{
  mm_error err;
  mm_exploration *x = NULL;
  mm_module *m = kit_random_dag (1, MM_SMALL_BLOBS + 1, 40);
  cr_assert_eq (mm_explore (m, false, &x, &err), MM_ELIMIT);
  cr_assert (strstr (err.text, "32 blobs and 64 layers"), "%s", err.text);
  mm_module_free (m);
  m = kit_random_dag (1, 30, 60);
  cr_assert_eq (mm_explore (m, true, &x, &err), MM_ELIMIT);
  cr_assert (strstr (err.text, "more than 10000 states"), "%s", err.text);
  cr_assert_null (x);
  mm_module_free (m);
}

Test (explore, numbers_of_any_size_are_exact)
{
  char digits[MM_TALLY_DIGITS];
  mm_tally a = mm_tally_of (0), b = mm_tally_of (UINT64_MAX);
  uint64_t n;
  cr_assert_str_eq (mm_tally_text (&a, digits), "0");
  cr_assert (mm_tally_add (&a, &b, 1));
  cr_assert (mm_tally_fits (&a, &n) && n == UINT64_MAX);
  const mm_tally one = mm_tally_of (1);
  cr_assert (mm_tally_add (&a, &one, 1));
  cr_assert_str_eq (mm_tally_text (&a, digits), "18446744073709551616");
  cr_assert_not (mm_tally_fits (&a, &n));
  memset (&b, 0xFF, sizeof b);
  cr_assert_eq (strlen (mm_tally_text (&b, digits)), MM_TALLY_DIGITS - 1, "2^768 - 1 has 232 digits");
  cr_assert_not (mm_tally_add (&b, &one, 1), "it does not fit");
}
