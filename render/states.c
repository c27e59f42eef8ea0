/* render/states.c: the graph of all states of a module.  */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "render/diagrams.h"
#include "render/palette_i.h"
#include "render/sketch_i.h"
#include "render/wording_i.h"

/* Points.  A drawing is a module laid out as usual and made smaller.  */
static const double scale = 0.6, radius = 9, pad = 10, size_line = 16, least_width = 84;
static const mm_type size_type = { 9, false, false, MM_GREY_NAME }, rule_type = { 9, false, false, MM_INK };
static const double rule_room = 62; /* for "parallel ×28" */

/* A state as a card.  */
typedef struct diagram
{
  const mm_exploration *x;
  const mm_module *m;
  mm_press *press;
  size_t states, transitions;
  mm_sketch *sketch;      /* by state */
  double *width, *height; /* of the cards */
  mm_blob *order, *tail, *head;
  double *label;
  mm_point *at;
  mm_route *route;
  mm_point *label_at;
} diagram;

/* ---- placing --------------------------------------------------------------------- */

static mm_status
start (diagram *d, const mm_exploration *x, const mm_module *m, mm_error *err)
{
  *d = (diagram){ .x = x, .m = m, .states = mm_exploration_states (x), .transitions = mm_exploration_transitions (x) };
  if (d->states > MM_DIAGRAM_STATES)
    return mm_fail (err, MM_ELIMIT, 0, "%zu states do not fit a picture that can be read (at most %d); write a .dot file",
                    d->states, MM_DIAGRAM_STATES);
  d->sketch = mm_array_new (d->states, sizeof *d->sketch);
  d->width = mm_array_new (d->states, sizeof *d->width);
  d->height = mm_array_new (d->states, sizeof *d->height);
  d->order = mm_array_new (d->states, sizeof *d->order);
  d->at = mm_array_new (d->states, sizeof *d->at);
  d->tail = mm_array_new (d->transitions, sizeof *d->tail);
  d->head = mm_array_new (d->transitions, sizeof *d->head);
  d->label = mm_array_new (d->transitions, sizeof *d->label);
  d->route = mm_array_new (d->transitions, sizeof *d->route);
  d->label_at = mm_array_new (d->transitions, sizeof *d->label_at);
  if (!d->label_at || !d->sketch || !d->width || !d->height || !d->order || !d->at || !d->tail || !d->head || !d->label || !d->route)
    return mm_fail_memory (err);
  return mm_press_new (&d->press, err);
}

static void
clear (diagram *d)
{
  mm_press_free (d->press);
  free (d->sketch);
  free (d->width);
  free (d->height);
  free (d->order);
  free (d->at);
  free (d->tail);
  free (d->head);
  free (d->label);
  free (d->route);
  free (d->label_at);
}

/* Draw each state by itself, and make its card as large as that.  */
static mm_status
make_cards (diagram *d, mm_error *err)
{
  for (size_t i = 0; i < d->states; i++)
    {
      mm_sketch *k = &d->sketch[i];
      mm_status s = mm_sketch_arrange (d->press, &mm_exploration_state (d->x)[i].graph, 0, scale, k, err);
      if (s)
        return s;
      d->width[i] = fmax (least_width, ceil (k->hull.x1 - k->hull.x0 + 2 * radius + 2 * pad));
      d->height[i] = ceil (k->hull.y1 - k->hull.y0 + 2 * radius + 2 * pad + size_line);
      d->order[i] = (mm_blob) i;
    }
  return MM_OK;
}

static mm_status
place_cards (diagram *d, mm_error *err)
{
  for (size_t i = 0; i < d->transitions; i++)
    {
      const mm_transition t = mm_exploration_transition (d->x)[i];
      d->tail[i] = t.from;
      d->head[i] = t.to;
      d->label[i] = rule_room;
    }
  mm_arrangement a = {
    .blobs = (uint32_t) d->states,
    .layers = (uint32_t) d->transitions,
    .order = d->order,
    .tail = d->tail,
    .head = d->head,
    .label_width = d->label,
    .width = d->width,
    .height = d->height,
    .at = d->at,
    .route = d->route,
  };
  return mm_press_arrange (d->press, &a, err);
}

static mm_box
label_box (mm_point at)
{
  return mm_box_around (at, rule_room, MM_CHIP_HEIGHT - 4);
}

