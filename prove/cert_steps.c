/* prove/cert_steps.c: the steps of a reduction, in certificates.  */
#include <string.h>

#include "graph/array.h"
#include "prove/cert_witness_i.h"

mm_status
mm_cert_read_steps (mm_scanner *s, mm_certificate *c)
{
  uint32_t steps;
  mm_status status = mm_scan_count (s, "steps", 0, strlen ("S 1 2\n"), &steps);
  if (status)
    return status;
  c->step = mm_array_new (steps, sizeof *c->step);
  if (!c->step)
    return mm_fail_memory (s->err);
  c->steps = steps;
  for (uint32_t k = 0; k < steps && !status; k++)
    {
      mm_cert_step *step = &c->step[k];
      step->series = mm_scan_byte (s, 'S');
      if (!step->series && !mm_scan_byte (s, 'P'))
        return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of step %u of %u (\"S a b\" or \"P a b\")",
                        k + 1, steps);
      status = mm_scan_pair (s, "layer", c->layers, &step->a, &step->b);
    }
  return status;
}

void
mm_cert_write_steps (mm_sink *k, const mm_certificate *c)
{
  mm_sink_count (k, "steps", c->steps);
  for (size_t i = 0; i < c->steps; i++)
    mm_sink_pair (k, c->step[i].series ? 'S' : 'P', c->step[i].a, c->step[i].b);
}
