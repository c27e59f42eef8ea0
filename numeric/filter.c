/* numeric/filter.c: filters as plain data.  Composing them is in filter_compose.c.  */
#include "numeric/filter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

mm_status
mm_filter_init (mm_filter *f, uint32_t out, uint32_t in, uint32_t kh, uint32_t kw)
{
  *f = (mm_filter){ .data = NULL };
  if (!out || !in || kh % 2 == 0 || kw % 2 == 0)
    return MM_EINVAL;
  size_t size;
  if (__builtin_mul_overflow ((size_t) out, in, &size) || __builtin_mul_overflow (size, kh, &size)
      || __builtin_mul_overflow (size, kw, &size) || size > PTRDIFF_MAX / sizeof *f->data)
    return MM_ELIMIT;
  double *data = calloc (size, sizeof *data);
  if (!data)
    return MM_ENOMEM;
  *f = (mm_filter){ .out = out, .in = in, .kh = kh, .kw = kw, .data = data };
  return MM_OK;
}

void
mm_filter_clear (mm_filter *f)
{
  free (f->data);
  *f = (mm_filter){ .data = NULL };
}

size_t
mm_filter_size (const mm_filter *f)
{
  return (size_t) f->out * f->in * f->kh * f->kw;
}

double *
mm_filter_tap (const mm_filter *f, uint32_t y, uint32_t x)
{
  return f->data + ((size_t) y * f->kw + x) * f->out * f->in;
}

mm_status
mm_filter_copy (const mm_filter *f, mm_filter *out)
{
  return mm_filter_pad (f, f->kh, f->kw, out);
}

/* Copy the part of `from` that lies in `to`, centre on centre, and how exact it is; a row of taps is contiguous.  */
static void
copy_taps (const mm_filter *from, mm_filter *to)
{
  to->rounding = from->rounding;
  const uint32_t rows = from->kh < to->kh ? from->kh : to->kh, columns = from->kw < to->kw ? from->kw : to->kw;
  const size_t bytes = (size_t) columns * to->out * to->in * sizeof (double);
  for (uint32_t y = 0; y < rows; y++)
    memcpy (mm_filter_tap (to, y + (to->kh - rows) / 2, (to->kw - columns) / 2),
            mm_filter_tap (from, y + (from->kh - rows) / 2, (from->kw - columns) / 2), bytes);
}

mm_status
mm_filter_pad (const mm_filter *f, uint32_t kh, uint32_t kw, mm_filter *out)
{
  mm_status s = mm_filter_init (out, f->out, f->in, kh > f->kh ? kh : f->kh, kw > f->kw ? kw : f->kw);
  if (!s)
    copy_taps (f, out);
  return s;
}

mm_status
mm_filter_crop (const mm_filter *f, uint32_t kh, uint32_t kw, mm_filter *out)
{
  mm_status s = mm_filter_init (out, f->out, f->in, kh < f->kh ? kh : f->kh, kw < f->kw ? kw : f->kw);
  if (!s)
    copy_taps (f, out);
  return s;
}

mm_status
mm_filter_add (mm_filter *a, const mm_filter *b)
{
  if (a->out != b->out || a->in != b->in)
    return MM_EINVAL;
  if (a->kh < b->kh || a->kw < b->kw)
    {
      mm_filter grown;
      mm_status s = mm_filter_pad (a, b->kh, b->kw, &grown);
      if (s)
        return s;
      mm_filter_clear (a);
      *a = grown;
    }
  const size_t row = (size_t) b->kw * b->out * b->in;
  for (uint32_t y = 0; y < b->kh; y++)
    {
      double *to = mm_filter_tap (a, y + (a->kh - b->kh) / 2, (a->kw - b->kw) / 2);
      const double *from = mm_filter_tap (b, y, 0);
      for (size_t i = 0; i < row; i++)
        to[i] += from[i];
    }
  return MM_OK;
}

