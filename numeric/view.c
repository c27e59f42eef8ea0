/* numeric/view.c: a module as the hub algorithms see it, read from s or from t.  */
#include "numeric/view_i.h"

#include <stdlib.h>

#include "graph/array.h"
#include "graph/spell.h"

static mm_status
read_blob (mm_view *view, mm_blob v, const mm_demand *demand, mm_error *err)
{
  char name[MM_SPELT];
  const mm_module *m = view->module;
  const uint32_t own = mm_module_blob_info (m, v).channels;
  const bool end = v == view->s || v == view->t;
  const uint32_t asked = v == view->s ? demand->in : demand->out;
  if (end && own != 0 && own != asked)
    return mm_fail (err, MM_EINVAL, 0,
                    "the parent has %u %s channels, but blob %s of the module has %u: change one of them",
                    asked, v == view->s ? "input" : "output", mm_spell_blob (m, v, name), own);
  if (!end && own == 0)
    return mm_fail (err, MM_EINVAL, 0,
                    "blob %s has no channels: add channels=… to it in DOT (or to all blobs: node [channels=…])",
                    mm_spell_blob (m, v, name));
  view->channels[v] = end ? asked : own;
  return MM_OK;
}

static mm_status
read_layer (mm_view *view, mm_layer e, mm_error *err)
{
  char name[MM_SPELT];
  const mm_module *m = view->module;
  const mm_layer_info info = mm_module_layer_info (m, e);
  const char *what = info.kind != MM_KIND_CONV ? "is no convolution"
                     : info.stride != 1        ? "has a stride"
                     : info.dilation != 1      ? "is dilated"
                     : info.groups != 1        ? "is grouped"
                                               : NULL;
  if (what)
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "layer %s %s: only convolutions of stride, dilation and groups 1 can carry a parent so far",
                    mm_spell_layer (m, e, name), what);
  if (info.kernel_h == 0 || info.kernel_w == 0)
    return mm_fail (err, MM_EINVAL, 0,
                    "layer %s has no kernel: add kernel=… to it in DOT (or to all layers: edge [kernel=…])",
                    mm_spell_layer (m, e, name));
  view->layer[e] = (mm_view_layer){ mm_module_tails (m)[e], mm_module_heads (m)[e], info.kernel_h, info.kernel_w };
  return MM_OK;
}

mm_status
mm_view_init (mm_view *view, const mm_module *m, const mm_demand *demand, mm_error *err)
{
  *view = (mm_view){
    .module = m,
    .blobs = mm_module_blobs (m),
    .layers = mm_module_layers (m),
    .s = mm_module_source (m),
    .t = mm_module_sink (m),
  };
  if (demand->in == 0 || demand->out == 0 || demand->kh % 2 == 0 || demand->kw % 2 == 0)
    return mm_fail (err, MM_EINVAL, 0, "a parent has at least one channel on each side and an odd kernel");
  const mm_status unusable = mm_module_check_numbers (m, err);
  if (unusable)
    return unusable;
  view->channels = mm_array_new (view->blobs, sizeof *view->channels);
  view->layer = mm_array_new (view->layers, sizeof *view->layer);
  mm_status s = view->channels && view->layer ? MM_OK : mm_fail_memory (err);
  for (mm_blob v = 0; !s && v < view->blobs; v++)
    s = read_blob (view, v, demand, err);
  for (mm_layer e = 0; !s && e < view->layers; e++)
    s = read_layer (view, e, err);
  if (s)
    mm_view_clear (view);
  return s;
}

void
mm_view_clear (mm_view *view)
{
  free (view->channels);
  free (view->layer);
  view->channels = NULL;
  view->layer = NULL;
}

void
mm_view_turn (mm_view *view)
{
  view->reversed = !view->reversed;
  const mm_blob s = view->s;
  view->s = view->t;
  view->t = s;
  for (mm_layer e = 0; e < view->layers; e++)
    {
      const mm_blob tail = view->layer[e].tail;
      view->layer[e].tail = view->layer[e].head;
      view->layer[e].head = tail;
    }
}

mm_handles
mm_view_in (const mm_view *view, mm_blob v)
{
  return view->reversed ? mm_module_out (view->module, v) : mm_module_in (view->module, v);
}

mm_handles
mm_view_out (const mm_view *view, mm_blob v)
{
  return view->reversed ? mm_module_in (view->module, v) : mm_module_out (view->module, v);
}

mm_blob
mm_view_order (const mm_view *view, uint32_t i)
{
  return mm_module_order (view->module)[view->reversed ? view->blobs - 1 - i : i];
}

bool
mm_view_fits (const mm_view *view, mm_layer e, const mm_demand *demand)
{
  return view->layer[e].kh >= demand->kh && view->layer[e].kw >= demand->kw;
}
