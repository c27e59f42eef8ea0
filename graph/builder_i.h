/* graph/builder_i.h: the inside of a builder; for graph/ only.  */
#ifndef MM_GRAPH_BUILDER_I_H
#define MM_GRAPH_BUILDER_I_H

#include "graph/builder.h"
#include "graph/module_i.h"

struct mm_builder
{
  mm_table table;
  size_t tail_capacity, head_capacity;
  mm_column blob_line, layer_line; /* uint32_t, 0 = unknown */
  uint64_t first_layer_line;       /* layer e stands in line first_layer_line + e; 0 = see layer_line */
  uint64_t terminals_line;         /* where the ends were declared, or 0 */
};

/**
 * Add so many nameless layers at once, whose ends the caller writes itself.
 *
 * Every end must be a blob of b before anything else is done with b (but b may be
 * cleared or freed).  This is how a file of 10^6 layers gets in without 10^6 calls.
 *
 * @param tail, head  out: `count` entries each, to be filled
 * @return MM_OK; MM_ENOMEM or MM_ELIMIT, with b as it was
 */
mm_status mm_builder_add_layers (mm_builder *b, uint32_t count, mm_blob **tail, mm_blob **head);

#endif
