/* prove/cert_read.c: certificates from files, trusting nothing.

   Every line has one spelling: words and numbers are separated by one space, numbers
   have no sign and no leading zero, lines end with a line feed.  So each certificate is
   one sequence of bytes, and each byte sequence is at most one certificate.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "prove/cert_i.h"

typedef struct scanner
{
  const char *at, *end;
  uint64_t line; /* of at, from 1 */
  mm_error *err;
  mm_certificate *c;
} scanner;

/* ---- complaints -------------------------------------------------------------- */

enum { EXCERPT = 40 };

/* What stands at the scanner, as a person would say it.  */
static void
describe (const scanner *s, char out[EXCERPT + 8])
{
  if (s->at == s->end)
    {
      strcpy (out, "the end of the file");
      return;
    }
  if (*s->at == '\n' || *s->at == '\r' || *s->at == '\0')
    {
      strcpy (out, *s->at == '\n' ? "the end of the line" : *s->at == '\r' ? "a carriage return" : "a zero byte");
      return;
    }
  size_t used = 0;
  out[used++] = '"';
  for (const char *at = s->at; at < s->end && used < EXCERPT && *at != '\n'; at++)
    out[used++] = *at >= 0x20 && *at < 0x7F ? *at : '?';
  out[used++] = '"';
  out[used] = '\0';
}

/* Refuse the line: what should be at the scanner, and what is.  */
static mm_status
expected (const scanner *s, const char *what)
{
  char found[EXCERPT + 8];
  describe (s, found);
  return mm_fail (s->err, MM_EPARSE, s->line, "expected %s, found %s", what, found);
}

/* ---- pieces of a line ---------------------------------------------------------- */

/* Move over a text if it is there.  */
static bool
take (scanner *s, const char *text)
{
  const size_t length = strlen (text);
  if ((size_t) (s->end - s->at) < length || memcmp (s->at, text, length))
    return false;
  s->at += length;
  return true;
}

static bool
take_byte (scanner *s, char c)
{
  if (s->at == s->end || *s->at != c)
    return false;
  s->at++;
  return true;
}

/* Move over a number below 2^32 in its one spelling if it is there.  */
static bool
take_number (scanner *s, uint32_t *n)
{
  const char *at = s->at, *const end = s->end;
  uint64_t value = 0;
  while (at < end && *at >= '0' && *at <= '9' && value <= UINT32_MAX)
    value = 10 * value + (uint64_t) (*at++ - '0');
  if (at == s->at || value > UINT32_MAX || (*s->at == '0' && at > s->at + 1))
    return false;
  s->at = at;
  *n = (uint32_t) value;
  return true;
}

static mm_status
end_line (scanner *s)
{
  if (!take_byte (s, '\n'))
    return expected (s, "the end of the line (a line feed)");
  s->line++;
  return MM_OK;
}

/* ` n` with low <= n <= high; what names it in complaints.  */
static mm_status
read_number (scanner *s, const char *what, uint32_t low, uint32_t high, uint32_t *n)
{
  const char *const start = s->at;
  if (take_byte (s, ' ') && take_number (s, n))
    {
      if (*n >= low && *n <= high)
        return MM_OK;
      return mm_fail (s->err, MM_EPARSE, s->line, "%s %u is out of range (%u to %u)", what, *n, low, high);
    }
  char wanted[96];
  snprintf (wanted, sizeof wanted, "%s: one space and a whole number from %u to %u", what, low, high);
  s->at = start;
  return expected (s, wanted);
}

/* `WORD n`, where n lines of at least `shortest` bytes are to follow: a count that the
   rest of the file cannot hold is refused here, before memory is taken for it.  */
static mm_status
read_count (scanner *s, const char *word, uint32_t low, size_t shortest, uint32_t *n)
{
  char wanted[64];
  snprintf (wanted, sizeof wanted, "\"%s COUNT\"", word);
  if (!take (s, word))
    return expected (s, wanted);
  mm_status status = read_number (s, word, low, UINT32_MAX - 1, n);
  if (!status)
    status = end_line (s);
  if (status)
    return status;
  const size_t left = (size_t) (s->end - s->at);
  if (*n > left / shortest)
    return mm_fail (s->err, MM_EPARSE, s->line - 1, "%s says %u, but only %zu bytes follow", word, *n, left);
  return MM_OK;
}

