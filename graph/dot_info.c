/* graph/dot_info.c: what the attributes of a DOT file say about blobs and layers.  */
#include <inttypes.h>
#include <string.h>

#include "graph/dot_i.h"

/* Decimal digits up to 2^32 - 1, and nothing else, from *p on; *p goes behind them.  */
static bool
read_digits (const char **p, uint32_t *number)
{
  uint64_t n = 0;
  const char *c = *p;
  for (; *c >= '0' && *c <= '9' && n <= UINT32_MAX; c++)
    n = 10 * n + (uint64_t) (*c - '0');
  if (c == *p || n > UINT32_MAX)
    return false;
  *p = c;
  *number = (uint32_t) n;
  return true;
}

mm_status
mm_dot_read_count (const mm_dot_text *v, mm_dot_attribute a, uint32_t *count, mm_error *err)
{
  const char *p = v->text;
  if (read_digits (&p, count) && *p == '\0' && *count >= 1)
    return MM_OK;
  return mm_fail (err, MM_EPARSE, v->line, "%s=\"%.60s\": expected a whole number from 1 to %" PRIu32,
                  mm_dot_attribute_name (a), v->text, UINT32_MAX);
}

mm_status
mm_dot_read_kernel (const mm_dot_text *v, mm_layer_info *info, mm_error *err)
{
  const char *p = v->text;
  uint32_t h = 0, w = 0;
  bool good = read_digits (&p, &h);
  if (good && *p == 'x')
    {
      p++;
      good = read_digits (&p, &w);
    }
  else
    w = h;
  if (!good && *p >= '0' && *p <= '9')
    return mm_fail (err, MM_EPARSE, v->line, "kernel=\"%.60s\": too large; the greatest is %" PRIu32, v->text, UINT32_MAX);
  if (!good || *p != '\0' || h == 0 || w == 0)
    return mm_fail (err, MM_EPARSE, v->line,
                    "kernel=\"%.60s\": expected an odd number such as 3, or height x width such as 1x3", v->text);
  if (h % 2 == 0 || w % 2 == 0)
    return mm_fail (err, MM_EUNSUPPORTED, v->line, "kernel=\"%.60s\": even kernels are not supported", v->text);
  info->kernel_h = h;
  info->kernel_w = w;
  return MM_OK;
}

static const char *const kinds[] = { [MM_KIND_CONV] = "conv",
                                     [MM_KIND_IDENTITY] = "identity",
                                     [MM_KIND_AVGPOOL] = "avgpool",
                                     [MM_KIND_FIXED] = "fixed",
                                     [MM_KIND_OPAQUE] = "opaque" };

static const char *const paddings[]
    = { [MM_PADDING_SAME] = "same", [MM_PADDING_ONCE] = "once", [MM_PADDING_CIRCULAR] = "circular" };

/* The place of a text among `count` texts, or count.  */
static size_t
choice (const char *text, const char *const *texts, size_t count)
{
  size_t i = 0;
  while (i < count && strcmp (text, texts[i]))
    i++;
  return i;
}

mm_status
mm_dot_read_kind (const mm_dot_text *v, mm_kind *kind, mm_error *err)
{
  enum { COUNT = sizeof kinds / sizeof *kinds };
  size_t i = choice (v->text, kinds, COUNT);
  if (i == COUNT)
    return mm_fail (err, MM_EPARSE, v->line, "kind=\"%.60s\": expected conv, identity, avgpool, fixed or opaque",
                    v->text);
  *kind = (mm_kind) i;
  return MM_OK;
}

mm_status
mm_dot_read_padding (const mm_dot_text *v, mm_padding *padding, mm_error *err)
{
  enum { COUNT = sizeof paddings / sizeof *paddings };
  size_t i = choice (v->text, paddings, COUNT);
  if (i == COUNT)
    return mm_fail (err, MM_EPARSE, v->line, "padding=\"%.60s\": expected same, once or circular", v->text);
  *padding = (mm_padding) i;
  return MM_OK;
}

const char *
mm_dot_kind_text (mm_kind kind)
{
  return kinds[kind];
}

const char *
mm_dot_padding_text (mm_padding padding)
{
  return paddings[padding];
}

bool
mm_dot_label_is_name (const mm_dot_text *v)
{
  /* \N, \E and so on are filled in by Graphviz; an escaped backslash escapes nothing.  */
  for (const char *c = v->text; *c; c++)
    if (*c == '\\' && c[1])
      {
        if (strchr ("NGETHL", c[1]))
          return false;
        c++;
      }
  return !v->html;
}
