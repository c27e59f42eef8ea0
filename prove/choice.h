/* prove/choice.h: what a choice among node reductions changes.  */
#ifndef MM_PROVE_CHOICE_H
#define MM_PROVE_CHOICE_H

#include "prove/match.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_CHOICE_BLOBS = 7 };

/** Two node reductions that a core has, and what comes of each. */
typedef struct mm_choice
{
  mm_small core;      /* blobs in topological order, s first and t last */
  mm_match step[2];
  mm_small after[2];  /* the cores behind the two steps */
  uint32_t least[2];  /* how many more node reductions bring them to one layer, at least */
} mm_choice;

/**
 * Search all cores, by blobs, then by layers, for the first with two node reductions of which one
 * leads to a core that needs more further ones.  Every core on at most `blobs` blobs is looked
 * at until one is found.
 *
 * @param blobs   at most MM_CHOICE_BLOBS
 * @param looked  out: how many cores were looked at
 * @param found   out: whether there is one; out is set only then
 * @return MM_OK; MM_EINVAL for too many blobs; MM_ENOMEM
 */
mm_status mm_choice_find (uint32_t blobs, mm_choice *out, uint64_t *looked, bool *found);

/** What texts and pictures call its blob v: s, a, b, …, t. */
char mm_choice_blob_letter (const mm_choice *c, uint32_t v);

/** Do series and parallel steps until there are none. @return MM_OK; MM_ENOMEM */
mm_status mm_small_to_core (mm_small *g);

/** The least number of node reductions that bring a core to one layer. @return MM_OK; MM_ENOMEM */
mm_status mm_small_least_node_steps (const mm_small *core, uint32_t *least);

#ifdef __cplusplus
}
#endif
#endif
