/* numeric/npy.c: reading NumPy's .npy files.  Their head is in npy_header.c, what else people bring in npy_foreign.c.  */
#include "numeric/npy.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/array.h"
#include "graph/text.h"
#include "numeric/npy_i.h"

void
mm_array_clear (mm_array *a)
{
  free (a->data);
  *a = (mm_array){ .data = NULL };
}

/* ---- numbers --------------------------------------------------------------------- */

double
mm_dtype_rounding (mm_dtype dtype)
{
  switch (dtype)
    {
    case MM_F32: return (double) FLT_EPSILON;
    case MM_F16: return 0x1p-10;
    case MM_BF16: return 0x1p-7;
    case MM_F64: break;
    }
  return 0;
}

mm_dtype
mm_dtype_least (mm_dtype a, mm_dtype b)
{
  return mm_dtype_rounding (a) > mm_dtype_rounding (b) ? a : b;
}

static double
from_single (uint32_t bits)
{
  float narrow;
  memcpy (&narrow, &bits, sizeof narrow);
  return (double) narrow;
}

/* Sign, 5 bits of exponent, 10 of fraction.  */
static double
from_half (uint32_t bits)
{
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  double size;
  if (exponent == 31)
    size = fraction ? (double) NAN : (double) INFINITY;
  else if (exponent)
    size = ldexp (1024 + fraction, exponent - 25);
  else
    size = ldexp (fraction, -24);
  return bits >> 15 ? -size : size;
}

static double
read_entry (const unsigned char *at, const mm_npy_header *h)
{
  uint64_t bits = 0;
  const size_t size = mm_npy_entry_size (h->dtype);
  for (size_t i = 0; i < size; i++)
    bits = bits << 8 | at[h->big ? i : size - 1 - i];
  double wide;
  switch (h->dtype)
    {
    case MM_F32: return from_single ((uint32_t) bits);
    case MM_F16: return from_half ((uint32_t) bits);
    case MM_BF16: return from_single ((uint32_t) bits << 16);
    case MM_F64: break;
    }
  memcpy (&wide, &bits, sizeof wide);
  return wide;
}

/* ---- arrays ---------------------------------------------------------------------- */

/* "(1, 0, 2, 2)": the place of an entry.  */
static void
place_text (const mm_npy_header *h, size_t index, char *text, size_t size)
{
  size_t at[MM_NPY_DIMENSIONS];
  for (unsigned d = h->dimensions; d-- > 0; index /= h->shape[d])
    at[d] = index % h->shape[d];
  size_t length = 0;
  for (unsigned d = 0; d < h->dimensions && length < size; d++)
    length += (size_t) snprintf (text + length, size - length, d ? ", %zu" : "(%zu", at[d]);
  if (length < size)
    snprintf (text + length, size - length, h->dimensions ? ")" : "()");
}

/* How many entries a shape has, if the bytes that are there can hold them.  */
static mm_status
count_entries (const mm_npy_header *h, size_t bytes, size_t *count, mm_error *err)
{
  bool empty = false, huge = false;
  *count = 1;
  for (unsigned d = 0; d < h->dimensions; d++)
    {
      empty |= h->shape[d] == 0;
      huge |= __builtin_mul_overflow (*count, h->shape[d], count);
    }
  if (empty)
    *count = 0;
  const size_t size = mm_npy_entry_size (h->dtype);
  if ((huge && !empty) || *count > bytes / size)
    return mm_fail (err, MM_EPARSE, 0, "the file is cut short: its shape asks for more entries than the %zu bytes "
                    "behind its header hold", bytes);
  if (*count * size != bytes)
    return mm_fail (err, MM_EPARSE, 0, "the file has %zu bytes left over behind its last entry",
                    bytes - *count * size);
  return MM_OK;
}

/* Where the file has the entry that comes at `index` in C order.  */
static size_t
place_in_file (const mm_npy_header *h, size_t index)
{
  size_t at[MM_NPY_DIMENSIONS], place = 0;
  if (!h->fortran)
    return index;
  for (unsigned d = h->dimensions; d-- > 0; index /= h->shape[d])
    at[d] = index % h->shape[d];
  for (unsigned d = h->dimensions; d-- > 0;)
    place = place * h->shape[d] + at[d];
  return place;
}

static mm_status
read_entries (const unsigned char *at, const mm_npy_header *h, size_t count, double *data, mm_error *err)
{
  const size_t size = mm_npy_entry_size (h->dtype);
  for (size_t i = 0; i < count; i++)
    {
      data[i] = read_entry (at + place_in_file (h, i) * size, h);
      if (isfinite (data[i]))
        continue;
      char place[MM_NPY_DIMENSIONS * 24];
      place_text (h, i, place, sizeof place);
      return mm_fail (err, MM_EUNSUPPORTED, 0, "the array has %s at %s; weights must be finite",
                      isnan (data[i]) ? "a NaN" : "an infinite entry", place);
    }
  return MM_OK;
}

