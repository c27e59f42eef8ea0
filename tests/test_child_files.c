/* tests/test_child_files.c: each file of a child has its layer, each layer its file, and what they say is computed.  */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/read.h"
#include "numeric/fold.h"
#include "numeric/npy.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/oracle_conv.h"
#include "tests/weights_kit.h"

/* ---- a folder of this test alone ------------------------------------------------------------ */

static const char *
place (void)
{
  static char path[64];
  snprintf (path, sizeof path, "child-files-test-%ld", (long) getpid ());
  return path;
}

static const char *
inside (const char *name)
{
  static char path[512];
  snprintf (path, sizeof path, "%s/%s", place (), name);
  return path;
}

static void
clean (void)
{
  char command[128];
  snprintf (command, sizeof command, "rm -rf %s", place ());
  cr_assert_eq (system (command), 0);
}

static void
begin (void)
{
  clean ();
  cr_assert_eq (mkdir (place (), 0777), 0);
}

static void
end (void)
{
  clean ();
  no_leaks ();
}

TestSuite (child_files, .init = begin, .fini = end);

static void
put (const char *name, mm_array a, mm_dtype dtype)
{
  mm_error err;
  cr_assert_eq (mm_npy_write (inside (name), &a, dtype, &err), MM_OK, "%s", err.text);
}

static void
put_vector (const char *name, size_t count, const double *values)
{
  cr_assert_eq (mm_npy_write_vector (inside (name), values, count, MM_F64, NULL), MM_OK);
}

/* A 1x1 convolution, row by row.  */
static void
put_matrix (const char *name, size_t out, size_t in, double *values)
{
  put (name, (mm_array){ .dimensions = 4, .shape = { out, in, 1, 1 }, .data = values }, MM_F64);
}

static void
put_norm (const char *name, size_t channels, double *rows)
{
  put (name, (mm_array){ .dimensions = 2, .shape = { 4, channels }, .data = rows }, MM_F64);
}

static mm_weights *
read_child (const mm_module *m)
{
  mm_weights *w;
  mm_error err;
  cr_assert_eq (mm_weights_read (m, place (), &w, &err), MM_OK, "%s", err.text);
  return w;
}

static void
refuse (const mm_module *m, mm_status status, const char *about)
{
  mm_weights *w;
  mm_error err;
  const mm_status s = mm_weights_read (m, place (), &w, &err);
  cr_assert_eq (s, status, "%s (%s), wanted \"%s\"", mm_status_text (s), s ? err.text : "", about);
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_null (w);
  cr_assert_eq (mm_weights_read (m, place (), &w, NULL), status);
}

/* From s by layers of these names and kinds, all to t.  */
static mm_module *
branches (const char *const *names, const mm_kind *kinds, uint32_t count)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_add_blob (b, "s", NULL), MM_OK);
  cr_assert_eq (mm_builder_add_blob (b, "t", NULL), MM_OK);
  for (uint32_t i = 0; i < count; i++)
    {
      cr_assert_eq (mm_builder_add_layer (b, 0, 1, names[i], NULL), MM_OK);
      const mm_layer_info info = { .kind = kinds[i], .stride = 1, .dilation = 1, .groups = 1 };
      cr_assert_eq (mm_builder_set_layer (b, i, &info), MM_OK);
    }
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  mm_builder_free (b);
  return m;
}

static mm_module *
convolutions (const char *const *names, uint32_t count)
{
  static const mm_kind kinds[64] = { MM_KIND_CONV };
  cr_assert (count <= 64);
  return branches (names, kinds, count);
}

/* ---- which files there are -------------------------------------------------------------------- */

Test (child_files, all_layers_without_a_file_are_named)
{
  const char *const names[] = { "c1", "c3", "c5" };
  mm_module *m = convolutions (names, 3);
  put_matrix ("c3.npy", 1, 1, (double[]){ 1 });
  refuse (m, MM_EPARSE, "c1.npy, c5.npy are missing");
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  put_matrix ("C5.npy", 1, 1, (double[]){ 1 });
  refuse (m, MM_EPARSE, "c5.npy is missing: every convolution has its file, and C5.npy belongs to no layer");
  mm_module_free (m);
}

Test (child_files, long_lists_are_counted)
{
  static char names[60][8];
  const char *pointers[60];
  for (int i = 0; i < 60; i++)
    {
      snprintf (names[i], sizeof names[i], "layer%02d", i);
      pointers[i] = names[i];
    }
  mm_module *m = convolutions (pointers, 60);
  refuse (m, MM_EPARSE, "layer00.npy, layer01.npy");
  refuse (m, MM_EPARSE, " and 51 more are missing"); /* nine names of 13 bytes each fit in 120 */
  mm_module_free (m);
}

