/* graph/dot_list.c: the graphs of a DOT text.  */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"

enum { MM_DOT_MARKS = 3 };

/* What is left of the lister's work when something is no DOT: the scan of that graph will say so.  */
static mm_status
forgive (mm_status s)
{
  return s == MM_ENOMEM ? s : MM_OK;
}

/* Step over a graph whose first brace was just read.  @return false when it does not end */
static mm_status
skip_braces (mm_dot_lexer *x, bool *ended)
{
  mm_status s = MM_OK;
  size_t depth = 1;
  while (depth > 0 && !(s = mm_dot_next (x, NULL)) && x->kind != MM_DOT_END)
    {
      depth += x->kind == '{';
      depth -= x->kind == '}';
    }
  *ended = depth == 0;
  return forgive (s);
}

/* ["strict"] ("graph" | "digraph") [ID] "{", of which the first word was just read.  */
static mm_status
list_header (mm_dot_list *list, mm_dot_lexer *x, bool *good, mm_error *err)
{
  struct mm_dot_listed *entry = &list->at[list->count - 1];
  mm_status s = x->kind == MM_DOT_STRICT ? mm_dot_next (x, NULL) : MM_OK;
  *good = !s && (x->kind == MM_DOT_GRAPH || x->kind == MM_DOT_DIGRAPH);
  if (*good)
    s = mm_dot_next (x, NULL);
  if (s || !*good || x->kind != MM_DOT_WORD)
    {
      *good = !s && *good && x->kind == '{';
      return forgive (s);
    }
  s = mm_dot_names_add (&list->names, x->word, &entry->name);
  if (s)
    return mm_fail (err, s, x->token_line, "there are too many graphs in the file");
  list->names.at[entry->name].members++;
  s = mm_dot_next (x, NULL);
  *good = !s && x->kind == '{';
  return forgive (s);
}

/* One graph.  @param more  out: whether to look for another behind it */
static mm_status
list_graph (mm_dot_list *list, mm_dot_lexer *x, bool *more, mm_error *err)
{
  *more = false;
  mm_dot_peek (x);
  const mm_dot_place place = mm_dot_lexer_place (x);
  mm_status s = mm_dot_next (x, NULL);
  if (s == MM_ENOMEM || (!s && x->kind == MM_DOT_END))
    return s;
  if (!mm_array_reserve (&list->at, &list->capacity, list->count + 1, sizeof *list->at))
    return MM_ENOMEM;
  list->at[list->count++] = (struct mm_dot_listed){ place, MM_NONE, false };
  if (s)
    return MM_OK;
  s = list_header (list, x, more, err);
  list->at[list->count - 1].graph = *more;
  return s || !*more ? s : skip_braces (x, more);
}

mm_status
mm_dot_list_graphs (mm_dot_list *list, const char *text, size_t length, mm_error *err)
{
  const mm_dot_place start = { 0, 0 };
  mm_dot_lexer x = mm_dot_lexer_at (text, length, &start);
  mm_status s = MM_OK;
  for (bool more = true; !s && more;)
    s = list_graph (list, &x, &more, err);
  mm_dot_lexer_clear (&x);
  return s == MM_ENOMEM ? mm_fail_memory (err) : s;
}

/* Whether one graph alone has that name.  */
static bool
is_name (const mm_dot_list *list, const char *called)
{
  const mm_dot_name *name = mm_dot_names_find (&list->names, called);
  return name && name->members == 1;
}

const char *
mm_dot_list_called (const mm_dot_list *list, size_t i, char buffer[24])
{
  if (list->at[i].name != MM_NONE)
    {
      const mm_dot_name *name = &list->names.at[list->at[i].name];
      const char *text = mm_pool_text (&list->names.text, name->text);
      if (name->members == 1 && *text)
        return text;
    }
  /* As many '#' in front as it takes to be no other's name.  */
  char *at = buffer + MM_DOT_MARKS;
  memset (buffer, '#', MM_DOT_MARKS);
  snprintf (at, 24 - MM_DOT_MARKS, "%zu", i + 1);
  while (at > buffer && is_name (list, at))
    at--;
  return at;
}

size_t
mm_dot_list_find (const mm_dot_list *list, const char *called)
{
  const mm_dot_name *name = mm_dot_names_find (&list->names, called);
  for (size_t i = 0; i < list->count && name && name->members == 1; i++)
    if (list->at[i].name == (size_t) (name - list->names.at))
      return i;
  for (int marks = 0; marks < MM_DOT_MARKS && *called == '#'; marks++)
    called++;
  char *end;
  const unsigned long long number = *called >= '1' && *called <= '9' ? strtoull (called, &end, 10) : 0;
  return number && !*end && number <= list->count ? (size_t) number - 1 : list->count;
}

void
mm_dot_list_clear (mm_dot_list *list)
{
  mm_dot_names_clear (&list->names);
  free (list->at);
  *list = (mm_dot_list){ .count = 0 };
}
