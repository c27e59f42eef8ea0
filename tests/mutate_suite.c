/* tests/mutate_suite.c: for tests/mutate_judge.sh: which changes of the judge do the lies and the good certificates of
   tests/refuse notice?

     mutate_suite REFUSE     prints those of the numbers of changes on standard input that they do not notice;
                             fails when something is noticed in the judge as it is

   The judge is linked in with all its changes (tests/mutate.awk), of which mm_pick is made.  Each change is
   tried in a process of its own: one that crashes, or that has no end, is noticed.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "graph/read.h"
#include "graph/text.h"
#include "tests/cert_kit.h"

int mm_pick;

/* For the programs of `make check` when they are linked with the changed judge.  */
static void __attribute__ ((constructor))
pick (void)
{
  const char *number = getenv ("MM_PICK");
  mm_pick = number ? atoi (number) : 0;
}

#ifndef MM_PICK_ONLY
enum { MOST = 1000, SECONDS = 2 };

typedef struct entry
{
  mm_module *m;
  mm_text certificate;
  char reason[300]; /* how it begins; "" when it is good */
} entry;

static entry all[MOST];
static size_t entries;

static void
fail (const char *what)
{
  fprintf (stderr, "mutate_suite: %s\n", what);
  exit (2);
}

static mm_text
text_of (const char *folder, const char *name, const char *extension)
{
  char path[4200];
  mm_text text;
  snprintf (path, sizeof path, "%s/%s%s", folder, name, extension);
  if (mm_text_read (path, &text, NULL))
    fail (path);
  return text;
}

static void
add (const char *folder, const char *certificate, const char *module, const char *reason)
{
  mm_text dot = text_of (folder, module, ".dot");
  entry *e = &all[entries];
  if (++entries == MOST || mm_read_dot (dot.data, dot.length, module, &e->m, NULL))
    fail (module);
  mm_text_clear (&dot);
  e->certificate = text_of (folder, certificate, ".cert");
  snprintf (e->reason, sizeof e->reason, "%s", reason);
}

/* The lines of the index, and the good certificates that they were made from.  */
static void
load (const char *folder)
{
  mm_text index = text_of (folder, "INDEX", "");
  char *rest = index.data, last[80] = "";
  for (char *line; (line = strsep (&rest, "\n"));)
    {
      char certificate[80], module[80], reason[300];
      if (!*line || *line == '#')
        continue;
      if (sscanf (line, "%79s %79s %299[^\n]", certificate, module, reason) != 3)
        fail (line);
      add (folder, certificate, module, reason);
      if (strcmp (certificate, module) && strcmp (module, last))
        add (folder, module, module, "");
      snprintf (last, sizeof last, "%s", module);
    }
  mm_text_clear (&index);
}

static int
notices (void)
{
  for (size_t i = 0; i < entries; i++)
    {
      const entry *e = &all[i];
      const mm_verdict verdict = cert_judge (e->m, e->certificate.data, e->certificate.length);
      if (*e->reason ? verdict.accepted || strncmp (verdict.reason, e->reason, strlen (e->reason))
                     : !verdict.accepted)
        return 1;
    }
  return 0;
}

/* Whether change n is noticed, in a process of its own.  */
static int
is_noticed (int n)
{
  const pid_t child = fork ();
  if (child < 0)
    fail ("cannot start a process");
  if (child == 0)
    {
      if (!freopen ("/dev/null", "w", stderr))
        _exit (2);
      const struct rlimit seconds = { SECONDS, SECONDS };
      setrlimit (RLIMIT_CPU, &seconds);
      mm_pick = n;
      _exit (notices ());
    }
  int status;
  if (waitpid (child, &status, 0) != child)
    fail ("cannot wait for a process");
  return status != 0;
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    fail ("the folder with the lies is needed");
  mm_pick = 0;
  load (argv[1]);
  if (notices ())
    fail ("tests/refuse is not judged as its INDEX says");
  for (int n; scanf ("%d", &n) == 1;)
    if (!is_noticed (n))
      {
        printf ("%d\n", n);
        fflush (stdout);
      }
  return 0;
}
#endif
