/* graph/unfinished.h: results that are not complete when a signal ends the program.  */
#ifndef MM_GRAPH_UNFINISHED_H
#define MM_GRAPH_UNFINISHED_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Delete the temporary files and folders of all results that are being written.
 *
 * For the handler of a signal that ends the process right afterwards: it calls nothing but
 * what a handler may call.  The library itself installs no handler.  What has its name
 * already stays.  Of more than 64 results at one time, the others are left behind.
 */
void mm_unfinished_delete (void);

#ifdef __cplusplus
}
#endif
#endif
