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
  return dtype == MM_F32 ? 4 : 8;
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

/* What an element type that we do not read is called.  */
static const char *
foreign_type (word descr)
{
  const char *type = descr.at;
  if (descr.length >= 2 && *type == '>' && strchr ("iufc", type[1]))
    return "big-endian numbers";
  if (descr.length >= 2 && strchr ("<>|=", *type))
    type++;
  switch (descr.length ? *type : '\0')
    {
    case 'f': return "floating-point numbers of another size";
    case 'i':
    case 'u': return "integers";
    case 'b':
    case '?': return "truth values";
    case 'c': return "complex numbers";
    case 'O': return "pickled Python objects";
    case 'S':
    case 'U':
    case 'a': return "text";
    case 'V': return "raw records";
    case 'M':
    case 'm': return "dates";
    default: return "an unknown type";
    }
}

static mm_status
parse_descr (cursor *c, mm_npy_header *out, mm_error *err)
{
  word descr;
  if (take (c, '['))
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "the array holds records with several fields; float32 or float64 is needed");
  if (!take_string (c, &descr))
    return malformed (err, "'descr' in its header is no string");
  if (word_is (descr, "<f4"))
    out->dtype = MM_F32;
  else if (word_is (descr, "<f8"))
    out->dtype = MM_F64;
  else
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "the array holds %s ('%.*s'); little-endian float32 or float64 is needed",
                    foreign_type (descr), (int) (descr.length < 40 ? descr.length : 40), descr.at);
  return MM_OK;
}

static mm_status
parse_order (cursor *c, mm_error *err)
{
  word value;
  if (take_name (c, &value) && word_is (value, "False"))
    return MM_OK;
  if (value.length && word_is (value, "True"))
    return mm_fail (err, MM_EUNSUPPORTED, 0,
                    "the array is in Fortran order; save numpy.ascontiguousarray (array) instead");
  return malformed (err, "'fortran_order' in its header is neither True nor False");
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
parse_pair (cursor *c, unsigned *seen, mm_npy_header *out, mm_error *err)
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
  return k == 0 ? parse_descr (c, out, err) : k == 1 ? parse_order (c, err) : parse_shape (c, out, err);
}

static mm_status
parse_dictionary (cursor *c, mm_npy_header *out, mm_error *err)
{
  unsigned seen = 0;
  bool comma = true;
  if (!take (c, '{'))
    return malformed (err, "its header is no Python dictionary");
  while (!take (c, '}'))
    {
      if (!comma)
        return malformed (err, "a comma is missing in its header");
      mm_status s = parse_pair (c, &seen, out, err);
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
mm_npy_header_parse (const unsigned char *bytes, size_t length, mm_npy_header *out, mm_error *err)
{
  static const unsigned char magic[6] = { 0x93, 'N', 'U', 'M', 'P', 'Y' };
  *out = (mm_npy_header){ .dtype = MM_F32 };
  if (length < sizeof magic || memcmp (bytes, magic, sizeof magic))
    return malformed (err, "it does not start with \\x93NUMPY");
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
  return parse_dictionary (&c, out, err);
}
