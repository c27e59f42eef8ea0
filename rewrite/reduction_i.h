/* rewrite/reduction_i.h: the mutable working state of a reduction; for rewrite/ only.  */
#ifndef MM_REWRITE_REDUCTION_I_H
#define MM_REWRITE_REDUCTION_I_H

#include "graph/module.h"

/**
 * A layer is cut into two halves:
 *
 *            out-half o            in-half i
 *     tail  *---------->     ----------->*  head
 *            mate = i              mate = o
 *            far = head            far = tail
 *
 * The out-half is in the list of layers out of its tail, the in-half in the list of layers
 * into its head, and each knows the other and the blob at the far end.  A series step joins
 * the out-half of its first layer to the in-half of its second, so neither list has to be
 * searched or mended.  A layer is called by its out-half, which is how a product keeps the
 * id of its first layer.
 *
 * A half without a mate is dead.  Dead halves stay in their lists until someone walks past;
 * each is stepped over once.
 *
 * Everything is laid out for the memory: blobs are called by their place in the module's
 * topological order, and at first the halves of a blob stand side by side in that order, so
 * that a sweep over all blobs reads memory from front to back.
 */
typedef struct mm_half
{
  uint32_t far;  /* the blob at the other end */
  uint32_t mate; /* the other half, or MM_NONE: dead */
  uint32_t next; /* in the list, or MM_NONE */
  mm_layer id;   /* of an out-half: the module's handle of the layer */
} mm_half;

typedef struct mm_vertex
{
  uint32_t first_in, first_out; /* lists of halves; both MM_NONE: the blob is gone */
} mm_vertex;

/** Where a blob stands towards the worklist. */
enum
{
  MM_BARRED,   /* not to be listed: a terminal, or its first turn is still to come */
  MM_UNLISTED,
  MM_LISTED
};

typedef struct mm_reduction
{
  uint32_t blobs, layers;
  uint32_t live;  /* layers that live */
  uint32_t sink;  /* the last blob; the source is 0 */
  mm_half *in, *out;   /* layers entries each */
  mm_vertex *vertex;   /* blobs entries */
  uint32_t *queue;     /* the worklist: a ring of blobs entries, first in first out */
  uint32_t queued_from, queued; /* its first entry, and how many there are */
  unsigned char *listed;        /* blobs entries: MM_BARRED, MM_UNLISTED, MM_LISTED */
  uint32_t *place;              /* by handle: a blob's place in the topological order */
  const mm_blob *order;         /* of the module: the handle of each blob here */
  size_t in_capacity, out_capacity, vertex_capacity, queue_capacity, listed_capacity, place_capacity;
} mm_reduction;

/** Make room, and load a module, which g borrows.  Every blob is barred. @return MM_OK, MM_ENOMEM */
mm_status mm_reduction_load (mm_reduction *g, const mm_module *m);

void mm_reduction_clear (mm_reduction *g); /* free its contents */

/** Whether the halves fit together.  O(blobs + layers). @return NULL, or what is wrong in words */
const char *mm_reduction_defect (const mm_reduction *g);

static inline bool
mm_reduction_is_terminal (const mm_reduction *g, uint32_t v)
{
  return v == 0 || v == g->sink;
}

/* The first live half of a list, and the next one behind a live half; MM_NONE at the end.
   The dead ones on the way are taken out of the list.  */
static inline uint32_t
mm_half_first (mm_half *half, uint32_t *first)
{
  uint32_t i = *first;
  while (i != MM_NONE && half[i].mate == MM_NONE)
    i = *first = half[i].next;
  return i;
}

static inline uint32_t
mm_reduction_first_in (mm_reduction *g, uint32_t v)
{
  return mm_half_first (g->in, &g->vertex[v].first_in);
}

static inline uint32_t
mm_reduction_first_out (mm_reduction *g, uint32_t v)
{
  return mm_half_first (g->out, &g->vertex[v].first_out);
}

static inline uint32_t
mm_reduction_next_in (mm_reduction *g, uint32_t i)
{
  return mm_half_first (g->in, &g->in[i].next);
}

static inline uint32_t
mm_reduction_next_out (mm_reduction *g, uint32_t o)
{
  return mm_half_first (g->out, &g->out[o].next);
}

/** Put v on the worklist, unless it is there or barred. */
static inline void
mm_reduction_list (mm_reduction *g, uint32_t v)
{
  if (g->listed[v] != MM_UNLISTED)
    return;
  g->listed[v] = MM_LISTED;
  const size_t at = (size_t) g->queued_from + g->queued++;
  g->queue[at < g->blobs ? at : at - g->blobs] = v;
}

/** Take the first blob off the worklist; MM_NONE when it is empty. */
static inline uint32_t
mm_reduction_unlist (mm_reduction *g)
{
  if (!g->queued)
    return MM_NONE;
  const uint32_t v = g->queue[g->queued_from];
  g->queued_from = g->queued_from + 1 == g->blobs ? 0 : g->queued_from + 1;
  g->queued--;
  g->listed[v] = MM_UNLISTED;
  return v;
}

#endif
