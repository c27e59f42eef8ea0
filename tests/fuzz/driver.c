/* tests/fuzz/driver.c: a fuzz target as a test, without libFuzzer.

       fuzz_X                      every file of the corpus, and seeded mutants of each: TAP
       fuzz_X FILE…                the files, once each, in this process
       fuzz_X -m K FILE [OTHER]    write mutant K to stdout, to look at or to keep

   Every file has a process of its own, so that a crash is one failed test; the number of
   the mutant at which it stopped is in shared memory.  MODMORPH_MUTANTS says how many
   mutants there are of all files together.  */
#include <dirent.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutate.h"

static void
must (int ok, const char *what)
{
  if (ok)
    return;
  printf ("Bail out! %s\n", what);
  exit (99);
}

static bytes
load (const char *path)
{
  bytes b = { NULL, 0 };
  FILE *in = fopen (path, "rb");
  must (in != NULL, path);
  for (size_t got = 1; got > 0; b.length += got)
    {
      b.at = realloc (b.at, b.length + 65536);
      must (b.at != NULL, "out of memory");
      got = fread (b.at + b.length, 1, 65536, in);
    }
  fclose (in);
  return b;
}

/* The target sees a block of exactly that size, so that reading beyond is noticed.  */
static void
run (bytes b)
{
  uint8_t *exact = malloc (b.length ? b.length : 1);
  must (exact != NULL, "out of memory");
  memcpy (exact, b.at, b.length);
  LLVMFuzzerTestOneInput (exact, b.length);
  free (exact);
}

static bytes
mutant (bytes from, bytes other, unsigned k)
{
  uint64_t state = k;
  return mutate (from, other, &state);
}

/* Mutant 0 is the file itself.  */
static void
run_all (bytes from, bytes other, unsigned mutants, volatile unsigned *at)
{
  *at = 0;
  run (from);
  for (unsigned k = 1; k <= mutants; k++)
    {
      *at = k;
      bytes b = mutant (from, other, k);
      run (b);
      free (b.at);
    }
}

static int
hidden (const struct dirent *d)
{
  return d->d_name[0] != '.';
}

/* The files of a folder, in order of their names.  */
static int
list (const char *folder, char ***paths)
{
  struct dirent **entries;
  int count = scandir (folder, &entries, hidden, alphasort);
  must (count > 0, folder);
  *paths = calloc ((size_t) count, sizeof **paths);
  must (*paths != NULL, "out of memory");
  for (int i = 0; i < count; i++)
    {
      size_t size = strlen (folder) + strlen (entries[i]->d_name) + 2;
      (*paths)[i] = malloc (size);
      must ((*paths)[i] != NULL, "out of memory");
      snprintf ((*paths)[i], size, "%s/%s", folder, entries[i]->d_name);
      free (entries[i]);
    }
  free (entries);
  return count;
}

/* One file in a process of its own; whether all went well.  */
static bool
test_file (int number, const char *path, const char *other_path, unsigned mutants, volatile unsigned *at)
{
  fflush (stdout);
  pid_t child = fork ();
  must (child >= 0, "cannot fork");
  if (child == 0)
    {
      bytes from = load (path), other = load (other_path);
      run_all (from, other, mutants, at);
      free (from.at);
      free (other.at);
      exit (0); /* through the sanitizer's leak check */
    }
  int status;
  must (waitpid (child, &status, 0) == child, "lost a child");
  const char *base = strrchr (path, '/') + 1;
  if (status == 0)
    printf ("ok %d - %s and %u mutants\n", number, base, mutants);
  else
    printf ("not ok %d - mutant %u of %s with %s\n", number, *at, path, other_path);
  return status == 0;
}

static int
test_folder (const char *folder, unsigned mutants)
{
  static char **paths; /* static, for a leak check in a child to find them */
  int count = list (folder, &paths), failed = 0;
  volatile unsigned *at = mmap (NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  must (at != MAP_FAILED, "cannot map memory");
  printf ("1..%d\n", count);
  for (int i = 0; i < count; i++)
    failed += !test_file (i + 1, paths[i], paths[(i + 1) % count], mutants / (unsigned) count, at);
  for (int i = 0; i < count; i++)
    free (paths[i]);
  free (paths);
  return failed != 0;
}

static int
test_corpus (void)
{
  const char *top = getenv ("top_srcdir"), *mutants = getenv ("MODMORPH_MUTANTS");
  char folder[4096];
  snprintf (folder, sizeof folder, "%s/%s", top ? top : ".", fuzz_corpus);
  return test_folder (folder, mutants ? (unsigned) atoi (mutants) : 30000);
}

int
main (int argc, char **argv)
{
  if (argc == 1)
    return test_corpus ();
  if (!strcmp (argv[1], "-m") && argc > 3)
    {
      bytes from = load (argv[3]), other = load (argv[argc - 1]);
      bytes b = mutant (from, other, (unsigned) atoi (argv[2]));
      fwrite (b.at, 1, b.length, stdout);
      return 0;
    }
  for (int i = 1; i < argc; i++)
    {
      bytes b = load (argv[i]);
      run (b);
      free (b.at);
    }
  return 0;
}
