/* prove/small.c: graphs of teaching size.  */
#include "prove/small.h"

#include <string.h>

mm_status
mm_small_load (const mm_module *m, mm_small *out, mm_error *err)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  if (blobs > MM_SMALL_BLOBS || layers > MM_SMALL_LAYERS)
    return mm_fail (err, MM_ELIMIT, 0,
                    "the module has %u blobs and %u layers; this is for teaching, up to %d blobs and %d layers", blobs,
                    layers, MM_SMALL_BLOBS, MM_SMALL_LAYERS);
  *out = (mm_small){ .blobs = blobs, .layers = layers };
  for (mm_layer e = 0; e < layers; e++)
    {
      out->tail[e] = (uint8_t) mm_module_tails (m)[e];
      out->head[e] = (uint8_t) mm_module_heads (m)[e];
    }
  for (mm_blob v = 0; v < blobs; v++)
    out->live |= UINT32_C (1) << v;
  out->fixed = UINT32_C (1) << mm_module_source (m) | UINT32_C (1) << mm_module_sink (m);
  out->colour[mm_module_source (m)] = 1;
  out->colour[mm_module_sink (m)] = 2;
  return MM_OK;
}

uint32_t
mm_small_live_blobs (const mm_small *g)
{
  return (uint32_t) __builtin_popcount (g->live);
}

uint32_t
mm_small_live_layers (const mm_small *g)
{
  uint32_t count = 0;
  for (uint32_t e = 0; e < g->layers; e++)
    count += mm_small_has (g, e);
  return count;
}

void
mm_small_degrees (const mm_small *g, uint8_t in[MM_SMALL_BLOBS], uint8_t out[MM_SMALL_BLOBS])
{
  memset (in, 0, MM_SMALL_BLOBS);
  memset (out, 0, MM_SMALL_BLOBS);
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      {
        out[g->tail[e]]++;
        in[g->head[e]]++;
      }
}

/* Whether all layers into v start at blobs that are done.  */
static bool
is_ready (const mm_small *g, uint32_t v, uint32_t done)
{
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e) && g->head[e] == v && !(done >> g->tail[e] & 1))
      return false;
  return true;
}

bool
mm_small_order (const mm_small *g, uint8_t order[MM_SMALL_BLOBS])
{
  uint32_t done = 0, count = 0;
  while (done != g->live)
    {
      uint32_t v = 0;
      while (v < g->blobs && (!(g->live >> v & 1) || done >> v & 1 || !is_ready (g, v, done)))
        v++;
      if (v == g->blobs)
        return false;
      done |= UINT32_C (1) << v;
      order[count++] = (uint8_t) v;
    }
  return true;
}

/* Whether h has, for every layer of g, one of its own that is `place` of it.  */
static bool
layers_agree (const mm_small *g, const mm_small *h, const uint8_t place[MM_SMALL_BLOBS])
{
  uint64_t used = 0;
  for (uint32_t e = 0; e < g->layers; e++)
    {
      if (!mm_small_has (g, e))
        continue;
      uint32_t f = 0;
      while (f < h->layers
             && (used >> f & 1 || h->tail[f] != place[g->tail[e]] || h->head[f] != place[g->head[e]]
                 || h->mark[f] != g->mark[e]))
        f++;
      if (f == h->layers)
        return false;
      used |= UINT64_C (1) << f;
    }
  return mm_small_live_layers (g) == mm_small_live_layers (h);
}

bool
mm_small_equal (const mm_small *g, const mm_small *h)
{
  if (g->live != h->live)
    return false;
  uint8_t same[MM_SMALL_BLOBS];
  for (uint32_t v = 0; v < MM_SMALL_BLOBS; v++)
    same[v] = (uint8_t) v;
  return layers_agree (g, h, same);
}

/* ---- isomorphism: refine colours, and where they do not tell blobs apart, try ------ */

/* A blob's colour takes in its neighbours' so many times.  More rounds tell more blobs apart;
   fewer cost trials, never the answer.  */
enum { ROUNDS = 8 };

/* Mix the bits of a number (the finaliser of splitmix64).  */
static uint64_t
mix (uint64_t x)
{
  x += UINT64_C (0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C (0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C (0x94D049BB133111EB);
  return x ^ x >> 31;
}

typedef struct colouring
{
  uint64_t of[MM_SMALL_BLOBS]; /* 0 for blobs that are gone */
} colouring;

/* Two blobs with different colours have no isomorphism between them, since a colour is made of
   what isomorphisms keep; sums do not depend on the order of layers.  */
static void
refine (const mm_small *g, colouring *c)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      colouring next = { { 0 } };
      for (uint32_t e = 0; e < g->layers; e++)
        if (mm_small_has (g, e))
          {
            next.of[g->tail[e]] += mix (mix (c->of[g->head[e]] ^ 1) + g->mark[e]);
            next.of[g->head[e]] += mix (mix (c->of[g->tail[e]] ^ 2) + g->mark[e]);
          }
      for (uint32_t v = 0; v < g->blobs; v++)
        if (g->live >> v & 1)
          c->of[v] = mix (next.of[v] + mix (c->of[v]));
    }
}

