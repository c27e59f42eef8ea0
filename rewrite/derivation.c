/* rewrite/derivation.c: recording steps.  */
#include "rewrite/derivation_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

mm_derivation *
mm_derivation_new (const mm_module *m)
{
  mm_derivation *d = calloc (1, sizeof *d);
  if (d)
    d->module = m;
  return d;
}

void
mm_derivation_free (mm_derivation *d)
{
  if (!d)
    return;
  free (d->step);
  free (d->node);
  free (d->moved);
  free (d);
}

const mm_module *
mm_derivation_module (const mm_derivation *d)
{
  return d->module;
}

size_t
mm_derivation_length (const mm_derivation *d)
{
  return d->length;
}

mm_step
mm_derivation_step (const mm_derivation *d, size_t k)
{
  assert (k < d->length);
  return d->step[k];
}

const mm_step *
mm_derivation_steps (const mm_derivation *d)
{
  return d->step;
}

static bool
is_node_step (mm_step step)
{
  return step.rule == MM_RULE_NODE_IN || step.rule == MM_RULE_NODE_OUT;
}

/* How many node steps come before step k: a binary search.  */
static size_t
nodes_before (const mm_derivation *d, size_t k)
{
  size_t low = 0, high = d->nodes;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (d->node[middle].step < k)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

mm_handles
mm_derivation_moved_by (const mm_derivation *d, size_t k)
{
  const uint32_t count = k < d->nodes ? d->step[d->node[k].step].b : 0;
  return (mm_handles){ count > 0 ? d->moved + d->node[k].start : NULL, count };
}

mm_handles
mm_derivation_moved (const mm_derivation *d, size_t k)
{
  assert (k < d->length);
  if (!is_node_step (d->step[k]))
    return (mm_handles){ NULL, 0 };
  return mm_derivation_moved_by (d, nodes_before (d, k));
}

mm_status
mm_derivation_reserve (mm_derivation *d, size_t more)
{
  if (more > SIZE_MAX - d->length)
    return MM_ENOMEM;
  if (!mm_array_reserve (&d->step, &d->step_capacity, d->length + more, sizeof *d->step))
    return MM_ENOMEM;
  return MM_OK;
}

mm_status
mm_derivation_push (mm_derivation *d, mm_step step, const mm_layer *moved)
{
  mm_status s = mm_derivation_reserve (d, 1);
  if (s)
    return s;
  if (is_node_step (step))
    {
      if (!mm_array_reserve (&d->node, &d->node_capacity, d->nodes + 1, sizeof *d->node)
          || !mm_array_reserve (&d->moved, &d->moved_capacity, d->moved_used + step.b, sizeof *d->moved))
        return MM_ENOMEM;
      d->node[d->nodes++] = (mm_moved){ d->length, d->moved_used };
      if (step.b)
        memcpy (d->moved + d->moved_used, moved, step.b * sizeof *moved);
      d->moved_used += step.b;
    }
  mm_derivation_put (d, step);
  return MM_OK;
}

void
mm_derivation_truncate (mm_derivation *d, size_t k)
{
  if (k >= d->length)
    return;
  size_t nodes = nodes_before (d, k);
  if (nodes < d->nodes)
    {
      d->moved_used = d->node[nodes].start;
      d->nodes = nodes;
    }
  d->length = k;
}
