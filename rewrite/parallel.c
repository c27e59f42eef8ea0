/* rewrite/parallel.c: TYPE-II as a step of a replay.  The picture is in parallel_i.h.  */
#include "rewrite/parallel_i.h"

const char *
mm_parallel_do (mm_replay *r, mm_step step)
{
  const mm_layer a = step.a, b = step.b;
  if (!mm_replay_has (r, a) || !mm_replay_has (r, b))
    return "a layer of the TYPE-II step is not there";
  if (a == b)
    return "the TYPE-II step names one layer twice";
  if (r->tail[a] != r->tail[b] || r->head[a] != r->head[b])
    return "the two layers of the TYPE-II step do not have the same ends";

  r->out[r->tail[b]]--;
  r->in[r->head[b]]--;
  r->tail[b] = r->head[b] = MM_NONE;
  r->live_layers--;
  return NULL;
}

const char *
mm_parallel_undo (mm_replay *r, mm_step step)
{
  const mm_layer a = step.a, b = step.b;
  if (!mm_replay_has (r, a) || !mm_replay_lacks (r, b))
    return "the TYPE-II step to be undone needs its first layer there and its second gone";

  r->tail[b] = r->tail[a];
  r->head[b] = r->head[a];
  r->out[r->tail[b]]++;
  r->in[r->head[b]]++;
  r->live_layers++;
  return NULL;
}
