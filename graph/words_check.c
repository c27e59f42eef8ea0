/* graph/words_check.c: whether what a module says of itself can be used for numbers.  */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "graph/words_i.h"
#include "graph/spell.h"

/* What is being looked at.  */
typedef struct checker
{
  const mm_module *m;
  mm_error *err;
  unsigned place;
  uint32_t handle;
  mm_layer_info layer; /* on a layer: what it is */
  mm_layer_info said;  /* and what its attributes say, which may have been changed since */
  mm_blob_info blob;   /* on a blob: what its attributes say */
  mm_said r;
  struct
  {
    unsigned place; /* MM_PLACES: there is none */
    uint32_t newest[MM_WORDS];
    mm_layer_info layer, said;
    mm_blob_info blob;
    mm_activation_class activation;
    bool end;
  } before; /* the object that was found good before: what is the same in this one need not be looked at again */
} checker;

static const char *
value_of (const checker *k, const mm_setting *s)
{
  return mm_pool_text (k->r.text, s->value);
}

static const char *
name_of (const checker *k, const mm_setting *s)
{
  return mm_pool_text (k->r.text, s->name);
}

/* "layer c1: padding=0: …"  */
__attribute__ ((format (printf, 3, 4))) static mm_status
refuse (const checker *k, const mm_setting *s, const char *format, ...)
{
  char shown[MM_SPELT], word[44], value[64], why[MM_ERROR_TEXT];
  const char *what[MM_PLACES] = { "the graph", "blob ", "layer ", "a subgraph" }, *name = "";
  if (k->place == MM_ON_BLOB)
    name = mm_spell_blob (k->m, k->handle, shown);
  else if (k->place == MM_ON_LAYER)
    name = mm_spell_layer (k->m, k->handle, shown);
  va_list args;
  va_start (args, format);
  vsnprintf (why, sizeof why, format, args);
  va_end (args);
  return mm_fail (k->err, MM_EUNSUPPORTED, s->line, "%s%s: %s=%s: %.300s", what[k->place], name,
                  mm_spell_name (name_of (k, s), word, sizeof word), mm_spell_name (value_of (k, s), value, sizeof value), why);
}

static const char *
advice (const mm_setting *s)
{
  const char *text = mm_word_at ((mm_word) s->word)->advice;
  return text ? text : "leave it out";
}

/* ---- numbers ------------------------------------------------------------------------ */

static mm_status
check_kernel (const checker *k, const mm_setting *s)
{
  mm_numbers n;
  uint32_t h, w;
  const char *text = value_of (k, s);
  if (mm_value_numbers (text, &n) && n.too_large)
    return refuse (k, s, "too large; the greatest is %" PRIu32, MM_MOST);
  if (!mm_value_pair (text, &h, &w) || !h || !w)
    return refuse (k, s, "expected an odd number such as 3, or height x width such as 1x3");
  if (h % 2 == 0 || w % 2 == 0)
    return refuse (k, s, "even kernels are not supported");
  if (h != k->said.kernel_h || w != k->said.kernel_w)
    return refuse (k, s, "another word says that the kernel is %" PRIu32 "x%" PRIu32, k->said.kernel_h, k->said.kernel_w);
  return MM_OK;
}

static mm_status
check_kernel_side (const checker *k, const mm_setting *s, uint32_t side)
{
  uint32_t n;
  if (!mm_value_count (value_of (k, s), &n))
    return refuse (k, s, "expected an odd number such as 3");
  if (n % 2 == 0)
    return refuse (k, s, "even kernels are not supported");
  return n == side ? MM_OK : refuse (k, s, "this is half of a kernel, and the rest does not go with it; write kernel=HxW");
}

/* A stride, a dilation or groups.  @param is  what was read */
static mm_status
check_count (const checker *k, const mm_setting *s, uint32_t is)
{
  uint32_t n, h, w;
  const char *right = mm_word_at ((mm_word) s->word)->name;
  if (mm_value_count (value_of (k, s), &n))
    return n == is ? MM_OK : refuse (k, s, "another word says that %s is %" PRIu32, right, is);
  if (mm_value_pair (value_of (k, s), &h, &w) && h && w)
    return refuse (k, s, "only the same %s in height and width is supported", right);
  return refuse (k, s, "expected a whole number from 1 to %" PRIu32, MM_MOST);
}

