/* tests/capacity_kit.h: modules for the tests of capacity, and slow, obvious judges.  */
#ifndef MM_TESTS_CAPACITY_KIT_H
#define MM_TESTS_CAPACITY_KIT_H

#include "graph/demand.h"
#include "graph/hubs.h"
#include "tests/shaped.h"

/** Give a blob channels, or the layer between two blobs a kernel, by name. */
void set_channels (const mm_module *m, shape *s, const char *blob, uint32_t channels);
void set_kernel (const mm_module *m, shape *s, const char *tail, const char *head, uint32_t kernel);

/** All channels c, all kernels k. */
shape plain_shape (const mm_module *m, uint32_t c, uint32_t k);

/**
 * Two hubs a and b see all four inputs; half of the outputs start behind each.  No single blob has
 * both four channels and a way out for four units, and all layers at s and t are 1x1.
 */
mm_module *twin_hubs (void);

/**
 * The butterfly: two hubs need two units each, and get one directly and the other through the same
 * single channel, which has to carry a combination of both (network coding).
 */
mm_module *butterfly (void);

#endif
