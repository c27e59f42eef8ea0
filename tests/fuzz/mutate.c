/* tests/fuzz/mutate.c: seeded mutations of files.  */
#include "tests/fuzz/mutate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kit.h"

static uint32_t
below (uint64_t *state, size_t n)
{
  return n ? kit_below (state, n > UINT32_MAX ? UINT32_MAX : (uint32_t) n) : 0;
}

/* Replace `cut` bytes at `at` by others.  */
static void
replace (bytes *b, size_t at, size_t cut, const void *with, size_t length)
{
  uint8_t *out = malloc (b->length - cut + length + 1);
  if (!out)
    abort ();
  memcpy (out, b->at, at);
  memcpy (out + at, with, length);
  memcpy (out + at + length, b->at + at + cut, b->length - at - cut);
  free (b->at);
  b->at = out;
  b->length = b->length - cut + length;
}

static void
change_byte (bytes *b, uint64_t *state)
{
  static const char telling[] = "\0\n\r\t \"'\\#%-+.,:;=<>()[]{}01aZ\x7F\x80\xC3\xFF";
  if (!b->length)
    return;
  uint8_t *at = b->at + below (state, b->length);
  if (below (state, 2))
    *at ^= (uint8_t) (1u << below (state, 8));
  else
    *at = (uint8_t) telling[below (state, sizeof telling - 1)];
}

static void
cut_or_repeat (bytes *b, uint64_t *state)
{
  size_t at = below (state, b->length + 1), length = below (state, b->length - at + 1);
  if (length > 32 && below (state, 4))
    length = below (state, 32);
  if (below (state, 2))
    {
      replace (b, at, length, "", 0);
      return;
    }
  uint8_t *part = malloc (length + 1);
  if (!part)
    abort ();
  memcpy (part, b->at + at, length);
  replace (b, below (state, b->length + 1), 0, part, length);
  free (part);
}

static void
splice (bytes *b, bytes other, uint64_t *state)
{
  size_t at = below (state, b->length + 1), from = below (state, other.length + 1);
  replace (b, at, b->length - at, other.at + from, other.length - from);
}

/* Put another number in place of one of the numbers in the text.  */
static void
change_number (bytes *b, uint64_t *state)
{
  static const char *const numbers[] = { "0", "1", "2", "3", "4", "5", "-1", "007", "1.0", "1e9", "255", "65536",
                                         "2147483648", "4294967294", "4294967295", "4294967296",
                                         "9223372036854775808", "18446744073709551616" };
  static const uint8_t nine = '9';
  size_t at = below (state, b->length + 1);
  while (at < b->length && (b->at[at] < '0' || b->at[at] > nine))
    at++;
  size_t digits = 0;
  while (at + digits < b->length && b->at[at + digits] >= '0' && b->at[at + digits] <= nine)
    digits++;
  const char *number = numbers[below (state, sizeof numbers / sizeof *numbers)];
  if (digits)
    replace (b, at, digits, number, strlen (number));
}

bytes
mutate (bytes from, bytes other, uint64_t *state)
{
  bytes b = { malloc (from.length + 1), from.length };
  if (!b.at)
    abort ();
  memcpy (b.at, from.at, from.length);
  for (uint32_t changes = 1 + below (state, 4); changes > 0; changes--)
    switch (below (state, 8))
      {
      case 0: case 1: case 2: change_byte (&b, state); break;
      case 3: case 4: cut_or_repeat (&b, state); break;
      case 5: splice (&b, other, state); break;
      default: change_number (&b, state);
      }
  return b;
}
