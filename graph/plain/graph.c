/* graph/plain/graph.c: a graph that has been read: its nodes, edges and values.  */
#include "graph/plain/graph_i.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int
agclose (Agraph_t *g)
{
  if (!g)
    return 0;
  free (g->node);
  free (g->edge);
  free (g);
  return 0;
}

/* ---- nodes and edges ------------------------------------------------------------- */

int
agnnodes (Agraph_t *g)
{
  return (int) g->nodes;
}

Agnode_t *
agfstnode (Agraph_t *g)
{
  return g->nodes ? g->node : NULL;
}

Agnode_t *
agnxtnode (Agraph_t *g, Agnode_t *n)
{
  return n + 1 < g->node + g->nodes ? n + 1 : NULL;
}

Agedge_t *
agfstout (Agraph_t *g, Agnode_t *n)
{
  return n->first_out == MM_PLAIN_NONE ? NULL : &g->edge[n->first_out];
}

Agedge_t *
agnxtout (Agraph_t *g, Agedge_t *e)
{
  return e->next_out == MM_PLAIN_NONE ? NULL : &g->edge[e->next_out];
}

Agnode_t *
agtail (Agedge_t *e)
{
  return &e->graph->node[e->tail];
}

Agnode_t *
aghead (Agedge_t *e)
{
  return &e->graph->node[e->head];
}

char *
agnameof (void *node)
{
  Agnode_t *n = node;
  return n->name;
}

uint64_t
AGSEQ (const Agedge_t *e)
{
  return e->sequence;
}

/* ---- values ------------------------------------------------------------------------ */

Agsym_t *
agattr (Agraph_t *g, int kind, char *name, const char *value)
{
  (void) value;
  const bool there = kind == AGEDGE && g->symbol.number != MM_PLAIN_NONE && name[0] == 'a'
                     && strtoul (name + 1, NULL, 10) == g->symbol.number;
  return there ? &g->symbol : NULL;
}

char *
agxget (void *edge, Agsym_t *a)
{
  const Agedge_t *e = edge;
  (void) a;
  e->graph->buffer[0] = '\0';
  if (e->value)
    snprintf (e->graph->buffer, sizeof e->graph->buffer, "%" PRIu32, e->value - 1);
  return e->graph->buffer;
}
