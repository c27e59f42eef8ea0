/* tests/test_equation.c: expressions, and the morphing equation.

   An equation is right when it stands for the same sum of paths as the module (paper,
   equation 5), so the tests multiply it out.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "rewrite/reduce.h"
#include "rewrite/tree.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (equation, .fini = no_leaks);

/* ---- multiplying out ------------------------------------------------------------ */

enum { LONGEST = 32, MOST = 20000 };

/* Layers from the first to the last, numbered from 1; zeros behind.  */
typedef struct path
{
  unsigned char layer[LONGEST];
} path;

typedef struct paths
{
  path *at;
  size_t count;
} paths;

static void
add_path (paths *p, path x)
{
  cr_assert_lt (p->count, MOST);
  p->at = realloc (p->at, (p->count + 1) * sizeof *p->at);
  p->at[p->count++] = x;
}

/* Each path of a, then each of b; both are used up.  */
static paths
follow (paths a, paths b)
{
  paths p = { NULL, 0 };
  for (size_t i = 0; i < a.count; i++)
    for (size_t j = 0; j < b.count; j++)
      {
        path x = a.at[i];
        const size_t length = strnlen ((char *) x.layer, LONGEST), more = strnlen ((char *) b.at[j].layer, LONGEST);
        cr_assert_lt (length + more, LONGEST);
        memcpy (x.layer + length, b.at[j].layer, more);
        add_path (&p, x);
      }
  free (a.at);
  free (b.at);
  return p;
}

typedef struct parser
{
  const char *at;
  paths common[64]; /* G1, G2, … */
} parser;

static bool
take (parser *p, const char *sign)
{
  if (strncmp (p->at, sign, strlen (sign)))
    return false;
  p->at += strlen (sign);
  return true;
}

static unsigned long
take_number (parser *p)
{
  unsigned long number = 0;
  while (*p->at >= '0' && *p->at <= '9')
    number = 10 * number + (unsigned long) (*p->at++ - '0');
  return number;
}

static paths parse_sum (parser *p);

static paths
parse_factor (parser *p)
{
  paths x = { NULL, 0 };
  if (take (p, "("))
    {
      x = parse_sum (p);
      cr_assert (take (p, ")"), "%s", p->at);
      return x;
    }
  const char kind = *p->at++;
  const unsigned long number = take_number (p);
  cr_assert (number > 0 && number < 256);
  if (kind == 'F')
    {
      add_path (&x, (path){ { (unsigned char) number } });
      return x;
    }
  cr_assert (kind == 'G' && p->common[number].count > 0, "G%lu before it is defined", number);
  for (size_t k = 0; k < p->common[number].count; k++)
    add_path (&x, p->common[number].at[k]);
  return x;
}

static paths
parse_product (parser *p)
{
  paths x = parse_factor (p);
  while (take (p, " * "))
    x = follow (parse_factor (p), x); /* what stands right comes first */
  return x;
}

static paths
parse_sum (parser *p)
{
  paths x = parse_product (p);
  while (take (p, " + "))
    {
      paths y = parse_product (p);
      for (size_t k = 0; k < y.count; k++)
        add_path (&x, y.at[k]);
      free (y.at);
    }
  return x;
}

static int
by_bytes (const void *a, const void *b)
{
  return memcmp (a, b, sizeof (path));
}

/* The paths of the last line, "G = …".  */
static paths
multiply_out (const char *equation)
{
  parser p = { .at = equation };
  paths x = { NULL, 0 };
  for (;;)
    {
      cr_assert (take (&p, "G"));
      const unsigned long number = take_number (&p);
      cr_assert (take (&p, " = "));
      cr_assert_lt (number, 64);
      x = parse_sum (&p);
      cr_assert (take (&p, "\n"), "%s", p.at);
      if (number == 0)
        break;
      p.common[number] = x;
    }
  cr_assert_eq (*p.at, '\0');
  for (int k = 0; k < 64; k++)
    free (p.common[k].at);
  qsort (x.at, x.count, sizeof *x.at, by_bytes);
  return x;
}

