/* rewrite/single.c: from a module to one layer, with node reductions of safe blobs.

   To the core first; then again and again one node reduction of a **safe** blob, and
   the series and parallel steps that it makes possible.  A blob u is safe when
       in(u) = 1 with tail p, and p = s or out(p) >= 2,   or
       out(u) = 1 with head q, and q = t or in(q) >= 2
   (MATH.md section 4: reducing a safe blob takes just that blob out of the complexity
   graph, so it never puts the module further from simple; an unsafe one usually does).

   Each step takes a layer away for good, so there are finitely many.  And where every blob
   may be reduced there is always a safe one, so that it ends with one layer: the topologically first interior blob of a core
   has layers in from s only, and since a core has no parallel layers it has just one;
   with tail p = s it is safe.  Where only the blobs of a vertex cover of the complexity graph
   may be, there is one among them as well (MATH.md section 4), and each goes by a node
   reduction of its own or is in series by then, so no more than those are reduced.

   The blobs that may be safe wait on a stack.  A blob becomes safe only when one of its
   own layers changes, and then it is put there: the other way would be that out(p) grows
   from 1, but only a node reduction with tail p adds to out(p), and that needs p = s or
   out(p) >= 2 itself.  */
#include "rewrite/reduce.h"

#include <string.h>

#include "graph/array.h"
#include "rewrite/node_i.h"
#include "rewrite/parallel_i.h"
#include "rewrite/reducer_i.h"
#include "rewrite/series_i.h"

typedef struct singling
{
  mm_reducer *r;
  mm_reduction *g;
  mm_derivation *trace;
  uint32_t waiting; /* blobs on r->waiting */
} singling;

static void
wait_for_turn (singling *s, uint32_t v)
{
  if (s->r->waits[v] != MM_BLOB_AWAY || mm_reduction_is_terminal (s->g, v))
    return;
  s->r->waits[v] = MM_BLOB_WAITS;
  s->r->waiting[s->waiting++] = v;
}

/* Take a half from behind its predecessor and put it first in its list, where the next
   search will find it at once.  A hub's long list is thus searched to its end only for a
   neighbour that it did not have.  */
static void
to_front (mm_half *half, uint32_t *first, uint32_t before, uint32_t k)
{
  if (before == MM_NONE)
    return;
  half[before].next = half[k].next;
  half[k].next = *first;
  *first = k;
}

/* The other layer with the ends of x, or MM_NONE; layers are called by their out-halves.
   Both lists that must contain it are searched in step, so it takes as long as the shorter.  */
static uint32_t
find_twin (mm_reduction *g, uint32_t x)
{
  const uint32_t y = g->out[x].mate, u = g->in[y].far, w = g->out[x].far;
  uint32_t o = mm_reduction_first_out (g, u), before_o = MM_NONE;
  uint32_t i = mm_reduction_first_in (g, w), before_i = MM_NONE;
  while (o != MM_NONE && i != MM_NONE)
    {
      if (o != x && g->out[o].far == w)
        {
          to_front (g->out, &g->vertex[u].first_out, before_o, o);
          return o;
        }
      if (i != y && g->in[i].far == u)
        {
          to_front (g->in, &g->vertex[w].first_in, before_i, i);
          return g->in[i].mate;
        }
      before_o = o;
      before_i = i;
      o = mm_reduction_next_out (g, o);
      i = mm_reduction_next_in (g, i);
    }
  return MM_NONE;
}

/* Merge layer x with the one layer that may have become parallel to it.  */
static void
merge_twin (singling *s, uint32_t x)
{
  const uint32_t twin = find_twin (s->g, x);
  if (twin != MM_NONE)
    mm_parallel_merge (s->g, x, twin, s->trace);
}

/* Do the series steps that the blobs on the worklist allow, with the parallel steps that
   follow; the other blobs that were touched may have become safe.  */
static void
settle (singling *s)
{
  mm_reduction *g = s->g;
  for (uint32_t v = mm_reduction_unlist (g); v != MM_NONE; v = mm_reduction_unlist (g))
    {
      const uint32_t i = mm_parallel_into (g, v, s->trace);
      const uint32_t o = mm_parallel_out_of (g, v, s->trace);
      if (i == MM_NONE || o == MM_NONE)
        {
          wait_for_turn (s, v);
          continue;
        }
      const uint32_t a = g->in[i].mate, u = g->in[i].far, w = g->out[o].far;
      mm_series_contract (g, v, i, o, s->trace);
      merge_twin (s, a);
      mm_reduction_list (g, u);
      mm_reduction_list (g, w);
    }
}

static bool
has_two_out (mm_reduction *g, uint32_t v)
{
  const uint32_t o = mm_reduction_first_out (g, v);
  return o != MM_NONE && mm_reduction_next_out (g, o) != MM_NONE;
}

