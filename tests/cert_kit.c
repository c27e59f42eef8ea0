/* tests/cert_kit.c: certificates as text and back.  */
#include "tests/cert_kit.h"

#include <stdlib.h>
#include <string.h>

char *
cert_text (const mm_certificate *c, size_t *length)
{
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream (&text, &size);
  if (!out || mm_certificate_write (c, out) || fclose (out))
    abort ();
  if (length)
    *length = size;
  return text;
}

mm_certificate *
cert_from (const char *text, size_t length, mm_error *err)
{
  mm_certificate *c = NULL;
  return mm_certificate_read (text, length, "test.cert", &c, err) ? NULL : c;
}

mm_verdict
cert_judge (const mm_module *m, const char *text, size_t length)
{
  mm_error err;
  mm_verdict verdict = { false, "" };
  mm_certificate *c = cert_from (text, length, &err);
  if (!c)
    {
      snprintf (verdict.reason, sizeof verdict.reason, "line %llu: %.200s", (unsigned long long) err.line, err.text);
      return verdict;
    }
  if (mm_check (m, c, &verdict))
    abort ();
  mm_certificate_free (c);
  return verdict;
}

bool
says (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

mm_text
cert_example (const char *name, const char *extension)
{
  const char *top = getenv ("top_srcdir");
  char path[1024];
  mm_text text;
  mm_error err = { .status = MM_OK };
  snprintf (path, sizeof path, "%s/tests/refuse/%s%s", top ? top : ".", name, extension);
  if (mm_text_read (path, &text, &err))
    {
      fprintf (stderr, "%s\n", err.text);
      abort ();
    }
  return text;
}
