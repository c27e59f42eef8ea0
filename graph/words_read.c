/* graph/words_read.c: from attributes to what blobs and layers are.  */
#include <string.h>
#include <strings.h>

#include "graph/words_i.h"

/* ---- which setting counts --------------------------------------------------------- */

void
mm_said_init (mm_said *r, const mm_attributes *a, const mm_pool *text)
{
  r->a = a;
  r->text = text;
  r->head = MM_NO_GROUP;
  for (int w = 0; w < MM_WORDS; w++)
    r->newest[w] = MM_NO_GROUP;
  for (int i = 0; i < MM_READINGS; i++)
    r->kept[i].head = MM_NO_GROUP;
}

static void
add_group (const mm_said *r, uint32_t g, uint32_t newest[MM_WORDS])
{
  for (uint32_t i = r->a->group[g].from; i < r->a->group[g].to; i++)
    {
      const uint8_t word = r->a->setting[i].word;
      if (word != MM_WORD_NONE && newest[word] == MM_NO_GROUP)
        newest[word] = g;
    }
}

/* Add what the groups from `head` on say, up to defaults that are known already.  */
static void
add_groups (const mm_said *r, uint32_t head, uint32_t newest[MM_WORDS])
{
  mm_group_walk walk = mm_group_walk_from (r->a, head);
  while (walk.inner != MM_NO_GROUP || walk.outer != MM_NO_GROUP)
    {
      const uint32_t outer = walk.outer;
      if (walk.inner == MM_NO_GROUP && r->kept[outer % MM_READINGS].head == outer)
        {
          const uint32_t *known = r->kept[outer % MM_READINGS].newest;
          for (int w = 0; w < MM_WORDS; w++)
            if (newest[w] == MM_NO_GROUP)
              newest[w] = known[w];
          return;
        }
      add_group (r, mm_group_walk_next (&walk), newest);
    }
}

static void
clear (uint32_t newest[MM_WORDS])
{
  for (int w = 0; w < MM_WORDS; w++)
    newest[w] = MM_NO_GROUP;
}

/* Find out, and keep, what the defaults from `head` on say.  */
static void
keep_defaults (mm_said *r, uint32_t head)
{
  if (head == MM_NO_GROUP || r->kept[head % MM_READINGS].head == head)
    return;
  uint32_t newest[MM_WORDS];
  clear (newest);
  add_groups (r, head, newest);
  r->kept[head % MM_READINGS].head = head;
  memcpy (r->kept[head % MM_READINGS].newest, newest, sizeof newest);
}

void
mm_said_of (mm_said *r, uint32_t head)
{
  if (head == r->head)
    return;
  r->head = head;
  clear (r->newest);
  if (head == MM_NO_GROUP)
    return;
  keep_defaults (r, r->a->group[head].before);
  add_groups (r, head, r->newest);
}

const mm_setting *
mm_said_setting (const mm_said *r, mm_word word)
{
  if (r->newest[word] == MM_NO_GROUP)
    return NULL;
  const mm_group *group = &r->a->group[r->newest[word]];
  for (uint32_t i = group->to; i-- > group->from;)
    if (r->a->setting[i].word == word)
      return *mm_pool_text (r->text, r->a->setting[i].value) ? &r->a->setting[i] : NULL;
  return NULL;
}

const char *
mm_said_value (const mm_said *r, mm_word word)
{
  const mm_setting *s = mm_said_setting (r, word);
  return s ? mm_pool_text (r->text, s->value) : NULL;
}

const mm_setting *
mm_word_setting (const mm_attributes *a, uint32_t head, mm_word word)
{
  mm_group_walk walk = mm_group_walk_from (a, head);
  for (uint32_t g; (g = mm_group_walk_next (&walk)) != MM_NO_GROUP;)
    for (uint32_t i = a->group[g].to; i-- > a->group[g].from;)
      if (a->setting[i].word == word)
        return &a->setting[i];
  return NULL;
}

/* ---- layers ----------------------------------------------------------------------- */

static bool
is_kernel (uint32_t h, uint32_t w)
{
  return h % 2 == 1 && w % 2 == 1;
}

/* One number that is said as a whole, or for height and width.  */
static void
read_count (const mm_said *r, mm_word whole, mm_word height, mm_word width, uint32_t *count)
{
  const char *text = mm_said_value (r, whole), *h = mm_said_value (r, height), *w = mm_said_value (r, width);
  uint32_t a, b;
  if (text)
    mm_value_count (text, count);
  else if (h && w && mm_value_count (h, &a) && mm_value_count (w, &b) && a == b)
    *count = a;
}

static void
read_kernel (const mm_said *r, mm_layer_info *info)
{
  const char *text = mm_said_value (r, MM_WORD_KERNEL), *height = mm_said_value (r, MM_WORD_KERNEL_H),
             *width = mm_said_value (r, MM_WORD_KERNEL_W);
  uint32_t h = 0, w = 0;
  bool good = false;
  if (text)
    good = mm_value_pair (text, &h, &w);
  else if (height && width)
    good = mm_value_count (height, &h) && mm_value_count (width, &w);
  if (good && is_kernel (h, w))
    {
      info->kernel_h = h;
      info->kernel_w = w;
    }
}

