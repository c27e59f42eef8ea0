/* tests/test_geometry.c: routes and what is made of them.  */
#include <criterion/criterion.h>

#include <math.h>

#include "render/bend_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (geometry, .fini = no_leaks);

enum { RANDOM_ROUTES = 300 };

static double
below (uint64_t *seed, double most)
{
  return most * (double) (kit_bits (seed) >> 11) / 9007199254740992.0;
}

/* A route from left to right with up to six knots.  */
static mm_route
random_route (uint64_t *seed, mm_point from)
{
  mm_point knot[7] = { from };
  uint32_t count = 2 + kit_below (seed, 6);
  for (uint32_t i = 1; i < count; i++)
    knot[i] = (mm_point){ knot[i - 1].x + 30 + below (seed, 90), from.y + below (seed, 160) - 80 };
  return mm_route_through (knot, count);
}

static mm_route
route_of_seed (uint64_t number)
{
  uint64_t seed = number;
  return random_route (&seed, (mm_point){ below (&seed, 100), below (&seed, 100) });
}

static bool
same (mm_point a, mm_point b)
{
  return mm_point_distance (a, b) < 1e-9;
}

/* The slow, obvious distance: thousands of places.  */
static double
sampled_distance (const mm_route *r, mm_point p)
{
  double best = HUGE_VAL;
  for (uint32_t i = 0; i <= 400 * r->segments; i++)
    best = fmin (best, mm_point_distance (p, mm_route_at (r, i / 400.0)));
  return best;
}

Test (geometry, a_route_through_knots_meets_every_knot)
{
  const mm_point knot[4] = { { 0, 0 }, { 40, 30 }, { 90, -10 }, { 150, 20 } };
  mm_route r = mm_route_through (knot, 4);
  cr_assert_eq (r.segments, 3);
  for (int i = 0; i < 4; i++)
    cr_assert (same (mm_route_at (&r, i), knot[i]));
}

Test (geometry, a_route_through_knots_has_no_corner)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      mm_route r = route_of_seed (n);
      for (uint32_t i = 1; i < r.segments; i++)
        {
          mm_point in = mm_point_unit (mm_point_sub (r.at[3 * i], r.at[3 * i - 1]));
          mm_point out = mm_point_unit (mm_point_sub (r.at[3 * i + 1], r.at[3 * i]));
          cr_assert (same (in, out), "seed %llu, knot %u", (unsigned long long) n, i);
        }
    }
}

Test (geometry, the_length_of_a_line_is_its_distance)
{
  mm_route r = mm_route_line ((mm_point){ 1, 2 }, (mm_point){ 4, 6 });
  cr_assert_float_eq (mm_route_length (&r), 5, 1e-9);
  mm_point middle = mm_route_at (&r, mm_route_fraction (&r, 0.5));
  cr_assert (same (middle, (mm_point){ 2.5, 4 }));
}

Test (geometry, samples_are_equally_far_apart_along_the_route)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      mm_route r = route_of_seed (n);
      double length = mm_route_length (&r), before = 0;
      for (int i = 1; i <= 10; i++)
        {
          /* Integrate up to the place that is claimed to be i tenths along.  */
          double u = mm_route_fraction (&r, i / 10.0), sum = 0;
          mm_point last = mm_route_at (&r, 0);
          for (int j = 1; j <= 2000; j++)
            {
              mm_point p = mm_route_at (&r, u * j / 2000);
              sum += mm_point_distance (last, p);
              last = p;
            }
          cr_assert_float_eq (sum - before, length / 10, length * 4e-3, "seed %llu", (unsigned long long) n);
          before = sum;
        }
    }
}

Test (geometry, distance_agrees_with_sampling)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      uint64_t seed = n;
      mm_route r = random_route (&seed, (mm_point){ 0, 0 });
      mm_point p = { below (&seed, 400), below (&seed, 300) - 150 };
      double u, distance = mm_route_distance (&r, p, &u), expected = sampled_distance (&r, p);
      cr_assert_float_eq (distance, expected, 0.2, "seed %llu: %f, not %f", (unsigned long long) n, distance, expected);
      cr_assert_float_eq (mm_point_distance (mm_route_at (&r, u), p), expected, 0.3);
      mm_trace t = mm_route_trace (&r);
      cr_assert_float_eq (mm_trace_distance (&t, p), expected, 1.5, "seed %llu", (unsigned long long) n);
    }
}

