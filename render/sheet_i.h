/* render/sheet_i.h: a list of what is on one picture; for render/ only.

   A sheet knows nothing of modules or of Graphviz.  Coordinates given to the
   functions are moved by sheet->origin first.  When memory runs out the sheet
   remembers it, like a stdio stream, and printing it fails.  */
#ifndef MM_RENDER_SHEET_I_H
#define MM_RENDER_SHEET_I_H

#include <stdio.h>

#include "graph/status.h"
#include "render/geometry_i.h"

typedef struct mm_pen
{
  const char *colour;
  double width;
  bool dashed;
} mm_pen;

/** What SVG readers see of an element besides its shape. */
typedef struct mm_tag
{
  const char *kind; /* the SVG class: a string constant */
  uint32_t number;  /* with the sheet's prefix and kind it makes the id */
  const char *title; /* NULL: none; copied */
} mm_tag;

typedef struct mm_sheet_node
{
  mm_point at;
  double radius; /* 0: text only */
  mm_pen pen;
  const char *fill;
  bool twice; /* two rings */
  char *markup;
  char *id, *title;
  const char *kind;
} mm_sheet_node;

typedef struct mm_sheet_curve
{
  mm_route route; /* without the arrow head */
  bool arrow;
  mm_point tip;
  mm_pen pen;
  char *id, *title;
  const char *kind;
} mm_sheet_curve;

typedef struct mm_sheet
{
  mm_box canvas;
  mm_point origin;
  char prefix[32]; /* of ids: "f3_" */
  char *title;
  mm_sheet_node *node;
  size_t nodes, node_capacity;
  mm_sheet_curve *curve;
  size_t curves, curve_capacity;
  char *background; /* xdot operations; complete after mm_sheet_finish */
  size_t background_length;
  FILE *background_stream;
  bool failed; /* memory ran out */
} mm_sheet;

void mm_sheet_init (mm_sheet *s, mm_box canvas, const char *title);
void mm_sheet_clear (mm_sheet *s);

/** Complete the background. @return MM_OK; MM_ENOMEM when memory ran out at any time */
mm_status mm_sheet_finish (mm_sheet *s);

/** A circle. markup is taken over and may be NULL. */
void mm_sheet_disc (mm_sheet *s, mm_point at, double radius, const char *fill, mm_pen pen, bool twice, char *markup,
                    mm_tag tag);

/** A text with its centre at a point. markup is taken over; NULL counts as out of memory. */
void mm_sheet_text (mm_sheet *s, mm_point at, char *markup, mm_tag tag);

/** A route from circle to circle, with an arrow head or without. */
void mm_sheet_curve_add (mm_sheet *s, const mm_route *r, double first_radius, double last_radius, bool arrow,
                         mm_pen pen, mm_tag tag);

/** A place as Graphviz reads it, "x,y"; a heap string, or NULL: out of memory. */
char *mm_sheet_position (mm_point p);

/** A curve as Graphviz reads it, "e,tip first control control knot …"; a heap string or NULL. */
char *mm_sheet_spline (const mm_sheet_curve *c);

/* In the background: a broad line along a route, a filled disc, the outline of a box.  */
void mm_sheet_broad (mm_sheet *s, const mm_route *r, double width, const char *colour);
void mm_sheet_spot (mm_sheet *s, mm_point at, double radius, const char *colour);
void mm_sheet_frame (mm_sheet *s, mm_box box, const char *colour);

#endif
