/* numeric/split.c: SPLIT, a bundle shared by its layers (NUMERICS.md section 2, step 6).  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/draft_i.h"

/* The tap of a layer's filter that lies over tap (y, x) of the bundle; NULL when it has none.  */
static double *
tap_over (const mm_bundle *b, const mm_filter *f, uint32_t y, uint32_t x)
{
  if (!mm_bundle_inside (b, y, x, f->kh, f->kw))
    return NULL;
  return mm_filter_tap (f, y - (b->filter.kh - f->kh) / 2, x - (b->filter.kw - f->kw) / 2);
}

/* The scale of He initialisation, for the smallest kernel among the layers that have a tap.  */
static double
largest_he (const mm_draft *draft, const mm_bundle *b, uint32_t y, uint32_t x)
{
  const uint32_t fan = draft->view->channels[draft->view->reversed ? b->head : b->tail];
  double most = 0;
  for (uint32_t i = 0; i < b->count; i++)
    {
      const mm_view_layer *layer = &draft->view->layer[draft->member[b->first + i]];
      if (mm_bundle_inside (b, y, x, layer->kh, layer->kw))
        most = fmax (most, sqrt (2 / ((double) fan * layer->kh * layer->kw)));
    }
  return most;
}

/* Take from `at` what points along `whole`, so that shares and noise do not cancel.  */
static void
project (double *at, const double *whole, size_t size)
{
  double along = 0, square = 0;
  for (size_t k = 0; k < size; k++)
    {
      along += at[k] * whole[k];
      square += whole[k] * whole[k];
    }
  for (size_t k = 0; square > 0 && k < size; k++)
    at[k] -= along / square * whole[k];
}

/* How large noise may be: the scale of He, or for a single entry, which cannot stand across its share,
   so much that no layer's noise is more than half of the share.  */
static double
noise_scale (const double *whole, size_t size, uint32_t sharers, double std)
{
  if (size > 1 || *whole == 0)
    return std;
  return fmin (std, fabs (*whole) / (2 * sharers * sqrt (sharers)));
}

/* Noise for every layer that has a tap, which adds up to zero.  With equal shares of a whole
   of He's scale it makes layers of He's scale again.  */
static void
draw_noise (double *const *tap, uint32_t sharers, const double *whole, size_t size, double std, mm_random *random)
{
  double sum = 0;
  for (size_t k = 0; k < size; k++)
    {
      double mean = 0;
      for (uint32_t i = 0; i < sharers; i++)
        mean += (tap[i][k] = mm_random_normal (random)) / sharers;
      for (uint32_t i = 0; i < sharers; i++)
        tap[i][k] -= mean;
    }
  for (uint32_t i = 0; i < sharers; i++)
    {
      if (size > 1)
        project (tap[i], whole, size);
      for (size_t k = 0; k < size; k++)
        sum += tap[i][k] * tap[i][k];
    }
  const double factor = noise_scale (whole, size, sharers, std) * sqrt ((double) size * (sharers - 1) / sum);
  for (uint32_t i = 0; i < sharers; i++)
    for (size_t k = 0; k < size; k++)
      tap[i][k] *= factor;
}

/* Equal shares of one tap for the layers that have it, plus noise that adds up to zero.
   tap: room for as many pointers as the bundle has layers.  */
static void
share_tap (const mm_draft *draft, const mm_bundle *b, mm_filter *filter, double **tap, uint32_t y, uint32_t x,
           mm_random *random)
{
  const mm_layer *member = draft->member + b->first;
  const size_t size = (size_t) b->filter.out * b->filter.in;
  const double *whole = mm_filter_tap (&b->filter, y, x);
  uint32_t sharers = 0;
  for (uint32_t i = 0; i < b->count; i++)
    if ((tap[sharers] = tap_over (b, &filter[member[i]], y, x)))
      sharers++;
  if (sharers > 1)
    draw_noise (tap, sharers, whole, size, largest_he (draft, b, y, x), random);
  for (uint32_t i = 0; i < sharers; i++)
    for (size_t k = 0; k < size; k++)
      tap[i][k] += whole[k] / sharers;
}

static mm_status
share_bundle (const mm_draft *draft, mm_bundle *b, uint32_t index, mm_filter *filter)
{
  double **tap = mm_array_new (b->count, sizeof *tap);
  mm_status s = tap ? MM_OK : MM_ENOMEM;
  for (uint32_t i = 0; !s && i < b->count; i++)
    {
      const mm_layer e = draft->member[b->first + i];
      const mm_view_layer *layer = &draft->view->layer[e];
      s = mm_filter_init (&filter[e], b->filter.out, b->filter.in, layer->kh, layer->kw);
    }
  mm_random random;
  mm_draft_random (draft, MM_STREAM_SPLIT, index, &random);
  for (uint32_t y = 0; !s && y < b->filter.kh; y++)
    for (uint32_t x = 0; x < b->filter.kw; x++)
      share_tap (draft, b, filter, tap, y, x, &random);
  free (tap);
  mm_filter_clear (&b->filter);
  return s;
}

mm_status
mm_step_split (mm_draft *draft, mm_filter *filter)
{
  mm_status s = MM_OK;
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      mm_bundle *b = &draft->bundle[k];
      if (b->count > 1)
        s = share_bundle (draft, b, k, filter);
      else
        {
          filter[draft->member[b->first]] = b->filter;
          b->filter = (mm_filter){ 0 };
        }
    }
  for (mm_layer e = 0; !s && draft->view->reversed && e < draft->view->layers; e++)
    {
      mm_filter turned;
      s = mm_filter_turned (&filter[e], &turned);
      if (s)
        break;
      mm_filter_clear (&filter[e]);
      filter[e] = turned;
    }
  return s;
}
