/* tests/test_refusal.c: all that is wrong with a graph is told at once.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/refusal.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (refusal, .fini = no_leaks);

/* ---- what people read ----------------------------------------------------------------- */

/* The whole sentence that refuses a DOT text.  */
static void
expect_text (const char *dot, const char *expected)
{
  mm_module *m = NULL;
  mm_error err = { .status = MM_OK };
  mm_refusal *r = mm_refusal_new ();
  mm_refusal_ask (r, &err);
  cr_assert_eq (mm_read_dot (dot, strlen (dot), "x.dot", &m, &err), MM_ENOTMODULE, "%s", dot);
  cr_expect (mm_refusal_is_filled (r));
  cr_expect_str_eq (mm_refusal_text (r), expected);
  mm_refusal_free (r);
}

Test (refusal, two_inputs_get_a_hint_at_what_to_do) /* graph/b22 */
{
  expect_text ("digraph { \"c_{k-2}\" -> 0; \"c_{k-1}\" -> 0; \"c_{k-2}\" -> 1; \"c_{k-1}\" -> 1; 0 -> c_k; 1 -> c_k }",
               "not a module: there are 2 sources (blobs without a layer in): c_{k-2}, c_{k-1}; add a blob with a layer to each source");
}

Test (refusal, what_is_beside_the_declared_ends_is_told) /* graph/c03 */
{
  expect_text ("digraph { graph [source=x, sink=y]; w1 -> conv; x -> conv -> y; conv -> aux; w2 -> aux }",
               "not a module: there are 3 sources (blobs without a layer in): w1, x, w2; "
               "there are 2 sinks (blobs without a layer out): aux, y; "
               "remove all sources but the declared x; remove all sinks but the declared y");
  expect_text ("digraph { graph [source=conv]; w -> conv; x -> conv -> y }",
               "not a module: there are 2 sources (blobs without a layer in): w, x; "
               "blob conv is declared to be the source, but is none; add a blob with a layer to each source");
}

Test (refusal, parts_that_do_not_hang_together_are_counted)
{
  expect_text ("digraph { a -> b; c -> d }",
               "not a module: there are 2 sources (blobs without a layer in): a, c; "
               "there are 2 sinks (blobs without a layer out): b, d; the graph has 2 parts that no layer joins; "
               "put each part into a graph of its own, or join them");
}

Test (refusal, several_faults_are_all_told)
{
  expect_text ("digraph { a -> a; lonely; x; s1 -> b -> c -> b; s2 -> b; c -> t1; c-> t2; u -> v; s1 -> s3 -> s4 -> b }",
               "not a module: layer F1 is a self-loop at blob a; "
               "3 blobs are isolated (no other layer touches them): a, lonely, x; there is a cycle of 2 blobs: b -> c -> b; "
               "there are 3 sources (blobs without a layer in): s1, s2, u; there are 3 sinks (blobs without a layer out): t1, t2, v; "
               "the graph has 2 parts that no layer joins; remove the self-loop; remove the isolated blobs or join them by layers; "
               "remove or turn a layer of the cycle; put each part into a graph of its own, or join them");
}

Test (refusal, names_in_it_are_quoted_where_they_could_be_mistaken)
{
  expect_text ("digraph { \"a, b\" -> t; \"c\xC2\x9B\" -> t }",
               "not a module: there are 2 sources (blobs without a layer in): \"a, b\", \"c\\u{009B}\"; "
               "add a blob with a layer to each source");
}

Test (refusal, those_with_the_longest_reach_come_first)
{
  expect_text ("digraph { a -> t; b -> x -> t; c -> y -> z -> t; c -> end; x -> last }",
               "not a module: there are 3 sources (blobs without a layer in): c, b, a; "
               "there are 3 sinks (blobs without a layer out): t, last, end; "
               "add a blob with a layer to each source; add a blob with a layer from each sink");
}

Test (refusal, more_than_twenty_are_counted)
{
  char dot[4000] = "digraph {", expected[1000] = "not a module: there are 25 sources (blobs without a layer in): ";
  for (int i = 0; i < 25; i++)
    {
      sprintf (dot + strlen (dot), " s%d -> t;", i);
      if (i < 20)
        sprintf (expected + strlen (expected), "%ss%d", i ? ", " : "", i);
    }
  strcat (dot, "}");
  strcat (expected, " and 5 more; add a blob with a layer to each source");
  expect_text (dot, expected);
}

