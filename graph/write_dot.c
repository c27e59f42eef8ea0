/* graph/write_dot.c: modules to canonical DOT.  */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/dot_i.h"
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

/* ---- looking first --------------------------------------------------------------- */

static bool
blob_can_be_written (const blob_line *b, const blob_line *before)
{
  char name[MM_NAME_BUFFER];
  const mm_blob_info info = mm_module_blob_info (b->m, b->v);
  return (!before || by_name (before, b) != 0) && is_word (mm_module_blob_name (b->m, b->v, name))
         && (!info.activation || is_word (info.activation)) && (!info.norm || is_word (info.norm));
}

/* Layers that share ends and name cannot have it as their key; a label does as well, when it
   is one that names.  */
static bool
layer_can_be_written (const layer_line *l)
{
  char buffer[MM_NAME_BUFFER];
  const char *name = mm_module_layer_given_name (l->m, l->e, buffer);
  if (*name == '\0')
    return false;
  if (l->shares_name)
    return fits_in_quotes (name) && mm_dot_label_is_name (&(mm_dot_text){ .text = name });
  return is_word (name);
}

static bool
can_be_written (const mm_module *m, const pages *p)
{
  bool can = is_word (mm_module_name (m));
  for (uint32_t i = 0; can && i < mm_module_blobs (m); i++)
    can = blob_can_be_written (&p->blobs[i], i ? &p->blobs[i - 1] : NULL);
  for (uint32_t i = 0; can && i < mm_module_layers (m); i++)
    can = layer_can_be_written (&p->layers[i]);
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
  fprintf (l->out, "%s%s=", l->open ? " " : " [", name);
  l->open = true;
}

static void
put_text (list *l, const char *name, const char *text)
{
  if (!text || *text == '\0')
    return;
  start_entry (l, name);
  mm_write_dot_word (text, l->out);
}

static void
put_number (list *l, const char *name, uint32_t number, uint32_t standard)
{
  if (number == standard)
    return;
  start_entry (l, name);
  fprintf (l->out, "%" PRIu32, number);
}

static void
put_kernel (list *l, uint32_t h, uint32_t w)
{
  char both[32];
  snprintf (both, sizeof both, "%" PRIu32 "x%" PRIu32, h, w);
  if (h == w)
    put_number (l, "kernel", h, 0);
  else
    put_text (l, "kernel", both);
}

static void
write_blob (const blob_line *b, FILE *out)
{
  char name[MM_NAME_BUFFER];
  const mm_blob_info info = mm_module_blob_info (b->m, b->v);
  list l = { out, false };
  fputs ("  ", out);
  mm_write_dot_word (mm_module_blob_name (b->m, b->v, name), out);
  put_text (&l, "activation", info.activation);
  put_number (&l, "channels", info.channels, 0);
  put_text (&l, "norm", info.norm);
  fputs (l.open ? "];\n" : ";\n", out);
}

static void
write_layer (const layer_line *x, const mm_dot_extra *extra, FILE *out)
{
  char tail[MM_NAME_BUFFER], head[MM_NAME_BUFFER], buffer[MM_NAME_BUFFER];
  const mm_layer_info info = mm_module_layer_info (x->m, x->e);
  const char *name = mm_module_layer_given_name (x->m, x->e, buffer);
  list l = { out, false };
  fputs ("  ", out);
  mm_write_dot_word (mm_module_blob_name (x->m, mm_module_tails (x->m)[x->e], tail), out);
  fputs (" -> ", out);
  mm_write_dot_word (mm_module_blob_name (x->m, mm_module_heads (x->m)[x->e], head), out);
  put_number (&l, "dilation", info.dilation, 1);
  put_number (&l, "groups", info.groups, 1);
  put_kernel (&l, info.kernel_h, info.kernel_w);
  put_text (&l, "key", x->shares_name ? NULL : name);
  put_text (&l, "kind", info.kind == MM_KIND_CONV ? NULL : mm_dot_kind_text (info.kind));
  put_text (&l, "label", x->shares_name ? name : NULL);
  put_number (&l, "stride", info.stride, 1);
  if (extra && extra->layer)
    extra->layer (out, x->m, x->e, extra->context);
  fputs ("];\n", out);
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
  if (mm_module_padding (m) != MM_PADDING_SAME)
    fprintf (out, "  graph [padding=%s];\n", mm_dot_padding_text (mm_module_padding (m)));
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    write_blob (&p->blobs[i], out);
  for (uint32_t i = 0; i < mm_module_layers (m); i++)
    write_layer (&p->layers[i], extra, out);
  fputs ("}\n", out);
}

mm_status
mm_write_dot (const mm_module *m, const mm_dot_extra *extra, FILE *out)
{
  pages p = { .blobs = mm_array_new (mm_module_blobs (m), sizeof *p.blobs),
              .layers = mm_array_new (mm_module_layers (m), sizeof *p.layers) };
  uint32_t *rank = mm_array_new (mm_module_blobs (m), sizeof *rank);
  mm_status s = p.blobs && p.layers && rank ? MM_OK : MM_ENOMEM;
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
  free (rank);
  return s;
}
