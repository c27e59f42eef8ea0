/* numeric/plan.c: checking weights against their module.  */
#include "numeric/plan_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/spell.h"

static const char *
unsupported_kind (mm_kind kind)
{
  switch (kind)
    {
    case MM_KIND_AVGPOOL: return "an average pooling";
    case MM_KIND_FIXED: return "a fixed linear layer";
    case MM_KIND_OPAQUE: return "opaque";
    case MM_KIND_CONV:
    case MM_KIND_IDENTITY: break;
    }
  return NULL;
}

static mm_status
check_kernel (const mm_layer_info *info, const mm_filter *f, const char *name, mm_error *err)
{
  if (!f->data)
    return mm_fail (err, MM_EINVAL, 0, "layer %s has no weights", name);
  if (info->kernel_h && (info->kernel_h != f->kh || info->kernel_w != f->kw))
    return mm_fail (err, MM_EINVAL, 0, "layer %s has a %ux%u kernel in the module and a %ux%u one in its weights",
                    name, info->kernel_h, info->kernel_w, f->kh, f->kw);
  return MM_OK;
}

/* What can be said of a layer by itself.  */
static mm_status
check_layer (const mm_weights *w, mm_layer e, mm_error *err)
{
  char buffer[MM_SPELT];
  const mm_layer_info info = mm_module_layer_info (w->module, e);
  const char *name = mm_spell_layer (w->module, e, buffer), *kind = unsupported_kind (info.kind);
  if (kind)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s is %s; only convolutions and identities can be computed",
                    name, kind);
  if (info.groups != 1)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s has %u groups; only 1 is supported", name, info.groups);
  if (info.kind == MM_KIND_CONV)
    return check_kernel (&info, &w->filter[e], name, err);
  if (info.stride != 1)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s is an identity with stride %u; only 1 is supported", name,
                    info.stride);
  return MM_OK;
}

/* ---- channels ---------------------------------------------------------------- */

static mm_status
settle (const mm_module *m, const mm_plan *p, mm_blob v, mm_layer e, uint32_t channels, mm_error *err)
{
  char blob[MM_SPELT], layer[MM_SPELT];
  if (!p->channels[v])
    p->channels[v] = channels;
  if (p->channels[v] == channels)
    return MM_OK;
  return mm_fail (err, MM_EINVAL, 0, "layer %s needs %u channels at blob %s, which has %u",
                  mm_spell_layer (m, e, layer), channels, mm_spell_blob (m, v, blob), p->channels[v]);
}

/* An identity has as many channels behind it as before; `changed` when that says something new.  */
static mm_status
settle_identity (const mm_module *m, const mm_plan *p, mm_layer e, bool *changed, mm_error *err)
{
  const mm_blob u = mm_module_tails (m)[e], v = mm_module_heads (m)[e];
  if (p->channels[u] == p->channels[v])
    return MM_OK;
  *changed = !p->channels[u] || !p->channels[v];
  if (!p->channels[v])
    return settle (m, p, v, e, p->channels[u], err);
  return settle (m, p, u, e, p->channels[v], err);
}

static mm_status
find_channels (const mm_weights *w, const mm_plan *p, mm_error *err)
{
  const mm_module *m = w->module;
  mm_status s = MM_OK;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    p->channels[v] = mm_module_blob_info (m, v).channels;
  for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
    if (mm_weights_filter (w, e))
      {
        s = settle (m, p, mm_module_tails (m)[e], e, w->filter[e].in, err);
        if (!s)
          s = settle (m, p, mm_module_heads (m)[e], e, w->filter[e].out, err);
      }
  for (bool changed = true; changed && !s;)
    {
      changed = false;
      for (mm_layer e = 0; e < mm_module_layers (m) && !s; e++)
        if (mm_module_layer_info (m, e).kind == MM_KIND_IDENTITY)
          s = settle_identity (m, p, e, &changed, err);
    }
  char buffer[MM_SPELT];
  for (mm_blob v = 0; v < mm_module_blobs (m) && !s; v++)
    if (!p->channels[v])
      s = mm_fail (err, MM_EINVAL, 0, "nothing says how many channels blob %s has",
                   mm_spell_blob (m, v, buffer));
  return s;
}

/* ---- strides and radii --------------------------------------------------------- */

/* How far a path reaches that goes on over a layer: radius += (k - 1) / 2 dilation stride.  */
static bool
reach (uint32_t *to, uint32_t from, uint32_t kernel, uint32_t dilation, uint32_t stride)
{
  uint32_t radius;
  if (__builtin_mul_overflow (kernel / 2, dilation, &radius) || __builtin_mul_overflow (radius, stride, &radius)
      || __builtin_add_overflow (radius, from, &radius) || radius > INT32_MAX)
    return false;
  if (radius > *to)
    *to = radius;
  return true;
}

static mm_status
measure_layer (const mm_weights *w, const mm_plan *p, mm_layer e, mm_error *err)
{
  const mm_module *m = w->module;
  const mm_blob u = mm_module_tails (m)[e], v = mm_module_heads (m)[e];
  const mm_layer_info info = mm_module_layer_info (m, e);
  const mm_filter *f = mm_weights_filter (w, e);
  const uint32_t kh = f ? f->kh : 1, kw = f ? f->kw : 1;
  char blob[MM_SPELT], layer[MM_SPELT];
  uint32_t stride;
  if (__builtin_mul_overflow (p->stride[u], info.stride, &stride)
      || !reach (&p->radius_h[v], p->radius_h[u], kh, info.dilation, p->stride[u])
      || !reach (&p->radius_w[v], p->radius_w[u], kw, info.dilation, p->stride[u]))
    return mm_fail (err, MM_ELIMIT, 0, "the kernel of the whole module is too large at layer %s",
                    mm_spell_layer (m, e, layer));
  if (p->stride[v] && p->stride[v] != stride)
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "paths to blob %s disagree on the stride: %u, and %u by layer %s",
                    mm_spell_blob (m, v, blob), p->stride[v], stride, mm_spell_layer (m, e, layer));
  p->stride[v] = stride;
  return MM_OK;
}

static mm_status
measure (const mm_weights *w, const mm_plan *p, mm_error *err)
{
  const mm_module *m = w->module;
  mm_status s = MM_OK;
  p->stride[mm_module_source (m)] = 1;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_handles in = mm_module_in (m, mm_module_order (m)[i]);
      for (uint32_t k = 0; k < in.count && !s; k++)
        s = measure_layer (w, p, in.at[k], err);
    }
  return s;
}

mm_status
mm_plan_make (const mm_weights *w, mm_plan *out, mm_error *err)
{
  const size_t blobs = mm_module_blobs (w->module);
  mm_status unusable = mm_module_check_numbers (w->module, err);
  if (!unusable)
    unusable = mm_module_check_activations (w->module, err);
  if (unusable)
    return unusable;
  uint32_t *block = mm_array_new (blobs, 4 * sizeof *block);
  if (!block)
    return mm_fail_memory (err);
  *out = (mm_plan){ block, block + blobs, block + 2 * blobs, block + 3 * blobs, block };

  mm_status s = MM_OK;
  for (mm_layer e = 0; e < mm_module_layers (w->module) && !s; e++)
    s = check_layer (w, e, err);
  if (!s)
    s = find_channels (w, out, err);
  if (!s)
    s = measure (w, out, err);
  if (s)
    mm_plan_clear (out);
  return s;
}

void
mm_plan_clear (mm_plan *p)
{
  free (p->block);
  *p = (mm_plan){ .block = NULL };
}
