/* numeric/rank_i.h: ranks of a parent, and bases of what it reads and writes; for numeric/ only.  */
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

/**
 * Scale every output channel by a power of two to a norm between 1/2 and 1 (about, where numbers
 * are so small that they are not normal); one that is zero stays.  No rounding takes place, but of
 * entries that are 1e-300 times the greatest of their channel.
 *
 * @param exponent  out: one per output channel, by which power of two the channel of f is that of out;
 *                  for one that is zero the least of the others; the caller has room for them; may be NULL
 * @return MM_OK; MM_ENOMEM
 */
mm_status mm_filter_level (const mm_filter *f, mm_filter *out, int *exponent);

/** The (taps in) x out matrix of a filter: every tap transposed.  The caller frees it. NULL: out of memory. */
double *mm_filter_unfold_output (const mm_filter *g);

#endif
