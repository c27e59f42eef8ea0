/* prove/complexity_i.h: the inside of measuring; for prove/complexity*.c and prove/matching.c.

   Arrays are cut from blocks that mm_measure keeps; the functions that fill them take none.  */
#ifndef MM_PROVE_COMPLEXITY_I_H
#define MM_PROVE_COMPLEXITY_I_H

#include "prove/complexity.h"

/**
 * The core, with blobs 0 … blobs - 1 in a topological order that goes deep first, so that
 * what belongs together stands together.
 *
 * No pair of the complexity graph has a blob that every s-t path passes, nor blobs that hang
 * together over such blobs only: what is connected without them is a **part**.
 */
typedef struct mm_frame
{
  uint32_t blobs, layers;
  mm_blob *blob;                 /* which blob of the module each is */
  uint32_t *out_start, *head;    /* layers out of v go to head[out_start[v]] … */
  uint32_t *in_start, *tail;     /* layers into v come from tail[in_start[v]] … */
  uint32_t *idom, *ipdom;        /* MM_NONE for the source, for the sink */
  uint32_t parts, largest;       /* how many parts there are; blobs of the largest */
  uint32_t *part_start, *member; /* part p is member[part_start[p]] …, in topological order */
  uint32_t *part, *place;        /* by blob: its part (MM_NONE: every s-t path passes it), its place there from 0 */
} mm_frame;

/** How many words of memory a frame needs. */
size_t mm_frame_words (const mm_module *m, const mm_core *core);

/** Fill a frame.  O(blobs + layers log blobs) of the core. */
void mm_frame_fill (mm_frame *f, const mm_module *m, const mm_core *core, uint32_t *words);

/**
 * The complexity graph of one part.  Vertices 0 … rows - 1 are its members in order.  Only a
 * blob with two layers in has a column, and only one with two layers out has bits in its row:
 * others are in no pair on that side.  Row v stands for the columns of the vertices between
 * v and its immediate postdominator, and no others.
 */
typedef struct mm_cgraph
{
  uint32_t rows, columns;
  uint32_t *column_at; /* rows + 1 entries: how many columns belong to vertices before this one */
  uint32_t *vertex_of; /* by column */
  uint32_t *first;     /* by row: its first word holds the columns from 64 first on */
  size_t *start;       /* rows + 1 entries: its words are bits[start[v]] … bits[start[v + 1] - 1] */
  uint64_t *bits;
  uint32_t *stamp, *bucket, *next; /* rows entries each, for filling */
  uint64_t *mask;                  /* a row of all columns, for filling */
} mm_cgraph;

/** How many words of memory a graph of so many rows needs, beside start, bits and mask. */
size_t mm_cgraph_words (uint32_t rows);

/** 64-bit words of a row of all columns. */
static inline size_t
mm_cgraph_width (uint32_t columns)
{
  return ((size_t) columns + 63) / 64;
}

static inline bool
mm_cgraph_has_column (const mm_cgraph *c, uint32_t v)
{
  return c->column_at[v] != c->column_at[v + 1];
}

/** Whether (v, vertex of the column) is a pair. */
static inline bool
mm_cgraph_has_pair (const mm_cgraph *c, uint32_t v, uint32_t column)
{
  const size_t word = column / 64, first = c->first[v];
  return word >= first && word - first < c->start[v + 1] - c->start[v]
         && c->bits[c->start[v] + word - first] >> column % 64 & 1;
}

/** Settle what has rows and columns, and where rows start; c->start has room for rows + 1. */
void mm_cgraph_plan (mm_cgraph *c, const mm_frame *f, uint32_t part, uint32_t *words);

/** Fill the rows; c->bits and c->mask are there. O(layers of the part * width) words. */
void mm_cgraph_fill (mm_cgraph *c, const mm_frame *f, uint32_t part);

/**
 * A maximum matching of rows with columns, and which rows and columns are reached by
 * alternating paths from rows without a partner.
 */
typedef struct mm_matching
{
  uint32_t *of_row, *of_column;       /* the partner, or MM_NONE */
  uint32_t *row_level, *column_level; /* MM_NONE: not reached */
  uint32_t *queue, *list;             /* rows and columns reached, level by level */
  uint32_t *level_start, *wide_of;    /* by level: where it starts in list; its row in `wide`, or MM_NONE */
  uint32_t levels, queued, listed;
  uint32_t *stack;
  uint64_t *open, *wide; /* columns that may be taken: of all; of each level of at least 64 columns */
} mm_matching;

/** Words of 32 and of 64 bits that a matching needs. */
size_t mm_matching_words (uint32_t rows);
size_t mm_matching_bits (uint32_t columns);

/** Hopcroft and Karp (1973). @return how many rows have a partner */
uint32_t mm_matching_find (mm_matching *x, const mm_cgraph *c, uint32_t *words, uint64_t *bits);

#endif
