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
  uint32_t set;             /* of values */
  uint32_t first_out, last; /* edges, or MM_PLAIN_NONE */
};

struct mm_plain_edge
{
  struct mm_plain_graph *graph;
  uint32_t tail, head;
  uint32_t set;
  uint32_t next_out;
  uint32_t sequence;
};

struct mm_plain_symbol
{
  struct mm_plain_graph *graph;
  uint32_t attribute;
  int kind;
};

/** Attributes have numbers below `width`; a *set* has a value for each, plus 1, or 0 where it is not set. */
struct mm_plain_graph
{
  struct mm_plain_node *node;
  struct mm_plain_edge *edge;
  uint32_t *value; /* set s is value[s * width] …; set 0 is that of the graph */
  size_t nodes, node_capacity, edges, edge_capacity, sets, value_capacity;
  uint32_t width;
  struct mm_plain_symbol *symbol; /* 3 * width of them, by kind */
  char buffer[24];
};

/** A new set, a copy of another (`base` may lie in g->value). @return its number; MM_PLAIN_NONE: out of memory */
uint32_t mm_plain_new_set (struct mm_plain_graph *g, uint32_t base);

static inline uint32_t *
mm_plain_values (const struct mm_plain_graph *g, uint32_t set)
{
  return g->value + (size_t) set * g->width;
}

#endif
