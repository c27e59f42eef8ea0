/* tests/bench/bench_complexity.c: what the reduction complexity costs.

   Large cores: the unit is the time of the plain transitive closure of the same graph, a row of bits
   for each blob and the rows of those behind it joined.  Every measurement is a process of its own,
   from which the system reports CPU time and memory.  Small modules: beside deciding alone.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/read.h"
#include "prove/check.h"
#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/families.h"
#include "tests/kit.h"

static void
must (int ok, const char *what)
{
  if (ok)
    return;
  fprintf (stderr, "bench: %s\n", what);
  _exit (1);
}

static double
cpu_now (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + 1e-6 * (double) usage.ru_utime.tv_usec;
}

/* ---- large cores ------------------------------------------------------------------ */

typedef struct subject
{
  const char *name;
  mm_module *(*make) (uint32_t blobs);
} subject;

static mm_module *
random_sparse (uint32_t blobs)
{
  return kit_random_dag (1, blobs, 2 * blobs);
}

static mm_module *
random_denser (uint32_t blobs)
{
  return kit_random_dag (1, blobs, 5 * blobs);
}

static mm_module *
skips (uint32_t blobs)
{
  return family_skips (blobs, 4);
}

static mm_module *
grown (uint32_t blobs)
{
  return kit_random_bridged (1, blobs / 2, blobs / 4);
}

/* What one process did, said through a pipe.  */
typedef struct report
{
  uint32_t blobs, k;
} report;

typedef report job (const mm_module *m);

static report
job_nothing (const mm_module *m)
{
  return (report){ mm_module_blobs (m), 0 };
}

static report
job_closure (const mm_module *m)
{
  const uint32_t n = mm_module_blobs (m);
  const size_t width = (n + 63) / 64;
  uint64_t *row = calloc (n * width, sizeof *row);
  must (row != NULL, "out of memory");
  for (uint32_t i = n; i-- > 0;)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles out = mm_module_out (m, v);
      for (uint32_t k = 0; k < out.count; k++)
        {
          const mm_blob w = mm_module_heads (m)[out.at[k]];
          for (size_t j = 0; j < width; j++)
            row[v * width + j] |= row[w * width + j];
          row[v * width + w / 64] |= (uint64_t) 1 << w % 64;
        }
    }
  const uint32_t some = (uint32_t) row[mm_module_source (m) * width];
  free (row);
  return (report){ n, some };
}

static report
job_measure (const mm_module *m)
{
  mm_reducer *r = mm_reducer_new ();
  mm_measure *w = mm_measure_new ();
  mm_core core;
  mm_complexity x;
  must (r && w && !mm_reduce_to_core (r, m, NULL, &core), "out of memory");
  must (!mm_complexity_find (w, m, &core, MM_COMPLEXITY_BYTES, &x), "cannot measure");
  return (report){ core.blobs, x.k };
}

static report
job_prove_and_check (const mm_module *m)
{
  mm_certificate *c;
  mm_verdict verdict;
  must (!mm_prove (m, UINT32_MAX, &c, NULL), "cannot prove");
  must (!mm_check (m, c, &verdict) && verdict.accepted, "the certificate is refused");
  return (report){ c->blobs, c->complexity };
}

typedef struct cost
{
  double seconds;
  double megabytes;
  report said;
} cost;

/* Make a module and do a job, in a process of its own.  */
static cost
run (subject s, uint32_t blobs, job *work)
{
  int pipes[2];
  fflush (stdout);
  must (pipe (pipes) == 0, "cannot make a pipe");
  const pid_t child = fork ();
  must (child >= 0, "cannot start a process");
  if (child == 0)
    {
      const report said = work (s.make (blobs));
      must (write (pipes[1], &said, sizeof said) == sizeof said, "cannot report");
      _exit (0);
    }
  int status;
  cost c;
  struct rusage usage;
  must (wait4 (child, &status, 0, &usage) == child && status == 0, "a job failed");
  must (read (pipes[0], &c.said, sizeof c.said) == sizeof c.said, "no report");
  close (pipes[0]);
  close (pipes[1]);
  c.seconds = (double) usage.ru_utime.tv_sec + 1e-6 * (double) usage.ru_utime.tv_usec
              + (double) usage.ru_stime.tv_sec + 1e-6 * (double) usage.ru_stime.tv_usec;
  c.megabytes = (double) usage.ru_maxrss / 1024;
  return c;
}

