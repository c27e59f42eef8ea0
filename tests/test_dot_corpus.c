/* tests/test_dot_corpus.c: what the reader says about each file of tests/fuzz/corpus/dot, about
   spoilt copies of them, and about DOT files of other programs.  */
#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/text.h"
#include "graph/write.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_corpus, .fini = no_leaks);

/* What is expected of a file: its numbers of blobs and layers, or status, line and words.  */
typedef struct expectation
{
  const char *name;
  uint32_t blobs, layers;
  mm_status status;
  uint64_t line;
  const char *words;
} expectation;

#define MODULE(name, blobs, layers) { name, blobs, layers, MM_OK, 0, NULL }
#define UNUSABLE(name, blobs, layers, line, words) { name, blobs, layers, MM_OK, line, words }
#define REFUSED(name, status, line, words) { name, 0, 0, status, line, words }

static const expectation corpus[] = {
  MODULE ("backslashes", 4, 3),
  MODULE ("bridge", 4, 5),
  MODULE ("byte_order_mark", 2, 1),
  MODULE ("chains_and_lists", 5, 7),
  MODULE ("channels_with_junk", 2, 1),
  MODULE ("comments", 3, 3),
  MODULE ("concatenation", 2, 1),
  MODULE ("declared_terminals", 2, 1),
  MODULE ("edge_sets", 7, 12),
  MODULE ("empty_name", 2, 1),
  MODULE ("equal_keys", 3, 4),
  MODULE ("equal_keys_by_default", 2, 3),
  MODULE ("equal_keys_in_an_edge_set", 4, 4),
  MODULE ("equal_labels", 2, 2),
  MODULE ("escaped_quotes", 2, 1),
  MODULE ("every_attribute", 3, 6),
  UNUSABLE ("foreign_attributes", 2, 1, 4, "padding=0.5"),
  MODULE ("hash_comments", 4, 4),
  MODULE ("html_labels", 3, 4),
  MODULE ("invisible", 4, 4),
  MODULE ("key_words", 7, 6),
  MODULE ("label_escapes", 2, 6),
  MODULE ("line_continuation", 3, 2),
  MODULE ("named_subgraphs", 5, 6),
  MODULE ("numbers_as_names", 6, 5),
  MODULE ("parallel_layers", 2, 5),
  MODULE ("percent_names", 4, 3),
  MODULE ("ports", 3, 3),
  MODULE ("record_labels", 2, 1),
  MODULE ("scopes_of_defaults", 6, 5),
  MODULE ("strict", 2, 1),
  MODULE ("strict_with_keys", 3, 3),
  MODULE ("utf8_names", 3, 2),
  MODULE ("windows_lines", 3, 2),
  MODULE ("words", 4, 5),

  REFUSED ("cycle", MM_ENOTMODULE, 4, "a -> b -> c -> a"),
  REFUSED ("isolated_blob", MM_ENOTMODULE, 3, "blob alone is isolated"),
  REFUSED ("missing_source", MM_ENOTMODULE, 2,
           "blob elsewhere is declared to be the source, but there is no such blob"),
  REFUSED ("no_layer", MM_ENOTMODULE, 0, "there is no layer"),
  REFUSED ("self_loop", MM_ENOTMODULE, 3, "layer loop is a self-loop at blob s"),
  REFUSED ("two_sinks", MM_ENOTMODULE, 3, ": t, t2"),
  REFUSED ("two_sources", MM_ENOTMODULE, 3, ": s, s2"),
  REFUSED ("wrong_sink", MM_ENOTMODULE, 3, "sink"),
  REFUSED ("wrong_source", MM_ENOTMODULE, 3, "source"),

  REFUSED ("two_graphs", MM_EUNSUPPORTED, 4, "there are 2 graphs in it"),
  REFUSED ("undirected", MM_EUNSUPPORTED, 1, "the graph is undirected"),
  REFUSED ("undirected_edge", MM_EUNSUPPORTED, 3, "'--' has no direction"),

  REFUSED ("all_invisible", MM_ENOTMODULE, 0, "; 2 invisible layers (style=invis) are left out"),
  REFUSED ("attribute_without_value", MM_EPARSE, 2, "expected '=' and a value after the name of an attribute, not ]"),
  REFUSED ("colour_without_quotes", MM_EPARSE, 2, "a value such as \"#ff0000\" must be quoted"),
  REFUSED ("empty", MM_EPARSE, 1, "expected 'digraph', not the end of the file"),
  REFUSED ("key_word_as_blob", MM_EPARSE, 2, "expected a blob or a subgraph after '->', not node"),
  REFUSED ("latin1", MM_EPARSE, 3, "Latin-1"),
  REFUSED ("list_without_blob", MM_EPARSE, 2, "expected a blob before '['"),
  REFUSED ("name_like_a_number", MM_EPARSE, 2, "1e5 must be quoted"),
  REFUSED ("not_dot", MM_EPARSE, 1, "expected 'digraph', not {"),
  REFUSED ("nul_byte", MM_EPARSE, 2, "there is a NUL byte"),
  REFUSED ("overlong_utf8", MM_EPARSE, 2, "byte 0xC0 is not UTF-8"),
  REFUSED ("trailing_brace", MM_EPARSE, 4, "expected the end of the file after the graph, not }"),
  REFUSED ("trailing_text", MM_EPARSE, 3, "expected the end of the file after the graph, not s"),
  REFUSED ("unfinished_arrow", MM_EPARSE, 3, "expected a blob or a subgraph after '->', not }"),
  REFUSED ("unfinished_comment", MM_EPARSE, 3, "the comment that begins here does not end"),
  REFUSED ("unfinished_graph", MM_EPARSE, 5, "expected '}', not the end of the file"),
  REFUSED ("unfinished_html", MM_EPARSE, 2, "the HTML string that begins here does not end"),
  REFUSED ("unfinished_list", MM_EPARSE, 3, "expected '=' and a value after the name of an attribute, not ->"),
  REFUSED ("unfinished_string", MM_EPARSE, 3, "the quoted string that begins here does not end"),
  REFUSED ("unquoted_dash", MM_EPARSE, 2, "conv-1 must be quoted"),
  REFUSED ("utf16", MM_EPARSE, 1, "UTF-16"),

  UNUSABLE ("even_kernel", 2, 2, 3, "kernel=2: even kernels are not supported"),
  UNUSABLE ("even_kernel_by_default", 3, 2, 2, "even kernels are not supported"),
  UNUSABLE ("fractional_dilation", 2, 1, 2, "dilation=1.5: expected a whole number"),
  UNUSABLE ("kernel_with_junk", 2, 1, 2, "kernel=3x3x3: expected an odd number"),
  UNUSABLE ("negative_stride", 2, 1, 2, "stride=-1: expected a whole number"),
  UNUSABLE ("overflowing_channels", 2, 1, 3, "channels=4294967296: expected a whole number"),
  UNUSABLE ("unknown_kind", 2, 1, 2, "kind=pool: "),
  UNUSABLE ("unknown_padding", 2, 1, 2, "padding=valid: expected same, once or circular"),
  UNUSABLE ("zero_groups", 2, 1, 2, "groups=0: expected a whole number"),
  UNUSABLE ("zero_kernel", 2, 1, 2, "kernel=3x0: expected an odd number"),
};

