/* tests/test_text.c: whole files in memory, and files written whole or not at all.  */
#include "graph/text.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/failing.h"
#include "tests/leak.h"

TestSuite (text, .fini = no_leaks);

static char folder[] = "/tmp/modmorph-text-XXXXXX";

/* Every test works in a folder of its own, which is the current one.  */
static void
enter_folder (void)
{
  cr_assert_not_null (mkdtemp (folder));
  cr_assert_eq (chdir (folder), 0);
  umask (022);
}

/* Leave the folder; it must hold nothing but the `files` names.  */
static void
leave_folder (const char *const *files, int count)
{
  int seen = 0;
  DIR *dir = opendir (".");
  for (struct dirent *d = readdir (dir); d; d = readdir (dir))
    seen += strcmp (d->d_name, ".") && strcmp (d->d_name, "..");
  closedir (dir);
  for (int i = 0; i < count; i++)
    cr_expect_eq (remove (files[i]), 0, "%s is not there", files[i]);
  cr_expect_eq (seen, count, "%d files, not %d, were left behind", seen, count);
  cr_expect_eq (rmdir (folder), 0);
}

static void
put (const char *path, const char *text)
{
  FILE *f = fopen (path, "wb");
  cr_assert_not_null (f);
  fputs (text, f);
  fclose (f);
}

static void
expect_text (const char *path, const char *text)
{
  mm_text t = { NULL, 0 };
  cr_assert_eq (mm_text_read (path, &t, NULL), MM_OK);
  cr_expect_str_eq (t.data, text);
  cr_expect_eq (t.length, strlen (text));
  mm_text_clear (&t);
}

/* Write text to path through an outfile.  */
static mm_status
write_text (const char *path, const char *text, mm_error *err)
{
  mm_outfile *f;
  mm_status s = mm_outfile_open (path, &f, err);
  if (s)
    return s;
  fputs (text, mm_outfile_stream (f));
  return mm_outfile_commit (f, err);
}

/* ---- reading ---------------------------------------------------------------- */

Test (text, reads_any_bytes_and_adds_a_zero)
{
  enter_folder ();
  FILE *f = fopen ("bytes", "wb");
  fwrite ("a\0b\r\n\xFF", 1, 6, f);
  fclose (f);
  mm_text t;
  cr_assert_eq (mm_text_read ("bytes", &t, NULL), MM_OK);
  cr_expect_eq (t.length, 6);
  cr_expect_arr_eq (t.data, "a\0b\r\n\xFF", 7);
  mm_text_clear (&t);
  cr_expect_null (t.data);
  mm_text_clear (&t);
  leave_folder ((const char *[]){ "bytes" }, 1);
}

Test (text, reads_empty_and_large_files)
{
  enter_folder ();
  put ("empty", "");
  expect_text ("empty", "");
  enum { SIZE = 300000 };
  char *large = malloc (SIZE + 1);
  for (int i = 0; i < SIZE; i++)
    large[i] = (char) ('a' + i % 26);
  large[SIZE] = '\0';
  put ("large", large);
  expect_text ("large", large);
  free (large);
  leave_folder ((const char *[]){ "empty", "large" }, 2);
}

Test (text, reads_standard_input_from_a_pipe)
{
  int ends[2];
  cr_assert_eq (pipe (ends), 0);
  cr_assert_eq (write (ends[1], "digraph", 7), 7);
  close (ends[1]);
  dup2 (ends[0], STDIN_FILENO);
  expect_text ("-", "digraph");
}

/* Read what has `length` bytes with a bound, from a file and from a pipe.  */
static void
expect_within (const char *path, uint64_t most, size_t length)
{
  mm_text t = { NULL, 0 };
  mm_error err = { .file = "before" };
  const mm_status s = mm_text_read_within (path, most, &t, &err);
  if (length <= most)
    {
      cr_expect_eq (s, MM_OK, "%s", err.text);
      cr_expect_eq (t.length, length);
      mm_text_clear (&t);
      return;
    }
  char said[96];
  snprintf (said, sizeof said, "it is longer than %llu bytes", (unsigned long long) most);
  cr_expect_eq (s, MM_ELIMIT);
  cr_expect_null (t.data);
  cr_expect_null (err.file);
  cr_expect (strstr (err.text, said) != NULL, "%s", err.text);
}

Test (text, reads_no_more_than_it_may)
{
  enum { LONG = 40000 };
  static char text[LONG + 1];
  enter_folder ();
  memset (text, 'x', LONG);
  put ("long", text);
  put ("empty", "");
  for (uint64_t most = LONG - 2; most <= LONG + 2; most++)
    expect_within ("long", most, LONG);
  expect_within ("long", 0, LONG);
  expect_within ("long", UINT64_MAX, LONG);
  expect_within ("empty", 0, 0);
  for (uint64_t most = LONG - 1; most <= LONG + 1; most++)
    {
      /* A pipe of its own each time: whoever fills one may still be at it when the reader has had enough.  */
      cr_assert_eq (mkfifo ("pipe", 0600), 0);
      cr_assert_eq (system ("cat long >pipe 2>/dev/null &"), 0);
      expect_within ("pipe", most, LONG);
      cr_assert_eq (unlink ("pipe"), 0);
    }
  if (access ("/dev/zero", R_OK) == 0)
    expect_within ("/dev/zero", 100000, SIZE_MAX);
  const char *files[] = { "long", "empty" };
  leave_folder (files, 2);
}

