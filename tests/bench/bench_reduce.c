/* tests/bench/bench_reduce.c: what deciding a module costs, beside a plain fscanf loop over the same file.

   Every measurement is a process of its own, from which the system reports the CPU time
   and the most memory it had.  A row of the table is one file: the loop's time, and the
   times of the jobs as multiples of it (medians).  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "graph/read.h"
#include "graph/text.h"
#include "prove/check.h"
#include "prove/complexity.h"
#include "prove/make.h"
#include "rewrite/reduce.h"
#include "tests/bench/shapes.h"
#include "tests/kit.h"

enum { RUNS = 3 };

typedef struct files
{
  char edges[64], other[64], certificate[64];
} files;

static void
must (int ok, const char *what)
{
  if (ok)
    return;
  fprintf (stderr, "bench: %s\n", what);
  _exit (1);
}

/* ---- the jobs ---------------------------------------------------------------- */

static void
job_scan (const files *f)
{
  FILE *in = fopen (f->edges, "r");
  must (in != NULL, "cannot read the file");
  uint32_t u, v, sum = 0;
  while (fscanf (in, "%u %u", &u, &v) == 2)
    sum += u ^ v;
  fclose (in);
  must (sum != 1, "a sum that keeps the loop alive");
}

static mm_module *
load (const files *f)
{
  mm_text text;
  mm_module *m;
  mm_error err;
  must (!mm_text_read (f->edges, &text, &err), "cannot read the file");
  must (!mm_read_edges (text.data, text.length, f->edges, &m, &err), err.text);
  mm_text_clear (&text);
  return m;
}

static void
job_read (const files *f)
{
  mm_module_free (load (f));
}

static void
job_classify (const files *f)
{
  mm_module *m = load (f);
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  must (r && !mm_reduce_to_core (r, m, NULL, &core), "out of memory");
  mm_reducer_free (r);
  mm_module_free (m);
}

static void
job_reduce (const files *f)
{
  mm_module *m = load (f);
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  must (r && d && !mm_reduce_to_core (r, m, d, &core), "out of memory");
  mm_reducer_free (r);
  FILE *out = fopen (f->other, "w");
  must (out && !mm_derivation_write (d, out) && !fclose (out), "cannot write");
  mm_derivation_free (d);
  mm_module_free (m);
}

static void
job_single (const files *f)
{
  mm_module *m = load (f);
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  must (r && d && !mm_reduce_to_single (r, m, d, NULL, NULL), "out of memory");
  mm_reducer_free (r);
  mm_derivation_free (d);
  mm_module_free (m);
}

static void
job_prove (const files *f)
{
  mm_module *m = load (f);
  mm_certificate *c;
  mm_error err;
  must (!mm_prove (m, MM_COMPLEXITY_BLOBS, &c, &err), "cannot prove");
  FILE *out = fopen (f->certificate, "w");
  must (out && !mm_certificate_write (c, out) && !fclose (out), "cannot write");
  mm_certificate_free (c);
  mm_module_free (m);
}

static void
job_check (const files *f)
{
  mm_module *m = load (f);
  mm_text text;
  mm_certificate *c;
  mm_error err;
  mm_verdict verdict;
  must (!mm_text_read (f->certificate, &text, &err), "cannot read the certificate");
  must (!mm_certificate_read (text.data, text.length, f->certificate, &c, &err), err.text);
  mm_text_clear (&text);
  must (!mm_check (m, c, &verdict) && verdict.accepted, "the certificate is refused");
  mm_certificate_free (c);
  mm_module_free (m);
}

/* ---- measuring --------------------------------------------------------------- */

typedef struct cost
{
  double seconds; /* of CPU, the median of RUNS */
  long kilobytes; /* at most in memory, over all runs */
} cost;

static double
seconds_of (struct timeval t)
{
  return (double) t.tv_sec + 1e-6 * (double) t.tv_usec;
}

static int
by_size (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Run a job in a process of its own.  */
static double
run_once (void (*job) (const files *), const files *f, long *kilobytes)
{
  fflush (stdout);
  const pid_t child = fork ();
  must (child >= 0, "cannot start a process");
  if (child == 0)
    {
      job (f);
      _exit (0);
    }
  int status;
  struct rusage usage;
  must (wait4 (child, &status, 0, &usage) == child && status == 0, "a job failed");
  if (usage.ru_maxrss > *kilobytes)
    *kilobytes = usage.ru_maxrss;
  return seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime);
}

static cost
measure (void (*job) (const files *), const files *f)
{
  cost c = { .kilobytes = 0 };
  double seconds[RUNS];
  for (int k = 0; k < RUNS; k++)
    seconds[k] = run_once (job, f, &c.kilobytes);
  qsort (seconds, RUNS, sizeof *seconds, by_size);
  c.seconds = seconds[RUNS / 2];
  return c;
}

typedef struct making
{
  shape s;
  uint32_t layers;
  int shuffled;
} making;

