/* tests/fuzz/fuzz_npy.c: the parser of .npy files.  */
#include <math.h>

#include "numeric/npy.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/npy";

static mm_status
parse (const uint8_t *bytes, size_t length, const mm_npy_reading *how)
{
  mm_array a = { .data = NULL };
  mm_error err;
  mm_status s = mm_npy_parse_as (bytes, length, "x.npy", how, &a, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!a.data, "there is no array on an error", err.text);
      return s;
    }
  size_t count = 1;
  for (unsigned i = 0; i < a.dimensions; i++)
    count *= a.shape[i];
  fuzz_require (count <= length / 2, "an array is no larger than its file", NULL);
  for (size_t i = 0; i < count; i++)
    fuzz_require (isfinite (a.data[i]), "entries are finite", NULL);
  mm_array_clear (&a);
  return MM_OK;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  const mm_npy_reading how = { .bfloat16 = true };
  const mm_status plain = parse (bytes, length, NULL), asked = parse (bytes, length, &how);
  fuzz_require (plain != MM_OK || asked == MM_OK, "what is read is read with --bf16, too", NULL);
  return 0;
}
