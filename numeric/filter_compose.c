/* numeric/filter_compose.c: two convolutions in series are one.  */
#include "numeric/blas_i.h"
#include "numeric/filter.h"

/* The kernel of the composition: (k2 - 1) dilate + k1.  */
static mm_status
composed_size (uint32_t second, uint32_t first, uint32_t dilate, uint32_t *size)
{
  uint32_t spread;
  if (__builtin_mul_overflow (second - 1, dilate, &spread) || __builtin_add_overflow (spread, first, size))
    return MM_ELIMIT;
  return MM_OK;
}

/* G += `count` neighbouring taps of `second`, from (y2, x2) on, after one tap of `first`.

   With offsets from the centres, tap sigma of `second` and tap rho of `first` meet in
   tap sigma + rho of G, not in sigma - rho: the kernel flip of cross-correlation.
   Counted from the corner instead, the offsets add up just so, as does the spread.

   Neighbouring taps are stacked: count x out rows of `second` against the same tap.  */
static mm_status
add_taps (const mm_filter *second, uint32_t y2, uint32_t x2, size_t count, const mm_filter *first, uint32_t y1,
          uint32_t x1, uint32_t dilate, mm_filter *g)
{
  return mm_gemm (MM_PLAIN, MM_PLAIN, count * second->out, first->in, first->out, 1,
                  mm_filter_tap (second, y2, x2), second->in, mm_filter_tap (first, y1, x1), first->in, 1,
                  mm_filter_tap (g, y2 * dilate + y1, x2 * dilate + x1), g->in);
}

/* G += all of `second` after one tap of `first`: in one product where the taps of
   `second` are neighbours in G as well, else row by row or tap by tap.  */
static mm_status
add_behind (const mm_filter *second, const mm_filter *first, uint32_t y1, uint32_t x1, uint32_t dilate, mm_filter *g)
{
  const bool rows = dilate == 1 || second->kw == 1;
  if (dilate == 1 && second->kw == g->kw)
    return add_taps (second, 0, 0, (size_t) second->kh * second->kw, first, y1, x1, dilate, g);
  mm_status s = MM_OK;
  for (uint32_t y = 0; y < second->kh && !s; y++)
    {
      if (rows)
        s = add_taps (second, y, 0, second->kw, first, y1, x1, dilate, g);
      for (uint32_t x = 0; !rows && x < second->kw && !s; x++)
        s = add_taps (second, y, x, 1, first, y1, x1, dilate, g);
    }
  return s;
}

mm_status
mm_filter_compose (const mm_filter *second, const mm_filter *first, uint32_t dilate, mm_filter *out)
{
  *out = (mm_filter){ .data = NULL };
  if (second->in != first->out || !dilate)
    return MM_EINVAL;
  uint32_t kh, kw;
  mm_status s = composed_size (second->kh, first->kh, dilate, &kh);
  if (!s)
    s = composed_size (second->kw, first->kw, dilate, &kw);
  if (!s)
    s = mm_filter_init (out, second->out, first->in, kh, kw);
  for (uint32_t y = 0; y < first->kh && !s; y++)
    for (uint32_t x = 0; x < first->kw && !s; x++)
      s = add_behind (second, first, y, x, dilate, out);
  if (s)
    mm_filter_clear (out);
  return s;
}
