/* prove/cert_write.c: certificates to files.  Numbers are spelled by hand, since a
   certificate of a million layers holds five million of them.  */
#include <string.h>

#include "prove/cert_i.h"

enum
{
  CHUNK = 16384,
  NUMBER = 20 /* digits of the largest size_t */
};

/* What is on its way to the file.  */
typedef struct sink
{
  FILE *out;
  size_t used;
  bool failed;
  char chunk[CHUNK];
} sink;

static void
flush (sink *k)
{
  if (k->used && fwrite (k->chunk, 1, k->used, k->out) != k->used)
    k->failed = true;
  k->used = 0;
}

static void
need (sink *k, size_t bytes)
{
  if (CHUNK - k->used < bytes)
    flush (k);
}

/* A short text.  */
static void
put (sink *k, const char *text)
{
  const size_t length = strlen (text);
  need (k, length);
  memcpy (k->chunk + k->used, text, length);
  k->used += length;
}

static void
put_byte (sink *k, char c)
{
  need (k, 1);
  k->chunk[k->used++] = c;
}

static void
put_number (sink *k, char before, size_t n)
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

/* `LETTER a b`, the line of a layer and of a step.  */
static void
put_pair (sink *k, char letter, uint32_t a, uint32_t b)
{
  put_byte (k, letter);
  put_number (k, ' ', a);
  put_number (k, ' ', b);
  put_byte (k, '\n');
}

/* `WORD n`.  */
static void
put_count (sink *k, const char *word, size_t n)
{
  put (k, word);
  put_number (k, ' ', n);
  put_byte (k, '\n');
}

static void
put_name (sink *k, const char *name)
{
  put (k, " \"");
  for (size_t used; *name; name += used)
    {
      need (k, MM_CERT_SPELLING);
      k->used += mm_cert_spell (name, k->chunk + k->used, &used);
    }
  put_byte (k, '"');
}

static void
put_graph (sink *k, const mm_certificate *c)
{
  put_count (k, "blobs", c->blobs);
  for (uint32_t i = 0; i < c->blobs; i++)
    {
      put_byte (k, 'v');
      put_number (k, ' ', c->blob[i]);
      if (c->blob_name && c->blob_name[i])
        put_name (k, c->blob_name[i]);
      put_byte (k, '\n');
    }
  put_count (k, "layers", c->layers);
  for (uint32_t e = 0; e < c->layers; e++)
    put_pair (k, 'e', c->tail[e], c->head[e]);
}

static void
put_steps (sink *k, const mm_certificate *c)
{
  put_count (k, "steps", c->steps);
  for (size_t i = 0; i < c->steps; i++)
    put_pair (k, c->step[i].series ? 'S' : 'P', c->step[i].a, c->step[i].b);
}

static void
put_bridge (sink *k, const mm_certificate *c)
{
  put (k, "branch");
  for (int i = 0; i < 4; i++)
    put_number (k, ' ', c->branch[i]);
  put_byte (k, '\n');
  for (int p = 0; p < MM_CERT_PATHS; p++)
    {
      if (p >= MM_CERT_NEEDED && c->path_start[p] == c->path_start[p + 1])
        continue; /* not given */
      put (k, mm_cert_path_word[p]);
      for (size_t i = c->path_start[p]; i < c->path_start[p + 1]; i++)
        put_number (k, ' ', c->path_layer[i]);
      put_byte (k, '\n');
    }
}

mm_status
mm_certificate_write (const mm_certificate *c, FILE *out)
{
  const char *claim = mm_claim_name (c->claim);
  if (!claim)
    return MM_EINVAL;
  sink k = { .out = out };
  put_count (&k, "modmorph-certificate", MM_CERT_VERSION);
  put (&k, "claim ");
  put (&k, claim);
  put_byte (&k, '\n');
  put_graph (&k, c);
  if (c->claim == MM_CLAIM_SIMPLE)
    put_steps (&k, c);
  else
    put_bridge (&k, c);
  put (&k, "end\n");
  flush (&k);
  return k.failed ? MM_EIO : MM_OK;
}
