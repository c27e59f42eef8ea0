/* graph/plain/cgraph.h: the few functions of libcgraph that graph/dot_read.c calls, for skeletons alone.

   The judge is built with this in the place of libcgraph: dot_read.c is compiled a second time, and finds this <cgraph.h>
   first.  What comes out has to be the same (tests/test_dot_plain.c compares the two), but

   - when memory runs out that is an answer (agmemread returns NULL without a message), where libcgraph ends the process;
   - it is a hundredth of the code, and reads nothing but what dot_scan.c wrote (see dot_i.h): one directed graph,
     nodes n<i>, subgraphs s<i>, and an attribute a<i> of edges whose values are numbers;
   - an edge costs 32 bytes.

   How libcgraph understands DOT, and so this: a node is made where it is mentioned first, and is a member of all
   subgraphs around every mention.  A subgraph is known by its name and the one around it; opened again, it has
   its members.  An edge statement joins all pairs when it ends: the nodes of a list in the order of the list, each as often
   as it is there, those of a subgraph in the order in which nodes were made, each once.  Defaults are no part of skeletons.  */
#ifndef MM_GRAPH_PLAIN_CGRAPH_H
#define MM_GRAPH_PLAIN_CGRAPH_H

#include <stdint.h>

typedef struct mm_plain_graph Agraph_t;
typedef struct mm_plain_node Agnode_t;
typedef struct mm_plain_edge Agedge_t;
typedef struct mm_plain_symbol Agsym_t;
typedef int (*agusererrf) (char *);

enum
{
  AGRAPH,
  AGNODE,
  AGEDGE
};

/* Names of its own, so that a program may hold both.  */
#define agmemread mm_plain_read
#define agclose mm_plain_close
#define agseterrf mm_plain_complain_to
#define agnnodes mm_plain_node_count
#define agfstnode mm_plain_first_node
#define agnxtnode mm_plain_next_node
#define agfstout mm_plain_first_out
#define agnxtout mm_plain_next_out
#define agtail mm_plain_tail
#define aghead mm_plain_head
#define agnameof mm_plain_name
#define agattr mm_plain_attribute
#define agxget mm_plain_get
#define AGSEQ mm_plain_sequence

/** NULL: out of memory; also when the text is empty, or is no skeleton, of which the receiver of complaints is told. */
Agraph_t *agmemread (const char *skeleton);
int agclose (Agraph_t *g);
agusererrf agseterrf (agusererrf f);

int agnnodes (Agraph_t *g);
Agnode_t *agfstnode (Agraph_t *g);
Agnode_t *agnxtnode (Agraph_t *g, Agnode_t *n);
Agedge_t *agfstout (Agraph_t *g, Agnode_t *n);
Agedge_t *agnxtout (Agraph_t *g, Agedge_t *e);
Agnode_t *agtail (Agedge_t *e);
Agnode_t *aghead (Agedge_t *e);
char *agnameof (void *node);
uint64_t AGSEQ (const Agedge_t *e);

/** A symbol for the attribute of edges of that name; NULL when the skeleton has none. */
Agsym_t *agattr (Agraph_t *g, int kind, char *name, const char *value);

/** A number, or ""; valid until the next call. */
char *agxget (void *edge, Agsym_t *a);

#endif
