/* tests/test_make.c: certificates from the engine, and the bridges in them.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "prove/bridge.h"
#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_bridge.h"
#include "tests/oracle_complexity.h"

TestSuite (make, .fini = no_leaks);
TestSuite (bridge, .fini = no_leaks);

/* The claim is the whole truth, if the module is small enough to find it out by brute force.  */
static void
expect_complexity (const mm_module *m, const mm_certificate *c, uint64_t seed)
{
  if (mm_module_blobs (m) > 9)
    return;
  const uint32_t k = oracle_complexity (m);
  cr_assert_eq (c->claim, k ? MM_CLAIM_COMPLEXITY : MM_CLAIM_SIMPLE, "module %llu", (unsigned long long) seed);
  cr_assert_eq (c->complexity, k, "module %llu", (unsigned long long) seed);
}

/* Prove m and have it judged, as text as well; whether it is said to be simple.  */
static bool
proved_simple (const mm_module *m, uint64_t seed)
{
  mm_certificate *c = NULL;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  size_t length;
  char *text = cert_text (c, &length);
  mm_verdict verdict = cert_judge (m, text, length);
  cr_assert (verdict.accepted, "module %llu: %s\n%s", (unsigned long long) seed, verdict.reason, text);
  const bool simple = c->claim == MM_CLAIM_SIMPLE;
  expect_complexity (m, c, seed);
  free (text);
  mm_certificate_free (c);
  return simple;
}

/* ---- small modules, all of them ------------------------------------------------------- */

typedef struct tally
{
  uint64_t simple, complex, skipped;
} tally;

/* With sanitizers, which take ten times as long, one module of seven blobs in NTH.  */
#ifdef MM_LEAK_CHECK
enum { NTH = 8 };
#else
enum { NTH = 1 };
#endif

static void
compare_with_both_oracles (const mm_module *m, void *context)
{
  tally *t = context;
  const bool simple = oracle_is_simple (m);
  cr_assert_eq (oracle_has_bridge (m), !simple, "module %llu", (unsigned long long) (t->simple + t->complex));
  cr_assert_eq (proved_simple (m, t->simple + t->complex), simple);
  t->simple += simple;
  t->complex += !simple;
}

/* There are many: without text in between.  */
static void
compare_with_the_reducer (const mm_module *m, void *context)
{
  tally *t = context;
  if ((t->simple + t->complex + t->skipped) % NTH)
    {
      t->skipped++;
      return;
    }
  const bool simple = oracle_is_simple (m);
  mm_certificate *c = NULL;
  mm_verdict verdict;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  cr_assert_eq (c->claim == MM_CLAIM_SIMPLE, simple);
  expect_complexity (m, c, t->simple + t->complex);
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert (verdict.accepted, "module %llu: %s", (unsigned long long) (t->simple + t->complex), verdict.reason);
  mm_certificate_free (c);
  t->simple += simple;
  t->complex += !simple;
}

Test (make, a_module_of_up_to_six_blobs_has_a_bridge_iff_it_is_complex)
{
  tally t = { 0, 0, 0 };
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, compare_with_both_oracles, &t);
  /* Upper triangular 0-1 matrices without zero rows or columns, OEIS A005321.  */
  cr_assert_eq (t.simple + t.complex, 1 + 2 + 10 + 122 + 3346);
  cr_assert (t.simple > 0 && t.complex > 0);
}

Test (make, the_witness_of_every_module_of_seven_blobs_is_accepted)
{
  tally t = { 0, 0, 0 };
  kit_each_dag (7, compare_with_the_reducer, &t);
  cr_assert_eq (t.simple + t.complex + t.skipped, 196082, "OEIS A005321");
  cr_assert_geq (t.simple + t.complex, 196082 / NTH);
}

Test (make, modules_with_parallel_layers_agree_with_both_oracles)
{
  tally t = { 0, 0, 0 };
  for (uint64_t seed = 1; seed <= 1500; seed++)
    {
      uint64_t state = seed;
      mm_module *m = kit_random_dag (seed, 4 + kit_below (&state, 3), 4 + kit_below (&state, 12));
      compare_with_both_oracles (m, &t);
      mm_module_free (m);
    }
  cr_assert (t.simple > 50 && t.complex > 50);
}

/* ---- random modules --------------------------------------------------------------------- */

Test (make, modules_grown_without_a_bridge_are_proved_simple)
{
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      mm_module *m = kit_random_simple (seed, (uint32_t) (seed * 7 % 500));
      cr_assert (proved_simple (m, seed));
      mm_module_free (m);
    }
}

Test (make, modules_grown_with_a_bridge_are_proved_complex)
{
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      mm_module *m = kit_random_bridged (seed, (uint32_t) (seed * 7 % 500), 1 + (uint32_t) (seed % 5));
      cr_assert_not (proved_simple (m, seed));
      mm_module_free (m);
    }
}

