/* tests/test_weights.c: the weights of a module, in memory and as a folder.  */
#include <criterion/criterion.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "graph/builder.h"
#include "graph/read.h"
#include "graph/text.h"
#include "numeric/npy.h"
#include "numeric/weights.h"
#include "tests/kit.h"
#include "tests/leak.h"
#include "tests/weights_kit.h"

TestSuite (weights, .fini = no_leaks);

Test (weights, new_ones_are_empty_and_free_takes_null)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = mm_weights_new (m);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      cr_assert_null (w->filter[e].data);
      cr_assert_null (w->bias[e]);
    }
  mm_weights_free (w);
  mm_weights_free (NULL);
  mm_module_free (m);
}

Test (weights, rounding_leaves_float32_numbers)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 1, (kit_ranges){ 3, 3, true });
  const double before = w->filter[2].data[0];
  mm_weights_round (w);
  cr_assert_neq (w->filter[2].data[0], before);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      for (size_t i = 0; i < mm_filter_size (&w->filter[e]); i++)
        cr_assert_eq (w->filter[e].data[i], (double) (float) w->filter[e].data[i]);
      if (w->bias[e])
        cr_assert_eq (w->bias[e][0], (double) (float) w->bias[e][0]);
    }
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- a place to write to ---------------------------------------------------------------- */

/* A folder of this test alone.  */
static const char *
place (void)
{
  static char path[64];
  snprintf (path, sizeof path, "weights-test-%ld", (long) getpid ());
  return path;
}

static const char *
inside (const char *name)
{
  static char path[512];
  snprintf (path, sizeof path, "%s/%s", place (), name);
  return path;
}

static int
count_entries (const char *folder)
{
  int count = -2; /* "." and ".." */
  DIR *d = opendir (folder);
  cr_assert_not_null (d, "%s", folder);
  while (readdir (d))
    count++;
  closedir (d);
  return count;
}

static void
remove_all (const char *folder)
{
  char path[1024];
  DIR *d = opendir (folder);
  if (!d)
    return;
  for (struct dirent *entry; (entry = readdir (d));)
    if (strcmp (entry->d_name, ".") && strcmp (entry->d_name, ".."))
      {
        snprintf (path, sizeof path, "%s/%s", folder, entry->d_name);
        if (unlink (path))
          remove_all (path);
      }
  closedir (d);
  rmdir (folder);
}

static void
begin (void)
{
  remove_all (place ());
  cr_assert_eq (mkdir (place (), 0777), 0);
}

static void
end (void)
{
  remove_all (place ());
  no_leaks ();
}

TestSuite (folder, .init = begin, .fini = end);

static void
make_file (const char *path)
{
  FILE *f = fopen (path, "w");
  cr_assert_not_null (f, "%s", path);
  fputs ("not ours\n", f);
  fclose (f);
}

/* ---- there and back ----------------------------------------------------------------------- */

/* The layer of m that has the ends and the name of layer e of w's module.  */
static mm_layer
same_layer (const mm_module *m, const mm_module *from, mm_layer e)
{
  char a[MM_NAME_BUFFER], b[MM_NAME_BUFFER];
  const mm_blob tail = mm_module_find_blob (m, mm_module_blob_name (from, mm_module_tails (from)[e], a));
  const mm_blob head = mm_module_find_blob (m, mm_module_blob_name (from, mm_module_heads (from)[e], a));
  for (mm_layer f = 0; f < mm_module_layers (m); f++)
    if (mm_module_tails (m)[f] == tail && mm_module_heads (m)[f] == head
        && !strcmp (mm_module_layer_given_name (m, f, a), mm_module_layer_given_name (from, e, b)))
      return f;
  return MM_NONE;
}

