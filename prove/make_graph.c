/* prove/make_graph.c: the module, as certificates repeat it.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/make_i.h"

/* Names of the blobs that have one; c->blob is there.  */
static mm_status
copy_names (const mm_module *m, mm_certificate *c)
{
  char buffer[MM_NAME_BUFFER];
  for (uint32_t i = 0; i < c->blobs; i++)
    {
      if (!mm_module_blob_is_named (m, c->blob[i]))
        continue;
      if (!c->blob_name && !(c->blob_name = mm_array_new (c->blobs, sizeof *c->blob_name)))
        return MM_ENOMEM;
      c->blob_name[i] = strdup (mm_module_blob_name (m, c->blob[i], buffer));
      if (!c->blob_name[i])
        return MM_ENOMEM;
    }
  return MM_OK;
}

mm_status
mm_make_graph (const mm_module *m, mm_certificate *c, uint32_t *vertex)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  const mm_blob *tail = mm_module_tails (m), *head = mm_module_heads (m);
  c->blob = malloc (blobs * sizeof *c->blob);
  c->tail = malloc (layers * sizeof *c->tail);
  c->head = malloc (layers * sizeof *c->head);
  if (!c->blob || !c->tail || !c->head)
    return MM_ENOMEM;
  c->blobs = blobs;
  c->layers = layers;
  memcpy (c->blob, mm_module_order (m), blobs * sizeof *c->blob);
  for (uint32_t i = 0; i < blobs; i++)
    vertex[c->blob[i]] = i + 1;
  for (uint32_t e = 0; e < layers; e++)
    {
      c->tail[e] = vertex[tail[e]];
      c->head[e] = vertex[head[e]];
    }
  return copy_names (m, c);
}
