/* tests/fuzz/fuzz_cert.c: the reader of certificates, and the judge, who must never accept a lie.

   What is read is judged against the module it says it is about; when it is accepted, its
   claim must be what the reduction engine finds, and of a small module brute force, which share no
   code with the judge.  */
#include <string.h>

#include "graph/builder.h"
#include "prove/check.h"
#include "rewrite/reduce.h"
#include "tests/fuzz/fuzz.h"
#include "tests/kit.h"
#include "tests/oracle_capacity.h"
#include "tests/oracle_complexity.h"

const char *const fuzz_corpus = "tests/refuse";

/* Channels and kernels, where the certificate has any; what no module can have is left unknown.  */
static void
describe_capacity (mm_builder *b, const mm_certificate *c)
{
  for (uint32_t i = 0; c->capacity && i < c->blobs; i++)
    {
      const mm_blob_info info = { .channels = c->capacity->channels[i] };
      (void) mm_builder_set_blob (b, c->blob[i], &info);
    }
  for (uint32_t e = 0; c->capacity && e < c->layers; e++)
    {
      const uint32_t *kernel = c->capacity->kernel + 2 * (size_t) e;
      const mm_layer_info info = { MM_KIND_CONV, kernel[0], kernel[1], 1, 1, 1 };
      (void) mm_builder_set_layer (b, e, &info);
    }
}

/* The module that the certificate describes, if it is one.  */
static mm_module *
described (const mm_certificate *c)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  bool good = c->blobs > 0 && !mm_builder_reserve (b, c->blobs, c->layers);
  mm_blob *blob = calloc (c->blobs + 1, sizeof *blob); /* of each vertex */
  const char **name = calloc (c->blobs + 1, sizeof *name);
  for (uint32_t i = 0; i < c->blobs && good; i++)
    {
      good = c->blob[i] < c->blobs;
      blob[i] = c->blob[i];
      if (good && c->blob_name)
        name[blob[i]] = c->blob_name[i];
    }
  for (uint32_t v = 0; v < c->blobs && good; v++)
    good = !mm_builder_add_blob (b, name[v], NULL);
  for (uint32_t e = 0; e < c->layers && good; e++)
    good = c->tail[e] - 1 < c->blobs && c->head[e] - 1 < c->blobs
           && !mm_builder_add_layer (b, blob[c->tail[e] - 1], blob[c->head[e] - 1], NULL, NULL);
  if (good)
    describe_capacity (b, c);
  if (good && mm_builder_finish (b, &m, NULL))
    m = NULL;
  free (name);
  free (blob);
  mm_builder_free (b);
  return m;
}

static bool
is_simple (const mm_module *m)
{
  mm_reducer *r = mm_reducer_new ();
  mm_core core;
  fuzz_require (r && !mm_reduce_to_core (r, m, NULL, &core), "every module has a core", NULL);
  bool simple = mm_core_is_simple (&core);
  mm_reducer_free (r);
  return simple;
}

static void
judge (const mm_module *m, const mm_certificate *c)
{
  mm_verdict verdict;
  fuzz_require (!mm_check (m, c, &verdict), "there is a verdict", NULL);
  fuzz_require (verdict.accepted == !verdict.reason[0], "a refusal has a reason, and only a refusal", verdict.reason);
  if (verdict.accepted && c->capacity)
    fuzz_require (c->blobs > 10 || c->layers > 24 || oracle_capacity (m, c), "an accepted plan or cut holds", NULL);
  else if (verdict.accepted)
    fuzz_require ((c->claim == MM_CLAIM_SIMPLE) == is_simple (m), "an accepted claim is true", NULL);
  if (verdict.accepted && c->claim == MM_CLAIM_COMPLEXITY && c->blobs <= 10)
    fuzz_require (c->complexity == oracle_complexity (m), "an accepted complexity is that of brute force", NULL);
}

/* Writing what was read and reading it again changes nothing.  */
static void
rewrite (const mm_certificate *c)
{
  char *text[2] = { NULL, NULL };
  size_t size[2];
  FILE *out = open_memstream (&text[0], &size[0]);
  fuzz_require (!mm_certificate_write (c, out) && !fclose (out), "a certificate can be written", NULL);
  mm_certificate *copy = NULL;
  mm_error err;
  fuzz_require (!mm_certificate_read (text[0], size[0], "copy", &copy, &err), "what was written can be read", err.text);
  out = open_memstream (&text[1], &size[1]);
  fuzz_require (!mm_certificate_write (copy, out) && !fclose (out), "a certificate can be written", NULL);
  fuzz_require (size[0] == size[1] && !memcmp (text[0], text[1], size[0]), "writing is stable", text[0]);
  mm_certificate_free (copy);
  free (text[0]);
  free (text[1]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  mm_certificate *c = NULL;
  mm_error err;
  mm_status s = mm_certificate_read ((const char *) bytes, length, "x.cert", &c, &err);
  if (s)
    {
      fuzz_require_error (s, &err);
      fuzz_require (!c, "there is no certificate on an error", err.text);
      return 0;
    }
  rewrite (c);
  mm_module *fixed = kit_bridge (), *own = described (c);
  judge (fixed, c);
  if (own)
    judge (own, c);
  mm_module_free (fixed);
  mm_module_free (own);
  mm_certificate_free (c);
  return 0;
}
