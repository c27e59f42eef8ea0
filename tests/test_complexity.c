/* tests/test_complexity.c: the reduction complexity, and both reasons for it.  */
#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

#include "prove/complexity.h"
#include "tests/families.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_complexity.h"

TestSuite (complexity, .fini = no_leaks);

/* What the tests measure with.  */
typedef struct bench
{
  mm_reducer *reducer;
  mm_measure *measure;
  uint64_t seen;
  bool slow; /* ask the oracles */
} bench;

static bench
bench_new (bool slow)
{
  return (bench){ mm_reducer_new (), mm_measure_new (), 0, slow };
}

static void
bench_free (bench *b)
{
  mm_reducer_free (b->reducer);
  mm_measure_free (b->measure);
}

static bool
is_in (mm_blob v, const mm_blob *list, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    if (list[i] == v)
      return true;
  return false;
}

/* ---- the two reasons, from their definitions, on the module as it is --------------------------- */

static void
expect_cover (const mm_module *m, const mm_complexity *x, uint64_t seed)
{
  for (uint32_t i = 0; i < x->k; i++)
    cr_assert_not (is_in (x->cover[i], x->cover, i), "seed %llu", (unsigned long long) seed);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    for (mm_blob w = 0; w < mm_module_blobs (m); w++)
      if (!is_in (v, x->cover, x->k) && !is_in (w, x->cover, x->k))
        cr_assert_not (oracle_is_pair (m, v, w), "seed %llu: (%u,%u) is not covered", (unsigned long long) seed, v, w);
}

static void
expect_chains (const mm_module *m, const mm_complexity *x, uint64_t seed)
{
  uint32_t links = 0;
  for (uint32_t c = 0; c < x->chains; c++)
    {
      cr_assert_geq (x->chain_start[c + 1], x->chain_start[c] + 2);
      for (uint32_t i = x->chain_start[c]; i + 1 < x->chain_start[c + 1]; i++, links++)
        cr_assert (oracle_is_pair (m, x->chain[i], x->chain[i + 1]), "seed %llu: (%u,%u) is no pair",
                   (unsigned long long) seed, x->chain[i], x->chain[i + 1]);
    }
  for (uint32_t i = 0; x->chains && i < x->chain_start[x->chains]; i++)
    cr_assert_not (is_in (x->chain[i], x->chain, i), "seed %llu: two chains meet", (unsigned long long) seed);
  cr_assert_eq (links, x->k, "seed %llu", (unsigned long long) seed);
}

/* Reducing blobs of the cover alone ends in one layer, after k node reductions.  */
static void
expect_reduction (const mm_module *m, bench *b, const mm_core *core, const mm_complexity *x, uint64_t seed)
{
  mm_derivation *d = mm_derivation_new (m);
  mm_core again;
  uint32_t nodes = 77, counted = 0;
  cr_assert_eq (mm_reduce_to_core (b->reducer, m, d, &again), MM_OK);
  cr_assert_eq (again.layers, core->layers);
  cr_assert_eq (mm_reduce_core_to_single (b->reducer, x->cover, x->k, d, &nodes), MM_OK, "seed %llu",
                (unsigned long long) seed);
  cr_assert_eq (nodes, x->k, "seed %llu: %u node reductions, not %u", (unsigned long long) seed, nodes, x->k);
  cr_assert_eq (mm_derivation_length (d), mm_module_layers (m) - 1);
  for (size_t i = 0; i < mm_derivation_length (d); i++)
    counted += mm_derivation_step (d, i).rule >= MM_RULE_NODE_IN;
  cr_assert_eq (counted, x->k);
  cr_assert_null (mm_derivation_defect (d));
  mm_derivation_free (d);
}

