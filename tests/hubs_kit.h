/* tests/hubs_kit.h: plans of several hubs, made by hand and at random, with modules that just fit them.  */
#ifndef MM_TESTS_HUBS_KIT_H
#define MM_TESTS_HUBS_KIT_H

#include "graph/demand.h"
#include "graph/hubs.h"
#include "tests/kit.h"

/** An empty plan for a module, with so many hubs; all numbers 0. The caller clears it. */
mm_hubs hubs_new (const mm_module *m, bool columns, uint32_t count);

/**
 * A random module of at most 15 blobs and a plan that serves the demand there: hubs are drawn
 * first, then units walk to them, start behind them and walk on, all at random, and at
 * last each blob gets the channels it needs and up to three more.  The caller frees both.
 *
 * @param radii  kernels are 2 r + 1 in each direction, r below this
 */
mm_module *hubs_random (uint64_t *state, const mm_demand *demand, bool columns, uint32_t radii, mm_hubs *plan);

#endif
