/* prove/cert_sink.c: a certificate on its way to a file.  */
#include "prove/cert_sink_i.h"

#include <string.h>

#include "prove/cert_i.h"

enum { NUMBER = 20 }; /* digits of the largest uint64_t */

void
mm_sink_flush (mm_sink *k)
{
  if (k->used && fwrite (k->chunk, 1, k->used, k->out) != k->used)
    k->failed = true;
  k->used = 0;
}

static void
need (mm_sink *k, size_t bytes)
{
  if (MM_SINK_CHUNK - k->used < bytes)
    mm_sink_flush (k);
}

void
mm_sink_put (mm_sink *k, const char *text)
{
  const size_t length = strlen (text);
  need (k, length);
  memcpy (k->chunk + k->used, text, length);
  k->used += length;
}

void
mm_sink_byte (mm_sink *k, char c)
{
  need (k, 1);
  k->chunk[k->used++] = c;
}

void
mm_sink_number (mm_sink *k, char before, uint64_t n)
{
  char digits[NUMBER], *first = digits + NUMBER;
  do
    *--first = (char) ('0' + n % 10);
  while (n /= 10);
  const size_t length = (size_t) (digits + NUMBER - first);
  need (k, length + 1);
  k->chunk[k->used++] = before;
  memcpy (k->chunk + k->used, first, length);
  k->used += length;
}

void
mm_sink_pair (mm_sink *k, char letter, uint32_t a, uint32_t b)
{
  mm_sink_byte (k, letter);
  mm_sink_number (k, ' ', a);
  mm_sink_number (k, ' ', b);
  mm_sink_byte (k, '\n');
}

void
mm_sink_count (mm_sink *k, const char *word, uint64_t n)
{
  mm_sink_put (k, word);
  mm_sink_number (k, ' ', n);
  mm_sink_byte (k, '\n');
}

void
mm_sink_name (mm_sink *k, const char *name)
{
  mm_sink_put (k, " \"");
  for (size_t used; *name; name += used)
    {
      need (k, MM_CERT_SPELLING);
      k->used += mm_cert_spell (name, k->chunk + k->used, &used);
    }
  mm_sink_byte (k, '"');
}
