/* numeric/gauge.c: GAUGE, channels turned at random (NUMERICS.md section 2, step 7).

   Each interior blob v gets an orthogonal matrix P: layers in become P F, layers out F Pt.
   It acts on every pixel by itself, so padding and borders do not notice.  P is uniform
   (Haar) up to 512 channels; above that it is B2 S B1 with uniform blocks on the diagonals
   of B1 and B2 and a shuffle S that sends every block to all others.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

enum { LARGEST_DENSE = 512, BLOCK = 128 };

typedef struct turn
{
  uint32_t channels;
  uint32_t block;    /* size of the diagonal blocks; channels when dense */
  double *first;     /* the diagonal blocks of B1, one after the other; NULL: the identity */
  double *second;    /* of B2; NULL when dense */
  uint32_t *shuffle; /* channel i of B1 goes to channel shuffle[i] of B2 */
} turn;

static void
turn_clear (turn *t)
{
  free (t->first);
  free (t->second);
  free (t->shuffle);
}

static uint32_t
block_size (const turn *t, uint32_t at)
{
  return t->channels - at < t->block ? t->channels - at : t->block;
}

/* Uniform orthogonal blocks, block x block entries apart.  */
static mm_status
make_blocks (const turn *t, mm_random *random, double **out)
{
  const size_t step = (size_t) t->block * t->block, count = (t->channels + t->block - 1) / t->block;
  *out = mm_array_new (count * step, sizeof **out);
  mm_status s = *out ? MM_OK : MM_ENOMEM;
  double *at = *out;
  for (uint32_t c = 0; !s && c < t->channels; c += t->block, at += step)
    {
      const uint32_t size = block_size (t, c);
      mm_random_fill_normal (random, 1, at, (size_t) size * size);
      s = mm_qr_orthogonal (size, size, at);
    }
  return s;
}

/* Deal the channels to the blocks like cards, in random order.  */
static void
make_shuffle (turn *t, mm_random *random)
{
  const uint32_t piles = (t->channels + t->block - 1) / t->block;
  uint32_t next = 0;
  for (uint32_t pile = 0; pile < piles; pile++)
    for (uint32_t i = pile; i < t->channels; i += piles)
      t->shuffle[i] = next++;
  for (uint32_t c = 0; c < t->channels; c += t->block)
    for (uint32_t k = block_size (t, c); k > 1; k--)
      {
        const uint32_t j = c + mm_random_below (random, k), swap = t->shuffle[c + k - 1];
        t->shuffle[c + k - 1] = t->shuffle[j];
        t->shuffle[j] = swap;
      }
}

static mm_status
turn_init (turn *t, uint32_t channels, mm_random *random)
{
  *t = (turn){ .channels = channels, .block = channels > LARGEST_DENSE ? BLOCK : channels };
  mm_status s = make_blocks (t, random, &t->first);
  if (s || channels <= LARGEST_DENSE)
    return s;
  t->shuffle = mm_array_new (channels, sizeof *t->shuffle);
  s = t->shuffle ? make_blocks (t, random, &t->second) : MM_ENOMEM;
  if (!s)
    make_shuffle (t, random);
  return s;
}

/* ---- applying ---------------------------------------------------------------------- */

/* to = B from, for rows x columns matrices with as many rows as the turn has channels.  */
static mm_status
blocks_from_left (const turn *t, const double *blocks, const double *from, uint32_t columns, double *to)
{
  mm_status s = MM_OK;
  for (uint32_t c = 0; !s && c < t->channels; c += t->block, blocks += (size_t) t->block * t->block)
    {
      const uint32_t size = block_size (t, c);
      s = mm_gemm (MM_PLAIN, MM_PLAIN, size, columns, size, 1, blocks, size, from + (size_t) c * columns, columns, 0,
                   to + (size_t) c * columns, columns);
    }
  return s;
}

/* to = from Bt.  */
static mm_status
blocks_from_right (const turn *t, const double *blocks, const double *from, size_t rows, double *to)
{
  mm_status s = MM_OK;
  for (uint32_t c = 0; !s && c < t->channels; c += t->block, blocks += (size_t) t->block * t->block)
    {
      const uint32_t size = block_size (t, c);
      s = mm_gemm (MM_PLAIN, MM_TRANSPOSED, rows, size, size, 1, from + c, t->channels, blocks, size, 0, to + c,
                   t->channels);
    }
  return s;
}

/* One tap: to = P from; from is used as working memory.  */
static mm_status
turn_rows (const turn *t, double *from, uint32_t columns, double *to)
{
  mm_status s = blocks_from_left (t, t->first, from, columns, to);
  if (s || !t->second)
    return s;
  for (uint32_t i = 0; i < t->channels; i++)
    memcpy (from + (size_t) t->shuffle[i] * columns, to + (size_t) i * columns, columns * sizeof *to);
  return blocks_from_left (t, t->second, from, columns, to);
}

/* All taps: to = from Pt; from is used as working memory.  */
static mm_status
turn_columns (const turn *t, double *from, size_t rows, double *to)
{
  mm_status s = blocks_from_right (t, t->first, from, rows, to);
  if (s || !t->second)
    return s;
  for (size_t r = 0; r < rows; r++)
    for (uint32_t i = 0; i < t->channels; i++)
      from[r * t->channels + t->shuffle[i]] = to[r * t->channels + i];
  return blocks_from_right (t, t->second, from, rows, to);
}

static void
exchange (mm_filter *f, double **other)
{
  double *data = f->data;
  f->data = *other;
  *other = data;
}

/* F becomes Pv F Put.  */
static mm_status
turn_bundle (mm_bundle *b, const turn *tail, const turn *head)
{
  mm_filter *f = &b->filter;
  const size_t taps = (size_t) f->kh * f->kw, size = (size_t) f->out * f->in;
  double *other = mm_array_new (taps * size, sizeof *other);
  mm_status s = other ? MM_OK : MM_ENOMEM;
  if (!s && tail->first)
    {
      s = turn_columns (tail, f->data, taps * f->out, other);
      exchange (f, &other);
    }
  for (size_t k = 0; !s && head->first && k < taps; k++)
    s = turn_rows (head, f->data + k * size, f->in, other + k * size);
  if (!s && head->first)
    exchange (f, &other);
  free (other);
  return s;
}

mm_status
mm_step_gauge (mm_draft *draft)
{
  const mm_view *view = draft->view;
  turn *turns = mm_array_new (view->blobs, sizeof *turns);
  mm_status s = turns ? MM_OK : MM_ENOMEM;
  for (mm_blob v = 0; !s && v < view->blobs; v++)
    if (v != view->s && v != view->t)
      {
        mm_random random;
        mm_draft_random (draft, MM_STREAM_GAUGE, v, &random);
        s = turn_init (&turns[v], view->channels[v], &random);
      }
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    s = turn_bundle (&draft->bundle[k], &turns[draft->bundle[k].tail], &turns[draft->bundle[k].head]);
  for (mm_blob v = 0; turns && v < view->blobs; v++)
    turn_clear (&turns[v]);
  free (turns);
  return s;
}
