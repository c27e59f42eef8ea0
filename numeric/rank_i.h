/* numeric/rank_i.h: bases of what a parent reads and writes; for numeric/ only.  */
#ifndef MM_NUMERIC_RANK_I_H
#define MM_NUMERIC_RANK_I_H

#include "numeric/route.h"

/**
 * Orthonormal bases with G = L (Lt G Rt) R (NUMERICS.md, notation), exact up to the tolerance
 * of mm_demand_of.
 */
typedef struct mm_bases
{
  uint32_t rank_in, rank_out;
  double *r; /* rank_in x in, row-major, or NULL for the identity (rank_in = in); owned */
  double *l; /* out x rank_out, or NULL for the identity; owned */
} mm_bases;

/**
 * @param demand  of this parent; where it asks for full rank there is no base to compute
 * @return MM_OK; MM_ENOMEM; MM_ELIMIT; MM_EUNSUPPORTED when LAPACK does not converge
 */
mm_status mm_bases_init (mm_bases *bases, const mm_filter *parent, const mm_demand *demand);
void mm_bases_clear (mm_bases *bases);

/** The bases of the transposed parent, in place. @param demand  of the parent itself */
mm_status mm_bases_turn (mm_bases *bases, const mm_demand *demand);

/** The demand of a parent taken at full rank; its support is exact. */
mm_demand mm_demand_full (const mm_filter *parent);

#endif
