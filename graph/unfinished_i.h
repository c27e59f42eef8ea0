/* graph/unfinished_i.h: the register of temporary files and folders; for graph/ only.  */
#ifndef MM_GRAPH_UNFINISHED_I_H
#define MM_GRAPH_UNFINISHED_I_H

#include <stdbool.h>

#include "graph/unfinished.h"

/** Register the path of a file or a folder. It has to stay until it is dropped. */
void mm_unfinished_add (const char *path);

/** Take it out again. @return whether the path may be freed: false while a handler uses it */
bool mm_unfinished_drop (const char *path);

#endif