Test (child_files, arrays_of_no_layer_are_named)
{
  static const struct
  {
    const char *name, *about;
  } strays[] = {
    { "c2.npy", "c2.npy belongs to no layer" },
    { "c1.running_var.npy", "a normalisation is one file NAME.bn.npy" },
    { "c1.weight.npy", "c1.weight.npy belongs to no layer of the module; the filter of a layer is NAME.npy: rename NAME.weight.npy" },
    { "c1.kernel.npy", "rename NAME.weight.npy" },
    { "c1.bn.weight.npy", "a normalisation is one file NAME.bn.npy" },
    { "c1.NPY", "c1.NPY belongs to no layer" },
    { "C1.npy", "C1.npy belongs to no layer" },
    { "c1.BIAS.npy", "c1.BIAS.npy belongs to no layer" },
    { "c2.bias.npy", "c2.bias.npy belongs to no layer" },
    { "c2.bn.npy", "c2.bn.npy belongs to no layer" },
    { "t.bn.npy", "the normalisation of a blob is BLOB.blob.bn.npy" },
    { "t.slope.npy", "the slope of a blob is BLOB.blob.slope.npy" },
    { "a.blob.bn.npy", "a.blob.bn.npy belongs to no layer" },
    { "T.blob.slope.npy", "T.blob.slope.npy belongs to no layer" },
    { "t.blob.bias.npy", "t.blob.bias.npy belongs to no layer" },
    { "t.blob.npy", "t.blob.npy belongs to no layer" },
    { "c1 copy.npy", "\"c1 copy.npy\" belongs to no layer" },
    { "c1~2.npy", "c1~2.npy belongs to no layer" },
    { "%631.npy", "%631.npy belongs to no layer" },
  };
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  for (size_t i = 0; i < sizeof strays / sizeof *strays; i++)
    {
      put_vector (strays[i].name, 1, (double[]){ 1 });
      refuse (m, MM_EPARSE, strays[i].about);
      cr_assert_eq (unlink (inside (strays[i].name)), 0);
    }
  cr_assert_eq (symlink ("nowhere", inside ("gone.npy")), 0);
  refuse (m, MM_EPARSE, "gone.npy belongs to no layer");
  mm_module_free (m);
}

Test (child_files, what_holds_no_arrays_does_not_matter)
{
  static const char *const harmless[]
    = { "module.dot", "README", "notes.txt", ".DS_Store", "._c1.npy", ".c1.npy.swp", ".hidden.npy", "npy", "c1.npy~", "c1.npy.bak" };
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
    put_vector (harmless[i], 1, (double[]){ 1 });
  cr_assert_eq (mkdir (inside ("older"), 0777), 0);
  put_vector ("older/c2.npy", 1, (double[]){ 1 });
  mm_weights *w = read_child (m);
  cr_assert_eq (w->unread_count, 0);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, other_formats_are_told)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_vector ("model.safetensors", 1, (double[]){ 1 });
  put_vector ("all.NPZ", 1, (double[]){ 1 });
  refuse (m, MM_EPARSE, "c1.npy is missing: every convolution has its file; .npz, .pt, .h5 and the like are not read");
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  mm_weights *w = read_child (m);
  cr_assert_eq (w->unread_count, 2);
  cr_assert_str_eq (w->unread[0], "all.NPZ");
  cr_assert_str_eq (w->unread[1], "model.safetensors");
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, links_are_followed)
{
  const char *const names[] = { "c1", "c2" };
  mm_module *m = convolutions (names, 2);
  put_matrix ("c1.npy", 1, 1, (double[]){ 3 });
  cr_assert_eq (symlink ("c1.npy", inside ("c2.npy")), 0);
  mm_weights *w = read_child (m);
  cr_assert_eq (w->filter[1].data[0], 3);
  mm_weights_free (w);
  unlink (inside ("c2.npy"));
  cr_assert_eq (symlink ("nowhere", inside ("c2.npy")), 0);
  refuse (m, MM_EIO, "c2.npy");
  mm_module_free (m);
}

Test (child_files, the_type_is_that_of_the_least_exact_file_of_a_layer)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  put (".stray.npy", (mm_array){ .dimensions = 1, .shape = { 1 }, .data = (double[]){ 1 } }, MM_F32);
  mm_weights *w = read_child (m);
  cr_assert_eq (w->dtype, MM_F64);
  mm_weights_free (w);
  put ("t.blob.bn.npy", (mm_array){ .dimensions = 2, .shape = { 4, 1 }, .data = (double[]){ 1, 0, 0, 1 } }, MM_F32);
  w = read_child (m);
  cr_assert_eq (w->dtype, MM_F32);
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- what they say --------------------------------------------------------------------------- */

static void
expect_fold (const mm_weights *w, size_t count, const double *filter, const double *bias)
{
  mm_filter f;
  double *b;
  mm_error err;
  cr_assert_eq (mm_fold (w, &f, &b, &err), MM_OK, "%s", err.text);
  for (size_t i = 0; i < count; i++)
    cr_assert (fabs (f.data[i] - filter[i]) < 1e-14, "entry %zu is %.17g, not %.17g", i, f.data[i], filter[i]);
  cr_assert_eq (b != NULL, bias != NULL);
  for (uint32_t c = 0; b && c < f.out; c++)
    cr_assert (fabs (b[c] - bias[c]) < 1e-14, "bias %u is %.17g, not %.17g", c, b[c], bias[c]);
  free (b);
  mm_filter_clear (&f);
}

/* scale = gamma / sqrt (variance + 1e-5): 3 / 2 and 1 / 4 here.  */
#define TWO_CHANNELS { 3, 1, 5, -1, 0.5, 2, 4 - 1e-5, 16 - 1e-5 }

