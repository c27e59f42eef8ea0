/* prove/match.h: where a rule matches, found by trying; and doing it.  */
#ifndef MM_PROVE_MATCH_H
#define MM_PROVE_MATCH_H

#include "prove/production.h"
#include "prove/small.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Where a production's left side is in a graph: the places of its blobs and layers. */
typedef struct mm_match
{
  mm_rule rule;
  uint32_t degree; /* which production: mm_production_of (rule, degree) */
  uint8_t blob[MM_PRODUCTION_SIZE], layer[MM_PRODUCTION_SIZE];
} mm_match;

/** A growing list of matches; starts as { NULL, 0, 0 }. */
typedef struct mm_matches
{
  mm_match *at;
  size_t count, capacity;
} mm_matches;

void mm_matches_clear (mm_matches *m); /* frees its memory */

/**
 * Append all matches of one production (identification and dangling condition: see
 * production.h), in lexicographic order of their layers.
 * @return MM_OK, also when there is none; MM_ENOMEM with the list as it was
 */
mm_status mm_match_production (const mm_small *g, const mm_production *p, mm_matches *out);

/**
 * Append all matches of series and parallel; with `node` also those of the node rules of every
 * degree >= 2 (with degree 1 they are series steps).
 * @return MM_OK; MM_ENOMEM with the list as it was
 */
mm_status mm_match_all (const mm_small *g, bool node, mm_matches *out);

/** Do the step: the consumed layers and blobs go, the products come, each in the place of the layer whose id it keeps. */
void mm_match_apply (const mm_match *m, mm_small *g);

/** The blob that goes, or MM_NONE. */
uint32_t mm_match_blob (const mm_match *m);

#ifdef __cplusplus
}
#endif
#endif
