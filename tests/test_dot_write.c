/* tests/test_dot_write.c: canonical DOT.  */
#include "graph/write.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_write, .fini = no_leaks);

/* The module as text, on the heap.  */
static char *
written (const mm_module *m, const mm_dot_extra *extra)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_write_dot (m, extra, out), MM_OK);
  fclose (out);
  return text;
}

static mm_module *
read_back (const char *text)
{
  mm_module *m = NULL;
  mm_error err;
  cr_assert_eq (mm_read_dot (text, strlen (text), NULL, &m, &err), MM_OK, "%s\n%s", err.text, text);
  return m;
}

/* A module of one layer between blobs of these names.  */
static mm_module *
one_layer (const char *tail, const char *head, const char *layer)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  mm_error err;
  cr_assert (!mm_builder_add_blob (b, tail, NULL) && !mm_builder_add_blob (b, head, NULL)
             && !mm_builder_add_layer (b, 0, 1, layer, NULL));
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  mm_builder_free (b);
  return m;
}

/* ---- what is written ---------------------------------------------------------------- */

Test (dot_write, lines_and_attributes_are_sorted_and_what_was_given_stays)
{
  mm_module *m = read_back ("digraph bridge {\n"
                            "  padding=once;\n"
                            "  b -> t [stride=1, kernel=3, key=F5];\n"
                            "  s -> b [kernel=\"1x3\", key=F2, groups=2];\n"
                            "  s -> a [key=F1, kind=conv, stride=2, dilation=3];\n"
                            "  a -> t [key=\"F 4\", kind=identity];\n"
                            "  a -> b;\n"
                            "  t [norm=batchnorm, channels=8, activation=relu];\n"
                            "}\n");
  char *text = written (m, NULL);
  cr_expect_str_eq (text, "digraph bridge {\n"
                          "  graph [padding=once];\n"
                          "  a;\n"
                          "  b;\n"
                          "  s;\n"
                          "  t [activation=relu channels=8 norm=batchnorm];\n"
                          "  a -> b [key=F5];\n"
                          "  a -> t [key=\"F 4\" kind=identity];\n"
                          "  b -> t [kernel=3 key=F5 stride=1];\n"
                          "  s -> a [dilation=3 key=F1 kind=conv stride=2];\n"
                          "  s -> b [groups=2 kernel=\"1x3\" key=F2];\n"
                          "}\n");
  free (text);
  mm_module_free (m);
}

/* What is written of the text, which must be the same when it is read and written again.  */
static void
expect_written (const char *text, const char *wanted)
{
  mm_module *m = read_back (text);
  char *once = written (m, NULL);
  cr_expect_str_eq (once, wanted, "%s\n%s", text, once);
  mm_module *again = read_back (once);
  char *twice = written (again, NULL);
  cr_expect_str_eq (twice, once);
  for (mm_layer e = 0; e < mm_module_layers (m) && mm_module_layers (m) == 1; e++)
    cr_expect_eq (mm_module_layer_info (again, e).kind, mm_module_layer_info (m, e).kind, "%s", text);
  mm_module_free (again);
  mm_module_free (m);
  free (once);
  free (twice);
}

