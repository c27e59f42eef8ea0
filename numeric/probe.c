/* numeric/probe.c: does a module compute its parent, as a polynomial?  */
#include <math.h>

#include "numeric/npy.h"
#include "numeric/parent_i.h"
#include "numeric/random.h"
#include "numeric/transfer_i.h"
#include "numeric/verify.h"

mm_status
mm_parent_check (const mm_module *m, const mm_plan *plan, const mm_filter *parent, mm_error *err)
{
  const mm_blob s = mm_module_source (m), t = mm_module_sink (m);
  if (parent->data && parent->in == plan->channels[s] && parent->out == plan->channels[t])
    return MM_OK;
  const mm_shape wanted = { plan->channels[t], plan->channels[s], 0, 0 };
  return mm_fail (err, MM_EINVAL, 0, "the parent takes %u channels to %u, and the module %u to %u%s", parent->in,
                  parent->out, plan->channels[s], plan->channels[t], parent->data ? mm_npy_other_order (parent, &wanted) : "");
}

/* The module's and the parent's answer to the same input polynomial.  */
static mm_status
compare (const mm_weights *w, const mm_plan *plan, const mm_filter *parent, const mm_filter *input, double *residual,
         mm_error *err)
{
  mm_filter child, expected;
  mm_status s = mm_transfer (w, plan, input, &child, err);
  if (s)
    return s;
  s = mm_filter_compose (parent, input, 1, &expected);
  if (s)
    mm_fail (err, s, 0, "%s while probing the parent", mm_status_text (s));
  else
    {
      const double distance = mm_filter_distance (&child, &expected);
      *residual = isfinite (distance) ? distance : HUGE_VAL;
    }
  mm_filter_clear (&child);
  mm_filter_clear (&expected);
  return s;
}

mm_status
mm_probe (const mm_weights *w, const mm_filter *parent, uint32_t probes, uint64_t seed, double *residual,
          mm_error *err)
{
  mm_plan plan;
  *residual = HUGE_VAL;
  if (!probes)
    return mm_fail (err, MM_EINVAL, 0, "at least one probe is needed");
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  mm_filter input = { .data = NULL };
  s = mm_parent_check (w->module, &plan, parent, err);
  if (!s)
    {
      s = mm_filter_init (&input, parent->in, probes, 1, 1);
      if (s)
        mm_fail (err, s, 0, "%s while drawing the probes", mm_status_text (s));
    }
  if (!s)
    {
      mm_random random;
      mm_random_seed (&random, seed, 0);
      mm_random_fill_normal (&random, 1, input.data, mm_filter_size (&input));
      s = compare (w, &plan, parent, &input, residual, err);
    }
  mm_filter_clear (&input);
  mm_plan_clear (&plan);
  return s;
}
