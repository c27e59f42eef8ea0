/* tests/test_spell.c: how names and texts from files are shown.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/spell.h"
#include "tests/leak.h"

TestSuite (spell, .fini = no_leaks);

static const char *
as_name (const char *name)
{
  static char out[400];
  return mm_spell_name (name, out, sizeof out);
}

static const char *
as_text (const char *text)
{
  static char out[400];
  cr_assert (mm_spell_text (text, out, sizeof out));
  return out;
}

Test (spell, plain_names_stand_bare)
{
  static const char *const names[] = { "s", "F12", "conv3x3", "c_{k-2}", "layer1.0.conv1", "/layer1/conv/Conv", "größe", "层",
                                       "s'", "-", "..", "_", "block1/conv:0", "a+b", "😀", "#3", "∂" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    cr_assert_str_eq (as_name (names[i]), names[i]);
}

Test (spell, names_that_could_be_mistaken_are_quoted)
{
  static const char *const names[][2] = {
    { "", "\"\"" },         { " ", "\" \"" },         { "a b", "\"a b\"" },       { "a,b", "\"a,b\"" },
    { "a\"b", "\"a\\\"b\"" }, { "a\\b", "\"a\\\\b\"" }, { "+", "\"+\"" },           { "->", "\"->\"" },
    { "a->b", "\"a->b\"" }, { "f(x)", "\"f(x)\"" },   { "a;b", "\"a;b\"" },       { "a:", "\"a:\"" },
    { "*", "\"*\"" },       { "…", "…" },             { "\xC2\xA0", "\"\xC2\xA0\"" }, { "a\xE3\x80\x80z", "\"a\xE3\x80\x80z\"" },
    { "=", "\"=\"" },       { "\xE2\xA0\x80", "\"\xE2\xA0\x80\"" },
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    cr_assert_str_eq (as_name (names[i][0]), names[i][1]);
}

Test (spell, what_cannot_be_seen_is_escaped_and_quoted)
{
  static const char *const names[][2] = {
    { "a\nb", "\"a\\x0Ab\"" },
    { "\033[31m", "\"\\x1B[31m\"" },
    { "a\x7F", "\"a\\x7F\"" },
    { "s\xC2\x9B[31m\xE2\x80\xAE", "\"s\\u{009B}[31m\\u{202E}\"" }, /* judge/c1.dot */
    { "\xC2\x80", "\"\\u{0080}\"" },
    { "\xC2\xAD", "\"\\u{00AD}\"" },         /* soft hyphen */
    { "\xD8\x9C", "\"\\u{061C}\"" },         /* Arabic letter mark */
    { "a\xE2\x80\x8B", "\"a\\u{200B}\"" },   /* zero-width space */
    { "\xE2\x80\x8E\xE2\x80\x8F", "\"\\u{200E}\\u{200F}\"" },
    { "\xE2\x80\xA8\xE2\x80\xA9", "\"\\u{2028}\\u{2029}\"" },
    { "\xE2\x80\xAA\xE2\x81\xA6\xE2\x81\xA9", "\"\\u{202A}\\u{2066}\\u{2069}\"" },
    { "\xE2\x81\xA0", "\"\\u{2060}\"" },
    { "\xE3\x85\xA4", "\"\\u{3164}\"" },     /* Hangul filler */
    { "\xEF\xBB\xBFs", "\"\\u{FEFF}s\"" },
    { "\xEF\xBF\xBE", "\"\\u{FFFE}\"" },
    { "\xF3\xA0\x80\x81", "\"\\u{E0001}\"" },
    { "\xF4\x8F\xBF\xBF", "\"\\u{10FFFF}\"" },
    { "\xCC\x81", "\"\\u{0301}\"" },         /* nothing to combine with */
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    cr_assert_str_eq (as_name (names[i][0]), names[i][1]);
}

Test (spell, bytes_that_are_no_utf8_are_escaped)
{
  cr_assert_str_eq (as_text ("caf\xE9 latin"), "caf\\xE9 latin");
  cr_assert_str_eq (as_text ("\x80\xC3"), "\\x80\\xC3");
  cr_assert_str_eq (as_text ("\xC0\xAF|\xE0\x80\xAF|\xED\xA0\x80|\xF4\x90\x80\x80|\xF5"),
                    "\\xC0\\xAF|\\xE0\\x80\\xAF|\\xED\\xA0\\x80|\\xF4\\x90\\x80\\x80|\\xF5");
  cr_assert_str_eq (as_name ("caf\xE9"), "\"caf\\xE9\"");
}

Test (spell, joiners_and_selectors_stay_where_scripts_and_emoji_need_them)
{
  cr_assert_str_eq (as_name ("👩\xE2\x80\x8D🔬"), "👩\xE2\x80\x8D🔬");
  cr_assert_str_eq (as_name ("❤\xEF\xB8\x8F\xE2\x80\x8D🔥"), "❤\xEF\xB8\x8F\xE2\x80\x8D🔥");
  cr_assert_str_eq (as_name ("می\xE2\x80\x8Cرود"), "می\xE2\x80\x8Cرود");
  cr_assert_str_eq (as_name ("a\xE2\x80\x8D"
                             "b"),
                    "\"a\\u{200D}b\"");
  cr_assert_str_eq (as_name ("é\xE2\x80\x8D"), "\"é\\u{200D}\"");
  cr_assert_str_eq (as_name ("é\xE2\x80\x8D\xE2\x80\x8Dé"), "\"é\\u{200D}\\u{200D}é\"");
  cr_assert_str_eq (as_name ("\xEF\xB8\x8F"), "\"\\u{FE0F}\"");
  cr_assert_str_eq (as_name ("❤\xEF\xB8\x8F\xEF\xB8\x8F"), "\"❤\xEF\xB8\x8F\\u{FE0F}\"");
}

