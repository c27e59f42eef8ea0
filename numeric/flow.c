/* numeric/flow.c: integral flows in small networks.  */
#include "numeric/flow_i.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

#define END UINT32_MAX /* of a list of arcs */

mm_status
mm_flow_init (mm_flow *f, uint32_t nodes, size_t arcs)
{
  *f = (mm_flow){ 0 };
  if (arcs >= END / 2 || nodes == END)
    return MM_ELIMIT;
  *f = (mm_flow){
    .nodes = nodes,
    .capacity = arcs,
    .first = mm_array_new (nodes, sizeof *f->first),
    .next = mm_array_new (2 * arcs, sizeof *f->next),
    .to = mm_array_new (2 * arcs, sizeof *f->to),
    .room = mm_array_new (2 * arcs, sizeof *f->room),
    .cost = mm_array_new (2 * arcs, sizeof *f->cost),
    .level = mm_array_new (nodes, sizeof *f->level),
    .queue = mm_array_new (nodes, sizeof *f->queue),
    .cursor = mm_array_new (nodes, sizeof *f->cursor),
    .potential = mm_array_new (nodes, sizeof *f->potential),
    .place = mm_array_new (nodes, sizeof *f->place),
  };
  if (!f->first || !f->next || !f->to || !f->room || !f->cost || !f->level || !f->queue || !f->cursor
      || !f->potential || !f->place)
    {
      mm_flow_clear (f);
      return MM_ENOMEM;
    }
  mm_flow_empty (f);
  return MM_OK;
}

void
mm_flow_clear (mm_flow *f)
{
  free (f->first);
  free (f->next);
  free (f->to);
  free (f->room);
  free (f->cost);
  free (f->level);
  free (f->queue);
  free (f->cursor);
  free (f->potential);
  free (f->place);
  *f = (mm_flow){ 0 };
}

void
mm_flow_empty (mm_flow *f)
{
  f->arcs = 0;
  for (uint32_t v = 0; v < f->nodes; v++)
    f->first[v] = END;
}

static void
store (mm_flow *f, uint32_t at, uint32_t from, uint32_t to, int64_t room, int32_t cost)
{
  f->to[at] = to;
  f->room[at] = room;
  f->cost[at] = cost;
  f->next[at] = f->first[from];
  f->first[from] = at;
}

size_t
mm_flow_arc (mm_flow *f, uint32_t from, uint32_t to, int64_t capacity, int32_t cost)
{
  assert (f->arcs < f->capacity && from < f->nodes && to < f->nodes);
  const uint32_t at = (uint32_t) (2 * f->arcs);
  store (f, at, from, to, capacity, cost);
  store (f, at + 1, to, from, 0, -cost);
  return f->arcs++;
}

int64_t
mm_flow_on (const mm_flow *f, size_t arc)
{
  return f->room[2 * arc + 1];
}

static void
push (mm_flow *f, uint32_t at, int64_t units)
{
  f->room[at] -= units;
  f->room[at ^ 1] += units;
}

/* ---- maximum flow ----------------------------------------------------------- */

/* Whether a stored arc of v can be used: it has room and, while only tight ones count, is on a shortest path.  */
static bool
is_open (const mm_flow *f, uint32_t v, uint32_t k)
{
  return f->room[k] > 0 && (!f->tight || f->cost[k] + f->potential[v] == f->potential[f->to[k]]);
}

/* Distances in arcs from a node over open arcs, of all nodes or (at least) of those that are nearer than
   `to`; -1: not reached.  */
static void
layers_from (mm_flow *f, uint32_t from, uint32_t to)
{
  for (uint32_t v = 0; v < f->nodes; v++)
    f->level[v] = -1;
  uint32_t head = 0, tail = 0;
  f->level[from] = 0;
  f->queue[tail++] = from;
  while (head < tail && (to == END || f->level[to] < 0))
    {
      const uint32_t v = f->queue[head++];
      for (uint32_t k = f->first[v]; k != END; k = f->next[k])
        if (f->level[f->to[k]] < 0 && is_open (f, v, k))
          {
            f->level[f->to[k]] = f->level[v] + 1;
            f->queue[tail++] = f->to[k];
          }
    }
}

/* Send along the path whose arcs are path[0 … length-1], and give the index of the first arc it fills.  */
static uint32_t
send (mm_flow *f, const uint32_t *path, uint32_t length, int64_t limit, int64_t *sent)
{
  int64_t units = limit;
  for (uint32_t k = 0; k < length; k++)
    if (f->room[path[k]] < units)
      units = f->room[path[k]];
  uint32_t full = length;
  for (uint32_t k = length; k-- > 0;)
    {
      push (f, path[k], units);
      if (f->room[path[k]] == 0)
        full = k;
    }
  *sent = units;
  return full;
}

/* The next arc of v that leads one layer on, or END.  */
static uint32_t
advance (mm_flow *f, uint32_t v)
{
  uint32_t k = f->cursor[v];
  while (k != END && (f->level[f->to[k]] != f->level[v] + 1 || !is_open (f, v, k)))
    k = f->next[k];
  f->cursor[v] = k;
  return k;
}

/* A blocking flow in the layered network.  Depth-first without recursion: the path so
   far lies in the queue's memory, which a search no longer needs.  */
static int64_t
block (mm_flow *f, uint32_t from, uint32_t to, int64_t limit)
{
  uint32_t *path = f->queue, length = 0, v = from;
  int64_t total = 0;
  memcpy (f->cursor, f->first, f->nodes * sizeof *f->cursor);
  while (total < limit)
    {
      if (v == to)
        {
          int64_t sent;
          length = send (f, path, length, limit - total, &sent);
          total += sent;
          if (total == limit)
            break;
          v = f->to[path[length] ^ 1];
          continue;
        }
      const uint32_t k = advance (f, v);
      if (k != END)
        {
          path[length++] = k;
          v = f->to[k];
        }
      else if (length > 0)
        {
          v = f->to[path[--length] ^ 1];
          f->cursor[v] = f->next[f->cursor[v]];
        }
      else
        break;
    }
  return total;
}

int64_t
mm_flow_max (mm_flow *f, uint32_t from, uint32_t to, int64_t limit)
{
  int64_t total = 0;
  while (total < limit)
    {
      layers_from (f, from, to);
      f->work += f->nodes + f->arcs;
      if (f->level[to] < 0)
        break;
      total += block (f, from, to, limit - total);
    }
  return total;
}

int64_t
mm_flow_max_tight (mm_flow *f, uint32_t from, uint32_t to, int64_t limit)
{
  f->tight = true;
  const int64_t total = mm_flow_max (f, from, to, limit);
  f->tight = false;
  return total;
}

void
mm_flow_side (mm_flow *f, uint32_t from, bool *side)
{
  layers_from (f, from, END);
  for (uint32_t v = 0; v < f->nodes; v++)
    side[v] = f->level[v] >= 0;
}
