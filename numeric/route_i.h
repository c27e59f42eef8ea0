/* numeric/route_i.h: hubs, their flows, and what rules them out; for numeric/ only.

   Everything here looks for in-hubs in the direction of a view; turn the view (and the
   demand) for out-hubs.  Capacities are one number per blob; those of s and t do not count.  */
#ifndef MM_NUMERIC_ROUTE_I_H
#define MM_NUMERIC_ROUTE_I_H

#include "numeric/flow_i.h"
#include "numeric/view_i.h"

/** A view with the networks to be solved on it. */
typedef struct mm_search
{
  mm_view view;
  mm_demand demand;  /* in the direction of the view */
  int64_t *capacity; /* per blob; owned */
  mm_flow net;
} mm_search;

/** Capacities start as the channels. Statuses as mm_view_init. */
mm_status mm_search_init (mm_search *search, const mm_module *m, const mm_demand *demand, mm_error *err);
void mm_search_clear (mm_search *search);
void mm_search_turn (mm_search *search);

/** What mm_search_network sets up: split blobs have arc v and layers arc blobs + e. */
static inline uint32_t
mm_node_into (mm_blob v)
{
  return 2 * v;
}

static inline uint32_t
mm_node_out_of (mm_blob v)
{
  return 2 * v + 1;
}

/**
 * The module as a network in which every blob is split by an arc of its capacity.
 * @param only  the layers to take; NULL: all
 */
void mm_search_network (mm_search *search, const bool *only);

/** Whether some layer into h covers the kernel; O(layers into h). */
bool mm_search_fits (const mm_search *search, mm_blob h);

/** The network's last node, reached from the tails of the fitting layers into h. */
void mm_search_tails (mm_search *search, mm_blob h);
uint32_t mm_search_last (const mm_search *search);

/** Hubs that are still possible: blobs entries for in-hubs, then blobs entries for out-hubs. */
typedef bool mm_candidates;

/** Strike out the candidates that the present capacities do not allow. @return how many are left */
uint32_t mm_search_sieve (mm_search *search, mm_candidates *candidates);

/** Of the candidates (at least one) the one that uses the least share of the blobs' channels, with its flows. */
mm_status mm_search_best (mm_search *search, const mm_candidates *candidates, mm_route *route);

/**
 * How many channels of each blob carry units.
 * @param used  out: blobs entries; 0 for s and t
 */
void mm_route_used (const mm_module *m, const mm_route *route, uint32_t *used);

/**
 * The route that leaves as many channels free as it can: the least share of 2/16 … 15/16 of
 * every blob's channels (but never the last two), then all but two, all but one, all,
 * that has a hub (NUMERICS.md section 2, step 1).
 *
 * @param level  out: which of these, from 0; MM_LEVELS when even all channels do not do, and
 *               then there is no route
 * @return MM_OK, MM_ENOMEM; the capacities of search are lost
 */
enum { MM_LEVEL_TWO_FREE = 14, MM_LEVEL_ALL = 16, MM_LEVELS };
mm_status mm_search_roomy (mm_search *search, mm_route *route, unsigned *level);

/** Say so: the answer is yes, by this route, which out takes. */
void mm_feasibility_take (mm_feasibility *out, const mm_search *search, mm_route *route);

/**
 * The conditions N1 to N3; the first that is violated goes into out.
 * @return MM_OK, with out->answer MM_INFEASIBLE or else untouched; MM_ENOMEM
 */
mm_status mm_necessary (mm_search *search, mm_feasibility *out);

/**
 * The fewest added channels that make some hub possible, into out->repair.  After a fixed amount of work (about
 * a second) the fewest found so far, and out->repair_is_least is false.
 * @return MM_OK, MM_ENOMEM
 */
mm_status mm_repair (mm_search *search, mm_feasibility *out);

#endif
