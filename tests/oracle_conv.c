/* tests/oracle_conv.c: convolution written down from its definition.  */
#include "tests/oracle_conv.h"

#include <math.h>
#include <stdlib.h>

#include "tests/kit.h"

static mm_image
new_image (uint32_t channels, uint32_t height, uint32_t width)
{
  mm_image x = { channels, height, width, calloc ((size_t) channels * height * width, sizeof (double)) };
  if (!x.data)
    abort ();
  return x;
}

static double
random_entry (uint64_t *state)
{
  return (double) (kit_bits (state) >> 11) * 0x1p-52 - 1;
}

mm_filter
oracle_filter (uint64_t *state, uint32_t out, uint32_t in, uint32_t kh, uint32_t kw)
{
  mm_filter f;
  if (mm_filter_init (&f, out, in, kh, kw))
    abort ();
  for (size_t i = 0; i < mm_filter_size (&f); i++)
    f.data[i] = random_entry (state);
  return f;
}

mm_image
oracle_image (uint64_t *state, uint32_t channels, uint32_t height, uint32_t width)
{
  mm_image x = new_image (channels, height, width);
  for (size_t i = 0; i < (size_t) channels * height * width; i++)
    x.data[i] = random_entry (state);
  return x;
}

/* What lies at a pixel, beyond the border too.  */
static double
pixel (const mm_image *x, uint32_t channel, int64_t row, int64_t column, mm_padding padding)
{
  const int64_t height = x->height, width = x->width;
  if (padding == MM_PADDING_CIRCULAR)
    {
      row = (row % height + height) % height;
      column = (column % width + width) % width;
    }
  if (row < 0 || column < 0 || row >= height || column >= width)
    return 0;
  return x->data[((size_t) channel * x->height + (size_t) row) * x->width + (size_t) column];
}

static double
entry (const mm_filter *f, uint32_t o, uint32_t i, uint32_t y, uint32_t x)
{
  return f->data[(((size_t) y * f->kw + x) * f->out + o) * f->in + i];
}

static double
output (const mm_filter *f, const mm_image *x, uint32_t o, int64_t row, int64_t column, uint32_t dilation,
        mm_padding padding)
{
  double sum = 0;
  for (uint32_t i = 0; i < f->in; i++)
    for (uint32_t ty = 0; ty < f->kh; ty++)
      for (uint32_t tx = 0; tx < f->kw; tx++)
        {
          const int64_t dy = ((int64_t) ty - f->kh / 2) * dilation, dx = ((int64_t) tx - f->kw / 2) * dilation;
          sum += entry (f, o, i, ty, tx) * pixel (x, i, row + dy, column + dx, padding);
        }
  return sum;
}

mm_image
oracle_convolve (const mm_filter *f, const double *bias, uint32_t stride, uint32_t dilation, mm_padding padding,
                 const mm_image *x)
{
  /* A valid convolution starts where the whole kernel lies inside.  */
  const uint32_t top = padding == MM_PADDING_ONCE ? f->kh / 2 * dilation : 0;
  const uint32_t left = padding == MM_PADDING_ONCE ? f->kw / 2 * dilation : 0;
  mm_image y = new_image (f->out, (x->height - 2 * top - 1) / stride + 1, (x->width - 2 * left - 1) / stride + 1);
  for (uint32_t o = 0; o < y.channels; o++)
    for (uint32_t r = 0; r < y.height; r++)
      for (uint32_t c = 0; c < y.width; c++)
        y.data[((size_t) o * y.height + r) * y.width + c]
          = (bias ? bias[o] : 0)
            + output (f, x, o, (int64_t) top + (int64_t) r * stride, (int64_t) left + (int64_t) c * stride, dilation,
                      padding);
  return y;
}

/* The greatest difference over the border or over the rest.  */
static double
difference (const mm_image *a, const mm_image *b, uint32_t ring, bool border)
{
  if (a->channels != b->channels || a->height != b->height || a->width != b->width)
    return HUGE_VAL;
  double greatest = 0;
  for (uint32_t c = 0; c < a->channels; c++)
    for (uint32_t y = 0; y < a->height; y++)
      for (uint32_t x = 0; x < a->width; x++)
        {
          const bool near = y < ring || x < ring || y + ring >= a->height || x + ring >= a->width;
          const size_t at = ((size_t) c * a->height + y) * a->width + x;
          const double d = fabs (a->data[at] - b->data[at]);
          if (near == border && !(d <= greatest))
            greatest = d;
        }
  return greatest;
}

double
oracle_difference (const mm_image *a, const mm_image *b, uint32_t ring)
{
  return difference (a, b, ring, false);
}

double
oracle_border_difference (const mm_image *a, const mm_image *b, uint32_t ring)
{
  return difference (a, b, ring, true);
}

void
oracle_clear (mm_image *x)
{
  free (x->data);
  *x = (mm_image){ .data = NULL };
}
