/* prove/join.c: whether two results of a pair come together again.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/critical.h"

/* A graph that a side reaches, and how.  */
typedef struct reached
{
  mm_small graph;
  size_t parent;
  mm_match step;
} reached;

/* All graphs that one side reaches, by the number of steps.  */
typedef struct side
{
  reached *at;
  size_t count, capacity;
  size_t level[MM_JOIN_STEPS + 2]; /* where each number of steps starts */
  uint32_t levels;
} side;

static mm_status
add (side *s, const mm_small *g, size_t parent, const mm_match *step)
{
  for (size_t i = s->level[s->levels]; i < s->count; i++)
    if (mm_small_equal (&s->at[i].graph, g))
      return MM_OK;
  if (!mm_array_reserve (&s->at, &s->capacity, s->count + 1, sizeof *s->at))
    return MM_ENOMEM;
  s->at[s->count++] = (reached){ *g, parent, *step };
  return MM_OK;
}

/* Everything one step further than the last level.  */
static mm_status
go_on (side *s, bool node)
{
  const size_t first = s->level[s->levels - 1], end = s->count;
  s->level[s->levels] = end;
  mm_matches m = { NULL, 0, 0 };
  mm_status status = MM_OK;
  for (size_t i = first; !status && i < end; i++)
    {
      m.count = 0;
      status = mm_match_all (&s->at[i].graph, node, &m);
      for (size_t k = 0; !status && k < m.count; k++)
        {
          mm_small next = s->at[i].graph;
          mm_match_apply (&m.at[k], &next);
          status = add (s, &next, i, &m.at[k]);
        }
    }
  mm_matches_clear (&m);
  return status;
}

static mm_status
explore (side *s, const mm_small *start, bool node)
{
  *s = (side){ .levels = 0 };
  const mm_match none = { .degree = 0 };
  mm_status status = add (s, start, 0, &none);
  for (s->levels = 1; !status; s->levels++)
    {
      if (s->levels == MM_JOIN_STEPS + 1)
        return MM_ELIMIT;
      status = go_on (s, node);
      if (status || s->count == s->level[s->levels])
        return status;
    }
  return status;
}

/* A pair of graphs at the same number of steps that agree; false: there is none.  */
static bool
meet (const side s[2], bool (*agree) (const mm_small *, const mm_small *), uint32_t *level, size_t at[2])
{
  for (uint32_t l = 0; l < s[0].levels && l < s[1].levels; l++)
    for (size_t i = s[0].level[l]; i < s[0].level[l + 1]; i++)
      for (size_t k = s[1].level[l]; k < s[1].level[l + 1]; k++)
        if (agree (&s[0].at[i].graph, &s[1].at[k].graph))
          {
            *level = l;
            at[0] = i;
            at[1] = k;
            return true;
          }
  return false;
}

/* What the layers are made of is left out.  */
static bool
is_isomorphic (const mm_small *g, const mm_small *h)
{
  mm_small plain[2] = { *g, *h };
  memset (plain[0].mark, 0, sizeof plain[0].mark);
  memset (plain[1].mark, 0, sizeof plain[1].mark);
  return mm_small_isomorphic (&plain[0], &plain[1]);
}

static void
keep (mm_joining *j, const side s[2], const size_t at[2])
{
  for (int which = 0; which < 2; which++)
    {
      size_t i = at[which];
      j->end[which] = s[which].at[i].graph;
      for (uint32_t k = j->steps; k > 0; k--)
        {
          j->step[which][k - 1] = s[which].at[i].step;
          i = s[which].at[i].parent;
        }
    }
}

static void
look (mm_joining *j, const side s[2])
{
  size_t at[2];
  j->on_names = meet (s, mm_small_equal, &j->steps, at);
  j->joins = j->on_names || meet (s, is_isomorphic, &j->steps, at);
  if (j->joins)
    {
      keep (j, s, at);
      return;
    }
  for (int which = 0; which < 2; which++)
    j->end[which] = s[which].at[s[which].count - 1].graph;
}

mm_status
mm_critical_join (mm_critical_pair *pair, bool node)
{
  side s[2] = { { .at = NULL }, { .at = NULL } };
  mm_joining j = { .joins = false };
  mm_status status = MM_OK;
  for (int which = 0; !status && which < 2; which++)
    {
      j.result[which] = pair->graph;
      mm_match_apply (&pair->match[which], &j.result[which]);
      status = explore (&s[which], &j.result[which], node);
    }
  if (!status)
    {
      look (&j, s);
      pair->join = j;
    }
  free (s[0].at);
  free (s[1].at);
  return status;
}
