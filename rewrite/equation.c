/* rewrite/equation.c: terms as expressions, and the morphing equation.

   An expression is first spread out as a list of **places**, breadth first from the whole,
   and then written from left to right.  Breadth first makes the outermost structure the
   last to be folded when there is a limit; and a list and a stack of our own make depths of
   a million as good as any other.  */
#include <stdlib.h>

#include "graph/array.h"
#include "rewrite/notation_i.h"
#include "rewrite/tree_i.h"

/* An occurrence of a term in an expression.  */
typedef struct place
{
  mm_term term;
  uint32_t child;  /* its parts are the places child (first) and child + 1 (second); MM_NONE: it is not spread */
  bool in_product; /* it is part of a series term, where a sum needs parentheses */
} place;

/* What is still to be written: a place or a sign.  */
typedef struct item
{
  uint32_t place;   /* MM_NONE: the sign */
  const char *sign;
} item;

typedef struct printer
{
  const mm_tree *tree;
  const mm_signs *signs;
  mm_notation notation;
  const uint32_t *common; /* by term: the number of the common part that it is, or 0; NULL: there are none */
  place *places;
  size_t count, places_capacity;
  item *items; /* a stack */
  size_t items_count, items_capacity;
  bool failed;
  mm_phrase scratch;
} printer;

static void
clear_printer (printer *p)
{
  free (p->places);
  free (p->items);
  mm_phrase_clear (&p->scratch);
}

/* Whether a place may be spread: the root always, others unless they have a name.  */
static bool
can_spread (const printer *p, size_t at)
{
  const mm_term x = p->places[at].term;
  return p->tree->term[x].kind != MM_TERM_LAYER && (at == 0 || !p->common || !p->common[x]);
}

/* A place that is not spread: a layer, a common part, or a fold.  */
static void
write_leaf (printer *p, size_t at, mm_phrase *out)
{
  const mm_term x = p->places[at].term;
  if (p->tree->term[x].kind == MM_TERM_LAYER)
    mm_notation_layer (out, p->notation, p->tree->module, p->tree->term[x].id);
  else if (p->common && p->common[x] && at > 0)
    mm_notation_common (out, p->notation, p->common[x]);
  else
    mm_phrase_add (out, p->signs->fold);
}

static size_t
leaf_length (printer *p, size_t at)
{
  p->scratch.used = 0;
  write_leaf (p, at, &p->scratch);
  return p->scratch.used;
}

static void
add_place (printer *p, mm_term x, bool in_product)
{
  p->places[p->count++] = (place){ .term = x, .child = MM_NONE, .in_product = in_product };
}

/* Spread place `at` into its two parts, unless that would go over the limit.  */
static void
spread_place (printer *p, size_t at, size_t limit, size_t *length)
{
  const mm_term_info *x = &p->tree->term[p->places[at].term];
  const bool series = x->kind == MM_TERM_SERIES;
  if (p->count > MM_NONE - 3
      || !mm_array_reserve (&p->places, &p->places_capacity, p->count + 2, sizeof *p->places))
    {
      p->failed = true;
      return;
    }
  const size_t child = p->count;
  add_place (p, x->first, series);
  add_place (p, x->second, series);
  if (limit)
    {
      size_t grown = *length - strlen (p->signs->fold) + leaf_length (p, child) + leaf_length (p, child + 1)
                     + strlen (series ? p->signs->times : p->signs->plus)
                     + (!series && p->places[at].in_product ? 2 : 0);
      if (grown > limit)
        {
          p->count = child;
          return;
        }
      *length = grown;
    }
  p->places[at].child = (uint32_t) child;
}

static void
spread (printer *p, mm_term x, size_t limit)
{
  size_t length = strlen (p->signs->fold);
  p->count = 0;
  if (!mm_array_reserve (&p->places, &p->places_capacity, 1, sizeof *p->places))
    {
      p->failed = true;
      return;
    }
  add_place (p, x, false);
  for (size_t at = 0; at < p->count && !p->failed; at++)
    if (can_spread (p, at))
      spread_place (p, at, limit, &length);
}

static void
push_place (printer *p, uint32_t at)
{
  p->items[p->items_count++] = (item){ .place = at };
}

static void
push_sign (printer *p, const char *sign)
{
  p->items[p->items_count++] = (item){ .place = MM_NONE, .sign = sign };
}

