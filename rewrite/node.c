/* rewrite/node.c: the node reduction, in the engine and as a step of a replay.  The picture is in node_i.h.  */
#include "rewrite/node_i.h"

/* ---- in the engine --------------------------------------------------------- */

mm_status
mm_node_reduce_in (mm_reduction *g, mm_blob v, uint32_t i, mm_derivation *trace, mm_layer *moved, uint32_t *count)
{
  const mm_layer a = g->slot[i].from;
  const mm_blob u = g->slot[a].tail;
  uint32_t n = 0;
  for (mm_layer x = mm_reduction_first_out (g, v); x != MM_NONE; x = mm_reduction_next_out (g, x))
    moved[n++] = x;
  mm_status s = trace ? mm_derivation_push (trace, (mm_step){ MM_RULE_NODE_IN, a, n, v }, moved) : MM_OK;
  if (s)
    return s;

  for (uint32_t k = 0; k < n; k++)
    g->slot[moved[k]].tail = u;
  g->slot[moved[n - 1]].next_out = g->vertex[u].first_out;
  g->vertex[u].first_out = moved[0];
  g->slot[a].to = g->slot[i].from = MM_NONE;
  g->vertex[v].first_in = g->vertex[v].first_out = MM_NONE;
  g->live--;
  *count = n;
  return MM_OK;
}

mm_status
mm_node_reduce_out (mm_reduction *g, mm_blob v, mm_layer a, mm_derivation *trace, mm_layer *moved, uint32_t *count)
{
  const uint32_t j = g->slot[a].to;
  const mm_blob w = g->slot[j].head;
  uint32_t n = 0, last = MM_NONE;
  for (uint32_t i = mm_reduction_first_in (g, v); i != MM_NONE; i = mm_reduction_next_in (g, i))
    moved[n++] = g->slot[i].from;
  mm_status s = trace ? mm_derivation_push (trace, (mm_step){ MM_RULE_NODE_OUT, a, n, v }, moved) : MM_OK;
  if (s)
    return s;

  for (uint32_t k = 0; k < n; k++)
    {
      last = g->slot[moved[k]].to;
      g->slot[last].head = w;
    }
  g->slot[last].next_in = g->vertex[w].first_in;
  g->vertex[w].first_in = g->vertex[v].first_in;
  g->slot[a].to = g->slot[j].from = MM_NONE;
  g->vertex[v].first_in = g->vertex[v].first_out = MM_NONE;
  g->live--;
  *count = n;
  return MM_OK;
}

/* ---- in a replay ----------------------------------------------------------- */

/* The state as one of the two node rules sees it.  For MM_RULE_NODE_IN `near` is the
   end of a layer that may be at v and then at u; MM_RULE_NODE_OUT is its mirror image.  */
typedef struct sight
{
  mm_blob *near, *far;           /* tail and head, or head and tail */
  uint32_t *degree, *far_degree; /* out and in, or in and out */
} sight;

static sight
look (mm_replay *r, mm_step step)
{
  return step.rule == MM_RULE_NODE_IN ? (sight){ r->tail, r->head, r->out, r->in }
                                      : (sight){ r->head, r->tail, r->in, r->out };
}

/* Move the near ends of all these layers from one blob to another; all or none.  A layer
   that is named twice is found out, since it has moved when it comes again.  */
static bool
move_all (mm_replay *r, sight s, mm_handles moved, mm_blob from, mm_blob to)
{
  uint32_t k = 0;
  while (k < moved.count && mm_replay_has (r, moved.at[k]) && s.near[moved.at[k]] == from)
    s.near[moved.at[k++]] = to;
  if (k == moved.count)
    return true;
  while (k > 0)
    s.near[moved.at[--k]] = from;
  return false;
}

const char *
mm_node_do (mm_replay *r, mm_step step, mm_handles moved)
{
  const mm_layer a = step.a;
  const mm_blob v = step.blob;
  const sight s = look (r, step);
  if (!mm_replay_has (r, a))
    return "the layer that goes in the node reduction is not there";
  if (s.far[a] != v)
    return "the layer that goes in the node reduction does not touch its blob";
  if (mm_replay_is_terminal (r, v))
    return "the blob of the node reduction is the source or the sink";
  if (s.far_degree[v] != 1)
    return "the blob of the node reduction has more than one layer on the side where it needs exactly one";
  if (s.degree[v] != moved.count)
    return "the node reduction does not move all layers of its blob";
  const mm_blob u = s.near[a];
  if (!move_all (r, s, moved, v, u))
    return "the node reduction moves a layer that does not touch its blob, or moves one twice";

  s.degree[u] += moved.count - 1;
  s.degree[v] = s.far_degree[v] = 0;
  s.near[a] = s.far[a] = MM_NONE;
  r->live_layers--;
  r->live_blobs--;
  return NULL;
}

const char *
mm_node_undo (mm_replay *r, mm_step step, mm_handles moved)
{
  const mm_layer a = step.a;
  const mm_blob v = step.blob;
  const sight s = look (r, step);
  if (!mm_replay_lacks (r, a))
    return "the layer that comes back in the node reduction is already there";
  if (!mm_replay_lacks_blob (r, v))
    return "the blob that comes back in the node reduction is already there";
  if (moved.count == 0 || !mm_replay_has (r, moved.at[0]))
    return "the node reduction to be undone has no layer to move back";
  const mm_blob u = s.near[moved.at[0]];
  if (!move_all (r, s, moved, u, v))
    return "the layers of the node reduction to be undone do not all touch one blob";

  s.near[a] = u;
  s.far[a] = v;
  s.degree[u] -= moved.count - 1;
  s.degree[v] = moved.count;
  s.far_degree[v] = 1;
  r->live_layers++;
  r->live_blobs++;
  return NULL;
}