mm_status
mm_npy_parse_as (const void *bytes, size_t length, const char *file, const mm_npy_reading *how, mm_array *out, mm_error *err)
{
  mm_npy_header h;
  size_t count = 0;
  *out = (mm_array){ .data = NULL };
  if (err)
    err->file = file;
  mm_status s = mm_npy_header_parse (bytes, length, how, &h, err);
  if (!s)
    s = count_entries (&h, length - h.data, &count, err);
  if (s)
    return s;
  double *data = mm_array_new (count, sizeof *data);
  if (!data)
    return mm_fail_memory (err);
  s = read_entries ((const unsigned char *) bytes + h.data, &h, count, data, err);
  if (s)
    {
      free (data);
      return s;
    }
  *out = (mm_array){ .dimensions = h.dimensions, .dtype = h.dtype, .data = data };
  memcpy (out->shape, h.shape, sizeof out->shape);
  return MM_OK;
}

mm_status
mm_npy_parse (const void *bytes, size_t length, const char *file, mm_array *out, mm_error *err)
{
  return mm_npy_parse_as (bytes, length, file, NULL, out, err);
}

mm_status
mm_npy_read_as (const char *path, const mm_npy_reading *how, mm_array *out, mm_error *err)
{
  mm_text text;
  *out = (mm_array){ .data = NULL };
  mm_status s = mm_text_read (path, &text, err);
  if (s)
    return s;
  s = mm_npy_parse_as (text.data, text.length, path, how, out, err);
  mm_text_clear (&text);
  return s;
}

mm_status
mm_npy_read (const char *path, mm_array *out, mm_error *err)
{
  return mm_npy_read_as (path, NULL, out, err);
}

/* ---- filters and vectors ------------------------------------------------------------- */

/* The frameworks' (out, in, kh, kw) order becomes tap-major.  */
static void
take_taps (const double *from, mm_filter *f)
{
  const size_t taps = (size_t) f->kh * f->kw, matrix = (size_t) f->out * f->in;
  for (size_t i = 0; i < matrix; i++)
    for (size_t tap = 0; tap < taps; tap++)
      f->data[tap * matrix + i] = from[i * taps + tap];
}

/* (out, in, k) is 1xk, and (out, in) is 1x1.  */
static mm_status
find_shape (const mm_array *a, size_t shape[4], mm_error *err)
{
  if (a->dimensions < 2 || a->dimensions > 4)
    return mm_fail (err, MM_EPARSE, 0, "the array has %u dimension%s; a convolution has 4: (out, in, kh, kw), "
                    "3 when it is 1xk: (out, in, k), or 2 when it is 1x1", a->dimensions, a->dimensions == 1 ? "" : "s");
  shape[2] = shape[3] = 1;
  memcpy (shape, a->shape, 2 * sizeof *shape);
  if (a->dimensions > 2)
    shape[3] = a->shape[a->dimensions - 1];
  if (a->dimensions > 3)
    shape[2] = a->shape[2];
  for (int d = 0; d < 4; d++)
    if (!shape[d] || shape[d] > UINT32_MAX)
      return mm_fail (err, MM_EPARSE, 0, "the array has a dimension of size %zu", shape[d]);
  if (shape[2] % 2 == 0 || shape[3] % 2 == 0)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "the array has a %zux%zu kernel, read as (out, in, height, width); even kernels "
                    "are not supported%s", shape[2], shape[3], mm_npy_likely_order (shape, a->dimensions));
  return MM_OK;
}

static mm_status
to_filter (const mm_array *a, mm_filter *out, mm_error *err)
{
  size_t shape[4];
  mm_status s = find_shape (a, shape, err);
  if (s)
    return s;
  s = mm_filter_init (out, (uint32_t) shape[0], (uint32_t) shape[1], (uint32_t) shape[2], (uint32_t) shape[3]);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  take_taps (a->data, out);
  out->rounding = mm_dtype_rounding (a->dtype);
  return MM_OK;
}

mm_status
mm_npy_read_filter_as (const char *path, const mm_npy_reading *how, mm_filter *out, mm_dtype *dtype, mm_error *err)
{
  mm_array a;
  *out = (mm_filter){ .data = NULL };
  mm_status s = mm_npy_read_as (path, how, &a, err);
  if (!s)
    s = to_filter (&a, out, err);
  if (!s && dtype)
    *dtype = a.dtype;
  mm_array_clear (&a);
  return s;
}

mm_status
mm_npy_read_filter (const char *path, mm_filter *out, mm_dtype *dtype, mm_error *err)
{
  return mm_npy_read_filter_as (path, NULL, out, dtype, err);
}

mm_status
mm_npy_read_vector_as (const char *path, const mm_npy_reading *how, size_t count, double **out, mm_error *err)
{
  mm_array a;
  *out = NULL;
  mm_status s = mm_npy_read_as (path, how, &a, err);
  if (s)
    return s;
  if (a.dimensions != 1 || a.shape[0] != count)
    {
      s = a.dimensions == 1
            ? mm_fail (err, MM_EPARSE, 0, "the array has %zu entries, and not %zu, one per channel", a.shape[0], count)
            : mm_fail (err, MM_EPARSE, 0, "the array has %u dimensions; a vector of %zu entries is wanted, one per channel",
                       a.dimensions, count);
      mm_array_clear (&a);
      return s;
    }
  *out = a.data;
  return MM_OK;
}

mm_status
mm_npy_read_vector (const char *path, size_t count, double **out, mm_error *err)
{
  return mm_npy_read_vector_as (path, NULL, count, out, err);
}
