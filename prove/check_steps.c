/* prove/check_steps.c: the steps lead to one layer, with so many node reductions.

   A module is simple when series and parallel steps reduce it to one layer from s to t; its
   reduction complexity is at most k when they do together with k node reductions (MATH.md
   sections 2 and 4).  The state is the set of live layers with their ends, at first all
   of the module's; a product keeps the id of a layer that it is made of, and others are gone.

       S a b       a and b live, head of a = tail of b = v, and v has not been the middle of a
                   step before:  a becomes (tail of a, head of b), b is gone, v is marked
       P a b       a and b live, a is not b, equal tails and equal heads:  b is gone
       N in a x …  a and at least one x live, head of a = tail of each x = v, not marked before:
                   each x becomes (tail of a, head of x), a is gone, v is marked
       N out a x … a and at least one x live, tail of a = head of each x = v, not marked before:
                   each x becomes (tail of x, head of a), a is gone, v is marked

   At the end exactly one layer lives, from vertex 1 to vertex n, and no live layer touches
   a marked vertex.

   No degrees are counted.  That each step was nevertheless legal, that is, that the middle v
   was interior, that S had one layer into v and one out of it, that a was the only layer into v
   (out of v) in N in (N out) and the x all layers on the other side, follows at the end:

   (1) tail < head for every live layer, at any time: true at first (check_graph.c), and
       S gives tail a < head a = tail b < head b; N likewise with x for b, or x and a.  So S
       needs no "a is not b", nor N "a is no x", and a middle v has 1 < v < n: it is interior.
       An x that is listed twice has moved away from v when it comes again: refused.
   (2) Say that a state touches v when some live layer starts or ends at v.  If a state
       touches v, so does the next one, unless the step has the middle v.
       For, P leaves a layer with the same ends.  And of layers (p,w), (w,q) consumed by an S
       or N with another middle w, the one that touches v does so at its other end, p or q; the
       product of (p,w) with any (w,q) keeps both, and there is at least one on each side.
   (3) Let a step have the middle v, and suppose that before it a live layer c that the step
       does not name touched v.  c is live after it, unchanged; so the state after it touches
       v.  No later step has the middle v, since v is marked.  By (2) the final state touches v:
       refused.  So the layers that the step names were all that touched v.

   So every step was legal in the module as it then was, and the last state is M0: one layer,
   from 1 to n.  (It could not run elsewhere: 1 and n are touched at first and are no middles,
   so by (2) the last layer touches both.  That is verified all the same.)
   Conversely every legal reduction passes: v is gone for good after the step with the middle v.

   Nothing else needs to hold.  A layer that was consumed is not live, so it cannot be used
   again.  A vertex that no step has as its middle is touched at first (it has layers, being
   a vertex of a module) and so by (2) at the end; the last layer touches only 1 and n, so
   each interior vertex has been a middle.  */
#include <string.h>

#include "prove/check_i.h"

size_t
mm_check_steps_words (const mm_certificate *c)
{
  return 2 * ((size_t) c->layers + 1);
}

/* The state: where each layer starts and ends, by id.  A layer that is gone has tail 0, and
   in `head` the step that consumed it.  */
static uint32_t *
tails (const mm_case *k)
{
  return k->work;
}

static uint32_t *
heads (const mm_case *k)
{
  return k->work + k->c->layers + 1;
}

/* Why a layer that a step names cannot be used.  */
static bool
refuse_layer (const mm_case *k, size_t step, uint32_t id)
{
  if (id < 1 || id > k->c->layers)
    return mm_refuse (k, "step %zu names layer %u, but there are only layers 1 to %u", step, id, k->c->layers);
  return mm_refuse (k, "step %zu uses layer %u, which is gone since step %u", step, id, heads (k)[id]);
}

static bool
lives (const mm_case *k, uint32_t id)
{
  return id >= 1 && id <= k->c->layers && tails (k)[id] != 0;
}

static void
remove_layer (const mm_case *k, size_t step, uint32_t id)
{
  tails (k)[id] = 0;
  heads (k)[id] = (uint32_t) step; /* each step removes a layer, so there are fewer than 2^32 */
}

static bool
series (const mm_case *k, size_t step, uint32_t a, uint32_t b)
{
  const uint32_t v = heads (k)[a];
  char middle[MM_CASE_NAME], other[MM_CASE_NAME];
  if (v != tails (k)[b])
    return mm_refuse (k, "step %zu (S %u %u): layer %u ends at blob %s, but layer %u starts at blob %s", step, a, b,
                      a, mm_case_blob (k, v, middle), b, mm_case_blob (k, tails (k)[b], other));
  if (k->mark[v])
    return mm_refuse (k, "step %zu (S %u %u): blob %s was the middle of step %u already", step, a, b,
                      mm_case_blob (k, v, middle), k->mark[v]);
  k->mark[v] = (uint32_t) step;
  heads (k)[a] = heads (k)[b];
  remove_layer (k, step, b);
  return true;
}

static bool
parallel (const mm_case *k, size_t step, uint32_t a, uint32_t b)
{
  char au[MM_CASE_NAME], av[MM_CASE_NAME], bu[MM_CASE_NAME], bv[MM_CASE_NAME];
  if (a == b)
    return mm_refuse (k, "step %zu (P %u %u) merges a layer with itself", step, a, b);
  if (tails (k)[a] != tails (k)[b] || heads (k)[a] != heads (k)[b])
    return mm_refuse (k, "step %zu (P %u %u): layer %u is %s -> %s, but layer %u is %s -> %s", step, a, b, a,
                      mm_case_blob (k, tails (k)[a], au), mm_case_blob (k, heads (k)[a], av), b,
                      mm_case_blob (k, tails (k)[b], bu), mm_case_blob (k, heads (k)[b], bv));
  remove_layer (k, step, b);
  return true;
}

