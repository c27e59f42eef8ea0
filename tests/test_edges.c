/* tests/test_edges.c: the .edges format.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/write.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (edges, .fini = no_leaks);

static mm_module *
read_good (const char *text)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_read_edges (text, strlen (text), "x.edges", &m, &err);
  cr_assert_eq (s, MM_OK, "%s: line %d: %s", text, (int) err.line, err.text);
  cr_assert_null (mm_module_defect (m));
  return m;
}

/* Expect a refusal; the error of the last one.  */
static mm_error
refuse (const char *text, size_t length, mm_status status, mm_flaw flaw, uint64_t line)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_read_edges (text, length, "x.edges", &m, &err);
  cr_assert_eq (s, status, "%s: status %d: %s", text, (int) s, err.text);
  cr_assert_eq (err.status, status);
  cr_assert_eq (err.flaw, flaw, "%s: flaw %s: %s", text, mm_flaw_name (err.flaw), err.text);
  cr_assert_eq (err.line, line, "%s: line %d: %s", text, (int) err.line, err.text);
  cr_assert_str_eq (err.file, "x.edges");
  cr_assert_null (m);
  return err;
}

static mm_error
unreadable (const char *text, uint64_t line)
{
  return refuse (text, strlen (text), MM_EPARSE, MM_FLAW_NONE, line);
}

static mm_error
no_module (const char *text, mm_flaw flaw, uint64_t line)
{
  return refuse (text, strlen (text), MM_ENOTMODULE, flaw, line);
}

/* What mm_write_edges makes of m; to be freed.  */
static char *
written (const mm_module *m, size_t *length)
{
  char *text = NULL;
  FILE *out = open_memstream (&text, length);
  cr_assert_eq (mm_write_edges (m, out), MM_OK);
  fclose (out);
  return text;
}

Test (edges, a_bridge_reads_as_it_is_written)
{
  const char text[] = "4 5 0 3\n0 1\n0 2\n1 2\n1 3\n2 3\n";
  mm_module *m = read_good (text);
  cr_assert_eq (mm_module_blobs (m), 4);
  cr_assert_eq (mm_module_layers (m), 5);
  cr_assert_eq (mm_module_source (m), 0);
  cr_assert_eq (mm_module_sink (m), 3);
  cr_assert_eq (mm_module_tails (m)[2], 1);
  cr_assert_eq (mm_module_heads (m)[2], 2);
  size_t length;
  char *again = written (m, &length);
  cr_assert_str_eq (again, text);
  free (again);
  mm_module_free (m);
}

Test (edges, the_last_newline_may_be_missing)
{
  mm_module_free (read_good ("2 1 0 1\n0 1"));
}

Test (edges, windows_line_ends_blanks_and_comments_are_accepted)
{
  mm_module_free (read_good ("\xEF\xBB\xBF# a comment\r\n\r\n  2\t2 0  1 \r\n0 1\r\n# between\r\n 0\t1 \r\n\r\n# the end\r\n\n  "));
}

Test (edges, numbers_may_have_leading_zeros)
{
  mm_module *m = read_good ("0002 1 0000000000 01\n00000000000000 000000000001\n");
  cr_assert_eq (mm_module_heads (m)[0], 1);
  mm_module_free (m);
}

Test (edges, a_bad_first_line_is_refused)
{
  const char *bad[] = { "", "\n", "4", "4 5 0\n0 1\n", "4 5 0 3 7\n", "a b c d\n", "-2 1 0 1\n0 1\n", "2,1,0,1\n", "2 1 0 1x\n0 1\n" };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    unreadable (bad[i], strcmp (bad[i], "\n") ? 1 : 2);
}

Test (edges, the_place_of_the_fault_is_named)
{
  mm_error err = unreadable ("3 2 0 2\n0 1\n1 x\n", 3);
  cr_assert_eq (err.column, 3);
  cr_assert (strstr (err.text, "layer 2 of 2"), "%s", err.text);
}

Test (edges, too_few_lines_are_refused)
{
  unreadable ("2 3 0 1\n0 1\n0 1\n", 1);
  mm_error err = unreadable ("2 3 0 1\n0 1\n0 1\n# and that is all\n", 5);
  cr_assert (strstr (err.text, "after 2 of the 3 layers that line 1 announces"), "%s", err.text);
}

