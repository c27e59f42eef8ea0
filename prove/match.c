/* prove/match.c: a generic matcher for double-pushout productions, and doing a step.  */
#include "prove/match.h"

#include <stdlib.h>

#include "graph/array.h"

void
mm_matches_clear (mm_matches *m)
{
  free (m->at);
  *m = (mm_matches){ NULL, 0, 0 };
}

/* ---- matching: layer by layer, with backtracking ----------------------------------- */

typedef struct search
{
  const mm_small *g;
  const mm_production *p;
  uint8_t in[MM_SMALL_BLOBS], out[MM_SMALL_BLOBS];                   /* degrees in g */
  uint8_t need_in[MM_PRODUCTION_SIZE], need_out[MM_PRODUCTION_SIZE]; /* degrees in L */
  bool forced[MM_PRODUCTION_SIZE]; /* by layer of L: only the first candidate can be right */
  uint64_t bound;                  /* bit v: blob v of L has its image */
  uint64_t used;                   /* bit e: layer e of g is an image */
  uint64_t binds[MM_PRODUCTION_SIZE]; /* by layer of L: the blobs that were bound with it */
  uint8_t next[MM_PRODUCTION_SIZE];   /* by layer of L: the first layer of g still to be tried */
  mm_match match;
} search;

static bool
goes (const mm_production *p, uint32_t v)
{
  return p->goes >> v & 1;
}

/* Whether k and l are in one row of twins.  */
static bool
are_twins (const mm_production *p, uint8_t k, uint8_t l)
{
  while (p->twin[k] != k)
    k = p->twin[k];
  while (p->twin[l] != l)
    l = p->twin[l];
  return k == l;
}

/* When all layers of L that leave a blob that goes are twins, they match all layers of g that
   leave its image, in ascending order: there is no choice.  The same for those that enter it.  */
static bool
has_no_choice (const mm_production *p, uint8_t k)
{
  bool tails = k > 0 && goes (p, p->tail[k]), heads = k > 0 && goes (p, p->head[k]);
  for (uint8_t l = 0; l < p->layers; l++)
    {
      tails &= p->tail[l] != p->tail[k] || are_twins (p, k, l);
      heads &= p->head[l] != p->head[k] || are_twins (p, k, l);
    }
  return tails || heads;
}

static void
start (search *s, const mm_small *g, const mm_production *p)
{
  *s = (search){ .g = g, .p = p, .match = { .rule = p->rule, .degree = p->degree } };
  mm_small_degrees (g, s->in, s->out);
  for (uint8_t k = 0; k < p->layers; k++)
    {
      s->need_out[p->tail[k]]++;
      s->need_in[p->head[k]]++;
      s->forced[k] = has_no_choice (p, k);
    }
}

/* Whether blob v of L may have the image x: both conditions of production.h.  */
static bool
may_be (const search *s, uint32_t v, uint32_t x)
{
  if (s->bound >> v & 1)
    return s->match.blob[v] == x;
  for (uint32_t w = 0; w < s->p->blobs; w++)
    if ((s->bound >> w & 1) && s->match.blob[w] == x && (goes (s->p, v) || goes (s->p, w)))
      return false;
  return !goes (s->p, v)
         || (!(s->g->fixed >> x & 1) && s->in[x] == s->need_in[v] && s->out[x] == s->need_out[v]);
}

static uint64_t
bind (search *s, uint32_t v, uint8_t x)
{
  const uint64_t bit = UINT64_C (1) << v;
  const uint64_t fresh = s->bound & bit ? 0 : bit;
  s->match.blob[v] = x;
  s->bound |= bit;
  return fresh;
}

/* Let layer k of L be layer e of g, if it can be.  */
static bool
take (search *s, uint32_t k, uint8_t e)
{
  const mm_production *p = s->p;
  const uint8_t twin = p->twin[k];
  if (!mm_small_has (s->g, e) || s->used >> e & 1 || (twin != k && s->match.layer[twin] > e))
    return false;
  if (!may_be (s, p->tail[k], s->g->tail[e]))
    return false;
  const uint64_t tail = bind (s, p->tail[k], s->g->tail[e]);
  if (!may_be (s, p->head[k], s->g->head[e]))
    {
      s->bound &= ~tail;
      return false;
    }
  s->binds[k] = tail | bind (s, p->head[k], s->g->head[e]);
  s->used |= UINT64_C (1) << e;
  s->match.layer[k] = e;
  return true;
}