/* One row; what making the module took is taken off.  */
static void
bench_core (subject s, uint32_t blobs)
{
  const cost base = run (s, blobs, job_nothing), closure = run (s, blobs, job_closure);
  const cost measure = run (s, blobs, job_measure), proof = run (s, blobs, job_prove_and_check);
  const double unit = closure.seconds - base.seconds, time = measure.seconds - base.seconds;
  char ratio[16] = "-"; /* of times too short to be told from noise */
  if (unit > 0.005)
    snprintf (ratio, sizeof ratio, "%.2f", time / unit);
  printf ("%-16s %8u %8u %8u %9.3f %9.3f %7s %7.1f %7.1f %9.3f\n", s.name, base.said.blobs, measure.said.blobs,
          measure.said.k, unit, time, ratio, measure.megabytes - base.megabytes,
          closure.megabytes - base.megabytes, proof.seconds - base.seconds);
}

static void
bench_cores (void)
{
  static const subject subjects[] = {
    { "random, 2 layers", random_sparse },
    { "random, 5 layers", random_denser },
    { "skips up to 4", skips },
    { "grown bridges", grown },
  };
  static const uint32_t sizes[] = { 1000, 4000, 16000, 50000 };
  printf ("seconds of CPU; closure: the plain transitive closure of the module; ratio: measuring / closure; MB beyond the module\n"
          "%-16s %8s %8s %8s %9s %9s %7s %7s %7s %9s\n",
          "module", "blobs", "core", "k", "closure", "measure", "ratio", "MB", "closure", "prove+chk");
  for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++)
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
      bench_core (subjects[i], sizes[k]);
}

/* ---- many long links ----------------------------------------------------------------- */

/* k paths of one layer into a common path and k out of it, each with a way to both ends: a bridge of 3 k blobs, of
   which the k first may be linked with the k last, all by the common path.  */
static mm_module *
comb (uint32_t k)
{
  mm_builder *b = mm_builder_new ();
  must (b && !mm_builder_add_blobs (b, 3 * k + 2), "out of memory");
  const uint32_t t = 3 * k + 1;
  for (uint32_t i = 0; i < k; i++)
    {
      const uint32_t a = 3 * i + 1, c = a + 1, z = a + 2;
      const uint32_t ends[][2]
        = { { 0, a }, { a, c }, { a, t }, { 0, c }, { c, z }, { 0, z }, { z, t }, { c, t }, { c, c + 3 } };
      for (uint32_t j = 0; j < (i + 1 < k ? 9u : 8u); j++)
        must (!mm_builder_add_layer (b, ends[j][0], ends[j][1], NULL, NULL), "out of memory");
    }
  mm_module *m = NULL;
  must (!mm_builder_finish (b, &m, NULL), "no module");
  mm_builder_free (b);
  return m;
}

/* Put links in the place of the chains: from each of the first k/2 to one of the last, as far away.  */
static void
put_long_links (mm_certificate *c, uint32_t k)
{
  uint32_t *vertex = calloc (c->blobs, sizeof *vertex);
  free (c->chain_start);
  free (c->chain);
  c->chains = k / 2;
  c->chain_start = calloc ((size_t) c->chains + 1, sizeof *c->chain_start);
  c->chain = calloc (2 * (size_t) c->chains, sizeof *c->chain);
  must (vertex && c->chain_start && c->chain, "out of memory");
  for (uint32_t i = 0; i < c->blobs; i++)
    vertex[c->blob[i]] = i + 1;
  for (uint32_t i = 0; i < k / 2; i++)
    {
      c->chain_start[i + 1] = 2 * ((size_t) i + 1);
      c->chain[2 * (size_t) i] = vertex[3 * i + 1];
      c->chain[2 * (size_t) i + 1] = vertex[3 * (k / 2 + i) + 3];
    }
  free (vertex);
}

