/* tests/test_dot_dialects.c: random modules in the dialects of many exporters mean the same to us and to libcgraph.

   Each text is written twice.  The second time no graph is strict and no layer has a key, so that libcgraph merges
   nothing: by how much it has more edges is what was merged.  */
#include <cgraph.h>
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_dialects, .fini = no_leaks);

/* ---- writing ------------------------------------------------------------------------------ */

enum
{
  BLOBS = 9, /* besides the source, the sink and the helpers; layers go from a smaller one to a greater */
  ROOM = 1 << 17,
  MOST_GRAPHS = 3
};

typedef struct author
{
  char text[2][ROOM]; /* as it is; without strict and keys */
  size_t length[2];
  uint64_t state;
  int left; /* statements */
  const char *newline;
  bool strict; /* the graph is */
  bool keys;   /* they may be said: libcgraph forgets that a graph is strict where a subgraph of it has a new key */
} author;

static uint32_t
below (author *a, uint32_t n)
{
  return kit_below (&a->state, n);
}

static void
say_each (author *a, const char *words, const char *plain)
{
  const char *const both[2] = { words, plain };
  for (int i = 0; i < 2; i++)
    {
      const size_t length = strlen (both[i]);
      cr_assert_lt (a->length[i] + length + 1, ROOM);
      memcpy (a->text[i] + a->length[i], both[i], length + 1);
      a->length[i] += length;
    }
}

static void
say (author *a, const char *words)
{
  say_each (a, words, words);
}

#define PICK(a, words) (words)[below (a, sizeof (words) / sizeof *(words))]

/* Between two tokens, where there may be nothing.  */
static void
gap (author *a)
{
  static const char *const blanks[] = { " ",
                                        "\t",
                                        "  ",
                                        "/**/",
                                        "/* # } \" > ***/",
                                        "// } { -> [\n",
                                        "# } edge [style=invis] \" <\n",
                                        "#\n",
                                        "\n# 12 \"file.dot\"\n",
                                        "\n#line 3\n",
                                        "/* a\n# b\n */",
                                        " \xEF\xBB\xBF ",
                                        "\n\n" };
  say (a, below (a, 6) ? " " : PICK (a, blanks));
  if (!below (a, 8))
    say (a, a->newline);
}

/* Spellings of the blobs; those of a row are one name.  */
static const char *const names[BLOBS][4] = {
  { "a", "\"a\"", "<a>", "\"\"+\"a\"" },
  { "\"x y\"", "\"x\" + \" y\"", "\"x\\\n y\"", "<x y>" },
  { "\"q\\\"\"", "<q\">", "\"q\"+\"\\\"\"", "\"\\\n\\\n" "q\\\"\"" },
  { "-1.5", "\"-1.5\"", "<-1.5>", "\"-\"+\"1.5\"" },
  { "\"node\"", "<node>", "\"no\\\nde\"", "\"n\" # x\n + /* y */ \"ode\"" },
  { "\xC3\xA9t\xC3\xA9", "\"\xC3\xA9t\xC3\xA9\"", "<\xC3\xA9t\xC3\xA9>", "\"\xC3\xA9\"+\"t\xC3\xA9\"" },
  { "\"b#c\"", "<b#c>", "\"b#\" + \"c\"", "\"b\\\n#c\"" },
  { ".5", "\".5\"", "<.5>", "\"\"+\".5\"+\"\"" },
  { "\"\\\\N {}-//\"", "<\\\\N {}-//>", "\"\\\\N\"+\" {}-//\"", "\"\\\\N {}\"+\"-//\"" }
};

static void
say_blob (author *a, uint32_t i)
{
  say (a, PICK (a, names[i]));
  if (!below (a, 6))
    {
      static const char *const ports[] = { ":n", ":p:se", " : \"port 1\"", ":<f0>:w", ":\"a\":_" };
      say (a, PICK (a, ports));
    }
  gap (a);
}

/* Values that Graphviz does not draw are told from others by is_invisible.  */
static const char *const styles[] = { "invis",  "\"invis\"",   "\"dashed,invis\"",  "<invis>", "\"invis(1)\"", "solid", "\"\"",
                                      "dashed", "\"invis \"", "\"dashed, bold\"", "bold",    "invisible",    "\"\"",  "solid" };

static bool
is_invisible (const char *style)
{
  return style && (!strcmp (style, "invis") || !strcmp (style, "dashed,invis") || !strcmp (style, "bold,invis") || !strcmp (style, "invis(1)"));
}

static void
say_key (author *a)
{
  static const char *const keys[] = { "0", "1", "\"0\"", "<0>", "\"\"", "\"k#\"", "0" };
  static const char *const spelt[] = { "key", "\"key\"", "<key>", "\"k\"+\"ey\"" };
  say_each (a, PICK (a, spelt), "kex");
  gap (a);
  say (a, "=");
  gap (a);
  say (a, PICK (a, keys));
}

