/* graph/builder.c: collecting blobs and layers, and making the module.  */
#include "graph/builder.h"

#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/builder_i.h"
#include "graph/faults_i.h"
#include "graph/index_i.h"
#include "graph/validate_i.h"

static const uint32_t no_line = 0;

mm_builder *
mm_builder_new (void)
{
  mm_builder *b = calloc (1, sizeof *b);
  if (!b)
    return NULL;
  mm_table_init (&b->table);
  b->blob_line = (mm_column){ .size = sizeof (uint32_t), .standard = &no_line };
  b->layer_line = (mm_column){ .size = sizeof (uint32_t), .standard = &no_line };
  return b;
}

void
mm_builder_free (mm_builder *b)
{
  if (!b)
    return;
  mm_table_free (&b->table);
  free (b->blob_line.data);
  free (b->layer_line.data);
  free (b);
}

void
mm_builder_clear (mm_builder *b)
{
  mm_table *t = &b->table;
  t->blobs = t->layers = 0;
  t->source = t->sink = MM_NONE;
  t->padding = MM_PADDING_SAME;
  t->reading = (mm_reading){ .merged = 0 };
  t->name = MM_NO_TEXT;
  t->text.used = 0;
  t->blob_name.used = t->layer_name.used = 0;
  t->blob_info.used = t->layer_info.used = 0;
  t->attributes.settings = t->attributes.groups = 0;
  t->blob_group.used = t->layer_group.used = 0;
  t->graph_group = t->subgraph_group = MM_NO_GROUP;
  b->blob_line.used = b->layer_line.used = 0;
  b->first_layer_line = b->terminals_line = 0;
}

mm_status
mm_builder_reserve (mm_builder *b, uint32_t more_blobs, uint32_t more_layers)
{
  if (more_blobs >= MM_NONE - b->table.blobs || more_layers >= MM_NONE - b->table.layers)
    return MM_ELIMIT;
  size_t need = (size_t) b->table.layers + more_layers;
  if (!mm_array_reserve (&b->table.tail, &b->tail_capacity, need, sizeof (mm_blob))
      || !mm_array_reserve (&b->table.head, &b->head_capacity, need, sizeof (mm_blob)))
    return MM_ENOMEM;
  return MM_OK;
}

/* Store a name for blob or layer `index`; nothing is stored for NULL.  */
static mm_status
set_name (mm_builder *b, mm_column *names, size_t index, const char *name)
{
  if (!name)
    return MM_OK;
  size_t offset;
  if (!mm_pool_add (&b->table.text, name, &offset))
    return MM_ENOMEM;
  size_t *entry = mm_column_touch (names, index);
  if (!entry)
    return MM_ENOMEM;
  *entry = offset;
  return MM_OK;
}

mm_status
mm_builder_add_blob (mm_builder *b, const char *name, mm_blob *v)
{
  mm_table *t = &b->table;
  if (t->blobs == MM_NONE - 1)
    return MM_ELIMIT;
  mm_status s = set_name (b, &t->blob_name, t->blobs, name);
  if (s)
    return s;
  if (v)
    *v = t->blobs;
  t->blobs++;
  return MM_OK;
}

mm_status
mm_builder_add_blobs (mm_builder *b, uint32_t count)
{
  if (count >= MM_NONE - b->table.blobs)
    return MM_ELIMIT;
  b->table.blobs += count;
  return MM_OK;
}

mm_status
mm_builder_add_layer (mm_builder *b, mm_blob tail, mm_blob head, const char *name, mm_layer *e)
{
  mm_table *t = &b->table;
  if (tail >= t->blobs || head >= t->blobs)
    return MM_EINVAL;
  mm_status s = mm_builder_reserve (b, 0, 1);
  if (!s)
    s = set_name (b, &t->layer_name, t->layers, name);
  if (s)
    return s;
  t->tail[t->layers] = tail;
  t->head[t->layers] = head;
  if (e)
    *e = t->layers;
  t->layers++;
  return MM_OK;
}

mm_status
mm_builder_add_layers (mm_builder *b, uint32_t count, mm_blob **tail, mm_blob **head)
{
  mm_status s = mm_builder_reserve (b, 0, count);
  if (s)
    return s;
  /* Without a layer there may be no arrays to point into.  */
  *tail = count ? b->table.tail + b->table.layers : NULL;
  *head = count ? b->table.head + b->table.layers : NULL;
  b->table.layers += count;
  return MM_OK;
}

mm_status
mm_builder_set_blob (mm_builder *b, mm_blob v, const mm_blob_info *info)
{
  mm_table *t = &b->table;
  if (v >= t->blobs || info->channels > MM_MOST)
    return MM_EINVAL;
  mm_blob_record record = { .channels = info->channels };
  if (!mm_pool_add (&t->text, info->activation, &record.activation)
      || !mm_pool_add (&t->text, info->norm, &record.norm))
    return MM_ENOMEM;
  mm_blob_record *entry = mm_column_touch (&t->blob_info, v);
  if (!entry)
    return MM_ENOMEM;
  *entry = record;
  return MM_OK;
}

