/* prove/cert_steps.c: the steps of a reduction, in certificates.  */
#include <string.h>

#include "graph/array.h"
#include "prove/cert_witness_i.h"

/* The rest of `N in a x …` or `N out a x …`: at least one x.  */
static mm_status
read_node (mm_scanner *s, mm_certificate *c, mm_cert_step *step, size_t *capacity)
{
  step->rule = mm_scan_take (s, " in") ? MM_CERT_NODE_IN : MM_CERT_NODE_OUT;
  if (step->rule == MM_CERT_NODE_OUT && !mm_scan_take (s, " out"))
    return mm_scan_expected (s, "\"N in\" or \"N out\"");
  mm_status status = mm_scan_number (s, "layer", 1, c->layers, &step->a);
  while (!status && (step->b == 0 || mm_scan_sees (s, ' ')))
    {
      if (!mm_array_reserve (&c->moved, capacity, c->moved_layers + 1, sizeof *c->moved))
        return mm_fail_memory (s->err);
      status = mm_scan_number (s, "layer", 1, c->layers, &c->moved[c->moved_layers]);
      c->moved_layers += !status;
      step->b++;
    }
  return status ? status : mm_scan_end_line (s);
}

/* @param nodes  whether there may be node reductions */
static mm_status
read_step (mm_scanner *s, mm_certificate *c, uint32_t k, bool nodes, size_t *capacity)
{
  mm_cert_step *step = &c->step[k];
  if (nodes && mm_scan_byte (s, 'N'))
    return read_node (s, c, step, capacity);
  step->rule = mm_scan_byte (s, 'S') ? MM_CERT_SERIES : MM_CERT_PARALLEL;
  if (step->rule == MM_CERT_PARALLEL && !mm_scan_byte (s, 'P'))
    return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of step %u of %zu (%s)", k + 1, c->steps,
                    nodes ? "\"S a b\", \"P a b\", \"N in a x\" or \"N out a x\"" : "\"S a b\" or \"P a b\"");
  return mm_scan_pair (s, "layer", c->layers, &step->a, &step->b);
}

static mm_status
read_steps (mm_scanner *s, mm_certificate *c, bool nodes)
{
  uint32_t steps;
  size_t capacity = 0;
  mm_status status = mm_scan_count (s, "steps", 0, strlen ("S 1 2\n"), &steps);
  if (status)
    return status;
  c->step = mm_array_new (steps, sizeof *c->step);
  if (!c->step)
    return mm_fail_memory (s->err);
  c->steps = steps;
  for (uint32_t k = 0; k < steps && !status; k++)
    status = read_step (s, c, k, nodes, &capacity);
  return status;
}

mm_status
mm_cert_read_steps (mm_scanner *s, mm_certificate *c)
{
  return read_steps (s, c, false);
}

mm_status
mm_cert_read_node_steps (mm_scanner *s, mm_certificate *c)
{
  return read_steps (s, c, true);
}

bool
mm_cert_whole_steps (const mm_certificate *c)
{
  size_t moved = 0;
  if (c->steps > 0 && !c->step)
    return false;
  for (size_t i = 0; i < c->steps; i++)
    {
      const mm_cert_step step = c->step[i];
      if (step.rule > MM_CERT_NODE_OUT)
        return false;
      if (step.rule == MM_CERT_NODE_IN || step.rule == MM_CERT_NODE_OUT)
        {
          if (step.b > c->moved_layers - moved)
            return false;
          moved += step.b;
        }
    }
  return moved == 0 || c->moved;
}

void
mm_cert_write_steps (mm_sink *k, const mm_certificate *c)
{
  const uint32_t *x = c->moved;
  mm_sink_count (k, "steps", c->steps);
  for (size_t i = 0; i < c->steps; i++)
    {
      const mm_cert_step step = c->step[i];
      if (step.rule == MM_CERT_SERIES || step.rule == MM_CERT_PARALLEL)
        {
          mm_sink_pair (k, step.rule == MM_CERT_SERIES ? 'S' : 'P', step.a, step.b);
          continue;
        }
      mm_sink_put (k, step.rule == MM_CERT_NODE_IN ? "N in" : "N out");
      mm_sink_number (k, ' ', step.a);
      for (uint32_t j = 0; j < step.b; j++)
        mm_sink_number (k, ' ', *x++);
      mm_sink_byte (k, '\n');
    }
}
