/* numeric/weights.h: one filter per layer of a module, in memory and as a folder of .npy files.  */
#ifndef MM_NUMERIC_WEIGHTS_H
#define MM_NUMERIC_WEIGHTS_H

#include "numeric/filter.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum mm_dtype
{
  MM_F32,
  MM_F64
} mm_dtype;

/** The weights of a module.  It borrows the module. */
typedef struct mm_weights
{
  const mm_module *module;
  mm_filter *filter; /* one per layer; owned */
  double **bias;     /* one per layer: NULL, or filter.out entries; owned */
} mm_weights;

/** All filters empty. NULL: out of memory. */
mm_weights *mm_weights_new (const mm_module *m);
void mm_weights_free (mm_weights *w);

/** Round every entry to float32, to see what the child on disk computes. */
void mm_weights_round (mm_weights *w);

/**
 * Write CHILD/: NAME.npy per layer (NAME.bias.npy where there is a bias) and
 * module.dot, in which each layer's `weights` attribute gives its file name.  File
 * names are the layers' names made safe and unique (docs/formats.md, "Weights"), by a rule
 * that does not look at the order of layers.  The folder appears whole or not
 * at all: it is written under a temporary name beside it and renamed.
 *
 * @param replace  whether an existing folder may be replaced (it is, whole); one without a
 *                 module.dot, or with other files than that and .npy, never is, unless empty
 * @return MM_OK; MM_EIO with the path; MM_EINVAL when the folder is there and may not be
 *         replaced, or when a layer has no weights or some that are not finite;
 *         MM_EUNSUPPORTED when DOT cannot say the module (see mm_write_dot); MM_ENOMEM
 */
mm_status mm_weights_write (const mm_weights *w, const char *folder, mm_dtype dtype, bool replace, mm_error *err);

/**
 * Read the weights of a module from a folder.
 *
 * Files are found by the rule of mm_weights_write, so that m may be the module that was
 * written or the folder's own module.dot.
 *
 * @param m  borrowed by the weights; every conv layer needs NAME.npy of shape (out, in / groups, kh, kw) that agrees
 *           with the module's channels and kernel where it states them
 * @param folder  borrowed by err
 * @return MM_OK; MM_EIO; MM_EPARSE (err names the file); MM_EUNSUPPORTED (groups, kinds other
 *         than conv and identity, NAME.bn.npy files, arrays that mm_npy_parse refuses); MM_ENOMEM
 */
mm_status mm_weights_read (const mm_module *m, const char *folder, mm_weights **out, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