static void
expect_same (const mm_weights *got, const mm_weights *w)
{
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    {
      const mm_layer f = same_layer (got->module, w->module, e);
      cr_assert_neq (f, MM_NONE, "a layer is gone");
      cr_assert_eq (mm_filter_distance (&got->filter[f], &w->filter[e]), 0);
      cr_assert_eq (got->bias[f] != NULL, w->bias[e] != NULL);
      for (uint32_t c = 0; w->bias[e] && c < w->filter[e].out; c++)
        cr_assert_eq (got->bias[f][c], w->bias[e][c]);
    }
}

/* Read with the module that was written, and with the module.dot beside the weights.  */
static void
expect_readable (const mm_weights *w, const char *folder)
{
  mm_weights *got;
  mm_error err;
  char path[1024];
  cr_assert_eq (mm_weights_read (w->module, folder, &got, &err), MM_OK, "%s", err.text);
  expect_same (got, w);
  mm_weights_free (got);

  mm_module *m;
  snprintf (path, sizeof path, "%s/module.dot", folder);
  cr_assert_eq (mm_read_module (path, &m, &err), MM_OK, "%s", err.text);
  cr_assert_eq (mm_weights_read (m, folder, &got, &err), MM_OK, "%s", err.text);
  expect_same (got, w);
  mm_weights_free (got);
  mm_module_free (m);
}

Test (folder, weights_come_back_with_either_module)
{
  for (uint64_t seed = 0; seed < 20; seed++)
    {
      char name[32];
      snprintf (name, sizeof name, "child%llu", (unsigned long long) seed);
      mm_module *m = kit_random_dag (seed, 5, 9);
      /* A 3x5 kernel between few channels would be questioned, as the module states no kernels.  */
      mm_weights *w = kit_weights (m, seed, (kit_ranges){ 4, 3, true });
      mm_error err;
      if (seed % 2)
        mm_weights_round (w);
      const mm_dtype dtype = seed % 2 ? MM_F32 : MM_F64;
      cr_assert_eq (mm_weights_write (w, inside (name), dtype, false, &err), MM_OK, "%s", err.text);
      expect_readable (w, inside (name));
      mm_weights_free (w);
      mm_module_free (m);
    }
  cr_assert_eq (count_entries (place ()), 20, "nothing is left beside the folders");
}

Test (folder, float32_files_hold_the_rounded_weights)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 3, (kit_ranges){ 4, 3, true });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F32, false, NULL), MM_OK);
  mm_weights_round (w);
  expect_readable (w, inside ("child"));
  mm_weights_free (w);
  mm_module_free (m);
}

Test (folder, module_file_says_where_each_layer_lies)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 4, (kit_ranges){ 4, 3, false });
  mm_text text;
  cr_assert_eq (mm_weights_write (w, inside ("child///"), MM_F32, false, NULL), MM_OK);
  cr_assert_eq (mm_text_read (inside ("child/module.dot"), &text, NULL), MM_OK);
  cr_assert_not_null (strstr (text.data, "a -> b [key=F3 weights=\"F3.npy\"];"), "%s", text.data);
  cr_assert_eq (access (inside ("child/F3.npy"), R_OK), 0);
  cr_assert_eq (count_entries (inside ("child")), 6);
  mm_text_clear (&text);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (folder, identities_have_no_file)
{
  mm_module *plain = kit_module ("s-a a-t s-t"),
            *m = kit_change_layer (plain, 2, (mm_layer_info){ MM_KIND_IDENTITY, 0, 0, 1, 1, 1 });
  mm_weights *w = kit_weights (m, 1, (kit_ranges){ 1, 3, false }), *got;
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  cr_assert_eq (count_entries (inside ("child")), 3);
  cr_assert_eq (mm_weights_read (m, inside ("child"), &got, NULL), MM_OK);
  cr_assert_null (got->filter[2].data);
  mm_weights_free (got);
  mm_weights_free (w);
  mm_module_free (plain);
  mm_module_free (m);
}

/* ---- names ----------------------------------------------------------------------------------- */

