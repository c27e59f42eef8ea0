/* rewrite/derivation.h: the record of a reduction, and playing it in both directions.  */
#ifndef MM_REWRITE_DERIVATION_H
#define MM_REWRITE_DERIVATION_H

#include <stdio.h>

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_rule
{
  MM_RULE_SERIES,   /* TYPE-I:  u --a--> v --b--> w   becomes  u --a--> w;  v and b go */
  MM_RULE_PARALLEL, /* TYPE-II: two layers a, b: u -> w  become  u --a--> w;  b goes */
  MM_RULE_NODE_IN,  /* node reduction, in(v) = 1:  a = (u,v) and v go; each of v's d >= 1 layers
                       out (v,w_i) becomes (u,w_i) and keeps its id */
  MM_RULE_NODE_OUT  /* node reduction, out(v) = 1: a = (v,w) and v go; each of v's d >= 1 layers
                       in (u_i,v) becomes (u_i,w) and keeps its id */
} mm_rule;

/**
 * One step.  Ids are those of the module's layers: the product of a step keeps
 * the id of its first layer, so ids never exceed the module's and a state of the
 * rewriting is "which ids live, and where does each start and end".
 *
 * 16 bytes.  For the node rules b counts the layers that move; mm_derivation_moved
 * gives them.
 */
typedef struct mm_step
{
  uint32_t rule; /* mm_rule */
  mm_layer a;    /* series: into v.  parallel: the one kept.  node: the one that goes */
  mm_layer b;    /* series: out of v.  parallel: the one that goes.  node: how many move */
  mm_blob blob;  /* v, the blob that goes; MM_NONE for parallel */
} mm_step;

/**
 * A **derivation** is a module together with its steps: played forward it reduces,
 * played backward it morphs (MATH.md section 2).  It borrows the module, which must
 * outlive it.
 */
typedef struct mm_derivation mm_derivation;

mm_derivation *mm_derivation_new (const mm_module *m); /* NULL: out of memory */
void mm_derivation_free (mm_derivation *d);            /* accepts NULL */

const mm_module *mm_derivation_module (const mm_derivation *d);
size_t mm_derivation_length (const mm_derivation *d);
mm_step mm_derivation_step (const mm_derivation *d, size_t k); /* k < length */
const mm_step *mm_derivation_steps (const mm_derivation *d);   /* all of them */

/** The layers that move in step k (a node rule), in order; empty for the other rules.  O(log node steps). */
mm_handles mm_derivation_moved (const mm_derivation *d, size_t k);

/**
 * Append a step.  Nothing is checked: the engine pushes what it has done, the
 * reader replays what it has read.  Amortised O(1 + moved).
 *
 * @param moved  the layers that move, step.b of them; NULL unless a node rule
 * @return MM_OK; MM_ENOMEM with d unchanged
 */
mm_status mm_derivation_push (mm_derivation *d, mm_step step, const mm_layer *moved);

/** Room for so many more steps, so that pushing series and parallel steps cannot fail. */
mm_status mm_derivation_reserve (mm_derivation *d, size_t more);

/** Forget all steps from k on. */
void mm_derivation_truncate (mm_derivation *d, size_t k);

/* ---- replay ------------------------------------------------------------- */

/** A state of the rewriting, moved along a derivation that it borrows. */
typedef struct mm_replay mm_replay;

mm_replay *mm_replay_new (const mm_derivation *d); /* before the first step; NULL: out of memory */
void mm_replay_free (mm_replay *r);

/**
 * Do the next step (undo the last one).  Each step is checked against the state:
 * the redex must be there, complete, and its degrees right.  O(1 + moved).
 *
 * @return MM_OK; MM_END when there is no such step; MM_EINVAL when the step does
 *         not apply, with the state unchanged and the reason in err
 */
mm_status mm_replay_forward (mm_replay *r, mm_error *err);
mm_status mm_replay_backward (mm_replay *r, mm_error *err);

size_t mm_replay_position (const mm_replay *r); /* how many steps are done */
uint32_t mm_replay_live_layers (const mm_replay *r);
uint32_t mm_replay_live_blobs (const mm_replay *r);
bool mm_replay_is_live (const mm_replay *r, mm_layer e);
bool mm_replay_blob_is_live (const mm_replay *r, mm_blob v);
mm_blob mm_replay_tail (const mm_replay *r, mm_layer e); /* of a live layer */
mm_blob mm_replay_head (const mm_replay *r, mm_layer e);

/* ---- files ---------------------------------------------------------------- */

/**
 * Write the derivation as text: line-oriented, versioned, O(1) bytes per step,
 * readable by a person and by mm_derivation_read.  Grammar: docs/formats.md.
 * A comment behind each step says in words, by name, what it does.  Layers are numbers from 1; names are in comments only.
 *
 * @return MM_OK; MM_EIO (see errno); MM_ENOMEM
 */
mm_status mm_derivation_write (const mm_derivation *d, FILE *out);

/**
 * Read what mm_derivation_write wrote, check it against the module it is for, and
 * replay it.
 *
 * @param text, length  the whole file
 * @param file          its name for messages; may be NULL
 * @param m             the module; borrowed by the derivation
 * @return MM_OK; MM_EPARSE with line; MM_EINVAL when a step does not apply (line);
 *         MM_ENOMEM
 */
mm_status mm_derivation_read (const char *text, size_t length, const char *file, const mm_module *m,
                              mm_derivation **out, mm_error *err);

/**
 * Whether the derivation is what this header promises (replays to its end).
 * @return NULL, or what is wrong in words
 */
const char *mm_derivation_defect (const mm_derivation *d);

#ifdef __cplusplus
}
#endif
#endif
