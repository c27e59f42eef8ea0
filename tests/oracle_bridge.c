/* tests/oracle_bridge.c: slow and obvious answers about modules.  */
#include "tests/oracle_bridge.h"

#include <stdlib.h>
#include <string.h>

/* ---- a working copy of a module: which layers live, and their ends -------------- */

typedef struct copy
{
  uint32_t layers;
  mm_blob source, sink;
  mm_blob *tail, *head;
  bool *live;
} copy;

static void *
must (void *p)
{
  if (!p)
    abort ();
  return p;
}

static copy
copy_of (const mm_module *m)
{
  copy g = { .layers = mm_module_layers (m), .source = mm_module_source (m), .sink = mm_module_sink (m) };
  g.tail = must (malloc (g.layers * sizeof *g.tail));
  g.head = must (malloc (g.layers * sizeof *g.head));
  g.live = must (malloc (g.layers * sizeof *g.live));
  memcpy (g.tail, mm_module_tails (m), g.layers * sizeof *g.tail);
  memcpy (g.head, mm_module_heads (m), g.layers * sizeof *g.head);
  memset (g.live, 1, g.layers * sizeof *g.live);
  return g;
}

static void
copy_free (copy *g)
{
  free (g->tail);
  free (g->head);
  free (g->live);
}

static uint32_t
count (const copy *g, const mm_blob *end, mm_blob v)
{
  uint32_t n = 0;
  for (uint32_t e = 0; e < g->layers; e++)
    n += g->live[e] && end[e] == v;
  return n;
}

static uint32_t
live (const copy *g)
{
  uint32_t n = 0;
  for (uint32_t e = 0; e < g->layers; e++)
    n += g->live[e];
  return n;
}

/* Apply the step, ids from 1, if it is legal.  */
static bool
apply (copy *g, mm_cert_step s)
{
  if (s.rule > MM_CERT_SERIES || s.a < 1 || s.a > g->layers || s.b < 1 || s.b > g->layers || s.a == s.b)
    return false;
  const uint32_t a = s.a - 1, b = s.b - 1;
  if (!g->live[a] || !g->live[b])
    return false;
  const mm_blob v = g->head[a];
  if (!s.rule && (g->tail[a] != g->tail[b] || v != g->head[b]))
    return false;
  if (s.rule && (v != g->tail[b] || v == g->source || v == g->sink))
    return false;
  if (s.rule && (count (g, g->head, v) != 1 || count (g, g->tail, v) != 1))
    return false;
  g->head[a] = g->head[b];
  g->live[b] = false;
  return true;
}

/* Apply a node reduction that moves these layers, if it is legal: layer a is alone on its side of its
   blob, and they are all that is on the other side.  */
static bool
apply_node (copy *g, bool in, uint32_t a, const uint32_t *moved, uint32_t moves)
{
  mm_blob *near = in ? g->tail : g->head, *far = in ? g->head : g->tail;
  if (a < 1 || a > g->layers || !g->live[a - 1])
    return false;
  const mm_blob v = far[a - 1], to = near[a - 1];
  if (v == g->source || v == g->sink || count (g, far, v) != 1 || count (g, near, v) != moves)
    return false;
  for (uint32_t i = 0; i < moves; i++)
    {
      if (moved[i] < 1 || moved[i] > g->layers || !g->live[moved[i] - 1] || near[moved[i] - 1] != v)
        return false;
      near[moved[i] - 1] = to;
    }
  g->live[a - 1] = false;
  return true;
}

static bool
is_single (const copy *g)
{
  return live (g) == 1 && count (g, g->tail, g->source) == 1 && count (g, g->head, g->sink) == 1;
}

/* Reduce as far as it goes; step (which may be NULL) gets the steps.  */
static size_t
reduce (copy *g, mm_cert_step *step)
{
  size_t steps = 0;
  for (bool again = true; again;)
    {
      again = false;
      for (uint32_t a = 1; a <= g->layers; a++)
        for (uint32_t b = 1; b <= g->layers; b++)
          for (uint32_t series = 0; series < 2; series++)
            {
              const mm_cert_step s = { series, a, b };
              if (!apply (g, s))
                continue;
              if (step)
                step[steps] = s;
              steps++;
              again = true;
            }
    }
  return steps;
}

bool
oracle_is_simple (const mm_module *m)
{
  copy g = copy_of (m);
  reduce (&g, NULL);
  const bool simple = is_single (&g);
  copy_free (&g);
  return simple;
}

