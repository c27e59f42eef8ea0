/* graph/hubs.h: a plan that routes a convolution through several hubs.  */
#ifndef MM_GRAPH_HUBS_H
#define MM_GRAPH_HUBS_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A plan of T4 (NUMERICS.md section 1), plain integers.  Written here for row mode; in column
 * mode every layer is read from its head to its tail, s and t change places, and the parent is
 * transposed.
 *
 * Some blobs are **hubs**: the whole input code, rank_in units of it, reaches them.  On a layer out
 * of a hub whose kernel covers the parent's, units of the output code may start; they are carried
 * on until all of them, rank_out at least, arrive at t.  s is always a hub: it needs no input flow.
 *
 * Each blob v keeps code[v] channels for the input code (random linear combinations of it) and as
 * many others as units of the output code pass; together they fit into its channels.
 */
typedef struct mm_hubs
{
  bool columns;     /* column mode */
  uint32_t count;   /* hubs other than s (t in column mode) that are used */
  mm_blob *hub;     /* count entries, ascending */
  uint32_t *input;  /* count runs of one entry per layer: units of the input code that the layer
                       carries towards that hub (each hub sees the whole of code[], as network coding allows) */
  uint32_t *code;   /* per blob: channels for the input code; 0 for s and t */
  uint32_t *output; /* per layer: units of the output code that are carried on */
  uint32_t *start;  /* per layer: units of the output code that start on it */
} mm_hubs;

void mm_hubs_clear (mm_hubs *h); /* frees its contents; an all-zero struct is fine */

#ifdef __cplusplus
}
#endif
#endif
