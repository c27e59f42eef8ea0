/* tests/test_milp.c: the fence around the solver, memory that runs out, and time that is up.  */
#include <criterion/criterion.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "prove/capacity.h"
#include "prove/make.h"
#include "prove/check.h"
#include "prove/milp_i.h"
#include "tests/capacity_kit.h"
#include "tests/cert_kit.h"
#include "tests/failing.h"
#include "tests/leak.h"

TestSuite (milp, .fini = no_leaks);

/* ---- silence ----------------------------------------------------------------------- */

/* What goes to stdout and stderr is kept in a file meanwhile.  */
typedef struct silence
{
  FILE *file;
  int out, err;
} silence;

static silence
listen (void)
{
  silence q = { tmpfile (), dup (1), dup (2) };
  cr_assert (q.file && q.out >= 0 && q.err >= 0);
  fflush (NULL);
  dup2 (fileno (q.file), 1);
  dup2 (fileno (q.file), 2);
  return q;
}

/* How many bytes were heard.  */
static long
heard (silence *q)
{
  fflush (NULL);
  dup2 (q->out, 1);
  dup2 (q->err, 2);
  close (q->out);
  close (q->err);
  fseek (q->file, 0, SEEK_END);
  const long bytes = ftell (q->file);
  fclose (q->file);
  return bytes;
}

/* ---- threads that cannot be started -------------------------------------------------- */

static bool no_threads;

int __real_pthread_create (pthread_t *thread, const pthread_attr_t *how, void *(*run) (void *), void *argument);
int __wrap_pthread_create (pthread_t *thread, const pthread_attr_t *how, void *(*run) (void *), void *argument);

int
__wrap_pthread_create (pthread_t *thread, const pthread_attr_t *how, void *(*run) (void *), void *argument)
{
  return no_threads ? EAGAIN : __real_pthread_create (thread, how, run, argument);
}

/* Choose `count` whole numbers of which each pair makes at most 1; hard for branching.  */
static mm_milp
knapsack (uint32_t count)
{
  mm_milp p = { .gap = 0 };
  uint64_t state = 7;
  for (uint32_t row = 0; row < count; row++)
    mm_milp_row_add (&p, -MM_MILP_FREE, 100 * count);
  for (uint32_t j = 0; j < count; j++)
    {
      const uint32_t column = mm_milp_whole (&p, 0, 3, -100.0 - kit_below (&state, 10));
      for (uint32_t row = 0; row < count; row++)
        mm_milp_add (&p, row, column, 50 + kit_below (&state, 200));
    }
  return p;
}

