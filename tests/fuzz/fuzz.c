/* tests/fuzz/fuzz.c: promises that several targets hold readers to.  */
#include "tests/fuzz/fuzz.h"

#include <string.h>

void
fuzz_require_error (mm_status s, const mm_error *err)
{
  fuzz_require (err->status == s, "the error has the status that was returned", mm_status_text (s));
  fuzz_require ((s == MM_ENOTMODULE) == (err->flaw != MM_FLAW_NONE), "there is a flaw iff the graph is no module", err->text);
  fuzz_require (err->text[0] && memchr (err->text, '\0', sizeof err->text), "there is a sentence", NULL);
  fuzz_require (!strpbrk (err->text, "\n\r\t\033"), "a sentence has no control characters", err->text);
}

void
fuzz_require_module (const mm_module *m)
{
  const char *defect = mm_module_defect (m);
  fuzz_require (!defect, "what was read is a module", defect);
}

void
fuzz_require_same (const mm_module *m, const mm_module *copy)
{
  const size_t bytes = mm_module_layers (m) * sizeof (mm_blob);
  fuzz_require (mm_module_blobs (m) == mm_module_blobs (copy) && mm_module_layers (m) == mm_module_layers (copy),
                "a copy has the same size", NULL);
  fuzz_require (!memcmp (mm_module_tails (m), mm_module_tails (copy), bytes), "a copy has the same tails", NULL);
  fuzz_require (!memcmp (mm_module_heads (m), mm_module_heads (copy), bytes), "a copy has the same heads", NULL);
  fuzz_require (mm_module_source (m) == mm_module_source (copy) && mm_module_sink (m) == mm_module_sink (copy),
                "a copy has the same ends", NULL);
}
