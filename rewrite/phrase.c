/* rewrite/phrase.c: text that grows, and names written so that they can be read back.  */
#include "rewrite/phrase_i.h"

#include <stdlib.h>

#include "graph/array.h"
#include "graph/spell.h"

void
mm_phrase_clear (mm_phrase *p)
{
  free (p->data);
  *p = (mm_phrase){ .data = NULL };
}

bool
mm_phrase_reserve (mm_phrase *p, size_t more)
{
  if (p->failed || more > SIZE_MAX - p->used
      || !mm_array_reserve (&p->data, &p->capacity, p->used + more, 1))
    p->failed = true;
  return !p->failed;
}

void
mm_phrase_number (mm_phrase *p, uint32_t number)
{
  char digits[10];
  size_t at = sizeof digits;
  do
    digits[--at] = (char) ('0' + number % 10);
  while (number /= 10);
  mm_phrase_bytes (p, digits + at, sizeof digits - at);
}

static bool
is_plain (const char *name)
{
  for (const char *c = name; *c; c++)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '_' || *c == '.'))
      return false;
  return *name != '\0';
}

void
mm_phrase_quoted (mm_phrase *p, const char *name)
{
  mm_speller s = { .at = name };
  char spelling[MM_SPELLING];
  mm_phrase_add (p, "\"");
  for (size_t length; (length = mm_spell_next (&s, spelling));)
    {
      if (length == 1 && (*spelling == '"' || *spelling == '\\'))
        mm_phrase_add (p, "\\");
      mm_phrase_bytes (p, spelling, length);
    }
  mm_phrase_add (p, "\"");
}

void
mm_phrase_name (mm_phrase *p, const char *name)
{
  if (is_plain (name))
    mm_phrase_add (p, name);
  else
    mm_phrase_quoted (p, name);
}
