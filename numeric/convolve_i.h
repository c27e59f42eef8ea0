/* numeric/convolve_i.h: one convolution of one image, in double or float32; for numeric/ only.  */
#ifndef MM_NUMERIC_CONVOLVE_I_H
#define MM_NUMERIC_CONVOLVE_I_H

#include "numeric/filter.h"

/** An image (channels, height, width), row-major, of doubles or of floats. */
typedef struct mm_grid
{
  bool single; /* floats */
  uint32_t channels, height, width;
  void *data; /* owned */
} mm_grid;

/** All zero. @return MM_OK; MM_ELIMIT; MM_ENOMEM */
mm_status mm_grid_init (mm_grid *g, bool single, uint32_t channels, uint32_t height, uint32_t width);
void mm_grid_clear (mm_grid *g);

/** Where a convolution reads. */
typedef struct mm_window
{
  int64_t top, left; /* the pixel of x under the centre of the filter for the first pixel of y */
  uint32_t stride, dilation;
  bool circular; /* beyond the border x repeats; else it is zero */
} mm_window;

/**
 * y += f * x + bias, for every pixel of y.  One GEMM a tap: 2 out in kh kw height width flops.
 *
 * @param f     y->channels x x->channels; NULL: the identity
 * @param bias  y->channels entries, or NULL
 * @param y     of the same precision as x; the arithmetic is done in it
 * @return MM_OK; MM_ELIMIT; MM_ENOMEM
 */
mm_status mm_convolve (const mm_filter *f, const double *bias, const mm_window *window, const mm_grid *x, mm_grid *y);

#endif