Test (edges, too_many_lines_are_refused)
{
  mm_error err = unreadable ("2 1 0 1\n0 1\n\n0 1\n", 4);
  cr_assert (strstr (err.text, "line 1 announces 1 layer"), "%s", err.text);
}

Test (edges, a_lie_about_the_size_takes_no_memory)
{
  unreadable ("4000000000 4000000000 0 1\n0 1\n", 1);
  mm_error err = no_module ("4000000000 1 0 1\n0 1\n", MM_FLAW_ISOLATED, 0);
  cr_assert (strstr (err.text, "3999999998 blobs are isolated (no layer touches them): 2, 3, "), "%s", err.text);
  no_module ("4000000000 1 3999999999 1\n3999999999 0\n", MM_FLAW_ISOLATED, 0);
  const char huge[] = "99999999999999999999999 1 0 1\n0 1\n";
  refuse (huge, strlen (huge), MM_ELIMIT, MM_FLAW_NONE, 1);
  const char many[] = "2 4294967295 0 1\n0 1\n";
  refuse (many, strlen (many), MM_ELIMIT, MM_FLAW_NONE, 1);
}

Test (edges, flaws_are_named_with_their_lines)
{
  no_module ("0 0 0 0\n", MM_FLAW_NO_LAYER, 0);
  no_module ("2 1 0 1\n0 2\n", MM_FLAW_RANGE, 2);
  no_module ("2 2 0 1\n0 1\n0 18446744073709551617\n", MM_FLAW_RANGE, 3);
  no_module ("2 1 0 2\n0 1\n", MM_FLAW_RANGE, 1);
  no_module ("0 1 0 1\n0 1\n", MM_FLAW_RANGE, 1);
  no_module ("# x\n2 2 0 1\n0 1\n1 1\n", MM_FLAW_SELF_LOOP, 4);
  no_module ("3 1 0 1\n0 1\n", MM_FLAW_ISOLATED, 0);
  no_module ("4 4 0 3\n0 1\n1 2\n2 1\n2 3\n", MM_FLAW_CYCLE, 4);
  no_module ("3 2 0 2\n0 2\n1 2\n", MM_FLAW_SOURCES, 3);
  no_module ("3 2 0 2\n0 1\n0 2\n", MM_FLAW_SINKS, 2);
  no_module ("2 1 1 0\n0 1\n", MM_FLAW_TERMINALS, 1);
}

Test (edges, zero_bytes_are_no_numbers_and_no_ends)
{
  refuse ("2 1 0 1\n0 1\n\0\n", 14, MM_EPARSE, MM_FLAW_NONE, 3);
  refuse ("2 1 0 1\n0\0001\n", 12, MM_EPARSE, MM_FLAW_NONE, 2);
  refuse ("2 1 0 1\0\n0 1\n", 13, MM_EPARSE, MM_FLAW_NONE, 1);
}

Test (edges, random_modules_come_back_as_they_were)
{
  for (uint64_t seed = 1; seed <= 200; seed++)
    {
      mm_module *m = kit_random_bridged (seed, (uint32_t) (seed * 7), (uint32_t) (seed % 5));
      size_t length;
      char *text = written (m, &length);
      mm_module *copy = read_good (text);
      const size_t bytes = mm_module_layers (m) * sizeof (mm_blob);
      cr_assert_eq (mm_module_layers (copy), mm_module_layers (m), "seed %d", (int) seed);
      cr_assert_arr_eq (mm_module_tails (copy), mm_module_tails (m), bytes, "seed %d", (int) seed);
      cr_assert_arr_eq (mm_module_heads (copy), mm_module_heads (m), bytes, "seed %d", (int) seed);
      free (text);
      mm_module_free (copy);
      mm_module_free (m);
    }
}

Test (edges, a_full_disk_is_noticed)
{
  mm_module *m = kit_random_simple (1, 20000);
  FILE *full = fopen ("/dev/full", "w");
  if (!full)
    cr_skip_test ("there is no /dev/full");
  mm_status s = mm_write_edges (m, full);
  if (!s)
    s = fflush (full) ? MM_EIO : MM_OK;
  cr_assert_eq (s, MM_EIO);
  fclose (full);
  mm_module_free (m);
}
