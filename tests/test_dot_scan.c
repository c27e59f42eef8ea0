/* tests/test_dot_scan.c: the scan and libcgraph agree about DOT.  */
#include <cgraph.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/dot_i.h"
#include "graph/read.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_scan, .fini = no_leaks);

/* ---- limits -------------------------------------------------------------------------------- */

/* What mm_read_dot says about a text in one line.  */
static void
expect_failure (const char *text, mm_status status, const char *words)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_expect_eq (mm_read_dot (text, strlen (text), NULL, &m, &err), status, "%.300s: %s", text, err.text);
  cr_expect_eq (err.line, 1, "%.300s: line %d", text, (int) err.line);
  cr_expect (strstr (err.text, words), "%.300s: %s", text, err.text);
  cr_expect_null (m);
}

/* n times `piece` between two other texts, on the heap.  */
static char *
repeated (const char *before, const char *piece, size_t n, const char *after)
{
  size_t length = strlen (piece);
  char *text = malloc (strlen (before) + n * length + strlen (after) + 1), *end = stpcpy (text, before);
  for (size_t i = 0; i < n; i++, end += length)
    memcpy (end, piece, length);
  strcpy (end, after);
  return text;
}

/* A set of n blobs, on the heap.  */
static char *
set_of (unsigned n)
{
  char *text = malloc (8 * n + 3), *end = stpcpy (text, "{");
  for (unsigned i = 0; i < n; i++)
    end += sprintf (end, " a%u", i);
  strcpy (end, "}");
  return text;
}

static void
expect_limit (const char *before, const char *piece, size_t n, const char *after, const char *words)
{
  char *text = repeated (before, piece, n, after);
  expect_failure (text, MM_ELIMIT, words);
  free (text);
}

Test (dot_scan, refuses_what_would_exhaust_libcgraph)
{
  expect_limit ("digraph ", "{", 201, "", "nested more than 200 deep");
  expect_limit ("digraph { a", " -> b", 2001, "}", "more than 2000 arrows");
  expect_limit ("digraph {", "a -> a -> a -> a -> a -> a -> a -> a -> a -> a -> a -> a -> {", 190, "",
                "more than 2000 arrows");

  char *set = set_of (9000), text[120000];
  snprintf (text, sizeof text, "digraph { %s -> %s }", set, set);
  expect_failure (text, MM_ELIMIT, "more than 67108864 layers");
  snprintf (text, sizeof text, "digraph { subgraph x %s subgraph x {} -> subgraph x {} }", set);
  expect_failure (text, MM_ELIMIT, "more than 67108864 layers");
  free (set);
}

/* libcgraph keeps each of 40,000 layers in 198 braces: 1 GB for 2 KB of text.  */
Test (dot_scan, refuses_many_layers_between_many_braces)
{
  char *set = set_of (200), *open = repeated ("digraph ", "{", 198, ""), text[3000];
  snprintf (text, sizeof text, "%s %s -> %s", open, set, set);
  char *whole = repeated (text, "}", 198, "");
  expect_failure (whole, MM_ELIMIT, "put blobs and layers between braces more than 1048576 times");
  free (whole);
  expect_limit (open, " a", 6000, "", "nest them less deeply");
  free (open);
  free (set);
}

/* The pairs are made when the statement ends, with what the subgraph has then: 810,000 here.  */
Test (dot_scan, refuses_many_layers_of_a_subgraph_that_grows_behind_its_arrow)
{
  char *set = set_of (900), text[9000];
  snprintf (text, sizeof text, "digraph { subgraph S {} -> subgraph S %s }", set);
  expect_failure (text, MM_ELIMIT, "more than 524288 layers");
  free (set);
}

Test (dot_scan, reads_a_subgraph_that_grows_between_statements)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  const char text[] = "digraph { s -> subgraph S { a b }; subgraph S { c }; s -> c; subgraph S {} -> t }";
  cr_expect_eq (mm_read_dot (text, sizeof text - 1, NULL, &m, &err), MM_OK, "%s", err.text);
  cr_expect_eq (mm_module_layers (m), 6);
  mm_module_free (m);
}

