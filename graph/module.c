/* graph/module.c: reading a module.  */
#include "graph/module.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/module_i.h"

static const size_t no_text = MM_NO_TEXT;
static const uint32_t no_group = MM_NO_GROUP;
static const mm_blob_record plain_blob = { 0, MM_NO_TEXT, MM_NO_TEXT };
static const mm_layer_info plain_layer = { MM_KIND_CONV, 0, 0, 1, 1, 1 };

void
mm_table_init (mm_table *t)
{
  *t = (mm_table){
    .source = MM_NONE,
    .sink = MM_NONE,
    .name = MM_NO_TEXT,
    .blob_name = { .size = sizeof (size_t), .standard = &no_text },
    .layer_name = { .size = sizeof (size_t), .standard = &no_text },
    .shown_name = { .size = sizeof (size_t), .standard = &no_text },
    .blob_info = { .size = sizeof (mm_blob_record), .standard = &plain_blob },
    .layer_info = { .size = sizeof (mm_layer_info), .standard = &plain_layer },
    .blob_group = { .size = sizeof (uint32_t), .standard = &no_group },
    .layer_group = { .size = sizeof (uint32_t), .standard = &no_group },
    .graph_group = MM_NO_GROUP,
    .subgraph_group = MM_NO_GROUP,
  };
}

void
mm_table_free (mm_table *t)
{
  free (t->tail);
  free (t->head);
  free (t->text.data);
  free (t->blob_name.data);
  free (t->layer_name.data);
  free (t->shown_text.data);
  free (t->shown_name.data);
  free (t->blob_info.data);
  free (t->layer_info.data);
  free (t->blob_group.data);
  free (t->layer_group.data);
  mm_attributes_clear (&t->attributes);
}

uint32_t
mm_table_group (const mm_table *t, mm_place place, uint32_t handle)
{
  uint32_t group = t->graph_group;
  if (place == MM_ON_BLOB)
    memcpy (&group, mm_column_at (&t->blob_group, handle), sizeof group);
  else if (place == MM_ON_LAYER)
    memcpy (&group, mm_column_at (&t->layer_group, handle), sizeof group);
  return group;
}

static const char *
own_name (const mm_table *t, const mm_column *names, uint32_t index)
{
  size_t offset;
  memcpy (&offset, mm_column_at (names, index), sizeof offset);
  return mm_pool_text (&t->text, offset);
}

const char *
mm_table_blob_name (const mm_table *t, mm_blob v, char buffer[MM_NAME_BUFFER])
{
  const char *name = own_name (t, &t->blob_name, v);
  if (name)
    return name;
  snprintf (buffer, MM_NAME_BUFFER, "%u", v);
  return buffer;
}

/* "F1", "F2", …: for derivations of millions of steps, hence by hand.  */
static const char *
name_by_place (mm_layer e, char buffer[MM_NAME_BUFFER])
{
  char *at = buffer + MM_NAME_BUFFER;
  uint64_t number = (uint64_t) e + 1;
  *--at = '\0';
  do
    *--at = (char) ('0' + number % 10);
  while (number /= 10);
  *--at = 'F';
  return at;
}

const char *
mm_table_given_name (const mm_table *t, mm_layer e, char buffer[MM_NAME_BUFFER])
{
  const char *name = own_name (t, &t->layer_name, e);
  return name ? name : name_by_place (e, buffer);
}

const char *
mm_table_layer_name (const mm_table *t, mm_layer e, char buffer[MM_NAME_BUFFER])
{
  size_t offset;
  memcpy (&offset, mm_column_at (&t->shown_name, e), sizeof offset);
  const char *name = mm_pool_text (&t->shown_text, offset);
  return name ? name : mm_table_given_name (t, e, buffer);
}

void
mm_module_free (mm_module *m)
{
  if (!m)
    return;
  mm_table_free (&m->table);
  free (m->block);
  free (m);
}

