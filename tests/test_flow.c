/* tests/test_flow.c: flows agree with cuts found by trying every set of nodes.  */
#include <criterion/criterion.h>

#include "numeric/flow_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (flow, .fini = no_leaks);

enum { NODES = 7, MOST_ARCS = 24 };

typedef struct network
{
  uint32_t nodes;
  size_t arcs;
  uint32_t from[MOST_ARCS], to[MOST_ARCS];
  int64_t capacity[MOST_ARCS];
  int32_t cost[MOST_ARCS];
} network;

static network
random_network (uint64_t *state)
{
  network n = { .nodes = 2 + kit_below (state, NODES - 1), .arcs = kit_below (state, MOST_ARCS) };
  for (size_t k = 0; k < n.arcs; k++)
    {
      n.from[k] = kit_below (state, n.nodes);
      n.to[k] = kit_below (state, n.nodes);
      n.capacity[k] = kit_below (state, 9) == 0 ? MM_FLOW_INFINITE : kit_below (state, 8);
      n.cost[k] = (int32_t) kit_below (state, 4);
    }
  return n;
}

static mm_flow
loaded (const network *n)
{
  mm_flow f;
  cr_assert_eq (mm_flow_init (&f, n->nodes, n->arcs), MM_OK);
  for (size_t k = 0; k < n->arcs; k++)
    cr_assert_eq (mm_flow_arc (&f, n->from[k], n->to[k], n->capacity[k], n->cost[k]), k);
  return f;
}

/* The least cut, by trying every set that holds node 0 and not the last node.  */
static int64_t
least_cut (const network *n)
{
  int64_t least = MM_FLOW_INFINITE;
  for (uint32_t set = 0; set < 1u << n->nodes; set++)
    {
      int64_t cut = 0;
      if (!(set & 1) || set >> (n->nodes - 1) & 1)
        continue;
      for (size_t k = 0; k < n->arcs; k++)
        if ((set >> n->from[k] & 1) && !(set >> n->to[k] & 1))
          cut += n->capacity[k] < MM_FLOW_INFINITE - cut ? n->capacity[k] : MM_FLOW_INFINITE - cut;
      least = cut < least ? cut : least;
    }
  return least;
}

/* Within capacity, and conserved everywhere but at the ends.  */
static void
assert_is_flow (const network *n, const mm_flow *f, int64_t value, uint64_t seed)
{
  int64_t excess[NODES] = { 0 };
  for (size_t k = 0; k < n->arcs; k++)
    {
      const int64_t units = mm_flow_on (f, k);
      cr_assert (units >= 0 && units <= n->capacity[k], "seed %lu", (unsigned long) seed);
      excess[n->from[k]] -= units;
      excess[n->to[k]] += units;
    }
  cr_assert_eq (excess[n->nodes - 1], value, "seed %lu", (unsigned long) seed);
  for (uint32_t v = 1; v + 1 < n->nodes; v++)
    cr_assert_eq (excess[v], 0, "seed %lu", (unsigned long) seed);
}

Test (flow, equals_the_least_cut)
{
  for (uint64_t seed = 1; seed <= 3000; seed++)
    {
      uint64_t state = seed;
      const network n = random_network (&state);
      mm_flow f = loaded (&n);
      const int64_t limit = 1 + kit_below (&state, 30), cut = least_cut (&n);
      const int64_t value = mm_flow_max (&f, 0, n.nodes - 1, limit);
      cr_assert_eq (value, cut < limit ? cut : limit, "seed %lu", (unsigned long) seed);
      assert_is_flow (&n, &f, value, seed);
      mm_flow_clear (&f);
    }
}

Test (flow, side_of_a_maximum_flow_is_a_least_cut)
{
  for (uint64_t seed = 1; seed <= 1000; seed++)
    {
      uint64_t state = seed;
      const network n = random_network (&state);
      mm_flow f = loaded (&n);
      const int64_t value = mm_flow_max (&f, 0, n.nodes - 1, 1000);
      if (value < 1000)
        {
          bool side[NODES];
          int64_t across = 0;
          mm_flow_side (&f, 0, side);
          for (size_t k = 0; k < n.arcs; k++)
            if (side[n.from[k]] && !side[n.to[k]])
              across += n.capacity[k];
          cr_assert (side[0] && !side[n.nodes - 1], "seed %lu", (unsigned long) seed);
          cr_assert_eq (across, value, "seed %lu", (unsigned long) seed);
        }
      mm_flow_clear (&f);
    }
}

/* A flow of given value is cheapest iff no cycle of the residual network has negative cost
   (Klein 1967); found by relaxing more often than there are nodes.  */
