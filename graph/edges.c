/* graph/edges.c: the .edges format, plain numbers for graphs of millions of layers.  */
#include <stdlib.h>
#include <string.h>

#include "graph/builder_i.h"
#include "graph/read.h"
#include "graph/write.h"

/* ---- reading ---------------------------------------------------------------- */

/* A place in the text.  The text need not end in a 0 byte.  */
typedef struct scanner
{
  const char *at, *end;
  const char *line_start;
  uint64_t line;
} scanner;

typedef struct header
{
  uint32_t blobs, layers, source, sink;
  uint64_t line;
} header;

/* The longest "u v\r\n" that plain_layers takes: two numbers of nine digits.  */
enum { PLAIN_DIGITS = 9, PLAIN_LINE = 2 * PLAIN_DIGITS + 3 };

static mm_status
at_column (mm_error *err, mm_status s, const scanner *in)
{
  if (err)
    err->column = (uint64_t) (in->at - in->line_start) + 1;
  return s;
}

static void
skip_blanks (scanner *in)
{
  while (in->at < in->end && (*in->at == ' ' || *in->at == '\t'))
    in->at++;
}

/* Step over the line end, if we stand on one (or at the end of the text).  */
static bool
end_line (scanner *in)
{
  const char *p = in->at;
  if (p < in->end && *p == '\r')
    p++;
  if (p < in->end && *p != '\n')
    return false;
  in->at = p < in->end ? p + 1 : p;
  in->line_start = in->at;
  in->line++;
  return true;
}

/* Leave blank lines and comments behind.  */
static void
skip_filler (scanner *in)
{
  while (in->at < in->end)
    {
      skip_blanks (in);
      if (in->at < in->end && *in->at == '#')
        {
          const char *newline = memchr (in->at, '\n', (size_t) (in->end - in->at));
          in->at = newline ? newline : in->end;
        }
      if (!end_line (in))
        return;
    }
}

/* A number of any length, blanks before and behind it; what does not fit 64 bits
   becomes UINT64_MAX.  False when there is none, with the place unmoved.  */
static bool
read_number (scanner *in, uint64_t *value)
{
  skip_blanks (in);
  const char *start = in->at;
  uint64_t x = 0;
  for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++)
    {
      uint64_t digit = (uint64_t) (*in->at - '0');
      x = x > (UINT64_MAX - digit) / 10 ? UINT64_MAX : 10 * x + digit;
    }
  /* "7x" and "7,8" are no numbers.  */
  bool ends = in->at == in->end || strchr (" \t\r\n", *in->at);
  if (in->at == start || !ends || (in->at < in->end && !*in->at))
    {
      in->at = start;
      return false;
    }
  skip_blanks (in);
  *value = x;
  return true;
}

/* Whether what the header says can be true of a text that goes on for `rest` bytes;
   nothing has been allocated yet.  (Blobs need no bound, since the builder keeps nothing
   for one without a name, and knows how many the layers can touch.)  */
static mm_status
check_header (const uint64_t number[4], uint64_t rest, uint64_t line, mm_error *err)
{
  const uint64_t most = (rest + 1) / 4; /* the shortest layer is "0 1\n"; the last one may lack its newline */
  if (number[0] >= MM_NONE || number[1] >= MM_NONE)
    return mm_fail (err, MM_ELIMIT, line, "more than %u blobs or layers are announced, which is too many",
                    MM_NONE - 1);
  if (number[1] > most)
    return mm_fail (err, MM_EPARSE, line, "%llu layers are announced, but the file has room for at most %llu",
                    (unsigned long long) number[1], (unsigned long long) most);
  for (int i = 2; i < 4 && number[1] > 0; i++)
    if (number[i] >= number[0])
      return mm_fail_flaw (err, MM_FLAW_RANGE, line, "not a module: the %s %llu is out of range; there are %llu blobs, from 0",
                           i == 2 ? "source" : "sink", (unsigned long long) number[i],
                           (unsigned long long) number[0]);
  return MM_OK;
}

/* The first line, "n m s t".  */
static mm_status
read_header (scanner *in, header *h, mm_error *err)
{
  static const char byte_order_mark[] = "\xEF\xBB\xBF";
  if (in->end - in->at >= 3 && !memcmp (in->at, byte_order_mark, 3))
    in->at += 3;
  skip_filler (in);
  h->line = in->line;

  uint64_t number[4];
  bool good = true;
  for (int i = 0; i < 4 && good; i++)
    good = read_number (in, &number[i]);
  if (!good || !end_line (in))
    return at_column (err, mm_fail (err, MM_EPARSE, in->line,
                                    "expected \"n m s t\": how many blobs and layers there are, the source and the sink"),
                      in);
  mm_status s = check_header (number, (uint64_t) (in->end - in->at), h->line, err);
  if (s)
    return s;
  h->blobs = (uint32_t) number[0];
  h->layers = (uint32_t) number[1];
  h->source = (uint32_t) number[2];
  h->sink = (uint32_t) number[3];
  return MM_OK;
}

/* Up to nine digits; false unless there is at least one.  Reads at most ten bytes.  */
static inline bool
plain_number (const char **at, uint32_t *value)
{
  const char *p = *at;
  uint32_t x = 0;
  for (int i = 0; i < PLAIN_DIGITS; i++, p++)
    {
      uint32_t digit = (uint32_t) (unsigned char) *p - '0';
      if (digit > 9)
        break;
      x = 10 * x + digit;
    }
  bool some = p > *at;
  *at = p;
  *value = x;
  return some;
}

