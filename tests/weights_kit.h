/* tests/weights_kit.h: random weights for modules, and the module function path by path.  */
#ifndef MM_TESTS_WEIGHTS_KIT_H
#define MM_TESTS_WEIGHTS_KIT_H

#include "numeric/forward.h"
#include "numeric/verify.h"

/** What random weights may be like. */
typedef struct kit_ranges
{
  uint32_t channels; /* 1 … channels a blob */
  uint32_t kernel;   /* odd, up to this one, height and width apart */
  bool bias;         /* about half of the layers have one */
} kit_ranges;

/** Entries of He scale. The caller frees them (and the module, which they borrow). */
mm_weights *kit_weights (const mm_module *m, uint64_t seed, kit_ranges ranges);

/** A module like m with these numbers on one layer. The caller frees it. */
mm_module *kit_change_layer (const mm_module *m, mm_layer e, mm_layer_info info);

/** A module like m with another padding. */
mm_module *kit_change_padding (const mm_module *m, mm_padding padding);

/**
 * Equation 5 of the paper by its definition: for every path from s to t, compose its layers
 * tap by tap and entry by entry, and add.  Strides and dilations included; identities are
 * passed over.  For small modules.
 */
mm_filter oracle_fold (const mm_weights *w);

/** What the biases add far from every border, one number for each channel of the sink; the caller frees them. */
double *oracle_fold_bias (const mm_weights *w);

/**
 * The module on an image, layer by layer from the definition, for padding `same` and `circular`; at most 16
 * blobs.  The caller clears the image.
 */
mm_image oracle_forward (const mm_weights *w, const mm_image *x);

/** Clear a verification, and give back its numbers: the arrays are NULL, counts and sizes stay. */
mm_verification kit_numbers (mm_verification *v);

#endif
