/* prove/check_feasible.c: the plan is one, so the module can hold every convolution of the demand.

   The claim: for every convolution G of the demand's channels whose taps lie within kh x kw, whose
   (out kh kw) x in matrix of taps has rank at most rank_in, and whose out x (in kh kw) one at most
   rank_out, there are weights with which the module computes G exactly.  (The other ranks of the
   demand do not matter here.)  The ranks of a generic convolution are the greatest there are, so for
   them the claim speaks of every convolution of that shape.

   Proof, in row mode.  G = L H R with constant matrices R (rank_in x in) and L (out x rank_out) and
   taps of H within kh x kw: factor both matrices of taps.  Call the rows of R x the input code and those
   of H R x the output code.  Blob v gives code[v] of its channels to the first and others to
   the second.  All weights are zero but these:

   - Input code: every layer gets a constant (one tap, the centre) from the code channels of its tail
     to those of its head; at the source any combination of the input code is to be had.  For hub u the
     flow that the certificate shows ends at u, passes every other blob unchanged, and is nowhere
     more than code[v]; so it is a set of paths, rank_in or more, that share no channel, and weights
     0 and 1 along these give the code channels of u full rank rank_in.  That rank is full unless a
     certain polynomial in the weights, which is not zero, vanishes; so for all but a null set of
     weights all hubs have it at once.
   - On a layer out of a hub (or of the source) whose kernel covers kh x kw, as many units of the output code
     start as `start` says: a unit is a row of H R x, so by the rank at u it is some matrix
     with taps within kh x kw times the code channels of u.
   - A unit goes on from blob to blob, a channel each, by constants: what comes into a blob by `start` and
     `output` goes out by `output`, so the units are paths to the sink, where rank_out or more
     arrive.  Give them the rows of the output code (and zero to what is left over); at the sink their
     layers carry the columns of L.

   Code channels lead to other channels only where units start, and no units go into code channels, so
   the module computes L H R.  Every path has one layer with taps off the centre, so this holds
   under any padding.

   In column mode read every layer from head to tail: the transposed convolution is held by the
   reversed module, and transposing all weights gives back G.  */
#include <string.h>

#include "prove/check_capacity_i.h"

/* The plan in the direction in which it reads the module.  */
typedef struct reading
{
  const mm_case *k;
  const mm_cert_capacity *p;
  const uint32_t *tail, *head;
  uint32_t source, sink, rank_in, rank_out;
  uint64_t *in, *out; /* per vertex 0 … blobs, in the case's working memory */
} reading;

size_t
mm_check_feasible_words (const mm_certificate *c)
{
  return 4 * ((size_t) c->blobs + 1);
}

static void
begin (reading *r, const mm_case *k)
{
  const mm_certificate *c = k->c;
  const mm_cert_capacity *p = c->capacity;
  const bool rows = !p->columns;
  *r = (reading){
    .k = k,
    .p = p,
    .tail = rows ? c->tail : c->head,
    .head = rows ? c->head : c->tail,
    .source = rows ? 1 : c->blobs,
    .sink = rows ? c->blobs : 1,
    .rank_in = rows ? p->demand.rank_in : p->demand.rank_out,
    .rank_out = rows ? p->demand.rank_out : p->demand.rank_in,
    .in = (uint64_t *) (void *) k->work,
  };
  r->out = r->in + c->blobs + 1;
}

static void
reset (const reading *r)
{
  memset (r->in, 0, 2 * ((size_t) r->k->c->blobs + 1) * sizeof *r->in);
}

static void
count (const reading *r, const uint32_t *units, uint64_t *at, const uint32_t *end)
{
  for (uint32_t e = 0; e < r->k->c->layers; e++)
    at[end[e]] = mm_check_sum (at[end[e]], units[e]);
}

static bool
hub_is_new (const reading *r, uint32_t h)
{
  const uint32_t u = r->p->hub[h];
  if (u < 1 || u > r->k->c->blobs)
    return mm_refuse (r->k, "hub %u is no vertex", h + 1);
  if (u == r->source || u == r->sink)
    return mm_refuse (r->k, "hub %u is an end of the module", h + 1);
  if (r->k->mark[u])
    return mm_refuse (r->k, "hub %u is an earlier hub", h + 1);
  r->k->mark[u] = 1;
  return true;
}

