/* rewrite/reduction.c: loading the working state of a reduction.  */
#include "rewrite/reduction_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

static bool
make_room (mm_reduction *g, uint32_t blobs, uint32_t layers)
{
  return mm_array_reserve (&g->in, &g->in_capacity, layers, sizeof *g->in)
         && mm_array_reserve (&g->out, &g->out_capacity, layers, sizeof *g->out)
         && mm_array_reserve (&g->vertex, &g->vertex_capacity, blobs, sizeof *g->vertex)
         && mm_array_reserve (&g->queue, &g->queue_capacity, blobs, sizeof *g->queue)
         && mm_array_reserve (&g->listed, &g->listed_capacity, blobs, sizeof *g->listed)
         && mm_array_reserve (&g->place, &g->place_capacity, blobs, sizeof *g->place);
}

/* Link the halves from..from + count - 1 to a list.  */
static inline void
link_run (mm_half *half, uint32_t from, uint32_t count)
{
  for (uint32_t k = from; k < from + count; k++)
    half[k].next = k + 1;
  if (count)
    half[from + count - 1].next = MM_NONE;
}

/* Give each blob its place and room for its halves, side by side; `first` is behind its room.  */
static void
place_blobs (mm_reduction *g, const mm_module *m)
{
  uint32_t in = 0, out = 0;
  for (uint32_t k = 0; k < g->blobs; k++)
    {
      const mm_blob v = g->order[k];
      const uint32_t into = mm_module_in (m, v).count, out_of = mm_module_out (m, v).count;
      g->place[v] = k;
      link_run (g->in, in, into);
      link_run (g->out, out, out_of);
      in += into;
      out += out_of;
      g->vertex[k] = (mm_vertex){ .first_in = into ? in : MM_NONE, .first_out = out_of ? out : MM_NONE };
    }
}

/* The halves of each blob come in the order of their layers, since these are taken from
   the last to the first.  */
static void
place_layers (mm_reduction *g, const mm_module *m)
{
  const mm_blob *tail = mm_module_tails (m), *head = mm_module_heads (m);
  for (mm_layer e = g->layers; e-- > 0;)
    {
      const uint32_t u = g->place[tail[e]], w = g->place[head[e]];
      const uint32_t o = --g->vertex[u].first_out, i = --g->vertex[w].first_in;
      g->out[o].far = w;
      g->out[o].mate = i;
      g->out[o].id = e;
      g->in[i].far = u;
      g->in[i].mate = o;
    }
}

mm_status
mm_reduction_load (mm_reduction *g, const mm_module *m)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  if (!make_room (g, blobs, layers))
    return MM_ENOMEM;
  g->blobs = blobs;
  g->layers = g->live = layers;
  g->sink = blobs - 1;
  g->order = mm_module_order (m);
  g->queued_from = g->queued = 0;
  memset (g->listed, MM_BARRED, blobs);
  place_blobs (g, m);
  place_layers (g, m);
  return MM_OK;
}

void
mm_reduction_clear (mm_reduction *g)
{
  free (g->in);
  free (g->out);
  free (g->vertex);
  free (g->queue);
  free (g->listed);
  free (g->place);
  *g = (mm_reduction){ .blobs = 0 };
}

/* The list that starts at `first` belongs to v: each live half has a mate at its far end
   that knows it.  Adds up the live ones.  */
static const char *
list_defect (const mm_half *half, const mm_half *mates, uint32_t layers, uint32_t first, uint32_t v, uint32_t *live)
{
  for (uint32_t k = first; k != MM_NONE; k = half[k].next)
    {
      if (k >= layers)
        return "a list runs out of the layers";
      if (half[k].mate == MM_NONE)
        continue;
      if (half[k].mate >= layers || mates[half[k].mate].mate != k)
        return "the two halves of a layer do not agree";
      if (mates[half[k].mate].far != v)
        return "a layer is in the list of a blob that is not its end";
      ++*live;
    }
  return NULL;
}

const char *
mm_reduction_defect (const mm_reduction *g)
{
  uint32_t in = 0, out = 0;
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      const char *wrong = list_defect (g->in, g->out, g->layers, g->vertex[v].first_in, v, &in);
      if (!wrong)
        wrong = list_defect (g->out, g->in, g->layers, g->vertex[v].first_out, v, &out);
      if (wrong)
        return wrong;
    }
  if (in != out || in != g->live)
    return "the number of layers that live is wrong";
  return NULL;
}
