/* numeric/random.c: our own reproducible random numbers.  */
#include "numeric/random.h"

#include <math.h>

/* Vigna's splitmix64, the recommended way to fill xoshiro's state: never all zero.  */
static uint64_t
split (uint64_t *state)
{
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static uint64_t
rotate (uint64_t x, unsigned by)
{
  return x << by | x >> (64 - by);
}

void
mm_random_seed (mm_random *r, uint64_t seed, uint64_t stream)
{
  /* Stream 0 is the plain generator; others start from a hash of both numbers, since
     seed + stream would make (1, 0) and (0, 1) the same.  */
  uint64_t state = seed;
  if (stream)
    state = split (&state) ^ (stream * 0xD1342543DE82EF95u);
  for (int i = 0; i < 4; i++)
    r->state[i] = split (&state);
  r->spare = 0;
  r->has_spare = 0;
}

uint64_t
mm_random_bits (mm_random *r)
{
  uint64_t *s = r->state;
  const uint64_t result = rotate (s[1] * 5, 7) * 9, shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate (s[3], 45);
  return result;
}

uint32_t
mm_random_below (mm_random *r, uint32_t n)
{
  /* The top 32 bits times n; products whose low half is below 2^32 mod n would make
     some answers more likely than others and are drawn again.  */
  const uint32_t unfair = -n % n;
  uint64_t product;
  do
    product = (mm_random_bits (r) >> 32) * n;
  while ((uint32_t) product < unfair);
  return (uint32_t) (product >> 32);
}

double
mm_random_uniform (mm_random *r)
{
  return (double) (mm_random_bits (r) >> 11) * 0x1p-53;
}

double
mm_random_normal (mm_random *r)
{
  if (r->has_spare)
    {
      r->has_spare = 0;
      return r->spare;
    }
  double x, y, square;
  do
    {
      x = 2 * mm_random_uniform (r) - 1;
      y = 2 * mm_random_uniform (r) - 1;
      square = x * x + y * y;
    }
  while (square >= 1 || square == 0);
  const double scale = sqrt (-2 * log (square) / square);
  r->spare = y * scale;
  r->has_spare = 1;
  return x * scale;
}

void
mm_random_fill_normal (mm_random *r, double std, double *data, size_t count)
{
  for (size_t i = 0; i < count; i++)
    data[i] = std * mm_random_normal (r);
}
