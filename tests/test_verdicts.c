/* tests/test_verdicts.c: verdicts and core sizes of published and made collections of modules.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/read.h"
#include "rewrite/reduce.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (verdicts, .fini = no_leaks);

/* What a line says about its module.  */
static void
expect_line (const char *line, const mm_core *core, const char *name)
{
  const char *verdict = strstr (line, "\"class\":\""), *size = strstr (line, "\"core\":[");
  unsigned blobs, layers;
  cr_assert (verdict && size && sscanf (size, "\"core\":[%u,%u]", &blobs, &layers) == 2, "%s", name);
  cr_assert_eq (!strncmp (verdict + 9, "simple\"", 7), mm_core_is_simple (core), "%s", name);
  cr_assert_eq (core->blobs, blobs, "%s", name);
  cr_assert_eq (core->layers, layers, "%s", name);
}

/* The file is read twice, line by line: once by the library, once for what it expects.  */
static void
check_corpus (const char *file, size_t simple, size_t complex)
{
  const char *path = kit_shared (file);
  if (!path)
    cr_skip_test ("the shared data are not here");
  char command[4200], *line = NULL;
  snprintf (command, sizeof command, "gzip -dc '%s'", path);
  FILE *in = popen (command, "r"), *expected = popen (command, "r");
  mm_jsonl *j = mm_jsonl_new (in, file);
  mm_reducer *r = mm_reducer_new ();
  size_t room = 0, count[2] = { 0, 0 };
  const char *name;
  mm_module *m;
  mm_error err;
  while (mm_jsonl_next (j, &m, &name, &err) == MM_OK)
    {
      mm_core core;
      cr_assert_gt (getline (&line, &room, expected), 0);
      cr_assert_eq (mm_reduce_to_core (r, m, NULL, &core), MM_OK);
      expect_line (line, &core, name);
      count[mm_core_is_simple (&core)]++;
      mm_module_free (m);
    }
  cr_assert_lt (getline (&line, &room, expected), 0, "all lines were read");
  cr_assert_eq (count[1], simple);
  cr_assert_eq (count[0], complex);
  free (line);
  mm_jsonl_free (j);
  mm_reducer_free (r);
  pclose (in);
  pclose (expected);
}

Test (verdicts, nasbench_101_cells)
{
  check_corpus ("modules/nb101_cells.jsonl.gz", 74312, 137916);
}

Test (verdicts, nasbench_101_skeletons)
{
  check_corpus ("modules/nb101_skeletons.jsonl.gz", 445, 809);
}

Test (verdicts, nasbench_201)
{
  check_corpus ("modules/nb201.jsonl.gz", 5122, 2512);
}

Test (verdicts, genotypes_found_by_search)
{
  check_corpus ("modules/genotypes.jsonl.gz", 0, 281);
}

Test (verdicts, modules_of_real_networks)
{
  check_corpus ("modules/onnx_modules.jsonl.gz", 363, 28);
}

Test (verdicts, randomly_wired_networks)
{
  check_corpus ("modules/randwire.jsonl.gz", 85, 504);
}

Test (verdicts, shuffled_modules)
{
  check_corpus ("modules/shuffled.jsonl.gz", 331, 1169);
}

Test (verdicts, large_modules)
{
  check_corpus ("modules/big.jsonl.gz", 2, 2);
}

/* ---- simple modules by number of layers: OEIS A003430 ------------------------------ */

enum { LAYERS = 6, BLOBS = LAYERS + 1, PAIRS = BLOBS * (BLOBS - 1) / 2 };

/* How many layers run from blob to blob.  */
typedef struct matrix
{
  unsigned char at[BLOBS * BLOBS];
} matrix;

typedef struct census
{
  mm_builder *b;
  mm_reducer *r;
  matrix *found; /* one for each module up to isomorphism */
  size_t count;
} census;

