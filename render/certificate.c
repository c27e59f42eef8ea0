/* render/certificate.c: the bridge in place, and the textbook diamond beside it.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "render/palette_i.h"
#include "render/scene_i.h"
#include "render/wording_i.h"

/* What the bridge makes of each blob and layer.  */
typedef struct marks
{
  uint8_t *path; /* by layer: mm_bridge_path + 1, 0 = none */
  uint8_t *rank; /* by blob: 1 … 4 for a branch blob, 5 inside a path, 0 = none */
} marks;

enum { INSIDE_PATH = 5 };

/* The diamond beside the module.  */
typedef struct diamond
{
  char *wording[MM_BRIDGE_NEEDED]; /* what its paths consist of */
  double width[MM_BRIDGE_NEEDED];  /* of the wordings */
  double across, up;               /* from its middle to its corners, points */
} diamond;

static const double diamond_gap = 34;

static mm_status
mark (const mm_scene *s, const mm_bridge *b, marks *m)
{
  m->path = mm_array_new (mm_module_layers (s->module), 1);
  m->rank = mm_array_new (s->blobs, 1);
  if (!m->path || !m->rank)
    return MM_ENOMEM;
  for (int p = 0; p < MM_BRIDGE_NEEDED; p++)
    for (size_t i = b->start[p]; i < b->start[p + 1]; i++)
      {
        m->path[b->layer[i]] = (uint8_t) (p + 1);
        m->rank[mm_module_tails (s->module)[b->layer[i]]] = INSIDE_PATH;
        m->rank[mm_module_heads (s->module)[b->layer[i]]] = INSIDE_PATH;
      }
  for (int i = 0; i < 4; i++)
    m->rank[b->branch[i]] = (uint8_t) (i + 1);
  return MM_OK;
}

static mm_pen
pen_of_path (int path)
{
  if (path == MM_BRIDGE_AB)
    return (mm_pen){ MM_VERMILLION, 3, true };
  return (mm_pen){ MM_BLUE, 2.6, false };
}

/* ---- the module with its bridge ------------------------------------------------- */

static void
paint_layers (const mm_scene *s, mm_sheet *sheet, const marks *m)
{
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    {
      const mm_scene_layer *l = &s->layer[e];
      mm_pen pen = m->path[e] ? pen_of_path (m->path[e] - 1) : (mm_pen){ MM_FADED, 1.0, false };
      mm_sheet_curve_add (sheet, &l->route, s->blob[l->life.tail].radius, s->blob[l->life.head].radius, true, pen,
                          (mm_tag){ "layer", e, l->title });
    }
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    {
      mm_type type = { 12, false, false, m->path[e] ? MM_INK : MM_FADED_TEXT };
      mm_sheet_text (sheet, s->layer[e].label_at, mm_markup_line (s->layer[e].label, type, true),
                     (mm_tag){ "label", e, NULL });
    }
}

static void
put_blob (mm_sheet *sheet, mm_point at, const mm_scene_blob *b, const char *fill, const char *ink, mm_pen pen,
          mm_tag tag)
{
  char *markup = b->beside ? NULL : mm_markup_line (b->name, (mm_type){ b->name_size, false, true, ink }, false);
  sheet->failed |= !b->beside && !markup;
  mm_sheet_disc (sheet, at, MM_BLOB_RADIUS, fill, pen, b->radius > MM_BLOB_RADIUS, markup, tag);
}

/* The number of a branch blob above or below it.  */
static void
put_rank (mm_sheet *sheet, mm_point at, unsigned rank, double above)
{
  char digit[8];
  snprintf (digit, sizeof digit, "%u", rank);
  char *markup = mm_markup_line (digit, (mm_type){ 10, true, false, MM_VERMILLION }, true);
  mm_sheet_text (sheet, (mm_point){ at.x, at.y + above }, markup, (mm_tag){ "rank", rank, NULL });
}

static void
put_name (mm_sheet *sheet, mm_point at, const mm_scene_blob *b, const char *ink, mm_tag tag)
{
  mm_sheet_text (sheet, at, mm_markup_line (b->name, (mm_type){ b->name_size, false, true, ink }, true), tag);
}

