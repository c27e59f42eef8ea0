/* prove/cert.h: the certificate, as plain data and as a file.  */
#ifndef MM_PROVE_CERT_H
#define MM_PROVE_CERT_H

#include <stdio.h>

#include "graph/demand.h"
#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_claim
{
  MM_CLAIM_SIMPLE = 1,
  MM_CLAIM_COMPLEX,
  MM_CLAIM_COMPLEXITY, /* complex, and the reduction complexity is exactly so much */
  MM_CLAIM_FEASIBLE,   /* the module can hold every convolution of a demand */
  MM_CLAIM_INFEASIBLE  /* it can hold none */
} mm_claim;

/** The claim as its line in the file says it ("simple"), or NULL for a number that is no claim. */
const char *mm_claim_name (mm_claim claim);

typedef enum mm_cert_rule
{
  MM_CERT_PARALLEL, /* P a b: equal ends; b goes */
  MM_CERT_SERIES,   /* S a b: head of a = tail of b; that vertex and b go */
  MM_CERT_NODE_IN,  /* N in a x …: a and its head go, and each x, out of that vertex, starts where a did */
  MM_CERT_NODE_OUT  /* N out a x …: a and its tail go, and each x, into that vertex, ends where a did */
} mm_cert_rule;

/** One step of a reduction; ids count layers from 1, and what is made keeps the id that it has. */
typedef struct mm_cert_step
{
  uint32_t rule; /* mm_cert_rule */
  uint32_t a, b; /* node reductions: b counts the layers x, which are the next ones in `moved` */
} mm_cert_step;

/** What a demand can fail of (NUMERICS.md T1, T2). */
typedef enum mm_cert_condition
{
  MM_CERT_FUNCTION, /* N1, and T1: the rank of the function against the narrowest cut */
  MM_CERT_KERNEL,   /* N2: no path reaches as far as the kernel; there is no cut */
  MM_CERT_ROWS,     /* N2: the first and the last row come from the longest paths only */
  MM_CERT_COLUMNS,  /* N2: the same of columns */
  MM_CERT_CORNER,   /* N2: of the rows' longest paths, those that are longest in width as well */
  MM_CERT_INPUT,    /* N3: rank_in against a cut that counts each channel once per tap in reach of s */
  MM_CERT_OUTPUT    /* N3: rank_out, with taps in reach of t */
} mm_cert_condition;
enum { MM_CERT_CONDITIONS = 7 };

/** What feasible and infeasible speak of, and their witnesses.  Everything is owned. */
typedef struct mm_cert_capacity
{
  mm_demand demand;
  uint32_t *channels;          /* blobs entries, by vertex; of the ends those of the demand */
  uint32_t *kernel;            /* 2 entries a layer: height, width */
  uint32_t columns;            /* feasible: a plan of graph/hubs.h, in column mode? */
  uint32_t *code;              /* blobs entries, by vertex */
  uint32_t *output, *start;    /* layers entries */
  uint32_t hubs;               /* and so many vertices, with layers entries of input each */
  uint32_t *hub, *input;
  mm_cert_condition condition; /* infeasible */
  size_t cuts;                 /* and so many vertices, rising, that separate the ends */
  uint32_t *cut;
} mm_cert_capacity;

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
  size_t steps;           /* simple, complexity: a reduction to one layer */
  mm_cert_step *step;
  size_t moved_layers;    /* complexity: the layers x of all node reductions, step by step; ids from 1 */
  uint32_t *moved;
  uint32_t branch[4];     /* complex, complexity: s', a, b, t' as vertices from 1 */
  uint32_t *path_layer;   /* complex, complexity: ids from 1; path p is path_start[p] … path_start[p + 1] - 1 */
  size_t path_start[8];   /* five needed paths, then s to s' and t' to t for the reader (empty: not given) */
  uint32_t complexity;    /* complexity: how much is claimed */
  uint32_t chains;        /* complexity: chain c is chain[chain_start[c]] …, vertices from 1 */
  size_t *chain_start;    /* chains + 1 entries */
  uint32_t *chain;
  mm_cert_capacity *capacity; /* feasible, infeasible */
} mm_certificate;

void mm_certificate_free (mm_certificate *c); /* accepts NULL */

/**
 * Write it.  Line-oriented ASCII (names are UTF-8, quoted), O(1) bytes per step.  Grammar: docs/formats.md.
 * Takes no memory.  A certificate has one spelling, so equal ones give equal bytes.
 *
 * @return MM_OK; MM_EIO (see errno); MM_EINVAL, with nothing written, when the claim is none of mm_claim, when
 *         a demand or an array of its witness is missing, or a condition or a rule is none
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
