/* numeric/flow_i.h: integral flows in small networks; for numeric/ only.  */
#ifndef MM_NUMERIC_FLOW_I_H
#define MM_NUMERIC_FLOW_I_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

/** A capacity that no flow fills. */
#define MM_FLOW_INFINITE (INT64_MAX / 4)

/**
 * A network: nodes 0 … nodes-1 and arcs 0, 1, 2, … in the order in which they were added.
 * Arc k is stored at 2k, the reverse of it at 2k + 1.
 */
typedef struct mm_flow
{
  uint32_t nodes;
  size_t arcs, capacity;
  uint32_t *first, *next;  /* lists of stored arcs; UINT32_MAX ends one */
  uint32_t *to;
  int64_t *room;           /* what a stored arc can still take */
  int32_t *cost;           /* per unit; of a reverse arc minus that */
  int64_t *level;          /* nodes entries: distances of a search */
  uint32_t *queue, *cursor;
  int64_t *potential;      /* of a cheapest flow: least costs so far */
  bool tight;              /* only arcs whose cost is the difference of the potentials of their ends count */
  uint32_t *place;         /* where a node is in the queue of one */
  uint64_t work;           /* about as many nodes and arcs as flows have looked at, all together */
} mm_flow;

/**
 * An empty network with room for so many arcs.
 * @return MM_OK; MM_ENOMEM, with *f all zero; MM_ELIMIT
 */
mm_status mm_flow_init (mm_flow *f, uint32_t nodes, size_t arcs);
void mm_flow_clear (mm_flow *f); /* frees; an all-zero struct is fine */

/** Take all arcs away and keep the memory. */
void mm_flow_empty (mm_flow *f);

/** Add an arc; at most as many as mm_flow_init was told. @return its number */
size_t mm_flow_arc (mm_flow *f, uint32_t from, uint32_t to, int64_t capacity, int32_t cost);

/** How much an arc carries. */
int64_t mm_flow_on (const mm_flow *f, size_t arc);

/**
 * Send as much as possible from one node to another, at most `limit` (Dinic 1970).  The
 * flow is integral.  O(nodes^2 arcs), on the split modules met here a handful of phases.
 *
 * @return how much was sent
 */
int64_t mm_flow_max (mm_flow *f, uint32_t from, uint32_t to, int64_t limit);

/** The same over arcs whose cost is the difference of the potentials of their ends: those of shortest paths. */
int64_t mm_flow_max_tight (mm_flow *f, uint32_t from, uint32_t to, int64_t limit);

/**
 * Send `limit` units, or as many as possible, as cheaply as possible: one shortest path, by Dijkstra's algorithm under
 * potentials (Edmonds and Karp 1972), then as much as possible over all others of that length (primal-dual: Ford and
 * Fulkerson 1962).  O(arcs log nodes) and a maximum flow for each price of a unit.
 *
 * Costs are at least zero, and nothing has been sent yet.
 *
 * @param most  give up as soon as it is certain that `limit` units cost more than this
 * @param cost  out: of all units sent
 * @return how much was sent; less than can be sent when it was given up
 */
int64_t mm_flow_cheapest (mm_flow *f, uint32_t from, uint32_t to, int64_t limit, int64_t most, int64_t *cost);

/**
 * The nodes that still can be reached; after a maximum flow that is one side of a minimum cut, the
 * one nearest to `from`.
 * @param side  out: nodes entries
 */
void mm_flow_side (mm_flow *f, uint32_t from, bool *side);

#endif
