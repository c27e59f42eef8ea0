/* render/diamond.c: critical pairs as diamonds.  */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "render/diagrams.h"
#include "render/palette_i.h"
#include "render/sketch_i.h"
#include "render/wording_i.h"

/* The two redexes have a halo each, and so have the arrows of their steps: opposite sides of a
   diamond have one colour, since what one side does first the other does last.  */
static const char *const halo[2] = { MM_HALO, "#A9D6F5" };

/* Points.  */
static const double apart = 34, label_room = 56, bundle_room = 92, pad = 16, heading = 44, side_gap = 46, step_gap = 62;
static const double page = 1250; /* a row of several is no wider */
static const mm_type label_type = { 11, false, false, MM_INK }, step_type = { 10, false, false, MM_INK };

enum { TOP, LEFT, RIGHT, BOTTOM, CORNERS };

/* One corner of a diamond: a graph, what is about to be rewritten in it, and what was just made.  */
typedef struct corner
{
  mm_small graph;
  uint64_t redex[2]; /* layers with the first, and with the second halo */
  uint32_t going[2]; /* blobs that go with them */
  uint64_t made;     /* layers */
  bool shown;
} corner;

/* A diamond, and where it lies.  All corners have the same places of blobs.  */
typedef struct diamond
{
  corner at[CORNERS];
  char step[4][48]; /* top to left, top to right, left to bottom, right to bottom; "": none */
  char upper[96], lower[160];
  char below[2][64];   /* what is said under the left and the right corner; "": nothing */
  char name[MM_SMALL_BLOBS];
  const char *between; /* the parts of a label: " + " or " ⊛ "; NULL: no labels */
  bool reversed;       /* the later part comes first, as in composition */
  mm_sketch sketch;
  double wide, high;   /* of a corner */
  mm_box box;          /* of all of it */
  double heading_width;
  mm_point origin;     /* where it is on the sheet */
} diamond;

/* ---- what is in it ------------------------------------------------------------------ */

static void
mark_redex (corner *c, int which, const mm_match *m)
{
  const mm_production p = mm_production_of (m->rule, m->degree);
  for (uint32_t k = 0; k < p.layers; k++)
    c->redex[which] |= UINT64_C (1) << m->layer[k];
  if (mm_match_blob (m) != MM_NONE)
    c->going[which] = UINT32_C (1) << mm_match_blob (m);
}

static uint64_t
products_of (const mm_match *m)
{
  const mm_production p = mm_production_of (m->rule, m->degree);
  uint64_t made = 0;
  for (uint32_t i = 0; i < p.products; i++)
    made |= UINT64_C (1) << m->layer[p.product[i].keeps];
  return made;
}

static void
word_step (char text[48], const mm_match *m, const char *name)
{
  const uint32_t v = mm_match_blob (m);
  if (v == MM_NONE)
    snprintf (text, 48, "%s", "TYPE-II");
  else if (m->rule == MM_RULE_SERIES)
    snprintf (text, 48, "TYPE-I at %c", name[v]);
  else
    snprintf (text, 48, "node reduction at %c", name[v]);
}

static void
fill_pair (diamond *d, const mm_critical_pair *pair)
{
  const mm_joining *j = &pair->join;
  const bool series = pair->match[0].rule == MM_RULE_SERIES;
  memset (d, 0, sizeof *d);
  for (uint32_t v = 0; v < pair->graph.blobs; v++)
    d->name[v] = mm_critical_blob_letter (&pair->graph, v);
  d->between = series ? " ⊛ " : " + ";
  d->reversed = series;
  d->at[TOP].graph = pair->graph;
  d->at[BOTTOM].graph = j->end[0];
  d->at[TOP].shown = true;
  d->at[BOTTOM].shown = j->joins;
  for (int side = 0; side < 2; side++)
    {
      corner *c = &d->at[LEFT + side];
      c->graph = j->result[side];
      c->shown = true;
      mark_redex (&d->at[TOP], side, &pair->match[side]);
      c->made = products_of (&pair->match[side]);
      word_step (d->step[side], &pair->match[side], d->name);
      if (j->joins && j->steps == 1)
        {
          mark_redex (c, 1 - side, &j->step[side][0]);
          word_step (d->step[2 + side], &j->step[side][0], d->name);
          d->at[BOTTOM].made |= side ? 0 : products_of (&j->step[side][0]);
        }
    }
  snprintf (d->upper, sizeof d->upper, "%s with %s", mm_production_name (pair->match[0].rule),
            mm_production_name (pair->match[1].rule));
  snprintf (d->lower, sizeof d->lower, "%s", j->joins ? "both ways lead to the same graph" : "does not join");
}

