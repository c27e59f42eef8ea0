/* cli/sizes.h: image sizes in words: those tried, and those a promise holds for.  */
#ifndef MM_CLI_SIZES_H
#define MM_CLI_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/json.h"

/**
 * Print which heights and widths are meant, "sizes that are multiples of 6, or leave remainder 1 or 5
 * modulo 6".
 * @param rows, columns  stride flags each: whether a size that leaves this remainder is meant
 */
void cli_put_remainders (const bool *rows, const bool *columns, uint32_t stride);

/** The same as `"sizes": {"modulus": stride, "heights": [remainders], "widths": [remainders], "basis": basis}`. */
void cli_json_remainders (cli_json *j, const bool *rows, const bool *columns, uint32_t stride, const char *basis);

/** Sort sizes and leave out repetitions. @return how many are left */
size_t cli_sort_sizes (uint32_t *sizes, size_t count);

/** Print sorted sizes, runs as "1-3". */
void cli_put_sizes (const uint32_t *sizes, size_t count);

#endif
