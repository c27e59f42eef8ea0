/* tests/test_dot_read.c: what DOT texts mean.  The files with traps are in
   test_dot_corpus.c, the grammar in test_dot_scan.c.  */
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "graph/dot_i.h"
#include "graph/read.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_read, .fini = no_leaks);

static mm_module *
read_text (const char *text)
{
  mm_module *m = NULL;
  mm_error err;
  cr_assert_eq (mm_read_dot (text, strlen (text), "test.dot", &m, &err), MM_OK, "%s: line %d: %s", text,
                (int) err.line, err.text);
  cr_assert_null (mm_module_defect (m));
  return m;
}

static void
expect_failure (const char *text, mm_status status, uint64_t line, const char *words)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_expect_eq (mm_read_dot (text, strlen (text), "test.dot", &m, &err), status, "%.300s: %s", text, err.text);
  cr_expect_eq (err.line, line, "%.300s: line %d", text, (int) err.line);
  cr_expect (strstr (err.text, words), "%.300s: %s", text, err.text);
  cr_expect_str_eq (err.file, "test.dot");
  cr_expect_null (m);
  mm_module_free (m);
}

static void
expect_blob (const mm_module *m, mm_blob v, const char *name)
{
  char buffer[MM_NAME_BUFFER];
  cr_expect_str_eq (mm_module_blob_name (m, v, buffer), name);
}

static void
expect_layer (const mm_module *m, mm_layer e, const char *name, const char *tail, const char *head)
{
  char buffer[MM_NAME_BUFFER];
  cr_expect_str_eq (mm_module_layer_name (m, e, buffer), name);
  expect_blob (m, mm_module_tails (m)[e], tail);
  expect_blob (m, mm_module_heads (m)[e], head);
}

static void
expect_kernel (const mm_module *m, mm_layer e, uint32_t h, uint32_t w)
{
  mm_layer_info info = mm_module_layer_info (m, e);
  cr_expect (info.kernel_h == h && info.kernel_w == w, "layer %u: %u x %u", e, info.kernel_h, info.kernel_w);
}

/* ---- structure ------------------------------------------------------------------- */

Test (dot_read, the_example_of_the_manual_is_a_bridge)
{
  mm_module *m = read_text ("digraph bridge {\n"
                            "  graph [padding=same];\n"
                            "  node [channels=64];  edge [kernel=3];\n"
                            "  s -> a [key=F1];  s -> b [key=F2, kernel=\"1x3\"];  a -> b [key=F3];\n"
                            "  a -> t [key=F4, stride=1, groups=1];  b -> t [key=F5];\n"
                            "}\n");
  cr_expect_eq (mm_module_blobs (m), 4);
  cr_expect_eq (mm_module_layers (m), 5);
  cr_expect_str_eq (mm_module_name (m), "bridge");
  expect_blob (m, mm_module_source (m), "s");
  expect_blob (m, mm_module_sink (m), "t");
  expect_layer (m, 1, "F2", "s", "b");
  expect_kernel (m, 0, 3, 3);
  expect_kernel (m, 1, 1, 3);
  for (mm_blob v = 0; v < 4; v++)
    cr_expect_eq (mm_module_blob_info (m, v).channels, 64);
  mm_module_free (m);
}

Test (dot_read, blobs_are_in_order_of_appearance_and_layers_in_order_of_the_file)
{
  mm_module *m = read_text ("digraph { t; b -> t; { a s } s -> {b a} a -> b -> t }");
  static const char *const blobs[] = { "t", "b", "a", "s" };
  for (mm_blob v = 0; v < 4; v++)
    expect_blob (m, v, blobs[v]);
  cr_assert_eq (mm_module_layers (m), 5);
  expect_layer (m, 0, "F1", "b", "t");
  expect_layer (m, 3, "F4", "a", "b");
  expect_layer (m, 4, "F5", "b", "t");
  mm_module_free (m);
}

