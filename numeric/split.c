/* numeric/split.c: SPLIT, a bundle shared by its layers (NUMERICS.md section 2, step 6).  */
#include <math.h>
#include <string.h>

#include "numeric/draft_i.h"

static const double NOISE = 1; /* relative to He; equal shares alone would be too small by the root of their number */

/* The tap of a layer's filter that lies over tap (y, x) of the bundle; NULL when it has none.  */
static double *
tap_over (const mm_bundle *b, const mm_filter *f, uint32_t y, uint32_t x)
{
  if (!mm_bundle_inside (b, y, x, f->kh, f->kw))
    return NULL;
  return mm_filter_tap (f, y - (b->filter.kh - f->kh) / 2, x - (b->filter.kw - f->kw) / 2);
}

/* Equal shares of one tap for the layers that have it, plus noise that adds up to zero.  */
static void
share_tap (const mm_draft *draft, const mm_bundle *b, mm_filter *filter, uint32_t y, uint32_t x, mm_random *random)
{
  const mm_layer *member = draft->member + b->first;
  const size_t size = (size_t) b->filter.out * b->filter.in;
  const double *whole = mm_filter_tap (&b->filter, y, x);
  uint32_t sharers = 0;
  for (uint32_t i = 0; i < b->count; i++)
    sharers += tap_over (b, &filter[member[i]], y, x) != NULL;
  if (sharers == 0)
    return;
  const double noise = NOISE * sqrt (mm_bundle_variance (draft, b, y, x) / sharers);
  for (size_t k = 0; k < size; k++)
    {
      double mean = 0;
      for (uint32_t i = 0; sharers > 1 && i < b->count; i++)
        {
          double *tap = tap_over (b, &filter[member[i]], y, x);
          if (tap)
            mean += (tap[k] = noise * mm_random_normal (random)) / sharers;
        }
      for (uint32_t i = 0; i < b->count; i++)
        {
          double *tap = tap_over (b, &filter[member[i]], y, x);
          if (tap)
            tap[k] += whole[k] / sharers - mean;
        }
    }
}

static mm_status
share_bundle (const mm_draft *draft, mm_bundle *b, uint32_t index, mm_filter *filter)
{
  mm_status s = MM_OK;
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
      share_tap (draft, b, filter, y, x, &random);
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