/* Read layers for as long as they are written "u v" without ado and a longest line
   is left in the text, so that no byte needs a check of its own.  Stops in front of
   the first layer that is not; returns how many were read.  */
static uint32_t
plain_layers (scanner *in, uint32_t blobs, uint32_t wanted, mm_blob *tail, mm_blob *head)
{
  const char *p = in->at;
  uint32_t count = 0;
  while (count < wanted && in->end - p >= PLAIN_LINE)
    {
      uint32_t u, v;
      if (!plain_number (&p, &u) || *p++ != ' ' || !plain_number (&p, &v))
        break;
      if (*p == '\r')
        p++;
      if (*p++ != '\n' || u >= blobs || v >= blobs)
        break;
      tail[count] = u;
      head[count++] = v;
      in->at = p;
    }
  in->line += count;
  in->line_start = in->at;
  return count;
}

/* One layer, however it is written, or a complaint.  */
static mm_status
read_layer (scanner *in, const header *h, uint32_t done, mm_blob *tail, mm_blob *head, mm_error *err)
{
  skip_filler (in);
  if (in->at == in->end)
    return mm_fail (err, MM_EPARSE, in->line, "the file ends after %u of the %u layer%s that line %llu announces", done,
                    h->layers, h->layers == 1 ? "" : "s", (unsigned long long) h->line);
  uint64_t line = in->line, end[2];
  if (!read_number (in, &end[0]) || !read_number (in, &end[1]) || !end_line (in))
    return at_column (err, mm_fail (err, MM_EPARSE, line, "expected \"u v\", the numbers of the blobs that layer %u of %u joins",
                                    done + 1, h->layers),
                      in);
  for (int i = 0; i < 2; i++)
    if (end[i] >= h->blobs)
      return mm_fail_flaw (err, MM_FLAW_RANGE, line, "not a module: blob %llu is out of range; there are %u blobs, from 0",
                           (unsigned long long) end[i], h->blobs);
  *tail = (mm_blob) end[0];
  *head = (mm_blob) end[1];
  return MM_OK;
}

/* All layers.  @param regular  out: whether each had a line of its own, without lines between */
static mm_status
read_layers (scanner *in, const header *h, mm_blob *tail, mm_blob *head, bool *regular, mm_error *err)
{
  for (uint32_t done = 0; done < h->layers; done++)
    {
      done += plain_layers (in, h->blobs, h->layers - done, tail + done, head + done);
      if (done == h->layers)
        break;
      mm_status s = read_layer (in, h, done, tail + done, head + done, err);
      if (s)
        return s;
    }
  *regular = in->line == h->line + 1 + h->layers;
  skip_filler (in);
  if (in->at < in->end)
    return mm_fail (err, MM_EPARSE, in->line, "one line too many: line %llu announces %u layer%s",
                    (unsigned long long) h->line, h->layers, h->layers == 1 ? "" : "s");
  return MM_OK;
}

/* Fill an empty builder from the text.  */
static mm_status
read_graph (scanner *in, mm_builder *b, mm_error *err)
{
  header h = { .line = 0 };
  mm_status s = read_header (in, &h, err);
  if (s)
    return s;
  mm_blob *tail, *head;
  if (mm_builder_add_blobs (b, h.blobs) || mm_builder_add_layers (b, h.layers, &tail, &head))
    return mm_fail_memory (err); /* the numbers themselves are within the limits */
  bool regular;
  s = read_layers (in, &h, tail, head, &regular, err);
  if (s)
    return s;
  b->first_layer_line = regular ? h.line + 1 : 0;
  b->terminals_line = h.line;
  mm_builder_set_terminals (b, h.source, h.sink);
  return MM_OK;
}

mm_status
mm_read_edges (const char *text, size_t length, const char *file, mm_module **out, mm_error *err)
{
  if (err)
    err->file = file;
  mm_builder *b = mm_builder_new ();
  if (!b)
    return mm_fail_memory (err);
  scanner in = { .at = text, .end = text + length, .line_start = text, .line = 1 };
  mm_status s = read_graph (&in, b, err);
  if (!s)
    s = mm_builder_finish (b, out, err);
  mm_builder_free (b);
  return s;
}

/* ---- writing ---------------------------------------------------------------- */

/* Write a number in decimal; the place behind it.  */
static char *
put_number (char *at, uint32_t value)
{
  char digits[10];
  int count = 0;
  do
    digits[count++] = (char) ('0' + value % 10);
  while (value /= 10);
  while (count > 0)
    *at++ = digits[--count];
  return at;
}

mm_status
mm_write_edges (const mm_module *m, FILE *out)
{
  enum { BUFFER = 1 << 14, LONGEST = 2 * 10 + 2 };
  const mm_blob *tail = mm_module_tails (m), *head = mm_module_heads (m);
  char buffer[BUFFER], *at = buffer;

  fprintf (out, "%u %u %u %u\n", mm_module_blobs (m), mm_module_layers (m), mm_module_source (m), mm_module_sink (m));
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      at = put_number (at, tail[e]);
      *at++ = ' ';
      at = put_number (at, head[e]);
      *at++ = '\n';
      if (buffer + BUFFER - at < LONGEST)
        {
          fwrite (buffer, 1, (size_t) (at - buffer), out);
          at = buffer;
        }
    }
  fwrite (buffer, 1, (size_t) (at - buffer), out);
  return ferror (out) ? MM_EIO : MM_OK;
}
