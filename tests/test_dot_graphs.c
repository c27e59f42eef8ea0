/* tests/test_dot_graphs.c: several graphs in one DOT text.  */
#include <criterion/criterion.h>
#include <string.h>

#include "graph/read.h"
#include "tests/failing.h"
#include "tests/leak.h"

TestSuite (dot_graphs, .fini = no_leaks);

/* What the stream answers for one graph: its name (NULL: it is the only one) and its layers, or a status.  */
typedef struct answer
{
  const char *name;
  uint32_t layers;
  mm_status status;
  uint64_t line;
} answer;

static void
expect_stream (const char *text, const answer *wanted, int count)
{
  mm_dot_stream *d = mm_dot_stream_new (text, strlen (text), "x.dot");
  for (int i = 0; i < count; i++)
    {
      mm_module *m = NULL;
      const char *name;
      mm_error err = { .text = "" };
      const mm_status s = mm_dot_stream_next (d, &m, &name, &err);
      cr_expect_eq (s, wanted[i].status, "%s: %d: %s", text, i + 1, err.text);
      cr_expect_str_eq (err.file, "x.dot");
      cr_expect_str_eq (name ? name : "(none)", wanted[i].name ? wanted[i].name : "(none)", "%s: %d", text, i + 1);
      cr_expect_eq (m != NULL, s == MM_OK);
      if (m)
        cr_expect_eq (mm_module_layers (m), wanted[i].layers, "%s: %d: %u layers", text, i + 1, mm_module_layers (m));
      else
        cr_expect_eq (err.line, wanted[i].line, "%s: %d: line %d: %s", text, i + 1, (int) err.line, err.text);
      mm_module_free (m);
    }
  mm_module *m = NULL;
  const char *name;
  cr_expect_eq (mm_dot_stream_next (d, &m, &name, NULL), MM_END, "%s", text);
  cr_expect_eq (mm_dot_stream_next (d, &m, &name, NULL), MM_END, "%s", text);
  mm_dot_stream_free (d);
}

#define EXPECT(text, ...)                                                                                                         \
  expect_stream (text, (const answer[]){ __VA_ARGS__ }, (int) (sizeof (const answer[]){ __VA_ARGS__ } / sizeof (answer)))

Test (dot_graphs, each_is_answered_by_its_name_or_number)
{
  EXPECT ("digraph { a -> b }", { NULL, 1, MM_OK, 0 });
  EXPECT ("digraph A { a -> b } digraph B { a -> b; a -> b }", { "A", 1, MM_OK, 0 }, { "B", 2, MM_OK, 0 });
  EXPECT ("digraph { a -> b }\n// next }\n digraph \"x y\" { \"}\" -> b; \"}\" -> <}>; b -> \"}\" + \"\\\"\"; <}> -> b }strict digraph{a->b}",
          { "1", 1, MM_OK, 0 }, { "x y", 4, MM_ENOTMODULE, 3 }, { "3", 1, MM_OK, 0 });
  EXPECT ("digraph A { a -> b } digraph A { c -> b } digraph \"\" { c -> d }", { "1", 1, MM_OK, 0 }, { "2", 1, MM_OK, 0 },
          { "3", 1, MM_OK, 0 });
  EXPECT ("\xEF\xBB\xBF" "digraph A { a -> b }\n\xEF\xBB\xBF" "digraph B { a -> b }\n", { "A", 1, MM_OK, 0 }, { "B", 1, MM_OK, 0 });
}

Test (dot_graphs, a_wrong_one_does_not_stop_the_rest)
{
  EXPECT ("digraph A {\n a -> a }\ngraph B { a -- b }\ndigraph C { a -> b [kernel] }\ndigraph D { {a} -> b }",
          { "A", 0, MM_ENOTMODULE, 2 }, { "B", 0, MM_EUNSUPPORTED, 3 }, { "C", 0, MM_EPARSE, 4 }, { "D", 1, MM_OK, 0 });
  EXPECT ("digraph A { a -> b }\ndigraph B { a -> \"b }\ndigraph C { a -> b }", { "A", 1, MM_OK, 0 }, { "B", 0, MM_EPARSE, 2 });
  EXPECT ("digraph A { a -> b }\ndigraph B { a -> b }\n}", { "A", 1, MM_OK, 0 }, { "B", 1, MM_OK, 0 }, { "3", 0, MM_EPARSE, 3 });
  EXPECT ("digraph A { a -> b }\ndigraph", { "A", 1, MM_OK, 0 }, { "2", 0, MM_EPARSE, 2 });
}

Test (dot_graphs, one_graph_and_something_else_is_one_wrong_text)
{
  EXPECT ("digraph A { a -> b } x", { NULL, 0, MM_EPARSE, 1 });
  EXPECT ("digraph A {\n a -> } b }", { NULL, 0, MM_EPARSE, 2 });
  EXPECT ("", { NULL, 0, MM_EPARSE, 1 });
  EXPECT ("digraph { a -> \xE9 }", { NULL, 0, MM_EPARSE, 1 });
  EXPECT ("# nothing\n", { NULL, 0, MM_EPARSE, 2 });
}

