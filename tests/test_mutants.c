/* tests/test_mutants.c: certificates with something changed at random.

   A mutant that is accepted must say what is true, with the module's own graph, and with
   a witness that slow and obvious judges accept as well.  */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include "prove/complexity.h"
#include "prove/make.h"
#include "tests/cert_kit.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_bridge.h"
#include "tests/oracle_complexity.h"

TestSuite (mutants, .fini = no_leaks);

/* A text that is being changed.  */
typedef struct mutant
{
  char *text;
  size_t length, capacity;
} mutant;

static void
mutant_set (mutant *x, const char *text, size_t length)
{
  if (x->capacity < 4 * length + 64)
    {
      x->capacity = 4 * length + 64;
      x->text = realloc (x->text, x->capacity);
    }
  memcpy (x->text, text, length);
  x->length = length;
}

/* Replace `gone` bytes at `at` by others.  */
static void
splice (mutant *x, size_t at, size_t gone, const char *by, size_t length)
{
  char copy[256];
  cr_assert (length <= sizeof copy && x->length - gone + length <= x->capacity);
  memcpy (copy, by, length); /* `by` may lie inside the text */
  memmove (x->text + at + length, x->text + at + gone, x->length - at - gone);
  memcpy (x->text + at, copy, length);
  x->length += length - gone;
}

/* ---- bytes ----------------------------------------------------------------------- */

/* A place in the text, in every second case one near the end, where the witness is.  */
static size_t
somewhere (const mutant *x, uint64_t *state)
{
  const uint32_t length = (uint32_t) x->length, last = length / 3 + 1;
  const bool anywhere = kit_below (state, 2);
  return anywhere ? kit_below (state, length) : length - 1 - kit_below (state, last < length ? last : length);
}

static char
some_byte (uint64_t *state)
{
  static const char likely[] = "0123456789 \n\"SPNcve-";
  return kit_below (state, 4) ? likely[kit_below (state, sizeof likely - 1)] : (char) kit_below (state, 256);
}

static void
change_bytes (mutant *x, uint64_t *state)
{
  const size_t at = somewhere (x, state), other = somewhere (x, state);
  const char byte = some_byte (state), keep = x->text[at];
  switch (kit_below (state, 6))
    {
    case 0: splice (x, at, 1, &byte, 1); break;
    case 1: splice (x, at, 1, "", 0); break;
    case 2: splice (x, at, 0, &byte, 1); break;
    case 3: x->text[at] = (char) (x->text[at] ^ 1 << kit_below (state, 8)); break;
    case 4: x->text[at] = x->text[other], x->text[other] = keep; break;
    default: x->length = at;
    }
}

/* ---- words and lines ---------------------------------------------------------------- */

static bool
is_inside (char c, bool lines)
{
  return c != '\n' && (lines || c != ' ');
}

/* A random word (or line): where it starts and how long it is.  */
static size_t
pick (const mutant *x, bool lines, uint64_t *state, size_t *length)
{
  size_t at = somewhere (x, state);
  while (at > 0 && is_inside (x->text[at - 1], lines))
    at--;
  *length = 0;
  while (at + *length < x->length && is_inside (x->text[at + *length], lines))
    ++*length;
  return at;
}

/* Put one piece where another is, and perhaps the other way round as well.  */
static void
copy_piece (mutant *x, bool lines, bool both, uint64_t *state)
{
  size_t length, other_length;
  size_t at = pick (x, lines, state, &length), other = pick (x, lines, state, &other_length);
  char keep[256];
  cr_assert_leq (length, sizeof keep);
  memcpy (keep, x->text + at, length);
  if (both && at < other)
    {
      splice (x, at, length, x->text + other, other_length);
      splice (x, other + other_length - length, other_length, keep, length);
    }
  else
    splice (x, at, length, x->text + other, other_length);
}

static void
renumber (mutant *x, uint64_t *state)
{
  size_t length;
  const size_t at = pick (x, false, state, &length);
  char number[16];
  const int digits = snprintf (number, sizeof number, "%u", kit_below (state, 14));
  splice (x, at, length, number, (size_t) digits);
}

