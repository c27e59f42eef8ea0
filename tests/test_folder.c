/* tests/test_folder.c: folders appear whole or not at all, and nothing that is not ours is deleted.  */
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "graph/folder.h"
#include "graph/unfinished.h"
#include "tests/failing.h"
#include "tests/leak.h"

TestSuite (atomic_folder, .fini = no_leaks);

/* ---- a disk without renameat2 -------------------------------------------------------------- */

static int refuse_exchange; /* an errno; 0: it works */
static bool target_taken;   /* by another writer, before the next rename to "out" */

int __real_renameat2 (int a, const char *from, int b, const char *to, unsigned how);
int __wrap_renameat2 (int a, const char *from, int b, const char *to, unsigned how);
int __real_rename (const char *from, const char *to);
int __wrap_rename (const char *from, const char *to);

int
__wrap_renameat2 (int a, const char *from, int b, const char *to, unsigned how)
{
  if (!refuse_exchange)
    return __real_renameat2 (a, from, b, to, how);
  errno = refuse_exchange;
  return -1;
}

static void put (const char *path, const char *text);

int
__wrap_rename (const char *from, const char *to)
{
  if (target_taken && !strcmp (to, "out"))
    {
      target_taken = false;
      cr_assert_eq (mkdir ("out", 0777), 0);
      put ("out/other.txt", "other");
    }
  return __real_rename (from, to);
}

/* ---- files ------------------------------------------------------------------------------------ */

static void
enter (void)
{
  char name[] = "/tmp/modmorph.XXXXXX";
  cr_assert_not_null (mkdtemp (name));
  cr_assert_eq (chdir (name), 0);
}

static void
put (const char *path, const char *text)
{
  FILE *out = fopen (path, "w");
  cr_assert (out && fputs (text, out) >= 0 && fclose (out) == 0, "%s", path);
}

static void
expect (const char *path, const char *text)
{
  char got[64] = "";
  FILE *in = fopen (path, "r");
  cr_assert_not_null (in, "%s", path);
  cr_assert (fgets (got, sizeof got, in));
  fclose (in);
  cr_assert_str_eq (got, text, "%s", path);
}

static int
entries (const char *folder)
{
  int count = 0;
  DIR *d = opendir (folder);
  cr_assert_not_null (d, "%s", folder);
  for (const struct dirent *entry; (entry = readdir (d));)
    count += strcmp (entry->d_name, ".") && strcmp (entry->d_name, "..");
  closedir (d);
  return count;
}

static void
leave (void)
{
  char command[1200], here[500];
  cr_assert_not_null (getcwd (here, sizeof here));
  cr_assert_eq (chdir ("/"), 0);
  snprintf (command, sizeof command, "chmod -R u+w %s && rm -r %s", here, here);
  cr_assert_eq (system (command), 0);
}

static bool
is_text (const char *name)
{
  const size_t length = strlen (name);
  return length > 4 && !strcmp (name + length - 4, ".txt");
}

static const mm_folder_kind texts = { is_text, "texts", NULL, NULL },
                            with_index = { is_text, "texts", "index.txt", NULL };

static mm_status
fill (mm_folder *f, const char *text)
{
  char *path = mm_folder_file (f, "a.txt");
  if (!path)
    return MM_ENOMEM;
  put (path, text);
  free (path);
  return MM_OK;
}

static mm_status
write_folder (const char *path, bool replace, const char *text, mm_error *err)
{
  mm_folder *f;
  mm_status s = mm_folder_open (path, &texts, replace, &f, err);
  if (s)
    return s;
  s = fill (f, text);
  if (!s)
    return mm_folder_commit (f, err);
  mm_folder_abandon (f);
  return mm_fail_memory (err);
}

static void
expect_write (const char *path, bool replace, const char *text)
{
  mm_error err = { .status = MM_OK };
  cr_assert_eq (write_folder (path, replace, text, &err), MM_OK, "%s: %s", path, err.text);
}

