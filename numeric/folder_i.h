/* numeric/folder_i.h: a folder of weights that appears whole or not at all; for numeric/ only.  */
#ifndef MM_NUMERIC_FOLDER_I_H
#define MM_NUMERIC_FOLDER_I_H

#include <stdbool.h>

#include "graph/status.h"

typedef struct mm_folder mm_folder;

/**
 * Make a new folder of a temporary name beside `path`.
 *
 * @param replace  whether a folder of that name may be replaced.  It is only if it is empty
 *                 or was written by us: module.dot and .npy files, and nothing else
 * @return MM_OK; MM_EINVAL when something of that name is there and must not be replaced;
 *         MM_EIO; MM_ENOMEM
 */
mm_status mm_folder_open (const char *path, bool replace, mm_folder **out, mm_error *err);

/** The path of a file in the temporary folder, on the heap. NULL: out of memory */
char *mm_folder_file (const mm_folder *f, const char *name);

/**
 * Give the folder its name and free f.  A folder of that name is moved aside first and
 * deleted afterwards.  On an error everything is as it was before mm_folder_open.
 */
mm_status mm_folder_commit (mm_folder *f, mm_error *err);

/** Delete what was written, and free f; accepts NULL. */
void mm_folder_abandon (mm_folder *f);

/** "folder/name", on the heap. NULL: out of memory */
char *mm_path_join (const char *folder, const char *name);

#endif