bool
oracle_steps_prove (const mm_module *m, const mm_cert_step *step, size_t steps)
{
  copy g = copy_of (m);
  bool good = true;
  for (size_t i = 0; i < steps && good; i++)
    good = apply (&g, step[i]);
  good = good && is_single (&g);
  copy_free (&g);
  return good;
}

bool
oracle_node_steps_prove (const mm_module *m, const mm_certificate *c, uint32_t nodes)
{
  copy g = copy_of (m);
  const uint32_t *moved = c->moved;
  bool good = true;
  for (size_t i = 0; i < c->steps && good; i++)
    {
      const mm_cert_step s = c->step[i];
      if (s.rule <= MM_CERT_SERIES)
        good = apply (&g, s);
      else
        {
          good = nodes > 0 && s.rule <= MM_CERT_NODE_OUT
                 && apply_node (&g, s.rule == MM_CERT_NODE_IN, s.a, moved, s.b);
          moved += s.b;
          nodes--;
        }
    }
  good = good && nodes == 0 && is_single (&g);
  copy_free (&g);
  return good;
}

/* ---- bridges ---------------------------------------------------------------------- */

/* Paths found so far, in the order of a certificate.  */
typedef struct search
{
  const mm_module *m;
  mm_blob branch[4];
  bool *used; /* blobs that are branches or inside a path */
  uint32_t *layer;
  size_t start[6];
} search;

static bool extend (search *s, int path, mm_blob at, size_t length);

static bool
next_path (search *s, int path, size_t length)
{
  static const int from[5] = { 0, 0, 1, 1, 2 };
  s->start[path] = length;
  return path == 5 || extend (s, path, s->branch[from[path]], length);
}

/* Path number `path` is at blob `at`: try every way on.  Depth: the layers of the module, small here.  */
static bool
extend (search *s, int path, mm_blob at, size_t length)
{
  static const int to[5] = { 1, 2, 2, 3, 3 };
  const mm_handles out = mm_module_out (s->m, at);
  for (uint32_t i = 0; i < out.count; i++)
    {
      const mm_blob next = mm_module_heads (s->m)[out.at[i]];
      s->layer[length] = out.at[i];
      if (next == s->branch[to[path]])
        {
          if (next_path (s, path + 1, length + 1))
            return true;
        }
      else if (!s->used[next])
        {
          s->used[next] = true;
          if (extend (s, path, next, length + 1))
            return true;
          s->used[next] = false;
        }
    }
  return false;
}

static bool
branches_work (search *s)
{
  const uint32_t n = mm_module_blobs (s->m);
  memset (s->used, 0, n * sizeof *s->used);
  for (int i = 0; i < 4; i++)
    {
      if (s->used[s->branch[i]])
        return false;
      s->used[s->branch[i]] = true;
    }
  return next_path (s, 0, 0);
}

static bool
search_bridge (search *s)
{
  const uint64_t n = mm_module_blobs (s->m);
  for (uint64_t code = 0; code < n * n * n * n; code++)
    {
      uint64_t rest = code;
      for (int i = 0; i < 4; i++, rest /= n)
        s->branch[i] = (mm_blob) (rest % n);
      if (branches_work (s))
        return true;
    }
  return false;
}

static search
search_new (const mm_module *m)
{
  search s = { .m = m };
  s.used = must (malloc (mm_module_blobs (m) * sizeof *s.used));
  s.layer = must (malloc (mm_module_layers (m) * sizeof *s.layer));
  return s;
}

static void
search_free (search *s)
{
  free (s->used);
  free (s->layer);
}

bool
oracle_has_bridge (const mm_module *m)
{
  search s = search_new (m);
  const bool found = search_bridge (&s);
  search_free (&s);
  return found;
}

/* Whether the chain of a path's layers leads from one blob to the other.  */
static bool
leads (const mm_module *m, const mm_certificate *c, int path, mm_blob from, mm_blob to)
{
  mm_blob at = from;
  for (size_t i = c->path_start[path]; i < c->path_start[path + 1]; i++)
    {
      const mm_layer e = c->path_layer[i] - 1;
      if (mm_module_tails (m)[e] != at)
        return false;
      at = mm_module_heads (m)[e];
    }
  return c->path_start[path] < c->path_start[path + 1] && at == to;
}

