/* graph/folder.h: folders of results that appear whole or not at all.  */
#ifndef MM_GRAPH_FOLDER_H
#define MM_GRAPH_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "graph/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Which folders may be replaced: those that hold what we write there, and nothing else.
 */
typedef struct mm_folder_kind
{
  bool (*is_ours) (const char *name);
  const char *what;  /* for messages: "weights" */
  const char *needs; /* a file that such a folder always has, or NULL */

  /* Looks closer at a folder whose names are all ours, or NULL.
     @return MM_OK; MM_EINVAL, and a sentence without the path: it is not ours after all; MM_EIO; MM_ENOMEM */
  mm_status (*judge) (const char *folder, mm_error *err);
} mm_folder_kind;

enum { MM_FOLDER_NAMES = 280 };

/** What would be deleted. */
typedef struct mm_folder_contents
{
  size_t count;
  char names[MM_FOLDER_NAMES]; /* "F1.npy, F2.npy and 3 more": at most 20 names */
} mm_folder_contents;

/**
 * Look at the place where a folder is to be written; a symbolic link is followed.
 *
 * The sentence of an error does not name the path, so err->file becomes `path`.
 *
 * @param there  out: what is deleted when it is replaced; none: nothing has to be
 * @return MM_OK: the name is free, or that of an empty folder, or of one that may be replaced;
 *         MM_EINVAL: it is no folder, or holds other files, or is the root, a mount point or the
 *         folder that the process is in; MM_EIO; MM_ENOMEM
 */
mm_status mm_folder_look (const char *path, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err);

/**
 * A folder being filled under a temporary name beside its own.
 *
 *     mm_folder *f;
 *     mm_status s = mm_folder_open (path, &kind, replace, &f, err);
 *     ...                                write files to mm_folder_file (f, name)
 *     return mm_folder_commit (f, err);  or mm_folder_abandon (f)
 *
 * A symbolic link is followed: the folder that it points to is replaced (or made), not the link.
 */
typedef struct mm_folder mm_folder;

/**
 * Make a folder of a temporary name beside `path`.
 *
 * @param kind     borrowed, until f is freed
 * @param replace  whether a folder that is not empty may be replaced; only as mm_folder_look allows
 * @return as mm_folder_look; MM_EINVAL also when there is something, and replace is not set
 */
mm_status mm_folder_open (const char *path, const mm_folder_kind *kind, bool replace, mm_folder **out, mm_error *err);

/** The path of a file in the temporary folder, on the heap. NULL: out of memory */
char *mm_folder_file (const mm_folder *f, const char *name);

/** The temporary folder itself; f's. */
const char *mm_folder_path (const mm_folder *f);

/**
 * Give the folder its name, and free f.
 *
 * It is on the disk before.  Where the system can (RENAME_EXCHANGE), an older folder is
 * exchanged for it in one step, so that at every moment there is one of the two; elsewhere the older
 * one is renamed first, and back if that is all that goes.  Of several writers one is the last, and
 * its folder is there whole.  The older folder's permissions are kept, a new one gets what the
 * umask allows.  What another has put into the older folder meanwhile is not deleted: the commit
 * fails.  Signals wait until it is done.
 *
 * On an error everything is as it was before mm_folder_open; err->file becomes NULL, and the sentence
 * does not name the path.
 */
mm_status mm_folder_commit (mm_folder *f, mm_error *err);

/** Delete what was written, and free f; accepts NULL. */
void mm_folder_abandon (mm_folder *f);

#ifdef __cplusplus
}
#endif
#endif
