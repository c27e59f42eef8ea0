/* graph/write_dot.c: modules to canonical DOT.  */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"
#include "graph/module_i.h"
#include "graph/write.h"

/* ---- order --------------------------------------------------------------------- */

/* What a comparison needs to know about a blob.  */
typedef struct blob_line
{
  const mm_module *m;
  mm_blob v;
} blob_line;

/* The same for a layer; ends are compared by their places among the sorted blobs.  */
typedef struct layer_line
{
  const mm_module *m;
  mm_layer e;
  uint32_t tail, head;
  bool shares_name; /* with another layer of the same ends */
} layer_line;

typedef struct pages
{
  blob_line *blobs;
  layer_line *layers;
  mm_listed *listed; /* room for the attributes of any one object */
} pages;

static int
by_name (const void *a, const void *b)
{
  const blob_line *x = a, *y = b;
  char bx[MM_NAME_BUFFER], by[MM_NAME_BUFFER];
  return strcmp (mm_module_blob_name (x->m, x->v, bx), mm_module_blob_name (y->m, y->v, by));
}

static int
compare_numbers (uint32_t a, uint32_t b)
{
  return (a > b) - (a < b);
}

static int
compare_ends (const layer_line *x, const layer_line *y)
{
  return x->tail != y->tail ? compare_numbers (x->tail, y->tail) : compare_numbers (x->head, y->head);
}

static int
compare_keys (const layer_line *x, const layer_line *y)
{
  char bx[MM_NAME_BUFFER], by[MM_NAME_BUFFER];
  return strcmp (mm_module_layer_given_name (x->m, x->e, bx), mm_module_layer_given_name (y->m, y->e, by));
}

static int
compare_infos (const layer_line *x, const layer_line *y)
{
  const mm_layer_info a = mm_module_layer_info (x->m, x->e), b = mm_module_layer_info (y->m, y->e);
  const uint32_t numbers[][2] = { { a.kind, b.kind },     { a.kernel_h, b.kernel_h }, { a.kernel_w, b.kernel_w },
                                  { a.stride, b.stride }, { a.dilation, b.dilation }, { a.groups, b.groups } };
  int order = 0;
  for (size_t i = 0; !order && i < sizeof numbers / sizeof *numbers; i++)
    order = compare_numbers (numbers[i][0], numbers[i][1]);
  return order;
}

/* Layers that are equal in all that is written may come in any order; their handles make it one.  */
static int
by_ends_and_key (const void *a, const void *b)
{
  const layer_line *x = a, *y = b;
  int order = compare_ends (x, y);
  if (!order)
    order = compare_keys (x, y);
  if (!order)
    order = compare_infos (x, y);
  return order ? order : compare_numbers (x->e, y->e);
}

/* @param rank  blobs entries of scratch: the place of each blob among the sorted ones */
static void
sort_lines (const mm_module *m, pages *p, uint32_t *rank)
{
  const uint32_t blobs = mm_module_blobs (m), layers = mm_module_layers (m);
  for (mm_blob v = 0; v < blobs; v++)
    p->blobs[v] = (blob_line){ m, v };
  qsort (p->blobs, blobs, sizeof *p->blobs, by_name);
  for (uint32_t i = 0; i < blobs; i++)
    rank[p->blobs[i].v] = i;

  for (mm_layer e = 0; e < layers; e++)
    p->layers[e] = (layer_line){ m, e, rank[mm_module_tails (m)[e]], rank[mm_module_heads (m)[e]], false };
  qsort (p->layers, layers, sizeof *p->layers, by_ends_and_key);
  for (uint32_t i = 1; i < layers; i++)
    if (!compare_ends (&p->layers[i - 1], &p->layers[i]) && !compare_keys (&p->layers[i - 1], &p->layers[i]))
      p->layers[i - 1].shares_name = p->layers[i].shares_name = true;
}

/* ---- words --------------------------------------------------------------------- */

