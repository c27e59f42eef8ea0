/* numeric/code.c: CODE, the input code on its way to several hubs.

   Every blob v with y channels for the input code takes random combinations of all the code
   that arrives.  By the main theorem of network coding (Ahlswede, Cai, Li, Yeung 2000; Ho et
   al. 2006) these have at every hub at once, with probability 1, the rank of the maximum flow
   to it through these channels.

   Plain random numbers would make small angles, and small angles large weights.  So the rows at
   v are made orthonormal; they are drawn from a distribution that prefers directions that no
   earlier blob has, and that arrive clearly; and of some draws the one with the smallest
   weights is taken.  None of this leaves out an open set of choices, so the theorem still holds.

   Rows are written in the coordinates of the base R: `rank` columns instead of `in`.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

static const double LEAST_SINGULAR = 1e-9; /* of what arrives, relative: less is rounding, and no direction */
static const double HABIT = 0.05;          /* what makes a used direction as good as a new one; small: nothing */
static const double CLARITY = 0.1;         /* how much a direction that arrives faintly is avoided */
static const double GOOD_GAIN = 4;         /* squared: weights that need no other draw */
enum { MOST_DRAWS = 8 };

typedef struct coder
{
  mm_draft *draft;
  uint32_t rank;
  double **rows;  /* per blob: its code, code x rank; NULL: none yet, or s; owned */
  double *common; /* rank x rank: sum of rowsT rows */
  double gain;    /* the greatest energy of a blob's weights per row */
} coder;

static void
coder_clear (coder *c)
{
  for (mm_blob v = 0; c->rows && v < c->draft->view->blobs; v++)
    free (c->rows[v]);
  free (c->rows);
  free (c->common);
  c->rows = NULL;
  c->common = NULL;
}

static mm_status
coder_init (coder *c, mm_draft *draft)
{
  const size_t rank = draft->demand->rank_in;
  *c = (coder){ .draft = draft, .rank = draft->demand->rank_in };
  c->rows = mm_array_new (draft->view->blobs, sizeof *c->rows);
  c->common = mm_array_new (rank * rank, sizeof *c->common);
  if (c->rows && c->common)
    return MM_OK;
  coder_clear (c);
  return MM_ENOMEM;
}

/* ---- what arrives ------------------------------------------------------------------ */

/* What arrives at a blob, as W diag (sigma) V; only `clear` directions count.  */
typedef struct arrival
{
  size_t count; /* rows that arrive, from all tails in the order of the bundles */
  size_t least; /* the smaller of count and rank: values there are */
  size_t clear; /* values above rounding */
  double *stack, *sigma, *w, *v; /* count x rank, least, count x least, least x rank; owned */
} arrival;

static void
arrival_clear (arrival *a)
{
  free (a->stack);
  free (a->sigma);
  free (a->w);
  free (a->v);
}

static bool
brings_code (const coder *c, const mm_bundle *b, mm_blob v)
{
  return b->head == v && c->draft->part[b->tail].code > 0;
}

/* How many rows of code come from a blob; s has the rows of R.  */
static uint32_t
rows_of (const coder *c, mm_blob u)
{
  return u == c->draft->view->s ? c->rank : c->draft->part[u].code;
}

static void
stack_up (const coder *c, mm_blob v, double *at)
{
  for (uint32_t k = 0; k < c->draft->bundles; k++)
    {
      const mm_bundle *b = &c->draft->bundle[k];
      const size_t rows = rows_of (c, b->tail);
      if (!brings_code (c, b, v))
        continue;
      if (b->tail != c->draft->view->s)
        memcpy (at, c->rows[b->tail], rows * c->rank * sizeof *at);
      else
        for (size_t i = 0; i < rows; i++)
          at[i * c->rank + i] = 1;
      at += rows * c->rank;
    }
}

