/* graph/module_i.h: the inside of a module; for graph/ only.  */
#ifndef MM_GRAPH_MODULE_I_H
#define MM_GRAPH_MODULE_I_H

#include "graph/attributes_i.h"
#include "graph/column.h"
#include "graph/module.h"

/* What a module and a builder both hold.  */
typedef struct mm_table
{
  uint32_t blobs, layers;
  mm_blob *tail, *head; /* layers entries each */
  mm_blob source, sink;
  mm_padding padding;
  mm_reading reading;

  mm_pool text;
  size_t name;          /* of the graph, in text */
  mm_column blob_name;  /* size_t: offset in text */
  mm_column layer_name; /* size_t: as given */
  mm_pool shown_text;   /* names of layers whose given name, or name by place, another layer has */
  mm_column shown_name; /* size_t: offset in shown_text */
  mm_column blob_info;  /* mm_blob_record */
  mm_column layer_info; /* mm_layer_info */

  mm_attributes attributes;
  mm_column blob_group;  /* uint32_t: where the attributes of a blob begin, or MM_NO_GROUP */
  mm_column layer_group; /* uint32_t */
  uint32_t graph_group;  /* those of the graph */
  uint32_t subgraph_group; /* those of all subgraphs, which are kept for what they say on a wrong place */
} mm_table;

typedef struct mm_blob_record
{
  uint32_t channels;
  size_t activation, norm; /* offsets in text */
} mm_blob_record;

struct mm_module
{
  mm_table table;
  /* Compressed adjacency and topological order, one block of memory.  */
  uint32_t *block;
  uint32_t *in_start, *out_start; /* blobs + 1 entries */
  uint32_t *in, *out;             /* layers entries */
  uint32_t *order;                /* blobs entries */
};

void mm_table_init (mm_table *t);
void mm_table_free (mm_table *t); /* its contents, not t */

/** Where the attributes of an object begin. @param handle  of the blob or layer */
uint32_t mm_table_group (const mm_table *t, mm_place place, uint32_t handle);

const char *mm_table_blob_name (const mm_table *t, mm_blob v, char buffer[MM_NAME_BUFFER]);
const char *mm_table_given_name (const mm_table *t, mm_layer e, char buffer[MM_NAME_BUFFER]);
const char *mm_table_layer_name (const mm_table *t, mm_layer e, char buffer[MM_NAME_BUFFER]);

/** Make the names that are shown (layer_names.c).  O(n log n) for n layers with names, nothing for others.
    @return MM_OK; MM_ENOMEM, with t to be freed all the same */
mm_status mm_table_name_layers (mm_table *t);

#endif
