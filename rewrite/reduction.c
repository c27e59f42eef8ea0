/* rewrite/reduction.c: loading the working state of a reduction.  */
#include "rewrite/reduction_i.h"

#include <stdlib.h>

#include "graph/array.h"

static void
empty_vertices (mm_reduction *g)
{
  for (mm_blob v = 0; v < g->blobs; v++)
    g->vertex[v] = (mm_vertex){ .first_in = MM_NONE, .first_out = MM_NONE, .next = MM_NONE };
  g->listed = MM_NONE;
}

/* Hang layer e in front of the lists of its ends.  */
static inline void
hang (mm_reduction *g, mm_layer e, mm_blob tail, mm_blob head)
{
  mm_vertex *from = &g->vertex[tail], *to = &g->vertex[head];
  g->slot[e] = (mm_slot){
    .tail = tail, .to = e, .next_out = from->first_out, .head = head, .from = e, .next_in = to->first_in
  };
  from->first_out = e;
  to->first_in = e;
}

mm_status
mm_reduction_load (mm_reduction *g, const mm_module *m)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  if (!mm_array_reserve (&g->slot, &g->slot_capacity, layers, sizeof *g->slot)
      || !mm_array_reserve (&g->vertex, &g->vertex_capacity, blobs, sizeof *g->vertex))
    return MM_ENOMEM;
  g->blobs = blobs;
  g->layers = g->live = layers;
  g->source = mm_module_source (m);
  g->sink = mm_module_sink (m);

  empty_vertices (g);
  const mm_blob *tail = mm_module_tails (m), *head = mm_module_heads (m);
  for (mm_layer e = layers; e-- > 0;)
    hang (g, e, tail[e], head[e]);
  return MM_OK;
}

void
mm_reduction_reload (mm_reduction *g, uint32_t layers, const mm_layer *id, const mm_blob *tail,
                     const mm_blob *head)
{
  empty_vertices (g);
  for (mm_layer e = 0; e < g->layers; e++)
    g->slot[e].to = g->slot[e].from = MM_NONE;
  for (uint32_t k = layers; k-- > 0;)
    hang (g, id[k], tail[k], head[k]);
  g->live = layers;
}

void
mm_reduction_clear (mm_reduction *g)
{
  free (g->slot);
  free (g->vertex);
  *g = (mm_reduction){ .listed = MM_NONE };
}

const char *
mm_reduction_defect (const mm_reduction *g)
{
  uint32_t in = 0, out = 0;
  for (mm_blob v = 0; v < g->blobs; v++)
    {
      for (uint32_t o = g->vertex[v].first_out; o != MM_NONE; o = g->slot[o].next_out)
        {
          const uint32_t i = g->slot[o].to;
          if (g->slot[o].tail != v)
            return "a layer hangs at a blob that is not its tail";
          if (i != MM_NONE && (i >= g->layers || g->slot[i].from != o))
            return "the two halves of a layer do not agree";
          out += i != MM_NONE;
        }
      for (uint32_t i = g->vertex[v].first_in; i != MM_NONE; i = g->slot[i].next_in)
        {
          const uint32_t o = g->slot[i].from;
          if (g->slot[i].head != v)
            return "a layer hangs at a blob that is not its head";
          if (o != MM_NONE && (o >= g->layers || g->slot[o].to != i))
            return "the two halves of a layer do not agree";
          in += o != MM_NONE;
        }
    }
  if (in != out || in != g->live)
    return "the number of layers that live is wrong";
  return NULL;
}
