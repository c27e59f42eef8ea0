/* graph/module.h: what a module is.  */
#ifndef MM_GRAPH_MODULE_H
#define MM_GRAPH_MODULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "graph/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A **module** M(s,t) is an acyclic directed multigraph with exactly one source
 * s and one sink t, so that every vertex lies on an s-t path (MATH.md section 1,
 * Wei, Wang, Chen 2017, section 3).  Its vertices are **blobs**, its edges are
 * convolutional **layers**; two layers may join the same two blobs.
 *
 * An `mm_module` is immutable: it is made by an mm_builder, which refuses every
 * graph that is no module.  Any number of threads may read one.
 *
 * Blobs and layers are handles 0, 1, 2, … in the order in which they were added.
 */
typedef struct mm_module mm_module;
typedef uint32_t mm_blob;
typedef uint32_t mm_layer;

#define MM_NONE UINT32_MAX /* no blob, no layer */
#define MM_MOST (UINT32_MAX - 1) /* channels, sides of a kernel, strides, …: as in certificates */

typedef enum mm_kind
{
  MM_KIND_CONV = 0, /* a convolution: the layer has weights */
  MM_KIND_IDENTITY, /* a skip connection */
  MM_KIND_AVGPOOL,
  MM_KIND_FIXED, /* another linear layer whose weights are given */
  MM_KIND_OPAQUE /* anything else; only the graph counts */
} mm_kind;

/** What zero or periodic values lie beyond the image border (NUMERICS.md section 3). */
typedef enum mm_padding
{
  MM_PADDING_SAME = 0, /* zeros at every layer; what frameworks do */
  MM_PADDING_ONCE,     /* zeros once at s, valid convolutions after that */
  MM_PADDING_CIRCULAR
} mm_padding;

/** What a layer is.  Zero in kernel_h and kernel_w: not said in the file. */
typedef struct mm_layer_info
{
  mm_kind kind;
  uint32_t kernel_h, kernel_w; /* odd, or both 0 = unknown */
  uint32_t stride, dilation, groups; /* at least 1 */
} mm_layer_info;

/** What a blob is. */
typedef struct mm_blob_info
{
  uint32_t channels;      /* 0 = unknown */
  const char *activation; /* "relu", "prelu", …; NULL = none */
  const char *norm;       /* "batchnorm", …; NULL = none */
} mm_blob_info;

/** What the file of a module says that the module does not. */
typedef struct mm_reading
{
  uint32_t merged;        /* layers that Graphviz makes one with another: in a strict graph, or of equal ends and key */
  uint32_t hidden_layers; /* layers that are left out because they are drawn invisible */
  uint32_t hidden_blobs;  /* blobs that are left out: invisible, and without a layer */
  uint32_t backward;      /* layers that are drawn against their direction (dir=back), in which they are read */
  bool strict;            /* the graph is */
} mm_reading;

/** Where an attribute stands. */
typedef enum mm_place
{
  MM_ON_GRAPH = 0,
  MM_ON_BLOB,
  MM_ON_LAYER
} mm_place;

/** An attribute as it was written; the strings belong to the module. */
typedef struct mm_attribute
{
  const char *name, *value;
  uint32_t line; /* of the file, or 0 */
  bool html;     /* the value was written <…> */
} mm_attribute;

/** What an activation can be at the start, by its name (docs/formats.md). */
typedef enum mm_activation_class
{
  MM_ACTIVATION_NONE,       /* none, or one that is the identity: linear, identity, none, … */
  MM_ACTIVATION_PARAMETRIC, /* the identity when its slope is 1: prelu, parametric …, p-… */
  MM_ACTIVATION_REAL        /* never the identity: relu, gelu, sigmoid, … */
} mm_activation_class;

/** A borrowed run of handles. */
typedef struct mm_handles
{
  const uint32_t *at;
  uint32_t count;
} mm_handles;

void mm_module_free (mm_module *m); /* accepts NULL */

/* Sizes and ends.  O(1) each; blobs >= 2 and layers >= 1 always.  */
uint32_t mm_module_blobs (const mm_module *m);
uint32_t mm_module_layers (const mm_module *m);
mm_blob mm_module_source (const mm_module *m);
mm_blob mm_module_sink (const mm_module *m);

/* Where each layer starts and ends: arrays of mm_module_layers entries.  */
const mm_blob *mm_module_tails (const mm_module *m);
const mm_blob *mm_module_heads (const mm_module *m);

/* The layers that end (start) at a blob, in order of their handles.  O(1).  */
mm_handles mm_module_in (const mm_module *m, mm_blob v);
mm_handles mm_module_out (const mm_module *m, mm_blob v);

/** All blobs, every layer pointing forward; the source first, the sink last. */
const mm_blob *mm_module_order (const mm_module *m);

mm_layer_info mm_module_layer_info (const mm_module *m, mm_layer e);
mm_blob_info mm_module_blob_info (const mm_module *m, mm_blob v); /* strings belong to m */
mm_padding mm_module_padding (const mm_module *m);
const char *mm_module_name (const mm_module *m); /* the graph's name; "" when it has none */

/** How it was read; all zero when nothing was left out. */
const mm_reading *mm_module_reading (const mm_module *m);

/**
 * Attributes as they were given, those that came from defaults included: also the ones that mean
 * nothing here, and those whose values cannot be used.
 *
 * @param handle  of the blob or layer; not looked at for the graph
 * @param name    to the byte
 * @return the value, or NULL when it is not set, or set to nothing; it belongs to m
 */
