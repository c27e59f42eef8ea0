/* graph/dot_lock.h: one at a time in libcgraph.

   libcgraph has one parser, one error handler and one "current graph" for the whole process, and
   libgvc is built on it.  Whoever calls either holds this lock, so that two threads of ours never
   meet there.  Not installed.  */
#ifndef MM_GRAPH_DOT_LOCK_H
#define MM_GRAPH_DOT_LOCK_H

/** Wait until no other thread is in libcgraph or libgvc.  Not recursive. */
void mm_dot_lock (void);
void mm_dot_unlock (void);

#endif
