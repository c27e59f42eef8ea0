/* render/frame.c: the only file that knows libgvc.

   The traps that shape this file: gvLayout returns 0 on broken labels and positions,
   so the return code, agerrors () and the messages are all looked at; messages come
   in pieces; a `layout` attribute wins over the engine argument, so graphs are always
   made afresh here; plugins are linked, so that no config file is read.  */
#include "render/frame_i.h"

#include <gvc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/dot_lock.h"
#include "graph/room.h"
#include "render/bend_i.h"
#include "render/locale_i.h"
#include "render/palette_i.h"
#include "render/wording_i.h"

struct mm_press
{
  GVC_t *gvc; /* the one of the process */
};

extern gvplugin_library_t gvplugin_core_LTX_library;
extern gvplugin_library_t gvplugin_dot_layout_LTX_library;
extern gvplugin_library_t gvplugin_neato_layout_LTX_library;
extern gvplugin_library_t gvplugin_pango_LTX_library;

static const double inch = 72;

/* What fonts, threads of pango and small pictures take.  GLib ends the process where it gets none.  */
static const size_t room_to_draw = (size_t) 256 << 20;

/* ---- what the lock guards ------------------------------------------------------ */

/* Graphviz has global state, and its message callback has no argument for ours.  The lock
   is the DOT reader's: libgvc stands on the same libcgraph.  */
static struct
{
  char text[256]; /* the first message, without its newline */
  size_t length;
  bool complete;
  bool no_memory; /* for the locale */
  unsigned pieces;
} said;

static int
listen_to_graphviz (char *piece)
{
  said.pieces++;
  for (; *piece && !said.complete; piece++)
    if (*piece == '\n')
      said.complete = said.length > 0;
    else if (said.length + 1 < sizeof said.text)
      said.text[said.length++] = *piece;
  return 0;
}

/* The one context of the process, made on first use and kept: the pango plugin remembers
   the name of the last font by a pointer into it, and reads that pointer again when a
   second context is used after the first was freed.  */
static GVC_t *
context (void)
{
  static const lt_symlist_t plugins[] = {
    { "gvplugin_core_LTX_library", &gvplugin_core_LTX_library },
    { "gvplugin_dot_layout_LTX_library", &gvplugin_dot_layout_LTX_library },
    { "gvplugin_neato_layout_LTX_library", &gvplugin_neato_layout_LTX_library },
    { "gvplugin_pango_LTX_library", &gvplugin_pango_LTX_library },
    { NULL, NULL },
  };
  static GVC_t *gvc;
  if (!gvc)
    gvc = gvContextPlugins (plugins, 0);
  return gvc;
}

static agusererrf
begin (void)
{
  mm_dot_lock ();
  memset (&said, 0, sizeof said);
  said.no_memory = !mm_locale_enter ();
  agreseterrors ();
  return agseterrf (listen_to_graphviz);
}

/* Give the lock back. bad: something returned an error.  */
static mm_status
end (agusererrf before, bool bad, const char *doing, mm_error *err)
{
  mm_status s = MM_OK;
  if (said.no_memory)
    s = mm_fail_memory (err);
  else
    mm_locale_leave ();
  if (!s && (bad || agerrors () != 0 || said.pieces))
    s = mm_fail (err, MM_EIO, 0, "Graphviz failed to %s: %s", doing, said.length ? said.text : "it did not say why");
  agseterrf (before);
  mm_dot_unlock ();
  return s;
}

/* ---- attributes --------------------------------------------------------------- */

/* cgraph takes texts as char *, though it copies them.  */
static char *
text_of (const char *constant)
{
  union
  {
    const char *in;
    char *out;
  } u = { constant };
  return u.out;
}

static void
set (void *object, const char *name, const char *value)
{
  agsafeset (object, text_of (name), text_of (value), text_of (""));
}

static void
set_number (void *object, const char *name, double value)
{
  char text[32];
  long millionths = lround (fabs (value) * 1e6);
  snprintf (text, sizeof text, "%s%ld.%06ld", value < 0 ? "-" : "", millionths / 1000000, millionths % 1000000);
  set (object, name, text);
}

