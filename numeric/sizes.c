/* numeric/sizes.c: the sizes of the images on which a module and a convolution are compared.

   Which sizes are enough?  Let a module and a convolution of one stride T be given, none of which
   reaches further than R, and let D(H, W) be the difference of their outputs on images of H x W
   pixels, a linear map (affine with biases).  A random image misses one that is not zero with
   probability 0, so the question is which D(H, W) have to be seen.  D is a sum over ways from a pixel
   of t to one of s (promise_axis.c); let E_A be the sum over those ways that leave the image at least
   through the sides in A, a subset of {above, below, left, right}.  By inclusion and exclusion
   D is the difference P of the two as polynomials, plus or minus all E_A, A not empty.  With
   positions counted from the side concerned, E_A depends on H only through H modulo T when A
   holds `below` and not `above`, and not at all when it holds neither or only `above`.  A way that
   leaves both above and below spans H + 1 pixels, so that H < R.  The same with left, right, W.

   Take the heights 1 ... R, and T heights in a row from 2 R + T on.  In one of the latter, rows that
   see `above`, rows that see `below` and rows that see neither, with all their taps inside, are
   different rows of t; so D(H, W) = 0 says that these three parts vanish one by one.  Any other
   H > R has no other parts than they, for the height among the T that leaves the same
   remainder.  All pairs of such heights and widths therefore cover every size.  In a direction
   in which nothing leaves the image at all, which is proved, one large size is enough.

   All pairs are (R + T)^2 images.  Where these take too long, each size is paired with only a few
   of the other direction, and nothing is claimed but what was tried.  */
#include "numeric/sizes_i.h"

#include <stdlib.h>

#include "graph/array.h"
#include "numeric/promise_i.h"

enum
{
  INSIDE = 6, /* pixels of t that lie inside the ring of the largest images; */
  AT_LEAST = 2, /* so many when strides make images large */
  WIDE = 8,   /* strides beyond this do */
  FEW = 6,    /* sizes below the reach, where not all of them are tried */
  LARGEST = 8 /* so many of the largest images may be paid for in any case */
};

#define BUDGET 1e9 /* multiplications, beyond those of the largest image */
#define DRAWING 20 /* what a random number costs, in multiplications */
#define MOVING 4   /* what a number costs that is copied from an image to a column */

/* The sizes of one direction, in increasing order.  */
typedef struct line
{
  uint32_t *at;
  size_t count, small; /* how many are smaller than the large ones */
  double sum, small_sum;
} line;

/* How sizes are paired: each with all; with the least large one of the other direction, and with one more; with some
   small one; with a single row or column.  */
typedef enum pairing
{
  ALL,
  CROSS,
  SMALL,
  THIN
} pairing;

/* ---- one direction ------------------------------------------------------------------- */

static void
push (line *l, uint64_t size)
{
  if (l->count == 0 || l->at[l->count - 1] < size)
    l->at[l->count++] = (uint32_t) size;
}

/* The least multiple of the stride from which on both borders are apart; wide: one step more.  */
static uint64_t
large_size (const mm_promise *p, uint32_t reach, bool wide)
{
  const uint64_t apart = 2 * (uint64_t) reach + p->stride;
  const uint64_t inside = (2 * (uint64_t) p->ring + (p->stride > WIDE ? AT_LEAST : INSIDE)) * p->stride;
  const uint64_t least = apart > inside ? apart : inside;
  return (least + p->stride - 1) / p->stride * p->stride + (wide ? p->stride : 0);
}

static mm_status
make_line (const mm_promise *p, uint32_t reach, bool few, bool wide, line *l)
{
  const uint64_t large = large_size (p, reach, wide), some[FEW] = { 1, 2, 3, reach / 2, reach, reach + 1 };
  *l = (line){ mm_array_new ((few ? FEW : (size_t) reach) + p->stride, sizeof *l->at), 0, 0, 0, 0 };
  if (!l->at)
    return MM_ENOMEM;
  if (large + p->stride > INT32_MAX)
    return MM_ELIMIT;
  if (few)
    for (int i = 0; i < FEW; i++)
      push (l, some[i]);
  else
    for (uint32_t size = 1; size <= reach; size++)
      push (l, size);
  l->small = l->count;
  for (uint32_t i = 0; i < p->stride; i++)
    push (l, large + i);
  for (size_t i = 0; i < l->count; i++)
    *(i < l->small ? &l->small_sum : &l->sum) += l->at[i];
  l->sum += l->small_sum;
  return MM_OK;
}

/* ---- costs --------------------------------------------------------------------------------- */

typedef struct cost
{
  double image, pixel; /* multiplications */
} cost;

static cost
measure (const mm_weights *w, const mm_plan *plan)
{
  cost c = { 0, DRAWING * plan->channels[mm_module_source (w->module)] };
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    if (mm_weights_filter (w, e))
      {
        const mm_filter *f = mm_weights_filter (w, e);
        const double size = (double) mm_filter_size (f), stride = plan->stride[mm_module_heads (w->module)[e]];
        c.image += size;
        c.pixel += size * (1 + (double) MOVING / f->out) / (stride * stride);
      }
  return c;
}

