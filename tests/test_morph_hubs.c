/* tests/test_morph_hubs.c: a child with several hubs computes its parent, exactly and everywhere.  */
#include <criterion/criterion.h>
#include <float.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "numeric/morph.h"
#include "numeric/random.h"
#include "tests/hubs_kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/shaped.h"
#include "tests/weights_kit.h"

TestSuite (morph_hubs, .fini = no_leaks);

/* ---- parents ------------------------------------------------------------------------ */

static mm_filter
random_parent (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw, uint64_t seed)
{
  mm_filter f;
  mm_random random;
  cr_assert_eq (mm_filter_init (&f, out, in, kh, kw), MM_OK);
  mm_random_seed (&random, seed, 0);
  mm_random_fill_normal (&random, mm_filter_he (&f), f.data, mm_filter_size (&f));
  return f;
}

/* A parent that reads `reads` combinations of its input and writes `writes` of them.  */
static mm_filter
narrow_parent (uint32_t out, uint32_t writes, uint32_t reads, uint32_t in, uint32_t kh, uint32_t kw, uint64_t seed)
{
  mm_filter first = random_parent (reads, in, 1, 1, seed), middle = random_parent (writes, reads, kh, kw, seed + 1);
  mm_filter last = random_parent (out, writes, 1, 1, seed + 2), half, g;
  cr_assert_eq (mm_filter_compose (&middle, &first, 1, &half), MM_OK);
  cr_assert_eq (mm_filter_compose (&last, &half, 1, &g), MM_OK);
  mm_filter_clear (&first);
  mm_filter_clear (&middle);
  mm_filter_clear (&last);
  mm_filter_clear (&half);
  return g;
}

/* ---- how far the child is from the parent ---------------------------------------------- */

static void
add_image (mm_image *sum, mm_image *more)
{
  if (!sum->data)
    {
      *sum = *more;
      return;
    }
  for (size_t k = 0; k < (size_t) sum->channels * sum->height * sum->width; k++)
    sum->data[k] += more->data[k];
  oracle_clear (more);
}

/* The module on an image by the definition: every layer with zeros around what comes in.  */
static mm_image
run_slowly (const mm_weights *w, const mm_image *x)
{
  const mm_module *m = w->module;
  mm_image at[64] = { { .data = NULL } };
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      for (uint32_t k = 0; k < in.count; k++)
        {
          const mm_blob u = mm_module_tails (m)[in.at[k]];
          mm_image y = oracle_convolve (&w->filter[in.at[k]], w->bias[in.at[k]], 1, 1, MM_PADDING_SAME,
                                        u == mm_module_source (m) ? x : &at[u]);
          add_image (&at[v], &y);
        }
    }
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (v != mm_module_sink (m))
      oracle_clear (&at[v]);
  return at[mm_module_sink (m)];
}

/* Over a whole image, relative to the parent's greatest output.  */
static double
image_error (const mm_weights *w, const mm_filter *g, const double *bias)
{
  uint64_t state = 77;
  mm_image x = oracle_image (&state, g->in, 6, 7), y = run_slowly (w, &x);
  mm_image z = oracle_convolve (g, bias, 1, 1, MM_PADDING_SAME, &x), black = { z.channels, z.height, z.width, NULL };
  black.data = calloc ((size_t) z.channels * z.height * z.width, sizeof (double));
  cr_assert (black.data);
  const double error = oracle_difference (&y, &z, 0) / oracle_difference (&z, &black, 0);
  oracle_clear (&x);
  oracle_clear (&y);
  oracle_clear (&z);
  oracle_clear (&black);
  return error;
}

static double
fold_error (const mm_weights *w, const mm_filter *g)
{
  mm_filter whole = oracle_fold (w);
  const double error = mm_filter_distance (&whole, g);
  mm_filter_clear (&whole);
  return error;
}