static mm_status
check_channels (const checker *k, const mm_setting *s)
{
  uint32_t n;
  if (!mm_value_count (value_of (k, s), &n))
    return refuse (k, s, "expected a whole number from 1 to %" PRIu32, MM_MOST);
  return n == k->blob.channels ? MM_OK
                               : refuse (k, s, "the blob has %" PRIu32 " channels by another word", k->blob.channels);
}

/* Whether the file says that many channels of a blob, which may have others by now.  */
static bool
file_says (const checker *k, mm_blob v, uint32_t channels)
{
  static const mm_word words[] = { MM_WORD_CHANNELS, MM_WORD_OUT_CHANNELS };
  uint32_t said;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      const mm_setting *s = mm_word_setting (k->r.a, mm_table_group (&k->m->table, MM_ON_BLOB, v), words[i]);
      if (s && mm_value_count (mm_pool_text (k->r.text, s->value), &said))
        return said == channels;
    }
  return false;
}

/* Channels that are said of a layer have to be those of the blob at its end.  */
static mm_status
check_end (const checker *k, const mm_setting *s, mm_blob v)
{
  char buffer[MM_SPELT];
  uint32_t n;
  const uint32_t channels = mm_module_blob_info (k->m, v).channels;
  const char *name = mm_spell_blob (k->m, v, buffer);
  if (!mm_value_count (value_of (k, s), &n))
    return refuse (k, s, "expected a whole number from 1 to %" PRIu32, MM_MOST);
  if (!channels)
    return refuse (k, s, "a blob has channels: write channels=%" PRIu32 " at blob %s", n, name);
  return n == channels || file_says (k, v, n) ? MM_OK : refuse (k, s, "blob %s has %" PRIu32 " channels", name, channels);
}

/* ---- padding ------------------------------------------------------------------------ */

static const char *
kernel_text (const checker *k, char text[32])
{
  snprintf (text, 32, "%" PRIu32 "x%" PRIu32, k->layer.kernel_h, k->layer.kernel_w);
  return text;
}

/* @param h, w  pixels above and on the left, and as many below and on the right */
static mm_status
check_pads (const checker *k, const mm_setting *s, bool height, bool width, uint32_t h, uint32_t w)
{
  char kernel[32];
  if (!k->layer.kernel_h)
    return refuse (k, s, "what this means depends on the kernel: add kernel=… to the layer");
  const uint64_t need_h = (uint64_t) k->layer.dilation * (k->layer.kernel_h / 2),
                 need_w = (uint64_t) k->layer.dilation * (k->layer.kernel_w / 2);
  if ((!height || h == need_h) && (!width || w == need_w))
    return MM_OK;
  return refuse (k, s,
                 "with a kernel of %s and dilation %" PRIu32 " this is not the 'same' padding that modmorph computes with, "
                 "which is %" PRIu64 " at the top and bottom and %" PRIu64 " at the left and right; other padding is not supported",
                 kernel_text (k, kernel), k->layer.dilation, need_h, need_w);
}

static mm_status
check_layer_padding (const checker *k, const mm_setting *s)
{
  mm_numbers n;
  char folded[MM_VALUE];
  uint32_t h, w;
  const bool circular = mm_module_padding (k->m) == MM_PADDING_CIRCULAR;
  const bool point = k->layer.kernel_h == 1 && k->layer.kernel_w == 1;
  const char *text = value_of (k, s);
  if (mm_value_pads (text, &h, &w))
    return check_pads (k, s, true, true, h, w);
  if (mm_value_is_false (text))
    return check_pads (k, s, true, true, 0, 0);
  mm_value_fold (text, folded);
  if (mm_word_lists ("valid", folded))
    return check_pads (k, s, true, true, 0, 0);
  if (mm_word_lists ("same sameupper samelower", folded))
    return k->layer.stride == 1 || point
             ? MM_OK
             : refuse (k, s, "with a stride this differs between frameworks; write the pixels, as in padding=1");
  if (mm_word_lists ("half notset", folded))
    return MM_OK;
  if (mm_word_lists ("zeros zero constant", folded))
    return !circular || point ? MM_OK : refuse (k, s, "the graph has padding=circular");
  if (mm_word_lists ("circular wrap periodic", folded))
    return circular || point ? MM_OK : refuse (k, s, "write it at the graph: graph [padding=circular]");
  if (mm_word_lists ("reflect reflection replicate replication edge border nearest symmetric mirror causal full", folded))
    return point ? MM_OK : refuse (k, s, "only zeros and circular padding are supported");
  if (mm_value_numbers (text, &n))
    return refuse (k, s, "the sides differ, or are too many; the same pixels above and below, left and right, are supported");
  return refuse (k, s, "expected same, or the pixels on each side");
}