enum
{
  CORPUS = sizeof corpus / sizeof *corpus,
  MODULES = 35 /* of them, which come first */
};

static const char *
corpus_folder (void)
{
  static char path[4096];
  const char *top = getenv ("top_srcdir");
  snprintf (path, sizeof path, "%s/tests/fuzz/corpus/dot", top ? top : "..");
  return path;
}

static mm_text
corpus_text (const char *name)
{
  char path[4200];
  mm_text t;
  mm_error err;
  snprintf (path, sizeof path, "%s/%s.dot", corpus_folder (), name);
  cr_assert_eq (mm_text_read (path, &t, &err), MM_OK, "%s", err.text);
  return t;
}

static void
expect_bridge (void)
{
  static const char text[] = "digraph { s -> a; s -> b; a -> b; a -> t; b -> t }";
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_read_dot (text, sizeof text - 1, NULL, &m, &err), MM_OK, "%s", err.text);
  cr_expect_eq (mm_module_blobs (m), 4);
  cr_expect_eq (mm_module_layers (m), 5);
  mm_module_free (m);
}

static void
expect (const expectation *x)
{
  mm_text t = corpus_text (x->name);
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_read_dot (t.data, t.length, x->name, &m, &err);
  cr_expect_eq (s, x->status, "%s: %s: %s", x->name, mm_status_text (s), err.text);
  cr_expect_eq (err.file, x->name);
  if (s == MM_OK)
    {
      cr_expect_null (mm_module_defect (m));
      cr_expect_eq (mm_module_blobs (m), x->blobs, "%s has %u blobs", x->name, mm_module_blobs (m));
      cr_expect_eq (mm_module_layers (m), x->layers, "%s has %u layers", x->name, mm_module_layers (m));
      err.text[0] = '\0';
      cr_expect_eq (mm_module_check_numbers (m, &err), x->words ? MM_EUNSUPPORTED : MM_OK, "%s: %s", x->name, err.text);
      if (x->words)
        {
          cr_expect_eq (err.line, x->line, "%s: line %d: %s", x->name, (int) err.line, err.text);
          cr_expect (strstr (err.text, x->words), "%s: %s", x->name, err.text);
        }
    }
  else
    {
      cr_expect_null (m, "%s", x->name);
      cr_expect_eq (err.line, x->line, "%s: line %d: %s", x->name, (int) err.line, err.text);
      cr_expect (strstr (err.text, x->words), "%s: %s", x->name, err.text);
    }
  mm_module_free (m);
  m = NULL;
  cr_expect_eq (mm_read_dot (t.data, t.length, NULL, &m, NULL), s, "%s, without an error to fill", x->name);
  mm_module_free (m);
  mm_text_clear (&t);
}