Test (refusal, the_error_itself_names_as_many_as_fit_and_counts_all)
{
  for (uint32_t length = 1; length < 200; length += 7)
    {
      char *dot = calloc (1, 20000), name[256];
      strcpy (dot, "digraph { lonely; x -> x;");
      for (int i = 0; i < 25; i++)
        {
          snprintf (name, sizeof name, "n%0*d", (int) length, i);
          sprintf (dot + strlen (dot), " %s -> %st;", name, name);
        }
      strcat (dot, "}");
      mm_module *m;
      mm_error err = { .status = MM_OK };
      cr_assert_eq (mm_read_dot (dot, strlen (dot), NULL, &m, &err), MM_ENOTMODULE);
      cr_expect_lt (strlen (err.text), MM_ERROR_TEXT);
      static const char *const facts[] = { "is a self-loop at blob x", "2 blobs are isolated", "25 sources", "25 sinks", "25 parts" };
      for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        cr_expect (strstr (err.text, facts[i]), "names of %u bytes: %s", length + 1, err.text);
      free (dot);
    }
}

/* ---- lists against a slow oracle ---------------------------------------------------------- */

enum { MOST = 12 };

typedef struct digraph
{
  uint32_t blobs, layers;
  uint32_t tail[40], head[40];
  bool reaches[MOST][MOST]; /* by at least one layer, self-loops aside */
  uint32_t in[MOST], out[MOST];
} digraph;

static void
make_digraph (digraph *g, uint64_t seed)
{
  uint64_t state = seed;
  memset (g, 0, sizeof *g);
  g->blobs = 1 + kit_below (&state, MOST);
  g->layers = kit_below (&state, 1 + 2 * g->blobs);
  const bool forward = kit_below (&state, 2); /* no cycle */
  for (uint32_t e = 0; e < g->layers; e++)
    {
      uint32_t u = kit_below (&state, g->blobs), v = kit_below (&state, g->blobs);
      if (forward && u > v)
        {
          const uint32_t w = u;
          u = v;
          v = w;
        }
      g->tail[e] = u;
      g->head[e] = v;
      if (u != v)
        {
          g->reaches[u][v] = true;
          g->out[u]++;
          g->in[v]++;
        }
    }
  for (uint32_t k = 0; k < g->blobs; k++)
    for (uint32_t u = 0; u < g->blobs; u++)
      for (uint32_t v = 0; v < g->blobs; v++)
        g->reaches[u][v] = g->reaches[u][v] || (g->reaches[u][k] && g->reaches[k][v]);
}

static uint32_t
reach (const digraph *g, uint32_t v, bool back)
{
  uint32_t count = 0;
  for (uint32_t u = 0; u < g->blobs; u++)
    count += u == v || (back ? g->reaches[u][v] : g->reaches[v][u]);
  return count;
}

/* A list as the oracle has it, for blobs without layers in one direction.  */
static void
expect_ends (const digraph *g, const mm_refusal *r, bool back, int seed)
{
  const mm_refused which = back ? MM_REFUSED_SINKS : MM_REFUSED_SOURCES;
  char buffer[MM_NAME_BUFFER];
  uint32_t count = 0, before = 0, last = UINT32_MAX;
  for (uint32_t v = 0; v < g->blobs; v++)
    count += back ? !g->out[v] && g->in[v] : !g->in[v] && g->out[v];
  cr_assert_eq (mm_refusal_count (r, which), count, "seed %d", seed);
  for (uint32_t i = 0; i < count; i++)
    {
      const uint32_t v = (uint32_t) strtoul (mm_refusal_name (r, which, i, buffer), NULL, 10), now = reach (g, v, back);
      cr_assert (back ? !g->out[v] && g->in[v] : !g->in[v] && g->out[v], "seed %d: %u", seed, v);
      cr_assert (now < last || (now == last && v > before), "seed %d: %u comes behind %u", seed, v, before);
      last = now;
      before = v;
    }
}