/* Also in a process of its own, so that this one stays small.  */
static void
make_file (making what, const files *f)
{
  fflush (stdout);
  const pid_t child = fork ();
  must (child >= 0, "cannot start a process");
  if (child == 0)
    {
      shape_write (what.s, what.layers, what.shuffled, 1, f->edges);
      _exit (0);
    }
  int status;
  must (waitpid (child, &status, 0) == child && status == 0, "cannot write the file");
}

enum { JOBS = 6 };
static const struct
{
  const char *name;
  void (*job) (const files *);
} jobs[JOBS] = {
  { "read", job_read },     { "classify", job_classify }, { "reduce", job_reduce },
  { "prove", job_prove },   { "check", job_check },       { "single", job_single },
};

/* One row.  sum collects the ratios.  */
static void
bench_file (making what, const files *f, double *sum)
{
  make_file (what, f);
  const cost scan = measure (job_scan, f);
  long most = 0;
  printf ("%-8s %-8s %8u %7.1f", shape_name (what.s), what.shuffled ? "shuffled" : "in order", what.layers,
          1e9 * scan.seconds / what.layers);
  for (int j = 0; j < JOBS; j++)
    {
      const cost c = measure (jobs[j].job, f);
      sum[j] += c.seconds / scan.seconds;
      if (c.kilobytes > most)
        most = c.kilobytes;
      printf (" %8.2f", c.seconds / scan.seconds);
    }
  printf (" %7.0f\n", (double) most / 1024);
}

static void
bench_shapes (const files *f, uint32_t layers)
{
  double sum[JOBS] = { 0 };
  for (int s = 0; s < SHAPES; s++)
    for (int shuffled = 0; shuffled < 2; shuffled++)
      bench_file ((making){ (shape) s, layers, shuffled }, f, sum);
  printf ("%-8s %-8s %8u %7s", "mean", "", layers, "");
  for (int j = 0; j < JOBS; j++)
    printf (" %8.2f", sum[j] / (2 * SHAPES));
  printf ("\n\n");
}

/* ---- many small modules -------------------------------------------------------- */

static double
cpu_now (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime);
}

enum { CORPUS = 300000 };

/* All modules of a JSONL stream. @return how many */
static size_t
load_corpus (FILE *in, mm_module **all)
{
  mm_jsonl *j = mm_jsonl_new (in, "corpus");
  must (j != NULL, "out of memory");
  size_t count = 0;
  const char *name;
  while (count < CORPUS && mm_jsonl_next (j, &all[count], &name, NULL) == MM_OK)
    count++;
  mm_jsonl_free (j);
  return count;
}

static void
bench_corpus (const char *path)
{
  char command[4200];
  snprintf (command, sizeof command, "gzip -dc '%s'", path);
  FILE *in = popen (command, "r");
  mm_module **all = malloc (CORPUS * sizeof (mm_module *));
  mm_reducer *r = mm_reducer_new ();
  must (in && all && r, "cannot read the corpus");
  const size_t count = load_corpus (in, all);
  pclose (in);

  double seconds[RUNS];
  size_t simple = 0;
  for (int k = 0; k < RUNS; k++)
    {
      const double start = cpu_now ();
      simple = 0;
      for (size_t i = 0; i < count; i++)
        {
          mm_core core;
          must (!mm_reduce_to_core (r, all[i], NULL, &core), "out of memory");
          simple += mm_core_is_simple (&core);
        }
      seconds[k] = cpu_now () - start;
    }
  qsort (seconds, RUNS, sizeof *seconds, by_size);
  printf ("%zu modules, %zu simple: %.2f million modules a second\n", count, simple,
          1e-6 * (double) count / seconds[RUNS / 2]);
  for (size_t i = 0; i < count; i++)
    mm_module_free (all[i]);
  free (all);
  mm_reducer_free (r);
}

int
main (int argc, char **argv)
{
  files f = { .edges = "bench.edges", .other = "bench.derivation", .certificate = "bench.certificate" };
  printf ("layers in CPU nanoseconds of the fscanf loop each; the jobs in multiples of that loop; MB\n"
          "%-8s %-8s %8s %7s", "shape", "numbers", "layers", "scan/ns");
  for (int j = 0; j < JOBS; j++)
    printf (" %8s", jobs[j].name);
  printf (" %7s\n", "MB");
  if (argc > 1)
    for (int k = 1; k < argc; k++)
      bench_shapes (&f, (uint32_t) strtoul (argv[k], NULL, 10));
  else
    for (uint32_t layers = 10000; layers <= 1000000; layers *= 10)
      bench_shapes (&f, layers);
  remove (f.edges);
  remove (f.other);
  remove (f.certificate);

  const char *cells = kit_shared ("modules/nb101_cells.jsonl.gz");
  if (cells)
    bench_corpus (cells);
  else
    printf ("(no NAS-Bench-101 corpus here: the rate of small modules was not measured)\n");
  return 0;
}
