/* prove/choice.c: the smallest core in which it matters which blob is reduced.  */
#include "prove/choice.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

mm_status
mm_small_to_core (mm_small *g)
{
  mm_matches m = { NULL, 0, 0 };
  mm_small work = *g;
  mm_status s;
  while (!(s = mm_match_all (&work, false, &m)) && m.count)
    {
      mm_match_apply (&m.at[0], &work);
      m.count = 0;
    }
  mm_matches_clear (&m);
  if (!s)
    *g = work;
  return s;
}

/* ---- the least number of node reductions: breadth first over cores ---------------- */

typedef struct cores
{
  mm_small *at;
  size_t count, capacity;
} cores;

static mm_status
add_core (cores *c, size_t from, const mm_small *g)
{
  for (size_t i = from; i < c->count; i++)
    if (mm_small_isomorphic (&c->at[i], g))
      return MM_OK;
  if (!mm_array_reserve (&c->at, &c->capacity, c->count + 1, sizeof *c->at))
    return MM_ENOMEM;
  c->at[c->count++] = *g;
  return MM_OK;
}

/* The cores behind all node reductions of core number i; new ones go behind `from`.  */
static mm_status
go_on (cores *c, size_t i, size_t from, mm_matches *m)
{
  m->count = 0;
  mm_status s = mm_match_all (&c->at[i], true, m);
  for (size_t k = 0; !s && k < m->count; k++)
    {
      mm_small next = c->at[i];
      mm_match_apply (&m->at[k], &next);
      s = mm_small_to_core (&next);
      if (!s)
        s = add_core (c, from, &next);
    }
  return s;
}

mm_status
mm_small_least_node_steps (const mm_small *core, uint32_t *least)
{
  cores c = { NULL, 0, 0 };
  mm_matches m = { NULL, 0, 0 };
  mm_status s = add_core (&c, 0, core);
  size_t first = 0;
  for (*least = 0; !s; ++*least)
    {
      const size_t end = c.count;
      size_t i = first;
      while (i < end && mm_small_live_layers (&c.at[i]) > 1)
        i++;
      if (i < end)
        break;
      for (i = first; !s && i < end; i++)
        s = go_on (&c, i, end, &m);
      first = end;
    }
  free (c.at);
  mm_matches_clear (&m);
  return s;
}

/* ---- all cores ---------------------------------------------------------------------- */

/* The graph on n blobs with layer i of all pairs u < v when bit i of code is set.  */
static mm_small
graph_of (uint32_t n, uint32_t code)
{
  mm_small g = { .blobs = n, .live = (UINT32_C (1) << n) - 1, .fixed = UINT32_C (1) | UINT32_C (1) << (n - 1) };
  g.colour[0] = 1;
  g.colour[n - 1] = 2;
  uint32_t bit = 0;
  for (uint8_t u = 0; u < n; u++)
    for (uint8_t v = (uint8_t) (u + 1); v < n; v++)
      if (code >> bit++ & 1)
        {
          g.tail[g.layers] = u;
          g.head[g.layers++] = v;
        }
  return g;
}

/* Whether it is a module that no series step applies to; it has no parallel layers anyway.  */
static bool
is_core (const mm_small *g)
{
  uint8_t in[MM_SMALL_BLOBS], out[MM_SMALL_BLOBS];
  mm_small_degrees (g, in, out);
  for (uint32_t v = 0; v < g->blobs; v++)
    if ((v > 0 && in[v] == 0) || (v + 1 < g->blobs && out[v] == 0) || (v > 0 && in[v] == 1 && out[v] == 1))
      return false;
  return true;
}

static mm_status
do_step (mm_choice *c, int which, const mm_match *step)
{
  c->step[which] = *step;
  c->after[which] = c->core;
  mm_match_apply (step, &c->after[which]);
  mm_status s = mm_small_to_core (&c->after[which]);
  return s ? s : mm_small_least_node_steps (&c->after[which], &c->least[which]);
}

/* Compare the first node reduction of a core with each other one.  */
static mm_status
try_core (const mm_small *core, mm_choice *c, mm_matches *m, bool *found)
{
  memset (c, 0, sizeof *c);
  c->core = *core;
  m->count = 0;
  mm_status s = mm_match_all (core, true, m);
  if (s || m->count < 2)
    return s;
  s = do_step (c, 0, &m->at[0]);
  for (size_t k = 1; !s && !*found && k < m->count; k++)
    {
      s = do_step (c, 1, &m->at[k]);
      *found = !s && c->least[0] != c->least[1];
    }
  return s;
}

mm_status
mm_choice_find (uint32_t blobs, mm_choice *out, uint64_t *looked, bool *found)
{
  *looked = 0;
  *found = false;
  if (blobs > MM_CHOICE_BLOBS)
    return MM_EINVAL;
  mm_matches m = { NULL, 0, 0 };
  mm_status s = MM_OK;
  for (uint32_t n = 2; n <= blobs; n++)
    {
      const uint32_t pairs = n * (n - 1) / 2;
      for (uint32_t layers = n - 1; layers <= pairs; layers++)
        for (uint32_t code = 0; !s && !*found && code < UINT32_C (1) << pairs; code++)
          {
            if ((uint32_t) __builtin_popcount (code) != layers)
              continue;
            const mm_small g = graph_of (n, code);
            if (!is_core (&g))
              continue;
            ++*looked;
            mm_choice c;
            s = try_core (&g, &c, &m, found);
            if (!s && *found)
              *out = c;
          }
    }
  mm_matches_clear (&m);
  return s;
}

char
mm_choice_blob_letter (const mm_choice *c, uint32_t v)
{
  return v == 0 ? 's' : v + 1 == c->core.blobs ? 't' : (char) ('a' + v - 1);
}