/* One attribute of an edge.  */
static void
say_attribute (author *a)
{
  static const char *const others[] = { "label=<<b>x</b> [ ] # y>", "color=\"#ff0000\"", "\"fontname\"=\"a\\\"b\\\nc\"", "Key=1",
                                        "constraint=false",         "lhead=cluster_x",   "weight=-.5",                   "penwidth=4" };
  char value[40];
  switch (below (a, 7))
    {
    case 0:
    case 1: snprintf (value, sizeof value, below (a, 2) ? "kernel=%u" : "\"kernel\" = \"%u\"", 2 * below (a, 90) + 1); break;
    case 2: snprintf (value, sizeof value, "style = %s", PICK (a, styles)); break;
    case 3: snprintf (value, sizeof value, "kernel=\"\""); break;
    case 4:
      if (a->keys)
        say_key (a);
      else
        say (a, "weight=4");
      return;
    default: say (a, PICK (a, others)); return;
    }
  say (a, value);
}

static void
say_list (author *a)
{
  static const char *const ends[] = { ";", ",", " ", " ;", "\n," };
  for (uint32_t lists = below (a, 3); lists > 0; lists--)
    {
      say (a, "[");
      for (uint32_t n = below (a, 4); n > 0; n--)
        {
          gap (a);
          say_attribute (a);
          gap (a);
          say (a, PICK (a, ends));
        }
      say (a, "]");
      gap (a);
    }
}

static void
say_arrow (author *a)
{
  say (a, "->");
  gap (a);
}

/* ---- statements ---------------------------------------------------------------------------- */

static void
say_defaults (author *a)
{
  static const char *const edge[] = { "edge", "EDGE", "Edge" };
  static const char *const others[] = { "node [style=invis]", "node[shape=record, label=\"{<f0> a|b}\"]", "graph [rank=same]",
                                        "rankdir = LR",       "NODE [style=\"\"] [color=red]",            "kernel = 8" };
  if (below (a, 2))
    {
      say (a, PICK (a, others));
      return;
    }
  say (a, PICK (a, edge));
  gap (a);
  say (a, "[");
  say_attribute (a);
  say (a, "]");
  say_list (a);
}

static void
say_channels (author *a)
{
  char list[60];
  snprintf (list, sizeof list, below (a, 3) ? "[channels=%u]" : "[color=red channels=\"\"][ channels=\"%u\"; ]", 1 + below (a, 99));
  say (a, list);
}

static void
say_chain (author *a)
{
  uint32_t i = below (a, BLOBS - 1);
  say_blob (a, i);
  do
    {
      i += 1 + below (a, below (a, 4) ? 1 : BLOBS - 1 - i);
      say_arrow (a);
      say_blob (a, i);
    }
  while (i < BLOBS - 1 && below (a, 2));
  say_list (a);
}

/* Some blobs from `first` to `last`, as an operand.  A named subgraph keeps its members, so its name says which
   they may be.  */
static void
say_set (author *a, uint32_t first, uint32_t last, const char *side)
{
  const bool commas = !below (a, 3);
  char head[40];
  if (!commas)
    {
      switch (below (a, 4))
        {
        case 0: snprintf (head, sizeof head, "SUBGRAPH cluster_%s%u_%u ", side, first, last); break;
        case 1: snprintf (head, sizeof head, "subgraph \"%s %u %u\"", side, first, last); break;
        case 2: snprintf (head, sizeof head, "subgraph "); break;
        default: head[0] = '\0';
        }
      say (a, head);
      say (a, "{");
      gap (a);
      if (!below (a, 4))
        {
          say_defaults (a);
          say (a, ";");
        }
    }
  for (uint32_t n = 1 + below (a, 3); n > 0; n--)
    {
      say_blob (a, first + below (a, last + 1 - first));
      if (n > 1)
        say (a, commas || !below (a, 3) ? "," : ";");
    }
  say (a, commas ? "" : "}");
  gap (a);
}

static void
say_edge_set (author *a)
{
  const uint32_t middle = 1 + below (a, BLOBS - 1);
  say_set (a, 0, middle - 1, "left");
  say_arrow (a);
  say_set (a, middle, BLOBS - 1, "right");
  say_list (a);
}

/* A helper of the layout; it never has a layer that is drawn.  */
static void
say_helper (author *a)
{
  static const char *const helpers[] = { "h1", "\"h 2\"", "h1 -> a [style=invis]; h1", "a -> h1 -> \"h 2\" [ style=\"bold,invis\" ] \"h 2\"" };
  say (a, PICK (a, helpers));
  say (a, " [style=invis]; h1 [style=\"invis\"] \"h 2\" [style=invis]");
}

