/* graph/refusal.c: what is wrong with a graph that is gone, with its names.  */
#include "graph/refusal.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/column.h"
#include "graph/faults_i.h"

typedef struct entry
{
  uint32_t handle;
  size_t name; /* in text, or MM_NO_TEXT: made up from the handle */
} entry;

struct mm_refusal
{
  bool filled;
  entry *list[MM_REFUSED_LISTS];
  uint32_t count[MM_REFUSED_LISTS];
  uint32_t parts;
  mm_pool text;
  char *sentence;
};

mm_refusal *
mm_refusal_new (void)
{
  return calloc (1, sizeof (mm_refusal));
}

static void
empty (mm_refusal *r)
{
  for (int i = 0; i < MM_REFUSED_LISTS; i++)
    free (r->list[i]);
  free (r->text.data);
  free (r->sentence);
  *r = (mm_refusal){ .filled = false };
}

void
mm_refusal_free (mm_refusal *r)
{
  if (r)
    empty (r);
  free (r);
}

void
mm_refusal_ask (mm_refusal *r, mm_error *err)
{
  empty (r);
  err->refusal = r;
  err->asked = err;
}

static bool
fill_list (mm_refusal *r, const mm_table *t, mm_refused which, const mm_fault_list *from)
{
  const mm_column *names = which == MM_REFUSED_SELF_LOOPS ? &t->layer_name : &t->blob_name;
  r->list[which] = mm_array_new (from->count, sizeof *r->list[which]);
  if (!r->list[which])
    return false;
  for (uint32_t i = 0; i < from->count; i++)
    {
      size_t offset;
      entry *e = &r->list[which][r->count[which]++];
      e->handle = from->at[i];
      memcpy (&offset, mm_column_at (names, e->handle), sizeof offset);
      if (!mm_pool_add (&r->text, mm_pool_text (&t->text, offset), &e->name))
        return false;
    }
  return true;
}

mm_status
mm_refusal_fill (mm_refusal *r, const mm_table *t, const mm_faults *f, char *text)
{
  bool good = text != NULL;
  empty (r);
  r->sentence = text;
  for (mm_refused i = 0; good && i < MM_REFUSED_LISTS; i++)
    good = fill_list (r, t, i, &f->list[i]);
  r->parts = f->parts;
  r->filled = true;
  if (good)
    return MM_OK;
  empty (r);
  return MM_ENOMEM;
}

bool
mm_refusal_is_filled (const mm_refusal *r)
{
  return r->filled;
}

const char *
mm_refusal_text (const mm_refusal *r)
{
  return r->sentence ? r->sentence : "";
}

void
mm_refusal_add (mm_refusal *r, const char *clause)
{
  const size_t length = r->filled ? strlen (r->sentence) : 0, more = strlen (clause) + 1;
  char *longer = r->filled ? realloc (r->sentence, length + more) : NULL;
  if (!longer)
    return;
  memcpy (longer + length, clause, more);
  r->sentence = longer;
}

uint32_t
mm_refusal_count (const mm_refusal *r, mm_refused list)
{
  return r->count[list];
}

const char *
mm_refusal_name (const mm_refusal *r, mm_refused list, uint32_t i, char buffer[MM_NAME_BUFFER])
{
  const entry *e = &r->list[list][i];
  const char *name = mm_pool_text (&r->text, e->name);
  if (name)
    return name;
  mm_table nameless;
  mm_table_init (&nameless);
  return list == MM_REFUSED_SELF_LOOPS ? mm_table_layer_name (&nameless, e->handle, buffer)
                                       : mm_table_blob_name (&nameless, e->handle, buffer);
}

uint32_t
mm_refusal_parts (const mm_refusal *r)
{
  return r->parts;
}
