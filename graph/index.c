/* graph/index.c: compressed adjacency by counting sorts, and a topological order.  */
#include "graph/index_i.h"

#include <stdlib.h>

#include "graph/array.h"

/* Kahn's algorithm waits for memory, not for the processor: a blob's two numbers lie
   side by side, so that both come at once.  */
typedef struct waiting
{
  uint32_t start;   /* of its run of layers out; entry blobs has the end of the last run */
  uint32_t missing; /* layers in from blobs not yet ordered */
} waiting;

/* Make of numbers of layers the ends of runs of layers; filling walks them back.  */
static void
add_up (uint32_t *count, uint32_t blobs)
{
  uint32_t sum = 0;
  for (uint32_t v = 0; v < blobs; v++)
    {
      sum += count[v];
      count[v] = sum;
    }
  count[blobs] = sum;
}

/* The layers out, each run in order of handles; and in the same places where they lead.  */
static void
fill_out (mm_module *m, mm_blob *heads)
{
  const mm_table *t = &m->table;
  for (mm_layer e = t->layers; e-- > 0;)
    {
      const uint32_t place = --m->out_start[t->tail[e]];
      m->out[place] = e;
      heads[place] = t->head[e];
    }
}

static void
fill_in (mm_module *m)
{
  const mm_table *t = &m->table;
  for (mm_layer e = t->layers; e-- > 0;)
    m->in[--m->in_start[t->head[e]]] = e;
}

/* Kahn's algorithm.  `heads` are the ends of all layers, run by run.  */
static uint32_t
sort_blobs (waiting *w, uint32_t blobs, const mm_blob *heads, mm_blob *order)
{
  uint32_t ordered = 0;
  for (mm_blob v = 0; v < blobs; v++)
    if (!w[v].missing)
      order[ordered++] = v;
  for (uint32_t next = 0; next < ordered; next++)
    {
      const waiting *v = w + order[next];
      for (uint32_t i = v[0].start; i < v[1].start; i++)
        if (!--w[heads[i]].missing)
          order[ordered++] = heads[i];
    }
  return ordered;
}

mm_status
mm_index_fill (mm_module *m, uint32_t *ordered)
{
  const mm_table *t = &m->table;
  waiting *w = mm_array_new ((size_t) t->blobs + 1, sizeof *w);
  if (!w)
    return MM_ENOMEM;
  for (mm_layer e = 0; e < t->layers; e++)
    {
      m->out_start[t->tail[e]]++;
      w[t->head[e]].missing++;
    }
  for (mm_blob v = 0; v < t->blobs; v++)
    m->in_start[v] = w[v].missing;
  add_up (m->out_start, t->blobs);
  add_up (m->in_start, t->blobs);

  mm_blob *heads = m->in; /* until the layers in are filled in */
  fill_out (m, heads);
  for (mm_blob v = 0; v <= t->blobs; v++)
    w[v].start = m->out_start[v];
  *ordered = sort_blobs (w, t->blobs, heads, m->order);
  fill_in (m);
  free (w);
  return MM_OK;
}
