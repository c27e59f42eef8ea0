/* graph/dot_stream.c: one graph, or all graphs, of a DOT text.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/dot_i.h"
#include "graph/read.h"
#include "graph/spell.h"

struct mm_dot_stream
{
  const char *text; /* borrowed */
  size_t length;
  const char *file; /* borrowed */
  mm_dot_list list; /* made when there are several */
  size_t next;      /* of them */
  bool ended;
  char called[24];
};

mm_dot_stream *
mm_dot_stream_new (const char *text, size_t length, const char *file)
{
  mm_dot_stream *d = calloc (1, sizeof *d);
  if (d)
    *d = (mm_dot_stream){ .text = text, .length = length, .file = file };
  return d;
}

void
mm_dot_stream_free (mm_dot_stream *d)
{
  if (d)
    mm_dot_list_clear (&d->list);
  free (d);
}

/* ---- one after the other --------------------------------------------------------- */

/* The first graph, which is read before it is known whether there are others: most often there are none.
   @param more  out: whether another begins behind it; true as well when the first one is wrong  */
static mm_status
read_first (const char *text, size_t length, mm_module **out, bool *more, mm_error *err)
{
  mm_dot_place place = { 0, 0 };
  *more = false;
  mm_status s = mm_dot_check_encoding (text, length, err);
  if (s)
    return s;
  s = mm_dot_read_at (text, length, &place, out, err);
  *more = s && s != MM_ENOMEM;
  if (s || !(s = mm_dot_is_more (text, length, &place, more, err)))
    return s;
  mm_module_free (*out);
  *out = NULL;
  return s;
}

/* The same, and the list of all graphs when there are several.  */
static mm_status
read_first_and_list (const char *text, size_t length, mm_dot_list *list, mm_module **out, bool *several, mm_error *err)
{
  mm_status s = read_first (text, length, out, several, err);
  if (!*several)
    return s;
  mm_status listed = mm_dot_list_graphs (list, text, length, s ? NULL : err);
  if (listed && !s)
    {
      mm_module_free (*out);
      *out = NULL;
    }
  *several = !listed && list->count > 1 && (!s || list->at[1].graph);
  return s ? s : listed;
}

mm_status
mm_dot_stream_next (mm_dot_stream *d, mm_module **out, const char **name, mm_error *err)
{
  if (err)
    err->file = d->file;
  *name = NULL;
  if (d->ended)
    return MM_END;
  mm_status s;
  bool several = true;
  if (d->next == 0)
    s = read_first_and_list (d->text, d->length, &d->list, out, &several, err);
  else
    s = mm_dot_read_at (d->text, d->length, &d->list.at[d->next].place, out, err);
  if (several)
    *name = mm_dot_list_called (&d->list, d->next, d->called);
  d->ended = !several || ++d->next == d->list.count;
  return s;
}

/* ---- one --------------------------------------------------------------------------- */

/* Append what a graph is called to a text of `size` bytes, unless it is full.  */
static void
add_called (char *text, size_t size, const mm_dot_list *list, size_t i)
{
  char called[24], shown[44];
  const size_t used = strlen (text);
  if (size - used > 60)
    snprintf (text + used, size - used, "%s%s", i ? ", " : "",
              mm_spell_name (mm_dot_list_called (list, i, called), shown, sizeof shown));
  else if (text[used - 1] != '.')
    snprintf (text + used, size - used, ", ...");
}

/* Say what the graphs are called.  */
static mm_status
fail_several (const mm_dot_list *list, const char *called, mm_error *err)
{
  char names[250] = "", first[24], shown[MM_SPELT];
  for (size_t i = 0; i < list->count; i++)
    add_called (names, sizeof names, list, i);
  if (called)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "there is no graph called %s in it; %s: %s",
                    mm_spell_name (called, shown, sizeof shown), list->count == 1 ? "there is one" : "its graphs are", names);
  return mm_fail (err, MM_EUNSUPPORTED, list->at[1].place.line + 1,
                  "there are %zu graphs in it: %s; name one behind the file, as in FILE#%s", list->count, names,
                  mm_spell_name (mm_dot_list_called (list, 0, first), shown, 44));
}

static mm_status
read_only (const char *text, size_t length, mm_dot_list *list, mm_module **out, mm_error *err)
{
  bool several;
  mm_status s = read_first_and_list (text, length, list, out, &several, err);
  if (!several)
    return s;
  if (!s)
    mm_module_free (*out);
  *out = NULL;
  return fail_several (list, NULL, err);
}

static mm_status
read_called (const char *text, size_t length, const char *called, mm_dot_list *list, mm_module **out, mm_error *err)
{
  mm_status s = mm_dot_check_encoding (text, length, err);
  if (!s)
    s = mm_dot_list_graphs (list, text, length, err);
  if (s)
    return s;
  const size_t i = mm_dot_list_find (list, called);
  if (i < list->count)
    return mm_dot_read_at (text, length, &list->at[i].place, out, err);
  return list->count ? fail_several (list, called, err) : mm_fail (err, MM_EPARSE, 0, "there is no graph in it");
}

mm_status
mm_read_dot_graph (const char *text, size_t length, const char *file, const char *called, mm_module **out, mm_error *err)
{
  mm_dot_list list = { .count = 0 };
  if (err)
    err->file = file;
  mm_status s = called ? read_called (text, length, called, &list, out, err)
                       : read_only (text, length, &list, out, err);
  mm_dot_list_clear (&list);
  return s;
}

mm_status
mm_read_dot (const char *text, size_t length, const char *file, mm_module **out, mm_error *err)
{
  return mm_read_dot_graph (text, length, file, NULL, out, err);
}