static void
repeat_or_drop_line (mutant *x, bool drop, uint64_t *state)
{
  size_t length;
  const size_t at = pick (x, true, state, &length);
  const size_t whole = at + length < x->length ? length + 1 : length;
  splice (x, at, drop ? whole : 0, x->text + at, drop ? 0 : whole);
}

static void
change_words (mutant *x, uint64_t *state)
{
  switch (kit_below (state, 7))
    {
    case 0: copy_piece (x, false, false, state); break;
    case 1: copy_piece (x, false, true, state); break;
    case 2: copy_piece (x, true, false, state); break;
    case 3: copy_piece (x, true, true, state); break;
    case 4: repeat_or_drop_line (x, kit_below (state, 2), state); break;
    default: renumber (x, state);
    }
}

/* ---- judging ----------------------------------------------------------------------- */

typedef struct subject
{
  mm_module *m;
  char *text;
  size_t length, graph; /* bytes; those of the module behind the claim, up to the witness */
  const char *blobs;    /* where those begin */
  bool simple;
  uint32_t complexity;
} subject;

static subject
subject_new (uint64_t seed)
{
  uint64_t state = seed;
  const uint32_t layers = 4 + kit_below (&state, 7), blobs = 4 + kit_below (&state, 3);
  subject s;
  switch (seed % 4)
    {
    case 0: s.m = kit_random_simple (seed, layers); break;
    case 1: s.m = kit_random_bridged (seed, layers / 2, 1); break;
    case 2: s.m = kit_random_dag (seed, blobs, layers); break;
    default: s.m = seed % 8 == 3 ? kit_paper_d () : kit_module ("s-a a-b s-b b-t s-t a-b");
    }
  mm_certificate *c = NULL;
  s.complexity = oracle_complexity (s.m);
  if (s.complexity && seed / 4 % 2) /* for half of the complex ones the longer certificate */
    cr_assert_eq (mm_prove (s.m, MM_COMPLEXITY_BLOBS, &c, NULL), MM_OK);
  else
    c = oracle_certificate (s.m);
  s.text = cert_text (c, &s.length);
  s.simple = c->claim == MM_CLAIM_SIMPLE;
  s.blobs = strstr (s.text, "\nblobs");
  s.graph = (size_t) (strstr (s.text, s.simple ? "\nsteps" : "\nbranch") - s.blobs);
  mm_certificate_free (c);
  return s;
}

static void
subject_free (subject *s)
{
  mm_module_free (s->m);
  free (s->text);
}

/* What an accepted mutant says is true, and its witness is one for slow and obvious judges as well.  */
static bool
is_true (const subject *s, const mm_certificate *c)
{
  const bool bridge = c->claim != MM_CLAIM_SIMPLE && !s->simple && oracle_paths_prove (s->m, c);
  switch (c->claim)
    {
    case MM_CLAIM_SIMPLE: return s->simple && oracle_steps_prove (s->m, c->step, c->steps);
    case MM_CLAIM_COMPLEX: return bridge;
    case MM_CLAIM_COMPLEXITY:
      return bridge && c->complexity == s->complexity && oracle_node_steps_prove (s->m, c, c->complexity)
             && oracle_chains_prove (s->m, c, c->complexity);
    default: return false;
    }
}

/* The module is spelled in the mutant as it was.  */
static bool
has_the_graph (const subject *s, const mutant *x)
{
  const char *blobs = memchr (x->text, '\n', x->length);
  blobs = blobs ? memchr (blobs + 1, '\n', x->length - (size_t) (blobs + 1 - x->text)) : NULL;
  return blobs && x->length - (size_t) (blobs - x->text) > s->graph && !memcmp (blobs, s->blobs, s->graph);
}