/* ---- one of them ------------------------------------------------------------------------- */

static const char several[] = "digraph A { a -> b }\ndigraph { a -> b; a -> b }\ndigraph 1 { a -> b; a -> b; a -> b }\n"
                              "digraph B { a -> b; a -> b; a -> b; a -> b }\ndigraph B { a -> a }";

static void
expect_graph (const char *called, uint32_t layers)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_read_dot_graph (several, sizeof several - 1, "x.dot", called, &m, &err), MM_OK, "%s: %s", called, err.text);
  cr_expect_eq (mm_module_layers (m), layers, "%s: %u layers", called, mm_module_layers (m));
  mm_module_free (m);
}

static void
expect_refusal (const char *text, const char *called, mm_status status, uint64_t line, const char *words)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_expect_eq (mm_read_dot_graph (text, strlen (text), "x.dot", called, &m, &err), status, "%s: %s", called, err.text);
  cr_expect_eq (err.line, line, "%s: line %d", called, (int) err.line);
  cr_expect (strstr (err.text, words), "%s: %s", called, err.text);
  cr_expect_null (m);
}

Test (dot_graphs, one_is_chosen_by_its_name_else_by_its_number)
{
  expect_graph ("A", 1);
  expect_graph ("2", 2);
  expect_graph ("1", 3);
  expect_graph ("3", 3);
  expect_graph ("4", 4);
  expect_refusal (several, "5", MM_ENOTMODULE, 5, "self-loop");
  expect_refusal (several, "B", MM_EUNSUPPORTED, 0, "there is no graph called B in it; its graphs are: A, 2, 1, 4, 5");
  expect_refusal (several, "0", MM_EUNSUPPORTED, 0, "there is no graph called 0");
  expect_refusal (several, "6", MM_EUNSUPPORTED, 0, "there is no graph called 6");
  expect_refusal (several, "02", MM_EUNSUPPORTED, 0, "there is no graph called 02");
  expect_refusal (several, "", MM_EUNSUPPORTED, 0, "there is no graph called \"\"");
  expect_refusal ("", "A", MM_EPARSE, 0, "there is no graph in it");
  expect_refusal ("digraph { a -> \xE9 }", "A", MM_EPARSE, 1, "Latin-1");
}

/* The first graph has no name of its own, and 1 is the name of the fourth.  */
Test (dot_graphs, a_number_that_is_anothers_name_has_a_mark_before_it)
{
  static const char same[] = "digraph A { a -> b } digraph A { a -> b; a -> b } digraph B { a -> b } digraph 1 { a -> c; c -> b; a -> b; a -> b }";
  static const struct { const char *called; uint32_t layers; } expected[] = { { "#1", 1 }, { "2", 2 }, { "B", 1 }, { "1", 4 }, { "#4", 4 } };
  for (size_t i = 0; i < 5; i++)
    {
      mm_module *m = NULL;
      mm_error err = { .text = "" };
      cr_assert_eq (mm_read_dot_graph (same, sizeof same - 1, "x.dot", expected[i].called, &m, &err), MM_OK, "%s", err.text);
      cr_expect_eq (mm_module_layers (m), expected[i].layers, "%s", expected[i].called);
      mm_module_free (m);
    }
  expect_refusal (same, NULL, MM_EUNSUPPORTED, 1, "there are 4 graphs in it: #1, 2, B, 1; name one behind the file, as in FILE##1");
  EXPECT (same, { "#1", 1, MM_OK, 0 }, { "2", 2, MM_OK, 0 }, { "B", 1, MM_OK, 0 }, { "1", 4, MM_OK, 0 });
}

Test (dot_graphs, where_one_is_wanted_several_are_refused_with_what_they_are_called)
{
  expect_refusal (several, NULL, MM_EUNSUPPORTED, 2, "there are 5 graphs in it: A, 2, 1, 4, 5; name one behind the file, as in FILE#A");
  expect_refusal ("digraph A { a -> a } digraph B { a -> b }", NULL, MM_EUNSUPPORTED, 1, "there are 2 graphs in it: A, B;");
}

Test (dot_graphs, survive_running_out_of_memory_at_every_point)
{
  for (long n = 0;; n++)
    {
      const char *name;
      mm_status s = MM_ENOMEM;
      int good = 0;
      failing_after (n);
      mm_dot_stream *d = mm_dot_stream_new (several, sizeof several - 1, NULL);
      for (; d && s != MM_END && s != MM_ENOTMODULE;)
        {
          mm_module *m = NULL;
          mm_error err;
          s = mm_dot_stream_next (d, &m, &name, &err);
          good += s == MM_OK;
          cr_assert_eq (m != NULL, s == MM_OK, "allocation %ld", n);
          mm_module_free (m);
        }
      const bool happened = failing_happened ();
      failing_after (-1);
      mm_dot_stream_free (d);
      cr_assert (happened ? good < 5 : good == 4, "allocation %ld: %d good", n, good);
      if (!happened)
        break;
    }
}