Test (text, names_the_path_and_the_reason_when_it_cannot_read)
{
  mm_text t = { NULL, 7 };
  mm_error err = { .file = "something else" };
  cr_expect_eq (mm_text_read ("/nonexistent/m.dot", &t, &err), MM_EIO);
  cr_expect_str_eq (err.text, "cannot read /nonexistent/m.dot: No such file or directory");
  cr_expect_null (err.file);
  cr_expect_eq (mm_text_read ("/", &t, &err), MM_EIO);
  cr_expect_str_eq (err.text, "cannot read /: Is a directory");
  cr_expect_eq (t.length, 7, "the text was touched");
  cr_expect_eq (mm_text_read ("/", &t, NULL), MM_EIO);
}

/* ---- writing ---------------------------------------------------------------- */

Test (text, writes_a_new_file_with_the_permissions_of_the_umask)
{
  enter_folder ();
  umask (027);
  mm_outfile *f;
  cr_assert_eq (mm_outfile_open ("new", &f, NULL), MM_OK);
  fputs ("hello", mm_outfile_stream (f));
  cr_expect_neq (access ("new", F_OK), 0, "the name is there before the commit");
  cr_assert_eq (mm_outfile_commit (f, NULL), MM_OK);
  expect_text ("new", "hello");
  struct stat st;
  cr_assert_eq (stat ("new", &st), 0);
  cr_expect_eq (st.st_mode & 07777, 0640);
  leave_folder ((const char *[]){ "new" }, 1);
}

Test (text, replaces_a_file_and_keeps_its_permissions)
{
  enter_folder ();
  put ("old", "before");
  chmod ("old", 0604);
  cr_assert_eq (write_text ("old", "after", NULL), MM_OK);
  expect_text ("old", "after");
  struct stat st;
  cr_assert_eq (stat ("old", &st), 0);
  cr_expect_eq (st.st_mode & 07777, 0604);
  leave_folder ((const char *[]){ "old" }, 1);
}

Test (text, leaves_the_old_file_when_abandoned)
{
  enter_folder ();
  put ("old", "before");
  mm_outfile *f;
  cr_assert_eq (mm_outfile_open ("old", &f, NULL), MM_OK);
  fputs ("half of", mm_outfile_stream (f));
  mm_outfile_abandon (f);
  mm_outfile_abandon (NULL);
  expect_text ("old", "before");
  leave_folder ((const char *[]){ "old" }, 1);
}

Test (text, follows_symbolic_links_also_to_files_that_are_not_there_yet)
{
  enter_folder ();
  mkdir ("sub", 0777);
  put ("sub/old", "before");
  cr_assert_eq (symlink ("sub/link", "first"), 0);
  cr_assert_eq (symlink ("old", "sub/link"), 0);
  cr_assert_eq (write_text ("first", "after", NULL), MM_OK);
  expect_text ("sub/old", "after");
  cr_assert_eq (symlink ("sub/new", "second"), 0);
  cr_assert_eq (write_text ("second", "new", NULL), MM_OK);
  expect_text ("sub/new", "new");
  struct stat st;
  cr_expect (!lstat ("first", &st) && S_ISLNK (st.st_mode));
  cr_expect (!lstat ("sub/link", &st) && S_ISLNK (st.st_mode));
  cr_expect (!lstat ("second", &st) && S_ISLNK (st.st_mode));
  cr_expect (!remove ("sub/old") && !remove ("sub/new") && !remove ("sub/link"));
  leave_folder ((const char *[]){ "first", "second", "sub" }, 3);
}

Test (text, refuses_links_that_go_round)
{
  enter_folder ();
  cr_assert_eq (symlink ("b", "a"), 0);
  cr_assert_eq (symlink ("a", "b"), 0);
  mm_error err;
  cr_expect_eq (write_text ("a", "x", &err), MM_EIO);
  cr_expect (strstr (err.text, "Too many levels of symbolic links"), "%s", err.text);
  leave_folder ((const char *[]){ "a", "b" }, 2);
}

Test (text, writes_to_devices_and_pipes_directly)
{
  enter_folder ();
  cr_expect_eq (write_text ("/dev/null", "nothing", NULL), MM_OK);
  struct stat st;
  cr_expect (!stat ("/dev/null", &st) && S_ISCHR (st.st_mode), "/dev/null was replaced");

  cr_assert_eq (mkfifo ("pipe", 0666), 0);
  int reader = open ("pipe", O_RDONLY | O_NONBLOCK);
  cr_assert_geq (reader, 0);
  cr_expect_eq (write_text ("pipe", "through", NULL), MM_OK);
  char got[8] = "";
  cr_expect_eq (read (reader, got, sizeof got), 7);
  cr_expect_str_eq (got, "through");
  close (reader);
  leave_folder ((const char *[]){ "pipe" }, 1);
}

