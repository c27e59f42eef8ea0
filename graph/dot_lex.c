/* graph/dot_lex.c: DOT texts to tokens.  */
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"

/* ---- encoding ----------------------------------------------------------------- */

/* The length of the UTF-8 character at p, of which `left` bytes are there; 0: it is none.  */
static size_t
utf8_length (const unsigned char *p, size_t left)
{
  if (p[0] < 0x80)
    return 1;
  size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  if (p[0] < 0xC2 || p[0] > 0xF4 || left < length)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((p[i] & 0xC0) != 0x80)
      return 0;
  bool overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90);
  bool outside = (p[0] == 0xED && p[1] > 0x9F) || (p[0] == 0xF4 && p[1] > 0x8F);
  return overlong || outside ? 0 : length;
}

mm_status
mm_dot_check_encoding (const char *text, size_t length, mm_error *err)
{
  const unsigned char *p = (const unsigned char *) text;
  if (length >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)))
    return mm_fail (err, MM_EPARSE, 1, "the file is in UTF-16; convert it: iconv -f utf-16 -t utf-8 FILE >NEW");

  uint64_t line = 1;
  for (size_t at = 0; at < length;)
    {
      size_t step = utf8_length (p + at, length - at);
      if (step == 0)
        return mm_fail (err, MM_EPARSE, line,
                        "byte 0x%02X is not UTF-8; if the file is in Latin-1, convert it: iconv -f latin1 -t utf-8 FILE >NEW", p[at]);
      if (p[at] == 0)
        return mm_fail (err, MM_EPARSE, line, "there is a NUL byte; if the file is in UTF-16, convert it: iconv -f utf-16 -t utf-8 FILE >NEW");
      line += p[at] == '\n';
      at += step;
    }
  return MM_OK;
}

/* ---- characters ---------------------------------------------------------------- */

/* The byte so far ahead, or 0 at the end; the text has no byte 0.  */
static unsigned char
ahead (const mm_dot_lexer *x, size_t by)
{
  return by < x->length - x->at ? (unsigned char) x->text[x->at + by] : 0;
}

static bool
is_digit (unsigned char c)
{
  return c >= '0' && c <= '9';
}

