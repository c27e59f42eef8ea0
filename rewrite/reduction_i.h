/* rewrite/reduction_i.h: the mutable working state of a reduction; for rewrite/ only.  */
#ifndef MM_REWRITE_REDUCTION_I_H
#define MM_REWRITE_REDUCTION_I_H

#include "graph/module.h"

/**
 * A layer is cut into two halves, and each half has a slot, numbered like the layers:
 *
 *                 out-half o          in-half i
 *     blob tail  o----------->     ----------->o  blob head
 *                 to = i              from = o
 *
 * The out-half hangs in the list of layers out of its tail, the in-half in the list of
 * layers into its head.  At first the halves of layer e are both number e.  A series
 * step joins the out-half of its first layer to the in-half of its second, so neither
 * list needs to be searched or mended.  A layer's id is the number of its out-half,
 * which is how a product keeps the id of its first layer.
 *
 * A half is dead when it has no other half (MM_NONE).  The dead ones stay in the lists
 * until someone walks past; each is stepped over once, so that costs nothing extra.
 */
typedef struct mm_slot
{
  mm_blob tail;      /* of the out-half with this number */
  uint32_t to;       /* its in-half, or MM_NONE */
  uint32_t next_out; /* in the list of its tail */
  mm_blob head;      /* of the in-half with this number */
  uint32_t from;     /* its out-half, or MM_NONE */
  uint32_t next_in;  /* in the list of its head */
} mm_slot;

typedef struct mm_vertex
{
  uint32_t first_in, first_out; /* lists of halves */
  mm_blob next; /* on the worklist; MM_UNLISTED: v is not on it; MM_NONE: it is the last, or barred from it */
} mm_vertex;

#define MM_UNLISTED (UINT32_MAX - 1)

typedef struct mm_reduction
{
  uint32_t blobs, layers; /* handles in use */
  uint32_t live;          /* layers that live */
  mm_blob source, sink;
  mm_slot *slot;     /* layers entries */
  mm_vertex *vertex; /* blobs entries */
  mm_blob listed;    /* the worklist: a stack, linked through the vertices */
  size_t slot_capacity, vertex_capacity;
} mm_reduction;

/** Make room, and load a module.  The worklist is empty, and every blob barred. @return MM_OK, MM_ENOMEM */
mm_status mm_reduction_load (mm_reduction *g, const mm_module *m);

/**
 * Load a core in its place: so many layers of the module that was loaded last.
 * Every list comes out in the order given, without dead halves.
 */
void mm_reduction_reload (mm_reduction *g, uint32_t layers, const mm_layer *id, const mm_blob *tail,
                          const mm_blob *head);

void mm_reduction_clear (mm_reduction *g); /* free its contents */

/** Whether the halves fit together.  O(blobs + layers). @return NULL, or what is wrong in words */
const char *mm_reduction_defect (const mm_reduction *g);

static inline bool
mm_reduction_is_terminal (const mm_reduction *g, mm_blob v)
{
  return v == g->source || v == g->sink;
}

/* The first live half in the list of v, and the next one behind a live half; MM_NONE
   at the end.  The dead ones on the way are taken out of the list.  */
static inline uint32_t
mm_reduction_first_in (mm_reduction *g, mm_blob v)
{
  uint32_t i = g->vertex[v].first_in;
  while (i != MM_NONE && g->slot[i].from == MM_NONE)
    i = g->vertex[v].first_in = g->slot[i].next_in;
  return i;
}

static inline uint32_t
mm_reduction_next_in (mm_reduction *g, uint32_t i)
{
  uint32_t j = g->slot[i].next_in;
  while (j != MM_NONE && g->slot[j].from == MM_NONE)
    j = g->slot[i].next_in = g->slot[j].next_in;
  return j;
}

static inline uint32_t
mm_reduction_first_out (mm_reduction *g, mm_blob v)
{
  uint32_t o = g->vertex[v].first_out;
  while (o != MM_NONE && g->slot[o].to == MM_NONE)
    o = g->vertex[v].first_out = g->slot[o].next_out;
  return o;
}

static inline uint32_t
mm_reduction_next_out (mm_reduction *g, uint32_t o)
{
  uint32_t p = g->slot[o].next_out;
  while (p != MM_NONE && g->slot[p].to == MM_NONE)
    p = g->slot[o].next_out = g->slot[p].next_out;
  return p;
}

/* Where a layer (called by its out-half) ends, and where the layer of an in-half starts.  */
static inline mm_blob
mm_reduction_head (const mm_reduction *g, mm_layer e)
{
  return g->slot[g->slot[e].to].head;
}

static inline mm_blob
mm_reduction_tail_of_in (const mm_reduction *g, uint32_t i)
{
  return g->slot[g->slot[i].from].tail;
}

/** Put v on the worklist, unless it is there or barred. */
static inline void
mm_reduction_list (mm_reduction *g, mm_blob v)
{
  if (g->vertex[v].next != MM_UNLISTED)
    return;
  g->vertex[v].next = g->listed;
  g->listed = v;
}

/** Take a blob off the worklist; MM_NONE when it is empty. */
static inline mm_blob
mm_reduction_unlist (mm_reduction *g)
{
  mm_blob v = g->listed;
  if (v != MM_NONE)
    {
      g->listed = g->vertex[v].next;
      g->vertex[v].next = MM_UNLISTED;
    }
  return v;
}

#endif
