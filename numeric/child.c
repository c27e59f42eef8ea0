/* numeric/child.c: weights along given loads, and the report on them.  */
#include "numeric/child_i.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/verify.h"

enum { PROBES = 4 };

/* ---- weights ---------------------------------------------------------------------- */

static mm_status
run_steps (mm_draft *draft, const mm_morph_options *options, mm_filter *filter)
{
  const bool active = !options->no_active && draft->hub == draft->view->t;
  mm_status s = mm_step_base (draft);
  if (!s && draft->hub == MM_NONE)
    s = mm_step_code (draft);
  if (!s)
    s = mm_step_mix (draft);
  if (!s && active)
    mm_draft_activate (draft);
  if (!s)
    s = mm_step_fill (draft, false);
  if (!s && active)
    s = mm_step_active (draft);
  if (!s)
    s = mm_step_fill (draft, true);
  if (!s && !options->no_gauge)
    s = mm_step_gauge (draft);
  return s ? s : mm_step_split (draft, filter);
}

/* Give the parent's own scale back, channel by channel, by the layers into t.  */
static void
scale_sink (const mm_module *m, mm_filter *filter, double scale, const int *exponent)
{
  const mm_handles in = mm_module_in (m, mm_module_sink (m));
  for (uint32_t i = 0; i < in.count; i++)
    {
      mm_filter *f = &filter[in.at[i]];
      for (size_t k = 0; k < mm_filter_size (f); k++)
        f->data[k] = ldexp (f->data[k] * scale, exponent[k / f->in % f->out]);
    }
}

/* In the direction in which the view stands now.  @param exponent  of the levelled parent's channels  */
static mm_status
weigh (const mm_child *child, const mm_demand *demand, const mm_bases *bases, const mm_filter *level,
       const int *exponent, mm_filter *filter, double *theta)
{
  mm_draft draft;
  mm_status s = mm_draft_init (&draft, child->view, demand, bases, level, child->loads, child->options->seed);
  if (s)
    return s;
  *theta = mm_draft_share (&draft);
  s = run_steps (&draft, child->options, filter);
  if (!s)
    scale_sink (child->view->module, filter, draft.scale, exponent);
  mm_draft_clear (&draft);
  return s;
}

static mm_status
weigh_level (const mm_child *child, const mm_filter *level, const int *exponent, mm_filter *filter, double *theta)
{
  mm_bases bases;
  mm_demand demand = *child->demand;
  mm_status s = mm_bases_init (&bases, level, &demand);
  if (s)
    return s;
  if (child->turned)
    {
      s = mm_bases_turn (&bases, &demand);
      demand = mm_demand_turned (&demand);
      mm_view_turn (child->view);
    }
  if (!s)
    s = weigh (child, &demand, &bases, level, exponent, filter, theta);
  if (child->turned)
    mm_view_turn (child->view);
  mm_bases_clear (&bases);
  return s;
}

/* Of a parent whose output channels have equal sizes: else rounding in the great ones would drown the small ones
   on the layers that they share.  */
static mm_status
make_weights (const mm_child *child, mm_filter *filter, double *theta)
{
  mm_filter level = { .data = NULL };
  int *exponent = mm_array_new (child->parent->out, sizeof *exponent);
  mm_status s = exponent ? mm_filter_level (child->parent, &level, exponent) : MM_ENOMEM;
  if (!s)
    s = weigh_level (child, &level, exponent, filter, theta);
  mm_filter_clear (&level);
  free (exponent);
  return s ? s : mm_step_balance (child->view->module, filter);
}

/* On a layer into t: there a constant is the same at every pixel.  */
static mm_status
add_bias (mm_weights *w, const double *bias, mm_error *err)
{
  const mm_module *m = w->module;
  const mm_handles in = mm_module_in (m, mm_module_sink (m));
  uint32_t k = 0;
  if (!bias)
    return MM_OK;
  while (k < in.count && mm_module_bias (m, in.at[k]) == MM_STATED_FALSE)
    k++;
  if (k == in.count)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "the parent has a bias, and every layer into the sink has bias=false: one of them has to "
                    "have one");
  const mm_layer e = in.at[k];
  const uint32_t count = w->filter[e].out;
  w->bias[e] = mm_array_new (count, sizeof *bias);
  if (!w->bias[e])
    return mm_fail_memory (err);
  memcpy (w->bias[e], bias, count * sizeof *bias);
  return MM_OK;
}

/* ---- the report ----------------------------------------------------------------------- */

static void
measure_layers (const mm_weights *w, mm_morph_report *report)
{
  double entries = 0, zeros = 0;
  report->scale_low = (double) INFINITY;
  report->scale_high = 0;
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    {
      const mm_filter *f = &w->filter[e];
      const double scale = mm_filter_std (f) / mm_filter_he (f);
      report->scale_low = fmin (report->scale_low, scale);
      report->scale_high = fmax (report->scale_high, scale);
      entries += (double) mm_filter_size (f);
      for (size_t k = 0; k < mm_filter_size (f); k++)
        zeros += f->data[k] == 0;
    }
  report->fill = 1 - zeros / entries;
}

/* The weights as float32 will hold them.  */
static mm_status
rounded (const mm_weights *w, mm_weights **out)
{
  mm_weights *copy = mm_weights_new (w->module);
  mm_status s = copy ? MM_OK : MM_ENOMEM;
  for (mm_layer e = 0; !s && e < mm_module_layers (w->module); e++)
    s = mm_filter_copy (&w->filter[e], &copy->filter[e]);
  if (s)
    {
      mm_weights_free (copy);
      return s;
    }
  mm_weights_round (copy);
  *out = copy;
  return MM_OK;
}

static mm_status
verify (const mm_weights *w, const mm_filter *parent, uint64_t seed, mm_morph_report *report, mm_error *err)
{
  mm_weights *single;
  mm_status s = mm_probe (w, parent, PROBES, seed, &report->residual, err);
  if (s)
    return s;
  s = rounded (w, &single);
  if (s)
    return mm_fail_memory (err);
  s = mm_probe (single, parent, PROBES, seed, &report->residual32, err);
  mm_weights_free (single);
  return s;
}

/* ---- all together ---------------------------------------------------------------------- */

mm_status
mm_child_make (const mm_child *child, mm_weights **out, mm_morph_report *report, mm_error *err)
{
  mm_weights *w = mm_weights_new (child->view->module);
  mm_status s = w ? MM_OK : MM_ENOMEM;
  if (!s)
    s = make_weights (child, w->filter, &report->theta);
  if (s)
    mm_fail (err, s, 0, "%s", mm_status_text (s));
  else
    s = add_bias (w, child->bias, err);
  if (!s)
    {
      measure_layers (w, report);
      s = verify (w, child->parent, child->options->seed, report, err);
    }
  if (s)
    mm_weights_free (w);
  else
    *out = w;
  return s;
}
