/* prove/bridge.c: the Wheatstone bridge of a complex module (MATH.md section 3, steps 3 and 4).

   In the core, with its blobs in topological order:

       a     the last interior blob with one layer in
       b, c  the two first blobs that a's layers go to, b before c
       A     from a to c and on to t, by any layers
       B     from b on, by any layers, until A is met: at t'
       Q     from a by its only layer in and on back to s, by any layers
       C     from b back, by any layers that do not come from a, until Q is met: at s'

   a exists: the first interior blob has layers from s only, and a core has no parallel ones.
   It has two layers out, else it would be in series.  Every interior blob after a has two
   layers in, from different blobs, so C can avoid a; it stays before b, while A and B stay at
   or after b, and Q before a.  So the paths meet only where they should.

   A core layer stands for a part of the module that shares no blob with other parts but its
   ends.  Unfolding the derivation backward turns each into one path of the module's layers:
   before `S a b` the path went through a, then b; before `P a b` it may go through a.  */
#include "prove/bridge.h"

#include <assert.h>
#include <stdlib.h>

#include "graph/array.h"

/* The core with blobs 0 … blobs-1 in topological order; layers by their place in mm_core,
   where they are sorted by (tail, head).  */
typedef struct frame
{
  uint32_t blobs, layers;
  mm_blob *blob;                  /* which blob of the module each is */
  uint32_t *tail, *head;          /* of each layer */
  uint32_t *out_start;            /* layers out of v: out_start[v] … out_start[v + 1] - 1, by head */
  uint32_t *in_start, *in;        /* layers into v: in[in_start[v]] … */
  uint32_t *place;                /* where v stands on Q or A (they share no blob), or MM_NONE */
  uint32_t *walk[4], length[4];   /* Q, C, A, B: the layers walked along, in that order */
  uint32_t a, b, s, t;            /* a, b, s', t' */
} frame;

enum
{
  WALK_Q,
  WALK_C,
  WALK_A,
  WALK_B
};

/* ---- the core as a graph ------------------------------------------------------ */

/* Cut the arrays of a frame from one block of memory; returned, NULL: out of memory.  */
static uint32_t *
frame_cut (frame *f)
{
  const size_t n = (size_t) f->blobs + 1, m = f->layers;
  uint32_t *block = mm_array_new (8 * n + 3 * m, sizeof *block), *at = block;
  if (!block)
    return NULL;
  uint32_t **const per_blob[] = { &f->blob,    &f->out_start, &f->in_start, &f->place,
                                  &f->walk[0], &f->walk[1],   &f->walk[2],  &f->walk[3] };
  for (size_t i = 0; i < sizeof per_blob / sizeof per_blob[0]; i++, at += n)
    *per_blob[i] = at;
  f->tail = at;
  f->head = at + m;
  f->in = at + 2 * m;
  return block;
}

/* Number the core's blobs: its layers come by tail in topological order, and the sink is last.  */
static void
number_blobs (frame *f, const mm_core *core, mm_blob sink, uint32_t *number)
{
  uint32_t next = 0;
  for (uint32_t e = 0; e < f->layers; e++)
    {
      const mm_blob v = core->tail[e];
      if (next == 0 || f->blob[next - 1] != v)
        {
          f->out_start[next] = e;
          number[v] = next;
          f->blob[next++] = v;
        }
    }
  f->out_start[next] = f->out_start[next + 1] = f->layers;
  number[sink] = next;
  f->blob[next] = sink;
  assert (next + 1 == f->blobs);
}

/* List the layers into each blob: a counting sort.  */
static void
list_layers_in (frame *f)
{
  for (uint32_t e = 0; e < f->layers; e++)
    f->in_start[f->head[e]]++;
  uint32_t end = 0;
  for (uint32_t v = 0; v < f->blobs; v++)
    f->in_start[v] = end += f->in_start[v];
  f->in_start[f->blobs] = end;
  for (uint32_t e = f->layers; e-- > 0;)
    f->in[--f->in_start[f->head[e]]] = e;
}

/* Fill a frame; its memory is *block.  */
static mm_status
frame_new (frame *f, const mm_module *m, const mm_core *core, uint32_t **block)
{
  *f = (frame){ .blobs = core->blobs, .layers = core->layers };
  uint32_t *number = malloc (mm_module_blobs (m) * sizeof *number);
  *block = number ? frame_cut (f) : NULL;
  if (*block)
    {
      number_blobs (f, core, mm_module_sink (m), number);
      for (uint32_t e = 0; e < f->layers; e++)
        {
          f->tail[e] = number[core->tail[e]];
          f->head[e] = number[core->head[e]];
        }
      list_layers_in (f);
      for (uint32_t v = 0; v < f->blobs; v++)
        f->place[v] = MM_NONE;
    }
  free (number);
  return *block ? MM_OK : MM_ENOMEM;
}

/* ---- the walks ------------------------------------------------------------------ */

static void
go (frame *f, int walk, uint32_t layer)
{
  f->walk[walk][f->length[walk]++] = layer;
}

static uint32_t
last_with_one_layer_in (const frame *f)
{
  uint32_t v = f->blobs - 2;
  while (f->in_start[v + 1] - f->in_start[v] != 1)
    v--;
  assert (v > 0);
  return v;
}

/* Q: back from a to s.  */
static void
walk_q (frame *f)
{
  uint32_t v = f->a;
  do
    {
      const uint32_t e = f->in[f->in_start[v]];
      v = f->tail[e];
      f->place[v] = f->length[WALK_Q];
      go (f, WALK_Q, e);
    }
  while (v != 0);
}

