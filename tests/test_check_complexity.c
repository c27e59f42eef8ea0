/* tests/test_check_complexity.c: what the judge says of both bounds of the reduction complexity.

   The lies that are worth a file of their own are in tests/refuse/.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/families.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_bridge.h"
#include "tests/oracle_complexity.h"

TestSuite (check_complexity, .fini = no_leaks);

static mm_verdict
judge (const mm_module *m, const mm_certificate *c)
{
  mm_verdict verdict;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert_eq (verdict.accepted, verdict.reason[0] == '\0');
  return verdict;
}

static mm_certificate *
proof (const mm_module *m)
{
  mm_certificate *c = NULL;
  cr_assert_eq (mm_prove (m, UINT32_MAX, &c, NULL), MM_OK);
  return c;
}

/* ---- lies that no file can tell: the reader would not let them through ------------------------------ */

typedef void lie (mm_certificate *c);

static void
no_complexity (mm_certificate *c)
{
  c->complexity = 0;
}

static void
unknown_rule (mm_certificate *c)
{
  c->step[0].rule = 4;
}

static void
moves_nothing (mm_certificate *c)
{
  c->step[0].b = 0;
}

static void
moves_more_than_listed (mm_certificate *c)
{
  c->step[0].b = UINT32_MAX;
}

static void
moves_zero (mm_certificate *c)
{
  c->moved[0] = 0;
}

static void
moves_far_away (mm_certificate *c)
{
  c->moved[1] = UINT32_MAX;
}

static void
no_chains (mm_certificate *c)
{
  c->chains = 0;
}

static void
late_chain (mm_certificate *c)
{
  c->chain_start[0] = 1;
}

static void
backward_chain (mm_certificate *c)
{
  c->chain_start[0] = 0;
  c->chain_start[1] = 5;
  c->chain_start[2] = 4;
}

static void
empty_chain (mm_certificate *c)
{
  c->chain_start[1] = 0;
}

static void
zero_chain (mm_certificate *c)
{
  c->chain[0] = 0;
}

static void
far_chain (mm_certificate *c)
{
  c->chain[3] = UINT32_MAX;
}

static void
expect_refused (mm_module *m, lie *tell, const char *reason)
{
  mm_certificate *c = proof (m);
  cr_assert (judge (m, c).accepted);
  tell (c);
  const mm_verdict verdict = judge (m, c);
  cr_expect_not (verdict.accepted, "accepted in spite of: %s", reason);
  cr_expect (says (verdict.reason, reason), "expected %s, got %s", reason, verdict.reason);
  mm_certificate_free (c);
}

Test (check_complexity, trusts_no_index_and_no_count)
{
  mm_module *m = kit_module ("s-a s-p a-p p-u u-b a-b u-t b-t");
  expect_refused (m, no_complexity, "a complex module has a reduction complexity of at least 1");
  expect_refused (m, unknown_rule, "step 1 has no known rule");
  expect_refused (m, moves_nothing, "step 1 (N) moves no layer");
  expect_refused (m, moves_more_than_listed, "step 1 (N) moves 4294967295 layers, but only");
  expect_refused (m, moves_zero, "step 1 names layer 0");
  expect_refused (m, moves_far_away, "step 1 names layer 4294967295");
  expect_refused (m, no_chains, "there are no chains");
  expect_refused (m, late_chain, "the chains do not begin at their first vertex");
  expect_refused (m, backward_chain, "chain 2 ends before it starts");
  expect_refused (m, empty_chain, "chain 1 is empty");
  expect_refused (m, zero_chain, "chain 1 names vertex 0");
  expect_refused (m, far_chain, "chain 2 names vertex 4294967295");
  mm_module_free (m);
}

Test (check_complexity, a_blob_is_the_middle_of_one_node_reduction_at_most)
{
  static const char text[] = "modmorph-certificate 1\nclaim complexity 2\nblobs 4\n"
                             "v 0 \"s\"\nv 1 \"a\"\nv 2 \"b\"\nv 3 \"t\"\n"
                             "layers 7\ne 1 2\ne 1 2\ne 2 3\ne 2 3\ne 1 3\ne 2 4\ne 3 4\n"
                             "branch 1 2 3 4\nsa 1\nsb 5\nab 3\nat 6\nbt 7\n"
                             "steps 6\nN in 1 3\nN in 2 4 6\nP 3 4\nP 3 5\nS 3 7\nP 3 6\n"
                             "chains 1\nc 2 3\nend\n";
  mm_module *m = kit_module ("s-a s-a a-b a-b s-b a-t b-t");
  const mm_verdict verdict = cert_judge (m, text, strlen (text));
  cr_assert_str_eq (verdict.reason, "step 2 (N): blob a was the middle of step 1 already");
  mm_module_free (m);
}

Test (check_complexity, node_reductions_do_not_make_a_module_simple)
{
  mm_module *m = kit_bridge ();
  mm_certificate *c = proof (m);
  c->claim = MM_CLAIM_SIMPLE;
  cr_assert_str_eq (judge (m, c).reason,
                    "1 of the steps are node reductions, with which any module gets to one layer");
  mm_certificate_free (c);
  mm_module_free (m);
}

