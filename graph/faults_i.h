/* graph/faults_i.h: everything that is wrong with a graph; for graph/ only.  */
#ifndef MM_GRAPH_FAULTS_I_H
#define MM_GRAPH_FAULTS_I_H

#include "graph/builder_i.h"
#include "graph/refusal.h"

/** Handles of layers or blobs, as mm_refused says. */
typedef struct mm_fault_list
{
  uint32_t *at; /* owned */
  uint32_t count;
} mm_fault_list;

typedef struct mm_faults
{
  mm_fault_list list[MM_REFUSED_LISTS];
  uint32_t isolated;    /* how many there are, of which the list may have fewer */
  uint32_t parts;
  mm_layer closing;     /* the layer of the cycle that stands last in the file; MM_NONE */
} mm_faults;

/** Find them all, whatever the graph.  O(blobs + layers), and the orders of refusal.h. @return MM_OK; MM_ENOMEM */
mm_status mm_faults_find (const mm_table *t, mm_faults *out);
void mm_faults_clear (mm_faults *f);

/**
 * Refuse a graph: fill an error with a sentence that tells all faults, `flaw` first, and what was asked for.
 * @return MM_ENOTMODULE; MM_ENOMEM
 */
mm_status mm_refuse_graph (const mm_builder *b, mm_flaw flaw, mm_error *err);

/**
 * Give a refusal what was found.
 * @param text  the whole sentence, taken; NULL: out of memory
 * @return MM_OK; MM_ENOMEM, with r empty
 */
mm_status mm_refusal_fill (mm_refusal *r, const mm_table *t, const mm_faults *f, char *text);

/** Add a clause to the sentence, if there is memory for it. */
void mm_refusal_add (mm_refusal *r, const char *clause);

#endif