Test (dot_read, edge_sets_join_every_blob_to_every_blob)
{
  mm_module *m = read_text ("digraph { s -> {a; b} -> subgraph x {c -> d} -> t; subgraph x {} -> t }");
  uint32_t to_t = mm_module_in (m, mm_module_find_blob (m, "t")).count;
  cr_expect_eq (mm_module_layers (m), 1 + 2 + 4 + 2 + 2);
  cr_expect_eq (to_t, 4, "a subgraph that is opened again has its blobs still");
  mm_module_free (m);
}

Test (dot_read, a_graph_may_have_no_name)
{
  mm_module *m = read_text ("digraph { s -> t }");
  cr_expect_str_eq (mm_module_name (m), "");
  mm_module_free (m);
}

/* ---- names ------------------------------------------------------------------------ */

Test (dot_read, names_are_the_text_of_their_words)
{
  mm_module *m = read_text ("digraph \"the %graph\" {\n"
                            "  \"%0\" -> \"a\\\\b\" [key=\"%1\"];\n" /* two backslashes stay two */
                            "  \"a\\\\b\" -> \"say \\\"n\\\"\" [key=\"\\N\"];\n"
                            "  \"say \\\"n\\\"\" -> \"one\\\ntwo\" -> \"lo\" + \"ng\";\n"
                            "  long -> <b> -> \"b\\ c\" -> Größe -> -1.50 -> \"\";\n"
                            "  b -> \"-1.50\" [key=<F<5>>];\n"
                            "}\n");
  static const char *const blobs[] = { "%0", "a\\\\b", "say \"n\"", "onetwo", "long",
                                       "b",  "b\\ c",  "Größe",     "-1.50",  "" };
  cr_expect_str_eq (mm_module_name (m), "the %graph");
  cr_assert_eq (mm_module_blobs (m), 10);
  for (mm_blob v = 0; v < 10; v++)
    expect_blob (m, v, blobs[v]);
  expect_layer (m, 0, "%1", "%0", "a\\\\b");
  expect_layer (m, 1, "\\N", "a\\\\b", "say \"n\"");
  expect_layer (m, mm_module_layers (m) - 1, "F<5>", "b", "-1.50");
  mm_module_free (m);
}

Test (dot_read, line_ends_inside_quotes_are_kept_and_joined_ones_are_not)
{
  mm_module *m = read_text ("digraph { \"a\r\nb\" -> \"c\\\r\nd\" -> \"e\\\nf\" -> \"g\nh\" }");
  static const char *const blobs[] = { "a\r\nb", "cd", "ef", "g\nh" };
  for (mm_blob v = 0; v < 4; v++)
    expect_blob (m, v, blobs[v]);
  mm_module_free (m);
}

Test (dot_read, a_layer_is_called_by_its_key_then_its_label_then_its_place)
{
  mm_module *m = read_text ("digraph {\n"
                            "  s -> t [key=k, label=l];\n"
                            "  s -> t [label=\"the label\"];\n"
                            "  s -> t;\n"
                            "  s -> t [label=<html>];\n"
                            "  s -> t [label=\"\\E\"];\n"
                            "  s -> t [label=\"from \\T\"];\n"
                            "  s -> t [label=\"a\\\\N\"];\n"
                            "  s -> t [label=\"3x3\\n64\"];\n"
                            "  s -> t [key=\"\", label=\"\"];\n"
                            "}\n");
  static const char *const names[] = { "k", "the label", "F3", "F4", "F5", "F6", "a\\\\N", "3x3\\n64", "F9" };
  for (mm_layer e = 0; e < 9; e++)
    expect_layer (m, e, names[e], "s", "t");
  cr_expect (!mm_module_layer_is_named (m, 2) && mm_module_layer_is_named (m, 1));
  mm_module_free (m);
}

/* ---- attributes --------------------------------------------------------------------- */

