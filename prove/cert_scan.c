/* prove/cert_scan.c: moving over the text of a certificate.  */
#include "prove/cert_scan_i.h"

#include <stdio.h>
#include <string.h>

/* ---- complaints -------------------------------------------------------------- */

void
mm_scan_describe (const mm_scanner *s, char out[MM_SCAN_FOUND])
{
  enum { EXCERPT = MM_SCAN_FOUND - 8 };
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

mm_status
mm_scan_expected (const mm_scanner *s, const char *what)
{
  char found[MM_SCAN_FOUND];
  mm_scan_describe (s, found);
  return mm_fail (s->err, MM_EPARSE, s->line, "expected %s, found %s", what, found);
}

/* ---- pieces of a line ---------------------------------------------------------- */

bool
mm_scan_take (mm_scanner *s, const char *text)
{
  const size_t length = strlen (text);
  if ((size_t) (s->end - s->at) < length || memcmp (s->at, text, length))
    return false;
  s->at += length;
  return true;
}

bool
mm_scan_sees (const mm_scanner *s, char c)
{
  return s->at < s->end && *s->at == c;
}

bool
mm_scan_byte (mm_scanner *s, char c)
{
  const bool there = mm_scan_sees (s, c);
  s->at += there;
  return there;
}

bool
mm_scan_digits (mm_scanner *s, uint32_t *n)
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

/* ---- lines --------------------------------------------------------------------- */

mm_status
mm_scan_end_line (mm_scanner *s)
{
  if (!mm_scan_byte (s, '\n'))
    return mm_scan_expected (s, "the end of the line (a line feed)");
  s->line++;
  return MM_OK;
}

mm_status
mm_scan_number (mm_scanner *s, const char *what, uint32_t low, uint32_t high, uint32_t *n)
{
  const char *const start = s->at;
  if (mm_scan_byte (s, ' ') && mm_scan_digits (s, n))
    {
      if (*n >= low && *n <= high)
        return MM_OK;
      return mm_fail (s->err, MM_EPARSE, s->line, "%s %u is out of range (%u to %u)", what, *n, low, high);
    }
  char wanted[96];
  snprintf (wanted, sizeof wanted, "%s: one space and a whole number from %u to %u", what, low, high);
  s->at = start;
  return mm_scan_expected (s, wanted);
}

mm_status
mm_scan_pair (mm_scanner *s, const char *what, uint32_t high, uint32_t *a, uint32_t *b)
{
  mm_status status = mm_scan_number (s, what, 1, high, a);
  if (!status)
    status = mm_scan_number (s, what, 1, high, b);
  return status ? status : mm_scan_end_line (s);
}

mm_status
mm_scan_count (mm_scanner *s, const char *word, uint32_t low, size_t shortest, uint32_t *n)
{
  char wanted[64];
  snprintf (wanted, sizeof wanted, "\"%s COUNT\"", word);
  if (!mm_scan_take (s, word))
    return mm_scan_expected (s, wanted);
  mm_status status = mm_scan_number (s, word, low, UINT32_MAX - 1, n);
  if (!status)
    status = mm_scan_end_line (s);
  if (status)
    return status;
  const size_t left = (size_t) (s->end - s->at);
  if (*n > left / shortest)
    return mm_fail (s->err, MM_EPARSE, s->line - 1, "%s says %u, but only %zu bytes follow", word, *n, left);
  return MM_OK;
}