/* ---- pairs ------------------------------------------------------------------------------- */

/* The size that goes with the i-th of a line, when it goes with a small one.  */
static uint32_t
partner (const line *of, size_t i, pairing how)
{
  return how == THIN || !of->small ? of->at[0] : of->at[i % of->small];
}

static void
add (mm_sizes *s, uint32_t height, uint32_t width)
{
  s->at[s->count++] = (mm_size){ height, width };
}

static void
pair_all (const line *rows, const line *columns, mm_sizes *s)
{
  for (size_t i = 0; i < rows->count; i++)
    for (size_t k = 0; k < columns->count; k++)
      add (s, rows->at[i], columns->at[k]);
}

/* Each with the least large one; and the lines side by side, the shorter one again and again.  */
static void
pair_cross (const line *rows, const line *columns, mm_sizes *s)
{
  for (size_t i = 0; i < rows->count; i++)
    add (s, rows->at[i], columns->at[columns->small]);
  for (size_t k = 0; k < columns->count; k++)
    add (s, rows->at[rows->small], columns->at[k]);
  for (size_t i = 0; i < rows->count || i < columns->count; i++)
    add (s, rows->at[i % rows->count], columns->at[i % columns->count]);
  add (s, rows->at[rows->count - 1], columns->at[columns->count - 1]);
}

static void
pair_few (const line *rows, const line *columns, pairing how, mm_sizes *s)
{
  for (size_t i = 0; i < rows->count; i++)
    add (s, rows->at[i], partner (columns, i, how));
  for (size_t k = 0; k < columns->count; k++)
    add (s, partner (rows, k, how), columns->at[k]);
  add (s, rows->at[rows->small], columns->at[columns->small]);
}

static mm_status
pair (const line *rows, const line *columns, pairing how, mm_sizes *s)
{
  const size_t sides = rows->count + columns->count;
  size_t most = 2 * sides + 1;
  if (how == ALL && __builtin_mul_overflow (rows->count, columns->count, &most))
    return MM_ELIMIT;
  s->count = 0;
  s->at = mm_array_new (most, sizeof *s->at);
  if (!s->at)
    return MM_ENOMEM;
  if (how == ALL)
    pair_all (rows, columns, s);
  else if (how == CROSS)
    pair_cross (rows, columns, s);
  else
    pair_few (rows, columns, how, s);
  return MM_OK;
}

static double
budget (const line *rows, const line *columns, const cost *c)
{
  return BUDGET + LARGEST * c->pixel * rows->at[rows->count - 1] * columns->at[columns->count - 1];
}

/* Whether all pairs are.  */
static bool
is_affordable (const line *rows, const line *columns, const cost *c)
{
  const double pixels = rows->sum * columns->sum, images = (double) rows->count * (double) columns->count;
  return images * c->image + pixels * c->pixel <= budget (rows, columns, c);
}

static double
price (const mm_sizes *s, const cost *c)
{
  double sum = 0;
  for (size_t i = 0; i < s->count; i++)
    sum += c->image + c->pixel * s->at[i].height * s->at[i].width;
  return sum;
}

/* The first way to pair them that can be paid for; the last one is taken in any case when `must`.  */
static mm_status
pair_within_budget (const line *rows, const line *columns, const cost *c, bool must, mm_sizes *out)
{
  const pairing last = must ? THIN : CROSS;
  mm_status s = MM_OK;
  for (pairing how = is_affordable (rows, columns, c) ? ALL : CROSS; how <= last && !s; how++)
    {
      s = pair (rows, columns, how, out);
      if (s)
        break;
      out->covered = how == ALL;
      if ((must && how == last) || price (out, c) <= budget (rows, columns, c))
        break;
      mm_sizes_clear (out);
    }
  return s;
}

static void
clear_lines (line lines[2])
{
  free (lines[0].at);
  free (lines[1].at);
  lines[0].at = lines[1].at = NULL;
}

mm_status
mm_sizes_choose (const mm_weights *w, const mm_plan *plan, const mm_promise *promise, uint32_t reach_h,
                 uint32_t reach_w, mm_sizes *out)
{
  const cost c = measure (w, plan);
  const bool proved[2]
    = { mm_all_exact (promise->rows, promise->stride), mm_all_exact (promise->columns, promise->stride) };
  line lines[2] = { { .at = NULL }, { .at = NULL } };
  mm_status s = MM_OK;
  *out = (mm_sizes){ .at = NULL };
  for (int few = 0; few < 2 && !s && !out->at; few++)
    {
      clear_lines (lines);
      s = make_line (promise, reach_h, few || proved[0], false, &lines[0]);
      if (!s)
        s = make_line (promise, reach_w, few || proved[1], true, &lines[1]);
      if (!s)
        s = pair_within_budget (&lines[0], &lines[1], &c, few, out);
      out->covered &= !few || (proved[0] && proved[1]);
    }
  clear_lines (lines);
  if (s)
    mm_sizes_clear (out);
  return s;
}

void
mm_sizes_clear (mm_sizes *s)
{
  free (s->at);
  *s = (mm_sizes){ .at = NULL };
}
