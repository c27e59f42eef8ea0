/* graph/dot_attributes.c: what a scan keeps of attributes, and which defaults hold where.

   A subgraph that is opened again inside the same one has the defaults that were set in it, on top of
   those around it as they are by then, as in libcgraph; tests/test_dot_scan.c compares the two.  */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"

mm_status
mm_dot_spelling_add (mm_dot_scan *scan, const char *name, uint32_t *index)
{
  mm_status s = mm_dot_names_add (&scan->attribute_names, name, index);
  if (s)
    return s;
  const uint32_t count = scan->attribute_names.count;
  if (!mm_array_reserve (&scan->spellings, &scan->spelling_capacity, count, sizeof *scan->spellings))
    return MM_ENOMEM;
  if (scan->attribute_names.at[*index].line)
    return MM_OK;
  mm_dot_spelling *spelling = &scan->spellings[*index];
  *spelling = (mm_dot_spelling){ .last = MM_NO_TEXT };
  if (!mm_pool_add (&scan->text, name, &spelling->text))
    return MM_ENOMEM;
  for (unsigned place = 0; place < MM_PLACES; place++)
    spelling->word[place] = (uint8_t) mm_word_called (name, place);
  scan->attribute_names.at[*index].line = 1; /* its spelling is there */
  return MM_OK;
}

mm_status
mm_dot_set (mm_dot_scan *scan, uint32_t spelling, const mm_dot_lexer *value, unsigned place, size_t from)
{
  mm_dot_spelling *name = &scan->spellings[spelling];
  mm_setting setting = { .name = name->text,
                         .value = name->last,
                         .line = value->token_line < UINT32_MAX ? (uint32_t) value->token_line : 0,
                         .word = name->word[place],
                         .html = value->html };
  /* Many layers say the same one after the other.  */
  if (name->last == MM_NO_TEXT || strcmp (mm_pool_text (&scan->text, name->last), value->word))
    if (!mm_pool_add (&scan->text, value->word, &setting.value))
      return MM_ENOMEM;
  name->last = setting.value;
  if (name->setting > from)
    {
      scan->attributes.setting[name->setting - 1] = setting;
      return MM_OK;
    }
  const mm_status s = mm_attributes_add (&scan->attributes, &setting);
  name->setting = scan->attributes.settings;
  return s;
}

mm_status
mm_dot_group_add (mm_dot_scan *scan, size_t from, uint32_t *group)
{
  if (from == scan->attributes.settings)
    return MM_OK;
  const mm_group own = { (uint32_t) from, (uint32_t) scan->attributes.settings, MM_NO_GROUP, *group };
  return mm_attributes_group (&scan->attributes, &own, group);
}

/* ---- scopes ------------------------------------------------------------------------ */

/* Put the defaults that were set in a scope before, if there are any, on top of others.  */
static mm_status
include (mm_dot_scan *scan, uint32_t local, uint32_t *group)
{
  if (local == MM_NO_GROUP)
    return MM_OK;
  const mm_group all = { 0, 0, local, *group };
  return mm_attributes_group (&scan->attributes, &all, group);
}

mm_status
mm_dot_scope_open (mm_dot_scan *scan, mm_dot_scopes *scopes, const mm_dot_scope *outer, uint32_t name,
                   mm_dot_scope *scope)
{
  char key[48];
  *scope = (mm_dot_scope){ .name = MM_NO_GROUP,
                           .node = outer ? outer->node : MM_NO_GROUP,
                           .edge = outer ? outer->edge : MM_NO_GROUP };
  if (!outer || name == MM_NO_GROUP)
    {
      scope->id = UINT64_C (1) << 32 | ++scopes->nameless;
      return MM_OK;
    }
  snprintf (key, sizeof key, "%" PRIu64 "/%" PRIu32, outer->id, name);
  const uint32_t known = scopes->names.count;
  mm_status s = mm_dot_names_add (&scopes->names, key, &scope->name);
  if (s)
    return s;
  mm_dot_name *record = &scopes->names.at[scope->name];
  scope->id = scope->name;
  if (scope->name == known)
    record->group = record->blob = MM_NO_GROUP;
  s = include (scan, record->blob, &scope->node);
  return s ? s : include (scan, record->group, &scope->edge);
}

mm_status
mm_dot_scope_add (mm_dot_scan *scan, mm_dot_scopes *scopes, mm_dot_scope *scope, bool edge, size_t from)
{
  mm_status s = mm_dot_group_add (scan, from, edge ? &scope->edge : &scope->node);
  if (s || scope->name == MM_NO_GROUP)
    return s;
  mm_dot_name *record = &scopes->names.at[scope->name];
  return mm_dot_group_add (scan, from, edge ? &record->group : &record->blob);
}
