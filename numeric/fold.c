/* numeric/fold.c: a whole module as one convolution.  */
#include "numeric/fold.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/blas_i.h"
#include "numeric/fold_i.h"
#include "numeric/transfer_i.h"

/* to += what a layer makes of a constant image with the values `from`: each tap sees the same.  */
static mm_status
add_constant (const mm_weights *w, mm_layer e, const double *from, double *to, uint32_t channels)
{
  const mm_filter *f = mm_weights_filter (w, e);
  mm_status s = MM_OK;
  if (!f)
    for (uint32_t c = 0; c < channels; c++)
      to[c] += from[c];
  else
    for (uint32_t y = 0; y < f->kh && !s; y++)
      for (uint32_t x = 0; x < f->kw && !s; x++)
        s = mm_gemm (MM_PLAIN, MM_PLAIN, f->out, 1, f->in, 1, mm_filter_tap (f, y, x), f->in, from, 1, 1, to, 1);
  for (uint32_t c = 0; w->bias[e] && c < channels; c++)
    to[c] += w->bias[e][c];
  return s;
}

/* `start` says where each blob's values lie in `values`, which are zero at first.  */
static mm_status
sum_biases (const mm_weights *w, const mm_plan *plan, const size_t *start, double *values, double **out)
{
  const mm_module *m = w->module;
  const mm_blob t = mm_module_sink (m);
  mm_status s = MM_OK;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const mm_handles in = mm_module_in (m, v);
      for (uint32_t k = 0; k < in.count && !s; k++)
        s = add_constant (w, in.at[k], values + start[mm_module_tails (m)[in.at[k]]], values + start[v],
                          plan->channels[v]);
    }
  if (s)
    return s;
  *out = malloc (plan->channels[t] * sizeof **out);
  if (!*out)
    return MM_ENOMEM;
  memcpy (*out, values + start[t], plan->channels[t] * sizeof **out);
  return MM_OK;
}

mm_status
mm_fold_bias (const mm_weights *w, const mm_plan *plan, double **out, mm_error *err)
{
  *out = NULL;
  if (!mm_weights_have_bias (w))
    return MM_OK;
  const uint32_t blobs = mm_module_blobs (w->module);
  size_t *start = mm_array_new (blobs, sizeof *start), total = 0;
  for (mm_blob v = 0; start && v < blobs; v++)
    {
      start[v] = total;
      total += plan->channels[v];
    }
  double *values = start ? mm_array_new (total, sizeof *values) : NULL;
  mm_status s = values ? sum_biases (w, plan, start, values, out) : MM_ENOMEM;
  free (start);
  free (values);
  return s ? mm_fail (err, s, 0, "%s while adding the biases", mm_status_text (s)) : MM_OK;
}

mm_status
mm_fold (const mm_weights *w, mm_filter *out, double **bias, mm_error *err)
{
  mm_plan plan;
  *out = (mm_filter){ .data = NULL };
  if (bias)
    *bias = NULL;
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  s = mm_transfer (w, &plan, NULL, out, err);
  if (!s && bias)
    s = mm_fold_bias (w, &plan, bias, err);
  if (s)
    mm_filter_clear (out);
  mm_plan_clear (&plan);
  return s;
}
