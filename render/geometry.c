/* render/geometry.c: points, boxes and routes.  */
#include "render/geometry_i.h"

#include <assert.h>
#include <float.h>
#include <math.h>

mm_point
mm_point_add (mm_point a, mm_point b)
{
  return (mm_point){ a.x + b.x, a.y + b.y };
}

mm_point
mm_point_sub (mm_point a, mm_point b)
{
  return (mm_point){ a.x - b.x, a.y - b.y };
}

mm_point
mm_point_scale (mm_point a, double k)
{
  return (mm_point){ a.x * k, a.y * k };
}

mm_point
mm_point_mix (mm_point a, mm_point b, double t)
{
  return (mm_point){ a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t };
}

double
mm_point_dot (mm_point a, mm_point b)
{
  return a.x * b.x + a.y * b.y;
}

double
mm_point_cross (mm_point a, mm_point b)
{
  return a.x * b.y - a.y * b.x;
}

double
mm_point_distance (mm_point a, mm_point b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

mm_point
mm_point_unit (mm_point a)
{
  double length = hypot (a.x, a.y);
  if (length < 1e-9)
    return (mm_point){ 1, 0 };
  return (mm_point){ a.x / length, a.y / length };
}

mm_point
mm_point_normal (mm_point a)
{
  mm_point u = mm_point_unit (a);
  return (mm_point){ -u.y, u.x };
}

/* ---- boxes ---------------------------------------------------------------- */

mm_box
mm_box_around (mm_point centre, double width, double height)
{
  return (mm_box){ centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2 };
}

mm_box
mm_box_join (mm_box a, mm_box b)
{
  return (mm_box){ fmin (a.x0, b.x0), fmin (a.y0, b.y0), fmax (a.x1, b.x1), fmax (a.y1, b.y1) };
}

mm_box
mm_box_grow (mm_box a, double by)
{
  return (mm_box){ a.x0 - by, a.y0 - by, a.x1 + by, a.y1 + by };
}

double
mm_box_overlap (mm_box a, mm_box b)
{
  double w = fmin (a.x1, b.x1) - fmax (a.x0, b.x0);
  double h = fmin (a.y1, b.y1) - fmax (a.y0, b.y0);
  return w > 0 && h > 0 ? w * h : 0;
}

double
mm_box_distance (mm_box a, mm_point p)
{
  double dx = fmax (fmax (a.x0 - p.x, p.x - a.x1), 0);
  double dy = fmax (fmax (a.y0 - p.y, p.y - a.y1), 0);
  return hypot (dx, dy);
}

/* ---- one segment ---------------------------------------------------------- */

static mm_point
bezier (const mm_point p[4], double t)
{
  double s = 1 - t;
  double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
  return (mm_point){ a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                     a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y };
}

/* The part of a segment between two parameters (de Casteljau).  */
static void
cut (const mm_point p[4], double from, double to, mm_point out[4])
{
  double third = (to - from) / 3;
  out[0] = bezier (p, from);
  out[3] = bezier (p, to);
  for (int end = 0; end < 2; end++)
    {
      double t = end ? to : from, s = 1 - t;
      mm_point d = mm_point_add (mm_point_add (mm_point_scale (mm_point_sub (p[1], p[0]), 3 * s * s),
                                               mm_point_scale (mm_point_sub (p[2], p[1]), 6 * s * t)),
                                 mm_point_scale (mm_point_sub (p[3], p[2]), 3 * t * t));
      if (end)
        out[2] = mm_point_sub (out[3], mm_point_scale (d, third));
      else
        out[1] = mm_point_add (out[0], mm_point_scale (d, third));
    }
}

/* ---- whole routes --------------------------------------------------------- */

mm_route
mm_route_line (mm_point a, mm_point b)
{
  mm_route r = { .segments = 1 };
  for (int i = 0; i < 3; i++)
    r.at[i] = mm_point_mix (a, b, i / 3.0);
  r.at[3] = b;
  return r;
}

/* The tangent at knot i, as long as a step in the knots' distances.  */
static mm_point
knot_tangent (const mm_point *knot, uint32_t count, uint32_t i)
{
  if (i == 0 || i == count - 1)
    {
      uint32_t a = i ? i - 1 : 0;
      return mm_point_unit (mm_point_sub (knot[a + 1], knot[a]));
    }
  mm_point before = mm_point_sub (knot[i], knot[i - 1]), after = mm_point_sub (knot[i + 1], knot[i]);
  double b = mm_point_distance (knot[i], knot[i - 1]), a = mm_point_distance (knot[i + 1], knot[i]);
  return mm_point_unit (mm_point_add (mm_point_scale (mm_point_unit (before), a),
                                      mm_point_scale (mm_point_unit (after), b)));
}

mm_route
mm_route_through (const mm_point *knot, uint32_t count)
{
  assert (count >= 2 && count <= MM_ROUTE_SEGMENTS + 1);
  if (count == 2)
    return mm_route_line (knot[0], knot[1]);
  mm_route r = { .segments = count - 1 };
  for (uint32_t i = 0; i + 1 < count; i++)
    {
      double third = mm_point_distance (knot[i], knot[i + 1]) / 3;
      r.at[3 * i] = knot[i];
      r.at[3 * i + 1] = mm_point_add (knot[i], mm_point_scale (knot_tangent (knot, count, i), third));
      r.at[3 * i + 2] = mm_point_sub (knot[i + 1], mm_point_scale (knot_tangent (knot, count, i + 1), third));
      r.at[3 * i + 3] = knot[i + 1];
    }
  /* The ends turn towards their neighbours instead of leaving along the chord.  */
  r.at[1] = mm_point_mix (r.at[0], r.at[2], 0.5);
  r.at[3 * r.segments - 1] = mm_point_mix (r.at[3 * r.segments], r.at[3 * r.segments - 2], 0.5);
  return r;
}

mm_point
mm_route_first (const mm_route *r)
{
  return r->at[0];
}

mm_point
mm_route_last (const mm_route *r)
{
  return r->at[3 * r->segments];
}

/* Split u into a segment and its parameter.  */
static uint32_t
segment_of (const mm_route *r, double u, double *t)
{
  double s = floor (fmin (fmax (u, 0), r->segments));
  uint32_t i = (uint32_t) s;
  if (i == r->segments)
    i--;
  *t = fmin (fmax (u - i, 0), 1);
  return i;
}

mm_point
mm_route_at (const mm_route *r, double u)
{
  double t;
  uint32_t i = segment_of (r, u, &t);
  return bezier (r->at + 3 * i, t);
}

mm_point
mm_route_tangent (const mm_route *r, double u)
{
  const double h = 1e-3;
  return mm_point_unit (mm_point_sub (mm_route_at (r, u + h), mm_route_at (r, u - h)));
}

/* Straight pieces per segment, for everything that is measured.  */
enum { PIECES = 24 };

typedef struct polyline
{
  uint32_t count;
  mm_point at[MM_ROUTE_SEGMENTS * PIECES + 1];
  double length[MM_ROUTE_SEGMENTS * PIECES + 1]; /* from the start */
} polyline;

static void
flatten (const mm_route *r, polyline *out)
{
  out->count = r->segments * PIECES + 1;
  for (uint32_t i = 0; i < out->count; i++)
    {
      out->at[i] = mm_route_at (r, (double) i / PIECES);
      out->length[i] = i ? out->length[i - 1] + mm_point_distance (out->at[i - 1], out->at[i]) : 0;
    }
}

static double
polyline_fraction (const polyline *p, double f)
{
  double wanted = p->length[p->count - 1] * fmin (fmax (f, 0), 1);
  uint32_t i = 1;
  while (i + 1 < p->count && p->length[i] < wanted)
    i++;
  double step = p->length[i] - p->length[i - 1];
  double within = step > 0 ? (wanted - p->length[i - 1]) / step : 0;
  return (i - 1 + within) / PIECES;
}

double
mm_route_length (const mm_route *r)
{
  polyline p;
  flatten (r, &p);
  return p.length[p.count - 1];
}

void
mm_route_sample (const mm_route *r, mm_point *out, uint32_t count)
{
  assert (count >= 2);
  polyline p;
  flatten (r, &p);
  for (uint32_t i = 0; i < count; i++)
    out[i] = mm_route_at (r, polyline_fraction (&p, (double) i / (count - 1)));
  out[0] = mm_route_first (r);
  out[count - 1] = mm_route_last (r);
}

double
mm_route_fraction (const mm_route *r, double f)
{
  polyline p;
  flatten (r, &p);
  return polyline_fraction (&p, f);
}

double
mm_nearest_on (mm_point a, mm_point b, mm_point p)
{
  mm_point d = mm_point_sub (b, a);
  double square = mm_point_dot (d, d);
  double t = square > 0 ? mm_point_dot (mm_point_sub (p, a), d) / square : 0;
  return fmin (fmax (t, 0), 1);
}

double
mm_route_distance (const mm_route *r, mm_point p, double *u)
{
  polyline line;
  flatten (r, &line);
  double best = DBL_MAX;
  for (uint32_t i = 0; i + 1 < line.count; i++)
    {
      double t = mm_nearest_on (line.at[i], line.at[i + 1], p);
      double distance = mm_point_distance (p, mm_point_mix (line.at[i], line.at[i + 1], t));
      if (distance < best)
        {
          best = distance;
          if (u)
            *u = (i + t) / PIECES;
        }
    }
  return best;
}

/* ---- clipping ------------------------------------------------------------- */

/* The u between an outside and an inside place at which the circle is crossed.  */
static double
bisect (const mm_route *r, mm_point centre, double radius, double inside, double outside)
{
  for (int i = 0; i < 40; i++)
    {
      double middle = (inside + outside) / 2;
      if (mm_point_distance (mm_route_at (r, middle), centre) < radius)
        inside = middle;
      else
        outside = middle;
    }
  return outside;
}

/* The part between two places of the route.  */
static mm_route
part (const mm_route *r, double from, double to)
{
  double t0, t1;
  uint32_t i0 = segment_of (r, from, &t0), i1 = segment_of (r, to, &t1);
  if (i1 > i0 && t1 < 1e-9)
    {
      i1--;
      t1 = 1;
    }
  mm_route out = { .segments = i1 - i0 + 1 };
  for (uint32_t i = i0; i <= i1; i++)
    cut (r->at + 3 * i, i == i0 ? t0 : 0, i == i1 ? t1 : 1, out.at + 3 * (i - i0));
  return out;
}

bool
mm_route_clip (const mm_route *r, double first_radius, double last_radius, mm_route *out)
{
  mm_point first = mm_route_first (r), last = mm_route_last (r);
  uint32_t count = r->segments * PIECES, i = 0, from = 0, to;
  for (i = 0; i <= count; i++)
    if (mm_point_distance (mm_route_at (r, (double) i / PIECES), first) < first_radius)
      from = i + 1;
  for (to = from; to <= count; to++)
    if (mm_point_distance (mm_route_at (r, (double) to / PIECES), last) < last_radius)
      break;
  if (from >= to || from > count)
    return false;
  double u0 = from == 0 ? 0 : bisect (r, first, first_radius, (from - 1.0) / PIECES, (double) from / PIECES);
  double u1 = to > count ? r->segments : bisect (r, last, last_radius, (double) to / PIECES, (to - 1.0) / PIECES);
  if (u1 <= u0)
    return false;
  *out = part (r, u0, u1);
  return true;
}
