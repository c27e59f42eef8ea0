/* prove/explore.c: all derivations of a small module, breadth first.  */
#include "prove/explore.h"

#include <assert.h>
#include <stdlib.h>

#include "graph/array.h"

enum { BUCKETS = 4096 };

/* States with the same key modulo BUCKETS are a chain.  */
typedef struct entry
{
  uint64_t key;
  uint32_t next; /* MM_NONE: the last one */
} entry;

struct mm_exploration
{
  mm_state *state;
  size_t states, state_capacity;
  entry *entry; /* by state */
  size_t entry_capacity;
  uint32_t bucket[BUCKETS];
  mm_transition *transition;
  size_t transitions, transition_capacity;
};

/* ---- states ---------------------------------------------------------------------- */

static uint32_t
look_up (const mm_exploration *x, uint64_t key, const mm_small *g)
{
  uint32_t i = x->bucket[key % BUCKETS];
  while (i != MM_NONE && (x->entry[i].key != key || !mm_small_isomorphic (&x->state[i].graph, g)))
    i = x->entry[i].next;
  return i;
}

/* Find the class of a graph, or make it.  */
static mm_status
class_of (mm_exploration *x, const mm_small *g, uint32_t steps, uint32_t *which, mm_error *err)
{
  const uint64_t key = mm_small_key (g);
  *which = look_up (x, key, g);
  if (*which != MM_NONE)
    return MM_OK;
  if (x->states == MM_EXPLORE_STATES)
    return mm_fail (err, MM_ELIMIT, 0, "there are more than %d states; this is for smaller modules", MM_EXPLORE_STATES);
  if (!mm_array_reserve (&x->state, &x->state_capacity, x->states + 1, sizeof *x->state)
      || !mm_array_reserve (&x->entry, &x->entry_capacity, x->states + 1, sizeof *x->entry))
    return mm_fail_memory (err);
  *which = (uint32_t) x->states++;
  x->state[*which] = (mm_state){ .graph = *g, .steps = steps };
  x->entry[*which] = (entry){ key, x->bucket[key % BUCKETS] };
  x->bucket[key % BUCKETS] = *which;
  return MM_OK;
}

/* ---- transitions --------------------------------------------------------------------- */

static mm_status
note (mm_exploration *x, uint32_t from, uint32_t to, mm_rule rule, mm_error *err)
{
  for (size_t i = x->state[from].first; i < x->transitions; i++)
    if (x->transition[i].to == to && x->transition[i].rule == rule)
      {
        x->transition[i].redexes++;
        return MM_OK;
      }
  if (!mm_array_reserve (&x->transition, &x->transition_capacity, x->transitions + 1, sizeof *x->transition))
    return mm_fail_memory (err);
  x->transition[x->transitions++] = (mm_transition){ from, to, rule, 1 };
  x->state[from].transitions++;
  return MM_OK;
}

static mm_status
expand (mm_exploration *x, uint32_t from, bool node, mm_matches *m, mm_error *err)
{
  m->count = 0;
  x->state[from].first = (uint32_t) x->transitions;
  if (mm_match_all (&x->state[from].graph, node, m))
    return mm_fail_memory (err);
  mm_status s = MM_OK;
  for (size_t k = 0; !s && k < m->count; k++)
    {
      mm_small next = x->state[from].graph;
      uint32_t to;
      mm_match_apply (&m->at[k], &next);
      s = class_of (x, &next, x->state[from].steps + 1, &to, err);
      if (!s)
        s = note (x, from, to, m->at[k].rule, err);
    }
  return s;
}

/* ---- counting, from the end --------------------------------------------------------------- */

static void
add (mm_state *s, const mm_state *to, const mm_transition *t)
{
  const uint32_t node = t->rule == MM_RULE_NODE_IN || t->rule == MM_RULE_NODE_OUT;
  /* At most 2016 pairs of layers and 32 blobs give a state fewer than 2^12 redexes, and there are fewer than 64
     steps: fewer than 2^768 derivations.  */
  const bool fits = mm_tally_add (&s->derivations, &to->derivations, t->redexes);
  assert (fits);
  (void) fits;
  if (to->least + node < s->least)
    s->least = to->least + node;
  if (to->most + node > s->most)
    s->most = to->most + node;
}

static void
count (mm_exploration *x)
{
  for (size_t i = x->states; i-- > 0;)
    {
      mm_state *s = &x->state[i];
      s->derivations = mm_tally_of (s->transitions == 0);
      s->least = s->transitions ? UINT32_MAX : 0;
      s->most = 0;
      for (uint32_t k = s->first; k < s->first + s->transitions; k++)
        add (s, &x->state[x->transition[k].to], &x->transition[k]);
    }
}

mm_status
mm_explore (const mm_module *m, bool node, mm_exploration **out, mm_error *err)
{
  mm_small g;
  mm_status s = mm_small_load (m, &g, err);
  if (s)
    return s;
  mm_exploration *x = calloc (1, sizeof *x);
  if (!x)
    return mm_fail_memory (err);
  for (int i = 0; i < BUCKETS; i++)
    x->bucket[i] = MM_NONE;
  mm_matches matches = { NULL, 0, 0 };
  uint32_t first;
  s = class_of (x, &g, 0, &first, err);
  for (uint32_t i = 0; !s && i < x->states; i++)
    s = expand (x, i, node, &matches, err);
  mm_matches_clear (&matches);
  if (s)
    {
      mm_exploration_free (x);
      return s;
    }
  count (x);
  *out = x;
  return MM_OK;
}

void
mm_exploration_free (mm_exploration *x)
{
  if (!x)
    return;
  free (x->state);
  free (x->entry);
  free (x->transition);
  free (x);
}

/* ---- answers ---------------------------------------------------------------------------------- */

size_t
mm_exploration_states (const mm_exploration *x)
{
  return x->states;
}

const mm_state *
mm_exploration_state (const mm_exploration *x)
{
  return x->state;
}

size_t
mm_exploration_transitions (const mm_exploration *x)
{
  return x->transitions;
}

const mm_transition *
mm_exploration_transition (const mm_exploration *x)
{
  return x->transition;
}

size_t
mm_exploration_normal_forms (const mm_exploration *x)
{
  size_t forms = 0;
  for (size_t i = 0; i < x->states; i++)
    forms += x->state[i].transitions == 0;
  return forms;
}

const mm_state *
mm_exploration_last (const mm_exploration *x)
{
  return &x->state[x->states - 1];
}
