/* tests/oracle_bridge.h: slow and obvious answers about modules, for the tests of prove/.

   Nothing here shares code with rewrite/ or prove/ (but for the plain data type of a
   certificate).  Quadratic and worse.  */
#ifndef MM_TESTS_ORACLE_BRIDGE_H
#define MM_TESTS_ORACLE_BRIDGE_H

#include "prove/cert.h"

/** Whether series and parallel steps reduce it to one layer: by looking at all pairs of layers again and again. */
bool oracle_is_simple (const mm_module *m);

/** Whether it contains a Wheatstone bridge: all branch blobs, all disjoint paths.  Small modules only. */
bool oracle_has_bridge (const mm_module *m);

/** A certificate made from those searches; the caller's.  Aborts when neither witness is found. */
mm_certificate *oracle_certificate (const mm_module *m);

/**
 * Whether steps reduce m to one layer from source to sink, with a degree count of the
 * middle blob before every series step.
 */
bool oracle_steps_prove (const mm_module *m, const mm_cert_step *step, size_t steps);

/** The same for the steps of c, of which exactly so many have to be node reductions. */
bool oracle_node_steps_prove (const mm_module *m, const mm_certificate *c, uint32_t nodes);

/**
 * Whether the five paths of c are a bridge in m: each a chain between its branch blobs, no layer twice, and
 * in the graph of those layers each blob has the degrees it has in a subdivision of the Wheatstone bridge.
 * c's graph is m's.
 */
bool oracle_paths_prove (const mm_module *m, const mm_certificate *c);

#endif
