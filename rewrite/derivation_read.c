/* rewrite/derivation_read.c: a derivation from text.  Grammar: docs/formats.md.

   Every step is replayed as it is read, so that a complaint has its line.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "rewrite/derivation_i.h"
#include "rewrite/replay_i.h"

typedef struct reader
{
  const char *at, *end; /* what is left of the text */
  const char *word, *word_end; /* what is left of the line, without its comment */
  uint64_t line;
  mm_error *err;
  mm_derivation *d;
  mm_replay *replay;
  mm_layer *layer; /* of one step */
  size_t layers, layer_capacity;
} reader;

static mm_status
malformed (reader *r, const char *what)
{
  return mm_fail (r->err, MM_EPARSE, r->line, "%s", what);
}

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

/* Go on to the next line that says something. @return false at the end of the text.  A line
   that has a 0 byte or no newline is wrong; that is told by *s.  */
static bool
next_line (reader *r, mm_status *s)
{
  *s = MM_OK;
  while (r->at < r->end)
    {
      const char *newline = memchr (r->at, '\n', (size_t) (r->end - r->at));
      r->line++;
      if (!newline)
        {
          *s = malformed (r, "the last line has no line end; the file may have been cut off");
          return false;
        }
      const char *comment = memchr (r->at, '#', (size_t) (newline - r->at));
      r->word = r->at;
      r->word_end = comment ? comment : newline;
      r->at = newline + 1;
      if (!comment && r->word_end > r->word && r->word_end[-1] == '\r')
        r->word_end--;
      while (r->word < r->word_end && is_blank (*r->word))
        r->word++;
      while (r->word_end > r->word && is_blank (r->word_end[-1]))
        r->word_end--;
      if (r->word < r->word_end)
        return true;
    }
  return false;
}

/* Take this word, if it comes next on the line.  */
static bool
take_word (reader *r, const char *word)
{
  const size_t length = strlen (word);
  if ((size_t) (r->word_end - r->word) < length || memcmp (r->word, word, length))
    return false;
  const char *behind = r->word + length;
  if (behind < r->word_end && !is_blank (*behind))
    return false;
  while (behind < r->word_end && is_blank (*behind))
    behind++;
  r->word = behind;
  return true;
}

/* Take a decimal number below 2^32 without leading zeros.  */
static bool
take_number (reader *r, uint32_t *number)
{
  uint64_t value = 0;
  const char *digit = r->word;
  while (digit < r->word_end && *digit >= '0' && *digit <= '9' && value <= UINT32_MAX)
    value = 10 * value + (uint64_t) (*digit++ - '0');
  const size_t length = (size_t) (digit - r->word);
  if (length == 0 || value > UINT32_MAX || (length > 1 && *r->word == '0'))
    return false;
  if (digit < r->word_end && !is_blank (*digit))
    return false;
  while (digit < r->word_end && is_blank (*digit))
    digit++;
  r->word = digit;
  *number = (uint32_t) value;
  return true;
}

/* A line `what NUMBER` whose number must be the module's.  */
static mm_status
read_count (reader *r, const char *what, uint32_t expected)
{
  mm_status s;
  uint32_t number;
  if (!next_line (r, &s))
    return s ? s : malformed (r, "the file ends before its first step");
  if (!take_word (r, what) || !take_number (r, &number) || r->word < r->word_end)
    return mm_fail (r->err, MM_EPARSE, r->line, "expected \"%s NUMBER\"", what);
  if (number != expected)
    return mm_fail (r->err, MM_EPARSE, r->line, "the derivation is of another module: it has %u %s, this one has %u",
                    number, what, expected);
  return MM_OK;
}

static mm_status
read_header (reader *r)
{
  mm_status s;
  if (!next_line (r, &s))
    return s ? s : malformed (r, "the file is empty");
  if (!take_word (r, "modmorph-derivation"))
    return malformed (r, "this is no derivation: the first line must be \"modmorph-derivation 1\"");
  if (!take_word (r, "1") || r->word < r->word_end)
    return malformed (r, "this version of the derivation format is not known; this program reads version 1");
  s = read_count (r, "blobs", mm_module_blobs (r->d->module));
  return s ? s : read_count (r, "layers", mm_module_layers (r->d->module));
}

