/* prove/complexity.c: the reduction complexity, part by part.

   The complexity graph C is acyclic and transitive.  Its split graph has a row for each
   blob as the first of pairs and a column for each blob as the second; matched rows and
   columns are links that join the blobs to chains, and as many links as possible leave as few
   chains as possible (Dilworth 1950).  König (1931): the rows that alternating paths from
   unmatched rows do not reach, and the columns that they do reach, cover all pairs, and there
   are as many as links.  So the blobs that they belong to cover C, and no two belong to one
   blob, since a chain with its links needs that many blobs in any cover.  */
#include "prove/complexity.h"

#include <assert.h>
#include <stdlib.h>

#include "graph/array.h"
#include "prove/complexity_i.h"

struct mm_measure
{
  uint32_t *frame, *work, *answer; /* the frame; what one part needs; cover, chains and where they start */
  size_t *start;
  uint64_t *bits; /* rows of a part, mask, what the matching needs */
  size_t frame_capacity, work_capacity, answer_capacity, start_capacity, bits_capacity;
};

/* What is being found.  */
typedef struct answer
{
  uint32_t k, chains, linked; /* linked: blobs in chains */
  mm_blob *cover, *chain;
  uint32_t *chain_start;
} answer;

mm_measure *
mm_measure_new (void)
{
  return calloc (1, sizeof (mm_measure));
}

void
mm_measure_free (mm_measure *w)
{
  if (!w)
    return;
  free (w->frame);
  free (w->work);
  free (w->answer);
  free (w->start);
  free (w->bits);
  free (w);
}

/* All memory but for the rows.  */
static mm_status
make_room (mm_measure *w, const mm_module *m, const mm_core *core)
{
  const uint32_t n = core->blobs;
  const bool enough
    = mm_array_reserve (&w->frame, &w->frame_capacity, mm_frame_words (m, core), sizeof *w->frame)
      && mm_array_reserve (&w->answer, &w->answer_capacity, 3 * (size_t) n, sizeof *w->answer)
      && mm_array_reserve (&w->start, &w->start_capacity, (size_t) n + 1, sizeof *w->start)
      && mm_array_reserve (&w->work, &w->work_capacity, mm_cgraph_words (n) + mm_matching_words (n), sizeof *w->work);
  return enough ? MM_OK : MM_ENOMEM;
}

/* The blobs of a minimum cover, in order.  */
static void
collect_cover (const mm_cgraph *c, const mm_matching *x, const uint32_t *member, const mm_blob *blob, answer *a)
{
  for (uint32_t v = 0; v < c->rows; v++)
    {
      const bool row = x->row_level[v] == MM_NONE;
      const bool column = mm_cgraph_has_column (c, v) && x->column_level[c->column_at[v]] != MM_NONE;
      if (row || column)
        a->cover[a->k++] = blob[member[v]];
    }
}

/* The chains, in the order of their first blobs.  */
static void
collect_chains (const mm_cgraph *c, const mm_matching *x, const uint32_t *member, const mm_blob *blob, answer *a)
{
  for (uint32_t v = 0; v < c->rows; v++)
    {
      const bool linked = mm_cgraph_has_column (c, v) && x->of_column[c->column_at[v]] != MM_NONE;
      if (linked || x->of_row[v] == MM_NONE)
        continue;
      a->chain_start[a->chains++] = a->linked;
      uint32_t at = v;
      for (; x->of_row[at] != MM_NONE; at = c->vertex_of[x->of_row[at]])
        a->chain[a->linked++] = blob[member[at]];
      a->chain[a->linked++] = blob[member[at]];
    }
}

/* Measure one part.  */
static mm_status
measure_part (mm_measure *w, const mm_frame *f, uint32_t part, size_t bytes, answer *a)
{
  mm_cgraph c = { .start = w->start };
  mm_matching x;
  mm_cgraph_plan (&c, f, part, w->work);
  const size_t rows = c.start[c.rows], width = mm_cgraph_width (c.columns);
  if (rows == 0)
    return MM_OK;
  if (rows > bytes / sizeof *w->bits)
    return MM_ELIMIT;
  const size_t need = rows + width + mm_matching_bits (c.columns);
  if (!mm_array_reserve (&w->bits, &w->bits_capacity, need, sizeof *w->bits))
    return MM_ENOMEM;
  c.bits = w->bits;
  c.mask = w->bits + rows;
  mm_cgraph_fill (&c, f, part);
  const uint32_t before = a->k;
  const uint32_t matched = mm_matching_find (&x, &c, w->work + mm_cgraph_words (c.rows), c.mask + width);
  const uint32_t *member = f->member + f->part_start[part];
  collect_cover (&c, &x, member, f->blob, a);
  collect_chains (&c, &x, member, f->blob, a);
  assert (a->k - before == matched && a->linked - a->chains == a->k);
  (void) before, (void) matched;
  return MM_OK;
}

mm_status
mm_complexity_find (mm_measure *w, const mm_module *m, const mm_core *core, size_t bytes, mm_complexity *out)
{
  mm_status status = make_room (w, m, core);
  if (status)
    return status;
  mm_frame f;
  mm_frame_fill (&f, m, core, w->frame);
  answer a = { .cover = w->answer, .chain = w->answer + core->blobs, .chain_start = w->answer + 2 * (size_t) core->blobs };
  for (uint32_t p = 0; p < f.parts && !status; p++)
    status = measure_part (w, &f, p, bytes, &a);
  if (status)
    return status;
  a.chain_start[a.chains] = a.linked;
  *out = (mm_complexity){ a.k, a.cover, a.chains, a.chain, a.chain_start };
  return MM_OK;
}