Test (text, writes_to_standard_output_by_dash_and_by_device)
{
  enter_folder ();
  fflush (stdout);
  int keep = dup (STDOUT_FILENO), file = open ("out", O_RDWR | O_CREAT, 0666);
  dup2 (file, STDOUT_FILENO);
  mm_status by_dash = write_text ("-", "dash", NULL);
  struct stat before, after;
  mm_text t = { NULL, 0 };
  mm_status reading = mm_text_read ("out", &t, NULL);
  fstat (file, &before);
  mm_status by_device = write_text ("/dev/stdout", "device", NULL);
  stat ("out", &after);
  dup2 (keep, STDOUT_FILENO);
  close (keep);
  close (file);

  cr_expect_eq (by_dash, MM_OK);
  cr_expect_eq (reading, MM_OK);
  cr_expect_str_eq (t.data, "dash");
  mm_text_clear (&t);
  cr_expect_eq (by_device, MM_OK);
  cr_expect_eq (before.st_ino, after.st_ino, "the open file was replaced under its name");
  expect_text ("out", "device");
  leave_folder ((const char *[]){ "out" }, 1);
}

static void
expect_refusal (const char *path, const char *text)
{
  mm_error err = { .file = "something else" };
  mm_outfile *f = NULL;
  cr_expect_eq (mm_outfile_open (path, &f, &err), MM_EIO);
  cr_expect_str_eq (err.text, text);
  cr_expect_null (err.file);
  cr_expect_eq (mm_outfile_open (path, &f, NULL), MM_EIO);
  cr_expect_null (f);
}

Test (text, says_why_it_cannot_write)
{
  enter_folder ();
  mkdir ("sub", 0777);
  put ("plain", "");
  expect_refusal ("sub", "cannot write sub: it is a folder");
  expect_refusal ("new/", "cannot write new/: it is a folder");
  expect_refusal ("", "cannot write \"\": the file has no name");
  expect_refusal ("missing/file", "cannot write missing/file: its folder does not exist");
  expect_refusal ("plain/file", "cannot write plain/file: Not a directory");
  leave_folder ((const char *[]){ "plain", "sub" }, 2);
}

Test (text, refuses_a_file_that_may_not_be_written_to)
{
  if (geteuid () == 0)
    cr_skip_test ("the superuser may write to every file");
  enter_folder ();
  put ("fixed", "before");
  chmod ("fixed", 0444);
  expect_refusal ("fixed", "cannot write fixed: Permission denied");
  expect_text ("fixed", "before");
  leave_folder ((const char *[]){ "fixed" }, 1);
}

Test (text, reports_a_full_device_at_the_commit)
{
  mm_error err;
  if (access ("/dev/full", W_OK))
    cr_skip_test ("there is no /dev/full");
  cr_expect_eq (write_text ("/dev/full", "x", &err), MM_EIO);
  cr_expect_str_eq (err.text, "cannot write /dev/full: No space left on device");
}

Test (text, reports_a_write_that_failed_long_before_the_commit)
{
  enter_folder ();
  put ("old", "before");
  mm_outfile *f;
  cr_assert_eq (mm_outfile_open ("old", &f, NULL), MM_OK);
  FILE *stream = mm_outfile_stream (f);
  int full = open ("/dev/full", O_WRONLY), keep = dup (fileno (stream));
  dup2 (full, fileno (stream));
  fputs ("lost", stream);
  cr_expect_neq (fflush (stream), 0);
  dup2 (keep, fileno (stream));
  close (full);
  close (keep);
  mm_error err;
  cr_expect_eq (mm_outfile_commit (f, &err), MM_EIO);
  cr_expect (strstr (err.text, "cannot write old: "), "%s", err.text);
  expect_text ("old", "before");
  leave_folder ((const char *[]){ "old" }, 1);
}

Test (text, survives_running_out_of_memory_at_every_point)
{
  enter_folder ();
  put ("old", "before");
  cr_assert_eq (symlink ("old", "link"), 0);
  for (long n = 0;; n++)
    {
      mm_error err;
      failing_after (n);
      mm_status s = write_text ("link", "after", &err);
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      if (!happened)
        break;
      expect_text ("old", "before");
    }
  for (long n = 0;; n++)
    {
      mm_text t = { NULL, 0 };
      failing_after (n);
      mm_status s = mm_text_read ("old", &t, NULL);
      bool happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "allocation %ld", n);
      mm_text_clear (&t);
      if (!happened)
        break;
    }
  expect_text ("old", "after");
  leave_folder ((const char *[]){ "link", "old" }, 2);
}
