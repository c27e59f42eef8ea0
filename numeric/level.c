/* numeric/level.c: output channels of equal size.  */
#include <math.h>

#include "numeric/rank_i.h"

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

/* The exponent of the greatest entry, or of the norm, of an output channel: it is below 2^exponent.  */
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
  return exponent;
}

mm_status
mm_filter_level (const mm_filter *f, mm_filter *out, int *exponent)
{
  const mm_status s = mm_filter_copy (f, out);
  for (uint32_t o = 0; !s && o < f->out; o++)
    {
      /* Entries up to 1 first, so that squares neither overflow nor vanish.  */
      const int entries = channel_exponent (out, o, false);
      scale_channel (out, o, -entries);
      const int norm = channel_exponent (out, o, true);
      scale_channel (out, o, -norm);
      if (exponent)
        exponent[o] = entries + norm;
    }
  return s;
}
