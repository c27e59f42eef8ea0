/* prove/cert_witness.c: the claims.  */
#include "prove/cert_witness_i.h"

#include <string.h>

static const mm_witness witness[] = {
  { MM_CLAIM_SIMPLE, "simple", false, mm_cert_read_steps, mm_cert_write_steps, mm_cert_whole_steps },
  { MM_CLAIM_COMPLEX, "complex", false, mm_cert_read_bridge, mm_cert_write_bridge, NULL },
  { MM_CLAIM_COMPLEXITY, "complexity", true, mm_cert_read_complexity, mm_cert_write_complexity, mm_cert_whole_steps },
  { MM_CLAIM_FEASIBLE, "feasible", false, mm_cert_read_feasible, mm_cert_write_feasible, mm_cert_whole_feasible },
  { MM_CLAIM_INFEASIBLE, "infeasible", false, mm_cert_read_infeasible, mm_cert_write_infeasible,
    mm_cert_whole_infeasible },
};
enum { WITNESSES = sizeof witness / sizeof witness[0] };

const mm_witness *
mm_witness_of (mm_claim claim)
{
  for (size_t i = 0; i < WITNESSES; i++)
    if (witness[i].claim == claim)
      return &witness[i];
  return NULL;
}

const mm_witness *
mm_witness_named (const char *name, size_t length)
{
  for (size_t i = 0; i < WITNESSES; i++)
    if (strlen (witness[i].name) == length && !memcmp (witness[i].name, name, length))
      return &witness[i];
  return NULL;
}

void
mm_witness_names (char out[MM_WITNESS_NAMES])
{
  size_t used = 0;
  for (size_t i = 0; i < WITNESSES; i++)
    used += (size_t) snprintf (out + used, MM_WITNESS_NAMES - used, "%s%s", i ? ", " : "", witness[i].name);
}

const char *
mm_claim_name (mm_claim claim)
{
  const mm_witness *w = mm_witness_of (claim);
  return w ? w->name : NULL;
}
