/* tests/test_match.c: the generic matcher, and that engine and replay do exactly what it allows.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "prove/choice.h"
#include "prove/match.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (match, .fini = no_leaks, .timeout = 300);

static mm_small
load (const mm_module *m)
{
  mm_small g;
  cr_assert_eq (mm_small_load (m, &g, NULL), MM_OK);
  return g;
}

static mm_small
load_text (const char *layers)
{
  mm_module *m = kit_module (layers);
  const mm_small g = load (m);
  mm_module_free (m);
  return g;
}

static size_t
matches (const mm_small *g, mm_rule rule, uint32_t degree)
{
  mm_matches m = { NULL, 0, 0 };
  const mm_production p = mm_production_of (rule, degree);
  cr_assert_eq (mm_match_production (g, &p, &m), MM_OK);
  const size_t count = m.count;
  mm_matches_clear (&m);
  return count;
}

/* ---- by hand -------------------------------------------------------------------------- */

Test (match, counts_redexes_of_modules_done_by_hand)
{
  mm_small g = load_text ("s-a a-b b-t");
  cr_assert_eq (matches (&g, MM_RULE_SERIES, 0), 2, "at a and at b");
  cr_assert_eq (matches (&g, MM_RULE_PARALLEL, 0), 0);
  g = load_text ("s-t s-t s-t s-t");
  cr_assert_eq (matches (&g, MM_RULE_PARALLEL, 0), 6, "pairs of four, each once");
  cr_assert_eq (matches (&g, MM_RULE_SERIES, 0), 0, "terminals stay");
  g = load_text ("s-a s-b a-b a-t b-t");
  cr_assert_eq (matches (&g, MM_RULE_SERIES, 0), 0);
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 2), 1, "at a");
  cr_assert_eq (matches (&g, MM_RULE_NODE_OUT, 2), 1, "at b");
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 1), 0, "the dangling condition asks for all layers");
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 3), 0);
  g = load_text ("s-a a-t a-t a-t");
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 3), 1, "kept blobs may coincide, and twins count once");
  cr_assert_eq (matches (&g, MM_RULE_PARALLEL, 0), 3);
}

Test (match, with_degree_1_the_node_rules_are_the_series_rule)
{
  for (uint64_t seed = 1; seed <= 200; seed++)
    {
      mm_module *m = kit_random_dag (seed, 9, 14);
      const mm_small g = load (m);
      const size_t series = matches (&g, MM_RULE_SERIES, 0);
      cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 1), series, "seed %lu", (unsigned long) seed);
      cr_assert_eq (matches (&g, MM_RULE_NODE_OUT, 1), series, "seed %lu", (unsigned long) seed);
      mm_module_free (m);
    }
}

Test (match, a_blob_that_goes_has_to_be_itself)
{
  /* u and v point at each other: a series redex at each, when the other is kept.  */
  mm_small g = { .blobs = 2, .layers = 2, .live = 3, .fixed = 1, .tail = { 0, 1 }, .head = { 1, 0 } };
  cr_assert_eq (matches (&g, MM_RULE_SERIES, 0), 1, "u and w coincide in the fixed blob");
  g.fixed = 0;
  cr_assert_eq (matches (&g, MM_RULE_SERIES, 0), 2);
  const mm_small loop = { .blobs = 1, .layers = 1, .live = 1 };
  cr_assert_eq (matches (&loop, MM_RULE_SERIES, 0), 0, "one layer is not two");
  const mm_small loops = { .blobs = 1, .layers = 2, .live = 1 };
  cr_assert_eq (matches (&loops, MM_RULE_SERIES, 0), 0, "v may not be u");
  cr_assert_eq (matches (&loops, MM_RULE_PARALLEL, 0), 1, "kept blobs may coincide");
}

Test (match, a_hundred_twins_are_one_match_found_at_once)
{
  mm_small g = { .blobs = 3, .layers = 63, .live = 7, .fixed = 5 };
  g.head[0] = 1;
  for (uint32_t e = 1; e < 63; e++)
    {
      g.tail[e] = 1;
      g.head[e] = 2;
    }
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 62), 1);
  cr_assert_eq (matches (&g, MM_RULE_NODE_IN, 61), 0);
}

Test (match, names_every_rule)
{
  cr_assert_str_eq (mm_production_name (MM_RULE_SERIES), "series");
  cr_assert_str_eq (mm_production_name (MM_RULE_NODE_OUT), "node out");
}