/* Whoever wrote stride=1 finds it again, from a default or a subgraph too.  */
Test (dot_write, defaults_that_were_given_stay)
{
  expect_written ("digraph { graph [padding=same, pad=0.5, rankdir=LR]; label=net; bias=0;\n"
                  "  s [norm=none, activation=none, bias=false]; t [stride=1];\n"
                  "  s -> t [stride=1, groups=1, dilation=1, bias=0, kind=conv, padding=1, kernel=3, norm=none, activation=none, key=F1] }",
                  "digraph {\n  graph [bias=0 label=net pad=0.5 padding=same rankdir=LR];\n"
                  "  s [activation=none bias=false norm=none];\n  t [stride=1];\n"
                  "  s -> t [activation=none bias=0 dilation=1 groups=1 kernel=3 key=F1 kind=conv norm=none padding=1 stride=1];\n}\n");
  expect_written ("digraph { edge [stride=1]; subgraph x { edge [groups=1]; node [channels=4]; s -> a; } a -> t [stride=2]; a -> t [stride=\"\"] }",
                  "digraph {\n  a [channels=4];\n  s [channels=4];\n  t;\n  a -> t [key=F2 stride=2];\n  a -> t [key=F3];\n"
                  "  s -> a [groups=1 key=F1 stride=1];\n}\n");
  expect_written ("digraph { s -> t [strides=\"(1, 1)\", num_group=1, ksize=3, dilation_rate=\"1,1\"] }",
                  "digraph {\n  s;\n  t;\n  s -> t [dilation=1 groups=1 kernel=3 key=F1 stride=1];\n}\n");
}

/* A kind is told once or more often, and no word of it is lost.  */
Test (dot_write, kinds_stay_in_all_their_words)
{
  static const char *const said[][2] = {
    { "kind=conv", "key=F1 kind=conv" },
    { "type=conv", "key=F1 kind=conv" },
    { "type=Conv2d", "key=F1 type=Conv2d" },
    { "kind=conv, type=Conv2d", "key=F1 kind=conv type=Conv2d" },
    { "op=skip, kind=identity", "key=F1 kind=identity op=skip" },
    { "class=Conv2d, kind=conv", "class=Conv2d key=F1 kind=conv" },
    { "class=wide, kind=identity", "class=wide key=F1 kind=identity" },
    { "class=wide, kind=conv", "class=wide key=F1 kind=conv" },
    { "class=wide", "class=wide key=F1" },
  };
  for (size_t i = 0; i < sizeof said / sizeof *said; i++)
    {
      char text[200], wanted[200];
      snprintf (text, sizeof text, "digraph { s -> t [%s] }", said[i][0]);
      snprintf (wanted, sizeof wanted, "digraph {\n  s;\n  t;\n  s -> t [%s];\n}\n", said[i][1]);
      expect_written (text, wanted);
    }
}

/* Programs that say no default find none.  */
Test (dot_write, a_builder_that_sets_defaults_writes_none)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  const mm_layer_info plain = { MM_KIND_CONV, 0, 0, 1, 1, 1 };
  const mm_blob_info blob = { 0, NULL, NULL };
  cr_assert (!mm_builder_add_blobs (b, 2) && !mm_builder_add_layer (b, 0, 1, NULL, NULL));
  cr_assert (!mm_builder_set_layer (b, 0, &plain) && !mm_builder_set_blob (b, 0, &blob));
  mm_builder_set_padding (b, MM_PADDING_SAME);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  char *text = written (m, NULL);
  cr_expect_str_eq (text, "digraph {\n  0;\n  1;\n  0 -> 1 [key=F1];\n}\n");
  free (text);
  /* A word that was given, and a number that took its place.  */
  mm_layer_info other = mm_module_layer_info (m, 0);
  other.kernel_h = other.kernel_w = 0;
  cr_assert_eq (mm_builder_copy (b, m), MM_OK);
  mm_module_free (m);
  cr_assert (!mm_builder_set_attribute (b, MM_ON_LAYER, 0, "kernel", "3", 0)
             && !mm_builder_set_attribute (b, MM_ON_LAYER, 0, "stride", "2", 0) && !mm_builder_set_layer (b, 0, &other));
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  text = written (m, NULL);
  cr_expect_str_eq (text, "digraph {\n  0;\n  1;\n  0 -> 1 [key=F1 stride=1];\n}\n");
  free (text);
  mm_module_free (m);
}

Test (dot_write, layers_without_a_name_keep_the_one_they_are_shown_with)
{
  mm_module *m = kit_module ("t-z s-t s-z");
  char *text = written (m, NULL);
  cr_expect_str_eq (text, "digraph {\n  s;\n  t;\n  z;\n"
                          "  s -> t [key=F2];\n  s -> z [key=F3];\n  t -> z [key=F1];\n}\n");
  free (text);
  mm_module_free (m);
}

