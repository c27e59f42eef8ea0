/* graph/dot_info.c: words of the format.  What attributes mean is in words*.c.  */
#include <string.h>

#include "graph/dot_i.h"

const char *
mm_dot_kind_text (mm_kind kind)
{
  static const char *const kinds[] = { [MM_KIND_CONV] = "conv",
                                       [MM_KIND_IDENTITY] = "identity",
                                       [MM_KIND_AVGPOOL] = "avgpool",
                                       [MM_KIND_FIXED] = "fixed",
                                       [MM_KIND_OPAQUE] = "opaque" };
  return kinds[kind];
}

const char *
mm_dot_padding_text (mm_padding padding)
{
  static const char *const paddings[]
    = { [MM_PADDING_SAME] = "same", [MM_PADDING_ONCE] = "once", [MM_PADDING_CIRCULAR] = "circular" };
  return paddings[padding];
}

bool
mm_dot_label_is_name (const char *label, bool html)
{
  /* \N, \E and so on are filled in by Graphviz; an escaped backslash escapes nothing.  */
  for (const char *c = label; *c; c++)
    if (*c == '\\' && c[1])
      {
        if (strchr ("NGETHL", c[1]))
          return false;
        c++;
      }
  return !html;
}