mm_kind
mm_op_kind (mm_op op)
{
  switch (op)
    {
    case MM_OP_CONV:
    case MM_OP_DEPTHWISE: return MM_KIND_CONV;
    case MM_OP_IDENTITY: return MM_KIND_IDENTITY;
    case MM_OP_AVGPOOL: return MM_KIND_AVGPOOL;
    case MM_OP_FIXED: return MM_KIND_FIXED;
    case MM_OP_OPAQUE:
    case MM_OP_SUM:
    case MM_OP_INPUT:
    case MM_OP_OTHER:
    case MM_OP_UNKNOWN: break;
    }
  return MM_KIND_OPAQUE;
}

void
mm_said_layer (const mm_said *r, mm_layer_info *info)
{
  const char *kind = mm_said_value (r, MM_WORD_KIND), *class = mm_said_value (r, MM_WORD_CLASS);
  if (kind && mm_value_op (kind) != MM_OP_INPUT)
    info->kind = mm_op_kind (mm_value_op (kind));
  else if (class && mm_value_op (class) != MM_OP_UNKNOWN && mm_value_op (class) != MM_OP_INPUT)
    info->kind = mm_op_kind (mm_value_op (class));
  read_kernel (r, info);
  read_count (r, MM_WORD_STRIDE, MM_WORD_STRIDE_H, MM_WORD_STRIDE_W, &info->stride);
  read_count (r, MM_WORD_DILATION, MM_WORD_DILATION_H, MM_WORD_DILATION_W, &info->dilation);
  read_count (r, MM_WORD_GROUPS, MM_WORD_NONE, MM_WORD_NONE, &info->groups);
}

/* ---- blobs and the graph ------------------------------------------------------------ */

static const char *
name_of (const mm_said *r, const mm_setting *s)
{
  return mm_pool_text (r->text, s->name);
}

void
mm_said_blob (const mm_said *r, mm_blob_info *info)
{
  const char *channels = mm_said_value (r, MM_WORD_CHANNELS);
  if (!channels)
    channels = mm_said_value (r, MM_WORD_OUT_CHANNELS);
  if (channels)
    mm_value_count (channels, &info->channels);

  const char *activation = mm_said_value (r, MM_WORD_ACTIVATION), *norm = mm_said_value (r, MM_WORD_NORM);
  const mm_setting *flag = mm_said_setting (r, MM_WORD_ACTIVATION_FLAG), *bn = mm_said_setting (r, MM_WORD_NORM_FLAG);
  if (activation)
    info->activation = activation;
  else if (flag && mm_value_is_true (mm_pool_text (r->text, flag->value)))
    info->activation = name_of (r, flag);
  if (norm)
    info->norm = norm;
  else if (bn && mm_value_norm (mm_pool_text (r->text, bn->value)) != MM_NORM_NONE)
    info->norm = name_of (r, bn);
}

static bool
read_padding (const char *text, mm_padding *padding)
{
  static const char *const names[]
    = { [MM_PADDING_SAME] = "same", [MM_PADDING_ONCE] = "once", [MM_PADDING_CIRCULAR] = "circular" };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcasecmp (text, names[i]))
      {
        *padding = (mm_padding) i;
        return true;
      }
  return false;
}

void
mm_said_padding (const mm_said *r, mm_padding *padding)
{
  const char *text = mm_said_value (r, MM_WORD_PADDING), *mode = mm_said_value (r, MM_WORD_PADDING_MODE);
  if (!text || !read_padding (text, padding))
    if (mode)
      read_padding (mode, padding);
}

/* ---- writing ---------------------------------------------------------------------- */

static bool
layer_is_said (mm_word word, const char *value)
{
  uint32_t h, w;
  mm_kind kind;
  switch (word)
    {
    case MM_WORD_KEY: return true;
    case MM_WORD_KERNEL: return mm_value_pair (value, &h, &w) && is_kernel (h, w);
    case MM_WORD_STRIDE:
    case MM_WORD_DILATION:
    case MM_WORD_GROUPS: return mm_value_count (value, &h);
    case MM_WORD_KIND: return mm_value_is_kind (value, &kind);
    default: return false;
    }
}

bool
mm_setting_is_said (const mm_pool *text, const mm_setting *setting, unsigned place)
{
  const char *value = mm_pool_text (text, setting->value);
  const mm_word word = (mm_word) setting->word;
  uint32_t count;
  mm_padding padding;
  switch (place)
    {
    case MM_ON_LAYER: return layer_is_said (word, value);
    case MM_ON_BLOB:
      return word == MM_WORD_CHANNELS || word == MM_WORD_OUT_CHANNELS ? mm_value_count (value, &count) : word == MM_WORD_ACTIVATION || word == MM_WORD_NORM;
    case MM_ON_GRAPH: return word == MM_WORD_PADDING && read_padding (value, &padding);
    default: return false;
    }
}
