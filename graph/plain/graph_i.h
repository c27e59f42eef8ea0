/* graph/plain/graph_i.h: the plain graph inside; for graph/plain/ only.  */
#ifndef MM_GRAPH_PLAIN_GRAPH_I_H
#define MM_GRAPH_PLAIN_GRAPH_I_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/plain/cgraph.h"

#define MM_PLAIN_NONE UINT32_MAX

struct mm_plain_node
{
  char name[12];
  uint32_t first_out, last; /* edges, or MM_PLAIN_NONE */
};

struct mm_plain_edge
{
  struct mm_plain_graph *graph;
  uint32_t tail, head;
  uint32_t value;    /* of the attribute, plus 1; 0: it has none */
  uint32_t next_out; /* or MM_PLAIN_NONE */
  uint32_t sequence;
};

struct mm_plain_symbol
{
  uint32_t number; /* of the attribute in its name; MM_PLAIN_NONE: there is none in the text */
};

struct mm_plain_graph
{
  struct mm_plain_node *node;
  struct mm_plain_edge *edge;
  size_t nodes, node_capacity, edges, edge_capacity;
  struct mm_plain_symbol symbol;
  char buffer[24];
};

#endif
