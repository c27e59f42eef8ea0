/* tests/test_derivation_file.c: derivations as text.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (derivation_file, .fini = no_leaks);

static mm_derivation *
derive (const mm_module *m)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  cr_assert_eq (mm_reduce_to_single (r, m, d, NULL, NULL), MM_OK);
  mm_reducer_free (r);
  return d;
}

static char *
written (const mm_derivation *d, size_t *length)
{
  char *text = NULL;
  FILE *out = open_memstream (&text, length);
  cr_assert_eq (mm_derivation_write (d, out), MM_OK);
  fclose (out);
  return text;
}

static void
expect_equal (const mm_derivation *a, const mm_derivation *b, uint64_t seed)
{
  cr_assert_eq (mm_derivation_length (a), mm_derivation_length (b), "seed %lu", (unsigned long) seed);
  for (size_t k = 0; k < mm_derivation_length (a); k++)
    {
      const mm_step x = mm_derivation_step (a, k), y = mm_derivation_step (b, k);
      const mm_handles p = mm_derivation_moved (a, k), q = mm_derivation_moved (b, k);
      cr_assert_eq (memcmp (&x, &y, sizeof x), 0, "seed %lu step %zu", (unsigned long) seed, k);
      cr_assert_eq (p.count, q.count);
      cr_assert (p.count == 0 || !memcmp (p.at, q.at, p.count * sizeof *p.at));
    }
}

Test (derivation_file, looks_like_this)
{
  mm_module *m = kit_paper_d ();
  mm_derivation *d = mm_derivation_new (m);
  const mm_layer moved[] = { 2, 4 };
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_IN, 0, 2, 1 }, moved), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_NODE_OUT, 5, 2, 3 }, (mm_layer[]){ 2, 3 }), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 2, 4, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_PARALLEL, 3, 6, MM_NONE }, NULL), MM_OK);
  cr_assert_eq (mm_derivation_push (d, (mm_step){ MM_RULE_SERIES, 1, 3, 2 }, NULL), MM_OK);
  cr_assert_null (mm_derivation_defect (d));
  size_t length;
  char *text = written (d, &length);
  cr_assert_str_eq (text, "modmorph-derivation 1\n"
                          "blobs 5\n"
                          "layers 7\n"
                          "N in 1 3 5  # node reduction at blob a: F1 is put before F3, F5\n"
                          "N out 6 3 4  # node reduction at blob c: F6 is put behind F3, F4\n"
                          "P 3 5  # TYPE-II: F3 plus F5\n"
                          "P 4 7  # TYPE-II: F4 plus F7\n"
                          "S 2 4  # TYPE-I at blob b: F2, then F4\n"
                          "end 2 2\n");
  free (text);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (derivation_file, reads_what_it_wrote)
{
  for (uint64_t seed = 0; seed < 200; seed++)
    {
      uint64_t state = seed;
      const uint32_t n = 3 + kit_below (&state, 15);
      mm_module *m = seed % 2 ? kit_random_dag (seed, n, 2 * n) : kit_random_bridged (seed, 30, 3);
      mm_derivation *d = derive (m), *e = NULL;
      size_t length;
      char *text = written (d, &length);
      mm_error err;
      cr_assert_eq (mm_derivation_read (text, length, "d", m, &e, &err), MM_OK, "seed %lu: %s", (unsigned long) seed,
                    err.text);
      expect_equal (d, e, seed);
      free (text);
      mm_derivation_free (d);
      mm_derivation_free (e);
      mm_module_free (m);
    }
}

/* Names that would end a comment, a quotation or a line if they were written as they are.  */
Test (derivation_file, survives_any_name)
{
  static const char *const names[] = { "a\nS 1 2", "#", "\"", "\\", "S 1 2 # x", "", "\r", "blåb", "\x01" };
  mm_builder *b = mm_builder_new ();
  for (int v = 0; v < 9; v++)
    cr_assert_eq (mm_builder_add_blob (b, names[v], NULL), MM_OK);
  for (uint32_t v = 0; v < 8; v++)
    {
      cr_assert_eq (mm_builder_add_layer (b, v, v + 1, names[v], NULL), MM_OK);
      if (v < 7)
        cr_assert_eq (mm_builder_add_layer (b, v, v + 2, names[8 - v], NULL), MM_OK);
    }
  cr_assert_eq (mm_builder_set_name (b, "two\nlines"), MM_OK);
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  mm_builder_free (b);

  mm_derivation *d = derive (m), *e;
  size_t length, lines = 0;
  char *text = written (d, &length);
  for (const char *c = text; *c; c++)
    {
      lines += *c == '\n';
      cr_assert (*c == '\n' || (unsigned char) *c >= 0x20);
    }
  cr_assert_eq (lines, mm_derivation_length (d) + 5);
  cr_assert_eq (mm_derivation_read (text, length, "d", m, &e, &err), MM_OK, "%s", err.text);
  expect_equal (d, e, 0);
  free (text);
  mm_derivation_free (d);
  mm_derivation_free (e);
  mm_module_free (m);
}