/* Whether a text is a word that needs no quotes: it is read back as it is, by our own reader.  */
static bool
is_plain (const char *text)
{
  bool name = *text != '\0', digits = false;
  for (const char *c = text; *c; c++)
    {
      bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || *c == '_' || (unsigned char) *c >= 0x80;
      name = name && (letter || (c > text && *c >= '0' && *c <= '9'));
    }
  if (name)
    return !mm_dot_is_key_word (text);

  const char *c = text + (*text == '-');
  for (int dots = 0; *c && (dots += *c == '.') <= 1; c++)
    {
      if (*c != '.' && (*c < '0' || *c > '9'))
        return false;
      digits = digits || *c != '.';
    }
  return *c == '\0' && digits;
}

/* Inside quotes an odd number of backslashes would escape a quote, the closing one too, or
   the end of a line.  */
static bool
fits_in_quotes (const char *text)
{
  for (const char *c = text; *c; c++)
    {
      size_t run = strspn (c, "\\");
      c += run;
      bool breaks = *c == '\0' || *c == '"' || *c == '\n' || (c[0] == '\r' && c[1] == '\n');
      if (run % 2 == 1 && breaks)
        return false;
      if (*c == '\0')
        return true;
    }
  return true;
}

/* An HTML string has no escapes, but its angle brackets must match.  */
static bool
fits_in_brackets (const char *text)
{
  size_t depth = 0;
  for (; *text; text++)
    {
      if (*text == '>' && depth-- == 0)
        return false;
      depth += *text == '<';
    }
  return depth == 0;
}

mm_status
mm_write_dot_word (const char *text, FILE *out)
{
  if (is_plain (text))
    fputs (text, out);
  else if (fits_in_quotes (text))
    {
      fputc ('"', out);
      for (; *text; text++)
        {
          if (*text == '"')
            fputc ('\\', out);
          fputc (*text, out);
        }
      fputc ('"', out);
    }
  else if (fits_in_brackets (text))
    fprintf (out, "<%s>", text);
  else
    return MM_EUNSUPPORTED;
  return MM_OK;
}

static bool
is_word (const char *text)
{
  return fits_in_quotes (text) || fits_in_brackets (text);
}

/* ---- attributes ------------------------------------------------------------------ */

enum { FIELDS = 7 };

/* What is written of one object: what its fields say, and the attributes beside them.  */
typedef struct entries
{
  const mm_module *m;
  unsigned place;
  uint32_t handle;
  mm_listed *own; /* attributes, sorted by name */
  size_t owned;
  bool said[MM_WORDS];  /* by one of these */
  bool given[MM_WORDS]; /* by others, which the fields repeat: these are written even where they are the defaults */
  struct
  {
    const char *name, *text; /* text NULL: number */
    uint32_t number;
  } field[FIELDS]; /* sorted by name */
  size_t fields;
  char kernel[32];
} entries;

/* All attributes but those that only repeat a field, and those called `but`.  */
static void
list_own (entries *x, mm_listed *room, const char *but)
{
  const mm_table *t = &x->m->table;
  const size_t count
    = mm_attributes_list (&t->attributes, mm_table_group (t, (mm_place) x->place, x->handle), &t->text, room);
  x->own = room;
  for (size_t i = 0; i < count; i++)
    if (mm_setting_is_said (&t->text, room[i].setting, x->place))
      x->given[room[i].setting->word] = true;
    else if (!(but && !strcmp (room[i].name, but)))
      {
        x->said[room[i].setting->word] = true;
        x->own[x->owned++] = room[i];
      }
}

static void
add_text (entries *x, mm_word word, const char *name, const char *text)
{
  if (!text || *text == '\0' || (word != MM_WORD_NONE && x->said[word]))
    return;
  x->field[x->fields].name = name;
  x->field[x->fields++].text = text;
}

static void
add_number (entries *x, mm_word word, const char *name, uint32_t number, uint32_t standard)
{
  if (x->said[word] || (number == standard && !(standard && x->given[word])))
    return;
  x->field[x->fields].name = name;
  x->field[x->fields].text = NULL;
  x->field[x->fields++].number = number;
}

