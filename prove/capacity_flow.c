/* prove/capacity_flow.c: integral flows by shortest augmenting paths.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/capacity_i.h"

#define END UINT32_MAX

mm_status
mm_net_init (mm_net *net, const mm_site *site)
{
  *net = (mm_net){ .nodes = 2 * site->blobs + MM_NET_SPARE, .capacity = (size_t) site->blobs + 2 * (size_t) site->layers };
  if (site->blobs >= UINT32_MAX / 2 - 1 || net->capacity >= END / 2)
    return MM_ELIMIT;
  net->first = mm_array_new (net->nodes, sizeof *net->first);
  net->from = mm_array_new (net->nodes, sizeof *net->from);
  net->queue = mm_array_new (net->nodes, sizeof *net->queue);
  net->next = mm_array_new (2 * net->capacity, sizeof *net->next);
  net->to = mm_array_new (2 * net->capacity, sizeof *net->to);
  net->room = mm_array_new (2 * net->capacity, sizeof *net->room);
  if (net->first && net->from && net->queue && net->next && net->to && net->room)
    return MM_OK;
  mm_net_clear (net);
  return MM_ENOMEM;
}

void
mm_net_clear (mm_net *net)
{
  free (net->first);
  free (net->from);
  free (net->queue);
  free (net->next);
  free (net->to);
  free (net->room);
  *net = (mm_net){ .nodes = 0 };
}

void
mm_net_empty (mm_net *net)
{
  net->arcs = 0;
  memset (net->first, 0xFF, net->nodes * sizeof *net->first);
}

static void
store (mm_net *net, size_t at, uint32_t from, uint32_t to, uint64_t room)
{
  net->to[at] = to;
  net->room[at] = room;
  net->next[at] = net->first[from];
  net->first[from] = (uint32_t) at;
}

size_t
mm_net_arc (mm_net *net, uint32_t from, uint32_t to, uint64_t room)
{
  const size_t arc = net->arcs++;
  store (net, 2 * arc, from, to, room);
  store (net, 2 * arc + 1, to, from, 0);
  return arc;
}

uint64_t
mm_net_on (const mm_net *net, size_t arc)
{
  return net->room[2 * arc + 1];
}

/* Reach `to` from `from` by arcs with room, in as few steps as possible.  */
static bool
search (mm_net *net, uint32_t from, uint32_t to)
{
  uint32_t read = 0, written = 0;
  memset (net->from, 0xFF, net->nodes * sizeof *net->from);
  net->queue[written++] = from;
  while (read < written && net->from[to] == END)
    {
      const uint32_t u = net->queue[read++];
      for (uint32_t a = net->first[u]; a != END; a = net->next[a])
        {
          const uint32_t v = net->to[a];
          if (net->room[a] == 0 || v == from || net->from[v] != END)
            continue;
          net->from[v] = a;
          net->queue[written++] = v;
        }
    }
  return net->from[to] != END;
}

/* Push along the path that search has left. */
static uint64_t
augment (mm_net *net, uint32_t from, uint32_t to, uint64_t most)
{
  for (uint32_t v = to; v != from; v = net->to[net->from[v] ^ 1])
    if (net->room[net->from[v]] < most)
      most = net->room[net->from[v]];
  for (uint32_t v = to; v != from; v = net->to[net->from[v] ^ 1])
    {
      net->room[net->from[v]] -= most;
      net->room[net->from[v] ^ 1] += most;
    }
  return most;
}

uint64_t
mm_net_push (mm_net *net, uint32_t from, uint32_t to, uint64_t limit)
{
  uint64_t sent = 0;
  while (sent < limit && search (net, from, to))
    sent += augment (net, from, to, limit - sent);
  return sent;
}
