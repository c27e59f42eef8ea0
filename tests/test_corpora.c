/* tests/test_corpora.c: the certificates of real modules are accepted, and claim what the corpus says.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "graph/read.h"
#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (corpora, .fini = no_leaks);

/* Every `nth` line of a shared corpus.  */
static FILE *
lines_of (const char *name, unsigned nth)
{
  char file[256], command[4400];
  snprintf (file, sizeof file, "modules/%s.jsonl.gz", name);
  const char *path = kit_shared (file);
  if (!path)
    cr_skip_test ("the shared data are not here");
  snprintf (command, sizeof command, "gzip -dc '%s' | awk 'NR %% %u == 0'", path, nth);
  FILE *lines = popen (command, "r");
  cr_assert_not_null (lines);
  return lines;
}

/* What the next line says its module is.  */
static mm_claim
class_of_next (FILE *lines, char **line, size_t *capacity)
{
  cr_assert_gt (getline (line, capacity, lines), 0);
  if (strstr (*line, "\"class\":\"simple\""))
    return MM_CLAIM_SIMPLE;
  cr_assert_not_null (strstr (*line, "\"class\":\"complex\""), "%s", *line);
  return MM_CLAIM_COMPLEX;
}

static void
prove_and_judge (const mm_module *m, const char *name, mm_claim class)
{
  mm_certificate *c;
  cr_assert_eq (mm_prove (m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  /* A complex module gets its complexity, unless its core is too large.  */
  const bool measured = c->claim == MM_CLAIM_COMPLEXITY;
  cr_assert_eq (measured ? MM_CLAIM_COMPLEX : c->claim, class, "%s", name);
  cr_assert (measured || c->claim == MM_CLAIM_SIMPLE || c->blobs > MM_COMPLEXITY_BLOBS, "%s", name);
  size_t length;
  char *text = cert_text (c, &length);
  const mm_verdict verdict = cert_judge (m, text, length);
  cr_assert (verdict.accepted, "%s: %s", name, verdict.reason);
  free (text);
  mm_certificate_free (c);
}

/* Prove every nth module of a corpus; how many there were.  */
static unsigned
prove_all (const char *corpus, unsigned nth)
{
  FILE *in = lines_of (corpus, nth), *again = lines_of (corpus, nth);
  mm_jsonl *j = mm_jsonl_new (in, corpus);
  char *line = NULL;
  size_t capacity = 0;
  mm_module *m;
  const char *name;
  mm_error err;
  mm_status status;
  unsigned count = 0;
  for (; (status = mm_jsonl_next (j, &m, &name, &err)) == MM_OK; count++)
    {
      prove_and_judge (m, name, class_of_next (again, &line, &capacity));
      mm_module_free (m);
    }
  cr_assert_eq (status, MM_END, "%s", err.text);
  mm_jsonl_free (j);
  free (line);
  cr_assert_eq (pclose (in), 0);
  cr_assert_eq (pclose (again), 0);
  return count;
}

Test (corpora, modules_of_networks_and_searches_are_proved)
{
  cr_expect_eq (prove_all ("onnx_modules", 1), 391);
  cr_expect_eq (prove_all ("genotypes", 1), 281);
  cr_expect_eq (prove_all ("randwire", 1), 589);
  cr_expect_eq (prove_all ("nb201", 1), 7634);
  cr_expect_eq (prove_all ("nb101_skeletons", 1), 1254);
}

Test (corpora, shuffled_and_big_modules_are_proved)
{
  cr_expect_eq (prove_all ("shuffled", 1), 1500);
  cr_expect_eq (prove_all ("big", 1), 4);
}

Test (corpora, a_tenth_of_all_nas_bench_101_cells_is_proved)
{
  cr_expect_eq (prove_all ("nb101_cells", 10), 212228 / 10);
}
