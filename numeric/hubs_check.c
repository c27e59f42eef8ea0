/* numeric/hubs_check.c: whether a plan of several hubs is one (NUMERICS.md T4).  */
#include "numeric/hubs_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"

/* A plan under examination.  Sums are of 32-bit numbers over at most 2^32 layers: they fit 64 bits.  */
typedef struct exam
{
  const mm_view *view;
  const mm_demand *demand;
  const mm_hubs *plan;
  bool *hub;               /* per blob; owned */
  uint64_t *into, *out_of; /* per blob: units, for one sum at a time; owned */
} exam;

static const char *
name_of (const exam *x, mm_blob v, char buffer[MM_SPELT])
{
  return mm_spell_blob (x->view->module, v, buffer);
}

static bool
is_inner (const exam *x, mm_blob v)
{
  return v != x->view->s && v != x->view->t;
}

/* ---- hubs and channels ---------------------------------------------------------------- */

static mm_status
check_arrays (const mm_hubs *p, mm_error *err)
{
  if (!p->code || !p->output || !p->start || (p->count > 0 && (!p->hub || !p->input)))
    return mm_fail (err, MM_EINVAL, 0, "the plan of several hubs is not complete");
  return MM_OK;
}

static mm_status
mark_hubs (exam *x, mm_error *err)
{
  char name[MM_SPELT];
  const mm_hubs *p = x->plan;
  for (uint32_t i = 0; i < p->count; i++)
    {
      const mm_blob h = p->hub[i];
      if (h >= x->view->blobs || (i > 0 && h <= p->hub[i - 1]))
        return mm_fail (err, MM_EINVAL, 0, "the hubs of the plan are no blobs in ascending order");
      if (!is_inner (x, h))
        return mm_fail (err, MM_EINVAL, 0, "the plan names %s as a hub, which is an end of the module",
                        name_of (x, h, name));
      if (p->code[h] < x->demand->rank_in)
        return mm_fail (err, MM_EINVAL, 0,
                        "the plan gives hub %s %u channels for the input code, and the parent reads %u",
                        name_of (x, h, name), p->code[h], x->demand->rank_in);
      x->hub[h] = true;
    }
  x->hub[x->view->s] = true;
  return MM_OK;
}

/* ---- the input code -------------------------------------------------------------------- */

/* Sum up what layers carry into and out of every blob.  */
static void
sum_up (exam *x, const uint32_t *carried, const uint32_t *started)
{
  memset (x->into, 0, x->view->blobs * sizeof *x->into);
  memset (x->out_of, 0, x->view->blobs * sizeof *x->out_of);
  for (mm_layer e = 0; e < x->view->layers; e++)
    {
      const mm_view_layer *layer = &x->view->layer[e];
      x->out_of[layer->tail] += carried[e];
      x->into[layer->head] += (uint64_t) carried[e] + (started ? started[e] : 0);
    }
}

/* Units of the input code on their way to one hub.  */
static mm_status
check_input (exam *x, mm_blob h, const uint32_t *input, mm_error *err)
{
  char name[MM_SPELT], other[MM_SPELT];
  const char *hub = name_of (x, h, name);
  sum_up (x, input, NULL);
  if (x->into[x->view->t] > 0)
    return mm_fail (err, MM_EINVAL, 0, "the plan carries input code for hub %s beyond all hubs", hub);
  if (x->into[h] < x->demand->rank_in)
    return mm_fail (err, MM_EINVAL, 0,
                    "the plan brings %llu units of the input code to hub %s, and the parent reads %u",
                    (unsigned long long) x->into[h], hub, x->demand->rank_in);
  for (mm_blob v = 0; v < x->view->blobs; v++)
    if (is_inner (x, v) && v != h && x->into[v] != x->out_of[v])
      return mm_fail (err, MM_EINVAL, 0,
                      "on the way to hub %s the plan takes %llu units into %s and %llu out of it", hub,
                      (unsigned long long) x->into[v], name_of (x, v, other), (unsigned long long) x->out_of[v]);
    else if (is_inner (x, v) && v != h && x->into[v] > x->plan->code[v])
      return mm_fail (err, MM_EINVAL, 0,
                      "the plan takes %llu units to hub %s through %s, which has %u channels for them",
                      (unsigned long long) x->into[v], hub, name_of (x, v, other), x->plan->code[v]);
  return MM_OK;
}