/* All paths from v to t, by walking.  */
static void
walk (const mm_module *m, mm_blob v, path x, size_t length, paths *all)
{
  if (v == mm_module_sink (m))
    add_path (all, x);
  const mm_handles out = mm_module_out (m, v);
  for (uint32_t k = 0; k < out.count; k++)
    {
      cr_assert_lt (length + 1, LONGEST);
      x.layer[length] = (unsigned char) (out.at[k] + 1);
      walk (m, mm_module_heads (m)[out.at[k]], x, length + 1, all);
    }
}

static void
expect_same_paths (paths a, paths b, uint64_t seed)
{
  cr_assert_eq (a.count, b.count, "seed %lu: %zu and %zu paths", (unsigned long) seed, a.count, b.count);
  cr_assert_eq (memcmp (a.at, b.at, a.count * sizeof *a.at), 0, "seed %lu", (unsigned long) seed);
  free (a.at);
  free (b.at);
}

/* ---- helpers ---------------------------------------------------------------------- */

typedef struct grown
{
  mm_derivation *d;
  mm_tree *t;
} grown;

static grown
grow (const mm_module *m, bool single)
{
  mm_reducer *r = mm_reducer_new ();
  grown g = { .d = mm_derivation_new (m) };
  mm_core core;
  cr_assert_eq (single ? mm_reduce_to_single (r, m, g.d, NULL, NULL) : mm_reduce_to_core (r, m, g.d, &core), MM_OK);
  mm_reducer_free (r);
  g.t = mm_tree_new (g.d);
  return g;
}

static void
fell (grown g)
{
  mm_tree_free (g.t);
  mm_derivation_free (g.d);
}

static char *
equation_of (const mm_tree *t, mm_notation notation)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  cr_assert_eq (mm_tree_write_equation (t, notation, out), MM_OK);
  fclose (out);
  return text;
}

static void
expect_equation (const mm_module *m, mm_notation notation, const char *expected)
{
  grown g = grow (m, false);
  char *text = equation_of (g.t, notation);
  cr_assert_str_eq (text, expected);
  free (text);
  fell (g);
}

/* ---- tests ------------------------------------------------------------------------ */

Test (equation, of_module_D_is_the_one_in_the_paper)
{
  mm_module *m = kit_paper_d ();
  grown g = grow (m, true);
  char *text = equation_of (g.t, MM_NOTATION_TEXT);
  expect_same_paths (multiply_out (text), multiply_out ("G = F5 * F1 + F6 * (F3 * F1 + F4 * F2) + F7 * F2\n"), 0);
  free (text);
  fell (g);
  mm_module_free (m);
}

Test (equation, is_the_sum_over_all_paths)
{
  for (uint64_t seed = 0; seed < 400; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 3 + kit_below (&state, 7);
      mm_module *m = seed % 2 ? kit_random_dag (seed, n, 2 * n) : kit_random_bridged (seed, 15, 2);
      grown g = grow (m, true);
      char *text = equation_of (g.t, MM_NOTATION_TEXT);
      paths all = { NULL, 0 };
      walk (m, mm_module_source (m), (path){ { 0 } }, 0, &all);
      qsort (all.at, all.count, sizeof *all.at, by_bytes);
      expect_same_paths (multiply_out (text), all, seed);
      free (text);
      fell (g);
      mm_module_free (m);
    }
}

