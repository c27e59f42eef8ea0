/* render/sketch_i.h: small graphs in pictures of many; for render/ only.  */
#ifndef MM_RENDER_SKETCH_I_H
#define MM_RENDER_SKETCH_I_H

#include "prove/small.h"
#include "render/frame_i.h"

/** Where the blobs of a small graph are, and the routes of its layers; both by place. */
typedef struct mm_sketch
{
  mm_point at[MM_SMALL_BLOBS];
  mm_route route[MM_SMALL_LAYERS];
  mm_box hull; /* of centres and routes */
} mm_sketch;

/**
 * Place the live part of an acyclic graph from left to right.
 * @param label_width  room to keep on every layer, points
 * @param scale        everything is made smaller by this
 */
mm_status mm_sketch_arrange (mm_press *p, const mm_small *g, double label_width, double scale, mm_sketch *out,
                             mm_error *err);

/** Lead every layer straight, and parallel ones in bows `apart` points apart; places are given. */
void mm_sketch_route (const mm_small *g, double apart, mm_sketch *s);

#endif
