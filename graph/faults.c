/* graph/faults.c: everything that is wrong with a graph.

   A graph that is refused may be anything: it may have cycles, self-loops, and blobs by the
   billion that only a header announces.  So blobs that no layer touches are set apart first,
   and the rest is numbered anew where there are more blobs than ends of layers.  */
#include "graph/faults_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

enum
{
  ANNOUNCED = 65536,      /* at most so many of the isolated blobs that no file could mention are listed */
  LOOKS = 1 << 25         /* at most so many ends are looked at to count how far all sources reach */
};

/* The graph without its self-loops: layers by the blob where they start, and where they end.  */
typedef struct graph
{
  uint32_t blobs, layers;
  mm_blob *name;             /* what the builder calls a blob; NULL: the same */
  mm_blob *tail, *head;      /* layers entries */
  mm_layer *layer;           /* what the builder calls a layer */
  uint32_t *out_start, *out; /* heads of the layers out of v: out[out_start[v]] … */
  uint32_t *in_start, *in;   /* numbers of the layers into v */
  uint32_t *order, ordered;  /* blobs before which all others are that lead to them */
} graph;

static void
clear_graph (graph *g)
{
  free (g->name);
  free (g->tail);
  free (g->head);
  free (g->layer);
  free (g->out_start);
  free (g->out);
  free (g->in_start);
  free (g->in);
  free (g->order);
}

static mm_blob
name_of (const graph *g, uint32_t v)
{
  return g->name ? g->name[v] : v;
}

/* ---- numbers -------------------------------------------------------------------- */

static int
by_number (const void *a, const void *b)
{
  const uint32_t *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* The blobs that layers touch, self-loops included, each once and rising.  */
static bool
list_touched (graph *g, const mm_table *t)
{
  const size_t ends = 2 * (size_t) t->layers;
  g->name = mm_array_new (ends, sizeof *g->name);
  if (!g->name)
    return false;
  for (mm_layer e = 0; e < t->layers; e++)
    {
      g->name[2 * (size_t) e] = t->tail[e];
      g->name[2 * (size_t) e + 1] = t->head[e];
    }
  qsort (g->name, ends, sizeof *g->name, by_number);
  g->blobs = 0;
  for (size_t i = 0; i < ends; i++)
    if (!i || g->name[i] != g->name[i - 1])
      g->name[g->blobs++] = g->name[i];
  return true;
}

static uint32_t
number_of (const graph *g, mm_blob v)
{
  if (!g->name)
    return v;
  return (uint32_t) ((const mm_blob *) bsearch (&v, g->name, g->blobs, sizeof v, by_number) - g->name);
}

static bool
copy_layers (graph *g, const mm_table *t, mm_fault_list *loops)
{
  g->tail = mm_array_new (t->layers, sizeof *g->tail);
  g->head = mm_array_new (t->layers, sizeof *g->head);
  g->layer = mm_array_new (t->layers, sizeof *g->layer);
  loops->at = mm_array_new (t->layers, sizeof *loops->at);
  if (!g->tail || !g->head || !g->layer || !loops->at)
    return false;
  for (mm_layer e = 0; e < t->layers; e++)
    if (t->tail[e] == t->head[e])
      loops->at[loops->count++] = e;
    else
      {
        g->tail[g->layers] = number_of (g, t->tail[e]);
        g->head[g->layers] = number_of (g, t->head[e]);
        g->layer[g->layers++] = e;
      }
  return true;
}

/* ---- index ------------------------------------------------------------------------ */

/* Sort the layers by `at`: those of v come to list[start[v]] … list[start[v + 1] - 1].  */
static bool
sort_layers (const graph *g, const mm_blob *at, uint32_t **start, uint32_t **list)
{
  *start = mm_array_new ((size_t) g->blobs + 2, sizeof **start);
  *list = mm_array_new (g->layers, sizeof **list);
  if (!*start || !*list)
    return false;
  for (uint32_t e = 0; e < g->layers; e++)
    (*start)[(size_t) at[e] + 2]++;
  for (size_t i = 1; i < (size_t) g->blobs + 2; i++)
    (*start)[i] += (*start)[i - 1];
  for (uint32_t e = 0; e < g->layers; e++) /* (*start)[v + 1] is where the next layer of v goes */
    (*list)[(*start)[at[e] + 1]++] = e;
  return true;
}

/* Order the blobs, as far as no cycle is in the way.  */
static bool
sort_blobs (graph *g)
{
  uint32_t *missing = mm_array_new (g->blobs, sizeof *missing);
  g->order = mm_array_new (g->blobs, sizeof *g->order);
  if (missing && g->order)
    {
      uint32_t found = 0;
      for (uint32_t v = 0; v < g->blobs; v++)
        if (!(missing[v] = g->in_start[v + 1] - g->in_start[v]))
          g->order[found++] = v;
      for (; g->ordered < found; g->ordered++)
        {
          const uint32_t v = g->order[g->ordered];
          for (uint32_t i = g->out_start[v]; i < g->out_start[v + 1]; i++)
            if (!--missing[g->head[g->out[i]]])
              g->order[found++] = g->head[g->out[i]];
        }
    }
  free (missing);
  return missing && g->order;
}

static bool
make_graph (graph *g, const mm_table *t, mm_fault_list *loops)
{
  g->blobs = t->blobs;
  if (t->blobs > 2 * (uint64_t) t->layers && !list_touched (g, t))
    return false;
  return copy_layers (g, t, loops) && sort_layers (g, g->tail, &g->out_start, &g->out)
         && sort_layers (g, g->head, &g->in_start, &g->in) && sort_blobs (g);
}

/* ---- isolated blobs, and parts ------------------------------------------------------ */

static bool
is_isolated (const graph *g, uint32_t v)
{
  return g->in_start[v] == g->in_start[v + 1] && g->out_start[v] == g->out_start[v + 1];
}

/* Those of the graph, and those between its names.  */
static bool
find_isolated (const graph *g, const mm_table *t, mm_faults *f)
{
  mm_fault_list *const l = &f->list[MM_REFUSED_ISOLATED];
  for (uint32_t v = 0; v < g->blobs; v++)
    f->isolated += is_isolated (g, v);
  f->isolated += t->blobs - g->blobs;
  const uint32_t most = t->blobs - g->blobs > ANNOUNCED ? ANNOUNCED : f->isolated;
  l->at = mm_array_new (most, sizeof *l->at);
  if (!l->at)
    return false;
  uint32_t next = 0; /* of the graph's blobs */
  for (mm_blob v = 0; v < t->blobs && l->count < most; v++)
    {
      const bool known = next < g->blobs && name_of (g, next) == v;
      if (!known || is_isolated (g, next))
        l->at[l->count++] = v;
      next += known;
    }
  return true;
}

static uint32_t
root_of (uint32_t *above, uint32_t v)
{
  while (above[v] != v)
    v = above[v] = above[above[v]];
  return v;
}

static bool
count_parts (const graph *g, mm_faults *f)
{
  uint32_t *above = mm_array_new (g->blobs, sizeof *above);
  if (!above)
    return false;
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      above[v] = v;
      f->parts += !is_isolated (g, v);
    }
  for (uint32_t e = 0; e < g->layers; e++)
    {
      const uint32_t u = root_of (above, g->tail[e]), v = root_of (above, g->head[e]);
      f->parts -= u != v;
      above[u > v ? u : v] = u > v ? v : u;
    }
  free (above);
  return true;
}

