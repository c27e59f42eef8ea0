/* numeric/transfer.c: the s-t entry of (I - A)^-1, applied to a polynomial.  */
#include "numeric/transfer_i.h"

#include <stdlib.h>

#include "graph/array.h"

typedef struct sweep
{
  const mm_weights *w;
  const mm_plan *plan;
  bool identity;   /* what starts at s is the identity, and is not stored */
  mm_filter *at;   /* one per blob: the transfer s-v so far */
  uint32_t *users; /* one per blob: layers that still need it */
} sweep;

static mm_status
identity_filter (uint32_t channels, mm_filter *out)
{
  mm_status s = mm_filter_init (out, channels, channels, 1, 1);
  for (size_t i = 0; !s && i < channels; i++)
    out->data[i * channels + i] = 1;
  return s;
}

/* How far apart the taps of a layer lie in pixels of s.  The plan has seen that this is
   small, unless there is one tap only and it does not matter.  */
static uint32_t
spread (const sweep *sw, mm_layer e)
{
  const mm_filter *f = &sw->w->filter[e];
  if (f->kh == 1 && f->kw == 1)
    return 1;
  return sw->plan->stride[mm_module_tails (sw->w->module)[e]] * mm_module_layer_info (sw->w->module, e).dilation;
}

/* A layer straight out of s, behind nothing: its own filter, spread when it is dilated.  */
static mm_status
first_term (const sweep *sw, mm_layer e, mm_filter *out)
{
  const mm_filter *f = mm_weights_filter (sw->w, e);
  const uint32_t channels = sw->plan->channels[mm_module_source (sw->w->module)];
  if (!f)
    return identity_filter (channels, out);
  if (spread (sw, e) == 1)
    return mm_filter_copy (f, out);
  mm_filter nothing;
  mm_status s = identity_filter (channels, &nothing);
  if (!s)
    s = mm_filter_compose (f, &nothing, spread (sw, e), out);
  mm_filter_clear (&nothing);
  return s;
}

/* What one layer hands to its head.  */
static mm_status
term (const sweep *sw, mm_layer e, mm_filter *out)
{
  const mm_module *m = sw->w->module;
  const mm_blob u = mm_module_tails (m)[e];
  if (sw->identity && u == mm_module_source (m))
    return first_term (sw, e, out);
  if (!mm_weights_filter (sw->w, e))
    return mm_filter_copy (&sw->at[u], out);
  return mm_filter_compose (&sw->w->filter[e], &sw->at[u], spread (sw, e), out);
}

static mm_status
collect (sweep *sw, mm_layer e)
{
  const mm_module *m = sw->w->module;
  const mm_blob u = mm_module_tails (m)[e], v = mm_module_heads (m)[e];
  mm_filter more;
  mm_status s = term (sw, e, &more);
  if (!s && sw->at[v].data)
    {
      s = mm_filter_add (&sw->at[v], &more);
      mm_filter_clear (&more);
    }
  else if (!s)
    sw->at[v] = more;
  if (--sw->users[u] == 0)
    mm_filter_clear (&sw->at[u]);
  return s;
}

static mm_status
run (sweep *sw, const mm_filter *start, mm_filter *out)
{
  const mm_module *m = sw->w->module;
  mm_status s = start ? mm_filter_copy (start, &sw->at[mm_module_source (m)]) : MM_OK;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    sw->users[v] = mm_module_out (m, v).count;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_handles in = mm_module_in (m, mm_module_order (m)[i]);
      for (uint32_t k = 0; k < in.count && !s; k++)
        s = collect (sw, in.at[k]);
    }
  if (s)
    return s;
  *out = sw->at[mm_module_sink (m)];
  sw->at[mm_module_sink (m)] = (mm_filter){ .data = NULL };
  return MM_OK;
}

mm_status
mm_transfer (const mm_weights *w, const mm_plan *plan, const mm_filter *start, mm_filter *out,
             mm_error *err)
{
  const uint32_t blobs = mm_module_blobs (w->module);
  sweep sw = { w, plan, !start, mm_array_new (blobs, sizeof (mm_filter)), mm_array_new (blobs, sizeof (uint32_t)) };
  *out = (mm_filter){ .data = NULL };
  mm_status s = sw.at && sw.users ? run (&sw, start, out) : MM_ENOMEM;
  for (mm_blob v = 0; sw.at && v < blobs; v++)
    mm_filter_clear (&sw.at[v]);
  free (sw.at);
  free (sw.users);
  return s ? mm_fail (err, s, 0, "%s while multiplying the layers", mm_status_text (s)) : MM_OK;
}
