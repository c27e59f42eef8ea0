/* tests/kit.h: what all test programs share: small modules, random modules, shared data.

   Everything is seeded; a failing property prints the seed.  Functions abort on
   failure, since a test cannot go on without what they make.  */
#ifndef MM_TESTS_KIT_H
#define MM_TESTS_KIT_H

#include <stdint.h>

#include "graph/module.h"

/** splitmix64: the next 64 bits of a sequence. */
uint64_t kit_bits (uint64_t *state);
uint32_t kit_below (uint64_t *state, uint32_t n);

/** A module from words like "s-a a-t s-t": blobs are named, in order of appearance. */
mm_module *kit_module (const char *layers);

/** The Wheatstone bridge, the smallest complex module, and the paper's module (D). */
mm_module *kit_bridge (void);
mm_module *kit_paper_d (void);

/** A random simple module: grown from one layer by so many series and parallel steps, ids shuffled. */
mm_module *kit_random_simple (uint64_t seed, uint32_t steps);

/** A random module: simple growth in which some layers are replaced by bridges. */
mm_module *kit_random_bridged (uint64_t seed, uint32_t steps, uint32_t bridges);

/** A random st-DAG on n blobs with about m layers (parallel ones included), ids shuffled. */
mm_module *kit_random_dag (uint64_t seed, uint32_t n, uint32_t m);

/** Call f for every st-DAG on the blobs 0 … n-1 in topological numbering (no parallel layers), n <= 7. */
void kit_each_dag (uint32_t n, void (*f) (const mm_module *m, void *context), void *context);

/** The path of a file of the shared data folder, or NULL when this machine has none. Static storage. */
const char *kit_shared (const char *file);

#endif
