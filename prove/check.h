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
  char reason[MM_REASON_TEXT]; /* when refused: one sentence, UTF-8, in visible characters; else "" */
} mm_verdict;

/**
 * Does this certificate prove its claim about this module?
 *
 * Linear time (but for each 256 links of chains that cross a large piece the layers of that piece once more, see
 * prove/check_chains.c), integers only, no
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

enum { MM_STATEMENT_TEXT = 256 };

/**
 * What the certificate states, for people, true only when mm_check accepts it: "simple", "complex", "complexity 3",
 * "feasible for a generic 16x16 3x3", "feasible for rank 4 of a 32x16 1x1", "infeasible for rank 12 as a function of
 * a 32x16 1x1".  Shapes are output x input channels and height x width; "generic" stands for ranks as great as can be,
 * and else the ranks are named that the claim rests on.
 *
 * @param c  as mm_certificate_read gives it
 */
void mm_check_statement (const mm_certificate *c, char text[MM_STATEMENT_TEXT]);

/** What somebody wants to be shown; all 0: anything. */
typedef struct mm_wanted
{
  mm_claim claim;      /* 0: any; MM_CLAIM_COMPLEX also takes MM_CLAIM_COMPLEXITY, which shows a bridge too */
  uint32_t complexity; /* with MM_CLAIM_COMPLEXITY: how much exactly; 0: any */
  mm_demand shape;     /* out, in, kh, kw of a generic convolution, all of them exactly; out 0: any */
} mm_wanted;

/**
 * Whether the certificate states what is wanted.  That it is right is for mm_check to say.
 * @param verdict  out: when it does not, what it states instead
 * @return verdict->accepted
 */
bool mm_check_wanted (const mm_certificate *c, const mm_wanted *w, mm_verdict *verdict);

#ifdef __cplusplus
}
#endif
#endif
