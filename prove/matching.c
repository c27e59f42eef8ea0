/* prove/matching.c: a maximum matching of the rows and columns of a complexity graph.

   Hopcroft and Karp (1973): again and again, a breadth-first search from the rows that have
   no partner gives each column its level, until a column without a partner is met; then paths
   that rise one level at a time are searched depth first, each column being tried once, and
   along each path to a column without a partner all partners are exchanged.  There are
   O(sqrt (columns)) rounds.

   Rows are bits.  The first search takes the columns that a row has and nobody has reached yet
   64 at a time.  So does the second where a level has at least 64 columns, of which there are
   at most columns / 64 such levels; in a narrower level the columns are asked one by one.  So a
   round touches O(rows * columns / 64) words plus 64 bits a row.  */
#include "prove/complexity_i.h"

#include <string.h>

enum { WIDE = 64 }; /* columns of a level that gets a row of bits */

size_t
mm_matching_words (uint32_t rows)
{
  return 9 * (size_t) rows + 4; /* there are no more columns than rows */
}

size_t
mm_matching_bits (uint32_t columns)
{
  return (1 + (size_t) columns / WIDE) * mm_cgraph_width (columns);
}

static void
cut (mm_matching *x, const mm_cgraph *c, uint32_t *words, uint64_t *bits)
{
  uint32_t **const each[] = { &x->of_row, &x->of_column, &x->row_level, &x->column_level,
                              &x->queue,  &x->list,      &x->stack,     &x->wide_of, &x->level_start };
  for (size_t i = 0; i < sizeof each / sizeof each[0]; i++, words += c->rows)
    *each[i] = words;
  x->open = bits;
  x->wide = bits + mm_cgraph_width (c->columns);
}

static void
open_all (mm_matching *x, const mm_cgraph *c)
{
  const size_t width = mm_cgraph_width (c->columns);
  memset (x->open, 0xFF, width * sizeof *x->open);
  if (c->columns % 64)
    x->open[width - 1] = ((uint64_t) 1 << c->columns % 64) - 1;
}

/* The first column of a row that is among `among`, taken out of there; MM_NONE: none.
   `among` is a row of all columns.  */
static uint32_t
take_first (const mm_cgraph *c, uint32_t v, uint64_t *among)
{
  const size_t count = c->start[v + 1] - c->start[v];
  const uint64_t *row = c->bits + c->start[v];
  among += c->first[v];
  for (size_t i = 0; i < count; i++)
    {
      const uint64_t both = row[i] & among[i];
      if (!both)
        continue;
      among[i] &= ~(both & -both);
      return (uint32_t) (64 * (c->first[v] + i) + (size_t) __builtin_ctzll (both));
    }
  return MM_NONE;
}

static void
marry (mm_matching *x, uint32_t row, uint32_t column)
{
  x->of_row[row] = column;
  x->of_column[column] = row;
}

/* A first matching: each row takes the nearest column that is left.  */
static uint32_t
match_greedily (mm_matching *x, const mm_cgraph *c)
{
  uint32_t matched = 0;
  open_all (x, c);
  memset (x->of_row, 0xFF, c->rows * sizeof *x->of_row);
  memset (x->of_column, 0xFF, c->columns * sizeof *x->of_column);
  for (uint32_t v = c->rows; v-- > 0;)
    {
      const uint32_t k = take_first (c, v, x->open);
      if (k == MM_NONE)
        continue;
      marry (x, v, k);
      matched++;
    }
  return matched;
}

/* ---- levels ---------------------------------------------------------------------- */

static void
reach_row (mm_matching *x, uint32_t row, uint32_t level)
{
  x->row_level[row] = level;
  x->queue[x->queued++] = row;
}

/* Reach the columns of a row that nobody has reached. @return whether one has no partner */
static bool
reach_columns (mm_matching *x, const mm_cgraph *c, uint32_t v)
{
  const size_t count = c->start[v + 1] - c->start[v];
  const uint64_t *row = c->bits + c->start[v];
  const uint32_t level = x->row_level[v];
  bool found = false;
  for (size_t i = 0; i < count; i++)
    {
      uint64_t both = row[i] & x->open[c->first[v] + i];
      x->open[c->first[v] + i] &= ~both;
      for (; both; both &= both - 1)
        {
          const uint32_t k = (uint32_t) (64 * (c->first[v] + i) + (size_t) __builtin_ctzll (both));
          x->column_level[k] = level;
          x->list[x->listed++] = k;
          if (x->of_column[k] == MM_NONE)
            found = true;
          else
            reach_row (x, x->of_column[k], level + 1);
        }
    }
  return found;
}