static void
fill_choice (diamond *d, const mm_choice *choice)
{
  memset (d, 0, sizeof *d);
  for (uint32_t v = 0; v < choice->core.blobs; v++)
    d->name[v] = mm_choice_blob_letter (choice, v);
  d->at[TOP].graph = choice->core;
  d->at[TOP].shown = true;
  for (int side = 0; side < 2; side++)
    {
      corner *c = &d->at[LEFT + side];
      c->graph = choice->after[side];
      c->shown = true;
      mark_redex (&d->at[TOP], side, &choice->step[side]);
      word_step (d->step[side], &choice->step[side], d->name);
      const uint32_t layers = mm_small_live_layers (&c->graph);
      snprintf (d->below[side], sizeof d->below[side], "%u layer%s; further node reductions: %u", layers,
                layers == 1 ? "" : "s", choice->least[side]);
    }
  snprintf (d->upper, sizeof d->upper, "node reductions: here the choice matters");
  snprintf (d->lower, sizeof d->lower, "the smallest core behind which two cores differ");
}

/* ---- placing ---------------------------------------------------------------------------- */

static mm_status
arrange (mm_press *press, diamond *d, mm_error *err)
{
  /* Nothing moves from corner to corner, so the top has to have room for the label of the join.  */
  const double room = !d->between ? 0 : d->reversed ? label_room : bundle_room;
  mm_status s = mm_sketch_arrange (press, &d->at[TOP].graph, room, 1, &d->sketch, err);
  if (s)
    return s;
  mm_box box = mm_box_around (d->sketch.at[0], 0, 0);
  for (int i = 0; i < CORNERS; i++)
    {
      mm_sketch_route (&d->at[i].graph, apart, &d->sketch);
      for (uint32_t e = 0; d->at[i].shown && e < d->at[i].graph.layers; e++)
        if (mm_small_has (&d->at[i].graph, e))
          {
            const mm_trace trace = mm_route_trace (&d->sketch.route[e]);
            box = mm_box_join (box, mm_trace_box (&trace));
          }
    }
  d->sketch.hull = box;
  d->wide = box.x1 - box.x0 + 2 * MM_BLOB_RADIUS + 2 * pad;
  d->high = box.y1 - box.y0 + 2 * MM_BLOB_RADIUS + 2 * pad;
  const double rows = d->at[BOTTOM].shown ? 3 : 2;
  d->box = (mm_box){ 0, 0, 2 * d->wide + side_gap + 2 * pad,
                     rows * d->high + (rows - 1) * step_gap + heading + 2 * pad + (d->below[0][0] ? 16 : 0) };
  return MM_OK;
}

/* The middle of a corner, from the lower left of the diamond's box.  */
static mm_point
middle_of (const diamond *d, int which)
{
  const double x = d->box.x1 / 2, aside = (d->wide + side_gap) / 2;
  const double top = d->box.y1 - heading - pad - d->high / 2, down = d->high + step_gap;
  switch (which)
    {
    case TOP: return (mm_point){ x, top };
    case LEFT: return (mm_point){ x - aside, top - down };
    case RIGHT: return (mm_point){ x + aside, top - down };
    default: return (mm_point){ x, top - 2 * down };
    }
}

/* ---- painting ------------------------------------------------------------------------------ */

/* A layer as what it is made of: "a + b", "c ⊛ b ⊛ a".  */
static char *
label_of (const diamond *d, const mm_small *g, uint32_t e)
{
  char *text = NULL;
  size_t length;
  bool first = true;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  for (uint32_t i = 0; i < g->layers; i++)
    {
      const uint32_t part = d->reversed ? g->layers - 1 - i : i;
      if (!(g->mark[e] >> part & 1))
        continue;
      fprintf (out, "%s%c", first ? "" : d->between, mm_critical_layer_letter (part));
      first = false;
    }
  if (!fclose (out))
    return text;
  free (text);
  return NULL;
}

static void
paint_halos (const diamond *d, const corner *c, mm_sheet *sheet)
{
  /* A layer of both redexes has the second halo around the first.  */
  for (int which = 1; which >= 0; which--)
    {
      for (uint32_t e = 0; e < c->graph.layers; e++)
        if (c->redex[which] >> e & 1)
          mm_sheet_broad (sheet, &d->sketch.route[e], which ? 21 : 12, halo[which]);
      for (uint32_t v = 0; v < c->graph.blobs; v++)
        if (c->going[which] >> v & 1)
          mm_sheet_spot (sheet, d->sketch.at[v], MM_BLOB_RADIUS + (which ? 8 : 6), halo[which]);
    }
}

