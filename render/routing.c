/* render/routing.c: the routes of products.

   A product runs where its parts ran (so that two chains that become parallel layers
   stay apart by themselves), a little straighter.  Several ways to do that are tried;
   the one that keeps clear of what is there is taken.  */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "render/bend_i.h"
#include "render/palette_i.h"
#include "render/scene_i.h"

static const double clearance = 10; /* to blobs */
static const double apart = 26;     /* of layers with the same ends */
static const double lane = 18;      /* between the products of one node reduction */
static const double bow = 26;

/* ---- what a route costs ------------------------------------------------------- */

static double
cost_at_blobs (const mm_scene *s, mm_term x, const mm_trace *t)
{
  const mm_term_info *life = &s->layer[x].life;
  double cost = 0;
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      if (!mm_scene_shows_blob (s, v, life->birth) || v == life->tail || v == life->head)
        continue;
      double clear = mm_trace_distance (t, s->blob[v].at) - s->blob[v].radius;
      if (clear < clearance)
        cost += 60 + 10 * (clearance - clear);
      if (s->blob[v].beside)
        cost += 2 * mm_trace_inside (t, mm_scene_name_box (s, v));
    }
  return cost;
}

/* Layers with the same ends should run apart.  */
static double
cost_beside (const mm_trace *t, const mm_trace *other)
{
  double gap = mm_trace_gap (t, other);
  return gap < apart ? 80 + 10 * (apart - gap) : 0;
}

/* Other layers may be crossed, but not followed closely, except near a common end.  */
static double
cost_across (const mm_scene *s, mm_term x, mm_term y, const mm_trace *t)
{
  const mm_term_info *life = &s->layer[x].life;
  const mm_trace *other = &s->layer[y].trace;
  double cost = 15 * mm_trace_crossings (t, other);
  mm_point tail = s->blob[life->tail].at, head = s->blob[life->head].at;
  for (int i = 4; i + 4 < MM_TRACE_POINTS; i += 4)
    if (mm_point_distance (t->at[i], tail) > 60 && mm_point_distance (t->at[i], head) > 60
        && mm_trace_distance (other, t->at[i]) < 7)
      cost += 12;
  return cost;
}

static double
cost_at_layers (const mm_scene *s, mm_term x, const mm_trace *t)
{
  const mm_term_info *life = &s->layer[x].life;
  double cost = 0;
  for (mm_term y = 0; y < s->layers; y++)
    {
      const mm_scene_layer *l = &s->layer[y];
      if (y == x || !mm_scene_shows_layer (s, y, life->birth) || (l->life.birth == life->birth && y > x))
        continue;
      bool same_ends = l->life.tail == life->tail && l->life.head == life->head;
      cost += same_ends ? cost_beside (t, &l->trace) : cost_across (s, x, y, t);
      if (l->placed)
        cost += 3 * mm_trace_inside (t, mm_scene_label_box (s, y));
    }
  return cost;
}

/* Detours and waves: the length beyond the chord, and turning that is undone again.  */
static double
cost_of_shape (const mm_trace *t)
{
  double chord = mm_point_distance (t->at[0], t->at[MM_TRACE_POINTS - 1]), left = 0, right = 0;
  for (int i = 1; i + 1 < MM_TRACE_POINTS; i++)
    {
      mm_point in = mm_point_sub (t->at[i], t->at[i - 1]), out = mm_point_sub (t->at[i + 1], t->at[i]);
      double turn = atan2 (mm_point_cross (in, out), mm_point_dot (in, out));
      if (turn > 0)
        left += turn;
      else
        right -= turn;
    }
  return 40 * (mm_trace_length (t) / fmax (chord, 1) - 1) + 25 * fmin (left, right) + 2 * (left + right);
}

/* ---- choosing ------------------------------------------------------------------- */

typedef struct choice
{
  const mm_scene *scene;
  mm_term x;
  double best;
  mm_route route;
} choice;

/* Consider a route that costs `more` by itself.  */
static void
consider (choice *c, const mm_route *r, double more)
{
  mm_trace t = mm_route_trace (r);
  double cost = more + cost_of_shape (&t);
  if (cost < c->best)
    cost += cost_at_blobs (c->scene, c->x, &t);
  if (cost < c->best)
    cost += cost_at_layers (c->scene, c->x, &t);
  if (cost < c->best)
    {
      c->best = cost;
      c->route = *r;
    }
}

/* A route laid anew: the fewer knots, the calmer; the less pull, the nearer to where it was.  */
static void
consider_relaxed (choice *c, const mm_route *r)
{
  for (uint32_t knots = 3; knots <= 5; knots++)
    for (int pull = 0; pull <= 2; pull++)
      {
        mm_route relaxed = mm_route_relax (r, knots, 0.25 * pull);
        consider (c, &relaxed, 1.5 * abs (pull - 1));
      }
  mm_route straight = mm_route_line (mm_route_first (r), mm_route_last (r));
  consider (c, &straight, 4);
}

/* A route and its bows to both sides.  */
static void
consider_bows (choice *c, const mm_route *r, double peak, double more)
{
  for (int i = 1; i <= 3; i++)
    for (int side = -1; side <= 1; side += 2)
      {
        mm_route bowed = mm_route_bow (r, peak, side * bow * i);
        consider (c, &bowed, more + 8 * i);
      }
}