/* The flow of the input code to one hub.  */
static bool
hub_is_fed (const reading *r, uint32_t h)
{
  const uint32_t u = r->p->hub[h];
  const uint32_t *input = r->p->input + (size_t) h * r->k->c->layers;
  char name[MM_CASE_NAME], hub[MM_CASE_NAME];
  reset (r);
  count (r, input, r->in, r->head);
  count (r, input, r->out, r->tail);
  mm_case_blob (r->k, u, hub);
  for (uint32_t v = 1; v <= r->k->c->blobs; v++)
    {
      if (v != r->source && r->in[v] > r->p->code[v - 1])
        return mm_refuse (r->k, "hub %s: %llu units of the input code pass blob %s, which has %u channels for it", hub,
                          (unsigned long long) r->in[v], mm_case_blob (r->k, v, name), r->p->code[v - 1]);
      if (v != r->source && v != u && r->in[v] != r->out[v])
        return mm_refuse (r->k, "hub %s: %llu units of the input code come into blob %s, but %llu leave it", hub,
                          (unsigned long long) r->in[v], mm_case_blob (r->k, v, name),
                          (unsigned long long) r->out[v]);
    }
  if (r->out[u] != 0)
    return mm_refuse (r->k, "hub %s: its own flow leaves it", hub);
  if (r->in[u] < r->rank_in)
    return mm_refuse (r->k, "hub %s: %llu units of the input code arrive, not %u", hub, (unsigned long long) r->in[u],
                      r->rank_in);
  return true;
}

/* Units start only where the whole input code is, on layers that take in the kernel.  */
static bool
starts_are_legal (const reading *r)
{
  const mm_demand *d = &r->p->demand;
  for (uint32_t e = 0; e < r->k->c->layers; e++)
    {
      if (r->p->start[e] == 0)
        continue;
      if (r->tail[e] != r->source && !r->k->mark[r->tail[e]])
        return mm_refuse (r->k, "units start on layer %u, which is at no hub", e + 1);
      if (r->p->kernel[2 * (size_t) e] < d->kh || r->p->kernel[2 * (size_t) e + 1] < d->kw)
        return mm_refuse (r->k, "units start on layer %u, whose kernel does not cover %ux%u", e + 1, d->kh, d->kw);
    }
  return true;
}

static bool
units_arrive (const reading *r)
{
  char name[MM_CASE_NAME];
  reset (r);
  count (r, r->p->start, r->in, r->head);
  count (r, r->p->output, r->in, r->head);
  count (r, r->p->output, r->out, r->tail);
  for (uint32_t v = 1; v <= r->k->c->blobs; v++)
    {
      if (v == r->source || v == r->sink)
        continue;
      if (r->in[v] != r->out[v])
        return mm_refuse (r->k, "%llu units of the output code come into blob %s, but %llu leave it",
                          (unsigned long long) r->in[v], mm_case_blob (r->k, v, name),
                          (unsigned long long) r->out[v]);
      const uint64_t used = mm_check_sum (r->in[v], r->p->code[v - 1]);
      if (used > r->p->channels[v - 1])
        return mm_refuse (r->k, "blob %s needs %llu channels, but has %u", mm_case_blob (r->k, v, name),
                          (unsigned long long) used, r->p->channels[v - 1]);
    }
  if (r->out[r->source] != 0)
    return mm_refuse (r->k, "units of the output code leave blob %s, which none has reached",
                      mm_case_blob (r->k, r->source, name));
  if (r->in[r->sink] < r->rank_out)
    return mm_refuse (r->k, "%llu units of the output code arrive, not %u", (unsigned long long) r->in[r->sink],
                      r->rank_out);
  return true;
}

bool
mm_check_feasible (const mm_case *k)
{
  reading r;
  if (!mm_check_demand (k, false))
    return false;
  begin (&r, k);
  if (r.p->code[0] != 0 || r.p->code[k->c->blobs - 1] != 0)
    return mm_refuse (k, "the ends of the module set no channels aside");
  for (uint32_t h = 0; h < r.p->hubs; h++)
    if (!hub_is_new (&r, h) || !hub_is_fed (&r, h))
      return false;
  return starts_are_legal (&r) && units_arrive (&r);
}
