/* graph/validate_i.h: the checks that stand between a graph and a module; for graph/ only.

   Each returns the flaw that it looks for, or MM_FLAW_NONE.  They run in the order in which they
   stand here, which decides what a graph with several flaws is refused for; mm_refuse_graph
   (faults_i.h) then tells them all.  */
#ifndef MM_GRAPH_VALIDATE_I_H
#define MM_GRAPH_VALIDATE_I_H

#include "graph/builder_i.h"

/** There is a layer, and none is a self-loop. */
mm_flaw mm_validate_layers (const mm_builder *b);

/**
 * There are not so many blobs that one of them must be isolated: m layers touch at
 * most 2m.  What comes later may take memory for every blob, whatever number a file
 * has announced.
 */
mm_flaw mm_validate_counts (const mm_builder *b);

/** No two blobs have one name; a made-up name counts. @return MM_OK; MM_EPARSE; MM_ENOMEM */
mm_status mm_validate_names (const mm_builder *b, mm_error *err);

/** No isolated blob and no cycle.  The index of m is filled; `ordered` blobs have a place in it. */
mm_flaw mm_validate_order (const mm_module *m, uint32_t ordered);

/** One source, one sink, and those that m's table declares. */
mm_flaw mm_validate_terminals (const mm_module *m, mm_blob *source, mm_blob *sink);

#endif
