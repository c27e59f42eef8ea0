/* tests/test_numeric_memory.c: memory runs out at every point of numeric/; of morph see test_morph_memory.c.  */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "numeric/fold.h"
#include "numeric/forward.h"
#include "numeric/npy.h"
#include "numeric/route.h"
#include "numeric/verify.h"
#include "numeric/weights.h"
#include "tests/failing.h"
#include "tests/leak.h"
#include "tests/shaped.h"
#include "tests/weights_kit.h"

TestSuite (numeric_memory, .fini = no_leaks);

/* What the attempts work on.  */
typedef struct bench
{
  mm_module *m, *narrow;
  mm_weights *w;
  mm_filter whole;
  double bias[4];
  char folder[64], file[80], child[80];
  mm_module *skip; /* one identity */
  char normed[80]; /* its weights: a bias, normalisations, and a file that is not read */
} bench;

static void
write_normed (bench *b)
{
  char path[128];
  double rows[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  const mm_array norm = { .dimensions = 2, .shape = { 4, 2 }, .data = rows };
  snprintf (b->normed, sizeof b->normed, "%s/normed", b->folder);
  cr_assert_eq (mkdir (b->normed, 0777), 0);
  snprintf (path, sizeof path, "%s/F1.bias.npy", b->normed);
  cr_assert_eq (mm_npy_write_vector (path, rows, 2, MM_F64, NULL), MM_OK);
  snprintf (path, sizeof path, "%s/F1.bn.npy", b->normed);
  cr_assert_eq (mm_npy_write (path, &norm, MM_F64, NULL), MM_OK);
  snprintf (path, sizeof path, "%s/t.blob.bn.npy", b->normed);
  cr_assert_eq (mm_npy_write (path, &norm, MM_F64, NULL), MM_OK);
  snprintf (path, sizeof path, "%s/other.npz", b->normed);
  cr_assert_eq (mm_npy_write (path, &norm, MM_F64, NULL), MM_OK);
}

static void
set_up (bench *b)
{
  *b = (bench){ .m = kit_bridge (), .folder = "/tmp/modmorph.XXXXXX" };
  b->narrow = uniform (kit_bridge (), 8, 8, 8, 3);
  b->w = kit_weights (b->m, 5, (kit_ranges){ 4, 3, true });
  double *bias = NULL;
  cr_assert_eq (mm_fold (b->w, &b->whole, &bias, NULL), MM_OK);
  free (bias);
  cr_assert_not_null (mkdtemp (b->folder));
  snprintf (b->file, sizeof b->file, "%s/f.npy", b->folder);
  snprintf (b->child, sizeof b->child, "%s/child", b->folder);
  cr_assert_eq (mm_npy_write_filter (b->file, &b->whole, MM_F64, NULL), MM_OK);
  cr_assert_eq (mm_weights_write (b->w, b->child, MM_F64, false, NULL), MM_OK);
  mm_module *plain = kit_module ("s-t");
  b->skip = kit_change_layer (plain, 0, (mm_layer_info){ .kind = MM_KIND_IDENTITY, .stride = 1, .dilation = 1, .groups = 1 });
  mm_module_free (plain);
  write_normed (b);
}

static void
tear_down (bench *b)
{
  char command[256];
  snprintf (command, sizeof command, "rm -r %s %s %s && rmdir %s", b->file, b->child, b->normed, b->folder);
  cr_assert_eq (system (command), 0, "something else was left behind");
  mm_weights_free (b->w);
  mm_filter_clear (&b->whole);
  mm_module_free (b->m);
  mm_module_free (b->narrow);
  mm_module_free (b->skip);
}

/* ---- what is tried ------------------------------------------------------------------ */

typedef mm_status attempt (bench *b, mm_error *err);

static mm_status
filters (bench *b, mm_error *err)
{
  mm_filter x = { 0 }, y = { 0 }, z = { 0 }, u = { 0 };
  mm_status s = mm_filter_copy (&b->whole, &x);
  if (!s)
    s = mm_filter_pad (&b->whole, b->whole.kh + 2, b->whole.kw + 2, &y);
  if (!s)
    s = mm_filter_add (&x, &y);
  if (!s)
    s = mm_filter_crop (&x, b->whole.kh, b->whole.kw, &z);
  if (!s)
    s = mm_filter_compose (&b->w->filter[mm_module_out (b->m, mm_module_find_blob (b->m, "a")).at[0]],
                           &b->w->filter[mm_module_in (b->m, mm_module_find_blob (b->m, "a")).at[0]], 1, &u);
  mm_filter_clear (&x);
  mm_filter_clear (&y);
  mm_filter_clear (&z);
  mm_filter_clear (&u);
  return s ? mm_fail_memory (err) : MM_OK;
}

static mm_status
fold (bench *b, mm_error *err)
{
  mm_filter out = { 0 };
  double *bias = NULL;
  const mm_status s = mm_fold (b->w, &out, &bias, err);
  mm_filter_clear (&out);
  free (bias);
  return s;
}

static mm_status
run_module (bench *b, mm_error *err, bool single)
{
  mm_image x, y = { 0 };
  mm_status s = mm_image_init (&x, b->whole.in, 9, 11);
  if (s)
    return mm_fail_memory (err);
  s = mm_forward_module (b->w, single, &x, &y, err);
  mm_image_clear (&x);
  mm_image_clear (&y);
  return s;
}

static mm_status
forward (bench *b, mm_error *err)
{
  return run_module (b, err, false);
}

static mm_status
forward_single (bench *b, mm_error *err)
{
  return run_module (b, err, true);
}

static mm_status
verify (bench *b, mm_error *err)
{
  mm_verification v;
  mm_preservation verdict;
  mm_status s = mm_verify (b->w, &b->whole, NULL, 3, &v, err);
  if (!s && mm_verification_judge (&v, 1e-12, 1e-5, &verdict))
    s = mm_fail_memory (err);
  else if (!s)
    mm_preservation_clear (&verdict);
  mm_verification_clear (&v);
  return s;
}

static mm_status
promise (bench *b, mm_error *err)
{
  mm_promise p;
  const mm_status s = mm_promise_make (b->w, &p, err);
  cr_assert (s ? !p.rows && !p.columns && !p.reasons : p.stride == 1);
  mm_promise_clear (&p);
  return s;
}

static mm_status
folded (bench *b, mm_error *err)
{
  mm_folded f;
  mm_verification v = { .trials = NULL };
  mm_status s = mm_folded_make (b->w, &f, err);
  if (!s)
    {
      mm_folded_look (&f, MM_F32);
      s = mm_folded_check (b->w, &f, 1, &v, err);
    }
  if (!s && mm_folded_crop (&f, 1e-12))
    s = mm_fail_memory (err);
  mm_verification_clear (&v);
  mm_folded_clear (&f);
  return s;
}

static mm_status
probe (bench *b, mm_error *err)
{
  double residual = 7;
  const mm_status s = mm_probe (b->w, &b->whole, 2, 3, &residual, err);
  cr_assert (s ? isinf (residual) : residual < 1e-12);
  return s;
}

static mm_status
demand (bench *b, mm_error *err)
{
  mm_demand d;
  return mm_demand_of (&b->whole, &d) ? mm_fail_memory (err) : MM_OK;
}

static mm_status
decide (bench *b, mm_error *err, uint32_t channels, uint32_t k, mm_answer answer)
{
  const mm_demand d = mm_demand_generic (channels, channels, k, k);
  mm_feasibility f;
  const mm_status s = mm_feasible (b->narrow, &d, 1, &f, err);
  if (!s)
    cr_assert_eq (f.answer, answer);
  else
    cr_assert (!f.cut && !f.repair && !f.route.input_flow && !f.route.output_flow);
  mm_feasibility_clear (&f);
  return s;
}

static mm_status
feasible (bench *b, mm_error *err)
{
  return decide (b, err, 8, 3, MM_FEASIBLE);
}

static mm_status
infeasible (bench *b, mm_error *err)
{
  return decide (b, err, 8, 9, MM_INFEASIBLE);
}

static mm_status
for_a_parent (bench *b, mm_error *err)
{
  mm_filter g = { 0 };
  mm_feasibility f;
  mm_status s = mm_filter_init (&g, 8, 8, 7, 7);
  if (s)
    return mm_fail_memory (err);
  g.data[0] = g.data[1] = 1;
  s = mm_feasible_parent (b->narrow, &g, &f, err);
  mm_feasibility_clear (&f);
  mm_filter_clear (&g);
  return s;
}

static mm_status
write_and_read_file (bench *b, mm_error *err)
{
  mm_filter f = { 0 };
  double *v = NULL;
  mm_status s = mm_npy_write_filter (b->file, &b->whole, MM_F32, err);
  if (!s)
    s = mm_npy_read_filter (b->file, &f, NULL, err);
  if (!s)
    s = mm_npy_write_vector (b->file, b->bias, 4, MM_F64, err);
  if (!s)
    s = mm_npy_read_vector (b->file, 4, &v, err);
  mm_filter_clear (&f);
  free (v);
  return s;
}

static mm_status
write_and_read_folder (bench *b, mm_error *err)
{
  mm_weights *w = NULL;
  mm_status s = mm_weights_write (b->w, b->child, MM_F64, true, err);
  if (!s)
    s = mm_weights_read (b->m, b->child, &w, err);
  if (s)
    cr_assert_null (w);
  mm_weights_free (w);
  return s;
}

static mm_status
read_normed (bench *b, mm_error *err)
{
  mm_weights *w = NULL;
  const mm_status s = mm_weights_read (b->skip, b->normed, &w, err);
  cr_assert_eq (s != MM_OK, w == NULL);
  mm_weights_free (w);
  return s;
}

/* ---- at every point --------------------------------------------------------------------- */

static long
at_every_point (bench *b, const char *name, attempt *try)
{
  for (long n = 0;; n++)
    {
      mm_error err = { .status = MM_OK };
      failing_after (n);
      const mm_status s = try (b, &err);
      const bool failed = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, failed ? MM_ENOMEM : MM_OK, "%s, allocation %ld: status %d %s", name, n, (int) s, err.text);
      if (failed)
        cr_assert_eq (err.status, MM_ENOMEM, "allocation %ld", n);
      if (!failed)
        return n;
    }
}

Test (numeric_memory, running_out_is_an_error_and_nothing_more)
{
  static const struct
  {
    const char *name;
    attempt *try;
    long least;
  } all[] = {
    { "filters", filters, 4 },   { "fold", fold, 5 },         { "forward", forward, 5 },
    { "single", forward_single, 5 }, { "verify", verify, 10 }, { "probe", probe, 3 },
    { "promise", promise, 10 },  { "folded", folded, 20 },
    { "demand", demand, 3 },     { "feasible", feasible, 10 }, { "infeasible", infeasible, 10 },
    { "parent", for_a_parent, 10 }, { "file", write_and_read_file, 4 }, { "folder", write_and_read_folder, 10 },
    { "normed", read_normed, 20 },
  };
  bench b;
  set_up (&b);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    cr_assert_geq (at_every_point (&b, all[i].name, all[i].try), all[i].least, "%s", all[i].name);
  tear_down (&b);
}