static void
paint_blobs (const mm_scene *s, mm_sheet *sheet, const marks *m)
{
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      const mm_scene_blob *b = &s->blob[v];
      mm_tag tag = { "blob", v, b->full_name };
      if (m->rank[v] == 0)
        put_blob (sheet, b->at, b, MM_WHITE, MM_FADED_TEXT, (mm_pen){ MM_FADED, 1.2, false }, tag);
      else if (m->rank[v] == INSIDE_PATH)
        put_blob (sheet, b->at, b, MM_WHITE, MM_INK, (mm_pen){ MM_INK, 1.2, false }, tag);
      else
        put_blob (sheet, b->at, b, MM_INK, MM_WHITE, (mm_pen){ MM_INK, 1.2, false }, tag);
    }
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      const mm_scene_blob *b = &s->blob[v];
      bool name_above = b->beside && b->name_at.y > b->at.y;
      if (b->beside)
        put_name (sheet, b->name_at, b, m->rank[v] ? MM_INK : MM_FADED_TEXT, (mm_tag){ "name", v, NULL });
      if (m->rank[v] && m->rank[v] != INSIDE_PATH)
        put_rank (sheet, b->at, m->rank[v], name_above ? -b->radius - 9 : b->radius + 9);
    }
}

/* ---- the diamond ------------------------------------------------------------------ */

/* The layers of a path by name, at most three of them.  */
static char *
path_wording (const mm_scene *s, const mm_bridge *b, int path)
{
  char *text = NULL;
  size_t length, count = b->start[path + 1] - b->start[path];
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  for (size_t i = 0; i < count; i++)
    {
      const char *label = s->layer[b->layer[b->start[path] + i]].label;
      if (count <= 3 || i == 0 || i == count - 1)
        fprintf (out, "%s%s", i ? " " : "", label);
      else if (i == 1)
        fputs (" …", out);
    }
  if (fclose (out))
    {
      free (text);
      return NULL;
    }
  return text;
}

static const int path_ends[MM_BRIDGE_NEEDED][2] = { { 0, 1 }, { 0, 2 }, { 1, 2 }, { 1, 3 }, { 2, 3 } };
static const mm_type path_type = { 10, false, false, MM_INK };

static void
diamond_clear (diamond *d)
{
  for (int p = 0; p < MM_BRIDGE_NEEDED; p++)
    free (d->wording[p]);
}

/* Word the paths, and make the diamond wide enough for the words.  */
static mm_status
diamond_measure (const mm_scene *s, const mm_bridge *b, diamond *d, mm_error *err)
{
  *d = (diamond){ .across = 82, .up = 64 };
  for (int p = 0; p < MM_BRIDGE_NEEDED; p++)
    {
      char *full = path_wording (s, b, p);
      d->wording[p] = full ? mm_shortened (full, 22) : NULL;
      char *markup = d->wording[p] ? mm_markup_line (d->wording[p], path_type, true) : NULL;
      mm_status status = markup ? mm_press_measure (s->press, markup, &d->width[p], err) : mm_fail_memory (err);
      free (full);
      free (markup);
      if (status)
        return status;
    }
  for (int p = 0; p < MM_BRIDGE_NEEDED; p++)
    d->across = fmax (d->across, p == MM_BRIDGE_AB ? d->width[p] / 2 + 50 : d->width[p] + 26);
  return MM_OK;
}

static void
paint_diamond (const mm_scene *s, const mm_bridge *b, const diamond *d, mm_sheet *sheet, mm_point middle)
{
  const mm_point corner[4] = { { middle.x - d->across, middle.y },
                               { middle.x, middle.y + d->up },
                               { middle.x, middle.y - d->up },
                               { middle.x + d->across, middle.y } };
  for (uint32_t p = 0; p < MM_BRIDGE_NEEDED; p++)
    {
      mm_point from = corner[path_ends[p][0]], to = corner[path_ends[p][1]];
      mm_route line = mm_route_line (from, to);
      mm_sheet_curve_add (sheet, &line, MM_BLOB_RADIUS, MM_BLOB_RADIUS, true, pen_of_path ((int) p),
                          (mm_tag){ "path", p + 1, NULL });
      mm_sheet_text (sheet, mm_point_mix (from, to, 0.5), mm_markup_line (d->wording[p], path_type, true),
                     (mm_tag){ "pathname", p + 1, NULL });
    }
  for (uint32_t i = 0; i < 4; i++)
    {
      mm_scene_blob plain = s->blob[b->branch[i]];
      plain.radius = MM_BLOB_RADIUS;
      double out = i == 2 ? -MM_BLOB_RADIUS - 9 : MM_BLOB_RADIUS + 9;
      put_blob (sheet, corner[i], &plain, MM_INK, MM_WHITE, (mm_pen){ MM_INK, 1.2, false },
                (mm_tag){ "corner", i + 1, plain.full_name });
      put_rank (sheet, corner[i], i + 1, out);
      if (plain.beside)
        put_name (sheet, (mm_point){ corner[i].x, corner[i].y + 1.6 * out }, &plain, MM_INK,
                  (mm_tag){ "cornername", i + 1, NULL });
    }
}

/* ---- the whole --------------------------------------------------------------------- */

