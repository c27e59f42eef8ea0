/* rewrite/replay_i.h: the inside of a replay; for rewrite/ only.

   The replay keeps ends and degrees and nothing else, so that it judges each step by
   other means than the lists of the engine (reduction_i.h) that found it.  */
#ifndef MM_REWRITE_REPLAY_I_H
#define MM_REWRITE_REPLAY_I_H

#include "rewrite/derivation.h"

struct mm_replay
{
  const mm_derivation *derivation;
  size_t position;          /* steps done */
  size_t node;              /* node steps among them */
  uint32_t blobs, layers;   /* handles */
  uint32_t live_blobs, live_layers;
  mm_blob source, sink;
  mm_blob *tail, *head;     /* layers entries each; MM_NONE when the layer is gone */
  uint32_t *in, *out;       /* blobs entries each: degrees; both 0 when the blob is gone */
};

static inline bool
mm_replay_has (const mm_replay *r, mm_layer e)
{
  return e < r->layers && r->tail[e] != MM_NONE;
}

static inline bool
mm_replay_lacks (const mm_replay *r, mm_layer e)
{
  return e < r->layers && r->tail[e] == MM_NONE;
}

static inline bool
mm_replay_lacks_blob (const mm_replay *r, mm_blob v)
{
  return v < r->blobs && r->in[v] == 0 && r->out[v] == 0;
}

static inline bool
mm_replay_is_terminal (const mm_replay *r, mm_blob v)
{
  return v == r->source || v == r->sink;
}

#endif