/* The child, which must be exact.  */
static mm_weights *
morph (const mm_module *m, const mm_filter *g, const double *bias, const mm_hubs *plan, mm_morph_options options,
       mm_morph_report *report)
{
  mm_weights *w;
  mm_error err;
  const unsigned long seed = (unsigned long) options.seed;
  cr_assert_eq (mm_morph_hubs (m, g, bias, &options, plan, &w, report, &err), MM_OK, "seed %lu: %s", seed, err.text);
  cr_assert (report->several && report->hub == MM_NONE && report->border_exact);
  cr_assert_lt (report->residual, 1e-12, "seed %lu: %g", seed, report->residual);
  cr_assert_lt (report->residual32, 1e-5, "seed %lu: %g", seed, report->residual32);
  cr_assert_lt (fold_error (w, g), 1e-12, "seed %lu: %g", seed, fold_error (w, g));
  cr_assert_lt (image_error (w, g, bias), 1e-12, "seed %lu: %g", seed, image_error (w, g, bias));
  return w;
}

static mm_answer
single_hub (const mm_module *m, const mm_filter *g)
{
  mm_feasibility why;
  cr_assert_eq (mm_feasible_parent (m, g, &why, NULL), MM_OK);
  const mm_answer answer = why.answer;
  mm_feasibility_clear (&why);
  return answer;
}

/* ---- modules made by hand ----------------------------------------------------------------- */

/* s-a s-b a-c b-d c-t d-t: the code of `reads` units goes to both hubs a and b; half of the `writes` units start
   on a-c, half on b-d, the only layers with kernels.

   No single hub: c-t and d-t do not fit, so t is no in-hub, and s-a and s-b do not, so s is no
   out-hub.  c (or d) as an in-hub has writes / 2 < writes channels.  a as an out-hub has a-c only, and
   c lets writes / 2 units through; so with b.  a and b are no in-hubs, c and d no out-hubs: no layer fits there.  */
static mm_module *
twin_module (uint32_t in, uint32_t reads, uint32_t writes, uint32_t out, uint32_t kh, uint32_t kw, uint32_t extra)
{
  mm_module *m = kit_module ("s-a s-b a-c b-d c-t d-t");
  shape s = { .kh = { 1, 1, kh, kh, 1, 1 }, .kw = { 1, 1, kw, kw, 1, 1 } };
  s.channels[mm_module_find_blob (m, "s")] = in;
  s.channels[mm_module_find_blob (m, "t")] = out;
  s.channels[mm_module_find_blob (m, "a")] = s.channels[mm_module_find_blob (m, "b")] = reads + extra;
  s.channels[mm_module_find_blob (m, "c")] = s.channels[mm_module_find_blob (m, "d")] = writes / 2 + extra;
  return shaped (m, &s);
}

static mm_hubs
twin_plan (const mm_module *m, uint32_t reads, uint32_t writes)
{
  mm_hubs p = hubs_new (m, false, 2);
  p.hub[0] = mm_module_find_blob (m, "a");
  p.hub[1] = mm_module_find_blob (m, "b");
  cr_assert_lt (p.hub[0], p.hub[1]);
  p.code[p.hub[0]] = p.code[p.hub[1]] = reads;
  p.input[0] = p.input[mm_module_layers (m) + 1] = reads;
  p.start[2] = p.output[4] = writes / 2;
  p.start[3] = p.output[5] = writes / 2;
  return p;
}

static void
try_twins (uint32_t in, uint32_t reads, uint32_t writes, uint32_t out, uint32_t kh, uint32_t kw, uint32_t extra)
{
  mm_morph_report report;
  mm_module *m = twin_module (in, reads, writes, out, kh, kw, extra);
  mm_filter g = reads < in || writes < out ? narrow_parent (out, writes, reads, in, kh, kw, 5)
                                           : random_parent (out, in, kh, kw, 5);
  cr_assert_eq (single_hub (m, &g), MM_UNDECIDED);
  mm_hubs plan = twin_plan (m, reads, writes);
  mm_weights *w = morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = 3 }, &report);
  cr_assert (report.out_hub);
  if (extra >= 2)
    {
      cr_assert_eq (report.fill, 1, "fill %g", report.fill);
      cr_assert (report.scale_low > 0.5 && report.scale_high < 2, "%g to %g", report.scale_low, report.scale_high);
    }
  else
    cr_assert_eq (report.theta, 1);
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    cr_assert_eq (mm_hubs_carry (m, &plan, v), v == plan.hub[0] || v == plan.hub[1]);
  mm_weights_free (w);
  mm_hubs_clear (&plan);
  mm_filter_clear (&g);
  mm_module_free (m);
}