static matrix
renumbered (const matrix *x, const uint32_t *to, uint32_t blobs)
{
  matrix y = { { 0 } };
  for (uint32_t u = 0; u < blobs; u++)
    for (uint32_t v = 0; v < blobs; v++)
      y.at[to[u] * BLOBS + to[v]] = x->at[u * BLOBS + v];
  return y;
}

/* The next arrangement in lexicographic order of at[0 … count-1]; false after the last.  */
static bool
next_arrangement (uint32_t *at, uint32_t count)
{
  uint32_t i = count, j = count;
  while (i >= 2 && at[i - 2] > at[i - 1])
    i--;
  if (i < 2)
    return false;
  while (at[j - 1] < at[i - 2])
    j--;
  const uint32_t swap = at[i - 2];
  at[i - 2] = at[j - 1];
  at[j - 1] = swap;
  for (uint32_t low = i - 1, high = count - 1; low < high; low++, high--)
    {
      const uint32_t other = at[low];
      at[low] = at[high];
      at[high] = other;
    }
  return true;
}

/* The largest renumbering of x that leaves the ends where they are: the same for isomorphic modules.  */
static matrix
canonical (const matrix *x, uint32_t blobs)
{
  uint32_t to[BLOBS];
  for (uint32_t v = 0; v < blobs; v++)
    to[v] = v;
  matrix best = *x;
  while (next_arrangement (to + 1, blobs - 2))
    {
      const matrix y = renumbered (x, to, blobs);
      if (memcmp (&y, &best, sizeof y) > 0)
        best = y;
    }
  return best;
}

static void
count_module (census *c, const matrix *x, uint32_t blobs)
{
  mm_module *m;
  mm_core core;
  mm_builder_clear (c->b);
  cr_assert_eq (mm_builder_add_blobs (c->b, blobs), MM_OK);
  for (uint32_t u = 0; u < blobs; u++)
    for (uint32_t v = 0; v < blobs; v++)
      for (int k = 0; k < x->at[u * BLOBS + v]; k++)
        cr_assert_eq (mm_builder_add_layer (c->b, u, v, NULL, NULL), MM_OK);
  if (mm_builder_finish (c->b, &m, NULL))
    return;
  cr_assert_eq (mm_reduce_to_core (c->r, m, NULL, &core), MM_OK);
  mm_module_free (m);
  if (!mm_core_is_simple (&core))
    return;
  const matrix y = canonical (x, blobs);
  for (size_t k = 0; k < c->count; k++)
    if (!memcmp (&c->found[k], &y, sizeof y))
      return;
  c->found = realloc (c->found, (c->count + 1) * sizeof *c->found);
  c->found[c->count++] = y;
}

/* Spread the layers that are left over the pairs u < v from this one on, in all ways.  */
static void
spread (census *c, matrix *x, uint32_t blobs, uint32_t u, uint32_t v, uint32_t left)
{
  if (left == 0)
    {
      count_module (c, x, blobs);
      return;
    }
  if (u + 1 == blobs)
    return;
  const uint32_t next_u = v + 1 == blobs ? u + 1 : u, next_v = v + 1 == blobs ? u + 2 : v + 1;
  for (uint32_t k = 0; k <= left; k++)
    {
      x->at[u * BLOBS + v] = (unsigned char) k;
      spread (c, x, blobs, next_u, next_v, left - k);
    }
  x->at[u * BLOBS + v] = 0;
}

Test (verdicts, simple_modules_by_number_of_layers_are_oeis_a003430)
{
  static const size_t a003430[LAYERS] = { 1, 2, 5, 15, 48, 167 };
  for (uint32_t layers = 1; layers <= LAYERS; layers++)
    {
      census c = { .b = mm_builder_new (), .r = mm_reducer_new () };
      for (uint32_t blobs = 2; blobs <= layers + 1; blobs++)
        {
          matrix x = { { 0 } };
          spread (&c, &x, blobs, 0, 1, layers);
        }
      cr_assert_eq (c.count, a003430[layers - 1], "%u layers: %zu", layers, c.count);
      free (c.found);
      mm_builder_free (c.b);
      mm_reducer_free (c.r);
    }
}
