/* tests/test_small.c: small graphs, and isomorphism against trying all permutations.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "prove/small.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (small, .fini = no_leaks);

static mm_small
load (const char *layers)
{
  mm_module *m = kit_module (layers);
  mm_small g;
  cr_assert_eq (mm_small_load (m, &g, NULL), MM_OK);
  mm_module_free (m);
  return g;
}

/* How many layers with this mark run from u to v.  */
static int
count (const mm_small *g, uint32_t u, uint32_t v, uint16_t mark)
{
  int n = 0;
  for (uint32_t e = 0; e < g->layers; e++)
    n += mm_small_has (g, e) && g->tail[e] == u && g->head[e] == v && g->mark[e] == mark;
  return n;
}

static bool
keeps_everything (const mm_small *g, const mm_small *h, const uint8_t *to)
{
  for (uint32_t v = 0; v < g->blobs; v++)
    if ((g->live >> v & 1) != (h->live >> to[v] & 1)
        || ((g->live >> v & 1)
            && (g->colour[v] != h->colour[to[v]] || (g->fixed >> v & 1) != (h->fixed >> to[v] & 1))))
      return false;
  for (uint32_t u = 0; u < g->blobs; u++)
    for (uint32_t v = 0; v < g->blobs; v++)
      for (uint16_t mark = 0; mark < 4; mark++)
        if (count (g, u, v, mark) != count (h, to[u], to[v], mark))
          return false;
  return true;
}

/* The next permutation in lexicographic order.  */
static bool
next_permutation (uint8_t *p, uint32_t n)
{
  uint32_t i = n - 1;
  while (i > 0 && p[i - 1] >= p[i])
    i--;
  if (i == 0)
    return false;
  uint32_t k = n - 1;
  while (p[k] <= p[i - 1])
    k--;
  const uint8_t x = p[i - 1];
  p[i - 1] = p[k];
  p[k] = x;
  for (uint32_t a = i, b = n - 1; a < b; a++, b--)
    {
      const uint8_t y = p[a];
      p[a] = p[b];
      p[b] = y;
    }
  return true;
}

/* The oracle: try all permutations of the places.  Both graphs have as many.  */
static bool
brute_force (const mm_small *g, const mm_small *h)
{
  uint8_t p[MM_SMALL_BLOBS];
  for (uint32_t v = 0; v < g->blobs; v++)
    p[v] = (uint8_t) v;
  do
    if (keeps_everything (g, h, p))
      return true;
  while (next_permutation (p, g->blobs));
  return false;
}

/* A random multigraph, cycles and self-loops included, with two colours and two marks.  */
static mm_small
random_small (uint64_t *seed, uint32_t blobs, uint32_t layers)
{
  mm_small g = { .blobs = blobs, .layers = layers, .live = (UINT32_C (1) << blobs) - 1 };
  for (uint32_t v = 0; v < blobs; v++)
    g.colour[v] = kit_below (seed, 4) == 0;
  g.fixed = kit_below (seed, 2);
  for (uint32_t e = 0; e < layers; e++)
    {
      g.tail[e] = (uint8_t) kit_below (seed, blobs);
      g.head[e] = (uint8_t) kit_below (seed, blobs);
      g.mark[e] = kit_below (seed, 5) == 0;
    }
  return g;
}

/* The same with blobs and layers in another order.  */
static mm_small
shuffled (const mm_small *g, uint64_t *seed)
{
  uint8_t to[MM_SMALL_BLOBS], place[MM_SMALL_LAYERS];
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      const uint32_t k = kit_below (seed, v + 1);
      to[v] = to[k];
      to[k] = (uint8_t) v;
    }
  for (uint32_t e = 0; e < g->layers; e++)
    {
      const uint32_t k = kit_below (seed, e + 1);
      place[e] = place[k];
      place[k] = (uint8_t) e;
    }
  mm_small h = { .blobs = g->blobs, .layers = g->layers };
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      h.live |= (g->live >> v & 1) << to[v];
      h.fixed |= (g->fixed >> v & 1) << to[v];
      h.colour[to[v]] = g->colour[v];
    }
  for (uint32_t e = 0; e < g->layers; e++)
    {
      const bool here = mm_small_has (g, e);
      h.tail[place[e]] = here ? to[g->tail[e]] : MM_SMALL_GONE;
      h.head[place[e]] = here ? to[g->head[e]] : MM_SMALL_GONE;
      h.mark[place[e]] = g->mark[e];
    }
  return h;
}

Test (small, a_module_keeps_its_handles_and_marks_its_terminals)
{
  const mm_small g = load ("s-a a-t s-t s-t");
  cr_assert_eq (g.blobs, 3);
  cr_assert_eq (g.layers, 4);
  cr_assert_eq (g.live, 7);
  cr_assert_eq (g.fixed, 5, "s is 0, a is 1, t is 2");
  cr_assert_neq (g.colour[0], g.colour[2]);
  cr_assert (g.tail[1] == 1 && g.head[1] == 2);
}

