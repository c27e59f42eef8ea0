/* graph/attributes_i.h: the attributes of a graph, its blobs and its layers, as they were written;
   for graph/ only.

   A *setting* is one NAME=VALUE of a file.  A *group* is a run of settings that belong together, one
   list in brackets say, and what it is added to: the groups before it.  So the defaults of a million
   layers are kept once, and all memory is in proportion to the text:

       edge [kernel=3]          group 0: kernel=3
       s -> a                   attributes: group 0
       a -> t [key=c, pad=1]    group 1: key=c, pad=1; before it group 0

   A subgraph that is opened again has the defaults that were set in it, on top of those around it as
   they are now.  Its own groups are *included* by a group without settings.  */
#ifndef MM_GRAPH_ATTRIBUTES_I_H
#define MM_GRAPH_ATTRIBUTES_I_H

#include <stdbool.h>
#include <stdint.h>

#include "graph/column.h"
#include "graph/module.h"

#define MM_NO_GROUP UINT32_MAX

typedef struct mm_setting
{
  size_t name, value; /* offsets in the pool of the owner */
  uint32_t line;      /* 0: unknown */
  uint8_t word;       /* mm_word: what the name means at this place */
  bool html;          /* the value was written <…> */
} mm_setting;

typedef struct mm_group
{
  uint32_t from, to; /* its settings */
  uint32_t include;  /* then come this group and those before it, none of which includes others */
  uint32_t before;   /* then this group, and what comes after it */
} mm_group;

typedef struct mm_attributes
{
  mm_setting *setting;
  size_t settings, setting_capacity;
  mm_group *group;
  size_t groups, group_capacity;
} mm_attributes;

/** @return MM_OK; MM_ENOMEM, MM_ELIMIT with nothing added */
mm_status mm_attributes_add (mm_attributes *a, const mm_setting *setting);

/** Put a group before everything from `before` on. @param head  out: the new group */
mm_status mm_attributes_group (mm_attributes *a, const mm_group *group, uint32_t *head);

void mm_attributes_clear (mm_attributes *a);

/** Going through the groups of one object, the newest first. */
typedef struct mm_group_walk
{
  const mm_attributes *a;
  uint32_t inner, outer;
} mm_group_walk;

mm_group_walk mm_group_walk_from (const mm_attributes *a, uint32_t head);

/** The next group, or MM_NO_GROUP at the end. */
uint32_t mm_group_walk_next (mm_group_walk *w);

/** The setting of that name that counts, or NULL. @param text  the owner's pool */
const mm_setting *mm_attributes_find (const mm_attributes *a, uint32_t head, const mm_pool *text, const char *name);

/** How many settings there are, those that do not count included. */
size_t mm_attributes_count (const mm_attributes *a, uint32_t head);

typedef struct mm_listed
{
  const char *name, *value;
  const mm_setting *setting;
  size_t age; /* 0 = newest */
} mm_listed;

/**
 * All settings that count, sorted by name; one that is set to nothing is left out.
 * @param list  out: room for mm_attributes_count entries
 * @return how many they are
 */
size_t mm_attributes_list (const mm_attributes *a, uint32_t head, const mm_pool *text, mm_listed *list);

#endif
