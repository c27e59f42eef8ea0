/* tests/fuzz/mutate.h: seeded mutations of files.  */
#ifndef MM_TESTS_MUTATE_H
#define MM_TESTS_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/** Some bytes on the heap. */
typedef struct bytes
{
  uint8_t *at;
  size_t length;
} bytes;

/**
 * A copy of `from` with one to four changes: flipped bits, other bytes, parts cut out or
 * repeated, the end of `other` in place of its own, numbers swapped for other numbers.
 */
bytes mutate (bytes from, bytes other, uint64_t *state);

#endif
