/* prove/explore.h: all derivations of a small module, as a graph of states.  */
#ifndef MM_PROVE_EXPLORE_H
#define MM_PROVE_EXPLORE_H

#include "prove/match.h"
#include "prove/tally.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_EXPLORE_STATES = 10000 };

/**
 * A class of states: two states are in one class when an isomorphism that keeps s and t takes
 * one to the other.  The graph is the one that was reached first, by the module's own handles.
 */
typedef struct mm_state
{
  mm_small graph;
  uint32_t steps;             /* from the module */
  uint32_t first, transitions; /* where its transitions are */
  mm_tally derivations;       /* how many sequences of steps lead from here to a normal form */
  uint32_t least, most;       /* node reductions on the way there */
} mm_state;

/** Steps of one rule that lead from one class to another. */
typedef struct mm_transition
{
  uint32_t from, to;
  mm_rule rule;
  uint32_t redexes; /* how many steps: that many redexes of a state of `from` lead to `to` */
} mm_transition;

typedef struct mm_exploration mm_exploration;

/**
 * Explore all derivations, by series and parallel steps; with `node` also by node reductions.
 *
 * A derivation is a sequence of steps; two are the same when they take the same layers in the same
 * order.  Isomorphic states have as many, which is why classes suffice to count them.
 *
 * @return MM_OK; MM_ELIMIT for a module with more than MM_SMALL_BLOBS blobs or MM_SMALL_LAYERS
 *         layers, or more than MM_EXPLORE_STATES states; MM_ENOMEM
 */
mm_status mm_explore (const mm_module *m, bool node, mm_exploration **out, mm_error *err);
void mm_exploration_free (mm_exploration *x); /* accepts NULL */

/** Sorted by steps; state 0 is the module. */
size_t mm_exploration_states (const mm_exploration *x);
const mm_state *mm_exploration_state (const mm_exploration *x);

/** Sorted by `from`. */
size_t mm_exploration_transitions (const mm_exploration *x);
const mm_transition *mm_exploration_transition (const mm_exploration *x);

/** How many states no step leads on from.  Confluence says: one. */
size_t mm_exploration_normal_forms (const mm_exploration *x);

/** The last state, which is a normal form. */
const mm_state *mm_exploration_last (const mm_exploration *x);

#ifdef __cplusplus
}
#endif
#endif
