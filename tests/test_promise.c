/* tests/test_promise.c: on which image sizes does a module compute its fold?

   Random modules with strides, dilations, kernels with taps left out, and biases are run by the
   oracle, layer by layer, on images of every height and many widths, and beside them the convolution that
   the sum over all paths makes.  What is proved, promised and verified is held against that.  */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "numeric/fold.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

#ifndef SEEDS
#define SEEDS 120 /* 3000 and more were run while this was written */
#endif

TestSuite (promise, .fini = no_leaks, .timeout = 600);

/* ---- random modules ---------------------------------------------------------------- */

typedef struct sample
{
  mm_module *plain, *module;
  mm_weights *w;
  mm_filter fold;
  double *bias;
  uint32_t stride, reach;
} sample;

/* Strides of blobs in topological order; each divides the next.  */
static const uint32_t strides[][6] = {
  { 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1 }, { 1, 2, 2, 2, 2, 2 }, { 1, 1, 1, 2, 2, 2 },
  { 1, 1, 3, 3, 3, 3 }, { 1, 2, 2, 4, 4, 4 }, { 1, 3, 3, 3, 6, 6 }, { 1, 1, 2, 6, 6, 6 },
};

static uint32_t
place (const mm_module *m, mm_blob v)
{
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    if (mm_module_order (m)[i] == v)
      return i;
  return 0;
}

static mm_module *
with_strides (mm_module *m, uint64_t *state)
{
  const uint32_t *of = strides[kit_below (state, sizeof strides / sizeof *strides)];
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const uint32_t from = of[place (m, mm_module_tails (m)[e])], to = of[place (m, mm_module_heads (m)[e])];
      const uint32_t dilation = 1 + (kit_below (state, 4) == 0);
      mm_module *next = kit_change_layer (m, e, (mm_layer_info){ MM_KIND_CONV, 0, 0, to / from, dilation, 1 });
      mm_module_free (m);
      m = next;
    }
  return m;
}

/* Leave taps out: a row or a column, all but one of them, or all.  */
static void
thin_out (mm_filter *f, uint64_t *state)
{
  const uint32_t how = kit_below (state, 8), row = kit_below (state, f->kh), column = kit_below (state, f->kw);
  for (uint32_t y = 0; y < f->kh; y++)
    for (uint32_t x = 0; x < f->kw; x++)
      if (how == 0 ? y == row && f->kh > 1 : how == 1 ? x == column && f->kw > 1 : how == 2 ? y != row
          : how == 3 ? x != column : how == 4 && kit_below (state, 3) == 0)
        memset (mm_filter_tap (f, y, x), 0, (size_t) f->out * f->in * sizeof (double));
}

static sample
fold (mm_module *plain, mm_module *module, mm_weights *w)
{
  sample s = { plain, module, w, oracle_fold (w), oracle_fold_bias (w), 1, 0 };
  s.reach = s.fold.kh > s.fold.kw ? s.fold.kh / 2 : s.fold.kw / 2;
  return s;
}

static sample
draw (uint64_t seed, mm_padding padding)
{
  uint64_t state = seed;
  const uint32_t blobs = 2 + kit_below (&state, 4);
  mm_module *plain = with_strides (kit_random_dag (seed, blobs, blobs + kit_below (&state, 3)), &state);
  mm_module *m = kit_change_padding (plain, padding);
  mm_weights *w = kit_weights (m, seed, (kit_ranges){ 2, kit_below (&state, 4) ? 3 : 5, kit_below (&state, 3) == 0 });
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    thin_out (&w->filter[e], &state);
  return fold (plain, m, w);
}

