/* numeric/weights_files_i.h: which files of a child's folder belong to which layer or blob; for numeric/ only.  */
#ifndef MM_NUMERIC_WEIGHTS_FILES_I_H
#define MM_NUMERIC_WEIGHTS_FILES_I_H

#include "numeric/weights.h"
#include "numeric/weights_names_i.h"

/** What stands beside the variance where the module says nothing: what frameworks start with. */
#define MM_NORM_EPSILON 1e-5

typedef enum mm_part
{
  MM_PART_FILTER, /* NAME.npy */
  MM_PART_BIAS,   /* NAME.bias.npy */
  MM_PART_NORM,   /* NAME.bn.npy */
  MM_PART_SLOPE,  /* NAME.slope.npy */
  MM_PART_BLOB_NORM,  /* BLOB.blob.bn.npy */
  MM_PART_BLOB_SLOPE, /* BLOB.blob.slope.npy */
  MM_PARTS
} mm_part;

/** What lies in a folder. */
typedef struct mm_child_files
{
  const mm_module *module;
  const char *folder;
  mm_file_names layers, blobs;
  unsigned char *layer_has, *blob_has; /* bits 1 << part */
  char **strays;  /* .npy files that belong to no layer or blob, sorted */
  size_t strays_count;
  char **unread;  /* files that may hold weights in formats that are not read, sorted */
  size_t unread_count;
} mm_child_files;

/**
 * Look into a folder; no file is opened.  Hidden files, and all that holds no weights, do not count.
 *
 * @param m, folder  borrowed by out
 * @param out  out: to be cleared, on an error as well
 * @return MM_OK; MM_EIO; MM_ENOMEM
 */
mm_status mm_child_files_find (const mm_module *m, const char *folder, mm_child_files *out, mm_error *err);
void mm_child_files_clear (mm_child_files *files);

/**
 * Whether every convolution has its filter, and every .npy file its layer or blob.
 * @return MM_OK; MM_EPARSE, and the names
 */
mm_status mm_child_files_check (const mm_child_files *files, mm_error *err);

/**
 * Whether the folder's module.dot, where it has one that can be read, has the same layers between the same blobs,
 * normalisations with the same bn_eps, and no activations that the module given lacks and that never are the identity.
 * @return MM_OK; MM_EPARSE with the first layer or blob that differs; MM_ENOMEM
 */
mm_status mm_child_module_check (const mm_child_files *files, mm_error *err);

/**
 * Whether every norm and every parametric activation that the module speaks of has its file: nothing can be taken for granted of
 * one that has none.
 * @return MM_OK; MM_EPARSE with the first that is missing, and how many more are
 */
mm_status mm_child_said_check (const mm_child_files *files, mm_error *err);

/** Whether the module's words ask for this file of a layer (of a blob). */
bool mm_child_needs (const mm_module *m, uint32_t e, mm_part part);

#define MM_NORM_EPSILON 1e-5 /* beside the variance; what frameworks start with */

/** The variance of a normalisation that is the identity, with mean 0, gamma 1 and beta 0. */
double mm_norm_start (double epsilon);

/** Whether a layer (for MM_PART_BLOB_..., a blob) has this file. */
bool mm_child_files_has (const mm_child_files *files, uint32_t e, mm_part part);

/** The name of that file, whether it is there or not. */
void mm_child_file_name (const mm_child_files *files, uint32_t e, mm_part part, char name[MM_FILE_NAME]);

/** Say of which file of which folder an error speaks, unless it names its path. @return s */
mm_status mm_child_explain (mm_error *err, mm_status s, const char *folder, const char *name);

#endif