Test (dot_corpus, each_file_is_read_or_refused_for_its_reason)
{
  for (int i = 0; i < CORPUS; i++)
    expect (&corpus[i]);
}

Test (dot_corpus, each_file_is_in_the_table_above)
{
  DIR *dir = opendir (corpus_folder ());
  cr_assert_not_null (dir);
  int files = 0;
  for (struct dirent *d = readdir (dir); d; d = readdir (dir))
    files += strstr (d->d_name, ".dot") != NULL;
  closedir (dir);
  cr_expect_eq (files, CORPUS);
}

Test (dot_corpus, no_file_spoils_the_next_one)
{
  for (int i = 0; i < CORPUS; i++)
    {
      expect (&corpus[i]);
      expect_bridge ();
    }
}

/* ---- canonical form -------------------------------------------------------------- */

/* The canonical form of a module, on the heap; NULL when it has none.  */
static char *
canonical (const mm_module *m)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  mm_status s = mm_write_dot (m, NULL, out);
  fclose (out);
  cr_assert (s == MM_OK || s == MM_EUNSUPPORTED);
  if (s == MM_OK)
    return text;
  free (text);
  return NULL;
}

/* Whatever can be read can be written, except for names that only HTML keys can have;
   what was written reads as the same.  */
static void
expect_stable (const mm_module *m, const char *what)
{
  char *once = canonical (m);
  if (!once)
    return;
  mm_module *again = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_read_dot (once, strlen (once), NULL, &again, &err), MM_OK, "%s: %s\n%s", what, err.text, once);
  char *twice = canonical (again);
  cr_assert_not_null (twice, "%s", what);
  cr_expect_str_eq (once, twice, "%s", what);
  mm_module_free (again);
  free (once);
  free (twice);
}

Test (dot_corpus, what_is_read_can_be_written_and_read_again)
{
  for (int i = 0; i < CORPUS; i++)
    {
      mm_text t = corpus_text (corpus[i].name);
      mm_module *m = NULL;
      if (mm_read_dot (t.data, t.length, NULL, &m, NULL) == MM_OK)
        {
          char *text = canonical (m);
          cr_expect_not_null (text, "%s", corpus[i].name);
          free (text);
          expect_stable (m, corpus[i].name);
        }
      mm_module_free (m);
      mm_text_clear (&t);
    }
}