/* One channel, and small whole numbers for weights, so that paths side by side often cancel.  */
static sample
draw_integral (uint64_t seed, mm_padding padding)
{
  static const char *const layers[] = { "s-a a-t s-b b-t", "s-a a-t s-b b-t s-t", "s-a a-b b-t s-c c-t s-t",
                                        "s-a a-b b-t s-c c-d d-t s-t", "s-a a-b b-t s-b a-t", "s-a a-t s-b b-t s-c c-t" };
  uint64_t state = seed;
  mm_module *plain = kit_module (layers[kit_below (&state, sizeof layers / sizeof *layers)]);
  if (kit_below (&state, 3) == 0)
    plain = with_strides (plain, &state);
  mm_module *m = kit_change_padding (plain, padding);
  mm_weights *w = mm_weights_new (m);
  const uint32_t width = 1 + 2 * (kit_below (&state, 4) == 0);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      w->filter[e] = oracle_filter (&state, 1, 1, 1 + 2 * (kit_below (&state, 5) > 0), width);
      for (size_t k = 0; k < mm_filter_size (&w->filter[e]); k++)
        w->filter[e].data[k] = (double) kit_below (&state, 3) - 1;
    }
  return fold (plain, m, w);
}

static void
clear (sample *s)
{
  free (s->bias);
  mm_filter_clear (&s->fold);
  mm_weights_free (s->w);
  mm_module_free (s->module);
  mm_module_free (s->plain);
}

/* ---- what the oracle sees ------------------------------------------------------------ */

enum { STRIDES = 6, EXTRA = 2 };

#define NONE 1e-11

typedef struct seen
{
  bool row[STRIDES], column[STRIDES]; /* remainders at which some size differs, the other direction being as it may */
  uint32_t ring;                      /* that a difference was seen in */
  unsigned sizes, different;
} seen;

/* Run both on one image; say how deep differences reach.  */
static uint32_t
differ (const sample *s, uint32_t height, uint32_t width, uint64_t *state)
{
  mm_image x = oracle_image (state, s->fold.in, height, width);
  mm_image y = oracle_forward (s->w, &x);
  mm_image z = oracle_convolve (&s->fold, s->bias, s->stride, 1, mm_module_padding (s->module), &x);
  uint32_t ring = 0;
  cr_assert (y.height == z.height && y.width == z.width);
  while (oracle_difference (&y, &z, ring) > NONE)
    ring++;
  oracle_clear (&x);
  oracle_clear (&y);
  oracle_clear (&z);
  return ring;
}

static void
try_size (const sample *s, const mm_promise *p, uint32_t height, uint32_t width, uint64_t *state, seen *out,
          uint64_t seed)
{
  const uint32_t ring = differ (s, height, width, state);
  const bool proved = p->rows[height % s->stride] && p->columns[width % s->stride];
  cr_assert (!proved || ring == 0, "seed %llu: proved, but not equal at %ux%u", (unsigned long long) seed, height, width);
  cr_assert_leq (ring, p->ring, "seed %llu: ring of %u pixels, not %u, at %ux%u", (unsigned long long) seed, ring, p->ring,
                 height, width);
  out->sizes++;
  if (ring == 0)
    return;
  out->different++;
  out->ring = ring > out->ring ? ring : out->ring;
  out->row[height % s->stride] = out->column[width % s->stride] = true;
}

/* Every height with a few widths, and the other way round.  */
static seen
look (const sample *s, const mm_promise *p, uint64_t seed)
{
  seen out = { .sizes = 0 };
  uint64_t state = seed + 1;
  const uint32_t most = 3 * s->stride + 2 * s->reach + EXTRA;
  for (uint32_t size = 1; size <= most; size++)
    for (uint32_t k = 0; k < 3; k++)
      {
        const uint32_t other = k == 0 ? 1 + kit_below (&state, most) : k == 1 ? most - kit_below (&state, s->stride) : 1 + k;
        try_size (s, p, size, other, &state, &out, seed);
        try_size (s, p, other, size, &state, &out, seed);
      }
  return out;
}

static bool
differs (const seen *o)
{
  return o->different > 0;
}

/* ---- generic weights: what is not proved is not so ------------------------------------- */

static bool
has_bad (const bool *exact, uint32_t stride)
{
  for (uint32_t r = 0; r < stride; r++)
    if (!exact[r])
      return true;
  return false;
}

/* Rows are bad at a remainder whatever the columns are.  */
static void
compare_remainders (const mm_promise *p, const seen *o, uint64_t seed)
{
  for (uint32_t r = 0; r < p->stride; r++)
    cr_assert ((p->rows[r] || o->row[r]) && (p->columns[r] || o->column[r]),
               "seed %llu: remainder %u is not proved, and no difference was seen", (unsigned long long) seed, r);
}