/* A chain of layers with these names, between unnamed blobs.  */
static mm_module *
named_chain (const char *const *names, uint32_t count)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m;
  cr_assert_eq (mm_builder_add_blobs (b, count + 1), MM_OK);
  for (uint32_t i = 0; i < count; i++)
    cr_assert_eq (mm_builder_add_layer (b, i, i + 1, names[i], NULL), MM_OK);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  return m;
}

Test (folder, names_are_made_safe_and_kept_apart)
{
  static const char *const names[]
    = { "conv1", "a/b", "..", ".hidden",    "50%",                  "50%25", "x~2",
        "x",     "X",   "x",  "conv1.bias", "\xc3\xa9t\xc3\xa9", "con v", "-" };
  static const char *const files[]
    = { "conv1", "a%2Fb", "%2E.", "%2Ehidden",    "50%25",         "50%2525", "x%7E2",
        "x~2",   "X",     "x~3",  "conv1%2Ebias", "%C3%A9t%C3%A9", "con%20v", "-" };
  enum { count = sizeof names / sizeof *names };
  mm_module *m = named_chain (names, count);
  mm_weights *w = kit_weights (m, 5, (kit_ranges){ 2, 1, true });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  int biases = 0;
  for (int i = 0; i < count; i++)
    {
      char path[128];
      snprintf (path, sizeof path, "child/%s.npy", files[i]);
      cr_assert_eq (access (inside (path), R_OK), 0, "%s", path);
      biases += w->bias[i] != NULL;
    }
  cr_assert_eq (count_entries (inside ("child")), count + biases + 1);
  expect_readable (w, inside ("child"));
  mm_weights_free (w);
  mm_module_free (m);
}

Test (folder, long_names_are_cut_and_kept_apart)
{
  char first[400], second[400];
  memset (first, 'a', sizeof first);
  memset (second, 'a', sizeof second);
  strcpy (first + 390, "first");
  strcpy (second + 390, "second");
  const char *const names[] = { first, second };
  mm_module *m = named_chain (names, 2);
  mm_weights *w = kit_weights (m, 6, (kit_ranges){ 2, 1, false });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  cr_assert_eq (count_entries (inside ("child")), 3);
  expect_readable (w, inside ("child"));
  mm_weights_free (w);
  mm_module_free (m);
}

/* Two blobs, and so many layers between them that are all called the same.  */
Test (folder, twins_keep_their_order)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m, *again;
  cr_assert_eq (mm_builder_add_blobs (b, 2), MM_OK);
  for (int i = 0; i < 12; i++)
    cr_assert_eq (mm_builder_add_layer (b, 0, 1, "twin", NULL), MM_OK);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_OK);
  mm_builder_free (b);
  mm_weights *w = kit_weights (m, 7, (kit_ranges){ 3, 1, false }), *got;
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  cr_assert_eq (mm_read_module (inside ("child/module.dot"), &again, NULL), MM_OK);
  cr_assert_eq (mm_weights_read (again, inside ("child"), &got, NULL), MM_OK);
  for (mm_layer e = 0; e < 12; e++)
    cr_assert_eq (mm_filter_distance (&got->filter[e], &w->filter[e]), 0, "layer %u", e);
  mm_weights_free (got);
  mm_weights_free (w);
  mm_module_free (m);
  mm_module_free (again);
}

/* ---- whole or not at all ---------------------------------------------------------------------- */

static void
refuse_write (const mm_weights *w, const char *folder, bool replace, mm_status status, const char *about)
{
  mm_error err;
  const int before = count_entries (place ());
  const mm_status s = mm_weights_write (w, folder, MM_F32, replace, &err);
  cr_assert_eq (s, status, "%s instead of \"%s\"", mm_status_text (s), about);
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_eq (count_entries (place ()), before);
  cr_assert_eq (mm_weights_write (w, folder, MM_F32, replace, NULL), status);
}