/* In 2 MB may be as many as there are bytes, twice; 100,000 layers between ten braces are fewer.  */
Test (dot_scan, reads_many_layers_between_a_few_braces)
{
  char *before = repeated ("digraph ", "{", 11, ""), *body = repeated (before, "\"the_tail\" -> \"the_head\"\n", 100000, ""), *text
    = repeated (body, "}", 11, "");
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_expect_eq (mm_read_dot (text, strlen (text), NULL, &m, &err), MM_OK, "%s", err.text);
  cr_expect_eq (mm_module_layers (m), 100000);
  mm_module_free (m);
  free (text);
  free (body);
  free (before);
}

Test (dot_scan, reads_what_is_just_within_the_limits)
{
  /* 199 pairs of braces in that of the graph; as many arrows as may be open at once.  */
  char *inner = repeated ("digraph { t; ", "s -> t -> {", 199, "s -> t"), *text = repeated (inner, "}", 200, "");
  expect_failure (text, MM_ENOTMODULE, "self-loop"); /* libcgraph took it */
  free (inner);
  free (text);
  text = repeated ("digraph { s", " -> s", 2000, "}");
  expect_failure (text, MM_ENOTMODULE, "self-loop");
  free (text);
}

/* ---- libcgraph agrees ------------------------------------------------------------------- */

/* A random text in the making; `room` statements are left.  */
typedef struct author
{
  char text[16384];
  size_t length;
  uint64_t state;
  int room;
} author;

static void
say (author *a, const char *words)
{
  a->length += strlen (strcpy (a->text + a->length, words));
}

static const char *
pick (author *a, const char *const *words, uint32_t count)
{
  return words[kit_below (&a->state, count)];
}

static const char *const blanks[] = { " ", "\n", "\t", "/* -> */", "// ;\n", "\r\n", "\n# 7 \"x\"\n" };

static void
say_list (author *a)
{
  static const char *const lists[] = { "",
                                       "",
                                       "[kernel=3]",
                                       "[ kernel = \"5\"; color=red ]",
                                       "[]",
                                       "[color=blue, kernel=7][kernel=<9>]",
                                       "[label=\"\\\"]\"kernel=11]" };
  say (a, pick (a, lists, 7));
}

static void say_braces (author *a, uint32_t depth);

/* Bounded by depth 4.  */
static void
say_operand (author *a, uint32_t depth)
{
  static const char *const blobs[] = { "a",           "b",   "\"c\"", "_d", "a:p",  "e:\"p\":n", "\"f\"",
                                       "\"g\"+\"h\"", "<i>", "-1",    ".5", "b, e", "é" };
  static const char *const heads[] = { "", "", "subgraph ", "subgraph x ", "subgraph \"y\"" };
  if (depth == 4 || kit_below (&a->state, 4))
    {
      say (a, pick (a, blobs, 13));
      return;
    }
  say (a, pick (a, heads, 5));
  say_braces (a, depth + 1);
}

static void
say_statement (author *a, uint32_t depth)
{
  static const char *const others[] = { "edge [kernel=13]",
                                        "EDGE[kernel=\"\",color=x]",
                                        "node [label=\"\\N\"] [kernel=1]",
                                        "graph[kernel=15]",
                                        "kernel=17",
                                        "edge []" };
  if (kit_below (&a->state, 5) == 0)
    {
      say (a, pick (a, others, 6));
      return;
    }
  say_operand (a, depth);
  while (kit_below (&a->state, 3))
    {
      say (a, pick (a, blanks, 7));
      say (a, "->");
      say_operand (a, depth);
    }
  say_list (a);
}

static void
say_braces (author *a, uint32_t depth)
{
  say (a, "{");
  for (uint32_t n = kit_below (&a->state, 5); n > 0 && a->room > 0; n--)
    {
      a->room--;
      say_statement (a, depth);
      say (a, kit_below (&a->state, 2) ? ";" : "");
      say (a, pick (a, blanks, 7));
    }
  say (a, "}");
}

