/* numeric/flow_cheapest.c: flows of least cost in small networks.

   With p the least costs from the start so far, no arc with room has cost + p[tail] - p[head] below 0, so
   Dijkstra's algorithm finds the next shortest path, although reverse arcs have negative costs.  All shortest
   paths run over arcs for which that is 0: when no more fits these, the next path is longer.  */
#include <assert.h>
#include <string.h>

#include "numeric/flow_i.h"

#define NOWHERE UINT32_MAX

/* ---- the nodes in reach, nearest first -------------------------------------------- */

/* Of equally near ones the first, so that ties go by the order of the blobs.  */
static bool
is_nearer (const mm_flow *f, uint32_t v, uint32_t w)
{
  return f->level[v] < f->level[w] || (f->level[v] == f->level[w] && v < w);
}

static void
put (mm_flow *f, uint32_t at, uint32_t v)
{
  f->queue[at] = v;
  f->place[v] = at;
}

static void
rise (mm_flow *f, uint32_t v)
{
  uint32_t at = f->place[v];
  for (; at > 0 && is_nearer (f, v, f->queue[(at - 1) / 2]); at = (at - 1) / 2)
    put (f, at, f->queue[(at - 1) / 2]);
  put (f, at, v);
}

/* Put v at the top of a heap of so many nodes, or where it belongs below that.  */
static void
sink (mm_flow *f, uint32_t size, uint32_t v)
{
  uint32_t at = 0;
  for (uint32_t below = 1; below < size; below = 2 * at + 1)
    {
      if (below + 1 < size && is_nearer (f, f->queue[below + 1], f->queue[below]))
        below++;
      if (is_nearer (f, v, f->queue[below]))
        break;
      put (f, at, f->queue[below]);
      at = below;
    }
  put (f, at, v);
}

/* Take the nearest away.  */
static uint32_t
take (mm_flow *f, uint32_t *size)
{
  const uint32_t nearest = f->queue[0];
  if (--*size > 0)
    sink (f, *size, f->queue[*size]);
  return nearest;
}

/* ---- paths --------------------------------------------------------------------------- */

/* What is nearer by way of v.  */
static void
relax (mm_flow *f, uint32_t v, uint32_t *size)
{
  for (uint32_t k = f->first[v]; k != NOWHERE; k = f->next[k])
    {
      const uint32_t w = f->to[k];
      const int64_t price = f->cost[k] + f->potential[v] - f->potential[w];
      f->work++;
      if (f->room[k] == 0 || f->level[v] + price >= f->level[w])
        continue;
      assert (price >= 0);
      f->level[w] = f->level[v] + price;
      f->cursor[w] = k;
      if (f->place[w] == NOWHERE)
        put (f, (*size)++, w);
      rise (f, w);
    }
}

/* A shortest path: cursor[v] is the arc into v.  */
static bool
find_path (mm_flow *f, uint32_t from, uint32_t to)
{
  uint32_t size = 0, v = from;
  for (uint32_t w = 0; w < f->nodes; w++)
    f->level[w] = MM_FLOW_INFINITE;
  memset (f->place, 0xFF, f->nodes * sizeof *f->place);
  f->work += f->nodes;
  f->level[from] = 0;
  put (f, size++, from);
  while (size > 0 && (v = take (f, &size)) != to)
    relax (f, v, &size);
  if (v != to)
    return false;
  for (uint32_t w = 0; w < f->nodes; w++)
    f->potential[w] += f->level[w] < f->level[to] ? f->level[w] : f->level[to];
  return true;
}

static int64_t
send_along (mm_flow *f, uint32_t from, uint32_t to, int64_t limit)
{
  int64_t units = limit;
  for (uint32_t v = to; v != from; v = f->to[f->cursor[v] ^ 1])
    if (f->room[f->cursor[v]] < units)
      units = f->room[f->cursor[v]];
  for (uint32_t v = to; v != from; v = f->to[f->cursor[v] ^ 1])
    {
      f->room[f->cursor[v]] -= units;
      f->room[f->cursor[v] ^ 1] += units;
    }
  return units;
}

int64_t
mm_flow_cheapest (mm_flow *f, uint32_t from, uint32_t to, int64_t limit, int64_t most, int64_t *cost)
{
  int64_t total = 0;
  *cost = 0;
  memset (f->potential, 0, f->nodes * sizeof *f->potential);
  while (total < limit && find_path (f, from, to))
    {
      /* No later unit is cheaper.  */
      const int64_t price = f->potential[to] - f->potential[from];
      if (price > 0 && limit - total > (most - *cost) / price)
        break;
      int64_t sent = send_along (f, from, to, limit - total);
      if (total + sent < limit)
        sent += mm_flow_max_tight (f, from, to, limit - total - sent);
      total += sent;
      *cost += sent * price;
    }
  return total;
}
