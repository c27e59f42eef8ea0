/* rewrite/notation.c: how terms are written as text, Unicode and LaTeX.  */
#include "rewrite/notation_i.h"

#include "graph/spell.h"

static const mm_signs signs[] = {
  [MM_NOTATION_TEXT] = { " * ", " + ", "(", ")", "(...)" },
  [MM_NOTATION_UNICODE] = { " \xE2\x8A\x9B ", " + ", "(", ")", "(\xE2\x80\xA6)" },
  [MM_NOTATION_LATEX] = { " \\circledast ", " + ", "(", ")", "(\\dots)" },
};

const mm_signs *
mm_notation_signs (mm_notation notation)
{
  return &signs[notation];
}

static bool
is_letter (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* One letter and at least so many digits.  */
static bool
is_symbol (const char *name, size_t digits)
{
  if (!is_letter (name[0]))
    return false;
  size_t n = 0;
  while (is_digit (name[1 + n]))
    n++;
  return name[1 + n] == '\0' && n >= digits;
}

/* A letter with its number as a subscript, if it has one.  */
static void
write_symbol (mm_phrase *p, mm_notation notation, const char *name)
{
  mm_phrase_bytes (p, name, 1);
  const char *number = name + 1;
  if (!*number)
    return;
  switch (notation)
    {
    case MM_NOTATION_TEXT: mm_phrase_add (p, number); break;
    case MM_NOTATION_UNICODE: /* U+2080 is subscript zero */
      for (; *number; number++)
        mm_phrase_bytes (p, (char[]){ '\xE2', '\x82', (char) (0x80 + (*number - '0')) }, 3);
      break;
    case MM_NOTATION_LATEX:
      mm_phrase_add (p, "_{");
      mm_phrase_add (p, number);
      mm_phrase_add (p, "}");
      break;
    }
}

/* One visible character, or a space, in LaTeX text.  */
static void
write_latex_character (mm_phrase *p, const char *c, size_t length)
{
  static const struct
  {
    char c;
    const char *latex;
  } words[] = {
    { '\\', "\\textbackslash{}\\textbackslash{}" }, { '~', "\\textasciitilde{}" }, { '^', "\\textasciicircum{}" },
    { '<', "\\textless{}" }, { '>', "\\textgreater{}" }, { '|', "\\textbar{}" },
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (*c == words[i].c)
      {
        mm_phrase_add (p, words[i].latex);
        return;
      }
  if (strchr ("{}$&#_%", *c))
    mm_phrase_add (p, "\\");
  mm_phrase_bytes (p, c, length);
}

static void
write_latex_escape (mm_phrase *p, uint32_t code, bool byte)
{
  char text[40];
  if (byte)
    snprintf (text, sizeof text, "\\textbackslash{}x%02X", (unsigned) code);
  else
    snprintf (text, sizeof text, "\\textbackslash{}u\\{%04X\\}", (unsigned) code);
  mm_phrase_add (p, text);
}

/* Upright text in a LaTeX formula.  What cannot be seen is escaped as it is elsewhere, with the
   backslash that LaTeX has for that, and a backslash of the name is doubled; spaces that LaTeX
   would drop or make one are shown, and so is that there is nothing.  */
static void
write_latex_text (mm_phrase *p, const char *name)
{
  mm_speller s = { .at = name };
  uint32_t code;
  size_t length;
  bool after_space = true;
  mm_phrase_add (p, *name ? "\\text{" : "\\text{``''");
  for (mm_spell_kind kind; (kind = mm_spell_read (&s, &code, &length)); after_space = code == ' ')
    if (kind == MM_SPELL_BYTE || kind == MM_SPELL_HIDDEN)
      write_latex_escape (p, code, kind == MM_SPELL_BYTE || code < 0x80);
    else if (code == ' ' && (after_space || !*s.at))
      mm_phrase_add (p, "\\textvisiblespace{}");
    else
      write_latex_character (p, s.at - length, length);
  mm_phrase_add (p, "}");
}

static void
write_other (mm_phrase *p, mm_notation notation, const char *name, bool quoted)
{
  if (notation == MM_NOTATION_LATEX)
    write_latex_text (p, name);
  else if (quoted)
    mm_phrase_quoted (p, name);
  else
    mm_phrase_name (p, name);
}

void
mm_notation_layer (mm_phrase *p, mm_notation notation, const mm_module *m, mm_layer e)
{
  char buffer[MM_NAME_BUFFER];
  const char *name = mm_module_layer_name (m, e, buffer);
  const bool ours = name[0] == 'G' && is_symbol (name, 0);
  if (is_symbol (name, 1) && !ours)
    write_symbol (p, notation, name);
  else /* a number would look like a factor */
    write_other (p, notation, name, ours || is_digit (name[0]) || name[0] == '.');
}

void
mm_notation_common (mm_phrase *p, mm_notation notation, uint32_t k)
{
  mm_phrase name = { .data = NULL };
  mm_phrase_add (&name, "G");
  if (k)
    mm_phrase_number (&name, k);
  mm_phrase_bytes (&name, "", 1);
  if (name.failed)
    p->failed = true;
  else
    write_symbol (p, notation, name.data);
  mm_phrase_clear (&name);
}

void
mm_notation_between (mm_phrase *p, mm_notation notation, const mm_module *m, mm_blob u, mm_blob v)
{
  char ub[MM_NAME_BUFFER], vb[MM_NAME_BUFFER];
  const char *from = mm_module_blob_name (m, u, ub), *to = mm_module_blob_name (m, v, vb);
  const bool latex = notation == MM_NOTATION_LATEX;
  mm_phrase_add (p, latex ? "G_{" : "G(");
  write_other (p, notation, from, false);
  mm_phrase_add (p, notation == MM_NOTATION_TEXT ? " -> " : latex ? " \\to " : " \xE2\x86\x92 ");
  write_other (p, notation, to, false);
  mm_phrase_add (p, latex ? "}" : ")");
}
