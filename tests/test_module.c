/* tests/test_module.c: what a module is, and refusing what is none, in so many words.  */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "graph/builder.h"
#include "graph/module_i.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (module, .fini = no_leaks);

/* A builder from words like "s-a a-t": a blob is named by its word and stands in the line of
   the word, as does the layer.  A word without "-" adds a blob only.  */
static mm_builder *
built (const char *layers)
{
  mm_builder *b = mm_builder_new ();
  char copy[512], names[32][128], *rest = NULL;
  mm_blob count = 0;
  uint32_t line = 1;
  strcpy (copy, layers);
  for (char *word = strtok_r (copy, " ", &rest); word; word = strtok_r (NULL, " ", &rest), line++)
    {
      mm_blob end[2] = { MM_NONE, MM_NONE };
      char *part[2] = { word, strchr (word, '-') };
      if (part[1])
        *part[1]++ = '\0';
      for (int i = 0; i < 2 && part[i]; i++)
        {
          for (mm_blob v = 0; v < count; v++)
            if (!strcmp (names[v], part[i]))
              end[i] = v;
          if (end[i] != MM_NONE)
            continue;
          strcpy (names[count], part[i]);
          cr_assert_eq (mm_builder_add_blob (b, part[i], &end[i]), MM_OK);
          cr_assert_eq (mm_builder_set_blob_line (b, end[i], line), MM_OK);
          count++;
        }
      mm_layer e;
      if (part[1])
        {
          cr_assert_eq (mm_builder_add_layer (b, end[0], end[1], NULL, &e), MM_OK);
          cr_assert_eq (mm_builder_set_layer_line (b, e, line), MM_OK);
        }
    }
  return b;
}

/* Expect a refusal, word by word.  Frees b.  */
static void
refuse (mm_builder *b, mm_flaw flaw, uint64_t line, const char *text)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  mm_status s = mm_builder_finish (b, &m, &err);
  cr_assert_eq (s, MM_ENOTMODULE, "%s: %s", text, mm_status_text (s));
  cr_assert_eq (err.status, s);
  cr_assert_str_eq (err.text, text);
  cr_assert_eq (err.flaw, flaw, "%s: %s", text, mm_flaw_name (err.flaw));
  cr_assert_eq (err.line, line, "%s: line %d", text, (int) err.line);
  cr_assert_null (m);
  cr_assert_eq (mm_builder_finish (b, &m, NULL), MM_ENOTMODULE, "the builder is as it was");
  mm_builder_free (b);
}

Test (module, bridge_has_its_ends_and_adjacency)
{
  mm_module *m = kit_bridge ();
  cr_assert_null (mm_module_defect (m));
  cr_assert_eq (mm_module_blobs (m), 4);
  cr_assert_eq (mm_module_layers (m), 5);
  mm_blob s = mm_module_find_blob (m, "s"), a = mm_module_find_blob (m, "a");
  cr_assert_eq (mm_module_source (m), s);
  cr_assert_eq (mm_module_sink (m), mm_module_find_blob (m, "t"));
  cr_assert_eq (mm_module_find_blob (m, "x"), MM_NONE);
  mm_handles out = mm_module_out (m, a), in = mm_module_in (m, s);
  cr_assert_eq (out.count, 2);
  cr_assert_eq (out.at[0], 2);
  cr_assert_eq (out.at[1], 3);
  cr_assert_eq (in.count, 0);
  mm_module_free (m);
}

Test (module, no_layer_is_no_module)
{
  refuse (built (""), MM_FLAW_NO_LAYER, 0, "not a module: there is no layer");
  refuse (built ("a b"), MM_FLAW_NO_LAYER, 0, "not a module: there is no layer");
}

Test (module, a_self_loop_is_named_with_its_layer)
{
  refuse (built ("s-t a-a"), MM_FLAW_SELF_LOOP, 2, "not a module: layer F2 is a self-loop at blob a; blob a is isolated: no other layer touches it; "
          "remove the self-loop; remove the isolated blob or join it by layers");
}

Test (module, an_isolated_blob_is_named)
{
  refuse (built ("s-t lonely"), MM_FLAW_ISOLATED, 2, "not a module: blob lonely is isolated: no layer touches it; remove the isolated blob or join it by layers");
  refuse (built ("s-a a-t b c d e f g"), MM_FLAW_ISOLATED, 3, "not a module: 6 blobs are isolated (no layer touches them): b, c, d, e, f, g; "
          "remove the isolated blobs or join them by layers");
}

Test (module, a_cycle_is_named_along_its_layers_and_at_the_line_that_closes_it)
{
  refuse (built ("s-a a-b b-c c-a c-t"), MM_FLAW_CYCLE, 4,
          "not a module: there is a cycle of 3 blobs: a -> b -> c -> a; remove or turn a layer of the cycle");
  refuse (built ("s-a b-a a-b b-t"), MM_FLAW_CYCLE, 3,
          "not a module: there is a cycle of 2 blobs: a -> b -> a; remove or turn a layer of the cycle");
}

Test (module, a_cycle_is_found_behind_which_everything_hangs)
{
  /* Blobs behind the cycle are left over as well, but are not on it.  */
  refuse (built ("x-y y-z z-t a-b b-a b-x s-a"), MM_FLAW_CYCLE, 5,
          "not a module: there is a cycle of 2 blobs: b -> a -> b; remove or turn a layer of the cycle");
}

Test (module, a_long_cycle_is_cut)
{
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blobs (b, 1000), MM_OK);
  for (mm_blob v = 0; v < 1000; v++)
    cr_assert_eq (mm_builder_add_layer (b, v, (v + 1) % 1000, NULL, NULL), MM_OK);
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  cr_assert_eq (strncmp (err.text, "not a module: there is a cycle of 1000 blobs: 0 -> 1 -> 2 -> ", 60), 0, "%s", err.text);
  cr_assert_not_null (strstr (err.text, " -> 19 -> … -> 0; remove or turn"), "%s", err.text);
  mm_builder_free (b);
}