static colouring
first_colouring (const mm_small *g)
{
  colouring c = { { 0 } };
  for (uint32_t v = 0; v < g->blobs; v++)
    if (g->live >> v & 1)
      c.of[v] = mix (UINT64_C (2) * g->colour[v] + (g->fixed >> v & 1));
  refine (g, &c);
  return c;
}

uint64_t
mm_small_key (const mm_small *g)
{
  const colouring c = first_colouring (g);
  uint64_t key = 0;
  for (uint32_t v = 0; v < g->blobs; v++)
    if (g->live >> v & 1)
      key += mix (c.of[v]);
  return key;
}

static uint32_t
count_of (const mm_small *g, const colouring *c, uint64_t colour)
{
  uint32_t count = 0;
  for (uint32_t v = 0; v < g->blobs; v++)
    count += (g->live >> v & 1) && c->of[v] == colour;
  return count;
}

/* Look at the colours of g and h: can there be an isomorphism, and which blob of g is the first
   that shares its colour (MM_NONE: none does)?  */
static bool
compare (const mm_small *g, const colouring *cg, const mm_small *h, const colouring *ch, uint32_t *shared)
{
  *shared = MM_NONE;
  for (uint32_t v = 0; v < g->blobs; v++)
    if (g->live >> v & 1)
      {
        const uint32_t count = count_of (g, cg, cg->of[v]);
        if (count != count_of (h, ch, cg->of[v]))
          return false;
        if (count > 1 && *shared == MM_NONE)
          *shared = v;
      }
  return true;
}

static uint32_t
next_of_colour (const mm_small *h, const colouring *ch, uint64_t colour, uint32_t from)
{
  while (from < h->blobs && (!(h->live >> from & 1) || ch->of[from] != colour))
    from++;
  return from;
}

/* All colours differ: the one bijection that keeps them is an isomorphism, or there is none.  */
static bool
fits (const mm_small *g, const colouring *cg, const mm_small *h, const colouring *ch)
{
  uint8_t place[MM_SMALL_BLOBS] = { 0 };
  for (uint32_t v = 0; v < g->blobs; v++)
    if (g->live >> v & 1)
      {
        const uint32_t w = next_of_colour (h, ch, cg->of[v], 0);
        if (g->colour[v] != h->colour[w] || (g->fixed >> v & 1) != (h->fixed >> w & 1))
          return false;
        place[v] = (uint8_t) w;
      }
  return layers_agree (g, h, place);
}

/* One level of the search: blob `pick` of g is to be the image of each blob of h with its colour.  */
typedef struct level
{
  colouring g, h;
  uint32_t pick, next;
} level;

static void
single_out (const mm_small *g, colouring *c, uint32_t v)
{
  c->of[v] = mix (c->of[v] ^ 3);
  refine (g, c);
}

bool
mm_small_isomorphic (const mm_small *g, const mm_small *h)
{
  if (mm_small_live_blobs (g) != mm_small_live_blobs (h) || mm_small_live_layers (g) != mm_small_live_layers (h))
    return false;
  level stack[MM_SMALL_BLOBS + 1]; /* each level tells at least one more blob apart */
  uint32_t depth = 0;
  bool entering = true;
  stack[0].g = first_colouring (g);
  stack[0].h = first_colouring (h);
  for (;;)
    {
      level *l = &stack[depth];
      if (entering)
        {
          l->next = 0;
          const bool possible = compare (g, &l->g, h, &l->h, &l->pick);
          if (possible && l->pick == MM_NONE && fits (g, &l->g, h, &l->h))
            return true;
          if (!possible || l->pick == MM_NONE)
            l->next = h->blobs;
        }
      const uint32_t w = l->next < h->blobs ? next_of_colour (h, &l->h, l->g.of[l->pick], l->next) : h->blobs;
      entering = w < h->blobs;
      if (!entering && depth == 0)
        return false;
      if (!entering)
        {
          depth--;
          continue;
        }
      l->next = w + 1;
      stack[depth + 1] = *l;
      depth++;
      single_out (g, &stack[depth].g, l->pick);
      single_out (h, &stack[depth].h, w);
    }
}