static void
paint_layer (const diamond *d, const corner *c, mm_sheet *sheet, uint32_t e)
{
  const bool made = c->made >> e & 1, redex = (c->redex[0] | c->redex[1]) >> e & 1;
  const mm_pen pen = made    ? (mm_pen){ MM_BLUE, 2.6, false }
                     : redex ? (mm_pen){ MM_INK, 1.8, false }
                             : (mm_pen){ MM_EDGE, 1.3, false };
  mm_sheet_curve_add (sheet, &d->sketch.route[e], MM_BLOB_RADIUS, MM_BLOB_RADIUS, true, pen, (mm_tag){ "layer", e, NULL });
  if (!d->between)
    return;
  char *text = label_of (d, &c->graph, e);
  const mm_type type = { label_type.size, made, false, made ? MM_BLUE : MM_INK };
  mm_sheet_text (sheet, mm_route_at (&d->sketch.route[e], mm_route_fraction (&d->sketch.route[e], 0.47)),
                 text ? mm_markup_line (text, type, true) : NULL, (mm_tag){ "label", e, NULL });
  free (text);
}

static void
paint_blob (const diamond *d, const corner *c, mm_sheet *sheet, uint32_t v)
{
  const char name[] = { d->name[v], '\0' };
  const bool going = (c->going[0] | c->going[1]) >> v & 1;
  char *markup = mm_markup_line (name, (mm_type){ 12, false, true, MM_INK }, false);
  sheet->failed |= !markup;
  mm_sheet_disc (sheet, d->sketch.at[v], MM_BLOB_RADIUS, MM_WHITE,
                 going ? (mm_pen){ MM_VERMILLION, 2, true } : (mm_pen){ MM_INK, 1.2, false }, false, markup,
                 (mm_tag){ "blob", v, name });
}

static void
paint_corner (diamond *d, mm_sheet *sheet, int which)
{
  const corner *c = &d->at[which];
  const mm_point centre = middle_of (d, which);
  const mm_box *hull = &d->sketch.hull;
  sheet->origin = d->origin;
  mm_sheet_frame (sheet, mm_box_around (centre, d->wide, d->high), MM_RULE_GREY);
  if (which != TOP && which != BOTTOM && d->below[which - LEFT][0])
    mm_sheet_text (sheet, (mm_point){ centre.x, centre.y - d->high / 2 - 9 },
                   mm_markup_line (d->below[which - LEFT], step_type, false), (mm_tag){ "below", (uint32_t) which, NULL });
  sheet->origin = mm_point_add (d->origin, mm_point_sub (centre, (mm_point){ (hull->x0 + hull->x1) / 2,
                                                                             (hull->y0 + hull->y1) / 2 }));
  mm_sketch_route (&c->graph, apart, &d->sketch);
  paint_halos (d, c, sheet);
  for (uint32_t e = 0; e < c->graph.layers; e++)
    if (mm_small_has (&c->graph, e))
      paint_layer (d, c, sheet, e);
  for (uint32_t v = 0; v < c->graph.blobs; v++)
    if (c->graph.live >> v & 1)
      paint_blob (d, c, sheet, v);
  sheet->origin = d->origin;
}

/* The arrows between the corners; a step has the colour of its redex.  */
static void
paint_step (const diamond *d, mm_sheet *sheet, int which)
{
  static const int from[] = { TOP, TOP, LEFT, RIGHT }, to[] = { LEFT, RIGHT, BOTTOM, BOTTOM };
  if (!d->step[which][0])
    return;
  mm_point a = middle_of (d, from[which]), b = middle_of (d, to[which]);
  const double lean = (b.x - a.x) * 0.3;
  a = (mm_point){ a.x + lean, a.y - d->high / 2 - 5 };
  b = (mm_point){ b.x - lean, b.y + d->high / 2 + 5 };
  const mm_route r = mm_route_line (a, b);
  mm_sheet_broad (sheet, &r, 12, halo[which == 0 || which == 3 ? 0 : 1]);
  mm_sheet_curve_add (sheet, &r, 0, 0, true, (mm_pen){ MM_INK, 1.8, false }, (mm_tag){ "step", (uint32_t) which, NULL });
  mm_sheet_text (sheet, mm_point_mix (a, b, 0.45), mm_markup_line (d->step[which], step_type, true),
                 (mm_tag){ "rule", (uint32_t) which, NULL });
}

