/* numeric/weights.h: one filter per layer of a module, in memory and as a folder of .npy files.  */
#ifndef MM_NUMERIC_WEIGHTS_H
#define MM_NUMERIC_WEIGHTS_H

#include "graph/folder.h"
#include "numeric/filter.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The numbers of a file.  The half precisions are only read; what is written is one of the first two. */
typedef enum mm_dtype
{
  MM_F32,
  MM_F64,
  MM_F16, /* IEEE 754 binary16: 11 bits */
  MM_BF16 /* bfloat16: the upper half of a float32, 8 bits */
} mm_dtype;

/** How far apart numbers of a type lie, relative to them: 2^-10 for float16; 0 for float64 (see mm_filter). */
double mm_dtype_rounding (mm_dtype dtype);

/** The less exact one of two types. */
mm_dtype mm_dtype_least (mm_dtype a, mm_dtype b);

/** How arrays are to be read; NULL, or zeros: as they say. */
typedef struct mm_npy_reading
{
  bool bfloat16; /* 16-bit whole numbers are the bits of bfloat16 numbers */
} mm_npy_reading;

/** What was found in files about a blob (a layer), beside filters and biases. */
enum
{
  MM_FOUND_NORM = 1, /* its normalisation, which is in filters and biases now */
  MM_FOUND_SLOPE = 2 /* the slope of its activation: 1 everywhere, so that it is the identity */
};

/** The weights of a module.  It borrows the module. */
typedef struct mm_weights
{
  const mm_module *module;
  mm_filter *filter; /* one per layer; owned.  An identity has none, or a 1x1 one when a normalisation or a bias
                        makes it more than an identity */
  double **bias;     /* one per layer: NULL, or filter.out entries; owned */
  mm_dtype dtype;    /* the least exact one of the files that were read; else MM_F64 */
  unsigned char *layer_found, *blob_found; /* MM_FOUND_...: what was read from files; owned */
  char **unread;     /* names of files in the folder that may hold weights in a format that is not read; owned */
  size_t unread_count;
} mm_weights;

/** All filters empty. NULL: out of memory. */
mm_weights *mm_weights_new (const mm_module *m);
void mm_weights_free (mm_weights *w);

/** What a layer does to its tail's image: a filter, or NULL when it hands it on as it is. */
const mm_filter *mm_weights_filter (const mm_weights *w, mm_layer e);

/** Whether any layer has a bias. */
bool mm_weights_have_bias (const mm_weights *w);

/** Round every entry to float32, to see what the child on disk computes. */
void mm_weights_round (mm_weights *w);

/** Folders of weights: module.dot and the .npy files of its layers and blobs. */
extern const mm_folder_kind mm_weights_folder;

/**
 * Write CHILD/: NAME.npy per layer (NAME.bias.npy where there is a bias), the normalisations and slopes that the module speaks
 * of (mm_module_normalises_blob, …), as the identity, and
 * module.dot, in which each layer's `weights` attribute gives its file name.  File
 * names are the layers' names made safe and unique (docs/formats.md, "Weights"), by a rule
 * that does not look at the order of layers.  The folder appears whole or not
 * at all (graph/folder.h).
 *
 * @param replace  whether an existing folder may be replaced (it is, whole); one without a
 *                 module.dot, or with other files than that and those of its layers and blobs, never is, unless empty
 * @return MM_OK; MM_EIO with the path; MM_EINVAL when the folder is there and may not be
 *         replaced, or when a layer has no weights or some that are not finite;
 *         MM_EUNSUPPORTED when DOT cannot say the module (see mm_write_dot), and for an identity that
 *         has a filter; MM_ENOMEM
 */
mm_status mm_weights_write (const mm_weights *w, const char *folder, mm_dtype dtype, bool replace, mm_error *err);

/**
 * Read the weights of a module from a folder.
 *
 * Files are found by the rule of mm_weights_write, so that m may be the module that was
 * written or the folder's own module.dot.  Every convolution needs its NAME.npy, of shape (out, in, kh, kw) that
 * agrees with the module's channels and kernel where it states them; and every .npy file has to belong to a layer
 * or blob of m (hidden files do not count).  Where the folder has a module.dot, that has to be the same module as m: blobs may
 * have other names.
 *
 * A layer is its filter, then its bias (NAME.bias.npy), then its normalisation (NAME.bn.npy); a blob is the sum of the
 * layers into it, then its normalisation (BLOB.blob.bn.npy).  What a normalisation does, y = gamma (x - mean) /
 * sqrt (var + 1e-5) + beta channel by channel, is put into the filters and biases of the layer (of all layers into
 * the blob; the constant into the first one): that is exact at every pixel.  Slopes (NAME.slope.npy,
 * BLOB.blob.slope.npy) have to be 1.  A normalisation or a parametric activation that the module speaks of needs its file.
 *
 * @param m  borrowed by the weights
 * @param folder  borrowed by err
 * @return MM_OK; MM_EIO; MM_EPARSE (err names the files: layers, norms and slopes without one, files without a layer, arrays of another
 *         shape, another module in module.dot); MM_EUNSUPPORTED (groups, kinds other than conv and identity, an identity with a filter that is not
 *         the identity, a normalisation of the source, slopes other than 1, arrays that mm_npy_parse refuses); MM_ENOMEM
 */
mm_status mm_weights_read (const mm_module *m, const char *folder, mm_weights **out, mm_error *err);

/** The same for files that are read in this way. @param how  NULL: as they say */
mm_status mm_weights_read_as (const mm_module *m, const char *folder, const mm_npy_reading *how, mm_weights **out,
                              mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
