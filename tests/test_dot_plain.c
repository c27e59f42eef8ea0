/* tests/test_dot_plain.c: graph/plain understands skeletons as libcgraph does, and takes memory in proportion.  */
#include <criterion/criterion.h>

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/dot_i.h"
#include "graph/read.h"
#include "graph/text.h"
#include "graph/write.h"
#include "tests/dot_dump.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_plain, .fini = no_leaks);

/* graph/dot_read.c over graph/plain, by the name that tests/graph.mk gives it.  */
mm_status mm_plain_read_at (const char *text, size_t length, mm_dot_place *place, mm_module **out, mm_error *err);

/* ---- random texts ------------------------------------------------------------------------ */

typedef struct text
{
  char *data;
  size_t used, size;
  uint64_t state;
  uint32_t depth;
} text;

static void put (text *t, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

static void
put (text *t, const char *format, ...)
{
  va_list args;
  if (t->size - t->used < 100)
    {
      t->size = 2 * t->size + 200;
      t->data = realloc (t->data, t->size);
      cr_assert (t->data);
    }
  va_start (args, format);
  t->used += (size_t) vsnprintf (t->data + t->used, 100, format, args);
  va_end (args);
}

static uint32_t
draw (text *t, uint32_t n)
{
  return kit_below (&t->state, n);
}

static const char *const attribute[] = { "key", "label", "kernel", "channels", "activation", "style", "stride", "padding" };

static void
put_list (text *t)
{
  put (t, " [");
  for (uint32_t i = draw (t, 3) + (draw (t, 4) != 0); i > 0; i--)
    {
      const char *name = attribute[draw (t, 8)];
      const uint32_t value = draw (t, 4);
      if (value == 3)
        put (t, "%s=\"\" ", name);
      else
        put (t, "%s=%u%s", name, 2 * value + 1, draw (t, 2) ? ", " : " ");
    }
  put (t, "]");
}

static void put_statements (text *t, uint32_t count);

static void
put_operand (text *t)
{
  if (draw (t, 3) == 0 && t->depth < 4)
    {
      static const char *const opening[] = { "{", "subgraph {", "subgraph A {", "subgraph B {", "subgraph a {" };
      t->depth++;
      put (t, "%s ", opening[draw (t, 5)]);
      put_statements (t, draw (t, 4));
      put (t, "}");
      t->depth--;
      return;
    }
  put (t, "%c", 'a' + (int) draw (t, 8));
  while (draw (t, 4) == 0)
    put (t, ", %c", 'a' + (int) draw (t, 8));
}

static void
put_statement (text *t)
{
  static const char *const about[] = { "node", "edge", "graph" };
  switch (draw (t, 7))
    {
    case 0:
      put (t, "%s", about[draw (t, 3)]);
      put_list (t);
      break;
    case 1: put (t, "%s=%u", attribute[draw (t, 8)], draw (t, 4)); break;
    default:
      put_operand (t);
      while (draw (t, 2))
        {
          put (t, " -> ");
          put_operand (t);
        }
      while (draw (t, 3) == 0)
        put_list (t);
    }
}

static void
put_statements (text *t, uint32_t count)
{
  for (; count > 0; count--)
    {
      put_statement (t);
      put (t, draw (t, 3) ? "; " : "\n");
    }
}

static text
random_text (uint64_t seed)
{
  text t = { .state = seed };
  put (&t, draw (&t, 4) ? "digraph G { " : "strict digraph { ");
  put_statements (&t, 1 + draw (&t, 12));
  put (&t, "}\n");
  return t;
}

/* ---- the same graph ------------------------------------------------------------------------- */

/* What both make of the skeleton of a text. @return whether there is one */
static bool
compare_skeletons (const char *data, size_t length, const char *what)
{
  mm_dot_scan scan = { .length = 0 };
  mm_error err = { .line = 0 };
  const mm_status s = mm_dot_scan_text (&scan, data, length, &err);
  if (!s)
    {
      char *wanted = dot_dump (scan.skeleton), *got = dot_dump_plain (scan.skeleton);
      cr_assert (wanted && got, "%s: %s\n%s", what, data, scan.skeleton);
      cr_assert_str_eq (wanted, got, "%s: %s\nlibcgraph:\n%s\nplain:\n%s", what, data, wanted, got);
      free (wanted);
      free (got);
    }
  mm_dot_scan_clear (&scan);
  return !s;
}

static char *
written (const mm_module *m)
{
  char *data = NULL;
  size_t size;
  FILE *out = open_memstream (&data, &size);
  cr_assert (out && !mm_write_dot (m, NULL, out));
  fclose (out);
  return data;
}

/* The module, or the complaint. @return whether it is a module */
static bool
compare_modules (const char *data, size_t length, const char *what)
{
  mm_module *m = NULL, *p = NULL;
  mm_error err = { .line = 0 }, plain = { .line = 0 };
  mm_dot_place here = { 0, 0 }, there = { 0, 0 };
  const mm_status s = mm_dot_read_at (data, length, &here, &m, &err);
  const mm_status t = mm_plain_read_at (data, length, &there, &p, &plain);
  cr_assert_eq (s, t, "%s: %s, but %s\n%s", what, s ? err.text : "fine", t ? plain.text : "fine", data);
  cr_assert_eq (here.at, there.at);
  if (s)
    {
      cr_assert_str_eq (err.text, plain.text);
      cr_assert_eq (err.line, plain.line);
      return false;
    }
  char *wanted = written (m), *got = written (p);
  cr_assert_str_eq (wanted, got, "%s", what);
  cr_assert (!memcmp (mm_module_reading (m), mm_module_reading (p), sizeof (mm_reading)), "%s", what);
  free (wanted);
  free (got);
  mm_module_free (m);
  mm_module_free (p);
  return true;
}

Test (dot_plain, random_graphs_mean_what_they_mean_to_libcgraph, .timeout = 300)
{
  uint32_t graphs = 0, modules = 0;
  for (uint64_t seed = 1; seed <= 20000; seed++)
    {
      char what[32];
      text t = random_text (seed);
      snprintf (what, sizeof what, "seed %llu", (unsigned long long) seed);
      graphs += compare_skeletons (t.data, t.used, what);
      modules += seed % 4 == 0 && compare_modules (t.data, t.used, what);
      free (t.data);
    }
  cr_assert_gt (graphs, 15000, "%u", graphs);
  cr_assert_gt (modules, 50, "%u", modules);
}

static uint32_t
compare_folder (const char *folder, const char *end)
{
  const char *top = getenv ("top_srcdir");
  char path[4200];
  uint32_t files = 0;
  snprintf (path, sizeof path, "%s/%s", top ? top : ".", folder);
  DIR *d = opendir (path);
  cr_assert (d, "%s", path);
  for (struct dirent *e; (e = readdir (d));)
    {
      const size_t length = strlen (e->d_name);
      if (*e->d_name == '.' || length < strlen (end) || strcmp (e->d_name + length - strlen (end), end))
        continue;
      mm_text t;
      snprintf (path, sizeof path, "%s/%s/%s", top ? top : ".", folder, e->d_name);
      cr_assert_eq (mm_text_read (path, &t, NULL), MM_OK);
      compare_skeletons (t.data, t.length, e->d_name);
      compare_modules (t.data, t.length, e->d_name);
      mm_text_clear (&t);
      files++;
    }
  closedir (d);
  return files;
}

Test (dot_plain, files_mean_what_they_mean_to_libcgraph)
{
  cr_assert_gt (compare_folder ("examples", ".dot"), 5);
  cr_assert_gt (compare_folder ("tests/refuse", ".dot"), 10);
  cr_assert_gt (compare_folder ("tests/fuzz/corpus/dot", ""), 10);
}

Test (dot_plain, scopes_and_sets)
{
  static const char *const texts[] = {
    "digraph { { b a } -> { b c, c }; a, a -> b }",
    "digraph { subgraph A { node [channels=3]; edge [kernel=3]; a } subgraph A { b; a -> b } c; b -> c }",
    "digraph { subgraph A { a } subgraph B { subgraph A { b } } subgraph A { c } -> d; subgraph B {} -> subgraph A {} }",
    "digraph { node [channels=1]; a; node [channels=\"\"]; b; a [channels=3]; a -> b [kernel=3] [kernel=5] }",
    "digraph { a -> b; edge [kernel=3]; b -> c; { edge [kernel=5]; c -> d } d -> e; padding=same; { padding=once } }",
    "digraph { subgraph A { b; subgraph A { a } } -> c -> subgraph A {} }",
    "digraph { { { { a } } } -> { } -> b; { a [channels=7] } }",
    "digraph { a, b, a [channels=3]; { c d } [channels=5]; e; }",
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    cr_assert (compare_skeletons (texts[i], strlen (texts[i]), "text"));
}

/* ---- what is no skeleton ---------------------------------------------------------------------- */

Test (dot_plain, what_the_scan_does_not_write_is_not_understood)
{
  static const char *const texts[] = { "", "{", "graph {\n}\n", "digraph {\n", "digraph {\nn1", "digraph {\n}\n}\n", "digraph {\nx\n}\n",
                                       "digraph {\nn1,,n2;\n}\n,", "digraph {\n[a1=\n", "digraph {\na1=x;\n}\n", "digraph {\nn1\n[a1=3][a2=4];\n}\n",
                                       "digraph {\nn1\n[a1=x];\n}\n", "digraph {\nn1\n[a1=3;\n}\n",
                                       "digraph {\nn4294967295\n;\n}\n", "digraph {\nsubgraph n1{\n}\n;\n}\n",
                                       "digraph {\n,;\n}\n", "digraph {\n[n1];\n}\n", "digraph {\nn1\n[a1=4294967295;\n]\n;\n}\n" };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    {
      char *dump = dot_dump_plain (texts[i]);
      cr_assert_null (dump, "%s", texts[i]);
    }
}

/* ---- memory ------------------------------------------------------------------------------------- */

static const char hard[] = "strict digraph { node [channels=3]; s -> { a b } -> t [kernel=1];\n"
                           "  subgraph A { edge [kernel=3]; a -> subgraph B { c; d [channels=5] } }\n"
                           "  subgraph A { b } -> t; subgraph A { } -> t [kernel=5]; c, d -> t; s -> a [kernel=7]; padding=same }\n";

Test (dot_plain, running_out_of_memory_at_any_point_is_an_answer)
{
  for (long n = 0;; n++)
    {
      mm_module *m = NULL;
      mm_error err = { .line = 0 };
      mm_dot_place place = { 0, 0 };
      failing_after (n);
      const mm_status s = mm_plain_read_at (hard, strlen (hard), &place, &m, &err);
      const bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "point %ld: %s", n, err.text);
      if (!happened)
        {
          mm_module_free (m);
          cr_assert_gt (n, 30);
          return;
        }
      cr_assert_null (m);
      cr_assert_eq (err.status, MM_ENOMEM);
    }
}
