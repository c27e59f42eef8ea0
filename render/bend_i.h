/* render/bend_i.h: new routes from old ones; for render/ only.  */
#ifndef MM_RENDER_BEND_I_H
#define MM_RENDER_BEND_I_H

#include "render/geometry_i.h"

/**
 * One route after the other, for the product of a series step.  The handles at the
 * joint are turned to the bisector of the two directions, so that it is smooth; the
 * ends stay, and every point of either route stays near where it was.
 * @param a, b  b starts where a ends
 */
mm_route mm_route_join (const mm_route *a, const mm_route *b);

/**
 * The route laid anew through `knots` places of it, the inner ones pulled a part of
 * the way (0 … 1) towards the chord.
 */
mm_route mm_route_relax (const mm_route *r, uint32_t knots, double pull);

/** Half way between two routes with the same ends. */
mm_route mm_route_mean (const mm_route *a, const mm_route *b);

/**
 * The route pushed sideways: by `amount` (to the left when positive) at the fraction
 * `peak` of its length, less and less towards the ends, which stay.
 */
mm_route mm_route_bow (const mm_route *r, double peak, double amount);

#endif
