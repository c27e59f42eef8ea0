/* tests/test_critical.c: critical pairs, counted by hand, and found again in modules.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "prove/choice.h"
#include "prove/critical.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (critical, .fini = no_leaks, .timeout = 300);

static mm_critical *
find (bool further, bool node)
{
  const mm_production p[] = {
    mm_production_of (MM_RULE_SERIES, 0),
    mm_production_of (MM_RULE_PARALLEL, 0),
    mm_production_of (MM_RULE_NODE_IN, 2),
    mm_production_of (MM_RULE_NODE_OUT, 2),
  };
  mm_critical *c;
  cr_assert_eq (mm_critical_find (p, node ? 4 : 2, further, node, &c), MM_OK);
  return c;
}

/* A partial injective map between two layers and two layers is empty (1), has one layer (4) or two (2).  The
   gluings that go with a map are the partitions of the blobs that are still apart, a Bell number each:
   B(2) = 2, B(3) = 5, B(4) = 15, B(5) = 52, B(6) = 203.

   series with series, u v w and u' v' w':
     no layer     B(6) = 203.  A match needs v and v' alone in their class (else a blob that goes is identified, or a layer
                  dangles), and u, w, u', w' are free: B(4) = 15 that are independent.
     one layer    4 B(4) = 60.  The two that map first to first or second to second give v a third layer: no match.
                  Second to first glues v, w to u', v', and leaves u, w' open: apart, or equal, which
                  closes a cycle.  First to second is the mirror image: 2 critical, 2 cyclic.
     two layers   straight: u, v, w with v alone: B(2) = 2 of B(3) = 5 are matches, both of one redex.  Crossed:
                  v = u' = w' and v' = u = w; apart is the cycle of two, together is no match: 1 of B(2) = 2, cyclic.
   series with parallel:
     no layer     B(5) = 52, of which v alone: B(4) = 15.
     one layer    4 B(3) = 20: the other layer of the parallel pair touches v, too: no match.
     two layers   2 B(1) = 2: u = v = w, no match.
   parallel with parallel, where nothing goes and so all are matches:
     no layer     B(4) = 15.
     one layer    4 B(2) = 8: 4 critical, and 4 with equal ends, which are cycles.
     two layers   2 B(2) = 4: one redex.  */
Test (critical, gluings_are_as_many_as_counted_by_hand)
{
  mm_critical *c = find (true, false);
  cr_assert_eq (mm_critical_combinations (c), 3);
  const mm_gluings *g = mm_critical_gluings (c);
  const uint64_t expected[3][5] = { { 270, 2, 15, 3, 2 }, { 74, 0, 15, 0, 0 }, { 27, 4, 15, 4, 4 } };
  for (int i = 0; i < 3; i++)
    {
      cr_assert_eq (g[i].tried, expected[i][0]);
      cr_assert_eq (g[i].same, expected[i][1]);
      cr_assert_eq (g[i].independent, expected[i][2]);
      cr_assert_eq (g[i].cyclic, expected[i][3]);
      cr_assert_eq (g[i].critical, expected[i][4]);
      cr_assert_eq (g[i].tried, g[i].identified + g[i].dangling + g[i].same + g[i].independent + g[i].cyclic + g[i].critical);
    }
  mm_critical_free (c);
}

/* Up to symmetry: of series the chain of three layers (and with a cycle the triangle, and the cycle of two), of
   series with parallel none, of parallel the bundle of three (and three self-loops).  */
Test (critical, there_are_two_and_both_join_on_names_in_one_step)
{
  mm_critical *c = find (true, false);
  const mm_gluings *g = mm_critical_gluings (c);
  cr_assert (g[0].pairs == 3 && g[1].pairs == 0 && g[2].pairs == 2);
  for (size_t i = 0; i < mm_critical_count (c); i++)
    {
      const mm_critical_pair *p = &mm_critical_pairs (c)[i];
      cr_assert_eq (p->cyclic, i != g[0].first && i != g[2].first, "those without a cycle come first");
      cr_assert (p->cyclic || (p->join.on_names && p->join.steps == 1));
      cr_assert (p->join.joins);
    }
  const mm_small *chain = &mm_critical_pairs (c)[g[0].first].graph;
  cr_assert (chain->blobs == 4 && chain->layers == 3);
  for (uint8_t e = 0; e < 3; e++)
    cr_assert (chain->tail[e] == e && chain->head[e] == e + 1);
  cr_assert_eq (chain->fixed, 9, "the ends may be anything");
  const mm_small *bundle = &mm_critical_pairs (c)[g[2].first].graph;
  cr_assert (bundle->blobs == 2 && bundle->layers == 3 && bundle->fixed == 3);
  mm_critical_free (c);
}

