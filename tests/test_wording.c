/* tests/test_wording.c: names and texts as they are drawn, and fixed dates.  */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/finish_i.h"
#include "render/wording_i.h"
#include "tests/leak.h"

TestSuite (wording, .fini = no_leaks);

static void
expect (char *got, const char *wanted)
{
  cr_assert_not_null (got);
  cr_assert_str_eq (got, wanted);
  free (got);
}

Test (wording, layers_that_look_like_F12_get_subscripts)
{
  expect (mm_layer_wording ("F12"), "F₁₂");
  expect (mm_layer_wording ("w0"), "w₀");
  expect (mm_layer_wording ("F"), "F");
  expect (mm_layer_wording ("conv1"), "conv1");
  expect (mm_layer_wording ("F1a"), "F1a");
  expect (mm_layer_wording ("7"), "7");
  expect (mm_layer_wording (""), "");
}

Test (wording, long_layer_names_are_shortened)
{
  expect (mm_layer_wording ("relu-conv1x1-bn"), "relu-conv…1-bn");
  expect (mm_layer_wording ("layer1.0.sep_conv_3x3_12"), "layer1.0.…3_12");
  expect (mm_layer_wording ("sep_conv_3x3_a"), "sep_conv_3x3_a");
}

Test (wording, shortening_counts_characters_and_not_bytes)
{
  cr_assert_eq (mm_characters ("F₁₂ ⊛ é"), 7);
  expect (mm_shortened ("äöüß", 4), "äöüß");
  expect (mm_shortened ("äöüß€", 4), "äöü…");
  expect (mm_squeezed ("layer1.0.add", 6), "lay…dd");
  expect (mm_squeezed ("abc", 6), "abc");
}

Test (wording, symbols_name_the_step_and_the_part)
{
  expect (mm_symbol ("G", 4, 0), "G₄");
  expect (mm_symbol ("G", 10, 2), "G₁₀b");
  expect (mm_symbol ("Γ", 1, 26), "Γ₁z");
  expect (mm_symbol ("G", 1, 27), "G₁aa");
  expect (mm_symbol ("G", 1, 28), "G₁ab");
  expect (mm_symbol ("G", 1, 703), "G₁aaa");
}

Test (wording, names_that_look_the_same_when_cut_are_told_apart)
{
  expect (mm_told_apart ("layer1.0.conv", 8, 2), "lay…nv~2");
  expect (mm_told_apart ("abc", 8, 10), "abc~10");
}

Test (wording, blank_names_are_quoted)
{
  expect (mm_visible_name (""), "\"\"");
  expect (mm_visible_name ("  "), "\"  \"");
  expect (mm_visible_name ("a b"), "a b");
  expect (mm_visible_name ("\xE2\x80\x8B"), "\xE2\x80\x8B"); /* is escaped when it is drawn */
}

Test (wording, names_that_could_be_taken_for_formulas_are_no_factors)
{
  cr_assert (mm_is_factor ("F₁₂") && mm_is_factor ("sep_conv_3x3.a") && mm_is_factor ("lay…v~2"));
  cr_assert_not (mm_is_factor ("a + b") || mm_is_factor ("a⊛b") || mm_is_factor ("conv-1") || mm_is_factor ("") || mm_is_factor ("a b")
                 || mm_is_factor ("a*b") || mm_is_factor ("(a)"));
}

static char *
escaped (const char *text)
{
  char *out = NULL;
  size_t length;
  FILE *f = open_memstream (&out, &length);
  mm_put_escaped (f, text);
  fclose (f);
  return out;
}

Test (wording, escaping_leaves_nothing_that_xml_forbids)
{
  expect (escaped ("a<b & \"c\">"), "a&lt;b &amp; &quot;c&quot;&gt;");
  expect (escaped ("bad\xFF" "byte \x01"), "bad\\xFFbyte \\x01");
  expect (escaped ("cut\xE2\x82"), "cut\\xE2\\x82");
  expect (escaped ("\xC0\xAF"), "\\xC0\\xAF");
  expect (escaped ("a\nb\tc"), "a\\x0Ab\\x09c");
  expect (escaped ("\xE2\x80\xAE\xC2\x9B\xEF\xBF\xBF"), "\\u{202E}\\u{009B}\\u{FFFF}");
}

static char *
number (double value)
{
  char *out = NULL;
  size_t length;
  FILE *f = open_memstream (&out, &length);
  mm_put_number (f, value);
  fclose (f);
  return out;
}

Test (wording, numbers_have_two_decimals_and_a_point)
{
  expect (number (0), "0");
  expect (number (-0.5), "-0.50");
  expect (number (3.14159), "3.14");
  expect (number (-12), "-12");
  expect (number (0.001), "0");
}

Test (wording, pdf_dates_are_overwritten_in_place)
{
  char pdf[] = "<< /Producer (cairo)\n   /CreationDate (D:20261122235416+02'00)\n   /ModDate (D:20261122235416Z)\n>>";
  const char wanted[]
    = "<< /Producer (cairo)\n   /CreationDate (D:20000101000000+00'00)\n   /ModDate (D:20000101000000Z)\n>>";
  cr_assert_eq (mm_pdf_fix_dates (pdf, sizeof pdf - 1), 2);
  cr_assert_str_eq (pdf, wanted);
}

Test (wording, a_pdf_that_ends_inside_a_date_is_left_alone)
{
  char pdf[] = "/CreationDate (D:2026112";
  cr_assert_eq (mm_pdf_fix_dates (pdf, sizeof pdf - 1), 0);
  cr_assert_str_eq (pdf, "/CreationDate (D:2026112");
  char none[] = "";
  cr_assert_eq (mm_pdf_fix_dates (none, 0), 0);
}
