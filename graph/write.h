/* graph/write.h: modules to files.  */
#ifndef MM_GRAPH_WRITE_H
#define MM_GRAPH_WRITE_H

#include <stdio.h>

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Write a text as one word (an ID) of DOT: in quotes only where it needs them, and so that
 * mm_read_dot gets the same text back.
 *
 * In quotes a backslash before a quote or at the end cannot be written; such texts become
 * HTML strings, <…>, which keep names as well.
 *
 * @return MM_OK; MM_EUNSUPPORTED, with nothing written, when DOT has no way to say it: such a
 *         backslash together with angle brackets that do not match
 */
mm_status mm_write_dot_word (const char *text, FILE *out);

/** An attribute of layers that the module does not know (weight files, say), or knows otherwise. */
typedef struct mm_dot_extra
{
  const char *name; /* of the attribute; what layers have by that name is left out */
  /* Write its value for layer e, by mm_write_dot_word.  */
  void (*value) (FILE *out, const mm_module *m, mm_layer e, void *context);
  bool (*has) (const mm_module *m, mm_layer e, void *context); /* whether e gets it; NULL: every layer does */
  void *context;
} mm_dot_extra;

/**
 * Canonical DOT: one line a blob, one line a layer, sorted by (tail, head, key), attributes
 * sorted; reading it and writing again gives the same bytes.  What the module's fields say (channels,
 * kernel, …) is written by its right word, and only what differs from the default; all other attributes
 * are written as they were given.
 *
 *     digraph bridge {
 *       a [channels=64];
 *       …
 *       s -> a [kernel=3 key=F1];
 *     }
 *
 * Every layer is written with its name as key, also "F1", "F2", …, since its place changes.
 * Layers with equal ends *and* equal names get it as label instead, because programs that read
 * DOT make one edge of two with equal keys; mm_read_dot gives both the same name again.
 *
 * O(blobs log blobs + layers log layers) comparisons of names.
 *
 * @param extra  may be NULL
 * @return MM_OK; MM_EIO; MM_ENOMEM; MM_EUNSUPPORTED, with nothing written, for what DOT cannot
 *         say: a text that mm_write_dot_word refuses, a layer whose name is "", layers that
 *         share ends and a name that is no label (it contains \N or the like), or a blob without
 *         a name whose number is the name of another
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
