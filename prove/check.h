/* prove/check.h: the judge.  It trusts nothing but this file, cert.h and graph/.  */
#ifndef MM_PROVE_CHECK_H
#define MM_PROVE_CHECK_H

#include "prove/cert.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_REASON_TEXT = 256 };

/** The verdict on one certificate. */
typedef struct mm_verdict
{
  bool accepted;
  char reason[MM_REASON_TEXT]; /* when refused: one sentence, UTF-8, no control characters; else "" */
} mm_verdict;

/**
 * Does this certificate prove its claim about this module?
 *
 * Linear time (but O(layers) for each chain at worst, see prove/check_chains.c), integers only, no
 * tolerance.  Shares no code with rewrite/ or with what makes certificates: it verifies that the
 * certificate's graph is the module, that every step of the witness is legal, and that the
 * witness implies the claim.
 * The proofs that this is enough are in prove/check_steps.c, prove/check_bridge.c and prove/check_chains.c.
 *
 * @param c        any content; only its arrays must be as long as its counts say (blobs, layers, steps,
 *                 moved_layers, path_start[7], chains, chain_start[chains], hubs, cuts), as those of
 *                 mm_certificate_read are
 * @param verdict  out; not accepted on MM_ENOMEM
 * @return MM_OK, with the verdict (a wrong certificate is an answer); MM_ENOMEM
 */
mm_status mm_check (const mm_module *m, const mm_certificate *c, mm_verdict *verdict);

#ifdef __cplusplus
}
#endif
#endif
