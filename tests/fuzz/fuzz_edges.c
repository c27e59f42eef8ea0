/* tests/fuzz/fuzz_edges.c: the reader of .edges; what it reads is written and read again.  */
#include "graph/read.h"
#include "graph/write.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/edges";

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  mm_module *m = NULL, *copy = NULL;
  mm_error err;
  mm_status s = mm_read_edges ((const char *) bytes, length, "x.edges", &m, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!m, "there is no module on an error", err.text);
      return 0;
    }
  fuzz_require_module (m);

  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);
  fuzz_require (out && !mm_write_edges (m, out) && !fclose (out), "a module can be written", NULL);
  s = mm_read_edges (text, size, "copy.edges", &copy, &err);
  fuzz_require (!s, "what was written can be read", err.text);
  fuzz_require_same (m, copy);
  free (text);
  mm_module_free (copy);
  mm_module_free (m);
  return 0;
}