Test (dot_read, every_attribute_is_read)
{
  mm_module *m = read_text ("digraph {\n"
                            "  padding=circular; source=s; graph [sink=t]\n"
                            "  s -> t [kernel=\"7x5\", stride=2, dilation=3, groups=4, kind=fixed];\n"
                            "  s -> t [kernel=007];\n"
                            "  t [channels=4294967294, activation=\"leaky relu\", norm=batchnorm];\n"
                            "}\n");
  cr_expect_eq (mm_module_padding (m), MM_PADDING_CIRCULAR);
  mm_layer_info e = mm_module_layer_info (m, 0);
  expect_kernel (m, 0, 7, 5);
  cr_expect (e.stride == 2 && e.dilation == 3 && e.groups == 4 && e.kind == MM_KIND_FIXED);
  expect_kernel (m, 1, 7, 7);
  mm_blob_info t = mm_module_blob_info (m, 1), s = mm_module_blob_info (m, 0);
  cr_expect_eq (t.channels, MM_MOST);
  cr_expect_str_eq (t.activation, "leaky relu");
  cr_expect_str_eq (t.norm, "batchnorm");
  cr_expect (s.channels == 0 && !s.activation && !s.norm);
  mm_module_free (m);
}

Test (dot_read, every_kind_and_padding_has_its_word)
{
  mm_module *m =
      read_text ("digraph { padding=once; s -> t [kind=conv]; s -> t [kind=identity]; s -> t [kind=avgpool];"
                 " s -> t [kind=fixed]; s -> t [kind=opaque] }");
  for (mm_layer e = 0; e < 5; e++)
    cr_expect_eq (mm_module_layer_info (m, e).kind, (mm_kind) e);
  cr_expect_eq (mm_module_padding (m), MM_PADDING_ONCE);
  mm_module_free (m);
}

Test (dot_read, a_layer_without_attributes_is_a_convolution_of_unknown_kernel)
{
  mm_module *m = read_text ("digraph { s -> t [kernel=\"\", stride=\"\", kind=\"\"] }");
  mm_layer_info e = mm_module_layer_info (m, 0);
  expect_kernel (m, 0, 0, 0);
  cr_expect (e.kind == MM_KIND_CONV && e.stride == 1 && e.dilation == 1 && e.groups == 1);
  cr_expect_eq (mm_module_padding (m), MM_PADDING_SAME);
  mm_module_free (m);
}

Test (dot_read, defaults_hold_for_what_comes_later_up_to_the_closing_brace)
{
  mm_module *m = read_text ("digraph {\n"
                            "  s -> a;\n"
                            "  edge [kernel=3]; node [channels=8];\n"
                            "  a -> b;\n"
                            "  subgraph x { edge [kernel=5]; node [channels=16]; b -> c; c -> d [kernel=7]; }\n"
                            "  d -> t;\n"
                            "  edge [kernel=\"\"];\n"
                            "  s -> t;\n"
                            "}\n");
  static const uint32_t kernels[] = { 0, 3, 5, 7, 3, 0 }, channels[] = { 0, 0, 8, 16, 16, 8 };
  for (uint32_t i = 0; i < 6; i++)
    {
      expect_kernel (m, i, kernels[i], kernels[i]);
      cr_expect_eq (mm_module_blob_info (m, i).channels, channels[i], "blob %u", i);
    }
  mm_module_free (m);
}

Test (dot_read, the_last_of_several_values_counts)
{
  mm_module *m = read_text ("digraph { s [channels=1]; s -> t [kernel=2, kernel=3] [kernel=5]; s [channels=2] }");
  expect_kernel (m, 0, 5, 5);
  cr_expect_eq (mm_module_blob_info (m, 0).channels, 2);
  mm_module_free (m);
}

Test (dot_read, attributes_of_a_subgraph_are_not_those_of_the_graph)
{
  mm_module *m = read_text ("digraph { subgraph x { padding=once; source=t; s -> t } }");
  cr_expect_eq (mm_module_padding (m), MM_PADDING_SAME);
  mm_module_free (m);
}