/* Whether the kind of a layer needs its field: type=Conv2d says it too, and class=Conv2d, but not class=wide.  */
static bool
has_kind_field (const entries *x, mm_kind kind)
{
  bool told = false, agree = true;
  const bool given = x->given[MM_WORD_KIND];
  for (size_t i = 0; i < x->owned; i++)
    {
      const unsigned word = x->own[i].setting->word;
      const mm_op op = word == MM_WORD_KIND || word == MM_WORD_CLASS ? mm_value_op (x->own[i].value) : MM_OP_INPUT;
      const bool tells = word == MM_WORD_KIND || (op != MM_OP_INPUT && op != MM_OP_UNKNOWN);
      told = told || tells;
      agree = agree && (!tells || (op != MM_OP_INPUT && mm_op_kind (op) == kind));
    }
  return (given || kind != MM_KIND_CONV) && (!told || (given && agree));
}

static void
list_blob (entries *x, const blob_line *b, mm_listed *room)
{
  const mm_blob_info info = mm_module_blob_info (b->m, b->v);
  *x = (entries){ .m = b->m, .place = MM_ON_BLOB, .handle = b->v };
  list_own (x, room, NULL);
  add_text (x, MM_WORD_ACTIVATION, "activation", info.activation);
  add_number (x, MM_WORD_CHANNELS, "channels", info.channels, 0);
  add_text (x, MM_WORD_NORM, "norm", info.norm);
}

/* @param buffer  for a name that has to be made up */
static void
list_layer (entries *x, const layer_line *l, mm_listed *room, const mm_dot_extra *extra, char buffer[MM_NAME_BUFFER])
{
  const mm_layer_info info = mm_module_layer_info (l->m, l->e);
  const char *name = mm_module_layer_given_name (l->m, l->e, buffer);
  *x = (entries){ .m = l->m, .place = MM_ON_LAYER, .handle = l->e };
  list_own (x, room, extra ? extra->name : NULL);
  for (size_t i = 0; l->shares_name && i < x->owned; i++)
    if (!strcmp (x->own[i].name, "label"))
      memmove (&x->own[i], &x->own[i + 1], (--x->owned - i) * sizeof *x->own);
  add_number (x, MM_WORD_DILATION, "dilation", info.dilation, 1);
  add_number (x, MM_WORD_GROUPS, "groups", info.groups, 1);
  snprintf (x->kernel, sizeof x->kernel, "%" PRIu32 "x%" PRIu32, info.kernel_h, info.kernel_w);
  if (info.kernel_h == info.kernel_w)
    add_number (x, MM_WORD_KERNEL, "kernel", info.kernel_h, 0);
  else
    add_text (x, MM_WORD_KERNEL, "kernel", x->kernel);
  add_text (x, MM_WORD_NONE, "key", l->shares_name ? NULL : name);
  if (has_kind_field (x, info.kind))
    add_text (x, MM_WORD_NONE, "kind", mm_dot_kind_text (info.kind));
  add_text (x, MM_WORD_NONE, "label", l->shares_name ? name : NULL);
  add_number (x, MM_WORD_STRIDE, "stride", info.stride, 1);
}

static void
list_graph (entries *x, const mm_module *m, mm_listed *room)
{
  const mm_padding padding = mm_module_padding (m);
  *x = (entries){ .m = m, .place = MM_ON_GRAPH };
  list_own (x, room, NULL);
  if (padding != MM_PADDING_SAME || x->given[MM_WORD_PADDING])
    add_text (x, MM_WORD_PADDING, "padding", mm_dot_padding_text (padding));
}

/* ---- looking first --------------------------------------------------------------- */

static bool
entries_can_be_written (const entries *x)
{
  bool can = true;
  for (size_t i = 0; can && i < x->owned; i++)
    can = is_word (x->own[i].name)
          && (x->own[i].setting->html ? fits_in_brackets (x->own[i].value) : is_word (x->own[i].value));
  return can;
}

