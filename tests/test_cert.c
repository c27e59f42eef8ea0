/* tests/test_cert.c: certificates to files and back.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_bridge.h"

TestSuite (cert, .fini = no_leaks);

static const char bridge_text[] = "modmorph-certificate 1\n"
                                  "claim complex\n"
                                  "blobs 4\n"
                                  "v 0 \"s\"\n"
                                  "v 1 \"a\"\n"
                                  "v 2 \"b\"\n"
                                  "v 3 \"t\"\n"
                                  "layers 5\n"
                                  "e 1 2\n"
                                  "e 1 3\n"
                                  "e 2 3\n"
                                  "e 2 4\n"
                                  "e 3 4\n"
                                  "branch 1 2 3 4\n"
                                  "sa 1\n"
                                  "sb 2\n"
                                  "ab 3\n"
                                  "at 4\n"
                                  "bt 5\n"
                                  "end\n";

static const char simple_text[] = "modmorph-certificate 1\n"
                                  "claim simple\n"
                                  "blobs 3\n"
                                  "v 1\n"
                                  "v 0\n"
                                  "v 2\n"
                                  "layers 3\n"
                                  "e 2 3\n"
                                  "e 1 3\n"
                                  "e 1 2\n"
                                  "steps 2\n"
                                  "S 3 1\n"
                                  "P 3 2\n"
                                  "end\n";

Test (cert, a_bridge_is_written_as_the_formats_page_says)
{
  mm_module *m = kit_bridge ();
  mm_certificate *c = oracle_certificate (m);
  char *text = cert_text (c, NULL);
  cr_assert_str_eq (text, bridge_text);
  free (text);
  mm_certificate_free (c);
  mm_module_free (m);
}

Test (cert, every_field_is_read)
{
  mm_certificate *c = cert_from (simple_text, strlen (simple_text), NULL);
  cr_assert_not_null (c);
  cr_assert_eq (c->claim, MM_CLAIM_SIMPLE);
  cr_assert_eq (c->blobs, 3);
  cr_assert_eq (c->blob[0], 1);
  cr_assert_eq (c->blob[2], 2);
  cr_assert_null (c->blob_name);
  cr_assert_eq (c->layers, 3);
  cr_assert_eq (c->tail[0], 2);
  cr_assert_eq (c->head[0], 3);
  cr_assert_eq (c->steps, 2);
  cr_assert (c->step[0].rule == 1 && c->step[0].a == 3 && c->step[0].b == 1);
  cr_assert (c->step[1].rule == 0 && c->step[1].a == 3 && c->step[1].b == 2);
  mm_certificate_free (c);
}

Test (cert, paths_for_the_reader_are_read_when_given)
{
  static const char head[] = "modmorph-certificate 1\nclaim complex\nblobs 2\nv 0\nv 1\nlayers 2\ne 1 2\ne 1 2\n"
                             "branch 1 2 1 2\nsa 1\nsb 2\nab 1 2\nat 2\nbt 1\n";
  char text[sizeof head + 32];
  snprintf (text, sizeof text, "%sin 2 1\nout 2\nend\n", head);
  mm_certificate *c = cert_from (text, strlen (text), NULL);
  cr_assert_not_null (c);
  cr_assert_eq (c->path_start[3] - c->path_start[2], 2);
  cr_assert_eq (c->path_start[6] - c->path_start[5], 2);
  cr_assert_eq (c->path_layer[c->path_start[5]], 2);
  cr_assert_eq (c->path_start[7] - c->path_start[6], 1);
  mm_certificate_free (c);
}

Test (cert, what_is_read_is_written_with_the_same_bytes)
{
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      mm_module *m = kit_random_dag (seed, 3 + (uint32_t) (seed % 6), 12);
      mm_certificate *c = oracle_certificate (m);
      size_t length, again_length;
      char *text = cert_text (c, &length);
      mm_certificate *read = cert_from (text, length, NULL);
      cr_assert_not_null (read, "seed %llu", (unsigned long long) seed);
      char *again = cert_text (read, &again_length);
      cr_assert_eq (length, again_length);
      cr_assert_eq (memcmp (text, again, length), 0, "seed %llu", (unsigned long long) seed);
      free (text);
      free (again);
      mm_certificate_free (c);
      mm_certificate_free (read);
      mm_module_free (m);
    }
}

Test (cert, names_survive_whatever_they_are)
{
  static const char *const name[] = { "",        "a b",        "quote \" and \\ slash", "tab\tnewline\n",
                                      "größe 層", "\xF0\x9F\x98\x80", "bad \xC3\x28 utf8 \xFF", "\x7F\x01\\x41" };
  enum { NAMES = sizeof name / sizeof name[0] };
  for (size_t i = 0; i < NAMES; i++)
    {
      mm_certificate *c = cert_from (simple_text, strlen (simple_text), NULL);
      c->blob_name = calloc (c->blobs, sizeof *c->blob_name);
      c->blob_name[1] = strdup (name[i]);
      size_t length;
      char *text = cert_text (c, &length);
      mm_certificate *read = cert_from (text, length, NULL);
      cr_assert_not_null (read, "name %zu: %s", i, text);
      cr_assert_null (read->blob_name[0]);
      cr_assert_str_eq (read->blob_name[1], name[i]);
      free (text);
      mm_certificate_free (c);
      mm_certificate_free (read);
    }
}

Test (cert, a_claim_that_is_none_is_not_written)
{
  mm_certificate *c = cert_from (simple_text, strlen (simple_text), NULL);
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream (&text, &length);
  memset (&c->claim, 0x7F, sizeof c->claim);
  cr_assert_eq (mm_certificate_write (c, out), MM_EINVAL);
  fclose (out);
  cr_assert_eq (length, 0);
  free (text);
  mm_certificate_free (c);
}

Test (cert, steps_that_are_none_are_not_written)
{
  mm_certificate *c = cert_from (simple_text, strlen (simple_text), NULL);
  char *text = NULL;
  size_t length = 0;
  FILE *out = open_memstream (&text, &length);
  cr_assert_gt (c->steps, 0);
  const mm_cert_step kept = c->step[0];
  c->step[0].rule = 77;
  cr_assert_eq (mm_certificate_write (c, out), MM_EINVAL);
  c->step[0] = (mm_cert_step){ MM_CERT_NODE_IN, kept.a, 1 };
  cr_assert_eq (mm_certificate_write (c, out), MM_EINVAL, "there is no layer to be moved");
  c->step[0] = kept;
  fclose (out);
  cr_assert_eq (length, 0);
  free (text);
  mm_certificate_free (c);
}

Test (cert, a_full_disk_is_an_io_error)
{
  FILE *full = fopen ("/dev/full", "w");
  if (!full)
    cr_skip_test ("no /dev/full here");
  setvbuf (full, NULL, _IONBF, 0);
  mm_certificate *c = cert_from (simple_text, strlen (simple_text), NULL);
  cr_assert_eq (mm_certificate_write (c, full), MM_EIO);
  mm_certificate_free (c);
  fclose (full);
}

/* ---- refusals ------------------------------------------------------------------- */