/* ---- spoilt files ---------------------------------------------------------------- */

/* Change a few bytes of a text: another byte, a byte less, a piece of another text.  */
static void
spoil (char *text, size_t *length, const mm_text *other, uint64_t *state)
{
  static const char marks[] = "{}[];,:=->\"<>\\\n#/*+%0.x \xFF";
  for (uint32_t n = 1 + kit_below (state, 4); n > 0 && *length > 0; n--)
    {
      size_t at = kit_below (state, (uint32_t) *length);
      size_t from = kit_below (state, (uint32_t) other->length + 1), piece = kit_below (state, 20);
      switch (kit_below (state, 3))
        {
        case 0: text[at] = marks[kit_below (state, sizeof marks)]; break;
        case 1: memmove (text + at, text + at + 1, --*length - at); break;
        default:
          piece = piece < *length - at ? piece : *length - at;
          piece = piece < other->length - from ? piece : other->length - from;
          memcpy (text + at, other->data + from, piece);
        }
    }
}

Test (dot_corpus, spoilt_files_are_read_or_refused_without_harm)
{
  enum { ROUNDS = 40000 };
  mm_text texts[CORPUS];
  uint32_t good = 0;
  for (int i = 0; i < CORPUS; i++)
    texts[i] = corpus_text (corpus[i].name);
  for (uint64_t seed = 0; seed < ROUNDS; seed++)
    {
      uint64_t state = seed;
      const mm_text *one = &texts[kit_below (&state, kit_below (&state, 2) ? MODULES : CORPUS)];
      const mm_text *other = &texts[kit_below (&state, CORPUS)];
      size_t length = one->length;
      char *text = malloc (length + 1); /* exactly as large, so that a sanitizer sees the ends */
      memcpy (text, one->data, length + 1);
      spoil (text, &length, other, &state);

      mm_module *m = NULL;
      mm_error err = { .line = 0 };
      mm_status s = mm_read_dot (text, length, NULL, &m, &err);
      cr_assert ((s == MM_OK) == (m != NULL), "seed %d", (int) seed);
      cr_assert (s == MM_OK || s == MM_EPARSE || s == MM_EUNSUPPORTED || s == MM_ENOTMODULE, "seed %d", (int) seed);
      cr_assert (!strstr (err.text, "libcgraph does not take"), "seed %d: %s\n%.*s", (int) seed, err.text,
                 (int) length, text);
      if (m)
        {
          good++;
          cr_assert_null (mm_module_defect (m), "seed %d", (int) seed);
          expect_stable (m, text);
        }
      mm_module_free (m);
      free (text);
    }
  cr_expect_gt (good, ROUNDS / 20, "the files are spoilt so much that nothing is tested");
  for (int i = 0; i < CORPUS; i++)
    mm_text_clear (&texts[i]);
  expect_bridge ();
}

/* ---- files of other programs -------------------------------------------------------- */

static mm_status
read_shared (const char *file, mm_module **m, mm_error *err)
{
  mm_text t;
  const char *path = kit_shared (file);
  if (!path)
    cr_skip_test ("the shared data are not on this machine");
  cr_assert_eq (mm_text_read (path, &t, err), MM_OK, "%s", err->text);
  mm_status s = mm_read_dot (t.data, t.length, NULL, m, err);
  mm_text_clear (&t);
  return s;
}

