/* tests/test_npy.c: NumPy's files, the good and the bad.  */
#include <criterion/criterion.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "graph/text.h"
#include "numeric/npy.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (npy, .fini = no_leaks);

typedef struct bytes
{
  unsigned char at[512];
  size_t length;
} bytes;

/* A file of a version with a header text and so many little-endian float32 entries 0, 1, 2, …  */
static bytes
file_of (int version, const char *header, int entries)
{
  bytes b = { .at = { 0x93, 'N', 'U', 'M', 'P', 'Y', (unsigned char) version }, .length = version == 1 ? 10 : 12 };
  b.at[8] = (unsigned char) strlen (header);
  memcpy (b.at + b.length, header, strlen (header));
  b.length += strlen (header);
  for (int i = 0; i < entries; i++, b.length += 4)
    {
      const float value = (float) i;
      uint32_t bits;
      memcpy (&bits, &value, 4);
      for (int k = 0; k < 4; k++)
        b.at[b.length + (size_t) k] = (unsigned char) (bits >> 8 * k);
    }
  return b;
}

static void
expect_refusal (bytes b, mm_status status, const char *about)
{
  mm_array a;
  mm_error err;
  mm_status s = mm_npy_parse (b.at, b.length, "w.npy", &a, &err);
  cr_assert_eq (s, status, "%s, wanted \"%s\"", mm_status_text (s), about);
  cr_assert_eq (err.status, status);
  cr_assert_str_eq (err.file, "w.npy");
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_null (a.data);
  cr_assert_eq (mm_npy_parse (b.at, b.length, NULL, &a, NULL), status);
}

static void
refuse_header (const char *header, mm_status status, const char *about)
{
  expect_refusal (file_of (1, header, 6), status, about);
}

static void
expect_shape (const char *header, int entries, unsigned dimensions, size_t first, size_t second)
{
  for (int version = 1; version <= 3; version++)
    {
      mm_array a;
      mm_error err;
      bytes b = file_of (version, header, entries);
      cr_assert_eq (mm_npy_parse (b.at, b.length, NULL, &a, &err), MM_OK, "%s: %s", header, err.text);
      cr_assert_eq (a.dimensions, dimensions);
      cr_assert (dimensions < 1 || a.shape[0] == first);
      cr_assert (dimensions < 2 || a.shape[1] == second);
      for (int i = 0; i < entries; i++)
        cr_assert_eq (a.data[i], i);
      mm_array_clear (&a);
    }
}

Test (npy, headers_are_read_as_python_reads_them)
{
  expect_shape ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }          \n", 6, 2, 2, 3);
  expect_shape ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", 6, 2, 2, 3);
  expect_shape ("{\"shape\":(2,3),\"fortran_order\":False,\"descr\":\"<f4\"}", 6, 2, 2, 3);
  expect_shape (" {\t'shape' :( 2L , 3L , ) ,'descr':\n'<f4' , 'fortran_order' : False , } ", 6, 2, 2, 3);
  expect_shape ("{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }", 5, 1, 5, 0);
  expect_shape ("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 1, 0, 0, 0);
  expect_shape ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 7), }", 0, 2, 0, 7);
}

Test (npy, malformed_headers_are_refused)
{
  refuse_header ("", MM_EPARSE, "no Python dictionary");
  refuse_header ("{", MM_EPARSE, "no Python dictionary");
  refuse_header ("{'descr'", MM_EPARSE, "no Python dictionary");
  refuse_header ("{'descr", MM_EPARSE, "no Python dictionary");
  refuse_header ("['descr']", MM_EPARSE, "no Python dictionary");
  refuse_header ("{'descr': '<f4', 'fortran_order': False}", MM_EPARSE, "lacks");
  refuse_header ("{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}", MM_EPARSE, "comma");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x", MM_EPARSE, "goes on");
  refuse_header ("{'descr': '<f4', 'descr': '<f4', 'shape': (2, 3)}", MM_EPARSE, "twice");
  refuse_header ("{'descr': '<f4', 'order': False, 'shape': (2, 3)}", MM_EPARSE, "key other than");
  refuse_header ("{'descr': 4, 'fortran_order': False, 'shape': (2, 3)}", MM_EPARSE, "'descr'");
  refuse_header ("{'descr': '<\\x664', 'fortran_order': False, 'shape': (6,)}", MM_EPARSE, "'descr'");
  refuse_header ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}", MM_EPARSE, "'fortran_order'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (6)}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': [6]}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (2 3)}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (,)}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (-6,)}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", MM_EPARSE, "'shape'");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (6,", MM_EPARSE, "'shape'");
}

