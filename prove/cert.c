/* prove/cert.c: the certificate as plain data, and how its names are spelled.  */
#include "prove/cert.h"

#include <stdlib.h>
#include <string.h>

#include "prove/cert_i.h"

const char *const mm_cert_path_word[MM_CERT_PATHS] = { "sa", "sb", "ab", "at", "bt", "in", "out" };

static void
free_capacity (mm_cert_capacity *p)
{
  if (!p)
    return;
  free (p->channels);
  free (p->kernel);
  free (p->code);
  free (p->output);
  free (p->start);
  free (p->hub);
  free (p->input);
  free (p->cut);
  free (p);
}

void
mm_certificate_free (mm_certificate *c)
{
  if (!c)
    return;
  for (uint32_t i = 0; c->blob_name && i < c->blobs; i++)
    free (c->blob_name[i]);
  free (c->blob_name);
  free (c->blob);
  free (c->tail);
  free (c->head);
  free (c->step);
  free (c->moved);
  free (c->path_layer);
  free (c->chain_start);
  free (c->chain);
  free_capacity (c->capacity);
  free (c);
}

/* Whether a character of so many bytes could have been written shorter, or is a
   surrogate, or lies beyond U+10FFFF: what its second byte gives away.  */
static bool
second_byte_is_wrong (unsigned char first, unsigned char second)
{
  return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90)
         || (first == 0xF4 && second > 0x8F);
}

size_t
mm_cert_utf8 (const char *text)
{
  const unsigned char *at = (const unsigned char *) text;
  if (at[0] == 0)
    return 0;
  if (at[0] < 0x80)
    return 1;
  const size_t length = at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;
  for (size_t i = 1; i < length; i++)
    if ((at[i] & 0xC0) != 0x80) /* also stops at the 0 byte */
      return 0;
  return length && second_byte_is_wrong (at[0], at[1]) ? 0 : length;
}

size_t
mm_cert_spell (const char *text, char out[MM_CERT_SPELLING], size_t *used)
{
  static const char digit[] = "0123456789abcdef";
  const unsigned char first = (unsigned char) text[0];
  *used = mm_cert_utf8 (text);
  if (first == '"' || first == '\\')
    {
      out[0] = '\\';
      out[1] = text[0];
      return 2;
    }
  if (*used && first >= 0x20 && first != 0x7F)
    {
      memcpy (out, text, *used);
      return *used;
    }
  *used = 1;
  out[0] = '\\';
  out[1] = 'x';
  out[2] = digit[first >> 4];
  out[3] = digit[first & 15];
  return 4;
}

/* The value of two lower-case hexadecimal digits, or -1.  */
static int
hex (const char *at, const char *end)
{
  static const char digit[] = "0123456789abcdef";
  if (end - at < 2 || !at[0] || !at[1])
    return -1;
  const char *high = strchr (digit, at[0]), *low = strchr (digit, at[1]);
  return high && low ? (int) (16 * (high - digit) + (low - digit)) : -1;
}

/* Undo the spelling of the `length` bytes between quotes.  Whether each escape was needed
   is for is_spelled to say.  */
static void
unspell (const char *at, size_t length, char *name)
{
  const char *const end = at + length;
  while (at < end)
    {
      const bool escaped = *at == '\\' && end - at > 1;
      const int byte = escaped && at[1] == 'x' ? hex (at + 2, end) : -1;
      if (byte >= 0)
        *name++ = (char) byte;
      else
        *name++ = escaped ? at[1] : at[0];
      at += byte >= 0 ? 4 : escaped ? 2 : 1;
    }
  *name = '\0';
}

/* Whether these bytes are how the name is spelled.  */
static bool
is_spelled (const char *at, size_t length, const char *name)
{
  char spelling[MM_CERT_SPELLING];
  for (size_t used; *name; name += used)
    {
      const size_t bytes = mm_cert_spell (name, spelling, &used);
      if (bytes > length || memcmp (at, spelling, bytes))
        return false;
      at += bytes;
      length -= bytes;
    }
  return length == 0;
}

bool
mm_cert_unspell (const char *text, size_t length, char *name)
{
  unspell (text, length, name);
  return is_spelled (text, length, name);
}
