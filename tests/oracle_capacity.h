/* tests/oracle_capacity.h: slow, obvious judges of what a module can hold.  */
#ifndef MM_TESTS_ORACLE_CAPACITY_H
#define MM_TESTS_ORACLE_CAPACITY_H

#include "prove/cert.h"

/** The narrowest set of interior blobs that meets every s-t path, by trying all sets; UINT64_MAX when none does. */
uint64_t oracle_cut (const mm_module *m);

/**
 * Whether a certificate of feasible or infeasible proves its claim about a module of that very graph, judged
 * by single units and single paths: a plan is taken apart unit by unit, a cut is held against every path.
 * For small modules.
 */
bool oracle_capacity (const mm_module *m, const mm_certificate *c);

#endif
