/* tests/test_oom_rewrite.c: memory that runs out at every point of rewrite/.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rewrite/reduce.h"
#include "rewrite/tree.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (oom_rewrite, .fini = no_leaks);

/* What all steps below work on: two bridges with some growth around them.  */
static mm_module *
sample (void)
{
  return kit_random_bridged (3, 20, 2);
}

static mm_derivation *
derive (const mm_module *m)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduce_to_single (r, m, d, NULL, NULL), MM_OK);
  mm_reducer_free (r);
  return d;
}

/* A step under test: MM_OK or MM_ENOMEM, and nothing left behind.  */
typedef mm_status (*attempt) (const mm_module *m, const mm_derivation *d);

/* Let the first, second, third … allocation fail until none is left to fail.  */
static void
run_out (attempt try)
{
  mm_module *m = sample ();
  mm_derivation *d = derive (m);
  long n = 0;
  bool failed;
  do
    {
      failing_after (n);
      const mm_status s = try (m, d);
      failed = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, failed ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      n++;
    }
  while (failed);
  cr_assert_gt (n, 1, "something was allocated");
  mm_derivation_free (d);
  mm_module_free (m);
}

static mm_status
try_to_core (const mm_module *m, const mm_derivation *d)
{
  (void) d;
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  const mm_status s = r ? mm_reduce_to_core (r, m, NULL, &core) : MM_ENOMEM;
  mm_reducer_free (r);
  return s;
}

Test (oom_rewrite, to_the_core)
{
  run_out (try_to_core);
}

/* The trace keeps the steps it had, and the reducer can be used again.  */
static mm_status
try_to_single (const mm_module *m, const mm_derivation *d)
{
  (void) d;
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *trace = mm_derivation_new (m);
  mm_status s = MM_ENOMEM;
  uint32_t nodes = 99;
  if (r && trace)
    {
      s = mm_reduce_to_single (r, m, trace, NULL, &nodes);
      if (s)
        {
          cr_assert_eq (mm_derivation_length (trace), 0);
          cr_assert_eq (nodes, 99);
          failing_after (-1);
          cr_assert_eq (mm_reduce_to_single (r, m, trace, NULL, NULL), MM_OK);
          cr_assert_null (mm_derivation_defect (trace));
        }
    }
  mm_reducer_free (r);
  mm_derivation_free (trace);
  return s;
}

Test (oom_rewrite, to_one_layer)
{
  mm_module *m = sample ();
  long n = 0;
  bool more = true;
  while (more)
    {
      failing_after (n++);
      more = try_to_single (m, NULL) == MM_ENOMEM;
      failing_after (-1);
    }
  cr_assert_gt (n, 5);
  mm_module_free (m);
}

static mm_status
try_push (const mm_module *m, const mm_derivation *d)
{
  mm_derivation *copy = mm_derivation_new (m);
  mm_status s = copy ? MM_OK : MM_ENOMEM;
  for (size_t k = 0; k < mm_derivation_length (d) && !s; k++)
    {
      s = mm_derivation_push (copy, mm_derivation_step (d, k), mm_derivation_moved (d, k).at);
      cr_assert_eq (mm_derivation_length (copy), s ? k : k + 1);
    }
  mm_derivation_free (copy);
  return s;
}

Test (oom_rewrite, recording_steps)
{
  run_out (try_push);
}

static mm_status
try_replay (const mm_module *m, const mm_derivation *d)
{
  (void) m;
  mm_replay *r = mm_replay_new (d);
  const mm_status s = r ? MM_OK : MM_ENOMEM;
  mm_replay_free (r);
  return s;
}

Test (oom_rewrite, replaying)
{
  run_out (try_replay);
}

static mm_status
try_write (const mm_module *m, const mm_derivation *d)
{
  (void) m;
  FILE *out = fopen ("/dev/null", "w");
  const mm_status s = mm_derivation_write (d, out);
  fclose (out);
  return s;
}

Test (oom_rewrite, writing_a_derivation)
{
  run_out (try_write);
}

static mm_status
try_read (const mm_module *m, const mm_derivation *d)
{
  char text[8192];
  FILE *out = fmemopen (text, sizeof text, "w");
  const mm_status w = mm_derivation_write (d, out);
  const long length = ftell (out);
  fclose (out);
  mm_derivation *read = NULL;
  const mm_status s = w ? w : mm_derivation_read (text, (size_t) length, NULL, m, &read, NULL);
  mm_derivation_free (read);
  return s;
}

Test (oom_rewrite, reading_a_derivation)
{
  run_out (try_read);
}

static mm_status
try_expression (const mm_module *m, const mm_derivation *d)
{
  (void) m;
  mm_tree *t = mm_tree_new (d);
  char *text = NULL;
  if (t)
    {
      const mm_term *root;
      mm_tree_roots (t, &root);
      text = mm_tree_expression (t, root[0], MM_NOTATION_UNICODE, 100);
    }
  const mm_status s = text ? MM_OK : MM_ENOMEM;
  free (text);
  mm_tree_free (t);
  return s;
}

Test (oom_rewrite, writing_an_expression)
{
  run_out (try_expression);
}

static mm_status
try_equation (const mm_module *m, const mm_derivation *d)
{
  (void) m;
  mm_tree *t = mm_tree_new (d);
  FILE *out = fopen ("/dev/null", "w");
  const mm_status s = t ? mm_tree_write_equation (t, MM_NOTATION_TEXT, out) : MM_ENOMEM;
  fclose (out);
  mm_tree_free (t);
  return s;
}

Test (oom_rewrite, writing_an_equation)
{
  run_out (try_equation);
}