Test (child_files, a_layer_is_its_filter_then_its_bias_then_its_normalisation)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 2, 2, (double[]){ 2, -4, 8, 1 });
  put_vector ("c1.bias.npy", 2, (double[]){ 1, 7 });
  put_norm ("c1.bn.npy", 2, (double[])TWO_CHANNELS);
  mm_weights *w = read_child (m);
  cr_assert_eq (w->layer_found[0], MM_FOUND_NORM);
  /* (1 - 0.5) 1.5 + 5 and (7 - 2) 0.25 - 1 */
  expect_fold (w, 4, (double[]){ 3, -6, 2, 0.25 }, (double[]){ 5.75, 0.25 });
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, an_identity_may_have_a_normalisation_and_a_bias)
{
  const char *const names[] = { "skip" };
  mm_module *m = branches (names, (mm_kind[]){ MM_KIND_IDENTITY }, 1);
  put_norm ("skip.bn.npy", 2, (double[])TWO_CHANNELS);
  mm_weights *w = read_child (m);
  /* 5 - 0.5 1.5 and -1 - 2 0.25 */
  expect_fold (w, 4, (double[]){ 1.5, 0, 0, 0.25 }, (double[]){ 4.25, -1.5 });
  mm_weights_free (w);
  put_vector ("skip.bias.npy", 2, (double[]){ 1, 7 });
  w = read_child (m);
  expect_fold (w, 4, (double[]){ 1.5, 0, 0, 0.25 }, (double[]){ 5.75, 0.25 });
  mm_weights_free (w);
  unlink (inside ("skip.bn.npy"));
  w = read_child (m);
  expect_fold (w, 4, (double[]){ 1, 0, 0, 1 }, (double[]){ 1, 7 });
  cr_assert_eq (mm_weights_write (w, inside ("again"), MM_F64, false, NULL), MM_EUNSUPPORTED);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, an_identity_has_no_filter_but_the_identity)
{
  const char *const names[] = { "skip", "c1" };
  mm_module *m = branches (names, (mm_kind[]){ MM_KIND_IDENTITY, MM_KIND_CONV }, 2);
  put_matrix ("c1.npy", 2, 2, (double[]){ 1, 2, 3, 4 });
  put_matrix ("skip.npy", 2, 2, (double[]){ 1, 0, 0, 1 });
  mm_weights *w = read_child (m);
  cr_assert_null (w->filter[0].data);
  expect_fold (w, 4, (double[]){ 2, 2, 3, 5 }, NULL);
  mm_weights_free (w);
  static const double others[][4] = { { 1, 0, 0, 1.0000001 }, { 0, 1, 1, 0 }, { 1, 1e-300, 0, 1 } };
  for (int i = 0; i < 3; i++)
    {
      double entries[4];
      memcpy (entries, others[i], sizeof entries);
      put_matrix ("skip.npy", 2, 2, entries);
      refuse (m, MM_EUNSUPPORTED, "skip.npy: this layer is an identity");
    }
  put_matrix ("skip.npy", 1, 2, (double[]){ 1, 0 });
  refuse (m, MM_EUNSUPPORTED, "skip.npy: this layer is an identity");
  mm_module_free (m);
}

/* A converter may have left the normalisation beside the filter and bias that it was folded into.  */
Test (child_files, what_was_folded_already_is_not_folded_twice)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 2, 1, (double[]){ 3, 2 });
  put_norm ("c1.bn.npy", 2, (double[])TWO_CHANNELS);
  put_vector ("c1.bias.npy", 2, (double[]){ 4.25, -1.5 });
  refuse (m, MM_EUNSUPPORTED, "c1.bn.npy: the layer's bias is what this normalisation adds");
  put_norm ("c1.bn.npy", 2, (double[]){ 1, 1, 0, 0, 0, 0, 1, 1 });
  put_vector ("c1.bias.npy", 2, (double[]){ 0, 0 });
  mm_weights_free (read_child (m));
  mm_module_free (m);
}

Test (child_files, a_blob_is_normalised_after_the_sum)
{
  const char *const names[] = { "skip", "c1" };
  mm_module *m = branches (names, (mm_kind[]){ MM_KIND_IDENTITY, MM_KIND_CONV }, 2);
  put_matrix ("c1.npy", 2, 2, (double[]){ 1, 2, 3, 4 });
  put_vector ("c1.bias.npy", 2, (double[]){ 1, 7 });
  put_norm ("t.blob.bn.npy", 2, (double[])TWO_CHANNELS);
  put_vector ("t.blob.slope.npy", 2, (double[]){ 1, 1 });
  mm_weights *w = read_child (m);
  cr_assert_eq (w->blob_found[1], MM_FOUND_NORM | MM_FOUND_SLOPE);
  expect_fold (w, 4, (double[]){ 3, 3, 0.75, 1.25 }, (double[]){ 5.75, 0.25 });
  mm_weights_free (w);
  put_norm ("s.blob.bn.npy", 2, (double[])TWO_CHANNELS);
  refuse (m, MM_EUNSUPPORTED, "s.blob.bn.npy: the source has no layer");
  unlink (inside ("s.blob.bn.npy"));
  put_norm ("t.blob.bn.npy", 1, (double[]){ 1, 0, 0, 1 });
  refuse (m, MM_EPARSE, "t.blob.bn.npy: the array has not as many channels");
  mm_module_free (m);
}

