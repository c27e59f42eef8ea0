/* prove/make.c: putting a certificate together.  */
#include "prove/make.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/bridge.h"
#include "prove/complexity.h"
#include "prove/make_i.h"

/* The layers that node reductions move, one step after the other.  */
static mm_status
copy_moved (const mm_derivation *d, mm_certificate *c)
{
  const size_t steps = mm_derivation_length (d);
  size_t capacity = 0;
  for (size_t k = 0; k < steps; k++)
    {
      const mm_handles moved = mm_derivation_moved (d, k);
      if (!mm_array_reserve (&c->moved, &capacity, c->moved_layers + moved.count, sizeof *c->moved))
        return MM_ENOMEM;
      for (uint32_t i = 0; i < moved.count; i++)
        c->moved[c->moved_layers++] = moved.at[i] + 1;
    }
  return MM_OK;
}

static mm_status
copy_steps (const mm_derivation *d, mm_certificate *c)
{
  static const mm_cert_rule rule[] = {
    [MM_RULE_SERIES] = MM_CERT_SERIES,
    [MM_RULE_PARALLEL] = MM_CERT_PARALLEL,
    [MM_RULE_NODE_IN] = MM_CERT_NODE_IN,
    [MM_RULE_NODE_OUT] = MM_CERT_NODE_OUT,
  };
  const size_t steps = mm_derivation_length (d);
  const mm_step *from = mm_derivation_steps (d);
  c->step = mm_array_new (steps, sizeof *c->step);
  if (!c->step)
    return MM_ENOMEM;
  c->steps = steps;
  for (size_t k = 0; k < steps; k++)
    {
      const bool node = from[k].rule == MM_RULE_NODE_IN || from[k].rule == MM_RULE_NODE_OUT;
      c->step[k] = (mm_cert_step){ rule[from[k].rule], from[k].a + 1, node ? from[k].b : from[k].b + 1 };
    }
  return c->claim == MM_CLAIM_COMPLEXITY ? copy_moved (d, c) : MM_OK;
}

/* The chains, still with blobs of the module for vertices.  */
static mm_status
copy_chains (const mm_complexity *x, mm_certificate *c)
{
  const uint32_t length = x->chain_start[x->chains];
  c->chain_start = mm_array_new ((size_t) x->chains + 1, sizeof *c->chain_start);
  c->chain = mm_array_new (length, sizeof *c->chain);
  if (!c->chain_start || !c->chain)
    return MM_ENOMEM;
  c->chains = x->chains;
  for (uint32_t i = 0; i <= x->chains; i++)
    c->chain_start[i] = x->chain_start[i];
  memcpy (c->chain, x->chain, length * sizeof *c->chain);
  return MM_OK;
}

/* Take the bridge's layers over into the certificate, with ids from 1, and number the chains.  */
static void
take_bridge (mm_bridge *b, const uint32_t *vertex, mm_certificate *c)
{
  for (int i = 0; i < 4; i++)
    c->branch[i] = vertex[b->branch[i]];
  for (size_t i = 0; i < b->start[MM_BRIDGE_PATHS]; i++)
    b->layer[i]++;
  memcpy (c->path_start, b->start, sizeof b->start);
  c->path_layer = b->layer;
  b->layer = NULL;
  for (size_t i = 0; c->chains && i < c->chain_start[c->chains]; i++)
    c->chain[i] = vertex[c->chain[i]];
}

/* Both bounds of the reduction complexity; r is at the core, to which d leads.  A core that is too
   large is left alone.  */
static mm_status
measure (mm_reducer *r, const mm_core *core, mm_derivation *d, mm_certificate *c)
{
  mm_measure *w = mm_measure_new ();
  mm_complexity x;
  mm_status status
    = w ? mm_complexity_find (w, mm_derivation_module (d), core, MM_COMPLEXITY_BYTES, &x) : MM_ENOMEM;
  if (!status)
    {
      c->claim = MM_CLAIM_COMPLEXITY;
      c->complexity = x.k;
      status = mm_reduce_core_to_single (r, x.cover, x.k, d, NULL);
      if (!status)
        status = copy_chains (&x, c);
      if (!status)
        status = copy_steps (d, c);
    }
  mm_measure_free (w);
  return status == MM_ELIMIT ? MM_OK : status;
}

/* The reason that a core is complex: the bridge, in *b; and how complex it is.  */
static mm_status
prove_complex (mm_reducer *r, const mm_core *core, uint32_t blobs, mm_derivation *d, mm_certificate *c, mm_bridge *b)
{
  mm_status status = mm_bridge_find (d, core, b);
  if (!status && core->blobs <= blobs)
    status = measure (r, core, d, c);
  return status;
}

/* Reduce, and put the reason into c: the steps at once, the bridge in *b.  The memory of the
   reduction is free again before the rest of the certificate is made.  */
static mm_status
decide (const mm_module *m, uint32_t blobs, mm_certificate *c, mm_bridge *b)
{
  mm_reducer *r = mm_reducer_new ();
  mm_derivation *d = mm_derivation_new (m);
  mm_core core;
  mm_status status = r && d ? mm_reduce_to_core (r, m, d, &core) : MM_ENOMEM;
  if (!status)
    {
      c->claim = mm_core_is_simple (&core) ? MM_CLAIM_SIMPLE : MM_CLAIM_COMPLEX;
      status = c->claim == MM_CLAIM_SIMPLE ? copy_steps (d, c) : prove_complex (r, &core, blobs, d, c, b);
    }
  mm_derivation_free (d);
  mm_reducer_free (r);
  return status;
}

mm_status
mm_prove (const mm_module *m, uint32_t blobs, mm_certificate **out, mm_error *err)
{
  mm_certificate *c = calloc (1, sizeof *c);
  uint32_t *vertex = malloc (mm_module_blobs (m) * sizeof *vertex);
  mm_bridge bridge = { .layer = NULL };
  mm_status status = c && vertex ? decide (m, blobs, c, &bridge) : MM_ENOMEM;
  if (!status)
    status = mm_make_graph (m, c, vertex);
  if (!status && c->claim != MM_CLAIM_SIMPLE)
    take_bridge (&bridge, vertex, c);
  mm_bridge_free (&bridge);
  free (vertex);
  if (status)
    {
      mm_certificate_free (c);
      return mm_fail (err, status, 0, "%s", mm_status_text (status));
    }
  *out = c;
  return MM_OK;
}