/* ---- the output code ---------------------------------------------------------------------- */

static mm_status
check_layer (const exam *x, mm_layer e, mm_error *err)
{
  char name[MM_SPELT];
  const mm_view_layer *layer = &x->view->layer[e];
  const char *text = mm_spell_layer (x->view->module, e, name);
  if (layer->tail == x->view->s && x->plan->output[e] > 0)
    return mm_fail (err, MM_EINVAL, 0, "the plan carries output code on layer %s, before any has started", text);
  if (x->plan->start[e] == 0)
    return MM_OK;
  if (!x->hub[layer->tail])
    return mm_fail (err, MM_EINVAL, 0, "the plan starts output code on layer %s, which does not leave a hub", text);
  if (!mm_view_fits (x->view, e, x->demand))
    return mm_fail (err, MM_EINVAL, 0,
                    "the plan starts output code on layer %s, whose %ux%u kernel does not cover the parent's %ux%u",
                    text, layer->kh, layer->kw, x->demand->kh, x->demand->kw);
  return MM_OK;
}

static mm_status
check_output (exam *x, mm_error *err)
{
  char name[MM_SPELT];
  mm_status s = MM_OK;
  for (mm_layer e = 0; !s && e < x->view->layers; e++)
    s = check_layer (x, e, err);
  if (s)
    return s;
  sum_up (x, x->plan->output, x->plan->start);
  for (mm_blob v = 0; v < x->view->blobs; v++)
    if (is_inner (x, v) && x->into[v] != x->out_of[v])
      return mm_fail (err, MM_EINVAL, 0, "the plan takes %llu units of the output code into %s and %llu out of it",
                      (unsigned long long) x->into[v], name_of (x, v, name), (unsigned long long) x->out_of[v]);
    else if (is_inner (x, v) && x->into[v] + x->plan->code[v] > x->view->channels[v])
      return mm_fail (err, MM_EINVAL, 0, "the plan needs %llu + %u channels at %s, which has %u",
                      (unsigned long long) x->into[v], x->plan->code[v], name_of (x, v, name), x->view->channels[v]);
  if (x->into[x->view->t] < x->demand->rank_out)
    return mm_fail (err, MM_EINVAL, 0, "the plan delivers %llu units of the output code, and the parent writes %u",
                    (unsigned long long) x->into[x->view->t], x->demand->rank_out);
  return MM_OK;
}

/* ---- all together -------------------------------------------------------------------------- */

static mm_status
check_all (exam *x, mm_error *err)
{
  const mm_hubs *p = x->plan;
  if (p->code[x->view->s] > 0 || p->code[x->view->t] > 0)
    return mm_fail (err, MM_EINVAL, 0, "the plan keeps channels for the input code at an end of the module");
  mm_status s = mark_hubs (x, err);
  for (uint32_t i = 0; !s && i < p->count; i++)
    s = check_input (x, p->hub[i], p->input + (size_t) i * x->view->layers, err);
  return s ? s : check_output (x, err);
}

mm_status
mm_hubs_check (const mm_view *view, const mm_demand *demand, const mm_hubs *plan, mm_error *err)
{
  mm_status s = check_arrays (plan, err);
  if (s)
    return s;
  exam x = { view, demand, plan, mm_array_new (view->blobs, sizeof *x.hub),
             mm_array_new (view->blobs, sizeof *x.into), mm_array_new (view->blobs, sizeof *x.out_of) };
  s = x.hub && x.into && x.out_of ? check_all (&x, err) : mm_fail_memory (err);
  free (x.hub);
  free (x.into);
  free (x.out_of);
  return s;
}
