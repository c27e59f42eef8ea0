/* numeric/forward.h: running a module on images, as a framework would.  */
#ifndef MM_NUMERIC_FORWARD_H
#define MM_NUMERIC_FORWARD_H

#include "numeric/weights.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An image (channels, height, width), row-major. */
typedef struct mm_image
{
  uint32_t channels, height, width;
  double *data; /* owned */
} mm_image;

/** A black image. @return MM_OK; MM_EINVAL for a zero size; MM_ELIMIT; MM_ENOMEM */
mm_status mm_image_init (mm_image *x, uint32_t channels, uint32_t height, uint32_t width);
void mm_image_clear (mm_image *x); /* frees the pixels; an all-zero struct is fine */

/**
 * One convolution of one image: im2col and GEMM.
 *
 * With `same` and `circular` the first pixel of y sees the first pixel of x under the centre of the
 * filter, whatever the stride is: as many zeros are added on each side as the kernel has taps beside
 * its centre, (k - 1) / 2 times the dilation, and there are ceil (size / stride) pixels.  That is
 * PyTorch's and ONNX's convolution with such pads.  (TensorFlow's SAME with a stride shifts the image by up to
 * half a stride, depending on its size; that is another convolution.)  A circular image repeats as often as
 * the kernel asks for; frameworks refuse images smaller than the padding.
 *
 * @param padding  same: zeros; circular: the image repeats; once: valid (the image shrinks)
 * @param stride, dilation  at least 1
 * @param bias     out entries, or NULL
 * @param y        out: a new image; rows and columns are divided by the stride, rounded up
 *                 (`once`: after the kernel's radius is lost on all sides)
 * @return MM_OK; MM_EINVAL when channels differ, for zero stride or dilation, or when the
 *         image is smaller than the kernel with padding `once`; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_forward_layer (const mm_filter *f, const double *bias, uint32_t stride, uint32_t dilation,
                            mm_padding padding, const mm_image *x, mm_image *y);

/**
 * The whole module on one image, layer by layer; blobs add what comes in.  With padding
 * `once` the image is padded with zeros once at s by the module's total margin and the
 * branches are cropped to their common centre where they join.
 *
 * Blobs' activations and norms are taken as the identity they start as in a child
 * (NUMERICS.md section 4).
 *
 * @param single  weights, images and all arithmetic in float32, as float32 inference does
 * @param y       out: a new image
 * @return MM_OK; MM_EINVAL when weights, module and image do not fit together (err names the
 *         layer); MM_EUNSUPPORTED (groups, other kinds, strides that disagree); MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_forward_module (const mm_weights *w, bool single, const mm_image *x, mm_image *y, mm_error *err);

#ifdef __cplusplus
}
#endif
#endif
