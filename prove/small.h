/* prove/small.h: graphs of teaching size, as values.

   The engine of rewrite/ is fast and sees redexes one at a time.  The files that reason about
   *all* redexes and *all* derivations (prove/match.h, prove/critical.h, prove/explore.h) work on
   graphs small enough to be copied, compared and tried out, and share no code with the engine.  */
#ifndef MM_PROVE_SMALL_H
#define MM_PROVE_SMALL_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  MM_SMALL_BLOBS = 32,
  MM_SMALL_LAYERS = 64,
  MM_SMALL_GONE = 0xFF /* the tail and head of a layer that is gone */
};

/**
 * A directed multigraph; cycles and self-loops are allowed.  Blobs and layers are called by
 * their places, which they keep for life: those of a module are its handles.
 */
typedef struct mm_small
{
  uint32_t blobs, layers; /* places */
  uint32_t live;          /* bit v: blob v is there */
  uint32_t fixed;         /* bit v: no rule may take v away: a terminal, or a blob that may have
                             layers to the rest of a larger graph */
  uint8_t tail[MM_SMALL_LAYERS], head[MM_SMALL_LAYERS];
  uint16_t mark[MM_SMALL_LAYERS];  /* isomorphisms keep it; a product has all marks of its parts */
  uint8_t colour[MM_SMALL_BLOBS]; /* isomorphisms keep it */
} mm_small;

static inline bool
mm_small_has (const mm_small *g, uint32_t layer)
{
  return g->tail[layer] != MM_SMALL_GONE;
}

/**
 * A module as a small graph: s and t are fixed and each has a colour of its own, all marks are 0.
 * @return MM_OK; MM_ELIMIT when it has more than MM_SMALL_BLOBS blobs or MM_SMALL_LAYERS layers
 */
mm_status mm_small_load (const mm_module *m, mm_small *out, mm_error *err);

uint32_t mm_small_live_blobs (const mm_small *g);
uint32_t mm_small_live_layers (const mm_small *g);

/** Degrees of all places.  O(layers). */
void mm_small_degrees (const mm_small *g, uint8_t in[MM_SMALL_BLOBS], uint8_t out[MM_SMALL_BLOBS]);

/**
 * The live blobs with every layer pointing forward, among equals the lowest place first.
 * @param order  out: mm_small_live_blobs places, when the answer is true
 * @return false when there is a cycle
 */
bool mm_small_order (const mm_small *g, uint8_t order[MM_SMALL_BLOBS]);

/**
 * Whether two graphs are the same **on names**: the same blobs are there, and between any two
 * of them layers with the same marks.  Which place a layer has does not count.
 */
bool mm_small_equal (const mm_small *g, const mm_small *h);

/**
 * A number that isomorphic graphs share, and that others almost always differ in.
 * O(layers), by colour refinement.
 */
uint64_t mm_small_key (const mm_small *g);

/**
 * Whether there is a bijection of blobs and layers that keeps ends, marks, colours and which
 * blobs are fixed.  Exact, by refinement and backtracking: quick unless a graph is made to be
 * hard for it.
 */
bool mm_small_isomorphic (const mm_small *g, const mm_small *h);

#ifdef __cplusplus
}
#endif
#endif