Test (folder, only_our_own_folders_are_replaced)
{
  mm_module *m = kit_bridge (), *small = kit_module ("s-t");
  mm_weights *w = kit_weights (m, 8, (kit_ranges){ 2, 1, false });
  mm_weights *v = kit_weights (small, 8, (kit_ranges){ 2, 1, false });
  char child[512];
  snprintf (child, sizeof child, "%s", inside ("child"));
  cr_assert_eq (mm_weights_write (w, child, MM_F64, true, NULL), MM_OK, "a free name needs no replacing");
  refuse_write (w, child, false, MM_EINVAL, "is there already");
  expect_readable (w, child);
  cr_assert_eq (mm_weights_write (v, child, MM_F64, true, NULL), MM_OK);
  cr_assert_eq (count_entries (child), 2, "nothing of the older one is left");
  expect_readable (v, child);

  make_file (inside ("child/notes.txt"));
  refuse_write (w, child, true, MM_EINVAL, "holds more than weights (notes.txt)");
  unlink (inside ("child/notes.txt"));
  make_file (inside ("child/mine.npy"));
  refuse_write (w, child, true, MM_EINVAL, "holds mine.npy, which belongs to no layer of its module.dot");
  make_file (inside ("child/yours.npy"));
  refuse_write (w, child, true, MM_EINVAL, "holds mine.npy and 1 more that belong to no layer of its module.dot");
  cr_assert_eq (access (inside ("child/mine.npy"), F_OK), 0);
  unlink (inside ("child/mine.npy"));
  unlink (inside ("child/yours.npy"));
  expect_readable (v, child);
  unlink (inside ("child/module.dot"));
  refuse_write (w, child, true, MM_EINVAL, "no module.dot");
  cr_assert_eq (access (inside ("child/F1.npy"), F_OK), 0);
  unlink (inside ("child/F1.npy"));
  cr_assert_eq (mm_weights_write (w, child, MM_F64, true, NULL), MM_OK, "an empty folder may go");
  expect_readable (w, child);

  snprintf (child, sizeof child, "%s", inside ("file"));
  make_file (child);
  refuse_write (w, child, true, MM_EINVAL, "is a file, not a folder");
  cr_assert_eq (count_entries (place ()), 2);
  mm_weights_free (v);
  mm_weights_free (w);
  mm_module_free (small);
  mm_module_free (m);
}

Test (folder, links_to_folders_stay_links)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 9, (kit_ranges){ 2, 1, false });
  cr_assert_eq (mkdir (inside ("real"), 0777), 0);
  cr_assert_eq (symlink ("real", inside ("link")), 0);
  cr_assert_eq (mm_weights_write (w, inside ("link"), MM_F64, true, NULL), MM_OK);
  struct stat about;
  cr_assert_eq (lstat (inside ("link"), &about), 0);
  cr_assert (S_ISLNK (about.st_mode));
  expect_readable (w, inside ("real"));
  cr_assert_eq (count_entries (place ()), 2);
  mm_weights_free (w);
  mm_module_free (m);
}

Test (folder, nothing_is_left_of_weights_that_cannot_be_written)
{
  mm_module *m = kit_bridge ();
  mm_weights *w = kit_weights (m, 10, (kit_ranges){ 2, 1, false });
  w->filter[4].data[0] = (double) NAN;
  refuse_write (w, inside ("child"), false, MM_EINVAL, "F5.npy: entry 0 is nan");
  mm_filter_clear (&w->filter[4]);
  refuse_write (w, inside ("child"), false, MM_EINVAL, "F5.npy: the layer has no weights");
  refuse_write (w, inside ("no/such/child"), false, MM_EIO, "the folder that it is to be in does not exist");
  cr_assert_eq (count_entries (place ()), 0);
  mm_weights_free (w);
  mm_module_free (m);

  const char *const empty[] = { "" };
  m = named_chain (empty, 1);
  w = kit_weights (m, 11, (kit_ranges){ 2, 1, false });
  refuse_write (w, inside ("child"), false, MM_EUNSUPPORTED, "cannot be written as DOT");
  mm_weights_free (w);
  mm_module_free (m);
}

