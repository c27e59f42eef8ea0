/* numeric/morph_hubs.c: a convolution becomes a module through several hubs.  */
#include "numeric/child_i.h"
#include "numeric/hubs_i.h"
#include "numeric/rank_i.h"

/* The plan against one demand; the view is left as it was.  */
static mm_status
check (mm_view *view, const mm_demand *demand, const mm_hubs *plan, mm_error *err)
{
  if (!plan->columns)
    return mm_hubs_check (view, demand, plan, err);
  const mm_demand turned = mm_demand_turned (demand);
  mm_view_turn (view);
  const mm_status s = mm_hubs_check (view, &turned, plan, err);
  mm_view_turn (view);
  return s;
}

/* A plan that is enough for full rank needs no singular values; another may be enough for
   the ranks that the parent has.  */
static mm_status
accept (mm_view *view, const mm_filter *parent, const mm_hubs *plan, mm_demand *demand, mm_error *err)
{
  *demand = mm_demand_full (parent);
  mm_status s = check (view, demand, plan, NULL);
  if (s != MM_EINVAL)
    return s ? mm_fail_memory (err) : MM_OK;
  s = mm_demand_of (parent, demand);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  return check (view, demand, plan, err);
}

static mm_status
build (mm_view *view, const mm_demand *demand, const mm_filter *parent, const double *bias,
       const mm_morph_options *options, const mm_hubs *plan, mm_weights **w, mm_morph_report *report, mm_error *err)
{
  const mm_loads loads = { .hub = MM_NONE, .output = plan->output, .code = plan->code, .start = plan->start };
  const mm_child child = { view, demand, &loads, plan->columns, parent, bias, options };
  return mm_child_make (&child, w, report, err);
}

mm_status
mm_morph_hubs (const mm_module *m, const mm_filter *parent, const double *bias, const mm_morph_options *options,
               const mm_hubs *plan, mm_weights **w, mm_morph_report *report, mm_error *err)
{
  static const mm_morph_options plain = { 0 };
  mm_demand demand = mm_demand_full (parent);
  mm_view view;
  *w = NULL;
  *report = (mm_morph_report){ .hub = MM_NONE, .several = true, .out_hub = !plan->columns, .border_exact = true };
  mm_status s = mm_module_check_activations (m, err);
  if (!s)
    s = mm_view_init (&view, m, &demand, err);
  if (s)
    return s;
  s = accept (&view, parent, plan, &demand, err);
  if (!s)
    s = build (&view, &demand, parent, bias, options ? options : &plain, plan, w, report, err);
  mm_view_clear (&view);
  return s;
}

bool
mm_hubs_carry (const mm_module *m, const mm_hubs *plan, mm_blob v)
{
  const mm_handles layers = plan->columns ? mm_module_in (m, v) : mm_module_out (m, v);
  for (uint32_t i = 0; i < layers.count; i++)
    if (plan->start[layers.at[i]] > 0)
      return true;
  return false;
}
