/* numeric/verify.c: does a child compute its parent on images?  */
#include "numeric/verify.h"

#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/fold_i.h"
#include "numeric/forward.h"
#include "numeric/parent_i.h"
#include "numeric/random.h"
#include "numeric/sizes_i.h"

enum
{
  PROBES = 4
};

/* What was met in one precision: the greatest differences, by image and channel as well.  */
typedef struct tally
{
  double interior, border;
  double *by_channel; /* of the image at hand; each image has channels entries */
  double *by_depth;   /* ring entries: so many pixels from the border */
} tally;

typedef struct question
{
  const mm_weights *w;
  const mm_filter *parent;
  const double *bias;
  const double *rounding; /* per output channel: differences up to this are none; or NULL */
  uint32_t stride, ring;
  int precisions; /* 1: float64 only */
} question;

/* The parent's greatest outputs, and the differences in both precisions.  */
typedef struct record
{
  double output, *channel_output;
  tally t[2];
} record;

static void
raise (double *greatest, double value)
{
  /* A difference of NaN must not look like none.  */
  const double size = isfinite (value) ? fabs (value) : HUGE_VAL;
  if (size > *greatest)
    *greatest = size;
}

static void
add_outputs (record *r, const mm_image *parent)
{
  const size_t pixels = (size_t) parent->height * parent->width;
  for (size_t c = 0; c < parent->channels; c++)
    {
      for (size_t i = 0; i < pixels; i++)
        raise (&r->channel_output[c], parent->data[c * pixels + i]);
      raise (&r->output, r->channel_output[c]);
    }
}

/* How many pixels lie between this one and the border.  */
static uint32_t
depth_of (const mm_image *x, uint32_t row, uint32_t column)
{
  const uint32_t below = x->height - 1 - row, right = x->width - 1 - column;
  const uint32_t vertical = row < below ? row : below, horizontal = column < right ? column : right;
  return vertical < horizontal ? vertical : horizontal;
}

static void
add_image (const question *q, tally *t, const mm_image *child, const mm_image *parent)
{
  size_t at = 0;
  for (uint32_t c = 0; c < parent->channels; c++)
    for (uint32_t y = 0; y < parent->height; y++)
      for (uint32_t x = 0; x < parent->width; x++, at++)
        {
          const double difference = child->data[at] - parent->data[at];
          const uint32_t depth = depth_of (parent, y, x);
          if (q->rounding && fabs (difference) <= q->rounding[c])
            continue;
          raise (depth < q->ring ? &t->border : &t->interior, difference);
          raise (&t->by_channel[c], difference);
          if (depth < q->ring)
            raise (&t->by_depth[depth], difference);
        }
}

/* ---- relative errors ------------------------------------------------------------------ */

/* Relative to the parent's output; a parent without any must be met exactly.  */
static double
relative (double difference, double output)
{
  if (difference == 0)
    return 0;
  return output > 0 && isfinite (output) ? difference / output : HUGE_VAL;
}

/* The channel that is off by most of its own output, or of that of all where it has none.  */
static double
worst_channel (const record *r, const double *differences, uint32_t channels, uint32_t *worst)
{
  double most = 0;
  *worst = 0;
  for (uint32_t c = 0; c < channels; c++)
    {
      const double error = relative (differences[c], r->channel_output[c] > 0 ? r->channel_output[c] : r->output);
      if (error > most)
        {
          most = error;
          *worst = c;
        }
    }
  return most;
}

static double
greatest_of (const double *values, uint32_t count)
{
  double most = 0;
  for (uint32_t i = 0; i < count; i++)
    raise (&most, values[i]);
  return most;
}

static void
conclude_trial (const record *r, const double *differences[2], uint32_t channels, mm_verification *out, mm_trial *trial)
{
  uint32_t worst;
  trial->whole = relative (greatest_of (differences[0], channels), r->output);
  trial->whole32 = relative (greatest_of (differences[1], channels), r->output);
  trial->channel = worst_channel (r, differences[0], channels, &worst);
  if (trial->channel > out->channel)
    out->channel = trial->channel, out->worst = worst;
  trial->channel32 = worst_channel (r, differences[1], channels, &worst);
  if (trial->channel32 > out->channel32)
    out->channel32 = trial->channel32, out->worst32 = worst;
}