static void
set_html (Agraph_t *g, void *object, const char *name, const char *markup)
{
  agsafeset (object, text_of (name), text_of (""), text_of (""));
  char *html = agstrdup_html (g, text_of (markup));
  agset (object, text_of (name), html);
  agstrfree (g, html);
}

static void
set_default (Agraph_t *g, int kind, const char *name, const char *value)
{
  agattr (g, kind, text_of (name), text_of (value));
}

static Agraph_t *
open_graph (const char *name)
{
  Agraph_t *g = agopen (text_of (name), Agdirected, NULL);
  if (!g)
    return NULL;
  set_default (g, AGNODE, "fontname", MM_FONT);
  set_default (g, AGNODE, "fontsize", "12");
  set_default (g, AGNODE, "margin", "0");
  set_default (g, AGNODE, "label", "");
  return g;
}

/* ---- measuring ---------------------------------------------------------------- */

static bool
measure (mm_press *p, const char *markup, double *width)
{
  Agraph_t *g = open_graph ("measure");
  if (!g)
    return false;
  Agnode_t *n = agnode (g, text_of ("n"), 1);
  if (n)
    {
      set (n, "shape", "none");
      set (n, "width", "0");
      set (n, "height", "0");
      set (n, "pos", "0,0");
      set_html (g, n, "label", markup);
    }
  bool good = n && gvLayout (p->gvc, g, "nop2") == 0;
  if (good)
    *width = ND_width (n) * inch;
  gvFreeLayout (p->gvc, g);
  agclose (g);
  return good;
}

mm_status
mm_press_measure (mm_press *p, const char *markup, double *width, mm_error *err)
{
  agusererrf before = begin ();
  bool good = measure (p, markup, width);
  return end (before, !good, "measure a text", err);
}

/* Without fonts every glyph is the same box.  */
static mm_status
check_fonts (mm_press *p, mm_error *err)
{
  double narrow = 0, wide = 0;
  const mm_type plain = { 12, false, false, MM_INK };
  char *thin = mm_markup_line ("iiiiii", plain, false), *thick = mm_markup_line ("WWWWWW", plain, false);
  mm_status s = thin && thick ? MM_OK : mm_fail_memory (err);
  if (!s)
    s = mm_press_measure (p, thin, &narrow, err);
  if (!s)
    s = mm_press_measure (p, thick, &wide, err);
  if (!s && wide < 1.5 * narrow)
    s = mm_fail (err, MM_EIO, 0, "no font was found to draw with; on Debian: apt-get install fonts-dejavu-core");
  free (thin);
  free (thick);
  return s;
}

mm_status
mm_press_new (mm_press **out, mm_error *err)
{
  mm_press *p = mm_has_room (room_to_draw) ? calloc (1, sizeof *p) : NULL;
  if (!p)
    return mm_fail_memory (err);
  agusererrf before = begin ();
  p->gvc = context ();
  mm_status s = end (before, !p->gvc, "start", err);
  if (!s)
    s = check_fonts (p, err);
  if (s)
    {
      mm_press_free (p);
      return s;
    }
  *out = p;
  return MM_OK;
}

void
mm_press_free (mm_press *p)
{
  free (p);
}

/* ---- placing ------------------------------------------------------------------ */

static void
set_style (Agraph_t *g, bool boxes)
{
  set (g, "rankdir", boxes ? "TB" : "LR");
  set (g, "nodesep", boxes ? "0.3" : "0.55");
  set (g, "ranksep", boxes ? "0.5" : "0.45");
  set_default (g, AGNODE, "shape", boxes ? "box" : "circle");
  set_default (g, AGNODE, "fixedsize", "true");
  set_default (g, AGNODE, "width", "0.42");
  set_default (g, AGEDGE, "dir", "none");
  set_default (g, AGEDGE, "headclip", boxes ? "true" : "false");
  set_default (g, AGEDGE, "tailclip", boxes ? "true" : "false");
}

