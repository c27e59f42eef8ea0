/* tests/dot_dump.h: a skeleton as libcgraph understands it, and as graph/plain does, in words.  */
#ifndef MM_TESTS_DOT_DUMP_H
#define MM_TESTS_DOT_DUMP_H

/** Nodes and edges in order, with all values; a heap string, NULL when it is not understood or memory is out. */
char *dot_dump (const char *skeleton);
#ifndef dot_dump
char *dot_dump_plain (const char *skeleton);
#endif

#endif