static void
paint_diamond (diamond *d, mm_sheet *sheet, uint32_t number)
{
  snprintf (sheet->prefix, sizeof sheet->prefix, "d%u_", number);
  sheet->origin = d->origin;
  for (int which = 0; which < 4; which++)
    paint_step (d, sheet, which);
  for (int which = 0; which < CORNERS; which++)
    if (d->at[which].shown)
      {
        snprintf (sheet->prefix, sizeof sheet->prefix, "d%u_%d_", number, which);
        paint_corner (d, sheet, which);
      }
}

/* A heading flush left, for which the diamond's box has to be wide enough.  */
static mm_status
measure_heading (mm_press *press, diamond *d, mm_error *err)
{
  char *markup = mm_markup_block (d->upper, d->lower, 1);
  if (!markup)
    return mm_fail_memory (err);
  const mm_status s = mm_press_measure (press, markup, &d->heading_width, err);
  free (markup);
  if (!s)
    d->box.x1 = fmax (d->box.x1, d->heading_width + 2 * pad);
  return s;
}

static mm_status
paint_heading (const diamond *d, mm_sheet *sheet, uint32_t number, mm_error *err)
{
  char *markup = mm_markup_block (d->upper, d->lower, 1);
  if (!markup)
    return mm_fail_memory (err);
  sheet->origin = d->origin;
  sheet->prefix[0] = '\0';
  mm_sheet_text (sheet, (mm_point){ pad + d->heading_width / 2, d->box.y1 - heading / 2 - 2 }, markup,
                 (mm_tag){ "caption", number, NULL });
  return MM_OK;
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* In rows no wider than a page, the tops of a row in one line.  @return the canvas  */
static mm_box
place (diamond *d, uint32_t count)
{
  double x = MM_MARGIN, top = 0, high = 0, wide = 0;
  for (uint32_t i = 0; i < count; i++)
    {
      if (x > MM_MARGIN && x + d[i].box.x1 > page)
        {
          top += high + MM_MARGIN;
          x = MM_MARGIN;
          high = 0;
        }
      d[i].origin = (mm_point){ x, -top - d[i].box.y1 };
      high = fmax (high, d[i].box.y1);
      x += ceil (d[i].box.x1) + MM_MARGIN;
      wide = fmax (wide, x);
    }
  for (uint32_t i = 0; i < count; i++)
    d[i].origin.y += MM_MARGIN + top + high;
  return (mm_box){ 0, 0, wide, ceil (top + high + 2 * MM_MARGIN) };
}

static mm_status
paint_all (mm_press *press, diamond *d, uint32_t count, mm_sheet *sheet, mm_error *err)
{
  mm_status s = MM_OK;
  for (uint32_t i = 0; !s && i < count; i++)
    s = measure_heading (press, &d[i], err);
  if (!s)
    sheet->canvas = place (d, count);
  for (uint32_t i = 0; !s && i < count; i++)
    {
      s = paint_heading (&d[i], sheet, i, err);
      if (!s)
        paint_diamond (&d[i], sheet, i);
    }
  return s;
}

static uint32_t
fill (diamond *d, const mm_critical *c, const mm_choice *choice)
{
  uint32_t count = 0;
  for (size_t i = 0; i < mm_critical_count (c); i++)
    if (!mm_critical_pairs (c)[i].cyclic)
      fill_pair (&d[count++], &mm_critical_pairs (c)[i]);
  if (choice)
    fill_choice (&d[count++], choice);
  return count;
}

mm_status
mm_draw_confluence (const mm_critical *c, const mm_choice *choice, const char *path, mm_format format, mm_error *err)
{
  diamond *d = mm_array_new (mm_critical_count (c) + 1, sizeof *d);
  mm_press *press = NULL;
  mm_sheet sheet;
  if (!d)
    return mm_fail_memory (err);
  mm_sheet_init (&sheet, (mm_box){ 0, 0, 1, 1 }, "critical pairs");
  mm_status s = mm_press_new (&press, err);
  const uint32_t count = s ? 0 : fill (d, c, choice);
  for (uint32_t i = 0; !s && i < count; i++)
    s = arrange (press, &d[i], err);
  if (!s)
    s = paint_all (press, d, count, &sheet, err);
  if (!s)
    s = mm_press_publish (press, &sheet, 1, &path, &format, err);
  mm_sheet_clear (&sheet);
  mm_press_free (press);
  free (d);
  return s;
}
