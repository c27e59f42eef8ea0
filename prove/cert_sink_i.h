/* prove/cert_sink_i.h: a certificate on its way to a file; for prove/cert*.c only.

   Numbers are spelled by hand, since a certificate of a million layers holds five million
   of them.  */
#ifndef MM_PROVE_CERT_SINK_I_H
#define MM_PROVE_CERT_SINK_I_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { MM_SINK_CHUNK = 16384 };

typedef struct mm_sink
{
  FILE *out;
  size_t used;
  bool failed; /* something did not get through; once and for all */
  char chunk[MM_SINK_CHUNK];
} mm_sink;

void mm_sink_flush (mm_sink *k);

void mm_sink_put (mm_sink *k, const char *text); /* a short text */
void mm_sink_byte (mm_sink *k, char c);

/** A byte and a number behind it. */
void mm_sink_number (mm_sink *k, char before, uint64_t n);

/** `LETTER a b`, the line of a layer and of a step. */
void mm_sink_pair (mm_sink *k, char letter, uint32_t a, uint32_t b);

/** The line `WORD n`. */
void mm_sink_count (mm_sink *k, const char *word, uint64_t n);

/** ` "name"`, in its one spelling. */
void mm_sink_name (mm_sink *k, const char *name);

#endif
