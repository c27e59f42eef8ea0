/* tests/test_check_wanted.c: what certificates state, and whether that is what was asked for.  */
#include <criterion/criterion.h>

#include "prove/check.h"
#include "tests/cert_kit.h"
#include "tests/leak.h"

TestSuite (check_wanted, .fini = no_leaks);

static const mm_demand full = { 4, 6, 3, 1, 4, 6, 4, 4, 4, 4 };

/* What a claim about capacity states. @param lower  a rank of the demand that is less by one, or NULL */
static const char *
states (mm_claim claim, mm_cert_condition condition, mm_demand d)
{
  static char text[MM_STATEMENT_TEXT];
  mm_cert_capacity p = { .demand = d, .condition = condition };
  mm_check_statement (&(mm_certificate){ .claim = claim, .capacity = &p }, text);
  return text;
}

Test (check_wanted, claims_without_a_demand_state_themselves)
{
  static const struct { mm_certificate c; const char *text; } rows[] = {
    { { .claim = MM_CLAIM_SIMPLE }, "simple" },
    { { .claim = MM_CLAIM_COMPLEX }, "complex" },
    { { .claim = MM_CLAIM_COMPLEXITY, .complexity = 7 }, "complexity 7" },
    { { .claim = MM_CLAIM_FEASIBLE }, "feasible" }, /* malformed: there is no demand */
    { { .claim = (mm_claim) 99 }, "nothing" },
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    {
      char text[MM_STATEMENT_TEXT];
      mm_check_statement (&rows[i].c, text);
      cr_assert_str_eq (text, rows[i].text);
    }
}

Test (check_wanted, a_plan_rests_on_two_ranks)
{
  mm_demand d = full;
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, d), "feasible for a generic 4x6 3x1");
  d.rank_function = d.rank_rows = d.rank_columns = d.rank_corner = 0;
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, d), "feasible for a generic 4x6 3x1");
  d.rank_out = 3;
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, d), "feasible for rank 3 out and 6 in of a 4x6 3x1");
  d.rank_out = 4;
  d.rank_in = 5;
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, d), "feasible for rank 4 out and 5 in of a 4x6 3x1");
  d.rank_in = 4;
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, d), "feasible for rank 4 of a 4x6 3x1");
  /* Beyond what is possible is as good as generic: a 1x1 from one channel has rank 1.  */
  cr_assert_str_eq (states (MM_CLAIM_FEASIBLE, 0, (mm_demand){ 4, 1, 1, 1, 4, 1, 0, 0, 0, 0 }),
                    "feasible for a generic 4x1 1x1");
}

Test (check_wanted, a_cut_rests_on_the_rank_of_its_condition)
{
  static const struct { mm_cert_condition condition; mm_demand d; const char *lower; } rows[] = {
    { MM_CERT_FUNCTION, { 4, 6, 3, 1, 4, 6, 3, 4, 4, 4 }, "rank 3 as a function" },
    { MM_CERT_ROWS, { 4, 6, 3, 1, 4, 6, 4, 3, 4, 4 }, "rank 3 in an outermost row" },
    { MM_CERT_COLUMNS, { 4, 6, 3, 1, 4, 6, 4, 4, 3, 4 }, "rank 3 in an outermost column" },
    { MM_CERT_CORNER, { 4, 6, 3, 1, 4, 6, 4, 4, 4, 3 }, "rank 3 in a corner" },
    { MM_CERT_INPUT, { 4, 6, 3, 1, 4, 5, 4, 4, 4, 4 }, "rank 5 in" },
    { MM_CERT_OUTPUT, { 4, 6, 3, 1, 3, 6, 4, 4, 4, 4 }, "rank 3 out" },
  };
  enum { ROWS = sizeof rows / sizeof rows[0] };
  char wanted[MM_STATEMENT_TEXT];
  for (size_t i = 0; i < ROWS; i++)
    {
      cr_assert_str_eq (states (MM_CLAIM_INFEASIBLE, rows[i].condition, full), "infeasible for a generic 4x6 3x1");
      for (size_t j = 0; j < ROWS; j++)
        {
          snprintf (wanted, sizeof wanted, "infeasible for %s%s4x6 3x1", i == j ? rows[i].lower : "a generic ",
                    i == j ? " of a " : "");
          cr_assert_str_eq (states (MM_CLAIM_INFEASIBLE, rows[i].condition, rows[j].d), wanted);
        }
      cr_assert_str_eq (states (MM_CLAIM_INFEASIBLE, MM_CERT_KERNEL, rows[i].d),
                        "infeasible for taps at the rim of a 4x6 3x1");
    }
  cr_assert_str_eq (states (MM_CLAIM_INFEASIBLE, MM_CERT_KERNEL, full), "infeasible for a generic 4x6 3x1");
}

