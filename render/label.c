/* render/label.c: where labels and beads go.  They are placed once and never move.  */
#include <float.h>
#include <math.h>

#include "render/palette_i.h"
#include "render/scene_i.h"

/* ---- labels -------------------------------------------------------------------- */

mm_box
mm_scene_label_box (const mm_scene *s, mm_term x)
{
  return mm_box_around (s->layer[x].label_at, s->layer[x].label_width, MM_CHIP_HEIGHT);
}

mm_box
mm_scene_name_box (const mm_scene *s, mm_blob v)
{
  const mm_scene_blob *b = &s->blob[v];
  return b->beside ? mm_box_around (b->name_at, b->name_width, 12) : mm_box_around (b->at, 0, 0);
}

/* No label on a blob; none so near to a head that the arrow is under it.  */
static double
cost_at_blobs (const mm_scene *s, mm_term x, mm_box box)
{
  const mm_term_info *life = &s->layer[x].life;
  double cost = 0;
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      if (!mm_scene_shows_blob (s, v, life->birth))
        continue;
      double room = s->blob[v].radius + (v == life->head ? MM_ARROW + 5 : 4);
      double short_of = room - mm_box_distance (box, s->blob[v].at);
      if (short_of > 0)
        cost += 40 + 12 * short_of;
      double area = mm_box_overlap (mm_box_grow (box, 1), mm_scene_name_box (s, v));
      cost += area > 0 ? 40 + area : 0;
    }
  return cost;
}

/* What a label covers of the arrow heads, labels and lines of other layers.  */
static double
cost_at_layers (const mm_scene *s, mm_term x, mm_box box)
{
  uint32_t birth = s->layer[x].life.birth;
  double cost = 0;
  for (mm_term y = 0; y < s->layers; y++)
    {
      const mm_scene_layer *l = &s->layer[y];
      if (y == x || !mm_scene_shows_layer (s, y, birth))
        continue;
      if (l->placed)
        {
          double area = mm_box_overlap (mm_box_grow (box, 3), mm_scene_label_box (s, y));
          cost += area > 0 ? 60 + area : 0;
        }
      cost += 2.5 * mm_trace_inside (&l->trace, mm_box_grow (box, 3));
    }
  return cost;
}

/* The bead of the step that makes x.  */
static double
cost_at_bead (const mm_scene *s, mm_term x, mm_box box)
{
  uint32_t birth = s->layer[x].life.birth;
  double cost = 0;
  for (mm_blob v = 0; birth > 0 && v < s->blobs; v++)
    if (s->blob[v].death == birth)
      {
        double short_of = MM_BEAD_RADIUS + 6 - mm_box_distance (box, s->blob[v].bead);
        cost += short_of > 0 ? 40 + 10 * short_of : 0;
      }
  return cost;
}

static double
cost_of_label (const mm_scene *s, mm_term x, mm_point at)
{
  mm_box box = mm_box_around (at, s->layer[x].label_width, MM_CHIP_HEIGHT);
  return cost_at_blobs (s, x, box) + cost_at_layers (s, x, box) + cost_at_bead (s, x, box);
}

/* On the route if that is possible anywhere; else beside it.  */
static void
place_label (mm_scene *s, mm_term x)
{
  static const double fraction[] = { 0.5, 0.46, 0.54, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72, 0.22, 0.78 };
  static const double beside[] = { 0, 13, -13 };
  mm_scene_layer *l = &s->layer[x];
  double best = DBL_MAX;
  mm_point found = mm_route_at (&l->route, mm_route_fraction (&l->route, 0.5));
  for (unsigned i = 0; i < sizeof fraction / sizeof *fraction; i++)
    for (unsigned j = 0; j < sizeof beside / sizeof *beside; j++)
      {
        double u = mm_route_fraction (&l->route, fraction[i]);
        mm_point across = mm_point_normal (mm_route_tangent (&l->route, u));
        double far = beside[j] * (1 + fabs (across.x) * l->label_width / 36);
        mm_point at = mm_point_add (mm_route_at (&l->route, u), mm_point_scale (across, far));
        double slope = fmin (fabs (across.x), 0.7) * fmin (l->label_width, 90) / 8;
        double cost = 1.5 * i + (j ? 45 : slope) + cost_of_label (s, x, at);
        if (cost < best)
          {
            best = cost;
            found = at;
          }
      }
  l->label_at = found;
  l->placed = true;
}

/* ---- names beside blobs ------------------------------------------------------------ */

