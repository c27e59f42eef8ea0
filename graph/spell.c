/* graph/spell.c: how names and texts from files are shown to people.  */
#include "graph/spell.h"

#include <string.h>

/* ---- characters ----------------------------------------------------------------- */

typedef struct range
{
  uint32_t first, last;
} range;

/* Characters that show nothing, or change how others show: controls (Cc), formats (Cf), line and
   paragraph separators, fillers, variation selectors, tags.  Noncharacters are found by number.  */
static const range hidden[] = {
  { 0x0, 0x1F },         { 0x7F, 0x9F },       { 0xAD, 0xAD },       { 0x34F, 0x34F },     { 0x61C, 0x61C },
  { 0x115F, 0x1160 },    { 0x17B4, 0x17B5 },   { 0x180B, 0x180F },   { 0x200B, 0x200F },   { 0x2028, 0x202E },
  { 0x2060, 0x206F },    { 0x3164, 0x3164 },   { 0xFDD0, 0xFDEF },   { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
  { 0xFFA0, 0xFFA0 },    { 0xFFF0, 0xFFFB },   { 0x13430, 0x1345F }, { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A },
  { 0xE0000, 0xE0FFF },
};

/* Spaces, and the braille pattern without dots.  */
static const range blank[] = {
  { 0x20, 0x20 },     { 0xA0, 0xA0 },     { 0x1680, 0x1680 }, { 0x2000, 0x200A },
  { 0x202F, 0x202F }, { 0x205F, 0x205F }, { 0x2800, 0x2800 }, { 0x3000, 0x3000 },
};

/* Marks that are drawn over the character before them.  */
static const range combining[] = {
  { 0x300, 0x36F }, { 0x483, 0x489 }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x20D0, 0x20FF }, { 0xFE20, 0xFE2F },
};

static bool
is_in (uint32_t code, const range *ranges, size_t count)
{
  size_t low = 0, high = count;
  while (low < high)
    {
      const size_t middle = low + (high - low) / 2;
      if (ranges[middle].last < code)
        low = middle + 1;
      else
        high = middle;
    }
  return low < count && ranges[low].first <= code;
}

#define IS_IN(code, ranges) is_in (code, ranges, sizeof (ranges) / sizeof *(ranges))

/* The bytes of the UTF-8 character at p, which ends in a 0 byte; 0 when it is none (RFC 3629: no
   overlong forms, no surrogates, nothing beyond U+10FFFF).  */
static size_t
decode (const unsigned char *p, uint32_t *code)
{
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  *code = p[0];
  if (p[0] < 0x80)
    return 1;
  if (p[0] < 0xC2 || p[0] > 0xF4)
    return 0;
  const size_t size = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
  *code = p[0] & (0x7Fu >> size);
  for (size_t i = 1; i < size; i++)
    {
      if ((p[i] & 0xC0) != 0x80)
        return 0;
      *code = *code << 6 | (p[i] & 0x3F);
    }
  return *code < least[size] || (*code >= 0xD800 && *code < 0xE000) || *code > 0x10FFFF ? 0 : size;
}

static mm_spell_kind
plain_kind (uint32_t code)
{
  if (code > 0x20 && code < 0x7F)
    return MM_SPELL_VISIBLE;
  if (IS_IN (code, hidden) || (code & 0xFFFE) == 0xFFFE)
    return MM_SPELL_HIDDEN;
  return IS_IN (code, blank) ? MM_SPELL_BLANK : MM_SPELL_VISIBLE;
}

static bool
is_selector (uint32_t code)
{
  return code >= 0xFE00 && code <= 0xFE0F;
}

static bool
is_joiner (uint32_t code)
{
  return code == 0x200C || code == 0x200D;
}

/* Whether a character that is hidden elsewhere does its work between these two.  A selector
   follows what it selects the form of; a joiner may come after that.  */
static bool
is_needed (uint32_t before, uint32_t code, const char *after)
{
  uint32_t next;
  if (before < 0x80 || is_joiner (before))
    return false;
  if (is_selector (code))
    return !is_selector (before);
  return is_joiner (code) && decode ((const unsigned char *) after, &next) > 1 && plain_kind (next) == MM_SPELL_VISIBLE;
}

mm_spell_kind
mm_spell_read (mm_speller *s, uint32_t *code, size_t *length)
{
  uint32_t found;
  const size_t bytes = decode ((const unsigned char *) s->at, &found);
  mm_spell_kind kind = MM_SPELL_BYTE;
  if (!bytes)
    found = (unsigned char) *s->at;
  else if (!found)
    kind = MM_SPELL_END;
  else
    {
      kind = plain_kind (found);
      if (kind == MM_SPELL_HIDDEN && is_needed (s->before, found, s->at + bytes))
        kind = MM_SPELL_VISIBLE;
      else if (!s->before && IS_IN (found, combining))
        kind = MM_SPELL_HIDDEN;
    }
  if (code)
    *code = found;
  if (length)
    *length = bytes ? bytes : 1;
  if (kind == MM_SPELL_END)
    return kind;
  s->at += bytes ? bytes : 1;
  s->before = kind == MM_SPELL_VISIBLE ? found : 0;
  return kind;
}

