/* graph/plain/read.c: a skeleton to a plain graph.

   The nodes that are mentioned are kept in a log, in the order of the text.  So the members of a subgraph that was
   opened once are a piece of the log; of one that can be opened again the pieces are put together.  */
#include "graph/plain/graph_i.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

#define NONE MM_PLAIN_NONE

/* A subgraph with a name.  */
typedef struct scope
{
  uint32_t parent, name; /* a scope, or NONE for the graph; a number of the text */
  uint32_t *member;      /* nodes */
  size_t members, capacity;
  bool sorted;           /* and each is there once */
} scope;

/* A part of an edge statement: nodes of the log, or a scope.  */
typedef struct item
{
  size_t from, to;
  uint32_t scope; /* NONE: those of the log */
  bool list;      /* in the order in which they are there, and as often */
} item;

/* A pair of braces and the statement that is being read there.  */
typedef struct frame
{
  uint32_t scope;         /* NONE: without a name */
  uint32_t around;        /* the scope that counts as the one around what is opened here */
  size_t log_from, items_from;
  uint32_t value;         /* that its list gives, plus 1; 0: none so far */
  bool arrows, open;      /* open: the next node goes on with the list before it */
} frame;

typedef struct nodes
{
  uint32_t *at;
  size_t count, capacity;
  bool owned; /* else they are the log's or a scope's */
} nodes;

typedef struct reader
{
  struct mm_plain_graph *g;
  const char *at;
  uint32_t number; /* of the token that was read last */
  uint32_t *node_of; /* by number in the text: the node plus 1 */
  uint32_t *log;
  size_t log_count, log_capacity;
  item *items;
  size_t item_count, item_capacity;
  frame *frames;
  size_t depth, frame_capacity;
  scope *scopes;
  size_t scope_count, scope_capacity;
  uint32_t *slots; /* hash table of scopes, plus 1 */
  size_t slot_count;
} reader;

static agusererrf complain;

agusererrf
agseterrf (agusererrf f)
{
  const agusererrf before = complain;
  complain = f;
  return before;
}

/* ---- tokens -------------------------------------------------------------------------- */

/* The characters that stand for tokens: n1 s1 a1 -> digraph subgraph, and what begins defaults, which are empty.  */
enum token
{
  END = 0,
  NAME = 'n',
  SUBGRAPH_NAME = 's',
  ATTRIBUTE = 'a',
  ARROW = '-',
  DIGRAPH = 'D',
  SUBGRAPH = 'S',
  ABOUT = 'A', /* node edge graph */
  WRONG = '?'
};

static bool
take (reader *r, const char *word)
{
  const size_t length = strlen (word);
  if (strncmp (r->at, word, length))
    return false;
  r->at += length;
  return true;
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* A number below 2^32 - 1.  */
static bool
take_number (reader *r)
{
  uint64_t n = 0;
  if (!is_digit (*r->at))
    return false;
  for (; is_digit (*r->at) && n < NONE; r->at++)
    n = 10 * n + (uint64_t) (*r->at - '0');
  r->number = (uint32_t) n;
  return n < NONE;
}

static int
next (reader *r)
{
  while (*r->at == ' ' || *r->at == '\n')
    r->at++;
  const char c = *r->at;
  if (c != '\0' && strchr ("nsa", c) && is_digit (r->at[1]))
    {
      r->at++;
      return take_number (r) ? c : WRONG;
    }
  if (c != '\0' && strchr ("{}[],;=", c))
    {
      r->at++;
      return c;
    }
  return c == '\0'                ? END
         : take (r, "->")         ? ARROW
         : take (r, "digraph")    ? DIGRAPH
         : take (r, "subgraph")   ? SUBGRAPH
         : take (r, "node") || take (r, "edge") || take (r, "graph") ? ABOUT
                                  : WRONG;
}

/* ---- sets of nodes ------------------------------------------------------------------- */

static int
by_number (const void *a, const void *b)
{
  const uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
  return (x > y) - (x < y);
}

/* @return how many are left */
static size_t
sort_once (uint32_t *node, size_t count)
{
  size_t kept = 0;
  if (count)
    qsort (node, count, sizeof *node, by_number);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || node[kept - 1] != node[i])
      node[kept++] = node[i];
  return kept;
}

