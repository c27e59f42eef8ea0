/* numeric/hub.c: the layers that carry the kernel.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

/* ---- both ends --------------------------------------------------------------------- */

/* The transfers from s to the tails of all hub bundles, one above the other.  */
static double *
stack_tails (const mm_draft *draft, uint32_t rows)
{
  const size_t in = draft->demand->in;
  double *stack = mm_array_new (rows * in, sizeof *stack), *at = stack;
  for (uint32_t k = 0; stack && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const size_t code = draft->part[b->tail].code;
      if (!b->hub)
        continue;
      if (b->tail != draft->view->s)
        memcpy (at, draft->from[b->tail], code * in * sizeof *at);
      else
        for (size_t i = 0; i < in; i++)
          at[i * in + i] = 1;
      at += code * in;
    }
  return stack;
}

static mm_status
invert_input (mm_hub *hub, const mm_draft *draft)
{
  double *stack = stack_tails (draft, hub->rows);
  hub->from = mm_array_new ((size_t) draft->demand->in * hub->rows, sizeof *hub->from);
  const mm_status s
    = stack && hub->from ? mm_code_inverse (draft, hub->rows, stack, hub->from, &hub->condition) : MM_ENOMEM;
  free (stack);
  return s;
}

static mm_status
invert_output (mm_hub *hub, const mm_draft *draft)
{
  const size_t out = draft->demand->out, rank = draft->demand->rank_out;
  const double *d = draft->to[draft->hub];
  hub->to = mm_array_new (rank * out, sizeof *hub->to);
  return hub->to ? mm_left_inverse (out, rank, d, hub->to, &hub->condition) : MM_ENOMEM;
}

mm_status
mm_hub_init (mm_hub *hub, const mm_draft *draft)
{
  bool beyond = false;
  *hub = (mm_hub){ .condition = 1 };
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (draft->bundle[k].hub)
      {
        hub->rows += draft->part[draft->bundle[k].tail].code;
        beyond = beyond || draft->bundle[k].tail != draft->view->s;
      }
  mm_status s = beyond ? invert_input (hub, draft) : MM_OK;
  if (!s && draft->hub != draft->view->t)
    s = invert_output (hub, draft);
  if (s)
    mm_hub_clear (hub);
  return s;
}

void
mm_hub_clear (mm_hub *hub)
{
  free (hub->from);
  free (hub->to);
  hub->from = hub->to = NULL;
}

/* ---- weights ------------------------------------------------------------------------- */

/* Add columns of x (one filter over all tails) to the bundles they belong to.  */
static void
deal (mm_draft *draft, const mm_filter *x)
{
  uint32_t column = 0;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const uint32_t code = draft->part[b->tail].code;
      if (!b->hub)
        continue;
      const uint32_t y0 = (b->filter.kh - x->kh) / 2, x0 = (b->filter.kw - x->kw) / 2;
      for (uint32_t tap = 0; tap < x->kh * x->kw; tap++)
        {
          double *to = mm_filter_tap (&b->filter, y0 + tap / x->kw, x0 + tap % x->kw);
          const double *from = mm_filter_tap (x, tap / x->kw, tap % x->kw) + column;
          for (size_t r = 0; r < x->out; r++)
            for (size_t c = 0; c < code; c++)
              to[r * b->filter.in + c] += from[r * x->in + c];
        }
      column += code;
    }
}

mm_status
mm_hub_add (const mm_hub *hub, mm_draft *draft, const mm_filter *wish)
{
  const uint32_t used = draft->part[draft->hub].used;
  const size_t taps = (size_t) wish->kh * wish->kw, size = (size_t) wish->out * wish->in;
  mm_filter code = { 0 }, x = { 0 };
  mm_status s = hub->to ? mm_filter_init (&code, used, wish->in, wish->kh, wish->kw) : MM_OK;
  for (size_t k = 0; !s && hub->to && k < taps; k++)
    s = mm_gemm (MM_PLAIN, MM_PLAIN, used, wish->in, wish->out, 1, hub->to, wish->out, wish->data + k * size,
                 wish->in, 0, code.data + k * used * wish->in, wish->in);
  const mm_filter *left = hub->to ? &code : wish;
  if (!s && hub->from)
    s = mm_filter_init (&x, used, hub->rows, wish->kh, wish->kw);
  if (!s && hub->from)
    s = mm_gemm (MM_PLAIN, MM_PLAIN, taps * used, hub->rows, wish->in, 1, left->data, wish->in, hub->from, hub->rows,
                 0, x.data, hub->rows);
  if (!s)
    deal (draft, hub->from ? &x : left);
  mm_filter_clear (&code);
  mm_filter_clear (&x);
  return s;
}
