/* numeric/npy_header.c: the head of a .npy file.

   Its grammar is that of NumPy's format 1.0 to 3.0: eight bytes of magic and version, the
   length of the text (two bytes in version 1, four later, little-endian), and the text,
   a Python dictionary literal such as

       {'descr': '<f4', 'fortran_order': False, 'shape': (64, 3, 3, 3), }  */
#include <string.h>

#include "numeric/npy_i.h"

/* What is left of the text.  */
typedef struct cursor
{
  const char *at, *end;
} cursor;

typedef struct word
{
  const char *at;
  size_t length;
} word;

static mm_status
malformed (mm_error *err, const char *what)
{
  return mm_fail (err, MM_EPARSE, 0, "not a .npy file: %s", what);
}

size_t
mm_npy_entry_size (mm_dtype dtype)
{
  return dtype == MM_F64 ? 8 : dtype == MM_F32 ? 4 : 2;
}

static void
skip_blanks (cursor *c)
{
  while (c->at < c->end && strchr (" \t\r\n\f\v", *c->at) && *c->at)
    c->at++;
}

/* Whether the next sign is this one; if so, it is passed.  */
static bool
take (cursor *c, char sign)
{
  skip_blanks (c);
  if (c->at == c->end || *c->at != sign)
    return false;
  c->at++;
  return true;
}

/* A quoted string without escapes.  */
static bool
take_string (cursor *c, word *out)
{
  skip_blanks (c);
  if (c->at == c->end || (*c->at != '\'' && *c->at != '"'))
    return false;
  const char *close = memchr (c->at + 1, *c->at, (size_t) (c->end - c->at - 1));
  if (!close || memchr (c->at, '\\', (size_t) (close - c->at)))
    return false;
  *out = (word){ c->at + 1, (size_t) (close - c->at - 1) };
  c->at = close + 1;
  return true;
}

static bool
take_name (cursor *c, word *out)
{
  skip_blanks (c);
  const char *start = c->at;
  while (c->at < c->end && ((*c->at >= 'a' && *c->at <= 'z') || (*c->at >= 'A' && *c->at <= 'Z')))
    c->at++;
  *out = (word){ start, (size_t) (c->at - start) };
  return out->length > 0;
}

static bool
take_number (cursor *c, size_t *out)
{
  skip_blanks (c);
  const char *start = c->at;
  *out = 0;
  for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++)
    if (__builtin_mul_overflow (*out, 10, out) || __builtin_add_overflow (*out, (size_t) (*c->at - '0'), out))
      return false;
  if (c->at == start)
    return false;
  if (c->at < c->end && *c->at == 'L') /* Python 2 wrote long integers so */
    c->at++;
  return true;
}

static bool
word_is (word w, const char *text)
{
  return w.length == strlen (text) && !memcmp (w.at, text, w.length);
}

/* What an element type that we do not read is called, and what to do.  */
static const char *
foreign_type (word descr)
{
  const char *type = descr.at;
  size_t length = descr.length;
  if (length >= 2 && strchr ("<>|=", *type))
    type++, length--;
  if (length == 2 && !memcmp (type, "u2", 2))
    return "integers of 16 bits; if they are the bits of bfloat16 numbers, say --bf16, else save numpy.asarray (array, \"float32\")";
  switch (length ? *type : '\0')
    {
    case 'f': return "floating-point numbers of another size; save numpy.asarray (array, \"float64\")";
    case 'i':
    case 'u': return "integers; save numpy.asarray (array, \"float32\"), times their scale if they are quantised";
    case 'b':
    case '?': return "truth values; save numpy.asarray (array, \"float32\")";
    case 'c': return "complex numbers; a convolution has real ones";
    case 'O': return "pickled Python objects; save each array of numbers by itself";
    case 'S':
    case 'U':
    case 'a': return "text; save numbers, as float32 or float64";
    case 'V': return "raw records; save numbers, as float32 or float64";
    case 'M':
    case 'm': return "dates; save numbers, as float32 or float64";
    default: return "an unknown type; save numpy.asarray (array, \"float32\")";
    }
}

/* The types that are read, after their byte order.  */
static bool
find_type (const char *type, size_t length, const mm_npy_reading *how, mm_dtype *dtype)
{
  static const struct
  {
    const char *name;
    mm_dtype dtype;
    bool asked; /* only when --bf16 says so */
  } types[] = { { "f4", MM_F32, false }, { "f8", MM_F64, false }, { "f2", MM_F16, false }, { "V2", MM_BF16, false },
                { "u2", MM_BF16, true } };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (length == 2 && !memcmp (type, types[i].name, 2) && (!types[i].asked || (how && how->bfloat16)))
      {
        *dtype = types[i].dtype;
        return true;
      }
  return false;
}

