/* tests/fuzz/fuzz_npy.c: the parser of .npy files.  */
#include <math.h>

#include "numeric/npy.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/npy";

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  mm_array a = { .data = NULL };
  mm_error err;
  mm_status s = mm_npy_parse (bytes, length, "x.npy", &a, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!a.data, "there is no array on an error", err.text);
      return 0;
    }
  size_t count = 1;
  for (unsigned i = 0; i < a.dimensions; i++)
    count *= a.shape[i];
  fuzz_require (count <= length / 4, "an array is no larger than its file", NULL);
  for (size_t i = 0; i < count; i++)
    fuzz_require (isfinite (a.data[i]), "entries are finite", NULL);
  mm_array_clear (&a);
  return 0;
}
