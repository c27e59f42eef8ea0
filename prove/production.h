/* prove/production.h: the rules as data.  */
#ifndef MM_PROVE_PRODUCTION_H
#define MM_PROVE_PRODUCTION_H

#include "rewrite/derivation.h"

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  MM_PRODUCTION_SIZE = 64,
  MM_PRODUCTION_DEGREE = MM_PRODUCTION_SIZE - 2 /* of a node rule */
};

/** One layer of a right side: it stands for two layers of the left side, and keeps the id of one. */
typedef struct mm_product
{
  uint8_t tail, head, first, second, keeps;
} mm_product;

/**
 * A rule as a **double-pushout production** L <- K -> R (Ehrig, Pfender, Schneider 1973).
 *
 * L is a graph.  Its blobs are kept, except those in `goes`; the kept ones are the interface K.
 * All layers of L are consumed, and the products come, which run between kept blobs.
 *
 * A match of L in a graph G maps blobs to blobs and layers to layers such that
 *
 *   identification   no two layers have the same image, and a blob that goes shares its image
 *                    with no other blob (kept ones may coincide),
 *   dangling         the image of a blob that goes is not fixed (no terminal) and touches no
 *                    layers of G but images of layers of L: its degrees are exactly those in L.
 */
typedef struct mm_production
{
  mm_rule rule;
  uint32_t degree; /* of the node rules: how many layers move; else 0 */
  uint32_t blobs, layers, products;
  uint64_t goes;                                               /* bit v: blob v of L goes */
  uint8_t tail[MM_PRODUCTION_SIZE], head[MM_PRODUCTION_SIZE]; /* of the layers of L; layer k > 0 shares a
                                                                  blob with an earlier one */
  uint8_t twin[MM_PRODUCTION_SIZE]; /* the layer before it that may change places with it, else itself: of
                                       matches that differ in such changes only the one with ascending
                                       layers counts */
  mm_product product[MM_PRODUCTION_SIZE];
} mm_production;

/**
 * The rule as data.
 *
 *   series       L: u -0-> v -1-> w    v goes     R: u -0-> w
 *   parallel     L: u -0-> w, u -1-> w            R: u -0-> w
 *   node, in     L: u -0-> v, v -i-> w_i, i = 1 … degree    v goes    R: u -i-> w_i
 *   node, out    L: v -0-> w, u_i -i-> v, i = 1 … degree    v goes    R: u_i -i-> w
 *
 * With degree 1 the node rules are the series rule.
 *
 * @param degree  1 … MM_PRODUCTION_DEGREE for a node rule, else ignored
 */
mm_production mm_production_of (mm_rule rule, uint32_t degree);

/** What the rule is called: "series", "parallel", "node in", "node out". */
const char *mm_production_name (mm_rule rule);

#ifdef __cplusplus
}
#endif
#endif
