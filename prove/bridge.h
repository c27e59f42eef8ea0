/* prove/bridge.h: the Wheatstone bridge inside a complex module.  */
#ifndef MM_PROVE_BRIDGE_H
#define MM_PROVE_BRIDGE_H

#include "rewrite/reduce.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The paths of a bridge, in this order. */
typedef enum mm_bridge_path
{
  MM_BRIDGE_SA, /* s' to a */
  MM_BRIDGE_SB, /* s' to b */
  MM_BRIDGE_AB, /* a to b, the rung */
  MM_BRIDGE_AT, /* a to t' */
  MM_BRIDGE_BT, /* b to t' */
  MM_BRIDGE_IN, /* s to s'; may be empty; for the reader only */
  MM_BRIDGE_OUT /* t' to t; may be empty; for the reader only */
} mm_bridge_path;
enum { MM_BRIDGE_PATHS = 7, MM_BRIDGE_NEEDED = 5 };

/**
 * A subdivision of the **Wheatstone bridge** in the module's own layers: four
 * distinct branch blobs s', a, b, t' and five non-empty paths that share no blob
 * but their ends.  A module has one iff it is complex (MATH.md section 3).
 */
typedef struct mm_bridge
{
  mm_blob branch[4]; /* s', a, b, t' */
  mm_layer *layer;   /* all paths, one after the other; owned */
  size_t start[MM_BRIDGE_PATHS + 1]; /* path p is layer[start[p]] … layer[start[p + 1] - 1] */
} mm_bridge;

/**
 * Find the bridge of a complex module.  O(blobs + layers).
 *
 * @param d     a derivation of the module to its core and no further
 * @param core  that core; at least two layers
 * @param out   filled on MM_OK, else untouched; to be freed with mm_bridge_free
 * @return MM_OK; MM_EINVAL when the core is one layer; MM_ENOMEM
 */
mm_status mm_bridge_find (const mm_derivation *d, const mm_core *core, mm_bridge *out);
void mm_bridge_free (mm_bridge *b); /* frees its contents */

#ifdef __cplusplus
}
#endif
#endif