/* ---- a cycle ------------------------------------------------------------------------ */

/* From a blob that is left over walk back along layers from others that are; each has one, so
   the walk comes round.  by[v] becomes the layer by which it left v, + 1.  @return a blob of the cycle */
static uint32_t
walk_back (const graph *g, const bool *left_over, uint32_t v, uint32_t *by)
{
  while (!by[v])
    {
      const uint32_t *in = g->in + g->in_start[v];
      while (!left_over[g->tail[*in]])
        in++;
      by[v] = *in + 1;
      v = g->tail[*in];
    }
  return v;
}

/* The blobs from v round to v; `by` runs against the layers, so they are filled in from the end.  */
static bool
list_cycle (const graph *g, uint32_t v, const uint32_t *by, mm_faults *f)
{
  mm_fault_list *const l = &f->list[MM_REFUSED_CYCLE];
  uint32_t at = v;
  do
    {
      const mm_layer e = g->layer[by[at] - 1];
      f->closing = f->closing == MM_NONE || e > f->closing ? e : f->closing;
      at = g->tail[by[at] - 1];
      l->count++;
    }
  while (at != v);
  l->at = mm_array_new (l->count, sizeof *l->at);
  if (!l->at)
    return false;
  for (uint32_t i = l->count; i > 0; i--)
    {
      l->at[i % l->count] = name_of (g, at);
      at = g->tail[by[at] - 1];
    }
  return true;
}

static bool
find_cycle (const graph *g, mm_faults *f)
{
  if (g->ordered == g->blobs)
    return true;
  bool *left_over = mm_array_new (g->blobs, sizeof *left_over);
  uint32_t *by = mm_array_new (g->blobs, sizeof *by);
  bool good = left_over && by;
  if (good)
    {
      memset (left_over, true, g->blobs * sizeof *left_over);
      for (uint32_t i = 0; i < g->ordered; i++)
        left_over[g->order[i]] = false;
      uint32_t v = 0;
      while (!left_over[v])
        v++;
      good = list_cycle (g, walk_back (g, left_over, v, by), by, f);
    }
  free (left_over);
  free (by);
  return good;
}

