/* graph/index_i.h: what is computed of a graph's layers: adjacency and order; for graph/ only.  */
#ifndef MM_GRAPH_INDEX_I_H
#define MM_GRAPH_INDEX_I_H

#include "graph/module_i.h"

/**
 * Fill in_start, out_start, in, out and order of a module from its table.
 *
 * O(blobs + layers).  A blob of a cycle, or behind one, has no place in the order.
 *
 * @param ordered  out: how many blobs have a place in the order; all of them when
 *                 there is no cycle
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_index_fill (mm_module *m, uint32_t *ordered);

#endif
