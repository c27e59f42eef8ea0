/* rewrite/phrase_i.h: text that grows, and names written so that they can be read back; for rewrite/ only.  */
#ifndef MM_REWRITE_PHRASE_I_H
#define MM_REWRITE_PHRASE_I_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** Bytes in a row.  When memory runs out it says so once and for all: look at `failed` at the end. */
typedef struct mm_phrase
{
  char *data;
  size_t used, capacity;
  bool failed;
} mm_phrase;

void mm_phrase_clear (mm_phrase *p); /* free its contents */

/** Room for so many more bytes. @return false: out of memory, and `failed` is set */
bool mm_phrase_reserve (mm_phrase *p, size_t more);

/** The decimal digits of a number. */
void mm_phrase_number (mm_phrase *p, uint32_t number);

/**
 * A name: as it is when it is made of ASCII letters, digits, `_` and `.` only, else in
 * double quotes, where `"` and `\` get a backslash and what cannot be seen is escaped (mm_spell_next).
 */
void mm_phrase_name (mm_phrase *p, const char *name);
void mm_phrase_quoted (mm_phrase *p, const char *name);

static inline void
mm_phrase_bytes (mm_phrase *p, const char *bytes, size_t length)
{
  if (p->capacity - p->used < length && !mm_phrase_reserve (p, length))
    return;
  memcpy (p->data + p->used, bytes, length);
  p->used += length;
}

static inline void
mm_phrase_add (mm_phrase *p, const char *text)
{
  mm_phrase_bytes (p, text, strlen (text));
}

#endif