/* `first` holds the differences of all images, those in float64 before those in float32.  */
static void
conclude (const record *r, const double *first, uint32_t channels, mm_verification *out)
{
  out->interior = relative (r->t[0].interior, r->output);
  out->border = relative (r->t[0].border, r->output);
  out->whole = fmax (out->interior, out->border);
  out->interior32 = relative (r->t[1].interior, r->output);
  out->border32 = relative (r->t[1].border, r->output);
  out->whole32 = fmax (out->interior32, out->border32);
  for (uint32_t d = 0; d < out->promise.ring; d++)
    out->by_depth[d] = relative (out->by_depth[d], r->output);
  out->channel = out->channel32 = 0;
  out->worst = out->worst32 = 0;
  for (size_t i = 0; i < out->trial_count; i++)
    {
      const double *differences[2] = { first + i * channels, first + (out->trial_count + i) * channels };
      conclude_trial (r, differences, channels, out, &out->trials[i]);
    }
}

/* ---- images ------------------------------------------------------------------------------ */

/* Its pixels are float32 numbers, so that both precisions see the same image.  */
static mm_status
draw_image (mm_random *random, uint32_t channels, const mm_trial *size, mm_image *x)
{
  mm_status s = mm_image_init (x, channels, size->height, size->width);
  for (size_t i = 0; !s && i < (size_t) channels * size->height * size->width; i++)
    x->data[i] = (double) (float) mm_random_normal (random);
  return s;
}

/* One image through the parent, and through the child in both precisions.  */
static mm_status
compare (const question *q, const mm_image *x, record *r, mm_error *err)
{
  /* Zeros around the image once are, for a single layer, zero padding.  */
  const mm_padding padding
    = mm_module_padding (q->w->module) == MM_PADDING_CIRCULAR ? MM_PADDING_CIRCULAR : MM_PADDING_SAME;
  mm_image expected, y;
  mm_status s = mm_forward_layer (q->parent, q->bias, q->stride, 1, padding, x, &expected);
  if (s)
    return mm_fail (err, s, 0, "%s while running the parent", mm_status_text (s));
  add_outputs (r, &expected);
  for (int single = 0; single < q->precisions && !s; single++)
    {
      s = mm_forward_module (q->w, single, x, &y, err);
      if (!s)
        add_image (q, &r->t[single], &y, &expected);
      mm_image_clear (&y);
    }
  mm_image_clear (&expected);
  return s;
}

static mm_status
compare_images (const question *q, uint64_t seed, record *r, mm_verification *out, mm_error *err)
{
  mm_random random;
  mm_random_seed (&random, seed, 1);
  mm_status s = MM_OK;
  for (size_t i = 0; i < out->trial_count && !s; i++)
    {
      mm_image x = { .data = NULL };
      const mm_trial *trial = &out->trials[i];
      s = draw_image (&random, q->parent->in, trial, &x);
      if (s)
        mm_fail (err, s, 0, "%s while drawing an image of %ux%u pixels", mm_status_text (s), trial->height,
                 trial->width);
      else
        s = compare (q, &x, r, err);
      mm_image_clear (&x);
      r->t[0].by_channel += q->parent->out;
      r->t[1].by_channel += q->parent->out;
    }
  return s;
}

