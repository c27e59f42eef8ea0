/* tests/bench/shapes.h: large modules of given shapes, as .edges files.  */
#ifndef MM_TESTS_BENCH_SHAPES_H
#define MM_TESTS_BENCH_SHAPES_H

#include <stdint.h>

typedef enum shape
{
  SHAPE_LADDER, /* nested: s = a0 -> a1 -> … -> ak -> bk -> … -> b0 = t with rungs ai -> bi; simple, k deep */
  SHAPE_RAILS,  /* two rails side by side with rungs; complex, nothing to reduce but the ends */
  SHAPE_FAN,    /* a hub with a layer to every blob of a path; simple; half of the layers touch the hub */
  SHAPE_RANDOM, /* a random DAG with twice as many layers as blobs; complex */
  SHAPE_SIMPLE, /* grown from one layer by random series and parallel steps; simple */
  SHAPE_BRIDGED, /* the same with one bridge in a hundred steps; complex */
  SHAPES
} shape;

const char *shape_name (shape s);

/** Write a module of about so many layers. shuffled: blob numbers and the order of layers are random. */
void shape_write (shape s, uint32_t layers, int shuffled, uint64_t seed, const char *path);

#endif
