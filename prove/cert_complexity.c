/* prove/cert_complexity.c: both bounds of the reduction complexity, in certificates: after the
   bridge, steps with node reductions, then chains of the complexity graph.  */
#include <string.h>

#include "graph/array.h"
#include "prove/cert_witness_i.h"

/* `c v w …`: at least two vertices.  */
static mm_status
read_chain (mm_scanner *s, mm_certificate *c, uint32_t k, size_t *used, size_t *capacity)
{
  if (!mm_scan_byte (s, 'c'))
    return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of chain %u of %u (\"c VERTEX VERTEX …\")", k + 1,
                    c->chains);
  mm_status status = MM_OK;
  for (size_t length = 0; !status && (length < 2 || mm_scan_sees (s, ' ')); length++)
    {
      if (!mm_array_reserve (&c->chain, capacity, *used + 1, sizeof *c->chain))
        return mm_fail_memory (s->err);
      status = mm_scan_number (s, "vertex", 1, c->blobs, &c->chain[*used]);
      *used += !status;
    }
  return status ? status : mm_scan_end_line (s);
}

static mm_status
read_chains (mm_scanner *s, mm_certificate *c)
{
  uint32_t chains;
  size_t used = 0, capacity = 0;
  mm_status status = mm_scan_count (s, "chains", 1, strlen ("c 1 2\n"), &chains);
  if (status)
    return status;
  c->chain_start = mm_array_new ((size_t) chains + 1, sizeof *c->chain_start);
  if (!c->chain_start)
    return mm_fail_memory (s->err);
  c->chains = chains;
  for (uint32_t k = 0; k < chains && !status; k++)
    {
      status = read_chain (s, c, k, &used, &capacity);
      c->chain_start[k + 1] = used;
    }
  return status;
}

mm_status
mm_cert_read_complexity (mm_scanner *s, mm_certificate *c)
{
  mm_status status = mm_cert_read_bridge (s, c);
  if (!status)
    status = mm_cert_read_node_steps (s, c);
  return status ? status : read_chains (s, c);
}

void
mm_cert_write_complexity (mm_sink *k, const mm_certificate *c)
{
  mm_cert_write_bridge (k, c);
  mm_cert_write_steps (k, c);
  mm_sink_count (k, "chains", c->chains);
  for (uint32_t i = 0; i < c->chains; i++)
    {
      mm_sink_byte (k, 'c');
      for (size_t j = c->chain_start[i]; j < c->chain_start[i + 1]; j++)
        mm_sink_number (k, ' ', c->chain[j]);
      mm_sink_byte (k, '\n');
    }
}
