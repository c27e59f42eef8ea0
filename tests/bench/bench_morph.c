/* tests/bench/bench_morph.c: what a morph costs, beside the matrix products of its cost formula.

   The bridge with C channels everywhere and 3x3 layers takes in a 3x3 parent.  The
   formula (NUMERICS.md section 2) counts GAUGE, 2 sum c_u c_v K^2 (c_u + c_v), and VERIFY,
   8 sum c_u c_v K_e^2 K_U^2; the unit is the CPU time of C x C x C products of as many
   operations, measured in the same run.  Medians.  */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "numeric/blas_i.h"
#include "numeric/morph.h"
#include "numeric/random.h"
#include "tests/shaped.h"

enum { RUNS = 3, KERNEL = 3 };

static void
must (int ok, const char *what)
{
  if (ok)
    return;
  fprintf (stderr, "bench: %s\n", what);
  exit (1);
}

static double
cpu (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static int
rising (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
median (double times[RUNS])
{
  qsort (times, RUNS, sizeof *times, rising);
  return times[RUNS / 2];
}

/* The formula; K_U is the kernel of the longest path to the tail of a layer.  */
static double
operations (const mm_module *m, double c)
{
  double sum = 0;
  uint32_t depth[8] = { 0 };
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob u = mm_module_order (m)[i];
      const mm_handles out = mm_module_out (m, u);
      const double box = (KERNEL - 1) * depth[u] + 1;
      for (uint32_t k = 0; k < out.count; k++)
        {
          const mm_blob v = mm_module_heads (m)[out.at[k]];
          depth[v] = depth[u] + 1 > depth[v] ? depth[u] + 1 : depth[v];
          sum += 2 * c * c * KERNEL * KERNEL * (c + c) + 8 * c * c * KERNEL * KERNEL * box * box;
        }
    }
  return sum;
}

static double
time_products (uint32_t c, double flops)
{
  double times[RUNS];
  const size_t size = (size_t) c * c;
  double *a = calloc (3 * size, sizeof *a);
  must (a != NULL, "out of memory");
  mm_random random;
  mm_random_seed (&random, 1, 0);
  mm_random_fill_normal (&random, 1, a, 2 * size);
  for (int run = 0; run < RUNS; run++)
    {
      const double start = cpu ();
      for (double done = 0; done < flops; done += 2.0 * c * (double) size)
        must (!mm_gemm (MM_PLAIN, MM_PLAIN, c, c, c, 1, a, c, a + size, c, 0, a + 2 * size, c), "a product failed");
      times[run] = cpu () - start;
    }
  free (a);
  return median (times);
}

static double
time_morph (const mm_module *m, const mm_filter *g, mm_morph_report *report)
{
  double times[RUNS];
  for (int run = 0; run < RUNS; run++)
    {
      mm_feasibility why;
      mm_weights *w;
      mm_error err;
      const double start = cpu ();
      must (!mm_morph (m, g, NULL, NULL, &why, &w, report, &err) && w, "the morph failed");
      times[run] = cpu () - start;
      mm_weights_free (w);
      mm_feasibility_clear (&why);
    }
  return median (times);
}

static void
row (uint32_t c)
{
  mm_filter g;
  mm_random random;
  mm_morph_report report;
  mm_module *m = uniform (kit_bridge (), c, c, c, KERNEL);
  must (!mm_filter_init (&g, c, c, KERNEL, KERNEL), "out of memory");
  mm_random_seed (&random, 2, 0);
  mm_random_fill_normal (&random, mm_filter_he (&g), g.data, mm_filter_size (&g));
  const double flops = operations (m, c), unit = time_products (c, flops), time = time_morph (m, &g, &report);
  printf ("%6u %10.2f %10.3f %10.3f %8.1f %12.1e %12.1e\n", c, flops / 1e9, unit, time, time / unit, report.residual,
          report.residual32);
  mm_filter_clear (&g);
  mm_module_free (m);
}

int
main (void)
{
  static const uint32_t channels[] = { 64, 128, 256, 512 };
  printf ("morph into the bridge, 3x3, CPU seconds\n");
  printf ("%6s %10s %10s %10s %8s %12s %12s\n", "C", "Gflop", "products", "morph", "ratio", "residual", "float32");
  for (size_t i = 0; i < sizeof channels / sizeof *channels; i++)
    row (channels[i]);
  return 0;
}
