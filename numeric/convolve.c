/* numeric/convolve.c: im2col and GEMM, tap by tap.  Small products are done here.

   Filters keep each tap as a matrix, so the columns of one tap at a time will do: the
   image shifted, channels x pixels.  */
#include "numeric/convolve_i.h"

#include <stdlib.h>
#include <string.h>

#include "numeric/blas_i.h"

static size_t
number_size (const mm_grid *g)
{
  return g->single ? sizeof (float) : sizeof (double);
}

static size_t
pixels (const mm_grid *g)
{
  return (size_t) g->height * g->width;
}

mm_status
mm_grid_init (mm_grid *g, bool single, uint32_t channels, uint32_t height, uint32_t width)
{
  *g = (mm_grid){ .data = NULL };
  mm_grid wanted = { single, channels, height, width, NULL };
  size_t size;
  if (__builtin_mul_overflow ((size_t) height * width, channels, &size)
      || size > PTRDIFF_MAX / number_size (&wanted))
    return MM_ELIMIT;
  wanted.data = calloc (size ? size : 1, number_size (&wanted));
  if (!wanted.data)
    return MM_ENOMEM;
  *g = wanted;
  return MM_OK;
}

void
mm_grid_clear (mm_grid *g)
{
  free (g->data);
  *g = (mm_grid){ .data = NULL };
}

/* ---- columns ------------------------------------------------------------------ */

static int64_t
wrap (int64_t at, int64_t size)
{
  const int64_t rest = at % size;
  return rest < 0 ? rest + size : rest;
}

/* Every stride-th number of a row, from `from` on; zero beyond its ends, or the row again.  */
static void
pick (const char *row, int64_t width, int64_t from, const mm_window *window, size_t size, char *to, int64_t count)
{
  for (int64_t i = 0; i < count; i++, to += size)
    {
      const int64_t at = from + i * window->stride, source = window->circular ? wrap (at, width) : at;
      if (source < 0 || source >= width)
        memset (to, 0, size);
      else if (size == sizeof (double))
        memcpy (to, row + source * (int64_t) sizeof (double), sizeof (double));
      else
        memcpy (to, row + source * (int64_t) sizeof (float), sizeof (float));
    }
}

/* The same for stride 1: in runs.  */
static void
slide (const char *row, int64_t width, int64_t from, const mm_window *window, size_t size, char *to, int64_t count)
{
  for (int64_t i = 0; i < count;)
    {
      const int64_t at = from + i, source = window->circular ? wrap (at, width) : at;
      int64_t run = source < 0 ? -source : source < width ? width - source : count - i;
      if (run > count - i)
        run = count - i;
      if (source < 0 || source >= width)
        memset (to + (size_t) i * size, 0, (size_t) run * size);
      else
        memcpy (to + (size_t) i * size, row + (size_t) source * size, (size_t) run * size);
      i += run;
    }
}

/* The columns of one tap, which lies (dy, dx) from the centre: x as each pixel of y sees it there.  */
static void
gather (const mm_grid *x, const mm_window *window, int64_t dy, int64_t dx, const mm_grid *y, char *to)
{
  const size_t size = number_size (x), line = y->width * size;
  for (uint32_t c = 0; c < x->channels; c++)
    for (uint32_t r = 0; r < y->height; r++, to += line)
      {
        int64_t row = window->top + dy + (int64_t) r * window->stride;
        if (window->circular)
          row = wrap (row, x->height);
        if (row < 0 || row >= x->height)
          {
            memset (to, 0, line);
            continue;
          }
        const char *from = (const char *) x->data + ((size_t) c * x->height + (size_t) row) * x->width * size;
        (window->stride == 1 ? slide : pick) (from, x->width, window->left + dx, window, size, to, y->width);
      }
}

/* ---- arithmetic ------------------------------------------------------------------ */

typedef struct work
{
  char *columns; /* x->channels x pixels of y */
  float *matrix; /* one tap as floats, or NULL */
} work;

/* Below so many multiplications, BLAS takes longer to begin than to multiply.  */
enum { SMALL = 4096 };

static bool
is_small (const mm_filter *f, size_t n)
{
  return n <= SMALL && (size_t) f->out * f->in <= SMALL && (size_t) f->out * f->in * n <= SMALL;
}

