/* render/board.c: storyboards and single steps.  */
#include <math.h>

#include "render/palette_i.h"
#include "render/scene_i.h"

/* The number of columns that makes a sheet most like a page of 3:2.  */
static size_t
columns (size_t frames, mm_box cell)
{
  const size_t most = frames <= 12 ? 3 : 6;
  size_t best = 1;
  double least = HUGE_VAL;
  for (size_t c = 1; c <= most && c <= frames; c++)
    {
      size_t rows = (frames + c - 1) / c;
      double shape = (double) c * cell.x1 / ((double) rows * cell.y1);
      double off = fabs (log (shape / 1.5)) + 0.2 * (double) (rows * c - frames) / (double) frames;
      if (off < least)
        {
          least = off;
          best = c;
        }
    }
  return best;
}

static const char *
title_of (const mm_scene *s)
{
  const char *name = mm_module_name (s->module);
  return *name ? name : "module";
}

mm_status
mm_draw_board (mm_scene *s, mm_direction direction, size_t count, const char *const *paths, const mm_format *formats,
               mm_error *err)
{
  size_t frames = mm_scene_frames (s);
  if (frames > MM_SCENE_FRAMES)
    return mm_fail (err, MM_ELIMIT, 0, "a storyboard of %zu frames cannot be read (at most %d); draw single steps",
                    frames, MM_SCENE_FRAMES);
  mm_box cell = mm_scene_cell (s);
  size_t wide = columns (frames, cell), rows = (frames + wide - 1) / wide;
  const double gutter = 8, right = cell.x1 + gutter, down = cell.y1 + gutter;
  mm_sheet sheet;
  mm_box canvas = { 0, 0, (double) wide * right + gutter, (double) rows * down + gutter };
  mm_sheet_init (&sheet, canvas, title_of (s));

  mm_status status = MM_OK;
  for (size_t i = 0; !status && i < frames; i++)
    {
      size_t q = direction == MM_REDUCE ? i : frames - 1 - i;
      size_t column = i % wide, row = rows - 1 - i / wide;
      sheet.origin = (mm_point){ (double) column * right + gutter, (double) row * down + gutter };
      snprintf (sheet.prefix, sizeof sheet.prefix, "f%zu_", q);
      mm_sheet_frame (&sheet, cell, MM_RULE_GREY);
      status = mm_scene_paint (s, &sheet, direction, q, err);
    }
  if (!status)
    status = mm_scene_publish (s, &sheet, count, paths, formats, err);
  mm_sheet_clear (&sheet);
  return status;
}

mm_status
mm_draw_step (mm_scene *s, mm_direction direction, size_t k, const char *path, mm_format format, mm_error *err)
{
  if (k > s->steps)
    return mm_fail (err, MM_EINVAL, 0, "there is no step %zu: the derivation has %zu", k, s->steps);
  mm_sheet sheet;
  mm_sheet_init (&sheet, mm_scene_cell (s), title_of (s));
  mm_status status = mm_scene_paint (s, &sheet, direction, k, err);
  if (!status)
    status = mm_scene_publish (s, &sheet, 1, &path, &format, err);
  mm_sheet_clear (&sheet);
  return status;
}
