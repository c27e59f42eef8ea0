/* rewrite/series.c: TYPE-I as a step of a replay.  The picture is in series_i.h.  */
#include "rewrite/series_i.h"

const char *
mm_series_do (mm_replay *r, mm_step step)
{
  const mm_layer a = step.a, b = step.b;
  const mm_blob v = step.blob;
  if (!mm_replay_has (r, a) || !mm_replay_has (r, b))
    return "a layer of the TYPE-I step is not there";
  if (r->head[a] != v || r->tail[b] != v)
    return "the two layers of the TYPE-I step do not meet at its blob";
  if (r->in[v] != 1 || r->out[v] != 1)
    return "the blob of the TYPE-I step touches more than its two layers";

  r->head[a] = r->head[b];
  r->tail[b] = r->head[b] = MM_NONE;
  r->in[v] = r->out[v] = 0;
  r->live_layers--;
  r->live_blobs--;
  return NULL;
}

const char *
mm_series_undo (mm_replay *r, mm_step step)
{
  const mm_layer a = step.a, b = step.b;
  const mm_blob v = step.blob;
  if (!mm_replay_has (r, a) || !mm_replay_lacks (r, b))
    return "the TYPE-I step to be undone needs its first layer there and its second gone";
  if (!mm_replay_lacks_blob (r, v))
    return "the blob of the TYPE-I step to be undone is already there";

  r->tail[b] = v;
  r->head[b] = r->head[a];
  r->head[a] = v;
  r->in[v] = r->out[v] = 1;
  r->live_layers++;
  r->live_blobs++;
  return NULL;
}
