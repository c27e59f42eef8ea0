/* tests/test_check_chains.c: whether a walk leads along a link is found out by searches and by sweeps;
   both have to say what a slow look at the module says.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "graph/builder.h"
#include "graph/dominators.h"
#include "prove/check_i.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_complexity.h"

TestSuite (check_chains, .fini = no_leaks);

/* Only sweeps, both, mostly searches, only searches.  */
static const uint32_t patience[] = { 0, 1, 3, 64, UINT32_MAX };
enum { WAYS = sizeof patience / sizeof patience[0] };

/* Whether the chains of c are accepted, and how many links they have; MM_NONE: refused.  */
static uint32_t
links_of (const mm_module *m, const mm_certificate *c, uint32_t way, mm_verdict *verdict)
{
  mm_case k = { .m = m, .c = c, .verdict = verdict };
  uint32_t links = 0;
  verdict->reason[0] = '\0';
  k.mark = calloc ((size_t) c->blobs + 1, sizeof *k.mark);
  k.work = calloc (mm_check_chains_words (c), sizeof *k.work);
  cr_assert (k.mark && k.work);
  const bool good = mm_check_chains_with (&k, patience[way], &links);
  cr_assert_eq (good, verdict->reason[0] == '\0');
  free (k.mark);
  free (k.work);
  return good ? links : MM_NONE;
}

/* A certificate about m with room for chains of two, and none yet.  */
static mm_certificate *
chainless (const mm_module *m)
{
  mm_certificate *c = NULL;
  cr_assert_eq (mm_prove (m, 0, &c, NULL), MM_OK);
  free (c->chain_start);
  free (c->chain);
  c->chain_start = calloc ((size_t) c->blobs + 1, sizeof *c->chain_start);
  c->chain = calloc ((size_t) c->blobs + 1, sizeof *c->chain);
  cr_assert (c->chain_start && c->chain);
  c->chains = 0;
  return c;
}

static void
add_link (mm_certificate *c, uint32_t v, uint32_t w)
{
  c->chain[2 * (size_t) c->chains] = v;
  c->chain[2 * (size_t) c->chains + 1] = w;
  c->chains++;
  c->chain_start[c->chains] = 2 * (size_t) c->chains;
}

/* ---- every link of every small module --------------------------------------------------- */

typedef struct tally
{
  uint32_t modules, pairs, others;
} tally;

static void
try_all_links (const mm_module *m, void *context)
{
  tally *t = context;
  mm_certificate *c = chainless (m);
  mm_verdict verdict;
  t->modules++;
  for (uint32_t v = 1; v <= c->blobs; v++)
    for (uint32_t w = 1; w <= c->blobs; w++)
      {
        const bool pair = oracle_is_pair (m, c->blob[v - 1], c->blob[w - 1]);
        for (uint32_t way = 0; way < WAYS; way++)
          {
            c->chains = 0;
            add_link (c, v, w);
            cr_assert_eq (links_of (m, c, way, &verdict), pair ? 1 : MM_NONE, "%u -> %u: %s", v, w, verdict.reason);
          }
        t->pairs += pair;
        t->others += !pair;
      }
  mm_certificate_free (c);
}

Test (check_chains, every_link_of_every_module_of_six_blobs)
{
  tally t = { .modules = 0 };
  for (uint32_t n = 3; n <= 6; n++)
    kit_each_dag (n, try_all_links, &t);
  cr_assert_gt (t.modules, 3000);
  cr_assert (t.pairs > 5000 && t.others > 5000, "%u pairs, %u others", t.pairs, t.others);
}

/* ---- many links at once ------------------------------------------------------------------- */

static bool
reaches (const mm_certificate *c, uint32_t v, uint32_t w)
{
  bool *seen = calloc ((size_t) c->blobs + 1, sizeof *seen), more = true;
  cr_assert (seen);
  seen[v] = true;
  while (more)
    {
      more = false;
      for (uint32_t e = 0; e < c->layers; e++)
        if (seen[c->tail[e]] && !seen[c->head[e]])
          more = seen[c->head[e]] = true;
    }
  const bool there = seen[w];
  free (seen);
  return there;
}

