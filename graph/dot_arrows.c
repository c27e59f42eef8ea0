/* graph/dot_arrows.c: which edges of a DOT file are layers.

   When libcgraph makes one edge of two is measured, beside libcgraph itself, by tests/test_dot_dialects.c.  */
#include <stdlib.h>
#include <string.h>

#include "graph/dot_i.h"

/* ---- edges that are one -------------------------------------------------------- */

static int
by_sequence (const void *a, const void *b)
{
  const mm_dot_arrow *x = a, *y = b;
  return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static int
by_ends (const void *a, const void *b)
{
  const mm_dot_arrow *x = a, *y = b;
  if (x->tail != y->tail)
    return x->tail < y->tail ? -1 : 1;
  if (x->head != y->head)
    return x->head < y->head ? -1 : 1;
  return by_sequence (a, b);
}

/* Arrows without a key come last.  */
static int
by_key (const void *a, const void *b)
{
  const mm_dot_arrow *x = a, *y = b;
  if (!x->key || !y->key)
    return x->key || y->key ? (x->key == NULL) - (y->key == NULL) : by_sequence (a, b);
  const int order = strcmp (x->key, y->key);
  return order ? order : by_ends (a, b);
}

/* Whether y, which comes after x, is one with it.  */
static bool
are_one (const mm_dot_arrow *x, const mm_dot_arrow *y, bool strict)
{
  if (x->tail != y->tail || x->head != y->head)
    return false;
  return strict || (x->key && y->key && !strcmp (x->key, y->key));
}

uint32_t
mm_dot_merge (const mm_dot_scan *scan, mm_dot_arrow *arrows, uint32_t count)
{
  uint32_t merged = 0;
  if (count && (scan->strict || scan->keys))
    {
      for (uint32_t i = 0; i < count; i++)
        arrows[i].key = mm_pool_text (&scan->text, scan->statements[arrows[i].statement].key);
      qsort (arrows, count, sizeof *arrows, scan->strict ? by_ends : by_key);
      const mm_dot_arrow *first = arrows;
      for (uint32_t i = 1; i < count; i++)
        if (are_one (first, &arrows[i], scan->strict))
          {
            merged++;
            arrows[i].into = first->edge;
            arrows[i].dropped = arrows[i].key && !(first->key && !strcmp (first->key, arrows[i].key));
          }
        else
          first = &arrows[i];
    }
  if (count)
    qsort (arrows, count, sizeof *arrows, by_sequence);
  return merged;
}

/* ---- edges that are not drawn ---------------------------------------------------- */

/* Styles stand between commas, and what is in parentheses are arguments, which do not nest.  Graphviz steps over
   blanks before a style, not behind it, and takes no style from a text whose parentheses are wrong.  */
bool
mm_dot_style_hides (const char *style)
{
  bool hides = false, inside = false;
  for (;;)
    {
      style += strspn (style, " \t\n\v\f\r,");
      const size_t length = strcspn (style, "(),");
      hides = hides || (!inside && length == 5 && !strncmp (style, "invis", 5));
      style += length;
      if (*style == '\0')
        return hides && !inside;
      if (*style != ',' && inside == (*style == '('))
        return false;
      inside = *style == ',' ? inside : *style == '(';
      style++;
    }
}
