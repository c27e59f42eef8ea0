/* prove/complexity_graph.c: the complexity graph of a part, as rows of bits.

   With vertices numbered in topological order, (v,w) is a pair if and only if v reaches w and
   idom (w) < v < w < ipdom (v).

   For, if idom (w) strictly dominates v, it is before v; likewise w is before ipdom (v).
   Conversely let v reach w and idom (w) < v.  Each path from s to v goes on to w, and so passes
   idom (w); not from v on, where all is v or behind it.  So idom (w) dominates v, and strictly.
   The other condition is the mirror image.

   So no tree has to be asked.  Rows are made from the last vertex to the first: the row of v
   joins, for each vertex y that a layer goes to from v, y itself and the row of y; what lies
   behind ipdom (y) is not in that row, and is gathered by going on to y' = ipdom (y), until
   ipdom (v) is met.  When y has its bit in the row already, all that has been gathered before.
   The columns w with idom (w) < v are kept as a mask.  A column that the mask has taken
   out of the row of y is out for all vertices before y as well, so nothing is lost when rows
   are made of rows.  */
#include "prove/complexity_i.h"

#include <string.h>

size_t
mm_cgraph_words (uint32_t rows)
{
  return 6 * (size_t) rows + 1;
}

/* The place of a blob in this part, or what it is for a blob outside.  */
static uint32_t
place_in (const mm_frame *f, uint32_t part, uint32_t v, uint32_t outside)
{
  return f->part[v] == part ? f->place[v] : outside;
}

static bool
has_two (const uint32_t *start, uint32_t v)
{
  return start[v + 1] - start[v] >= 2;
}

void
mm_cgraph_plan (mm_cgraph *c, const mm_frame *f, uint32_t part, uint32_t *words)
{
  const uint32_t *member = f->member + f->part_start[part];
  c->rows = f->part_start[part + 1] - f->part_start[part];
  c->columns = 0;
  uint32_t **const cut[] = { &c->vertex_of, &c->first, &c->stamp, &c->bucket, &c->next, &c->column_at };
  for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++, words += c->rows)
    *cut[i] = words;
  for (uint32_t v = 0; v < c->rows; v++)
    {
      c->column_at[v] = c->columns;
      if (has_two (f->in_start, member[v]))
        c->vertex_of[c->columns++] = v;
    }
  c->column_at[c->rows] = c->columns;

  size_t used = 0;
  for (uint32_t v = 0; v < c->rows; v++)
    {
      const uint32_t stop = place_in (f, part, f->ipdom[member[v]], c->rows);
      const uint32_t low = c->column_at[v + 1], high = c->column_at[stop];
      c->first[v] = low / 64;
      c->start[v] = used;
      if (low < high && has_two (f->out_start, member[v]))
        used += (high + 63) / 64 - c->first[v];
    }
  c->start[c->rows] = used;
}

/* Sort the columns by the immediate dominators of their vertices: lists of vertices.  */
static void
fill_buckets (mm_cgraph *c, const mm_frame *f, uint32_t part)
{
  const uint32_t *member = f->member + f->part_start[part];
  memset (c->bucket, 0xFF, c->rows * sizeof *c->bucket);
  for (uint32_t k = 0; k < c->columns; k++)
    {
      const uint32_t w = c->vertex_of[k], d = place_in (f, part, f->idom[member[w]], MM_NONE);
      if (d == MM_NONE)
        continue; /* before all of the part */
      c->next[w] = c->bucket[d];
      c->bucket[d] = w;
    }
}

/* Put vertex y and its row into the row of v. @return false when y was there */
static bool
gather (mm_cgraph *c, uint32_t v, uint32_t y)
{
  uint64_t *row = c->bits + c->start[v];
  if (c->stamp[y] == v)
    return false;
  c->stamp[y] = v;
  if (mm_cgraph_has_column (c, y))
    {
      const uint32_t k = c->column_at[y];
      uint64_t *word = &row[k / 64 - c->first[v]];
      if (*word >> k % 64 & 1)
        return false;
      *word |= (uint64_t) 1 << k % 64;
    }
  const size_t count = c->start[y + 1] - c->start[y];
  const uint64_t *from = c->bits + c->start[y];
  if (count > 0)
    row += c->first[y] - c->first[v];
  for (size_t i = 0; i < count; i++)
    row[i] |= from[i];
  return true;
}

static void
fill_row (mm_cgraph *c, const mm_frame *f, uint32_t part, uint32_t v)
{
  const uint32_t *member = f->member + f->part_start[part], blob = member[v];
  const uint32_t stop = place_in (f, part, f->ipdom[blob], c->rows);
  const size_t count = c->start[v + 1] - c->start[v];
  uint64_t *row = c->bits + c->start[v];
  if (count == 0)
    return;
  memset (row, 0, count * sizeof *row);
  for (uint32_t e = f->out_start[blob]; e < f->out_start[blob + 1]; e++)
    {
      uint32_t y = place_in (f, part, f->head[e], c->rows);
      while (y != stop && gather (c, v, y))
        y = place_in (f, part, f->ipdom[member[y]], c->rows);
    }
  for (size_t i = 0; i < count; i++)
    row[i] &= c->mask[c->first[v] + i];
}

void
mm_cgraph_fill (mm_cgraph *c, const mm_frame *f, uint32_t part)
{
  fill_buckets (c, f, part);
  memset (c->stamp, 0xFF, c->rows * sizeof *c->stamp);
  memset (c->mask, 0, mm_cgraph_width (c->columns) * sizeof *c->mask);
  for (uint32_t v = c->rows; v-- > 0;)
    {
      for (uint32_t w = c->bucket[v]; w != MM_NONE; w = c->next[w])
        c->mask[c->column_at[w] / 64] &= ~((uint64_t) 1 << c->column_at[w] % 64);
      fill_row (c, f, part, v);
      if (mm_cgraph_has_column (c, v))
        c->mask[c->column_at[v] / 64] |= (uint64_t) 1 << c->column_at[v] % 64;
    }
}
