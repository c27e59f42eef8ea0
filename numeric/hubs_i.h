/* numeric/hubs_i.h: whether a plan of several hubs is one; for numeric/ only.  */
#ifndef MM_NUMERIC_HUBS_I_H
#define MM_NUMERIC_HUBS_I_H

#include "graph/hubs.h"
#include "numeric/view_i.h"

/**
 * Check a plan, from whoever it comes, against everything that the construction relies on.
 * O(hubs (blobs + layers)).
 *
 * @param view    in the direction of the plan
 * @param demand  likewise
 * @return MM_OK; MM_EINVAL (err says what is wrong, and where); MM_ENOMEM
 */
mm_status mm_hubs_check (const mm_view *view, const mm_demand *demand, const mm_hubs *plan, mm_error *err);

#endif