Test (spell, a_sentence_is_escaped_but_not_quoted)
{
  cr_assert_str_eq (as_text ("blob \"a b\", é … 中 😀\n"), "blob \"a b\", é … 中 😀\\x0A");
}

Test (spell, a_long_text_is_cut_between_characters)
{
  for (size_t size = 1; size < 20; size++)
    {
      char out[20];
      memset (out, '#', sizeof out);
      const bool whole = mm_spell_text ("aé\033😀", out, size);
      cr_assert_eq (whole, size > 11);
      cr_assert_lt (strlen (out), size);
      cr_assert_eq (strncmp ("aé\\x1B😀", out, strlen (out)), 0);
      cr_assert_eq (out[size], '#');
    }
}

Test (spell, a_long_name_is_cut_and_ends_in_dots)
{
  char out[17];
  cr_assert_str_eq (mm_spell_name ("0123456789012345", out, sizeof out), "0123456789012345");
  cr_assert_str_eq (mm_spell_name ("01234567890123456", out, sizeof out), "0123456789012…");
  cr_assert_str_eq (mm_spell_name ("0 234567890123", out, sizeof out), "\"0 234567890123\"");
  cr_assert_str_eq (mm_spell_name ("0 2345678901234", out, sizeof out), "\"0 234567890…\"");
  cr_assert_str_eq (mm_spell_name ("éééééééé", out, sizeof out), "éééééééé");
  cr_assert_str_eq (mm_spell_name ("ééééééééé", out, sizeof out), "éééééé…");
  cr_assert_str_eq (mm_spell_name ("\033\033\033\033", out, sizeof out), "\"\\x1B\\x1B…\"");
}

/* Whether a text is safe to print: valid UTF-8 without controls, marks of direction and line separators.
   Written from the table of UTF-8 alone.  */
static bool
is_safe (const char *text)
{
  for (const unsigned char *c = (const unsigned char *) text; *c;)
    {
      uint32_t code = *c;
      int more = *c < 0x80 ? 0 : *c >= 0xC2 && *c < 0xE0 ? 1 : *c >= 0xE0 && *c < 0xF0 ? 2 : *c >= 0xF0 && *c < 0xF5 ? 3 : -1;
      if (more < 0)
        return false;
      code = more ? *c & (0x3Fu >> more) : *c;
      for (c++; more > 0; more--, c++)
        {
          if (*c >> 6 != 2)
            return false;
          code = code << 6 | (*c & 0x3F);
        }
      if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x61C || code == 0x200B || code == 0x200E
          || code == 0x200F || (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F)
          || code == 0xFEFF || (code >= 0xD800 && code < 0xE000))
        return false;
    }
  return true;
}

/* Pieces that make trouble alone and together.  */
static const char *const pieces[] = { "a",        "F1",   "_2",      " ",            ",",        "\"",           "\\",
                                      "x1B",      "u{",   "009B}",   "\033",         "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\x8B",
                                      "\xE2\x80", "\x80", "\xF0\x9F", "\xE2\x80\x8D", "é",        "😀",           "\xEF\xB8\x8F",
                                      "\xCC\x81", "+",    "->",      ":",            "\n",       "…",            "\xED\xA0\x80" };

static void
make_name (unsigned *seed, char *out)
{
  out[0] = '\0';
  for (int i = rand_r (seed) % 6; i > 0; i--)
    strcat (out, pieces[(size_t) rand_r (seed) % (sizeof pieces / sizeof *pieces)]);
}

Test (spell, any_bytes_are_safe_to_print_and_different_names_stay_different)
{
  enum { NAMES = 4000 };
  static char names[NAMES][64], shown[NAMES][400];
  unsigned seed = 20;
  for (size_t i = 0; i < NAMES; i++)
    {
      make_name (&seed, names[i]);
      mm_spell_name (names[i], shown[i], sizeof shown[i]);
      cr_assert (is_safe (shown[i]), "seed 20, name %zu: %s", i, shown[i]);
      cr_assert (is_safe (as_text (names[i])), "seed 20, name %zu", i);
      char small[24];
      cr_assert (is_safe (mm_spell_name (names[i], small, sizeof small)), "seed 20, name %zu, cut", i);
      for (size_t j = 0; j < i; j++)
        cr_assert_eq (!strcmp (shown[i], shown[j]), !strcmp (names[i], names[j]), "seed 20, names %zu and %zu: %s", j, i,
                      shown[i]);
    }
}

Test (spell, every_byte_and_every_pair_of_bytes_is_safe)
{
  for (unsigned a = 1; a < 256; a++)
    for (unsigned b = 0; b < 256; b++)
      {
        const char name[] = { (char) a, (char) b, '\0' };
        cr_assert (is_safe (as_name (name)) && is_safe (as_text (name)), "bytes %02X %02X", a, b);
      }
}

Test (spell, streams_get_the_same_as_buffers)
{
  unsigned seed = 21;
  for (int i = 0; i < 500; i++)
    {
      char name[64], *text = NULL;
      size_t length;
      make_name (&seed, name);
      FILE *out = open_memstream (&text, &length);
      mm_spell_put_name (out, name);
      fflush (out);
      cr_assert_str_eq (text, as_name (name), "seed 21, name %d", i);
      rewind (out);
      mm_spell_put_text (out, name);
      fputc ('\0', out);
      fclose (out);
      cr_assert_str_eq (text, as_text (name), "seed 21, name %d", i);
      free (text);
    }
}
