/* prove/production.c: the rules as data.  */
#include "prove/production.h"

#include <assert.h>

enum { U, V, W }; /* blobs of left sides */

/* Everything but the layers that the degree makes many of.  */
static mm_production
series (void)
{
  return (mm_production){
    .rule = MM_RULE_SERIES,
    .blobs = 3,
    .layers = 2,
    .products = 1,
    .goes = UINT64_C (1) << V,
    .tail = { U, V },
    .head = { V, W },
    .twin = { 0, 1 },
    .product = { { .tail = U, .head = W, .first = 0, .second = 1, .keeps = 0 } },
  };
}

static mm_production
parallel (void)
{
  return (mm_production){
    .rule = MM_RULE_PARALLEL,
    .blobs = 2,
    .layers = 2,
    .products = 1,
    .tail = { U, U },
    .head = { V, V },
    .twin = { 0, 0 },
    .product = { { .tail = U, .head = V, .first = 0, .second = 1, .keeps = 0 } },
  };
}

/* u is blob 0 and w_i blob 1 + i; for the mirrored rule w is blob 0 and u_i blob 1 + i.  */
static mm_production
node (mm_rule rule, uint32_t degree)
{
  const bool in = rule == MM_RULE_NODE_IN;
  mm_production p = {
    .rule = rule,
    .degree = degree,
    .blobs = degree + 2,
    .layers = degree + 1,
    .products = degree,
    .goes = UINT64_C (1) << V,
  };
  p.tail[0] = in ? U : V;
  p.head[0] = in ? V : U;
  for (uint8_t i = 1; i <= degree; i++)
    {
      const uint8_t far = (uint8_t) (1 + i), moving = i;
      p.tail[i] = in ? V : far;
      p.head[i] = in ? far : V;
      p.twin[i] = i > 1 ? (uint8_t) (i - 1) : i;
      p.product[i - 1] = (mm_product){
        .tail = in ? U : far, .head = in ? far : U, .first = in ? 0 : moving, .second = in ? moving : 0, .keeps = moving
      };
    }
  return p;
}

mm_production
mm_production_of (mm_rule rule, uint32_t degree)
{
  switch (rule)
    {
    case MM_RULE_SERIES: return series ();
    case MM_RULE_PARALLEL: return parallel ();
    case MM_RULE_NODE_IN:
    case MM_RULE_NODE_OUT: break;
    }
  assert (degree >= 1 && degree <= MM_PRODUCTION_DEGREE);
  return node (rule, degree);
}

const char *
mm_production_name (mm_rule rule)
{
  static const char *const names[] = { "series", "parallel", "node in", "node out" };
  return names[rule];
}