/* Replace the first `old` in a text by `new`, and read the result; its complaint.  */
static mm_error
complaint (const char *text, const char *old, const char *new)
{
  const char *at = strstr (text, old);
  cr_assert_not_null (at, "the text has no %s", old);
  char *changed = malloc (strlen (text) + strlen (new) + 1);
  sprintf (changed, "%.*s%s%s", (int) (at - text), text, new, at + strlen (old));
  mm_error err = { .status = MM_OK };
  mm_certificate *c = cert_from (changed, strlen (changed), &err);
  cr_assert_null (c, "accepted by the reader:\n%s", changed);
  cr_assert_eq (err.status, MM_EPARSE);
  cr_assert_str_eq (err.file, "test.cert");
  free (changed);
  return err;
}

typedef struct change
{
  const char *old, *new, *reason;
  uint64_t line;
} change;

static void
all_are_refused (const char *text, const change *list, size_t count)
{
  for (size_t i = 0; i < count; i++)
    {
      const mm_error err = complaint (text, list[i].old, list[i].new);
      cr_expect (says (err.text, list[i].reason), "%s -> %s: %s", list[i].old, list[i].new, err.text);
      cr_expect_eq (err.line, list[i].line, "%s -> %s: line %llu", list[i].old, list[i].new,
                    (unsigned long long) err.line);
    }
}