Test (npy, what_is_no_floating_point_number_is_named)
{
  static const char *const types[][2]
    = { { "<f16", "another size; save" }, { "<i8", "integers; save numpy.asarray" },
        { "|u1", "integers; save" },      { "<u2", "bfloat16 numbers, say --bf16" },
        { ">u2", "say --bf16" },          { "|b1", "truth" },
        { "<c8", "complex" },             { "|O", "pickled" },
        { "<U3", "text" },                { "|S3", "text" },
        { "|V8", "records" },             { "<M8[s]", "dates" },
        { "", "unknown type" },           { "x", "unknown type" },
        { "<", "unknown type" },          { "|f4", "another size" },
        { "=f4", "another size" },        { "f4", "another size" },
        { "<f44", "another size" },       { "bfloat", "truth" },
        { "<f1", "another size" } };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    {
      char header[200];
      snprintf (header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': (6,)}", types[i][0]);
      refuse_header (header, MM_EUNSUPPORTED, types[i][1]);
    }
  refuse_header ("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (6,)}", MM_EUNSUPPORTED, "fields");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,6)}", MM_EUNSUPPORTED,
                 "dimensions");
}

/* ---- types and orders ----------------------------------------------------------- */

/* Files of these bytes and so many numbers, whose values follow.  */
static void
expect_numbers (const char *descr, bool bf16, const void *data, size_t size, mm_dtype dtype, size_t count, const double *values)
{
  char header[200];
  mm_array a;
  mm_error err;
  const mm_npy_reading how = { bf16 };
  snprintf (header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': (%zu,)}", descr, count);
  bytes b = file_of (1, header, 0);
  memcpy (b.at + b.length, data, size);
  b.length += size;
  cr_assert_eq (mm_npy_parse_as (b.at, b.length, NULL, &how, &a, &err), MM_OK, "%s: %s", descr, err.text);
  cr_assert_eq (a.dtype, dtype);
  for (size_t i = 0; i < count; i++)
    cr_assert_eq (a.data[i], values[i], "%s: entry %zu is %a", descr, i, a.data[i]);
  mm_array_clear (&a);
}

/* Bits and values from the definition of binary16, IEEE 754-2008, 3.4: 1, -2.5, the greatest, the least normal,
   the greatest and the least below it, and zero of either sign.  */
Test (npy, float16_is_read)
{
  static const unsigned char little[] = { 0, 0x3c, 0, 0xc1, 0xff, 0x7b, 0, 4, 0xff, 3, 1, 0, 0, 0, 0, 0x80 },
                             big[] = { 0x3c, 0, 0xc1, 0, 0x7b, 0xff, 4, 0, 3, 0xff, 0, 1, 0, 0, 0x80, 0 };
  static const double values[] = { 1, -2.5, 65504, 0x1p-14, 0x1.ff8p-15, 0x1p-24, 0, 0 };
  expect_numbers ("<f2", false, little, sizeof little, MM_F16, 8, values);
  expect_numbers (">f2", false, big, sizeof big, MM_F16, 8, values);
  expect_numbers ("<f2", true, little, sizeof little, MM_F16, 8, values);
}

/* The upper halves of the float32 numbers 1, -2.5, 2^-126, 2^-133 and 255 2^120.  */
Test (npy, bfloat16_is_read_when_it_is_called_so)
{
  static const unsigned char little[] = { 0x80, 0x3f, 0x20, 0xc0, 0x80, 0, 1, 0, 0x7f, 0x7f },
                             big[] = { 0x3f, 0x80, 0xc0, 0x20, 0, 0x80, 0, 1, 0x7f, 0x7f };
  static const double values[] = { 1, -2.5, 0x1p-126, 0x1p-133, 0x1.fep127 };
  expect_numbers ("<u2", true, little, sizeof little, MM_BF16, 5, values);
  expect_numbers (">u2", true, big, sizeof big, MM_BF16, 5, values);
  expect_numbers ("<V2", false, little, sizeof little, MM_BF16, 5, values);
  expect_numbers ("|V2", false, little, sizeof little, MM_BF16, 5, values);
  expect_numbers ("bfloat16", false, little, sizeof little, MM_BF16, 5, values);
}

Test (npy, big_endian_numbers_are_read)
{
  static const unsigned char single[] = { 0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0 },
                             wide[] = { 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 4, 0, 0, 0, 0, 0, 0 };
  static const double values[] = { 1, -2.5 };
  expect_numbers (">f4", false, single, sizeof single, MM_F32, 2, values);
  expect_numbers (">f8", false, wide, sizeof wide, MM_F64, 2, values);
}

/* Entry (a, b, c) of the array is 100 a + 10 b + c; in the file, a runs fastest.  */
Test (npy, fortran_order_becomes_c_order)
{
  bytes b = file_of (1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3, 4)}", 24);
  const size_t start = b.length - 96;
  for (int c = 0, at = 0; c < 4; c++)
    for (int j = 0; j < 3; j++)
      for (int i = 0; i < 2; i++, at++)
        {
          const float value = (float) (100 * i + 10 * j + c);
          memcpy (b.at + start + 4 * (size_t) at, &value, 4); /* on machines that are little-endian */
        }
  mm_array a;
  cr_assert_eq (mm_npy_parse (b.at, b.length, NULL, &a, NULL), MM_OK);
  for (int i = 0, at = 0; i < 2; i++)
    for (int j = 0; j < 3; j++)
      for (int c = 0; c < 4; c++, at++)
        cr_assert_eq (a.data[at], 100 * i + 10 * j + c);
  mm_array_clear (&a);
  memcpy (b.at + b.length - 8, "\x00\x00\xc0\x7f", 4); /* the last but one in the file */
  expect_refusal (b, MM_EUNSUPPORTED, "a NaN at (0, 2, 3)");
}

