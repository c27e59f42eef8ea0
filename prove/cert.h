/* prove/cert.h: the certificate, as plain data and as a file.  */
#ifndef MM_PROVE_CERT_H
#define MM_PROVE_CERT_H

#include <stdio.h>

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_claim
{
  MM_CLAIM_SIMPLE = 1,
  MM_CLAIM_COMPLEX
} mm_claim;

/** The claim as its line in the file says it ("simple"), or NULL for a number that is no claim. */
const char *mm_claim_name (mm_claim claim);

/** One step of the witness of simplicity; ids count layers from 1. The product keeps the id a. */
typedef struct mm_cert_step
{
  uint32_t series; /* 1: S a b (head of a = tail of b);  0: P a b (equal ends) */
  uint32_t a, b;
} mm_cert_step;

/**
 * A certificate: the module it is about, the claim, and the witness.
 *
 * Its vertices 1 … blobs are numbered **topologically**, so that acyclicity is
 * `tail < head`; its layers are 1 … layers in the module's own order.  `blob[i]`
 * is the module's handle of vertex i + 1.  Everything is owned.
 */
typedef struct mm_certificate
{
  uint32_t blobs, layers;
  mm_blob *blob;          /* blobs entries */
  char **blob_name;       /* blobs entries, NULL for a blob without a name; or NULL when no blob has one */
  uint32_t *tail, *head;  /* layers entries, vertices from 1 */
  mm_claim claim;
  size_t steps;           /* simple: the witness */
  mm_cert_step *step;
  uint32_t branch[4];     /* complex: s', a, b, t' as vertices from 1 */
  uint32_t *path_layer;   /* complex: ids from 1; path p is path_start[p] … path_start[p + 1] - 1 */
  size_t path_start[8];   /* five needed paths, then s to s' and t' to t for the reader (empty: not given) */
} mm_certificate;

void mm_certificate_free (mm_certificate *c); /* accepts NULL */

/**
 * Write it.  Line-oriented ASCII (names are UTF-8, quoted), O(1) bytes per step.  Grammar: docs/formats.md.
 * Takes no memory.  A certificate has one spelling, so equal ones give equal bytes.
 *
 * @return MM_OK; MM_EIO (see errno); MM_EINVAL, with nothing written, when the claim is none of mm_claim
 */
mm_status mm_certificate_write (const mm_certificate *c, FILE *out);

/**
 * Read one, trusting nothing: every number is range-checked, every count is compared
 * with what is there, and memory is at most a few times the length of the text, whatever its counts say.
 * Whatever is read, mm_certificate_write would write with the same bytes.
 * Whether the witness proves the claim is mm_check's question, not this one's.
 *
 * @param text, length  the whole file; no 0 byte need follow
 * @param file          its name for messages; kept in err; may be NULL
 * @param out           the caller's, to be freed with mm_certificate_free; untouched unless MM_OK
 * @return MM_OK; MM_EPARSE with line and reason; MM_ENOMEM
 */
mm_status mm_certificate_read (const char *text, size_t length, const char *file, mm_certificate **out,
                               mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
