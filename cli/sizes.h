/* cli/sizes.h: image sizes in words: those tried, and those a promise holds for.  */
#ifndef MM_CLI_SIZES_H
#define MM_CLI_SIZES_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/json.h"
#include "numeric/verify.h"

/**
 * Print which heights and widths are meant, "sizes that are multiples of 6, or leave remainder 1 or 5
 * modulo 6".
 * @param rows, columns  stride flags each: whether a size that leaves this remainder is meant
 */
void cli_put_remainders (const bool *rows, const bool *columns, uint32_t stride);

/** The sizes that were tried, sorted and without repetitions. */
typedef struct cli_tried
{
  uint32_t *heights, *widths;
  size_t height_count, width_count;
} cli_tried;

/** @return false: out of memory */
bool cli_tried_list (cli_tried *tried, const mm_verification *v);
void cli_tried_clear (cli_tried *tried); /* an all-zero struct is fine */

/** The greatest of a trial's relative errors. */
double cli_trial_error (const mm_trial *t);

/** One line: how many images there were, their sizes, and how far they reach. */
void cli_put_tried (const cli_tried *tried, const mm_verification *v, const mm_preservation *verdict);

/** The same as `"sizes": {...}, "tried": {...}` (modmorph.1, verify --json). */
void cli_json_tried (cli_json *j, const cli_tried *tried, const mm_verification *v, const mm_preservation *verdict);

#endif