Test (milp, solver_never_prints)
{
  mm_milp p = knapsack (6);
  mm_milp_result r;
  silence q = listen ();
  const mm_status s = mm_milp_solve (&p, 20, &r);
  const long bytes = heard (&q);
  cr_assert_eq (s, MM_OK);
  cr_assert_eq (r.answer, MM_MILP_BEST);
  cr_assert_eq (bytes, 0);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

Test (milp, a_thread_that_cannot_be_started_is_a_lack_of_memory)
{
  mm_milp p = knapsack (3);
  mm_milp_result r;
  no_threads = true;
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_ENOMEM);
  cr_assert_null (r.value);
  no_threads = false;
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  cr_assert_eq (r.answer, MM_MILP_BEST);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

Test (milp, signals_and_cancellation_are_as_before)
{
  mm_milp p = knapsack (3);
  mm_milp_result r;
  sigset_t before, after;
  int state;
  pthread_sigmask (SIG_SETMASK, NULL, &before);
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  pthread_sigmask (SIG_SETMASK, NULL, &after);
  for (int i = 1; i < 32; i++)
    cr_assert_eq (sigismember (&before, i), sigismember (&after, i), "signal %d", i);
  pthread_setcancelstate (PTHREAD_CANCEL_ENABLE, &state);
  cr_assert_eq (state, PTHREAD_CANCEL_ENABLE);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

Test (milp, fatal_error_of_the_solver_ends_nothing_and_prints_nothing)
{
  /* The same element twice is what the solver takes for a mistake worth ending the process.  */
  mm_milp p = { .gap = 0 };
  const uint32_t row = mm_milp_row_add (&p, 1, MM_MILP_FREE), column = mm_milp_whole (&p, 0, 9, 1);
  mm_milp_result r;
  mm_milp_add (&p, row, column, 1);
  mm_milp_add (&p, row, column, 1);
  silence q = listen ();
  const mm_status s = mm_milp_solve (&p, 20, &r);
  const long bytes = heard (&q);
  cr_assert_eq (s, MM_OK, "it has nothing to do with memory");
  cr_assert_eq (r.answer, MM_MILP_FAILED);
  cr_assert_null (r.value);
  cr_assert_eq (bytes, 0);
  mm_milp_result_clear (&r);

  /* And it works again afterwards.  */
  p.terms--;
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  cr_assert (r.answer == MM_MILP_BEST && r.value[0] > 0.9 && r.value[0] < 1.1);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

Test (milp, a_program_too_large_for_the_memory_it_may_take_is_called_so)
{
  mm_milp p = knapsack (150);
  mm_milp_result r;
  p.megabytes = 1;
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  cr_assert_eq (r.answer, MM_MILP_TOO_LARGE);
  cr_assert_null (r.value);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

/* Columns of one row, as many as there is time and room for.  */
static mm_milp_answer
answer_of_a_long_row (mm_milp p, mm_status expected)
{
  mm_milp_result r;
  const uint32_t row = mm_milp_row_add (&p, 1, MM_MILP_FREE);
  for (uint32_t j = 0; j < 100000 && !p.status; j++)
    mm_milp_add (&p, row, mm_milp_real (&p, 0, 1, 1), 1);
  cr_assert_eq (p.status, expected);
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  cr_assert (r.answer == MM_MILP_BEST || !r.value);
  const mm_milp_answer answer = r.answer;
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
  return answer;
}

Test (milp, a_program_that_is_late_or_too_large_is_not_put_together)
{
  cr_assert_eq (answer_of_a_long_row ((mm_milp){ .deadline = 1e-9 }, MM_END), MM_MILP_OPEN);
  cr_assert_eq (answer_of_a_long_row ((mm_milp){ .megabytes = 1 }, MM_ELIMIT), MM_MILP_TOO_LARGE);
  cr_assert_eq (answer_of_a_long_row ((mm_milp){ .gap = 0 }, MM_OK), MM_MILP_BEST);
}

Test (milp, what_has_no_solution_has_none)
{
  mm_milp p = { .gap = 0 };
  const uint32_t row = mm_milp_row_add (&p, 1, 1), column = mm_milp_whole (&p, 0, 9, 1);
  mm_milp_result r;
  mm_milp_add (&p, row, column, 2);
  cr_assert_eq (mm_milp_solve (&p, 20, &r), MM_OK);
  cr_assert_eq (r.answer, MM_MILP_NONE);
  cr_assert_null (r.value);
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

Test (milp, time_that_is_up_ends_the_search)
{
  struct timespec before, after;
  mm_milp p = knapsack (60);
  mm_milp_result r;
  clock_gettime (CLOCK_MONOTONIC, &before);
  cr_assert_eq (mm_milp_solve (&p, 0.5, &r), MM_OK);
  clock_gettime (CLOCK_MONOTONIC, &after);
  cr_assert (r.answer == MM_MILP_SOME || r.answer == MM_MILP_OPEN, "answer %d", (int) r.answer);
  cr_assert_gt (r.bound, -MM_MILP_FREE);
  if (r.value)
    cr_assert_leq (r.bound, r.cost + 1e-6);
  cr_assert_lt (after.tv_sec - before.tv_sec, 20, "half a second was allowed");
  mm_milp_result_clear (&r);
  mm_milp_clear (&p);
}

/* ---- memory -------------------------------------------------------------------------- */

typedef mm_status attempt (const mm_module *m, mm_error *err);

static mm_status
plan (const mm_module *m, mm_error *err)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_planned answer;
  mm_hubs h;
  const mm_status s = mm_capacity_plan (m, &demand, 20, &answer, &h, err);
  if (s)
    cr_assert (h.hub == NULL && h.code == NULL && h.input == NULL && h.output == NULL && h.start == NULL);
  mm_hubs_clear (&h);
  return s;
}

static mm_status
repair (const mm_module *m, mm_error *err)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_sized z;
  const mm_status s = mm_capacity_repair (m, &demand, MM_PRICE_PARAMETERS, NULL, 20, &z, err);
  if (s)
    cr_assert (!z.found && z.channels == NULL);
  mm_sized_clear (&z);
  return s;
}

static mm_status
size (const mm_module *m, mm_error *err)
{
  static const uint32_t channels[] = { 4, 8 }, kernels[] = { 1, 1, 3, 3 };
  const mm_choices c = { channels, kernels, 2, 2 };
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_sized z;
  const mm_status s = mm_capacity_size (m, &demand, &c, 20, &z, err);
  mm_sized_clear (&z);
  return s;
}

static mm_status
certify (const mm_module *m, mm_error *err)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3);
  mm_planned answer;
  mm_hubs h;
  mm_certificate *c = NULL;
  mm_verdict verdict;
  mm_status s = mm_capacity_plan (m, &demand, 20, &answer, &h, err);
  if (!s)
    s = mm_prove_feasible (m, &demand, &h, &c, err);
  mm_hubs_clear (&h);
  if (!s)
    {
      s = mm_check (m, c, &verdict);
      cr_assert_eq (verdict.accepted, s == MM_OK);
    }
  mm_certificate_free (c);
  return s;
}

static mm_status
condemn (const mm_module *m, mm_error *err)
{
  const mm_demand demand = mm_demand_generic (4, 4, 7, 7);
  mm_certificate *c = NULL;
  mm_verdict verdict;
  mm_status s = mm_prove_infeasible (m, &demand, MM_CERT_KERNEL, NULL, 0, &c, err);
  if (!s)
    {
      s = mm_check (m, c, &verdict);
      cr_assert_eq (verdict.accepted, s == MM_OK, "%s", verdict.reason);
    }
  mm_certificate_free (c);
  return s;
}

/* A certificate in a file, which is read, judged and written again.  */
static const char *file_text;
static size_t file_length;

static mm_status
reread (const mm_module *m, mm_error *err)
{
  mm_certificate *c = NULL;
  mm_verdict verdict;
  mm_status s = mm_certificate_read (file_text, file_length, "test.cert", &c, err);
  if (s)
    {
      cr_assert_null (c);
      cr_assert_eq (err->status, s);
      return s;
    }
  s = mm_check (m, c, &verdict);
  cr_assert_eq (verdict.accepted, s == MM_OK);
  size_t length;
  char *text = cert_text (c, &length); /* writing takes no memory of ours */
  cr_assert (length == file_length && !memcmp (text, file_text, length));
  free (text);
  mm_certificate_free (c);
  return s;
}

static mm_status
single (const mm_module *m, mm_error *err)
{
  const mm_demand demand = mm_demand_generic (4, 4, 1, 1);
  mm_planned answer;
  mm_hubs h;
  bool ok = false;
  mm_status s = mm_capacity_single (m, &demand, mm_module_sink (m), true, &answer, &h, err);
  if (!s)
    {
      cr_assert_eq (answer, MM_PLAN_FOUND);
      s = mm_capacity_verify (m, &demand, &h, &ok, err);
      cr_assert_eq (ok, s == MM_OK);
    }
  mm_hubs_clear (&h);
  return s;
}

/* Let the n-th allocation fail, for every n; how many there are.  */
static long
at_every_point (const mm_module *m, attempt *try)
{
  for (long n = 0;; n++)
    {
      mm_error err = { .status = MM_OK };
      failing_after (n);
      const mm_status s = try (m, &err);
      const bool failed = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, failed ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      cr_assert_null (mm_module_defect (m));
      if (!failed)
        return n;
    }
}

Test (milp, running_out_of_memory_is_an_error_and_nothing_more)
{
  attempt *const all[] = { plan, repair, size, certify, condemn, single };
  mm_module *m = twin_hubs ();
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    cr_assert_gt (at_every_point (m, all[i]), 5);
  mm_module_free (m);
}

static void
reread_at_every_point (const mm_module *m, mm_certificate *c)
{
  char *text = cert_text (c, &file_length);
  file_text = text;
  cr_assert_gt (at_every_point (m, reread), 8);
  free (text);
  mm_certificate_free (c);
}

Test (milp, running_out_while_reading_and_checking_capacity_is_no_verdict)
{
  const mm_demand small = mm_demand_generic (4, 4, 3, 3), large = mm_demand_generic (4, 4, 7, 7);
  mm_certificate *c = NULL;
  mm_planned answer;
  mm_hubs h;
  mm_module *m = twin_hubs (), *narrow = uniform (kit_bridge (), 4, 4, 1, 1);
  cr_assert_eq (mm_capacity_plan (m, &small, 20, &answer, &h, NULL), MM_OK);
  cr_assert_eq (mm_prove_feasible (m, &small, &h, &c, NULL), MM_OK);
  reread_at_every_point (m, c);
  cr_assert_eq (mm_prove_infeasible (m, &large, MM_CERT_KERNEL, NULL, 0, &c, NULL), MM_OK);
  reread_at_every_point (m, c);
  const mm_blob cut[] = { mm_module_find_blob (narrow, "a"), mm_module_find_blob (narrow, "b") };
  const mm_demand point = mm_demand_generic (4, 4, 1, 1);
  cr_assert_eq (mm_prove_infeasible (narrow, &point, MM_CERT_FUNCTION, cut, 2, &c, NULL), MM_OK);
  reread_at_every_point (narrow, c);
  mm_hubs_clear (&h);
  mm_module_free (m);
  mm_module_free (narrow);
}

/* ---- statuses -------------------------------------------------------------------------- */

Test (milp, modules_that_say_too_little_are_refused)
{
  const mm_demand demand = mm_demand_generic (4, 4, 3, 3), other = mm_demand_generic (5, 4, 3, 3);
  mm_planned answer;
  mm_hubs h;
  mm_module *bare = kit_bridge (), *m = twin_hubs ();
  cr_assert_eq (mm_capacity_plan (bare, &demand, 20, &answer, &h, NULL), MM_EINVAL);
  cr_assert_eq (mm_capacity_plan (m, &other, 20, &answer, &h, NULL), MM_EINVAL);
  cr_assert_eq (mm_capacity_plan (m, &demand, 0, &answer, &h, NULL), MM_OK);
  cr_assert_eq (answer, MM_PLAN_OPEN, "without time nothing is found");
  cr_assert_eq (mm_capacity_single (m, &demand, 1, false, &answer, &h, NULL), MM_OK);
  cr_assert_eq (answer, MM_PLAN_NONE, "no single hub does");
  mm_module_free (bare);
  mm_module_free (m);
}
