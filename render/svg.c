/* render/svg.c: Graphviz's SVG with our ids, classes and titles.  */
#include <stdlib.h>
#include <string.h>

#include "render/finish_i.h"
#include "render/wording_i.h"

static const char group[] = "<g id=\"";
static const char title_open[] = "<title>", title_close[] = "</title>\n";

/* What an element's id says about it.  */
typedef struct element
{
  const char *id, *kind, *title;
} element;

static bool
element_called (const mm_sheet *s, const char *id, element *out)
{
  char *rest;
  unsigned long index = strtoul (id + 1, &rest, 10);
  if (*rest != '"' || rest == id + 1)
    return false;
  if (id[0] == 'n' && index < s->nodes)
    *out = (element){ s->node[index].id, s->node[index].kind, s->node[index].title };
  else if (id[0] == 'c' && index < s->curves)
    *out = (element){ s->curve[index].id, s->curve[index].kind, s->curve[index].title };
  else
    return false;
  return true;
}

static void
put_title (FILE *out, const char *title)
{
  if (!title)
    return;
  fputs (title_open, out);
  mm_put_escaped (out, title);
  fputs (title_close, out);
}

/* Skip the title element at `at`, if there is one.  */
static const char *
after_title (const char *at)
{
  if (strncmp (at, title_open, strlen (title_open)))
    return at;
  const char *close = strstr (at, title_close);
  return close ? close + strlen (title_close) : at;
}

/* One group's first line and title; returns where to go on.  */
static const char *
put_group (FILE *out, const mm_sheet *s, const char *at)
{
  element e;
  const char *line_end = strchr (at, '\n');
  if (!line_end)
    return at;
  if (element_called (s, at + strlen (group), &e))
    {
      fprintf (out, "<g id=\"%s\" class=\"%s\">\n", e.id, e.kind);
      put_title (out, e.title);
    }
  else
    {
      fwrite (at, 1, (size_t) (line_end - at) + 1, out);
      put_title (out, s->title);
    }
  return after_title (line_end + 1);
}

void
mm_svg_write (const mm_text *svg, const mm_sheet *s, FILE *out)
{
  const char *at = svg->data;
  while (*at)
    {
      if (!strncmp (at, group, strlen (group)))
        {
          const char *next = put_group (out, s, at);
          if (next != at)
            {
              at = next;
              continue;
            }
        }
      const char *comment_end = strncmp (at, "<!-- ", 5) ? NULL : strstr (at, "-->\n");
      const char *line_end = strchr (at, '\n');
      if (comment_end)
        at = comment_end + 4;
      else
        {
          size_t length = line_end ? (size_t) (line_end - at) + 1 : strlen (at);
          fwrite (at, 1, length, out);
          at += length;
        }
    }
}
