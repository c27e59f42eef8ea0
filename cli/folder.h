/* cli/folder.h: folders as results.  */
#ifndef MM_CLI_FOLDER_H
#define MM_CLI_FOLDER_H

#include <stdbool.h>

#include "graph/folder.h"

/** Whether an output path names a folder: it ends in a slash, or is one. */
bool cli_is_folder (const char *path);

/**
 * Whether a folder can be written there: before any work is done.
 * @param force  whether an older one may be replaced, if it holds nothing else
 * @return false after a message, which names what would be deleted or is in the way
 */
bool cli_may_write_folder (const char *path, const mm_folder_kind *kind, bool force);

#endif
