/* numeric/fold_channels.c: what a fold loses, output channel by output channel.  */
#include <math.h>

#include "numeric/fold.h"

enum { SURE = 8 }; /* standard deviations; more than the greatest of a billion deviates */

/* The output channel of the k-th entry of a filter.  */
static uint32_t
channel_of (const mm_filter *f, size_t k)
{
  return (uint32_t) (k / f->in % f->out);
}

static void
raise (double *greatest, double value)
{
  if (value > *greatest)
    *greatest = value;
}

static double
share (double of, double greatest)
{
  return of == 0 ? 0 : greatest > 0 ? of / greatest : HUGE_VAL;
}

/* How far off a number is that is written in a type.  */
static double
lost (double value, mm_dtype dtype)
{
  return !isfinite (value) ? HUGE_VAL : dtype == MM_F32 ? fabs ((double) (float) value - value) : 0;
}

static void
look_at_kernel (mm_folded *f, mm_dtype dtype)
{
  for (size_t k = 0; k < mm_filter_size (&f->kernel); k++)
    {
      mm_fold_channel *c = &f->channels[channel_of (&f->kernel, k)];
      const double value = f->kernel.data[k];
      raise (&c->greatest, isfinite (value) ? fabs (value) : HUGE_VAL);
      raise (&c->terms, f->terms.data[k]);
      raise (&c->rounded, lost (value, dtype));
    }
}

void
mm_folded_look (mm_folded *f, mm_dtype dtype)
{
  for (uint32_t c = 0; c < f->kernel.out; c++)
    f->channels[c] = (mm_fold_channel){ .greatest = 0 };
  look_at_kernel (f, dtype);
  for (uint32_t i = 0; i < f->kernel.out; i++)
    {
      mm_fold_channel *c = &f->channels[i];
      const double bias = f->bias ? f->bias[i] : 0, terms = f->bias_terms ? f->bias_terms[i] : 0;
      const double greatest = fmax (c->greatest, fabs (bias));
      c->uncertain = fmax (share (f->rounding * c->terms, c->greatest), share (f->rounding * terms, greatest));
      c->rounded = fmax (share (c->rounded, c->greatest), share (lost (bias, dtype), greatest));
      raise (&c->terms, terms);
    }
}

/* ---- cropping -------------------------------------------------------------------------- */

/* The tap to which the k-th entry belongs, counted from the centre.  */
static void
tap_of (const mm_filter *f, size_t k, uint32_t *dy, uint32_t *dx)
{
  const size_t tap = k / ((size_t) f->out * f->in);
  const uint32_t y = (uint32_t) (tap / f->kw), x = (uint32_t) (tap % f->kw);
  *dy = y > f->kh / 2 ? y - f->kh / 2 : f->kh / 2 - y;
  *dx = x > f->kw / 2 ? x - f->kw / 2 : f->kw / 2 - x;
}

/* How far from the centre taps lie that hold more than rounding.  */
static void
find_support (const mm_folded *f, double level, uint32_t *rh, uint32_t *rw)
{
  uint32_t dy, dx;
  *rh = *rw = 0;
  for (size_t k = 0; k < mm_filter_size (&f->kernel); k++)
    {
      const double size = fabs (f->kernel.data[k]);
      if (size <= level * f->channels[channel_of (&f->kernel, k)].greatest
          || size <= SURE * f->rounding * f->terms.data[k])
        continue;
      tap_of (&f->kernel, k, &dy, &dx);
      *rh = dy > *rh ? dy : *rh;
      *rw = dx > *rw ? dx : *rw;
    }
}

mm_status
mm_folded_crop (mm_folded *f, double level)
{
  uint32_t rh, rw, dy, dx;
  mm_filter cropped;
  find_support (f, level, &rh, &rw);
  const mm_status s = mm_filter_crop (&f->kernel, 2 * rh + 1, 2 * rw + 1, &cropped);
  if (s)
    return s;
  for (size_t k = 0; k < mm_filter_size (&f->kernel); k++)
    {
      mm_fold_channel *c = &f->channels[channel_of (&f->kernel, k)];
      tap_of (&f->kernel, k, &dy, &dx);
      if (dy > rh || dx > rw)
        raise (&c->dropped, share (fabs (f->kernel.data[k]), c->greatest));
    }
  mm_filter_clear (&f->kernel);
  f->kernel = cropped;
  return MM_OK;
}