static bool
has_two_in (mm_reduction *g, uint32_t v)
{
  const uint32_t i = mm_reduction_first_in (g, v);
  return i != MM_NONE && mm_reduction_next_in (g, i) != MM_NONE;
}

/* The ends of the layers that moved are touched, and each layer may have a twin now.  */
static void
tidy_moved (singling *s)
{
  mm_reduction *g = s->g;
  for (uint32_t k = 0; k < s->r->moved.count; k++)
    {
      const uint32_t x = s->r->moved.half[k];
      mm_reduction_list (g, g->in[g->out[x].mate].far);
      mm_reduction_list (g, g->out[x].far);
      merge_twin (s, x);
    }
}

/* Reduce v, if it is there and safe.  */
static mm_status
reduce_if_safe (singling *s, uint32_t v, bool *done)
{
  mm_reduction *g = s->g;
  mm_status status = MM_OK;
  *done = false;
  const uint32_t i = mm_reduction_first_in (g, v);
  if (i == MM_NONE)
    return MM_OK;
  const uint32_t o = mm_reduction_first_out (g, v);
  const uint32_t p = g->in[i].far, q = g->out[o].far;
  if (!has_two_in (g, v) && (p == 0 || has_two_out (g, p)))
    status = mm_node_reduce_in (g, v, g->in[i].mate, s->trace, &s->r->moved);
  else if (!has_two_out (g, v) && (q == g->sink || has_two_in (g, q)))
    status = mm_node_reduce_out (g, v, o, s->trace, &s->r->moved);
  else
    return MM_OK;
  if (status)
    return status;
  *done = true;
  tidy_moved (s);
  return MM_OK;
}

/* Everything that can fail; and who may be reduced.  */
static mm_status
make_room (mm_reducer *r, const mm_blob *only, uint32_t count)
{
  const uint32_t blobs = r->g.blobs, layers = r->g.live;
  if (!mm_array_reserve (&r->moved.half, &r->half_capacity, layers, sizeof *r->moved.half)
      || !mm_array_reserve (&r->moved.id, &r->moved_capacity, layers, sizeof *r->moved.id)
      || !mm_array_reserve (&r->waiting, &r->waiting_capacity, blobs, sizeof *r->waiting)
      || !mm_array_reserve (&r->waits, &r->waits_capacity, blobs, sizeof *r->waits))
    return MM_ENOMEM;
  memset (r->waits, only ? MM_BLOB_EXCLUDED : MM_BLOB_AWAY, blobs);
  for (uint32_t k = 0; only && k < count; k++)
    if (only[k] < blobs)
      r->waits[r->g.place[only[k]]] = MM_BLOB_AWAY;
  return MM_OK;
}

/* From here on: the core is what is left in r->g, without parallel layers.  */
static mm_status
core_to_single (mm_reducer *r, mm_derivation *trace, uint32_t *node_steps)
{
  singling s = { .r = r, .g = &r->g, .trace = trace };
  for (uint32_t v = s.g->sink; v-- > 1;) /* the topologically first has the first turn */
    if (s.g->vertex[v].first_in != MM_NONE)
      wait_for_turn (&s, v);

  while (s.g->live > 1)
    {
      if (s.waiting == 0)
        return MM_EINVAL;
      const uint32_t v = r->waiting[--s.waiting];
      bool done;
      r->waits[v] = MM_BLOB_AWAY;
      const mm_status status = reduce_if_safe (&s, v, &done);
      if (status)
        return status;
      *node_steps += done;
      settle (&s);
    }
  return MM_OK;
}

mm_status
mm_reduce_core_to_single (mm_reducer *r, const mm_blob *only, uint32_t count, mm_derivation *trace,
                          uint32_t *node_steps)
{
  if (!r->at_core)
    return MM_EINVAL;
  const size_t before = trace ? mm_derivation_length (trace) : 0;
  const bool simple = r->g.live == 1;
  uint32_t nodes = 0;
  mm_status s = simple ? MM_OK : make_room (r, only, count);
  if (s)
    return s;
  r->at_core = false;
  if (!simple)
    s = core_to_single (r, trace, &nodes);
  if (s && trace)
    mm_derivation_truncate (trace, before);
  if (!s && node_steps)
    *node_steps = nodes;
  return s;
}

mm_status
mm_reduce_to_single (mm_reducer *r, const mm_module *m, mm_derivation *trace, mm_core *core, uint32_t *node_steps)
{
  const size_t before = trace ? mm_derivation_length (trace) : 0;
  mm_core found;
  mm_status s = mm_reduce_to_core (r, m, trace, &found);
  if (s)
    return s;
  s = mm_reduce_core_to_single (r, NULL, 0, trace, node_steps);
  if (s)
    {
      if (trace)
        mm_derivation_truncate (trace, before);
      return s;
    }
  if (core)
    *core = found;
  return MM_OK;
}