Test (morph_hubs, two_hubs_do_what_no_single_hub_can)
{
  try_twins (4, 4, 6, 6, 3, 3, 0);
  try_twins (4, 4, 6, 6, 3, 3, 2);
  try_twins (16, 16, 24, 24, 3, 3, 8);
}

Test (morph_hubs, kernels_may_be_rectangles)
{
  try_twins (4, 4, 6, 6, 1, 3, 0);
  try_twins (8, 8, 10, 10, 5, 1, 4);
  try_twins (8, 8, 10, 10, 3, 5, 4);
}

Test (morph_hubs, narrow_parents_travel_by_their_ranks)
{
  try_twins (9, 4, 6, 6, 3, 3, 0);
  try_twins (4, 4, 6, 11, 3, 3, 0);
  try_twins (9, 4, 6, 11, 3, 3, 0);
  try_twins (12, 8, 10, 16, 3, 3, 4);
}

/* Units of the output code pass through a hub, beside its input code: s-a a-b b-t b-d d-t with kernels on
   a-b and b-d only; 2 units of input; 3 start on a-b and pass b, 3 start on b-d.

   No single hub for rank 6: a as an out-hub passes b with 5 channels; b as an in-hub has 5; b
   as an out-hub passes d with 3; d as an in-hub has 3; at s and t nothing fits.  */
Test (morph_hubs, a_blob_carries_both_codes)
{
  mm_morph_report report;
  for (uint32_t extra = 0; extra < 2; extra++)
    {
      shape s = { .channels = { 2, 2 + extra, 5, 6, 3 }, .kh = { 1, 3, 1, 3, 1 }, .kw = { 1, 3, 1, 3, 1 } };
      mm_module *m = shaped (kit_module ("s-a a-b b-t b-d d-t"), &s);
      mm_filter g = random_parent (6, 2, 3, 3, 5);
      const double bias[6] = { 1, 2, 3, -4, 5, 6 };
      cr_assert_eq (single_hub (m, &g), MM_UNDECIDED);
      mm_hubs p = hubs_new (m, false, 2);
      p.hub[0] = 1;
      p.hub[1] = 2;
      p.code[1] = p.code[2] = 2;
      p.input[0] = p.input[5] = p.input[6] = 2;
      p.start[1] = p.output[2] = 3;
      p.start[3] = p.output[4] = 3;
      mm_weights *w = morph (m, &g, bias, &p, (mm_morph_options){ .seed = 1 }, &report);
      cr_assert_eq (report.theta, 1);
      mm_weights_free (w);
      mm_hubs_clear (&p);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
}

/* Constants between single channels are 1 or one half, so for some seeds a would be seen from t as 1 - 1/2 - 1/2.  */
Test (morph_hubs, constants_that_cancel_are_mixed_anew)
{
  mm_morph_report report;
  shape s = { .channels = { 4, 1, 1, 1, 1, 1 }, .kh = { 3, 1, 1, 1, 1, 1, 1 }, .kw = { 3, 1, 1, 1, 1, 1, 1 } };
  mm_module *m = shaped (kit_module ("s-a a-b b-c c-d d-t b-d a-d"), &s);
  mm_filter g = random_parent (1, 4, 3, 3, 4);
  mm_hubs plan = hubs_new (m, false, 0);
  plan.start[0] = plan.output[1] = plan.output[2] = plan.output[3] = plan.output[4] = 1;
  for (uint64_t seed = 1; seed <= 40; seed++)
    mm_weights_free (morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = seed }, &report));
  mm_hubs_clear (&plan);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* The twins read from t to s: s-c s-d c-a d-b a-t b-t.  */
