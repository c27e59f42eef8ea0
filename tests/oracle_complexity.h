/* tests/oracle_complexity.h: the reduction complexity, from its definition.  */
#ifndef MM_TESTS_ORACLE_COMPLEXITY_H
#define MM_TESTS_ORACLE_COMPLEXITY_H

#include "prove/cert.h"

/**
 * The least number of node reductions, over all orders in which the interior blobs can go:
 * a blob with one neighbour before and one behind it goes for nothing (parallel and series
 * steps), one with one neighbour on one side goes for one node reduction.  Exponential: at most 18 blobs.
 */
uint32_t oracle_complexity (const mm_module *m);

/** Whether (v,w) is a pair of the complexity graph, by walking with blobs taken away.  O(blobs * layers). */
bool oracle_is_pair (const mm_module *m, mm_blob v, mm_blob w);

/** Whether the chains of c, whose graph is m's, are disjoint chains of pairs with so many links. */
bool oracle_chains_prove (const mm_module *m, const mm_certificate *c, uint32_t links);

#endif
