/* tests/test_prove_memory.c: memory runs out at every point of prove/.  */
#include <criterion/criterion.h>

#include <stdlib.h>

#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
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