/* ---- matches as steps of a derivation, and back ------------------------------------------ */

static mm_step
step_of (const mm_match *m)
{
  switch (m->rule)
    {
    case MM_RULE_SERIES: return (mm_step){ m->rule, m->layer[0], m->layer[1], m->blob[1] };
    case MM_RULE_PARALLEL: return (mm_step){ m->rule, m->layer[0], m->layer[1], MM_NONE };
    default: return (mm_step){ m->rule, m->layer[0], m->degree, m->blob[1] };
    }
}

/* The layers that move, as a set.  */
static uint64_t
moved_by (const mm_match *m)
{
  uint64_t set = 0;
  for (uint32_t k = 1; m->degree && k <= m->degree; k++)
    set |= UINT64_C (1) << m->layer[k];
  return set;
}

static bool
is_step (const mm_match *m, mm_step step, uint64_t moved)
{
  const mm_step s = step_of (m);
  return s.rule == step.rule && s.a == step.a && s.b == step.b && s.blob == step.blob && moved_by (m) == moved;
}

static void
check_state (const mm_small *g, const mm_replay *r)
{
  for (mm_layer e = 0; e < g->layers; e++)
    {
      cr_assert_eq (mm_small_has (g, e), mm_replay_is_live (r, e));
      if (mm_small_has (g, e))
        cr_assert (g->tail[e] == mm_replay_tail (r, e) && g->head[e] == mm_replay_head (r, e));
    }
  for (mm_blob v = 0; v < g->blobs; v++)
    cr_assert_eq (g->live >> v & 1, mm_replay_blob_is_live (r, v));
}

/* Every step of a derivation is a match in the state that it starts from, and both then make the same of it.  @return the last state  */
static mm_small
follow (const mm_module *m, const mm_derivation *d, bool node)
{
  mm_small g = load (m);
  mm_replay *r = mm_replay_new (d);
  mm_matches all = { NULL, 0, 0 };
  for (size_t k = 0; k < mm_derivation_length (d); k++)
    {
      const mm_step step = mm_derivation_step (d, k);
      const mm_handles moving = mm_derivation_moved (d, k);
      uint64_t moved = 0;
      for (uint32_t i = 0; i < moving.count; i++)
        moved |= UINT64_C (1) << moving.at[i];
      all.count = 0;
      cr_assert_eq (mm_match_all (&g, node, &all), MM_OK);
      size_t i = 0;
      while (i < all.count && !is_step (&all.at[i], step, moved))
        i++;
      cr_assert_lt (i, all.count, "step %zu is no match", k + 1);
      mm_match_apply (&all.at[i], &g);
      cr_assert_eq (mm_replay_forward (r, NULL), MM_OK);
      check_state (&g, r);
    }
  mm_matches_clear (&all);
  mm_replay_free (r);
  return g;
}

static size_t
redexes (const mm_small *g, bool node)
{
  mm_matches m = { NULL, 0, 0 };
  cr_assert_eq (mm_match_all (g, node, &m), MM_OK);
  const size_t count = m.count;
  mm_matches_clear (&m);
  return count;
}

static void
check_engine (const mm_module *m, void *reducer)
{
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  cr_assert_eq (mm_reduce_to_core (reducer, m, d, &core), MM_OK);
  mm_small g = follow (m, d, false);
  cr_assert_eq (redexes (&g, false), 0, "nothing is left to do at the core");
  cr_assert_eq (mm_small_live_layers (&g), core.layers);
  cr_assert_eq (mm_small_live_blobs (&g), core.blobs);
  mm_small h = load (m);
  cr_assert_eq (mm_small_to_core (&h), MM_OK);
  cr_assert (mm_small_equal (&g, &h), "the matcher's own order gives the same core, on names");
  mm_derivation_truncate (d, 0);
  cr_assert_eq (mm_reduce_to_single (reducer, m, d, NULL, NULL), MM_OK);
  g = follow (m, d, true);
  cr_assert_eq (mm_small_live_layers (&g), 1);
  mm_derivation_free (d);
}

Test (match, the_engine_does_only_what_the_matcher_allows_on_all_modules_with_up_to_6_blobs)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, check_engine, r);
  mm_reducer_free (r);
}

