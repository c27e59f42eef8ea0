/* tests/test_check_capacity.c: lies about what a module can hold that no file can tell.

   The reader would not let them through; those that it does are in tests/refuse/.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/text.h"
#include "tests/cert_kit.h"
#include "tests/leak.h"

TestSuite (check_capacity, .fini = no_leaks);

typedef void lie (mm_certificate *c);

static void
expect_refused (const char *name, lie *tell, const char *reason)
{
  mm_text dot = cert_example (name, ".dot"), cert = cert_example (name, ".cert");
  mm_module *m;
  cr_assert_eq (mm_read_dot (dot.data, dot.length, name, &m, NULL), MM_OK);
  mm_certificate *c = cert_from (cert.data, cert.length, NULL);
  cr_assert_not_null (c);
  mm_cert_capacity *kept = c->capacity;
  mm_verdict verdict = { true, "what was there before, which has to go" };
  tell (c);
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_expect_not (verdict.accepted, "accepted in spite of: %s", reason);
  cr_expect_str_eq (verdict.reason, reason);
  c->capacity = kept;
  mm_certificate_free (c);
  mm_module_free (m);
  mm_text_clear (&dot);
  mm_text_clear (&cert);
}

static void
no_capacity (mm_certificate *c)
{
  c->capacity = NULL;
}

static void
hub_zero (mm_certificate *c)
{
  c->capacity->hub[0] = 0;
}

static void
hub_beyond (mm_certificate *c)
{
  c->capacity->hub[1] = c->blobs + 1;
}

static void
hub_at_the_first (mm_certificate *c)
{
  c->capacity->hub[0] = 1;
}

static void
cut_at_zero (mm_certificate *c)
{
  c->capacity->cut[0] = 0;
}

static void
cut_beyond (mm_certificate *c)
{
  c->capacity->cut[0] = UINT32_MAX;
}

static void
bad_condition (mm_certificate *c)
{
  memset (&c->capacity->condition, 0x11, sizeof c->capacity->condition);
}

static void
bad_claim (mm_certificate *c)
{
  memset (&c->claim, 0x11, sizeof c->claim);
}

static void
claim_beyond (mm_certificate *c)
{
  const unsigned beyond = MM_CLAIM_INFEASIBLE + 1;
  memcpy (&c->claim, &beyond, sizeof c->claim);
}

Test (check_capacity, trusts_no_index_and_no_count)
{
  expect_refused ("twins", no_capacity, "there is no demand");
  expect_refused ("cut", no_capacity, "there is no demand");
  expect_refused ("twins", hub_zero, "hub 1 is no vertex");
  expect_refused ("twins", hub_beyond, "hub 2 is no vertex");
  expect_refused ("twins", hub_at_the_first, "hub 1 is an end of the module");
  expect_refused ("cut", cut_at_zero, "the cut has an end of the module in it");
  expect_refused ("cut", cut_beyond, "the cut has an end of the module in it");
  expect_refused ("cut", bad_condition, "the condition (number 286331153) is unknown");
  expect_refused ("cut", bad_claim, "the claim (number 286331153) is unknown");
  expect_refused ("cut", claim_beyond, "the claim (number 6) is unknown");
}