mm_status
mm_builder_set_layer (mm_builder *b, mm_layer e, const mm_layer_info *info)
{
  bool unknown = info->kernel_h == 0 && info->kernel_w == 0;
  bool odd = info->kernel_h % 2 == 1 && info->kernel_w % 2 == 1;
  const bool small = info->kernel_h <= MM_MOST && info->kernel_w <= MM_MOST && info->stride <= MM_MOST
                     && info->dilation <= MM_MOST && info->groups <= MM_MOST;
  if (e >= b->table.layers || !(unknown || odd) || !small || !info->stride || !info->dilation || !info->groups)
    return MM_EINVAL;
  mm_layer_info *entry = mm_column_touch (&b->table.layer_info, e);
  if (!entry)
    return MM_ENOMEM;
  *entry = *info;
  return MM_OK;
}

static mm_status
set_line (mm_column *lines, uint32_t index, uint32_t count, uint32_t line)
{
  if (index >= count)
    return MM_EINVAL;
  uint32_t *entry = mm_column_touch (lines, index);
  if (!entry)
    return MM_ENOMEM;
  *entry = line;
  return MM_OK;
}

mm_status
mm_builder_set_blob_line (mm_builder *b, mm_blob v, uint32_t line)
{
  return set_line (&b->blob_line, v, b->table.blobs, line);
}

mm_status
mm_builder_set_layer_line (mm_builder *b, mm_layer e, uint32_t line)
{
  return set_line (&b->layer_line, e, b->table.layers, line);
}

uint64_t
mm_builder_blob_line (const mm_builder *b, mm_blob v)
{
  uint32_t line;
  memcpy (&line, mm_column_at (&b->blob_line, v), sizeof line);
  return line;
}

uint64_t
mm_builder_layer_line (const mm_builder *b, mm_layer e)
{
  uint32_t line;
  memcpy (&line, mm_column_at (&b->layer_line, e), sizeof line);
  return line || !b->first_layer_line ? line : b->first_layer_line + e;
}

void
mm_builder_set_terminals (mm_builder *b, mm_blob source, mm_blob sink)
{
  b->table.source = source;
  b->table.sink = sink;
}

void
mm_builder_set_padding (mm_builder *b, mm_padding padding)
{
  b->table.padding = padding;
}

void
mm_builder_set_reading (mm_builder *b, const mm_reading *reading)
{
  b->table.reading = *reading;
}

mm_status
mm_builder_set_name (mm_builder *b, const char *name)
{
  return mm_pool_add (&b->table.text, name, &b->table.name) ? MM_OK : MM_ENOMEM;
}

/* A module with room for the index of b's graph, and with b's table, which it does not
   own yet; NULL: out of memory.  */
static mm_module *
new_module (const mm_builder *b)
{
  const size_t n = b->table.blobs, m = b->table.layers;
  mm_module *module = calloc (1, sizeof *module);
  uint32_t *block = mm_array_new (3 * n + 2 * m + 2, sizeof *block);
  if (!module || !block)
    {
      free (module);
      free (block);
      return NULL;
    }
  module->table = b->table;
  module->block = block;
  module->in_start = block;
  module->out_start = module->in_start + n + 1;
  module->order = module->out_start + n + 1;
  module->in = module->order + n;
  module->out = module->in + m;
  return module;
}

/* Index the graph and decide whether it is a module.  */
static mm_status
index_and_validate (const mm_builder *b, mm_module *module, mm_error *err)
{
  uint32_t ordered;
  if (mm_index_fill (module, &ordered))
    return mm_fail_memory (err);
  mm_blob source, sink;
  mm_flaw flaw = mm_validate_order (module, ordered);
  if (!flaw)
    flaw = mm_validate_terminals (module, &source, &sink);
  if (flaw)
    return mm_refuse_graph (b, flaw, err);
  module->table.source = source;
  module->table.sink = sink;
  return MM_OK;
}

mm_status
mm_builder_finish (mm_builder *b, mm_module **out, mm_error *err)
{
  mm_flaw flaw = mm_validate_layers (b);
  if (!flaw)
    flaw = mm_validate_counts (b);
  if (flaw)
    return mm_refuse_graph (b, flaw, err);
  mm_status s = mm_validate_names (b, err);
  if (s)
    return s;

  mm_module *module = new_module (b);
  if (!module)
    return mm_fail_memory (err);
  s = index_and_validate (b, module, err);
  if (!s && mm_table_name_layers (&module->table))
    s = mm_fail_memory (err);
  if (s)
    {
      free (module->table.shown_text.data);
      free (module->table.shown_name.data);
      free (module->block);
      free (module);
      return s;
    }
  /* The table is the module's now, and the builder starts anew.  */
  mm_table_init (&b->table);
  b->tail_capacity = b->head_capacity = 0;
  mm_builder_clear (b);
  *out = module;
  return MM_OK;
}
