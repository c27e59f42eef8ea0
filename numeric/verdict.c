/* numeric/verdict.c: on which image sizes are errors within their bounds?  */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "numeric/verify.h"

typedef struct bounds
{
  double allowed, allowed32;
} bounds;

/* How far beyond its bound a trial is; at most 1 is within.  A bound that is not met is never met by NaN.  */
static double
excess (const mm_trial *trial, const bounds *b)
{
  const double double_precision = fmax (trial->whole, trial->channel) / b->allowed;
  const double single_precision = fmax (trial->whole32, trial->channel32) / b->allowed32;
  return fmax (double_precision, single_precision);
}

static bool
is_within (const mm_trial *trial, const bounds *b)
{
  return trial->whole <= b->allowed && trial->channel <= b->allowed && trial->whole32 <= b->allowed32
         && trial->channel32 <= b->allowed32;
}

/* One of the remainders has to go: one that is not proved to be fine; without proof, both.  Then all trials whose
   remainders are both left are within their bounds.  */
static void
blame (const mm_promise *p, const mm_trial *trial, mm_preservation *out)
{
  const uint32_t row = trial->height % p->stride, column = trial->width % p->stride;
  if (!out->rows[row] || !out->columns[column])
    return;
  const bool row_proved = p->rows[row], column_proved = p->columns[column];
  if (row_proved == column_proved || !row_proved)
    out->rows[row] = false;
  if (row_proved == column_proved || !column_proved)
    out->columns[column] = false;
}

static bool
any (const bool *flags, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    if (flags[i])
      return true;
  return false;
}

static bool
includes (const bool *flags, const bool *in, uint32_t count)
{
  for (uint32_t i = 0; i < count; i++)
    if (flags[i] && !in[i])
      return false;
  return true;
}

static void
keep_proved (const mm_promise *p, mm_preservation *out)
{
  for (uint32_t r = 0; r < p->stride; r++)
    {
      out->rows[r] &= p->rows[r];
      out->columns[r] &= p->columns[r];
    }
}

/* Trials whose remainders are proved, or proved in one direction, say most about what is left.  Where not
   all pairs of remainders were tried, those that are left may have been tried beside bad ones only.  */
static void
find_remainders (const mm_verification *v, const bounds *b, mm_preservation *out)
{
  const mm_promise *p = &v->promise;
  for (int proved = 2; proved >= 0; proved--)
    for (size_t i = 0; i < v->trial_count; i++)
      {
        const mm_trial *trial = &v->trials[i];
        if (p->rows[trial->height % p->stride] + p->columns[trial->width % p->stride] == proved && !is_within (trial, b))
          blame (p, trial, out);
      }
  if (!v->covered && !out->preserved)
    keep_proved (p, out);
  out->some = any (out->rows, p->stride) && any (out->columns, p->stride);
  if (!out->some)
    memset (out->rows, false, 2 * (size_t) p->stride * sizeof (bool));
  out->basis = v->covered ? MM_SIZES_COVERED : MM_SIZES_SAMPLED;
  if (out->some && includes (out->rows, p->rows, p->stride) && includes (out->columns, p->columns, p->stride))
    out->basis = MM_SIZES_PROVED;
}

mm_status
mm_verification_judge (const mm_verification *v, double allowed, double allowed32, mm_preservation *out)
{
  const bounds b = { allowed, allowed32 };
  const uint32_t stride = v->promise.stride;
  *out = (mm_preservation){ .rows = mm_array_new (2 * (size_t) stride, sizeof (bool)) };
  if (!out->rows)
    return MM_ENOMEM;
  out->columns = out->rows + stride;
  memset (out->rows, true, 2 * (size_t) stride * sizeof (bool));
  out->preserved = v->trial_count > 0;
  for (size_t i = 0; i < v->trial_count; i++)
    {
      out->preserved &= is_within (&v->trials[i], &b);
      if (excess (&v->trials[i], &b) > excess (&v->trials[out->worst], &b))
        out->worst = i;
    }
  find_remainders (v, &b, out);
  return MM_OK;
}

void
mm_preservation_clear (mm_preservation *v)
{
  free (v->rows);
  *v = (mm_preservation){ .rows = NULL };
}
