/* tests/test_small_memory.c: memory runs out at every point of matching, joining and searching.  */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "prove/choice.h"
#include "prove/critical.h"
#include "prove/explore.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (small_memory, .fini = no_leaks);

/* What is tried with the n-th allocation failing.  */
typedef mm_status (*attempt) (const mm_small *g);

static long
at_every_point (attempt try, const mm_small *g)
{
  for (long n = 0;; n++)
    {
      failing_after (n);
      const mm_status status = try (g);
      const bool failed = failing_happened ();
      failing_after (-1);
      cr_assert_eq (status, failed ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      if (!failed)
        return n;
    }
}

static mm_small
load (mm_module *m)
{
  mm_small g;
  cr_assert_eq (mm_small_load (m, &g, NULL), MM_OK);
  mm_module_free (m);
  return g;
}

/* Two redexes first, so that the list has to grow behind something that must stay.  */
static mm_status
match_everything (const mm_small *g)
{
  mm_matches m = { NULL, 0, 0 };
  mm_status s = MM_OK;
  for (int round = 0; !s && round < 5; round++)
    {
      const size_t before = m.count;
      s = mm_match_all (g, true, &m);
      if (s)
        cr_assert_eq (m.count, before, "the list is as it was");
    }
  mm_matches_clear (&m);
  return s;
}

Test (small_memory, running_out_while_matching_leaves_the_list_as_it_was)
{
  const mm_small g = load (kit_module ("s-a s-a s-b a-b a-c b-c c-d d-t"));
  cr_assert_gt (at_every_point (match_everything, &g), 3);
}

static mm_status
find_pairs (const mm_small *g)
{
  (void) g;
  const mm_production p[] = { mm_production_of (MM_RULE_SERIES, 0), mm_production_of (MM_RULE_PARALLEL, 0),
                              mm_production_of (MM_RULE_NODE_IN, 2) };
  mm_critical *c = NULL;
  const mm_status s = mm_critical_find (p, 3, false, true, &c);
  cr_assert_eq (c == NULL, s != MM_OK);
  mm_critical_free (c);
  return s;
}

Test (small_memory, running_out_while_looking_for_critical_pairs_is_an_error_and_nothing_more)
{
  cr_assert_gt (at_every_point (find_pairs, NULL), 20);
}

static mm_status
find_choice (const mm_small *g)
{
  (void) g;
  mm_choice c;
  uint64_t cores;
  bool found;
  const mm_status s = mm_choice_find (5, &c, &cores, &found);
  cr_assert (s != MM_OK || found);
  return s;
}

Test (small_memory, running_out_while_comparing_choices_is_an_error_and_nothing_more)
{
  cr_assert_gt (at_every_point (find_choice, NULL), 10);
}

static mm_status
reduce (const mm_small *g)
{
  mm_small work = *g;
  const mm_status s = mm_small_to_core (&work);
  if (s)
    cr_assert (mm_small_equal (&work, g), "the graph is as it was");
  return s;
}

Test (small_memory, running_out_while_reducing_leaves_the_graph_as_it_was)
{
  const mm_small g = load (kit_random_simple (3, 12));
  cr_assert_geq (at_every_point (reduce, &g), 1);
}

static mm_module *paper_d; /* made before memory runs out */

static mm_status
explore_module (const mm_small *g)
{
  (void) g;
  mm_exploration *x = NULL;
  mm_error err = { .status = MM_OK };
  const mm_status s = mm_explore (paper_d, true, &x, &err);
  cr_assert_eq (x == NULL, s != MM_OK);
  cr_assert_eq (err.status, s);
  mm_exploration_free (x);
  return s;
}

Test (small_memory, running_out_while_exploring_is_an_error_and_nothing_more)
{
  paper_d = kit_paper_d ();
  cr_assert_gt (at_every_point (explore_module, NULL), 5);
  mm_module_free (paper_d);
}