static void
check_generic (mm_padding padding, uint64_t seeds, unsigned counts[3])
{
  for (uint64_t seed = 0; seed < seeds; seed++)
    {
      sample s = draw (seed, padding);
      mm_promise p;
      mm_error err;
      cr_assert_eq (mm_promise_make (s.w, &p, &err), MM_OK, "%s", err.text);
      s.stride = p.stride;
      const seen o = look (&s, &p, seed);
      cr_assert_eq (p.exact, !differs (&o), "seed %llu", (unsigned long long) seed);
      cr_assert_eq (p.ring, o.ring, "seed %llu: a ring of %u pixels, and %u seen", (unsigned long long) seed, p.ring, o.ring);
      cr_assert_eq (p.exact, p.reason_count == 0);
      compare_remainders (&p, &o, seed);
      counts[p.exact ? 0 : has_bad (p.rows, p.stride) && !p.rows[0] ? 2 : 1]++;
      mm_promise_clear (&p);
      clear (&s);
    }
}

Test (promise, of_generic_weights_says_exactly_which_sizes_are_equal_and_how_wide_the_ring_is)
{
  unsigned counts[3] = { 0 };
  check_generic (MM_PADDING_SAME, SEEDS, counts);
  cr_log_info ("same: %u exact, %u for some sizes, %u inside only", counts[0], counts[1], counts[2]);
  cr_assert (counts[0] > SEEDS / 20 && counts[1] > SEEDS / 20 && counts[2] > SEEDS / 20, "%u, %u, %u", counts[0],
             counts[1], counts[2]);
}

Test (promise, of_circular_images_depends_on_the_strides_before_the_last_kernel)
{
  unsigned counts[3] = { 0 };
  check_generic (MM_PADDING_CIRCULAR, SEEDS / 2, counts);
  cr_log_info ("circular: %u exact, %u for some sizes, %u inside only", counts[0], counts[1], counts[2]);
  cr_assert (counts[0] > SEEDS / 40 && counts[1] > SEEDS / 40, "%u, %u, %u", counts[0], counts[1], counts[2]);
  cr_assert_eq (counts[2], 0, "multiples of the stride are always fine");
}

/* ---- folds that are checked ------------------------------------------------------------------ */

static mm_preservation
check_fold (const mm_weights *w, double allowed, mm_verification *v)
{
  mm_folded f;
  mm_preservation verdict;
  mm_error err;
  cr_assert_eq (mm_folded_make (w, &f, &err), MM_OK, "%s", err.text);
  cr_assert_eq (mm_folded_check (w, &f, 1, v, &err), MM_OK, "%s", err.text);
  cr_assert_eq (mm_verification_judge (v, allowed, HUGE_VAL, &verdict), MM_OK);
  mm_folded_clear (&f);
  return verdict;
}

Test (promise, of_a_fold_is_what_its_images_show)
{
  for (uint64_t seed = 0; seed < SEEDS; seed++)
    {
      sample s = draw (seed, seed % 3 ? MM_PADDING_SAME : seed % 2 ? MM_PADDING_ONCE : MM_PADDING_CIRCULAR);
      mm_verification v;
      mm_preservation verdict = check_fold (s.w, 1e-12, &v);
      const unsigned long number = (unsigned long) seed;
      cr_assert (v.covered && v.interior == 0, "seed %lu: %g", number, v.interior);
      cr_assert_eq (verdict.preserved, v.promise.exact, "seed %lu", number);
      cr_assert (v.promise.ring == 0 || v.by_depth[v.promise.ring - 1] > 1e-9, "seed %lu", number);
      for (uint32_t i = 0; i < v.promise.stride * v.promise.stride; i++)
        {
          const uint32_t r = i / v.promise.stride, c = i % v.promise.stride;
          cr_assert_eq (verdict.rows[r] && verdict.columns[c], v.promise.rows[r] && v.promise.columns[c], "seed %lu", number);
        }
      mm_preservation_clear (&verdict);
      mm_verification_clear (&v);
      clear (&s);
    }
}