static mm_status
check_padding_side (const checker *k, const mm_setting *s)
{
  uint32_t h, w;
  const bool height = s->word == MM_WORD_PADDING_H;
  if (!mm_value_pads (value_of (k, s), &h, &w) || h != w)
    return refuse (k, s, "expected the pixels on that side");
  return check_pads (k, s, height, !height, h, w);
}

/* At the graph, or where it says nothing: at a blob or a subgraph.  */
static mm_status
check_other_padding (const checker *k, const mm_setting *s)
{
  char folded[MM_VALUE];
  mm_value_fold (value_of (k, s), folded);
  if (mm_word_lists ("zeros zero constant notset", folded) && mm_module_padding (k->m) != MM_PADDING_CIRCULAR)
    return MM_OK;
  if (k->place == MM_ON_GRAPH)
    return mm_word_lists ("same once circular", folded)
             ? MM_OK
             : refuse (k, s, "expected same, once or circular; what a single layer pads with is said there");
  if (mm_word_lists ("same", folded))
    return MM_OK;
  return refuse (k, s, "padding is said of the graph (same, once, circular) or of a layer");
}

static mm_status
check_padding (const checker *k, const mm_setting *s)
{
  return k->place == MM_ON_LAYER ? check_layer_padding (k, s) : check_other_padding (k, s);
}

/* ---- kinds -------------------------------------------------------------------------- */

static mm_status
check_blob_kind (const checker *k, const mm_setting *s, mm_op op)
{
  switch (op)
    {
    case MM_OP_SUM:
    case MM_OP_INPUT:
    case MM_OP_IDENTITY: return MM_OK;
    case MM_OP_UNKNOWN:
      if (s->word == MM_WORD_CLASS)
        return MM_OK;
      break;
    default: break;
    }
  return refuse (k, s, "a blob is the sum of the layers that end there; operators are layers, and an activation or a norm "
                       "is written activation=… or norm=…");
}

static mm_status
check_layer_kind (const checker *k, const mm_setting *s, mm_op op)
{
  switch (op)
    {
    case MM_OP_CONV:
    case MM_OP_IDENTITY:
    case MM_OP_AVGPOOL:
    case MM_OP_FIXED:
    case MM_OP_OPAQUE:
    case MM_OP_INPUT: return MM_OK;
    case MM_OP_DEPTHWISE:
      return k->layer.groups > 1 ? MM_OK : refuse (k, s, "write groups=… with the number of channels of the blob before");
    case MM_OP_UNKNOWN:
      if (s->word == MM_WORD_CLASS)
        return MM_OK;
      return refuse (k, s, "expected conv, identity, avgpool, fixed or opaque");
    case MM_OP_SUM:
    case MM_OP_OTHER: break;
    }
  return refuse (k, s, "this is neither a convolution nor an identity, and nothing else can be computed");
}

/* "Conv2d(16, 16, stride=2)", "dict(type='Conv2d', stride=2)": words that stand where nobody looks.  */
static bool
has_arguments (const char *text)
{
  const char *open = strchr (text, '(');
  if (!open)
    return false;
  return !strncmp (text, "dict(", 5) ? strchr (text, ',') != NULL : open[1 + strspn (open + 1, " ")] != ')';
}

