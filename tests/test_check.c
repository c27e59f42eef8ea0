/* tests/test_check.c: what the judge accepts, and that nothing else gets by.

   The lies that are worth a file of their own are in tests/refuse/.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_bridge.h"

TestSuite (check, .fini = no_leaks);

static mm_verdict
judge (const mm_module *m, const mm_certificate *c)
{
  mm_verdict verdict;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert_eq (verdict.accepted, verdict.reason[0] == '\0');
  return verdict;
}

/* ---- what is accepted -------------------------------------------------------------- */

static void
expect_accepted (const mm_module *m, void *context)
{
  uint64_t *seen = context;
  mm_certificate *c = oracle_certificate (m);
  mm_verdict verdict = judge (m, c);
  cr_assert (verdict.accepted, "module %llu: %s", (unsigned long long) *seen, verdict.reason);
  mm_certificate_free (c);
  ++*seen;
}

Test (check, accepts_the_witness_of_every_small_module)
{
  uint64_t seen = 0;
  for (uint32_t n = 2; n <= 5; n++)
    kit_each_dag (n, expect_accepted, &seen);
  cr_assert_gt (seen, 100);
}

Test (check, accepts_the_witness_of_random_modules)
{
  for (uint64_t seed = 1; seed <= 200; seed++)
    {
      uint64_t number = seed;
      mm_module *simple = kit_random_simple (seed, (uint32_t) (seed % 40));
      mm_module *any = kit_random_dag (seed, 3 + (uint32_t) (seed % 5), 14);
      expect_accepted (simple, &number);
      number = seed;
      expect_accepted (any, &number);
      mm_module_free (simple);
      mm_module_free (any);
    }
}

Test (check, the_smallest_module_needs_no_step)
{
  static const char text[]
    = "modmorph-certificate 1\nclaim simple\nblobs 2\nv 0\nv 1\nlayers 1\ne 1 2\nsteps 0\nend\n";
  mm_module *m = kit_random_simple (1, 0);
  mm_verdict verdict = cert_judge (m, text, strlen (text));
  static const char turned[]
    = "modmorph-certificate 1\nclaim simple\nblobs 2\nv 1\nv 0\nlayers 1\ne 1 2\nsteps 0\nend\n";
  mm_verdict other = cert_judge (m, turned, strlen (turned));
  cr_assert_neq (verdict.accepted, other.accepted, "one numbering is the module's, the other is not");
  mm_module_free (m);
}

/* ---- lies that no file can tell: the reader would not let them through ------------------ */

typedef void lie (mm_certificate *c);

static void
bad_blob (mm_certificate *c)
{
  c->blob[1] = 77;
}

static void
blob_beyond (mm_certificate *c)
{
  c->blob[1] = c->blobs;
}

static void
bad_first_blob (mm_certificate *c)
{
  c->blob[0] = UINT32_MAX;
}

static void
bad_last_blob (mm_certificate *c)
{
  c->blob[3] = 5;
}

static void
last_blob_twice (mm_certificate *c)
{
  c->blob[3] = c->blob[2];
}

static void
zero_head (mm_certificate *c)
{
  c->head[4] = 0;
}

static void
tail_beyond (mm_certificate *c)
{
  c->tail[0] = c->blobs + 1;
}

static void
head_is_the_source (mm_certificate *c)
{
  c->head[0] = 1;
}

static void
name_where_there_is_none (mm_certificate *c)
{
  c->blob_name = calloc (c->blobs, sizeof *c->blob_name);
  c->blob_name[1] = malloc (12);
  sprintf (c->blob_name[1], "%u", c->blob[1]);
}

static void
bad_tail (mm_certificate *c)
{
  c->tail[2] = 0;
}

static void
bad_head (mm_certificate *c)
{
  c->head[2] = UINT32_MAX;
}

static void
bad_claim (mm_certificate *c)
{
  memset (&c->claim, 0x11, sizeof c->claim);
}

static void
more_blobs (mm_certificate *c)
{
  c->blobs = UINT32_MAX;
}