/* "s-v v-t s-t": S 1 2, then P 1 3.  */
#define HEAD "modmorph-derivation 1\nblobs 3\nlayers 3\n"

static mm_status
read_text (const char *text, size_t length, mm_error *err)
{
  mm_module *m = kit_module ("s-v v-t s-t");
  mm_derivation *d = NULL;
  const mm_status s = mm_derivation_read (text, length, "file", m, &d, err);
  if (!s)
    cr_assert_null (mm_derivation_defect (d));
  mm_derivation_free (d);
  mm_module_free (m);
  return s;
}

Test (derivation_file, accepts_comments_blank_lines_and_foreign_line_ends)
{
  static const char *const good[] = {
    HEAD "S 1 2\nP 1 3\nend 2 1\n",
    HEAD "end 3 3\n",
    "# a note\n\nmodmorph-derivation 1 # x\r\nblobs\t3\r\nlayers 3\r\n\r\n  S  1 2  # TYPE-I\r\nend 2 2\r\n# bye\n",
  };
  mm_error err;
  for (size_t k = 0; k < sizeof good / sizeof *good; k++)
    cr_assert_eq (read_text (good[k], strlen (good[k]), &err), MM_OK, "%zu: %s", k, err.text);
}

Test (derivation_file, refuses_what_is_malformed_with_line_and_reason)
{
  static const struct
  {
    const char *text;
    mm_status status;
    uint64_t line;
    const char *why;
  } bad[] = {
    { "", MM_EPARSE, 0, "empty" },
    { "digraph {}\n", MM_EPARSE, 1, "no derivation" },
    { "modmorph-derivation 2\n", MM_EPARSE, 1, "version" },
    { "modmorph-derivation\n", MM_EPARSE, 1, "version" },
    { "modmorph-derivation 1 1\n", MM_EPARSE, 1, "version" },
    { "modmorph-derivation 1\n", MM_EPARSE, 1, "before its first step" },
    { "modmorph-derivation 1\nlayers 3\n", MM_EPARSE, 2, "expected \"blobs" },
    { "modmorph-derivation 1\nblobs 3 3\n", MM_EPARSE, 2, "expected \"blobs" },
    { "modmorph-derivation 1\nblobs 4\n", MM_EPARSE, 2, "another module" },
    { "modmorph-derivation 1\nblobs 3\nlayers 4\n", MM_EPARSE, 3, "another module" },
    { "modmorph-derivation 1\nblobs 03\n", MM_EPARSE, 2, "expected \"blobs" },
    { "modmorph-derivation 1\nblobs 4294967299\n", MM_EPARSE, 2, "expected \"blobs" },
    { HEAD, MM_EPARSE, 3, "without \"end" },
    { HEAD "S 1 2\n", MM_EPARSE, 4, "without \"end" },
    { HEAD "S 1 2\nend 2 2", MM_EPARSE, 5, "no line end" },
    { HEAD "S 1 2\nend 2 1\n", MM_EPARSE, 5, "leave 2 blobs and 2 layers" },
    { HEAD "S 1 2\nend 3 2\n", MM_EPARSE, 5, "leave 2 blobs" },
    { HEAD "S 1 2\nend 2\n", MM_EPARSE, 5, "expected \"end" },
    { HEAD "S 1 2\nend 2 2 2\n", MM_EPARSE, 5, "expected \"end" },
    { HEAD "end 3 3\nS 1 2\n", MM_EPARSE, 5, "behind the end" },
    { HEAD "end 3 3\nx", MM_EPARSE, 5, "no line end" },
    { HEAD "S 1\n", MM_EPARSE, 4, "exactly two" },
    { HEAD "S 1 2 3\n", MM_EPARSE, 4, "exactly two" },
    { HEAD "S 1 x\n", MM_EPARSE, 4, "number of a layer" },
    { HEAD "S 1 2x\n", MM_EPARSE, 4, "number of a layer" },
    { HEAD "S 1 -2\n", MM_EPARSE, 4, "number of a layer" },
    { HEAD "S 0 2\n", MM_EPARSE, 4, "no layer 0" },
    { HEAD "S 1 4\n", MM_EPARSE, 4, "no layer 4" },
    { HEAD "S 1 99999999999999999999\n", MM_EPARSE, 4, "number of a layer" },
    { HEAD "S1 2\n", MM_EPARSE, 4, "expected a step" },
    { HEAD "Q 1 2\n", MM_EPARSE, 4, "expected a step" },
    { HEAD "N 1 2\n", MM_EPARSE, 4, "\"N in\"" },
    { HEAD "N in 1\n", MM_EPARSE, 4, "each that moves" },
    { HEAD "N in 1 2 2 2 2\n", MM_EPARSE, 4, "each that moves" },
    { HEAD "N in 1 3\n", MM_EINVAL, 4, "does not touch" },
    { HEAD "S 2 1\n", MM_EINVAL, 4, "do not meet" },
    { HEAD "P 1 3\n", MM_EINVAL, 4, "same ends" },
    { HEAD "S 1 2\nS 1 2\n", MM_EINVAL, 5, "not there" },
    { HEAD "S 1 2\nP 3 2\n", MM_EINVAL, 5, "not there" },
  };
  for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
    {
      mm_error err = { .line = 77 };
      cr_assert_eq (read_text (bad[k].text, strlen (bad[k].text), &err), bad[k].status, "%zu", k);
      cr_assert_eq (err.line, bad[k].line, "%zu: line %lu", k, (unsigned long) err.line);
      cr_assert (strstr (err.text, bad[k].why), "%zu: %s", k, err.text);
      cr_assert_str_eq (err.file, "file");
      cr_assert_eq (read_text (bad[k].text, strlen (bad[k].text), NULL), bad[k].status);
    }
}

