/* graph/demand.c: what a convolution asks of a module.  */
#include "graph/demand.h"

static uint32_t
lesser (uint64_t a, uint64_t b)
{
  return (uint32_t) (a < b ? a : b);
}

mm_demand
mm_demand_generic (uint32_t out, uint32_t in, uint32_t kh, uint32_t kw)
{
  const uint64_t taps = (uint64_t) kh * kw;
  const uint32_t rank = lesser (out, in);
  return (mm_demand){ .out = out, .in = in, .kh = kh, .kw = kw,
                      .rank_out = lesser (out, in * taps), .rank_in = lesser (in, out * taps),
                      .rank_function = rank, .rank_rows = rank, .rank_columns = rank, .rank_corner = rank };
}

mm_demand
mm_demand_turned (const mm_demand *d)
{
  mm_demand turned = *d;
  turned.out = d->in;
  turned.in = d->out;
  turned.rank_out = d->rank_in;
  turned.rank_in = d->rank_out;
  return turned;
}
