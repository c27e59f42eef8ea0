/* tests/test_capacity_cert.c: certificates of feasible and infeasible, and lies about them.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "numeric/route.h"
#include "prove/capacity.h"
#include "prove/make.h"
#include "tests/capacity_kit.h"
#include "tests/cert_kit.h"
#include "tests/leak.h"
#include "tests/oracle_capacity.h"

TestSuite (capacity_cert, .fini = no_leaks);

static const double enough = 20;

static mm_cert_condition
condition_named (const char *name)
{
  static const char *const names[MM_CERT_CONDITIONS]
    = { "N1", "N2 (kernel)", "N2 (rows)", "N2 (columns)", "N2 (corner)", "N3 (input)", "N3 (output)" };
  for (int i = 0; i < MM_CERT_CONDITIONS; i++)
    if (!strcmp (name, names[i]))
      return (mm_cert_condition) i;
  cr_assert_str_eq (name, "T1");
  return MM_CERT_FUNCTION;
}

/* Writing c is refused, and nothing is written.  */
static void
assert_not_written (const mm_certificate *c)
{
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_certificate_write (c, out), MM_EINVAL);
  fclose (out);
  cr_assert_eq (length, 0);
  free (text);
}

static mm_certificate *
prove_no (const mm_module *m, const mm_demand *demand, const mm_feasibility *f)
{
  mm_certificate *c;
  mm_blob cut[64];
  for (uint32_t i = 0; i < f->cut_count; i++)
    cut[i] = f->cut[i].blob;
  cr_assert_eq (mm_prove_infeasible (m, demand, condition_named (mm_criterion_name (f->criterion)), cut, f->cut_count, &c, NULL), MM_OK);
  return c;
}

/* The certificate of whatever is true; NULL when that is undecided.  */
static mm_certificate *
prove (const mm_module *m, const mm_demand *demand)
{
  mm_feasibility f;
  mm_hubs plan = { .count = 0 };
  mm_planned answer = MM_PLAN_NONE;
  mm_certificate *c = NULL;
  cr_assert_eq (mm_feasible (m, demand, 1, &f, NULL), MM_OK);
  if (f.answer == MM_INFEASIBLE)
    c = prove_no (m, demand, &f);
  else if (f.answer == MM_FEASIBLE)
    {
      cr_assert_eq (mm_capacity_single (m, demand, f.route.hub, !f.route.out_hub, &answer, &plan, NULL), MM_OK);
      cr_assert_eq (answer, MM_PLAN_FOUND, "a hub of T3 has a plan");
    }
  else
    cr_assert_eq (mm_capacity_plan (m, demand, enough, &answer, &plan, NULL), MM_OK);
  if (answer == MM_PLAN_FOUND)
    cr_assert_eq (mm_prove_feasible (m, demand, &plan, &c, NULL), MM_OK);
  mm_hubs_clear (&plan);
  mm_feasibility_clear (&f);
  return c;
}

static mm_module *
some_module (uint64_t seed, mm_demand *demand)
{
  uint64_t state = seed;
  const uint32_t in = 1 + kit_below (&state, 6), out = 1 + kit_below (&state, 6);
  const uint32_t blobs = 3 + kit_below (&state, 5), layers = blobs + kit_below (&state, 6);
  const uint32_t kh = 2 * kit_below (&state, 3) + 1, kw = 2 * kit_below (&state, 3) + 1;
  if (seed % 16 == 0 || seed % 16 == 1)
    {
      *demand = seed % 16 ? mm_demand_generic (2, 2, 3, 3) : mm_demand_generic (4, 4, 3, 3);
      return seed % 16 ? butterfly () : twin_hubs ();
    }
  *demand = mm_demand_generic (out, in, kh, kw);
  return random_shape (kit_random_dag (seed, blobs, layers), &state, in, out, 1, 6, 2, false);
}