/* ---- sources and sinks ---------------------------------------------------------------- */

/* One direction of the graph: from sources on, or from sinks back.  */
typedef struct way
{
  const uint32_t *start, *list; /* layers that lead on from a blob */
  const uint32_t *before_start; /* of layers that lead to it */
  const mm_blob *next;          /* where a layer leads */
  bool back;
} way;

typedef struct end
{
  uint32_t blob;
  uint32_t reach;
} end;

static int
by_reach (const void *a, const void *b)
{
  const end *x = a, *y = b;
  if (x->reach != y->reach)
    return x->reach < y->reach ? 1 : -1;
  return (x->blob > y->blob) - (x->blob < y->blob);
}

/* How many blobs can be reached from v.  seen[u] is `mark` for those.  */
static uint32_t
count_reached (const way *w, uint32_t v, uint32_t mark, uint32_t *seen, uint32_t *queue)
{
  uint32_t count = 1;
  queue[0] = v;
  seen[v] = mark;
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t k = w->start[queue[i]]; k < w->start[queue[i] + 1]; k++)
      {
        const uint32_t u = w->next[w->list[k]];
        if (seen[u] != mark)
          {
            seen[u] = mark;
            queue[count++] = u;
          }
      }
  return count;
}

/* The longest path from each blob, as far as the order goes: on is the other way through it.  */
static void
measure_paths (const graph *g, const way *w, uint32_t *length)
{
  for (uint32_t i = 0; i < g->ordered; i++)
    {
      const uint32_t v = g->order[w->back ? i : g->ordered - 1 - i];
      for (uint32_t k = w->start[v]; k < w->start[v + 1]; k++)
        {
          const uint32_t beyond = length[w->next[w->list[k]]] + 1;
          length[v] = beyond > length[v] ? beyond : length[v];
        }
    }
}

static bool
rank_ends (const graph *g, const way *w, end *ends, uint32_t count)
{
  if (count < 2)
    return true;
  uint32_t *one = mm_array_new (g->blobs, sizeof *one), *two = mm_array_new (g->blobs, sizeof *two);
  const bool good = one && two;
  if (good && count <= LOOKS / ((uint64_t) g->blobs + g->layers))
    for (uint32_t i = 0; i < count; i++)
      ends[i].reach = count_reached (w, ends[i].blob, i + 1, one, two);
  else if (good)
    {
      measure_paths (g, w, one);
      for (uint32_t i = 0; i < count; i++)
        ends[i].reach = one[ends[i].blob];
    }
  free (one);
  free (two);
  qsort (ends, count, sizeof *ends, by_reach);
  return good;
}

static bool
find_ends (const graph *g, const way *w, mm_fault_list *l)
{
  uint32_t count = 0;
  for (uint32_t v = 0; v < g->blobs; v++)
    count += w->before_start[v] == w->before_start[v + 1] && !is_isolated (g, v);
  end *ends = mm_array_new (count, sizeof *ends);
  l->at = mm_array_new (count, sizeof *l->at);
  bool good = ends && l->at;
  if (good)
    {
      for (uint32_t v = 0; v < g->blobs; v++)
        if (w->before_start[v] == w->before_start[v + 1] && !is_isolated (g, v))
          ends[l->count++] = (end){ v, 0 };
      good = rank_ends (g, w, ends, count);
      for (uint32_t i = 0; i < count; i++)
        l->at[i] = name_of (g, ends[i].blob);
    }
  free (ends);
  return good;
}

/* ---- all of it ------------------------------------------------------------------------ */

mm_status
mm_faults_find (const mm_table *t, mm_faults *out)
{
  graph g = { .name = NULL };
  *out = (mm_faults){ .closing = MM_NONE };
  bool good = make_graph (&g, t, &out->list[MM_REFUSED_SELF_LOOPS]);
  const way on = { g.out_start, g.out, g.in_start, g.head, false }, back = { g.in_start, g.in, g.out_start, g.tail, true };
  good = good && find_isolated (&g, t, out) && count_parts (&g, out) && find_cycle (&g, out)
         && find_ends (&g, &on, &out->list[MM_REFUSED_SOURCES]) && find_ends (&g, &back, &out->list[MM_REFUSED_SINKS]);
  clear_graph (&g);
  if (good)
    return MM_OK;
  mm_faults_clear (out);
  return MM_ENOMEM;
}

void
mm_faults_clear (mm_faults *f)
{
  for (int i = 0; i < MM_REFUSED_LISTS; i++)
    free (f->list[i].at);
  *f = (mm_faults){ .closing = MM_NONE };
}