/* ---- what was asked for -------------------------------------------------------------- */

static bool
answers (mm_certificate c, mm_wanted w, const char *reason)
{
  mm_verdict verdict = { true, "before" };
  const bool good = mm_check_wanted (&c, &w, &verdict);
  cr_assert_eq (good, verdict.accepted);
  cr_assert_str_eq (verdict.reason, good ? "" : reason);
  return good;
}

Test (check_wanted, only_the_claim_that_was_asked_for)
{
  for (mm_claim has = MM_CLAIM_SIMPLE; has <= MM_CLAIM_INFEASIBLE; has++)
    {
      cr_assert (answers ((mm_certificate){ .claim = has }, (mm_wanted){ .claim = 0 }, ""));
      for (mm_claim asked = MM_CLAIM_SIMPLE; asked <= MM_CLAIM_INFEASIBLE; asked++)
        {
          const bool good = has == asked || (asked == MM_CLAIM_COMPLEX && has == MM_CLAIM_COMPLEXITY);
          mm_verdict verdict;
          cr_assert_eq (mm_check_wanted (&(mm_certificate){ .claim = has }, &(mm_wanted){ .claim = asked }, &verdict), good);
        }
    }
  const mm_certificate five = { .claim = MM_CLAIM_COMPLEXITY, .complexity = 5 }, simple = { .claim = MM_CLAIM_SIMPLE };
  cr_assert (answers (five, (mm_wanted){ .claim = MM_CLAIM_COMPLEXITY }, ""));
  cr_assert (answers (five, (mm_wanted){ .claim = MM_CLAIM_COMPLEXITY, .complexity = 5 }, ""));
  cr_assert_not (answers (five, (mm_wanted){ .claim = MM_CLAIM_COMPLEXITY, .complexity = 4 },
                          "it states \"complexity 5\", and \"complexity 4\" is asked for"));
  cr_assert_not (answers (simple, (mm_wanted){ .claim = MM_CLAIM_COMPLEXITY },
                          "it states \"simple\", and \"complexity\" is asked for"));
  cr_assert_not (answers (simple, (mm_wanted){ .claim = MM_CLAIM_COMPLEX },
                          "it states \"simple\", and \"complex\" is asked for"));
}

Test (check_wanted, only_the_shape_that_was_asked_for)
{
  mm_cert_capacity p = { .demand = full };
  const mm_certificate c = { .claim = MM_CLAIM_FEASIBLE, .capacity = &p };
  mm_wanted w = { .shape = full };
  cr_assert (answers (c, w, ""));
  uint32_t *const number[] = { &w.shape.out, &w.shape.in, &w.shape.kh, &w.shape.kw };
  static const char *const other[] = { "5x6 3x1", "4x7 3x1", "4x6 4x1", "4x6 3x2" };
  for (int i = 0; i < 4; i++)
    {
      char reason[MM_REASON_TEXT];
      ++*number[i];
      snprintf (reason, sizeof reason, "it states \"feasible for a generic 4x6 3x1\", and a generic %s is asked for", other[i]);
      cr_assert_not (answers (c, w, reason));
      --*number[i];
    }
  p.demand.rank_in = 5;
  cr_assert_not (answers (c, w, "it states \"feasible for rank 4 out and 5 in of a 4x6 3x1\", and a generic 4x6 3x1 is asked for"));
  cr_assert_not (answers ((mm_certificate){ .claim = MM_CLAIM_COMPLEX }, w,
                          "it states \"complex\", and a generic 4x6 3x1 is asked for"));
}
