/* graph/spell.h: how names and texts from files are shown to people.  */
#ifndef MM_GRAPH_SPELL_H
#define MM_GRAPH_SPELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "graph/module.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A name comes from a file that somebody else wrote, and may hold anything: a new line, an
 * escape sequence that repaints the terminal, an override that makes the line read backward,
 * nothing visible at all.  One rule for messages, answers and pictures (docs/formats.md,
 * "Names in messages and answers"):
 *
 *   - A character that cannot be seen is **escaped**: U+202E becomes `\u{202E}`.  A control
 *     character of ASCII, and a byte that is no UTF-8, becomes `\xHH`.
 *   - A name that could be mistaken is put in double **quotes**, where `"` and `\` get a
 *     backslash.  All others stand bare.
 *
 * Different names are shown differently, as long as they are not cut.
 */

/** What a character is to its reader. */
typedef enum mm_spell_kind
{
  MM_SPELL_END = 0, /* the text ends here */
  MM_SPELL_VISIBLE,
  MM_SPELL_BLANK,  /* a space of any width */
  MM_SPELL_HIDDEN, /* a control, a mark of direction, a line separator, a character without width, or none at all */
  MM_SPELL_BYTE    /* a byte that is no UTF-8 */
} mm_spell_kind;

/** A place in a text; { text } is its beginning. */
typedef struct mm_speller
{
  const char *at;
  uint32_t before; /* the character before, 0 when there is none that can be seen */
} mm_speller;

/**
 * Move over one character.
 *
 * Joiners (U+200C, U+200D) and variation selectors (U+FE00 … U+FE0F) are hidden unless they
 * follow a visible character beyond ASCII, and joiners also stand before one: several scripts
 * and emoji need them there.  A combining mark is hidden where there is nothing to combine with.
 *
 * @param code    out: the character, or the byte; may be NULL
 * @param length  out: its bytes; may be NULL
 */
mm_spell_kind mm_spell_read (mm_speller *s, uint32_t *code, size_t *length);

enum { MM_SPELLING = 12 };

/** Move over one character and escape it if need be.  @return bytes in out (no 0 byte); 0 at the end */
size_t mm_spell_next (mm_speller *s, char out[MM_SPELLING]);

/** Whether a name stands without quotes. */
bool mm_spell_is_bare (const char *name);

/**
 * A text with what cannot be seen escaped, and nothing quoted: for whole sentences.
 * Cut between characters to size - 1 bytes.
 * @return whether all of it was written
 */
bool mm_spell_text (const char *text, char *out, size_t size);

/**
 * A name, escaped and quoted; a long one is cut and ends in "…".
 * @param size  at least 16
 * @return out
 */
const char *mm_spell_name (const char *name, char *out, size_t size);

/** Bytes for a name in a message. */
enum { MM_SPELT = 96 };

/* The name of a blob or a layer for a message.  Each returns out.  */
const char *mm_spell_blob (const mm_module *m, mm_blob v, char out[MM_SPELT]);
const char *mm_spell_layer (const mm_module *m, mm_layer e, char out[MM_SPELT]);

/* The same in full, to a stream.  */
void mm_spell_put_text (FILE *out, const char *text);
void mm_spell_put_name (FILE *out, const char *name);

#ifdef __cplusplus
}
#endif
#endif
