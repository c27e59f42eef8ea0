/* prove/complexity.h: how far a module is from simple.  */
#ifndef MM_PROVE_COMPLEXITY_H
#define MM_PROVE_COMPLEXITY_H

#include "rewrite/reduce.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Working memory: make one, measure any number of modules with it.  One thread at a time. */
typedef struct mm_measure mm_measure;

mm_measure *mm_measure_new (void); /* NULL: out of memory */
void mm_measure_free (mm_measure *w); /* accepts NULL */

/**
 * The **reduction complexity** k of a module, the least number of node reductions that,
 * with series and parallel steps, bring it to one layer (MATH.md section 4; Bein,
 * Kamburowski, Stallmann 1992), and why it is that number.
 *
 * Both reasons are about the complexity graph C of the module: (v,w) is a pair of C when
 * v reaches w, the immediate dominator of w strictly dominates v, and the immediate
 * postdominator of v strictly postdominates w.  All blobs here are handles of the module,
 * and of its core.
 */
typedef struct mm_complexity
{
  uint32_t k;           /* 0 iff simple */
  const mm_blob *cover; /* k blobs; each pair of C has one of them.  Reducing these, whenever one is safe, takes k steps */
  uint32_t chains;      /* disjoint chains of C, at least two blobs each; the sum of (length - 1) is k */
  const mm_blob *chain;        /* one after the other; chain c is chain[chain_start[c]] … */
  const uint32_t *chain_start; /* chains + 1 entries */
} mm_complexity;

/* Cores of more blobs are measured when someone asks for it, since the cost grows quickly.  */
enum { MM_COMPLEXITY_BLOBS = 4000 };

/** What the rows of C may take unless said otherwise: 2 GiB. */
#define MM_COMPLEXITY_BYTES ((size_t) 1 << 31)

/**
 * Measure a core.  A minimum vertex cover of C by Hopcroft and Karp's matching and König's
 * construction; the matching also gives the chains (Dilworth 1950).
 *
 * C falls apart where the core does: at the blobs that every s-t path passes, and into what is
 * connected without them.  For each such part of n blobs and m layers the rows of C, as bits,
 * take at most n^2 / 16 bytes, and less when immediate postdominators are near; O(m n / 64) words
 * are touched to make them, and O(n^2.5 / 64) at most to match them.  All else is
 * O(blobs + layers log blobs) of the core.
 *
 * @param w      working memory; the arrays of *out live in it until its next use
 * @param m      the module
 * @param core   its core, as mm_reduce_to_core gives it
 * @param bytes  what the rows of C may take; see MM_COMPLEXITY_BYTES
 * @param out    untouched unless MM_OK
 * @return MM_OK; MM_ELIMIT when the rows of a part would take more; MM_ENOMEM
 */
mm_status mm_complexity_find (mm_measure *w, const mm_module *m, const mm_core *core, size_t bytes,
                              mm_complexity *out);

/**
 * Reduce to one layer, like mm_reduce_to_single, with as few node reductions as possible: as many
 * as the complexity says.
 *
 * @param blobs       cores of more blobs, and those for whose rows MM_COMPLEXITY_BYTES are too few, are
 *                    reduced by safe blobs as they come, as mm_reduce_to_single does
 * @param core        out: the core before the first node reduction; in r; may be NULL
 * @param node_steps  out: how many node reductions there were; may be NULL
 * @param minimal     out: whether they are as few as possible for sure; may be NULL
 * @return MM_OK; MM_ENOMEM, with trace as it was
 */
mm_status mm_reduce_minimally (mm_reducer *r, const mm_module *m, uint32_t blobs, mm_derivation *trace, mm_core *core,
                               uint32_t *node_steps, bool *minimal);

#ifdef __cplusplus
}
#endif
#endif