Test (derivation_file, refuses_a_zero_byte)
{
  const char text[] = HEAD "S 1 2\0\nend 2 2\n";
  mm_error err;
  cr_assert_eq (read_text (text, sizeof text - 1, &err), MM_EPARSE);
  cr_assert_eq (err.line, 4);
}

Test (derivation_file, refuses_every_file_that_was_cut_off)
{
  mm_module *m = kit_paper_d ();
  mm_derivation *d = derive (m), *e;
  size_t length;
  char *text = written (d, &length);
  for (size_t cut = 0; cut < length; cut++)
    cr_assert_eq (mm_derivation_read (text, cut, NULL, m, &e, NULL), MM_EPARSE, "cut at %zu", cut);
  free (text);
  mm_derivation_free (d);
  mm_module_free (m);
}

/* Whatever is read after random changes is a derivation that replays.  */
Test (derivation_file, never_reads_a_lie)
{
  static const char alphabet[] = "SPN inout0123456789#\n\r\t end";
  mm_module *m = kit_paper_d ();
  mm_derivation *d = derive (m);
  size_t length;
  char *text = written (d, &length), *copy = malloc (length);
  uint64_t state = 7;
  int refused = 0;
  for (int k = 0; k < 20000; k++)
    {
      memcpy (copy, text, length);
      for (uint32_t i = 0; i <= kit_below (&state, 3); i++)
        copy[kit_below (&state, (uint32_t) length)] = alphabet[kit_below (&state, sizeof alphabet - 1)];
      mm_derivation *e = NULL;
      if (mm_derivation_read (copy, length, NULL, m, &e, NULL))
        refused++;
      else
        cr_assert_null (mm_derivation_defect (e), "change %d", k);
      mm_derivation_free (e);
    }
  cr_assert_gt (refused, 2000, "most changes outside of comments are refused");
  free (copy);
  free (text);
  mm_derivation_free (d);
  mm_module_free (m);
}

Test (derivation_file, says_when_it_cannot_write)
{
  FILE *full = fopen ("/dev/full", "w");
  if (!full)
    cr_skip_test ("there is no /dev/full here");
  mm_module *m = kit_paper_d ();
  mm_derivation *d = derive (m);
  cr_assert_eq (mm_derivation_write (d, full), MM_EIO);
  fclose (full);
  mm_derivation_free (d);
  mm_module_free (m);
}
