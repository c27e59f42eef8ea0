/* render/paint.c: one state of a scene onto a sheet.

   Two independent signs: a halo for what is rewritten next, blue strokes for what was
   just made.  Both mean the same in both directions.  */
#include <math.h>
#include <stdlib.h>

#include "render/palette_i.h"
#include "render/scene_i.h"
#include "render/wording_i.h"

mm_box
mm_scene_cell (const mm_scene *s)
{
  double width = fmax (s->hull.x1 - s->hull.x0, s->caption_width) + 2 * MM_MARGIN;
  double height = s->hull.y1 - s->hull.y0 + 2 * MM_MARGIN + MM_CAPTION_HEIGHT;
  return (mm_box){ 0, 0, ceil (width), ceil (height) };
}

/* From the scene's coordinates to the cell's, the picture in the middle of its width.  */
static mm_point
shift_of (const mm_scene *s)
{
  mm_box cell = mm_scene_cell (s);
  return (mm_point){ (cell.x1 - (s->hull.x1 - s->hull.x0)) / 2 - s->hull.x0, MM_MARGIN - s->hull.y0 };
}

/* What a state says about an element.  */
typedef struct role
{
  bool made, next;
} role;

/* Reducing to state q makes what is born in q and goes on to rewrite what dies in
   q + 1; morphing makes the latter and goes on to expand the former.  */
static role
role_of (mm_direction direction, size_t q, uint32_t birth, uint32_t death)
{
  bool product = q > 0 && birth == q, redex = death == q + 1;
  return direction == MM_REDUCE ? (role){ product, redex } : (role){ redex, product };
}

static void
paint_layer (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_term x)
{
  const mm_scene_layer *l = &s->layer[x];
  role r = role_of (direction, q, l->life.birth, l->life.death);
  mm_pen pen = { MM_EDGE, 1.3, false };
  if (r.made)
    pen = (mm_pen){ MM_BLUE, 2.6, false };
  else if (r.next)
    pen = (mm_pen){ MM_INK, 1.8, false };
  if (r.next)
    {
      mm_route visible;
      if (mm_route_clip (&l->route, s->blob[l->life.tail].radius, s->blob[l->life.head].radius, &visible))
        mm_sheet_broad (sheet, &visible, 13, MM_HALO);
    }
  mm_sheet_curve_add (sheet, &l->route, s->blob[l->life.tail].radius, s->blob[l->life.head].radius, true, pen,
                      (mm_tag){ "layer", x, l->title });
}

static void
paint_label (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_term x)
{
  const mm_scene_layer *l = &s->layer[x];
  role r = role_of (direction, q, l->life.birth, l->life.death);
  mm_type type = { 12, r.made || r.next, false, r.made ? MM_BLUE : MM_INK };
  mm_sheet_text (sheet, l->label_at, mm_markup_line (l->label, type, true), (mm_tag){ "label", x, NULL });
}

/* A name in the circle with the channels below it, or what is left when it is beside.  */
static char *
blob_markup (const mm_scene_blob *b, const char *colour)
{
  mm_type name = { b->name_size, false, true, colour }, channels = { 8, false, false, colour };
  if (b->beside)
    return mm_markup_line (b->channels ? b->channels : "", channels, false);
  return b->channels ? mm_markup_pair (b->name, name, b->channels, channels) : mm_markup_line (b->name, name, false);
}

static void
paint_blob (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_blob v)
{
  const mm_scene_blob *b = &s->blob[v];
  bool removed = b->death == q + 1, terminal = b->radius > MM_BLOB_RADIUS;
  mm_pen pen = { MM_INK, 1.2, false };
  if (removed && direction == MM_REDUCE)
    {
      mm_sheet_spot (sheet, b->at, MM_BLOB_RADIUS + 6, MM_HALO);
      pen = (mm_pen){ MM_VERMILLION, 2, true };
    }
  else if (removed)
    pen = (mm_pen){ MM_BLUE, 2, false };
  char *markup = blob_markup (b, MM_INK);
  sheet->failed |= !markup;
  mm_sheet_disc (sheet, b->at, MM_BLOB_RADIUS, MM_WHITE, pen, terminal, markup, (mm_tag){ "blob", v, b->full_name });
  if (b->beside)
    mm_sheet_text (sheet, b->name_at, mm_markup_line (b->name, (mm_type){ b->name_size, false, true, MM_INK }, false),
                   (mm_tag){ "name", v, NULL });
}

/* Where the blob of the last step was; in the other direction: where it will be.  */
static void
paint_bead (const mm_scene *s, mm_sheet *sheet, mm_blob v)
{
  const mm_scene_blob *b = &s->blob[v];
  mm_sheet_disc (sheet, b->bead, MM_BEAD_RADIUS, MM_WHITE, (mm_pen){ MM_GREY_NAME, 1.2, false }, false, NULL,
                 (mm_tag){ "bead", v, b->full_name });
  mm_sheet_text (sheet, b->bead_name, mm_markup_line (b->name, (mm_type){ 9, false, true, MM_GREY_NAME }, false),
                 (mm_tag){ "beadname", v, NULL });
}

/* As many products as fit the width; the width was made for at least one.  */
static mm_status
paint_caption (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_error *err)
{
  mm_box cell = mm_scene_cell (s);
  double room = cell.x1 - 2 * MM_MARGIN, width = 0;
  for (uint32_t most = UINT32_MAX; most > 0;)
    {
      char *upper, *lower;
      if (mm_scene_caption (s, direction, q, most, &upper, &lower))
        return mm_fail_memory (err);
      char *markup = mm_markup_block (upper, lower, room);
      free (upper);
      free (lower);
      mm_status status = markup ? mm_press_measure (s->press, markup, &width, err) : mm_fail_memory (err);
      if (status)
        {
          free (markup);
          return status;
        }
      most = most == UINT32_MAX ? 8 : most - 1;
      if (width > room + 4 && most > 0)
        {
          free (markup);
          continue;
        }
      mm_sheet_text (sheet, (mm_point){ MM_MARGIN + width / 2, cell.y1 - MM_MARGIN / 2 - 20 }, markup,
                     (mm_tag){ "caption", (uint32_t) q, NULL });
      return MM_OK;
    }
  return MM_OK;
}

mm_status
mm_scene_paint (const mm_scene *s, mm_sheet *sheet, mm_direction direction, size_t q, mm_error *err)
{
  mm_status status = paint_caption (s, sheet, direction, q, err);
  mm_point corner = sheet->origin;
  sheet->origin = mm_point_add (corner, shift_of (s));
  for (mm_term x = 0; x < s->layers; x++)
    if (mm_scene_shows_layer (s, x, q))
      paint_layer (s, sheet, direction, q, x);
  for (mm_term x = 0; x < s->layers; x++)
    if (mm_scene_shows_layer (s, x, q))
      paint_label (s, sheet, direction, q, x);
  for (mm_blob v = 0; v < s->blobs; v++)
    if (mm_scene_shows_blob (s, v, q))
      paint_blob (s, sheet, direction, q, v);
    else if (s->blob[v].death == q)
      paint_bead (s, sheet, v);
  sheet->origin = corner;
  return status;
}
