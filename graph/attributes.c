/* graph/attributes.c: attributes as they were written.  */
#include "graph/attributes_i.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

mm_status
mm_attributes_add (mm_attributes *a, const mm_setting *setting)
{
  if (a->settings == UINT32_MAX - 1)
    return MM_ELIMIT;
  if (!mm_array_reserve (&a->setting, &a->setting_capacity, a->settings + 1, sizeof *a->setting))
    return MM_ENOMEM;
  a->setting[a->settings++] = *setting;
  return MM_OK;
}

mm_status
mm_attributes_group (mm_attributes *a, const mm_group *group, uint32_t *head)
{
  if (a->groups == MM_NO_GROUP - 1)
    return MM_ELIMIT;
  if (!mm_array_reserve (&a->group, &a->group_capacity, a->groups + 1, sizeof *a->group))
    return MM_ENOMEM;
  *head = (uint32_t) a->groups;
  a->group[a->groups++] = *group;
  return MM_OK;
}

void
mm_attributes_clear (mm_attributes *a)
{
  free (a->setting);
  free (a->group);
  *a = (mm_attributes){ .settings = 0 };
}

mm_group_walk
mm_group_walk_from (const mm_attributes *a, uint32_t head)
{
  return (mm_group_walk){ a, MM_NO_GROUP, head };
}

uint32_t
mm_group_walk_next (mm_group_walk *w)
{
  const bool inside = w->inner != MM_NO_GROUP;
  const uint32_t g = inside ? w->inner : w->outer;
  if (g == MM_NO_GROUP)
    return g;
  const mm_group *group = &w->a->group[g];
  if (inside)
    w->inner = group->before;
  else
    {
      w->inner = group->include;
      w->outer = group->before;
    }
  return g;
}

const mm_setting *
mm_attributes_find (const mm_attributes *a, uint32_t head, const mm_pool *text, const char *name)
{
  mm_group_walk walk = mm_group_walk_from (a, head);
  for (uint32_t g; (g = mm_group_walk_next (&walk)) != MM_NO_GROUP;)
    for (uint32_t i = a->group[g].to; i-- > a->group[g].from;)
      if (!strcmp (mm_pool_text (text, a->setting[i].name), name))
        return &a->setting[i];
  return NULL;
}

/* ---- lists ------------------------------------------------------------------------ */

size_t
mm_attributes_count (const mm_attributes *a, uint32_t head)
{
  size_t count = 0;
  mm_group_walk walk = mm_group_walk_from (a, head);
  for (uint32_t g; (g = mm_group_walk_next (&walk)) != MM_NO_GROUP;)
    count += a->group[g].to - a->group[g].from;
  return count;
}

static int
by_name_and_age (const void *a, const void *b)
{
  const mm_listed *x = a, *y = b;
  int order = strcmp (x->name, y->name);
  return order ? order : (x->age > y->age) - (x->age < y->age);
}

size_t
mm_attributes_list (const mm_attributes *a, uint32_t head, const mm_pool *text, mm_listed *list)
{
  size_t all = 0, count = 0;
  mm_group_walk walk = mm_group_walk_from (a, head);
  for (uint32_t g; (g = mm_group_walk_next (&walk)) != MM_NO_GROUP;)
    for (uint32_t i = a->group[g].to; i-- > a->group[g].from; all++)
      {
        const mm_setting *s = &a->setting[i];
        list[all] = (mm_listed){ mm_pool_text (text, s->name), mm_pool_text (text, s->value), s, all };
      }
  if (all)
    qsort (list, all, sizeof *list, by_name_and_age);
  const char *before = NULL;
  for (size_t i = 0; i < all; i++)
    {
      const mm_listed entry = list[i];
      if ((!before || strcmp (before, entry.name)) && *entry.value)
        list[count++] = entry;
      before = entry.name;
    }
  return count;
}