Test (morph_hubs, columns_are_rows_of_the_turned_module)
{
  mm_morph_report report;
  for (uint32_t extra = 0; extra < 3; extra += 2)
    {
      shape s = { .channels = { 6, 3 + extra, 3 + extra, 4 + extra, 4 + extra, 4 },
                  .kh = { 1, 1, 3, 3, 1, 1 }, .kw = { 1, 1, 5, 5, 1, 1 } };
      mm_module *m = shaped (kit_module ("s-c s-d c-a d-b a-t b-t"), &s);
      mm_filter g = random_parent (4, 6, 3, 5, 5);
      cr_assert_eq (single_hub (m, &g), MM_UNDECIDED);
      mm_hubs p = hubs_new (m, true, 2);
      p.hub[0] = 3;
      p.hub[1] = 4;
      p.code[3] = p.code[4] = 4;
      p.input[4] = p.input[6 + 5] = 4;
      p.start[2] = p.output[0] = 3;
      p.start[3] = p.output[1] = 3;
      mm_weights *w = morph (m, &g, NULL, &p, (mm_morph_options){ .seed = 1 }, &report);
      cr_assert_not (report.out_hub);
      cr_assert (mm_hubs_carry (m, &p, 3) && mm_hubs_carry (m, &p, 4) && !mm_hubs_carry (m, &p, 1));
      mm_weights_free (w);
      p.columns = false;
      mm_error err;
      cr_assert_eq (mm_morph_hubs (m, &g, NULL, NULL, &p, &w, &report, &err), MM_EINVAL);
      mm_hubs_clear (&p);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
}

/* Any two of a, b and c must know all of the code: no hub gets a whole share from one side.  The hubs x, y and z
   have 4 channels for 4 units of input, and each of a, b, c only 2.  */
Test (morph_hubs, codes_are_coded_where_hubs_share_what_feeds_them)
{
  mm_morph_report report;
  mm_module *m = kit_module ("s-a s-b s-c a-x b-x a-y c-y b-z c-z x-p y-q z-r p-t q-t r-t");
  shape s;
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    s.kh[e] = s.kw[e] = e >= 9 && e < 12 ? 3 : 1;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    s.channels[v] = 2;
  s.channels[mm_module_find_blob (m, "s")] = 4;
  s.channels[mm_module_find_blob (m, "t")] = 6;
  for (const char *h = "x\0y\0z\0"; *h; h += 2)
    s.channels[mm_module_find_blob (m, h)] = 4;
  m = shaped (m, &s);
  mm_filter g = random_parent (6, 4, 3, 3, 5);
  cr_assert_eq (single_hub (m, &g), MM_UNDECIDED);
  mm_hubs p = hubs_new (m, false, 3);
  for (uint32_t i = 0; i < 3; i++)
    {
      static const mm_layer in[3][4] = { { 0, 1, 3, 4 }, { 0, 2, 5, 6 }, { 1, 2, 7, 8 } };
      p.hub[i] = mm_module_tails (m)[9 + i];
      p.code[p.hub[i]] = 4;
      p.code[mm_module_heads (m)[i]] = 2;
      for (uint32_t k = 0; k < 4; k++)
        p.input[i * mm_module_layers (m) + in[i][k]] = 2;
      p.start[9 + i] = p.output[12 + i] = 2;
    }
  for (uint64_t seed = 0; seed < 20; seed++)
    mm_weights_free (morph (m, &g, NULL, &p, (mm_morph_options){ .seed = seed }, &report));
  mm_hubs_clear (&p);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* ---- random plans -------------------------------------------------------------------------- */

/* @return whether no single hub would do  */
static bool
try_random (uint64_t seed, bool narrow)
{
  uint64_t state = seed;
  const uint32_t in = 1 + kit_below (&state, 9), out = 1 + kit_below (&state, 9);
  const uint32_t kh = 2 * kit_below (&state, 2) + 1, kw = kh == 1 ? 3 : 2 * kit_below (&state, 2) + 1;
  const uint32_t reads = narrow ? 1 + kit_below (&state, in) : in, writes = narrow ? 1 + kit_below (&state, out) : out;
  const bool columns = kit_below (&state, 2), plain = kit_below (&state, 4) == 0;
  mm_filter g = narrow ? narrow_parent (out, writes, reads, in, kh, kw, seed) : random_parent (out, in, kh, kw, seed);
  mm_demand demand;
  cr_assert_eq (mm_demand_of (&g, &demand), MM_OK);
  mm_hubs plan;
  mm_morph_report report;
  mm_module *m = hubs_random (&state, &demand, columns, 2, &plan);
  mm_weights *w = morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = seed, .no_gauge = plain }, &report);
  cr_assert_lt (report.scale_high, 100, "seed %lu: %g", (unsigned long) seed, report.scale_high);
  const mm_answer answer = single_hub (m, &g);
  cr_assert_neq (answer, MM_INFEASIBLE, "seed %lu", (unsigned long) seed);
  mm_weights_free (w);
  mm_hubs_clear (&plan);
  mm_filter_clear (&g);
  mm_module_free (m);
  return answer == MM_UNDECIDED;
}