/* Links between random blobs, two blobs each, that only a walk may be missing to; `lies` of them miss it.  */
static uint32_t
add_random_links (mm_certificate *c, const mm_module *m, uint64_t *state, uint32_t lies)
{
  const uint32_t n = c->blobs;
  bool *used = calloc ((size_t) n + 1, sizeof *used);
  uint32_t *vertex = calloc (n, sizeof *vertex), told = 0;
  mm_blob *idom = calloc (n, sizeof *idom), *ipdom = calloc (n, sizeof *ipdom);
  cr_assert (used && vertex && idom && ipdom && mm_module_blobs (m) == n);
  cr_assert (!mm_dominators (m, idom) && !mm_postdominators (m, ipdom));
  for (uint32_t i = 0; i < n; i++)
    vertex[c->blob[i]] = i + 1;
  for (uint32_t tries = 0; tries < 6 * n; tries++)
    {
      const uint32_t v = 2 + kit_below (state, n - 2), w = 2 + kit_below (state, n - 2);
      if (v >= w || w >= n || used[v] || used[w] || vertex[idom[c->blob[w - 1]]] >= v
          || vertex[ipdom[c->blob[v - 1]]] <= w)
        continue;
      const bool lie = !reaches (c, v, w);
      if (lie && told == lies)
        continue;
      told += lie;
      used[v] = used[w] = true;
      add_link (c, v, w);
    }
  free (used);
  free (vertex);
  free (idom);
  free (ipdom);
  return told;
}

Test (check_chains, many_links_are_walks_iff_each_is)
{
  uint32_t most = 0, liars = 0;
  for (uint64_t seed = 1; seed <= 40; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = seed % 8 ? 20 + kit_below (&state, 200) : 2400;
      mm_module *m = kit_random_dag (seed, n, n + kit_below (&state, 2 * n));
      mm_certificate *c = chainless (m);
      mm_verdict verdict;
      const uint32_t told = add_random_links (c, m, &state, seed % 2);
      for (uint32_t way = 0; way < WAYS && c->chains > 0; way++)
        cr_assert_eq (links_of (m, c, way, &verdict), told ? MM_NONE : c->chains, "seed %llu, way %u: %s",
                      (unsigned long long) seed, way, verdict.reason);
      most = c->chains > most ? c->chains : most;
      liars += told;
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_assert_gt (most, 300); /* more than one sweep takes */
  cr_assert_gt (liars, 10);
}

/* s -> ai -> t, s -> bi -> t, and ai -> bi for all i but one, whose b has the next a before it.  All other ai lead to b0, too, so
   that a search has something to give up.  */
static mm_module *
rungs (uint32_t k, uint32_t missing)
{
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blobs (b, 2 * k + 2), MM_OK);
  for (uint32_t i = 0; i < k; i++)
    {
      const uint32_t a = 1 + i, z = 1 + k + i, t = 2 * k + 1;
      const uint32_t ends[][2] = { { 0, a }, { a, t }, { 0, z }, { z, t }, { i == missing ? 1 + (i + 1) % k : a, z }, { a, 1 + k } };
      for (uint32_t j = 0; j < (i > 0 ? 6 : 5); j++)
        cr_assert_eq (mm_builder_add_layer (b, ends[j][0], ends[j][1], NULL, NULL), MM_OK);
    }
  mm_module *m = NULL;
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

/* Links from all ai to their bi are walks, but for the missing one; k: all are.  The vertices are in the order of the blobs: all a, all b.  */
static void
try_rungs (uint32_t k, uint32_t missing)
{
  mm_module *m = rungs (k, missing);
  mm_certificate *c = chainless (m);
  mm_verdict verdict;
  for (uint32_t v = 0; v < c->blobs; v++)
    c->blob[v] = v;
  for (uint32_t e = 0; e < c->layers; e++)
    {
      c->tail[e] = mm_module_tails (m)[e] + 1;
      c->head[e] = mm_module_heads (m)[e] + 1;
    }
  for (uint32_t j = 0; j < k; j++)
    add_link (c, 2 + j, 2 + k + j);
  for (uint32_t way = 0; way < 3; way++)
    {
      const bool walks = links_of (m, c, way, &verdict) == k;
      cr_assert_eq (walks, missing == k, "link %u, way %u: %s", missing, way, verdict.reason);
      cr_assert (walks || strstr (verdict.reason, "no walk leads"), "%s", verdict.reason);
    }
  mm_certificate_free (c);
  mm_module_free (m);
}

/* A sweep takes 256 links: each is the last of one, the first of the next, or between.  */
Test (check_chains, one_link_of_many_is_no_walk_wherever_it_stands)
{
  enum { K = 300 };
  for (uint32_t missing = 0; missing <= K; missing++)
    try_rungs (K, missing);
}

/* v reaches w by y alone, to which 60 layers lead: y waits for its turn once, for there is room for each blob once.  */
Test (check_chains, a_blob_waits_once_however_many_layers_lead_to_it)
{
  enum { S, V, Y, W, T, BLOBS };
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blobs (b, BLOBS), MM_OK);
  static const uint32_t ends[][2] = { { S, V }, { S, W }, { V, T }, { Y, W }, { Y, T }, { W, T } };
  for (uint32_t j = 0; j < 6; j++)
    cr_assert_eq (mm_builder_add_layer (b, ends[j][0], ends[j][1], NULL, NULL), MM_OK);
  for (uint32_t j = 0; j < 60; j++)
    cr_assert_eq (mm_builder_add_layer (b, V, Y, NULL, NULL), MM_OK);
  mm_module *m = NULL;
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  mm_certificate *c = chainless (m);
  mm_verdict verdict;
  add_link (c, 2, 4);
  for (uint32_t v = 0; v < BLOBS; v++)
    cr_assert_eq (c->blob[v], v, "the only topological order");
  for (uint32_t way = 0; way < WAYS; way++)
    cr_assert_eq (links_of (m, c, way, &verdict), 1, "way %u: %s", way, verdict.reason);
  mm_certificate_free (c);
  mm_module_free (m);
}