/* The layers that a step names, to the end of the line.  */
static mm_status
read_layers (reader *r)
{
  uint32_t number;
  r->layers = 0;
  while (r->word < r->word_end)
    {
      if (!take_number (r, &number))
        return malformed (r, "expected the number of a layer");
      if (number == 0 || number > mm_module_layers (r->d->module))
        return mm_fail (r->err, MM_EPARSE, r->line, "there is no layer %u: layers are numbered from 1 to %u", number,
                        mm_module_layers (r->d->module));
      if (!mm_array_reserve (&r->layer, &r->layer_capacity, r->layers + 1, sizeof *r->layer))
        return mm_fail_memory (r->err);
      r->layer[r->layers++] = number - 1;
    }
  return MM_OK;
}

/* The blob that goes is not written down: it is where the layers meet.  */
static mm_status
read_step (reader *r, mm_step *step)
{
  const bool series = take_word (r, "S"), parallel = !series && take_word (r, "P");
  const bool node = !series && !parallel && take_word (r, "N");
  if (!series && !parallel && !node)
    return malformed (r, "expected a step (\"S\", \"P\" or \"N\") or \"end\"");
  const bool in = node && take_word (r, "in"), out = node && !in && take_word (r, "out");
  if (node && !in && !out)
    return malformed (r, "expected \"N in\" or \"N out\"");
  mm_status s = read_layers (r);
  if (s)
    return s;
  if (!node && r->layers != 2)
    return malformed (r, "this step names exactly two layers");
  if (node && (r->layers < 2 || r->layers > mm_module_layers (r->d->module)))
    return malformed (r, "a node reduction names the layer that goes and each that moves, once");
  const mm_layer a = r->layer[0];
  const mm_blob head = mm_replay_has (r->replay, a) ? mm_replay_head (r->replay, a) : MM_NONE;
  const mm_blob tail = mm_replay_has (r->replay, a) ? mm_replay_tail (r->replay, a) : MM_NONE;
  if (node)
    *step = (mm_step){ in ? MM_RULE_NODE_IN : MM_RULE_NODE_OUT, a, (uint32_t) r->layers - 1, in ? head : tail };
  else
    *step = (mm_step){ series ? MM_RULE_SERIES : MM_RULE_PARALLEL, a, r->layer[1], series ? head : MM_NONE };
  return MM_OK;
}

/* `end BLOBS LAYERS`, what is left, and then nothing.  */
static mm_status
read_end (reader *r)
{
  uint32_t blobs, layers;
  if (!take_number (r, &blobs) || !take_number (r, &layers) || r->word < r->word_end)
    return malformed (r, "expected \"end BLOBS LAYERS\"");
  if (blobs != mm_replay_live_blobs (r->replay) || layers != mm_replay_live_layers (r->replay))
    return mm_fail (r->err, MM_EPARSE, r->line, "the steps leave %u blobs and %u layers, not %u and %u",
                    mm_replay_live_blobs (r->replay), mm_replay_live_layers (r->replay), blobs, layers);
  mm_status s;
  if (next_line (r, &s))
    return malformed (r, "there is something behind the end");
  return s;
}

static mm_status
read_steps (reader *r)
{
  mm_status s;
  while (next_line (r, &s))
    {
      if (take_word (r, "end"))
        return read_end (r);
      mm_step step;
      s = read_step (r, &step);
      if (s)
        return s;
      if (mm_derivation_push (r->d, step, r->layer + 1))
        return mm_fail_memory (r->err);
      s = mm_replay_forward (r->replay, r->err);
      if (s)
        {
          if (r->err)
            r->err->line = r->line;
          return s;
        }
    }
  return s ? s : malformed (r, "the file ends without \"end BLOBS LAYERS\"; it may have been cut off");
}

mm_status
mm_derivation_read (const char *text, size_t length, const char *file, const mm_module *m, mm_derivation **out,
                    mm_error *err)
{
  if (err)
    err->file = file;
  reader r = { .at = text, .end = text + length, .err = err };
  r.d = mm_derivation_new (m);
  r.replay = r.d ? mm_replay_new (r.d) : NULL;
  mm_status s = r.replay ? read_header (&r) : mm_fail_memory (err);
  if (!s)
    s = read_steps (&r);
  free (r.layer);
  mm_replay_free (r.replay);
  if (s)
    mm_derivation_free (r.d);
  else
    *out = r.d;
  return s;
}
