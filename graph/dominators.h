/* graph/dominators.h: immediate dominators and postdominators.  */
#ifndef MM_GRAPH_DOMINATORS_H
#define MM_GRAPH_DOMINATORS_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The immediate dominator of every blob from s: the last blob other than v that every
 * s-v path passes (MATH.md section 4).  O(layers log blobs).
 *
 * @param idom  out: blobs entries; MM_NONE for s
 * @return MM_OK; MM_ENOMEM, with idom unchanged
 */
mm_status mm_dominators (const mm_module *m, mm_blob *idom);

/** The same towards t; MM_NONE for t. */
mm_status mm_postdominators (const mm_module *m, mm_blob *ipdom);

#ifdef __cplusplus
}
#endif
#endif
