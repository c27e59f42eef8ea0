/* cli/check_wanted.h: the values of modmorph-check's options.  */
#ifndef MM_CLI_CHECK_WANTED_H
#define MM_CLI_CHECK_WANTED_H

#include "prove/check.h"

/* Each answers whether the text makes sense, and else leaves what it should fill in as it was.  */

/** "simple", "complex", "complexity", "complexity 3" (or with '=' between), "feasible", "infeasible". */
bool cli_read_wanted_claim (const char *text, mm_wanted *wanted);

/** "CO,CI,K" or "CO,CI,KHxKW", the kernel odd. */
bool cli_read_wanted_shape (const char *text, mm_wanted *wanted);

/** A number of bytes, perhaps with k, M or G behind it (2^10, 2^20, 2^30). */
bool cli_read_bytes (const char *text, uint64_t *bytes);

#endif
