/* tests/fuzz/fuzz.h: what a fuzz target is, and what targets share.

   A target is one function over any bytes, which must not crash, leak, hang or break a
   promise of a header.  With `configure --enable-fuzzing` it is linked with libFuzzer;
   without, with driver.c, which runs it over its corpus and seeded mutations of it.  */
#ifndef MM_TESTS_FUZZ_H
#define MM_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph/module.h"

/** The folder of files to start from, below the top of the sources. */
extern const char *const fuzz_corpus;

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

/** Stop with a sentence when a promise is broken. */
static inline void
fuzz_require (bool kept, const char *promise, const char *detail)
{
  if (kept)
    return;
  fprintf (stderr, "broken promise: %s (%s)\n", promise, detail ? detail : "");
  abort ();
}

/** An error is filled as graph/status.h says. */
void fuzz_require_error (mm_status s, const mm_error *err);

/** A module is one, and `copy` has the same layers in the same order, and the same ends. */
void fuzz_require_module (const mm_module *m);
void fuzz_require_same (const mm_module *m, const mm_module *copy);

#endif