static bool
blob_can_be_written (const blob_line *b, const blob_line *before, mm_listed *room)
{
  char name[MM_NAME_BUFFER];
  entries x;
  const mm_blob_info info = mm_module_blob_info (b->m, b->v);
  list_blob (&x, b, room);
  return (!before || by_name (before, b) != 0) && is_word (mm_module_blob_name (b->m, b->v, name))
         && (!info.activation || is_word (info.activation)) && (!info.norm || is_word (info.norm))
         && entries_can_be_written (&x);
}

/* Layers that share ends and name cannot have it as their key; a label does as well, when it
   is one that names.  */
static bool
layer_can_be_written (const layer_line *l, mm_listed *room)
{
  char buffer[MM_NAME_BUFFER];
  entries x;
  const char *name = mm_module_layer_given_name (l->m, l->e, buffer);
  list_layer (&x, l, room, NULL, buffer);
  if (*name == '\0' || !entries_can_be_written (&x))
    return false;
  return l->shares_name ? fits_in_quotes (name) && mm_dot_label_is_name (name, false) : is_word (name);
}

static bool
can_be_written (const mm_module *m, const pages *p)
{
  entries x;
  list_graph (&x, m, p->listed);
  bool can = is_word (mm_module_name (m)) && entries_can_be_written (&x);
  for (uint32_t i = 0; can && i < mm_module_blobs (m); i++)
    can = blob_can_be_written (&p->blobs[i], i ? &p->blobs[i - 1] : NULL, p->listed);
  for (uint32_t i = 0; can && i < mm_module_layers (m); i++)
    can = layer_can_be_written (&p->layers[i], p->listed);
  return can;
}

/* ---- writing -------------------------------------------------------------------- */

/* A list in brackets that is opened by its first entry.  */
typedef struct list
{
  FILE *out;
  bool open;
} list;

static void
start_entry (list *l, const char *name)
{
  fputs (l->open ? " " : " [", l->out);
  mm_write_dot_word (name, l->out);
  fputc ('=', l->out);
  l->open = true;
}

static void
put_field (list *l, const entries *x, size_t i)
{
  start_entry (l, x->field[i].name);
  if (x->field[i].text)
    mm_write_dot_word (x->field[i].text, l->out);
  else
    fprintf (l->out, "%" PRIu32, x->field[i].number);
}

/* The channels that an attribute repeats, which may have been changed since; 0: it repeats none.  */
static uint32_t
channels_repeated (const entries *x, const mm_setting *s)
{
  const mm_blob *ends = s->word == MM_WORD_IN_CHANNELS ? mm_module_tails (x->m) : mm_module_heads (x->m);
  uint32_t count;
  const bool repeats = s->word == MM_WORD_IN_CHANNELS || s->word == MM_WORD_OUT_CHANNELS || s->word == MM_WORD_CHANNELS;
  if (!repeats || x->place == MM_ON_GRAPH || !mm_value_count (mm_pool_text (&x->m->table.text, s->value), &count))
    return 0;
  return mm_module_blob_info (x->m, x->place == MM_ON_BLOB ? x->handle : ends[x->handle]).channels;
}

static void
put_own (list *l, const entries *x, size_t i)
{
  const mm_listed *own = &x->own[i];
  const uint32_t channels = channels_repeated (x, own->setting);
  start_entry (l, own->name);
  if (channels)
    fprintf (l->out, "%" PRIu32, channels);
  else if (own->setting->html)
    fprintf (l->out, "<%s>", own->value);
  else
    mm_write_dot_word (own->value, l->out);
}

static void
put_extra (list *l, const entries *x, const mm_dot_extra *extra)
{
  start_entry (l, extra->name);
  extra->value (l->out, x->m, x->handle, extra->context);
}

/* All in order of names; a field comes before an attribute of the same name.
   @param extra  NULL: there is none */
static void
put_entries (list *l, const entries *x, const mm_dot_extra *extra)
{
  size_t f = 0, o = 0;
  bool more = extra != NULL;
  while (f < x->fields || o < x->owned || more)
    {
      const char *field = f < x->fields ? x->field[f].name : NULL, *own = o < x->owned ? x->own[o].name : NULL;
      const bool is_field = field && (!own || strcmp (field, own) <= 0);
      const char *first = is_field ? field : own;
      if (more && (!first || strcmp (extra->name, first) < 0))
        {
          put_extra (l, x, extra);
          more = false;
        }
      else if (is_field)
        put_field (l, x, f++);
      else
        put_own (l, x, o++);
    }
}

