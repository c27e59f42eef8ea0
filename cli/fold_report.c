/* cli/fold_report.c: what a fold is, how far it is the module, and what its numbers have lost.  */
#include "cli/fold_report.h"

#include <inttypes.h>
#include <math.h>

#include "cli/border.h"
#include "cli/report.h"
#include "cli/weights.h"

enum { NAMED = 6 }; /* channels, before the rest is only counted */

#define SAME 1e-10        /* a module and its fold differ by no more where they are equal; fold_check takes most rounding off */
#define ROUNDED 1e-6      /* numbers that lose more when they are written are no longer normal ones */

/* ---- folding ------------------------------------------------------------------------- */

/* Outer taps up to this share of the greatest entry of their output channel are dropped.  */
static double
crop_level (mm_dtype dtype)
{
  return dtype == MM_F64 ? 1e-12 : fmax (1e-6, mm_dtype_rounding (dtype));
}

static bool
fits_type (const cli_fold_report *r, const char *path)
{
  for (uint32_t c = 0; c < r->f.kernel.out; c++)
    if (!isfinite (r->f.channels[c].rounded))
      {
        cli_complain_of (path, "output channel %" PRIu32 " of the fold has an entry that is too large for %s%s", c,
                         cli_dtype_name (r->dtype), r->dtype == MM_F32 ? "; try --dtype f64" : "");
        return false;
      }
  return true;
}

/* Whether the images agree with what was proved.  */
static bool
agrees_with_proof (const cli_fold_report *r, const char *path)
{
  const mm_promise *p = &r->check.promise;
  bool agrees = r->check.interior <= SAME;
  for (size_t i = 0; i < r->check.trial_count && agrees; i++)
    {
      const mm_trial *t = &r->check.trials[i];
      if (p->rows[t->height % p->stride] && p->columns[t->width % p->stride])
        agrees = t->whole <= SAME && t->channel <= SAME;
    }
  if (!agrees && isinf (r->check.whole))
    cli_complain_of (path, "the layers' numbers overflow on the way through the module");
  else if (!agrees)
    cli_complain_of (path, "internal error: the module differs from its fold where both were proved equal; nothing was "
                     "written; please report this with the module and its weights");
  return agrees;
}

static mm_status
examine (const mm_weights *w, bool crop, cli_fold_report *r, mm_error *err)
{
  mm_status s = mm_folded_check (w, &r->f, 0, &r->check, err);
  if (s)
    return s;
  if (mm_verification_judge (&r->check, r->allowed, HUGE_VAL, &r->verdict) || !cli_tried_list (&r->tried, &r->check)
      || (crop && mm_folded_crop (&r->f, crop_level (w->dtype))))
    return mm_fail_memory (err);
  return MM_OK;
}

bool
cli_fold_make (const mm_weights *w, const char *path, bool crop, mm_dtype dtype, cli_fold_report *out)
{
  mm_error err = { .status = MM_OK };
  *out = (cli_fold_report){ .dtype = dtype, .weights = w->dtype,
                             .allowed = w->dtype == MM_F64 ? CLI_EXACT_IN_DOUBLE : CLI_EXACT_IN_SINGLE };
  if (mm_folded_make (w, &out->f, &err))
    return cli_failed (&err, path) == 0;
  mm_folded_look (&out->f, dtype);
  if (!fits_type (out, path))
    return false;
  if (examine (w, crop, out, &err))
    return cli_failed (&err, path) == 0;
  return agrees_with_proof (out, path);
}

void
cli_fold_clear (cli_fold_report *r)
{
  mm_folded_clear (&r->f);
  mm_preservation_clear (&r->verdict);
  mm_verification_clear (&r->check);
  cli_tried_clear (&r->tried);
}

/* ---- the promise ----------------------------------------------------------------------- */

/* How wide the ring is in which differences were seen.  */
static uint32_t
seen_ring (const cli_fold_report *r)
{
  uint32_t ring = r->check.promise.ring;
  while (ring > 0 && r->check.by_depth[ring - 1] <= r->allowed)
    ring--;
  return ring;
}

static const char *
padding_words (mm_padding padding)
{
  static const char *const words[]
    = { "under zero padding", "under zeros around the image once", "under circular padding" };
  return words[padding];
}

static void
put_exact (const cli_fold_report *r)
{
  const mm_padding padding = r->check.promise.padding;
  printf ("exact up to the border, %s%s (%s)\n", padding_words (padding), padding == MM_PADDING_SAME ? " too" : "",
          r->check.promise.exact ? "proved" : "measured");
}

static void
put_inexact (const mm_module *m, const cli_fold_report *r)
{
  const mm_promise *p = &r->check.promise;
  char number[CLI_NUMBER];
  if (r->verdict.some)
    {
      fputs ("exact up to the border for ", stdout);
      cli_put_remainders (r->verdict.rows, r->verdict.columns, p->stride);
      fputs (";\n            else exact inside; differs in a ring of ", stdout);
    }
  else
    fputs ("exact inside; differs in a ring of ", stdout);
  printf ("%s%" PRIu32 " pixel%s %s (", seen_ring (r) < p->ring ? "at most " : "", p->ring, cli_plural (p->ring),
          padding_words (p->padding));
  cli_put_border_reasons (m, p);
  printf ("), by up to %s of the output\n", cli_number (r->check.border, number));
}

static void
put_layer (const cli_fold_report *r)
{
  const uint32_t ph = r->f.kernel.kh / 2, pw = r->f.kernel.kw / 2;
  printf ("  layer     kernel %" PRIu32 "x%" PRIu32 ", stride %" PRIu32 ", dilation 1, groups 1, padding %" PRIu32, r->f.kernel.kh,
          r->f.kernel.kw, r->check.promise.stride, ph);
  if (pw != ph)
    printf ("x%" PRIu32, pw);
  printf (" (%s)\n", r->check.promise.padding == MM_PADDING_CIRCULAR ? "circular" : "zeros");
}