static void say_statements (author *a, uint32_t depth);

static void
say_statement (author *a, uint32_t depth)
{
  switch (below (a, 9))
    {
    case 0: say_defaults (a); break;
    case 1:
      if (below (a, 3))
        say_blob (a, below (a, BLOBS));
      else
        say (a, "node ");
      say_channels (a);
      break;
    case 2: say_edge_set (a); break;
    case 3:
      if (depth == 3)
        say_blob (a, below (a, BLOBS));
      else
        {
          static const char *const heads[] = { "{", "subgraph {", "subgraph cluster_9{", "{rank=same " };
          say (a, PICK (a, heads));
          a->keys = !a->strict;
          say_statements (a, depth + 1);
          a->keys = depth == 0 || !a->strict;
          say (a, "}");
        }
      break;
    case 4: say_helper (a); break;
    default: say_chain (a);
    }
  gap (a);
}

static void
say_statements (author *a, uint32_t depth)
{
  gap (a);
  for (uint32_t n = 1 + below (a, 6); n > 0 && a->left > 0; n--)
    {
      a->left--;
      say_statement (a, depth);
      say (a, below (a, 4) ? ";" : a->newline);
      gap (a);
    }
}

static void
say_graph (author *a)
{
  static const char *const heads[] = { "digraph", "DIGRAPH", "Digraph" };
  static const char *const called[] = { "", " G", " \"\"", " \"a graph\"", " 7", " <h> " };
  a->strict = !below (a, 3);
  a->keys = true;
  say_each (a, a->strict ? "strict " : "", "");
  say (a, PICK (a, heads));
  say (a, PICK (a, called));
  gap (a);
  say (a, "{");
  a->left = 25;
  say_statements (a, 0);
  /* Every blob lies on a path that is drawn.  */
  for (uint32_t i = 0; i < BLOBS; i++)
    {
      say (a, "\nSource -> ");
      say_blob (a, i);
      say (a, " [style=\"\" color=red]\n");
      say_blob (a, i);
      say (a, "-> Sink [ style = solid ]");
    }
  gap (a);
  say (a, "}");
  gap (a);
}

/* ---- comparing ----------------------------------------------------------------------------- */

static int
by_sequence (const void *a, const void *b)
{
  uint64_t x = AGSEQ (*(Agedge_t *const *) a), y = AGSEQ (*(Agedge_t *const *) b);
  return (x > y) - (x < y);
}

static const char *
value (void *object, const char *attribute)
{
  char name[16];
  snprintf (name, sizeof name, "%s", attribute);
  const char *text = agget (object, name);
  return text ? text : "";
}

/* The edges that are drawn, in order of the file; on the heap.  */
static Agedge_t **
drawn_edges (Agraph_t *g, uint32_t *count, uint32_t *hidden)
{
  Agedge_t **edges = calloc ((size_t) agnedges (g) + 1, sizeof *edges);
  *count = *hidden = 0;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    for (Agedge_t *e = agfstout (g, n); e; e = agnxtout (g, e))
      if (is_invisible (value (e, "style")))
        ++*hidden;
      else
        edges[(*count)++] = e;
  qsort (edges, *count, sizeof *edges, by_sequence);
  return edges;
}

static bool
is_drawn (Agraph_t *g, Agnode_t *n)
{
  if (!is_invisible (value (n, "style")))
    return true;
  for (Agedge_t *e = agfstedge (g, n); e; e = agnxtedge (g, e, n))
    if (!is_invisible (value (e, "style")))
      return true;
  return false;
}

static void
expect_same_blobs (const mm_module *m, Agraph_t *g, const char *where)
{
  char buffer[MM_NAME_BUFFER];
  uint32_t v = 0, hidden = 0;
  for (Agnode_t *n = agfstnode (g); n; n = agnxtnode (g, n))
    if (is_drawn (g, n))
      {
        cr_assert_lt (v, mm_module_blobs (m), "%s", where);
        cr_assert_str_eq (mm_module_blob_name (m, v, buffer), agnameof (n), "%sblob %u is '%s', not '%s'", where,
                          v, agnameof (n), mm_module_blob_name (m, v, buffer));
        cr_assert_eq (mm_module_blob_info (m, v).channels, (uint32_t) atoi (value (n, "channels")), "%sblob %u has %s, not %u channels",
                      where, v, value (n, "channels"), mm_module_blob_info (m, v).channels);
        v++;
      }
    else
      hidden++;
  cr_assert_eq (v, mm_module_blobs (m), "%s", where);
  cr_assert_eq (hidden, mm_module_reading (m)->hidden_blobs, "%s", where);
}

