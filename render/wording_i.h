/* render/wording_i.h: texts as they are drawn; for render/ only.

   All functions return heap strings (UTF-8) for the caller to free, or NULL when
   memory ran out.  */
#ifndef MM_RENDER_WORDING_I_H
#define MM_RENDER_WORDING_I_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "render/geometry_i.h"

enum
{
  MM_LABEL_CHARACTERS = 14, /* a longer expression gets a symbol of its own */
  MM_NAME_CHARACTERS = 12   /* of a blob's name in a picture */
};

/** How many characters a UTF-8 text has; a broken byte counts as one, and so does what cannot be seen. */
size_t mm_characters (const char *text);

/** The text cut to so many characters, the last of them "…" when something was cut. */
char *mm_shortened (const char *text, size_t characters);

/** The text with its middle cut out: "layer1.0.add" in 6 characters is "lay…dd". */
char *mm_squeezed (const char *text, size_t characters);

/** A layer's name for a label: F12 becomes F₁₂; others are squeezed into MM_LABEL_CHARACTERS. */
char *mm_layer_wording (const char *name);

/** A symbol for the product of a step: G₄, or G₄b for its second product when `part` is 2 (0: none). */
char *mm_symbol (const char *letter, uint32_t step, uint32_t part);

/** A text in so many characters, of which the last are "~2" for the second that looks the same. */
char *mm_told_apart (const char *text, size_t characters, uint32_t number);

/** A name, in quotes when it is empty or blank. */
char *mm_visible_name (const char *name);

/** Whether a label cannot be mistaken in a formula: letters, digits, subscripts, `_` and `.`; "…" and `~` from cutting. */
bool mm_is_factor (const char *label);

/** Text for XML: & < > " escaped, and what cannot be seen, which XML forbids in part, as in messages (graph/spell.h). */
void mm_put_escaped (FILE *out, const char *text);

/** A number with at most two decimals, in every locale with a point. */
void mm_put_number (FILE *out, double value);

/** How a line of text looks. */
typedef struct mm_type
{
  double size; /* points */
  bool bold, italic;
  const char *colour; /* "#RRGGBB" */
} mm_type;

/** The inside of an HTML label: one line, bare (for inside a circle) or as a chip on white. */
char *mm_markup_line (const char *text, mm_type type, bool chip);

/** Two lines inside a circle. */
char *mm_markup_pair (const char *upper, mm_type upper_type, const char *lower, mm_type lower_type);

/** Two lines, flush left in a block of the given width. */
char *mm_markup_block (const char *upper, const char *lower, double width);

#endif