Test (equation, defines_common_parts_before_it_uses_them)
{
  /* The bridge with its first layer doubled: F1 + F2 is put before two layers.  */
  mm_module *m = kit_module ("s-a s-a s-b a-b a-t b-t");
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 0, 1, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_IN, 0, 2, 1 }, (mm_layer[]){ 3, 4 }), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 2, 3, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_SERIES, 2, 5, 2 }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 2, 4, MM_NONE }, NULL), MM_OK);
  cr_assert_null (mm_derivation_defect (d));
  mm_tree *t = mm_tree_new (d);
  char *text = equation_of (t, MM_NOTATION_TEXT);
  cr_assert_str_eq (text, "G1 = F1 + F2\nG = F6 * (F3 + F4 * G1) + F5 * G1\n");
  free (text);
  text = equation_of (t, MM_NOTATION_LATEX);
  cr_assert (strstr (text, "G_{1} = F_{1} + F_{2}\n"));
  free (text);
  const mm_term *root;
  cr_assert_eq (mm_tree_roots (t, &root), 1);
  text = mm_tree_expression (t, root[0], MM_NOTATION_TEXT, 0);
  cr_assert_str_eq (text, "F6 * (F3 + F4 * (F1 + F2)) + F5 * (F1 + F2)", "an expression is written in full");
  free (text);
  mm_tree_free (t);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (equation, is_written_in_three_notations)
{
  mm_module *m = kit_module ("s-a a-t s-t");
  expect_equation (m, MM_NOTATION_TEXT, "G = F2 * F1 + F3\n");
  expect_equation (m, MM_NOTATION_UNICODE, "G = F₂ ⊛ F₁ + F₃\n");
  expect_equation (m, MM_NOTATION_LATEX, "G = F_{2} \\circledast F_{1} + F_{3}\n");
  mm_module_free (m);
}

Test (equation, of_a_core_names_the_ends_of_each_line)
{
  mm_module *m = kit_module ("s-a s-b a-b a-t b-x x-t");
  expect_equation (m, MM_NOTATION_TEXT, "G(s -> a) = F1\nG(s -> b) = F2\nG(a -> b) = F3\nG(a -> t) = F4\n"
                                        "G(b -> t) = F6 * F5\n");
  expect_equation (m, MM_NOTATION_UNICODE, "G(s → a) = F₁\nG(s → b) = F₂\nG(a → b) = F₃\nG(a → t) = F₄\n"
                                           "G(b → t) = F₆ ⊛ F₅\n");
  mm_module_free (m);
}

/* A chain of layers with these names, as an equation.  */
static void
expect_chain (const char *a, const char *b, mm_notation notation, const char *expected)
{
  mm_builder *builder = mm_builder_new ();
  mm_module *m;
  cr_assert_eq (mm_builder_add_blobs (builder, 3), MM_OK);
  cr_assert_eq (mm_builder_add_layer (builder, 0, 1, a, NULL), MM_OK);
  cr_assert_eq (mm_builder_add_layer (builder, 1, 2, b, NULL), MM_OK);
  cr_assert_eq (mm_builder_finish (builder, &m, NULL), MM_OK);
  mm_builder_free (builder);
  expect_equation (m, notation, expected);
  mm_module_free (m);
}

Test (equation, quotes_names_that_are_no_symbols)
{
  expect_chain ("W12", "conv3x3", MM_NOTATION_TEXT, "G = conv3x3 * W12\n");
  expect_chain ("W12", "conv3x3", MM_NOTATION_UNICODE, "G = conv3x3 ⊛ W₁₂\n");
  expect_chain ("W12", "a_b%", MM_NOTATION_LATEX, "G = \\text{a\\_b\\%} \\circledast W_{12}\n");
  expect_chain ("a + b", "say \"x\\y\"", MM_NOTATION_TEXT, "G = \"say \\\"x\\\\y\\\"\" * \"a + b\"\n");
  expect_chain ("\\~^{}", "$&#", MM_NOTATION_LATEX,
                "G = \\text{\\$\\&\\#} \\circledast "
                "\\text{\\textbackslash{}\\textbackslash{}\\textasciitilde{}\\textasciicircum{}\\{\\}}\n");
  expect_chain ("a\033\xC2\x9B", "b\xE2\x80\xAE\xFF", MM_NOTATION_TEXT, "G = \"b\\u{202E}\\xFF\" * \"a\\x1B\\u{009B}\"\n");
  expect_chain ("a\033\xC2\x9B", "b\xFF", MM_NOTATION_LATEX,
                "G = \\text{b\\textbackslash{}xFF} \\circledast \\text{a\\textbackslash{}x1B\\textbackslash{}u\\{009B\\}}\n");
  expect_chain ("a  b ", "", MM_NOTATION_LATEX,
                "G = \\text{``''} \\circledast \\text{a \\textvisiblespace{}b\\textvisiblespace{}}\n");
  expect_chain ("a<b>|", "conv 3", MM_NOTATION_LATEX,
                "G = \\text{conv 3} \\circledast \\text{a\\textless{}b\\textgreater{}\\textbar{}}\n");
  expect_chain ("F1", "F\xE2\x82\x81", MM_NOTATION_UNICODE, "G = \"F₁\" ⊛ F₁\n");
  expect_chain ("F2", NULL, MM_NOTATION_UNICODE, "G = F2_2 ⊛ F₂\n");
  expect_chain ("G1", "G", MM_NOTATION_TEXT, "G = \"G\" * \"G1\"\n");
  expect_chain ("1", "x\ny", MM_NOTATION_UNICODE, "G = \"x\\x0Ay\" ⊛ \"1\"\n");
}

