/* render/geometry_i.h: points and routes; for render/ only.

   Lengths are points (1/72 inch); y grows upwards.  All functions are pure.  */
#ifndef MM_RENDER_GEOMETRY_I_H
#define MM_RENDER_GEOMETRY_I_H

#include <stdbool.h>
#include <stdint.h>

typedef struct mm_point
{
  double x, y;
} mm_point;

/** A rectangle; x0 <= x1, y0 <= y1. */
typedef struct mm_box
{
  double x0, y0, x1, y1;
} mm_box;

enum
{
  MM_ROUTE_SEGMENTS = 20,
  MM_ROUTE_POINTS = 3 * MM_ROUTE_SEGMENTS + 1
};

/**
 * The way of a layer from the centre of one blob to the centre of another: cubic
 * Bezier segments, segment i having the control points 3i … 3i+3.
 */
typedef struct mm_route
{
  uint32_t segments; /* 1 … MM_ROUTE_SEGMENTS */
  mm_point at[MM_ROUTE_POINTS];
} mm_route;

mm_point mm_point_add (mm_point a, mm_point b);
mm_point mm_point_sub (mm_point a, mm_point b);
mm_point mm_point_scale (mm_point a, double k);
mm_point mm_point_mix (mm_point a, mm_point b, double t); /* a at t = 0, b at t = 1 */
double mm_point_dot (mm_point a, mm_point b);
double mm_point_cross (mm_point a, mm_point b); /* > 0: b is to the left of a */
double mm_point_distance (mm_point a, mm_point b);
mm_point mm_point_unit (mm_point a);   /* (1, 0) for the zero vector */
mm_point mm_point_normal (mm_point a); /* unit, to the left */

/** A box around a point. */
mm_box mm_box_around (mm_point centre, double width, double height);
mm_box mm_box_join (mm_box a, mm_box b);
mm_box mm_box_grow (mm_box a, double by);
double mm_box_overlap (mm_box a, mm_box b);       /* the common area */
double mm_box_distance (mm_box a, mm_point p);    /* 0 inside */

/** A straight route. */
mm_route mm_route_line (mm_point a, mm_point b);

/** A smooth route through 2 … MM_ROUTE_SEGMENTS + 1 knots (Catmull-Rom, chord-length tangents). */
mm_route mm_route_through (const mm_point *knot, uint32_t count);

mm_point mm_route_first (const mm_route *r);
mm_point mm_route_last (const mm_route *r);

/** The point at u in [0, segments]: segment floor (u), parameter u - floor (u). */
mm_point mm_route_at (const mm_route *r, double u);

/** The direction of travel at u; unit. */
mm_point mm_route_tangent (const mm_route *r, double u);

/** Length along the route, to about a thousandth. */
double mm_route_length (const mm_route *r);

/** count >= 2 points at equal distances along the route, both ends included. */
void mm_route_sample (const mm_route *r, mm_point *out, uint32_t count);

/** The u of the point that lies at fraction f of the length. */
double mm_route_fraction (const mm_route *r, double f);

/** The place nearest to p on the straight piece from a to b, as a fraction of it. */
double mm_nearest_on (mm_point a, mm_point b, mm_point p);

/** The distance from p to the route; u (may be NULL) gets the nearest place. */
double mm_route_distance (const mm_route *r, mm_point p, double *u);

/** A route as equally spaced points: for quick measuring against many others. */
enum { MM_TRACE_POINTS = 65 };
typedef struct mm_trace
{
  mm_point at[MM_TRACE_POINTS];
} mm_trace;

mm_trace mm_route_trace (const mm_route *r);

/** The distance from p to the trace. */
double mm_trace_distance (const mm_trace *t, mm_point p);

/** The largest distance between points at equal fractions: how far two routes with the same ends are apart. */
double mm_trace_gap (const mm_trace *a, const mm_trace *b);

/** How long the trace is, and how long its part inside a box. */
double mm_trace_length (const mm_trace *t);
double mm_trace_inside (const mm_trace *t, mm_box b);

/** How often two traces cross. */
uint32_t mm_trace_crossings (const mm_trace *a, const mm_trace *b);

mm_box mm_trace_box (const mm_trace *t);

/**
 * The part outside two circles around its ends: from where it last leaves the first
 * to where it then first enters the second.
 * @return false when nothing is left (the circles meet on the route)
 */
bool mm_route_clip (const mm_route *r, double first_radius, double last_radius, mm_route *out);

#endif
