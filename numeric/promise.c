/* numeric/promise.c: for which image sizes does a module compute its fold up to the border?  */
#include "numeric/promise.h"

#include <stdlib.h>

#include "graph/array.h"
#include "numeric/promise_i.h"

enum { REACH_LIMIT = 1 << 20 };

bool
mm_all_exact (const bool *exact, uint32_t stride)
{
  for (uint32_t i = 0; i < stride; i++)
    if (!exact[i])
      return false;
  return true;
}

static mm_status
collect_reasons (const mm_module *m, const mm_axis axis[2], mm_promise *p)
{
  const uint32_t blobs = mm_module_blobs (m);
  p->reasons = mm_array_new (blobs, sizeof *p->reasons);
  if (!p->reasons)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < blobs; i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const bool bias = axis[0].bias[v] || axis[1].bias[v], kernel = axis[0].kernel[v] || axis[1].kernel[v];
      if (bias || kernel)
        p->reasons[p->reason_count++] = (mm_promise_reason){ v, bias, kernel, axis[0].before[v], axis[1].before[v],
                                                             axis[0].behind[v], axis[1].behind[v] };
    }
  return MM_OK;
}

static mm_status
prove (const mm_weights *w, const mm_plan *plan, mm_promise *p)
{
  mm_axis axis[2] = { { .exact = NULL }, { .exact = NULL } };
  p->padding = mm_module_padding (w->module);
  p->stride = plan->stride[mm_module_sink (w->module)];
  mm_status s = mm_axis_make (w, plan, false, &axis[0]);
  if (!s)
    s = mm_axis_make (w, plan, true, &axis[1]);
  if (!s)
    s = collect_reasons (w->module, axis, p);
  if (!s)
    {
      p->exact = mm_all_exact (axis[0].exact, p->stride) && mm_all_exact (axis[1].exact, p->stride);
      p->ring = axis[0].ring > axis[1].ring ? axis[0].ring : axis[1].ring;
      p->rows = axis[0].exact;
      p->columns = axis[1].exact;
      axis[0].exact = axis[1].exact = NULL;
    }
  mm_axis_clear (&axis[0]);
  mm_axis_clear (&axis[1]);
  return s;
}

static mm_status
check_limits (const mm_module *m, const mm_plan *plan, mm_error *err)
{
  const mm_blob t = mm_module_sink (m);
  if (plan->stride[t] > MM_STRIDE_LIMIT)
    return mm_fail (err, MM_ELIMIT, 0, "the module's strides multiply to %u; image borders are decided up to %d",
                    plan->stride[t], MM_STRIDE_LIMIT);
  if (plan->radius_h[t] > REACH_LIMIT || plan->radius_w[t] > REACH_LIMIT)
    return mm_fail (err, MM_ELIMIT, 0, "the kernel of the whole module reaches %ux%u pixels; image borders are decided "
                    "up to %d", plan->radius_h[t], plan->radius_w[t], REACH_LIMIT);
  return MM_OK;
}

mm_status
mm_promise_make (const mm_weights *w, mm_promise *out, mm_error *err)
{
  mm_plan plan;
  *out = (mm_promise){ .rows = NULL };
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  s = check_limits (w->module, &plan, err);
  if (!s)
    {
      s = prove (w, &plan, out);
      if (s)
        mm_fail (err, s, 0, "%s while looking at the border", mm_status_text (s));
    }
  if (s)
    mm_promise_clear (out);
  mm_plan_clear (&plan);
  return s;
}

void
mm_promise_clear (mm_promise *p)
{
  free (p->rows);
  free (p->columns);
  free (p->reasons);
  *p = (mm_promise){ .rows = NULL };
}
