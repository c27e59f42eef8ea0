/* numeric/npy.c: reading NumPy's .npy files.  */
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

static double
read_entry (const unsigned char *at, mm_dtype dtype)
{
  uint64_t bits = 0;
  for (size_t i = mm_npy_entry_size (dtype); i-- > 0;)
    bits = bits << 8 | at[i];
  double wide;
  if (dtype == MM_F64)
    {
      memcpy (&wide, &bits, sizeof wide);
      return wide;
    }
  const uint32_t half = (uint32_t) bits;
  float narrow;
  memcpy (&narrow, &half, sizeof narrow);
  return (double) narrow;
}

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

mm_status
mm_npy_parse (const void *bytes, size_t length, const char *file, mm_array *out, mm_error *err)
{
  mm_npy_header h;
  size_t count = 0;
  *out = (mm_array){ .data = NULL };
  if (err)
    err->file = file;
  mm_status s = mm_npy_header_parse (bytes, length, &h, err);
  if (!s)
    s = count_entries (&h, length - h.data, &count, err);
  if (s)
    return s;
  double *data = mm_array_new (count, sizeof *data);
  if (!data)
    return mm_fail_memory (err);

  const unsigned char *at = (const unsigned char *) bytes + h.data;
  for (size_t i = 0; i < count; i++, at += mm_npy_entry_size (h.dtype))
    {
      data[i] = read_entry (at, h.dtype);
      if (isfinite (data[i]))
        continue;
      char place[MM_NPY_DIMENSIONS * 24];
      place_text (&h, i, place, sizeof place);
      s = mm_fail (err, MM_EUNSUPPORTED, 0, "the array has %s at %s; weights must be finite",
                   isnan (data[i]) ? "a NaN" : "an infinite entry", place);
      free (data);
      return s;
    }
  *out = (mm_array){ .dimensions = h.dimensions, .dtype = h.dtype, .data = data };
  memcpy (out->shape, h.shape, sizeof out->shape);
  return MM_OK;
}

mm_status
mm_npy_read (const char *path, mm_array *out, mm_error *err)
{
  mm_text text;
  *out = (mm_array){ .data = NULL };
  mm_status s = mm_text_read (path, &text, err);
  if (s)
    return s;
  s = mm_npy_parse (text.data, text.length, path, out, err);
  mm_text_clear (&text);
  return s;
}

/* The frameworks' (out, in, kh, kw) order becomes tap-major.  */
static void
take_taps (const double *from, mm_filter *f)
{
  const size_t taps = (size_t) f->kh * f->kw, matrix = (size_t) f->out * f->in;
  for (size_t i = 0; i < matrix; i++)
    for (size_t tap = 0; tap < taps; tap++)
      f->data[tap * matrix + i] = from[i * taps + tap];
}

static mm_status
to_filter (const mm_array *a, mm_filter *out, mm_error *err)
{
  size_t shape[4] = { 0, 0, 1, 1 };
  if (a->dimensions != 4 && a->dimensions != 2)
    return mm_fail (err, MM_EPARSE, 0, "the array has %u dimension%s; a convolution has 4: (out, in, kh, kw), "
                    "or 2 when it is 1x1", a->dimensions, a->dimensions == 1 ? "" : "s");
  memcpy (shape, a->shape, a->dimensions * sizeof *shape);
  for (int d = 0; d < 4; d++)
    if (!shape[d] || shape[d] > UINT32_MAX)
      return mm_fail (err, MM_EPARSE, 0, "the array has a dimension of size %zu", shape[d]);
  if (shape[2] % 2 == 0 || shape[3] % 2 == 0)
    return mm_fail (err, MM_EUNSUPPORTED, 0, "the array has a %zux%zu kernel; even kernels are not supported",
                    shape[2], shape[3]);
  mm_status s = mm_filter_init (out, (uint32_t) shape[0], (uint32_t) shape[1], (uint32_t) shape[2],
                                (uint32_t) shape[3]);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  take_taps (a->data, out);
  out->rounding = a->dtype == MM_F32 ? (double) FLT_EPSILON : 0;
  return MM_OK;
}

mm_status
mm_npy_read_filter (const char *path, mm_filter *out, mm_dtype *dtype, mm_error *err)
{
  mm_array a;
  *out = (mm_filter){ .data = NULL };
  mm_status s = mm_npy_read (path, &a, err);
  if (!s)
    s = to_filter (&a, out, err);
  if (!s && dtype)
    *dtype = a.dtype;
  mm_array_clear (&a);
  return s;
}

mm_status
mm_npy_read_vector (const char *path, size_t count, double **out, mm_error *err)
{
  mm_array a;
  *out = NULL;
  mm_status s = mm_npy_read (path, &a, err);
  if (s)
    return s;
  if (a.dimensions != 1 || a.shape[0] != count)
    {
      mm_array_clear (&a);
      return mm_fail (err, MM_EPARSE, 0, "the array is no vector of %zu entries, one per channel", count);
    }
  *out = a.data;
  return MM_OK;
}