static mm_status
check_kind (const checker *k, const mm_setting *s)
{
  const mm_op op = mm_value_op (value_of (k, s));
  if (op != MM_OP_UNKNOWN && has_arguments (value_of (k, s)))
    return refuse (k, s, "write what stands in the parentheses as attributes: kernel=…, stride=…, and so on");
  return k->place == MM_ON_LAYER ? check_layer_kind (k, s, op) : check_blob_kind (k, s, op);
}

static mm_status
check_merge (const checker *k, const mm_setting *s)
{
  if (mm_value_is_false (value_of (k, s)) || mm_value_op (value_of (k, s)) == MM_OP_SUM)
    return MM_OK;
  return refuse (k, s, "the layers that end at a blob are added, and nothing else is supported");
}

/* ---- activations and norms ------------------------------------------------------------ */

/* The source and the sink are ends: what they do comes before the module, or after it.  */
static bool
is_end (const mm_module *m, mm_blob v)
{
  return v == mm_module_source (m) || v == mm_module_sink (m);
}

static mm_status
refuse_activation (const checker *k, const mm_setting *s)
{
  if (k->place == MM_ON_LAYER)
    return refuse (k, s, "an activation on a layer is not computed; a blob has one, after its sum: end the layer at a blob "
                         "of its own");
  return refuse (k, s, "no blob gets it; write it at the blobs, or node [activation=…] for all of them");
}

/* PReLU(init=0.25)  */
static bool
begins_elsewhere (const char *text)
{
  char value[MM_VALUE];
  const char *init = strstr (text, "init=");
  if (!init || mm_value_activation (text) != MM_ACTIVATION_PARAMETRIC)
    return false;
  snprintf (value, sizeof value, "%.*s", (int) strcspn (init + 5, ",) "), init + 5);
  return !mm_value_is_one (value);
}

static mm_status
check_activation (const checker *k, const mm_setting *s)
{
  const char *counts = mm_said_value (&k->r, MM_WORD_ACTIVATION);
  if (counts && mm_value_activation (counts) != mm_value_activation (value_of (k, s)))
    return refuse (k, s, "another word says that the activation is %.60s", counts);
  if (k->place == MM_ON_BLOB && begins_elsewhere (value_of (k, s)))
    return refuse (k, s, "an activation is the identity only with slope 1");
  if (k->place == MM_ON_BLOB || mm_value_activation (value_of (k, s)) == MM_ACTIVATION_NONE)
    return MM_OK; /* mm_module_check_activations looks at blobs */
  return refuse_activation (k, s);
}

static mm_status
check_activation_flag (const checker *k, const mm_setting *s)
{
  if (mm_value_is_false (value_of (k, s)))
    return MM_OK;
  if (k->place != MM_ON_BLOB)
    return refuse_activation (k, s);
  return mm_value_is_true (value_of (k, s)) ? MM_OK : refuse (k, s, "expected true or false");
}

static mm_status
check_slope (const checker *k, const mm_setting *s)
{
  if (mm_value_is_one (value_of (k, s)))
    return MM_OK;
  if (k->place == MM_ON_BLOB
      && (mm_module_activation (k->m, k->handle) == MM_ACTIVATION_REAL || is_end (k->m, k->handle)))
    return MM_OK; /* the activation itself is what matters */
  return refuse (k, s, "an activation is the identity only with slope 1");
}

static mm_status
check_norm (const checker *k, const mm_setting *s)
{
  const char *text = value_of (k, s);
  mm_norm_class class = mm_value_norm (text);
  const char *counts = mm_said_value (&k->r, MM_WORD_NORM);
  if (s->word == MM_WORD_NORM_FLAG && mm_value_is_true (text))
    class = MM_NORM_BATCH;
  else if (s->word == MM_WORD_NORM && counts && mm_value_norm (counts) != class)
    return refuse (k, s, "another word says that the norm is %.60s", counts);
  if (class == MM_NORM_BATCH && strstr (text, "eps="))
    return refuse (k, s, "write the epsilon as an attribute: bn_eps=…");
  if (class == MM_NORM_NONE || (k->place == MM_ON_BLOB && is_end (k->m, k->handle)))
    return MM_OK;
  if (k->place != MM_ON_BLOB && k->place != MM_ON_LAYER)
    return refuse (k, s, "no blob gets it; write it at the blobs, or node [norm=…] for all of them");
  return class == MM_NORM_BATCH ? MM_OK : refuse (k, s, "only a batch normalisation can start as the identity: norm=batchnorm");
}

