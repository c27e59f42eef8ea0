/* graph/refusal.h: all that keeps a graph from being a module.  */
#ifndef MM_GRAPH_REFUSAL_H
#define MM_GRAPH_REFUSAL_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An error of MM_ENOTMODULE has one sentence, which names as many blobs as fit.
 * Who wants all of them asks beforehand:
 *
 *     mm_refusal *refusal = mm_refusal_new ();
 *     mm_error err = { .status = MM_OK };
 *     mm_refusal_ask (refusal, &err);
 *     if (mm_read_module (path, &m, &err) == MM_ENOTMODULE)
 *       for (uint32_t i = 0; i < mm_refusal_count (refusal, MM_REFUSED_SOURCES); i++)
 *         puts (mm_refusal_name (refusal, MM_REFUSED_SOURCES, i, buffer));
 *     mm_refusal_free (refusal);
 */
typedef struct mm_refusal mm_refusal;

/** What is listed.  Self-loops are layers, all others are blobs. */
typedef enum mm_refused
{
  MM_REFUSED_SELF_LOOPS, /* layers that end where they start; the others below leave them out */
  MM_REFUSED_ISOLATED,   /* blobs that no other layer touches, in the order of the file; see mm_refusal_count */
  MM_REFUSED_CYCLE,      /* the blobs of one cycle, in its direction; empty when there is none */
  MM_REFUSED_SOURCES,    /* blobs without a layer in that have one out, those with the longest reach first */
  MM_REFUSED_SINKS,      /* blobs without a layer out that have one in, in the same order */
  MM_REFUSED_LISTS
} mm_refused;

mm_refusal *mm_refusal_new (void); /* NULL: out of memory */
void mm_refusal_free (mm_refusal *r); /* accepts NULL */

/** Let the next refusal through `err` fill r, and empty r.  Both stay where they are until then. */
void mm_refusal_ask (mm_refusal *r, mm_error *err);

/**
 * Whether a graph has been refused since; false also when the reader refused it before it knew the graph:
 * a layer or a declared end at a blob that is not there.
 */
bool mm_refusal_is_filled (const mm_refusal *r);

/** The sentence of the error in full: up to 20 of each kind are named, whatever its length. "" when r is not filled. */
const char *mm_refusal_text (const mm_refusal *r);

/**
 * How many are listed: all, but of isolated blobs at most 65536 where a file only says how many
 * blobs there are, and there are more of them than ends of layers.
 *
 * The reach of a source is how many blobs can be reached from it, that of a sink from how many it can
 * be reached.  Where counting that for all k of them would look at more than 2^25 ends (k times
 * blobs and layers), they are ordered by the longest path from (to) them instead, as far as it
 * meets no cycle.  Equal ones stand in the order of the file.
 */
uint32_t mm_refusal_count (const mm_refusal *r, mm_refused list);

/** The name of number i of a list. @param buffer  used only when the name has to be made up */
const char *mm_refusal_name (const mm_refusal *r, mm_refused list, uint32_t i, char buffer[MM_NAME_BUFFER]);

/** How many parts the layers make up that no layer joins; isolated blobs do not count. */
uint32_t mm_refusal_parts (const mm_refusal *r);

#ifdef __cplusplus
}
#endif
#endif
