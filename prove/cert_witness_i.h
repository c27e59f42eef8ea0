/* prove/cert_witness_i.h: the claims and how the witness of each is read and written; for
   prove/cert*.c only.  A new claim is a row in prove/cert_witness.c and a file of its own.  */
#ifndef MM_PROVE_CERT_WITNESS_I_H
#define MM_PROVE_CERT_WITNESS_I_H

#include "prove/cert_i.h"
#include "prove/cert_scan_i.h"
#include "prove/cert_sink_i.h"

/**
 * A claim.  `read` begins behind the module's layers and stops before the line "end"; what
 * it has put into the certificate so far is freed by mm_certificate_free, whatever it answers:
 * MM_OK, MM_EPARSE with the reason in s->err, MM_ENOMEM.  `write` takes no memory.
 */
typedef struct mm_witness
{
  mm_claim claim;
  const char *name;
  bool counted; /* a number follows: c->complexity */
  mm_status (*read) (mm_scanner *s, mm_certificate *c);
  void (*write) (mm_sink *k, const mm_certificate *c);
  bool (*whole) (const mm_certificate *c); /* whether all that write looks at is there; NULL: it is */
} mm_witness;

/** The row of a claim; NULL for a number that is no claim. */
const mm_witness *mm_witness_of (mm_claim claim);

/** The row of that name (length bytes, no 0 byte needed), or NULL. */
const mm_witness *mm_witness_named (const char *name, size_t length);

enum { MM_WITNESS_NAMES = 160 };

/** All names: "simple, complex, …". */
void mm_witness_names (char out[MM_WITNESS_NAMES]);

/* prove/cert_steps.c: the series and parallel steps of a simple module; and steps with node
   reductions, which are written by the same function.  */
mm_status mm_cert_read_steps (mm_scanner *s, mm_certificate *c);
mm_status mm_cert_read_node_steps (mm_scanner *s, mm_certificate *c);
void mm_cert_write_steps (mm_sink *k, const mm_certificate *c);
bool mm_cert_whole_steps (const mm_certificate *c);

/* prove/cert_bridge.c: the bridge of a complex module.  */
mm_status mm_cert_read_bridge (mm_scanner *s, mm_certificate *c);
void mm_cert_write_bridge (mm_sink *k, const mm_certificate *c);

/* prove/cert_complexity.c: both bounds of the reduction complexity.  */
mm_status mm_cert_read_complexity (mm_scanner *s, mm_certificate *c);
void mm_cert_write_complexity (mm_sink *k, const mm_certificate *c);

/* prove/cert_capacity.c: a demand, and the plan that meets it or the cut that it fails of.  */
mm_status mm_cert_read_feasible (mm_scanner *s, mm_certificate *c);
void mm_cert_write_feasible (mm_sink *k, const mm_certificate *c);
bool mm_cert_whole_feasible (const mm_certificate *c);
mm_status mm_cert_read_infeasible (mm_scanner *s, mm_certificate *c);
void mm_cert_write_infeasible (mm_sink *k, const mm_certificate *c);
bool mm_cert_whole_infeasible (const mm_certificate *c);

#endif