/* ---- the judge's pairs and steps against slow ones ---------------------------------------------------- */

/* One chain of two vertices, any two; the rest of the certificate stays good.  */
Test (check_complexity, two_vertices_are_a_link_iff_they_are_a_pair)
{
  uint32_t pairs = 0, others = 0;
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 5 + kit_below (&state, 12);
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 2 * n));
      mm_certificate *c = proof (m);
      for (int tries = 0; c->claim == MM_CLAIM_COMPLEXITY && tries < 60; tries++)
        {
          const uint32_t v = 1 + kit_below (&state, c->blobs), w = 1 + kit_below (&state, c->blobs);
          c->chains = 1;
          c->chain_start[1] = 2;
          c->chain[0] = v;
          c->chain[1] = w;
          const bool pair = oracle_is_pair (m, c->blob[v - 1], c->blob[w - 1]);
          const mm_verdict verdict = judge (m, c);
          cr_assert_eq (verdict.accepted || says (verdict.reason, "at least 1 are needed"), pair,
                        "seed %llu, %u and %u: %s", (unsigned long long) seed, v, w, verdict.reason);
          pairs += pair;
          others += !pair;
        }
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_assert (pairs > 1000 && others > 1000, "%u pairs, %u others", pairs, others);
}

/* Change one number of a step, or two of what moves.  */
static void
disturb (mm_certificate *c, uint64_t *state)
{
  mm_cert_step *s = &c->step[kit_below (state, (uint32_t) c->steps)];
  uint32_t *x = &c->moved[kit_below (state, (uint32_t) c->moved_layers)];
  uint32_t *y = &c->moved[kit_below (state, (uint32_t) c->moved_layers)];
  const uint32_t keep = *x;
  switch (kit_below (state, 6))
    {
    case 0: s->a = 1 + kit_below (state, c->layers); break;
    case 1: s->rule = kit_below (state, 4); break;
    case 2: *x = 1 + kit_below (state, c->layers); break;
    case 3: *x = *y, *y = keep; break;
    case 4: s->b = 1 + kit_below (state, 3); break;
    default: *s = c->step[kit_below (state, (uint32_t) c->steps)];
    }
}

/* As many layers must move as the steps say, for the slow judge.  */
static bool
moves_add_up (const mm_certificate *c)
{
  size_t sum = 0;
  for (size_t i = 0; i < c->steps; i++)
    sum += c->step[i].rule >= MM_CERT_NODE_IN ? c->step[i].b : 0;
  return sum <= c->moved_layers;
}

Test (check_complexity, the_global_rule_says_what_counting_degrees_says)
{
  uint32_t good = 0, bad = 0;
  for (uint64_t seed = 1; seed <= 20000; seed++)
    {
      uint64_t state = seed;
      mm_module *m = kit_random_dag (seed, 4 + kit_below (&state, 5), 6 + kit_below (&state, 10));
      mm_certificate *c = proof (m);
      if (c->claim == MM_CLAIM_COMPLEXITY)
        {
          for (uint32_t i = kit_below (&state, 3); i > 0; i--)
            disturb (c, &state);
          const bool proves = moves_add_up (c) && oracle_node_steps_prove (m, c, c->complexity);
          cr_assert_eq (judge (m, c).accepted, proves, "seed %llu", (unsigned long long) seed);
          good += proves;
          bad += !proves;
        }
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_assert (good > 2000 && bad > 2000, "%u good, %u bad: the test does not look at both", good, bad);
}

/* ---- large ones ----------------------------------------------------------------------------------------- */

static double
seconds_to_judge (const mm_module *m, const mm_certificate *c)
{
  const clock_t start = clock ();
  const mm_verdict verdict = judge (m, c);
  cr_assert (verdict.accepted, "%s", verdict.reason);
  return (double) (clock () - start) / CLOCKS_PER_SEC;
}

/* Ten times as many bridges take about ten times as long; squared it would be a hundred.  */
Test (check_complexity, many_disjoint_bridges_are_judged_in_linear_time)
{
  for (family_shape shape = FAMILY_SERIES; shape <= FAMILY_PARALLEL; shape++)
    {
      double seconds[2];
      for (int i = 0; i < 2; i++)
        {
          mm_module *m = family_bridges (i ? 200000 : 20000, shape);
          mm_certificate *c = proof (m);
          cr_assert_eq (c->complexity, i ? 200000 : 20000);
          seconds[i] = seconds_to_judge (m, c);
          mm_certificate_free (c);
          mm_module_free (m);
        }
      cr_assert_lt (seconds[1], 40 * seconds[0] + 0.2, "%.3f s, then %.3f s", seconds[0], seconds[1]);
    }
}

Test (check_complexity, dense_and_random_cores_are_judged)
{
  for (uint32_t n = 100; n <= 1600; n *= 4)
    {
      mm_module *all = family_skips (n / 4, n), *random = kit_random_dag (n, n, 3 * n);
      mm_certificate *c = proof (all), *d = proof (random);
      cr_assert_eq (c->complexity, n / 4 - 3);
      seconds_to_judge (all, c);
      seconds_to_judge (random, d);
      mm_certificate_free (c);
      mm_certificate_free (d);
      mm_module_free (all);
      mm_module_free (random);
    }
}
