/* tests/test_layer_names.c: every layer has a name that no other layer has.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/read.h"
#include "graph/write.h"
#include "tests/failing.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (layer_names, .fini = no_leaks);

enum { MOST = 40 };

/* A row of layers with these names; NULL: none.  */
static mm_module *
row (uint32_t count, const char *const *names, mm_status *status)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  mm_status s = b ? mm_builder_add_blobs (b, count + 1) : MM_ENOMEM;
  for (uint32_t i = 0; i < count && !s; i++)
    s = mm_builder_add_layer (b, i, i + 1, names[i], NULL);
  if (!s)
    s = mm_builder_finish (b, &m, NULL);
  mm_builder_free (b);
  *status = s;
  return m;
}

static void
expect_names (uint32_t count, const char *const *given, const char *const *shown)
{
  mm_status s;
  mm_module *m = row (count, given, &s);
  cr_assert_eq (s, MM_OK);
  for (mm_layer e = 0; e < count; e++)
    {
      char buffer[MM_NAME_BUFFER], place[MM_NAME_BUFFER];
      snprintf (place, sizeof place, "F%u", e + 1);
      cr_expect_str_eq (mm_module_layer_name (m, e, buffer), shown[e], "layer %u", e);
      cr_expect_str_eq (mm_module_layer_given_name (m, e, buffer), given[e] ? given[e] : place, "layer %u", e);
      cr_expect_eq (mm_module_layer_is_named (m, e), given[e] != NULL);
    }
  mm_module_free (m);
}

#define EXPECT_NAMES(given, shown) expect_names (sizeof (given) / sizeof *(given), given, shown)

Test (layer_names, repeated_labels_are_numbered_in_the_order_of_the_file)
{
  static const char *const given[] = { "conv3x3", "pool", "conv3x3", "conv3x3", NULL };
  static const char *const shown[] = { "conv3x3", "pool", "conv3x3_2", "conv3x3_3", "F5" };
  EXPECT_NAMES (given, shown);
}

Test (layer_names, a_number_that_makes_a_given_name_is_passed_over)
{
  static const char *const given[] = { "a", "a_3", "a", "a", "a_2", "a_2" };
  static const char *const shown[] = { "a", "a_3", "a_4", "a_5", "a_2", "a_2_2" };
  EXPECT_NAMES (given, shown);
}

Test (layer_names, a_layer_without_a_name_gives_way_to_a_given_one)
{
  static const char *const given[] = { "F2", NULL, "F1" }; /* graph/c11 */
  static const char *const shown[] = { "F2", "F2_2", "F1" };
  EXPECT_NAMES (given, shown);
  static const char *const twice[] = { "F3", "F3", NULL, "F3_2", "F03", "F0", "F4294967297", "F", NULL };
  static const char *const apart[] = { "F3", "F3_3", "F3_4", "F3_2", "F03", "F0", "F4294967297", "F", "F9" };
  EXPECT_NAMES (twice, apart);
}

Test (layer_names, names_that_are_unique_stay_as_they_are)
{
  static const char *const given[] = { "F4", "F1_2", "", "a_2", "F1_2_2", NULL };
  static const char *const shown[] = { "F4", "F1_2", "", "a_2", "F1_2_2", "F6" };
  EXPECT_NAMES (given, shown);
  static const char *const empty[] = { "", "", "_2" };
  static const char *const told[] = { "", "_3", "_2" };
  EXPECT_NAMES (empty, told);
}

/* The rule as the header has it, one layer at a time.  */
static void
oracle (uint32_t count, const char *const *given, char (*shown)[80])
{
  for (uint32_t pass = 0; pass < 2; pass++) /* given names before names by place */
    for (uint32_t e = 0; e < count; e++)
      {
        if ((given[e] == NULL) != (pass == 1))
          continue;
        char wanted[64];
        snprintf (wanted, sizeof wanted, "F%u", e + 1);
        if (given[e])
          snprintf (wanted, sizeof wanted, "%s", given[e]);
        bool first = true;
        for (uint32_t d = 0; d < count; d++)
          first = first && !(given[d] && !strcmp (given[d], wanted) && (pass == 1 || d < e));
        strcpy (shown[e], wanted);
        for (int number = 2; !first; number++)
          {
            snprintf (shown[e], sizeof shown[e], "%s_%d", wanted, number);
            bool taken = false;
            for (uint32_t d = 0; d < count; d++)
              taken = taken || (given[d] && !strcmp (given[d], shown[e]))
                      || (d != e && (pass == 1 ? given[d] != NULL : given[d] && d < e) && !strcmp (shown[d], shown[e]));
            if (!taken)
              break;
          }
      }
}

