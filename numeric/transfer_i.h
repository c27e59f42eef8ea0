/* numeric/transfer_i.h: what a module makes of an input polynomial; for numeric/ only.  */
#ifndef MM_NUMERIC_TRANSFER_I_H
#define MM_NUMERIC_TRANSFER_I_H

#include "numeric/plan_i.h"

/**
 * The sum over all s-t paths of the layers' composition, after `start`: one sweep in
 * topological order, one composition a layer, each product freed after its last use.
 *
 * @param start  channels of s x anything; NULL: the identity, which costs nothing
 * @param out    out: channels of t x start->in
 * @return MM_OK; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_transfer (const mm_weights *w, const mm_plan *plan, const mm_filter *start, mm_filter *out,
                       mm_error *err);

#endif
