/* cli/ranks.h: what was measured of a parent, in words and as JSON.  */
#ifndef MM_CLI_RANKS_H
#define MM_CLI_RANKS_H

#include "cli/json.h"
#include "numeric/route.h"

/**
 * One line a rank that is not full, or in doubt:
 *
 *     the parent reads rank 12 of 16 (singular value 13 is 7.5e-09 of the greatest and does not count)
 *
 * @param indent  goes before each
 */
void cli_put_ranks (const char *indent, const mm_ranks *ranks);

/** The same as an array "ranks", which is left out when there is nothing to say. */
void cli_json_ranks (cli_json *j, const mm_ranks *ranks);

/**
 * What a relative error in float64 may be, of a child in float64: rounding in double; but where a parent in less than
 * float64 has a lower rank when its own rounding is allowed for, what that rank leaves out, all of
 * it in one of the output channels: 4 sqrt (out) times that, up to cli_most_allowed.
 */
double cli_exact_in_double (const mm_filter *parent, const mm_ranks *ranks);

/** The same in float32, or of a child in float32: rounding in single, or what the rank of a half-precision parent leaves out. */
double cli_exact_in_single (const mm_filter *parent, const mm_ranks *ranks);

/** What a rank may leave out at most: rounding in single, or of a parent in half precision four times its own. */
double cli_most_allowed (const mm_filter *parent);

#endif