Test (npy, sizes_must_fill_the_file_exactly)
{
  static const char header[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
  bytes b = file_of (1, header, 6);
  for (size_t length = 0; length < b.length; length++)
    {
      bytes cut = b;
      cut.length = length;
      expect_refusal (cut, MM_EPARSE, length < 6 ? "not a .npy file" : "cut short");
    }
  b.length += 3;
  expect_refusal (b, MM_EPARSE, "3 bytes left over");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 6)}", MM_EPARSE,
                 "cut short");
  refuse_header ("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387910,)}", MM_EPARSE, "cut short");
}

Test (npy, other_versions_and_other_files_are_refused)
{
  static const char header[] = "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }";
  expect_refusal (file_of (4, header, 6), MM_EUNSUPPORTED, "version 4.0");
  bytes b = file_of (1, header, 6);
  b.at[7] = 1;
  expect_refusal (b, MM_EUNSUPPORTED, "version 1.1");
  memcpy (b.at, "PK\3\5", 4);
  expect_refusal (b, MM_EPARSE, "\\x93NUMPY");
  static const struct
  {
    const char *start;
    size_t length;
    const char *about;
  } others[] = {
    { "PK\3\4..........", 14, ".npz" },
    { "\x89HDF\r\n\x1a\n", 8, "HDF5" },
    { "\x80\2}q", 4, "pickle" },
    { "\x10\1\0\0\0\0\0\0{\"a\":", 13, "safetensors" },
    { "\x1f\x8b\x08", 3, "gzip" },
    { "version https://git-lfs.github.com/spec/v1\n", 43, "git lfs pull" },
    { "\x1c\0\0\0TFL3..", 10, "TensorFlow Lite" },
    { "digraph { }", 11, "it is a graph" },
    { "", 0, "it is empty" },
  };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    {
      memcpy (b.at, others[i].start, others[i].length);
      b.length = others[i].length;
      expect_refusal (b, MM_EPARSE, others[i].about);
    }
}