uint32_t
mm_module_blobs (const mm_module *m)
{
  return m->table.blobs;
}

uint32_t
mm_module_layers (const mm_module *m)
{
  return m->table.layers;
}

mm_blob
mm_module_source (const mm_module *m)
{
  return m->table.source;
}

mm_blob
mm_module_sink (const mm_module *m)
{
  return m->table.sink;
}

const mm_blob *
mm_module_tails (const mm_module *m)
{
  return m->table.tail;
}

const mm_blob *
mm_module_heads (const mm_module *m)
{
  return m->table.head;
}

mm_handles
mm_module_in (const mm_module *m, mm_blob v)
{
  return (mm_handles){ m->in + m->in_start[v], m->in_start[v + 1] - m->in_start[v] };
}

mm_handles
mm_module_out (const mm_module *m, mm_blob v)
{
  return (mm_handles){ m->out + m->out_start[v], m->out_start[v + 1] - m->out_start[v] };
}

const mm_blob *
mm_module_order (const mm_module *m)
{
  return m->order;
}

mm_layer_info
mm_module_layer_info (const mm_module *m, mm_layer e)
{
  mm_layer_info info;
  memcpy (&info, mm_column_at (&m->table.layer_info, e), sizeof info);
  return info;
}

mm_blob_info
mm_module_blob_info (const mm_module *m, mm_blob v)
{
  mm_blob_record r;
  memcpy (&r, mm_column_at (&m->table.blob_info, v), sizeof r);
  return (mm_blob_info){
    .channels = r.channels,
    .activation = mm_pool_text (&m->table.text, r.activation),
    .norm = mm_pool_text (&m->table.text, r.norm),
  };
}

mm_padding
mm_module_padding (const mm_module *m)
{
  return m->table.padding;
}

const mm_reading *
mm_module_reading (const mm_module *m)
{
  return &m->table.reading;
}

const char *
mm_module_name (const mm_module *m)
{
  const char *name = mm_pool_text (&m->table.text, m->table.name);
  return name ? name : "";
}

const char *
mm_module_blob_name (const mm_module *m, mm_blob v, char buffer[MM_NAME_BUFFER])
{
  return mm_table_blob_name (&m->table, v, buffer);
}

const char *
mm_module_layer_name (const mm_module *m, mm_layer e, char buffer[MM_NAME_BUFFER])
{
  return mm_table_layer_name (&m->table, e, buffer);
}

const char *
mm_module_layer_given_name (const mm_module *m, mm_layer e, char buffer[MM_NAME_BUFFER])
{
  return mm_table_given_name (&m->table, e, buffer);
}

bool
mm_module_blob_is_named (const mm_module *m, mm_blob v)
{
  return own_name (&m->table, &m->table.blob_name, v) != NULL;
}

bool
mm_module_layer_is_named (const mm_module *m, mm_layer e)
{
  return own_name (&m->table, &m->table.layer_name, e) != NULL;
}

/* ---- attributes --------------------------------------------------------------- */

const char *
mm_module_attribute (const mm_module *m, mm_place place, uint32_t handle, const char *name)
{
  const mm_table *t = &m->table;
  const mm_setting *s = mm_attributes_find (&t->attributes, mm_table_group (t, place, handle), &t->text, name);
  const char *value = s ? mm_pool_text (&t->text, s->value) : "";
  return *value ? value : NULL;
}

mm_status
mm_module_attributes (const mm_module *m, mm_place place, uint32_t handle, mm_attribute **list, uint32_t *count)
{
  const mm_table *t = &m->table;
  const uint32_t group = mm_table_group (t, place, handle);
  const size_t most = mm_attributes_count (&t->attributes, group);
  *list = NULL;
  *count = 0;
  if (!most)
    return MM_OK;
  mm_listed *all = mm_array_new (most, sizeof *all);
  *list = mm_array_new (most, sizeof **list);
  if (all && *list)
    *count = (uint32_t) mm_attributes_list (&t->attributes, group, &t->text, all);
  for (uint32_t i = 0; i < *count; i++)
    (*list)[i] = (mm_attribute){ all[i].name, all[i].value, all[i].setting->line, all[i].setting->html };
  const mm_status s = all && *list ? MM_OK : MM_ENOMEM;
  free (all);
  if (*count == 0)
    {
      free (*list);
      *list = NULL;
    }
  return s;
}

