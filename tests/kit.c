/* tests/kit.c: what all test programs share.  */
#include "tests/kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/builder.h"

uint64_t
kit_bits (uint64_t *state)
{
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

uint32_t
kit_below (uint64_t *state, uint32_t n)
{
  return (uint32_t) (kit_bits (state) % n);
}

static void
must (int ok, const char *what)
{
  if (!ok)
    {
      fprintf (stderr, "kit: %s\n", what);
      abort ();
    }
}

static mm_module *
finish (mm_builder *b)
{
  mm_module *m = NULL;
  mm_error err;
  if (mm_builder_finish (b, &m, &err))
    must (0, err.text);
  mm_builder_free (b);
  return m;
}

/* The blob called name, added when it is new.  */
static mm_blob
blob_called (mm_builder *b, char names[][32], uint32_t *count, const char *name)
{
  for (uint32_t v = 0; v < *count; v++)
    if (!strcmp (names[v], name))
      return v;
  must (*count < 64 && strlen (name) < 32, "kit_module: too many or too long names");
  strcpy (names[*count], name);
  must (!mm_builder_add_blob (b, name, NULL), "out of memory");
  return (*count)++;
}

mm_module *
kit_module (const char *layers)
{
  mm_builder *b = mm_builder_new ();
  char names[64][32], *copy = strdup (layers), *rest = NULL;
  uint32_t count = 0;
  for (char *word = strtok_r (copy, " ", &rest); word; word = strtok_r (NULL, " ", &rest))
    {
      char *dash = strchr (word, '-');
      must (dash != NULL, "kit_module: a layer is written a-b");
      *dash = '\0';
      mm_blob tail = blob_called (b, names, &count, word);
      mm_blob head = blob_called (b, names, &count, dash + 1);
      must (!mm_builder_add_layer (b, tail, head, NULL, NULL), "out of memory");
    }
  free (copy);
  return finish (b);
}

mm_module *
kit_bridge (void)
{
  return kit_module ("s-a s-b a-b a-t b-t");
}

mm_module *
kit_paper_d (void)
{
  return kit_module ("s-a s-b a-c b-c a-t c-t b-t");
}

/* ---- growing -------------------------------------------------------------- */

typedef struct growth
{
  uint32_t blobs, layers, capacity;
  uint32_t *tail, *head;
} growth;

static void
grow_layer (growth *g, uint32_t tail, uint32_t head)
{
  if (g->layers == g->capacity)
    {
      g->capacity = g->capacity ? 2 * g->capacity : 64;
      g->tail = realloc (g->tail, g->capacity * sizeof *g->tail);
      g->head = realloc (g->head, g->capacity * sizeof *g->head);
      must (g->tail && g->head, "out of memory");
    }
  g->tail[g->layers] = tail;
  g->head[g->layers++] = head;
}

/* Split layer e in two, in series or in parallel.  */
static void
grow_step (growth *g, uint32_t e, int series)
{
  if (!series)
    {
      grow_layer (g, g->tail[e], g->head[e]);
      return;
    }
  uint32_t head = g->head[e], v = g->blobs++;
  g->head[e] = v;
  grow_layer (g, v, head);
}

/* Put a bridge in the place of layer e.  */
static void
grow_bridge (growth *g, uint32_t e)
{
  uint32_t s = g->tail[e], t = g->head[e], a = g->blobs++, b = g->blobs++;
  g->head[e] = a;
  grow_layer (g, s, b);
  grow_layer (g, a, b);
  grow_layer (g, a, t);
  grow_layer (g, b, t);
}

static void
shuffle (uint64_t *state, uint32_t *at, uint32_t count)
{
  for (uint32_t i = count; i > 1; i--)
    {
      uint32_t j = kit_below (state, i), swap = at[i - 1];
      at[i - 1] = at[j];
      at[j] = swap;
    }
}

/* The grown graph with blobs and layers renumbered at random.  */
static mm_module *
shuffled (growth *g, uint64_t *state)
{
  uint32_t *blob = malloc (g->blobs * sizeof *blob), *layer = malloc (g->layers * sizeof *layer);
  must (blob && layer, "out of memory");
  for (uint32_t v = 0; v < g->blobs; v++)
    blob[v] = v;
  for (uint32_t e = 0; e < g->layers; e++)
    layer[e] = e;
  shuffle (state, blob, g->blobs);
  shuffle (state, layer, g->layers);

  mm_builder *b = mm_builder_new ();
  must (!mm_builder_add_blobs (b, g->blobs), "out of memory");
  for (uint32_t e = 0; e < g->layers; e++)
    must (!mm_builder_add_layer (b, blob[g->tail[layer[e]]], blob[g->head[layer[e]]], NULL, NULL), "out of memory");
  free (blob);
  free (layer);
  free (g->tail);
  free (g->head);
  return finish (b);
}

mm_module *
kit_random_bridged (uint64_t seed, uint32_t steps, uint32_t bridges)
{
  uint64_t state = seed;
  growth g = { .blobs = 2 };
  grow_layer (&g, 0, 1);
  while (steps + bridges > 0)
    {
      uint32_t e = kit_below (&state, g.layers);
      if (kit_below (&state, steps + bridges) < bridges)
        {
          grow_bridge (&g, e);
          bridges--;
        }
      else
        {
          grow_step (&g, e, (int) kit_below (&state, 2));
          steps--;
        }
    }
  return shuffled (&g, &state);
}

mm_module *
kit_random_simple (uint64_t seed, uint32_t steps)
{
  return kit_random_bridged (seed, steps, 0);
}

mm_module *
kit_random_dag (uint64_t seed, uint32_t n, uint32_t m)
{
  uint64_t state = seed;
  growth g = { .blobs = n };
  /* Every interior blob gets one layer from before and one to behind it.  */
  for (uint32_t v = 1; v < n; v++)
    grow_layer (&g, kit_below (&state, v), v);
  for (uint32_t v = 1; v + 1 < n; v++)
    grow_layer (&g, v, v + 1 + kit_below (&state, n - v - 1));
  while (g.layers < m)
    {
      uint32_t u = kit_below (&state, n - 1);
      grow_layer (&g, u, u + 1 + kit_below (&state, n - u - 1));
    }
  return shuffled (&g, &state);
}

/* ---- all small modules ----------------------------------------------------- */

void
kit_each_dag (uint32_t n, void (*f) (const mm_module *m, void *context), void *context)
{
  const uint32_t pairs = n * (n - 1) / 2;
  mm_builder *b = mm_builder_new ();
  for (uint64_t set = 1; set < (uint64_t) 1 << pairs; set++)
    {
      mm_builder_clear (b);
      must (!mm_builder_add_blobs (b, n), "out of memory");
      uint32_t pair = 0;
      for (uint32_t u = 0; u < n; u++)
        for (uint32_t v = u + 1; v < n; v++, pair++)
          if (set >> pair & 1)
            must (!mm_builder_add_layer (b, u, v, NULL, NULL), "out of memory");
      mm_module *m;
      if (mm_builder_finish (b, &m, NULL) == MM_OK)
        {
          f (m, context);
          mm_module_free (m);
        }
    }
  mm_builder_free (b);
}

const char *
kit_shared (const char *file)
{
  static char path[4096];
  const char *folder = getenv ("MODMORPH_DATA");
  const char *top = getenv ("top_srcdir");
  if (folder)
    snprintf (path, sizeof path, "%s/%s", folder, file);
  else
    snprintf (path, sizeof path, "%s/../shared/data/%s", top ? top : ".", file);
  return access (path, R_OK) ? NULL : path;
}