static uint32_t
measure (const mm_module *m, bench *b, uint64_t seed)
{
  mm_core core;
  mm_complexity x;
  cr_assert_eq (mm_reduce_to_core (b->reducer, m, NULL, &core), MM_OK);
  cr_assert_eq (mm_complexity_find (b->measure, m, &core, MM_COMPLEXITY_BYTES, &x), MM_OK);
  cr_assert_eq (x.k == 0, mm_core_is_simple (&core), "seed %llu", (unsigned long long) seed);
  expect_reduction (m, b, &core, &x, seed);
  if (b->slow)
    {
      expect_cover (m, &x, seed);
      expect_chains (m, &x, seed);
    }
  b->seen++;
  return x.k;
}

/* ---- against brute force ---------------------------------------------------------------------- */

static void
compare (const mm_module *m, void *context)
{
  bench *b = context;
  cr_assert_eq (measure (m, b, b->seen), oracle_complexity (m), "module %llu", (unsigned long long) b->seen);
}

Test (complexity, is_that_of_brute_force_for_every_module_of_at_most_six_blobs)
{
  bench b = bench_new (true);
  for (uint32_t n = 2; n <= 6; n++)
    kit_each_dag (n, compare, &b);
  cr_assert_eq (b.seen, 3481);
  bench_free (&b);
}

Test (complexity, is_that_of_brute_force_for_random_multigraphs)
{
  bench b = bench_new (true);
  for (uint64_t seed = 1; seed <= 1500; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 7 + kit_below (&state, 6);
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 2 * n));
      cr_assert_eq (measure (m, &b, seed), oracle_complexity (m), "seed %llu", (unsigned long long) seed);
      mm_module_free (m);
    }
  bench_free (&b);
}

/* Where bridges have been put into series, parallel and each other there are many parts.  */
Test (complexity, is_that_of_brute_force_for_random_modules_with_bridges)
{
  bench b = bench_new (true);
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      uint64_t state = seed;
      mm_module *m = kit_random_bridged (seed, kit_below (&state, 7), 1 + kit_below (&state, 4));
      if (mm_module_blobs (m) <= 16)
        cr_assert_eq (measure (m, &b, seed), oracle_complexity (m), "seed %llu", (unsigned long long) seed);
      mm_module_free (m);
    }
  cr_assert_gt (b.seen, 200);
  bench_free (&b);
}

/* ---- closed forms (MATH.md section 4) ------------------------------------------------------------ */

Test (complexity, of_a_complete_dag_is_three_less_than_its_blobs)
{
  bench b = bench_new (false);
  for (uint32_t n = 4; n <= 150; n++)
    {
      mm_module *m = family_skips (n, n);
      cr_assert_eq (measure (m, &b, n), n - 3);
      mm_module_free (m);
    }
  bench_free (&b);
}

Test (complexity, of_a_chain_with_all_skips_of_some_length_is_three_less_than_its_blobs)
{
  bench b = bench_new (false);
  for (uint32_t reach = 2; reach <= 9; reach++)
    for (uint32_t n = reach < 3 ? 4 : reach + 1; n <= 400; n += 1 + n / 3)
      {
        mm_module *m = family_skips (n, reach);
        cr_assert_eq (measure (m, &b, n), n - 3, "reach %u, n %u", reach, n);
        mm_module_free (m);
      }
  bench_free (&b);
}

Test (complexity, of_bridges_in_series_parallel_and_each_other_is_their_number)
{
  bench b = bench_new (false);
  for (uint32_t k = 1; k <= 200; k += 1 + k / 2)
    for (family_shape shape = 0; shape < FAMILY_SHAPES; shape++)
      {
        mm_module *m = family_bridges (k, shape);
        cr_assert_eq (measure (m, &b, k), k, "k %u, shape %d", k, (int) shape);
        mm_module_free (m);
      }
  bench_free (&b);
}

Test (complexity, of_bridges_that_have_grown_anywhere_is_their_number)
{
  bench b = bench_new (false);
  for (uint32_t k = 1; k <= 300; k += 1 + k / 4)
    {
      mm_module *m = kit_random_bridged (k, 2 * k, k);
      cr_assert_eq (measure (m, &b, k), k);
      mm_module_free (m);
    }
  bench_free (&b);
}

