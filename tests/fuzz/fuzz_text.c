/* tests/fuzz/fuzz_text.c: texts of any format: which it is, and the modules in it.  */
#include <string.h>

#include "graph/read.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_corpus = "tests/fuzz/corpus/text";

/* All graphs of a text; each is found again by its name.  @return how many were modules */
static uint64_t
read_graphs (const char *text, size_t length)
{
  mm_dot_stream *d = mm_dot_stream_new (text, length, "x.dot");
  uint64_t good = 0;
  for (;;)
    {
      mm_module *m = NULL, *again = NULL;
      const char *name = NULL;
      mm_error err;
      const mm_status s = mm_dot_stream_next (d, &m, &name, &err);
      if (s == MM_END)
        break;
      fuzz_require ((s == MM_OK) == (m != NULL), "there is a module or an error", NULL);
      if (s)
        fuzz_require_error (s, &err);
      else
        {
          good++;
          fuzz_require_module (m);
        }
      if (name)
        {
          const mm_status t = mm_read_dot_graph (text, length, "x.dot", name, &again, &err);
          fuzz_require (t == s || !strncmp (name, "0123456789", strspn (name, "0123456789")), "a graph is found by its name", name);
          if (!t && !s)
            fuzz_require_same (m, again);
        }
      mm_module_free (m);
      mm_module_free (again);
    }
  mm_dot_stream_free (d);
  return good;
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  static const char *const paths[] = { NULL, "x", "x.dot", "x.onnx", "x.jsonl", "x.pb" };
  char *text = malloc (length + 1); /* with the 0 byte that texts have */
  memcpy (text, bytes, length);
  text[length] = '\0';
  mm_text_format format = MM_TEXT_UNKNOWN;
  mm_error err;
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
    {
      const mm_status s = mm_find_format (text, length, paths[i], &format, &err);
      fuzz_require (!s || s == MM_EUNSUPPORTED, "a format is found, or the file is refused", mm_status_text (s));
      if (s)
        fuzz_require_error (s, &err);
    }
  mm_module *m = NULL, *one = NULL;
  const mm_status s = mm_read_text (text, length, NULL, NULL, &m, &err), t = mm_read_text (text, length, NULL, "1", &one, &err);
  fuzz_require ((s == MM_OK) == (m != NULL) && (t == MM_OK) == (one != NULL), "there is a module or an error", NULL);
  if (m && !mm_find_format (text, length, NULL, &format, NULL) && format == MM_TEXT_DOT)
    fuzz_require (read_graphs (text, length) == 1, "one graph is one of a stream", NULL);
  else
    read_graphs (text, length);
  mm_module_free (m);
  mm_module_free (one);
  free (text);
  return 0;
}
