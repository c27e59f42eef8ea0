/* numeric/fill.c: FILL, random entries off the code (NUMERICS.md section 2, step 4; T8).

   The entry (row a of the head, column b of the tail) may be random iff a is in W1 or b in W2.
   That makes five blocks of a tap, by head and tail:

            U    W1   W2
       U    .    .    D        D reads dead channels into the code
       W1   C    A    E        C shows the code to free channels; E joins nothing to nothing
       W2   .    .    B

   Every tap gets the energy of He initialisation.  A repeats along a path from s and B
   along a path to t, so their gain is kept at 1 (activations start as the identity);
   otherwise free channels would grow with depth, and rounding errors with them.  What A and
   B leave goes to the others.  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/draft_i.h"

enum { BLOCK_A, BLOCK_B, BLOCK_C, BLOCK_D, BLOCK_E, BLOCKS };

static const double GREATEST = 9;    /* variance of an entry, relative to He */
static const double LEAST_SHARE = 0.05; /* of a tap's energy, where the code has used it up */

/* A block of a tap: where it is, and the variance of its entries.  */
typedef struct block
{
  uint32_t row, rows, column, columns;
  double cap, variance;
} block;

/* What adds up at a blob: A into it, B out of it.  */
typedef struct gains
{
  double *into, *out_of;
} gains;

static bool
is_centre (const mm_bundle *b, uint32_t y, uint32_t x)
{
  return y == b->filter.kh / 2 && x == b->filter.kw / 2;
}

/* Channels that are read out at t must not be moved by a second kernel, nor hear those that are not.  */
static bool
may_repeat (const mm_draft *draft, const mm_bundle *b, bool centre)
{
  return !draft->part[b->head].active || (draft->part[b->tail].active && centre);
}

static void
count_gains (const mm_draft *draft, gains *g)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const double taps = (double) b->filter.kh * b->filter.kw;
      g->into[b->head] += draft->part[b->tail].w1 * (draft->part[b->head].active ? 1 : taps);
      g->out_of[b->tail] += draft->part[b->head].w2 * taps;
    }
}

static void
lay_out (const mm_draft *draft, const mm_bundle *b, const gains *g, bool centre, double he, block *at)
{
  const mm_part *u = &draft->part[b->tail], *v = &draft->part[b->head];
  const uint32_t u1 = u->used, u2 = u->used + u->w1, v1 = v->used, v2 = v->used + v->w1;
  const uint32_t repeat = may_repeat (draft, b, centre) ? u->w1 : 0;
  at[BLOCK_A] = (block){ v1, v->w1, u1, repeat, 1 / fmax (g->into[b->head], 1), 0 };
  at[BLOCK_B] = (block){ v2, v->w2, u2, u->w2, 1 / fmax (g->out_of[b->tail], 1), 0 };
  at[BLOCK_C] = (block){ v1, v->w1, 0, u->used, GREATEST * he, 0 };
  at[BLOCK_D] = (block){ 0, v->used, u2, u->w2, GREATEST * he, 0 };
  at[BLOCK_E] = (block){ v1, v->w1, u2, u->w2, GREATEST * he, 0 };
}

static double
entries (const block *b)
{
  return (double) b->rows * b->columns;
}

/* One variance for all blocks that adds up to the energy, cut at each block's cap.  */
static void
share_out (block *at, double energy)
{
  bool full[BLOCKS] = { false };
  for (int round = 0; round < BLOCKS; round++)
    {
      double left = energy, count = 0;
      for (int k = 0; k < BLOCKS; k++)
        if (full[k])
          left -= entries (&at[k]) * at[k].cap;
        else
          count += entries (&at[k]);
      bool changed = false;
      for (int k = 0; k < BLOCKS; k++)
        if (!full[k] && count > 0)
          {
            at[k].variance = left / count;
            full[k] = at[k].variance >= at[k].cap;
            changed = changed || full[k];
            at[k].variance = full[k] ? at[k].cap : at[k].variance;
          }
      if (!changed)
        break;
    }
}

static double
tap_energy (const mm_bundle *b, const double *tap)
{
  double sum = 0;
  for (size_t k = 0; k < (size_t) b->filter.out * b->filter.in; k++)
    sum += tap[k] * tap[k];
  return sum;
}

static mm_status
fill_tap (const mm_draft *draft, const mm_bundle *b, const gains *g, uint32_t y, uint32_t x, mm_random *random)
{
  block at[BLOCKS];
  mm_status s = MM_OK;
  double *tap = mm_filter_tap (&b->filter, y, x);
  const double he = mm_bundle_variance (draft, b, y, x), whole = he * b->filter.out * b->filter.in;
  lay_out (draft, b, g, is_centre (b, y, x), he, at);
  share_out (at, fmax (whole - tap_energy (b, tap), LEAST_SHARE * whole));
  for (int k = 0; !s && k < BLOCKS; k++)
    if (at[k].rows > 0 && at[k].columns > 0 && he > 0)
      {
        const double std = sqrt (at[k].variance);
        if (k == BLOCK_C && draft->part[b->head].active)
          s = mm_bundle_randomise (draft, b, tap, at[k].row, at[k].rows, 0, at[k].columns, std, random);
        else
          mm_randomise (tap + (size_t) at[k].row * b->filter.in + at[k].column, at[k].rows, at[k].columns,
                        b->filter.in, std, random);
      }
  return s;
}

mm_status
mm_step_fill (mm_draft *draft, bool hub)
{
  const uint32_t blobs = draft->view->blobs;
  gains g = { mm_array_new (blobs, sizeof (double)), mm_array_new (blobs, sizeof (double)) };
  mm_status s = g.into && g.out_of ? MM_OK : MM_ENOMEM;
  if (!s)
    count_gains (draft, &g);
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      mm_random random;
      mm_draft_random (draft, MM_STREAM_FILL, k, &random);
      for (uint32_t y = 0; (b->head == draft->hub) == hub && y < b->filter.kh; y++)
        for (uint32_t x = 0; !s && x < b->filter.kw; x++)
          s = fill_tap (draft, b, &g, y, x, &random);
    }
  free (g.into);
  free (g.out_of);
  return s;
}