Test (npy, entries_that_are_not_finite_are_refused_with_their_place)
{
  bytes b = file_of (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", 6);
  memcpy (b.at + b.length - 8, "\x00\x00\xc0\x7f", 4);
  expect_refusal (b, MM_EUNSUPPORTED, "a NaN at (1, 1)");
  memcpy (b.at + b.length - 8, "\x00\x00\x80\xff", 4);
  expect_refusal (b, MM_EUNSUPPORTED, "an infinite entry at (1, 1)");
  b = file_of (1, "{'descr': '<f4', 'fortran_order': False, 'shape': ()}", 0);
  memcpy (b.at + b.length, "\x00\x00\xc0\x7f", 4);
  b.length += 4;
  expect_refusal (b, MM_EUNSUPPORTED, "a NaN at ()");
}

/* ---- files ------------------------------------------------------------------- */

static const char *
scratch (void)
{
  static char path[64];
  snprintf (path, sizeof path, "npy-test-%ld.npy", (long) getpid ());
  return path;
}

Test (npy, written_files_have_the_bytes_of_numpy)
{
  /* numpy.save of numpy.array ([1, -2.5, 3], "f4"), as printed by od.  */
  static const char start[] = "\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
  static const unsigned char end[] = { '\n', 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0, 0, 0, 0x40, 0x40 };
  const double v[] = { 1, -2.5, 3 };
  mm_text text;
  cr_assert_eq (mm_npy_write_vector (scratch (), v, 3, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_text_read (scratch (), &text, NULL), MM_OK);
  unlink (scratch ());
  cr_assert_eq (text.length, 140);
  cr_assert (!memcmp (text.data, start, sizeof start - 1));
  for (size_t i = sizeof start - 1; i < 127; i++)
    cr_assert_eq (text.data[i], ' ');
  cr_assert (!memcmp (text.data + 127, end, sizeof end));
  mm_text_clear (&text);
}

/* Read a file and write what was read: the same bytes must come out.  */
static void
check_copy (const char *path)
{
  mm_array a;
  mm_error err;
  mm_text before, after;
  cr_assert_eq (mm_npy_read (path, &a, &err), MM_OK, "%s: %s", path, err.text);
  cr_assert_eq (mm_npy_write (scratch (), &a, a.dtype, &err), MM_OK, "%s", err.text);
  cr_assert_eq (mm_text_read (path, &before, NULL), MM_OK);
  cr_assert_eq (mm_text_read (scratch (), &after, NULL), MM_OK);
  unlink (scratch ());
  cr_assert (before.length == after.length && !memcmp (before.data, after.data, before.length), "%s", path);
  mm_text_clear (&before);
  mm_text_clear (&after);
  mm_array_clear (&a);
}

static int
check_folder (const char *folder)
{
  int files = 0;
  DIR *d = opendir (folder);
  cr_assert_not_null (d);
  for (struct dirent *entry; (entry = readdir (d));)
    {
      char path[8192];
      const size_t length = strlen (entry->d_name);
      snprintf (path, sizeof path, "%s/%s", folder, entry->d_name);
      if (length > 4 && !strcmp (entry->d_name + length - 4, ".npy"))
        {
          check_copy (path);
          files++;
        }
    }
  closedir (d);
  return files;
}

Test (npy, files_written_by_numpy_are_read_and_written_again_to_the_byte)
{
  static const char *const models[] = { "digits_bridge", "digits_incep", "digits_plain", "digits_res8" };
  if (!kit_shared ("trained"))
    cr_skip_test ("there is no shared data folder");
  for (int i = 0; i < 4; i++)
    {
      char name[64], folder[4096];
      snprintf (name, sizeof name, "trained/%s", models[i]);
      cr_assert_not_null (kit_shared (name));
      snprintf (folder, sizeof folder, "%s", kit_shared (name));
      cr_assert_gt (check_folder (folder), 8);
    }
}

Test (npy, filters_and_vectors_come_back_as_they_went)
{
  mm_filter f, g;
  mm_dtype dtype;
  cr_assert_eq (mm_filter_init (&f, 2, 3, 3, 5), MM_OK);
  for (size_t i = 0; i < mm_filter_size (&f); i++)
    f.data[i] = 1.0 / (double) (i + 1);
  cr_assert_eq (mm_npy_write_filter (scratch (), &f, MM_F64, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_filter (scratch (), &g, &dtype, NULL), MM_OK);
  cr_assert_eq (dtype, MM_F64);
  cr_assert_eq (mm_filter_distance (&f, &g), 0);

  mm_array a;
  cr_assert_eq (mm_npy_read (scratch (), &a, NULL), MM_OK);
  cr_assert_eq (a.dimensions, 4);
  cr_assert_eq (a.data[((1 * 3 + 2) * 3 + 0) * 5 + 4], mm_filter_tap (&f, 0, 4)[1 * 3 + 2]);
  mm_array_clear (&a);
  mm_filter_clear (&g);

  cr_assert_eq (mm_npy_write_filter (scratch (), &f, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_filter (scratch (), &g, NULL, NULL), MM_OK);
  cr_assert (mm_filter_distance (&g, &f) < 1e-7 && mm_filter_distance (&g, &f) > 0);
  mm_filter_clear (&f);
  mm_filter_clear (&g);

  double *v;
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 4, 5 }, 2, MM_F64, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_vector (scratch (), 2, &v, NULL), MM_OK);
  cr_assert (v[0] == 4 && v[1] == 5);
  free (v);
  unlink (scratch ());
}

Test (npy, a_matrix_is_a_one_by_one_filter)
{
  mm_filter f;
  mm_array a = { .dimensions = 2, .shape = { 2, 3 }, .data = (double[]){ 1, 2, 3, 4, 5, 6 } };
  cr_assert_eq (mm_npy_write (scratch (), &a, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_filter (scratch (), &f, NULL, NULL), MM_OK);
  cr_assert (f.out == 2 && f.in == 3 && f.kh == 1 && f.kw == 1);
  cr_assert_eq (f.data[5], 6);
  mm_filter_clear (&f);
  unlink (scratch ());
}

Test (npy, filters_remember_how_exact_their_file_was)
{
  mm_filter f, copy;
  mm_array a = { .dimensions = 2, .shape = { 2, 3 }, .data = (double[]){ 1, 2, 3, 4, 5, 6 } };
  for (int wide = 0; wide < 2; wide++)
    {
      cr_assert_eq (mm_npy_write (scratch (), &a, wide ? MM_F64 : MM_F32, NULL), MM_OK);
      cr_assert_eq (mm_npy_read_filter (scratch (), &f, NULL, NULL), MM_OK);
      cr_assert_eq (f.rounding, wide ? 0 : ldexp (1, -23));
      cr_assert_eq (mm_filter_copy (&f, &copy), MM_OK);
      cr_assert_eq (copy.rounding, f.rounding);
      mm_filter_clear (&copy);
      mm_filter_clear (&f);
    }
  unlink (scratch ());
}

/* Write an array and expect that it is refused as a filter.  */
static void
refuse_filter (unsigned dimensions, const size_t *shape, mm_status status, const char *about)
{
  static double zeros[8192];
  mm_array a = { .dimensions = dimensions, .data = zeros };
  memcpy (a.shape, shape, dimensions * sizeof *shape);
  mm_filter f;
  mm_error err;
  cr_assert_eq (mm_npy_write (scratch (), &a, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_filter (scratch (), &f, NULL, &err), status);
  cr_assert_not_null (strstr (err.text, about), "%s", err.text);
  cr_assert_null (f.data);
  unlink (scratch ());
}

Test (npy, arrays_that_are_no_filter_are_refused)
{
  refuse_filter (1, (size_t[]){ 2 }, MM_EPARSE, "1 dimension;");
  refuse_filter (5, (size_t[]){ 2, 2, 1, 1, 1 }, MM_EPARSE, "5 dimensions");
  refuse_filter (4, (size_t[]){ 2, 0, 3, 3 }, MM_EPARSE, "size 0");
  refuse_filter (4, (size_t[]){ 2, 2, 2, 3 }, MM_EUNSUPPORTED, "2x3 kernel");
}

Test (npy, three_dimensions_are_a_kernel_of_one_row)
{
  mm_filter f;
  mm_array a = { .dimensions = 3, .shape = { 1, 2, 3 }, .data = (double[]){ 1, 2, 3, 4, 5, 6 } };
  cr_assert_eq (mm_npy_write (scratch (), &a, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_filter (scratch (), &f, NULL, NULL), MM_OK);
  cr_assert (f.out == 1 && f.in == 2 && f.kh == 1 && f.kw == 3);
  cr_assert (mm_filter_tap (&f, 0, 2)[0] == 3 && mm_filter_tap (&f, 0, 1)[1] == 5);
  mm_filter_clear (&f);
  unlink (scratch ());
}

/* An even kernel is refused; what its sizes look like is said.  */
Test (npy, orders_of_other_frameworks_are_recognised_by_their_sizes)
{
  refuse_filter (4, (size_t[]){ 3, 3, 4, 8 }, MM_EUNSUPPORTED, "TensorFlow's order (height, width, in, out): save array.transpose (3, 2, 0, 1)");
  refuse_filter (4, (size_t[]){ 1, 1, 4, 8 }, MM_EUNSUPPORTED, "(3, 2, 0, 1)");
  refuse_filter (4, (size_t[]){ 3, 3, 3, 8 }, MM_EUNSUPPORTED, "(3, 2, 0, 1)");
  refuse_filter (4, (size_t[]){ 1, 3, 4, 7 }, MM_EUNSUPPORTED, "(3, 2, 0, 1)");
  refuse_filter (4, (size_t[]){ 3, 3, 8, 1 }, MM_EUNSUPPORTED, "depthwise order (height, width, channels, multiplier): save array.transpose (2, 3, 0, 1)");
  refuse_filter (4, (size_t[]){ 8, 3, 3, 4 }, MM_EUNSUPPORTED, "(out, height, width, in): save array.transpose (0, 3, 1, 2)");
  /* A 3x3 kernel from 3 to 2 channels, or from 2 to 3: only one of the two is right.  */
  refuse_filter (4, (size_t[]){ 3, 3, 3, 2 }, MM_EUNSUPPORTED, "array.transpose (3, 2, 0, 1) or array.transpose (0, 3, 1, 2)");
  refuse_filter (3, (size_t[]){ 3, 4, 8 }, MM_EUNSUPPORTED, "(width, in, out): save array.transpose (2, 1, 0)");
  refuse_filter (4, (size_t[]){ 8, 4, 2, 2 }, MM_EUNSUPPORTED, "2x2 kernel, read as (out, in, height, width); even kernels are not supported");
}

Test (npy, another_order_is_found_where_the_sizes_are_known)
{
  static const struct
  {
    mm_filter f;
    mm_shape wanted;
    const char *about;
  } all[] = {
    { { .out = 3, .in = 3, .kh = 3, .kw = 3 }, { 3, 3, 3, 3 }, "" },
    { { .out = 3, .in = 3, .kh = 5, .kw = 7 }, { 7, 5, 0, 0 }, "(3, 2, 0, 1)" },
    { { .out = 3, .in = 3, .kh = 5, .kw = 7 }, { 0, 0, 3, 3 }, "(3, 2, 0, 1)" },
    { { .out = 3, .in = 3, .kh = 5, .kw = 7 }, { 3, 3, 0, 0 }, "" },
    { { .out = 3, .in = 3, .kh = 5, .kw = 7 }, { 0, 5, 0, 0 }, "(3, 2, 0, 1)" },
    { { .out = 7, .in = 3, .kh = 3, .kw = 5 }, { 7, 5, 3, 3 }, "(0, 3, 1, 2)" },
    { { .out = 3, .in = 3, .kh = 3, .kw = 5 }, { 0, 0, 3, 3 }, "(3, 2, 0, 1) or array.transpose (0, 3, 1, 2)" },
    { { .out = 3, .in = 3, .kh = 3, .kw = 5 }, { 3, 0, 3, 3 }, "(out, height, width, in): save array.transpose (0, 3, 1, 2)" },
    { { .out = 3, .in = 3, .kh = 3, .kw = 5 }, { 5, 0, 3, 3 }, "(height, width, in, out): save array.transpose (3, 2, 0, 1)" },
    { { .out = 3, .in = 5, .kh = 1, .kw = 7 }, { 7, 5, 1, 3 }, "(2, 1, 0)" },
    { { .out = 5, .in = 7, .kh = 3, .kw = 3 }, { 7, 5, 0, 0 }, "swapaxes (0, 1)" },
    { { .out = 5, .in = 7, .kh = 3, .kw = 3 }, { 9, 5, 0, 0 }, "" },
    { { .out = 6, .in = 1, .kh = 3, .kw = 3 }, { 6, 6, 0, 0 }, "groups" },
    { { .out = 6, .in = 2, .kh = 3, .kw = 3 }, { 6, 6, 3, 3 }, "groups" },
    { { .out = 6, .in = 4, .kh = 3, .kw = 3 }, { 6, 6, 0, 0 }, "" },
    { { .out = 2, .in = 2, .kh = 5, .kw = 7 }, { 7, 5, 0, 0 }, "" }, /* its kernel would be even */
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    {
      const char *clause = mm_npy_other_order (&all[i].f, &all[i].wanted);
      cr_assert_eq (*clause == '\0', *all[i].about == '\0', "%zu: \"%s\"", i, clause);
      cr_assert_not_null (strstr (clause, all[i].about), "%zu: \"%s\"", i, clause);
    }
}

Test (npy, half_precision_is_read_and_not_written)
{
  bytes b = file_of (1, "{'descr': '<f2', 'fortran_order': False, 'shape': (1, 1)}", 0);
  mm_filter f;
  mm_dtype dtype;
  b.length += 2;
  FILE *out = fopen (scratch (), "wb");
  fwrite (b.at, 1, b.length, out);
  fclose (out);
  cr_assert_eq (mm_npy_read_filter (scratch (), &f, &dtype, NULL), MM_OK);
  cr_assert_eq (dtype, MM_F16);
  cr_assert_eq (f.rounding, ldexp (1, -10));
  mm_filter_clear (&f);
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 1 }, 1, MM_F16, NULL), MM_EINVAL);
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 1 }, 1, MM_BF16, NULL), MM_EINVAL);
  cr_assert_eq (mm_dtype_least (MM_F64, MM_F32), MM_F32);
  cr_assert_eq (mm_dtype_least (MM_F16, MM_F32), MM_F16);
  cr_assert_eq (mm_dtype_least (MM_F16, MM_BF16), MM_BF16);
  unlink (scratch ());
}