/* The module's own extent: routes of products need no room here.  */
static mm_box
module_box (const mm_scene *s)
{
  mm_box box = mm_box_around (s->blob[0].at, 0, 0);
  for (mm_blob v = 0; v < s->blobs; v++)
    {
      const mm_scene_blob *b = &s->blob[v];
      mm_box with_rank = mm_box_around (b->at, 2 * b->radius + 4, 2 * b->radius + 4);
      with_rank.y1 += 14;
      box = mm_box_join (box, mm_box_join (with_rank, mm_scene_name_box (s, v)));
    }
  for (mm_layer e = 0; e < mm_module_layers (s->module); e++)
    {
      box = mm_box_join (box, mm_box_grow (mm_trace_box (&s->layer[e].trace), 3));
      box = mm_box_join (box, mm_scene_label_box (s, e));
    }
  return box;
}

static char *
explanation (const mm_scene *s, const mm_bridge *b)
{
  char *text = NULL, *name[4] = { NULL, NULL, NULL, NULL };
  size_t length;
  FILE *out = open_memstream (&text, &length);
  bool good = true;
  if (!out)
    return NULL;
  for (int i = 0; i < 4; i++)
    {
      name[i] = mm_squeezed (s->blob[b->branch[i]].full_name, 16);
      good &= name[i] != NULL;
    }
  if (good)
    fprintf (out, "bridge %s, %s, %s, %s; rung %s→%s dashed", name[0], name[1], name[2], name[3], name[1], name[2]);
  for (int i = 0; i < 4; i++)
    free (name[i]);
  if (fclose (out) == 0 && good)
    return text;
  free (text);
  return NULL;
}

static mm_status
paint_heading (const mm_scene *s, const mm_bridge *b, mm_sheet *sheet, mm_box *canvas, mm_error *err)
{
  char *upper = mm_scene_verdict (s), *lower = explanation (s, b);
  char *markup = upper && lower ? mm_markup_block (upper, lower, 1) : NULL;
  free (upper);
  free (lower);
  if (!markup)
    return mm_fail_memory (err);
  double width;
  mm_status status = mm_press_measure (s->press, markup, &width, err);
  if (status)
    {
      free (markup);
      return status;
    }
  canvas->x1 = fmax (canvas->x1, ceil (width + 2 * MM_MARGIN));
  mm_sheet_text (sheet, (mm_point){ MM_MARGIN + width / 2, canvas->y1 - MM_MARGIN / 2 - 20 }, markup,
                 (mm_tag){ "caption", 0, NULL });
  return MM_OK;
}

static mm_status
paint_certificate (const mm_scene *s, const mm_bridge *b, const marks *m, const diamond *d, mm_sheet *sheet,
                   mm_error *err)
{
  mm_box box = module_box (s);
  double wide = box.x1 - box.x0, high = box.y1 - box.y0, inset_wide = 2 * (d->across + MM_BLOB_RADIUS + 3);
  double inset_high = 2 * (d->up + MM_BLOB_RADIUS + 30), body = fmax (high, inset_high);
  mm_box canvas = { 0, 0, ceil (wide + diamond_gap + inset_wide + 2 * MM_MARGIN),
                    ceil (body + 2 * MM_MARGIN + MM_CAPTION_HEIGHT) };
  mm_status status = paint_heading (s, b, sheet, &canvas, err);
  if (status)
    return status;
  sheet->canvas = canvas;
  sheet->origin = (mm_point){ MM_MARGIN - box.x0, MM_MARGIN + (body - high) / 2 - box.y0 };
  paint_layers (s, sheet, m);
  paint_blobs (s, sheet, m);
  sheet->origin = (mm_point){ 0, 0 };
  paint_diamond (s, b, d, sheet, (mm_point){ MM_MARGIN + wide + diamond_gap + inset_wide / 2, MM_MARGIN + body / 2 });
  return MM_OK;
}

mm_status
mm_draw_certificate (mm_scene *s, const mm_bridge *bridge, const char *path, mm_format format, mm_error *err)
{
  marks m;
  diamond d = { .across = 0 };
  mm_sheet sheet;
  mm_sheet_init (&sheet, (mm_box){ 0, 0, 1, 1 }, "certificate");
  mm_status status = mark (s, bridge, &m) ? mm_fail_memory (err) : diamond_measure (s, bridge, &d, err);
  if (!status)
    status = paint_certificate (s, bridge, &m, &d, &sheet, err);
  if (!status)
    status = mm_scene_publish (s, &sheet, 1, &path, &format, err);
  mm_sheet_clear (&sheet);
  diamond_clear (&d);
  free (m.path);
  free (m.rank);
  return status;
}