static Agraph_t *
graph_to_place (const mm_arrangement *a, Agnode_t **node, Agedge_t **edge)
{
  Agraph_t *g = open_graph ("arrange");
  if (!g)
    return NULL;
  set_style (g, a->width != NULL);
  char text[160];
  for (uint32_t i = 0; i < a->blobs; i++)
    {
      const mm_blob v = a->order[i];
      snprintf (text, sizeof text, "b%u", v);
      node[v] = agnode (g, text, 1);
      if (a->width)
        {
          set_number (node[v], "width", a->width[v] / inch);
          set_number (node[v], "height", a->height[v] / inch);
        }
    }
  for (uint32_t e = 0; e < a->layers; e++)
    {
      snprintf (text, sizeof text, "e%u", e);
      edge[e] = agedge (g, node[a->tail[e]], node[a->head[e]], text, 1);
      if (a->label_width[e] <= 0)
        continue;
      snprintf (text, sizeof text,
                "<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"%ld\" HEIGHT=\"16\"><TR><TD></TD></TR></TABLE>",
                lround (a->label_width[e]));
      set_html (g, edge[e], "label", text);
    }
  return g;
}

/* The route that dot found, made to fit; from centre to centre, or from border to border.  */
static mm_route
route_of (Agedge_t *e, mm_point from, mm_point to, bool borders)
{
  const splines *spl = ED_spl (e);
  if (!spl || spl->size < 1 || spl->list[0].size < 4)
    return mm_route_line (from, to);
  const bezier *b = &spl->list[0];
  uint32_t segments = (uint32_t) (b->size - 1) / 3;
  mm_route r = { .segments = segments };
  if (segments > MM_ROUTE_SEGMENTS)
    {
      mm_point knot[MM_ROUTE_SEGMENTS + 1];
      for (uint32_t i = 0; i <= MM_ROUTE_SEGMENTS; i++)
        {
          const pointf p = b->list[3 * (i * segments / MM_ROUTE_SEGMENTS)];
          knot[i] = (mm_point){ p.x, p.y };
        }
      r = mm_route_through (knot, MM_ROUTE_SEGMENTS + 1);
    }
  else
    for (uint32_t i = 0; i <= 3 * segments; i++)
      r.at[i] = (mm_point){ b->list[i].x, b->list[i].y };
  if (!borders)
    {
      r.at[0] = from;
      r.at[3 * r.segments] = to;
    }
  return r;
}

mm_status
mm_press_arrange (mm_press *p, mm_arrangement *a, mm_error *err)
{
  Agnode_t **node = calloc (a->blobs, sizeof *node);
  Agedge_t **edge = calloc (a->layers, sizeof *edge);
  if (!node || !edge)
    {
      free (node);
      free (edge);
      return mm_fail_memory (err);
    }
  agusererrf before = begin ();
  Agraph_t *g = graph_to_place (a, node, edge);
  bool good = g && gvLayout (p->gvc, g, "dot") == 0;
  if (good)
    {
      for (mm_blob v = 0; v < a->blobs; v++)
        a->at[v] = (mm_point){ ND_coord (node[v]).x, ND_coord (node[v]).y };
      for (mm_layer e = 0; e < a->layers; e++)
        a->route[e] = route_of (edge[e], a->at[a->tail[e]], a->at[a->head[e]], a->width != NULL);
    }
  if (g)
    {
      gvFreeLayout (p->gvc, g);
      agclose (g);
    }
  free (node);
  free (edge);
  return end (before, !good, "place the module", err);
}

/* ---- printing ----------------------------------------------------------------- */

/* Take over a text as an object's position.  */
static bool
set_position (void *object, char *text)
{
  if (text)
    set (object, "pos", text);
  free (text);
  return text != NULL;
}

static bool
put_node (Agraph_t *g, const mm_sheet_node *n, size_t index)
{
  char text[32];
  snprintf (text, sizeof text, "n%zu", index);
  Agnode_t *node = agnode (g, text, 1);
  if (!node)
    return false;
  set (node, "id", text);
  if (!set_position (node, mm_sheet_position (n->at)))
    return false;
  if (n->markup)
    set_html (g, node, "label", n->markup);
  if (n->radius <= 0)
    return true; /* the defaults make a text */
  set (node, "shape", "circle");
  set (node, "fixedsize", "shape");
  set_number (node, "width", 2 * n->radius / inch);
  set_number (node, "height", 2 * n->radius / inch);
  set (node, "style", n->pen.dashed ? "filled,dashed" : "filled");
  set (node, "fillcolor", n->fill);
  set (node, "color", n->pen.colour);
  set_number (node, "penwidth", n->pen.width);
  set (node, "peripheries", n->twice ? "2" : "1");
  return true;
}

