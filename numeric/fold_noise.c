/* numeric/fold_noise.c: how exact are the numbers of a fold?

   An entry of the fold is a sum over paths of products of weights, each of which is off by about half a
   unit of its last digit.  Taken for independent, these errors add up to a standard deviation of eps
   times the root of the sum of the squares of the products, times the root of how many factors there
   are.  The sum of the squares is the fold of the squared weights.  Where the entry is much smaller than that root,
   the terms cancel, and with them digits.  */
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/fold_i.h"
#include "numeric/transfer_i.h"

static mm_status
copy_layer (const mm_weights *from, mm_weights *to, mm_layer e)
{
  const uint32_t out = from->filter[e].out;
  mm_status s = from->filter[e].data ? mm_filter_copy (&from->filter[e], &to->filter[e]) : MM_OK;
  for (size_t i = 0; !s && from->filter[e].data && i < mm_filter_size (&to->filter[e]); i++)
    to->filter[e].data[i] = fabs (to->filter[e].data[i]);
  if (s || !from->bias[e])
    return s;
  to->bias[e] = mm_array_new (out, sizeof **to->bias);
  for (uint32_t c = 0; to->bias[e] && c < out; c++)
    to->bias[e][c] = fabs (from->bias[e][c]);
  return to->bias[e] ? MM_OK : MM_ENOMEM;
}

/* The same weights without their signs.  */
static mm_status
copy_sizes (const mm_weights *w, mm_weights **out)
{
  *out = mm_weights_new (w->module);
  mm_status s = *out ? MM_OK : MM_ENOMEM;
  for (mm_layer e = 0; e < mm_module_layers (w->module) && !s; e++)
    s = copy_layer (w, *out, e);
  return s;
}

static void
square (mm_weights *w)
{
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    for (size_t i = 0; w->filter[e].data && i < mm_filter_size (&w->filter[e]); i++)
      w->filter[e].data[i] *= w->filter[e].data[i];
}

/* How many layers the longest path has.  */
static mm_status
longest_path (const mm_module *m, uint32_t *out)
{
  uint32_t *length = mm_array_new (mm_module_blobs (m), sizeof *length);
  if (!length)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      for (uint32_t k = 0; k < in.count; k++)
        if (length[mm_module_tails (m)[in.at[k]]] + 1 > length[v])
          length[v] = length[mm_module_tails (m)[in.at[k]]] + 1;
    }
  *out = length[mm_module_sink (m)];
  free (length);
  return MM_OK;
}

/* What overflowed says nothing, and counts as no term at all.  */
static void
take_roots (mm_filter *f, uint32_t factors)
{
  for (size_t i = 0; i < mm_filter_size (f); i++)
    f->data[i] = isfinite (f->data[i]) ? sqrt (factors * f->data[i]) : 0;
}

static mm_status
measure (const mm_weights *sizes, const mm_plan *plan, mm_filter *terms, double **bias_terms, mm_error *err)
{
  uint32_t factors = 0;
  mm_status s = longest_path (sizes->module, &factors);
  if (s)
    mm_fail_memory (err);
  else
    s = mm_transfer (sizes, plan, NULL, terms, err);
  if (!s)
    take_roots (terms, factors);
  else
    free (*bias_terms), *bias_terms = NULL;
  return s;
}

mm_status
mm_fold_terms (const mm_weights *w, mm_filter *terms, double **bias_terms, mm_error *err)
{
  mm_plan plan;
  mm_weights *sizes = NULL;
  *terms = (mm_filter){ .data = NULL };
  *bias_terms = NULL;
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  s = copy_sizes (w, &sizes);
  if (s)
    mm_fail (err, s, 0, "%s while copying the weights", mm_status_text (s));
  if (!s)
    s = mm_fold_bias (sizes, &plan, bias_terms, err);
  if (!s)
    {
      square (sizes);
      s = measure (sizes, &plan, terms, bias_terms, err);
    }
  mm_weights_free (sizes);
  mm_plan_clear (&plan);
  return s;
}
