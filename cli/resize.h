/* cli/resize.h: modules with other channels and kernels, and numbers from the command line.  */
#ifndef MM_CLI_RESIZE_H
#define MM_CLI_RESIZE_H

#include <stdbool.h>

#include "graph/demand.h"
#include "graph/module.h"

/**
 * The same module with other numbers.
 * @param channels  per blob, source and sink too
 * @param kernel    2 entries a layer, height and width; NULL: as they are
 * @return MM_OK; MM_ENOMEM, MM_ELIMIT
 */
mm_status cli_resized (const mm_module *m, const uint32_t *channels, const uint32_t *kernel, mm_module **out,
                       mm_error *err);

/** Write a module as canonical DOT. @return true; false after a message on stderr */
bool cli_write_module (const char *path, const mm_module *m);

/** "CO,CI,K" or "CO,CI,KHxKW": the demand of a generic convolution. @return true; false after a message */
bool cli_read_shape (const char *text, mm_demand *demand);

/** "HxW", at most CLI_MOST_PIXELS a side. @param pixels  out: their number @return true; false after a message */
bool cli_read_pixels (const char *text, uint64_t *pixels);
enum { CLI_MOST_PIXELS = 1000000 };

/** a * b, at most UINT64_MAX, which stands for more than fits. */
uint64_t cli_times (uint64_t a, uint64_t b);

enum { CLI_MOST_SIZES = 16 };

/** "8,16,32". @param count  out @return true; false after a message that names --channels */
bool cli_read_channels (const char *text, uint32_t channels[CLI_MOST_SIZES], uint32_t *count);

/** "1,3,3x5": heights and widths, odd. @param count  out @return true; false after a message that names --kernels */
bool cli_read_kernels (const char *text, uint32_t kernels[2 * CLI_MOST_SIZES], uint32_t *count);

#endif