Test (child_files, other_slopes_than_1_are_refused)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 2, 2, (double[]){ 1, 2, 3, 4 });
  put_vector ("t.blob.slope.npy", 2, (double[]){ 1, 0.25 });
  refuse (m, MM_EUNSUPPORTED, "t.blob.slope.npy: a slope is not 1");
  unlink (inside ("t.blob.slope.npy"));
  put_vector ("c1.slope.npy", 1, (double[]){ 0.999 });
  refuse (m, MM_EUNSUPPORTED, "c1.slope.npy: a slope is not 1");
  put ("c1.slope.npy", (mm_array){ .dimensions = 0, .data = (double[]){ 1 } }, MM_F64);
  mm_weights *w = read_child (m);
  cr_assert_eq (w->layer_found[0], MM_FOUND_SLOPE);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, normalisations_of_another_shape_are_refused)
{
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  put_matrix ("c1.npy", 2, 2, (double[]){ 1, 2, 3, 4 });
  put_norm ("c1.bn.npy", 1, (double[]){ 1, 0, 0, 1 });
  refuse (m, MM_EPARSE, "c1.bn.npy: the array is no normalisation");
  put ("c1.bn.npy", (mm_array){ .dimensions = 2, .shape = { 2, 4 }, .data = (double[8]){ 0 } }, MM_F64);
  refuse (m, MM_EPARSE, "c1.bn.npy: the array is no normalisation");
  put_vector ("c1.bn.npy", 8, (double[8]){ 0 });
  refuse (m, MM_EPARSE, "c1.bn.npy: the array is no normalisation");
  put_norm ("c1.bn.npy", 2, (double[]){ 1, 1, 0, 0, 0, 0, 1, -0.5 });
  refuse (m, MM_EPARSE, "c1.bn.npy: a variance, in its last row, is negative");
  mm_module_free (m);
}

/* ---- module.dot --------------------------------------------------------------------------- */

static void
put_text (const char *name, const char *text)
{
  FILE *f = fopen (inside (name), "w");
  cr_assert_not_null (f);
  fputs (text, f);
  fclose (f);
}

Test (child_files, the_module_beside_them_is_the_one_they_are_read_for)
{
  static const struct
  {
    const char *text, *about; /* NULL: it is the same */
  } all[] = {
    { "digraph { s -> t [key=c1]; s -> t [key=c2]; }", NULL },
    { "digraph { in -> out [key=c2, kernel=1]; in -> out [key=c1]; }", NULL },
    { "digraph { node [channels=7]; s -> t [key=c2]; s -> t [key=c1]; }", NULL },
    { "no module at all", NULL },
    { "digraph { }", NULL },
    { "digraph { s -> a [key=c1]; a -> t [key=c2]; }", "its layer c2 joins other blobs" },
    { "digraph { s -> t [key=c1]; s -> t [key=c2, stride=2]; }", "its layer c2 has another stride" },
    { "digraph { s -> t [key=c1]; s -> t [key=c2, kind=identity]; }", "its layer c2 is of another kind" },
    { "digraph { s -> t [key=c1]; s -> t [key=c2]; s -> t [key=skip, kind=identity]; }", "its layer skip is not there in the module given" },
    { "digraph { s -> t [key=c1]; }", "its layer c2 is missing" },
  };
  const char *const names[] = { "c1", "c2" };
  mm_module *m = convolutions (names, 2);
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  put_matrix ("c2.npy", 1, 1, (double[]){ 1 });
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    {
      put_text ("module.dot", all[i].text);
      if (all[i].about)
        refuse (m, MM_EPARSE, all[i].about);
      else
        mm_weights_free (read_child (m));
    }
  mm_module_free (m);
}

Test (child_files, a_layer_the_other_way_round_is_another_module)
{
  mm_module *m = kit_module ("s-a s-b a-b a-t b-t");
  for (int e = 1; e <= 5; e++)
    {
      char name[16];
      snprintf (name, sizeof name, "F%d.npy", e);
      put_matrix (name, 1, 1, (double[]){ 1 });
    }
  put_text ("module.dot", "digraph { s -> x [key=F1]; s -> y [key=F2]; x -> y [key=F3]; x -> t [key=F4]; y -> t [key=F5]; }");
  mm_weights_free (read_child (m));
  put_text ("module.dot", "digraph { s -> x [key=F1]; s -> y [key=F2]; y -> x [key=F3]; x -> t [key=F4]; y -> t [key=F5]; }");
  refuse (m, MM_EPARSE, "its layer F3 joins other blobs");
  mm_module_free (m);
}

/* ---- words of the module -------------------------------------------------------------------- */

static mm_module *
module_of (const char *text)
{
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_read_text (text, strlen (text), "m.dot", NULL, &m, &err), MM_OK, "%s: %s", text, err.text);
  return m;
}

