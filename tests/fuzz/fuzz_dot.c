/* tests/fuzz/fuzz_dot.c: the reader of DOT; its canonical form must be a fixed point.  */
#include <string.h>

#include "graph/read.h"
#include "graph/write.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/dot";

/* The canonical form, or NULL for what DOT cannot say.  */
static char *
written (const mm_module *m, size_t *size)
{
  char *text = NULL;
  FILE *out = open_memstream (&text, size);
  mm_status s = mm_write_dot (m, NULL, out);
  fclose (out);
  fuzz_require (!s || s == MM_EUNSUPPORTED, "a module can be written", mm_status_text (s));
  if (!s)
    return text;
  fuzz_require (*size == 0, "nothing is written of what cannot be", text);
  free (text);
  return NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  mm_module *m = NULL, *copy = NULL;
  mm_error err;
  mm_status s = mm_read_dot ((const char *) bytes, length, "x.dot", &m, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!m, "there is no module on an error", err.text);
      return 0;
    }
  fuzz_require_module (m);

  size_t size = 0, again_size = 0;
  char *text = written (m, &size);
  if (text)
    {
      s = mm_read_dot (text, size, "copy.dot", &copy, &err);
      fuzz_require (!s, "what was written can be read", err.text);
      fuzz_require_module (copy);
      fuzz_require (mm_module_blobs (m) == mm_module_blobs (copy) && mm_module_layers (m) == mm_module_layers (copy),
                    "a copy has the same size", text);
      char *again = written (copy, &again_size);
      fuzz_require (again && size == again_size && !memcmp (text, again, size), "the canonical form is a fixed point", text);
      free (again);
      mm_module_free (copy);
    }
  free (text);
  mm_module_free (m);
  return 0;
}
