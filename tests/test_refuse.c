/* tests/test_refuse.c: every lie in tests/refuse/ is refused, and for its reason.

   tests/refuse/INDEX lists them: certificate, module, and how the reason begins.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "graph/text.h"
#include "tests/cert_kit.h"
#include "tests/leak.h"

TestSuite (refuse, .fini = no_leaks);

static mm_text
file_in_refuse (const char *name, const char *extension)
{
  const char *top = getenv ("top_srcdir");
  char path[1024];
  snprintf (path, sizeof path, "%s/tests/refuse/%s%s", top ? top : ".", name, extension);
  mm_text text;
  mm_error err;
  cr_assert_eq (mm_text_read (path, &text, &err), MM_OK, "%s", err.text);
  return text;
}

static mm_verdict
verdict_on (const char *certificate, const char *module)
{
  mm_text dot = file_in_refuse (module, ".dot"), text = file_in_refuse (certificate, ".cert");
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_read_dot (dot.data, dot.length, module, &m, &err), MM_OK, "%s", err.text);
  mm_verdict verdict = cert_judge (m, text.data, text.length);
  mm_module_free (m);
  mm_text_clear (&dot);
  mm_text_clear (&text);
  return verdict;
}

typedef struct entry
{
  char certificate[80], module[80], reason[300];
} entry;

/* The next line of the index that is neither empty nor a comment.  */
static bool
next_entry (char **rest, entry *e)
{
  for (char *line; (line = strsep (rest, "\n"));)
    if (*line && *line != '#')
      {
        cr_assert_eq (sscanf (line, "%79s %79s %299[^\n]", e->certificate, e->module, e->reason), 3, "%s", line);
        return true;
      }
  return false;
}

Test (refuse, every_lie_is_refused_for_its_reason)
{
  mm_text index = file_in_refuse ("INDEX", "");
  char *rest = index.data;
  int lies = 0;
  for (entry e; next_entry (&rest, &e); lies++)
    {
      const mm_verdict verdict = verdict_on (e.certificate, e.module);
      cr_expect_not (verdict.accepted, "%s.cert is accepted", e.certificate);
      cr_expect_eq (strncmp (verdict.reason, e.reason, strlen (e.reason)), 0, "%s.cert: %s\nexpected: %s",
                    e.certificate, verdict.reason, e.reason);
    }
  cr_assert_geq (lies, 90);
  mm_text_clear (&index);
}

Test (refuse, the_certificates_that_were_bent_are_accepted)
{
  static const char *const name[] = { "bridge", "simple", "double", "large", "trap", "paper" };
  for (size_t i = 0; i < sizeof name / sizeof name[0]; i++)
    {
      const mm_verdict verdict = verdict_on (name[i], name[i]);
      cr_expect (verdict.accepted, "%s.cert: %s", name[i], verdict.reason);
    }
}
