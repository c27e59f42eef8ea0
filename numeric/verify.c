/* numeric/verify.c: does a child compute its parent on images?  */
#include "numeric/verify.h"

#include <math.h>
#include <stdlib.h>

#include "graph/array.h"
#include "numeric/forward.h"
#include "numeric/parent_i.h"
#include "numeric/random.h"

enum
{
  IMAGES = 2,
  INSIDE = 6, /* how many rows lie inside the ring; one column more, so that no image is square */
  PROBES = 4
};

/* The greatest differences met so far, and the parent's greatest outputs: of all and by channel.  */
typedef struct tally
{
  double interior, border, output;
  double *channel_difference, *channel_output;
} tally;

static void
raise (double *greatest, double value)
{
  /* A difference of NaN must not look like none.  */
  const double size = isfinite (value) ? fabs (value) : HUGE_VAL;
  if (size > *greatest)
    *greatest = size;
}

static void
add_image (tally *t, const mm_image *child, const mm_image *parent, uint32_t ring)
{
  size_t at = 0;
  for (uint32_t c = 0; c < parent->channels; c++)
    for (uint32_t y = 0; y < parent->height; y++)
      for (uint32_t x = 0; x < parent->width; x++, at++)
        {
          const bool border = y < ring || x < ring || y + ring >= parent->height || x + ring >= parent->width;
          raise (border ? &t->border : &t->interior, child->data[at] - parent->data[at]);
          raise (&t->channel_difference[c], child->data[at] - parent->data[at]);
          raise (&t->channel_output[c], parent->data[at]);
          raise (&t->output, parent->data[at]);
        }
}

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
worst_channel (const tally *t, uint32_t channels, uint32_t *worst)
{
  double most = 0;
  *worst = 0;
  for (uint32_t c = 0; c < channels; c++)
    {
      const double output = t->channel_output[c] > 0 ? t->channel_output[c] : t->output;
      const double error = relative (t->channel_difference[c], output);
      if (error > most)
        {
          most = error;
          *worst = c;
        }
    }
  return most;
}

static void
conclude (const tally t[2], uint32_t channels, mm_verification *out)
{
  out->interior = relative (t[0].interior, t[0].output);
  out->border = relative (t[0].border, t[0].output);
  out->whole = fmax (out->interior, out->border);
  out->channel = worst_channel (&t[0], channels, &out->worst);
  out->interior32 = relative (t[1].interior, t[1].output);
  out->border32 = relative (t[1].border, t[1].output);
  out->whole32 = fmax (out->interior32, out->border32);
  out->channel32 = worst_channel (&t[1], channels, &out->worst32);
}

static uint32_t
greatest (uint32_t a, uint32_t b)
{
  return a > b ? a : b;
}

/* How many of t's pixels from the border on padding can be felt, in the module or in the parent.  */
static uint32_t
ring_width (const mm_module *m, const mm_plan *plan, const mm_filter *parent)
{
  const mm_blob t = mm_module_sink (m);
  const uint32_t module = greatest (plan->radius_h[t], plan->radius_w[t]);
  const uint32_t radius = greatest (module, greatest (parent->kh / 2, parent->kw / 2));
  return radius / plan->stride[t] + (radius % plan->stride[t] != 0);
}

/* A random image with a ring and an interior.  Its pixels are float32 numbers, so that
   both precisions see the same image.  */
static mm_status
draw_image (mm_random *random, uint32_t channels, uint32_t ring, uint32_t stride, mm_image *x)
{
  const uint64_t height = (2 * (uint64_t) ring + INSIDE) * stride, width = height + stride;
  if (height > INT32_MAX || width > INT32_MAX)
    return MM_ELIMIT;
  mm_status s = mm_image_init (x, channels, (uint32_t) height, (uint32_t) width);
  for (size_t i = 0; !s && i < (size_t) channels * height * width; i++)
    x->data[i] = (double) (float) mm_random_normal (random);
  return s;
}

typedef struct question
{
  const mm_weights *w;
  const mm_filter *parent;
  const double *bias;
  uint32_t stride, ring;
} question;

/* One image through the parent, and through the child in both precisions.  */
static mm_status
compare (const question *q, const mm_image *x, tally t[2], mm_error *err)
{
  /* Zeros around the image once are, for a single layer, zero padding.  */
  const mm_padding padding
    = mm_module_padding (q->w->module) == MM_PADDING_CIRCULAR ? MM_PADDING_CIRCULAR : MM_PADDING_SAME;
  mm_image expected, y;
  mm_status s = mm_forward_layer (q->parent, q->bias, q->stride, 1, padding, x, &expected);
  if (s)
    return mm_fail (err, s, 0, "%s while running the parent", mm_status_text (s));
  for (int single = 0; single < 2 && !s; single++)
    {
      s = mm_forward_module (q->w, single, x, &y, err);
      if (!s)
        add_image (&t[single], &y, &expected, q->ring);
      mm_image_clear (&y);
    }
  mm_image_clear (&expected);
  return s;
}

static mm_status
compare_images (const question *q, uint64_t seed, mm_verification *out, mm_error *err)
{
  const size_t channels = q->parent->out;
  double *by_channel = mm_array_new (4 * channels, sizeof *by_channel);
  if (!by_channel)
    return mm_fail_memory (err);
  tally t[2] = { { .channel_difference = by_channel, .channel_output = by_channel + channels },
                 { .channel_difference = by_channel + 2 * channels, .channel_output = by_channel + 3 * channels } };
  mm_random random;
  mm_random_seed (&random, seed, 1);
  mm_status s = MM_OK;
  for (int i = 0; i < IMAGES && !s; i++)
    {
      mm_image x = { .data = NULL };
      s = draw_image (&random, q->parent->in, q->ring, q->stride, &x);
      if (s)
        mm_fail (err, s, 0, "%s while drawing an image with a border of %u pixels", mm_status_text (s), q->ring);
      else
        s = compare (q, &x, t, err);
      mm_image_clear (&x);
    }
  if (!s)
    conclude (t, q->parent->out, out);
  free (by_channel);
  return s;
}

mm_status
mm_verify (const mm_weights *w, const mm_filter *parent, const double *bias, uint64_t seed, mm_verification *out,
           mm_error *err)
{
  const double worst = HUGE_VAL;
  mm_plan plan;
  *out = (mm_verification){ 0, worst, worst, worst, worst, worst, worst, worst, worst, 0, 0, worst,
                            mm_module_padding (w->module) };
  mm_status s = mm_plan_make (w, &plan, err);
  if (s)
    return s;
  s = mm_parent_check (w->module, &plan, parent, err);
  if (!s)
    {
      const question q = { w, parent, bias, plan.stride[mm_module_sink (w->module)],
                           ring_width (w->module, &plan, parent) };
      out->ring = q.ring;
      s = compare_images (&q, seed, out, err);
    }
  mm_plan_clear (&plan);
  return s ? s : mm_probe (w, parent, PROBES, seed, &out->probe, err);
}