/* C: back from b, not over a, to s' on Q.  */
static void
walk_c (frame *f)
{
  uint32_t v = f->b;
  do
    {
      uint32_t e = f->in[f->in_start[v]];
      if (f->tail[e] == f->a)
        e = f->in[f->in_start[v] + 1];
      go (f, WALK_C, e);
      v = f->tail[e];
    }
  while (f->place[v] == MM_NONE);
  f->s = v;
}

/* A: from a over c, its second neighbour, to t.  */
static void
walk_a (frame *f)
{
  uint32_t e = f->out_start[f->a] + 1;
  for (;;)
    {
      const uint32_t v = f->head[e];
      f->place[v] = f->length[WALK_A];
      go (f, WALK_A, e);
      if (v == f->blobs - 1)
        return;
      e = f->out_start[v];
    }
}

/* B: from b to t' on A.  */
static void
walk_b (frame *f)
{
  uint32_t v = f->b;
  do
    {
      const uint32_t e = f->out_start[v];
      go (f, WALK_B, e);
      v = f->head[e];
    }
  while (f->place[v] == MM_NONE);
  f->t = v;
}

static void
find_in_core (frame *f)
{
  f->a = last_with_one_layer_in (f);
  f->b = f->head[f->out_start[f->a]];
  walk_q (f);
  walk_c (f);
  walk_a (f);
  walk_b (f);
}

/* ---- from the core to the module --------------------------------------------------- */

/* Paths of the module's layers: next[e] is the layer after e, MM_NONE at the end of a
   path, and e itself when e is on no path.  */
typedef struct chain
{
  uint32_t *next;
  uint32_t first[MM_BRIDGE_PATHS], last[MM_BRIDGE_PATHS];
} chain;

static void
append (chain *c, mm_bridge_path p, mm_layer e)
{
  if (c->first[p] == MM_NONE)
    c->first[p] = e;
  else
    c->next[c->last[p]] = e;
  c->last[p] = e;
  c->next[e] = MM_NONE;
}

/* The walks, cut at s' and t', as chains of core layers.  */
static void
link_core (const frame *f, const mm_core *core, chain *c)
{
  for (int p = 0; p < MM_BRIDGE_PATHS; p++)
    c->first[p] = c->last[p] = MM_NONE;
  for (uint32_t i = f->length[WALK_Q]; i-- > 0;)
    append (c, i > f->place[f->s] ? MM_BRIDGE_IN : MM_BRIDGE_SA, core->id[f->walk[WALK_Q][i]]);
  for (uint32_t i = f->length[WALK_C]; i-- > 0;)
    append (c, MM_BRIDGE_SB, core->id[f->walk[WALK_C][i]]);
  append (c, MM_BRIDGE_AB, core->id[f->out_start[f->a]]);
  for (uint32_t i = 0; i < f->length[WALK_A]; i++)
    append (c, i > f->place[f->t] ? MM_BRIDGE_OUT : MM_BRIDGE_AT, core->id[f->walk[WALK_A][i]]);
  for (uint32_t i = 0; i < f->length[WALK_B]; i++)
    append (c, MM_BRIDGE_BT, core->id[f->walk[WALK_B][i]]);
}

/* Play the derivation backward: where a path goes through a, which was made of "a, then b",
   it now goes through a and b.  b was gone until here, so it is on no path yet.  */
static void
unfold (const mm_derivation *d, chain *c)
{
  const mm_step *step = mm_derivation_steps (d);
  for (size_t k = mm_derivation_length (d); k-- > 0;)
    {
      const mm_step s = step[k];
      assert (s.rule == MM_RULE_SERIES || s.rule == MM_RULE_PARALLEL);
      if (s.rule != MM_RULE_SERIES || c->next[s.a] == s.a)
        continue;
      c->next[s.b] = c->next[s.a];
      c->next[s.a] = s.b;
    }
}

static mm_status
collect (const chain *c, mm_bridge *out)
{
  size_t count = 0;
  for (int p = 0; p < MM_BRIDGE_PATHS; p++)
    for (mm_layer e = c->first[p]; e != MM_NONE; e = c->next[e])
      count++;
  mm_layer *layer = malloc (count * sizeof *layer);
  if (!layer)
    return MM_ENOMEM;
  out->layer = layer;
  for (int p = 0; p < MM_BRIDGE_PATHS; p++)
    {
      out->start[p] = (size_t) (layer - out->layer);
      for (mm_layer e = c->first[p]; e != MM_NONE; e = c->next[e])
        *layer++ = e;
    }
  out->start[MM_BRIDGE_PATHS] = count;
  return MM_OK;
}

static mm_status
expand (const frame *f, const mm_derivation *d, const mm_core *core, mm_bridge *out)
{
  const uint32_t layers = mm_module_layers (mm_derivation_module (d));
  chain c;
  c.next = malloc (layers * sizeof *c.next);
  if (!c.next)
    return MM_ENOMEM;
  for (mm_layer e = 0; e < layers; e++)
    c.next[e] = e;
  link_core (f, core, &c);
  unfold (d, &c);
  mm_status status = collect (&c, out);
  free (c.next);
  return status;
}

mm_status
mm_bridge_find (const mm_derivation *d, const mm_core *core, mm_bridge *out)
{
  if (mm_core_is_simple (core))
    return MM_EINVAL;
  frame f;
  uint32_t *block;
  mm_status status = frame_new (&f, mm_derivation_module (d), core, &block);
  if (status)
    return status;
  find_in_core (&f);
  status = expand (&f, d, core, out);
  if (!status)
    {
      const uint32_t branch[4] = { f.s, f.a, f.b, f.t };
      for (int i = 0; i < 4; i++)
        out->branch[i] = f.blob[branch[i]];
    }
  free (block);
  return status;
}

void
mm_bridge_free (mm_bridge *b)
{
  free (b->layer);
  b->layer = NULL;
}