static void
write_blob (const blob_line *b, mm_listed *room, FILE *out)
{
  char name[MM_NAME_BUFFER];
  entries x;
  list l = { out, false };
  list_blob (&x, b, room);
  fputs ("  ", out);
  mm_write_dot_word (mm_module_blob_name (b->m, b->v, name), out);
  put_entries (&l, &x, NULL);
  fputs (l.open ? "];\n" : ";\n", out);
}

static void
write_layer (const layer_line *x, mm_listed *room, const mm_dot_extra *extra, FILE *out)
{
  char tail[MM_NAME_BUFFER], head[MM_NAME_BUFFER], buffer[MM_NAME_BUFFER];
  entries all;
  list l = { out, false };
  const bool has = extra && extra->value && (!extra->has || extra->has (x->m, x->e, extra->context));
  list_layer (&all, x, room, extra, buffer);
  fputs ("  ", out);
  mm_write_dot_word (mm_module_blob_name (x->m, mm_module_tails (x->m)[x->e], tail), out);
  fputs (" -> ", out);
  mm_write_dot_word (mm_module_blob_name (x->m, mm_module_heads (x->m)[x->e], head), out);
  put_entries (&l, &all, has ? extra : NULL);
  fputs ("];\n", out);
}

static void
write_graph (const mm_module *m, mm_listed *room, FILE *out)
{
  entries x;
  list l = { out, false };
  list_graph (&x, m, room);
  if (!x.fields && !x.owned)
    return;
  fputs ("  graph", out);
  put_entries (&l, &x, NULL);
  fputs ("];\n", out);
}

/* The most attributes that one object has.  */
static size_t
most_attributes (const mm_module *m)
{
  const mm_table *t = &m->table;
  size_t most = mm_attributes_count (&t->attributes, t->graph_group);
  for (int place = MM_ON_BLOB; place <= MM_ON_LAYER && t->attributes.groups; place++)
    for (uint32_t i = 0; i < (place == MM_ON_BLOB ? t->blobs : t->layers); i++)
      {
        const size_t count = mm_attributes_count (&t->attributes, mm_table_group (t, (mm_place) place, i));
        if (count > most)
          most = count;
      }
  return most;
}

static void
write_module (const mm_module *m, const pages *p, const mm_dot_extra *extra, FILE *out)
{
  fputs ("digraph ", out);
  if (*mm_module_name (m))
    {
      mm_write_dot_word (mm_module_name (m), out);
      fputc (' ', out);
    }
  fputs ("{\n", out);
  write_graph (m, p->listed, out);
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    write_blob (&p->blobs[i], p->listed, out);
  for (uint32_t i = 0; i < mm_module_layers (m); i++)
    write_layer (&p->layers[i], p->listed, extra, out);
  fputs ("}\n", out);
}

mm_status
mm_write_dot (const mm_module *m, const mm_dot_extra *extra, FILE *out)
{
  pages p = { .blobs = mm_array_new (mm_module_blobs (m), sizeof *p.blobs),
              .layers = mm_array_new (mm_module_layers (m), sizeof *p.layers),
              .listed = mm_array_new (most_attributes (m), sizeof *p.listed) };
  uint32_t *rank = mm_array_new (mm_module_blobs (m), sizeof *rank);
  mm_status s = p.blobs && p.layers && p.listed && rank ? MM_OK : MM_ENOMEM;
  if (!s)
    {
      sort_lines (m, &p, rank);
      s = can_be_written (m, &p) ? MM_OK : MM_EUNSUPPORTED;
    }
  if (!s)
    {
      write_module (m, &p, extra, out);
      s = ferror (out) ? MM_EIO : MM_OK;
    }
  free (p.blobs);
  free (p.layers);
  free (p.listed);
  free (rank);
  return s;
}