static mm_status
arrival_init (arrival *a, const coder *c, mm_blob v)
{
  *a = (arrival){ .count = 0 };
  for (uint32_t k = 0; k < c->draft->bundles; k++)
    if (brings_code (c, &c->draft->bundle[k], v))
      a->count += rows_of (c, c->draft->bundle[k].tail);
  a->least = a->count < c->rank ? a->count : c->rank;
  a->stack = mm_array_new (a->count * c->rank, sizeof *a->stack);
  a->sigma = mm_array_new (a->least, sizeof *a->sigma);
  a->w = mm_array_new (a->count * a->least, sizeof *a->w);
  a->v = mm_array_new (a->least * c->rank, sizeof *a->v);
  mm_status s = a->stack && a->sigma && a->w && a->v ? MM_OK : MM_ENOMEM;
  if (!s)
    stack_up (c, v, a->stack);
  if (!s && a->count > 0)
    s = mm_svd (a->count, c->rank, a->stack, a->sigma, a->w, a->v);
  while (!s && a->clear < a->least && a->sigma[a->clear] > LEAST_SINGULAR * a->sigma[0])
    a->clear++;
  if (s)
    arrival_clear (a);
  return s;
}

/* ---- what is made of it -------------------------------------------------------------- */

/* weigh = V common Vt + HABIT + CLARITY / sigma^2: large for directions to avoid.  */
static mm_status
weigh (const coder *c, const arrival *a, double *weight)
{
  const size_t n = a->clear, rank = c->rank;
  double *half = mm_array_new (n * rank, sizeof *half);
  mm_status s = half ? mm_gemm (MM_PLAIN, MM_PLAIN, n, rank, rank, 1, a->v, rank, c->common, rank, 0, half, rank)
                     : MM_ENOMEM;
  if (!s)
    s = mm_gemm (MM_PLAIN, MM_TRANSPOSED, n, n, rank, 1, half, rank, a->v, rank, 0, weight, n);
  for (size_t i = 0; !s && i < n; i++)
    weight[i * n + i] += HABIT + CLARITY / (a->sigma[i] * a->sigma[i]);
  free (half);
  return s;
}

/* Random orthonormal columns, clear x y, that lean towards directions of little weight.  */
static mm_status
draw_few (const coder *c, const arrival *a, size_t y, mm_random *random, double *columns)
{
  const size_t n = a->clear;
  bool definite;
  double *weight = mm_array_new (n * n, sizeof *weight);
  mm_status s = weight ? weigh (c, a, weight) : MM_ENOMEM;
  mm_random_fill_normal (random, 1, columns, n * y);
  if (!s)
    s = mm_solve_symmetric (n, y, weight, columns, &definite); /* always definite */
  if (!s)
    s = mm_qr_orthogonal (n, y, columns);
  free (weight);
  return s;
}

/* mix: what rows at v are in terms of the clear directions, y x clear.  At most as many as
   there are directions are orthonormal; more of them have orthonormal columns.  */
static mm_status
draw (const coder *c, const arrival *a, size_t y, mm_random *random, double *mix)
{
  const size_t n = a->clear;
  if (y > n)
    {
      mm_random_fill_normal (random, 1, mix, y * n);
      return mm_qr_orthogonal (y, n, mix);
    }
  double *columns = mm_array_new (n * y, sizeof *columns);
  const mm_status s = columns ? draw_few (c, a, y, random, columns) : MM_ENOMEM;
  for (size_t i = 0; !s && i < n; i++)
    for (size_t k = 0; k < y; k++)
      mix[k * n + i] = columns[i * y + k];
  free (columns);
  return s;
}

/* Write y x count weights to the bundles that they belong to.  */
static mm_status
deal (const coder *c, mm_blob v, size_t y, const double *weight, size_t count)
{
  const mm_bases *bases = c->draft->bases;
  mm_status s = MM_OK;
  for (uint32_t k = 0; !s && k < c->draft->bundles; k++)
    {
      const mm_bundle *b = &c->draft->bundle[k];
      const size_t rows = rows_of (c, b->tail);
      if (!brings_code (c, b, v))
        continue;
      if (b->tail == c->draft->view->s && bases->r)
        s = mm_gemm (MM_PLAIN, MM_PLAIN, y, b->filter.in, rows, 1, weight, count, bases->r, b->filter.in, 0,
                     mm_bundle_centre (b, 0, 0), b->filter.in);
      else
        for (uint32_t r = 0; r < y; r++)
          memcpy (mm_bundle_centre (b, r, 0), weight + r * count, rows * sizeof *weight);
      weight += rows;
    }
  return s;
}