/* A value that is no number does not keep the graph from being read.  */
static void
expect_unusable (const char *text, uint64_t line, const char *words)
{
  mm_error err = { .text = "" };
  mm_module *m = read_text (text);
  cr_expect_eq (mm_module_check_numbers (m, &err), MM_EUNSUPPORTED, "%s", text);
  cr_expect_eq (err.line, line, "%s: line %d", text, (int) err.line);
  cr_expect (strstr (err.text, words), "%s: %s", text, err.text);
  mm_module_free (m);
}

Test (dot_read, numbers_are_checked_to_the_last_byte)
{
  static const char *const bad[] = { "0",   "-1",        "\"+1\"",  "\"1,\"",    "\"(1\"",
                                     "1.0", "\"1e3\"",   "\"0x3\"", "4294967296", "99999999999999999999999",
                                     "one", "<<b>1</b>>", "\"1,2,3\"" };
  static const char *const bad_kernels[] = { "0",         "-3",      "3.0",       "\"3x\"",  "\"x3\"",
                                             "\"3x3x3\"", "\"0x3\"", "\"3 - 3\"", "\"3X3)\"", "\"(3,3]\"" };
  char text[100];
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    {
      snprintf (text, sizeof text, "digraph {\n s -> t\n [stride=%s]}", bad[i]);
      expect_unusable (text, 3, "expected a whole number from 1 to 4294967294");
      snprintf (text, sizeof text, "digraph {\n s -> t; t [channels=%s]}", bad[i]);
      expect_unusable (text, 2, "channels=");
    }
  for (size_t i = 0; i < sizeof bad_kernels / sizeof *bad_kernels; i++)
    {
      snprintf (text, sizeof text, "digraph {\n s -> t [kernel=%s]}", bad_kernels[i]);
      expect_unusable (text, 2, "expected an odd number such as 3, or height x width such as 1x3");
    }
  expect_unusable ("digraph { s -> t [kernel=4294967297]}", 1, "too large; the greatest is 4294967294");
  expect_unusable ("digraph { s -> t [kernel=\"3x4294967296\"]}", 1, "too large; the greatest is 4294967294");
  expect_unusable ("digraph { s -> t [kernel=\"3x4\"]}", 1, "even kernels are not supported");
  expect_unusable ("digraph { s -> t [kernel=\"2x3\"]}", 1, "even kernels are not supported");
}

/* ---- refusals ------------------------------------------------------------------------- */

Test (dot_read, keys_are_equal_only_between_equal_ends)
{
  mm_module *m = read_text (
      "digraph { s -> a [key=0]; s -> b [key=0]; a -> t [key=0]; b -> t [key=0]; b -> t [key=1]; b -> t }");
  cr_expect_eq (mm_module_layers (m), 6);
  cr_expect_eq (mm_module_reading (m)->merged, 0);
  mm_module_free (m);
}

/* What libcgraph does in all of these cases is compared in test_dot_dialects.c.  */
static void
expect_merged (const char *text, uint32_t layers, uint32_t merged, uint32_t kernel)
{
  mm_module *m = read_text (text);
  cr_expect_eq (mm_module_layers (m), layers, "%s: %u layers", text, mm_module_layers (m));
  cr_expect_eq (mm_module_reading (m)->merged, merged, "%s: %u merged", text, mm_module_reading (m)->merged);
  expect_kernel (m, 0, kernel, kernel);
  mm_module_free (m);
}

Test (dot_read, layers_of_equal_ends_and_key_are_one_and_counted)
{
  expect_merged ("digraph { s -> t [key=<a>, kernel=3]; s -> t [key=\"a\"]; s -> t }", 2, 1, 3);
  expect_merged ("digraph { s -> t [key=a, kernel=3]; s -> t [kernel=7][key=b, key=a]; s -> t [key=b] }", 2, 1, 7);
  expect_merged ("digraph { s -> t [key=a, kernel=3]; edge [kernel=9]; s -> t [key=a] }", 1, 1, 3);
  expect_merged ("digraph { s -> t [key=a, kernel=3]; s -> t [key=a, kernel=\"\"] }", 1, 1, 0);
  expect_merged ("digraph { s -> t [key=\"\", kernel=3]; s -> t [key=\"\"]; s -> t [key=\"\", kernel=5] }", 1, 2, 5);
  expect_merged ("digraph { s, s -> {t t} [key=k, kernel=3] }", 1, 1, 3);
}