Test (complexity, of_blocks_of_networks_is_nothing)
{
  bench b = bench_new (true);
  static const char *const words[] = {
    "s-a a-t s-t",                                     /* ResNet */
    "s-a a-b b-c c-d d-t b-c a-d s-t",                 /* U-Net: skips that nest */
    "s-t s-a a-t s-b b-c c-t s-d d-e e-f f-t s-g g-t", /* Inception */
    "s-t",
  };
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    {
      mm_module *m = kit_module (words[i]);
      cr_assert_eq (measure (m, &b, i), 0, "%s", words[i]);
      mm_module_free (m);
    }
  bench_free (&b);
}

/* c has one layer out and t behind it: when it has gone, a and b are in series.  */
Test (complexity, of_the_papers_module_d_is_one)
{
  bench b = bench_new (true);
  mm_module *m = kit_paper_d ();
  cr_assert_eq (measure (m, &b, 0), 1);
  mm_module_free (m);
  bench_free (&b);
}

/* ---- traps: reducing a blob of a minimum cover that is not safe ------------------------------------ */

/* What is left when a blob has gone, its neighbours joined.  */
static mm_module *
without (const char *words, const char *gone)
{
  char out[512] = "", from[8], to[8], before[8][8], behind[8][8];
  int in = 0, past = 0, length;
  for (const char *at = words; sscanf (at, " %7[^-]-%7s%n", from, to, &length) == 2; at += length)
    if (strcmp (to, gone) == 0)
      strcpy (before[in++], from);
    else if (strcmp (from, gone) == 0)
      strcpy (behind[past++], to);
    else
      sprintf (out + strlen (out), "%s-%s ", from, to);
  for (int i = 0; i < in; i++)
    for (int o = 0; o < past; o++)
      sprintf (out + strlen (out), "%s-%s ", before[i], behind[o]);
  out[strlen (out) - 1] = '\0';
  return kit_module (out);
}

/* {u, trap} covers C, and the trap is reducible; but reducing it first takes three steps, not two.  */
static void
expect_trap (const char *words, const char *trap)
{
  bench b = bench_new (true);
  mm_module *m = kit_module (words), *after = without (words, trap);
  cr_assert_eq (oracle_complexity (m), 2);
  cr_assert_eq (oracle_complexity (after), 2, "it is no trap");
  cr_assert_eq (measure (m, &b, 0), 2);
  mm_blob cover[2] = { mm_module_find_blob (m, "a"), mm_module_find_blob (m, "c") };
  if (trap[0] == 'b')
    cover[0] = mm_module_find_blob (m, "b"), cover[1] = mm_module_find_blob (m, "d");
  const mm_complexity other = { .k = 2, .cover = cover };
  expect_cover (m, &other, 0);
  mm_core core;
  cr_assert_eq (mm_reduce_to_core (b.reducer, m, NULL, &core), MM_OK);
  expect_reduction (m, &b, &core, &other, 0);
  mm_module_free (m);
  mm_module_free (after);
  bench_free (&b);
}

/* c has one layer in, from b, which has no other layer out.  */
Test (complexity, does_not_fall_into_the_trap_of_a_blob_that_its_only_tail_leads_to_alone)
{
  expect_trap ("s-a s-b a-b a-d b-c c-d c-t d-t", "c");
}

/* b has one layer out, to c, which has no other layer in.  */
Test (complexity, does_not_fall_into_the_trap_of_a_blob_that_leads_alone_to_its_only_head)
{
  expect_trap ("s-a s-b a-b a-d b-c c-d c-t d-t", "b");
}

/* Cover and chains of modules that are too large for brute force; together they prove it.  */
Test (complexity, is_proved_by_cover_and_chains)
{
  bench b = bench_new (true);
  for (uint64_t seed = 1; seed <= 8; seed++)
    {
      mm_module *m = kit_random_dag (seed, 36, 80);
      measure (m, &b, seed);
      mm_module_free (m);
    }
  bench_free (&b);
}