static bool
append (uint32_t **to, size_t *count, size_t *capacity, const uint32_t *from, size_t more)
{
  if (!mm_array_reserve (to, capacity, *count + more, sizeof **to))
    return false;
  if (more)
    memcpy (*to + *count, from, more * sizeof **to);
  *count += more;
  return true;
}

/* The nodes of an item, in order; `found` keeps its memory from one to the next.  */
static bool
gather (reader *r, const item *i, nodes *found)
{
  found->owned = false;
  if (i->scope != NONE)
    {
      scope *s = &r->scopes[i->scope];
      if (!s->sorted)
        s->members = sort_once (s->member, s->members);
      s->sorted = true;
      found->count = s->members;
      return true;
    }
  found->owned = true;
  found->count = 0;
  if (!append (&found->at, &found->count, &found->capacity, r->log + i->from, i->to - i->from))
    return false;
  if (!i->list)
    found->count = sort_once (found->at, found->count);
  return true;
}

static const uint32_t *
nodes_of (const reader *r, const item *i, const nodes *found)
{
  return found->owned ? found->at : r->scopes[i->scope].member;
}

/* ---- edges --------------------------------------------------------------------------- */

static bool
add_edge (reader *r, uint32_t tail, uint32_t head, uint32_t value)
{
  struct mm_plain_graph *g = r->g;
  if (g->edges >= NONE || !mm_array_reserve (&g->edge, &g->edge_capacity, g->edges + 1, sizeof *g->edge))
    return false;
  const uint32_t e = (uint32_t) g->edges++;
  g->edge[e] = (struct mm_plain_edge){ g, tail, head, value, NONE, e };
  struct mm_plain_node *n = &g->node[tail];
  if (n->first_out == NONE)
    n->first_out = e;
  else
    g->edge[n->last].next_out = e;
  n->last = e;
  return true;
}

static bool
join (reader *r, const uint32_t *tail, size_t tails, const uint32_t *head, size_t heads, uint32_t value)
{
  for (size_t i = 0; i < tails; i++)
    for (size_t j = 0; j < heads; j++)
      if (!add_edge (r, tail[i], head[j], value))
        return false;
  return true;
}

static frame *
top (reader *r)
{
  return &r->frames[r->depth - 1];
}

/* ---- statements ----------------------------------------------------------------------- */

static bool
join_items (reader *r, const item *items, size_t count, uint32_t value)
{
  nodes found[2] = { { .count = 0 }, { .count = 0 } };
  bool good = gather (r, &items[0], &found[0]);
  for (size_t i = 1; i < count && good; i++)
    {
      nodes *tail = &found[(i - 1) % 2], *head = &found[i % 2];
      good = gather (r, &items[i], head)
             && join (r, nodes_of (r, &items[i - 1], tail), tail->count, nodes_of (r, &items[i], head), head->count, value);
    }
  free (found[0].at);
  free (found[1].at);
  return good;
}

static bool
end_statement (reader *r)
{
  frame *f = top (r);
  const bool good = !f->arrows || join_items (r, r->items + f->items_from, r->item_count - f->items_from, f->value);
  r->item_count = f->items_from;
  f->value = 0;
  f->arrows = f->open = false;
  return good;
}

static bool
add_item (reader *r, item i)
{
  if (!mm_array_reserve (&r->items, &r->item_capacity, r->item_count + 1, sizeof *r->items))
    return false;
  r->items[r->item_count++] = i;
  return true;
}