/* In the middle of its arrow, or nearby where it covers no card and no label before it.  */
static void
place_label (diagram *d, size_t i)
{
  static const double fractions[] = { 0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72 };
  double least = HUGE_VAL;
  for (size_t f = 0; f < sizeof fractions / sizeof *fractions; f++)
    {
      const mm_point at = mm_route_at (&d->route[i], mm_route_fraction (&d->route[i], fractions[f]));
      double covered = 0;
      for (size_t k = 0; k < i; k++)
        covered += mm_box_overlap (label_box (at), label_box (d->label_at[k]));
      for (size_t k = 0; k < d->states; k++)
        covered += mm_box_overlap (label_box (at), mm_box_around (d->at[k], d->width[k], d->height[k]));
      if (covered < least)
        {
          least = covered;
          d->label_at[i] = at;
        }
    }
}

/* ---- painting ---------------------------------------------------------------------- */

static mm_pen
pen_of_rule (mm_rule rule)
{
  switch (rule)
    {
    case MM_RULE_SERIES: return (mm_pen){ MM_EDGE, 1.3, false };
    case MM_RULE_PARALLEL: return (mm_pen){ MM_BLUE, 1.6, false };
    case MM_RULE_NODE_IN:
    case MM_RULE_NODE_OUT: break;
    }
  return (mm_pen){ MM_VERMILLION, 1.6, true };
}

static void
paint_transition (const diagram *d, mm_sheet *sheet, size_t i)
{
  const mm_transition t = mm_exploration_transition (d->x)[i];
  char text[64];
  const bool node = t.rule == MM_RULE_NODE_IN || t.rule == MM_RULE_NODE_OUT;
  mm_sheet_curve_add (sheet, &d->route[i], 0, 0, true, pen_of_rule (t.rule), (mm_tag){ "step", (uint32_t) i, NULL });
  const char *name = node ? "node" : mm_production_name (t.rule);
  if (t.redexes > 1)
    snprintf (text, sizeof text, "%s ×%u", name, t.redexes);
  else
    snprintf (text, sizeof text, "%s", name);
  mm_sheet_text (sheet, d->label_at[i], mm_markup_line (text, rule_type, true), (mm_tag){ "rule", (uint32_t) i, NULL });
}

/* A terminal is black.  Each blob of the module carries its name, if that is short; in a state
   that stands for all that are isomorphic to it the terminals do, and no other blob has one.  */
static void
paint_blob (const diagram *d, mm_sheet *sheet, size_t state, uint32_t v, mm_point at)
{
  char name[MM_NAME_BUFFER];
  const bool terminal = mm_exploration_state (d->x)[state].graph.fixed >> v & 1;
  const char *full = terminal || state == 0 ? mm_module_blob_name (d->m, v, name) : NULL;
  char *markup = NULL;
  if (full && mm_characters (full) <= 2)
    {
      markup = mm_markup_line (full, (mm_type){ 9, false, true, terminal ? MM_WHITE : MM_INK }, false);
      sheet->failed |= !markup;
    }
  mm_sheet_disc (sheet, at, radius, terminal ? MM_INK : MM_WHITE, (mm_pen){ MM_INK, 1.1, false }, false, markup,
                 (mm_tag){ "blob", v, full });
}

static void
paint_size (const diagram *d, mm_sheet *sheet, size_t i, mm_point at)
{
  const mm_state *state = &mm_exploration_state (d->x)[i];
  const uint32_t blobs = mm_small_live_blobs (&state->graph), layers = mm_small_live_layers (&state->graph);
  char text[80];
  mm_type type = size_type;
  if (state->transitions == 0)
    {
      type.bold = true;
      type.colour = MM_BLUE;
    }
  snprintf (text, sizeof text, "%u blobs, %u layer%s", blobs, layers, layers == 1 ? "" : "s");
  mm_sheet_text (sheet, at, mm_markup_line (text, type, false), (mm_tag){ "size", (uint32_t) i, NULL });
}

