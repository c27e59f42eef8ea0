/* cli/operators.h: drawings in which vertices are operators.  */
#ifndef MM_CLI_OPERATORS_H
#define MM_CLI_OPERATORS_H

#include "graph/module.h"

enum { CLI_OPERATOR = 32 };

/**
 * Whether the vertices of a file look like operators (conv1, ReLU, MaxPool): at least half of those inside by their
 * names, labels or types, and none of the layers by name or kernel.  They are read as blobs all the same.
 * At most 1000 of each are looked at.
 *
 * @param like  out: what one of them is called, such as "Conv2d"
 */
bool cli_are_operators (const mm_module *m, char like[CLI_OPERATOR]);

#endif