/* The node of the number that was just read; made when it is new.  */
static bool
find_node (reader *r, uint32_t *node)
{
  struct mm_plain_graph *g = r->g;
  const uint32_t number = r->number;
  if (r->node_of[number] == 0)
    {
      if (!mm_array_reserve (&g->node, &g->node_capacity, g->nodes + 1, sizeof *g->node))
        return false;
      struct mm_plain_node *n = &g->node[g->nodes];
      *n = (struct mm_plain_node){ .first_out = NONE, .last = NONE };
      snprintf (n->name, sizeof n->name, "n%" PRIu32, number);
      r->node_of[number] = (uint32_t) ++g->nodes;
    }
  *node = r->node_of[number] - 1;
  return true;
}

static bool
mention (reader *r)
{
  frame *f = top (r);
  uint32_t node;
  if (!find_node (r, &node) || !append (&r->log, &r->log_count, &r->log_capacity, &node, 1))
    return false;
  if (!f->open && !add_item (r, (item){ r->log_count - 1, r->log_count - 1, NONE, true }))
    return false;
  r->items[r->item_count - 1].to = r->log_count;
  f->open = true;
  return true;
}

/* ---- braces ------------------------------------------------------------------------------ */

static size_t
slot_of (const reader *r, uint32_t parent, uint32_t name)
{
  uint64_t h = ((uint64_t) parent << 32 | name) * 0x9E3779B97F4A7C15u;
  size_t slot = (size_t) (h ^ h >> 32) & (r->slot_count - 1);
  for (; r->slots[slot]; slot = (slot + 1) & (r->slot_count - 1))
    if (r->scopes[r->slots[slot] - 1].parent == parent && r->scopes[r->slots[slot] - 1].name == name)
      break;
  return slot;
}

/* At most half of the slots are taken.  */
static bool
reserve_slot (reader *r)
{
  if (2 * (r->scope_count + 1) <= r->slot_count)
    return true;
  uint32_t *old = r->slots;
  const size_t count = r->slot_count ? 2 * r->slot_count : 64;
  uint32_t *larger = mm_array_new (count, sizeof *larger);
  if (!larger)
    return false;
  r->slots = larger;
  r->slot_count = count;
  for (size_t i = 0; i < r->scope_count; i++)
    larger[slot_of (r, r->scopes[i].parent, r->scopes[i].name)] = (uint32_t) i + 1;
  free (old);
  return true;
}

/* Around names are scopes, the graph (NONE), or nameless braces: those that were opened as the k-th are 2^31 + k.  */
static bool
find_scope (reader *r, uint32_t parent, uint32_t name, uint32_t *found)
{
  if (!reserve_slot (r) || !mm_array_reserve (&r->scopes, &r->scope_capacity, r->scope_count + 1, sizeof *r->scopes))
    return false;
  const size_t slot = slot_of (r, parent, name);
  if (r->slots[slot] == 0)
    {
      r->scopes[r->scope_count] = (scope){ .parent = parent, .name = name, .sorted = true };
      r->slots[slot] = (uint32_t) ++r->scope_count;
    }
  *found = r->slots[slot] - 1;
  return true;
}

static bool
open_braces (reader *r, uint32_t name, uint32_t nameless)
{
  frame f = { .scope = NONE, .around = nameless, .log_from = r->log_count, .items_from = r->item_count };
  if (name != NONE && !find_scope (r, top (r)->around, name, &f.scope))
    return false;
  if (f.scope != NONE)
    f.around = f.scope;
  if (!mm_array_reserve (&r->frames, &r->frame_capacity, r->depth + 1, sizeof *r->frames))
    return false;
  r->frames[r->depth++] = f;
  return true;
}

/* What was between the braces is a part of the statement around them.  */
static bool
close_braces (reader *r)
{
  const frame f = *top (r);
  if (--r->depth == 0)
    return true;
  if (f.scope != NONE && r->log_count > f.log_from)
    {
      scope *s = &r->scopes[f.scope];
      if (!append (&s->member, &s->members, &s->capacity, r->log + f.log_from, r->log_count - f.log_from))
        return false;
      s->sorted = false;
    }
  return add_item (r, (item){ f.log_from, r->log_count, f.scope, false });
}

