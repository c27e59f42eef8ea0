/* rewrite/replay.c: playing a derivation forward (it reduces) and backward (it morphs).  */
#include "rewrite/replay_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "rewrite/derivation_i.h"
#include "rewrite/node_i.h"
#include "rewrite/parallel_i.h"
#include "rewrite/series_i.h"

/* The state before the first step: the module itself.  */
static void
start (mm_replay *r, const mm_module *m)
{
  memcpy (r->tail, mm_module_tails (m), r->layers * sizeof *r->tail);
  memcpy (r->head, mm_module_heads (m), r->layers * sizeof *r->head);
  for (mm_layer e = 0; e < r->layers; e++)
    {
      r->out[r->tail[e]]++;
      r->in[r->head[e]]++;
    }
  r->source = mm_module_source (m);
  r->sink = mm_module_sink (m);
  r->live_blobs = r->blobs;
  r->live_layers = r->layers;
}

mm_replay *
mm_replay_new (const mm_derivation *d)
{
  const mm_module *m = mm_derivation_module (d);
  mm_replay *r = calloc (1, sizeof *r);
  if (!r)
    return NULL;
  r->derivation = d;
  r->blobs = mm_module_blobs (m);
  r->layers = mm_module_layers (m);
  r->tail = mm_array_new (r->layers, sizeof *r->tail);
  r->head = mm_array_new (r->layers, sizeof *r->head);
  r->in = mm_array_new (r->blobs, sizeof *r->in);
  r->out = mm_array_new (r->blobs, sizeof *r->out);
  if (!r->tail || !r->head || !r->in || !r->out)
    {
      mm_replay_free (r);
      return NULL;
    }
  start (r, m);
  return r;
}

void
mm_replay_free (mm_replay *r)
{
  if (!r)
    return;
  free (r->tail);
  free (r->head);
  free (r->in);
  free (r->out);
  free (r);
}

mm_status
mm_replay_forward (mm_replay *r, mm_error *err)
{
  if (r->position >= mm_derivation_length (r->derivation))
    return MM_END;
  const mm_step step = mm_derivation_step (r->derivation, r->position);
  const char *wrong = "the step has no known rule";
  bool node = false;
  switch (step.rule)
    {
    case MM_RULE_SERIES: wrong = mm_series_do (r, step); break;
    case MM_RULE_PARALLEL: wrong = mm_parallel_do (r, step); break;
    case MM_RULE_NODE_IN:
    case MM_RULE_NODE_OUT:
      node = true;
      wrong = mm_node_do (r, step, mm_derivation_moved_by (r->derivation, r->node));
      break;
    default: break;
    }
  if (wrong)
    return mm_fail (err, MM_EINVAL, 0, "step %zu: %s", r->position + 1, wrong);
  r->position++;
  r->node += node;
  return MM_OK;
}

mm_status
mm_replay_backward (mm_replay *r, mm_error *err)
{
  if (r->position == 0)
    return MM_END;
  if (r->position > mm_derivation_length (r->derivation))
    return mm_fail (err, MM_EINVAL, 0, "step %zu is no longer in the derivation", r->position);
  const mm_step step = mm_derivation_step (r->derivation, r->position - 1);
  const char *wrong = "the step has no known rule";
  bool node = false;
  switch (step.rule)
    {
    case MM_RULE_SERIES: wrong = mm_series_undo (r, step); break;
    case MM_RULE_PARALLEL: wrong = mm_parallel_undo (r, step); break;
    case MM_RULE_NODE_IN:
    case MM_RULE_NODE_OUT:
      node = true;
      wrong = mm_node_undo (r, step, mm_derivation_moved_by (r->derivation, r->node - 1));
      break;
    default: break;
    }
  if (wrong)
    return mm_fail (err, MM_EINVAL, 0, "step %zu, backward: %s", r->position, wrong);
  r->position--;
  r->node -= node;
  return MM_OK;
}

size_t
mm_replay_position (const mm_replay *r)
{
  return r->position;
}

uint32_t
mm_replay_live_layers (const mm_replay *r)
{
  return r->live_layers;
}

uint32_t
mm_replay_live_blobs (const mm_replay *r)
{
  return r->live_blobs;
}

bool
mm_replay_is_live (const mm_replay *r, mm_layer e)
{
  return mm_replay_has (r, e);
}

bool
mm_replay_blob_is_live (const mm_replay *r, mm_blob v)
{
  return v < r->blobs && !mm_replay_lacks_blob (r, v);
}

mm_blob
mm_replay_tail (const mm_replay *r, mm_layer e)
{
  return r->tail[e];
}

mm_blob
mm_replay_head (const mm_replay *r, mm_layer e)
{
  return r->head[e];
}

const char *
mm_derivation_defect (const mm_derivation *d)
{
  mm_replay *r = mm_replay_new (d);
  if (!r)
    return "out of memory";
  const char *wrong = NULL;
  mm_status s;
  while (!(s = mm_replay_forward (r, NULL)))
    continue;
  if (s != MM_END)
    wrong = "a step does not apply";
  mm_replay_free (r);
  return wrong;
}