static void
untake (search *s, uint32_t k)
{
  s->bound &= ~s->binds[k];
  s->used &= ~(UINT64_C (1) << s->match.layer[k]);
}

/* Go on to the next candidate for layer k of L.  @return whether there is one  */
static bool
advance (search *s, uint32_t k)
{
  while (s->next[k] < s->g->layers)
    if (take (s, k, s->next[k]++))
      {
        if (s->forced[k])
          s->next[k] = (uint8_t) s->g->layers;
        return true;
      }
  return false;
}

mm_status
mm_match_production (const mm_small *g, const mm_production *p, mm_matches *out)
{
  const size_t before = out->count;
  search s;
  start (&s, g, p);
  uint32_t k = 0;
  for (;;)
    {
      if (advance (&s, k))
        {
          if (k + 1 < p->layers)
            {
              s.next[++k] = 0;
              continue;
            }
          if (!mm_array_reserve (&out->at, &out->capacity, out->count + 1, sizeof *out->at))
            {
              out->count = before;
              return MM_ENOMEM;
            }
          out->at[out->count++] = s.match;
        }
      else if (k-- == 0)
        return MM_OK;
      untake (&s, k);
    }
}

/* The degrees of node rules that can match.  */
static uint32_t
largest_degree (const mm_small *g)
{
  uint8_t in[MM_SMALL_BLOBS], out[MM_SMALL_BLOBS];
  uint32_t largest = 0;
  mm_small_degrees (g, in, out);
  for (uint32_t v = 0; v < g->blobs; v++)
    {
      if (!(g->fixed >> v & 1) && in[v] == 1 && out[v] > largest)
        largest = out[v];
      if (!(g->fixed >> v & 1) && out[v] == 1 && in[v] > largest)
        largest = in[v];
    }
  return largest;
}

mm_status
mm_match_all (const mm_small *g, bool node, mm_matches *out)
{
  const size_t before = out->count;
  mm_production p = mm_production_of (MM_RULE_SERIES, 0);
  mm_status s = mm_match_production (g, &p, out);
  p = mm_production_of (MM_RULE_PARALLEL, 0);
  if (!s)
    s = mm_match_production (g, &p, out);
  const uint32_t largest = node ? largest_degree (g) : 0;
  for (uint32_t degree = 2; !s && degree <= largest; degree++)
    for (int mirrored = 0; !s && mirrored < 2; mirrored++)
      {
        p = mm_production_of (mirrored ? MM_RULE_NODE_OUT : MM_RULE_NODE_IN, degree);
        s = mm_match_production (g, &p, out);
      }
  if (s)
    out->count = before;
  return s;
}

/* ---- doing a step ------------------------------------------------------------------- */

void
mm_match_apply (const mm_match *m, mm_small *g)
{
  const mm_production p = mm_production_of (m->rule, m->degree);
  const mm_small before = *g;
  for (uint32_t k = 0; k < p.layers; k++)
    g->tail[m->layer[k]] = g->head[m->layer[k]] = MM_SMALL_GONE;
  for (uint32_t v = 0; v < p.blobs; v++)
    if (goes (&p, v))
      g->live &= ~(UINT32_C (1) << m->blob[v]);
  for (uint32_t i = 0; i < p.products; i++)
    {
      const mm_product made = p.product[i];
      const uint8_t place = m->layer[made.keeps];
      g->tail[place] = m->blob[made.tail];
      g->head[place] = m->blob[made.head];
      g->mark[place] = before.mark[m->layer[made.first]] | before.mark[m->layer[made.second]];
    }
}

uint32_t
mm_match_blob (const mm_match *m)
{
  return m->rule == MM_RULE_PARALLEL ? MM_NONE : m->blob[1];
}
