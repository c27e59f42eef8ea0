/* tests/bench/shapes.c: large modules of given shapes, as .edges files.  */
#include "tests/bench/shapes.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/kit.h"

typedef struct graph
{
  uint32_t blobs, layers, room, source, sink;
  uint32_t *tail, *head;
} graph;

const char *
shape_name (shape s)
{
  static const char *const names[SHAPES] = { "ladder", "rails", "fan", "random", "simple", "bridged" };
  return names[s];
}

static void
add (graph *g, uint32_t tail, uint32_t head)
{
  if (g->layers == g->room)
    abort ();
  g->tail[g->layers] = tail;
  g->head[g->layers++] = head;
}

/* ai = 2i, bi = 2i + 1.  */
static void
make_ladder (graph *g, uint32_t layers)
{
  const uint32_t k = layers / 3;
  for (uint32_t i = 0; i < k; i++)
    {
      add (g, 2 * i, 2 * i + 2);
      add (g, 2 * i + 3, 2 * i + 1);
      add (g, 2 * i, 2 * i + 1);
    }
  add (g, 2 * k, 2 * k + 1);
  g->blobs = 2 * k + 2;
  g->source = 0;
  g->sink = 1;
}

static void
make_rails (graph *g, uint32_t layers)
{
  const uint32_t k = layers / 3;
  for (uint32_t i = 0; i < k; i++)
    {
      add (g, 2 * i, 2 * i + 2);
      add (g, 2 * i + 1, 2 * i + 3);
      add (g, 2 * i, 2 * i + 1);
    }
  add (g, 2 * k, 2 * k + 1);
  g->blobs = 2 * k + 2;
  g->source = 0;
  g->sink = 2 * k + 1;
}

/* s = 0, the hub = 1, the path from 2 on.  */
static void
make_fan (graph *g, uint32_t layers)
{
  const uint32_t k = layers / 2;
  add (g, 0, 1);
  for (uint32_t i = 0; i < k; i++)
    {
      add (g, 1, i + 2);
      if (i)
        add (g, i + 1, i + 2);
    }
  g->blobs = k + 2;
  g->source = 0;
  g->sink = k + 1;
}

static void
make_random (graph *g, uint32_t layers, uint64_t *state)
{
  const uint32_t n = layers / 2;
  for (uint32_t v = 1; v < n; v++)
    add (g, kit_below (state, v), v);
  for (uint32_t v = 1; v + 1 < n; v++)
    add (g, v, v + 1 + kit_below (state, n - v - 1));
  while (g->layers < layers)
    {
      const uint32_t u = kit_below (state, n - 1);
      add (g, u, u + 1 + kit_below (state, n - u - 1));
    }
  g->blobs = n;
  g->source = 0;
  g->sink = n - 1;
}

/* Split a random layer in series or in parallel, or put a bridge in its place.  */
static void
make_grown (graph *g, uint32_t layers, int bridges, uint64_t *state)
{
  add (g, 0, 1);
  g->blobs = 2;
  g->sink = 1;
  while (g->layers + 4 <= layers)
    {
      const uint32_t e = kit_below (state, g->layers), head = g->head[e];
      if (bridges && kit_below (state, 100) == 0)
        {
          const uint32_t a = g->blobs++, b = g->blobs++;
          g->head[e] = a;
          add (g, g->tail[e], b);
          add (g, a, b);
          add (g, a, head);
          add (g, b, head);
        }
      else if (kit_below (state, 2))
        add (g, g->tail[e], head);
      else
        {
          g->head[e] = g->blobs++;
          add (g, g->head[e], head);
        }
    }
}

static void
make (graph *g, shape s, uint32_t layers, uint64_t *state)
{
  switch (s)
    {
    case SHAPE_LADDER: make_ladder (g, layers); break;
    case SHAPE_RAILS: make_rails (g, layers); break;
    case SHAPE_FAN: make_fan (g, layers); break;
    case SHAPE_RANDOM: make_random (g, layers, state); break;
    default: make_grown (g, layers, s == SHAPE_BRIDGED, state); break;
    }
}

/* 0 … count-1 in random order.  */
static uint32_t *
permutation (uint32_t count, int shuffled, uint64_t *state)
{
  uint32_t *at = malloc (count * sizeof *at);
  if (!at)
    abort ();
  for (uint32_t i = 0; i < count; i++)
    at[i] = i;
  for (uint32_t i = count; shuffled && i > 1; i--)
    {
      const uint32_t j = kit_below (state, i), swap = at[i - 1];
      at[i - 1] = at[j];
      at[j] = swap;
    }
  return at;
}

void
shape_write (shape s, uint32_t layers, int shuffled, uint64_t seed, const char *path)
{
  graph g = { .room = layers + 8 };
  g.tail = malloc (g.room * sizeof *g.tail);
  g.head = malloc (g.room * sizeof *g.head);
  FILE *out = fopen (path, "w");
  if (!g.tail || !g.head || !out)
    abort ();
  make (&g, s, layers, &seed);
  uint32_t *blob = permutation (g.blobs, shuffled, &seed), *layer = permutation (g.layers, shuffled, &seed);
  fprintf (out, "%u %u %u %u\n", g.blobs, g.layers, blob[g.source], blob[g.sink]);
  for (uint32_t e = 0; e < g.layers; e++)
    fprintf (out, "%u %u\n", blob[g.tail[layer[e]]], blob[g.head[layer[e]]]);
  if (fclose (out))
    abort ();
  free (blob);
  free (layer);
  free (g.tail);
  free (g.head);
}
