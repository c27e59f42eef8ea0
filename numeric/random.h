/* numeric/random.h: our own reproducible random numbers.  */
#ifndef MM_NUMERIC_RANDOM_H
#define MM_NUMERIC_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/**
 * xoshiro256** (Blackman, Vigna 2018), seeded by splitmix64.  The same seed gives the
 * same numbers on every machine; normal deviates use the polar method and the C
 * library's log and sqrt.
 */
typedef struct mm_random
{
  uint64_t state[4];
  double spare; /* a second normal deviate, when has_spare */
  int has_spare;
} mm_random;

/** @param stream  independent sequences of one seed (a layer's or a blob's number, say) */
void mm_random_seed (mm_random *r, uint64_t seed, uint64_t stream);

uint64_t mm_random_bits (mm_random *r);                 /* 64 uniform bits */
uint32_t mm_random_below (mm_random *r, uint32_t n);    /* 0 … n-1, unbiased; n > 0 */
double mm_random_uniform (mm_random *r);                /* [0, 1), 53 bits */
double mm_random_normal (mm_random *r);                 /* mean 0, standard deviation 1 */
void mm_random_fill_normal (mm_random *r, double std, double *data, size_t count);

#endif
