/* tests/test_status.c: statuses, flaws and error texts.  */
#include <criterion/criterion.h>
#include <string.h>

#include "graph/status.h"
#include "tests/leak.h"

TestSuite (status, .fini = no_leaks);

Test (status, every_status_and_flaw_has_words_of_its_own)
{
  for (int s = MM_OK; s <= MM_EUNSUPPORTED; s++)
    for (int r = MM_OK; r < s; r++)
      cr_assert_str_neq (mm_status_text ((mm_status) s), mm_status_text ((mm_status) r));
  for (int f = MM_FLAW_NONE; f <= MM_FLAW_TERMINALS; f++)
    for (int g = MM_FLAW_NONE; g < f; g++)
      cr_assert_str_neq (mm_flaw_name ((mm_flaw) f), mm_flaw_name ((mm_flaw) g));
  cr_assert_str_eq (mm_status_text ((mm_status) 99), "unknown status");
  cr_assert_str_eq (mm_flaw_name ((mm_flaw) 99), "unknown");
  cr_assert_str_eq (mm_status_text (MM_ENOMEM), "out of memory");
  cr_assert_str_eq (mm_flaw_name (MM_FLAW_SINKS), "two-sinks");
}

Test (status, an_error_is_filled_and_keeps_its_file)
{
  mm_error err = { .file = "x.dot", .flaw = MM_FLAW_CYCLE, .column = 7 };
  cr_assert_eq (mm_fail (&err, MM_EPARSE, 12, "%s is %d", "a", 3), MM_EPARSE);
  cr_assert_eq (err.status, MM_EPARSE);
  cr_assert_eq (err.flaw, MM_FLAW_NONE);
  cr_assert_eq (err.line, 12);
  cr_assert_eq (err.column, 0);
  cr_assert_str_eq (err.file, "x.dot");
  cr_assert_str_eq (err.text, "a is 3");
  cr_assert_eq (mm_fail_flaw (&err, MM_FLAW_SINKS, 3, "no"), MM_ENOTMODULE);
  cr_assert_eq (err.status, MM_ENOTMODULE);
  cr_assert_eq (err.flaw, MM_FLAW_SINKS);
  cr_assert_eq (mm_fail_memory (&err), MM_ENOMEM);
  cr_assert_str_eq (err.text, "out of memory");
}

Test (status, an_error_that_nobody_wants_is_no_matter)
{
  cr_assert_eq (mm_fail (NULL, MM_EIO, 1, "%s", "a"), MM_EIO);
  cr_assert_eq (mm_fail_flaw (NULL, MM_FLAW_CYCLE, 1, "%s", "a"), MM_ENOTMODULE);
  cr_assert_eq (mm_fail_memory (NULL), MM_ENOMEM);
}

/* The text that mm_fail makes of another.  */
static const char *
made_of (mm_error *err, const char *text)
{
  mm_fail (err, MM_EPARSE, 0, "%s", text);
  return err->text;
}

Test (status, what_cannot_be_seen_is_escaped)
{
  mm_error err;
  cr_assert_str_eq (made_of (&err, "a\nb\tc\033[1md\x7F"), "a\\x0Ab\\x09c\\x1B[1md\\x7F");
  cr_assert_str_eq (made_of (&err, "caf\xE9 latin"), "caf\\xE9 latin");
  cr_assert_str_eq (made_of (&err, "a\xC2\x9B"
                                   "1m \xE2\x80\xAE"),
                    "a\\u{009B}1m \\u{202E}");
  cr_assert_str_eq (made_of (&err, "é … 中 😀"), "é … 中 😀");
}

Test (status, a_long_text_is_cut_between_characters)
{
  char text[MM_ERROR_TEXT + 50];
  mm_error err;
  for (size_t shift = 0; shift < 5; shift++)
    {
      static const char *const units[] = { "x", "é", "…", "😀" };
      for (size_t u = 0; u < 4; u++)
        {
          memset (text, 'a', shift);
          text[shift] = '\0';
          while (strlen (text) + strlen (units[u]) < sizeof text)
            strcat (text, units[u]);
          made_of (&err, text);
          const size_t length = strlen (err.text);
          cr_assert (length < MM_ERROR_TEXT && length + strlen (units[u]) >= MM_ERROR_TEXT, "%zu bytes", length);
          cr_assert_eq (memcmp (err.text, text, length), 0);
          cr_assert_eq ((length - shift) % strlen (units[u]), 0);
        }
    }
}