Test (geometry, clipping_ends_on_both_circles)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      mm_route r = route_of_seed (n), visible;
      mm_point first = mm_route_first (&r), last = mm_route_last (&r);
      if (mm_point_distance (first, last) < 36 || !mm_route_clip (&r, 15, 19, &visible))
        continue;
      cr_assert_float_eq (mm_point_distance (mm_route_first (&visible), first), 15, 1e-6);
      cr_assert_float_eq (mm_point_distance (mm_route_last (&visible), last), 19, 1e-6);
      for (int i = 0; i <= 20; i++)
        {
          mm_point p = mm_route_at (&visible, visible.segments * i / 20.0);
          cr_assert_gt (mm_point_distance (p, first), 15 - 0.1, "seed %llu", (unsigned long long) n);
          cr_assert_gt (mm_point_distance (p, last), 19 - 0.1, "seed %llu", (unsigned long long) n);
          cr_assert_lt (sampled_distance (&r, p), 0.4, "seed %llu", (unsigned long long) n);
        }
    }
}

Test (geometry, nothing_is_left_between_circles_that_meet)
{
  mm_route r = mm_route_line ((mm_point){ 0, 0 }, (mm_point){ 30, 0 }), visible;
  cr_assert_not (mm_route_clip (&r, 15, 16, &visible));
  cr_assert (mm_route_clip (&r, 14, 15, &visible));
}

Test (geometry, joining_is_smooth_and_keeps_the_ends_and_the_joint)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      uint64_t seed = n;
      mm_route a = random_route (&seed, (mm_point){ 0, 0 }), b = random_route (&seed, mm_route_last (&a));
      mm_route r = mm_route_join (&a, &b);
      cr_assert (same (mm_route_first (&r), mm_route_first (&a)));
      cr_assert (same (mm_route_last (&r), mm_route_last (&b)));
      cr_assert_lt (mm_route_distance (&r, mm_route_last (&a), NULL), 1e-6);
      double j = a.segments;
      cr_assert (same (mm_route_at (&r, j - 1e-12), mm_route_at (&r, j + 1e-12)), "seed %llu", (unsigned long long) n);
      cr_assert_gt (mm_point_dot (mm_route_tangent (&r, j - 2e-3), mm_route_tangent (&r, j + 2e-3)), 0.9,
                    "seed %llu: a corner", (unsigned long long) n);
    }
}

Test (geometry, joining_many_routes_never_outgrows_a_route)
{
  uint64_t seed = 5;
  mm_route r = random_route (&seed, (mm_point){ 0, 0 });
  mm_point first = mm_route_first (&r);
  for (int i = 0; i < 40; i++)
    {
      mm_route next = random_route (&seed, mm_route_last (&r));
      r = mm_route_join (&r, &next);
      cr_assert_leq (r.segments, MM_ROUTE_SEGMENTS);
      cr_assert (same (mm_route_first (&r), first));
      cr_assert (same (mm_route_last (&r), mm_route_last (&next)));
    }
}

Test (geometry, relaxing_fully_gives_the_chord)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      mm_route r = route_of_seed (n), straight = mm_route_relax (&r, 5, 1), kept = mm_route_relax (&r, 9, 0);
      mm_point first = mm_route_first (&r), last = mm_route_last (&r);
      for (int i = 0; i <= 12; i++)
        {
          mm_point p = mm_route_at (&straight, straight.segments * i / 12.0);
          double off = mm_point_cross (mm_point_unit (mm_point_sub (last, first)), mm_point_sub (p, first));
          cr_assert_float_eq (off, 0, 1e-6, "seed %llu", (unsigned long long) n);
        }
      mm_point sample[9];
      mm_route_sample (&r, sample, 9);
      for (int i = 0; i < 9; i++)
        cr_assert_lt (mm_route_distance (&kept, sample[i], NULL), 1e-6, "seed %llu", (unsigned long long) n);
    }
}