/* ---- looking for blobs, and for defects ----------------------------------------- */

mm_blob
mm_module_find_blob (const mm_module *m, const char *name)
{
  char buffer[MM_NAME_BUFFER];
  for (mm_blob v = 0; v < m->table.blobs; v++)
    if (!strcmp (mm_module_blob_name (m, v, buffer), name))
      return v;
  return MM_NONE;
}

/* The runs of one direction list every layer once, at the right blob.  */
static const char *
adjacency_defect (const mm_module *m, const uint32_t *start, const uint32_t *list, const mm_blob *at)
{
  const mm_table *t = &m->table;
  if (start[0] != 0 || start[t->blobs] != t->layers)
    return "an adjacency list has the wrong length";
  for (mm_blob v = 0; v < t->blobs; v++)
    if (start[v] > start[v + 1] || start[v + 1] > t->layers)
      return "an adjacency list has a run of the wrong length";
  for (mm_blob v = 0; v < t->blobs; v++)
    for (uint32_t i = start[v]; i < start[v + 1]; i++)
      {
        if (list[i] >= t->layers || at[list[i]] != v)
          return "a layer is listed at the wrong blob";
        if (i > start[v] && list[i - 1] >= list[i])
          return "a blob lists its layers out of order";
      }
  return NULL;
}

/* The ends are the only blobs without layers in one direction.  */
static const char *
ends_defect (const mm_module *m)
{
  const mm_table *t = &m->table;
  for (mm_blob v = 0; v < t->blobs; v++)
    {
      if ((m->in_start[v] == m->in_start[v + 1]) != (v == t->source))
        return "the source is not the only blob without a layer in";
      if ((m->out_start[v] == m->out_start[v + 1]) != (v == t->sink))
        return "the sink is not the only blob without a layer out";
    }
  return NULL;
}

/* The order has every blob once, from source to sink, and every layer points forward.
   `place` has blobs entries, all MM_NONE.  */
static const char *
order_defect (const mm_module *m, uint32_t *place)
{
  const mm_table *t = &m->table;
  for (uint32_t i = 0; i < t->blobs; i++)
    {
      if (m->order[i] >= t->blobs || place[m->order[i]] != MM_NONE)
        return "the order does not have every blob once";
      place[m->order[i]] = i;
    }
  for (mm_layer e = 0; e < t->layers; e++)
    if (place[t->tail[e]] >= place[t->head[e]])
      return "a layer points backward in the order";
  return NULL;
}

const char *
mm_module_defect (const mm_module *m)
{
  const mm_table *t = &m->table;
  if (t->blobs < 2 || t->layers < 1)
    return "a module has at least two blobs and one layer";
  for (mm_layer e = 0; e < t->layers; e++)
    if (t->tail[e] >= t->blobs || t->head[e] >= t->blobs)
      return "a layer ends outside the module";

  const char *wrong = adjacency_defect (m, m->in_start, m->in, t->head);
  if (!wrong)
    wrong = adjacency_defect (m, m->out_start, m->out, t->tail);
  if (!wrong)
    wrong = ends_defect (m);
  if (wrong)
    return wrong;

  uint32_t *place = malloc (t->blobs * sizeof *place);
  if (!place)
    return "out of memory while checking the order";
  memset (place, 0xFF, t->blobs * sizeof *place); /* MM_NONE */
  wrong = order_defect (m, place);
  free (place);
  return wrong;
}