/* Two blobs that point at each other and touch nothing else: what is left is called u or v.  */
Test (critical, the_cycle_of_two_is_the_only_pair_that_does_not_close_on_names)
{
  mm_critical *c = find (true, false);
  size_t open = 0;
  for (size_t i = 0; i < mm_critical_count (c); i++)
    {
      const mm_critical_pair *p = &mm_critical_pairs (c)[i];
      if (p->join.on_names)
        continue;
      open++;
      cr_assert (p->cyclic && p->graph.blobs == 2 && p->graph.fixed == 0);
      cr_assert_eq (mm_small_live_blobs (&p->join.end[0]), 1);
      cr_assert_neq (p->join.end[0].live, p->join.end[1].live);
    }
  cr_assert_eq (open, 1);
  mm_critical_free (c);
}

/* What a pair claims: both are matches, and the steps lead from the results to the ends.  */
static void
check_pair (const mm_critical_pair *p)
{
  mm_matches all = { NULL, 0, 0 };
  for (int side = 0; side < 2; side++)
    {
      mm_small g = p->graph;
      const mm_match *step = &p->match[side];
      for (uint32_t k = 0; k <= p->join.steps; k++)
        {
          all.count = 0;
          cr_assert_eq (mm_match_all (&g, true, &all), MM_OK);
          size_t i = 0;
          while (i < all.count
                 && (all.at[i].rule != step->rule || mm_match_blob (&all.at[i]) != mm_match_blob (step)
                     || memcmp (all.at[i].blob, step->blob, 2)))
            i++;
          cr_assert_lt (i, all.count, "a step is no match");
          mm_match_apply (step, &g);
          cr_assert (k > 0 || mm_small_equal (&g, &p->join.result[side]));
          if (k < p->join.steps)
            step = &p->join.step[side][k];
        }
      cr_assert (mm_small_equal (&g, &p->join.end[side]));
    }
  cr_assert_eq (p->join.on_names, mm_small_equal (&p->join.end[0], &p->join.end[1]));
  cr_assert_eq (p->graph.fixed & ~p->join.end[0].live, 0, "joining leaves the open blobs alone");
  mm_matches_clear (&all);
}

Test (critical, every_join_is_what_it_says)
{
  for (int node = 0; node < 2; node++)
    {
      mm_critical *c = find (!node, node);
      for (size_t i = 0; i < mm_critical_count (c); i++)
        check_pair (&mm_critical_pairs (c)[i]);
      mm_critical_free (c);
    }
}

Test (critical, with_node_reductions_all_join_but_one_only_up_to_renaming)
{
  mm_critical *c = find (false, true);
  size_t renamed = 0;
  for (size_t i = 0; i < mm_critical_count (c); i++)
    {
      const mm_critical_pair *p = &mm_critical_pairs (c)[i];
      if (p->cyclic)
        continue;
      cr_assert (p->join.joins);
      if (p->join.on_names)
        continue;
      /* two layers into w, w to x, two layers out of x: w or x is left */
      renamed++;
      cr_assert (p->graph.blobs == 6 && p->graph.layers == 5);
      cr_assert_eq (__builtin_popcount (p->graph.fixed), 4);
    }
  cr_assert_eq (renamed, 1);
  mm_critical_free (c);
}

/* ---- completeness: what gets in its way in a module is in the list --------------------------- */

/* The part of g that two matches cover, its blobs open unless one of the matches takes them away.  */
static mm_critical_pair
part_of (const mm_small *g, const mm_match *first, const mm_match *second)
{
  mm_critical_pair p = { .graph = *g, .match = { *first, *second } };
  mm_small *part = &p.graph;
  uint64_t covered = 0;
  part->live = 0;
  uint32_t gone = 0;
  for (int side = 0; side < 2; side++)
    {
      const mm_production rule = mm_production_of (p.match[side].rule, p.match[side].degree);
      for (uint32_t k = 0; k < rule.layers; k++)
        covered |= UINT64_C (1) << p.match[side].layer[k];
      for (uint32_t v = 0; v < rule.blobs; v++)
        part->live |= UINT32_C (1) << p.match[side].blob[v];
      if (mm_match_blob (&p.match[side]) != MM_NONE)
        gone |= UINT32_C (1) << mm_match_blob (&p.match[side]);
    }
  for (uint32_t e = 0; e < part->layers; e++)
    if (!(covered >> e & 1))
      part->tail[e] = part->head[e] = MM_SMALL_GONE;
  part->fixed = part->live & ~gone;
  for (uint32_t v = 0; v < part->blobs; v++)
    part->colour[v] = part->fixed >> v & 1 ? 1 : 0;
  return p;
}

static bool
is_listed (const mm_critical *c, const mm_critical_pair *p)
{
  for (size_t i = 0; i < mm_critical_count (c); i++)
    {
      mm_small g = mm_critical_pairs (c)[i].graph;
      memset (g.mark, 0, sizeof g.mark);
      for (uint32_t v = 0; v < g.blobs; v++)
        g.colour[v] = g.fixed >> v & 1 ? 1 : 0;
      if (mm_small_isomorphic (&g, &p->graph))
        return true;
    }
  return false;
}