Test (dot_write, blobs_without_a_name_are_called_by_their_number)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  cr_assert (!mm_builder_add_blobs (b, 2) && !mm_builder_add_layer (b, 1, 0, NULL, NULL));
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  char *text = written (m, NULL);
  cr_expect_str_eq (text, "digraph {\n  0;\n  1;\n  1 -> 0 [key=F1];\n}\n");
  free (text);
  mm_module_free (m);
}

Test (dot_write, layers_that_share_ends_and_name_keep_it_as_their_label)
{
  mm_module *m = read_back ("digraph { s -> t [label=conv, kernel=5]; s -> t [label=pool]; s -> t [label=conv]; }");
  char *text = written (m, NULL);
  cr_expect_str_eq (text, "digraph {\n  s;\n  t;\n"
                          "  s -> t [label=conv];\n"
                          "  s -> t [kernel=5 label=conv];\n"
                          "  s -> t [key=pool label=pool];\n}\n");
  mm_module *again = read_back (text);
  char name[MM_NAME_BUFFER];
  cr_expect_str_eq (mm_module_layer_given_name (again, 0, name), "conv");
  cr_expect_str_eq (mm_module_layer_given_name (again, 1, name), "conv");
  mm_module_free (again);
  free (text);
  mm_module_free (m);
}

static void
weight_file (FILE *out, const mm_module *m, mm_layer e, void *context)
{
  char name[MM_NAME_BUFFER];
  ++*(int *) context;
  fprintf (out, "\"%s.npy\"", mm_module_layer_given_name (m, e, name));
}

static bool
has_file (const mm_module *m, mm_layer e, void *context)
{
  char name[MM_NAME_BUFFER];
  (void) context;
  return strcmp (mm_module_layer_given_name (m, e, name), "c") != 0;
}

Test (dot_write, an_extra_attribute_takes_the_place_of_what_the_layer_had)
{
  int calls = 0;
  mm_dot_extra extra = { "weights", weight_file, has_file, &calls };
  mm_module *m = read_back ("digraph { s -> t [key=a, stride=2, xlabel=x]; s -> t [key=b, weights=old];"
                            " s -> t [key=c, weights=\"given.npy\"] }");
  char *text = written (m, &extra);
  cr_expect_str_eq (text, "digraph {\n  s;\n  t;\n"
                          "  s -> t [key=a stride=2 weights=\"a.npy\" xlabel=x];\n"
                          "  s -> t [key=b weights=\"b.npy\"];\n"
                          "  s -> t [key=c];\n}\n");
  cr_expect_eq (calls, 2);
  mm_module_free (read_back (text));
  free (text);
  mm_module_free (m);
}

/* ---- words -------------------------------------------------------------------------- */

static void
expect_word (const char *text, const char *word)
{
  char *got = NULL;
  size_t length;
  FILE *out = open_memstream (&got, &length);
  cr_expect_eq (mm_write_dot_word (text, out), MM_OK);
  fclose (out);
  cr_expect_str_eq (got, word);
  free (got);
}

Test (dot_write, words_are_quoted_only_where_they_must_be)
{
  expect_word ("conv_1", "conv_1");
  expect_word ("_", "_");
  expect_word ("größe", "größe");
  expect_word ("-1.5", "-1.5");
  expect_word (".5", ".5");
  expect_word ("5.", "5.");
  expect_word ("007", "007");
  expect_word ("nodes", "nodes");
  expect_word ("", "\"\"");
  expect_word ("-", "\"-\"");
  expect_word (".", "\".\"");
  expect_word ("1.2.3", "\"1.2.3\"");
  expect_word ("1e5", "\"1e5\"");
  expect_word ("--1", "\"--1\"");
  expect_word ("1-", "\"1-\"");
  expect_word ("node", "\"node\"");
  expect_word ("DiGraph", "\"DiGraph\"");
  expect_word ("a b", "\"a b\"");
  expect_word ("%x", "\"%x\"");
  expect_word ("<b>", "\"<b>\"");
  expect_word ("say \"a\"", "\"say \\\"a\\\"\"");
  expect_word ("a\\b", "\"a\\b\"");
  expect_word ("two\\\\", "\"two\\\\\"");
  expect_word ("one\\", "<one\\>");
  expect_word ("\\\"", "<\\\">");
  expect_word ("a\\\nb", "<a\\\nb>");
}

