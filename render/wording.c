/* render/wording.c: texts as they are drawn.  */
#include "render/wording_i.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "render/palette_i.h"

/* ---- characters ----------------------------------------------------------- */

static unsigned long
code_point (const unsigned char *c, size_t bytes)
{
  if (bytes == 1)
    return c[0];
  unsigned long code = c[0] & (0x7Fu >> bytes);
  for (size_t i = 1; i < bytes; i++)
    code = code << 6 | (c[i] & 0x3F);
  return code;
}

static bool
xml_allows (unsigned long code)
{
  if (code < 0x20)
    return code == '\t' || code == '\n' || code == '\r';
  return code != 0x7F && !(code >= 0x80 && code < 0xA0) && !(code >= 0xD800 && code < 0xE000) && code != 0xFFFE
         && code != 0xFFFF && code <= 0x10FFFF;
}

/* The bytes of the next character; *good says whether it is one that XML can hold.  */
static size_t
next_character (const char *text, bool *good)
{
  static const unsigned long least[] = { 0, 0, 0x80, 0x800, 0x10000 };
  const unsigned char *c = (const unsigned char *) text;
  size_t bytes = c[0] < 0x80 ? 1 : c[0] >= 0xF0 && c[0] < 0xF8 ? 4 : c[0] >= 0xE0 ? 3 : 2;
  *good = false;
  if ((c[0] >= 0x80 && c[0] < 0xC0) || c[0] >= 0xF8)
    return 1;
  for (size_t i = 1; i < bytes; i++)
    if ((c[i] & 0xC0) != 0x80)
      return 1;
  unsigned long code = code_point (c, bytes);
  *good = code >= least[bytes] && xml_allows (code);
  return bytes;
}

size_t
mm_characters (const char *text)
{
  size_t count = 0;
  bool good;
  for (; *text; text += next_character (text, &good))
    count++;
  return count;
}

/* Where character number `index` starts.  */
static size_t
offset_of (const char *text, size_t index)
{
  size_t offset = 0;
  bool good;
  while (index-- > 0 && text[offset])
    offset += next_character (text + offset, &good);
  return offset;
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
put_digits (FILE *out, const char *digits, bool above)
{
  static const char *const low[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  static const char *const high[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  for (; *digits; digits++)
    fputs (above ? high[*digits - '0'] : low[*digits - '0'], out);
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
    return mm_shortened (name, MM_LABEL_CHARACTERS);
  char *text = NULL;
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  fputc (*name, out);
  put_digits (out, name + 1, false);
  return finish (out, &text);
}

char *
mm_symbol (char letter, uint32_t step, uint32_t part)
{
  char *text = NULL, digits[16];
  size_t length;
  FILE *out = open_memstream (&text, &length);
  if (!out)
    return NULL;
  fputc (letter, out);
  snprintf (digits, sizeof digits, "%u", step);
  put_digits (out, digits, false);
  snprintf (digits, sizeof digits, "%u", part);
  if (part)
    put_digits (out, digits, true);
  return finish (out, &text);
}

/* ---- markup --------------------------------------------------------------- */

/* backslash: what stands for one.  */
static void
put_escaped (FILE *out, const char *text, const char *backslash)
{
  bool good;
  for (size_t bytes; *text; text += bytes)
    {
      bytes = next_character (text, &good);
      if (!good)
        fputs ("\xEF\xBF\xBD", out);
      else if (*text == '&')
        fputs ("&amp;", out);
      else if (*text == '<')
        fputs ("&lt;", out);
      else if (*text == '>')
        fputs ("&gt;", out);
      else if (*text == '"')
        fputs ("&quot;", out);
      else if (*text == '\\')
        fputs (backslash, out);
      else if ((unsigned char) *text < 0x20)
        fputc (' ', out);
      else
        fwrite (text, 1, bytes, out);
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