/* ---- folders that are wrong --------------------------------------------------------------------- */

static void
refuse_read (const mm_module *m, mm_status status, const char *about)
{
  mm_error err;
  mm_weights *w;
  char child[512];
  snprintf (child, sizeof child, "%s", inside ("child"));
  const mm_status s = mm_weights_read (m, child, &w, &err);
  cr_assert_eq (s, status, "%s instead of \"%s\"", mm_status_text (s), about);
  cr_assert_not_null (strstr (err.text, about), "\"%s\" does not say \"%s\"", err.text, about);
  cr_assert_null (w);
  cr_assert (s == MM_EIO ? err.file == NULL : !err.file || err.file == child);
}

Test (folder, files_that_do_not_fit_the_module_are_named)
{
  mm_module *m = kit_bridge ();
  refuse_read (m, MM_EIO, "cannot read the folder");
  mm_weights *w = kit_weights (m, 12, (kit_ranges){ 2, 1, false });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);

  mm_module *kernel = kit_change_layer (m, 2, (mm_layer_info){ MM_KIND_CONV, 3, 5, 1, 1, 1 });
  refuse_read (kernel, MM_EPARSE, "F3.npy: the array has shape");
  mm_module *groups = kit_change_layer (m, 2, (mm_layer_info){ MM_KIND_CONV, 0, 0, 1, 1, 2 });
  refuse_read (groups, MM_EUNSUPPORTED, "the module has 2 groups at layer F3: only layers of one group");
  mm_module *pool = kit_change_layer (m, 2, (mm_layer_info){ MM_KIND_AVGPOOL, 0, 0, 1, 1, 1 });
  refuse_read (pool, MM_EUNSUPPORTED, "layer F3 is neither");

  const double wrong[9] = { 0 };
  cr_assert_eq (mm_npy_write_vector (inside ("child/F2.bias.npy"), wrong, 9, MM_F32, NULL), MM_OK);
  refuse_read (m, MM_EPARSE, "F2.bias.npy: the array is no vector");
  unlink (inside ("child/F2.bias.npy"));
  cr_assert_eq (mm_npy_write_vector (inside ("child/F2.bn.npy"), wrong, 9, MM_F32, NULL), MM_OK);
  refuse_read (m, MM_EPARSE, "F2.bn.npy: the array is no normalisation");
  unlink (inside ("child/F2.bn.npy"));
  make_file (inside ("child/F2.npy"));
  refuse_read (m, MM_EPARSE, "F2.npy: not a .npy file");
  unlink (inside ("child/F2.npy"));
  refuse_read (m, MM_EPARSE, "F2.npy is missing");
  mm_weights_free (w);
  mm_module_free (m);
  mm_module_free (kernel);
  mm_module_free (groups);
  mm_module_free (pool);
}

Test (folder, channels_that_the_module_states_must_be_those_of_the_files)
{
  mm_module *m = kit_module ("s-t"), *stated;
  mm_weights *w = kit_weights (m, 13, (kit_ranges){ 2, 1, false });
  cr_assert_eq (mm_weights_write (w, inside ("child"), MM_F64, false, NULL), MM_OK);
  mm_builder *b = mm_builder_new ();
  mm_builder_add_blob (b, "s", NULL);
  mm_builder_add_blob (b, "t", NULL);
  mm_builder_add_layer (b, 0, 1, NULL, NULL);
  mm_builder_set_blob (b, 0, &(mm_blob_info){ .channels = 7 });
  cr_assert_eq (mm_builder_finish (b, &stated, NULL), MM_OK);
  refuse_read (stated, MM_EPARSE, ", 7, 1, 1)");
  mm_builder_free (b);
  mm_weights_free (w);
  mm_module_free (m);
  mm_module_free (stated);
}