size_t
mm_spell_next (mm_speller *s, char out[MM_SPELLING])
{
  const char *const at = s->at;
  uint32_t code;
  size_t length;
  switch (mm_spell_read (s, &code, &length))
    {
    case MM_SPELL_END: return 0;
    case MM_SPELL_VISIBLE:
    case MM_SPELL_BLANK: memcpy (out, at, length); return length;
    case MM_SPELL_HIDDEN:
      if (code >= 0x80)
        return (size_t) snprintf (out, MM_SPELLING, "\\u{%04X}", (unsigned) code);
      break;
    case MM_SPELL_BYTE: break;
    }
  return (size_t) snprintf (out, MM_SPELLING, "\\x%02X", (unsigned) code);
}

/* ---- texts ------------------------------------------------------------------------ */

bool
mm_spell_text (const char *text, char *out, size_t size)
{
  mm_speller s = { .at = text };
  char spelling[MM_SPELLING];
  size_t used = 0;
  for (size_t length; (length = mm_spell_next (&s, spelling)); used += length)
    {
      if (length >= size - used)
        {
          out[used] = '\0';
          return false;
        }
      memcpy (out + used, spelling, length);
    }
  out[used] = '\0';
  return true;
}

void
mm_spell_put_text (FILE *out, const char *text)
{
  mm_speller s = { .at = text };
  char spelling[MM_SPELLING];
  for (size_t length; (length = mm_spell_next (&s, spelling));)
    fwrite (spelling, 1, length, out);
}

/* ---- names ------------------------------------------------------------------------ */

/* A comma, a bracket or an arrow would be taken for the sentence's own; a name of signs
   alone, such as +, for an operator.  */
bool
mm_spell_is_bare (const char *name)
{
  bool word = false;
  char last = '\0';
  mm_speller s = { .at = name };
  for (;;)
    {
      uint32_t code;
      const mm_spell_kind kind = mm_spell_read (&s, &code, NULL);
      if (kind == MM_SPELL_END)
        return word && last != ':';
      if (kind != MM_SPELL_VISIBLE)
        return false;
      const char c = code < 0x80 ? (char) code : '\0';
      if ((c && strchr ("\"\\,;()", c)) || (last == '-' && c == '>'))
        return false;
      word = word || !c || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
             || strchr ("_-./", c);
      last = c;
    }
}

/* The next piece of a name between quotes, or of a bare one.  */
static size_t
next_piece (mm_speller *s, bool bare, char out[MM_SPELLING])
{
  if (!bare && (*s->at == '"' || *s->at == '\\'))
    {
      out[0] = '\\';
      out[1] = *s->at++;
      s->before = (unsigned char) out[1];
      return 2;
    }
  return mm_spell_next (s, out);
}

const char *
mm_spell_name (const char *name, char *out, size_t size)
{
  static const char more[] = "…";
  const bool bare = mm_spell_is_bare (name);
  const size_t room = size - (bare ? 1 : 2); /* for the 0 byte, and the closing quote */
  mm_speller s = { .at = name };
  char piece[MM_SPELLING];
  size_t used = 0, kept = 0; /* kept: where "…" still fits behind */
  if (!bare)
    out[used++] = '"';
  kept = used;
  for (size_t length; (length = next_piece (&s, bare, piece)); used += length)
    {
      if (used + sizeof more - 1 <= room)
        kept = used;
      if (used + length > room)
        {
          memcpy (out + kept, more, sizeof more - 1);
          used = kept + sizeof more - 1;
          break;
        }
      memcpy (out + used, piece, length);
    }
  if (!bare)
    out[used++] = '"';
  out[used] = '\0';
  return out;
}

void
mm_spell_put_name (FILE *out, const char *name)
{
  const bool bare = mm_spell_is_bare (name);
  mm_speller s = { .at = name };
  char piece[MM_SPELLING];
  if (!bare)
    fputc ('"', out);
  for (size_t length; (length = next_piece (&s, bare, piece));)
    fwrite (piece, 1, length, out);
  if (!bare)
    fputc ('"', out);
}

const char *
mm_spell_blob (const mm_module *m, mm_blob v, char out[MM_SPELT])
{
  char buffer[MM_NAME_BUFFER];
  return mm_spell_name (mm_module_blob_name (m, v, buffer), out, MM_SPELT);
}

const char *
mm_spell_layer (const mm_module *m, mm_layer e, char out[MM_SPELT])
{
  char buffer[MM_NAME_BUFFER];
  return mm_spell_name (mm_module_layer_name (m, e, buffer), out, MM_SPELT);
}