static mm_status
check_epsilon (const checker *k, const mm_setting *s)
{
  double epsilon;
  return mm_value_real (value_of (k, s), &epsilon) ? MM_OK : refuse (k, s, "expected a number such as 1e-5");
}

static mm_status
check_bias (const checker *k, const mm_setting *s)
{
  const char *text = value_of (k, s);
  if (mm_value_is_true (text) || mm_value_is_false (text))
    return MM_OK;
  return refuse (k, s, "expected true or false; the values of a bias go to NAME.bias.npy");
}

/* ---- one setting ---------------------------------------------------------------------- */

static mm_status
check_on_layer (const checker *k, const mm_setting *s)
{
  switch ((mm_word) s->word)
    {
    case MM_WORD_KERNEL: return check_kernel (k, s);
    case MM_WORD_KERNEL_H: return check_kernel_side (k, s, k->said.kernel_h);
    case MM_WORD_KERNEL_W: return check_kernel_side (k, s, k->said.kernel_w);
    case MM_WORD_STRIDE:
    case MM_WORD_STRIDE_H:
    case MM_WORD_STRIDE_W: return check_count (k, s, k->said.stride);
    case MM_WORD_DILATION:
    case MM_WORD_DILATION_H:
    case MM_WORD_DILATION_W: return check_count (k, s, k->said.dilation);
    case MM_WORD_GROUPS: return check_count (k, s, k->said.groups);
    case MM_WORD_PADDING_H:
    case MM_WORD_PADDING_W: return check_padding_side (k, s);
    case MM_WORD_OUT_CHANNELS: return check_end (k, s, mm_module_heads (k->m)[k->handle]);
    case MM_WORD_IN_CHANNELS: return check_end (k, s, mm_module_tails (k->m)[k->handle]);
    case MM_WORD_CHANNELS:
      {
        const mm_status bad = check_end (k, s, mm_module_tails (k->m)[k->handle]);
        return bad ? bad : check_end (k, s, mm_module_heads (k->m)[k->handle]);
      }
    case MM_WORD_BIAS: return check_bias (k, s);
    default: return MM_OK;
    }
}

/* A word that has a meaning of its own at this place.  */
static mm_status
check_read (const checker *k, const mm_setting *s)
{
  switch ((mm_word) s->word)
    {
    case MM_WORD_PADDING:
    case MM_WORD_PADDING_MODE:
    case MM_WORD_AUTO_PAD: return check_padding (k, s);
    case MM_WORD_KIND:
    case MM_WORD_CLASS: return check_kind (k, s);
    case MM_WORD_MERGE: return check_merge (k, s);
    case MM_WORD_ACTIVATION: return check_activation (k, s);
    case MM_WORD_ACTIVATION_FLAG: return check_activation_flag (k, s);
    case MM_WORD_SLOPE: return check_slope (k, s);
    case MM_WORD_NORM:
    case MM_WORD_NORM_FLAG: return check_norm (k, s);
    case MM_WORD_NORM_EPSILON: return check_epsilon (k, s);
    case MM_WORD_CHANNELS:
    case MM_WORD_OUT_CHANNELS:
    case MM_WORD_IN_CHANNELS:
      if (k->place == MM_ON_BLOB)
        return check_channels (k, s);
      break;
    default: break;
    }
  return k->place == MM_ON_LAYER ? check_on_layer (k, s) : MM_OK;
}

/* "none", "false", but no number.  */
static bool
is_none (const char *text)
{
  return mm_value_is_false (text) && !(*text >= '0' && *text <= '9');
}

