/* tests/test_oom_graph.c: memory that runs out at every point of building and reading.

   Memory that jansson and the C library take for themselves does not run out here: only
   allocations in code that is linked statically can be made to fail.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/dominators.h"
#include "graph/read.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (oom_graph, .fini = no_leaks);

/* Let memory run out at every point in turn until `once` gets through; count the points.
   `once` says MM_ENOMEM exactly when it ran out.  */
static long
at_every_point (mm_status (*once) (void))
{
  for (long n = 0;; n++)
    {
      failing_after (n);
      mm_status s = once ();
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "at point %ld: %s", n, mm_status_text (s));
      if (!happened)
        return n;
    }
}

/* Every call of the builder; one that fails is repeated, which must succeed, since memory runs
   out only once and the builder is as it was.  */
static mm_status
again (mm_status s, bool *ran_out)
{
  *ran_out |= s == MM_ENOMEM;
  cr_assert (s == MM_OK || s == MM_ENOMEM);
  return s;
}

#define KEEP_ON(call)                                                                                          \
  while (again (call, &ran_out))                                                                               \
    continue

static mm_status
build (void)
{
  bool ran_out = false;
  mm_builder *b = mm_builder_new ();
  if (!b)
    return MM_ENOMEM;
  mm_error err;
  mm_module *m = NULL;
  mm_blob v;
  const mm_blob_info blob = { .channels = 3, .activation = "relu", .norm = "batchnorm" };
  const mm_layer_info layer = { MM_KIND_CONV, 3, 3, 1, 1, 1 };
  KEEP_ON (mm_builder_set_name (b, "module"));
  KEEP_ON (mm_builder_add_blob (b, "s", &v));
  KEEP_ON (mm_builder_add_blob (b, NULL, &v));
  KEEP_ON (mm_builder_add_blob (b, "t", &v));
  cr_assert_eq (v, 2);
  KEEP_ON (mm_builder_add_layer (b, 0, 1, "first", NULL));
  KEEP_ON (mm_builder_add_layer (b, 1, 2, NULL, NULL));
  KEEP_ON (mm_builder_set_blob (b, 2, &blob));
  KEEP_ON (mm_builder_set_layer (b, 1, &layer));
  KEEP_ON (mm_builder_set_blob_line (b, 2, 5));
  KEEP_ON (mm_builder_set_layer_line (b, 1, 5));
  KEEP_ON (mm_builder_finish (b, &m, &err));
  const char *defect = mm_module_defect (m);
  if (defect) /* this takes memory, too; a real defect stays */
    {
      ran_out = true;
      defect = mm_module_defect (m);
    }
  cr_assert_null (defect);
  char buffer[MM_NAME_BUFFER];
  cr_assert_str_eq (mm_module_blob_name (m, 0, buffer), "s");
  cr_assert_str_eq (mm_module_blob_name (m, 1, buffer), "1");
  cr_assert_str_eq (mm_module_layer_name (m, 0, buffer), "first");
  cr_assert_str_eq (mm_module_blob_info (m, 2).activation, "relu");
  cr_assert_eq (mm_module_layers (m), 2);
  mm_builder_free (b);
  mm_module_free (m);
  return ran_out ? MM_ENOMEM : MM_OK;
}

Test (oom_graph, building_can_be_taken_up_where_it_failed)
{
  cr_assert_gt (at_every_point (build), 10);
}

/* A flaw is found, or memory ran out while looking for words; never anything else.  */
static mm_status
refuse_flaws (void)
{
  static const char *const texts[] = { "4 4 0 3\n0 1\n1 2\n2 1\n2 3\n", "9 1 0 1\n0 1\n", "3 2 0 2\n0 2\n1 2\n" };
  bool ran_out = false;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    {
      mm_module *m = NULL;
      mm_error err;
      mm_status s = mm_read_edges (texts[i], strlen (texts[i]), "x.edges", &m, &err);
      cr_assert (s == MM_ENOTMODULE || s == MM_ENOMEM);
      cr_assert_eq (err.status, s);
      cr_assert_null (m);
      ran_out |= s == MM_ENOMEM;
    }
  return ran_out ? MM_ENOMEM : MM_OK;
}

Test (oom_graph, complaints_do_not_leak)
{
  cr_assert_gt (at_every_point (refuse_flaws), 5);
}

static mm_status
read_edges (void)
{
  static const char text[] = "4 5 0 3\n0 1\n0 2\n1 2\n1 3\n2 3\n";
  mm_module *m = NULL;
  mm_error err;
  mm_status s = mm_read_edges (text, strlen (text), "x.edges", &m, &err);
  cr_assert_eq (s == MM_OK, m != NULL);
  mm_module_free (m);
  return s;
}

Test (oom_graph, edges_are_read_or_not)
{
  cr_assert_gt (at_every_point (read_edges), 3);
}

/* A line that memory ran out for is lost, and the stream goes on.  */
static mm_status
read_stream (void)
{
  static char text[] = "{\"vertices\":3,\"edges\":[[0,1],[1,2]]}\n{\"name\":\"x\",\"vertices\":2,\"edges\":[[0,1]]}\n";
  FILE *in = fmemopen (text, strlen (text), "r");
  mm_jsonl *j = mm_jsonl_new (in, "x.jsonl");
  bool ran_out = !j;
  for (int line = 0; j && line < 2; line++)
    {
      mm_module *m = NULL;
      const char *name;
      mm_error err;
      mm_status s = mm_jsonl_next (j, &m, &name, &err);
      cr_assert (s == MM_OK || s == MM_ENOMEM, "%s", err.text);
      cr_assert_eq (s == MM_OK, m != NULL);
      ran_out |= s == MM_ENOMEM;
      mm_module_free (m);
    }
  mm_jsonl_free (j);
  fclose (in);
  return ran_out ? MM_ENOMEM : MM_OK;
}

Test (oom_graph, streams_go_on_after_a_line_that_did_not_fit)
{
  cr_assert_gt (at_every_point (read_stream), 5);
}

static mm_module *module;

static mm_status
dominate (void)
{
  mm_blob idom[8] = { 77, 77, 77, 77, 77, 77, 77, 77 }, ipdom[8];
  mm_status s = mm_dominators (module, idom);
  if (s)
    cr_assert_eq (idom[0], 77);
  mm_status p = mm_postdominators (module, ipdom);
  return s ? s : p;
}

Test (oom_graph, dominators_are_found_or_not)
{
  module = kit_paper_d ();
  cr_assert_eq (at_every_point (dominate), 4);
  mm_module_free (module);
}