Test (dot_read, default_keys_make_no_layers_one)
{
  expect_merged ("digraph { edge [key=k, kernel=3]; s -> t; s -> t; }", 2, 0, 3);
  expect_merged ("digraph { edge [key=k, kernel=3]; s -> t; s -> t [key=k]; s -> t [key=k, kernel=5]; }", 2, 1, 3);
}

Test (dot_read, a_strict_graph_has_one_layer_between_two_blobs)
{
  expect_merged ("strict digraph { s -> t; s -> t; }", 1, 1, 0);
  expect_merged ("strict digraph { s -> t [kernel=3]; s -> t; s -> t [kernel=5] }", 1, 2, 5);
  expect_merged ("strict digraph { s -> t [kernel=3]; s -> t [key=k, kernel=5] }", 1, 1, 3);
  expect_merged ("strict digraph { s -> t [key=k, kernel=3]; s -> t [key=l, kernel=5] }", 1, 1, 3);
  expect_merged ("strict digraph { s -> t [key=k, kernel=3]; s -> t [key=k, kernel=5]; s -> t [kernel=7] }", 1, 2, 7);
  expect_merged ("STRICT digraph \"\" { x -> conv; conv -> add; x -> add; }", 3, 0, 0);
}

/* ---- what is not drawn ----------------------------------------------------------------- */

static void
expect_hidden (const char *text, uint32_t layers, uint32_t hidden_layers, uint32_t hidden_blobs)
{
  mm_module *m = read_text (text);
  const mm_reading *r = mm_module_reading (m);
  cr_expect_eq (mm_module_layers (m), layers, "%s: %u layers", text, mm_module_layers (m));
  cr_expect_eq (r->hidden_layers, hidden_layers, "%s: %u invisible layers", text, r->hidden_layers);
  cr_expect_eq (r->hidden_blobs, hidden_blobs, "%s: %u invisible blobs", text, r->hidden_blobs);
  mm_module_free (m);
}

Test (dot_read, invisible_layers_are_left_out_and_counted)
{
  expect_hidden ("digraph { s -> t; s -> t [style=invis] }", 1, 1, 0);
  expect_hidden ("digraph { edge [style=\"dashed,invis\"]; s -> t; s -> t [style=\"\"] }", 1, 1, 0);
  expect_hidden ("digraph { s -> a -> t; subgraph cluster_x { edge [style=invis]; s -> a -> t } s -> t }", 3, 2, 0);
  expect_hidden ("digraph { rankdir=LR; s -> a; s -> b; a -> t; b -> t; { rank=same; a -> b [style=invis]; } }", 4, 1, 0);
  expect_hidden ("digraph { s -> t [key=k]; s -> t; s -> t [key=k, style=<invis>] }", 1, 1, 0);
  expect_hidden ("digraph { s -> t [style=invisible]; s -> t [style=INVIS]; s -> t [style=\"x(invis)\"] }", 3, 0, 0);
}

Test (dot_read, invisible_blobs_are_left_out_when_no_layer_touches_them)
{
  expect_hidden ("digraph { x [style=invis]; s -> t; x -> s [style=invis]; }", 1, 1, 1);
  expect_hidden ("digraph { x [style=invis]; s -> t; x -> s; }", 2, 0, 0);
  expect_hidden ("digraph { node [style=\"invis,bold\"]; x; y; s -> t; }", 1, 0, 2);
  expect_failure ("digraph {\n s -> t;\n x -> s [style=invis] }", MM_ENOTMODULE, 3,
                  "; 1 invisible layer (style=invis) is left out");
  expect_failure ("digraph {\n source=x; x [style=invis];\n s -> t }", MM_ENOTMODULE, 2, "there is no such blob");
}

