/* rewrite/tree.c: the terms of a derivation.  */
#include "rewrite/tree_i.h"

#include <assert.h>
#include <stdlib.h>

#include "graph/array.h"

/* How many terms there will be: the layers, and what each step makes.  */
static size_t
count_terms (const mm_derivation *d)
{
  size_t count = mm_module_layers (mm_derivation_module (d));
  const mm_step *step = mm_derivation_steps (d);
  for (size_t k = 0; k < mm_derivation_length (d); k++)
    count += step[k].rule == MM_RULE_SERIES || step[k].rule == MM_RULE_PARALLEL ? 1 : step[k].b;
  return count;
}

/* The module's own layers are the first terms, and carry themselves.  */
static void
plant_layers (mm_tree *t)
{
  const mm_blob *tail = mm_module_tails (t->module), *head = mm_module_heads (t->module);
  for (mm_layer e = 0; e < mm_module_layers (t->module); e++)
    {
      t->term[e] = (mm_term_info){
        .kind = MM_TERM_LAYER,
        .first = MM_NONE,
        .second = MM_NONE,
        .id = e,
        .tail = tail[e],
        .head = head[e],
        .death = UINT32_MAX,
      };
      t->final[e] = e;
    }
  t->terms = mm_module_layers (t->module);
}

/* A term made by step `birth` of two that live, carried by layer id from now on.  */
static void
grow (mm_tree *t, mm_term_kind kind, mm_term first, mm_term second, mm_layer id, uint32_t birth)
{
  mm_term_info *a = &t->term[first], *b = &t->term[second];
  a->uses++;
  b->uses++;
  t->term[t->terms] = (mm_term_info){
    .kind = kind,
    .first = first,
    .second = second,
    .id = id,
    .tail = a->tail,
    .head = b->head,
    .birth = birth,
    .death = UINT32_MAX,
  };
  t->final[id] = t->terms++;
}

static void
consume (mm_tree *t, mm_term x, uint32_t death)
{
  t->term[x].death = death;
}

static void
grow_step (mm_tree *t, mm_step step, mm_handles moved, uint32_t birth)
{
  const mm_term a = t->final[step.a];
  consume (t, a, birth);
  switch (step.rule)
    {
    case MM_RULE_SERIES:
    case MM_RULE_PARALLEL:
      {
        const mm_term b = t->final[step.b];
        consume (t, b, birth);
        t->final[step.b] = MM_NONE;
        grow (t, step.rule == MM_RULE_SERIES ? MM_TERM_SERIES : MM_TERM_PARALLEL, a, b, step.a, birth);
        break;
      }
    default:
      t->final[step.a] = MM_NONE;
      for (uint32_t k = 0; k < moved.count; k++)
        {
          const mm_term x = t->final[moved.at[k]];
          const bool in = step.rule == MM_RULE_NODE_IN; /* a comes before x; else x before a */
          consume (t, x, birth);
          grow (t, MM_TERM_SERIES, in ? a : x, in ? x : a, moved.at[k], birth);
        }
    }
}

static void
find_roots (mm_tree *t)
{
  for (mm_layer e = 0; e < mm_module_layers (t->module); e++)
    if (t->final[e] != MM_NONE)
      t->root[t->roots++] = t->final[e];
}

/* How many layers are left when each step takes one away.  */
static size_t
count_roots (const mm_derivation *d)
{
  return mm_module_layers (mm_derivation_module (d)) - mm_derivation_length (d);
}

mm_tree *
mm_tree_new (const mm_derivation *d)
{
  const size_t terms = count_terms (d);
  mm_tree *t = terms < MM_NONE ? calloc (1, sizeof *t) : NULL;
  if (!t)
    return NULL;
  t->module = mm_derivation_module (d);
  t->steps = mm_derivation_length (d);
  t->term = mm_array_new (terms, sizeof *t->term);
  t->product = mm_array_new (t->steps + 1, sizeof *t->product);
  t->final = mm_array_new (mm_module_layers (t->module), sizeof *t->final);
  t->root = mm_array_new (count_roots (d), sizeof *t->root);
  if (!t->term || !t->product || !t->final || !t->root)
    {
      mm_tree_free (t);
      return NULL;
    }

  plant_layers (t);
  for (size_t k = 0; k < t->steps; k++)
    {
      t->product[k] = t->terms;
      grow_step (t, mm_derivation_step (d, k), mm_derivation_moved (d, k), (uint32_t) k + 1);
    }
  t->product[t->steps] = t->terms;
  find_roots (t);
  assert (t->terms == terms && t->roots == count_roots (d));
  return t;
}

void
mm_tree_free (mm_tree *t)
{
  if (!t)
    return;
  free (t->term);
  free (t->product);
  free (t->final);
  free (t->root);
  free (t);
}

uint32_t
mm_tree_terms (const mm_tree *t)
{
  return t->terms;
}

mm_term_info
mm_tree_term (const mm_tree *t, mm_term x)
{
  assert (x < t->terms);
  return t->term[x];
}

mm_term
mm_tree_products (const mm_tree *t, size_t k, uint32_t *count)
{
  assert (k >= 1 && k <= t->steps);
  *count = t->product[k] - t->product[k - 1];
  return t->product[k - 1];
}

mm_term
mm_tree_final (const mm_tree *t, mm_layer e)
{
  return t->final[e];
}

uint32_t
mm_tree_roots (const mm_tree *t, const mm_term **roots)
{
  *roots = t->root;
  return t->roots;
}