Test (dot_write, words_that_dot_cannot_say_are_refused)
{
  static const char *const words[] = { "<\\", ">\\", "a > b\\\"", "><\\", "<\\\n" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      char *got = NULL;
      size_t length;
      FILE *out = open_memstream (&got, &length);
      cr_expect_eq (mm_write_dot_word (words[i], out), MM_EUNSUPPORTED, "%s", words[i]);
      fclose (out);
      cr_expect_eq (length, 0);
      free (got);
    }
}

/* Nasty texts of up to 7 pieces.  */
static void
nasty_text (uint64_t *state, char text[64])
{
  static const char *const pieces[] = { "a",  "B",  "0",  "9",  ".",      "-",    " ",    "\"", "\\", "%",
                                        "<",  ">",  "\n", "\r", "é",      "出",   "{",    ";",  "+",  "#",
                                        "//", "/*", "'",  "=",  "strict", "node", "edge", "->" };
  text[0] = '\0';
  for (uint32_t n = kit_below (state, 8); n > 0; n--)
    strcat (text, pieces[kit_below (state, sizeof pieces / sizeof *pieces)]);
}

Test (dot_write, nasty_names_read_back_as_they_were)
{
  enum { ROUNDS = 20000 };
  int refused = 0;
  for (uint64_t seed = 0; seed < ROUNDS; seed++)
    {
      uint64_t state = seed;
      char tail[80], head[80] = "t ", layer[80] = "k", name[MM_NAME_BUFFER], *text = NULL;
      size_t length;
      nasty_text (&state, tail);
      nasty_text (&state, head + kit_below (&state, 2));
      nasty_text (&state, layer + kit_below (&state, 2));
      if (!strcmp (tail, head) || !*layer)
        continue;
      mm_module *m = one_layer (tail, head, layer);
      FILE *out = open_memstream (&text, &length);
      mm_status s = mm_write_dot (m, NULL, out);
      fclose (out);
      mm_module_free (m);
      if (s == MM_EUNSUPPORTED)
        refused++;
      else
        {
          m = read_back (text);
          cr_assert_str_eq (mm_module_blob_name (m, mm_module_source (m), name), tail, "seed %d:\n%s", (int) seed,
                            text);
          cr_assert_str_eq (mm_module_blob_name (m, mm_module_sink (m), name), head, "seed %d:\n%s", (int) seed,
                            text);
          cr_assert_str_eq (mm_module_layer_given_name (m, 0, name), layer, "seed %d:\n%s", (int) seed, text);
          mm_module_free (m);
        }
      free (text);
    }
  cr_expect_lt (refused, ROUNDS / 20, "%d names could not be written", refused);
}

/* ---- there and back -------------------------------------------------------------------- */

static uint32_t
odd_or_none (uint64_t *state)
{
  return kit_below (state, 2) ? 2 * kit_below (state, 4) + 1 : 0;
}