/* One layer that moves from the middle v: its end there is in near[].  */
static bool
move_layer (const mm_case *k, size_t step, uint32_t x, uint32_t v, uint32_t to, uint32_t *near)
{
  char middle[MM_CASE_NAME], other[MM_CASE_NAME];
  if (!lives (k, x))
    return refuse_layer (k, step, x);
  if (near[x] != v)
    return mm_refuse (k, "step %zu (N): layer %u %s at blob %s, not at blob %s", step, x,
                      near == tails (k) ? "starts" : "ends", mm_case_blob (k, near[x], other),
                      mm_case_blob (k, v, middle));
  near[x] = to;
  return true;
}

/* Layer a goes, and `moved` layers move.  Within the state, N out is N in with tails and heads exchanged.  */
static bool
node (const mm_case *k, size_t step, bool in, uint32_t a, const uint32_t *moved, uint32_t count)
{
  uint32_t *near = in ? tails (k) : heads (k);
  const uint32_t v = in ? heads (k)[a] : tails (k)[a], to = near[a];
  char middle[MM_CASE_NAME];
  if (count == 0)
    return mm_refuse (k, "step %zu (N) moves no layer", step);
  if (k->mark[v])
    return mm_refuse (k, "step %zu (N): blob %s was the middle of step %u already", step,
                      mm_case_blob (k, v, middle), k->mark[v]);
  k->mark[v] = (uint32_t) step;
  for (uint32_t i = 0; i < count; i++)
    if (!move_layer (k, step, moved[i], v, to, near))
      return false;
  remove_layer (k, step, a);
  return true;
}

/* The global rule, over what is left.  */
static bool
middles_are_gone (const mm_case *k)
{
  char name[MM_CASE_NAME];
  for (uint32_t e = 1; e <= k->c->layers; e++)
    {
      if (!lives (k, e))
        continue;
      const uint32_t v = k->mark[tails (k)[e]] ? tails (k)[e] : heads (k)[e];
      if (k->mark[v])
        return mm_refuse (k, "step %u is no %s: its middle, blob %s, is touched by layer %u at the end",
                          k->mark[v],
                          k->c->step[k->mark[v] - 1].rule == MM_CERT_SERIES ? "series step" : "node reduction",
                          mm_case_blob (k, v, name), e);
    }
  return true;
}

static bool
one_layer_is_left (const mm_case *k)
{
  uint32_t left = 0, last = 0;
  char from[MM_CASE_NAME], to[MM_CASE_NAME];
  for (uint32_t e = 1; e <= k->c->layers; e++)
    if (lives (k, e))
      {
        left++;
        last = e;
      }
  if (left != 1)
    return mm_refuse (k, "the steps leave %u layers, not one", left);
  if (tails (k)[last] != 1 || heads (k)[last] != k->c->blobs)
    return mm_refuse (k, "the last layer goes from blob %s to blob %s, not from source to sink",
                      mm_case_blob (k, tails (k)[last], from), mm_case_blob (k, heads (k)[last], to));
  return true;
}

/* A series or parallel step.  */
static bool
atomic (const mm_case *k, size_t step, mm_cert_step s)
{
  if (!lives (k, s.b))
    return refuse_layer (k, step, s.b);
  return s.rule == MM_CERT_SERIES ? series (k, step, s.a, s.b) : parallel (k, step, s.a, s.b);
}

/* Step i, from 0. @param moved  how many of the layers that move have moved; updated */
static bool
play (const mm_case *k, size_t i, size_t *moved)
{
  const mm_certificate *c = k->c;
  const mm_cert_step s = c->step[i];
  if (!lives (k, s.a))
    return refuse_layer (k, i + 1, s.a);
  switch (s.rule)
    {
    case MM_CERT_SERIES:
    case MM_CERT_PARALLEL: return atomic (k, i + 1, s);
    case MM_CERT_NODE_IN:
    case MM_CERT_NODE_OUT: break;
    default: return mm_refuse (k, "step %zu has no known rule", i + 1);
    }
  if (s.b > c->moved_layers - *moved)
    return mm_refuse (k, "step %zu (N) moves %u layers, but only %zu are listed", i + 1, s.b,
                      c->moved_layers - *moved);
  const uint32_t *layers = c->moved + *moved;
  *moved += s.b;
  return node (k, i + 1, s.rule == MM_CERT_NODE_IN, s.a, layers, s.b);
}

bool
mm_check_node_steps (const mm_case *k, uint32_t *nodes)
{
  const mm_certificate *c = k->c;
  size_t moved = 0;
  memcpy (tails (k) + 1, c->tail, c->layers * sizeof *c->tail);
  memcpy (heads (k) + 1, c->head, c->layers * sizeof *c->head);
  *nodes = 0;
  for (size_t i = 0; i < c->steps; i++)
    {
      if (!play (k, i, &moved))
        return false;
      *nodes += c->step[i].rule == MM_CERT_NODE_IN || c->step[i].rule == MM_CERT_NODE_OUT;
    }
  return middles_are_gone (k) && one_layer_is_left (k);
}

bool
mm_check_steps (const mm_case *k)
{
  uint32_t nodes;
  if (!mm_check_node_steps (k, &nodes))
    return false;
  if (nodes)
    return mm_refuse (k, "%u of the steps are node reductions, with which any module gets to one layer", nodes);
  return true;
}