static void
paint_card (const diagram *d, mm_sheet *sheet, size_t i)
{
  const mm_state *state = &mm_exploration_state (d->x)[i];
  const mm_small *g = &state->graph;
  const mm_sketch *k = &d->sketch[i];
  const mm_point centre = d->at[i], origin = sheet->origin;
  const mm_box card = mm_box_around (centre, d->width[i], d->height[i]);
  snprintf (sheet->prefix, sizeof sheet->prefix, "q%zu_", i);
  mm_sheet_frame (sheet, card, state->transitions ? MM_FADED : MM_BLUE);
  paint_size (d, sheet, i, (mm_point){ centre.x, card.y0 + size_line / 2 + 2 });
  sheet->origin = (mm_point){ origin.x + centre.x - (k->hull.x0 + k->hull.x1) / 2,
                              origin.y + centre.y + size_line / 2 - (k->hull.y0 + k->hull.y1) / 2 };
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      mm_sheet_curve_add (sheet, &k->route[e], radius, radius, true, (mm_pen){ MM_EDGE, 1.1, false },
                          (mm_tag){ "layer", e, NULL });
  for (uint32_t v = 0; v < g->blobs; v++)
    if (g->live >> v & 1)
      paint_blob (d, sheet, i, v, k->at[v]);
  sheet->origin = origin;
  sheet->prefix[0] = '\0';
}

static mm_box
extent (const diagram *d)
{
  mm_box box = mm_box_around (d->at[0], d->width[0], d->height[0]);
  for (size_t i = 0; i < d->states; i++)
    box = mm_box_join (box, mm_box_around (d->at[i], d->width[i], d->height[i]));
  for (size_t i = 0; i < d->transitions; i++)
    {
      const mm_trace trace = mm_route_trace (&d->route[i]);
      box = mm_box_join (box, mm_trace_box (&trace));
      box = mm_box_join (box, label_box (d->label_at[i]));
    }
  return box;
}

static char *
heading (const diagram *d)
{
  char digits[MM_TALLY_DIGITS], upper[128], lower[MM_TALLY_DIGITS + 128];
  char *name = mm_squeezed (mm_module_name (d->m), 40);
  if (!name)
    return NULL;
  const size_t forms = mm_exploration_normal_forms (d->x);
  snprintf (upper, sizeof upper, "all derivations%s%s", *name ? " of " : "", name);
  mm_tally_text (&mm_exploration_state (d->x)->derivations, digits);
  snprintf (lower, sizeof lower, "%s derivation%s, %zu state%s, %zu normal form%s", digits,
            strcmp (digits, "1") ? "s" : "", d->states, d->states == 1 ? "" : "s", forms, forms == 1 ? "" : "s");
  free (name);
  return mm_markup_block (upper, lower, 1);
}

static mm_status
paint (diagram *d, mm_sheet *sheet, mm_error *err)
{
  for (size_t i = 0; i < d->transitions; i++)
    place_label (d, i);
  const mm_box box = extent (d);
  double width;
  char *markup = heading (d);
  if (!markup)
    return mm_fail_memory (err);
  mm_status s = mm_press_measure (d->press, markup, &width, err);
  if (s)
    {
      free (markup);
      return s;
    }
  const double wide = fmax (box.x1 - box.x0, width), high = box.y1 - box.y0;
  sheet->canvas = (mm_box){ 0, 0, ceil (wide + 2 * MM_MARGIN), ceil (high + 2 * MM_MARGIN + MM_CAPTION_HEIGHT) };
  mm_sheet_text (sheet, (mm_point){ MM_MARGIN + width / 2, sheet->canvas.y1 - MM_MARGIN / 2 - 20 }, markup,
                 (mm_tag){ "caption", 0, NULL });
  sheet->origin = (mm_point){ MM_MARGIN + (wide - (box.x1 - box.x0)) / 2 - box.x0, MM_MARGIN - box.y0 };
  for (size_t i = 0; i < d->transitions; i++)
    paint_transition (d, sheet, i);
  for (size_t i = 0; i < d->states; i++)
    paint_card (d, sheet, i);
  return MM_OK;
}

mm_status
mm_draw_states (const mm_exploration *x, const mm_module *m, const char *path, mm_format format, mm_error *err)
{
  diagram d;
  mm_sheet sheet;
  mm_sheet_init (&sheet, (mm_box){ 0, 0, 1, 1 }, "derivations");
  mm_status s = start (&d, x, m, err);
  if (!s)
    s = make_cards (&d, err);
  if (!s)
    s = place_cards (&d, err);
  if (!s)
    s = paint (&d, &sheet, err);
  if (!s)
    s = mm_press_publish (d.press, &sheet, 1, &path, &format, err);
  mm_sheet_clear (&sheet);
  clear (&d);
  return s;
}