/* ---- long links ----------------------------------------------------------------------------- */

/* A path c1 … ck, a blob before and one behind each of its blobs, all of these joined with s and t: a1 reaches bk by
   all of the path.  Blobs in this order: s, then a c b for each i, t.  */
static mm_module *
comb (uint32_t k)
{
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blobs (b, 3 * k + 2), MM_OK);
  const uint32_t t = 3 * k + 1;
  for (uint32_t i = 0; i < k; i++)
    {
      const uint32_t a = 3 * i + 1, c = a + 1, z = a + 2;
      const uint32_t ends[][2] = { { 0, a }, { a, c }, { a, t }, { 0, c }, { c, z }, { 0, z }, { z, t }, { c, t },
                                   { c, c + 3 } };
      for (uint32_t j = 0; j < (i + 1 < k ? 9 : 8); j++)
        cr_assert_eq (mm_builder_add_layer (b, ends[j][0], ends[j][1], NULL, NULL), MM_OK);
    }
  mm_module *m = NULL;
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

static double
seconds_for_long_links (uint32_t k)
{
  mm_module *m = comb (k);
  mm_certificate *c = chainless (m);
  mm_verdict verdict;
  uint32_t *vertex = calloc (c->blobs, sizeof *vertex);
  cr_assert (vertex);
  for (uint32_t i = 0; i < c->blobs; i++)
    vertex[c->blob[i]] = i + 1;
  for (uint32_t i = 0; i < k / 2; i++)
    add_link (c, vertex[3 * i + 1], vertex[3 * (k / 2 + i) + 3]);
  const clock_t start = clock ();
  cr_assert_eq (links_of (m, c, 3, &verdict), k / 2, "%s", verdict.reason);
  const double seconds = (double) (clock () - start) / CLOCKS_PER_SEC;
  free (vertex);
  mm_certificate_free (c);
  mm_module_free (m);
  return seconds;
}

/* 20000 links of 60000 blobs each: looking for one walk after the other would pass over 10^9 of them, this over 10^7.  */
Test (check_chains, twenty_thousand_long_links_take_no_time_to_speak_of)
{
  const double seconds = seconds_for_long_links (40000);
  cr_assert_lt (seconds, 2, "%.2f s", seconds);
}
