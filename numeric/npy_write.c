/* numeric/npy_write.c: writing .npy files, to the byte as NumPy does.  */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/text.h"
#include "numeric/npy_i.h"

enum { HEADER_LIMIT = 512 };

/* The text of the dictionary; at most 8 sizes of at most 20 digits.  */
static size_t
dictionary (const mm_array *a, mm_dtype dtype, char *text, size_t size)
{
  size_t length = (size_t) snprintf (text, size, "{'descr': '<f%zu', 'fortran_order': False, 'shape': (",
                                     mm_npy_entry_size (dtype));
  size_t first = 0;
  for (unsigned d = 0; d < a->dimensions; d++)
    {
      size_t digits = (size_t) snprintf (text + length, size - length, d ? " %zu" : "%zu", a->shape[d]);
      first = d ? first : digits;
      length += digits;
      if (d + 1 < a->dimensions || d == 0)
        text[length++] = ',';
    }
  length += (size_t) snprintf (text + length, size - length, "), }");
  /* NumPy leaves room for the first size to grow to 21 digits in place.  */
  for (; a->dimensions && first < 21; first++)
    text[length++] = ' ';
  return length;
}

/* Version 1.0; blanks and a newline make the whole head a multiple of 64 bytes.  */
static void
write_header (const mm_array *a, mm_dtype dtype, FILE *out)
{
  char text[HEADER_LIMIT];
  size_t length = dictionary (a, dtype, text, sizeof text - 65);
  const size_t blanks = 64 - (10 + length + 1) % 64;
  memset (text + length, ' ', blanks);
  length += blanks;
  text[length++] = '\n';
  const unsigned char head[10]
    = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (unsigned char) (length & 0xFF), (unsigned char) (length >> 8) };
  fwrite (head, 1, sizeof head, out);
  fwrite (text, 1, length, out);
}

static void
write_entry (double value, mm_dtype dtype, FILE *out)
{
  uint64_t bits = 0;
  if (dtype == MM_F64)
    memcpy (&bits, &value, sizeof bits);
  else
    {
      const float narrow = (float) value;
      uint32_t half;
      memcpy (&half, &narrow, sizeof half);
      bits = half;
    }
  unsigned char bytes[8];
  const size_t size = mm_npy_entry_size (dtype);
  for (size_t i = 0; i < size; i++, bits >>= 8)
    bytes[i] = (unsigned char) (bits & 0xFF);
  fwrite (bytes, 1, size, out);
}

/* What cannot be read again must not be written.  */
static mm_status
check_entries (const double *data, size_t count, mm_dtype dtype, mm_error *err)
{
  for (size_t i = 0; i < count; i++)
    if (!isfinite (data[i]) || (dtype == MM_F32 && !isfinite ((float) data[i])))
      return mm_fail (err, MM_EINVAL, 0, "entry %zu is %g, which is no finite %s", i, data[i],
                      dtype == MM_F32 ? "float32" : "float64");
  return MM_OK;
}

mm_status
mm_npy_write (const char *path, const mm_array *a, mm_dtype dtype, mm_error *err)
{
  size_t count = 1;
  if (dtype != MM_F32 && dtype != MM_F64)
    return mm_fail (err, MM_EINVAL, 0, "only float32 and float64 are written");
  for (unsigned d = 0; d < a->dimensions; d++)
    count *= a->shape[d];
  mm_status s = check_entries (a->data, count, dtype, err);
  if (s)
    return s;
  mm_outfile *file;
  s = mm_outfile_open (path, &file, err);
  if (s)
    return s;
  FILE *out = mm_outfile_stream (file);
  write_header (a, dtype, out);
  for (size_t i = 0; i < count; i++)
    write_entry (a->data[i], dtype, out);
  return mm_outfile_commit (file, err);
}

mm_status
mm_npy_write_filter (const char *path, const mm_filter *f, mm_dtype dtype, mm_error *err)
{
  const size_t taps = (size_t) f->kh * f->kw, matrix = (size_t) f->out * f->in;
  mm_array a = { .dimensions = 4, .shape = { f->out, f->in, f->kh, f->kw }, .dtype = dtype };
  a.data = malloc (matrix * taps * sizeof *a.data);
  if (!a.data)
    return mm_fail_memory (err);
  for (size_t i = 0; i < matrix; i++)
    for (size_t tap = 0; tap < taps; tap++)
      a.data[i * taps + tap] = f->data[tap * matrix + i];
  mm_status s = mm_npy_write (path, &a, dtype, err);
  mm_array_clear (&a);
  return s;
}

mm_status
mm_npy_write_vector (const char *path, const double *v, size_t count, mm_dtype dtype, mm_error *err)
{
  double *copy = malloc (count ? count * sizeof *copy : 1);
  if (!copy)
    return mm_fail_memory (err);
  memcpy (copy, v, count * sizeof *copy);
  mm_array a = { .dimensions = 1, .shape = { count }, .dtype = dtype, .data = copy };
  mm_status s = mm_npy_write (path, &a, dtype, err);
  mm_array_clear (&a);
  return s;
}