static void
bench_links (void)
{
  enum { K = 40000 };
  mm_module *m = comb (K);
  mm_certificate *c;
  mm_verdict verdict;
  double start = cpu_now ();
  must (!mm_prove (m, UINT32_MAX, &c, NULL), "cannot prove");
  const double prove = cpu_now () - start;
  start = cpu_now ();
  must (!mm_check (m, c, &verdict) && verdict.accepted, "the certificate is refused");
  const double check = cpu_now () - start;
  put_long_links (c, K);
  start = cpu_now ();
  must (!mm_check (m, c, &verdict) && !verdict.accepted, "too few links are accepted");
  const double far = cpu_now () - start;
  must (strstr (verdict.reason, "at least 20000 are needed") != NULL, "a long link is refused");
  printf ("\n20000 links that each pass over some 60000 blobs: proving the module %.3f s, judging that %.3f s, judging the links %.3f s (%.2f of proving)\n",
          prove, check, far, far / prove);
  mm_certificate_free (c);
  mm_module_free (m);
}

/* ---- many small modules ------------------------------------------------------------- */

enum { CORPUS = 300000, RUNS = 5 };

static size_t
load_corpus (const char *path, mm_module **all)
{
  char command[4200];
  snprintf (command, sizeof command, "gzip -dc '%s'", path);
  FILE *in = popen (command, "r");
  mm_jsonl *j = in ? mm_jsonl_new (in, "corpus") : NULL;
  must (j != NULL, "cannot read the corpus");
  size_t count = 0;
  const char *name;
  while (count < CORPUS && mm_jsonl_next (j, &all[count], &name, NULL) == MM_OK)
    count++;
  mm_jsonl_free (j);
  pclose (in);
  return count;
}

/* The least time of some runs over all modules. @param w  NULL: decide only */
static double
decide_all (mm_module **all, size_t count, mm_reducer *r, mm_measure *w, uint64_t *sum)
{
  double least = 1e9;
  for (int k = 0; k < RUNS; k++)
    {
      const double start = cpu_now ();
      *sum = 0;
      for (size_t i = 0; i < count; i++)
        {
          mm_core core;
          mm_complexity x = { .k = 0 };
          must (!mm_reduce_to_core (r, all[i], NULL, &core), "out of memory");
          if (w && !mm_core_is_simple (&core))
            must (!mm_complexity_find (w, all[i], &core, MM_COMPLEXITY_BYTES, &x), "cannot measure");
          *sum += x.k;
        }
      const double seconds = cpu_now () - start;
      least = seconds < least ? seconds : least;
    }
  return least;
}

static void
bench_corpus (const char *path)
{
  mm_module **all = malloc (CORPUS * sizeof (mm_module *));
  mm_reducer *r = mm_reducer_new ();
  mm_measure *w = mm_measure_new ();
  must (all && r && w, "out of memory");
  const size_t count = load_corpus (path, all);
  uint64_t sum;
  const double decide = decide_all (all, count, r, NULL, &sum), measure = decide_all (all, count, r, w, &sum);
  printf ("\n%zu modules decided: %.2f million a second; decided and measured: %.2f million a second; complexities sum up to %llu\n",
          count, 1e-6 * (double) count / decide, 1e-6 * (double) count / measure, (unsigned long long) sum);
  for (size_t i = 0; i < count; i++)
    mm_module_free (all[i]);
  free (all);
  mm_reducer_free (r);
  mm_measure_free (w);
}

int
main (void)
{
  bench_cores ();
  bench_links ();
  const char *cells = kit_shared ("modules/nb101_cells.jsonl.gz");
  if (cells)
    bench_corpus (cells);
  else
    printf ("(no NAS-Bench-101 corpus here: the rate of small modules was not measured)\n");
  return 0;
}
