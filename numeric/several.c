/* numeric/several.c: the layers that carry the kernel out of several hubs (NUMERICS.md T4).

   Unit i of the output code starts on one bundle (u, v), at a channel of v.  Let d_i be what
   that channel becomes at t, a constant vector, and U_u what the input code at u has of s, a
   constant matrix.  With rows X_i on the bundle from the code of u, the units add

       sum over i of d_i X_i U_u

   to the function.  D = [d_1 d_2 …] has a left inverse, and U_u a right one on what the parent
   reads, since all of the input code has reached the hub.  So X_i = (D^+ wish)_i U_u^+ makes
   this sum the wish, as long as the wish reads and writes no more than the parent does.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

/* ---- behind the hubs -------------------------------------------------------------- */

/* What the units that start on a bundle become at t: columns of `to`, `stride` apart.  */
static void
take_columns (const mm_draft *draft, const mm_bundle *b, double *to, size_t stride)
{
  const mm_bases *bases = draft->bases;
  const bool at_t = b->head == draft->view->t;
  const double *d = at_t ? bases->l : draft->to[b->head];
  const size_t columns = at_t ? bases->rank_out : mm_draft_run (draft, b->head, MM_SIDE_OUTPUT).count;
  for (size_t o = 0; o < draft->demand->out; o++)
    for (size_t unit = 0; unit < b->start; unit++)
      to[o * stride + unit] = d ? d[o * columns + b->row + unit] : o == b->row + unit;
}

/* The left inverse of D, rank_out x out.  */
static mm_status
invert_output (const mm_draft *draft, double *inverse, double *worst)
{
  const size_t out = draft->demand->out, rank = draft->demand->rank_out;
  double *d = mm_array_new (out * rank, sizeof *d), *at = d;
  if (!d)
    return MM_ENOMEM;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      take_columns (draft, &draft->bundle[k], at, rank);
      at += draft->bundle[k].start;
    }
  const mm_status s = mm_left_inverse (out, rank, d, inverse, worst);
  free (d);
  return s;
}

/* D^+ wish, tap by tap.  */
static mm_status
wish_of_units (const mm_draft *draft, const mm_filter *wish, mm_filter *units, double *worst)
{
  const size_t rank = draft->demand->rank_out, taps = (size_t) wish->kh * wish->kw;
  double *inverse = mm_array_new (rank * wish->out, sizeof *inverse);
  mm_status s = inverse ? invert_output (draft, inverse, worst) : MM_ENOMEM;
  if (!s)
    s = mm_filter_init (units, draft->demand->rank_out, wish->in, wish->kh, wish->kw);
  for (size_t k = 0; !s && k < taps; k++)
    s = mm_gemm (MM_PLAIN, MM_PLAIN, rank, wish->in, wish->out, 1, inverse, wish->out,
                 wish->data + k * wish->out * wish->in, wish->in, 0, units->data + k * rank * wish->in, wish->in);
  free (inverse);
  return s;
}

/* ---- on the layers ------------------------------------------------------------------ */

/* What lies before a bundle: U_u^+, in x code; NULL at s, where it is the identity.  */
static mm_status
invert_input (const mm_draft *draft, mm_blob u, double **inverse, double *worst)
{
  const uint32_t code = draft->part[u].code;
  free (*inverse);
  *inverse = NULL;
  if (u == draft->view->s)
    return MM_OK;
  *inverse = mm_array_new ((size_t) draft->demand->in * code, sizeof **inverse);
  return *inverse ? mm_code_inverse (draft, code, draft->from[u], *inverse, worst) : MM_ENOMEM;
}

/* Write the rows X of one tap where the units start; at t the base L spells them out.  */
static mm_status
write_rows (const mm_draft *draft, const mm_bundle *b, const double *x, double *tap)
{
  const uint32_t code = draft->part[b->tail].code;
  const mm_bases *bases = draft->bases;
  double *to = tap + (size_t) (mm_draft_run (draft, b->head, MM_SIDE_OUTPUT).at + b->row) * b->filter.in;
  if (b->head == draft->view->t && bases->l)
    return mm_gemm (MM_PLAIN, MM_PLAIN, b->filter.out, code, b->start, 1, bases->l + b->row, bases->rank_out, x, code,
                    0, tap, b->filter.in);
  for (uint32_t unit = 0; unit < b->start; unit++)
    memcpy (to + (size_t) unit * b->filter.in, x + (size_t) unit * code, code * sizeof *x);
  return MM_OK;
}

/* @param first  which of the units starts here first  */
static mm_status
set_bundle (const mm_draft *draft, const mm_bundle *b, const mm_filter *units, uint32_t first, const double *inverse)
{
  const uint32_t code = draft->part[b->tail].code;
  const uint32_t y0 = (b->filter.kh - units->kh) / 2, x0 = (b->filter.kw - units->kw) / 2;
  double *x = mm_array_new ((size_t) b->start * code, sizeof *x);
  mm_status s = x ? MM_OK : MM_ENOMEM;
  for (uint32_t tap = 0; !s && tap < units->kh * units->kw; tap++)
    {
      const uint32_t y = tap / units->kw, column = tap % units->kw;
      const double *row = mm_filter_tap (units, y, column) + (size_t) first * units->in;
      if (inverse)
        s = mm_gemm (MM_PLAIN, MM_PLAIN, b->start, code, units->in, 1, row, units->in, inverse, code, 0, x, code);
      if (!s)
        s = write_rows (draft, b, inverse ? x : row, mm_filter_tap (&b->filter, y0 + y, x0 + column));
    }
  free (x);
  return s;
}

mm_status
mm_hubs_set (mm_draft *draft, const mm_filter *wish, double *condition)
{
  mm_filter units = { 0 };
  double *inverse = NULL;
  mm_blob last = MM_NONE;
  uint32_t first = 0;
  *condition = 1;
  mm_status s = wish_of_units (draft, wish, &units, condition);
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      if (!b->hub)
        continue;
      if (b->tail != last)
        s = invert_input (draft, last = b->tail, &inverse, condition);
      if (!s)
        s = set_bundle (draft, b, &units, first, inverse);
      first += b->start;
    }
  free (inverse);
  mm_filter_clear (&units);
  return s;
}