/* The same graph with random attributes and some names, many of them equal.  */
static mm_module *
dressed (const mm_module *plain, uint64_t *state)
{
  static const char *const activations[] = { NULL, "relu", "a b" };
  static const char *const layer_names[] = { NULL, "conv", "F2", "3 x 3" };
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  for (mm_blob v = 0; v < mm_module_blobs (plain); v++)
    {
      char name[32];
      snprintf (name, sizeof name, kit_below (state, 2) ? "blob %u" : "b%u", v);
      mm_blob_info info = { kit_below (state, 3), activations[kit_below (state, 3)],
                            activations[kit_below (state, 3)] };
      cr_assert (!mm_builder_add_blob (b, name, NULL) && !mm_builder_set_blob (b, v, &info));
    }
  for (mm_layer e = 0; e < mm_module_layers (plain); e++)
    {
      uint32_t h = odd_or_none (state), w = h ? 2 * kit_below (state, 3) + 1 : 0;
      mm_layer_info info = { (mm_kind) kit_below (state, 5), h, w, 1 + kit_below (state, 2), 1 + kit_below (state, 2),
                             1 + kit_below (state, 2) };
      cr_assert (!mm_builder_add_layer (b, mm_module_tails (plain)[e], mm_module_heads (plain)[e],
                                        layer_names[kit_below (state, 4)], NULL)
                 && !mm_builder_set_layer (b, e, &info));
    }
  mm_builder_set_padding (b, (mm_padding) kit_below (state, 3));
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

/* Two modules in which blobs are found by name, and layers in canonical order.  */
static void
expect_same_infos (const mm_module *a, const mm_module *b, uint64_t seed)
{
  cr_assert_eq (mm_module_blobs (a), mm_module_blobs (b));
  cr_assert_eq (mm_module_layers (a), mm_module_layers (b));
  cr_expect_eq (mm_module_padding (a), mm_module_padding (b));
  for (mm_blob v = 0; v < mm_module_blobs (a); v++)
    {
      char name[MM_NAME_BUFFER];
      mm_blob w = mm_module_find_blob (b, mm_module_blob_name (a, v, name));
      cr_assert_neq (w, MM_NONE, "seed %d", (int) seed);
      mm_blob_info x = mm_module_blob_info (a, v), y = mm_module_blob_info (b, w);
      cr_expect_eq (x.channels, y.channels);
      cr_expect (!x.activation == !y.activation && (!x.activation || !strcmp (x.activation, y.activation)));
      cr_expect (!x.norm == !y.norm && (!x.norm || !strcmp (x.norm, y.norm)));
      cr_expect_eq (mm_module_in (a, v).count, mm_module_in (b, w).count);
      cr_expect_eq (mm_module_out (a, v).count, mm_module_out (b, w).count);
    }
}

/* How many layers of m say exactly this.  */
static uint32_t
count_alike (const mm_module *m, const char *tail, const char *head, const char *layer, const mm_layer_info *info)
{
  uint32_t count = 0;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      char t[MM_NAME_BUFFER], h[MM_NAME_BUFFER], l[MM_NAME_BUFFER];
      mm_layer_info i = mm_module_layer_info (m, e);
      count += !strcmp (mm_module_blob_name (m, mm_module_tails (m)[e], t), tail)
               && !strcmp (mm_module_blob_name (m, mm_module_heads (m)[e], h), head)
               && !strcmp (mm_module_layer_given_name (m, e, l), layer) && i.kind == info->kind
               && i.kernel_h == info->kernel_h && i.kernel_w == info->kernel_w && i.stride == info->stride
               && i.dilation == info->dilation && i.groups == info->groups;
    }
  return count;
}