static void
expect_refusal (const char *path, bool replace, mm_status status, const char *about)
{
  mm_error err = { .status = MM_OK };
  const int before = entries (".");
  cr_assert_eq (write_folder (path, replace, "new", &err), status, "%s: %s", path, err.text);
  cr_assert_not_null (strstr (err.text, about), "%s: \"%s\" does not say \"%s\"", path, err.text, about);
  cr_assert_eq (entries ("."), before, "nothing is left beside it");
}

/* ---- tests -------------------------------------------------------------------------------------- */

Test (atomic_folder, takes_a_free_name_and_an_empty_folder)
{
  enter ();
  expect_write ("out", false, "one");
  expect ("out/a.txt", "one");
  expect_write ("slashes///", false, "two");
  expect ("slashes/a.txt", "two");
  cr_assert_eq (mkdir ("empty", 0700), 0);
  expect_write ("empty", false, "three");
  expect ("empty/a.txt", "three");
  struct stat about;
  cr_assert_eq (stat ("empty", &about), 0);
  cr_assert_eq (about.st_mode & 0777, 0700, "an older folder keeps its permissions");
  umask (027);
  expect_write ("masked", false, "four");
  cr_assert_eq (stat ("masked", &about), 0);
  cr_assert_eq (about.st_mode & 0777, 0750, "a new one has those of the umask");
  cr_assert_eq (entries ("."), 4);
  leave ();
}

static void
replace_things (void)
{
  enter ();
  expect_write ("out", false, "old");
  put ("out/b.txt", "b");
  expect_refusal ("out", false, MM_EINVAL, "is there already, with a.txt and b.txt");
  expect ("out/a.txt", "old");
  expect_write ("out", true, "new");
  expect ("out/a.txt", "new");
  cr_assert_eq (entries ("out"), 1, "nothing of the older one is left");
  cr_assert_eq (entries ("."), 1);
  put ("out/mine.c", "mine");
  expect_refusal ("out", true, MM_EINVAL, "holds more than texts (mine.c), and is left alone");
  expect ("out/a.txt", "new");
  expect ("out/mine.c", "mine");
  leave ();
}

Test (atomic_folder, replaces_what_is_ours_and_nothing_else)
{
  replace_things ();
}

Test (atomic_folder, replaces_in_two_steps_where_one_is_not_to_be_had)
{
  const int reasons[] = { ENOSYS, EINVAL, EXDEV };
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    {
      refuse_exchange = reasons[i];
      replace_things ();
    }
}

Test (atomic_folder, in_two_steps_another_writer_may_come_between)
{
  enter ();
  refuse_exchange = ENOSYS;
  expect_write ("out", false, "old");
  target_taken = true;
  expect_write ("out", true, "new");
  expect ("out/a.txt", "new");
  cr_assert_eq (entries ("out"), 1);
  cr_assert_eq (entries ("."), 1, "neither the older one nor that of the other is left");
  leave ();
}

Test (atomic_folder, a_folder_in_the_folder_is_never_ours)
{
  enter ();
  expect_write ("out", false, "old");
  cr_assert_eq (mkdir ("out/sub.txt", 0777), 0);
  expect_refusal ("out", true, MM_EINVAL, "(sub.txt)");
  leave ();
}

Test (atomic_folder, needs_the_file_that_such_a_folder_always_has)
{
  enter ();
  mm_error err;
  mm_folder_contents there;
  expect_write ("out", false, "old");
  cr_assert_eq (mm_folder_look ("out", &with_index, &there, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "holds no index.txt"), "%s", err.text);
  put ("out/index.txt", "index");
  cr_assert_eq (mm_folder_look ("out", &with_index, &there, &err), MM_OK);
  cr_assert_eq (there.count, 2);
  leave ();
}