/* conv_mode=cross_correlation says that filters are not flipped.  */
static bool
is_correlation (const mm_setting *s, const char *text)
{
  char folded[MM_VALUE];
  return s->word == MM_WORD_FLIP && !strcmp (mm_value_fold (text, folded), "crosscorrelation");
}

static mm_status
check_setting (const checker *k, const mm_setting *s)
{
  const char *text = value_of (k, s);
  if (!*text)
    return MM_OK;
  switch (mm_word_at ((mm_word) s->word)->rule[k->place])
    {
    case MM_RULE_IGNORED: return MM_OK;
    case MM_RULE_READ: return check_read (k, s);
    case MM_RULE_ZERO: return mm_value_is_zero (text) || is_correlation (s, text) ? MM_OK : refuse (k, s, "%s", advice (s));
    case MM_RULE_ONE: return mm_value_is_one (text) || is_none (text) ? MM_OK : refuse (k, s, "%s", advice (s));
    case MM_RULE_NEVER: return refuse (k, s, "%s", advice (s));
    }
  return MM_OK;
}

/* Whether a later setting of the same group has the same name.  */
static bool
is_set_again (const checker *k, const mm_group *group, uint32_t i)
{
  for (uint32_t later = i + 1; later < group->to; later++)
    if (k->r.a->setting[later].word == k->r.a->setting[i].word
        && !strcmp (name_of (k, &k->r.a->setting[later]), name_of (k, &k->r.a->setting[i])))
      return true;
  return false;
}

/* What the object says by a word, in whatever spellings.  */
static mm_status
check_word (const checker *k, mm_word word)
{
  const mm_group *group = &k->r.a->group[k->r.newest[word]];
  mm_status s = MM_OK;
  for (uint32_t i = group->from; i < group->to && !s; i++)
    if (k->r.a->setting[i].word == word && !is_set_again (k, group, i))
      s = check_setting (k, &k->r.a->setting[i]);
  return s;
}

static mm_activation_class
activation_of (const checker *k)
{
  return k->place == MM_ON_BLOB ? mm_module_activation (k->m, k->handle) : MM_ACTIVATION_NONE;
}

/* Whether all that a word depends on is as it was in the object before.  */
static bool
is_like_before (const checker *k)
{
  return k->before.place == k->place && !memcmp (&k->before.layer, &k->layer, sizeof k->layer)
         && !memcmp (&k->before.said, &k->said, sizeof k->said) && k->before.blob.channels == k->blob.channels
         && k->before.blob.activation == k->blob.activation && k->before.blob.norm == k->blob.norm
         && k->before.activation == activation_of (k) && k->before.end == (k->place == MM_ON_BLOB && is_end (k->m, k->handle));
}

static void
remember (checker *k)
{
  k->before.place = k->place;
  memcpy (k->before.newest, k->r.newest, sizeof k->before.newest);
  k->before.layer = k->layer;
  k->before.said = k->said;
  k->before.blob = k->blob;
  k->before.activation = activation_of (k);
  k->before.end = k->place == MM_ON_BLOB && is_end (k->m, k->handle);
}

/* The blobs at the ends of a layer are others each time.  */
static bool
is_about_ends (mm_word word)
{
  return word == MM_WORD_CHANNELS || word == MM_WORD_OUT_CHANNELS || word == MM_WORD_IN_CHANNELS;
}

static mm_status
check_object (checker *k, unsigned place, uint32_t handle, uint32_t group)
{
  if (group == MM_NO_GROUP)
    return MM_OK;
  k->place = place;
  k->handle = handle;
  mm_said_of (&k->r, group);
  k->layer = k->said = (mm_layer_info){ MM_KIND_CONV, 0, 0, 1, 1, 1 };
  k->blob = (mm_blob_info){ .channels = 0 };
  if (place == MM_ON_LAYER)
    {
      k->layer = mm_module_layer_info (k->m, handle);
      mm_said_layer (&k->r, &k->said);
    }
  else if (place == MM_ON_BLOB)
    mm_said_blob (&k->r, &k->blob);
  mm_status s = MM_OK;
  const bool alike = is_like_before (k);
  for (int word = 1; word < MM_WORDS && !s; word++)
    if (k->r.newest[word] != MM_NO_GROUP
        && !(alike && k->before.newest[word] == k->r.newest[word] && !is_about_ends ((mm_word) word)))
      s = check_word (k, (mm_word) word);
  if (!s)
    remember (k);
  return s;
}

