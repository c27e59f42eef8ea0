/* rewrite/reducer_i.h: the working memory of a reducer; for rewrite/ only.  */
#ifndef MM_REWRITE_REDUCER_I_H
#define MM_REWRITE_REDUCER_I_H

#include "rewrite/node_i.h"
#include "rewrite/reduce.h"
#include "rewrite/reduction_i.h"

/** Where a blob stands towards node reductions. */
enum
{
  MM_BLOB_AWAY,
  MM_BLOB_WAITS,
  MM_BLOB_EXCLUDED
};

struct mm_reducer
{
  mm_reduction g;
  bool at_core; /* g is a core, without parallel layers */
  /* The core: what mm_core points to.  */
  mm_layer *id;
  mm_blob *tail, *head;
  size_t id_capacity, tail_capacity, head_capacity;
  /* For reductions to one layer.  */
  mm_movement moved;
  uint32_t *waiting;    /* blobs that may be safe: a stack */
  unsigned char *waits; /* whether a blob is on it, or may not be (MM_BLOB_AWAY, …) */
  size_t half_capacity, moved_capacity, waiting_capacity, waits_capacity;
};

#endif