static mm_status
parse_descr (cursor *c, const mm_npy_reading *how, mm_npy_header *out, mm_error *err)
{
  word descr;
  if (take (c, '['))
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "the array holds records with several fields; save one field, as float32 or float64");
  if (!take_string (c, &descr))
    return malformed (err, "'descr' in its header is no string");
  out->big = descr.length && *descr.at == '>';
  if (word_is (descr, "bfloat16"))
    {
      out->dtype = MM_BF16;
      return MM_OK;
    }
  if (descr.length == 3 && strchr ("<>|", *descr.at) && (*descr.at != '|' || descr.at[1] == 'V')
      && find_type (descr.at + 1, 2, how, &out->dtype))
    return MM_OK;
  return mm_fail (err, MM_EUNSUPPORTED, 0, "the array ('%.*s') holds %s",
                  (int) (descr.length < 40 ? descr.length : 40), descr.at, foreign_type (descr));
}

static mm_status
parse_order (cursor *c, mm_npy_header *out, mm_error *err)
{
  word value = { .length = 0 };
  if (!take_name (c, &value) || (!word_is (value, "False") && !word_is (value, "True")))
    return malformed (err, "'fortran_order' in its header is neither True nor False");
  out->fortran = word_is (value, "True");
  return MM_OK;
}

/* A tuple of sizes: "()", "(3,)", "(2, 3)"; "(3)" is no tuple in Python.  */
static mm_status
parse_shape (cursor *c, mm_npy_header *out, mm_error *err)
{
  static const char wrong[] = "'shape' in its header is no tuple of sizes";
  bool comma = true;
  out->dimensions = 0;
  if (!take (c, '('))
    return malformed (err, wrong);
  while (!take (c, ')'))
    {
      if (!comma)
        return malformed (err, wrong);
      if (out->dimensions == MM_NPY_DIMENSIONS)
        return mm_fail (err, MM_EUNSUPPORTED, 0, "the array has more than %d dimensions", (int) MM_NPY_DIMENSIONS);
      if (!take_number (c, &out->shape[out->dimensions++]))
        return malformed (err, wrong);
      comma = take (c, ',');
    }
  return out->dimensions == 1 && !comma ? malformed (err, wrong) : MM_OK;
}

/* One "key: value" pair.  `seen` has a bit for each key met so far.  */
static mm_status
parse_pair (cursor *c, const mm_npy_reading *how, unsigned *seen, mm_npy_header *out, mm_error *err)
{
  static const char *const keys[] = { "descr", "fortran_order", "shape" };
  word key;
  unsigned k = 0;
  if (!take_string (c, &key) || !take (c, ':'))
    return malformed (err, "its header is no Python dictionary");
  while (k < 3 && !word_is (key, keys[k]))
    k++;
  if (k == 3)
    return malformed (err, "its header has a key other than descr, fortran_order and shape");
  if (*seen & 1u << k)
    return malformed (err, "its header has a key twice");
  *seen |= 1u << k;
  return k == 0 ? parse_descr (c, how, out, err) : k == 1 ? parse_order (c, out, err) : parse_shape (c, out, err);
}

static mm_status
parse_dictionary (cursor *c, const mm_npy_reading *how, mm_npy_header *out, mm_error *err)
{
  unsigned seen = 0;
  bool comma = true;
  if (!take (c, '{'))
    return malformed (err, "its header is no Python dictionary");
  while (!take (c, '}'))
    {
      if (!comma)
        return malformed (err, "a comma is missing in its header");
      mm_status s = parse_pair (c, how, &seen, out, err);
      if (s)
        return s;
      comma = take (c, ',');
    }
  skip_blanks (c);
  if (c->at != c->end)
    return malformed (err, "its header goes on behind the dictionary");
  return seen == 7 ? MM_OK : malformed (err, "its header lacks descr, fortran_order or shape");
}

mm_status
mm_npy_header_parse (const unsigned char *bytes, size_t length, const mm_npy_reading *how, mm_npy_header *out,
                     mm_error *err)
{
  static const unsigned char magic[6] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };
  *out = (mm_npy_header){ .dtype = MM_F32 };
  if (length < sizeof magic || memcmp (bytes, magic, sizeof magic))
    {
      const char *foreign = mm_npy_foreign (bytes, length);
      return malformed (err, foreign ? foreign : "it does not start with \\x93NUMPY");
    }
  if (length < 8)
    return malformed (err, "it is cut short in its header");
  if (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0)
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "the file is in version %u.%u of the .npy format; 1.0, 2.0 and 3.0 are known", bytes[6],
                    bytes[7]);

  const size_t start = bytes[6] == 1 ? 10 : 12;
  if (length < start)
    return malformed (err, "it is cut short in its header");
  size_t size = bytes[8] | (size_t) bytes[9] << 8;
  if (start == 12)
    size |= (size_t) bytes[10] << 16 | (size_t) bytes[11] << 24;
  if (size > length - start)
    return malformed (err, "it is cut short in its header");
  out->data = start + size;
  cursor c = { (const char *) bytes + start, (const char *) bytes + start + size };
  return parse_dictionary (&c, how, out, err);
}