const char *mm_module_attribute (const mm_module *m, mm_place place, uint32_t handle, const char *name);

/**
 * All of them, sorted by name.
 * @param list  out: `count` entries for the caller to free; NULL when there are none
 * @return MM_OK, MM_ENOMEM
 */
mm_status mm_module_attributes (const mm_module *m, mm_place place, uint32_t handle, mm_attribute **list,
                                uint32_t *count);

/**
 * Whether what the file says can be used for numbers.
 *
 * Readers take every value, since questions about the graph alone need none.  Whoever computes
 * with channels, kernels or weights asks here first: a word that changes what a layer computes
 * (docs/formats.md lists them) is used, or has its default as value, or is refused by name.
 * mm_feasible, mm_morph, mm_fold, mm_verify and the mm_capacity functions ask for themselves.
 *
 * O(blobs + layers) when there are attributes, else O(1).
 *
 * @param err  the first fault in order of the graph's attributes, the layers and the blobs: line (file is
 *             left alone), the layer or blob, the word and value as they were written, and the right word
 * @return MM_OK; MM_EUNSUPPORTED; MM_ENOMEM
 */
mm_status mm_module_check_numbers (const mm_module *m, mm_error *err);

/** Whether something is said, and what. */
typedef enum mm_stated
{
  MM_NOT_STATED,
  MM_STATED_FALSE,
  MM_STATED_TRUE
} mm_stated;

/** Whether a layer is said to have a bias (bias=true, use_bias=0, …). */
mm_stated mm_module_bias (const mm_module *m, mm_layer e);

/** The file that is said to hold a convolution's weights (weights=F1.npy), or NULL; it belongs to m. */
const char *mm_module_weights_file (const mm_module *m, mm_layer e);

/**
 * What stands beside the variance in the normalisation of a blob or layer (bn_eps=0.001).
 * @param epsilon  unchanged when nothing is said
 * @return false when what is said is no number
 */
bool mm_module_norm_epsilon (const mm_module *m, mm_place place, uint32_t handle, double *epsilon);

/** What the activation of a blob is; a blob without one has MM_ACTIVATION_NONE. */
mm_activation_class mm_module_activation (const mm_module *m, mm_blob v);

/** The normalisation that a blob (a layer) says it has; NULL when it says nothing, or none. */
const char *mm_module_blob_norm (const mm_module *m, mm_blob v);
const char *mm_module_layer_norm (const mm_module *m, mm_layer e);

/**
 * What a module's words say that its blobs and layers compute beside filters and biases, so that weights have a file for it.
 * What stands at the ends is none of it, but for one thing: a batch normalisation and an activation of the source come
 * before the module, the activation of the sink, and a normalisation of another kind there, after it.
 *
 * A batch normalisation of the sum at a blob, or of a layer; a parametric activation of a blob (layers have none that can be used).
 */
bool mm_module_normalises_blob (const mm_module *m, mm_blob v);
bool mm_module_normalises_layer (const mm_module *m, mm_layer e);
bool mm_module_activates_blob (const mm_module *m, mm_blob v);

/** Whether slope=1 at a blob says what its activation is, without any file. */
bool mm_module_says_slope (const mm_module *m, mm_blob v);

/**
 * Whether activations let the module be one convolution: no blob but the source and the sink has an
 * MM_ACTIVATION_REAL.  (That of the source comes before the module, that of the sink after it.)
 *
 * @return MM_OK; MM_EUNSUPPORTED, naming the blob, with the line where one is known
 */
mm_status mm_module_check_activations (const mm_module *m, mm_error *err);

enum { MM_NAME_BUFFER = 16 };

/**
 * The name of a blob (a layer).  A blob without a name of its own is called by
 * its number from 0, a layer "F1", "F2", … by its place in the file.
 *
 * Both are unique.  Files may give one name to many layers (networks label them
 * "conv3x3"): the first in the file keeps it, the others are called "conv3x3_2",
 * "conv3x3_3", …, where a number is passed over when some layer is given that
 * name.  A layer without a name gives way to one that is given "F2" in the same way.
 *
 * @param buffer  used only when the name has to be made up
 * @return the name, UTF-8: either inside buffer or owned by m
 */
const char *mm_module_blob_name (const mm_module *m, mm_blob v, char buffer[MM_NAME_BUFFER]);
const char *mm_module_layer_name (const mm_module *m, mm_layer e, char buffer[MM_NAME_BUFFER]);

/**
 * The name that the file gives to a layer, or "F1", "F2", … by its place: what is
 * written back to files.  Other layers may have the same.
 */
const char *mm_module_layer_given_name (const mm_module *m, mm_layer e, char buffer[MM_NAME_BUFFER]);

/** Whether the blob (layer) has a name of its own, that is one that was given to the builder. */
bool mm_module_blob_is_named (const mm_module *m, mm_blob v);
bool mm_module_layer_is_named (const mm_module *m, mm_layer e);

/** The blob of that name, or MM_NONE.  O(blobs). */
mm_blob mm_module_find_blob (const mm_module *m, const char *name);

/**
 * Whether an immutable module is what this header promises.
 * For assertions, tests and fuzzers.
 *
 * @return NULL, or what is wrong in words (a string constant)
 */
const char *mm_module_defect (const mm_module *m);

#ifdef __cplusplus
}
#endif
#endif