Test (npy, vectors_must_have_the_right_length)
{
  double *v;
  mm_error err;
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 4, 5 }, 2, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_vector (scratch (), 3, &v, &err), MM_EPARSE);
  cr_assert_not_null (strstr (err.text, "has 2 entries, and not 3"));
  cr_assert_null (v);
  const mm_filter column = { .out = 2, .in = 1, .kh = 1, .kw = 1, .data = (double[]){ 4, 5 } };
  cr_assert_eq (mm_npy_write_filter (scratch (), &column, MM_F32, NULL), MM_OK);
  cr_assert_eq (mm_npy_read_vector (scratch (), 2, &v, &err), MM_EPARSE);
  cr_assert_not_null (strstr (err.text, "has 4 dimensions; a vector of 2 entries"));
  cr_assert_null (v);
  unlink (scratch ());
}

Test (npy, what_could_not_be_read_again_is_not_written)
{
  mm_error err;
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 1, (double) NAN }, 2, MM_F64, &err), MM_EINVAL);
  cr_assert_eq (mm_npy_write_vector (scratch (), (double[]){ 1, 1e300 }, 2, MM_F32, &err), MM_EINVAL);
  cr_assert_not_null (strstr (err.text, "entry 1"), "%s", err.text);
  cr_assert_neq (access (scratch (), F_OK), 0);
}

Test (npy, missing_files_and_folders_are_named)
{
  mm_error err;
  mm_filter f;
  double *v;
  cr_assert_eq (mm_npy_read_filter ("no-such-file.npy", &f, NULL, &err), MM_EIO);
  cr_assert_not_null (strstr (err.text, "no-such-file.npy"));
  cr_assert_eq (mm_npy_read_vector ("no-such-file.npy", 1, &v, NULL), MM_EIO);
  cr_assert_eq (mm_npy_write_vector ("no-such-folder/v.npy", (double[]){ 1 }, 1, MM_F32, &err), MM_EIO);
}
