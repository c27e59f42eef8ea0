/* prove/make_capacity.c: certificates of capacity.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/make.h"
#include "prove/make_i.h"

/* The demand, and channels and kernels of the module.  */
static mm_status
copy_shape (const mm_module *m, const mm_demand *d, mm_certificate *c)
{
  mm_cert_capacity *p = c->capacity = calloc (1, sizeof *p);
  if (!p)
    return MM_ENOMEM;
  p->demand = *d;
  p->channels = mm_array_new (c->blobs, sizeof *p->channels);
  p->kernel = mm_array_new (2 * (size_t) c->layers, sizeof *p->kernel);
  if (!p->channels || !p->kernel)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < c->blobs; i++)
    p->channels[i] = mm_module_blob_info (m, c->blob[i]).channels;
  p->channels[0] = d->in;
  p->channels[c->blobs - 1] = d->out;
  for (mm_layer e = 0; e < c->layers; e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      p->kernel[2 * (size_t) e] = info.kernel_h;
      p->kernel[2 * (size_t) e + 1] = info.kernel_w;
    }
  return MM_OK;
}

static uint32_t *
copy (const uint32_t *from, size_t count)
{
  uint32_t *to = mm_array_new (count, sizeof *to);
  if (to && count > 0)
    memcpy (to, from, count * sizeof *to);
  return to;
}

static mm_status
copy_plan (const mm_hubs *plan, const uint32_t *vertex, mm_certificate *c)
{
  mm_cert_capacity *p = c->capacity;
  p->columns = plan->columns;
  p->hubs = plan->count;
  p->code = mm_array_new (c->blobs, sizeof *p->code);
  p->hub = mm_array_new (plan->count, sizeof *p->hub);
  p->output = copy (plan->output, c->layers);
  p->start = copy (plan->start, c->layers);
  p->input = copy (plan->input, (size_t) plan->count * c->layers);
  if (!p->code || !p->hub || !p->output || !p->start || !p->input)
    return MM_ENOMEM;
  for (uint32_t i = 0; i < c->blobs; i++)
    p->code[i] = plan->code[c->blob[i]];
  for (uint32_t h = 0; h < plan->count; h++)
    p->hub[h] = vertex[plan->hub[h]];
  return MM_OK;
}

/* The cut, in rising order.  */
static mm_status
copy_cut (const mm_blob *cut, uint32_t count, const uint32_t *vertex, mm_certificate *c)
{
  mm_cert_capacity *p = c->capacity;
  bool *in = mm_array_new ((size_t) c->blobs + 1, sizeof *in);
  p->cut = mm_array_new (count, sizeof *p->cut);
  if (!in || !p->cut)
    {
      free (in);
      return MM_ENOMEM;
    }
  for (uint32_t i = 0; i < count; i++)
    in[vertex[cut[i]]] = true;
  for (uint32_t v = 1; v <= c->blobs; v++)
    if (in[v])
      p->cut[p->cuts++] = v;
  free (in);
  return MM_OK;
}

/* A certificate but for its witness.  */
static mm_status
begin (const mm_module *m, const mm_demand *demand, mm_claim claim, mm_certificate **c, uint32_t **vertex)
{
  *c = calloc (1, sizeof **c);
  *vertex = mm_array_new (mm_module_blobs (m), sizeof **vertex);
  if (!*c || !*vertex)
    return MM_ENOMEM;
  (*c)->claim = claim;
  const mm_status s = mm_make_graph (m, *c, *vertex);
  return s ? s : copy_shape (m, demand, *c);
}

static mm_status
finish (mm_status s, mm_certificate *c, uint32_t *vertex, mm_certificate **out, mm_error *err)
{
  free (vertex);
  if (s)
    {
      mm_certificate_free (c);
      return mm_fail (err, s, 0, "%s", mm_status_text (s));
    }
  *out = c;
  return MM_OK;
}

mm_status
mm_prove_feasible (const mm_module *m, const mm_demand *demand, const mm_hubs *plan, mm_certificate **out,
                   mm_error *err)
{
  mm_certificate *c;
  uint32_t *vertex;
  mm_status s = begin (m, demand, MM_CLAIM_FEASIBLE, &c, &vertex);
  if (!s)
    s = copy_plan (plan, vertex, c);
  return finish (s, c, vertex, out, err);
}

mm_status
mm_prove_infeasible (const mm_module *m, const mm_demand *demand, mm_cert_condition condition, const mm_blob *cut,
                     uint32_t count, mm_certificate **out, mm_error *err)
{
  mm_certificate *c;
  uint32_t *vertex;
  mm_status s = begin (m, demand, MM_CLAIM_INFEASIBLE, &c, &vertex);
  if (!s)
    {
      c->capacity->condition = condition;
      s = copy_cut (cut, count, vertex, c);
    }
  return finish (s, c, vertex, out, err);
}