static void
add_product (const mm_filter *f, const double *tap, const double *columns, size_t n, double *y)
{
  for (size_t o = 0; o < f->out; o++)
    for (size_t i = 0; i < f->in; i++)
      for (size_t p = 0; p < n; p++)
        y[o * n + p] += tap[o * f->in + i] * columns[i * n + p];
}

static void
add_product_single (const mm_filter *f, const float *tap, const float *columns, size_t n, float *y)
{
  for (size_t o = 0; o < f->out; o++)
    for (size_t i = 0; i < f->in; i++)
      for (size_t p = 0; p < n; p++)
        y[o * n + p] += tap[o * f->in + i] * columns[i * n + p];
}

static mm_status
multiply_tap (const mm_filter *f, uint32_t ty, uint32_t tx, const work *w, const void *columns, mm_grid *y)
{
  const double *tap = mm_filter_tap (f, ty, tx);
  const size_t n = pixels (y);
  const bool small = is_small (f, n);
  if (y->single)
    for (size_t i = 0; i < (size_t) f->out * f->in; i++)
      w->matrix[i] = (float) tap[i];
  if (small && y->single)
    add_product_single (f, w->matrix, columns, n, y->data);
  else if (small)
    add_product (f, tap, columns, n, y->data);
  else if (y->single)
    return mm_gemm_single (MM_PLAIN, MM_PLAIN, f->out, n, f->in, 1, w->matrix, f->in, columns, n, 1, y->data, n);
  else
    return mm_gemm (MM_PLAIN, MM_PLAIN, f->out, n, f->in, 1, tap, f->in, columns, n, 1, y->data, n);
  return MM_OK;
}

/* Whether y sees x itself under the centre tap, pixel by pixel.  */
static bool
in_place (const mm_window *window, const mm_grid *x, const mm_grid *y)
{
  return window->stride == 1 && window->top == 0 && window->left == 0 && x->height == y->height
         && x->width == y->width;
}

static mm_status
multiply (const mm_filter *f, const mm_window *window, const work *w, const mm_grid *x, mm_grid *y)
{
  mm_status s = MM_OK;
  for (uint32_t ty = 0; ty < f->kh && !s; ty++)
    for (uint32_t tx = 0; tx < f->kw && !s; tx++)
      {
        const int64_t dy = ((int64_t) ty - f->kh / 2) * window->dilation;
        const int64_t dx = ((int64_t) tx - f->kw / 2) * window->dilation;
        const bool direct = dy == 0 && dx == 0 && in_place (window, x, y);
        if (!direct)
          gather (x, window, dy, dx, y, w->columns);
        s = multiply_tap (f, ty, tx, w, direct ? x->data : w->columns, y);
      }
  return s;
}

static void
add_columns (const char *columns, mm_grid *y)
{
  const size_t count = y->channels * pixels (y);
  if (y->single)
    for (size_t i = 0; i < count; i++)
      ((float *) y->data)[i] += ((const float *) (const void *) columns)[i];
  else
    for (size_t i = 0; i < count; i++)
      ((double *) y->data)[i] += ((const double *) (const void *) columns)[i];
}

static void
add_bias (const double *bias, mm_grid *y)
{
  const size_t n = pixels (y);
  for (size_t c = 0; c < y->channels; c++)
    for (size_t i = c * n; i < (c + 1) * n; i++)
      if (y->single)
        ((float *) y->data)[i] += (float) bias[c];
      else
        ((double *) y->data)[i] += bias[c];
}

mm_status
mm_convolve (const mm_filter *f, const double *bias, const mm_window *window, const mm_grid *x, mm_grid *y)
{
  mm_grid columns;
  work w = { NULL, NULL };
  mm_status s = mm_grid_init (&columns, x->single, x->channels, y->height, y->width);
  if (s)
    return s;
  w.columns = columns.data;
  if (f && x->single)
    {
      w.matrix = malloc ((size_t) f->out * f->in * sizeof *w.matrix);
      s = w.matrix ? MM_OK : MM_ENOMEM;
    }
  if (!s && f)
    s = multiply (f, window, &w, x, y);
  else if (!s)
    {
      gather (x, window, 0, 0, y, w.columns);
      add_columns (w.columns, y);
    }
  if (!s && bias)
    add_bias (bias, y);
  free (w.matrix);
  mm_grid_clear (&columns);
  return s;
}