/* Whether the mutant is accepted; if so, it must be true.  */
static bool
judged (const subject *s, const mutant *x, uint64_t seed)
{
  char *exact = malloc (x->length + 1); /* so that a sanitizer sees a reading beyond the end */
  memcpy (exact, x->text, x->length);
  exact = realloc (exact, x->length ? x->length : 1);
  mm_certificate *c = cert_from (exact, x->length, NULL);
  mm_verdict verdict = { false, "" };
  if (c)
    {
      cr_assert_eq (mm_check (s->m, c, &verdict), MM_OK);
      if (verdict.accepted)
        {
          cr_assert (has_the_graph (s, x), "seed %llu: another graph", (unsigned long long) seed);
          cr_assert (is_true (s, c), "seed %llu: a wrong claim or witness", (unsigned long long) seed);
        }
      else
        cr_assert_neq (verdict.reason[0], '\0');
      mm_certificate_free (c);
    }
  free (exact);
  return verdict.accepted;
}

typedef void change (mutant *x, uint64_t *state);

/* Judge `count` mutants with one to three changes each; how many differ and are accepted.
   @param bounds  out: how many of these claim a complexity */
static uint32_t
accepted_mutants (change *make, uint32_t count, uint32_t *bounds)
{
  enum { EACH = 100 };
  static const char first[] = "modmorph-certificate 1\n";
  mutant x = { NULL, 0, 0 };
  uint32_t accepted = 0;
  *bounds = 0;
  for (uint64_t seed = 1; seed <= count / EACH; seed++)
    {
      subject s = subject_new (seed);
      uint64_t state = seed ^ 0x5EED;
      for (int i = 0; i < EACH; i++)
        {
          mutant_set (&x, s.text, s.length);
          for (uint32_t k = 1 + kit_below (&state, 3); k > 0 && x.length > 0; k--)
            make (&x, &state);
          const bool same = x.length == s.length && !memcmp (x.text, s.text, s.length);
          const bool other = judged (&s, &x, seed) && !same;
          accepted += other;
          *bounds += other && !memcmp (x.text + sizeof first - 1, "claim complexity ", 17); /* it is accepted, so long enough */
        }
      subject_free (&s);
    }
  free (x.text);
  cr_log_info ("%u of %u mutants say something else that is true, %u of them about the complexity", accepted, count,
               *bounds);
  return accepted;
}

Test (mutants, with_other_bytes_are_true_or_refused)
{
  uint32_t bounds;
  cr_assert_gt (accepted_mutants (change_bytes, 400000, &bounds), 5, "the test should see acceptances");
  cr_assert_gt (bounds, 2);
}

Test (mutants, with_other_words_and_lines_are_true_or_refused)
{
  uint32_t bounds;
  cr_assert_gt (accepted_mutants (change_words, 400000, &bounds), 100, "the test should see acceptances");
  cr_assert_gt (bounds, 30);
}

Test (mutants, with_every_single_byte_changed_are_true_or_refused)
{
  static const char byte[] = "0123456789 \nSPNc\r-\"x";
  mutant x = { NULL, 0, 0 };
  for (uint64_t seed = 1; seed <= 16; seed++)
    {
      subject s = subject_new (seed);
      for (size_t at = 0; at < s.length; at++)
        for (size_t i = 0; i < sizeof byte; i++)
          {
            mutant_set (&x, s.text, s.length);
            x.text[at] = byte[i];
            judged (&s, &x, seed);
          }
      subject_free (&s);
    }
  free (x.text);
}

Test (mutants, certificates_of_other_modules_are_refused)
{
  enum { MODULES = 120 };
  subject s[MODULES];
  for (uint64_t i = 0; i < MODULES; i++)
    s[i] = subject_new (i);
  mutant x = { NULL, 0, 0 };
  for (uint64_t i = 0; i < MODULES; i++)
    for (uint64_t k = 0; k < MODULES; k++)
      {
        const bool same = s[i].length == s[k].length && !memcmp (s[i].text, s[k].text, s[i].length);
        mutant_set (&x, s[i].text, s[i].length);
        cr_assert_eq (judged (&s[k], &x, i), same, "certificate %llu, module %llu", (unsigned long long) i,
                      (unsigned long long) k);
      }
  for (uint64_t i = 0; i < MODULES; i++)
    subject_free (&s[i]);
  free (x.text);
}