Test (atomic_folder, names_up_to_20_files_and_counts_the_others)
{
  enter ();
  mm_folder_contents there;
  cr_assert_eq (mkdir ("out", 0777), 0);
  for (int i = 24; i >= 0; i--)
    {
      char name[32];
      snprintf (name, sizeof name, "out/%02d.txt", i);
      put (name, "x");
    }
  cr_assert_eq (mm_folder_look ("out", &texts, &there, NULL), MM_OK);
  cr_assert_eq (there.count, 25);
  cr_assert_eq (strncmp (there.names, "00.txt, 01.txt, ", 16), 0, "%s", there.names);
  cr_assert_not_null (strstr (there.names, ", 19.txt and 5 more"), "%s", there.names);
  char name[300] = "out/";
  memset (name + 4, '0', 251); /* long ones come first, and take the room of others */
  strcpy (name + 255, ".txt");
  put (name, "x");
  cr_assert_eq (mm_folder_look ("out", &texts, &there, NULL), MM_OK);
  cr_assert_eq (there.count, 26);
  cr_assert_not_null (strstr (there.names, " more"), "%s", there.names);
  leave ();
}

Test (atomic_folder, links_are_followed)
{
  enter ();
  expect_write ("real", false, "old");
  cr_assert_eq (symlink ("real", "link"), 0);
  cr_assert_eq (symlink ("./link", "longer"), 0);
  expect_write ("longer/", true, "new");
  expect ("real/a.txt", "new");
  struct stat about;
  cr_assert (lstat ("link", &about) == 0 && S_ISLNK (about.st_mode));
  cr_assert (lstat ("longer", &about) == 0 && S_ISLNK (about.st_mode));
  cr_assert_eq (symlink ("fresh", "dangling"), 0);
  expect_write ("dangling", false, "made");
  expect ("fresh/a.txt", "made");
  cr_assert_eq (symlink ("nowhere/fresh", "lost"), 0);
  expect_refusal ("lost", false, MM_EIO, "the folder that it is to be in does not exist");
  cr_assert_eq (symlink ("loop", "loop"), 0);
  expect_refusal ("loop", false, MM_EIO, strerror (ELOOP));
  put ("file", "file");
  cr_assert_eq (symlink ("file", "to-file"), 0);
  expect_refusal ("to-file", true, MM_EINVAL, "is a file, not a folder");
  leave ();
}

