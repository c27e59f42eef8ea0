/* prove/check_i.h: one certificate before the judge; for prove/check*.c only.

   Every function here answers "does this part hold?".  If not, the reason is in the
   verdict.  None of them takes memory: mm_check has brought all of it.  */
#ifndef MM_PROVE_CHECK_I_H
#define MM_PROVE_CHECK_I_H

#include "prove/check.h"

typedef struct mm_case
{
  const mm_module *m;
  const mm_certificate *c;
  mm_verdict *verdict;
  uint32_t *mark;        /* a word per vertex 0 … blobs (0 is no vertex); all 0 when a part begins */
  uint32_t *work;        /* as many words as the claim's row in check.c asks for, all 0; for its check alone */
} mm_case;

/** The certificate's graph is the module, and it is acyclic with one source, vertex 1, and one sink, the last. */
bool mm_check_graph (const mm_case *k);

/** The steps are legal and lead to a single layer from source to sink. */
bool mm_check_steps (const mm_case *k);
size_t mm_check_steps_words (const mm_certificate *c); /* of k->work */

/**
 * The same, where node reductions are allowed as well.
 * @param nodes  out: how many there are
 */
bool mm_check_node_steps (const mm_case *k, uint32_t *nodes);

/** The paths are a bridge. */
bool mm_check_bridge (const mm_case *k);

/** The bridge, and as many node reductions as the chains ask for: as many as claimed. */
bool mm_check_complexity (const mm_case *k);
size_t mm_check_complexity_words (const mm_certificate *c);

/**
 * The chains are chains of the complexity graph, and disjoint.
 * @param links  out: the sum of (length - 1)
 */
bool mm_check_chains (const mm_case *k, uint32_t *links);

/** The same; a search for a walk looks at so many layers before the link is left to a sweep. */
bool mm_check_chains_with (const mm_case *k, uint32_t patience, uint32_t *links);
size_t mm_check_chains_words (const mm_certificate *c);

/** The plan is one, so that every convolution of the demand can be held. */
bool mm_check_feasible (const mm_case *k);
size_t mm_check_feasible_words (const mm_certificate *c);

/** The cut is too narrow, so that no convolution of the demand can be held. */
bool mm_check_infeasible (const mm_case *k);
size_t mm_check_infeasible_words (const mm_certificate *c);

/** The certificate's graph, which has been checked, by vertex; and who dominates whom. */
typedef struct mm_surround
{
  uint32_t *out_start, *out; /* heads of the layers out of v: out[out_start[v]] …, rising */
  uint32_t *in_start, *in;   /* tails of the layers into v, in the order of the layers */
  uint32_t *idom, *ipdom;    /* immediate dominator and postdominator; 0 for the source, for the sink */
  uint32_t *jump, *depth;    /* for finding those; in the end, jump leads to postdominators */
} mm_surround;

/** Fill it in so many words.  O(layers log vertices). */
void mm_surround_fill (mm_surround *x, const mm_certificate *c, uint32_t *words);
size_t mm_surround_words (const mm_certificate *c);

/** Write the reason, and return false. */
bool mm_refuse (const mm_case *k, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

enum { MM_CASE_NAME = 64 };

/** A name, cut, escaped and quoted (graph/spell.h) to fit into a sentence.  Returns buffer. */
const char *mm_case_name (const char *name, char buffer[MM_CASE_NAME]);

/** What the module calls a vertex, 1 … blobs, as mm_case_name.  The bijection has been checked. */
const char *mm_case_blob (const mm_case *k, uint32_t vertex, char buffer[MM_CASE_NAME]);

#endif
