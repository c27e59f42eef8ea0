/* cli/folder.h: a folder of pictures that appears whole or not at all.  */
#ifndef MM_CLI_FOLDER_H
#define MM_CLI_FOLDER_H

#include <stdbool.h>

/** A folder being filled under a temporary name beside its own. */
typedef struct cli_folder
{
  char *target;    /* without the slash at its end */
  char *temporary; /* fill this one */
} cli_folder;

/** Whether an output path names a folder: it ends in a slash, or is one. */
bool cli_is_folder (const char *path);

/**
 * Make the temporary folder.
 *
 * A folder that is there may be replaced when `force` is set, and only when all that is in
 * it are pictures called step-NUMBER: no other file is ever removed.
 *
 * @return false after a message, with nothing made
 */
bool cli_folder_begin (cli_folder *f, const char *path, bool force);

/** Give it its name, in the place of an older one. @return false after a message, with the older one kept */
bool cli_folder_commit (cli_folder *f);

/** Remove the temporary folder. */
void cli_folder_abandon (cli_folder *f);

#endif