Test (atomic_folder, places_that_cannot_be_replaced_are_refused)
{
  enter ();
  cr_assert_eq (mkdir ("here", 0777), 0);
  cr_assert_eq (chdir ("here"), 0);
  const char *const names[] = { ".", "./", "../here", "../here/.", "../here/../here/" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    expect_refusal (names[i], true, MM_EINVAL, "is the folder that one is in");
  cr_assert_eq (chdir (".."), 0);
  expect_refusal ("/", true, MM_EINVAL, "is where a disk begins");
  expect_refusal ("/proc", true, MM_EINVAL, "is where a disk begins");
  expect_refusal ("", true, MM_EINVAL, "has no name");
  expect_refusal ("nowhere/out", true, MM_EIO, "does not exist");
  expect_write ("here/.", true, "from outside");
  expect ("here/a.txt", "from outside");
  put ("file", "file");
  expect_refusal ("file", true, MM_EINVAL, "is a file, not a folder");
  expect_refusal ("file/out", true, MM_EIO, strerror (ENOTDIR));
  cr_assert_eq (mkfifo ("pipe", 0666), 0);
  expect_refusal ("pipe", true, MM_EINVAL, "is a file, not a folder");
  leave ();
}

Test (atomic_folder, a_name_may_be_as_long_as_the_system_takes)
{
  enter ();
  char name[257];
  memset (name, 'n', 255);
  name[255] = '\0';
  expect_write (name, false, "one");
  expect_write (name, true, "two");
  strcpy (name + 255, "n");
  expect_refusal (name, false, MM_EIO, strerror (ENAMETOOLONG));
  leave ();
}

Test (atomic_folder, what_another_puts_there_meanwhile_is_kept)
{
  enter ();
  mm_folder *f;
  mm_error err;
  expect_write ("out", false, "old");
  cr_assert_eq (mm_folder_open ("out", &texts, true, &f, &err), MM_OK);
  cr_assert_eq (fill (f, "new"), MM_OK);
  put ("out/mine.c", "mine");
  cr_assert_eq (mm_folder_commit (f, &err), MM_EINVAL);
  expect ("out/a.txt", "old");
  expect ("out/mine.c", "mine");
  cr_assert_eq (entries ("."), 1);

  cr_assert_eq (mm_folder_open ("free", &texts, false, &f, &err), MM_OK);
  cr_assert_eq (fill (f, "new"), MM_OK);
  expect_write ("free", false, "first");
  cr_assert_eq (mm_folder_commit (f, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "is there by now, with a.txt"), "%s", err.text);
  expect ("free/a.txt", "first");

  cr_assert_eq (mm_folder_open ("gone", &texts, true, &f, &err), MM_OK);
  cr_assert_eq (fill (f, "new"), MM_OK);
  put ("gone", "a file");
  cr_assert_eq (mm_folder_commit (f, &err), MM_EINVAL);
  expect ("gone", "a file");
  cr_assert_eq (entries ("."), 3);
  leave ();
}

Test (atomic_folder, of_several_writers_one_is_the_last_and_whole)
{
  enum { WRITERS = 4, TIMES = 40 };
  for (int by_hand = 0; by_hand < 2; by_hand++)
    {
      enter ();
      refuse_exchange = by_hand ? ENOSYS : 0;
      for (int i = 0; i < WRITERS; i++)
        if (fork () == 0)
          {
            char text[16];
            mm_error err;
            snprintf (text, sizeof text, "writer %d", i);
            int failed = 0;
            for (int k = 0; k < TIMES; k++)
              failed += write_folder ("out", true, text, &err) != MM_OK;
            _exit (failed ? 1 : 0);
          }
      for (int i = 0, status; i < WRITERS; i++)
        cr_assert (wait (&status) > 0 && WIFEXITED (status) && WEXITSTATUS (status) == 0, "by hand %d", by_hand);
      cr_assert_eq (entries ("."), 1, "nothing is left beside it");
      cr_assert_eq (entries ("out"), 1);
      leave ();
    }
}

Test (atomic_folder, unfinished_ones_can_be_deleted_by_a_handler)
{
  enter ();
  mm_folder *f, *g;
  cr_assert_eq (mm_folder_open ("out", &texts, false, &f, NULL), MM_OK);
  cr_assert_eq (mm_folder_open ("other", &texts, false, &g, NULL), MM_OK);
  cr_assert_eq (fill (f, "new"), MM_OK);
  expect_write ("done", false, "done");
  cr_assert_eq (entries ("."), 3);
  mm_unfinished_delete ();
  cr_assert_eq (entries ("."), 1);
  expect ("done/a.txt", "done");
  /* The process would have ended: what the two hold is not freed, since the handler may have used it.  */
  leave ();
#ifdef MM_LEAK_CHECK
  _exit (0);
#endif
}

Test (atomic_folder, survives_running_out_of_memory_at_every_point)
{
  enter ();
  for (int by_hand = 0; by_hand < 2; by_hand++)
    {
      refuse_exchange = by_hand ? ENOSYS : 0;
      expect_write ("out", true, "old");
      for (long n = 0;; n++)
        {
          mm_error err;
          failing_after (n);
          const mm_status s = write_folder ("out", true, "new", &err);
          const bool happened = failing_happened ();
          failing_after (-1);
          cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "allocation %ld: %s", n, err.text);
          cr_assert_eq (entries ("."), 1, "allocation %ld", n);
          expect ("out/a.txt", happened ? "old" : "new");
          if (!happened)
            break;
        }
    }
  leave ();
}