Test (morph_hubs, every_random_plan_is_exact)
{
  unsigned several = 0;
  for (uint64_t seed = 1; seed <= 3000; seed++)
    several += try_random (seed, seed % 3 == 0);
  cr_assert_gt (several, 150, "only %u of them need several hubs", several);
}

/* A plan for the ranks that a parent had before it was rounded to float32.  */
Test (morph_hubs, parents_rounded_to_float32_travel_by_the_ranks_they_had)
{
  unsigned narrower = 0;
  for (uint64_t seed = 1; seed <= 400; seed++)
    {
      uint64_t state = seed;
      const unsigned long number = (unsigned long) seed;
      const uint32_t in = 3 + kit_below (&state, 8), out = 3 + kit_below (&state, 8);
      mm_filter g = narrow_parent (out, 1 + kit_below (&state, out), 1 + kit_below (&state, in), in, 3, 3, seed);
      mm_demand demand;
      cr_assert_eq (mm_demand_of (&g, &demand), MM_OK);
      narrower += demand.rank_in < in || demand.rank_out < out;
      for (size_t k = 0; k < mm_filter_size (&g); k++)
        g.data[k] = (double) (float) g.data[k];
      g.rounding = (double) FLT_EPSILON;
      mm_hubs plan;
      mm_module *m = hubs_random (&state, &demand, kit_below (&state, 2), 2, &plan);
      mm_weights *w;
      mm_morph_report report;
      mm_error err;
      cr_assert_eq (mm_morph_hubs (m, &g, NULL, NULL, &plan, &w, &report, &err), MM_OK, "seed %lu: %s", number,
                    err.text);
      cr_assert_lt (report.residual, 1e-7, "seed %lu", number);
      cr_assert_lt (report.residual32, 1e-5, "seed %lu", number);
      cr_assert_lt (fold_error (w, &g), 1e-7, "seed %lu", number);
      cr_assert_lt (image_error (w, &g, NULL), 1e-6, "seed %lu", number);
      mm_weights_free (w);
      mm_hubs_clear (&plan);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert_gt (narrower, 200);
}

/* The same module with more channels at interior blobs; frees m.  */
static mm_module *
widened (mm_module *m, uint32_t more)
{
  shape s;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    s.channels[v] = mm_module_blob_info (m, v).channels
                    + (v == mm_module_source (m) || v == mm_module_sink (m) ? 0 : more);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      s.kh[e] = mm_module_layer_info (m, e).kernel_h;
      s.kw[e] = mm_module_layer_info (m, e).kernel_w;
    }
  return shaped (m, &s);
}

Test (morph_hubs, free_channels_give_every_layer_a_healthy_scale)
{
  for (uint64_t seed = 1; seed <= 100; seed++)
    {
      uint64_t state = seed;
      const uint32_t in = 8 + kit_below (&state, 12), out = 8 + kit_below (&state, 12);
      const mm_demand demand = mm_demand_generic (out, in, 3, 3);
      mm_hubs plan;
      mm_morph_report report;
      mm_filter g = random_parent (out, in, 3, 3, seed);
      mm_module *m = widened (hubs_random (&state, &demand, kit_below (&state, 2), 2, &plan), 4);
      mm_weights_free (morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = seed }, &report));
      cr_assert (report.scale_low > 0.5 && report.scale_high < 2, "seed %lu: %g to %g", (unsigned long) seed,
                 report.scale_low, report.scale_high);
      mm_hubs_clear (&plan);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
}

Test (morph_hubs, seed_decides_every_bit)
{
  mm_morph_report report;
  mm_module *m = twin_module (4, 4, 6, 6, 3, 3, 2);
  mm_filter g = random_parent (6, 4, 3, 3, 4);
  mm_hubs plan = twin_plan (m, 4, 6);
  mm_weights *w[3];
  for (uint64_t k = 0; k < 3; k++)
    w[k] = morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = k / 2 }, &report);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const size_t size = mm_filter_size (&w[0]->filter[e]) * sizeof (double);
      cr_assert_eq (memcmp (w[0]->filter[e].data, w[1]->filter[e].data, size), 0);
      cr_assert_neq (memcmp (w[0]->filter[e].data, w[2]->filter[e].data, size), 0);
    }
  for (int k = 0; k < 3; k++)
    mm_weights_free (w[k]);
  mm_hubs_clear (&plan);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* ---- plans that lie ---------------------------------------------------------------------------- */

