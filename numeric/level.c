/* numeric/level.c: output channels of equal size.  */
#include <limits.h>
#include <math.h>

#include "numeric/rank_i.h"

enum { NONE = INT_MAX }; /* no exponent */

/* f times a power of two, in one output channel.  */
static void
scale_channel (mm_filter *f, uint32_t channel, int exponent)
{
  const size_t taps = (size_t) f->kh * f->kw;
  for (size_t k = 0; k < taps; k++)
    for (size_t i = 0; i < f->in; i++)
      {
        double *at = &f->data[(k * f->out + channel) * f->in + i];
        *at = ldexp (*at, exponent);
      }
}

/* The exponent of the greatest entry, or of the norm, of an output channel: it is below 2^exponent.  NONE: zero.  */
static int
channel_exponent (const mm_filter *f, uint32_t channel, bool norm)
{
  const size_t taps = (size_t) f->kh * f->kw;
  double greatest = 0, sum = 0;
  int exponent;
  for (size_t k = 0; k < taps; k++)
    for (size_t i = 0; i < f->in; i++)
      {
        const double entry = f->data[(k * f->out + channel) * f->in + i];
        greatest = fmax (greatest, fabs (entry));
        sum += entry * entry;
      }
  frexp (norm ? sqrt (sum) : greatest, &exponent);
  return greatest == 0 ? NONE : exponent;
}

/* Which power of two was taken out of a channel; NONE of one that is zero.  */
static int
level_channel (mm_filter *f, uint32_t channel)
{
  /* Entries up to 1 first, so that squares neither overflow nor vanish.  */
  const int entries = channel_exponent (f, channel, false);
  if (entries == NONE)
    return NONE;
  scale_channel (f, channel, -entries);
  const int norm = channel_exponent (f, channel, true);
  scale_channel (f, channel, -norm);
  return entries + norm;
}

/* What rounding leaves in a channel of zeros must be small beside the others, however small these are.  */
static void
fill_exponents (uint32_t count, int *exponent)
{
  int least = NONE;
  for (uint32_t o = 0; o < count; o++)
    least = exponent[o] < least ? exponent[o] : least;
  for (uint32_t o = 0; o < count; o++)
    if (exponent[o] == NONE)
      exponent[o] = least == NONE ? 0 : least;
}

mm_status
mm_filter_level (const mm_filter *f, mm_filter *out, int *exponent)
{
  const mm_status s = mm_filter_copy (f, out);
  for (uint32_t o = 0; !s && o < f->out; o++)
    {
      const int taken = level_channel (out, o);
      if (exponent)
        exponent[o] = taken;
    }
  if (!s && exponent)
    fill_exponents (f->out, exponent);
  return s;
}
