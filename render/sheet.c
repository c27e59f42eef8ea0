/* render/sheet.c: a list of what is on one picture.  */
#include "render/sheet_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "render/palette_i.h"
#include "render/wording_i.h"

void
mm_sheet_init (mm_sheet *s, mm_box canvas, const char *title)
{
  *s = (mm_sheet){ .canvas = canvas };
  s->title = strdup (title);
  s->background_stream = open_memstream (&s->background, &s->background_length);
  s->failed = !s->title || !s->background_stream;
}

void
mm_sheet_clear (mm_sheet *s)
{
  for (size_t i = 0; i < s->nodes; i++)
    {
      free (s->node[i].markup);
      free (s->node[i].id);
      free (s->node[i].title);
    }
  for (size_t i = 0; i < s->curves; i++)
    {
      free (s->curve[i].id);
      free (s->curve[i].title);
    }
  if (s->background_stream)
    fclose (s->background_stream);
  free (s->node);
  free (s->curve);
  free (s->background);
  free (s->title);
  *s = (mm_sheet){ .failed = true };
}

mm_status
mm_sheet_finish (mm_sheet *s)
{
  if (s->background_stream)
    {
      bool bad = ferror (s->background_stream);
      bad |= fclose (s->background_stream) != 0;
      s->background_stream = NULL;
      s->failed |= bad || !s->background;
    }
  return s->failed ? MM_ENOMEM : MM_OK;
}

/* The id and title of an element.  */
static void
label_element (mm_sheet *s, mm_tag tag, char **id, char **title)
{
  char text[64];
  snprintf (text, sizeof text, "%s%s%u", s->prefix, tag.kind, tag.number);
  *id = strdup (text);
  *title = tag.title ? strdup (tag.title) : NULL;
  s->failed |= !*id || (tag.title && !*title);
}

static mm_sheet_node *
new_node (mm_sheet *s, mm_tag tag)
{
  if (!mm_array_reserve (&s->node, &s->node_capacity, s->nodes + 1, sizeof *s->node))
    {
      s->failed = true;
      return NULL;
    }
  mm_sheet_node *n = &s->node[s->nodes++];
  *n = (mm_sheet_node){ .kind = tag.kind };
  label_element (s, tag, &n->id, &n->title);
  return n;
}

void
mm_sheet_disc (mm_sheet *s, mm_point at, double radius, const char *fill, mm_pen pen, bool twice, char *markup,
               mm_tag tag)
{
  mm_sheet_node *n = new_node (s, tag);
  if (!n)
    {
      free (markup);
      return;
    }
  n->at = mm_point_add (at, s->origin);
  n->radius = radius;
  n->fill = fill;
  n->pen = pen;
  n->twice = twice;
  n->markup = markup;
}

void
mm_sheet_text (mm_sheet *s, mm_point at, char *markup, mm_tag tag)
{
  mm_sheet_node *n = markup ? new_node (s, tag) : NULL;
  if (!n)
    {
      s->failed = true;
      free (markup);
      return;
    }
  n->at = mm_point_add (at, s->origin);
  n->markup = markup;
}

static mm_route
moved (const mm_route *r, mm_point by)
{
  mm_route out = *r;
  for (uint32_t i = 0; i <= 3 * r->segments; i++)
    out.at[i] = mm_point_add (r->at[i], by);
  return out;
}

void
mm_sheet_curve_add (mm_sheet *s, const mm_route *r, double first_radius, double last_radius, bool arrow, mm_pen pen,
                    mm_tag tag)
{
  mm_route visible, shaft;
  if (!mm_route_clip (r, first_radius, last_radius, &visible))
    return;
  if (!arrow || !mm_route_clip (r, first_radius, last_radius + MM_ARROW, &shaft))
    shaft = visible;
  if (!mm_array_reserve (&s->curve, &s->curve_capacity, s->curves + 1, sizeof *s->curve))
    {
      s->failed = true;
      return;
    }
  mm_sheet_curve *c = &s->curve[s->curves++];
  *c = (mm_sheet_curve){ .route = moved (&shaft, s->origin), .arrow = arrow, .pen = pen, .kind = tag.kind };
  c->tip = mm_point_add (mm_route_last (&visible), s->origin);
  label_element (s, tag, &c->id, &c->title);
}

/* ---- positions as text ------------------------------------------------------- */

static void
put_place (FILE *out, mm_point p, char behind)
{
  mm_put_number (out, p.x);
  fputc (',', out);
  mm_put_number (out, p.y);
  if (behind)
    fputc (behind, out);
}

/* Close a memory stream; its text, or NULL when memory ran out.  */
static char *
finished (FILE *out, char **text)
{
  bool bad = ferror (out) != 0;
  bad |= fclose (out) != 0;
  if (!bad)
    return *text;
  free (*text);
  return NULL;
}

char *
mm_sheet_position (mm_point p)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  put_place (out, p, 0);
  return finished (out, &text);
}

char *
mm_sheet_spline (const mm_sheet_curve *c)
{
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  if (c->arrow)
    {
      fputs ("e,", out);
      put_place (out, c->tip, ' ');
    }
  for (uint32_t i = 0; i <= 3 * c->route.segments; i++)
    put_place (out, c->route.at[i], ' ');
  return finished (out, &text);
}

/* ---- the background: xdot operations --------------------------------------- */

static void
put_point (FILE *out, mm_point p)
{
  mm_put_number (out, p.x);
  fputc (' ', out);
  mm_put_number (out, p.y);
  fputc (' ', out);
}

/* `c` sets the pen's colour, `C` the fill's; the number before - counts bytes.  */
static void
put_colour (FILE *out, char which, const char *colour)
{
  fprintf (out, "%c %zu -%s ", which, strlen (colour), colour);
}

void
mm_sheet_broad (mm_sheet *s, const mm_route *r, double width, const char *colour)
{
  FILE *out = s->background_stream;
  if (!out)
    return;
  char style[40];
  snprintf (style, sizeof style, "setlinewidth(%d)", (int) width);
  fprintf (out, "S %zu -%s ", strlen (style), style);
  put_colour (out, 'c', colour);
  fprintf (out, "B %u ", 3 * r->segments + 1);
  for (uint32_t i = 0; i <= 3 * r->segments; i++)
    put_point (out, mm_point_add (r->at[i], s->origin));
}

void
mm_sheet_spot (mm_sheet *s, mm_point at, double radius, const char *colour)
{
  FILE *out = s->background_stream;
  if (!out)
    return;
  fputs ("S 15 -setlinewidth(1) ", out);
  put_colour (out, 'c', colour);
  put_colour (out, 'C', colour);
  fputs ("E ", out);
  put_point (out, mm_point_add (at, s->origin));
  put_point (out, (mm_point){ radius, radius });
}

void
mm_sheet_frame (mm_sheet *s, mm_box box, const char *colour)
{
  FILE *out = s->background_stream;
  if (!out)
    return;
  fputs ("S 15 -setlinewidth(1) ", out);
  put_colour (out, 'c', colour);
  fputs ("p 4 ", out);
  const mm_point corner[4]
    = { { box.x0, box.y0 }, { box.x1, box.y0 }, { box.x1, box.y1 }, { box.x0, box.y1 } };
  for (int i = 0; i < 4; i++)
    put_point (out, mm_point_add (corner[i], s->origin));
}