/* One number of the plan of twins is changed: where, to what, and what is said to it.  */
typedef struct lie
{
  size_t array; /* offset of the array in mm_hubs */
  size_t entry;
  uint32_t value;
  const char *words;
} lie;

#define ARRAY(name) offsetof (mm_hubs, name)

/* Blobs are s a b c d t, layers s-a s-b a-c b-d c-t d-t; 4 units in, 6 out.  */
static const lie lies[] = {
  { ARRAY (hub), 0, 2, "ascending order" },             /* b twice */
  { ARRAY (hub), 0, 9, "ascending order" },             /* no blob */
  { ARRAY (hub), 1, UINT32_MAX, "ascending order" },
  { ARRAY (hub), 0, 0, "end of the module" },           /* s */
  { ARRAY (hub), 1, 5, "end of the module" },           /* t */
  { ARRAY (hub), 1, 3, "hub c 0 channels" },            /* c has no code */
  { ARRAY (code), 0, 1, "at an end" },
  { ARRAY (code), 5, 1, "at an end" },
  { ARRAY (code), 1, 3, "hub a 3 channels" },
  { ARRAY (code), 1, 5, "5 channels at a, which has 4" },
  { ARRAY (code), 1, UINT32_MAX, "channels at a, which has 4" },
  { ARRAY (code), 3, 1, "channels at c, which has 3" },
  { ARRAY (input), 0, 3, "brings 3 units of the input code to hub a" },
  { ARRAY (input), 1, 1, "takes 1 units into b and 0 out" },
  { ARRAY (input), 6 + 0, 1, "takes 1 units into a and 0 out" },
  { ARRAY (input), 4, 1, "beyond all hubs" },
  { ARRAY (input), 2, UINT32_MAX, "into c and 0 out" },
  { ARRAY (start), 2, 2, "2 units of the output code into c and 3 out" },
  { ARRAY (start), 2, 4, "4 units of the output code into c and 3 out" },
  { ARRAY (start), 2, UINT32_MAX, "output code into c and 3 out" },
  { ARRAY (start), 4, 1, "layer F5, which does not leave a hub" },
  { ARRAY (start), 0, 1, "1x1 kernel does not cover the parent's 3x3" },
  { ARRAY (output), 0, 1, "before any has started" },
  { ARRAY (output), 4, 2, "3 units of the output code into c and 2 out" },
  { ARRAY (output), 2, 1, "output code into a and 1 out" },
  { ARRAY (output), 4, UINT32_MAX, "output code into c and 4294967295 out" },
};

static uint32_t *
entry_of (mm_hubs *p, const lie *l)
{
  uint32_t *array;
  memcpy (&array, (const char *) p + l->array, sizeof array);
  return &array[l->entry];
}

Test (morph_hubs, plans_that_lie_are_refused_with_the_place)
{
  mm_module *m = twin_module (4, 4, 6, 6, 3, 3, 0);
  mm_filter g = random_parent (6, 4, 3, 3, 4);
  mm_hubs plan = twin_plan (m, 4, 6);
  mm_morph_report report;
  mm_weights *w;
  mm_error err;
  for (size_t k = 0; k < sizeof lies / sizeof *lies; k++)
    {
      uint32_t *at = entry_of (&plan, &lies[k]), truth = *at;
      cr_assert_neq (truth, lies[k].value, "lie %zu is none", k);
      *at = lies[k].value;
      cr_assert_eq (mm_morph_hubs (m, &g, NULL, NULL, &plan, &w, &report, &err), MM_EINVAL, "lie %zu", k);
      cr_assert_null (w);
      cr_assert (strstr (err.text, lies[k].words), "lie %zu: %s", k, err.text);
      *at = truth;
    }
  mm_weights_free (morph (m, &g, NULL, &plan, (mm_morph_options){ .seed = 1 }, &report));
  mm_hubs_clear (&plan);
  mm_filter_clear (&g);
  mm_module_free (m);
}

static void
assert_refused (const mm_module *m, const mm_filter *g, const mm_hubs *p, const char *words)
{
  mm_morph_report report;
  mm_weights *w;
  mm_error err;
  cr_assert_eq (mm_morph_hubs (m, g, NULL, NULL, p, &w, &report, &err), MM_EINVAL);
  cr_assert_null (w);
  cr_assert (strstr (err.text, words), "%s", err.text);
}