Test (cert, each_kind_of_bad_line_is_refused_with_its_number)
{
  static const change list[] = {
    { "modmorph-certificate", "modmorph-derivation", "this is no certificate", 1 },
    { "certificate 1", "certificate 2", "version 2 is unknown", 1 },
    { "certificate 1", "certificate", "this is no certificate", 1 },
    { "certificate 1", "certificate x", "expected the version", 1 },
    { "certificate 1", "certificate 1 ", "expected the end of the line", 1 },
    { "claim simple", "claim reasonable", "the claim \"reasonable\" is unknown", 2 },
    { "claim simple", "claim Simple", "the claim \"Simple\" is unknown", 2 },
    { "claim simple", "claim", "expected \"claim\" and what is claimed", 2 },
    { "claim simple", "claim complex", "expected \"branch\"", 11 },
    { "blobs 3", "blobs 1", "blobs 1 is out of range", 3 },
    { "blobs 3", "blobs 4", "expected the line of vertex 4 of 4", 7 },
    { "blobs 3", "blobs 2", "expected \"layers COUNT\"", 6 },
    { "blobs 3", "blobs 4000000000", "blobs says 4000000000, but only", 3 },
    { "blobs 3", "blobs 4294967295", "out of range", 3 },
    { "blobs 3", "blobs 4294967299", "expected blobs: one space and a whole number", 3 },
    { "blobs 3", "blobs 99999999999999999999999", "expected blobs: one space and a whole number", 3 },
    { "blobs 3", "blobs -3", "found \" -3\"", 3 },
    { "blobs 3", "blobs +3", "found \" +3\"", 3 },
    { "blobs 3", "blobs 03", "found \" 03\"", 3 },
    { "blobs 3", "blobs  3", "found \"  3\"", 3 },
    { "blobs 3", "blobs\t3", "found \"?3\"", 3 },
    { "v 2", "v 3", "blob 3 is out of range (0 to 2)", 6 },
    { "v 2", "v 2 name", "quoted name", 6 },
    { "v 2", "v 2 \"name", "does not end in its line", 6 },
    { "v 2", "v 2 \"name\\", "does not end in its line", 6 },
    { "v 2", "v 2 \"name\"\"", "expected the end of the line", 6 },
    { "v 2", "v 2 \"a\\b\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\\x41\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\\x00\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\\x0A\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\x01\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\xC0\x80\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\xED\xA0\x80\"", "not spelled as it should be", 6 },
    { "v 2", "v 2 \"a\\xc3\\xa9\"", "not spelled as it should be", 6 },
    { "layers 3", "layers 0", "layers 0 is out of range", 7 },
    { "layers 3", "layers 4", "expected the line of layer 4 of 4", 11 },
    { "layers 3", "layers 2", "expected \"steps COUNT\"", 10 },
    { "layers 3", "layers 4294967294", "only", 7 },
    { "e 1 3", "e 0 3", "vertex 0 is out of range (1 to 3)", 9 },
    { "e 1 3", "e 1 4", "vertex 4 is out of range (1 to 3)", 9 },
    { "e 1 3", "e 1", "found the end of the line", 9 },
    { "e 1 3", "e 1 3 3", "expected the end of the line", 9 },
    { "e 1 3\n", "e 1 3\r\n", "found a carriage return", 9 },
    { "e 1 3\n", "\ne 1 3\n", "expected the line of layer 2 of 3", 9 },
    { "steps 2", "steps 3", "steps says 3, but only 16 bytes follow", 11 },
    { "steps 2", "steps 1", "expected \"end\"", 13 },
    { "steps 2", "steps 400000000", "steps says 400000000", 11 },
    { "S 3 1", "N 3 1", "expected the line of step 1 of 2", 12 },
    { "S 3 1", "S 3 4", "layer 4 is out of range (1 to 3)", 12 },
    { "S 3 1", "S 0 1", "layer 0 is out of range", 12 },
    { "S 3 1", "s 3 1", "expected the line of step 1", 12 },
    { "end\n", "end", "found the end of the file", 14 },
    { "end\n", "", "expected \"end\", found the end of the file", 14 },
    { "end\n", "end\n\n", "expected nothing after \"end\"", 15 },
    { "end\n", "end\nend\n", "expected nothing after \"end\", found \"end\"", 15 },
  };
  all_are_refused (simple_text, list, sizeof list / sizeof list[0]);
}

Test (cert, each_kind_of_bad_bridge_line_is_refused)
{
  static const change list[] = {
    { "branch 1 2 3 4", "branch 1 2 3", "found the end of the line", 14 },
    { "branch 1 2 3 4", "branch 1 2 3 5", "vertex 5 is out of range (1 to 4)", 14 },
    { "branch 1 2 3 4", "branch 1 2 3 4 1", "expected the end of the line", 14 },
    { "sa 1", "sa", "found the end of the line", 15 },
    { "sa 1", "sa 6", "layer 6 is out of range (1 to 5)", 15 },
    { "sa 1\n", "", "expected \"sa\" and the layers of a path", 15 },
    { "sa 1\nsb 2", "sb 2\nsa 1", "expected \"sa\"", 15 },
    { "bt 5\n", "bt 5\nin\n", "found the end of the line", 20 },
    { "bt 5\n", "bt 5\nout 5\nin 1\n", "expected \"end\", found \"in 1\"", 21 },
    { "bt 5\n", "bt 5 \n", "found \" \"", 19 },
    { "claim complex", "claim simple", "expected \"steps COUNT\", found \"branch 1 2 3 4\"", 14 },
  };
  all_are_refused (bridge_text, list, sizeof list / sizeof list[0]);
}

Test (cert, every_truncation_is_refused)
{
  for (size_t length = 0; length < strlen (simple_text); length++)
    cr_expect_null (cert_from (simple_text, length, NULL), "%zu bytes", length);
  for (size_t length = 0; length < strlen (bridge_text); length++)
    cr_expect_null (cert_from (bridge_text, length, NULL), "%zu bytes", length);
}

Test (cert, an_empty_file_and_zero_bytes_are_refused)
{
  mm_error err;
  cr_assert_null (cert_from ("", 0, &err));
  cr_assert (says (err.text, "the file is empty"));
  for (size_t at = 0; at < strlen (simple_text); at++)
    {
      char text[sizeof simple_text];
      memcpy (text, simple_text, sizeof text);
      text[at] = '\0';
      cr_expect_null (cert_from (text, sizeof text - 1, &err), "a zero byte at %zu", at);
    }
}