Test (dot_read, layers_that_are_drawn_backward_are_counted_and_read_forward)
{
  mm_module *m = read_text ("digraph { edge [dir=back]; b -> a; b -> a [dir=forward]; b -> a [dir=none]; b -> a [style=invis] }");
  cr_expect_eq (mm_module_reading (m)->backward, 1);
  expect_blob (m, mm_module_source (m), "b");
  mm_module_free (m);
}

Test (dot_read, styles_are_read_as_graphviz_does)
{
  static const char *const hiding[] = { "invis", "dashed,invis", "\tinvis", "invis()", "invis(3)", ",invis,", "a(b), invis" };
  static const char *const drawn[] = { "",          "invisible",    " invis ",    "dashed invis",  "dashed;invis", "(invis)",
                                       "invis(a",   "invis)",       "a(invis,b)", "invis,a((b))", "xinvis",       "Invis" };
  for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++)
    cr_expect (mm_dot_style_hides (hiding[i]), "'%s'", hiding[i]);
  for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
    cr_expect (!mm_dot_style_hides (drawn[i]), "'%s'", drawn[i]);
}

Test (dot_read, a_hash_begins_a_comment_outside_of_strings)
{
  expect_hidden ("# 7 \"m.c\"\ndigraph { # a } b {\n#s -> x\n s# the source\n -> \"t#\" #\n[label=<#>]}#", 1, 0, 0);
  expect_failure ("# 100 \"m.c\"\ndigraph {\n s -> @ }", MM_EPARSE, 3, "unexpected '@'");
  expect_failure ("digraph {\n s -> t [color=#ff0000] }", MM_EPARSE, 2, "must be quoted");
  expect_failure ("digraph {\n s -> t [color=#ff0000]\n s -> t }", MM_EPARSE, 2, "must be quoted");
}

Test (dot_read, errors_come_with_the_line_of_the_cause)
{
  expect_failure ("digraph {\n /* \n */ s ->\n t -> u;\n\n \"s\" ->\n \"s\"\n}", MM_ENOTMODULE, 6, "self-loop");
  expect_failure ("digraph {\r\n \"a\\\r\nb\" -> t;\r\n t -> x;; y\r\n}", MM_ENOTMODULE, 4, "isolated");
  expect_failure ("digraph {\n <a\nb> -> t;\n @ }", MM_EPARSE, 4, "unexpected '@'");
  expect_failure ("digraph {\n s -> t\n \x01 }", MM_EPARSE, 3, "unexpected control character 0x01");
  expect_failure ("digraph {\n s -> a.b }", MM_EPARSE, 2, "a.b must be quoted");
  expect_failure ("digraph {\n s -> \"a\" +\n b }", MM_EPARSE, 3, "expected a quoted string after '+'");
  expect_failure ("digraph {\n s -> t [a=node] }", MM_EPARSE, 2, "expected a value after '='");
  expect_failure ("digraph {\n node\n}", MM_EPARSE, 3, "expected '[' after node");
  expect_failure ("digraph {\n subgraph x -> t }", MM_EPARSE, 2, "expected '{' after subgraph, not ->");
  expect_failure ("digraph {\n s:\n -> t }", MM_EPARSE, 3, "expected a port after ':'");
  expect_failure ("digraph {\n s, -> t }", MM_EPARSE, 2, "expected a blob after ','");
  expect_failure ("digraph {\n -> t }", MM_EPARSE, 2, "expected a blob or a subgraph before '->'");
  expect_failure ("digraph {\n {s}, t }", MM_EPARSE, 2, "expected a statement, not ,");
  expect_failure ("digraph a b {\n }", MM_EPARSE, 1, "expected '{', not b");
  expect_failure ("digraph {\n source=t sink=t s -> t }", MM_ENOTMODULE, 2, "t");
}