Test (geometry, the_mean_of_a_route_with_itself_meets_the_route)
{
  for (uint64_t n = 0; n < RANDOM_ROUTES; n++)
    {
      mm_route r = route_of_seed (n), mean = mm_route_mean (&r, &r);
      mm_point sample[9];
      mm_route_sample (&r, sample, 9);
      for (uint32_t i = 0; i < 9; i++)
        cr_assert_lt (mm_route_distance (&mean, sample[i], NULL), 1e-6, "seed %llu", (unsigned long long) n);
    }
}

Test (geometry, the_mean_of_two_lines_is_between_them)
{
  mm_route low = mm_route_line ((mm_point){ 0, 0 }, (mm_point){ 100, 0 });
  mm_route high = mm_route_bow (&low, 0.5, 40), mean = mm_route_mean (&low, &high);
  cr_assert (same (mm_route_first (&mean), mm_route_first (&low)));
  cr_assert (same (mm_route_last (&mean), mm_route_last (&low)));
  mm_trace a = mm_route_trace (&low), b = mm_route_trace (&high), c = mm_route_trace (&mean);
  cr_assert_float_eq (mm_trace_gap (&a, &b), 40, 0.5);
  cr_assert_float_eq (mm_trace_gap (&a, &c), 20, 0.5);
}

Test (geometry, a_bow_moves_the_middle_by_its_amount_and_keeps_the_ends)
{
  mm_route r = mm_route_line ((mm_point){ 0, 0 }, (mm_point){ 200, 0 });
  mm_route left = mm_route_bow (&r, 0.5, 26), right = mm_route_bow (&r, 0.5, -26);
  cr_assert (same (mm_route_first (&left), mm_route_first (&r)));
  cr_assert (same (mm_route_last (&left), mm_route_last (&r)));
  cr_assert (same (mm_route_at (&left, left.segments / 2.0), (mm_point){ 100, 26 }));
  cr_assert (same (mm_route_at (&right, right.segments / 2.0), (mm_point){ 100, -26 }));
}

Test (geometry, crossings_are_counted)
{
  mm_route flat = mm_route_line ((mm_point){ 0, 0 }, (mm_point){ 100, 0 });
  mm_route steep = mm_route_line ((mm_point){ 51, -50 }, (mm_point){ 50, 51 });
  mm_route away = mm_route_line ((mm_point){ 0, 10 }, (mm_point){ 100, 11 });
  mm_trace a = mm_route_trace (&flat), b = mm_route_trace (&steep), c = mm_route_trace (&away);
  cr_assert_eq (mm_trace_crossings (&a, &b), 1);
  cr_assert_eq (mm_trace_crossings (&a, &c), 0);
  cr_assert_eq (mm_trace_crossings (&b, &c), 1);
}

Test (geometry, the_part_in_a_box_is_measured)
{
  mm_route r = mm_route_line ((mm_point){ 0, 0 }, (mm_point){ 100, 0 });
  mm_trace t = mm_route_trace (&r);
  cr_assert_float_eq (mm_trace_length (&t), 100, 1e-6);
  cr_assert_float_eq (mm_trace_inside (&t, mm_box_around ((mm_point){ 50, 0 }, 31, 4)), 31, 1e-6);
  cr_assert_float_eq (mm_trace_inside (&t, mm_box_around ((mm_point){ 50, 9 }, 31, 4)), 0, 1e-6);
}

Test (geometry, boxes_know_their_overlap_and_distance)
{
  mm_box a = { 0, 0, 10, 10 }, b = { 8, 6, 20, 20 };
  cr_assert_float_eq (mm_box_overlap (a, b), 8, 1e-12);
  cr_assert_float_eq (mm_box_overlap (a, mm_box_grow (b, -4)), 0, 1e-12);
  cr_assert_float_eq (mm_box_distance (a, (mm_point){ 13, 14 }), 5, 1e-12);
  cr_assert_float_eq (mm_box_distance (a, (mm_point){ 3, 4 }), 0, 1e-12);
}
