/* graph/layer_names.c: a name for each layer that no other layer has.

   Files may give one name to many layers (networks label them "conv3x3"), or the name "F2" to
   another layer than the second, which has none.  All layers that would have the same name
   stand together here: first those to which the file gives it, in its order, then the one that
   would be called so by its place.  The first keeps the name and the others get "_2", "_3", …
   behind it, where a number is passed over when the file gives that name to some layer.

   So no name that is given and unique ever changes, and all are different: a number tells
   layers of one name apart, and "a_2" is made from "a" only, whatever other names there are.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/module_i.h"

typedef struct bearer
{
  const char *name; /* as given */
  mm_layer layer;
} bearer;

typedef struct naming
{
  mm_table *t;
  bearer *given; /* sorted by name, then by layer */
  size_t count;
  char *scratch; /* for a name that is tried */
  size_t capacity;
} naming;

static int
by_name (const void *a, const void *b)
{
  const bearer *x = a, *y = b;
  return strcmp (x->name, y->name);
}

static int
by_name_and_place (const void *a, const void *b)
{
  const bearer *x = a, *y = b;
  const int order = by_name (a, b);
  return order ? order : (x->layer > y->layer) - (x->layer < y->layer);
}

static const char *
given_name (const mm_table *t, mm_layer e)
{
  size_t offset;
  memcpy (&offset, mm_column_at (&t->layer_name, e), sizeof offset);
  return mm_pool_text (&t->text, offset);
}

/* The layer that has no name and is called `name` by its place; MM_NONE: there is none.  */
static mm_layer
called_by_place (const mm_table *t, const char *name)
{
  uint64_t place = 0;
  const size_t digits = *name == 'F' ? strspn (name + 1, "0123456789") : 0;
  if (!digits || digits > 10 || name[1] == '0' || name[1 + digits])
    return MM_NONE;
  for (const char *c = name + 1; *c; c++)
    place = 10 * place + (uint64_t) (*c - '0');
  return place <= t->layers && !given_name (t, (mm_layer) (place - 1)) ? (mm_layer) (place - 1) : MM_NONE;
}

/* Call a layer by a name with a number, from *number on.  */
static bool
number_layer (naming *n, const char *name, mm_layer e, uint64_t *number)
{
  enum { DIGITS = 24 };
  const size_t length = strlen (name);
  if (!mm_array_reserve (&n->scratch, &n->capacity, length + DIGITS, 1))
    return false;
  memcpy (n->scratch, name, length);
  const bearer tried = { .name = n->scratch };
  do
    snprintf (n->scratch + length, DIGITS, "_%llu", (unsigned long long) (*number)++);
  while (bsearch (&tried, n->given, n->count, sizeof *n->given, by_name));

  size_t offset;
  if (!mm_pool_add (&n->t->shown_text, n->scratch, &offset))
    return false;
  size_t *entry = mm_column_touch (&n->t->shown_name, e);
  if (!entry)
    return false;
  *entry = offset;
  return true;
}

static bool
tell_apart (naming *n)
{
  uint64_t number = 2;
  for (size_t i = 0; i < n->count; i++)
    {
      const char *name = n->given[i].name;
      if (i && !strcmp (n->given[i - 1].name, name))
        {
          if (!number_layer (n, name, n->given[i].layer, &number))
            return false;
        }
      else
        number = 2;
      const bool last = i + 1 == n->count || strcmp (n->given[i + 1].name, name) != 0;
      const mm_layer nameless = last ? called_by_place (n->t, name) : MM_NONE;
      if (nameless != MM_NONE && !number_layer (n, name, nameless, &number))
        return false;
    }
  return true;
}

mm_status
mm_table_name_layers (mm_table *t)
{
  const size_t most = t->layer_name.used;
  if (!most)
    return MM_OK;
  naming n = { .t = t, .given = mm_array_new (most, sizeof *n.given) };
  if (!n.given)
    return MM_ENOMEM;
  for (mm_layer e = 0; e < most; e++)
    {
      const char *name = given_name (t, e);
      if (name)
        n.given[n.count++] = (bearer){ name, e };
    }
  qsort (n.given, n.count, sizeof *n.given, by_name_and_place);
  const bool good = tell_apart (&n);
  free (n.given);
  free (n.scratch);
  return good ? MM_OK : MM_ENOMEM;
}