Test (make, random_dags_are_judged_as_the_naive_reducer_says)
{
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 5 + kit_below (&state, 40);
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 40));
      cr_assert_eq (proved_simple (m, seed), oracle_is_simple (m), "seed %llu", (unsigned long long) seed);
      mm_module_free (m);
    }
}

Test (make, dense_dags_have_a_bridge)
{
  for (uint32_t n = 4; n <= 32; n += 7)
    {
      mm_module *m = kit_random_dag (n, n, n * n);
      cr_assert_eq (proved_simple (m, n), oracle_is_simple (m));
      mm_module_free (m);
    }
}

Test (make, the_paper_s_module_d_is_complex_and_its_names_are_kept)
{
  mm_module *m = kit_paper_d ();
  mm_certificate *c = NULL;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  cr_assert_eq (c->claim, MM_CLAIM_COMPLEXITY);
  cr_assert_eq (c->complexity, 1);
  cr_assert_str_eq (c->blob_name[0], "s");
  cr_assert_str_eq (c->blob_name[c->blobs - 1], "t");
  mm_certificate_free (c);
  mm_module_free (m);
}

Test (make, names_of_any_bytes_and_missing_ones_go_through)
{
  static const char *const name[]
    = { "two words", "\"quoted\" \\", NULL, "line\nbreak", "Größe", "\xFF\xC3 no UTF-8", "" };
  enum { NAMES = sizeof name / sizeof name[0] };
  mm_builder *b = mm_builder_new ();
  for (uint32_t v = 0; v < NAMES; v++)
    cr_assert_eq (mm_builder_add_blob (b, name[v], NULL), MM_OK);
  for (uint32_t v = 0; v + 1 < NAMES; v++)
    {
      cr_assert_eq (mm_builder_add_layer (b, v, v + 1, NULL, NULL), MM_OK);
      if (v + 2 < NAMES)
        cr_assert_eq (mm_builder_add_layer (b, v, v + 2, NULL, NULL), MM_OK);
    }
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  cr_assert_not (proved_simple (m, 0));
  mm_module_free (m);
  mm_builder_free (b);
}

/* ---- bridges ---------------------------------------------------------------------------- */

static void
find (const mm_module *m, mm_status expected, mm_bridge *out)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  cr_assert_eq (mm_reduce_to_core (r, m, d, &core), MM_OK);
  cr_assert_eq (mm_bridge_find (d, &core, out), expected);
  mm_derivation_free (d);
  mm_reducer_free (r);
}

Test (bridge, of_the_wheatstone_bridge_is_all_of_it)
{
  mm_module *m = kit_bridge ();
  mm_bridge b;
  find (m, MM_OK, &b);
  static const char *const name[4] = { "s", "a", "b", "t" };
  char buffer[MM_NAME_BUFFER];
  for (int i = 0; i < 4; i++)
    cr_assert_str_eq (mm_module_blob_name (m, b.branch[i], buffer), name[i]);
  for (size_t p = 0; p < MM_BRIDGE_NEEDED; p++)
    {
      cr_assert_eq (b.start[p], p);
      cr_assert_eq (b.layer[p], p);
    }
  cr_assert_eq (b.start[MM_BRIDGE_PATHS], MM_BRIDGE_NEEDED, "s is s' and t' is t");
  mm_bridge_free (&b);
  mm_module_free (m);
}

Test (bridge, reaches_to_both_ends_of_the_module)
{
  mm_module *m = kit_module ("s-x x-a x-b a-b a-y b-y y-z z-t s-t");
  mm_bridge b;
  find (m, MM_OK, &b);
  cr_assert_eq (b.branch[0], mm_module_find_blob (m, "x"));
  cr_assert_eq (b.branch[3], mm_module_find_blob (m, "y"));
  cr_assert_eq (b.start[6] - b.start[5], 1);
  cr_assert_eq (b.layer[b.start[5]], 0, "s-x");
  cr_assert_eq (b.start[7] - b.start[6], 2);
  cr_assert_eq (b.layer[b.start[6]], 6, "y-z");
  cr_assert_eq (b.layer[b.start[6] + 1], 7, "z-t");
  mm_bridge_free (&b);
  mm_module_free (m);
}

Test (bridge, goes_through_every_layer_of_a_series_part_in_order)
{
  mm_module *m = kit_module ("s-p p-q q-a s-b a-b a-t b-t");
  mm_bridge b;
  find (m, MM_OK, &b);
  cr_assert_eq (b.start[1] - b.start[0], 3);
  for (uint32_t i = 0; i < 3; i++)
    cr_assert_eq (b.layer[i], i);
  mm_bridge_free (&b);
  mm_module_free (m);
}

Test (bridge, there_is_none_in_a_core_of_one_layer)
{
  mm_module *m = kit_module ("s-a a-t s-t");
  mm_bridge b;
  find (m, MM_EINVAL, &b);
  mm_module_free (m);
}