static void
expect_cycle (const digraph *g, const mm_refusal *r, int seed)
{
  char buffer[MM_NAME_BUFFER];
  bool any = false, seen[MOST] = { false };
  const uint32_t count = mm_refusal_count (r, MM_REFUSED_CYCLE);
  for (uint32_t v = 0; v < g->blobs; v++)
    any = any || g->reaches[v][v];
  cr_assert_eq (count > 0, any, "seed %d", seed);
  for (uint32_t i = 0; i < count; i++)
    {
      const uint32_t u = (uint32_t) strtoul (mm_refusal_name (r, MM_REFUSED_CYCLE, i, buffer), NULL, 10);
      const uint32_t v = (uint32_t) strtoul (mm_refusal_name (r, MM_REFUSED_CYCLE, (i + 1) % count, buffer), NULL, 10);
      bool joined = false;
      for (uint32_t e = 0; e < g->layers; e++)
        joined = joined || (g->tail[e] == u && g->head[e] == v);
      cr_assert (joined && !seen[u], "seed %d: %u to %u", seed, u, v);
      seen[u] = true;
    }
}

static uint32_t
parts (const digraph *g)
{
  uint32_t part[MOST], count = 0;
  for (uint32_t v = 0; v < g->blobs; v++)
    part[v] = v;
  for (uint32_t i = 0; i < g->blobs; i++)
    for (uint32_t e = 0; e < g->layers; e++)
      {
        const uint32_t least = part[g->tail[e]] < part[g->head[e]] ? part[g->tail[e]] : part[g->head[e]];
        part[g->tail[e]] = part[g->head[e]] = least;
      }
  for (uint32_t v = 0; v < g->blobs; v++)
    count += part[v] == v && (g->in[v] || g->out[v]);
  return count;
}

Test (refusal, lists_agree_with_an_oracle_that_closes_the_graph)
{
  int refused = 0;
  for (int seed = 0; seed < 4000; seed++)
    {
      digraph g;
      make_digraph (&g, (uint64_t) seed);
      mm_builder *b = mm_builder_new ();
      mm_refusal *r = mm_refusal_new ();
      mm_module *m = NULL;
      mm_error err = { .status = MM_OK };
      mm_refusal_ask (r, &err);
      mm_builder_add_blobs (b, g.blobs);
      uint32_t loops = 0, isolated = 0;
      for (uint32_t e = 0; e < g.layers; e++)
        {
          mm_builder_add_layer (b, g.tail[e], g.head[e], NULL, NULL);
          loops += g.tail[e] == g.head[e];
        }
      if (mm_builder_finish (b, &m, &err) == MM_ENOTMODULE)
        {
          refused++;
          for (uint32_t v = 0; v < g.blobs; v++)
            isolated += !g.in[v] && !g.out[v];
          cr_assert_eq (mm_refusal_count (r, MM_REFUSED_ISOLATED), isolated, "seed %d", seed);
          cr_assert_eq (mm_refusal_count (r, MM_REFUSED_SELF_LOOPS), loops, "seed %d", seed);
          cr_assert_eq (mm_refusal_parts (r), parts (&g), "seed %d", seed);
          expect_ends (&g, r, false, seed);
          expect_ends (&g, r, true, seed);
          expect_cycle (&g, r, seed);
        }
      else
        cr_assert_not (mm_refusal_is_filled (r));
      mm_module_free (m);
      mm_refusal_free (r);
      mm_builder_free (b);
    }
  cr_expect_gt (refused, 3000);
}

/* ---- sizes ------------------------------------------------------------------------------- */

Test (refusal, blobs_that_a_header_announces_cost_no_memory)
{
  static const char text[] = "4000000000 2 0 1\n0 1\n2 7\n";
  char buffer[MM_NAME_BUFFER];
  mm_module *m;
  mm_error err = { .status = MM_OK };
  mm_refusal *r = mm_refusal_new ();
  mm_refusal_ask (r, &err);
  cr_assert_eq (mm_read_edges (text, strlen (text), NULL, &m, &err), MM_ENOTMODULE);
  cr_expect_eq (mm_refusal_count (r, MM_REFUSED_ISOLATED), 65536);
  cr_expect_str_eq (mm_refusal_name (r, MM_REFUSED_ISOLATED, 3, buffer), "6");
  cr_expect_str_eq (mm_refusal_name (r, MM_REFUSED_SOURCES, 1, buffer), "2");
  cr_expect_str_eq (mm_refusal_name (r, MM_REFUSED_SINKS, 1, buffer), "7");
  cr_expect (strstr (err.text, "3999999996 blobs are isolated"), "%s", err.text);
  mm_refusal_free (r);
}

