/* numeric/active.c: ACTIVE, the free channels that help (NUMERICS.md section 2, step 5).

   The hub is t.  Free channels of kind W1 that see s through one kernel and constants
   only are read out at t by constants, and what they add is taken off the hub.  So every s-t
   path still has exactly one layer that is not constant, and borders stay exact (T9).  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

static const double GREATEST_SHARE = 0.5; /* of the parent's norm: what free channels may add */

/* The box that all layers of the hub can hold.  */
static void
hub_box (const mm_draft *draft, uint32_t *kh, uint32_t *kw)
{
  *kh = *kw = UINT32_MAX;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      uint64_t area = 0;
      uint32_t h = UINT32_MAX, w = UINT32_MAX;
      for (uint32_t i = 0; b->hub && i < b->count; i++)
        {
          const mm_layer e = draft->member[b->first + i];
          const mm_view_layer *layer = &draft->view->layer[e];
          if (mm_view_fits (draft->view, e, draft->demand) && (uint64_t) layer->kh * layer->kw > area)
            {
              area = (uint64_t) layer->kh * layer->kw;
              h = layer->kh;
              w = layer->kw;
            }
        }
      *kh = h < *kh ? h : *kh;
      *kw = w < *kw ? w : *kw;
    }
}

void
mm_draft_activate (mm_draft *draft)
{
  uint32_t kh, kw;
  hub_box (draft, &kh, &kw);
  for (mm_blob v = 0; v < draft->view->blobs; v++)
    draft->part[v].active = draft->part[v].w1 > 0;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      if (draft->part[b->tail].used > 0 && (b->filter.kh > kh || b->filter.kw > kw))
        draft->part[b->head].active = false;
    }
}

/* Random constants from the free channels to t.  */
static void
randomise_readout (const mm_draft *draft)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_part *u = &draft->part[b->tail];
      if (b->head != draft->view->t || !u->active)
        continue;
      mm_random random;
      mm_draft_random (draft, MM_STREAM_ACTIVE, k, &random);
      const double std = sqrt (mm_bundle_variance (draft, b, b->filter.kh / 2, b->filter.kw / 2));
      mm_randomise (mm_bundle_centre (b, 0, u->used), b->filter.out, u->w1, b->filter.in, std, &random);
    }
}

static void
scale_readout (const mm_draft *draft, double factor)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_part *u = &draft->part[b->tail];
      for (uint32_t r = 0; b->head == draft->view->t && u->active && r < b->filter.out; r++)
        for (uint32_t c = 0; c < u->w1; c++)
          mm_bundle_centre (b, r, u->used)[c] *= factor;
    }
}

/* out[v]: from the W1 of an active blob to t, out x w1.  */
static mm_status
read_back (const mm_draft *draft, double **out)
{
  mm_status s = MM_OK;
  const uint32_t rows = draft->demand->out;
  for (mm_blob v = 0; !s && v < draft->view->blobs; v++)
    if (draft->part[v].active && !(out[v] = mm_array_new ((size_t) rows * draft->part[v].w1, sizeof (double))))
      s = MM_ENOMEM;
  for (uint32_t k = draft->bundles; !s && k-- > 0;)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_part *u = &draft->part[b->tail], *v = &draft->part[b->head];
      if (!u->active)
        continue;
      if (b->head == draft->view->t)
        for (uint32_t r = 0; r < rows; r++)
          for (uint32_t c = 0; c < u->w1; c++)
            out[b->tail][(size_t) r * u->w1 + c] += mm_bundle_centre (b, r, u->used)[c];
      else if (v->active)
        s = mm_gemm (MM_PLAIN, MM_PLAIN, rows, u->w1, v->w1, 1, out[b->head], v->w1,
                     mm_bundle_centre (b, v->used, u->used), b->filter.in, 1, out[b->tail], u->w1);
    }
  return s;
}

/* What the free channels add at t, negative.  */
static mm_status
sum_up (const mm_draft *draft, double *const *readout, mm_filter *less)
{
  mm_status s = MM_OK;
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_part *u = &draft->part[b->tail], *v = &draft->part[b->head];
      const mm_block block = { .row = v->used, .rows = v->w1, .columns = u->used,
                               .to = readout[b->head], .from = draft->from[b->tail] };
      if (v->active && u->used > 0)
        s = mm_transfer_subtract (b, &block, less);
    }
  return s;
}

mm_status
mm_step_active (mm_draft *draft)
{
  uint32_t kh, kw;
  mm_filter less = { 0 };
  hub_box (draft, &kh, &kw);
  double **readout = mm_array_new (draft->view->blobs, sizeof *readout);
  mm_status s = readout ? mm_filter_init (&less, draft->demand->out, draft->demand->in, kh, kw) : MM_ENOMEM;
  randomise_readout (draft);
  if (!s)
    s = read_back (draft, readout);
  if (!s)
    s = sum_up (draft, readout, &less);
  if (!s)
    {
      const double most = GREATEST_SHARE * mm_filter_norm (&draft->target), norm = mm_filter_norm (&less);
      const double factor = norm > most && most > 0 ? most / norm : 1;
      scale_readout (draft, factor);
      for (size_t k = 0; k < mm_filter_size (&less); k++)
        less.data[k] *= factor;
      s = mm_hub_add (&draft->solver, draft, &less);
    }
  for (mm_blob v = 0; readout && v < draft->view->blobs; v++)
    free (readout[v]);
  free (readout);
  mm_filter_clear (&less);
  return s;
}