static int
by_sequence (const void *a, const void *b)
{
  uint64_t x = AGSEQ (*(Agedge_t *const *) a), y = AGSEQ (*(Agedge_t *const *) b);
  return (x > y) - (x < y);
}

/* All edges of a graph, in order of the file; on the heap.  */
static Agedge_t **
edges_of (Agraph_t *g)
{
  Agedge_t **edges = calloc ((size_t) agnedges (g) + 1, sizeof *edges), **end = edges;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
      *end++ = e;
  qsort (edges, (size_t) agnedges (g), sizeof *edges, by_sequence);
  return edges;
}

static const char *
name_in (const mm_dot_scan *scan, Agnode_t *n)
{
  return mm_pool_text (&scan->names.text, scan->names.at[atoi (agnameof (n) + 1)].text);
}

static const char *
kernel_in (const mm_dot_scan *scan, Agedge_t *e)
{
  char name[16];
  snprintf (name, sizeof name, "a%d", (int) MM_DOT_WHERE);
  const uint32_t group = scan->statements[atoi (agget (e, name))].group;
  const mm_setting *kernel = mm_attributes_find (&scan->attributes, group, &scan->text, "kernel");
  return kernel ? mm_pool_text (&scan->text, kernel->value) : "";
}

static void
expect_same_graphs (const mm_dot_scan *scan, Agraph_t *plain, Agraph_t *skeleton, uint64_t seed, const char *text)
{
  char kernel[] = "kernel";
  cr_assert_eq (agnnodes (plain), agnnodes (skeleton), "seed %d: %s", (int) seed, text);
  cr_assert_eq (agnedges (plain), agnedges (skeleton), "seed %d: %s", (int) seed, text);
  cr_assert_eq ((uint32_t) agnnodes (plain), scan->blobs);
  for (Agnode_t *n = agfstnode (plain), *k = agfstnode (skeleton); n;
       n = agnxtnode (plain, n), k = agnxtnode (skeleton, k))
    cr_assert_str_eq (agnameof (n), name_in (scan, k), "seed %d: %s", (int) seed, text);
  Agedge_t **e = edges_of (plain), **f = edges_of (skeleton);
  for (int i = 0; i < agnedges (plain); i++)
    {
      const char *value = agget (e[i], kernel);
      cr_assert_str_eq (agnameof (agtail (e[i])), name_in (scan, agtail (f[i])), "seed %d: %s", (int) seed, text);
      cr_assert_str_eq (agnameof (aghead (e[i])), name_in (scan, aghead (f[i])), "seed %d: %s", (int) seed, text);
      cr_assert_str_eq (value ? value : "", kernel_in (scan, f[i]), "seed %d, edge %d: %s", (int) seed, i, text);
    }
  free (e);
  free (f);
}

Test (dot_scan, random_texts_mean_the_same_to_libcgraph_without_our_scan)
{
  uint64_t edges = 0;
  for (uint64_t seed = 0; seed < 3000; seed++)
    {
      author *a = calloc (1, sizeof *a);
      mm_dot_scan scan = { .length = 0 };
      mm_error err;
      a->state = seed;
      a->room = 30;
      say (a, "digraph ");
      say_braces (a, 0);
      cr_assert_eq (mm_dot_scan_text (&scan, a->text, a->length, &err), MM_OK, "seed %d: %s: %s", (int) seed,
                    err.text, a->text);
      Agraph_t *plain = agmemread (a->text), *skeleton = agmemread (scan.skeleton);
      cr_assert (plain && skeleton, "seed %d: %s", (int) seed, a->text);
      expect_same_graphs (&scan, plain, skeleton, seed, a->text);
      edges += (uint64_t) agnedges (plain);
      agclose (plain);
      agclose (skeleton);
      mm_dot_scan_clear (&scan);
      free (a);
    }
  cr_expect_gt (edges, 3000);
}