/* ---- channels -------------------------------------------------------------------------- */

static bool
is_uncertain (const cli_fold_report *r, const mm_fold_channel *c)
{
  return c->uncertain > fmax (r->allowed, 4 * r->f.rounding); /* of which one sums of weights are off by in any case */
}

static bool
has_lost (const cli_fold_report *r, const mm_fold_channel *c)
{
  return is_uncertain (r, c) || c->rounded > ROUNDED;
}

static void
put_cancelled (const cli_fold_report *r, uint32_t number)
{
  const mm_fold_channel *c = &r->f.channels[number];
  char a[CLI_NUMBER], b[CLI_NUMBER];
  printf ("  channel %" PRIu32 ": terms of up to %s cancel to %s%s; the rounding of %s weights ", number,
          cli_number (c->terms, a), cli_number (c->greatest, b), c->greatest > 0 ? " or less" : "",
          cli_dtype_name (r->weights));
  if (c->uncertain < 1)
    printf ("may put it off by %s of that\n", cli_number (c->uncertain, a));
  else
    puts ("may be more than that");
}

/* What a channel has lost.  */
static void
put_channel (const cli_fold_report *r, uint32_t number)
{
  const mm_fold_channel *c = &r->f.channels[number];
  char a[CLI_NUMBER];
  if (is_uncertain (r, c))
    put_cancelled (r, number);
  if (c->rounded >= 1)
    printf ("  channel %" PRIu32 " vanishes in %s: its greatest entry is %s\n", number, cli_dtype_name (r->dtype),
            cli_number (c->greatest, a));
  else if (c->rounded > ROUNDED)
    printf ("  channel %" PRIu32 " loses %s of its greatest entry in %s, where it is too small\n", number,
            cli_number (c->rounded, a), cli_dtype_name (r->dtype));
}

static void
put_channels (const cli_fold_report *r)
{
  uint32_t said = 0, worst = 0;
  char a[CLI_NUMBER];
  for (uint32_t c = 0; c < r->f.kernel.out; c++)
    {
      if (has_lost (r, &r->f.channels[c]) && said++ < NAMED)
        put_channel (r, c);
      if (r->f.channels[c].dropped > r->f.channels[worst].dropped)
        worst = c;
    }
  if (said > NAMED)
    printf ("  and %" PRIu32 " more channel%s; --json has all\n", said - NAMED, cli_plural (said - NAMED));
  if (r->f.channels[worst].dropped > 0)
    printf ("  channel %" PRIu32 ": outer taps up to %s of its greatest entry were dropped; of other channels, no more\n", worst,
            cli_number (r->f.channels[worst].dropped, a));
}

void
cli_put_fold (const mm_module *m, const cli_fold_report *r)
{
  put_layer (r);
  fputs ("  promise   ", stdout);
  if (r->verdict.preserved)
    put_exact (r);
  else
    put_inexact (m, r);
  fputs ("            ", stdout);
  cli_put_tried (&r->tried, &r->check, &r->verdict);
  put_channels (r);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void
json_pair (cli_json *j, const char *key, const uint32_t *values, int count)
{
  cli_json_open (j, key, '[');
  for (int i = 0; i < count; i++)
    cli_json_count (j, NULL, values[i]);
  cli_json_close (j, ']');
}

static void
json_layer (cli_json *j, const cli_fold_report *r)
{
  const mm_filter *f = &r->f.kernel;
  const uint32_t kernel[] = { f->kh, f->kw }, pads[] = { f->kh / 2, f->kw / 2, f->kh / 2, f->kw / 2 };
  json_pair (j, "kernel", kernel, 2);
  cli_json_count (j, "stride", r->check.promise.stride);
  cli_json_count (j, "dilation", 1);
  cli_json_count (j, "groups", 1);
  cli_json_text (j, "padding", r->check.promise.padding == MM_PADDING_CIRCULAR ? "circular" : "same");
  json_pair (j, "pads", pads, 4);
}

static void
json_channels (cli_json *j, const cli_fold_report *r)
{
  cli_json_open (j, "channels", '[');
  for (uint32_t i = 0; i < r->f.kernel.out; i++)
    {
      const mm_fold_channel *c = &r->f.channels[i];
      if (!has_lost (r, c) && !(c->dropped > 0))
        continue;
      cli_json_open (j, NULL, '{');
      cli_json_count (j, "channel", i);
      cli_json_number (j, "greatest", c->greatest);
      cli_json_number (j, "uncertain", c->uncertain);
      cli_json_number (j, "rounded", c->rounded);
      cli_json_number (j, "dropped", c->dropped);
      cli_json_close (j, '}');
    }
  cli_json_close (j, ']');
}

static const char *
promise_name (const cli_fold_report *r)
{
  if (r->verdict.preserved)
    return r->check.promise.exact ? "exact (proved)" : "exact (measured)";
  return r->verdict.some ? "exact for some sizes" : "interior";
}

void
cli_json_fold (cli_json *j, const mm_module *m, const cli_fold_report *r)
{
  const mm_promise *p = &r->check.promise;
  json_layer (j, r);
  cli_json_text (j, "promise", promise_name (r));
  cli_json_bool (j, "border_exact", r->verdict.preserved);
  cli_json_count (j, "ring", r->verdict.preserved ? 0 : p->ring);
  cli_json_count (j, "ring_seen", seen_ring (r));
  cli_json_number (j, "border_error", r->check.border);
  cli_json_border_reasons (j, m, p);
  cli_json_tried (j, &r->tried, &r->check, &r->verdict);
  json_channels (j, r);
}