/* Every attribute of every subgraph says something of its own.  */
static mm_status
check_subgraphs (checker *k)
{
  const mm_attributes *a = k->r.a;
  mm_group_walk walk = mm_group_walk_from (a, k->m->table.subgraph_group);
  mm_status s = MM_OK;
  k->place = MM_ON_SUBGRAPH;
  for (uint32_t g; !s && (g = mm_group_walk_next (&walk)) != MM_NO_GROUP;)
    for (uint32_t i = a->group[g].from; i < a->group[g].to && !s; i++)
      if (a->setting[i].word != MM_WORD_NONE)
        s = check_setting (k, &a->setting[i]);
  return s;
}

mm_status
mm_module_check_numbers (const mm_module *m, mm_error *err)
{
  const mm_table *t = &m->table;
  if (!t->attributes.groups)
    return MM_OK;
  checker k = { .m = m, .err = err, .before.place = MM_PLACES };
  mm_said_init (&k.r, &t->attributes, &t->text);
  mm_status s = check_object (&k, MM_ON_GRAPH, 0, t->graph_group);
  if (!s)
    s = check_subgraphs (&k);
  for (mm_layer e = 0; e < t->layers && !s; e++)
    s = check_object (&k, MM_ON_LAYER, e, mm_table_group (t, MM_ON_LAYER, e));
  for (mm_blob v = 0; v < t->blobs && !s; v++)
    s = check_object (&k, MM_ON_BLOB, v, mm_table_group (t, MM_ON_BLOB, v));
  return s;
}

/* ---- activations and norms that were accepted --------------------------------------------------------------- */

mm_activation_class
mm_module_activation (const mm_module *m, mm_blob v)
{
  const char *activation = mm_module_blob_info (m, v).activation;
  return activation ? mm_value_activation (activation) : MM_ACTIVATION_NONE;
}

const char *
mm_module_blob_norm (const mm_module *m, mm_blob v)
{
  const char *norm = mm_module_blob_info (m, v).norm;
  return norm && mm_value_norm (norm) != MM_NORM_NONE ? norm : NULL;
}

const char *
mm_module_layer_norm (const mm_module *m, mm_layer e)
{
  static const mm_word words[] = { MM_WORD_NORM, MM_WORD_NORM_FLAG };
  const mm_table *t = &m->table;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      const mm_setting *s = mm_word_setting (&t->attributes, mm_table_group (t, MM_ON_LAYER, e), words[i]);
      const char *value = s ? mm_pool_text (&t->text, s->value) : "";
      if (mm_value_norm (value) != MM_NORM_NONE)
        return words[i] == MM_WORD_NORM ? value : mm_pool_text (&t->text, s->name);
    }
  return NULL;
}

/* The line where a blob is given its activation, or 0.  */
static uint32_t
activation_line (const mm_module *m, mm_blob v)
{
  static const mm_word words[] = { MM_WORD_ACTIVATION, MM_WORD_ACTIVATION_FLAG };
  const mm_table *t = &m->table;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    {
      const mm_setting *s = mm_word_setting (&t->attributes, mm_table_group (t, MM_ON_BLOB, v), words[i]);
      if (s && *mm_pool_text (&t->text, s->value))
        return s->line;
    }
  return 0;
}

mm_status
mm_module_check_activations (const mm_module *m, mm_error *err)
{
  char buffer[MM_SPELT], activation[64];
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (!is_end (m, v) && mm_module_activation (m, v) == MM_ACTIVATION_REAL)
      return mm_fail (err, MM_EUNSUPPORTED, activation_line (m, v),
                      "blob %s has the activation %s, which is not the identity, so the module is no convolution; a "
                      "parametric one is, with slope 1: activation=prelu",
                      mm_spell_blob (m, v, buffer),
                      mm_spell_name (mm_module_blob_info (m, v).activation, activation, sizeof activation));
  return MM_OK;
}
