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

/** The paths are a bridge. */
bool mm_check_bridge (const mm_case *k);

/** Write the reason, and return false. */
bool mm_refuse (const mm_case *k, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

enum { MM_CASE_NAME = 64 };

/** A name, cut and cleaned to fit into a sentence.  Returns buffer. */
const char *mm_case_name (const char *name, char buffer[MM_CASE_NAME]);

/** What the module calls a vertex, 1 … blobs, as mm_case_name.  The bijection has been checked. */
const char *mm_case_blob (const mm_case *k, uint32_t vertex, char buffer[MM_CASE_NAME]);

#endif