static void
expect_words (const char *attributes, const char *about)
{
  char text[200];
  snprintf (text, sizeof text, "digraph { s -> t [key=c1, %s] }", attributes);
  mm_module *m = module_of (text);
  if (about)
    refuse (m, MM_EPARSE, about);
  else
    mm_weights_free (read_child (m));
  mm_module_free (m);
}

Test (child_files, the_file_that_the_module_names_is_the_one_that_is_read)
{
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  expect_words ("weights=\"c1.npy\"", NULL);
  expect_words ("weights=\"./c1.npy\"", NULL);
  expect_words ("weight=2", NULL); /* for Graphviz */
  expect_words ("weights=\"c2.npy\"", "weights=c2.npy at layer c1, whose file is c1.npy");
  expect_words ("weights_file=\"../c1.npy\"", "weights=../c1.npy at layer c1");
  expect_words ("Weights=\"C1.npy\"", "weights=C1.npy at layer c1");
}

Test (child_files, a_bias_is_there_where_it_is_said_to_be)
{
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  expect_words ("bias=false", NULL);
  expect_words ("bias=true", "c1.bias.npy: the file is missing, and the module has bias=true");
  expect_words ("use_bias=1", "c1.bias.npy: the file is missing");
  put_vector ("c1.bias.npy", 1, (double[]){ 1 });
  expect_words ("bias=true", NULL);
  expect_words ("bias=0", "c1.bias.npy: the module has bias=false at this layer");
  expect_words ("no_bias=true", "c1.bias.npy: the module has bias=false");
}

/* variance 0.75 and epsilon 0.25 are 1; with the default the scale would be 1.1547. */
Test (child_files, the_epsilon_of_a_normalisation_is_the_modules)
{
  static const char *const same[] = { "bn_eps=0.25", "eps=\"2.5e-1\"", "epsilon=.25", "BN_Epsilon=\"25E-2\"" };
  put_matrix ("c1.npy", 1, 1, (double[]){ 3 });
  put_norm ("c1.bn.npy", 1, (double[]){ 1, 5, 0, 0.75 });
  for (size_t i = 0; i < 4; i++)
    {
      char text[200];
      snprintf (text, sizeof text, "digraph { s -> t [key=c1, %s] }", same[i]);
      mm_module *m = module_of (text);
      mm_weights *w = read_child (m);
      expect_fold (w, 1, (double[]){ 3 }, (double[]){ 5 });
      mm_weights_free (w);
      mm_module_free (m);
    }
  unlink (inside ("c1.bn.npy"));
  put_norm ("t.blob.bn.npy", 1, (double[]){ 1, 5, 0, 0.75 });
  mm_module *m = module_of ("digraph { node [bn_eps=0.25]; s -> t [key=c1] }");
  mm_weights *w = read_child (m);
  expect_fold (w, 1, (double[]){ 3 }, (double[]){ 5 });
  mm_weights_free (w);
  mm_module_free (m);
  m = module_of ("digraph { node [bn_eps=0]; s -> t [key=c1] }");
  put_norm ("t.blob.bn.npy", 1, (double[]){ 1, 0, 0, 0 });
  refuse (m, MM_EPARSE, "or 0 without an epsilon");
  mm_module_free (m);
  m = module_of ("digraph { node [bn_eps=small]; s -> t [key=c1] }");
  refuse (m, MM_EUNSUPPORTED, "bn_eps= in the module is no number");
  mm_module_free (m);
}

