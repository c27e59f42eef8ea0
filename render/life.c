/* render/life.c: what lives when.  */
#include <stdlib.h>

#include "graph/array.h"
#include "render/palette_i.h"
#include "render/scene_i.h"

bool
mm_scene_is_node_step (const mm_scene *s, size_t k)
{
  mm_step step = mm_derivation_step (s->derivation, k - 1);
  return step.rule == MM_RULE_NODE_IN || step.rule == MM_RULE_NODE_OUT;
}

static mm_kernel
kernel_of_layer (const mm_module *m, mm_layer e)
{
  mm_layer_info info = mm_module_layer_info (m, e);
  mm_kernel k = { info.kernel_h, info.kernel_w, info.stride };
  if (k.width == 0 && info.kind == MM_KIND_IDENTITY)
    k.height = k.width = 1;
  if (k.width == 0 || k.height == 0 || info.kind == MM_KIND_OPAQUE)
    return (mm_kernel){ 0, 0, 0 };
  k.height = (k.height - 1) * info.dilation + 1;
  k.width = (k.width - 1) * info.dilation + 1;
  return k;
}

/* One convolution after the other: the second sees the first's output, stride apart.  */
static mm_kernel
kernel_of_series (mm_kernel a, mm_kernel b)
{
  if (!a.width || !b.width)
    return (mm_kernel){ 0, 0, 0 };
  return (mm_kernel){ a.height + (b.height - 1) * a.stride, a.width + (b.width - 1) * a.stride, a.stride * b.stride };
}

static mm_kernel
kernel_of_sum (mm_kernel a, mm_kernel b)
{
  if (!a.width || !b.width || a.stride != b.stride)
    return (mm_kernel){ 0, 0, 0 };
  return (mm_kernel){ a.height > b.height ? a.height : b.height, a.width > b.width ? a.width : b.width, a.stride };
}

static mm_kernel
kernel_of (const mm_scene *s, mm_term x)
{
  const mm_term_info *life = &s->layer[x].life;
  if (life->kind == MM_TERM_LAYER)
    return kernel_of_layer (s->module, life->id);
  mm_kernel a = s->layer[life->first].kernel, b = s->layer[life->second].kernel;
  return life->kind == MM_TERM_SERIES ? kernel_of_series (a, b) : kernel_of_sum (a, b);
}

mm_status
mm_scene_live (mm_scene *s)
{
  s->blobs = mm_module_blobs (s->module);
  s->layers = mm_tree_terms (s->tree);
  s->steps = mm_derivation_length (s->derivation);
  s->blob = mm_array_new (s->blobs, sizeof *s->blob);
  s->layer = mm_array_new (s->layers, sizeof *s->layer);
  if (!s->blob || !s->layer)
    return MM_ENOMEM;

  for (mm_blob v = 0; v < s->blobs; v++)
    {
      bool terminal = v == mm_module_source (s->module) || v == mm_module_sink (s->module);
      s->blob[v].radius = MM_BLOB_RADIUS + (terminal ? MM_RING : 0);
      s->blob[v].death = UINT32_MAX;
    }
  for (size_t k = 0; k < s->steps; k++)
    {
      mm_step step = mm_derivation_step (s->derivation, k);
      if (step.rule != MM_RULE_PARALLEL)
        s->blob[step.blob].death = (uint32_t) k + 1;
    }
  for (mm_term x = 0; x < s->layers; x++)
    {
      s->layer[x].life = mm_tree_term (s->tree, x);
      s->layer[x].kernel = kernel_of (s, x);
    }
  return MM_OK;
}