static bool
has_negative_cycle (const network *n, const mm_flow *f)
{
  int64_t distance[NODES] = { 0 };
  bool changed = true;
  for (uint32_t round = 0; changed && round <= n->nodes; round++)
    {
      changed = false;
      for (size_t k = 0; k < n->arcs; k++)
        {
          const int64_t units = mm_flow_on (f, k);
          if (units < n->capacity[k] && distance[n->from[k]] + n->cost[k] < distance[n->to[k]])
            {
              distance[n->to[k]] = distance[n->from[k]] + n->cost[k];
              changed = true;
            }
          if (units > 0 && distance[n->to[k]] - n->cost[k] < distance[n->from[k]])
            {
              distance[n->from[k]] = distance[n->to[k]] - n->cost[k];
              changed = true;
            }
        }
    }
  return changed;
}

Test (flow, cheapest_is_a_flow_without_negative_cycles)
{
  for (uint64_t seed = 1; seed <= 2000; seed++)
    {
      uint64_t state = seed;
      const network n = random_network (&state);
      mm_flow f = loaded (&n);
      const int64_t limit = 1 + kit_below (&state, 20), cut = least_cut (&n);
      int64_t cost, paid = 0;
      const int64_t value = mm_flow_cheapest (&f, 0, n.nodes - 1, limit, MM_FLOW_INFINITE, &cost);
      cr_assert_eq (value, cut < limit ? cut : limit, "seed %lu", (unsigned long) seed);
      assert_is_flow (&n, &f, value, seed);
      for (size_t k = 0; k < n.arcs; k++)
        paid += mm_flow_on (&f, k) * n.cost[k];
      cr_assert_eq (paid, cost, "seed %lu", (unsigned long) seed);
      cr_assert_not (has_negative_cycle (&n, &f), "seed %lu", (unsigned long) seed);
      mm_flow_clear (&f);
    }
}

Test (flow, cheapest_gives_up_only_what_costs_more)
{
  uint32_t given_up = 0;
  for (uint64_t seed = 1; seed <= 2000; seed++)
    {
      uint64_t state = seed;
      const network n = random_network (&state);
      mm_flow f = loaded (&n), again = loaded (&n);
      const int64_t limit = 1 + kit_below (&state, 20), cut = least_cut (&n), most = kit_below (&state, 30);
      int64_t cost, least;
      mm_flow_cheapest (&again, 0, n.nodes - 1, limit, MM_FLOW_INFINITE, &least);
      const int64_t value = mm_flow_cheapest (&f, 0, n.nodes - 1, limit, most, &cost);
      if (cut >= limit)
        cr_assert_eq (value == limit, least <= most, "seed %lu", (unsigned long) seed);
      given_up += cut >= limit && value < limit;
      mm_flow_clear (&f);
      mm_flow_clear (&again);
    }
  cr_assert_gt (given_up, 100);
}

Test (flow, paths_of_one_price_are_found_together)
{
  /* So many ways, each for one unit at no cost, and for all others at a cost of 1.  */
  const uint32_t ways = 5000, from = 2 * ways, to = from + 1;
  mm_flow f;
  cr_assert_eq (mm_flow_init (&f, to + 1, 4 * ways), MM_OK);
  for (uint32_t v = 0; v < ways; v++)
    {
      mm_flow_arc (&f, from, 2 * v, MM_FLOW_INFINITE, 0);
      mm_flow_arc (&f, 2 * v, 2 * v + 1, 1, 0);
      mm_flow_arc (&f, 2 * v, 2 * v + 1, MM_FLOW_INFINITE, 1);
      mm_flow_arc (&f, 2 * v + 1, to, 2, 0);
    }
  int64_t cost;
  cr_assert_eq (mm_flow_cheapest (&f, from, to, 3 * ways, MM_FLOW_INFINITE, &cost), 2 * ways);
  cr_assert_eq (cost, ways);
  cr_assert_lt (f.work, 50 * f.arcs);
  mm_flow_clear (&f);
}

Test (flow, long_paths_need_no_recursion)
{
  const uint32_t nodes = 200000;
  mm_flow f;
  cr_assert_eq (mm_flow_init (&f, nodes, nodes - 1), MM_OK);
  for (uint32_t v = 0; v + 1 < nodes; v++)
    mm_flow_arc (&f, v, v + 1, 3 + v % 2, 0);
  cr_assert_eq (mm_flow_max (&f, 0, nodes - 1, 100), 3);
  mm_flow_clear (&f);
}

Test (flow, too_many_arcs_are_over_the_limit)
{
  mm_flow f;
  cr_assert_eq (mm_flow_init (&f, 2, UINT32_MAX), MM_ELIMIT);
}