/* Zeros, where morph has none to give; the child can be read again.  */
Test (child_files, a_bias_that_the_module_asks_for_is_written)
{
  mm_module *m = module_of ("digraph { s -> a [key=c1, bias=true]; a -> t [key=c2] }");
  mm_weights *w = kit_weights (m, 3, (kit_ranges){ 2, 1, false });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  cr_assert_eq (access (inside ("child/c1.bias.npy"), R_OK), 0);
  cr_assert_neq (access (inside ("child/c2.bias.npy"), R_OK), 0);
  mm_weights *again;
  cr_assert_eq (mm_weights_read (m, inside ("child"), &again, NULL), MM_OK);
  for (uint32_t c = 0; c < again->filter[0].out; c++)
    cr_assert_eq (again->bias[0][c], 0);
  mm_weights_free (again);
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- what starts as the identity ------------------------------------------------------------- */

/* The four rows (or one) of a file, channel by channel, as its type has them. */
static void
expect_constant (const char *name, mm_dtype dtype, size_t rows, size_t channels, const double *values)
{
  mm_array a;
  mm_error err;
  cr_assert_eq (mm_npy_read (inside (name), &a, &err), MM_OK, "%s", err.text);
  cr_assert_eq (a.dtype, dtype);
  cr_assert_eq (a.dimensions, rows > 1 ? 2 : 1);
  cr_assert_eq (a.shape[0], rows > 1 ? rows : channels);
  cr_assert (rows == 1 || a.shape[1] == channels);
  for (size_t k = 0; k < rows * channels; k++)
    cr_assert_eq (a.data[k], dtype == MM_F32 ? (double) (float) values[k / channels] : values[k / channels]);
  mm_array_clear (&a);
}

static const char STARTS[]
  = "digraph { s [norm=bn, activation=prelu]; \"a/b\" [norm=bn, act=PReLU]; u [use_bn=true, bn_eps=0.001]; t [norm=bn, activation=relu];\n"
    "  s -> \"a/b\" [key=\"c.bn\", norm=batchnorm, bn_eps=0.001]; \"a/b\" -> u [kind=identity, key=skip, norm=bn]; u -> t [key=c2] }";

/* Where each word has its file, and each number is the one that makes it the identity. */
static void
expect_starts (mm_dtype dtype, uint32_t middle, uint32_t end)
{
  const double usual[] = { 1, 0, 0, 1 - 1e-5 }, other[] = { 1, 0, 0, 1 - 1e-3 }, one[] = { 1 };
  expect_constant ("child/c%2Ebn.bn.npy", dtype, 4, middle, other);
  expect_constant ("child/skip.bn.npy", dtype, 4, middle, usual);
  expect_constant ("child/a%2Fb.blob.bn.npy", dtype, 4, middle, usual);
  expect_constant ("child/a%2Fb.blob.slope.npy", dtype, 1, middle, one);
  expect_constant ("child/u.blob.bn.npy", dtype, 4, middle, other);
  expect_constant ("child/t.blob.bn.npy", dtype, 4, end, usual);
  static const char *const none[] = { "child/s.blob.bn.npy", "child/s.blob.slope.npy", "child/t.blob.slope.npy", "child/c2.bn.npy" };
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    cr_assert_neq (access (inside (none[i]), F_OK), 0, "%s", none[i]);
}

static mm_weights *
read_folder (const mm_module *m, const char *name)
{
  mm_weights *w;
  mm_error err;
  cr_assert_eq (mm_weights_read (m, inside (name), &w, &err), MM_OK, "%s", err.text);
  return w;
}

/* To the last bit, in both types: no filter changes, no bias and no filter of an identity appears. */
Test (child_files, norms_and_slopes_are_written_as_the_identity_and_read_as_such)
{
  mm_module *m = module_of (STARTS);
  mm_weights *w = kit_weights (m, 7, (kit_ranges){ 3, 3, false });
  mm_weights_round (w); /* so that float32 has them */
  for (int dtype = MM_F32; dtype <= MM_F64; dtype++)
    {
      mm_error err;
      cr_assert_eq (mm_weights_write (w, inside ("child"), (mm_dtype) dtype, true, &err), MM_OK, "%s", err.text);
      expect_starts ((mm_dtype) dtype, w->filter[0].out, w->filter[2].out);
      mm_weights *again = read_folder (m, "child");
      for (mm_layer e = 0; e < 3; e++)
        {
          cr_assert_null (again->bias[e]);
          cr_assert_eq (again->filter[e].data == NULL, w->filter[e].data == NULL);
          for (size_t k = 0; w->filter[e].data && k < mm_filter_size (&w->filter[e]); k++)
            cr_assert_eq (again->filter[e].data[k], w->filter[e].data[k]);
        }
      cr_assert_eq (again->layer_found[0], MM_FOUND_NORM);
      cr_assert_eq (again->layer_found[1], MM_FOUND_NORM);
      cr_assert_eq (again->blob_found[mm_module_find_blob (m, "a/b")], MM_FOUND_NORM | MM_FOUND_SLOPE);
      mm_weights_free (again);
    }
  mm_weights_free (w);
  mm_module_free (m);
}

/* Nothing can be taken for granted of a word without its file. */
Test (child_files, a_norm_or_slope_without_its_file_is_refused_by_name)
{
  static const struct
  {
    const char *file, *about;
  } files[] = {
    { "c%2Ebn.bn.npy", "c%2Ebn.bn.npy is missing: layer c.bn has norm=batchnorm" },
    { "skip.bn.npy", "skip.bn.npy is missing: layer skip has norm=bn" },
    { "a%2Fb.blob.bn.npy", "a%2Fb.blob.bn.npy is missing: blob a/b has norm=bn" },
    { "a%2Fb.blob.slope.npy", "a%2Fb.blob.slope.npy is missing: blob a/b has activation=PReLU" },
    { "u.blob.bn.npy", "u.blob.bn.npy is missing: blob u has norm=use_bn" },
    { "t.blob.bn.npy", "t.blob.bn.npy is missing: blob t has norm=bn" },
  };
  mm_module *m = module_of (STARTS);
  mm_weights *w = kit_weights (m, 7, (kit_ranges){ 3, 3, false }), *again;
  mm_error err;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    {
      char name[128];
      cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, true, NULL), MM_OK);
      snprintf (name, sizeof name, "child/%s", files[i].file);
      cr_assert_eq (unlink (inside (name)), 0, "%s", name);
      cr_assert_eq (mm_weights_read (m, inside ("child"), &again, &err), MM_EPARSE);
      cr_assert_not_null (strstr (err.text, files[i].about), "%s", err.text);
      cr_assert_not_null (strstr (err.text, "morph writes it"), "%s", err.text);
    }
  cr_assert_eq (unlink (inside ("child/u.blob.bn.npy")), 0);
  cr_assert_eq (mm_weights_read (m, inside ("child"), &again, &err), MM_EPARSE);
  cr_assert_not_null (strstr (err.text, "(1 more such file is)"), "%s", err.text);
  mm_weights_free (w);
  mm_module_free (m);
}