Test (dot_write, random_modules_come_back_with_all_they_had)
{
  for (uint64_t seed = 0; seed < 300; seed++)
    {
      uint64_t state = seed;
      mm_module *plain = kit_random_dag (seed, 2 + kit_below (&state, 6), kit_below (&state, 20));
      mm_module *m = dressed (plain, &state);
      char *once = written (m, NULL);
      mm_module *again = read_back (once);
      char *twice = written (again, NULL);
      cr_assert_str_eq (once, twice, "seed %d", (int) seed);
      expect_same_infos (m, again, seed);
      for (mm_layer e = 0; e < mm_module_layers (m); e++)
        {
          char t[MM_NAME_BUFFER], h[MM_NAME_BUFFER], l[MM_NAME_BUFFER];
          mm_layer_info info = mm_module_layer_info (m, e);
          const char *tail = mm_module_blob_name (m, mm_module_tails (m)[e], t);
          const char *head = mm_module_blob_name (m, mm_module_heads (m)[e], h);
          const char *name = mm_module_layer_given_name (m, e, l);
          cr_assert_eq (count_alike (m, tail, head, name, &info), count_alike (again, tail, head, name, &info),
                        "seed %d:\n%s", (int) seed, once);
        }
      mm_module_free (plain);
      mm_module_free (m);
      mm_module_free (again);
      free (once);
      free (twice);
    }
}

/* ---- what cannot be written ---------------------------------------------------------------- */

static void
expect_status (const mm_module *m, mm_status expected, const char *why)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_expect_eq (mm_write_dot (m, NULL, out), expected, "%s", why);
  fclose (out);
  cr_expect_eq (length, 0, "%s: half of it was written", why);
  free (text);
}

Test (dot_write, refuses_what_dot_cannot_say)
{
  mm_module *m = one_layer ("<\\", "t", NULL);
  expect_status (m, MM_EUNSUPPORTED, "a blob");
  mm_module_free (m);
  m = one_layer ("s", "t", ">\\");
  expect_status (m, MM_EUNSUPPORTED, "a layer");
  mm_module_free (m);
  m = one_layer ("s", "t", "");
  expect_status (m, MM_EUNSUPPORTED, "a layer without any name");
  mm_module_free (m);
}

Test (dot_write, refuses_blobs_that_would_become_one)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  cr_assert (!mm_builder_add_blob (b, "1", NULL) && !mm_builder_add_blobs (b, 1)
             && !mm_builder_add_layer (b, 0, 1, NULL, NULL));
  mm_status s = mm_builder_finish (b, &m, NULL);
  cr_assert (s == MM_OK || s == MM_EPARSE);
  if (s == MM_OK)
    expect_status (m, MM_EUNSUPPORTED, "a blob named 1 and the blob number 1");
  mm_builder_free (b);
  mm_module_free (m);
}

Test (dot_write, refuses_equal_names_that_are_no_labels)
{
  mm_module *m = read_back ("digraph { s -> t [label=\"a\"]; s -> t [label=\"a\"]; }");
  char *text = written (m, NULL);
  cr_expect (strstr (text, "label=a"));
  free (text);
  mm_module_free (m);

  mm_builder *b = mm_builder_new ();
  cr_assert (!mm_builder_add_blobs (b, 2) && !mm_builder_add_layer (b, 0, 1, "\\N", NULL)
             && !mm_builder_add_layer (b, 0, 1, "\\N", NULL));
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  expect_status (m, MM_EUNSUPPORTED, "\\N twice");
  mm_module_free (m);
}

Test (dot_write, reports_a_full_device)
{
  FILE *full = fopen ("/dev/full", "w");
  if (!full)
    cr_skip_test ("there is no /dev/full");
  setvbuf (full, NULL, _IONBF, 0);
  mm_module *m = kit_bridge ();
  cr_expect_eq (mm_write_dot (m, NULL, full), MM_EIO);
  mm_module_free (m);
  fclose (full);
}

Test (dot_write, survives_running_out_of_memory_at_every_point)
{
  mm_module *m = kit_bridge ();
  for (long n = 0;; n++)
    {
      char *text = NULL;
      size_t length;
      FILE *out = open_memstream (&text, &length);
      failing_after (n);
      mm_status s = mm_write_dot (m, NULL, out);
      bool happened = failing_happened ();
      failing_after (-1);
      fclose (out);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      cr_expect_eq (length > 0, !happened, "allocation %ld: half of it was written", n);
      free (text);
      if (!happened)
        break;
    }
  mm_module_free (m);
}
