/* tests/xml.c: whether a text is well-formed XML.  */
#include "tests/xml.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH = 64, NAME = 32 };

static char problem[160];

static const char *
wrong (const char *what, const char *at)
{
  snprintf (problem, sizeof problem, "%s at \"%.60s\"", what, at);
  return problem;
}

/* A text without tags: entities known, no < and no control characters.  */
static const char *
text_defect (const char *at, const char *end)
{
  static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#45;", "&#39;", "&#160;", "&#92;" };
  for (; at < end; at++)
    {
      if (*at == '<' || (unsigned char) *at == 0x7F || ((unsigned char) *at < 0x20 && !strchr ("\t\r\n", *at)))
        return wrong ("a character that may not stand in a text", at);
      int found = *at != '&';
      for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        found |= !strncmp (at, known[i], strlen (known[i]));
      if (!found)
        return wrong ("an unknown entity", at);
    }
  return NULL;
}

/* The attributes of a tag, from behind its name to its end.  */
static const char *
attribute_defect (const char *at, const char *end)
{
  while (at < end)
    {
      at += strspn (at, " \r\n\t");
      if (at >= end)
        break;
      size_t name = strcspn (at, "= \n\">");
      if (name == 0 || at[name] != '=' || at[name + 1] != '"')
        return wrong ("an attribute without quotes", at);
      const char *value = at + name + 2, *close = strchr (value, '"');
      if (!close || close >= end)
        return wrong ("an attribute without an end", at);
      const char *bad = text_defect (value, close);
      if (bad)
        return bad;
      at = close + 1;
    }
  return NULL;
}

const char *
xml_defect (const char *text)
{
  char open[DEPTH][NAME];
  int depth = 0, roots = 0;
  const char *at = text;
  while (*at)
    {
      const char *tag = strchr (at, '<');
      const char *bad = text_defect (at, tag ? tag : at + strlen (at));
      if (bad)
        return bad;
      if (!tag)
        break;
      const char *end = strchr (tag, '>');
      if (!end)
        return wrong ("a tag without an end", tag);
      if (tag[1] == '?' || tag[1] == '!')
        {
          at = end + 1;
          continue;
        }
      int closing = tag[1] == '/', empty = end[-1] == '/';
      const char *name = tag + 1 + closing;
      size_t length = strcspn (name, " \r\n\t/>");
      if (length == 0 || length >= NAME)
        return wrong ("a strange name", tag);
      if (closing)
        {
          if (depth == 0 || strlen (open[depth - 1]) != length || strncmp (open[depth - 1], name, length))
            return wrong ("a tag is closed that is not open", tag);
          depth--;
        }
      else
        {
          bad = attribute_defect (name + length, end - empty);
          if (bad)
            return bad;
          roots += depth == 0;
          if (!empty && depth == DEPTH)
            return wrong ("too deep", tag);
          if (!empty)
            {
              memcpy (open[depth], name, length);
              open[depth++][length] = '\0';
            }
        }
      at = end + 1;
    }
  if (depth > 0)
    return wrong ("a tag stays open", open[depth - 1]);
  return roots == 1 ? NULL : wrong ("not one root", text);
}