static bool
is_letter (unsigned char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static void
step (mm_dot_lexer *x)
{
  x->line += x->text[x->at] == '\n';
  x->at++;
}

/* Step over the rest of a line, without its end.  */
static void
skip_line (mm_dot_lexer *x)
{
  while (x->at < x->length && x->text[x->at] != '\n')
    x->at++;
}

/* Step over a comment.  @return false, with nothing consumed, when it does not end */
static bool
skip_comment (mm_dot_lexer *x)
{
  const mm_dot_lexer start = *x;
  x->at += 2;
  while (x->at < x->length && !(ahead (x, 0) == '*' && ahead (x, 1) == '/'))
    step (x);
  if (x->at == x->length)
    {
      *x = start;
      return false;
    }
  x->at += 2;
  return true;
}

/* Step over blanks and comments.  A '#' begins one wherever a token may begin, and lines of the preprocessor
   (# 7 "file") are no more than that: the lines that we count are those of the file at hand.  A byte order mark
   is a blank, as it is to libcgraph; files that were joined have one inside.  A comment that does not end stays,
   and is no token.  */
static void
skip_blanks (mm_dot_lexer *x)
{
  while (x->at < x->length)
    {
      unsigned char c = ahead (x, 0);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        step (x);
      else if (c == 0xEF && ahead (x, 1) == 0xBB && ahead (x, 2) == 0xBF)
        x->at += 3;
      else if (c == '#' || (c == '/' && ahead (x, 1) == '/'))
        skip_line (x);
      else if (c != '/' || ahead (x, 1) != '*' || !skip_comment (x))
        return;
    }
}

/* ---- words --------------------------------------------------------------------- */

/* Append bytes to the word; it always ends in a 0 byte.  */
static mm_status
append (mm_dot_lexer *x, const char *bytes, size_t length, mm_error *err)
{
  if (!mm_array_reserve (&x->word, &x->word_capacity, x->word_length + length + 1, 1))
    return mm_fail_memory (err);
  memcpy (x->word + x->word_length, bytes, length);
  x->word_length += length;
  x->word[x->word_length] = '\0';
  return MM_OK;
}

static mm_status
start_word (mm_dot_lexer *x, mm_error *err)
{
  x->kind = MM_DOT_WORD;
  x->html = false;
  x->word_length = 0;
  return append (x, "", 0, err);
}

/* Inside quotes only \" is an escape, and a backslash at the end of a line joins it to the next.
   Two backslashes stay two, but the second one escapes nothing.
   @param plain  out: how many bytes at x->at stand for themselves
   @return how many bytes after those are an escape that stands for `*meaning` */
static size_t
quoted_piece (const mm_dot_lexer *x, size_t *plain, const char **meaning)
{
  size_t i = 0;
  for (; ahead (x, i) && ahead (x, i) != '"'; i++)
    if (ahead (x, i) == '\\')
      {
        unsigned char next = ahead (x, i + 1);
        bool crlf = next == '\r' && ahead (x, i + 2) == '\n';
        *plain = i;
        *meaning = next == '"' ? "\"" : "";
        if (next == '"' || next == '\n' || crlf)
          return crlf ? 3 : 2;
        if (next == '\\')
          i++;
      }
  *plain = i;
  return 0;
}

/* One quoted string, appended to the word.  */
static mm_status
read_quoted (mm_dot_lexer *x, mm_error *err)
{
  const uint64_t line = x->line;
  x->at++;
  for (;;)
    {
      const char *meaning = "";
      size_t plain, escape = quoted_piece (x, &plain, &meaning);
      mm_status s = append (x, x->text + x->at, plain, err);
      if (!s)
        s = append (x, meaning, strlen (meaning), err);
      if (s)
        return s;
      for (size_t i = 0; i < plain + escape; i++)
        step (x);
      if (escape)
        continue;
      if (x->at == x->length)
        return mm_fail (err, MM_EPARSE, line, "the quoted string that begins here does not end");
      x->at++;
      return MM_OK;
    }
}

/* Quoted strings joined by '+'.  */
static mm_status
read_strings (mm_dot_lexer *x, mm_error *err)
{
  mm_status s = read_quoted (x, err);
  while (!s && mm_dot_peek (x) == '+')
    {
      x->at++;
      if (mm_dot_peek (x) != '"')
        return mm_fail (err, MM_EPARSE, x->line, "expected a quoted string after '+'");
      s = read_quoted (x, err);
    }
  return s;
}

/* An HTML string: everything up to the '>' that closes the first '<'.  */
static mm_status
read_html (mm_dot_lexer *x, mm_error *err)
{
  const uint64_t line = x->line;
  const size_t start = x->at + 1;
  size_t depth = 0;
  for (; x->at < x->length; step (x))
    {
      depth += ahead (x, 0) == '<';
      depth -= ahead (x, 0) == '>';
      if (depth == 0)
        {
          x->html = true;
          x->at++;
          return append (x, x->text + start, x->at - 1 - start, err);
        }
    }
  return mm_fail (err, MM_EPARSE, line, "the HTML string that begins here does not end");
}

/* The word from `start` on is read; what follows must not look like a part of it.  libcgraph
   would make two blobs of "conv-1" and of "1e5".  */
static mm_status
finish_word (mm_dot_lexer *x, size_t start, mm_error *err)
{
  const size_t length = x->at - start;
  for (;; x->at++)
    {
      const unsigned char c = ahead (x, 0), next = ahead (x, 1);
      bool dash = c == '-' && next != '>' && next != '-';
      if (!is_letter (c) && !is_digit (c) && c != '.' && !dash)
        break;
    }
  if (x->at == start + length)
    return append (x, x->text + start, length, err);
  const size_t all = x->at - start;
  return mm_fail (err, MM_EPARSE, x->line, "%.*s must be quoted: it is neither a plain word nor a number",
                  all < 100 ? (int) all : 100, x->text + start);
}

/* -?(digits(.digits?)?|.digits)  */
static mm_status
read_number (mm_dot_lexer *x, mm_error *err)
{
  const size_t start = x->at;
  x->at += ahead (x, 0) == '-';
  while (is_digit (ahead (x, 0)))
    x->at++;
  x->at += ahead (x, 0) == '.';
  while (is_digit (ahead (x, 0)))
    x->at++;
  return finish_word (x, start, err);
}

/* The key words are the same in capitals.  */
static int
key_word (const char *word, size_t length)
{
  static const struct
  {
    const char *text;
    mm_dot_token kind;
  } key_words[] = { { "strict", MM_DOT_STRICT },     { "graph", MM_DOT_GRAPH }, { "digraph", MM_DOT_DIGRAPH },
                    { "subgraph", MM_DOT_SUBGRAPH }, { "node", MM_DOT_NODE },   { "edge", MM_DOT_EDGE } };
  for (size_t k = 0; k < sizeof key_words / sizeof *key_words; k++)
    {
      size_t i = 0;
      while (i < length && (word[i] | 0x20) == key_words[k].text[i])
        i++;
      if (i == length && key_words[k].text[i] == '\0')
        return (int) key_words[k].kind;
    }
  return MM_DOT_WORD;
}

bool
mm_dot_is_key_word (const char *word)
{
  return key_word (word, strlen (word)) != MM_DOT_WORD;
}

static mm_status
read_name (mm_dot_lexer *x, mm_error *err)
{
  const size_t start = x->at;
  while (is_letter (ahead (x, 0)) || is_digit (ahead (x, 0)))
    x->at++;
  x->kind = key_word (x->text + start, x->at - start);
  return finish_word (x, start, err);
}

/* ---- tokens -------------------------------------------------------------------- */

static mm_status
strange (const mm_dot_lexer *x, mm_error *err)
{
  unsigned char c = ahead (x, 0);
  if (c == '/' && ahead (x, 1) == '*')
    return mm_fail (err, MM_EPARSE, x->line, "the comment that begins here does not end");
  if (c < 0x20 || c == 0x7F)
    return mm_fail (err, MM_EPARSE, x->line, "unexpected control character 0x%02X", c);
  return mm_fail (err, MM_EPARSE, x->line, "unexpected '%c'; names with such characters must be quoted", c);
}

mm_status
mm_dot_next (mm_dot_lexer *x, mm_error *err)
{
  skip_blanks (x);
  x->token_line = x->line;
  x->token_start = x->at;
  const unsigned char c = ahead (x, 0), next = ahead (x, 1);
  if (c == '\0' || strchr ("{}[];,:=", c))
    {
      x->kind = c;
      x->at += c != '\0';
      return MM_OK;
    }
  if (c == '-' && (next == '>' || next == '-'))
    {
      x->kind = next == '>' ? MM_DOT_ARROW : MM_DOT_LINE;
      x->at += 2;
      return MM_OK;
    }

  mm_status s = start_word (x, err);
  if (s)
    return s;
  if (c == '"')
    return read_strings (x, err);
  if (c == '<')
    return read_html (x, err);
  if (is_letter (c))
    return read_name (x, err);
  const size_t sign = c == '-';
  if (is_digit (ahead (x, sign)) || (ahead (x, sign) == '.' && is_digit (ahead (x, sign + 1))))
    return read_number (x, err);
  return strange (x, err);
}

int
mm_dot_peek (mm_dot_lexer *x)
{
  skip_blanks (x);
  return ahead (x, 0);
}

mm_status
mm_dot_unexpected (const mm_dot_lexer *x, const char *expected, mm_error *err)
{
  if (x->kind == MM_DOT_END)
    return mm_fail (err, MM_EPARSE, x->token_line, "expected %s, not the end of the file", expected);
  enum { SHOWN = 60 };
  size_t length = x->at - x->token_start, shown = length < SHOWN ? length : SHOWN;
  while (shown < length && (x->text[x->token_start + shown] & 0xC0) == 0x80)
    shown--;
  return mm_fail (err, MM_EPARSE, x->token_line, "expected %s, not %.*s%s", expected, (int) shown,
                  x->text + x->token_start, shown < length ? "…" : "");
}

mm_dot_lexer
mm_dot_lexer_at (const char *text, size_t length, const mm_dot_place *place)
{
  return (mm_dot_lexer){ .text = text, .length = length, .at = place->at, .line = place->line + 1 };
}

mm_dot_place
mm_dot_lexer_place (const mm_dot_lexer *x)
{
  return (mm_dot_place){ x->at, x->line - 1 };
}

void
mm_dot_lexer_clear (mm_dot_lexer *x)
{
  free (x->word);
  x->word = NULL;
  x->word_length = x->word_capacity = 0;
}
