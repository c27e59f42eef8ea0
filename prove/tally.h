/* prove/tally.h: numbers too large for 64 bits, exactly.  */
#ifndef MM_PROVE_TALLY_H
#define MM_PROVE_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum
{
  MM_TALLY_LIMBS = 24,
  MM_TALLY_DIGITS = 233 /* decimal digits of the largest one, and the NUL */
};

/** A number from 0 to 2^768 - 1. */
typedef struct mm_tally
{
  uint32_t limb[MM_TALLY_LIMBS]; /* the lowest first */
} mm_tally;

mm_tally mm_tally_of (uint64_t n);

/** a += b * times. @return false when the sum does not fit; a is then undefined */
bool mm_tally_add (mm_tally *a, const mm_tally *b, uint32_t times);

/** In decimal. @return buffer */
const char *mm_tally_text (const mm_tally *a, char buffer[MM_TALLY_DIGITS]);

/** Whether it fits 64 bits; then *n is it. */
bool mm_tally_fits (const mm_tally *a, uint64_t *n);

#ifdef __cplusplus
}
#endif
#endif
