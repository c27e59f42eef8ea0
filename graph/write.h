/* graph/write.h: modules to files.  */
#ifndef MM_GRAPH_WRITE_H
#define MM_GRAPH_WRITE_H

#include <stdio.h>

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What to say about a layer or a blob beyond what the module knows (weight files, say). */
typedef struct mm_dot_extra
{
  /* Write further attributes (" key=value" pairs, already quoted) for layer e; NULL: none. */
  void (*layer) (FILE *out, const mm_module *m, mm_layer e, void *context);
  void *context;
} mm_dot_extra;

/**
 * Canonical DOT: one line a blob, one line a layer, sorted by (tail, head, key), attributes
 * sorted; reading it and writing again gives the same bytes.
 * @param extra  may be NULL
 * @return MM_OK, MM_EIO, MM_ENOMEM
 */
mm_status mm_write_dot (const mm_module *m, const mm_dot_extra *extra, FILE *out);

/** The .edges format (names and attributes are lost). @return MM_OK, MM_EIO */
mm_status mm_write_edges (const mm_module *m, FILE *out);

/**
 * One JSONL line (the names of blobs and layers, and attributes, are lost).
 * @param name  of the module; may be NULL
 * @return MM_OK; MM_EIO; MM_EINVAL when the name is no UTF-8, with nothing written
 */
mm_status mm_write_jsonl (const mm_module *m, const char *name, FILE *out);

#ifdef __cplusplus
}
#endif
#endif
