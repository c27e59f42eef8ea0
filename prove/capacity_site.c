/* prove/capacity_site.c: a module and a demand as plain integers.  */
#include <stdlib.h>

#include "graph/array.h"
#include "graph/spell.h"
#include "prove/capacity_i.h"

static mm_status
read_blob (mm_site *site, mm_blob v, const mm_demand *demand, bool bare, mm_error *err)
{
  char name[MM_SPELT];
  const uint32_t own = mm_module_blob_info (site->m, v).channels;
  const bool end = v == site->s || v == site->t;
  const uint32_t asked = v == site->s ? demand->in : demand->out;
  if (end && own != 0 && own != asked)
    return mm_fail (err, MM_EINVAL, 0, "blob %s has %u channels, but the convolution has %u there",
                    mm_spell_blob (site->m, v, name), own, asked);
  if (!end && own == 0 && !bare)
    return mm_fail (err, MM_EINVAL, 0, "blob %s has no channels", mm_spell_blob (site->m, v, name));
  site->channels[v] = end ? asked : own;
  return MM_OK;
}

static mm_status
read_layer (mm_site *site, mm_layer e, const mm_demand *demand, bool bare, mm_error *err)
{
  char name[MM_SPELT];
  const mm_layer_info info = mm_module_layer_info (site->m, e);
  if (info.kind != MM_KIND_CONV || info.stride != 1 || info.dilation != 1 || info.groups != 1)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "layer %s is no convolution of stride, dilation and groups 1",
                    mm_spell_layer (site->m, e, name));
  if ((info.kernel_h == 0 || info.kernel_w == 0) && !bare)
    return mm_fail (err, MM_EINVAL, 0, "layer %s has no kernel", mm_spell_layer (site->m, e, name));
  site->tail[e] = mm_module_tails (site->m)[e];
  site->head[e] = mm_module_heads (site->m)[e];
  site->fits[e] = info.kernel_h >= demand->kh && info.kernel_w >= demand->kw;
  return MM_OK;
}

/* @param bare  channels and kernels may be missing */
static mm_status
look_at (mm_site *site, const mm_module *m, const mm_demand *demand, bool bare, mm_error *err)
{
  *site = (mm_site){
    .m = m,
    .blobs = mm_module_blobs (m),
    .layers = mm_module_layers (m),
    .s = mm_module_source (m),
    .t = mm_module_sink (m),
    .rank_in = demand->rank_in,
    .rank_out = demand->rank_out,
  };
  if (demand->in == 0 || demand->out == 0 || demand->rank_in == 0 || demand->rank_out == 0
      || demand->rank_in > demand->in || demand->rank_out > demand->out)
    return mm_fail (err, MM_EINVAL, 0, "a convolution has channels, and ranks from 1 to as many as these");
  const mm_status unusable = mm_module_check_numbers (m, err);
  if (unusable)
    return unusable;
  site->tail = mm_array_new (site->layers, sizeof *site->tail);
  site->head = mm_array_new (site->layers, sizeof *site->head);
  site->fits = mm_array_new (site->layers, sizeof *site->fits);
  site->channels = mm_array_new (site->blobs, sizeof *site->channels);
  mm_status s = site->tail && site->head && site->fits && site->channels ? MM_OK : mm_fail_memory (err);
  for (mm_blob v = 0; !s && v < site->blobs; v++)
    s = read_blob (site, v, demand, bare, err);
  for (mm_layer e = 0; !s && e < site->layers; e++)
    s = read_layer (site, e, demand, bare, err);
  if (s)
    mm_site_clear (site);
  return s;
}

mm_status
mm_site_init (mm_site *site, const mm_module *m, const mm_demand *demand, mm_error *err)
{
  return look_at (site, m, demand, false, err);
}

mm_status
mm_site_bare (mm_site *site, const mm_module *m, const mm_demand *demand, mm_error *err)
{
  return look_at (site, m, demand, true, err);
}

void
mm_site_clear (mm_site *site)
{
  free (site->tail);
  free (site->head);
  free (site->fits);
  free (site->channels);
  *site = (mm_site){ .m = NULL };
}

void
mm_site_turn (mm_site *site)
{
  mm_blob *tails = site->tail;
  const mm_blob s = site->s;
  const uint32_t rank = site->rank_in;
  site->columns = !site->columns;
  site->tail = site->head;
  site->head = tails;
  site->s = site->t;
  site->t = s;
  site->rank_in = site->rank_out;
  site->rank_out = rank;
}

mm_handles
mm_site_out (const mm_site *site, mm_blob v)
{
  return site->columns ? mm_module_in (site->m, v) : mm_module_out (site->m, v);
}

mm_handles
mm_site_in (const mm_site *site, mm_blob v)
{
  return site->columns ? mm_module_out (site->m, v) : mm_module_in (site->m, v);
}

mm_blob
mm_site_order (const mm_site *site, uint32_t i)
{
  return mm_module_order (site->m)[site->columns ? site->blobs - 1 - i : i];
}