/* ---- the head of the file ------------------------------------------------------- */

static mm_status
read_version (scanner *s)
{
  uint32_t version;
  if (s->at == s->end)
    return mm_fail (s->err, MM_EPARSE, s->line, "the file is empty; a certificate begins \"modmorph-certificate %d\"",
                    MM_CERT_VERSION);
  if (!take (s, "modmorph-certificate "))
    return mm_fail (s->err, MM_EPARSE, s->line, "this is no certificate; it should begin \"modmorph-certificate %d\"",
                    MM_CERT_VERSION);
  if (!take_number (s, &version))
    return expected (s, "the version, a whole number,");
  if (version != MM_CERT_VERSION)
    return mm_fail (s->err, MM_EPARSE, s->line, "version %u is unknown; this program reads version %d", version,
                    MM_CERT_VERSION);
  return end_line (s);
}

static mm_status
read_claim (scanner *s)
{
  if (!take (s, "claim "))
    return expected (s, "\"claim simple\" or \"claim complex\"");
  size_t length = 0;
  while (s->at + length < s->end && s->at[length] >= 0x20)
    length++;
  s->c->claim = mm_claim_named (s->at, length);
  if (!s->c->claim)
    {
      char found[EXCERPT + 8];
      describe (s, found);
      return mm_fail (s->err, MM_EPARSE, s->line, "the claim %s is unknown; this program knows simple and complex",
                      found);
    }
  s->at += length;
  return end_line (s);
}

/* ---- the module ------------------------------------------------------------------ */

/* ` "name"` of vertex i, from 0.  */
static mm_status
read_name (scanner *s, uint32_t i)
{
  if (!take (s, " \""))
    return expected (s, "the end of the line, or one space and a quoted name,");
  size_t length = 0;
  while (s->at + length < s->end && s->at[length] != '"' && s->at[length] != '\n')
    {
      const bool escape = s->at[length] == '\\' && s->at + length + 1 < s->end && s->at[length + 1] != '\n';
      length += escape ? 2 : 1;
    }
  if (s->at + length >= s->end || s->at[length] != '"')
    return mm_fail (s->err, MM_EPARSE, s->line, "a quoted name does not end in its line");
  if (!s->c->blob_name && !(s->c->blob_name = mm_array_new (s->c->blobs, sizeof *s->c->blob_name)))
    return mm_fail_memory (s->err);
  char *name = s->c->blob_name[i] = malloc (length + 1);
  if (!name)
    return mm_fail_memory (s->err);
  if (!mm_cert_unspell (s->at, length, name))
    return mm_fail (s->err, MM_EPARSE, s->line,
                    "a name is not spelled as it should be (UTF-8; \\\", \\\\, "
                    "and \\xHH for control characters only)");
  s->at += length + 1;
  return MM_OK;
}

static mm_status
read_blobs (scanner *s)
{
  mm_certificate *c = s->c;
  uint32_t blobs;
  mm_status status = read_count (s, "blobs", 2, strlen ("v 0\n"), &blobs);
  if (status)
    return status;
  c->blob = mm_array_new (blobs, sizeof *c->blob);
  if (!c->blob)
    return mm_fail_memory (s->err);
  c->blobs = blobs;
  for (uint32_t i = 0; i < blobs && !status; i++)
    {
      if (!take_byte (s, 'v'))
        return mm_fail (s->err, MM_EPARSE, s->line,
                        "expected the line of vertex %u of %u (\"v NUMBER\" or \"v NUMBER NAME\")", i + 1, blobs);
      status = read_number (s, "blob", 0, blobs - 1, &c->blob[i]);
      if (!status && !(s->at < s->end && *s->at == '\n'))
        status = read_name (s, i);
      if (!status)
        status = end_line (s);
    }
  return status;
}

/* The rest of a line `LETTER a b` with numbers from 1 to `high`.  */
static mm_status
read_pair (scanner *s, const char *what, uint32_t high, uint32_t *a, uint32_t *b)
{
  mm_status status = read_number (s, what, 1, high, a);
  if (!status)
    status = read_number (s, what, 1, high, b);
  return status ? status : end_line (s);
}