/* The breadth-first search. @return whether a column without a partner was met */
static bool
find_levels (mm_matching *x, const mm_cgraph *c)
{
  open_all (x, c);
  memset (x->row_level, 0xFF, c->rows * sizeof *x->row_level);
  memset (x->column_level, 0xFF, c->columns * sizeof *x->column_level);
  x->queued = x->listed = x->levels = 0;
  for (uint32_t v = 0; v < c->rows; v++)
    if (x->of_row[v] == MM_NONE)
      reach_row (x, v, 0);
  bool found = false;
  for (uint32_t at = 0; !found && at < x->queued;)
    {
      const uint32_t level_end = x->queued, level_start = x->listed;
      for (; at < level_end; at++)
        found |= reach_columns (x, c, x->queue[at]);
      if (x->listed > level_start)
        x->level_start[x->levels++] = level_start;
    }
  return found;
}

/* Give each wide level its row of bits.  */
static void
widen_levels (mm_matching *x, const mm_cgraph *c)
{
  const size_t width = mm_cgraph_width (c->columns);
  uint32_t used = 0;
  for (uint32_t l = 0; l < x->levels; l++)
    {
      const uint32_t from = x->level_start[l], to = l + 1 < x->levels ? x->level_start[l + 1] : x->listed;
      x->wide_of[l] = MM_NONE;
      if (to - from < WIDE)
        continue;
      uint64_t *bits = x->wide + used * width;
      memset (bits, 0, width * sizeof *bits);
      for (uint32_t i = from; i < to; i++)
        bits[x->list[i] / 64] |= (uint64_t) 1 << x->list[i] % 64;
      x->wide_of[l] = used++;
    }
}

/* ---- paths ----------------------------------------------------------------------- */

/* A column of row v at that level which has not been tried; it is tried now.  */
static uint32_t
try_column (mm_matching *x, const mm_cgraph *c, uint32_t v, uint32_t level)
{
  if (level >= x->levels)
    return MM_NONE;
  if (x->wide_of[level] != MM_NONE)
    return take_first (c, v, x->wide + x->wide_of[level] * mm_cgraph_width (c->columns));
  const uint32_t to = level + 1 < x->levels ? x->level_start[level + 1] : x->listed;
  for (uint32_t i = x->level_start[level]; i < to; i++)
    {
      const uint32_t k = x->list[i];
      if (x->column_level[k] != level || !mm_cgraph_has_pair (c, v, k))
        continue;
      x->column_level[k] = MM_NONE;
      return k;
    }
  return MM_NONE;
}

/* Exchange partners along the rows on the stack, the last of which gets column k.  */
static void
exchange (mm_matching *x, uint32_t height, uint32_t k)
{
  while (height > 0)
    {
      const uint32_t row = x->stack[--height], before = x->of_row[row];
      marry (x, row, k);
      k = before;
    }
}

/* Find a rising path from a row without a partner; rows on the stack have rising levels from 0.  */
static bool
find_path (mm_matching *x, const mm_cgraph *c, uint32_t row)
{
  uint32_t height = 0;
  x->stack[height++] = row;
  while (height > 0)
    {
      const uint32_t k = try_column (x, c, x->stack[height - 1], height - 1);
      if (k == MM_NONE)
        height--;
      else if (x->of_column[k] == MM_NONE)
        {
          exchange (x, height, k);
          return true;
        }
      else
        x->stack[height++] = x->of_column[k];
    }
  return false;
}

uint32_t
mm_matching_find (mm_matching *x, const mm_cgraph *c, uint32_t *words, uint64_t *bits)
{
  cut (x, c, words, bits);
  uint32_t matched = match_greedily (x, c);
  while (find_levels (x, c))
    {
      widen_levels (x, c);
      for (uint32_t v = 0; v < c->rows; v++)
        if (x->of_row[v] == MM_NONE)
          matched += find_path (x, c, v);
    }
  return matched;
}
