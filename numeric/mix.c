/* numeric/mix.c: MIX, the code spread over all layers (NUMERICS.md section 2, step 3).  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/draft_i.h"

static const double MIXING = 0.5;         /* scale of the constants between blobs of one side */
static const double GREATEST_SCALE = 1.6; /* of a hub bundle, relative to He */
static const double GREATEST_CONDITION = 20;
static const double GREATEST_BYPASS = 2;  /* what goes past the hub, relative to the parent */
enum { MOST_HALVINGS = 7 };

/* ---- random blocks inside the code -------------------------------------------------- */

/* Replace the `inner` x columns matrix a by base a, or by a base; see mm_bundle_randomise.  */
static mm_status
spell (const mm_bases *bases, bool at_s, bool at_t, double **a, uint32_t rows, uint32_t columns, uint32_t inner_rows,
       uint32_t inner_columns)
{
  mm_status s = MM_OK;
  if (at_s)
    {
      double *wide = mm_array_new ((size_t) inner_rows * columns, sizeof *wide);
      s = wide ? mm_gemm (MM_PLAIN, MM_PLAIN, inner_rows, columns, inner_columns, 1, *a, inner_columns, bases->r,
                          columns, 0, wide, columns)
               : MM_ENOMEM;
      free (*a);
      *a = wide;
    }
  if (!s && at_t)
    {
      double *tall = mm_array_new ((size_t) rows * columns, sizeof *tall);
      s = tall ? mm_gemm (MM_PLAIN, MM_PLAIN, rows, columns, inner_rows, 1, bases->l, inner_rows, *a, columns, 0,
                          tall, columns)
               : MM_ENOMEM;
      free (*a);
      *a = tall;
    }
  return s;
}

mm_status
mm_bundle_randomise (const mm_draft *draft, const mm_bundle *b, double *tap, uint32_t row, uint32_t rows,
                     uint32_t column, uint32_t columns, double std, mm_random *random)
{
  const mm_bases *bases = draft->bases;
  const bool at_s = b->tail == draft->view->s && bases->r, at_t = b->head == draft->view->t && bases->l;
  double *to = tap + (size_t) row * b->filter.in + column;
  if (!at_s && !at_t)
    {
      mm_randomise (to, rows, columns, b->filter.in, std, random);
      return MM_OK;
    }
  const uint32_t inner_rows = at_t ? bases->rank_out : rows, inner_columns = at_s ? bases->rank_in : columns;
  const double share = (double) inner_rows * inner_columns / ((double) rows * columns);
  double *a = mm_array_new ((size_t) inner_rows * inner_columns, sizeof *a);
  if (!a)
    return MM_ENOMEM;
  mm_randomise (a, inner_rows, inner_columns, inner_columns, std / sqrt (share), random);
  const mm_status s = spell (bases, at_s, at_t, &a, rows, columns, inner_rows, inner_columns);
  for (uint32_t r = 0; !s && r < rows; r++)
    memcpy (to + (size_t) r * b->filter.in, a + (size_t) r * columns, columns * sizeof *to);
  free (a);
  return s;
}

/* ---- constants ------------------------------------------------------------------------ */

static bool
is_mixing (const mm_draft *draft, const mm_bundle *b, mm_side side)
{
  return b->input + b->output == 0 && mm_bundle_joins (draft, b, side, side);
}

/* Where mixing bundles of a side meet: before the hub at their heads, behind it at their
   tails, where the sum is seen from t.  */
static mm_blob
meeting (const mm_bundle *b, mm_side side)
{
  return side == MM_SIDE_INPUT ? b->head : b->tail;
}

static void
count_mixing (const mm_draft *draft, mm_side side, uint32_t *count)
{
  memset (count, 0, draft->view->blobs * sizeof *count);
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (is_mixing (draft, &draft->bundle[k], side))
      count[meeting (&draft->bundle[k], side)]++;
}

/* @param count  working memory: one entry per blob  */
static mm_status
mix_constants (mm_draft *draft, mm_side side, uint32_t *count, double scale)
{
  mm_status s = MM_OK;
  count_mixing (draft, side, count);
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      if (!is_mixing (draft, b, side))
        continue;
      const mm_run rows = mm_draft_run (draft, b->head, side), columns = mm_draft_run (draft, b->tail, side);
      const double terms = (double) (side == MM_SIDE_INPUT ? columns : rows).count * count[meeting (b, side)];
      mm_random random;
      mm_draft_random (draft, side == MM_SIDE_INPUT ? MM_STREAM_MIX : MM_STREAM_CARRY, k, &random);
      s = mm_bundle_randomise (draft, b, mm_bundle_centre (b, 0, 0), rows.at, rows.count, columns.at, columns.count,
                               MIXING * scale / sqrt (terms), &random);
    }
  return s;
}

/* ---- past the hub ----------------------------------------------------------------------- */

static bool
is_bypass (const mm_draft *draft, const mm_bundle *b)
{
  return !b->hub && mm_bundle_joins (draft, b, MM_SIDE_INPUT, MM_SIDE_OUTPUT);
}