Test (dot_read, an_empty_subgraph_is_no_blob)
{
  expect_failure ("digraph { s -> {} }", MM_ENOTMODULE, 0, "there is no layer");
}

/* ---- size, threads, memory ---------------------------------------------------------------- */

/* n layers of a shape, as text on the heap.  */
static char *
large_text (uint32_t n, bool fan)
{
  char *text = malloc ((size_t) n * 48 + 100), *end = text + sprintf (text, "digraph { edge [kernel=3]\n");
  for (uint32_t i = 0; i < n; i++)
    if (fan)
      end += sprintf (end, i % 2 ? "b%u -> t;\n" : "s -> b%u;\n", i / 2);
    else
      end += sprintf (end, "\"b %u\" -> \"b %u\" [key=F%u];\n", i, i + 1, i);
  strcpy (end, "}");
  return text;
}

static double
seconds_to_read (uint32_t n, bool fan)
{
  char *text = large_text (n, fan);
  clock_t start = clock ();
  mm_module *m = read_text (text);
  double seconds = (double) (clock () - start) / CLOCKS_PER_SEC;
  cr_expect_eq (mm_module_layers (m), n);
  mm_module_free (m);
  free (text);
  return seconds;
}

Test (dot_read, large_files_take_time_in_proportion)
{
  /* Ten times as much: a quadratic reader would need a hundred times as long.  */
  for (int fan = 0; fan < 2; fan++)
    {
      double small = seconds_to_read (10000, fan), large = seconds_to_read (100000, fan);
      cr_expect_lt (large, 40 * small + 1, "%g s and %g s", small, large);
    }
}

typedef struct thread_job
{
  uint32_t layers;
  bool good;
} thread_job;

static void *
read_many (void *argument)
{
  thread_job *job = argument;
  char *good = large_text (job->layers, false);
  static const char bad[] = "digraph { s -> t; ";
  for (int i = 0; i < 100; i++)
    {
      mm_module *m = NULL, *none = NULL;
      job->good = job->good && mm_read_dot (good, strlen (good), NULL, &m, NULL) == MM_OK
                  && mm_module_layers (m) == job->layers
                  && mm_read_dot (bad, sizeof bad - 1, NULL, &none, NULL) == MM_EPARSE;
      mm_module_free (m);
    }
  free (good);
  return NULL;
}

Test (dot_read, threads_do_not_meet)
{
  enum { THREADS = 4 };
  pthread_t threads[THREADS];
  thread_job jobs[THREADS];
  for (uint32_t i = 0; i < THREADS; i++)
    {
      jobs[i] = (thread_job){ 20 + i, true };
      cr_assert_eq (pthread_create (&threads[i], NULL, read_many, &jobs[i]), 0);
    }
  for (int i = 0; i < THREADS; i++)
    {
      pthread_join (threads[i], NULL);
      cr_expect (jobs[i].good, "thread %d", i);
    }
}

/* libcgraph's own allocations cannot be made to fail: they are in another library.  */
Test (dot_read, survives_running_out_of_memory_at_every_point)
{
  static const char text[] =
      "digraph \"g\" { graph [source=s, sink=t]\n node [channels=3, norm=n]; edge [kernel=3]\n"
      " s -> {a b c d e f} -> t [stride=2, kind=fixed];\n s -> t [key=\"a long \" + \"key\"]; s -> t [label=l];"
      " subgraph x { b1 b2 b3 b4 b5 b6 b7 b8 b9 } s -> subgraph x {} -> t }\n";
  for (long n = 0;; n++)
    {
      mm_module *m = NULL;
      mm_error err = { .line = 0 };
      failing_after (n);
      mm_status s = mm_read_dot (text, sizeof text - 1, "test.dot", &m, &err);
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "allocation %ld: %s", n, err.text);
      cr_assert_eq (m == NULL, happened);
      cr_assert_str_eq (err.file, "test.dot");
      mm_module_free (m);
      if (!happened)
        break;
    }
}