/* Two paths that cancel in output channel 0 but for the rounding of float32, and the border with them.  */
Test (promise, what_rounded_weights_leave_of_terms_that_cancel_is_no_difference)
{
  uint64_t state = 3;
  mm_module *m = kit_module ("s-a a-t s-b b-t");
  mm_weights *w = mm_weights_new (m);
  for (mm_layer e = 0; e < 4; e++)
    {
      const bool first = mm_module_tails (m)[e] == mm_module_source (m);
      w->filter[e] = oracle_filter (&state, first ? 1 : 2, 1, 3, 3);
    }
  mm_filter *f = w->filter;
  memcpy (f[2].data, f[0].data, 9 * sizeof (double));
  for (size_t tap = 0; tap < 9; tap++)
    {
      f[3].data[2 * tap] = -f[1].data[2 * tap] * (1 + 3e-8 * ((double) tap - 4) / 4);
      f[3].data[2 * tap + 1] = 0;
      f[1].data[2 * tap + 1] *= tap == 4;
    }
  for (int single = 0; single < 2; single++)
    {
      mm_verification v;
      w->dtype = single ? MM_F32 : MM_F64;
      mm_preservation verdict = check_fold (w, single ? 1e-5 : 1e-12, &v);
      cr_assert_not (v.promise.exact);
      cr_assert_eq (verdict.preserved, single);
      mm_preservation_clear (&verdict);
      mm_verification_clear (&v);
    }
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- chains, with what is known by hand ------------------------------------------------------ */

/* Layers in a row, of ones: kernel, stride, dilation each, kernels only one pixel wide.  */
typedef struct link
{
  uint32_t kernel, stride, dilation;
} link;

static sample
chain (const link *links, uint32_t count, mm_padding padding)
{
  static const char *const layers[] = { "", "s-t", "s-a a-t", "s-a a-b b-t" };
  mm_module *m = kit_module (layers[count]);
  for (uint32_t e = 0; e < count; e++)
    {
      mm_module *next = kit_change_layer (m, e, (mm_layer_info){ MM_KIND_CONV, 0, 0, links[e].stride, links[e].dilation, 1 });
      mm_module_free (m);
      m = next;
    }
  mm_module *padded = kit_change_padding (m, padding);
  mm_weights *w = mm_weights_new (padded);
  for (uint32_t e = 0; e < count; e++)
    {
      cr_assert_eq (mm_filter_init (&w->filter[e], 1, 1, links[e].kernel, 1), MM_OK);
      for (size_t k = 0; k < mm_filter_size (&w->filter[e]); k++)
        w->filter[e].data[k] = 1;
    }
  return fold (m, padded, w);
}

/* `bad`: remainders of the height; MM_NONE at the end.  Widths are always fine.  */
static void
check_chain (const link *links, uint32_t count, mm_padding padding, uint32_t ring, const uint32_t *bad)
{
  sample s = chain (links, count, padding);
  mm_promise p;
  cr_assert_eq (mm_promise_make (s.w, &p, NULL), MM_OK);
  cr_assert_eq (p.ring, ring);
  cr_assert_eq (p.exact, *bad == MM_NONE);
  for (uint32_t r = 0; r < p.stride; r++)
    {
      cr_assert_eq (p.rows[r], r != *bad, "remainder %u", r);
      cr_assert (p.columns[r]);
      bad += r == *bad;
    }
  cr_assert_eq (*bad, MM_NONE);
  mm_promise_clear (&p);
  clear (&s);
}

Test (promise, of_chains_is_what_one_finds_by_hand)
{
  static const uint32_t none[] = { MM_NONE }, zero[] = { 0, MM_NONE }, one[] = { 1, MM_NONE }, two[] = { 2, MM_NONE },
                        three[] = { 3, MM_NONE }, odd[] = { 1, 3, 5, MM_NONE };
  check_chain ((link[]){ { 5, 1, 1 } }, 1, MM_PADDING_SAME, 0, none);
  check_chain ((link[]){ { 1, 1, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_SAME, 0, none);
  check_chain ((link[]){ { 3, 1, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_SAME, 1, zero);
  check_chain ((link[]){ { 3, 1, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_ONCE, 0, none);
  check_chain ((link[]){ { 3, 1, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_CIRCULAR, 0, none);
  /* t at m reads a at m + 2, which reads s at m + 1: it must not be that m + 2 is outside and m + 1 inside.  */
  check_chain ((link[]){ { 3, 2, 1 }, { 3, 3, 1 } }, 2, MM_PADDING_SAME, 1, two);
  check_chain ((link[]){ { 3, 2, 1 }, { 3, 3, 1 } }, 2, MM_PADDING_CIRCULAR, 1, odd);
  /* The same at 3; the dilation of a single tap means nothing.  */
  check_chain ((link[]){ { 3, 3, 1 }, { 3, 1, 1 }, { 1, 2, 2 } }, 3, MM_PADDING_SAME, 1, three);
  /* Odd sizes end with a pixel of a; even ones with one that is left out, and that the next pixel of a would see.  */
  check_chain ((link[]){ { 3, 2, 1 }, { 1, 1, 1 } }, 2, MM_PADDING_SAME, 0, none);
  check_chain ((link[]){ { 1, 2, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_SAME, 0, none);
  check_chain ((link[]){ { 1, 2, 1 }, { 3, 1, 1 } }, 2, MM_PADDING_CIRCULAR, 1, one);
}

static mm_status
promise_of (const link *links, uint32_t count, mm_error *err)
{
  sample s = chain (links, count, MM_PADDING_SAME);
  mm_promise p;
  const mm_status status = mm_promise_make (s.w, &p, err);
  cr_assert (status == MM_OK || !p.rows);
  mm_promise_clear (&p);
  clear (&s);
  return status;
}

Test (promise, strides_and_reaches_beyond_all_images_are_refused)
{
  mm_error err;
  cr_assert_eq (promise_of ((link[]){ { 1, 64, 1 }, { 1, 64, 1 } }, 2, &err), MM_OK);
  cr_assert_eq (promise_of ((link[]){ { 1, 64, 1 }, { 1, 65, 1 } }, 2, &err), MM_ELIMIT);
  cr_assert_not_null (strstr (err.text, "strides multiply to 4160; image borders are decided up to 4096"), "%s", err.text);
}

/* ---- weights that cancel: what was tried stands for all sizes -------------------------- */

static unsigned
check_verdict (const sample *s, uint64_t seed, unsigned *cancelled)
{
  mm_verification v;
  mm_preservation verdict;
  mm_error err;
  cr_assert_eq (mm_verify (s->w, &s->fold, s->bias, seed, &v, &err), MM_OK, "%s", err.text);
  cr_assert (v.covered);
  cr_assert_eq (mm_verification_judge (&v, 1e-11, HUGE_VAL, &verdict), MM_OK);
  sample known = *s;
  known.stride = v.promise.stride;
  const seen o = look (&known, &v.promise, seed);
  cr_assert_eq (verdict.preserved, !differs (&o), "seed %llu: %s, and %u of %u sizes differ", (unsigned long long) seed,
                verdict.preserved ? "preserved" : "not preserved", o.different, o.sizes);
  *cancelled += verdict.preserved && !v.promise.exact;
  const unsigned preserved = verdict.preserved;
  mm_preservation_clear (&verdict);
  mm_verification_clear (&v);
  return preserved;
}

Test (promise, verify_is_right_about_all_sizes_also_where_terms_cancel)
{
  unsigned preserved = 0, cancelled = 0, total = 0;
  for (uint64_t seed = 0; seed < 10 * SEEDS; seed++)
    {
      sample s = draw_integral (seed, seed % 4 ? MM_PADDING_SAME : MM_PADDING_CIRCULAR);
      double size = 0;
      for (size_t k = 0; k < mm_filter_size (&s.fold); k++)
        size += fabs (s.fold.data[k]);
      if (size > 0)
        {
          preserved += check_verdict (&s, seed, &cancelled);
          total++;
        }
      clear (&s);
    }
  cr_log_info ("%u modules, %u preserved, %u of them by cancellation", total, preserved, cancelled);
  cr_assert (preserved > total / 20 && preserved < total && cancelled > 0, "%u, %u, %u", total, preserved, cancelled);
}