static bool
share_a_layer (const mm_match *a, const mm_match *b)
{
  for (int i = 0; i < 2; i++)
    for (int k = 0; k < 2; k++)
      if (a->layer[i] == b->layer[k])
        return true;
  return false;
}

typedef struct tally
{
  const mm_critical *c;
  size_t conflicts;
} tally;

static void
look_for_conflicts (const mm_module *m, void *context)
{
  tally *t = context;
  mm_small g;
  mm_matches all = { NULL, 0, 0 };
  cr_assert_eq (mm_small_load (m, &g, NULL), MM_OK);
  cr_assert_eq (mm_match_all (&g, false, &all), MM_OK);
  for (size_t i = 0; i < all.count; i++)
    for (size_t k = i + 1; k < all.count; k++)
      if (share_a_layer (&all.at[i], &all.at[k]))
        {
          mm_critical_pair p = part_of (&g, &all.at[i], &all.at[k]);
          t->conflicts++;
          cr_assert (is_listed (t->c, &p), "two redexes that share a layer are no listed pair");
        }
  mm_matches_clear (&all);
}

Test (critical, every_conflict_in_a_module_is_a_listed_pair)
{
  tally t = { find (true, false), 0 };
  for (uint32_t n = 2; n <= 5; n++)
    kit_each_dag (n, look_for_conflicts, &t);
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      mm_module *m = seed % 2 ? kit_random_simple (seed, 25) : kit_random_dag (seed, 4 + (uint32_t) seed % 5, 20);
      look_for_conflicts (m, &t);
      mm_module_free (m);
    }
  cr_assert_gt (t.conflicts, 500);
  mm_critical_free ((mm_critical *) (uintptr_t) t.c);
}

Test (critical, left_sides_that_are_too_large_to_glue_are_refused)
{
  const mm_production p = mm_production_of (MM_RULE_NODE_IN, 4);
  mm_critical *c = NULL;
  cr_assert_eq (mm_critical_find (&p, 1, false, true, &c), MM_ELIMIT);
  cr_assert_null (c);
}

Test (critical, letters_name_blobs_and_layers)
{
  mm_small g = { .blobs = 4 };
  cr_assert_eq (mm_critical_blob_letter (&g, 0), 'u');
  cr_assert_eq (mm_critical_blob_letter (&g, 3), 'x');
  g.blobs = 8;
  cr_assert_eq (mm_critical_blob_letter (&g, 7), 'z');
  cr_assert_eq (mm_critical_layer_letter (2), 'c');
}

/* ---- node reductions: what the choice changes ------------------------------------------------ */

/* A bridge s, a, b, c with one more layer c -> t behind it: at a the bridge goes; at c, whose only layer out goes to
   t, it stays, now from s to t.  No core on four blobs has two such node reductions: there is
   only the bridge itself, and either of its interior blobs leads to one layer.  */
Test (critical, the_smallest_core_in_which_the_choice_matters_is_a_bridge_and_a_layer)
{
  mm_choice c;
  uint64_t looked;
  bool found;
  cr_assert_eq (mm_choice_find (4, &c, &looked, &found), MM_OK);
  cr_assert_not (found);
  cr_assert_eq (looked, 3, "one layer, the bridge, and the bridge with s -> t");
  cr_assert_eq (mm_choice_find (6, &c, &looked, &found), MM_OK);
  cr_assert (found);
  cr_assert (c.core.blobs == 5 && c.core.layers == 6);
  cr_assert_neq (c.least[0], c.least[1]);
  cr_assert_eq (mm_small_live_layers (&c.after[0]), 1);
  cr_assert_eq (mm_small_live_layers (&c.after[1]), 5);
  cr_assert_eq (mm_choice_blob_letter (&c, 0), 's');
  cr_assert_eq (mm_choice_blob_letter (&c, 1), 'a');
  cr_assert_eq (mm_choice_blob_letter (&c, 4), 't');
}

Test (critical, too_many_blobs_to_search_are_refused)
{
  mm_choice c;
  uint64_t looked;
  bool found;
  cr_assert_eq (mm_choice_find (MM_CHOICE_BLOBS + 1, &c, &looked, &found), MM_EINVAL);
}

/* MATH.md section 4: complete DAG n - 3.  */
Test (critical, the_least_number_of_node_reductions_of_complete_modules_is_known)
{
  for (uint32_t n = 2; n <= 7; n++)
    {
      mm_small g = { .blobs = n, .live = (UINT32_C (1) << n) - 1, .fixed = 1 | UINT32_C (1) << (n - 1) };
      for (uint8_t u = 0; u < n; u++)
        for (uint8_t v = (uint8_t) (u + 1); v < n; v++)
          {
            g.tail[g.layers] = u;
            g.head[g.layers++] = v;
          }
      cr_assert_eq (mm_small_to_core (&g), MM_OK);
      uint32_t least;
      cr_assert_eq (mm_small_least_node_steps (&g, &least), MM_OK);
      cr_assert_eq (least, n > 3 ? n - 3 : 0);
    }
}