/* The weights are mix sigma^-1 Wt.  mix is overwritten.  */
static mm_status
weights_of (coder *c, mm_blob v, const arrival *a, size_t y, double *mix)
{
  const size_t n = a->clear;
  double *weight = mm_array_new (y * a->count, sizeof *weight), energy = 0;
  for (size_t r = 0; r < y; r++)
    for (size_t i = 0; i < n; i++)
      mix[r * n + i] /= a->sigma[i];
  mm_status s = weight ? mm_gemm (MM_PLAIN, MM_TRANSPOSED, y, a->count, n, 1, mix, n, a->w, a->least, 0, weight,
                                  a->count)
                       : MM_ENOMEM;
  for (size_t k = 0; !s && k < y * a->count; k++)
    energy += weight[k] * weight[k];
  c->gain = fmax (c->gain, energy / (double) (y < n ? y : n));
  if (!s)
    s = deal (c, v, y, weight, a->count);
  free (weight);
  return s;
}

static mm_status
code_from (coder *c, mm_blob v, const arrival *a, mm_random *random)
{
  const size_t y = c->draft->part[v].code, n = a->clear, rank = c->rank;
  double *mix = mm_array_new (y * n, sizeof *mix);
  mm_status s = mix ? draw (c, a, y, random, mix) : MM_ENOMEM;
  if (!s)
    s = mm_gemm (MM_PLAIN, MM_PLAIN, y, rank, n, 1, mix, n, a->v, rank, 0, c->rows[v], rank);
  if (!s)
    s = mm_gemm (MM_TRANSPOSED, MM_PLAIN, rank, rank, y, 1, c->rows[v], rank, c->rows[v], rank, 1, c->common, rank);
  if (!s)
    s = weights_of (c, v, a, y, mix);
  free (mix);
  return s;
}

/* Whether units start behind v, so that all of the code has to be there.  */
static bool
is_hub (const mm_draft *draft, mm_blob v)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (draft->bundle[k].hub && draft->bundle[k].tail == v)
      return true;
  return false;
}

static mm_status
code_blob (coder *c, mm_blob v, uint32_t draw)
{
  arrival a;
  mm_random random;
  mm_draft_random (c->draft, MM_STREAM_CODE, draw * c->draft->view->blobs + v, &random);
  c->rows[v] = mm_array_new ((size_t) c->draft->part[v].code * c->rank, sizeof *c->rows[v]);
  mm_status s = c->rows[v] ? arrival_init (&a, c, v) : MM_ENOMEM;
  if (s)
    return s;
  if (a.clear < c->rank && is_hub (c->draft, v))
    c->gain = (double) INFINITY;
  if (a.clear > 0)
    s = code_from (c, v, &a, &random);
  arrival_clear (&a);
  return s;
}

/* ---- all blobs ------------------------------------------------------------------------ */

static mm_status
code_all (mm_draft *draft, uint32_t number, double *gain)
{
  coder c;
  mm_status s = coder_init (&c, draft);
  if (s)
    return s;
  for (uint32_t i = 0; !s && i < draft->view->blobs; i++)
    {
      const mm_blob v = mm_view_order (draft->view, i);
      if (v != draft->view->s && draft->part[v].code > 0)
        s = code_blob (&c, v, number);
    }
  *gain = c.gain;
  coder_clear (&c);
  return s;
}

mm_status
mm_step_code (mm_draft *draft)
{
  double best = (double) INFINITY;
  uint32_t choice = 0, number = 0;
  mm_status s = MM_OK;
  for (; !s && number < MOST_DRAWS && best > GOOD_GAIN; number++)
    {
      double gain = 0;
      s = code_all (draft, number, &gain);
      if (gain < best)
        {
          best = gain;
          choice = number;
        }
    }
  if (!s && choice + 1 < number)
    s = code_all (draft, choice, &best);
  return s;
}