Test (match, the_engine_does_only_what_the_matcher_allows_on_random_modules)
{
  mm_reducer *r = mm_reducer_new ();
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 2 + kit_below (&state, 18);
      mm_module *m = seed % 3 == 0   ? kit_random_simple (seed, 30)
                     : seed % 3 == 1 ? kit_random_bridged (seed, 20, 3)
                                     : kit_random_dag (seed, n, n + kit_below (&state, 20));
      mm_small g;
      if (mm_small_load (m, &g, NULL) == MM_OK)
        check_engine (m, r);
      mm_module_free (m);
    }
  mm_reducer_free (r);
}

/* ---- the replay accepts exactly the matches ---------------------------------------------------- */

/* Whether the replay accepts a step behind those of d.  */
static bool
replays (mm_derivation *d, mm_step step, const mm_layer *moved)
{
  const size_t before = mm_derivation_length (d);
  cr_assert_eq (mm_derivation_push (d, step, moved), MM_OK);
  mm_replay *r = mm_replay_new (d);
  for (size_t k = 0; k < before; k++)
    cr_assert_eq (mm_replay_forward (r, NULL), MM_OK);
  const bool accepted = mm_replay_forward (r, NULL) == MM_OK;
  mm_replay_free (r);
  mm_derivation_truncate (d, before);
  return accepted;
}

static size_t
accepted_pairs (mm_derivation *d, uint32_t layers)
{
  size_t count = 0;
  for (mm_layer a = 0; a < layers; a++)
    for (mm_layer b = 0; b < layers; b++)
      {
        const mm_module *m = mm_derivation_module (d);
        for (mm_blob v = 0; v < mm_module_blobs (m); v++)
          count += replays (d, (mm_step){ MM_RULE_SERIES, a, b, v }, NULL);
        count += a < b && replays (d, (mm_step){ MM_RULE_PARALLEL, a, b, MM_NONE }, NULL);
      }
  return count;
}

/* All ways to move at least two layers: every set of layers, in ascending order.  */
static size_t
accepted_moves (mm_derivation *d, uint32_t layers, uint32_t blobs)
{
  size_t count = 0;
  for (uint32_t set = 0; set < UINT32_C (1) << layers; set++)
    {
      mm_layer moved[16];
      uint32_t degree = 0;
      for (mm_layer e = 0; e < layers; e++)
        if (set >> e & 1)
          moved[degree++] = e;
      for (mm_layer a = 0; degree >= 2 && a < layers; a++)
        for (mm_blob v = 0; v < blobs; v++)
          for (uint32_t rule = MM_RULE_NODE_IN; rule <= MM_RULE_NODE_OUT; rule++)
            count += replays (d, (mm_step){ rule, a, degree, v }, moved);
    }
  return count;
}

static void
push_match (mm_derivation *d, const mm_match *m)
{
  mm_layer moved[MM_PRODUCTION_SIZE];
  for (uint32_t k = 0; k < m->degree; k++)
    moved[k] = m->layer[k + 1];
  cr_assert_eq (mm_derivation_push (d, step_of (m), m->degree ? moved : NULL), MM_OK);
}

/* In every state that is reachable, depth first: the replay accepts each match, and as many steps as there are matches.  */
static void
check_every_state (mm_derivation *d, const mm_small *g, size_t *states)
{
  ++*states;
  mm_matches all = { NULL, 0, 0 };
  cr_assert_eq (mm_match_all (g, true, &all), MM_OK);
  const size_t before = mm_derivation_length (d);
  cr_assert_eq (all.count, accepted_pairs (d, g->layers) + accepted_moves (d, g->layers, g->blobs));
  for (size_t i = 0; i < all.count; i++)
    {
      mm_small next = *g;
      mm_match_apply (&all.at[i], &next);
      push_match (d, &all.at[i]);
      cr_assert_null (mm_derivation_defect (d));
      check_every_state (d, &next, states); /* as deep as there are layers: seven */
      mm_derivation_truncate (d, before);
    }
  mm_matches_clear (&all);
}

Test (match, the_replay_accepts_exactly_the_matches_in_every_reachable_state)
{
  static const char *const modules[] = { "s-t",         "s-t s-t s-t", "s-a a-b b-t", "s-a s-b a-b a-t b-t",
                                         "s-a s-a a-t", "s-a a-t a-t s-t", "s-a s-b a-b a-c b-c c-t" };
  size_t states = 0;
  for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
    {
      mm_module *m = kit_module (modules[i]);
      mm_derivation *d = mm_derivation_new (m);
      const mm_small g = load (m);
      check_every_state (d, &g, &states);
      mm_derivation_free (d);
      mm_module_free (m);
    }
  cr_assert_gt (states, 50);
}
