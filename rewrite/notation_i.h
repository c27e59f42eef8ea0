/* rewrite/notation_i.h: how terms are written as text, Unicode and LaTeX; for rewrite/ only.  */
#ifndef MM_REWRITE_NOTATION_I_H
#define MM_REWRITE_NOTATION_I_H

#include "rewrite/phrase_i.h"
#include "rewrite/tree.h"

/** The signs of a notation. */
typedef struct mm_signs
{
  const char *times, *plus, *open, *close, *fold;
} mm_signs;

const mm_signs *mm_notation_signs (mm_notation notation);

/**
 * The name of a layer.  One letter and a number is a letter with a subscript; but a name
 * that was given in the file and looks like those of the equation (G, G1, G2, …) is quoted.
 */
void mm_notation_layer (mm_phrase *p, mm_notation notation, const mm_module *m, mm_layer e);

/** The name of the k-th common part, "G1", "G2", …; 0: "G", the module function. */
void mm_notation_common (mm_phrase *p, mm_notation notation, uint32_t k);

/** The function of one layer of a core: G(u -> v), by the blobs where it starts and ends. */
void mm_notation_between (mm_phrase *p, mm_notation notation, const mm_module *m, mm_blob u, mm_blob v);

#endif
