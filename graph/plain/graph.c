/* graph/plain/graph.c: a graph that has been read: its nodes, edges and values.  */
#include "graph/plain/graph_i.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

int
agclose (Agraph_t *g)
{
  if (!g)
    return 0;
  free (g->node);
  free (g->edge);
  free (g->value);
  free (g->symbol);
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

uint32_t
mm_plain_new_set (struct mm_plain_graph *g, uint32_t base)
{
  const size_t used = g->sets * g->width;
  if (g->sets >= MM_PLAIN_NONE || !mm_array_reserve (&g->value, &g->value_capacity, used + g->width, sizeof *g->value))
    return MM_PLAIN_NONE;
  memcpy (g->value + used, mm_plain_values (g, base), g->width * sizeof *g->value);
  return (uint32_t) g->sets++;
}

Agsym_t *
agattr (Agraph_t *g, int kind, char *name, const char *value)
{
  (void) value;
  const unsigned long number = name[0] == 'a' ? strtoul (name + 1, NULL, 10) : g->width;
  return number < g->width ? &g->symbol[(size_t) kind * g->width + number] : NULL;
}

/* Where the set of an object stands.  */
static uint32_t *
set_of (void *object, const Agsym_t *a)
{
  return a->kind == AGNODE ? &((Agnode_t *) object)->set : a->kind == AGEDGE ? &((Agedge_t *) object)->set : NULL;
}

char *
agxget (void *object, Agsym_t *a)
{
  const uint32_t *set = set_of (object, a);
  const uint32_t value = mm_plain_values (a->graph, set ? *set : 0)[a->attribute];
  a->graph->buffer[0] = '\0';
  if (value)
    snprintf (a->graph->buffer, sizeof a->graph->buffer, "%" PRIu32, value - 1);
  return a->graph->buffer;
}

int
agxset (void *object, Agsym_t *a, const char *number)
{
  uint32_t *set = set_of (object, a);
  const uint32_t own = mm_plain_new_set (a->graph, set ? *set : 0);
  if (own == MM_PLAIN_NONE)
    return -1;
  mm_plain_values (a->graph, own)[a->attribute] = (uint32_t) strtoul (number, NULL, 10) + 1;
  if (set)
    *set = own;
  return 0;
}
