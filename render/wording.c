/* render/wording.c: texts as they are drawn.  */
#include "render/wording_i.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "graph/spell.h"
#include "render/palette_i.h"

/* ---- characters ----------------------------------------------------------- */

size_t
mm_characters (const char *text)
{
  mm_speller s = { .at = text };
  size_t count = 0;
  while (mm_spell_read (&s, NULL, NULL))
    count++;
  return count;
}

/* Where character number `index` starts.  */
static size_t
offset_of (const char *text, size_t index)
{
  mm_speller s = { .at = text };
  while (index-- > 0 && mm_spell_read (&s, NULL, NULL))
    continue;
  return (size_t) (s.at - text);
}

char *
mm_squeezed (const char *text, size_t characters)
{
  size_t have = mm_characters (text);
  if (have <= characters)
    return strdup (text);
  size_t behind = characters / 3, before = characters - 1 - behind;
  size_t head = offset_of (text, before), tail = offset_of (text, have - behind), rest = strlen (text + tail);
  char *out = malloc (head + strlen ("…") + rest + 1);
  if (!out)
    return NULL;
  memcpy (out, text, head);
  memcpy (out + head, "…", strlen ("…"));
  memcpy (out + head + strlen ("…"), text + tail, rest + 1);
  return out;
}

char *
mm_shortened (const char *text, size_t characters)
{
  if (mm_characters (text) <= characters)
    return strdup (text);
  size_t head = offset_of (text, characters - 1);
  char *out = malloc (head + sizeof "…");
  if (!out)
    return NULL;
  memcpy (out, text, head);
  memcpy (out + head, "…", sizeof "…");
  return out;
}

/* ---- names and symbols ---------------------------------------------------- */