/* slope=1 is said by the module itself. */
Test (child_files, a_slope_that_the_module_says_needs_no_file)
{
  mm_module *m = module_of ("digraph { a [activation=prelu, slope=1]; s -> a [key=c1]; a -> t [key=c2] }");
  put_matrix ("c1.npy", 1, 1, (double[]){ 3 });
  put_matrix ("c2.npy", 1, 1, (double[]){ 2 });
  mm_weights *w = read_child (m);
  expect_fold (w, 1, (double[]){ 6 }, NULL);
  mm_weights_free (w);
  put_vector ("a.blob.slope.npy", 1, (double[]){ 0.25 });
  refuse (m, MM_EUNSUPPORTED, "a.blob.slope.npy: a slope is not 1");
  mm_module_free (m);
}

/* 1 - eps is no number of float32, and what is nearest to it is read as it; statistics beside it are themselves. */
Test (child_files, a_variance_beside_the_starting_one_is_itself)
{
  mm_module *m = module_of ("digraph { s -> t [key=c1, norm=bn] }");
  const float start = (float) (1 - 1e-5);
  put_matrix ("c1.npy", 1, 1, (double[]){ 1 });
  for (int step = -1; step <= 1; step++)
    {
      const double variance = (double) (step ? nextafterf (start, (float) (1 + step)) : start);
      put ("c1.bn.npy", (mm_array){ .dimensions = 2, .shape = { 4, 1 }, .data = (double[]){ 1, 0, 0, variance } }, MM_F32);
      mm_weights *w = read_child (m);
      const double wanted = step ? 1 / sqrt (variance + 1e-5) : 1;
      cr_assert (fabs (w->filter[0].data[0] - wanted) < 1e-15);
      cr_assert ((step == 0) == (w->filter[0].data[0] == 1));
      mm_weights_free (w);
    }
  mm_module_free (m);
}

/* ---- names --------------------------------------------------------------------------------- */

/* Blobs a and A: on some file systems their files would be one.  */
Test (child_files, blobs_that_differ_in_case_have_files_that_do_not)
{
  mm_module *m = kit_module ("s-A A-a a-t");
  for (int e = 1; e <= 3; e++)
    {
      char name[16];
      snprintf (name, sizeof name, "F%d.npy", e);
      put_matrix (name, 1, 1, (double[]){ 1 });
    }
  put_norm ("A.blob.bn.npy", 1, (double[]){ 2, 0, 0, 1 - 1e-5 });
  put_norm ("a~2.blob.bn.npy", 1, (double[]){ 1, 3, 0, 1 - 1e-5 });
  mm_weights *w = read_child (m);
  expect_fold (w, 1, (double[]){ 2 }, (double[]){ 3 });
  mm_weights_free (w);
  put_norm ("a.blob.bn.npy", 1, (double[]){ 2, 0, 0, 1 });
  refuse (m, MM_EPARSE, "a.blob.bn.npy belongs to no layer");
  mm_module_free (m);
}