Test (morph_hubs, plans_that_bring_too_little_are_refused)
{
  mm_module *m = twin_module (4, 4, 6, 6, 3, 3, 0);
  mm_filter g = random_parent (6, 4, 3, 3, 4);
  mm_hubs p = twin_plan (m, 4, 6);
  p.start[2] = p.output[4] = 2;
  assert_refused (m, &g, &p, "delivers 5 units of the output code, and the parent writes 6");
  p.start[2] = p.output[4] = 4;
  assert_refused (m, &g, &p, "needs 4 + 0 channels at c, which has 3");
  mm_hubs_clear (&p);
  mm_hubs empty = { .count = 0 };
  assert_refused (m, &g, &empty, "not complete");
  p = hubs_new (m, false, 0);
  assert_refused (m, &g, &p, "delivers 0 units");
  mm_hubs_clear (&p);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* Input code through a blob that has no room for it: s-x x-a, and x has channels but no code.  */
Test (morph_hubs, plans_that_squeeze_the_input_code_are_refused)
{
  mm_module *m = uniform (kit_module ("s-x x-a a-t"), 3, 3, 8, 3);
  mm_filter g = random_parent (3, 3, 3, 3, 4);
  mm_hubs p = hubs_new (m, false, 1);
  p.hub[0] = 2;
  p.input[0] = p.input[1] = p.code[1] = p.code[2] = p.start[2] = 3;
  mm_morph_report report;
  mm_weights_free (morph (m, &g, NULL, &p, (mm_morph_options){ .seed = 1 }, &report));
  p.code[1] = 2;
  assert_refused (m, &g, &p, "takes 3 units to hub a through x, which has 2 channels for them");
  mm_hubs_clear (&p);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* More arrives than the parent writes: what is too much is left away.  */
Test (morph_hubs, plans_may_deliver_more_than_is_needed)
{
  mm_module *m = twin_module (4, 4, 8, 8, 3, 3, 2);
  mm_filter g = narrow_parent (8, 3, 4, 4, 3, 3, 4);
  mm_hubs p = twin_plan (m, 4, 8);
  mm_morph_report report;
  mm_weights_free (morph (m, &g, NULL, &p, (mm_morph_options){ .seed = 1 }, &report));
  mm_hubs_clear (&p);
  mm_filter_clear (&g);
  mm_module_free (m);
}

/* Whatever is in the plan, the answer is weights that are exact or a refusal.  */
Test (morph_hubs, mutants_of_plans_are_refused_or_harmless)
{
  unsigned refused = 0;
  for (uint64_t seed = 1; seed <= 4000; seed++)
    {
      uint64_t state = seed;
      const mm_demand demand = mm_demand_generic (3, 3, 3, 3);
      mm_hubs plan;
      mm_morph_report report;
      mm_weights *w;
      mm_filter g = random_parent (3, 3, 3, 3, seed);
      mm_module *m = hubs_random (&state, &demand, kit_below (&state, 2), 2, &plan);
      const uint32_t layers = mm_module_layers (m), blobs = mm_module_blobs (m);
      const uint32_t value = kit_below (&state, 4) ? kit_below (&state, 4) : (uint32_t) kit_bits (&state);
      switch (kit_below (&state, 5))
        {
        case 0: plan.output[kit_below (&state, layers)] = value; break;
        case 1: plan.start[kit_below (&state, layers)] = value; break;
        case 2: plan.code[kit_below (&state, blobs)] = value; break;
        case 3: plan.input[kit_below (&state, layers * (plan.count + !plan.count))] = value; break;
        default: plan.columns = !plan.columns; break;
        }
      const mm_status s = mm_morph_hubs (m, &g, NULL, NULL, &plan, &w, &report, NULL);
      refused += s == MM_EINVAL;
      cr_assert (s == MM_OK ? report.residual < 1e-12 : s == MM_EINVAL && !w, "seed %lu", (unsigned long) seed);
      mm_weights_free (w);
      mm_hubs_clear (&plan);
      mm_filter_clear (&g);
      mm_module_free (m);
    }
  cr_assert (refused > 1000 && refused < 4000, "%u refused", refused);
}
