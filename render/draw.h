/* render/draw.h: pictures of a derivation.

   Graphviz draws.  It is entered by one thread at a time, and uses the C locale in that
   thread only: the locale of the process is left alone, as long as modmorph comes
   before libgvc where the host is linked.  Fonts are found by fontconfig, which writes to stderr
   when its configuration is out of order.  Where address space is limited, 256 MB have to be free:
   GLib and Graphviz end the process when they get no memory, and so are not called then.  */
#ifndef MM_RENDER_DRAW_H
#define MM_RENDER_DRAW_H

#include "prove/bridge.h"
#include "rewrite/derivation.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_format
{
  MM_FORMAT_SVG = 1,
  MM_FORMAT_PDF = 2,
  MM_FORMAT_PNG = 4
} mm_format;

/**
 * Everything there is to draw about one derivation: the lives of its elements and
 * their geometry.  Laid out once by Graphviz, drawn any number of times.
 */
typedef struct mm_scene mm_scene;

/**
 * Lay a derivation out.
 * @param d  borrowed; must outlive the scene
 * @return MM_OK; MM_ELIMIT when there are too many blobs to draw; MM_EIO when Graphviz or
 *         the fonts are not in order (err says what to install); MM_ENOMEM
 */
mm_status mm_scene_new (const mm_derivation *d, mm_scene **out, mm_error *err);
void mm_scene_free (mm_scene *s);

/** States 0 … steps: steps + 1 frames. */
size_t mm_scene_frames (const mm_scene *s);

/** Which way a storyboard or a picture tells the story. */
typedef enum mm_direction
{
  MM_REDUCE, /* from the module to one layer: what is rewritten is marked before it is */
  MM_MORPH   /* from one layer to the module: the same frames backwards, roles exchanged */
} mm_direction;

/**
 * All frames on one sheet.  Same canvas and coordinates in every frame; bytes depend
 * only on the derivation and the fonts (PDF dates are fixed).
 *
 * @param paths, formats  `count` files to write, each in its format (mm_format); "-" is stdout
 * @return MM_OK; MM_ELIMIT when there are too many frames for a sheet, or too many pixels
 *         for a PNG; MM_EIO when a file cannot be written or Graphviz complains; MM_ENOMEM.
 *         All pictures are made before the first is written.
 */
mm_status mm_draw_board (mm_scene *s, mm_direction direction, size_t count, const char *const *paths,
                         const mm_format *formats, mm_error *err);

/**
 * One frame: state k of the reduction (0 … steps) in either direction.
 * @return as for mm_draw_board; MM_EINVAL when there is no state k
 */
mm_status mm_draw_step (mm_scene *s, mm_direction direction, size_t k, const char *path, mm_format format,
                        mm_error *err);

/** The module with its bridge in place, and the textbook diamond beside it. Statuses as for mm_draw_board. */
mm_status mm_draw_certificate (mm_scene *s, const mm_bridge *bridge, const char *path, mm_format format,
                               mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
