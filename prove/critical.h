/* prove/critical.h: critical pairs, and how they join: confluence by machine.  */
#ifndef MM_PROVE_CRITICAL_H
#define MM_PROVE_CRITICAL_H

#include "prove/match.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_JOIN_STEPS = 8 };

/**
 * How the two results of a pair come together again.
 *
 * The blobs that both steps keep may be terminals and may have any further layers, so the joining
 * steps must leave them alone: they are `fixed` in the graphs here, and each has a colour of its
 * own, so that an isomorphism maps it to itself.  With that, a join in the small graph is a join
 * in every graph that the pair is part of (Plump 1993: *strongly* joinable critical pairs make a
 * graph rewriting system locally confluent; joining up to any isomorphism would not be enough).
 */
typedef struct mm_joining
{
  bool joins;         /* up to an isomorphism that keeps the fixed blobs */
  bool on_names;      /* even to the very same graph, and each layer is made of the same ones */
  uint32_t steps;     /* on each side: the same number, since every step takes one layer away */
  mm_small result[2]; /* what the two steps make of the pair's graph */
  mm_match step[2][MM_JOIN_STEPS]; /* from there on */
  mm_small end[2];    /* where they meet; when they do not, normal forms of the two sides */
} mm_joining;

/** Two redexes that share a layer, in the smallest graph that has them both. */
typedef struct mm_critical_pair
{
  mm_small graph; /* layer i has mark 1 << i, a product the marks of all that it is made of */
  mm_match match[2];
  bool cyclic; /* the graph has a cycle: no part of a module */
  mm_joining join;
} mm_critical_pair;

/** What became of the gluings of two left sides; `tried` is the sum of the others. */
typedef struct mm_gluings
{
  mm_rule rule[2];
  uint32_t degree[2];
  uint64_t tried;
  uint64_t identified;  /* a blob that goes would be glued to another one of its own left side */
  uint64_t dangling;    /* a blob that goes would touch a layer of the other left side alone */
  uint64_t same;        /* both are one redex */
  uint64_t independent; /* no layer is shared: the two steps do not touch each other */
  uint64_t cyclic;      /* overlaps that hold a cycle */
  uint64_t critical;    /* the rest, before symmetric ones are counted once */
  size_t first, pairs;  /* its critical pairs up to symmetry, the cyclic ones behind the others: in mm_critical */
} mm_gluings;

typedef struct mm_critical mm_critical;

/**
 * Find all critical pairs of a set of productions, and join each.
 *
 * Every two left sides are glued in every way: layers of one are identified with layers of the
 * other (injectively), which glues their ends; then, with `further`, the blobs in all other ways, too.  What
 * breaks a condition of production.h is left out and counted.  By the theory of double-pushout
 * rewriting every two redexes that get in each other's way are, somewhere, one of these.  (Kept blobs that
 * coincide further are instances of a pair in which they do not, so `further` finds no more
 * conflicts; but it shows that cycles are the only thing that it adds.)
 *
 * @param productions  `count` of them; a pair is made of any two, also of one with itself
 * @param node         whether the node rules may be used for joining
 * @param out          the caller's, for mm_critical_free
 * @return MM_OK; MM_ELIMIT when two left sides have more than 10 blobs or 16 layers together; MM_ENOMEM
 */
mm_status mm_critical_find (const mm_production *productions, size_t count, bool further, bool node,
                            mm_critical **out);
void mm_critical_free (mm_critical *c); /* accepts NULL */

size_t mm_critical_count (const mm_critical *c); /* of pairs */
const mm_critical_pair *mm_critical_pairs (const mm_critical *c);
size_t mm_critical_combinations (const mm_critical *c);
const mm_gluings *mm_critical_gluings (const mm_critical *c);

/**
 * What texts and pictures call blob v of a pair's graph: u, v, w, … in order (with more than six
 * blobs from an earlier letter on); and its layer e: a, b, c, …
 */
char mm_critical_blob_letter (const mm_small *graph, uint32_t v);
char mm_critical_layer_letter (uint32_t e);

/**
 * Join the two results of a pair: breadth first, as few steps as possible.  Fills pair->join.
 * @param pair  graph and match are set
 * @return MM_OK; MM_ELIMIT when more than MM_JOIN_STEPS steps are possible; MM_ENOMEM
 */
mm_status mm_critical_join (mm_critical_pair *pair, bool node);

#ifdef __cplusplus
}
#endif
#endif