Test (module, extra_sources_and_sinks_are_all_named)
{
  refuse (built ("s-t x-t y-t"), MM_FLAW_SOURCES, 2, "not a module: there are 3 sources (blobs without a layer in): s, x, y; "
          "add a blob with a layer to each source");
  refuse (built ("s-t s-x s-y"), MM_FLAW_SINKS, 2, "not a module: there are 3 sinks (blobs without a layer out): t, x, y; "
          "add a blob with a layer from each sink");
}

Test (module, the_line_is_that_of_an_end_that_was_not_declared)
{
  mm_builder *b = built ("x-t s-t");
  mm_builder_set_terminals (b, 2, MM_NONE);
  refuse (b, MM_FLAW_SOURCES, 1, "not a module: there are 2 sources (blobs without a layer in): x, s; "
          "remove all sources but the declared s");
}

Test (module, declared_ends_are_checked)
{
  mm_builder *b = built ("s-a a-t");
  mm_builder_set_terminals (b, 1, MM_NONE);
  refuse (b, MM_FLAW_TERMINALS, 0, "not a module: blob a is declared to be the source, but the source is s");
  b = built ("s-a a-t");
  mm_builder_set_terminals (b, 0, 1);
  refuse (b, MM_FLAW_TERMINALS, 0, "not a module: blob a is declared to be the sink, but the sink is t");
  b = built ("s-a a-t");
  mm_builder_set_terminals (b, 0, 3);
  refuse (b, MM_FLAW_RANGE, 0, "not a module: blob 3, declared to be the sink, is not there");
}

Test (module, long_names_are_cut_between_characters)
{
  mm_builder *b = mm_builder_new ();
  char name[400] = "";
  while (strlen (name) < 300)
    strcat (name, "é");
  mm_blob v;
  cr_assert_eq (mm_builder_add_blob (b, name, &v), MM_OK);
  cr_assert_eq (mm_builder_add_layer (b, v, v, name, NULL), MM_OK);
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  char shown[100] = "", expected[400];
  while (strlen (shown) < 92)
    strcat (shown, "é");
  snprintf (expected, sizeof expected, "not a module: layer %s… is a self-loop at blob %s…; ", shown, shown);
  cr_assert_eq (strncmp (err.text, expected, strlen (expected)), 0, "%s", err.text);
  mm_builder_free (b);
}

Test (module, many_long_names_still_make_one_sentence)
{
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blob (b, "t", NULL), MM_OK);
  for (int i = 0; i < 40; i++)
    {
      char name[40];
      snprintf (name, sizeof name, "a_rather_long_name_of_a_source_%d", i);
      cr_assert_eq (mm_builder_add_blob (b, name, NULL), MM_OK);
      cr_assert_eq (mm_builder_add_layer (b, (mm_blob) i + 1, 0, NULL, NULL), MM_OK);
    }
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  cr_assert (strstr (err.text, "there are 40 sources"), "%s", err.text);
  cr_assert (strstr (err.text, "a_rather_long_name_of_a_source_8 and 31 more; add a blob"), "%s", err.text);
  mm_builder_free (b);
}

Test (module, random_modules_keep_every_promise)
{
  for (uint64_t seed = 1; seed <= 300; seed++)
    {
      mm_module *m = seed % 2 ? kit_random_dag (seed, 3 + (uint32_t) seed, (uint32_t) (3 * seed))
                              : kit_random_bridged (seed, (uint32_t) (2 * seed), (uint32_t) (seed % 7));
      const char *defect = mm_module_defect (m);
      cr_assert_null (defect, "seed %d: %s", (int) seed, defect);
      mm_module_free (m);
    }
}

/* ---- defects ---------------------------------------------------------------- */

/* Break one thing in a bridge and expect the defect to be named; put it back.  */
static void
expect_defect (mm_module *m, uint32_t *at, uint32_t value, const char *words)
{
  const uint32_t kept = *at;
  *at = value;
  const char *defect = mm_module_defect (m);
  cr_assert (defect && strstr (defect, words), "%s: %s", words, defect ? defect : "nothing");
  *at = kept;
  cr_assert_null (mm_module_defect (m));
}

Test (module, every_defect_is_noticed)
{
  mm_module *m = kit_bridge ();
  expect_defect (m, &m->table.blobs, 1, "at least two blobs");
  expect_defect (m, &m->table.layers, 0, "at least two blobs");
  expect_defect (m, &m->table.head[1], 9, "ends outside");
  expect_defect (m, &m->out_start[0], 1, "wrong length");
  expect_defect (m, &m->in_start[4], 4, "wrong length");
  expect_defect (m, &m->out[0], m->out[4], "wrong blob");
  expect_defect (m, &m->out[1], m->out[0], "out of order");
  expect_defect (m, &m->in_start[2], 900, "wrong length");
  expect_defect (m, &m->table.source, 1, "source");
  expect_defect (m, &m->table.sink, 1, "sink");
  expect_defect (m, &m->order[0], m->order[1], "order");
  expect_defect (m, &m->order[1], m->order[2], "order");
  expect_defect (m, &m->order[1], 77, "order");
  /* a and b swapped: a permutation, but a -> b points backward.  */
  const uint32_t first = m->order[1], second = m->order[2];
  m->order[1] = second;
  m->order[2] = first;
  cr_assert (strstr (mm_module_defect (m), "backward"));
  m->order[1] = first;
  m->order[2] = second;
  cr_assert_null (mm_module_defect (m));
  mm_module_free (m);
}
