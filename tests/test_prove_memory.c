/* tests/test_prove_memory.c: memory runs out at every point of prove/.  */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "graph/read.h"
#include "graph/text.h"
#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/families.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (prove_memory, .fini = no_leaks);

/* Prove m with the n-th allocation failing, for every n; the number of failures seen.  */
static long
prove_at_every_point (const mm_module *m)
{
  for (long n = 0;; n++)
    {
      mm_certificate *c = NULL;
      mm_error err = { .status = MM_OK };
      failing_after (n);
      const mm_status status = mm_prove (m, MM_COMPLEXITY_BLOBS, &c, &err);
      const bool failed = failing_happened ();
      failing_after (-1);
      if (!failed)
        {
          cr_assert_eq (status, MM_OK);
          mm_certificate_free (c);
          return n;
        }
      cr_assert_eq (status, MM_ENOMEM, "allocation %ld", n);
      cr_assert_eq (err.status, MM_ENOMEM);
      cr_assert_null (c);
      cr_assert_null (mm_module_defect (m));
    }
}

Test (prove_memory, running_out_while_proving_is_an_error_and_nothing_more)
{
  mm_module *m = kit_paper_d ();
  cr_assert_gt (prove_at_every_point (m), 10);
  mm_module_free (m);
  m = kit_random_simple (5, 30);
  cr_assert_gt (prove_at_every_point (m), 5);
  mm_module_free (m);
}

static long
read_at_every_point (const char *text, size_t length)
{
  for (long n = 0;; n++)
    {
      mm_certificate *c = NULL;
      mm_error err = { .status = MM_OK };
      failing_after (n);
      const mm_status status = mm_certificate_read (text, length, "test.cert", &c, &err);
      const bool failed = failing_happened ();
      failing_after (-1);
      if (!failed)
        {
          cr_assert_eq (status, MM_OK);
          mm_certificate_free (c);
          return n;
        }
      cr_assert_eq (status, MM_ENOMEM, "allocation %ld", n);
      cr_assert_eq (err.status, MM_ENOMEM);
      cr_assert_null (c);
    }
}

static long
check_at_every_point (const mm_module *m, const mm_certificate *c)
{
  for (long n = 0;; n++)
    {
      mm_verdict verdict;
      failing_after (n);
      const mm_status status = mm_check (m, c, &verdict);
      const bool failed = failing_happened ();
      failing_after (-1);
      if (!failed)
        {
          cr_assert_eq (status, MM_OK);
          cr_assert (verdict.accepted, "%s", verdict.reason);
          return n;
        }
      cr_assert_eq (status, MM_ENOMEM, "allocation %ld", n);
      cr_assert_not (verdict.accepted);
    }
}

static void
read_and_check (mm_module *m, long readings, long checks)
{
  mm_certificate *c = NULL;
  size_t length;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  char *text = cert_text (c, &length);
  cr_assert_eq (read_at_every_point (text, length), readings);
  cr_assert_eq (check_at_every_point (m, c), checks);
  free (text);
  mm_certificate_free (c);
  mm_module_free (m);
}

Test (prove_memory, running_out_while_reading_and_checking_is_no_verdict)
{
  /* certificate, blobs, names, 4 names, tails, heads, paths, steps, moved layers, where
     chains start, chains; marks, working memory */
  read_and_check (kit_bridge (), 14, 2);
  /* certificate, blobs, tails, heads, steps; marks, working memory */
  read_and_check (kit_random_simple (3, 20), 5, 2);
}

Test (prove_memory, plans_and_cuts_are_read_and_checked_at_every_point)
{
  static const char *const good[] = { "twins", "cut", "corner-beyond-reach", "one-channel" };
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
    {
      mm_text dot = cert_example (good[i], ".dot"), text = cert_example (good[i], ".cert");
      mm_module *m;
      cr_assert_eq (mm_read_dot (dot.data, dot.length, good[i], &m, NULL), MM_OK);
      mm_certificate *c = cert_from (text.data, text.length, NULL);
      cr_assert_gt (read_at_every_point (text.data, text.length), 9);
      cr_assert_geq (check_at_every_point (m, c), 2);
      mm_certificate_free (c);
      mm_module_free (m);
      mm_text_clear (&text);
      mm_text_clear (&dot);
    }
}

/* Measure and reduce m with the n-th allocation failing, for every n; the number of failures seen.  */
static long
reduce_at_every_point (const mm_module *m, uint32_t complexity)
{
  for (long n = 0;; n++)
    {
      mm_reducer *r = mm_reducer_new ();
      mm_derivation *d = mm_derivation_new (m);
      mm_core core = { .blobs = 77 };
      uint32_t nodes = 99;
      bool minimal = false;
      failing_after (n);
      mm_status status = mm_reduce_minimally (r, m, UINT32_MAX, d, &core, &nodes, &minimal);
      const bool failed = failing_happened ();
      failing_after (-1);
      if (failed)
        {
          cr_assert_eq (status, MM_ENOMEM, "allocation %ld", n);
          cr_assert_eq (mm_derivation_length (d), 0);
          cr_assert (core.blobs == 77 && nodes == 99 && !minimal);
          status = mm_reduce_minimally (r, m, UINT32_MAX, d, &core, &nodes, &minimal);
        }
      cr_assert_eq (status, MM_OK);
      cr_assert (nodes == complexity && minimal);
      cr_assert_null (mm_derivation_defect (d));
      mm_derivation_free (d);
      mm_reducer_free (r);
      if (!failed)
        return n;
    }
}

Test (prove_memory, running_out_while_reducing_leaves_everything_as_it_was)
{
  mm_module *m = family_bridges (5, FAMILY_SERIES);
  cr_assert_gt (reduce_at_every_point (m, 5), 10);
  mm_module_free (m);
  m = family_skips (90, 90);
  cr_assert_gt (reduce_at_every_point (m, 87), 10);
  mm_module_free (m);
}

/* What a measurement that ran out of memory has left behind does no harm to the next.  */
Test (prove_memory, running_out_while_measuring_is_an_error_and_nothing_more)
{
  mm_module *m[2] = { family_bridges (3, FAMILY_NESTED), family_skips (100, 7) };
  const uint32_t complexity[2] = { 3, 97 };
  mm_reducer *r = mm_reducer_new ();
  mm_measure *w = NULL;
  for (long n = 0, failures = 1; failures > 0; n++)
    {
      failures = 0;
      mm_measure_free (w);
      w = mm_measure_new ();
      for (int i = 0; i < 2; i++)
        {
          mm_core core;
          mm_complexity x = { .k = 77 };
          cr_assert_eq (mm_reduce_to_core (r, m[i], NULL, &core), MM_OK);
          failing_after (n);
          const mm_status status = mm_complexity_find (w, m[i], &core, MM_COMPLEXITY_BYTES, &x);
          failures += failing_happened ();
          failing_after (-1);
          cr_assert (status == MM_OK ? x.k == complexity[i] : status == MM_ENOMEM && x.k == 77);
        }
    }
  mm_measure_free (w);
  mm_reducer_free (r);
  mm_module_free (m[0]);
  mm_module_free (m[1]);
}

Test (prove_memory, nested_bridges_are_read_and_checked_at_every_point)
{
  mm_certificate *c = NULL;
  mm_module *m = family_bridges (6, FAMILY_NESTED);
  size_t length;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  cr_assert_eq (c->complexity, 6);
  char *text = cert_text (c, &length);
  cr_assert_gt (read_at_every_point (text, length), 10);
  cr_assert_eq (check_at_every_point (m, c), 2);
  free (text);
  mm_certificate_free (c);
  mm_module_free (m);
}
