/* numeric/weights_names.c: what the files of a child are called.

   A layer's name becomes a file name one to one (%2F for a slash, and so on), except that
   very long names are cut and end in a hash.  What still collides, also where large and
   small letters are the same, is numbered in an order made of names: ~2, ~3, …  The
   tilde itself is escaped, so numbers and hashes never look like a name.  */
#include "numeric/weights_names_i.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"

enum
{
  LONGEST = 200, /* longer basic names are cut … */
  KEPT = 180,    /* … to this, at most, and a hash */
  BASIC_SIZE = LONGEST + 8
};

/* ---- basic names ------------------------------------------------------------------------ */

static char
small (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
is_harmless (char c)
{
  return (c >= '0' && c <= '9') || (small (c) >= 'a' && small (c) <= 'z') || (c && strchr ("_-.+,=@", c));
}

/* Where a name ends in a word that file names give a meaning: F1.bias.npy is the bias of F1.  */
static const char *
special_end (const char *name)
{
  static const char *const ends[] = { ".bias", ".blob", ".bn", ".slope" };
  const size_t length = strlen (name);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    {
      const size_t size = strlen (ends[i]);
      size_t same = 0;
      while (same < size && size <= length && small (name[length - size + same]) == ends[i][same])
        same++;
      if (same == size)
        return name + length - size;
    }
  return NULL;
}

/* FNV-1a, of the whole name.  */
static uint64_t
hash (const char *name)
{
  uint64_t h = 0xCBF29CE484222325u;
  for (; *name; name++)
    h = (h ^ (unsigned char) *name) * 0x100000001B3u;
  return h;
}

/* @return the length of the basic name */
static size_t
basic_name (const char *name, char out[BASIC_SIZE])
{
  const char *end = special_end (name);
  size_t length = 0, kept = 0;
  for (const char *c = name; *c && length <= LONGEST; c++)
    {
      const bool plain = is_harmless (*c) && c != end && !(c == name && *c == '.');
      char code[4] = { *c };
      if (!plain)
        snprintf (code, sizeof code, "%%%02X", (unsigned) (unsigned char) *c);
      memcpy (out + length, code, sizeof code);
      length += plain ? 1 : 3;
      kept = length <= KEPT ? length : kept;
    }
  if (!*name)
    out[length++] = '%';
  if (length > LONGEST)
    length = kept + (size_t) snprintf (out + kept, BASIC_SIZE - kept, "~%016" PRIx64, hash (name));
  out[length] = '\0';
  return length;
}

/* ---- telling apart ---------------------------------------------------------------------- */

typedef struct entry
{
  const mm_module *m;
  const char *basic;
  mm_layer e;
} entry;

int
mm_file_name_compare (const char *a, const char *b)
{
  while (*a && small (*a) == small (*b))
    a++, b++;
  return (unsigned char) small (*a) - (unsigned char) small (*b);
}

static int
compare_blobs (const mm_module *m, mm_blob u, mm_blob v)
{
  char bu[MM_NAME_BUFFER], bv[MM_NAME_BUFFER];
  return strcmp (mm_module_blob_name (m, u, bu), mm_module_blob_name (m, v, bv));
}

static int
compare_infos (const entry *x, const entry *y)
{
  const mm_layer_info a = mm_module_layer_info (x->m, x->e), b = mm_module_layer_info (y->m, y->e);
  const uint32_t numbers[][2] = { { a.kind, b.kind },     { a.kernel_h, b.kernel_h }, { a.kernel_w, b.kernel_w },
                                  { a.stride, b.stride }, { a.dilation, b.dilation }, { a.groups, b.groups } };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (numbers[i][0] != numbers[i][1])
      return numbers[i][0] < numbers[i][1] ? -1 : 1;
  return 0;
}

/* Layers that agree in all of this stay in their order, as they do in canonical DOT.  */
static int
by_name (const void *a, const void *b)
{
  const entry *x = a, *y = b;
  char bx[MM_NAME_BUFFER], by[MM_NAME_BUFFER];
  int order = mm_file_name_compare (x->basic, y->basic);
  if (!order)
    order = strcmp (mm_module_layer_given_name (x->m, x->e, bx), mm_module_layer_given_name (y->m, y->e, by));
  if (!order)
    order = compare_blobs (x->m, mm_module_tails (x->m)[x->e], mm_module_tails (y->m)[y->e]);
  if (!order)
    order = compare_blobs (x->m, mm_module_heads (x->m)[x->e], mm_module_heads (y->m)[y->e]);
  if (!order)
    order = compare_infos (x, y);
  return order ? order : (x->e > y->e) - (x->e < y->e);
}

/* The names of blobs are unique.  */
static int
by_blob_name (const void *a, const void *b)
{
  const entry *x = a, *y = b;
  const int order = mm_file_name_compare (x->basic, y->basic);
  return order ? order : compare_blobs (x->m, x->e, y->e);
}

static mm_status
number_names (const mm_module *m, uint32_t count, int (*compare) (const void *, const void *), mm_file_names *names)
{
  entry *entries = mm_array_new (count, sizeof *entries);
  if (!entries)
    return MM_ENOMEM;
  for (uint32_t e = 0; e < count; e++)
    entries[e] = (entry){ m, names->text + names->start[e], e };
  qsort (entries, count, sizeof *entries, compare);
  uint32_t number = 1;
  for (uint32_t i = 1; i < count; i++)
    {
      number = mm_file_name_compare (entries[i - 1].basic, entries[i].basic) ? 1 : number + 1;
      names->number[entries[i].e] = number > 1 ? number : 0;
    }
  free (entries);
  return MM_OK;
}

typedef const char *(*name_of) (const mm_module *m, uint32_t e, char buffer[MM_NAME_BUFFER]);

static mm_status
make_names (const mm_module *m, uint32_t count, name_of name, int (*compare) (const void *, const void *),
            mm_file_names *out)
{
  size_t length = 0, capacity = 0;
  *out = (mm_file_names){
    .start = mm_array_new (count, sizeof *out->start),
    .number = mm_array_new (count, sizeof *out->number),
  };
  mm_status s = out->start && out->number ? MM_OK : MM_ENOMEM;
  for (uint32_t e = 0; e < count && !s; e++)
    {
      char buffer[MM_NAME_BUFFER], basic[BASIC_SIZE];
      const size_t size = basic_name (name (m, e, buffer), basic) + 1;
      if (!mm_array_reserve (&out->text, &capacity, length + size, 1))
        s = MM_ENOMEM;
      else
        memcpy (out->text + length, basic, size);
      out->start[e] = length;
      length += size;
    }
  if (!s)
    s = number_names (m, count, compare, out);
  if (s)
    mm_file_names_clear (out);
  return s;
}

mm_status
mm_file_names_make (const mm_module *m, mm_file_names *out)
{
  return make_names (m, mm_module_layers (m), mm_module_layer_given_name, by_name, out);
}

mm_status
mm_blob_file_names_make (const mm_module *m, mm_file_names *out)
{
  return make_names (m, mm_module_blobs (m), mm_module_blob_name, by_blob_name, out);
}

void
mm_file_names_clear (mm_file_names *names)
{
  free (names->text);
  free (names->start);
  free (names->number);
  *names = (mm_file_names){ NULL, NULL, NULL };
}

void
mm_file_name (const mm_file_names *names, uint32_t e, const char *end, char name[MM_FILE_NAME])
{
  const char *basic = names->text + names->start[e];
  if (names->number[e])
    snprintf (name, MM_FILE_NAME, "%s~%" PRIu32 "%s", basic, names->number[e], end);
  else
    snprintf (name, MM_FILE_NAME, "%s%s", basic, end);
}
