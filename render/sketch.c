/* render/sketch.c: placing small graphs.  */
#include "render/sketch_i.h"

#include <stdlib.h>

#include "graph/array.h"

/* The live part of a small graph, numbered without gaps, as frame.c wants it.  */
typedef struct part
{
  uint8_t blob[MM_SMALL_BLOBS], layer[MM_SMALL_LAYERS]; /* places */
  mm_blob order[MM_SMALL_BLOBS];
  mm_blob tail[MM_SMALL_LAYERS], head[MM_SMALL_LAYERS];
  double label[MM_SMALL_LAYERS];
  mm_point at[MM_SMALL_BLOBS];
  mm_route route[MM_SMALL_LAYERS];
  mm_arrangement a;
} part;

static bool
take_part (part *p, const mm_small *g, double label_width)
{
  uint8_t number[MM_SMALL_BLOBS];
  if (!mm_small_order (g, p->blob))
    return false;
  p->a = (mm_arrangement){ .blobs = mm_small_live_blobs (g), .order = p->order, .tail = p->tail, .head = p->head,
                           .label_width = p->label, .at = p->at, .route = p->route };
  for (uint8_t i = 0; i < p->a.blobs; i++)
    {
      number[p->blob[i]] = i;
      p->order[i] = i;
    }
  for (uint8_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      {
        p->layer[p->a.layers] = e;
        p->tail[p->a.layers] = number[g->tail[e]];
        p->head[p->a.layers] = number[g->head[e]];
        p->label[p->a.layers++] = label_width;
      }
  return true;
}

/* Back to places, and smaller.  */
static void
give_places (const part *p, double scale, mm_sketch *out)
{
  for (uint32_t i = 0; i < p->a.blobs; i++)
    out->at[p->blob[i]] = mm_point_scale (p->at[i], scale);
  out->hull = mm_box_around (out->at[p->blob[0]], 0, 0);
  for (uint32_t i = 0; i < p->a.blobs; i++)
    out->hull = mm_box_join (out->hull, mm_box_around (out->at[p->blob[i]], 0, 0));
  for (uint32_t e = 0; e < p->a.layers; e++)
    {
      mm_route r = p->route[e];
      for (uint32_t k = 0; k <= 3 * r.segments; k++)
        r.at[k] = mm_point_scale (r.at[k], scale);
      out->route[p->layer[e]] = r;
      const mm_trace trace = mm_route_trace (&r);
      out->hull = mm_box_join (out->hull, mm_trace_box (&trace));
    }
}

mm_status
mm_sketch_arrange (mm_press *press, const mm_small *g, double label_width, double scale, mm_sketch *out, mm_error *err)
{
  part *p = mm_array_new (1, sizeof *p);
  if (!p)
    return mm_fail_memory (err);
  mm_status s = take_part (p, g, label_width) ? mm_press_arrange (press, &p->a, err)
                                              : mm_fail (err, MM_EINVAL, 0, "a graph with a cycle is not drawn");
  if (!s)
    give_places (p, scale, out);
  free (p);
  return s;
}

/* How many live layers before e, or in all, have the ends of e.  */
static uint32_t
alike (const mm_small *g, uint32_t e, uint32_t before)
{
  uint32_t count = 0;
  for (uint32_t f = 0; f < before; f++)
    count += mm_small_has (g, f) && g->tail[f] == g->tail[e] && g->head[f] == g->head[e];
  return count;
}

void
mm_sketch_route (const mm_small *g, double apart, mm_sketch *s)
{
  for (uint32_t e = 0; e < g->layers; e++)
    {
      if (!mm_small_has (g, e))
        continue;
      const mm_point from = s->at[g->tail[e]], to = s->at[g->head[e]];
      const double off = (alike (g, e, e) - (alike (g, e, g->layers) - 1) / 2.0) * apart;
      const mm_point normal = mm_point_normal (mm_point_sub (to, from));
      const mm_point knot[3]
        = { from, mm_point_add (mm_point_mix (from, to, 0.5), mm_point_scale (normal, -off)), to };
      s->route[e] = off == 0 ? mm_route_line (from, to) : mm_route_through (knot, 3);
    }
}