Test (equation, folds_inner_terms_to_keep_a_limit)
{
  for (uint64_t seed = 0; seed < 40; seed++)
    {
      mm_module *m = kit_random_bridged (seed, 40, 2);
      grown g = grow (m, true);
      const mm_term *root;
      mm_tree_roots (g.t, &root);
      for (int n = MM_NOTATION_TEXT; n <= MM_NOTATION_LATEX; n++)
        {
          char *full = mm_tree_expression (g.t, root[0], (mm_notation) n, 0);
          for (size_t limit = 10; limit < strlen (full) + 3; limit += 1 + limit / 8)
            {
              char *cut = mm_tree_expression (g.t, root[0], (mm_notation) n, limit);
              cr_assert_leq (strlen (cut), limit, "seed %lu: %s", (unsigned long) seed, cut);
              cr_assert_eq (strstr (cut, n == MM_NOTATION_TEXT      ? "..."
                                         : n == MM_NOTATION_UNICODE ? "…"
                                                                    : "\\dots")
                              == NULL,
                            limit >= strlen (full));
              free (cut);
            }
          char *whole = mm_tree_expression (g.t, root[0], (mm_notation) n, strlen (full));
          cr_assert_str_eq (whole, full);
          free (whole);
          free (full);
        }
      fell (g);
      mm_module_free (m);
    }
}

/* A ladder of so many rungs, each inside the one before: the deepest tree for its size.  */
static mm_module *
ladder (uint32_t rungs)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  cr_assert_eq (mm_builder_add_blobs (b, 2 * rungs), MM_OK);
  for (uint32_t k = 0; k < rungs; k++)
    {
      cr_assert_eq (mm_builder_add_layer (b, 2 * k, 2 * k + 1, NULL, NULL), MM_OK);
      if (k + 1 == rungs)
        break;
      cr_assert_eq (mm_builder_add_layer (b, 2 * k, 2 * k + 2, NULL, NULL), MM_OK);
      cr_assert_eq (mm_builder_add_layer (b, 2 * k + 3, 2 * k + 1, NULL, NULL), MM_OK);
    }
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

Test (equation, is_as_deep_as_the_module_is)
{
  mm_module *m = ladder (100000);
  grown g = grow (m, true);
  char *text = equation_of (g.t, MM_NOTATION_TEXT);
  size_t open = 0, close = 0, layers = 0;
  for (const char *c = text; *c; c++)
    {
      open += *c == '(';
      close += *c == ')';
      layers += *c == 'F';
    }
  cr_assert_eq (open, 100000 - 2, "a pair for every rung but the outermost, and the innermost, which is one layer");
  cr_assert_eq (close, open);
  cr_assert_eq (layers, mm_module_layers (m));
  free (text);
  const mm_term *root;
  mm_tree_roots (g.t, &root);
  text = mm_tree_expression (g.t, root[0], MM_NOTATION_TEXT, 60);
  cr_assert_leq (strlen (text), 60);
  free (text);
  fell (g);
  mm_module_free (m);
}

Test (equation, says_when_it_cannot_write)
{
  FILE *full = fopen ("/dev/full", "w");
  if (!full)
    cr_skip_test ("there is no /dev/full here");
  setvbuf (full, NULL, _IONBF, 0);
  mm_module *m = kit_paper_d ();
  grown g = grow (m, true);
  cr_assert_eq (mm_tree_write_equation (g.t, MM_NOTATION_TEXT, full), MM_EIO);
  fclose (full);
  fell (g);
  mm_module_free (m);
}
