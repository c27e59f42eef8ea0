/* graph/format.c: what a text is, by how it begins.  */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "graph/format_i.h"
#include "graph/read.h"

bool
mm_head_is_called (const mm_head *h, const char *end)
{
  const size_t length = h->path ? strlen (h->path) : 0, tail = strlen (end);
  return length > tail && !strcasecmp (h->path + length - tail, end);
}

bool
mm_head_has (const mm_head *h, const char *text)
{
  return memmem (h->at, h->length, text, strlen (text)) != NULL;
}

bool
mm_head_begins (const mm_head *h, const void *bytes, size_t length)
{
  return h->length >= length && !memcmp (h->at, bytes, length);
}

/* ---- where a text begins ------------------------------------------------------------ */

static size_t
behind (const mm_head *h, size_t from, const char *end)
{
  const char *found = memmem (h->at + from, h->length - from, end, strlen (end));
  return found ? (size_t) (found - h->at) + strlen (end) : h->length;
}

/* The first byte that is in no blank and no comment, of whatever format.  */
static size_t
first_byte (const mm_head *h)
{
  size_t i = mm_head_begins (h, "\xEF\xBB\xBF", 3) ? 3 : 0;
  while (i < h->length)
    {
      const char c = h->at[i], next = i + 1 < h->length ? h->at[i + 1] : '\0';
      if (c && strchr (" \t\r\n", c))
        i++;
      else if (c == '#' || (c == '/' && next == '/'))
        i = behind (h, i, "\n");
      else if (c == '/' && next == '*')
        i = behind (h, i + 2, "*/");
      else
        break;
    }
  return i;
}

/* The word at a place, in whatever case.  @return the place behind it, or 0 */
static size_t
behind_word (const mm_head *h, size_t at, const char *word)
{
  const size_t length = strlen (word);
  if (h->length - at < length || strncasecmp (h->at + at, word, length))
    return 0;
  const unsigned char next = at + length < h->length ? (unsigned char) h->at[at + length] : 0;
  const bool goes_on = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9')
                       || next == '_' || next >= 0x80;
  return goes_on ? 0 : at + length;
}

static bool
is_dot (const mm_head *h, size_t at)
{
  return behind_word (h, at, "strict") || behind_word (h, at, "digraph") || behind_word (h, at, "graph");
}

/* ---- formats ------------------------------------------------------------------------ */

/* What the end of the name says.  */
static mm_text_format
format_called (const mm_head *h)
{
  if (mm_head_is_called (h, ".dot") || mm_head_is_called (h, ".gv"))
    return MM_TEXT_DOT;
  if (mm_head_is_called (h, ".edges"))
    return MM_TEXT_EDGES;
  return mm_head_is_called (h, ".jsonl") ? MM_TEXT_JSONL : MM_TEXT_UNKNOWN;
}

mm_status
mm_find_format (const char *head, size_t length, const char *path, mm_text_format *format, mm_error *err)
{
  const mm_head h = { head, length, path };
  *format = format_called (&h);
  mm_status s = mm_refuse_foreign (&h, err);
  const size_t at = first_byte (&h);
  if (s || at == length)
    return s;
  const char c = head[at];
  if (c == '{' || c == '[')
    {
      s = mm_refuse_foreign_json (&h, at, err);
      *format = MM_TEXT_JSONL;
    }
  else if (c >= '0' && c <= '9')
    *format = MM_TEXT_EDGES;
  else if (is_dot (&h, at))
    *format = MM_TEXT_DOT;
  return s;
}
