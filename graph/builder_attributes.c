/* graph/builder_attributes.c: attributes of what is being built, and builders that begin with a module.  */
#include <string.h>

#include "graph/array.h"
#include "graph/builder_i.h"
#include "graph/words_i.h"

/* ---- one attribute ----------------------------------------------------------------- */

/* What the attributes say now goes into the fields.  */
static mm_status
read_again (mm_builder *b, mm_place place, uint32_t handle)
{
  mm_table *t = &b->table;
  mm_said r;
  mm_said_init (&r, &t->attributes, &t->text);
  mm_said_of (&r, mm_table_group (t, place, handle));
  if (place == MM_ON_GRAPH)
    {
      mm_said_padding (&r, &t->padding);
      return MM_OK;
    }
  if (place == MM_ON_LAYER)
    {
      mm_layer_info info;
      memcpy (&info, mm_column_at (&t->layer_info, handle), sizeof info);
      mm_said_layer (&r, &info);
      return mm_builder_set_layer (b, handle, &info);
    }
  mm_blob_record record;
  memcpy (&record, mm_column_at (&t->blob_info, handle), sizeof record);
  mm_blob_info info = { .channels = record.channels };
  mm_said_blob (&r, &info);
  record.channels = info.channels;
  if (info.activation)
    record.activation = (size_t) (info.activation - t->text.data);
  if (info.norm)
    record.norm = (size_t) (info.norm - t->text.data);
  mm_blob_record *entry = mm_column_touch (&t->blob_info, handle);
  if (!entry)
    return MM_ENOMEM;
  *entry = record;
  return MM_OK;
}

/* Where the group of an object is kept; made when it is not there.  */
static uint32_t *
group_entry (mm_table *t, mm_place place, uint32_t handle)
{
  if (place == MM_ON_GRAPH)
    return &t->graph_group;
  return mm_column_touch (place == MM_ON_BLOB ? &t->blob_group : &t->layer_group, handle);
}

mm_status
mm_builder_set_attribute (mm_builder *b, mm_place place, uint32_t handle, const char *name, const char *value,
                          uint32_t line)
{
  mm_table *t = &b->table;
  const uint32_t count = place == MM_ON_BLOB ? t->blobs : place == MM_ON_LAYER ? t->layers : UINT32_MAX;
  if ((place != MM_ON_GRAPH && handle >= count) || !*name)
    return MM_EINVAL;
  mm_setting setting = { .line = line, .word = (uint8_t) mm_word_called (name, place) };
  uint32_t *entry = group_entry (t, place, handle);
  if (!entry || !mm_pool_add (&t->text, name, &setting.name) || !mm_pool_add (&t->text, value, &setting.value))
    return MM_ENOMEM;
  mm_status s = mm_attributes_add (&t->attributes, &setting);
  const uint32_t at = (uint32_t) t->attributes.settings;
  const mm_group group = { at - 1, at, MM_NO_GROUP, *entry };
  const uint32_t before = *entry;
  if (!s)
    s = mm_attributes_group (&t->attributes, &group, entry);
  if (!s)
    s = read_again (b, place, handle);
  if (s)
    *entry = before;
  return s;
}

/* ---- copies ------------------------------------------------------------------------ */

static bool
copy_column (mm_column *to, const mm_column *from)
{
  if (!from->used)
    return true;
  if (!mm_column_touch (to, from->used - 1))
    return false;
  memcpy (to->data, from->data, from->used * from->size);
  return true;
}

static bool
copy_pool (mm_pool *to, const mm_pool *from)
{
  if (!from->used)
    return true;
  if (!mm_array_reserve (&to->data, &to->capacity, from->used, 1))
    return false;
  memcpy (to->data, from->data, from->used);
  to->used = from->used;
  return true;
}

static bool
copy_attributes (mm_attributes *to, const mm_attributes *from)
{
  if (!from->groups)
    return true;
  if (!mm_array_reserve (&to->setting, &to->setting_capacity, from->settings + 1, sizeof *to->setting)
      || !mm_array_reserve (&to->group, &to->group_capacity, from->groups, sizeof *to->group))
    return false;
  if (from->settings)
    memcpy (to->setting, from->setting, from->settings * sizeof *to->setting);
  memcpy (to->group, from->group, from->groups * sizeof *to->group);
  to->settings = from->settings;
  to->groups = from->groups;
  return true;
}

static bool
copy_table (mm_table *to, const mm_table *from)
{
  return copy_pool (&to->text, &from->text) && copy_column (&to->blob_name, &from->blob_name)
         && copy_column (&to->layer_name, &from->layer_name) && copy_column (&to->blob_info, &from->blob_info)
         && copy_column (&to->layer_info, &from->layer_info) && copy_column (&to->blob_group, &from->blob_group)
         && copy_column (&to->layer_group, &from->layer_group) && copy_attributes (&to->attributes, &from->attributes);
}

mm_status
mm_builder_copy (mm_builder *b, const mm_module *m)
{
  const mm_table *from = &m->table;
  mm_table *to = &b->table;
  mm_builder_clear (b);
  if (mm_builder_reserve (b, from->blobs, from->layers) || !copy_table (to, from))
    {
      mm_builder_clear (b);
      return MM_ENOMEM;
    }
  to->blobs = from->blobs;
  to->layers = from->layers;
  memcpy (to->tail, from->tail, from->layers * sizeof *to->tail);
  memcpy (to->head, from->head, from->layers * sizeof *to->head);
  to->source = from->source;
  to->sink = from->sink;
  to->padding = from->padding;
  to->name = from->name;
  to->graph_group = from->graph_group;
  to->subgraph_group = from->subgraph_group;
  return MM_OK;
}

/* ---- whole files --------------------------------------------------------------------- */

static mm_status
set_group (mm_column *groups, uint32_t handle, uint32_t group)
{
  uint32_t *entry = mm_column_touch (groups, handle);
  if (!entry)
    return MM_ENOMEM;
  *entry = group;
  return MM_OK;
}

mm_status
mm_builder_set_blob_group (mm_builder *b, mm_blob v, uint32_t group)
{
  return set_group (&b->table.blob_group, v, group);
}

mm_status
mm_builder_set_layer_group (mm_builder *b, mm_layer e, uint32_t group)
{
  return set_group (&b->table.layer_group, e, group);
}

mm_status
mm_builder_add_attributes (mm_builder *b, const mm_attributes *attributes, const mm_pool *text, uint32_t graph_group,
                           uint32_t subgraph_group)
{
  mm_table *t = &b->table;
  if (!attributes->groups)
    return MM_OK;
  const size_t base = t->text.used;
  if (!mm_array_reserve (&t->text.data, &t->text.capacity, base + text->used, 1)
      || !copy_attributes (&t->attributes, attributes))
    return MM_ENOMEM;
  memcpy (t->text.data + base, text->data, text->used);
  t->text.used += text->used;
  for (size_t i = 0; i < t->attributes.settings; i++)
    {
      t->attributes.setting[i].name += base;
      t->attributes.setting[i].value += base;
    }
  t->graph_group = graph_group;
  t->subgraph_group = subgraph_group;
  return MM_OK;
}
