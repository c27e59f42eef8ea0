/* tests/fuzz/fuzz_jsonl.c: the reader of JSONL streams; what it reads is written and read again.  */
#include <string.h>

#include "graph/read.h"
#include "graph/write.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/jsonl";

static void
copy_and_compare (const mm_module *m, const char *name)
{
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);
  fuzz_require (out && !mm_write_jsonl (m, name, out) && !fclose (out), "a module can be written", name);

  FILE *in = fmemopen (text, size, "r");
  mm_jsonl *j = mm_jsonl_new (in, "copy.jsonl");
  mm_module *copy = NULL;
  const char *again = NULL;
  mm_error err;
  fuzz_require (!mm_jsonl_next (j, &copy, &again, &err), "what was written can be read", err.text);
  fuzz_require (!strcmp (name, again), "a name comes back", name);
  fuzz_require_same (m, copy);
  mm_module_free (copy);
  fuzz_require (mm_jsonl_next (j, &copy, &again, &err) == MM_END, "one module is one line", name);
  mm_jsonl_free (j);
  fclose (in);
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  char *text = malloc (length + 1); /* fmemopen wants bytes that may be written to, and some */
  memcpy (text, bytes, length);
  text[length] = '\n';
  FILE *in = fmemopen (text, length + 1, "r");
  mm_jsonl *j = mm_jsonl_new (in, "x.jsonl");
  for (uint64_t line = 0;;)
    {
      mm_module *m = NULL;
      const char *name = NULL;
      mm_error err;
      mm_status s = mm_jsonl_next (j, &m, &name, &err);
      if (s == MM_END)
        break;
      fuzz_require (name != NULL, "every line has a name", NULL);
      if (s)
        {
          fuzz_require_error (s, &err);
          fuzz_require (err.line > line, "the stream goes on", err.text);
          line = err.line;
          continue;
        }
      fuzz_require_module (m);
      copy_and_compare (m, name);
      mm_module_free (m);
    }
  mm_jsonl_free (j);
  fclose (in);
  free (text);
  return 0;
}