static mm_status
read_layers (scanner *s)
{
  mm_certificate *c = s->c;
  mm_status status = read_count (s, "layers", 1, strlen ("e 1 2\n"), &c->layers);
  if (status)
    return status;
  c->tail = mm_array_new (c->layers, sizeof *c->tail);
  c->head = mm_array_new (c->layers, sizeof *c->head);
  if (!c->tail || !c->head)
    return mm_fail_memory (s->err);
  for (uint32_t e = 0; e < c->layers && !status; e++)
    {
      if (!take_byte (s, 'e'))
        return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of layer %u of %u (\"e TAIL HEAD\")", e + 1,
                        c->layers);
      status = read_pair (s, "vertex", c->blobs, &c->tail[e], &c->head[e]);
    }
  return status;
}

/* ---- the witness ------------------------------------------------------------------ */

static mm_status
read_steps (scanner *s)
{
  mm_certificate *c = s->c;
  uint32_t steps;
  mm_status status = read_count (s, "steps", 0, strlen ("S 1 2\n"), &steps);
  if (status)
    return status;
  c->step = mm_array_new (steps, sizeof *c->step);
  if (!c->step)
    return mm_fail_memory (s->err);
  c->steps = steps;
  for (uint32_t k = 0; k < steps && !status; k++)
    {
      mm_cert_step *step = &c->step[k];
      step->series = take_byte (s, 'S');
      if (!step->series && !take_byte (s, 'P'))
        return mm_fail (s->err, MM_EPARSE, s->line, "expected the line of step %u of %u (\"S a b\" or \"P a b\")",
                        k + 1, steps);
      status = read_pair (s, "layer", c->layers, &step->a, &step->b);
    }
  return status;
}

/* The rest of a line `WORD id id …`: at least one.  */
static mm_status
read_path (scanner *s, size_t *used, size_t *capacity)
{
  mm_certificate *c = s->c;
  mm_status status;
  do
    {
      if (!mm_array_reserve (&c->path_layer, capacity, *used + 1, sizeof *c->path_layer))
        return mm_fail_memory (s->err);
      status = read_number (s, "layer", 1, c->layers, &c->path_layer[*used]);
      *used += !status;
    }
  while (!status && s->at < s->end && *s->at == ' ');
  return status ? status : end_line (s);
}

static mm_status
read_branches (scanner *s)
{
  mm_status status = MM_OK;
  if (!take (s, "branch"))
    return expected (s, "\"branch\" and four vertices");
  for (int i = 0; i < 4 && !status; i++)
    status = read_number (s, "vertex", 1, s->c->blobs, &s->c->branch[i]);
  return status ? status : end_line (s);
}

static mm_status
read_bridge (scanner *s)
{
  size_t used = 0, capacity = 0;
  mm_status status = read_branches (s);
  for (int p = 0; p < MM_CERT_PATHS && !status; p++)
    {
      if (take (s, mm_cert_path_word[p]))
        status = read_path (s, &used, &capacity);
      else if (p < MM_CERT_NEEDED)
        {
          char wanted[48];
          snprintf (wanted, sizeof wanted, "\"%s\" and the layers of a path", mm_cert_path_word[p]);
          return expected (s, wanted);
        }
      s->c->path_start[p + 1] = used;
    }
  return status;
}

static mm_status
read_end (scanner *s)
{
  if (!take (s, "end"))
    return expected (s, "\"end\"");
  mm_status status = end_line (s);
  if (!status && s->at < s->end)
    return expected (s, "nothing after \"end\"");
  return status;
}

static mm_status
read_all (scanner *s)
{
  mm_status status = read_version (s);
  if (!status)
    status = read_claim (s);
  if (!status)
    status = read_blobs (s);
  if (!status)
    status = read_layers (s);
  if (!status)
    status = s->c->claim == MM_CLAIM_SIMPLE ? read_steps (s) : read_bridge (s);
  return status ? status : read_end (s);
}

mm_status
mm_certificate_read (const char *text, size_t length, const char *file, mm_certificate **out, mm_error *err)
{
  if (err)
    err->file = file;
  mm_certificate *c = calloc (1, sizeof *c);
  if (!c)
    return mm_fail_memory (err);
  scanner s = { .at = text, .end = text + length, .line = 1, .err = err, .c = c };
  mm_status status = read_all (&s);
  if (status)
    mm_certificate_free (c);
  else
    *out = c;
  return status;
}