/* One module in one dialect, compared with its entry in expected.json; its canonical form.  */
static char *
expect_shared_module (const char *name, const char *dialect, json_t *entry)
{
  char file[200], buffer[MM_NAME_BUFFER];
  mm_module *m = NULL;
  mm_error err;
  snprintf (file, sizeof file, "dot/%s.%s.dot", name, dialect);
  if (!kit_shared (file))
    return NULL;
  cr_assert_eq (read_shared (file, &m, &err), MM_OK, "%s: %s", file, err.text);
  cr_expect_eq (mm_module_blobs (m), json_integer_value (json_object_get (entry, "vertices")), "%s", file);
  cr_expect_eq (mm_module_layers (m), json_integer_value (json_object_get (entry, "edges")), "%s", file);
  cr_expect_str_eq (mm_module_blob_name (m, mm_module_source (m), buffer),
                    json_string_value (json_object_get (entry, "source")), "%s", file);
  cr_expect_str_eq (mm_module_blob_name (m, mm_module_sink (m), buffer),
                    json_string_value (json_object_get (entry, "sink")), "%s", file);
  char *text = canonical (m);
  mm_module_free (m);
  cr_assert_not_null (text, "%s", file);
  return text;
}

/* Where an attribute of a canonical text ends: its value is a word or in quotes.  */
static const char *
end_of_attribute (const char *at)
{
  const char *value = strchr (at, '=') + 1;
  return *value == '"' ? strchr (value + 1, '"') + 1 : value + strcspn (value, " ]");
}

/* Whether a layout wrote this attribute: where things lie and how large they are.  */
static bool
is_of_layout (const char *at)
{
  static const char *const names[] = { "bb=", "height=", "lp=", "pos=", "width=" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strncmp (at, names[i], strlen (names[i])) == 0)
      return true;
  return false;
}

/* Take out what a layout wrote, in place, and the graph's line when nothing is left of it.
   @return what is behind the first line, which has the name of the graph */
static char *
body (char *text)
{
  char *to = strchr (text, '\n'), *start = to;
  for (const char *from = to; *from;)
    if ((from[-1] == '[' || from[-1] == ' ') && is_of_layout (from))
      {
        from = end_of_attribute (from);
        if (*from == ' ')
          from++;
        else if (to[-1] == ' ')
          to--;
      }
    else
      *to++ = *from++;
  *to = '\0';
  static const char nothing[] = "\n  graph [];";
  const size_t empty = sizeof nothing - 1;
  if (strncmp (start, nothing, empty) == 0)
    memmove (start, start + empty, strlen (start + empty) + 1);
  return start;
}

Test (dot_corpus, shared_modules_are_the_same_in_all_dialects)
{
  const char *path = kit_shared ("dot/expected.json");
  if (!path)
    cr_skip_test ("the shared data are not on this machine");
  json_t *expected = json_load_file (path, 0, NULL), *entry;
  const char *name;
  int compared = 0;
  json_object_foreach (expected, name, entry)
    {
      char *nx = expect_shared_module (name, "nx", entry);
      cr_assert_not_null (nx);
      const char *plain = body (nx);
      const char *const others[] = { "gvcanon", "gvdot" };
      for (int i = 0; i < 2; i++)
        {
          char *other = expect_shared_module (name, others[i], entry);
          if (other)
            {
              compared++;
              cr_expect_str_eq (plain, body (other), "%s", name);
            }
          free (other);
        }
      free (nx);
    }
  cr_expect_gt (compared, 0);
  json_decref (expected);
}

Test (dot_corpus, networks_that_are_no_modules_are_refused_for_their_parameters)
{
  /* Weights are vertices there, and each of them is a source.  */
  static const char *const files[] = { "torch_fx__resnet18",
                                       "torch_fx__squeezenet1_1",
                                       "onnx_net_drawer__dla34.fused",
                                       "onnx_net_drawer__face_detection_front_128x128_barracuda",
                                       "onnx_net_drawer__res2net50_26w_4s.fused",
                                       "onnx_net_drawer__resnet18.bn",
                                       "onnx_net_drawer__squeezenet1_1.fused" };
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    {
      char file[200];
      mm_module *m = NULL;
      mm_error err;
      snprintf (file, sizeof file, "dot/%s.dot", files[i]);
      cr_expect_eq (read_shared (file, &m, &err), MM_ENOTMODULE, "%s", file);
      cr_expect_eq (err.flaw, MM_FLAW_SOURCES, "%s: %s", file, err.text);
      cr_expect (strstr (err.text, "sources"), "%s: %s", file, err.text);
      cr_expect_gt (err.line, 0);
    }
}