Test (layer_names, random_names_that_clash_in_every_way_come_out_different_and_by_the_rule)
{
  static const char *const stems[] = { "F1", "F2", "F3", "F7", "F2_2", "F2_3", "conv", "conv_2", "conv_2_2", "conv_3",
                                       "", "_2", "a b", "F", "G", "conv_02" };
  for (uint64_t seed = 0; seed < 3000; seed++)
    {
      uint64_t state = seed;
      const uint32_t count = 1 + kit_below (&state, MOST), variety = 1 + kit_below (&state, sizeof stems / sizeof *stems);
      const char *given[MOST];
      static char shown[MOST][80];
      for (uint32_t e = 0; e < count; e++)
        {
          const uint32_t which = kit_below (&state, variety + 2);
          given[e] = which < variety ? stems[which] : NULL;
        }
      mm_status s;
      mm_module *m = row (count, given, &s);
      cr_assert_eq (s, MM_OK);
      oracle (count, given, shown);
      for (mm_layer e = 0; e < count; e++)
        {
          char one[MM_NAME_BUFFER], two[MM_NAME_BUFFER];
          const char *name = mm_module_layer_name (m, e, one);
          cr_assert_str_eq (name, shown[e], "seed %d, layer %u", (int) seed, e);
          for (mm_layer d = 0; d < e; d++)
            cr_assert_str_neq (name, mm_module_layer_name (m, d, two), "seed %d, layers %u and %u", (int) seed, d, e);
        }
      mm_module_free (m);
    }
}

Test (layer_names, files_get_the_names_that_were_given)
{
  static const char text[] = "digraph { s -> a [label=conv]; a -> t [label=conv]; s -> t [label=conv]; s -> t [label=conv]; }";
  mm_module *m;
  cr_assert_eq (mm_read_dot (text, strlen (text), NULL, &m, NULL), MM_OK);
  char *written = NULL, buffer[MM_NAME_BUFFER];
  size_t length;
  FILE *out = open_memstream (&written, &length);
  cr_assert_eq (mm_write_dot (m, NULL, out), MM_OK);
  fclose (out);
  cr_expect_null (strstr (written, "conv_"), "%s", written);
  cr_expect_str_eq (mm_module_layer_name (m, 3, buffer), "conv_4");
  free (written);
  mm_module_free (m);
}

Test (layer_names, three_hundred_thousand_layers_of_one_name_are_told_apart_at_once)
{
  enum { MANY = 300000 };
  const char **names = malloc (MANY * sizeof *names);
  for (uint32_t i = 0; i < MANY; i++)
    names[i] = "conv3x3";
  mm_status s;
  mm_module *m = row (MANY, names, &s);
  char buffer[MM_NAME_BUFFER];
  cr_assert_eq (s, MM_OK);
  cr_expect_str_eq (mm_module_layer_name (m, MANY - 1, buffer), "conv3x3_300000");
  mm_module_free (m);
  free (names);
}

Test (layer_names, memory_may_run_out_at_every_point)
{
  static const char *const names[] = { "conv", "conv", NULL, "F3", "conv_2", "conv" };
  long points = 0;
  for (bool happened = true; happened; points++)
    {
      mm_status s;
      failing_after (points);
      mm_module *m = row (6, names, &s);
      happened = failing_happened ();
      failing_after (-1);
      cr_assert_eq (s, happened ? MM_ENOMEM : MM_OK, "at point %ld", points);
      mm_module_free (m);
    }
  cr_expect_gt (points, 12);
}
