/* graph/demand.h: what a convolution asks of a module.  */
#ifndef MM_GRAPH_DEMAND_H
#define MM_GRAPH_DEMAND_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What a parent G asks of a module: channels, support, and the ranks of NUMERICS.md section 1.
 * Integers only, so that whoever decides and whoever checks speak of the same thing.
 */
typedef struct mm_demand
{
  uint32_t out, in;      /* C_j, C_i */
  uint32_t kh, kw;       /* the centred box that covers the support of G */
  uint32_t rank_out;     /* rho_r: of the C_j x (C_i K^2) matricisation */
  uint32_t rank_in;      /* rho_c: of the (C_j K^2) x C_i one */
  uint32_t rank_function;/* of G over the rational functions (N1) */
  uint32_t rank_rows;    /* of its first or last row of taps, whichever is greater (N2) */
  uint32_t rank_columns; /* of its first or last column of taps (N2) */
  uint32_t rank_corner;  /* the greatest of its four corner taps (N2) */
} mm_demand;

/**
 * A generic convolution of a shape: rho_r = min(C_j, C_i K^2), rho_c = min(C_i, C_j K^2),
 * all other ranks min(C_j, C_i).
 */
mm_demand mm_demand_generic (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw);

/** The demand of the transposed convolution, read from t to s: out and in change places. */
mm_demand mm_demand_turned (const mm_demand *d);

#ifdef __cplusplus
}
#endif
#endif