static mm_status
try_images (const question *q, uint64_t seed, mm_verification *out, mm_error *err)
{
  const size_t channels = q->parent->out, all = channels * out->trial_count;
  double *values = out->trial_count < SIZE_MAX / (2 * channels) - q->ring - 1
                     ? mm_array_new (channels + 2 * all + q->ring, sizeof *values) : NULL;
  out->by_depth = mm_array_new (q->ring, sizeof *out->by_depth);
  if (!values || !out->by_depth)
    {
      free (values);
      return mm_fail_memory (err);
    }
  double *differences = values + channels;
  record r = { 0, values, { { 0, 0, differences, out->by_depth },
                            { 0, 0, differences + all, differences + 2 * all } } };
  const mm_status s = compare_images (q, seed, &r, out, err);
  if (!s)
    conclude (&r, differences, q->parent->out, out);
  free (values);
  return s;
}

/* ---- sizes -------------------------------------------------------------------------------- */

static uint32_t
greatest (uint32_t a, uint32_t b)
{
  return a > b ? a : b;
}

static mm_status
choose_sizes (const mm_weights *w, const mm_plan *plan, const mm_filter *parent, mm_verification *out, mm_error *err)
{
  const mm_blob t = mm_module_sink (w->module);
  mm_sizes sizes;
  mm_status s = mm_sizes_choose (w, plan, &out->promise, greatest (plan->radius_h[t], parent->kh / 2),
                                 greatest (plan->radius_w[t], parent->kw / 2), &sizes);
  if (s)
    return mm_fail (err, s, 0, "%s while choosing the sizes of images", mm_status_text (s));
  out->trials = mm_array_new (sizes.count, sizeof *out->trials);
  if (out->trials)
    {
      out->trial_count = sizes.count;
      out->covered = sizes.covered;
      for (size_t i = 0; i < sizes.count; i++)
        out->trials[i] = (mm_trial){ .height = sizes.at[i].height, .width = sizes.at[i].width };
    }
  mm_sizes_clear (&sizes);
  return out->trials ? MM_OK : mm_fail_memory (err);
}

static const mm_verification failed
  = { .interior = HUGE_VAL, .border = HUGE_VAL, .whole = HUGE_VAL, .interior32 = HUGE_VAL, .border32 = HUGE_VAL,
      .whole32 = HUGE_VAL, .channel = HUGE_VAL, .channel32 = HUGE_VAL, .probe = HUGE_VAL };

static mm_status
compare_all (question *q, const mm_plan *plan, uint64_t seed, mm_verification *out, mm_error *err)
{
  mm_status s = mm_parent_check (q->w->module, plan, q->parent, err);
  if (!s)
    s = mm_promise_make (q->w, &out->promise, err);
  if (!s)
    s = choose_sizes (q->w, plan, q->parent, out, err);
  if (s)
    return s;
  q->stride = out->promise.stride;
  q->ring = out->promise.ring;
  return try_images (q, seed, out, err);
}

static mm_status
answer (question *q, uint64_t seed, bool probe, mm_verification *out, mm_error *err)
{
  mm_plan plan;
  *out = failed;
  mm_status s = mm_plan_make (q->w, &plan, err);
  if (s)
    return s;
  s = compare_all (q, &plan, seed, out, err);
  mm_plan_clear (&plan);
  if (!s && probe)
    s = mm_probe (q->w, q->parent, PROBES, seed, &out->probe, err);
  if (s)
    {
      mm_verification_clear (out);
      *out = failed;
    }
  return s;
}

mm_status
mm_verify (const mm_weights *w, const mm_filter *parent, const double *bias, uint64_t seed, mm_verification *out,
           mm_error *err)
{
  question q = { .w = w, .parent = parent, .bias = bias, .precisions = 2 };
  return answer (&q, seed, true, out, err);
}

mm_status
mm_fold_check (const mm_weights *w, const mm_filter *fold, const double *bias, const double *rounding, uint64_t seed,
               mm_verification *out, mm_error *err)
{
  question q = { .w = w, .parent = fold, .bias = bias, .rounding = rounding, .precisions = 1 };
  return answer (&q, seed, false, out, err);
}

void
mm_verification_clear (mm_verification *v)
{
  mm_promise_clear (&v->promise);
  free (v->trials);
  free (v->by_depth);
  *v = (mm_verification){ .trials = NULL };
}
