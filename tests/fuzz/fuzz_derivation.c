/* tests/fuzz/fuzz_derivation.c: the reader of derivations, against a simple module and a complex one.  */
#include <string.h>

#include "rewrite/derivation.h"
#include "tests/fuzz/fuzz.h"
#include "tests/kit.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/derivation";

/* Writing what was read and reading it again changes nothing.  */
static void
rewrite (const mm_derivation *d)
{
  const mm_module *m = mm_derivation_module (d);
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);
  fuzz_require (!mm_derivation_write (d, out) && !fclose (out), "a derivation can be written", NULL);
  mm_derivation *copy = NULL;
  mm_error err;
  fuzz_require (!mm_derivation_read (text, size, "copy", m, &copy, &err), "what was written can be read", err.text);
  fuzz_require (mm_derivation_length (d) == mm_derivation_length (copy), "a copy is as long", text);
  if (mm_derivation_length (d))
    fuzz_require (!memcmp (mm_derivation_steps (d), mm_derivation_steps (copy),
                           mm_derivation_length (d) * sizeof (mm_step)),
                  "a copy has the same steps", text);
  mm_derivation_free (copy);
  free (text);
}

static void
read_for (const mm_module *m, const uint8_t *bytes, size_t length)
{
  mm_derivation *d = NULL;
  mm_error err;
  mm_status s = mm_derivation_read ((const char *) bytes, length, "x", m, &d, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!d, "there is no derivation on an error", err.text);
      return;
    }
  const char *defect = mm_derivation_defect (d);
  fuzz_require (!defect, "what was read is a derivation", defect);
  rewrite (d);
  mm_derivation_free (d);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  mm_module *complex = kit_paper_d (), *simple = kit_module ("s-a s-a a-b a-t b-t b-t");
  read_for (complex, bytes, length);
  read_for (simple, bytes, length);
  mm_module_free (simple);
  mm_module_free (complex);
  return 0;
}
