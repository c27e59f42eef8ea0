/* prove/tally.c: numbers too large for 64 bits, exactly.  */
#include "prove/tally.h"

mm_tally
mm_tally_of (uint64_t n)
{
  return (mm_tally){ { (uint32_t) n, (uint32_t) (n >> 32) } };
}

bool
mm_tally_add (mm_tally *a, const mm_tally *b, uint32_t times)
{
  /* (2^32-1)^2 + 2 (2^32-1) = 2^64 - 1: a limb, its product and the carry fit 64 bits.  */
  uint64_t carry = 0;
  for (int i = 0; i < MM_TALLY_LIMBS; i++)
    {
      carry += (uint64_t) b->limb[i] * times + a->limb[i];
      a->limb[i] = (uint32_t) carry;
      carry >>= 32;
    }
  return carry == 0;
}

/* Divide by ten. @return the rest  */
static uint32_t
divide (mm_tally *a)
{
  uint64_t rest = 0;
  for (int i = MM_TALLY_LIMBS; i-- > 0;)
    {
      rest = rest << 32 | a->limb[i];
      a->limb[i] = (uint32_t) (rest / 10);
      rest %= 10;
    }
  return (uint32_t) rest;
}

static bool
is_zero (const mm_tally *a)
{
  for (int i = 0; i < MM_TALLY_LIMBS; i++)
    if (a->limb[i])
      return false;
  return true;
}

const char *
mm_tally_text (const mm_tally *a, char buffer[MM_TALLY_DIGITS])
{
  mm_tally left = *a;
  int at = MM_TALLY_DIGITS - 1;
  buffer[at] = '\0';
  do
    buffer[--at] = (char) ('0' + divide (&left));
  while (!is_zero (&left));
  for (int i = 0; at + i < MM_TALLY_DIGITS; i++)
    buffer[i] = buffer[at + i];
  return buffer;
}

bool
mm_tally_fits (const mm_tally *a, uint64_t *n)
{
  for (int i = 2; i < MM_TALLY_LIMBS; i++)
    if (a->limb[i])
      return false;
  *n = (uint64_t) a->limb[1] << 32 | a->limb[0];
  return true;
}
