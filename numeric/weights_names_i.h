/* numeric/weights_names_i.h: what the files of a child are called; for numeric/ only.  */
#ifndef MM_NUMERIC_WEIGHTS_NAMES_I_H
#define MM_NUMERIC_WEIGHTS_NAMES_I_H

#include "graph/module.h"

enum { MM_FILE_NAME = 240 }; /* bytes for a file name, its 0 included */

/**
 * The file names of all layers (or of all blobs), by a rule (docs/formats.md, "Weights") that looks at names
 * and numbers of layers and blobs only, never at their order: the module from which the
 * weights were written and the module.dot beside them give the same names.
 */
typedef struct mm_file_names
{
  char *text;       /* all basic names, one after the other */
  size_t *start;    /* one per layer (blob): where its basic name begins */
  uint32_t *number; /* one per layer (blob): from 2 on for layers that must be told apart, else 0 */
} mm_file_names;

/** @return MM_OK; MM_ENOMEM */
mm_status mm_file_names_make (const mm_module *m, mm_file_names *out);
mm_status mm_blob_file_names_make (const mm_module *m, mm_file_names *out); /* the same for blobs */
void mm_file_names_clear (mm_file_names *names);

/** The name of a layer's (blob's) file: "F1" and ".npy" give "F1.npy". */
void mm_file_name (const mm_file_names *names, uint32_t e, const char *end, char name[MM_FILE_NAME]);

/** strcmp of names in which large and small ASCII letters are the same. */
int mm_file_name_compare (const char *a, const char *b);

#endif