typedef struct tally
{
  uint64_t graphs, layers, merged, hidden;
} tally;

static void
expect_same_graph (const mm_module *m, Agraph_t *g, Agraph_t *plain, const char *where, tally *t)
{
  char buffer[MM_NAME_BUFFER];
  uint32_t count, hidden;
  Agedge_t **edges = drawn_edges (g, &count, &hidden);
  expect_same_blobs (m, g, where);
  cr_assert_eq (mm_module_layers (m), count, "%s: %u layers, not %u", where, mm_module_layers (m), count);
  for (uint32_t e = 0; e < count; e++)
    {
      cr_assert_str_eq (mm_module_blob_name (m, mm_module_tails (m)[e], buffer), agnameof (agtail (edges[e])), "%s, layer %u", where, e);
      cr_assert_str_eq (mm_module_blob_name (m, mm_module_heads (m)[e], buffer), agnameof (aghead (edges[e])), "%s, layer %u", where, e);
      cr_assert_eq (mm_module_layer_info (m, e).kernel_h, (uint32_t) atoi (value (edges[e], "kernel")), "%s, layer %u", where, e);
    }
  cr_assert_eq (mm_module_reading (m)->hidden_layers, hidden, "%s", where);
  cr_assert_eq (mm_module_reading (m)->merged, (uint32_t) (agnedges (plain) - agnedges (g)), "%s: %u merged", where,
                mm_module_reading (m)->merged);
  cr_assert_eq (mm_module_reading (m)->strict, agisstrict (g), "%s", where);
  t->graphs++;
  t->layers += count;
  t->merged += mm_module_reading (m)->merged;
  t->hidden += hidden + mm_module_reading (m)->hidden_blobs;
  free (edges);
}

/* All graphs of a text, which libcgraph reads one after the other; what the parser has left unread would come up in
   the next text.  */
static void
read_plainly (const author *a, int which, Agraph_t **graphs, uint32_t count)
{
  FILE *in = fmemopen ((void *) (uintptr_t) a->text[which], a->length[which], "r");
  for (uint32_t i = 0; i < count; i++)
    cr_assert_not_null (graphs[i] = agread (in, NULL), "%s", a->text[which]);
  cr_assert_null (agread (in, NULL), "%s", a->text[which]);
  fclose (in);
}

static void
expect_same_text (const author *a, uint64_t seed, uint32_t graphs, tally *t)
{
  Agraph_t *g[MOST_GRAPHS], *plain[MOST_GRAPHS];
  read_plainly (a, 0, g, graphs);
  read_plainly (a, 1, plain, graphs);
  mm_dot_stream *ours = mm_dot_stream_new (a->text[0], a->length[0], "x.dot");
  const char *name;
  mm_module *m = NULL;
  char *where = malloc (ROOM + 100);
  for (uint32_t i = 0; i < graphs; i++)
    {
      mm_error err = { .text = "" };
      snprintf (where, ROOM + 100, "seed %d, graph %u of\n%s\n", (int) seed, i + 1, a->text[0]);
      cr_assert_eq (mm_dot_stream_next (ours, &m, &name, &err), MM_OK, "%s%d: %s", where, (int) err.line, err.text);
      cr_assert_eq (name != NULL, graphs > 1);
      expect_same_graph (m, g[i], plain[i], where, t);
      agclose (g[i]);
      agclose (plain[i]);
      mm_module_free (m);
    }
  cr_assert_eq (mm_dot_stream_next (ours, &m, &name, NULL), MM_END, "seed %d", (int) seed);
  mm_dot_stream_free (ours);
  free (where);
}

Test (dot_dialects, random_modules_mean_the_same_to_libcgraph)
{
  tally t = { 0, 0, 0, 0 };
  for (uint64_t seed = 0; seed < 2000; seed++)
    {
      author *a = calloc (1, sizeof *a);
      a->state = seed;
      a->newline = seed % 2 ? "\r\n" : "\n";
      say (a, seed % 3 ? "" : "\xEF\xBB\xBF\n"); /* libcgraph takes one for the beginning of a name */
      const uint32_t graphs = seed % 5 ? 1 : 1 + below (a, MOST_GRAPHS);
      for (uint32_t i = 0; i < graphs; i++)
        say_graph (a);
      expect_same_text (a, seed, graphs, &t);
      free (a);
    }
  cr_log_info ("%d graphs, %d layers, %d merged, %d invisible", (int) t.graphs, (int) t.layers, (int) t.merged, (int) t.hidden);
  cr_expect_gt (t.graphs, 2000);
  cr_expect_gt (t.layers, 40000);
  cr_expect_gt (t.merged, 1000);
  cr_expect_gt (t.hidden, 2000);
}