Test (small, refuses_a_module_that_is_too_large)
{
  mm_error err;
  mm_small g;
  mm_module *many_blobs = kit_random_dag (1, MM_SMALL_BLOBS + 1, 60);
  cr_assert_eq (mm_small_load (many_blobs, &g, &err), MM_ELIMIT);
  cr_assert (strstr (err.text, "32 blobs"), "%s", err.text);
  mm_module_free (many_blobs);
  mm_module *many_layers = kit_random_dag (1, 20, 200);
  cr_assert_gt (mm_module_layers (many_layers), MM_SMALL_LAYERS);
  cr_assert_eq (mm_small_load (many_layers, &g, &err), MM_ELIMIT);
  mm_module_free (many_layers);
}

Test (small, agrees_with_all_permutations_on_random_pairs)
{
  uint32_t isomorphic = 0, equal_keys = 0;
  for (uint64_t seed = 1; seed <= 4000; seed++)
    {
      uint64_t state = seed;
      const uint32_t blobs = 2 + kit_below (&state, 4), layers = kit_below (&state, 6);
      const mm_small g = random_small (&state, blobs, layers), h = random_small (&state, blobs, layers);
      const bool expected = brute_force (&g, &h);
      cr_assert_eq (mm_small_isomorphic (&g, &h), expected, "seed %lu", (unsigned long) seed);
      cr_assert (!expected || mm_small_key (&g) == mm_small_key (&h), "seed %lu", (unsigned long) seed);
      isomorphic += expected;
      equal_keys += mm_small_key (&g) == mm_small_key (&h);
    }
  cr_assert_gt (isomorphic, 50, "the test sees both answers");
  cr_assert_lt (isomorphic, 3900);
  cr_assert_leq (isomorphic, equal_keys);
}

Test (small, knows_a_graph_again_when_it_is_shuffled)
{
  for (uint64_t seed = 1; seed <= 1000; seed++)
    {
      uint64_t state = seed;
      const mm_small g = random_small (&state, 2 + kit_below (&state, 30), kit_below (&state, 65));
      const mm_small h = shuffled (&g, &state);
      cr_assert_eq (mm_small_key (&g), mm_small_key (&h), "seed %lu", (unsigned long) seed);
      cr_assert (mm_small_isomorphic (&g, &h), "seed %lu", (unsigned long) seed);
    }
}

/* Refinement cannot tell two triangles from a hexagon, nor a blob of one from another: every answer is by trying.  */
Test (small, tells_two_cycles_from_one_although_all_blobs_look_alike)
{
  mm_small two = { .blobs = 6, .layers = 6, .live = 63 }, one = two;
  for (uint8_t v = 0; v < 6; v++)
    {
      two.tail[v] = one.tail[v] = v;
      one.head[v] = (uint8_t) ((v + 1) % 6);
      two.head[v] = (uint8_t) (v < 3 ? (v + 1) % 3 : 3 + (v - 2) % 3);
    }
  cr_assert_eq (mm_small_key (&one), mm_small_key (&two));
  cr_assert_not (mm_small_isomorphic (&one, &two));
  cr_assert (mm_small_isomorphic (&two, &two));
}

/* 15 equal branches of 2 layers: 15! isomorphisms, of which the first try finds one.  */
Test (small, is_quick_on_many_equal_branches)
{
  mm_small g = { .blobs = 32, .layers = 45, .live = UINT32_MAX, .fixed = 3 };
  for (uint8_t i = 0; i < 15; i++)
    {
      const uint8_t a = (uint8_t) (2 + 2 * i), b = (uint8_t) (3 + 2 * i);
      g.tail[3 * i] = 0, g.head[3 * i] = a;
      g.tail[3 * i + 1] = a, g.head[3 * i + 1] = b;
      g.tail[3 * i + 2] = b, g.head[3 * i + 2] = 1;
    }
  uint64_t state = 1;
  const mm_small h = shuffled (&g, &state);
  cr_assert (mm_small_isomorphic (&g, &h));
}

Test (small, marks_colours_and_fixed_blobs_count)
{
  mm_small g = load ("s-a a-t s-b b-t"), h = g;
  cr_assert (mm_small_isomorphic (&g, &h));
  h.mark[1] = 1;
  cr_assert_not (mm_small_isomorphic (&g, &h));
  g.mark[3] = 1;
  cr_assert (mm_small_isomorphic (&g, &h), "a and b change places");
  cr_assert_not (mm_small_equal (&g, &h), "but not on names");
  g.colour[1] = 5;
  cr_assert_not (mm_small_isomorphic (&g, &h));
  h.colour[3] = 5;
  cr_assert (mm_small_isomorphic (&g, &h));
  h.fixed |= 8;
  cr_assert_not (mm_small_isomorphic (&g, &h));
}

Test (small, orders_blobs_or_sees_the_cycle)
{
  const mm_small g = load ("b-t a-b s-a s-t");
  uint8_t order[MM_SMALL_BLOBS], at[MM_SMALL_BLOBS];
  cr_assert (mm_small_order (&g, order));
  for (uint32_t i = 0; i < g.blobs; i++)
    at[order[i]] = (uint8_t) i;
  for (uint32_t e = 0; e < g.layers; e++)
    cr_assert_lt (at[g.tail[e]], at[g.head[e]]);
  mm_small round = g;
  round.head[0] = round.tail[1];
  cr_assert_not (mm_small_order (&round, order));
}
