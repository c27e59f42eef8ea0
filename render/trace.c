/* render/trace.c: routes as points, for quick measuring.  */
#include "render/geometry_i.h"

#include <float.h>
#include <math.h>

mm_trace
mm_route_trace (const mm_route *r)
{
  mm_trace t;
  mm_route_sample (r, t.at, MM_TRACE_POINTS);
  return t;
}

double
mm_trace_distance (const mm_trace *t, mm_point p)
{
  double best = DBL_MAX;
  for (int i = 0; i + 1 < MM_TRACE_POINTS; i++)
    {
      mm_point near = mm_point_mix (t->at[i], t->at[i + 1], mm_nearest_on (t->at[i], t->at[i + 1], p));
      best = fmin (best, mm_point_distance (p, near));
    }
  return best;
}

double
mm_trace_gap (const mm_trace *a, const mm_trace *b)
{
  double gap = 0;
  for (int i = 1; i + 1 < MM_TRACE_POINTS; i++)
    gap = fmax (gap, mm_point_distance (a->at[i], b->at[i]));
  return gap;
}

double
mm_trace_length (const mm_trace *t)
{
  double length = 0;
  for (int i = 0; i + 1 < MM_TRACE_POINTS; i++)
    length += mm_point_distance (t->at[i], t->at[i + 1]);
  return length;
}

/* Narrow the part [*t0, *t1] of a piece to where from + t step lies in [low, high].  */
static void
narrow (double from, double step, double low, double high, double *t0, double *t1)
{
  if (fabs (step) < 1e-12)
    {
      if (from < low || from > high)
        *t1 = *t0;
      return;
    }
  double a = (low - from) / step, b = (high - from) / step;
  *t0 = fmax (*t0, fmin (a, b));
  *t1 = fmin (*t1, fmax (a, b));
}

double
mm_trace_inside (const mm_trace *t, mm_box b)
{
  double inside = 0;
  for (int i = 0; i + 1 < MM_TRACE_POINTS; i++)
    {
      mm_point p = t->at[i], d = mm_point_sub (t->at[i + 1], p);
      double t0 = 0, t1 = 1;
      narrow (p.x, d.x, b.x0, b.x1, &t0, &t1);
      narrow (p.y, d.y, b.y0, b.y1, &t0, &t1);
      if (t1 > t0)
        inside += (t1 - t0) * hypot (d.x, d.y);
    }
  return inside;
}

static bool
pieces_cross (mm_point a, mm_point b, mm_point c, mm_point d)
{
  mm_point ab = mm_point_sub (b, a), cd = mm_point_sub (d, c);
  double c_side = mm_point_cross (ab, mm_point_sub (c, a)), d_side = mm_point_cross (ab, mm_point_sub (d, a));
  double a_side = mm_point_cross (cd, mm_point_sub (a, c)), b_side = mm_point_cross (cd, mm_point_sub (b, c));
  return (c_side > 0) != (d_side > 0) && (a_side > 0) != (b_side > 0);
}

uint32_t
mm_trace_crossings (const mm_trace *a, const mm_trace *b)
{
  mm_box box = mm_trace_box (b);
  uint32_t crossings = 0;
  for (int i = 0; i + 1 < MM_TRACE_POINTS; i++)
    {
      if (mm_box_distance (box, a->at[i]) > mm_point_distance (a->at[i], a->at[i + 1]))
        continue;
      for (int j = 0; j + 1 < MM_TRACE_POINTS; j++)
        crossings += pieces_cross (a->at[i], a->at[i + 1], b->at[j], b->at[j + 1]);
    }
  return crossings;
}

mm_box
mm_trace_box (const mm_trace *t)
{
  mm_box box = mm_box_around (t->at[0], 0, 0);
  for (int i = 1; i < MM_TRACE_POINTS; i++)
    box = mm_box_join (box, mm_box_around (t->at[i], 0, 0));
  return box;
}