static double
cost_of_name (const mm_scene *s, mm_blob v, mm_point at)
{
  mm_box box = mm_box_around (at, s->blob[v].name_width, 12);
  double cost = 0;
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    cost += 2 * mm_trace_inside (&s->layer[e].trace, box);
  for (mm_blob w = 0; w < s->blobs; w++)
    {
      double short_of = w == v ? 0 : s->blob[w].radius + 2 - mm_box_distance (box, s->blob[w].at);
      cost += short_of > 0 ? 20 + 5 * short_of : 0;
      cost += w < v ? mm_box_overlap (box, mm_scene_name_box (s, w)) : 0;
    }
  return cost;
}

/* Below, above, or at a corner: what is freest.  */
static void
place_name (mm_scene *s, mm_blob v)
{
  mm_scene_blob *b = &s->blob[v];
  double down = b->radius + 12, least = DBL_MAX;
  for (int i = 0; i < 6; i++)
    {
      double aside = (i / 2 == 0 ? 0 : i / 2 == 1 ? 0.5 : -0.5) * b->name_width;
      mm_point at = mm_point_add (b->at, (mm_point){ aside, i % 2 ? down : -down });
      double cost = i + cost_of_name (s, v, at);
      if (cost < least)
        {
          least = cost;
          b->name_at = at;
        }
    }
}

void
mm_scene_place_names (mm_scene *s)
{
  for (mm_blob v = 0; v < s->blobs; v++)
    if (s->blob[v].beside)
      place_name (s, v);
}

/* ---- beads ----------------------------------------------------------------------- */

/* On the product, as near as possible to where the blob was; between several products.  */
static mm_point
bead_of (const mm_scene *s, mm_blob v, mm_term from, uint32_t count)
{
  mm_point best = s->blob[v].at;
  double nearest = DBL_MAX;
  for (mm_term x = from; x < from + count; x++)
    {
      double u = 0, distance = mm_route_distance (&s->layer[x].route, s->blob[v].at, &u);
      if (distance < nearest)
        {
          nearest = distance;
          best = mm_route_at (&s->layer[x].route, u);
        }
    }
  return best;
}

mm_box
mm_scene_bead_box (const mm_scene *s, mm_blob v)
{
  return mm_box_around (s->blob[v].bead_name, fmax (s->blob[v].name_width, 12), 11);
}

/* What the name at a bead covers: labels and blobs if it must, lines rather.  */
static double
cost_of_bead_name (const mm_scene *s, mm_blob v, mm_box box)
{
  const uint32_t state = s->blob[v].death;
  double cost = 0;
  for (mm_term x = 0; x < s->layers; x++)
    if (mm_scene_shows_layer (s, x, state))
      {
        double area = mm_box_overlap (mm_box_grow (box, 1), mm_scene_label_box (s, x));
        cost += mm_trace_inside (&s->layer[x].trace, box) + (area > 0 ? 60 + area : 0);
      }
  for (mm_blob w = 0; w < s->blobs; w++)
    if (mm_scene_shows_blob (s, w, state))
      {
        double short_of = s->blob[w].radius + 2 - mm_box_distance (box, s->blob[w].at);
        double area = mm_box_overlap (box, mm_scene_name_box (s, w));
        cost += (short_of > 0 ? 60 + 5 * short_of : 0) + (area > 0 ? 60 + area : 0);
      }
  return cost;
}

/* The name goes below, or above when it is freer there, or to a side.  */
static void
place_bead_name (mm_scene *s, mm_blob v)
{
  static const double sides[] = { 0, 0.5, -0.5, 1, -1 };
  mm_scene_blob *b = &s->blob[v];
  mm_point best = b->bead;
  double least = DBL_MAX, reach = fmax (b->name_width, 12) / 2 + MM_BEAD_RADIUS;
  for (int i = 0; i < (int) (sizeof sides / sizeof *sides); i++)
    for (int k = 0; k < 6; k++)
      {
        const int ring = k / 2;
        double away = 11.5 + 4 * ring;
        b->bead_name = mm_point_add (b->bead, (mm_point){ sides[i] * reach, k % 2 ? away : -away });
        double cost = 3 * i + 2 * k + cost_of_bead_name (s, v, mm_scene_bead_box (s, v));
        if (cost < least)
          {
            least = cost;
            best = b->bead_name;
          }
      }
  b->bead_name = best;
}

/* The bead first, since it has one place; its name last, since that has many.  */
void
mm_scene_place_labels (mm_scene *s, size_t k)
{
  uint32_t count = mm_module_layers (s->module);
  mm_term from = k > 0 ? mm_tree_products (s->tree, k, &count) : 0;
  const mm_blob gone = k > 0 ? mm_derivation_step (s->derivation, k - 1).blob : MM_NONE;
  if (gone != MM_NONE)
    s->blob[gone].bead = bead_of (s, gone, from, count);
  for (mm_term x = from; x < from + count; x++)
    place_label (s, x);
  if (gone != MM_NONE)
    place_bead_name (s, gone);
}