bool
oracle_paths_prove (const mm_module *m, const mm_certificate *c)
{
  static const int from[5] = { 0, 0, 1, 1, 2 }, to[5] = { 1, 2, 2, 3, 3 };
  static const uint32_t ins[4] = { 0, 1, 2, 2 }, outs[4] = { 2, 2, 1, 0 };
  mm_blob branch[4];
  for (int i = 0; i < 4; i++)
    branch[i] = c->blob[c->branch[i] - 1];
  bool good = true;
  for (int p = 0; p < 5 && good; p++)
    good = leads (m, c, p, branch[from[p]], branch[to[p]]);

  copy g = copy_of (m);
  memset (g.live, 0, g.layers * sizeof *g.live);
  for (size_t i = 0; i < c->path_start[5] && good; i++)
    {
      good = !g.live[c->path_layer[i] - 1];
      g.live[c->path_layer[i] - 1] = true;
    }
  for (mm_blob v = 0; v < mm_module_blobs (m) && good; v++)
    {
      const uint32_t in = count (&g, g.head, v), out = count (&g, g.tail, v);
      int i = 0;
      while (i < 4 && branch[i] != v)
        i++;
      good = i < 4 ? in == ins[i] && out == outs[i] : in == out && in <= 1;
    }
  copy_free (&g);
  return good;
}

/* ---- certificates ------------------------------------------------------------------- */

/* A path from one blob to another, by whatever layers, that keeps away from used blobs.  */
static size_t
connect (const mm_module *m, mm_blob from, mm_blob to, bool *used, uint32_t *layer, size_t length)
{
  if (from == to)
    return length;
  const mm_handles out = mm_module_out (m, from);
  for (uint32_t i = 0; i < out.count; i++)
    {
      const mm_blob next = mm_module_heads (m)[out.at[i]];
      if (next != to && used[next])
        continue;
      layer[length] = out.at[i];
      if (next != to)
        used[next] = true;
      const size_t end = connect (m, next, to, used, layer, length + 1);
      if (end)
        return end;
      if (next != to)
        used[next] = false;
    }
  return 0;
}

static void
put_graph (mm_certificate *c, const mm_module *m, uint32_t *vertex)
{
  const uint32_t n = mm_module_blobs (m), layers = mm_module_layers (m);
  char buffer[MM_NAME_BUFFER];
  c->blobs = n;
  c->layers = layers;
  c->blob = must (malloc (n * sizeof *c->blob));
  c->tail = must (malloc (layers * sizeof *c->tail));
  c->head = must (malloc (layers * sizeof *c->head));
  for (uint32_t i = 0; i < n; i++)
    {
      const mm_blob v = c->blob[i] = mm_module_order (m)[i];
      vertex[v] = i + 1;
      if (!mm_module_blob_is_named (m, v))
        continue;
      if (!c->blob_name)
        c->blob_name = must (calloc (n, sizeof *c->blob_name));
      c->blob_name[i] = must (strdup (mm_module_blob_name (m, v, buffer)));
    }
  for (uint32_t e = 0; e < layers; e++)
    {
      c->tail[e] = vertex[mm_module_tails (m)[e]];
      c->head[e] = vertex[mm_module_heads (m)[e]];
    }
}

/* The bridge, and the paths for the reader where vertex-disjoint ones are found.  */
static void
put_bridge (mm_certificate *c, const mm_module *m, const uint32_t *vertex)
{
  search s = search_new (m);
  if (!search_bridge (&s))
    abort ();
  for (int i = 0; i < 4; i++)
    c->branch[i] = vertex[s.branch[i]];
  c->path_layer = must (malloc ((2 * c->layers + 2) * sizeof *c->path_layer));
  memcpy (c->path_layer, s.layer, s.start[5] * sizeof *s.layer);
  memcpy (c->path_start, s.start, sizeof s.start);
  size_t end = connect (m, mm_module_source (m), s.branch[0], s.used, c->path_layer, c->path_start[5]);
  c->path_start[6] = end ? end : c->path_start[5];
  end = connect (m, s.branch[3], mm_module_sink (m), s.used, c->path_layer, c->path_start[6]);
  c->path_start[7] = end ? end : c->path_start[6];
  for (size_t i = 0; i < c->path_start[7]; i++)
    c->path_layer[i]++;
  search_free (&s);
}

mm_certificate *
oracle_certificate (const mm_module *m)
{
  mm_certificate *c = must (calloc (1, sizeof *c));
  uint32_t *vertex = must (malloc (mm_module_blobs (m) * sizeof *vertex));
  put_graph (c, m, vertex);
  c->step = must (malloc (c->layers * sizeof *c->step));
  copy g = copy_of (m);
  c->steps = reduce (&g, c->step);
  c->claim = is_single (&g) ? MM_CLAIM_SIMPLE : MM_CLAIM_COMPLEX;
  copy_free (&g);
  if (c->claim == MM_CLAIM_COMPLEX)
    {
      c->steps = 0;
      put_bridge (c, m, vertex);
    }
  free (vertex);
  return c;
}