/* Write the places from left to right: the product of "first, then second" is second * first.  */
static void
write_places (printer *p, mm_phrase *out)
{
  enum { MOST = 5 }; /* pushed for one place */
  p->items_count = 0;
  if (!mm_array_reserve (&p->items, &p->items_capacity, MOST, sizeof *p->items))
    p->failed = true;
  else
    push_place (p, 0);
  while (p->items_count && !p->failed && !out->failed)
    {
      const item next = p->items[--p->items_count];
      if (next.place == MM_NONE)
        {
          mm_phrase_add (out, next.sign);
          continue;
        }
      const place at = p->places[next.place];
      if (at.child == MM_NONE)
        {
          write_leaf (p, next.place, out);
          continue;
        }
      if (!mm_array_reserve (&p->items, &p->items_capacity, p->items_count + MOST, sizeof *p->items))
        {
          p->failed = true;
          return;
        }
      const bool series = p->tree->term[at.term].kind == MM_TERM_SERIES;
      const bool enclosed = at.in_product && !series;
      if (enclosed)
        {
          mm_phrase_add (out, p->signs->open);
          push_sign (p, p->signs->close);
        }
      push_place (p, series ? at.child : at.child + 1);
      push_sign (p, series ? p->signs->times : p->signs->plus);
      push_place (p, series ? at.child + 1 : at.child);
    }
}

static void
write_term (printer *p, mm_term x, size_t limit, mm_phrase *out)
{
  spread (p, x, limit);
  if (!p->failed)
    write_places (p, out);
  if (p->failed || p->scratch.failed)
    out->failed = true;
}

char *
mm_tree_expression (const mm_tree *t, mm_term x, mm_notation notation, size_t limit)
{
  printer p = { .tree = t, .signs = mm_notation_signs (notation), .notation = notation };
  mm_phrase out = { .data = NULL };
  write_term (&p, x, limit, &out);
  mm_phrase_bytes (&out, "", 1);
  clear_printer (&p);
  if (out.failed)
    mm_phrase_clear (&out);
  return out.data;
}

/* ---- the equation ------------------------------------------------------------ */

/* Number the common parts: the terms that are no layer and are used more than once.
   NULL in *common when there are none.  */
static mm_status
number_common_parts (const mm_tree *t, uint32_t **common)
{
  uint32_t count = 0;
  *common = NULL;
  for (mm_term x = 0; x < t->terms; x++)
    if (t->term[x].kind != MM_TERM_LAYER && t->term[x].uses > 1)
      {
        if (!*common && !(*common = mm_array_new (t->terms, sizeof **common)))
          return MM_ENOMEM;
        (*common)[x] = ++count;
      }
  return MM_OK;
}

static mm_status
write_line (printer *p, mm_phrase *line, mm_term x, FILE *out)
{
  mm_phrase_add (line, " = ");
  write_term (p, x, 0, line);
  mm_phrase_add (line, "\n");
  if (line->failed)
    return MM_ENOMEM;
  const size_t length = line->used;
  line->used = 0;
  return fwrite (line->data, 1, length, out) == length ? MM_OK : MM_EIO;
}

static mm_status
write_lines (printer *p, mm_phrase *line, FILE *out)
{
  const mm_tree *t = p->tree;
  mm_status s = MM_OK;
  for (mm_term x = 0; p->common && x < t->terms && !s; x++)
    if (p->common[x])
      {
        mm_notation_common (line, p->notation, p->common[x]);
        s = write_line (p, line, x, out);
      }
  for (uint32_t k = 0; k < t->roots && !s; k++)
    {
      const mm_term_info *root = &t->term[t->root[k]];
      if (t->roots == 1)
        mm_notation_common (line, p->notation, 0);
      else
        mm_notation_between (line, p->notation, t->module, root->tail, root->head);
      s = write_line (p, line, t->root[k], out);
    }
  return s;
}

mm_status
mm_tree_write_equation (const mm_tree *t, mm_notation notation, FILE *out)
{
  uint32_t *common;
  mm_status s = number_common_parts (t, &common);
  if (s)
    return s;
  printer p = { .tree = t, .signs = mm_notation_signs (notation), .notation = notation, .common = common };
  mm_phrase line = { .data = NULL };
  s = write_lines (&p, &line, out);
  mm_phrase_clear (&line);
  clear_printer (&p);
  free (common);
  return s;
}
