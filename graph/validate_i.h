/* graph/validate_i.h: the checks that stand between a graph and a module; for graph/ only.

   Each returns MM_OK, MM_ENOTMODULE with the flaw and a sentence, or MM_ENOMEM.
   They run in the order in which they stand here, which decides what a graph with
   several flaws is refused for.  */
#ifndef MM_GRAPH_VALIDATE_I_H
#define MM_GRAPH_VALIDATE_I_H

#include "graph/builder_i.h"

/** There is a layer, and none is a self-loop. */
mm_status mm_validate_layers (const mm_builder *b, mm_error *err);

/**
 * There are not so many blobs that one of them must be isolated: m layers touch at
 * most 2m.  What comes later may take memory for every blob, whatever number a file
 * has announced.
 */
mm_status mm_validate_counts (const mm_builder *b, mm_error *err);

/** No two blobs have one name (MM_EPARSE); a made-up name counts. */
mm_status mm_validate_names (const mm_builder *b, mm_error *err);

/** No isolated blob and no cycle.  The index of m is filled; `ordered` blobs have a place in it. */
mm_status mm_validate_order (const mm_builder *b, const mm_module *m, uint32_t ordered, mm_error *err);

/** One source, one sink, and those that were declared. */
mm_status mm_validate_terminals (const mm_builder *b, const mm_module *m, mm_blob *source, mm_blob *sink,
                                 mm_error *err);

#endif