static bool
put_curve (Agraph_t *g, Agnode_t *corner[2], const mm_sheet_curve *c, size_t index)
{
  char text[32];
  snprintf (text, sizeof text, "c%zu", index);
  Agedge_t *edge = agedge (g, corner[0], corner[1], text, 1);
  if (!edge)
    return false;
  set (edge, "id", text);
  set (edge, "color", c->pen.colour);
  set (edge, "style", c->pen.dashed ? "dashed" : "solid");
  set (edge, "arrowhead", c->arrow ? "normal" : "none");
  set_number (edge, "penwidth", c->pen.width);
  return set_position (edge, mm_sheet_spline (c));
}

/* Two invisible nodes hold the canvas open; all curves are edges between them.  */
static bool
put_corners (Agraph_t *g, mm_box canvas, Agnode_t *corner[2])
{
  const mm_point at[2] = { { canvas.x0, canvas.y0 }, { canvas.x1, canvas.y1 } };
  for (int i = 0; i < 2; i++)
    {
      corner[i] = agnode (g, text_of (i ? "corner1" : "corner0"), 1);
      if (!corner[i])
        return false;
      set (corner[i], "shape", "point");
      set (corner[i], "style", "invis");
      set (corner[i], "width", "0.01");
      set (corner[i], "height", "0.01");
      if (!set_position (corner[i], mm_sheet_position (at[i])))
        return false;
    }
  return true;
}

static Agraph_t *
graph_to_print (const mm_sheet *s, unsigned dpi)
{
  Agraph_t *g = open_graph ("picture");
  Agnode_t *corner[2];
  if (!g)
    return NULL;
  set (g, "outputorder", "edgesfirst");
  set (g, "notranslate", "true");
  set (g, "margin", "0");
  set (g, "pad", "0");
  set (g, "bgcolor", MM_WHITE);
  if (dpi)
    set_number (g, "dpi", dpi);
  set (g, "_background", s->background);
  set_default (g, AGNODE, "shape", "none");
  set_default (g, AGNODE, "width", "0");
  set_default (g, AGNODE, "height", "0");
  set_default (g, AGNODE, "peripheries", "0");
  set_default (g, AGEDGE, "arrowsize", "0.8");
  bool good = put_corners (g, s->canvas, corner);
  for (size_t i = 0; good && i < s->curves; i++)
    good = put_curve (g, corner, &s->curve[i], i);
  for (size_t i = 0; good && i < s->nodes; i++)
    good = put_node (g, &s->node[i], i);
  if (good)
    return g;
  agclose (g);
  return NULL;
}

static const char *
renderer (mm_format f)
{
  return f == MM_FORMAT_SVG ? "svg" : f == MM_FORMAT_PDF ? "pdf" : "png";
}

/* One format, copied out of Graphviz's memory into ours.  */
static bool
render (mm_press *p, Agraph_t *g, mm_format format, mm_text *out)
{
  char *data;
  unsigned length;
  if (gvRenderData (p->gvc, g, renderer (format), &data, &length) != 0)
    return false;
  out->data = malloc ((size_t) length + 1);
  if (out->data)
    {
      memcpy (out->data, data, length);
      out->data[length] = '\0';
      out->length = length;
    }
  gvFreeRenderData (data);
  return out->data != NULL;
}

mm_status
mm_press_print (mm_press *p, const mm_sheet *s, unsigned dpi, size_t count, const mm_format *formats, mm_text *out,
                mm_error *err)
{
  memset (out, 0, count * sizeof *out);
  agusererrf before = begin ();
  Agraph_t *g = graph_to_print (s, dpi);
  bool good = g && gvLayout (p->gvc, g, "nop2") == 0;
  for (size_t i = 0; good && i < count; i++)
    good = render (p, g, formats[i], &out[i]);
  if (g)
    {
      gvFreeLayout (p->gvc, g);
      agclose (g);
    }
  mm_status status = end (before, !good, "print the picture", err);
  for (size_t i = 0; status && i < count; i++)
    mm_text_clear (&out[i]);
  return status;
}