/* Kernels at He's scale on the taps that the hub can make up for.  */
static mm_status
randomise_bypass (const mm_draft *draft)
{
  mm_status s = MM_OK;
  for (uint32_t k = 0; k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_run rows = mm_draft_run (draft, b->head, MM_SIDE_OUTPUT);
      const uint32_t columns = draft->part[b->tail].code;
      mm_random random;
      mm_draft_random (draft, MM_STREAM_MIX, k, &random);
      for (uint32_t y = 0; is_bypass (draft, b) && y < b->filter.kh; y++)
        for (uint32_t x = 0; !s && x < b->filter.kw; x++)
          if (mm_bundle_inside (b, y, x, draft->demand->kh, draft->demand->kw))
            s = mm_bundle_randomise (draft, b, mm_filter_tap (&b->filter, y, x), rows.at, rows.count, 0, columns,
                                     sqrt (mm_bundle_variance (draft, b, y, x)), &random);
    }
  return s;
}

/* Multiply what goes past the hub on one bundle.  */
static void
scale_bypass (const mm_draft *draft, const mm_bundle *b, double factor)
{
  const mm_run rows = mm_draft_run (draft, b->head, MM_SIDE_OUTPUT);
  const size_t taps = (size_t) b->filter.kh * b->filter.kw, size = (size_t) b->filter.out * b->filter.in;
  for (size_t k = 0; k < taps; k++)
    for (size_t r = rows.at; r < (size_t) rows.at + rows.count; r++)
      for (size_t c = 0; c < draft->part[b->tail].code; c++)
        b->filter.data[k * size + r * b->filter.in + c] *= factor;
}

/* Keep what goes past the hub from outweighing the parent: rounding errors would, too.
   rest is the parent less the bypass.  */
static void
limit_bypass (mm_draft *draft, mm_filter *rest)
{
  const size_t size = mm_filter_size (rest);
  double past = 0, factor;
  for (size_t i = 0; i < size; i++)
    past += pow (draft->target.data[i] - rest->data[i], 2);
  factor = GREATEST_BYPASS * mm_filter_norm (&draft->target) / sqrt (past);
  if (!(past > 0 && factor > 0 && factor < 1))
    return;
  for (size_t i = 0; i < size; i++)
    rest->data[i] = draft->target.data[i] - factor * (draft->target.data[i] - rest->data[i]);
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (is_bypass (draft, &draft->bundle[k]))
      scale_bypass (draft, &draft->bundle[k], factor);
}

/* The parent less what goes past the hub.  */
static mm_status
subtract_bypass (mm_draft *draft, mm_filter *rest)
{
  mm_status s = mm_filter_copy (&draft->target, rest);
  for (uint32_t k = 0; !s && k < draft->bundles; k++)
    {
      const mm_bundle *b = &draft->bundle[k];
      const mm_run rows = mm_draft_run (draft, b->head, MM_SIDE_OUTPUT);
      const mm_block block = { .row = rows.at, .rows = rows.count, .columns = draft->part[b->tail].code,
                               .to = draft->to[b->head], .from = draft->from[b->tail] };
      if (is_bypass (draft, b))
        s = mm_transfer_subtract (b, &block, rest);
    }
  if (!s)
    limit_bypass (draft, rest);
  else
    mm_filter_clear (rest);
  return s;
}

/* ---- the hub ------------------------------------------------------------------------------ */

static mm_status
solve_one (mm_draft *draft, const mm_filter *rest)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (draft->bundle[k].hub)
      memset (draft->bundle[k].filter.data, 0, mm_filter_size (&draft->bundle[k].filter) * sizeof (double));
  mm_hub_clear (&draft->solver);
  const mm_status s = mm_hub_init (&draft->solver, draft);
  return s ? s : mm_hub_add (&draft->solver, draft, rest);
}

static mm_status
solve (mm_draft *draft)
{
  mm_filter rest = { 0 };
  mm_status s = mm_transfer_constants (draft);
  if (!s)
    s = randomise_bypass (draft);
  if (!s)
    s = subtract_bypass (draft, &rest);
  if (!s)
    s = draft->hub == MM_NONE ? mm_hubs_set (draft, &rest, &draft->solver.condition) : solve_one (draft, &rest);
  mm_filter_clear (&rest);
  return s;
}

static bool
is_moderate (const mm_draft *draft)
{
  for (uint32_t k = 0; k < draft->bundles; k++)
    if (draft->bundle[k].hub && mm_bundle_scale (draft, &draft->bundle[k]) > GREATEST_SCALE)
      return false;
  return draft->solver.condition <= GREATEST_CONDITION;
}

mm_status
mm_step_mix (mm_draft *draft)
{
  uint32_t *count = mm_array_new (draft->view->blobs, sizeof *count);
  if (!count)
    return MM_ENOMEM;
  mm_status s = MM_OK;
  double scale = 1;
  for (int halvings = 0; !s && halvings <= MOST_HALVINGS; halvings++, scale /= 2)
    {
      if (draft->hub != MM_NONE)
        s = mix_constants (draft, MM_SIDE_INPUT, count, scale);
      if (!s)
        s = mix_constants (draft, MM_SIDE_OUTPUT, count, scale);
      if (!s)
        s = solve (draft);
      if (!s && is_moderate (draft))
        break;
    }
  free (count);
  return s;
}
