/* numeric/parent_i.h: the convolution that a module should compute; for numeric/ only.  */
#ifndef MM_NUMERIC_PARENT_I_H
#define MM_NUMERIC_PARENT_I_H

#include "numeric/plan_i.h"

/** Whether the parent has the channels of the module's ends. @return MM_OK or MM_EINVAL */
mm_status mm_parent_check (const mm_module *m, const mm_plan *plan, const mm_filter *parent, mm_error *err);

#endif
