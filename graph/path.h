/* graph/path.h: paths of results, and the names that they have until they are complete.  Not installed.  */
#ifndef MM_GRAPH_PATH_H
#define MM_GRAPH_PATH_H

#include <stdbool.h>
#include <sys/types.h>

/** "folder/name", on the heap. NULL: out of memory */
char *mm_path_join (const char *folder, const char *name);

/** Whether a path ends so, and has something before that. */
bool mm_path_ends_in (const char *path, const char *end);

/** Whether two paths lead to one file, which is there. */
bool mm_path_is_same (const char *a, const char *b);

/** The path of `name` as seen from the folder of `path`, on the heap; an absolute name stays as it is. NULL: out of memory */
char *mm_path_beside (const char *path, const char *name);

/**
 * Follow *path to what is no symbolic link: a result replaces what a link points to, and not
 * the link.  A link that dangles is followed to the name that is free.
 *
 * @param path  on the heap; replaced
 * @param mode  out: type and permissions of what is there; 0: nothing; S_IFCHR for the process's own
 *              descriptors (/dev/stdout, /dev/fd/3), which cannot be replaced
 * @return 0, or an errno
 */
int mm_path_resolve (char **path, mode_t *mode);

/**
 * Make a file or a folder of a new name, ".modmorph-PID-N.tmp", in the folder of `target`.
 *
 * It is registered as unfinished (graph/unfinished.h) until mm_path_settle.  The umask decides who
 * may read it.
 *
 * @param make  makes it, and fails with EEXIST when the name is taken; its answer is 0 or an errno
 * @param out   out: its path, on the heap
 * @return 0, or an errno
 */
int mm_path_temporary (const char *target, int (*make) (const char *path, void *context), void *context, char **out);

/** Whether a path is that of a file in a folder that has such a name itself, and is brought to the disk as a whole. */
bool mm_path_is_in_temporary (const char *path);

/** It has another name now, or is gone: forget and free its path. */
void mm_path_settle (char *temporary);

/** Have the system write a file, or the names in a folder, to disk, as far as it can. @return 0, or an errno */
int mm_path_sync (int descriptor);
int mm_path_sync_folder (const char *path);

#endif
