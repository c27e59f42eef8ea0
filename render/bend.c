/* render/bend.c: new routes from old ones.  */
#include "render/bend_i.h"

#include <assert.h>
#include <math.h>

enum { KNOTS = 9 }; /* of a route that is bent as a whole */

/* Both fit into one.  */
static mm_route
join (const mm_route *a, const mm_route *b)
{
  mm_route r = { .segments = a->segments + b->segments };
  for (uint32_t i = 0; i <= 3 * a->segments; i++)
    r.at[i] = a->at[i];
  for (uint32_t i = 1; i <= 3 * b->segments; i++)
    r.at[3 * a->segments + i] = b->at[i];

  uint32_t joint = 3 * a->segments;
  mm_point in = mm_point_sub (r.at[joint], r.at[joint - 1]), out = mm_point_sub (r.at[joint + 1], r.at[joint]);
  mm_point along = mm_point_unit (mm_point_add (mm_point_unit (in), mm_point_unit (out)));
  r.at[joint - 1] = mm_point_sub (r.at[joint], mm_point_scale (along, sqrt (mm_point_dot (in, in))));
  r.at[joint + 1] = mm_point_add (r.at[joint], mm_point_scale (along, sqrt (mm_point_dot (out, out))));
  return r;
}

mm_route
mm_route_join (const mm_route *a, const mm_route *b)
{
  static_assert (2 * (KNOTS - 1) <= MM_ROUTE_SEGMENTS, "two that are bent as a whole fit into one");
  if (a->segments + b->segments <= MM_ROUTE_SEGMENTS)
    return join (a, b);
  const mm_route shorter_a = mm_route_relax (a, KNOTS, 0), shorter_b = mm_route_relax (b, KNOTS, 0);
  return join (&shorter_a, &shorter_b);
}

mm_route
mm_route_relax (const mm_route *r, uint32_t knots, double pull)
{
  assert (knots >= 2 && knots <= MM_ROUTE_SEGMENTS + 1);
  mm_point knot[MM_ROUTE_SEGMENTS + 1];
  mm_route_sample (r, knot, knots);
  mm_point first = mm_route_first (r), last = mm_route_last (r);
  for (uint32_t i = 1; i + 1 < knots; i++)
    knot[i] = mm_point_mix (knot[i], mm_point_mix (first, last, (double) i / (knots - 1)), pull);
  return mm_route_through (knot, knots);
}

mm_route
mm_route_mean (const mm_route *a, const mm_route *b)
{
  mm_point p[KNOTS], q[KNOTS];
  mm_route_sample (a, p, KNOTS);
  mm_route_sample (b, q, KNOTS);
  for (int i = 0; i < KNOTS; i++)
    p[i] = mm_point_mix (p[i], q[i], 0.5);
  return mm_route_through (p, KNOTS);
}

/* 1 at peak, 0 at both ends, smooth between.  */
static double
bump (double f, double peak)
{
  double x = f < peak ? f / peak : (1 - f) / (1 - peak);
  return 0.5 - 0.5 * cos (acos (-1.0) * fmin (fmax (x, 0), 1));
}

mm_route
mm_route_bow (const mm_route *r, double peak, double amount)
{
  mm_point knot[KNOTS], moved[KNOTS];
  mm_route_sample (r, knot, KNOTS);
  peak = fmin (fmax (peak, 0.15), 0.85);
  for (int i = 0; i < KNOTS; i++)
    {
      mm_point along = mm_point_sub (knot[i + 1 < KNOTS ? i + 1 : i], knot[i ? i - 1 : 0]);
      double push = amount * bump ((double) i / (KNOTS - 1), peak);
      moved[i] = mm_point_add (knot[i], mm_point_scale (mm_point_normal (along), push));
    }
  return mm_route_through (moved, KNOTS);
}
