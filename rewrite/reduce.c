/* rewrite/reduce.c: the linear-time engine, from a module to its core.

   Valdes, Tarjan, Lawler (1982), as in MATH.md section 3.  A worklist of interior blobs;
   a blob is examined by merging its first two layers in while they have the same tail,
   and its first two layers out while they have the same head.  If one layer is left on
   either side, the series rule applies, and the two neighbours go back on the list.

   No more is needed.  Only a series step changes which blobs are neighbours, and it lists
   both; so a blob that is not on the list has two different neighbours on one side, and
   is no redex however many parallel layers are still about.  Those are merged at the end,
   when the survivors have been sorted by (tail, head).  Each examination costs O(1) but
   for its merges, and there are at most blobs + 2 steps of them: O(blobs + layers), also
   for a hub with half a million layers.  */
#include "rewrite/reduce.h"

#include <stdlib.h>

#include "graph/array.h"
#include "rewrite/parallel_i.h"
#include "rewrite/reducer_i.h"
#include "rewrite/series_i.h"

mm_reducer *
mm_reducer_new (void)
{
  return calloc (1, sizeof (mm_reducer));
}

void
mm_reducer_free (mm_reducer *r)
{
  if (!r)
    return;
  mm_reduction_clear (&r->g);
  free (r->id);
  free (r->tail);
  free (r->head);
  free (r->moved.half);
  free (r->moved.id);
  free (r->waiting);
  free (r->waits);
  free (r);
}

/* Contract the series pair at v, if there is one when v's parallel layers are merged.  */
static inline void
examine (mm_reduction *g, uint32_t v, mm_derivation *trace)
{
  const uint32_t i = mm_parallel_into (g, v, trace);
  if (i == MM_NONE)
    return;
  const uint32_t o = mm_parallel_out_of (g, v, trace);
  if (o == MM_NONE)
    return;
  const uint32_t u = g->in[i].far, w = g->out[o].far;
  mm_series_contract (g, v, i, o, trace);
  mm_reduction_list (g, u);
  mm_reduction_list (g, w);
}

/* Series steps as far as they go, and the parallel steps that they need.  All blobs have a
   first turn in order, before which they are not listed; then come those on the list.  */
static void
contract_all (mm_reduction *g, mm_derivation *trace)
{
  for (uint32_t v = 1; v < g->sink; v++)
    {
      g->listed[v] = MM_UNLISTED;
      examine (g, v, trace);
    }
  for (uint32_t v = mm_reduction_unlist (g); v != MM_NONE; v = mm_reduction_unlist (g))
    examine (g, v, trace);
}

/* Sort the out-lists by head: the first pass of a two-pass counting sort of the layers by
   (tail, head).  The lists are the buckets.  Blobs are visited from the last to the first,
   so that each layer comes in front of those with later heads.  */
static void
sort_out_lists (mm_reduction *g)
{
  for (uint32_t v = 0; v < g->blobs; v++)
    g->vertex[v].first_out = MM_NONE;
  for (uint32_t v = g->blobs; v-- > 0;)
    for (uint32_t i = mm_reduction_first_in (g, v); i != MM_NONE; i = mm_reduction_next_in (g, i))
      {
        const uint32_t o = g->in[i].mate;
        mm_vertex *tail = &g->vertex[g->in[i].far];
        g->out[o].next = tail->first_out;
        tail->first_out = o;
      }
}

static void
emit (mm_reducer *r, mm_core *core, uint32_t v, uint32_t o)
{
  const mm_reduction *g = &r->g;
  r->id[core->layers] = g->out[o].id;
  r->tail[core->layers] = g->order[v];
  r->head[core->layers] = g->order[g->out[o].far];
  core->layers++;
}

/* The second pass: blobs in topological order, each with its layers out.  Those with equal
   heads are now neighbours; merge them, and what is left is the core.  */
static void
collect (mm_reducer *r, mm_derivation *trace, mm_core *core)
{
  mm_reduction *g = &r->g;
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      uint32_t o = g->vertex[v].first_out;
      core->blobs += o != MM_NONE;
      while (o != MM_NONE)
        {
          const uint32_t p = g->out[o].next;
          if (p != MM_NONE && g->out[o].far == g->out[p].far)
            {
              if (mm_parallel_merge (g, o, p, trace) == p)
                o = p;
              else
                g->out[o].next = g->out[p].next;
            }
          else
            {
              emit (r, core, v, o);
              o = p;
            }
        }
    }
}

/* Everything that can fail.  */
static mm_status
prepare (mm_reducer *r, const mm_module *m, mm_derivation *trace)
{
  const uint32_t layers = mm_module_layers (m);
  if (!mm_array_reserve (&r->id, &r->id_capacity, layers, sizeof *r->id)
      || !mm_array_reserve (&r->tail, &r->tail_capacity, layers, sizeof *r->tail)
      || !mm_array_reserve (&r->head, &r->head_capacity, layers, sizeof *r->head))
    return MM_ENOMEM;
  mm_status s = trace ? mm_derivation_reserve (trace, layers) : MM_OK;
  return s ? s : mm_reduction_load (&r->g, m);
}

mm_status
mm_reduce_to_core (mm_reducer *r, const mm_module *m, mm_derivation *trace, mm_core *core)
{
  r->at_core = false;
  mm_status s = prepare (r, m, trace);
  if (s)
    return s;
  mm_reduction *g = &r->g;
  contract_all (g, trace);
  *core = (mm_core){ .blobs = 1, .layers = 0 }; /* the sink, which has no layer out */

  /* What is left of a simple module runs from s to t and needs no sorting.  */
  const uint32_t only = mm_parallel_out_of (g, 0, trace);
  if (only != MM_NONE && g->live == 1)
    {
      core->blobs = 2;
      emit (r, core, 0, only);
    }
  else
    {
      sort_out_lists (g);
      collect (r, trace, core);
    }
  core->id = r->id;
  core->tail = r->tail;
  core->head = r->head;
  assert (core->layers == g->live);
  r->at_core = true;
  return MM_OK;
}