/* The place of the joint, as a fraction of both lengths.  */
static double
joint_of (const mm_scene_layer *a, const mm_scene_layer *b)
{
  double first = mm_trace_length (&a->trace), second = mm_trace_length (&b->trace);
  return first / fmax (first + second, 1);
}

static void
choose_series (const mm_scene *s, mm_term x, choice *c)
{
  const mm_scene_layer *a = &s->layer[s->layer[x].life.first], *b = &s->layer[s->layer[x].life.second];
  mm_route via = mm_route_join (&a->route, &b->route);
  mm_route relaxed = mm_route_relax (&via, 5, 0.3), close = mm_route_relax (&via, 7, 0.12);
  consider_relaxed (c, &via);
  consider (c, &close, 4);
  consider (c, &via, 8);
  consider_bows (c, &relaxed, joint_of (a, b), 6);
}

static void
choose_parallel (const mm_scene *s, mm_term x, choice *c)
{
  const mm_scene_layer *a = &s->layer[s->layer[x].life.first], *b = &s->layer[s->layer[x].life.second];
  mm_route mean = mm_route_mean (&a->route, &b->route);
  consider_relaxed (c, &mean);
  consider (c, &mean, 2);
  consider (c, &a->route, 4);
  consider (c, &b->route, 4);
  consider_bows (c, &mean, 0.5, 6);
}

/* ---- lanes of a node reduction ----------------------------------------------------- */

/* How far the route of x turns (to the left: positive) where the blob was.  */
static double
turning (const mm_scene *s, mm_term x)
{
  const mm_scene_layer *a = &s->layer[s->layer[x].life.first], *b = &s->layer[s->layer[x].life.second];
  mm_point in = mm_route_tangent (&a->route, a->route.segments), out = mm_route_tangent (&b->route, 0);
  return atan2 (mm_point_cross (in, out), mm_point_dot (in, out));
}

/* The lane of x, counted from the right: those that come from or go to the left take the left ones.  */
static double
lane_of (const mm_scene *s, mm_term x, mm_term from, uint32_t count, bool fans_out)
{
  double own = turning (s, x);
  uint32_t right = 0;
  for (mm_term y = from; y < from + count; y++)
    {
      double other = turning (s, y);
      bool before = fans_out ? other < own : other > own;
      right += before || (other == own && y < x);
    }
  return right - (count - 1) / 2.0;
}

static void
choose_lane (const mm_scene *s, mm_term x, mm_term from, uint32_t count, bool fans_out, choice *c)
{
  const mm_scene_layer *a = &s->layer[s->layer[x].life.first], *b = &s->layer[s->layer[x].life.second];
  double joint = joint_of (a, b), off = lane * lane_of (s, x, from, count, fans_out);
  mm_route via = mm_route_join (&a->route, &b->route);
  for (uint32_t knots = 3; knots <= 7; knots++)
    for (int pull = 0; pull <= 2; pull++)
      {
        mm_route relaxed = mm_route_relax (&via, knots, 0.2 * pull), lane_route = mm_route_bow (&relaxed, joint, off);
        consider (c, &lane_route, 1.5 * abs (pull - 1));
      }
  mm_route relaxed = mm_route_relax (&via, 5, 0.2), lane_route = mm_route_bow (&relaxed, joint, off);
  consider_bows (c, &lane_route, joint, 6);
}

/* ---- the module's own layers --------------------------------------------------------- */

void
mm_scene_mend_routes (mm_scene *s)
{
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    {
      mm_scene_layer *l = &s->layer[e];
      if (cost_at_blobs (s, e, &l->trace) < 90)
        continue;
      choice c = { .scene = s, .x = e, .best = DBL_MAX };
      mm_route calm = mm_route_relax (&l->route, 5, 0.1);
      consider (&c, &l->route, 0);
      consider_relaxed (&c, &l->route);
      consider_bows (&c, &calm, 0.3, 6);
      consider_bows (&c, &calm, 0.5, 6);
      consider_bows (&c, &calm, 0.7, 6);
      l->route = c.route;
      l->trace = mm_route_trace (&c.route);
    }
}

/* ---- products of a step ---------------------------------------------------------------- */

void
mm_scene_route_products (mm_scene *s, size_t k)
{
  uint32_t count;
  mm_term from = mm_tree_products (s->tree, k, &count);
  mm_rule rule = mm_derivation_step (s->derivation, k - 1).rule;
  for (mm_term x = from; x < from + count; x++)
    {
      choice c = { .scene = s, .x = x, .best = DBL_MAX };
      if (rule == MM_RULE_PARALLEL)
        choose_parallel (s, x, &c);
      else if (rule == MM_RULE_SERIES || count == 1)
        choose_series (s, x, &c);
      else
        choose_lane (s, x, from, count, rule == MM_RULE_NODE_IN, &c);
      assert (c.best < DBL_MAX);
      s->layer[x].route = c.route;
      s->layer[x].trace = mm_route_trace (&c.route);
    }
}
