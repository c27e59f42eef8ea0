/* render/diagrams.h: pictures of many derivations at once.  */
#ifndef MM_RENDER_DIAGRAMS_H
#define MM_RENDER_DIAGRAMS_H

#include "prove/choice.h"
#include "prove/critical.h"
#include "prove/explore.h"
#include "render/draw.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MM_DIAGRAM_STATES = 80 };

/**
 * The graph of all states, each a small drawing with its size below, from the module at
 * the top to its normal form.
 *
 * @param m  the module that was explored, for its names
 * @return MM_OK; MM_ELIMIT for more than MM_DIAGRAM_STATES states, or a picture too large for
 *         a PNG; MM_EIO when Graphviz or the fonts are not in order, or the file cannot be written; MM_ENOMEM
 */
mm_status mm_draw_states (const mm_exploration *x, const mm_module *m, const char *path, mm_format format,
                          mm_error *err);

/**
 * Each critical pair as a diamond: the overlap at the top, the two results left and right,
 * and where they meet at the bottom.  Those with a cycle are left out.
 *
 * @param choice  NULL, or node reductions between which the choice matters: a diamond that does
 *                not close
 * @return as for mm_draw_states
 */
mm_status mm_draw_confluence (const mm_critical *c, const mm_choice *choice, const char *path, mm_format format,
                              mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
