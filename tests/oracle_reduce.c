/* tests/oracle_reduce.c: reduction the slow, obvious way, to agree with.  */
#include "tests/oracle_reduce.h"

#include <stdlib.h>
#include <string.h>

#include "tests/kit.h"

oracle_graph
oracle_load (const mm_module *m)
{
  oracle_graph g = {
    .blobs = mm_module_blobs (m),
    .layers = mm_module_layers (m),
    .source = mm_module_source (m),
    .sink = mm_module_sink (m),
  };
  g.tail = malloc (g.layers * sizeof *g.tail);
  g.head = malloc (g.layers * sizeof *g.head);
  if (!g.tail || !g.head)
    abort ();
  memcpy (g.tail, mm_module_tails (m), g.layers * sizeof *g.tail);
  memcpy (g.head, mm_module_heads (m), g.layers * sizeof *g.head);
  return g;
}

void
oracle_free (oracle_graph *g)
{
  free (g->tail);
  free (g->head);
}

uint32_t
oracle_count (const oracle_graph *g, mm_blob tail, mm_blob head)
{
  uint32_t count = 0;
  for (mm_layer e = 0; e < g->layers; e++)
    count += g->tail[e] != MM_NONE && (tail == MM_NONE || g->tail[e] == tail)
             && (head == MM_NONE || g->head[e] == head);
  return count;
}

uint32_t
oracle_live_layers (const oracle_graph *g)
{
  return oracle_count (g, MM_NONE, MM_NONE);
}

uint32_t
oracle_live_blobs (const oracle_graph *g)
{
  uint32_t count = 0;
  for (mm_blob v = 0; v < g->blobs; v++)
    count += oracle_count (g, v, MM_NONE) + oracle_count (g, MM_NONE, v) > 0;
  return count;
}

/* Whether layers a and b are a series pair, or a parallel pair.  */
static bool
is_series (const oracle_graph *g, mm_layer a, mm_layer b)
{
  const mm_blob v = g->head[a];
  return g->tail[a] != MM_NONE && g->tail[b] == v && v != g->source && v != g->sink
         && oracle_count (g, MM_NONE, v) == 1 && oracle_count (g, v, MM_NONE) == 1;
}

static bool
is_parallel (const oracle_graph *g, mm_layer a, mm_layer b)
{
  return a < b && g->tail[a] != MM_NONE && g->tail[a] == g->tail[b] && g->head[a] == g->head[b];
}

/* Count the redexes, and do the one with this number (none for a number too large).  */
static uint32_t
redexes (oracle_graph *g, uint32_t number)
{
  uint32_t count = 0;
  for (mm_layer a = 0; a < g->layers; a++)
    for (mm_layer b = 0; b < g->layers; b++)
      {
        const bool series = a != b && is_series (g, a, b);
        if (!series && !is_parallel (g, a, b))
          continue;
        if (count++ != number)
          continue;
        if (series)
          g->head[a] = g->head[b];
        g->tail[b] = g->head[b] = MM_NONE;
        return count;
      }
  return count;
}

bool
oracle_has_redex (const oracle_graph *g)
{
  oracle_graph look = *g; /* nothing is done for a number that is too large */
  return redexes (&look, UINT32_MAX) > 0;
}

void
oracle_reduce (oracle_graph *g, uint64_t seed)
{
  uint32_t count;
  while ((count = redexes (g, UINT32_MAX)) > 0)
    redexes (g, kit_below (&seed, count));
}
