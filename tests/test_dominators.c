/* tests/test_dominators.c: immediate dominators against removing each blob in turn.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/dominators.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dominators, .fini = no_leaks);

enum { MOST = 64 };

/* Which blobs are reached from s (backward: reach t) when `without` is taken out.  */
static void
reach (const mm_module *m, bool forward, mm_blob without, bool reached[MOST])
{
  const uint32_t n = mm_module_blobs (m);
  const mm_blob root = forward ? mm_module_source (m) : mm_module_sink (m);
  memset (reached, 0, MOST * sizeof *reached);
  reached[root] = root != without;
  for (uint32_t i = 0; i < n; i++)
    {
      mm_blob v = mm_module_order (m)[forward ? i : n - 1 - i];
      mm_handles from = forward ? mm_module_in (m, v) : mm_module_out (m, v);
      const mm_blob *end = forward ? mm_module_tails (m) : mm_module_heads (m);
      for (uint32_t k = 0; k < from.count && v != without; k++)
        reached[v] |= reached[end[from.at[k]]];
    }
}

/* dom[d][v]: every path from the root to v passes d, and d is not v.  The immediate one
   is dominated by all the others.  */
static void
check (const mm_module *m, bool forward, const char *what)
{
  const uint32_t n = mm_module_blobs (m);
  static bool dom[MOST][MOST];
  bool reached[MOST];
  for (mm_blob d = 0; d < n; d++)
    {
      reach (m, forward, d, reached);
      for (mm_blob v = 0; v < n; v++)
        dom[d][v] = d != v && !reached[v];
    }

  mm_blob found[MOST];
  cr_assert_eq ((forward ? mm_dominators : mm_postdominators) (m, found), MM_OK);
  for (mm_blob v = 0; v < n; v++)
    {
      mm_blob expected = MM_NONE;
      for (mm_blob d = 0; d < n; d++)
        if (dom[d][v] && (expected == MM_NONE || dom[expected][d]))
          expected = d;
      cr_assert_eq (found[v], expected, "%s: blob %u: %u instead of %u", what, v, found[v], expected);
    }
}

static void
check_both (const mm_module *m, void *count)
{
  check (m, true, "a small module");
  check (m, false, "a small module, backward");
  (*(int *) count)++;
}

Test (dominators, are_right_on_all_modules_of_up_to_six_blobs)
{
  int count = 0;
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, check_both, &count);
  cr_assert_eq (count, 1 + 2 + 10 + 122 + 3346); /* so many are there with this numbering */
}

Test (dominators, are_right_on_random_modules)
{
  for (uint64_t seed = 1; seed <= 600; seed++)
    {
      mm_module *m = seed % 3 == 0   ? kit_random_dag (seed, 4 + (uint32_t) (seed % 40), (uint32_t) (seed % 90))
                     : seed % 3 == 1 ? kit_random_bridged (seed, 30, 3)
                                     : kit_random_simple (seed, 60);
      char what[32];
      snprintf (what, sizeof what, "seed %d", (int) seed);
      check (m, true, what);
      check (m, false, what);
      mm_module_free (m);
    }
}

Test (dominators, of_the_bridge_are_its_ends)
{
  mm_module *m = kit_bridge ();
  mm_blob idom[4], ipdom[4], s = mm_module_source (m), t = mm_module_sink (m);
  cr_assert_eq (mm_dominators (m, idom), MM_OK);
  cr_assert_eq (mm_postdominators (m, ipdom), MM_OK);
  for (mm_blob v = 0; v < 4; v++)
    {
      cr_assert_eq (idom[v], v == s ? MM_NONE : s);
      cr_assert_eq (ipdom[v], v == t ? MM_NONE : t);
    }
  mm_module_free (m);
}

/* A chain with a layer over everything, and a second chain beside it: the search has to
   climb from depth 200,000 to 0 again and again, which takes minutes link by link.  */
Test (dominators, of_deep_modules_take_no_time, .timeout = 20)
{
  enum { DEEP = 200000 };
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  cr_assert_eq (mm_builder_add_blobs (b, 2 * DEEP), MM_OK);
  for (mm_blob v = 0; v + 1 < DEEP; v++)
    cr_assert_eq (mm_builder_add_layer (b, v, v + 1, NULL, NULL), MM_OK);
  for (mm_blob v = DEEP; v < 2 * DEEP; v++)
    {
      cr_assert_eq (mm_builder_add_layer (b, v == DEEP ? 0 : v - 1, v, NULL, NULL), MM_OK);
      if (v % 2)
        cr_assert_eq (mm_builder_add_layer (b, v - DEEP, v, NULL, NULL), MM_OK);
    }
  cr_assert_eq (mm_builder_add_layer (b, DEEP - 1, 2 * DEEP - 1, NULL, NULL), MM_OK);
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  mm_builder_free (b);

  mm_blob *idom = malloc (2 * DEEP * sizeof *idom);
  cr_assert_eq (mm_dominators (m, idom), MM_OK);
  cr_assert_eq (idom[DEEP - 1], DEEP - 2);
  cr_assert_eq (idom[2 * DEEP - 1], 0);
  cr_assert_eq (mm_postdominators (m, idom), MM_OK);
  cr_assert_eq (idom[0], 2 * DEEP - 1);
  free (idom);
  mm_module_free (m);
}
