/* render/publish.c: from a sheet to files.  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "render/finish_i.h"
#include "render/palette_i.h"
#include "render/scene_i.h"

/* Pixels of a PNG: more take seconds and gigabytes, and few programs open them.  */
static const double most_pixels = 60e6, longest_side = 30000;
enum { USUAL_DPI = 96, LEAST_DPI = 36 };

/* The resolution at which a sheet makes a picture of a reasonable size; 0: none does.  */
static unsigned
resolution (const mm_sheet *s)
{
  double width = s->canvas.x1 - s->canvas.x0, height = s->canvas.y1 - s->canvas.y0;
  double dpi = fmin (USUAL_DPI, 72 * sqrt (most_pixels / (width * height)));
  dpi = floor (fmin (dpi, 72 * longest_side / fmax (width, height)));
  return dpi < LEAST_DPI ? 0 : (unsigned) dpi;
}

static mm_status
write_one (const mm_sheet *sheet, mm_text *data, mm_format format, const char *path, mm_error *err)
{
  mm_outfile *f;
  mm_status status = mm_outfile_open (path, &f, err);
  if (status)
    return status;
  if (format == MM_FORMAT_PDF)
    mm_pdf_fix_dates (data->data, data->length);
  if (format == MM_FORMAT_SVG)
    mm_svg_write (data, sheet, mm_outfile_stream (f));
  else
    fwrite (data->data, 1, data->length, mm_outfile_stream (f));
  return mm_outfile_commit (f, err);
}

/* Print everything first, so that a failure leaves no file behind.  */
static mm_status
print_all (mm_press *press, const mm_sheet *sheet, size_t count, const mm_format *formats, mm_text *data,
           mm_error *err)
{
  unsigned dpi = resolution (sheet);
  mm_status status = MM_OK;
  for (size_t i = 0; !status && i < count; i++)
    {
      bool png = formats[i] == MM_FORMAT_PNG;
      if (png && dpi == 0)
        return mm_fail (err, MM_ELIMIT, 0,
                        "the picture is %.0f by %.0f pt, too large for a PNG; draw SVG or PDF, or single steps",
                        sheet->canvas.x1, sheet->canvas.y1);
      status = mm_press_print (press, sheet, png && dpi < USUAL_DPI ? dpi : 0, 1, &formats[i], &data[i], err);
    }
  return status;
}

mm_status
mm_press_publish (mm_press *press, mm_sheet *sheet, size_t count, const char *const *paths, const mm_format *formats,
                  mm_error *err)
{
  if (mm_sheet_finish (sheet))
    return mm_fail_memory (err);
  mm_text *data = mm_array_new (count, sizeof *data);
  if (!data)
    return mm_fail_memory (err);
  mm_status status = print_all (press, sheet, count, formats, data, err);
  for (size_t i = 0; !status && i < count; i++)
    status = write_one (sheet, &data[i], formats[i], paths[i], err);
  for (size_t i = 0; i < count; i++)
    mm_text_clear (&data[i]);
  free (data);
  return status;
}

mm_status
mm_scene_publish (const mm_scene *s, mm_sheet *sheet, size_t count, const char *const *paths,
                  const mm_format *formats, mm_error *err)
{
  return mm_press_publish (s->press, sheet, count, paths, formats, err);
}