/* ---- sizes and statuses ---------------------------------------------------------------------------- */

Test (complexity, of_cores_of_thousands_of_blobs_is_found)
{
  bench b = bench_new (false);
  for (uint32_t degree = 2; degree <= 8; degree += 3)
    {
      mm_module *m = kit_random_dag (degree, 3000, 3000 * degree);
      cr_assert_gt (measure (m, &b, degree), 0);
      mm_module_free (m);
    }
  bench_free (&b);
}

/* Parts are measured one by one: a hundred thousand bridges in series take no more than one.  */
Test (complexity, of_many_small_parts_needs_little_memory)
{
  bench b = bench_new (false);
  mm_module *m = family_bridges (100000, FAMILY_SERIES);
  mm_core core;
  mm_complexity x;
  cr_assert_eq (mm_reduce_to_core (b.reducer, m, NULL, &core), MM_OK);
  cr_assert_eq (mm_complexity_find (b.measure, m, &core, 8, &x), MM_OK, "one word is enough");
  cr_assert_eq (x.k, 100000);
  mm_module_free (m);
  bench_free (&b);
}

Test (complexity, of_a_core_that_is_too_large_is_a_limit)
{
  bench b = bench_new (false);
  mm_module *m = family_skips (300, 300);
  mm_core core;
  mm_complexity x = { .k = 77 };
  cr_assert_eq (mm_reduce_to_core (b.reducer, m, NULL, &core), MM_OK);
  cr_assert_eq (mm_complexity_find (b.measure, m, &core, 1000, &x), MM_ELIMIT);
  cr_assert_eq (x.k, 77);
  cr_assert_eq (mm_complexity_find (b.measure, m, &core, MM_COMPLEXITY_BYTES, &x), MM_OK);
  cr_assert_eq (x.k, 297);
  mm_module_free (m);
  bench_free (&b);
}

Test (complexity, blobs_that_are_no_cover_do_not_reduce_to_one_layer)
{
  bench b = bench_new (false);
  mm_module *m = kit_bridge ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  const mm_blob terminals[2] = { mm_module_source (m), mm_module_sink (m) };
  uint32_t nodes = 77;
  cr_assert_eq (mm_reduce_core_to_single (b.reducer, NULL, 0, d, &nodes), MM_EINVAL, "there is no core yet");
  cr_assert_eq (mm_reduce_to_core (b.reducer, m, d, &core), MM_OK);
  cr_assert_eq (mm_reduce_core_to_single (b.reducer, terminals, 2, d, &nodes), MM_EINVAL);
  cr_assert_eq (nodes, 77);
  cr_assert_eq (mm_derivation_length (d), 0);
  cr_assert_eq (mm_reduce_core_to_single (b.reducer, NULL, 0, d, &nodes), MM_EINVAL, "the core has been used");
  mm_derivation_free (d);
  mm_module_free (m);
  bench_free (&b);
}

Test (complexity, of_a_core_that_is_not_to_be_measured_stays_unknown)
{
  mm_module *m = family_bridges (4, FAMILY_NESTED), *simple = kit_module ("s-a a-t s-t");
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  uint32_t nodes = 0;
  bool minimal = true;
  cr_assert_eq (mm_reduce_minimally (r, m, 9, NULL, &core, &nodes, &minimal), MM_OK);
  cr_assert_eq (core.blobs, 10);
  cr_assert_geq (nodes, 4);
  cr_assert_not (minimal, "nobody knows whether these are as few as possible");
  cr_assert_eq (mm_reduce_minimally (r, m, 10, NULL, &core, &nodes, &minimal), MM_OK);
  cr_assert_eq (nodes, 4);
  cr_assert (minimal);
  cr_assert_eq (mm_reduce_minimally (r, simple, 0, NULL, &core, &nodes, &minimal), MM_OK);
  cr_assert_eq (nodes, 0);
  cr_assert (minimal, "no node reduction is as few as possible");
  mm_reducer_free (r);
  mm_module_free (m);
  mm_module_free (simple);
}