/* The greatest absolute value; NaN when there is a NaN.  */
static double
max_abs (const double *data, size_t count)
{
  double greatest = 0;
  for (size_t i = 0; i < count; i++)
    {
      if (isnan (data[i]))
        return data[i];
      if (fabs (data[i]) > greatest)
        greatest = fabs (data[i]);
    }
  return greatest;
}

static uint32_t
off_centre (uint32_t at, uint32_t size)
{
  const uint32_t centre = size / 2;
  return at > centre ? at - centre : centre - at;
}

void
mm_filter_support (const mm_filter *f, double tolerance, uint32_t *rh, uint32_t *rw)
{
  *rh = *rw = 0;
  for (uint32_t y = 0; y < f->kh; y++)
    for (uint32_t x = 0; x < f->kw; x++)
      {
        const uint32_t dy = off_centre (y, f->kh), dx = off_centre (x, f->kw);
        if (dy <= *rh && dx <= *rw)
          continue;
        if (max_abs (mm_filter_tap (f, y, x), (size_t) f->out * f->in) <= tolerance)
          continue;
        *rh = dy > *rh ? dy : *rh;
        *rw = dx > *rw ? dx : *rw;
      }
}

double
mm_filter_max_abs (const mm_filter *f)
{
  return max_abs (f->data, mm_filter_size (f));
}

/* By which power of two to divide before squares are taken: 0 unless they could overflow or vanish.  */
static int
square_exponent (const mm_filter *f)
{
  const double greatest = mm_filter_max_abs (f);
  int exponent;
  if (!(greatest > 0) || !isfinite (greatest) || (greatest > 1e-100 && greatest < 1e100))
    return 0;
  frexp (greatest, &exponent);
  return exponent;
}

static double
square (double x, int exponent)
{
  const double scaled = exponent ? ldexp (x, -exponent) : x;
  return scaled * scaled;
}

/* Divided by 2^exponent.  */
static double
scaled_norm (const mm_filter *f, int exponent)
{
  double sum = 0;
  const size_t size = mm_filter_size (f);
  for (size_t i = 0; i < size; i++)
    sum += square (f->data[i], exponent);
  return sqrt (sum);
}

double
mm_filter_norm (const mm_filter *f)
{
  const int exponent = square_exponent (f);
  return ldexp (scaled_norm (f, exponent), exponent);
}

/* The tap at an offset from the centre, or NULL outside the kernel.  */
static const double *
tap_at (const mm_filter *f, int64_t dy, int64_t dx)
{
  const int64_t y = dy + f->kh / 2, x = dx + f->kw / 2;
  if (y < 0 || x < 0 || y >= f->kh || x >= f->kw)
    return NULL;
  return mm_filter_tap (f, (uint32_t) y, (uint32_t) x);
}

double
mm_filter_distance (const mm_filter *a, const mm_filter *b)
{
  if (a->out != b->out || a->in != b->in)
    return HUGE_VAL;
  const int64_t rh = (a->kh > b->kh ? a->kh : b->kh) / 2, rw = (a->kw > b->kw ? a->kw : b->kw) / 2;
  const size_t size = (size_t) a->out * a->in;
  const int exponent = square_exponent (b);
  double sum = 0;
  for (int64_t y = -rh; y <= rh; y++)
    for (int64_t x = -rw; x <= rw; x++)
      {
        const double *p = tap_at (a, y, x), *q = tap_at (b, y, x);
        for (size_t i = 0; (p || q) && i < size; i++)
          {
            const double difference = (p ? p[i] : 0) - (q ? q[i] : 0);
            sum += square (difference, exponent);
          }
      }
  return sum == 0 ? 0 : sqrt (sum) / scaled_norm (b, exponent);
}

double
mm_filter_he (const mm_filter *f)
{
  return sqrt (2.0 / ((double) f->in * f->kh * f->kw));
}

double
mm_filter_std (const mm_filter *f)
{
  return mm_filter_norm (f) / sqrt ((double) mm_filter_size (f));
}
