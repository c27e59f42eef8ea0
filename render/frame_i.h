/* render/frame_i.h: the door to Graphviz; for render/ only.

   frame.c is the only file that knows libgvc.  libgvc is not re-entrant: every
   function takes one lock, so two threads may draw, one after the other.  */
#ifndef MM_RENDER_FRAME_I_H
#define MM_RENDER_FRAME_I_H

#include "graph/module.h"
#include "graph/text.h"
#include "render/draw.h"
#include "render/sheet_i.h"

#define MM_FONT "DejaVu Sans"

/** The way into Graphviz; its context is made once per process and kept, since Graphviz
    cannot make a second one safely after the first is gone. The first use loads fonts. */
typedef struct mm_press mm_press;

/**
 * Open Graphviz and look whether it has fonts (without them it draws boxes and
 * reports no error).
 * @return MM_OK; MM_EIO, with what to install in err; MM_ENOMEM
 */
mm_status mm_press_new (mm_press **out, mm_error *err);
void mm_press_free (mm_press *p); /* accepts NULL */

/** The width in points that a label (the inside of an HTML label) takes. */
mm_status mm_press_measure (mm_press *p, const char *markup, double *width, mm_error *err);

/** A graph to be placed: blobs from left to right, layers as curves between them; or boxes from top to bottom. */
typedef struct mm_arrangement
{
  uint32_t blobs, layers;
  const mm_blob *order;        /* blobs entries: the order in which dot hears of them */
  const mm_blob *tail, *head;  /* layers entries */
  const double *label_width;   /* layers entries: room to keep for labels, points; 0: none */
  const double *width, *height; /* NULL: small circles; else blobs entries: of boxes, points */
  mm_point *at;                /* out: blobs entries */
  mm_route *route;             /* out: layers entries: circles centre to centre, boxes border to border */
} mm_arrangement;

mm_status mm_press_arrange (mm_press *p, mm_arrangement *a, mm_error *err);

/**
 * Print a finished sheet.
 * @param dpi  pixels per inch of a PNG; 0: 96, and the only choice for SVG, which it would scale
 * @param out  `count` texts in the formats asked for; the caller's, for mm_text_clear
 * @return MM_OK; MM_EIO with Graphviz's complaint; MM_ENOMEM
 */
mm_status mm_press_print (mm_press *p, const mm_sheet *s, unsigned dpi, size_t count, const mm_format *formats,
                          mm_text *out, mm_error *err);

/**
 * Finish a sheet, print it, and write it into files; all are printed before the first is written.
 * @return MM_OK; MM_ELIMIT when it is too large for a PNG; MM_EIO; MM_ENOMEM
 */
mm_status mm_press_publish (mm_press *p, mm_sheet *sheet, size_t count, const char *const *paths,
                            const mm_format *formats, mm_error *err);

#endif