/* ---- the text ----------------------------------------------------------------------------- */

typedef enum outcome
{
  GOOD,
  NO_MEMORY,
  NO_SKELETON
} outcome;

static outcome
memory (bool good)
{
  return good ? GOOD : NO_MEMORY;
}

/* `]` or `a1=17]`, behind the bracket.  There is one attribute in a text, and it is once in a statement.  */
static outcome
read_list (reader *r)
{
  const int token = next (r);
  if (token == ']')
    return GOOD;
  if (token != ATTRIBUTE || (r->g->symbol.number != NONE && r->g->symbol.number != r->number))
    return NO_SKELETON;
  r->g->symbol.number = r->number;
  if (next (r) != '=' || !take_number (r) || next (r) != ']')
    return NO_SKELETON;
  top (r)->value = r->number + 1;
  return GOOD;
}

static outcome
read_subgraph (reader *r, uint32_t *nameless)
{
  uint32_t name = NONE;
  int token = next (r);
  if (token == SUBGRAPH_NAME)
    {
      name = r->number;
      token = next (r);
    }
  return token == '{' ? memory (open_braces (r, name, (*nameless)++)) : NO_SKELETON;
}

static outcome
read_token (reader *r, int token, uint32_t *nameless)
{
  frame *f = top (r);
  switch (token)
    {
    case NAME: return memory (mention (r));
    case ',': return f->open ? GOOD : NO_SKELETON;
    case ARROW:
      f->arrows = true;
      f->open = false;
      return GOOD;
    case SUBGRAPH: return read_subgraph (r, nameless);
    case '{': return memory (open_braces (r, NONE, (*nameless)++));
    case '}': return memory (end_statement (r) && close_braces (r));
    case ';': return memory (end_statement (r));
    case '[': return read_list (r);
    case ABOUT: return GOOD;
    default: return NO_SKELETON;
    }
}

/* The greatest number of a node in the text, plus 1.  */
static uint32_t
greatest_name (const char *text)
{
  reader look = { .at = text };
  uint32_t most = 0;
  for (int token; (token = next (&look)) != END && token != WRONG;)
    {
      if (token == NAME && look.number >= most)
        most = look.number + 1;
      if (token == '=')
        take_number (&look);
    }
  return most;
}

static outcome
read_text (reader *r)
{
  uint32_t nameless = (uint32_t) 1 << 31;
  if (next (r) != DIGRAPH || next (r) != '{')
    return NO_SKELETON;
  outcome o = memory (open_braces (r, NONE, NONE));
  while (o == GOOD && r->depth > 0)
    o = read_token (r, next (r), &nameless);
  return o == GOOD && next (r) != END ? NO_SKELETON : o;
}

static void
forget (reader *r)
{
  for (size_t i = 0; i < r->scope_count; i++)
    free (r->scopes[i].member);
  free (r->scopes);
  free (r->slots);
  free (r->node_of);
  free (r->log);
  free (r->items);
  free (r->frames);
}

Agraph_t *
agmemread (const char *skeleton)
{
  static const char wrong[] = "it is no skeleton";
  reader r = { .at = skeleton };
  if (!*skeleton || !(r.g = calloc (1, sizeof *r.g)))
    return NULL;
  r.g->symbol.number = NONE;
  r.node_of = mm_array_new (greatest_name (skeleton), sizeof *r.node_of);
  const outcome o = r.node_of ? read_text (&r) : NO_MEMORY;
  forget (&r);
  if (o == GOOD)
    return r.g;
  agclose (r.g);
  char text[sizeof wrong];
  memcpy (text, wrong, sizeof wrong);
  if (o == NO_SKELETON && complain)
    complain (text);
  return NULL;
}
