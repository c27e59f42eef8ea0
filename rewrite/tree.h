/* rewrite/tree.h: the decomposition tree (or DAG) of a derivation, and the morphing equation.  */
#ifndef MM_REWRITE_TREE_H
#define MM_REWRITE_TREE_H

#include "rewrite/derivation.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Every layer that ever lives is a **term**: 0 … layers-1 are the module's own
 * layers, and each step makes new ones: one for series and parallel, one per moved
 * layer for a node reduction.  With node reductions a term may be used more than
 * once, so the tree is a DAG (a layer is shared).
 */
typedef struct mm_tree mm_tree;
typedef uint32_t mm_term;

typedef enum mm_term_kind
{
  MM_TERM_LAYER,
  MM_TERM_SERIES,  /* first, then second: G = F_second (*) F_first */
  MM_TERM_PARALLEL /* first + second */
} mm_term_kind;

/**
 * One term.  Born with step `birth` (0: it is there before the first step; k: it is
 * the product of step k, counted from 1) and consumed by step `death`
 * (UINT32_MAX: it lives to the end).  State k shows the terms with
 * birth <= k < death.
 */
typedef struct mm_term_info
{
  mm_term_kind kind;
  mm_term first, second; /* MM_NONE for a layer */
  mm_layer id;           /* the id that carries it in the derivation */
  mm_blob tail, head;
  uint32_t birth, death;
  uint32_t uses; /* how many terms are made of it */
} mm_term_info;

/**
 * The terms of a derivation that replays to its end (mm_derivation_defect finds nothing); the
 * tree borrows its module, and d only for this call.  O(layers + steps + moved).
 * @return NULL: out of memory, or more than 2^32 - 2 terms
 */
mm_tree *mm_tree_new (const mm_derivation *d);
void mm_tree_free (mm_tree *t);

uint32_t mm_tree_terms (const mm_tree *t);
mm_term_info mm_tree_term (const mm_tree *t, mm_term x);

/** The products of step k (from 1): `count` terms from the returned one on. */
mm_term mm_tree_products (const mm_tree *t, size_t k, uint32_t *count);

/** The term that carries layer id e at the end, or MM_NONE when e is gone. */
mm_term mm_tree_final (const mm_tree *t, mm_layer e);

/** The terms that live at the end: one for a derivation to a single layer. */
uint32_t mm_tree_roots (const mm_tree *t, const mm_term **roots);

typedef enum mm_notation
{
  MM_NOTATION_TEXT,    /* F2 * F1 + F3 */
  MM_NOTATION_UNICODE, /* F₂ ⊛ F₁ + F₃ */
  MM_NOTATION_LATEX    /* F_{2} \circledast F_{1} + F_{3} */
} mm_notation;

/**
 * The expression of one term, in full down to the layers, with as few parentheses
 * as the precedence of * over + allows, cut at about `limit` bytes by folding inner
 * terms (0: no limit), the innermost first, to "(…)", or "(...)" as plain text.  Names of
 * layers that are one letter and a number get subscripts; others are quoted as the notation
 * asks, and so are those that look like G, G1, G2 …, which the equation uses.
 *
 * @return a heap string for the caller to free, or NULL: out of memory
 */
char *mm_tree_expression (const mm_tree *t, mm_term x, mm_notation notation, size_t limit);

/**
 * The morphing equation (paper, equation 5), factored: one line `G = …` per root,
 * preceded by a definition `G1 = …` for every common part (a term used more than
 * once).  For a core of several layers each gets its line, with its ends.
 *
 * @return MM_OK, MM_EIO, MM_ENOMEM
 */
mm_status mm_tree_write_equation (const mm_tree *t, mm_notation notation, FILE *out);

#ifdef __cplusplus
}
#endif
#endif