static void
put_digits (FILE *out, const char *digits)
{
  static const char *const low[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  for (; *digits; digits++)
    fputs (low[*digits - '0'], out);
}

/* Close a memory stream; its text, or NULL when memory ran out.  */
static char *
finish (FILE *out, char **text)
{
  int bad = ferror (out);
  if (fclose (out) || bad)
    {
      free (*text);
      return NULL;
    }
  return *text;
}

char *
mm_layer_wording (const char *name)
{
  size_t digits = strspn (name + (*name != '\0'), "0123456789");
  if (!isalpha ((unsigned char) *name) || digits == 0 || digits > 6 || name[1 + digits])
    return mm_squeezed (name, MM_LABEL_CHARACTERS);
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  fputc (*name, out);
  put_digits (out, name + 1);
  return finish (out, &text);
}

/* a, b, …, z, aa, ab, …  */
static void
put_part (FILE *out, uint32_t part)
{
  char letters[8], *at = letters + sizeof letters;
  *--at = '\0';
  for (; part; part = (part - 1) / 26)
    *--at = (char) ('a' + (part - 1) % 26);
  fputs (at, out);
}

char *
mm_symbol (const char *letter, uint32_t step, uint32_t part)
{
  char *text = NULL, digits[16];
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  fputs (letter, out);
  snprintf (digits, sizeof digits, "%u", step);
  put_digits (out, digits);
  put_part (out, part);
  return finish (out, &text);
}

char *
mm_told_apart (const char *text, size_t characters, uint32_t number)
{
  char end[16];
  snprintf (end, sizeof end, "~%u", number);
  char *head = mm_squeezed (text, characters - strlen (end)), *whole = NULL;
  if (head)
    whole = realloc (head, strlen (head) + sizeof end);
  if (!whole)
    free (head);
  else
    strcat (whole, end);
  return whole;
}

char *
mm_visible_name (const char *name)
{
  mm_speller s = { .at = name };
  mm_spell_kind kind = mm_spell_read (&s, NULL, NULL);
  while (kind == MM_SPELL_BLANK)
    kind = mm_spell_read (&s, NULL, NULL);
  if (kind != MM_SPELL_END)
    return strdup (name);
  char *quoted = malloc (strlen (name) + 3);
  if (quoted)
    sprintf (quoted, "\"%s\"", name);
  return quoted;
}

bool
mm_is_factor (const char *label)
{
  mm_speller s = { .at = label };
  uint32_t code;
  bool good = *label != '\0';
  for (mm_spell_kind kind; good && (kind = mm_spell_read (&s, &code, NULL));)
    good = kind == MM_SPELL_VISIBLE
           && (code >= 0x80 ? (code >= 0x2080 && code <= 0x2089) || code == 0x2026 : isalnum ((int) code) || strchr ("_.~", (int) code));
  return good;
}

/* ---- markup --------------------------------------------------------------- */

/* What cannot be seen is escaped as in messages. @param backslash  what stands for one  */
static void
put_escaped (FILE *out, const char *text, const char *backslash)
{
  mm_speller s = { .at = text };
  char piece[MM_SPELLING];
  for (size_t length; (length = mm_spell_next (&s, piece));)
    switch (*piece)
      {
      case '&': fputs ("&amp;", out); break;
      case '<': fputs ("&lt;", out); break;
      case '>': fputs ("&gt;", out); break;
      case '"': fputs ("&quot;", out); break;
      case '\\':
        fputs (backslash, out);
        fwrite (piece + 1, 1, length - 1, out);
        break;
      default: fwrite (piece, 1, length, out);
      }
}

void
mm_put_escaped (FILE *out, const char *text)
{
  put_escaped (out, text, "\\");
}

void
mm_put_number (FILE *out, double value)
{
  long hundredths = lround (value * 100);
  if (hundredths < 0)
    fputc ('-', out);
  hundredths = labs (hundredths);
  fprintf (out, "%ld", hundredths / 100);
  if (hundredths % 100)
    fprintf (out, ".%02ld", hundredths % 100);
}

static void
put_line (FILE *out, const char *text, mm_type type)
{
  fprintf (out, "<FONT COLOR=\"%s\" POINT-SIZE=\"", type.colour);
  mm_put_number (out, type.size);
  fprintf (out, "\">%s%s", type.bold ? "<B>" : "", type.italic ? "<I>" : "");
  /* Graphviz takes \N and the like for names, also in HTML labels.  */
  put_escaped (out, *text ? text : " ", "\\\\");
  fprintf (out, "%s%s</FONT>", type.italic ? "</I>" : "", type.bold ? "</B>" : "");
}

static const char table[] = "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"";

char *
mm_markup_line (const char *text, mm_type type, bool chip)
{
  char *markup = NULL;
  size_t length;
  FILE *out = open_memstream (&markup, &length);
  if (!out)
    return NULL;
  if (chip)
    fprintf (out, "%s2\" BGCOLOR=\"white\"><TR><TD>", table);
  put_line (out, text, type);
  if (chip)
    fputs ("</TD></TR></TABLE>", out);
  return finish (out, &markup);
}

char *
mm_markup_pair (const char *upper, mm_type upper_type, const char *lower, mm_type lower_type)
{
  char *markup = NULL;
  size_t length;
  FILE *out = open_memstream (&markup, &length);
  if (!out)
    return NULL;
  put_line (out, upper, upper_type);
  fputs ("<BR/>", out);
  put_line (out, lower, lower_type);
  return finish (out, &markup);
}

char *
mm_markup_block (const char *upper, const char *lower, double width)
{
  const mm_type first = { 12, true, false, MM_INK }, second = { 12, false, false, MM_INK };
  char *markup = NULL;
  size_t length;
  FILE *out = open_memstream (&markup, &length);
  if (!out)
    return NULL;
  fprintf (out, "%s1\"><TR><TD ALIGN=\"LEFT\" WIDTH=\"%ld\">", table, lround (width));
  put_line (out, upper, first);
  fputs ("</TD></TR><TR><TD ALIGN=\"LEFT\">", out);
  put_line (out, lower, second);
  fputs ("</TD></TR></TABLE>", out);
  return finish (out, &markup);
}
