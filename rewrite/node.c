/* rewrite/node.c: the node reduction, in the engine and as a step of a replay.  The picture is in node_i.h.  */
#include "rewrite/node_i.h"

/* ---- in the engine --------------------------------------------------------- */

static void
add_moved (mm_reduction *g, mm_movement *moved, uint32_t o)
{
  moved->half[moved->count] = o;
  moved->id[moved->count++] = g->out[o].id;
}

/* Everything that can fail.  */
static mm_status
record (mm_reduction *g, mm_rule rule, uint32_t v, uint32_t a, mm_derivation *trace, const mm_movement *moved)
{
  const mm_step step = { rule, g->out[a].id, moved->count, g->order[v] };
  return trace ? mm_derivation_push (trace, step, moved->id) : MM_OK;
}

/* The two halves of a die, and v is gone.  */
static void
drop (mm_reduction *g, uint32_t v, uint32_t a)
{
  g->in[g->out[a].mate].mate = MM_NONE;
  g->out[a].mate = MM_NONE;
  g->vertex[v].first_in = g->vertex[v].first_out = MM_NONE;
  g->live--;
}

mm_status
mm_node_reduce_in (mm_reduction *g, uint32_t v, uint32_t a, mm_derivation *trace, mm_movement *moved)
{
  const uint32_t u = g->in[g->out[a].mate].far;
  moved->count = 0;
  for (uint32_t o = mm_reduction_first_out (g, v); o != MM_NONE; o = mm_reduction_next_out (g, o))
    add_moved (g, moved, o);
  mm_status s = record (g, MM_RULE_NODE_IN, v, a, trace, moved);
  if (s)
    return s;

  for (uint32_t k = 0; k < moved->count; k++)
    g->in[g->out[moved->half[k]].mate].far = u;
  g->out[moved->half[moved->count - 1]].next = g->vertex[u].first_out;
  g->vertex[u].first_out = moved->half[0];
  drop (g, v, a);
  return MM_OK;
}

mm_status
mm_node_reduce_out (mm_reduction *g, uint32_t v, uint32_t a, mm_derivation *trace, mm_movement *moved)
{
  const uint32_t w = g->out[a].far;
  moved->count = 0;
  for (uint32_t i = mm_reduction_first_in (g, v); i != MM_NONE; i = mm_reduction_next_in (g, i))
    add_moved (g, moved, g->in[i].mate);
  mm_status s = record (g, MM_RULE_NODE_OUT, v, a, trace, moved);
  if (s)
    return s;

  for (uint32_t k = 0; k < moved->count; k++)
    g->out[moved->half[k]].far = w;
  g->in[g->out[moved->half[moved->count - 1]].mate].next = g->vertex[w].first_in;
  g->vertex[w].first_in = g->vertex[v].first_in;
  drop (g, v, a);
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
