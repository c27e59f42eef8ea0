/* tests/oracle_reduce.h: reduction the slow, obvious way, to agree with.  */
#ifndef MM_TESTS_ORACLE_REDUCE_H
#define MM_TESTS_ORACLE_REDUCE_H

#include "graph/module.h"

/** A list of layers; a layer that is gone has tail MM_NONE. */
typedef struct oracle_graph
{
  uint32_t blobs, layers;
  mm_blob source, sink;
  mm_blob *tail, *head;
} oracle_graph;

oracle_graph oracle_load (const mm_module *m);
void oracle_free (oracle_graph *g);

/**
 * Search all layers and blobs for redexes of the two atomic rules, do a random one, and
 * start again, until there is none.  The product keeps the id of the first layer (series)
 * or the smaller id (parallel).
 */
void oracle_reduce (oracle_graph *g, uint64_t seed);

uint32_t oracle_live_layers (const oracle_graph *g);
uint32_t oracle_live_blobs (const oracle_graph *g);

/** Whether the atomic rules have a redex. */
bool oracle_has_redex (const oracle_graph *g);

/** How many live layers start and end there; either may be MM_NONE for "anywhere". */
uint32_t oracle_count (const oracle_graph *g, mm_blob tail, mm_blob head);

#endif