Test (capacity_cert, what_is_decided_is_accepted_by_the_judge_and_by_the_oracle)
{
  uint32_t count[2] = { 0, 0 }, open = 0, condition[MM_CERT_CONDITIONS] = { 0 };
  for (uint64_t seed = 1; seed <= 6000; seed++)
    {
      mm_demand demand;
      size_t length;
      mm_module *m = some_module (seed, &demand);
      mm_certificate *c = prove (m, &demand);
      if (c)
        {
          char *text = cert_text (c, &length);
          const mm_verdict verdict = cert_judge (m, text, length);
          cr_assert (verdict.accepted, "seed %llu: %s", (unsigned long long) seed, verdict.reason);
          cr_assert (oracle_capacity (m, c), "seed %llu: the oracle does not agree", (unsigned long long) seed);
          count[c->claim == MM_CLAIM_FEASIBLE]++;
          if (c->claim == MM_CLAIM_INFEASIBLE)
            condition[c->capacity->condition]++;
          free (text);
        }
      else
        open++;
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_log_info ("%u feasible, %u infeasible, %u undecided", count[1], count[0], open);
  cr_assert (count[0] > 1000 && count[1] > 500, "%u infeasible, %u feasible", count[0], count[1]);
  for (int i = 0; i < MM_CERT_CONDITIONS; i++)
    cr_assert_gt (condition[i], 0, "condition %d was never met", i);
}

Test (capacity_cert, feasible_agrees_with_the_narrowest_cut_of_all_when_kernels_are_1x1)
{
  uint32_t yes = 0;
  for (uint64_t seed = 1; seed <= 4000; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 1 + kit_below (&state, 12), out = 1 + kit_below (&state, 12);
      const uint32_t blobs = 3 + kit_below (&state, 6), layers = blobs + kit_below (&state, 8);
      mm_module *m = random_shape (kit_random_dag (seed, blobs, layers), &state, in, out, 1, 6, 1, true);
      const mm_demand demand = mm_demand_generic (out, in, 1, 1);
      mm_certificate *c = prove (m, &demand);
      const bool fits = oracle_cut (m) >= (in < out ? in : out);
      cr_assert_not_null (c, "seed %llu: T1 leaves nothing open", (unsigned long long) seed);
      cr_assert_eq (c->claim == MM_CLAIM_FEASIBLE, fits, "seed %llu", (unsigned long long) seed);
      yes += fits;
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_assert (yes > 500 && yes < 3500, "%u fit", yes);
}

/* ---- lies ------------------------------------------------------------------------------ */

/* Replace the number that stands k-th behind `from`, or a byte, in a copy of the text.  */
static char *
mutate (const char *text, size_t from, uint64_t *state, size_t *length)
{
  const size_t size = strlen (text);
  char *copy = malloc (size + 16), number[16];
  size_t at = from + kit_below (state, (uint32_t) (size - from));
  while (at > from && (text[at] < '0' || text[at] > '9'))
    at--;
  while (at > from && text[at - 1] >= '0' && text[at - 1] <= '9')
    at--;
  size_t digits = strspn (text + at, "0123456789");
  const uint32_t old = (uint32_t) strtoul (text + at, NULL, 10);
  const uint32_t news[] = { old + 1, old ? old - 1 : 2, kit_below (state, 8), 4294967294U, 2 * kit_below (state, 3) + 1 };
  snprintf (number, sizeof number, "%u", news[kit_below (state, 10) % 5]);
  if (digits == 0 || kit_below (state, 12) == 0)
    {
      digits = 1;
      number[0] = "0123456789 \nfcrm"[kit_below (state, 16)];
      number[1] = '\0';
    }
  memcpy (copy, text, at);
  strcpy (copy + at, number);
  strcat (copy, text + at + digits);
  *length = strlen (copy);
  return copy;
}

/* Whether a mutant is accepted; if so, the oracle must agree.  */
static bool
accepted (const mm_module *m, const char *text, size_t length, uint64_t seed)
{
  mm_certificate *c = cert_from (text, length, NULL);
  mm_verdict verdict = { false, "" };
  if (!c)
    return false;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  if (verdict.accepted)
    cr_assert (oracle_capacity (m, c), "seed %llu: a lie is accepted:\n%s", (unsigned long long) seed, text);
  else
    cr_assert_not (c->capacity && oracle_capacity (m, c), "seed %llu: the truth is refused: %s\n%s",
                   (unsigned long long) seed, verdict.reason, text);
  mm_certificate_free (c);
  return verdict.accepted;
}

Test (capacity_cert, mutants_are_true_or_refused)
{
  uint32_t tried = 0, taken = 0;
  for (uint64_t seed = 1; seed <= 600; seed++)
    {
      mm_demand demand;
      uint64_t state = seed ^ 0x5EED;
      mm_module *m = some_module (seed, &demand);
      mm_certificate *c = prove (m, &demand);
      char *text = c ? cert_text (c, NULL) : NULL;
      for (int i = 0; text && i < 150; i++, tried++)
        {
          const size_t from = (size_t) (strstr (text, "\ndemand ") - text);
          size_t length;
          char *mutant = mutate (text, from, &state, &length);
          for (uint32_t more = kit_below (&state, 3); more > 0 && strlen (mutant) > from + 20; more--)
            {
              char *twice = mutate (mutant, from, &state, &length);
              free (mutant);
              mutant = twice;
            }
          taken += accepted (m, mutant, length, seed) && strcmp (mutant, text) != 0;
          free (mutant);
        }
      free (text);
      mm_certificate_free (c);
      mm_module_free (m);
    }
  cr_log_info ("%u of %u mutants say something else that is true", taken, tried);
  cr_assert_gt (tried, 50000);
  cr_assert_gt (taken, 100, "the test should see acceptances");
}

/* Lies that no file can tell: the reader would not let them through.  */
Test (capacity_cert, impossible_structs_are_refused)
{
  static const mm_claim claims[] = { MM_CLAIM_FEASIBLE, MM_CLAIM_INFEASIBLE };
  mm_module *m = twin_hubs ();
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_certificate *c = prove (m, &demand);
  mm_cert_capacity *p = c->capacity;
  mm_verdict verdict;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert (verdict.accepted && p->hubs == 2, "%s", verdict.reason);

  const uint32_t hub = p->hub[1], beyond[] = { 0, c->blobs + 1, UINT32_MAX };
  for (int i = 0; i < 3; i++)
    {
      p->hub[1] = beyond[i];
      cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
      cr_assert_str_eq (verdict.reason, "hub 2 is no vertex");
    }
  p->hub[1] = hub;
  p->input[0] = UINT32_MAX;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert_not (verdict.accepted);
  p->condition = (mm_cert_condition) MM_CERT_CONDITIONS;
  c->claim = MM_CLAIM_INFEASIBLE;
  cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
  cr_assert_str_eq (verdict.reason, "the condition (number 7) is unknown");

  c->capacity = NULL;
  for (int i = 0; i < 2; i++)
    {
      c->claim = claims[i];
      cr_assert_eq (mm_check (m, c, &verdict), MM_OK);
      cr_assert_str_eq (verdict.reason, "there is no demand");
    }
  c->capacity = p;
  mm_certificate_free (c);
  mm_module_free (m);
}

Test (capacity_cert, certificates_of_other_modules_are_refused)
{
  enum { MODULES = 60 };
  mm_module *m[MODULES];
  char *text[MODULES];
  for (uint64_t i = 0; i < MODULES; i++)
    {
      mm_demand demand;
      m[i] = some_module (i + 100, &demand);
      mm_certificate *c = prove (m[i], &demand);
      text[i] = c ? cert_text (c, NULL) : NULL;
      mm_certificate_free (c);
    }
  for (uint64_t i = 0; i < MODULES; i++)
    for (uint64_t k = 0; text[i] && k < MODULES; k++)
      {
        const mm_verdict verdict = cert_judge (m[k], text[i], strlen (text[i]));
        if (text[k] && !strcmp (text[i], text[k]))
          cr_assert (verdict.accepted);
        else
          cr_assert_not (verdict.accepted, "certificate %llu, module %llu", (unsigned long long) i,
                         (unsigned long long) k);
      }
  for (int i = 0; i < MODULES; i++)
    {
      free (text[i]);
      mm_module_free (m[i]);
    }
}

/* ---- what is not whole ------------------------------------------------------------ */

Test (capacity_cert, what_lacks_a_demand_or_a_witness_is_not_written)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3), large = mm_demand_generic (4, 4, 7, 7);
  mm_module *m = twin_hubs ();
  mm_certificate *yes = prove (m, &demand), *no = prove (m, &large);
  cr_assert (yes && yes->claim == MM_CLAIM_FEASIBLE && no && no->claim == MM_CLAIM_INFEASIBLE);
  uint32_t **const array[] = { &yes->capacity->channels, &yes->capacity->kernel, &yes->capacity->code, &yes->capacity->output,
                               &yes->capacity->start, &yes->capacity->hub, &yes->capacity->input };
  for (size_t i = 0; i < sizeof array / sizeof *array; i++)
    {
      uint32_t *const kept = *array[i];
      *array[i] = NULL;
      assert_not_written (yes);
      *array[i] = kept;
    }
  const mm_cert_condition condition = no->capacity->condition;
  for (int wrong = MM_CERT_CONDITIONS; wrong < 300; wrong += 100)
    {
      memcpy (&no->capacity->condition, &wrong, sizeof wrong);
      assert_not_written (no);
    }
  no->capacity->condition = condition;
  free (no->capacity->cut);
  no->capacity->cut = NULL;
  no->capacity->cuts = 3;
  assert_not_written (no);
  no->capacity->cuts = 0;
  mm_cert_capacity *const whole = no->capacity;
  no->capacity = NULL;
  assert_not_written (no);
  no->claim = MM_CLAIM_FEASIBLE;
  assert_not_written (no);
  no->claim = MM_CLAIM_INFEASIBLE;
  no->capacity = whole;
  mm_certificate_free (yes);
  mm_certificate_free (no);
  mm_module_free (m);
}
