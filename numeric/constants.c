/* numeric/constants.c: what lies between s and a blob, and between a blob and t.

   Away from the hub the code sees centre taps only, so transfers are constant matrices (NUMERICS.md
   section 5, pitfalls).  */
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

static mm_status
clean (double **matrix, size_t entries)
{
  free (*matrix);
  *matrix = mm_array_new (entries, sizeof **matrix);
  return *matrix ? MM_OK : MM_ENOMEM;
}

static void
add_rows (double *to, const double *from, uint32_t rows, uint32_t columns, uint32_t stride_to, uint32_t stride_from)
{
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c++)
      to[r * stride_to + c] += from[r * stride_from + c];
}

/* from[head] += F from[tail].  */
static mm_status
step_forward (mm_draft *draft, const mm_bundle *b)
{
  const uint32_t in = draft->demand->in, rows = draft->part[b->head].code, columns = draft->part[b->tail].code;
  const double *f = mm_bundle_centre (b, 0, 0);
  double *head = draft->from[b->head];
  if (b->tail != draft->view->s)
    return mm_gemm (MM_PLAIN, MM_PLAIN, rows, in, columns, 1, f, b->filter.in, draft->from[b->tail], in, 1, head, in);
  add_rows (head, f, rows, in, in, b->filter.in);
  return MM_OK;
}

/* to[tail] += to[head] F.  */
static mm_status
step_backward (mm_draft *draft, const mm_bundle *b)
{
  const mm_run rows = mm_draft_run (draft, b->head, MM_SIDE_OUTPUT);
  const mm_run columns = mm_draft_run (draft, b->tail, MM_SIDE_OUTPUT);
  const uint32_t out = draft->demand->out;
  const double *f = mm_bundle_centre (b, rows.at, columns.at);
  double *tail = draft->to[b->tail];
  if (b->head != draft->view->t)
    return mm_gemm (MM_PLAIN, MM_PLAIN, out, columns.count, rows.count, 1, draft->to[b->head], rows.count, f,
                    b->filter.in, 1, tail, columns.count);
  add_rows (tail, f, out, columns.count, columns.count, b->filter.in);
  return MM_OK;
}

mm_status
mm_transfer_constants (mm_draft *draft)
{
  const mm_view *view = draft->view;
  mm_status s = MM_OK;
  for (mm_blob v = 0; !s && v < view->blobs; v++)
    {
      const uint32_t code = draft->part[v].code, units = draft->part[v].used - code;
      if (code > 0 && v != view->s)
        s = clean (&draft->from[v], (size_t) code * draft->demand->in);
      if (!s && units > 0 && v != view->t)
        s = clean (&draft->to[v], (size_t) draft->demand->out * units);
    }
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    if (mm_bundle_joins (draft, &draft->bundle[k], MM_SIDE_INPUT, MM_SIDE_INPUT))
      s = step_forward (draft, &draft->bundle[k]);
  for (uint32_t k = draft->bundles; !s && k-- > 0;)
    if (mm_bundle_joins (draft, &draft->bundle[k], MM_SIDE_OUTPUT, MM_SIDE_OUTPUT))
      s = step_backward (draft, &draft->bundle[k]);
  return s;
}

/* ---- one bundle from end to end --------------------------------------------------- */

/* The taps of a bundle and of acc that lie over each other.  */
typedef struct overlap
{
  uint32_t kh, kw;         /* size of the common box */
  uint32_t by, bx, ay, ax; /* where it starts in both */
} overlap;

static overlap
common_box (const mm_filter *b, const mm_filter *acc)
{
  overlap o = { .kh = b->kh < acc->kh ? b->kh : acc->kh, .kw = b->kw < acc->kw ? b->kw : acc->kw };
  o.by = (b->kh - o.kh) / 2;
  o.bx = (b->kw - o.kw) / 2;
  o.ay = (acc->kh - o.kh) / 2;
  o.ax = (acc->kw - o.kw) / 2;
  return o;
}

/* acc -= left from, for one tap; left is out x columns with rows `stride` apart.  */
static mm_status
subtract_tap (const mm_block *block, const double *left, size_t stride, mm_filter *acc, double *at)
{
  if (block->from)
    return mm_gemm (MM_PLAIN, MM_PLAIN, acc->out, acc->in, block->columns, -1, left, stride, block->from, acc->in, 1,
                    at, acc->in);
  for (size_t r = 0; r < acc->out; r++)
    for (size_t c = 0; c < acc->in; c++)
      at[r * acc->in + c] -= left[r * stride + c];
  return MM_OK;
}

mm_status
mm_transfer_subtract (const mm_bundle *b, const mm_block *block, mm_filter *acc)
{
  const overlap o = common_box (&b->filter, acc);
  double *left = block->to ? mm_array_new ((size_t) acc->out * block->columns, sizeof *left) : NULL;
  if (block->to && !left)
    return MM_ENOMEM;
  mm_status s = MM_OK;
  for (uint32_t y = 0; y < o.kh; y++)
    for (uint32_t x = 0; !s && x < o.kw; x++)
      {
        const double *f = mm_filter_tap (&b->filter, o.by + y, o.bx + x) + (size_t) block->row * b->filter.in
                          + block->column;
        double *at = mm_filter_tap (acc, o.ay + y, o.ax + x);
        if (block->to)
          s = mm_gemm (MM_PLAIN, MM_PLAIN, acc->out, block->columns, block->rows, 1, block->to, block->rows, f,
                       b->filter.in, 0, left, block->columns);
        if (!s)
          s = subtract_tap (block, left ? left : f, left ? block->columns : b->filter.in, acc, at);
      }
  free (left);
  return s;
}
