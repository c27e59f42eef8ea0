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

/* The attributes of a blob or layer begin at a group of those that mm_builder_add_attributes will bring.  */
mm_status mm_builder_set_blob_group (mm_builder *b, mm_blob v, uint32_t group);
mm_status mm_builder_set_layer_group (mm_builder *b, mm_layer e, uint32_t group);

/**
 * Bring the attributes of a whole file to a builder that has none.
 * @param text  where their texts are; both are copied
 * @return MM_OK; MM_ENOMEM, with b as it was
 */
mm_status mm_builder_add_attributes (mm_builder *b, const mm_attributes *attributes, const mm_pool *text,
                                     uint32_t graph_group, uint32_t subgraph_group);

/* Where a blob, a layer stands in its file; 0 when nobody said.  */
uint64_t mm_builder_blob_line (const mm_builder *b, mm_blob v);
uint64_t mm_builder_layer_line (const mm_builder *b, mm_layer e);

#endif
