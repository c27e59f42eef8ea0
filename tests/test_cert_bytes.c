/* tests/test_cert_bytes.c: certificates byte by byte: how names are spelled, what is written of each claim, what is not written,
   and that nothing behind the text is read.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "graph/text.h"
#include "prove/cert_scan_i.h"
#include "tests/cert_kit.h"
#include "tests/leak.h"

TestSuite (cert_bytes, .fini = no_leaks);

static const char head[] = "modmorph-certificate 1\nclaim simple\nblobs 2\nv 0 \"";
static const char rest[] = "\"\nv 1\nlayers 1\ne 1 2\nsteps 0\nend\n";

/* A certificate in which a blob is spelled so; NULL when it is refused.  */
static mm_certificate *
with_name (const char *spelling)
{
  char text[200];
  snprintf (text, sizeof text, "%s%s%s", head, spelling, rest);
  return cert_from (text, strlen (text), NULL);
}

/* ---- names -------------------------------------------------------------------- */

/* The borders of UTF-8 (RFC 3629): the first and the last character of each length, on both sides of the
   surrogates, and what is just outside.  docs/formats.md: what is no UTF-8 and no printable ASCII is \xHH, byte by byte.  */
static const struct
{
  const char *name, *spelling;
} spelled[] = {
  { " ", " " },
  { "!", "!" },
  { "~", "~" },
  { "\x7F", "\\x7f" },
  { "\x1F", "\\x1f" },
  { "\x01", "\\x01" },
  { "\\", "\\\\" },
  { "\"", "\\\"" },
  { "\\x01", "\\\\x01" },
  { "\x80", "\\x80" },
  { "\xC1\xBF", "\\xc1\\xbf" },
  { "\xC2\x80", "\xC2\x80" },
  { "\xC2\x7F", "\\xc2\\x7f" },
  { "\xDF\xBF", "\xDF\xBF" },
  { "\xDF", "\\xdf" },
  { "\xE0\x9F\xBF", "\\xe0\\x9f\\xbf" },
  { "\xE0\xA0\x80", "\xE0\xA0\x80" },
  { "\xE0\xA0", "\\xe0\\xa0" },
  { "\xE1\x80\x80", "\xE1\x80\x80" },
  { "\xED\x9F\xBF", "\xED\x9F\xBF" },
  { "\xED\xA0\x80", "\\xed\\xa0\\x80" },
  { "\xEE\x80\x80", "\xEE\x80\x80" },
  { "\xEF\xBF\xBF", "\xEF\xBF\xBF" },
  { "\xEF\xBF" "a", "\\xef\\xbf" "a" },
  { "\xEF" "a\xBF", "\\xef" "a\\xbf" },
  { "\xF0\x8F\xBF\xBF", "\\xf0\\x8f\\xbf\\xbf" },
  { "\xF0\x90\x80\x80", "\xF0\x90\x80\x80" },
  { "\xF1\x80\x80\x80", "\xF1\x80\x80\x80" },
  { "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF" },
  { "\xF4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
  { "\xF4\x8F\xBF", "\\xf4\\x8f\\xbf" },
  { "\xF5\x80\x80\x80", "\\xf5\\x80\\x80\\x80" },
  { "\xFF", "\\xff" },
};

Test (cert_bytes, a_name_has_one_spelling)
{
  for (size_t i = 0; i < sizeof spelled / sizeof spelled[0]; i++)
    {
      mm_certificate *c = with_name (spelled[i].spelling);
      cr_assert_not_null (c, "spelling %zu is refused", i);
      cr_expect_str_eq (c->blob_name[0], spelled[i].name, "name %zu", i);
      char wanted[200], *written = cert_text (c, NULL);
      snprintf (wanted, sizeof wanted, "%s%s%s", head, spelled[i].spelling, rest);
      cr_expect_str_eq (written, wanted, "name %zu", i);
      free (written);
      mm_certificate_free (c);
    }
}

Test (cert_bytes, any_other_spelling_is_refused)
{
  static const char *const wrong[]
    = { "\x7F",     "\x1F",     "\x80",         "\xC1\xBF",         "\xDF",             "\xE0\x9F\xBF", "\xED\xA0\x80", "\xEF\xBF",
        "\xFF",     "\\",       "\\x",          "\\x0",             "\\x0g",            "\\xg0",        "\\x41",        "\\x00",
        "\\xC1",    "\\a",      "\\xc2\\x80",   "\\xe0\\xa0\\x80",  "\\xed\\x9f\\xbf",  "\\x20",        "\\x7e",        "\\x5c",
        "\\x22",    "a\\",      "a\\x",         "a\\x0",            "a\\x4",            "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x7F\\x41",
        "\\xf0\\x90\\x80\\x80", "\\xf4\\x8f\\xbf\\xbf", "\\xef\\xbf\\xbf", "\\xdf\\xbf" };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
    cr_expect_null (with_name (wrong[i]), "accepted: %s", wrong[i]);
}

Test (cert_bytes, what_was_found_is_shown_in_ascii_and_cut)
{
  static const struct
  {
    const char *line, *found;
  } shown[] = { { "\x7F", "found \"?\"" }, { "~ ", "found \"~ \"" }, { "\xC3\xA9", "found \"??\"" }, { "\x1F", "found \"?\"" } };
  for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
    {
      char text[100];
      mm_error err;
      snprintf (text, sizeof text, "modmorph-certificate 1\n%s\n", shown[i].line);
      cr_assert_null (cert_from (text, strlen (text), &err));
      cr_expect (says (err.text, shown[i].found), "%zu: %s", i, err.text);
      text[strlen (text) - 1] = '\0';
      cr_assert_null (cert_from (text, strlen (text), &err));
      cr_expect (says (err.text, shown[i].found), "without a line feed, %zu: %s", i, err.text);
    }
  char text[200] = "modmorph-certificate 1\n", found[200] = "";
  memset (text + strlen (text), 'a', 150);
  mm_error err;
  cr_assert_null (cert_from (text, strlen (text), &err));
  memset (found, 'a', MM_SCAN_FOUND - 9);
  snprintf (text, sizeof text, "found \"%s\"", found);
  cr_expect (says (err.text, text), "%s", err.text);
}

/* ---- every claim ------------------------------------------------------------------ */

static const char *const good[] = { "bridge", "simple", "paper",  "trap", "twins", "cut", "double",
                                    "large",  "corner-beyond-reach", "one-channel", "kernel-too-high" };
enum { GOOD = sizeof good / sizeof good[0] };

static mm_text
good_text (const char *name)
{
  const char *top = getenv ("top_srcdir");
  char path[1024];
  mm_text text;
  snprintf (path, sizeof path, "%s/tests/refuse/%s.cert", top ? top : ".", name);
  cr_assert_eq (mm_text_read (path, &text, NULL), MM_OK, "%s", path);
  return text;
}

static mm_certificate *
good_one (const char *name)
{
  mm_text text = good_text (name);
  mm_certificate *c = cert_from (text.data, text.length, NULL);
  mm_text_clear (&text);
  cr_assert_not_null (c, "%s", name);
  return c;
}

Test (cert_bytes, every_claim_is_written_with_the_bytes_that_were_read)
{
  for (size_t i = 0; i < GOOD; i++)
    {
      mm_text text = good_text (good[i]);
      mm_certificate *c = cert_from (text.data, text.length, NULL);
      cr_assert_not_null (c);
      size_t length;
      char *again = cert_text (c, &length);
      cr_expect (length == text.length && !memcmp (again, text.data, length), "%s:\n%s", good[i], again);
      free (again);
      mm_text_clear (&text);
      mm_certificate_free (c);
    }
  mm_certificate_free (NULL);
}

/* The text ends where a page ends that has nothing behind it: a byte that is read there ends the program.  */
Test (cert_bytes, nothing_behind_the_text_is_read)
{
  const size_t page = (size_t) sysconf (_SC_PAGESIZE);
  char *const room = mmap (NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  cr_assert (room != MAP_FAILED && !mprotect (room + page, page, PROT_NONE));
  for (size_t i = 0; i < GOOD; i++)
    {
      mm_text text = good_text (good[i]);
      cr_assert_leq (text.length, page);
      for (size_t length = 0; length < text.length; length++)
        {
          memcpy (room + page - length, text.data, length);
          mm_certificate *c = NULL;
          cr_expect_eq (mm_certificate_read (room + page - length, length, NULL, &c, NULL), MM_EPARSE, "%s: %zu bytes",
                        good[i], length);
        }
      mm_text_clear (&text);
    }
  static const char escaped[] = "modmorph-certificate 1\nclaim simple\nblobs 2\nv 0 \"a\\";
  memcpy (room + page - strlen (escaped), escaped, strlen (escaped));
  mm_certificate *c = NULL;
  cr_expect_eq (mm_certificate_read (room + page - strlen (escaped), strlen (escaped), NULL, &c, NULL), MM_EPARSE);
  munmap (room, 2 * page);
}

/* ---- what is not whole --------------------------------------------------------------- */

static mm_status
write_nowhere (const mm_certificate *c)
{
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream (&text, &length);
  const mm_status status = mm_certificate_write (c, out);
  fclose (out);
  cr_expect (!status || !length, "something was written of what is not whole");
  free (text);
  return status;
}

/* Without this array the certificate is not written.  */
static void
expect_needed (const mm_certificate *c, void *pointer)
{
  void *kept, *nothing = NULL;
  memcpy (&kept, pointer, sizeof kept);
  memcpy (pointer, &nothing, sizeof kept);
  cr_expect_eq (write_nowhere (c), MM_EINVAL);
  memcpy (pointer, &kept, sizeof kept);
}

Test (cert_bytes, a_plan_that_is_not_whole_is_not_written)
{
  mm_certificate *c = good_one ("twins");
  mm_cert_capacity *p = c->capacity;
  void *const needed[] = { &c->capacity, &p->channels, &p->kernel, &p->code, &p->output, &p->start, &p->hub, &p->input };
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
    expect_needed (c, needed[i]);
  p->hubs = 0;
  free (p->hub);
  free (p->input);
  p->hub = p->input = NULL;
  cr_expect_eq (write_nowhere (c), MM_OK, "no hubs need no arrays");
  mm_certificate_free (c);
}

Test (cert_bytes, a_cut_that_is_not_whole_is_not_written)
{
  mm_certificate *c = good_one ("cut");
  mm_cert_capacity *p = c->capacity;
  void *const needed[] = { &c->capacity, &p->channels, &p->kernel, &p->cut };
  for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
    expect_needed (c, needed[i]);
  for (unsigned wrong = MM_CERT_CONDITIONS; wrong < MM_CERT_CONDITIONS + 2; wrong++)
    {
      memcpy (&p->condition, &wrong, sizeof wrong);
      cr_expect_eq (write_nowhere (c), MM_EINVAL, "condition %u", wrong);
    }
  p->condition = MM_CERT_FUNCTION;
  p->cuts = 0;
  free (p->cut);
  p->cut = NULL;
  cr_expect_eq (write_nowhere (c), MM_OK, "an empty cut needs no array");
  mm_certificate_free (c);
}

Test (cert_bytes, steps_that_are_not_whole_are_not_written)
{
  mm_certificate *c = good_one ("trap");
  expect_needed (c, &c->step);
  expect_needed (c, &c->moved);
  c->moved_layers--;
  cr_expect_eq (write_nowhere (c), MM_EINVAL, "more layers move than are listed");
  c->moved_layers++;
  const mm_cert_step first = c->step[0], last = c->step[c->steps - 1];
  for (uint32_t rule = MM_CERT_NODE_IN; rule <= MM_CERT_NODE_OUT; rule++)
    {
      c->step[0] = (mm_cert_step){ rule, first.a, UINT32_MAX };
      cr_expect_eq (write_nowhere (c), MM_EINVAL, "a step moves more layers than are listed");
    }
  c->step[0] = first;
  c->step[c->steps - 1].rule = MM_CERT_NODE_OUT + 1;
  cr_expect_eq (write_nowhere (c), MM_EINVAL, "the last step has no rule");
  c->step[c->steps - 1] = last;
  cr_expect_eq (write_nowhere (c), MM_OK);
  mm_certificate_free (c);
  c = with_name ("a");
  free (c->step);
  c->step = NULL;
  cr_expect_eq (write_nowhere (c), MM_OK, "no steps need no array");
  mm_certificate_free (c);
}
