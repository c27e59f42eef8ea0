/* numeric/folded.c: a fold and what is known of it.  */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/fold_i.h"

enum
{
  SLACK = 64, /* the greatest difference of many pixels, in what one has on average */
  SURE = 8    /* the same for what rounding weights has changed, which is a sum of very many numbers */
};

mm_status
mm_folded_make (const mm_weights *w, mm_folded *out, mm_error *err)
{
  *out = (mm_folded){ .rounding = fmax (mm_dtype_rounding (w->dtype), DBL_EPSILON) / 2 };
  mm_status s = mm_fold (w, &out->kernel, &out->bias, err);
  if (!s)
    s = mm_fold_terms (w, &out->terms, &out->bias_terms, err);
  if (!s)
    {
      out->channels = mm_array_new (out->kernel.out, sizeof *out->channels);
      s = out->channels ? MM_OK : mm_fail_memory (err);
    }
  if (s)
    mm_folded_clear (out);
  return s;
}

void
mm_folded_clear (mm_folded *f)
{
  mm_filter_clear (&f->kernel);
  mm_filter_clear (&f->terms);
  free (f->bias);
  free (f->bias_terms);
  free (f->channels);
  *f = (mm_folded){ .bias = NULL };
}

/* How far rounding puts a pixel off whose inputs have the size 1: on the way, or before, in the weights.  */
static void
find_rounding (const mm_folded *f, double *rounding)
{
  const double relative = fmax (SLACK * DBL_EPSILON, SURE * f->rounding);
  for (size_t k = 0; k < mm_filter_size (&f->terms); k++)
    rounding[k / f->terms.in % f->terms.out] += f->terms.data[k] * f->terms.data[k];
  for (uint32_t c = 0; c < f->terms.out; c++)
    {
      const double size = relative * (sqrt (rounding[c]) + (f->bias_terms ? f->bias_terms[c] : 0));
      rounding[c] = isfinite (size) ? size : 0;
    }
}

mm_status
mm_folded_check (const mm_weights *w, const mm_folded *f, uint64_t seed, mm_verification *out, mm_error *err)
{
  double *rounding = mm_array_new (f->terms.out, sizeof *rounding);
  *out = (mm_verification){ .trials = NULL };
  if (!rounding)
    return mm_fail_memory (err);
  find_rounding (f, rounding);
  const mm_status s = mm_fold_check (w, &f->kernel, f->bias, rounding, seed, out, err);
  free (rounding);
  return s;
}