Test (refusal, many_ends_are_ordered_by_their_longest_paths)
{
  /* 100,000 sources, all to one blob; the last has a long way, but no blob beside it.  */
  enum { SOURCES = 100000, LONG = 5 };
  mm_builder *b = mm_builder_new ();
  mm_refusal *r = mm_refusal_new ();
  mm_module *m;
  char buffer[MM_NAME_BUFFER], last[MM_NAME_BUFFER];
  mm_error err = { .status = MM_OK };
  mm_refusal_ask (r, &err);
  mm_builder_add_blobs (b, 1 + SOURCES + LONG);
  for (uint32_t i = 1; i < SOURCES; i++)
    mm_builder_add_layer (b, i, 0, NULL, NULL);
  for (uint32_t i = 0; i < LONG; i++)
    mm_builder_add_layer (b, SOURCES + i, SOURCES + i + 1, NULL, NULL);
  mm_builder_add_layer (b, SOURCES + LONG, 0, NULL, NULL);
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  cr_expect_eq (mm_refusal_count (r, MM_REFUSED_SOURCES), SOURCES);
  snprintf (last, sizeof last, "%d", SOURCES);
  cr_expect_str_eq (mm_refusal_name (r, MM_REFUSED_SOURCES, 0, buffer), last);
  cr_expect_str_eq (mm_refusal_name (r, MM_REFUSED_SOURCES, 1, buffer), "1");
  mm_refusal_free (r);
  mm_builder_free (b);
}

Test (refusal, one_that_nobody_asked_for_is_not_made)
{
  mm_module *m;
  mm_error err = { .status = MM_OK }, copy;
  mm_refusal *r = mm_refusal_new ();
  mm_refusal_ask (r, &err);
  copy = err; /* what another error has asked for is not its own */
  cr_assert_eq (mm_read_edges ("2 0 0 1\n", 8, NULL, &m, &copy), MM_ENOTMODULE);
  cr_expect_not (mm_refusal_is_filled (r));
  cr_expect_str_eq (mm_refusal_text (r), "");
  mm_refusal_free (r);
  mm_refusal_free (NULL);
}

static mm_status
refuse_once (mm_refusal *r)
{
  mm_error err = { .status = MM_OK };
  mm_module *m = NULL;
  mm_builder *b = mm_builder_new ();
  static const uint32_t ends[][2] = { { 0, 1 }, { 1, 2 }, { 2, 1 }, { 3, 3 }, { 2, 5 }, { 6, 1 } };
  mm_refusal_ask (r, &err);
  mm_status s = b ? mm_builder_add_blob (b, "s, t", NULL) : MM_ENOMEM;
  if (!s)
    s = mm_builder_add_blobs (b, 30);
  for (size_t e = 0; e < sizeof ends / sizeof *ends && !s; e++)
    s = mm_builder_add_layer (b, ends[e][0], ends[e][1], NULL, NULL);
  if (!s)
    s = mm_builder_finish (b, &m, &err);
  mm_builder_free (b);
  return s;
}

Test (refusal, memory_may_run_out_at_every_point)
{
  mm_refusal *r = mm_refusal_new ();
  long points = 0;
  for (bool happened = true; happened; points++)
    {
      failing_after (points);
      const mm_status s = refuse_once (r);
      happened = failing_happened ();
      failing_after (-1);
      cr_assert (s == MM_ENOTMODULE || (happened && s == MM_ENOMEM), "at point %ld: %s", points, mm_status_text (s));
      cr_assert_eq (mm_refusal_is_filled (r), s == MM_ENOTMODULE, "at point %ld", points);
    }
  cr_expect_gt (points, 30);
  mm_refusal_free (r);
}