static void
fewer_layers (mm_certificate *c)
{
  c->layers--;
}

static void
bad_branch (mm_certificate *c)
{
  c->branch[2] = 5;
}

static void
zero_branch (mm_certificate *c)
{
  c->branch[0] = 0;
}

static void
bad_path_layer (mm_certificate *c)
{
  c->path_layer[3] = 6;
}

static void
zero_path_layer (mm_certificate *c)
{
  c->path_layer[0] = 0;
}

static void
backward_path (mm_certificate *c)
{
  c->path_start[3] = c->path_start[4] + 1;
}

static void
late_path (mm_certificate *c)
{
  c->path_start[0] = 1;
}

static void
backward_first_path (mm_certificate *c)
{
  c->path_start[0] = 0;
  c->path_start[1] = c->path_start[7] + 1;
}

static void
backward_last_path (mm_certificate *c)
{
  c->path_start[7] = c->path_start[6] - 1;
}

static void
empty_path (mm_certificate *c)
{
  c->path_start[1] = 0;
}

static void
bad_step (mm_certificate *c)
{
  c->step[0].a = 99;
}

static void
zero_step (mm_certificate *c)
{
  c->step[1].b = 0;
}

static void
expect_refused (mm_module *m, lie *tell, const char *reason)
{
  mm_certificate *c = oracle_certificate (m);
  const uint32_t blobs = c->blobs;
  tell (c);
  mm_verdict verdict = judge (m, c);
  cr_expect_not (verdict.accepted, "accepted in spite of: %s", reason);
  cr_expect (says (verdict.reason, reason), "expected %s, got %s", reason, verdict.reason);
  c->blobs = blobs;
  mm_certificate_free (c);
}

Test (check, trusts_no_index_and_no_count)
{
  mm_module *m = kit_bridge ();
  expect_refused (m, bad_blob, "vertex 2 stands for blob number 77");
  expect_refused (m, blob_beyond, "vertex 2 stands for blob number 4, which the module has not");
  expect_refused (m, bad_first_blob, "vertex 1 stands for blob number 4294967295, which the module has not");
  expect_refused (m, bad_last_blob, "vertex 4 stands for blob number 5, which the module has not");
  expect_refused (m, last_blob_twice, "as an earlier vertex does");
  expect_refused (m, zero_head, "layer 5 ends outside the vertices 1 to 4");
  expect_refused (m, tail_beyond, "layer 1 ends outside the vertices 1 to 4");
  expect_refused (m, head_is_the_source, "layer 1 goes from s to s in the certificate, but not in the module");
  expect_refused (m, bad_tail, "layer 3 ends outside the vertices 1 to 4");
  expect_refused (m, bad_head, "layer 3 ends outside the vertices 1 to 4");
  expect_refused (m, bad_claim, "is unknown");
  expect_refused (m, more_blobs, "another module: it has 4294967295 blobs");
  expect_refused (m, fewer_layers, "another module: it has 4 blobs and 4 layers, the module 4 and 5");
  expect_refused (m, bad_branch, "branch vertex b is vertex 5");
  expect_refused (m, zero_branch, "branch vertex s' is vertex 0");
  expect_refused (m, bad_path_layer, "path a-t' names layer 6");
  expect_refused (m, zero_path_layer, "path s'-a names layer 0");
  expect_refused (m, backward_path, "path a-t' ends before it starts");
  expect_refused (m, late_path, "the paths do not begin at their first layer");
  expect_refused (m, backward_first_path, "path s'-b ends before it starts");
  expect_refused (m, backward_last_path, "path t'-sink ends before it starts");
  expect_refused (m, empty_path, "path s'-a ends at blob s, not at blob a");
  mm_module_free (m);
  m = kit_module ("s-a a-t s-t");
  expect_refused (m, bad_step, "step 1 names layer 99, but there are only layers 1 to 3");
  expect_refused (m, zero_step, "step 2 names layer 0");
  mm_module_free (m);
  m = kit_random_simple (1, 0);
  expect_refused (m, name_where_there_is_none, "is without a name in the module, but");
  mm_module_free (m);
}

