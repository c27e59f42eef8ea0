/* graph/folder_i.h: what is in a folder; for graph/ only.  */
#ifndef MM_GRAPH_FOLDER_I_H
#define MM_GRAPH_FOLDER_I_H

#include "graph/folder.h"

/**
 * Look into a folder, and judge its files.
 * @return as mm_folder_look
 */
mm_status mm_folder_contents_look (const char *path, const mm_folder_kind *kind, mm_folder_contents *there, mm_error *err);

/** Delete the files of a folder that are ours, and the folder if nothing is left.  What goes wrong leaves something behind. */
void mm_folder_delete (const char *path, const mm_folder_kind *kind);

/** Bring all files of a folder to the disk, and their names. @return 0, or an errno */
int mm_folder_sync (const char *path);

#endif
