/* graph/builder.h: making a module, and refusing what is none.  */
#ifndef MM_GRAPH_BUILDER_H
#define MM_GRAPH_BUILDER_H

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A builder takes blobs and layers in any order and ends in one module.
 *
 *     mm_builder *b = mm_builder_new ();
 *     mm_builder_add_blobs (b, 2);
 *     mm_builder_add_layer (b, 0, 1, NULL, NULL);
 *     mm_status s = mm_builder_finish (b, &module, &err);
 *     mm_builder_free (b);
 */
typedef struct mm_builder mm_builder;

mm_builder *mm_builder_new (void); /* NULL: out of memory */
void mm_builder_free (mm_builder *b); /* accepts NULL */

/** Make it empty again; its memory is kept for the next module. */
void mm_builder_clear (mm_builder *b);

/**
 * Room for so many more, so that adding them cannot fail for want of memory.
 * @return MM_OK, MM_ENOMEM, or MM_ELIMIT when handles would not do
 */
mm_status mm_builder_reserve (mm_builder *b, uint32_t more_blobs, uint32_t more_layers);

/**
 * Add one blob.
 * @param name  copied; NULL: called by its number
 * @param v     out: its handle; may be NULL
 * @return MM_OK, MM_ENOMEM, MM_ELIMIT; on an error nothing was added
 */
mm_status mm_builder_add_blob (mm_builder *b, const char *name, mm_blob *v);

/** Add so many blobs without names.  Statuses as for mm_builder_add_blob. */
mm_status mm_builder_add_blobs (mm_builder *b, uint32_t count);

/**
 * Add one layer; it starts as a convolution of unknown kernel, stride, dilation
 * and groups 1.
 * @param tail, head  blobs that were added before; equal ones (a self-loop) are
 *                    taken here and refused by mm_builder_finish
 * @param name        copied; NULL: called F1, F2, … by its place; other layers may have the same
 * @param e           out: its handle; may be NULL
 * @return MM_OK; MM_EINVAL when tail or head is no blob; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_builder_add_layer (mm_builder *b, mm_blob tail, mm_blob head, const char *name, mm_layer *e);

/* Say more about what was added.  MM_EINVAL: no such handle, or an even kernel,
   a zero stride, dilation or groups, or
   more than MM_MOST of anything.  Strings are copied.  */
mm_status mm_builder_set_blob (mm_builder *b, mm_blob v, const mm_blob_info *info);
mm_status mm_builder_set_layer (mm_builder *b, mm_layer e, const mm_layer_info *info);

/**
 * Give the graph, a blob or a layer an attribute; both texts are copied.
 *
 * A later value takes the place of an earlier one, and "" takes it away.  Words of docs/formats.md
 * that blobs and layers have a field for (kernel, stride, channels, …) set that field, when the
 * value can be used; mm_builder_set_blob and mm_builder_set_layer, called later, have the last word.
 *
 * @param handle  of the blob or layer; not looked at for the graph
 * @param line    in the file, or 0
 * @return MM_OK; MM_EINVAL when there is no such blob or layer, or the name is ""; MM_ENOMEM; MM_ELIMIT
 */
mm_status mm_builder_set_attribute (mm_builder *b, mm_place place, uint32_t handle, const char *name,
                                    const char *value, uint32_t line);

/**
 * Begin with a copy of a module: its blobs, layers, names, attributes and all that is known of them,
 * with the same handles.  What is changed after that replaces what was copied.
 *
 * @param b  empty, else it is emptied first
 * @return MM_OK; MM_ENOMEM, with b empty
 */
mm_status mm_builder_copy (mm_builder *b, const mm_module *m);

/* Where in the file a blob or layer stands, for messages.  Optional.  */
mm_status mm_builder_set_blob_line (mm_builder *b, mm_blob v, uint32_t line);
mm_status mm_builder_set_layer_line (mm_builder *b, mm_layer e, uint32_t line);

/** Declare the ends, to be checked; MM_NONE (the default): found from the graph. */
void mm_builder_set_terminals (mm_builder *b, mm_blob source, mm_blob sink);
void mm_builder_set_padding (mm_builder *b, mm_padding padding);
void mm_builder_set_reading (mm_builder *b, const mm_reading *reading); /* copied */
mm_status mm_builder_set_name (mm_builder *b, const char *name);

/**
 * Check that the graph is a module, and make it.  O(blobs + layers), plus a sort
 * of the blobs and one of the layers that have names.
 *
 * @param b       emptied (as by mm_builder_clear) on success, else as it was
 * @param module  out: the caller's, to be freed with mm_module_free
 * @param err     on MM_ENOTMODULE: the flaw, the line where one is known, and a
 *                sentence that names the cycle, the extra sources or sinks, the
 *                self-loop or the isolated blob
 * @return MM_OK; MM_ENOTMODULE; MM_EPARSE when two blobs have one name; MM_ENOMEM
 */
mm_status mm_builder_finish (mm_builder *b, mm_module **out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