Test (check, a_reason_with_long_and_strange_names_is_still_one_clean_sentence)
{
  char name[400] = "line\nbreak ";
  for (int i = 0; i < 100; i++)
    strcat (name, "é");
  mm_module *m = kit_bridge ();
  mm_certificate *c = oracle_certificate (m);
  free (c->blob_name[1]);
  c->blob_name[1] = strdup (name);
  mm_verdict verdict = judge (m, c);
  cr_assert_not (verdict.accepted);
  cr_assert (says (verdict.reason, "\"line\\x0Abreak éé"), "%s", verdict.reason);
  cr_assert (says (verdict.reason, "é…\" in the certificate"), "%s", verdict.reason);
  cr_assert_null (strchr (verdict.reason, '\n'));
  mm_certificate_free (c);
  mm_module_free (m);
}

/* ---- the global rule against counted degrees -------------------------------------------- */

/* Change a step list in a way that keeps it plausible.  */
static void
disturb (mm_certificate *c, uint64_t *state)
{
  if (!c->steps)
    return;
  mm_cert_step *s = &c->step[kit_below (state, (uint32_t) c->steps)];
  mm_cert_step *r = &c->step[kit_below (state, (uint32_t) c->steps)];
  const mm_cert_step keep = *s;
  switch (kit_below (state, 6))
    {
    case 0:
      *s = *r;
      *r = keep;
      break;
    case 1:
      s->a = 1 + kit_below (state, c->layers);
      break;
    case 2:
      s->b = 1 + kit_below (state, c->layers);
      break;
    case 3:
      s->a = s->b;
      s->b = keep.a;
      break;
    case 4:
      s->rule = !s->rule;
      break;
    default:
      c->steps--;
    }
}

/* Steps that follow heads and tails but do not look at degrees: what the rule is there for.  */
static void
careless_steps (mm_certificate *c, uint64_t *state)
{
  uint32_t *tail = malloc ((c->layers + 1) * sizeof *tail), *head = malloc ((c->layers + 1) * sizeof *head);
  memcpy (tail + 1, c->tail, c->layers * sizeof *tail);
  memcpy (head + 1, c->head, c->layers * sizeof *head);
  c->steps = 0;
  for (int tries = 0; tries < 2000 && c->steps + 1 < c->layers; tries++)
    {
      const uint32_t a = 1 + kit_below (state, c->layers), b = 1 + kit_below (state, c->layers);
      const bool series = tail[a] && tail[b] && head[a] == tail[b];
      const bool parallel = tail[a] && a != b && tail[a] == tail[b] && head[a] == head[b];
      if (!series && !parallel)
        continue;
      c->step[c->steps++] = (mm_cert_step){ series, a, b };
      head[a] = head[b];
      tail[b] = 0;
    }
  free (tail);
  free (head);
}

Test (check, the_global_rule_says_what_counting_degrees_says)
{
  uint32_t good = 0, bad = 0;
  for (uint64_t seed = 1; seed <= 20000; seed++)
    {
      uint64_t state = seed;
      mm_module *m = seed % 2 ? kit_random_simple (seed, 1 + kit_below (&state, 9))
                              : kit_random_dag (seed, 3 + kit_below (&state, 3), 1 + kit_below (&state, 10));
      mm_certificate *c = oracle_certificate (m);
      if (!c->step || c->claim == MM_CLAIM_COMPLEX || seed % 3 == 0)
        {
          c->claim = MM_CLAIM_SIMPLE;
          careless_steps (c, &state);
        }
      for (uint32_t i = kit_below (&state, 3); i > 0; i--)
        disturb (c, &state);
      const bool proves = oracle_steps_prove (m, c->step, c->steps);
      cr_assert_eq (judge (m, c).accepted, proves, "seed %llu", (unsigned long long) seed);
      good += proves;
      bad += !proves;
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_assert (good > 2000 && bad > 2000, "%u good, %u bad: the test does not look at both", good, bad);
}