/* A layer and a blob may have the same name; one that ends in .blob is told apart.  */
Test (child_files, layers_and_blobs_of_one_name_have_their_own_files)
{
  const char *const names[] = { "t", "t.blob" };
  mm_module *m = convolutions (names, 2);
  put_matrix ("t.npy", 1, 1, (double[]){ 1 });
  put_matrix ("t%2Eblob.npy", 1, 1, (double[]){ 10 });
  put_norm ("t.bn.npy", 1, (double[]){ 2, 0, 0, 1 - 1e-5 });
  put_norm ("t%2Eblob.bn.npy", 1, (double[]){ 3, 0, 0, 1 - 1e-5 });
  put_norm ("t.blob.bn.npy", 1, (double[]){ 100, 0, 0, 1 - 1e-5 });
  mm_weights *w = read_child (m);
  expect_fold (w, 1, (double[]){ 3200 }, (double[]){ 0 });
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- sizes that have several meanings ----------------------------------------------------------- */

static void
put_zeros (size_t out, size_t in, size_t kh, size_t kw)
{
  static double zeros[4096];
  put ("c1.npy", (mm_array){ .dimensions = 4, .shape = { out, in, kh, kw }, .data = zeros }, MM_F64);
}

static mm_module *
stated (uint32_t in, uint32_t out, uint32_t kernel)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  mm_builder_add_blob (b, "s", NULL);
  mm_builder_add_blob (b, "t", NULL);
  mm_builder_add_layer (b, 0, 1, "c1", NULL);
  mm_builder_set_blob (b, 0, &(mm_blob_info){ .channels = in });
  mm_builder_set_blob (b, 1, &(mm_blob_info){ .channels = out });
  mm_builder_set_layer (b, 0, &(mm_layer_info){ .kind = MM_KIND_CONV, .kernel_h = kernel, .kernel_w = kernel, .stride = 1,
                                                .dilation = 1, .groups = 1 });
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

Test (child_files, another_order_of_dimensions_is_told_by_what_the_module_says)
{
  mm_module *m = stated (5, 7, 0);
  put_zeros (3, 3, 5, 7);
  refuse (m, MM_EPARSE, "TensorFlow's order (height, width, in, out): save array.transpose (3, 2, 0, 1)");
  put_zeros (7, 3, 3, 5);
  refuse (m, MM_EPARSE, "array.transpose (0, 3, 1, 2)");
  put_zeros (5, 7, 3, 3);
  refuse (m, MM_EPARSE, "array.swapaxes (0, 1)");
  put_zeros (7, 5, 3, 3);
  mm_weights_free (read_child (m));
  mm_module_free (m);
  m = stated (0, 0, 3);
  put_zeros (3, 3, 5, 7);
  refuse (m, MM_EPARSE, "save array.transpose (3, 2, 0, 1)");
  mm_module_free (m);
}

Test (child_files, an_array_that_nothing_explains_is_questioned)
{
  static const size_t questioned[][4] = { { 3, 3, 5, 7 }, { 1, 1, 3, 5 }, { 5, 5, 3, 15 }, { 1, 3, 7, 5 } },
                      plain[][4] = { { 3, 3, 3, 3 }, { 1, 1, 9, 9 }, { 2, 1, 7, 7 }, { 3, 3, 7, 7 }, { 1, 1, 1, 3 },
                                     { 3, 3, 1, 5 }, { 3, 3, 5, 1 }, { 4, 4, 3, 5 }, { 7, 7, 3, 5 } };
  const char *const names[] = { "c1" };
  mm_module *m = convolutions (names, 1);
  for (size_t i = 0; i < sizeof questioned / sizeof *questioned; i++)
    {
      put_zeros (questioned[i][0], questioned[i][1], questioned[i][2], questioned[i][3]);
      refuse (m, MM_EUNSUPPORTED, "one in TensorFlow's order (height, width, in, out); add kernel= to layer c1");
    }
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    {
      put_zeros (plain[i][0], plain[i][1], plain[i][2], plain[i][3]);
      mm_weights_free (read_child (m));
    }
  mm_module_free (m);
}

/* ---- on whole images, borders included --------------------------------------------------------- */

/* x := (x - mean) gamma / sqrt (variance + 1e-5) + beta, as a framework runs it.  */
static void
normalise (mm_image *x, const double *rows)
{
  const size_t pixels = (size_t) x->height * x->width, n = x->channels;
  for (size_t c = 0; c < n; c++)
    for (size_t p = 0; p < pixels; p++)
      x->data[c * pixels + p] = (x->data[c * pixels + p] - rows[2 * n + c]) / sqrt (rows[3 * n + c] + 1e-5) * rows[c] + rows[n + c];
}

static void
random_norm (uint64_t *state, const char *name, double rows[12])
{
  for (int k = 0; k < 12; k++)
    rows[k] = (double) (kit_bits (state) >> 11) * 0x1p-53 + (k < 9 ? -0.5 : 0.1);
  put_norm (name, 3, rows);
}

static void
add_image (mm_image *to, const mm_image *x)
{
  for (size_t k = 0; k < (size_t) to->channels * to->height * to->width; k++)
    to->data[k] += x->data[k];
}

static mm_module *
residual (mm_padding padding)
{
  mm_module *plain = kit_module ("s-a s-a a-t"),
            *skip = kit_change_layer (plain, 1, (mm_layer_info){ .kind = MM_KIND_IDENTITY, .stride = 1, .dilation = 1, .groups = 1 }),
            *m = kit_change_padding (skip, padding);
  mm_module_free (plain);
  mm_module_free (skip);
  return m;
}

static void
check_images (uint64_t seed, mm_padding padding)
{
  uint64_t state = seed;
  double of_conv[12], of_skip[12], of_blob[12];
  mm_module *m = residual (padding);
  mm_filter f1 = oracle_filter (&state, 3, 3, 3, 3), f3 = oracle_filter (&state, 3, 3, 1, 3);
  mm_npy_write_filter (inside ("F1.npy"), &f1, MM_F64, NULL);
  mm_npy_write_filter (inside ("F3.npy"), &f3, MM_F64, NULL);
  random_norm (&state, "F1.bn.npy", of_conv);
  random_norm (&state, "F2.bn.npy", of_skip);
  random_norm (&state, "a.blob.bn.npy", of_blob);
  mm_weights *w = read_child (m);

  mm_image x = oracle_image (&state, 3, 6, 5), y;
  mm_image at = oracle_convolve (&f1, NULL, 1, 1, padding, &x), skip = { 3, 6, 5, x.data };
  cr_assert_eq (mm_forward_module (w, false, &x, &y, NULL), MM_OK);
  normalise (&at, of_conv);
  normalise (&skip, of_skip);
  add_image (&at, &skip);
  normalise (&at, of_blob);
  mm_image expected = oracle_convolve (&f3, NULL, 1, 1, padding, &at);
  cr_assert_lt (oracle_difference (&y, &expected, 0), 1e-13, "seed %llu", (unsigned long long) seed);

  oracle_clear (&expected);
  oracle_clear (&at);
  oracle_clear (&x);
  mm_image_clear (&y);
  mm_filter_clear (&f1);
  mm_filter_clear (&f3);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (child_files, normalisations_are_exact_at_the_border_too)
{
  for (uint64_t seed = 0; seed < 20; seed++)
    check_images (seed, seed % 2 ? MM_PADDING_CIRCULAR : MM_PADDING_SAME);
}
