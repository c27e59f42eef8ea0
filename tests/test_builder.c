/* tests/test_builder.c: making modules.  */
#include <criterion/criterion.h>
#include <string.h>

#include "graph/builder.h"
#include "tests/leak.h"

TestSuite (builder, .fini = no_leaks);

static mm_module *
finish (mm_builder *b)
{
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_OK, "%s", err.text);
  cr_assert_null (mm_module_defect (m));
  return m;
}

/* A builder with so many nameless blobs.  */
static mm_builder *
with_blobs (uint32_t count)
{
  mm_builder *b = mm_builder_new ();
  cr_assert_eq (mm_builder_add_blobs (b, count), MM_OK);
  return b;
}

static void
add (mm_builder *b, mm_blob tail, mm_blob head)
{
  cr_assert_eq (mm_builder_add_layer (b, tail, head, NULL, NULL), MM_OK);
}

Test (builder, what_has_no_name_is_called_by_its_place)
{
  mm_builder *b = with_blobs (2);
  add (b, 0, 1);
  cr_assert_eq (mm_builder_add_layer (b, 0, 1, "wide", NULL), MM_OK);
  add (b, 0, 1);
  mm_module *m = finish (b);
  char buffer[MM_NAME_BUFFER];
  cr_assert_str_eq (mm_module_blob_name (m, 1, buffer), "1");
  cr_assert_str_eq (mm_module_layer_name (m, 0, buffer), "F1");
  cr_assert_str_eq (mm_module_layer_name (m, 1, buffer), "wide");
  cr_assert_str_eq (mm_module_layer_name (m, 2, buffer), "F3");
  cr_assert_not (mm_module_blob_is_named (m, 1));
  cr_assert (mm_module_layer_is_named (m, 1));
  cr_assert_not (mm_module_layer_is_named (m, 2));
  cr_assert_str_eq (mm_module_name (m), "");
  mm_builder_free (b);
  mm_module_free (m);
}

Test (builder, attributes_are_kept_and_have_defaults)
{
  mm_builder *b = with_blobs (2);
  add (b, 0, 1);
  add (b, 0, 1);
  char relu[] = "relu";
  const mm_blob_info blob = { .channels = 64, .activation = relu, .norm = NULL };
  const mm_layer_info layer = { MM_KIND_AVGPOOL, 3, 5, 2, 4, 8 };
  cr_assert_eq (mm_builder_set_blob (b, 1, &blob), MM_OK);
  cr_assert_eq (mm_builder_set_layer (b, 1, &layer), MM_OK);
  cr_assert_eq (mm_builder_set_name (b, "m"), MM_OK);
  mm_builder_set_padding (b, MM_PADDING_CIRCULAR);
  relu[0] = 'x'; /* strings were copied */
  mm_module *m = finish (b);
  mm_blob_info got = mm_module_blob_info (m, 1);
  cr_assert_eq (got.channels, 64);
  cr_assert_str_eq (got.activation, "relu");
  cr_assert_null (got.norm);
  got = mm_module_blob_info (m, 0);
  cr_assert (got.channels == 0 && !got.activation && !got.norm);
  mm_layer_info info = mm_module_layer_info (m, 1), plain = mm_module_layer_info (m, 0);
  cr_assert (info.kind == MM_KIND_AVGPOOL && info.kernel_h == 3 && info.kernel_w == 5);
  cr_assert (info.stride == 2 && info.dilation == 4 && info.groups == 8);
  cr_assert (plain.kind == MM_KIND_CONV && plain.kernel_h == 0 && plain.kernel_w == 0);
  cr_assert (plain.stride == 1 && plain.dilation == 1 && plain.groups == 1);
  cr_assert_eq (mm_module_padding (m), MM_PADDING_CIRCULAR);
  cr_assert_str_eq (mm_module_name (m), "m");
  mm_builder_free (b);
  mm_module_free (m);
}

Test (builder, arguments_are_checked)
{
  mm_builder *b = with_blobs (2);
  add (b, 0, 1);
  const mm_blob_info blob = { .channels = 1 };
  const mm_layer_info good = { MM_KIND_CONV, 3, 3, 1, 1, 1 };
  const mm_layer_info bad[] = { { MM_KIND_CONV, 2, 3, 1, 1, 1 }, { MM_KIND_CONV, 3, 4, 1, 1, 1 },
                                { MM_KIND_CONV, 0, 3, 1, 1, 1 }, { MM_KIND_CONV, 3, 0, 1, 1, 1 },
                                { MM_KIND_CONV, 3, 3, 0, 1, 1 }, { MM_KIND_CONV, 3, 3, 1, 0, 1 },
                                { MM_KIND_CONV, 3, 3, 1, 1, 0 } };
  cr_assert_eq (mm_builder_add_layer (b, 2, 0, NULL, NULL), MM_EINVAL);
  cr_assert_eq (mm_builder_add_layer (b, 0, MM_NONE, NULL, NULL), MM_EINVAL);
  cr_assert_eq (mm_builder_set_blob (b, 2, &blob), MM_EINVAL);
  cr_assert_eq (mm_builder_set_layer (b, 1, &good), MM_EINVAL);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    cr_assert_eq (mm_builder_set_layer (b, 0, &bad[i]), MM_EINVAL, "case %zu", i);
  cr_assert_eq (mm_builder_set_blob_line (b, 2, 1), MM_EINVAL);
  cr_assert_eq (mm_builder_set_layer_line (b, 1, 1), MM_EINVAL);
  mm_module *m = finish (b);
  cr_assert_eq (mm_module_layers (m), 1);
  mm_builder_free (b);
  mm_module_free (m);
}

Test (builder, handles_run_out_before_they_overflow)
{
  mm_builder *b = with_blobs (MM_NONE - 1);
  cr_assert_eq (mm_builder_add_blob (b, NULL, NULL), MM_ELIMIT);
  cr_assert_eq (mm_builder_add_blobs (b, 1), MM_ELIMIT);
  cr_assert_eq (mm_builder_reserve (b, 1, 0), MM_ELIMIT);
  cr_assert_eq (mm_builder_reserve (b, 0, MM_NONE), MM_ELIMIT);
  add (b, 0, MM_NONE - 2);
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  cr_assert_str_eq (err.text, "not a module: 4294967292 blobs are isolated (no layer touches them): 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "
                              "11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 4294967272 more; "
                              "remove the isolated blobs or join them by layers");
  mm_builder_free (b);
}

/* Two blobs of one name, given or made up.  */
static void
refuse_names (const char *first, const char *second, const char *text)
{
  mm_builder *b = mm_builder_new ();
  mm_module *m = NULL;
  mm_error err = { .text = "" };
  cr_assert_eq (mm_builder_add_blob (b, first, NULL), MM_OK);
  cr_assert_eq (mm_builder_add_blob (b, second, NULL), MM_OK);
  cr_assert_eq (mm_builder_set_blob_line (b, 0, 3), MM_OK);
  cr_assert_eq (mm_builder_set_blob_line (b, 1, 4), MM_OK);
  add (b, 0, 1);
  mm_status s = mm_builder_finish (b, &m, &err);
  if (text)
    {
      cr_assert_eq (s, MM_EPARSE);
      cr_assert_str_eq (err.text, text);
      cr_assert (err.line == (second ? 4 : 3));
    }
  else
    cr_assert_eq (s, MM_OK, "%s", err.text);
  mm_module_free (m);
  mm_builder_free (b);
}

Test (builder, blob_names_are_unique)
{
  refuse_names ("a", "a", "two blobs are called a");
  refuse_names ("1", NULL, "two blobs are called 1");
  refuse_names ("a", "b", NULL);
  refuse_names ("0", NULL, NULL);
  refuse_names ("01", NULL, NULL);
  refuse_names ("4294967297", NULL, NULL);
  refuse_names ("1", "0", NULL);
}

Test (builder, a_builder_can_be_used_again)
{
  mm_builder *b = mm_builder_new ();
  for (int round = 0; round < 4; round++)
    {
      mm_blob s, t;
      cr_assert_eq (mm_builder_add_blob (b, "s", &s), MM_OK);
      cr_assert_eq (mm_builder_add_blob (b, "t", &t), MM_OK);
      cr_assert_eq (s, 0);
      add (b, s, t);
      mm_builder_set_terminals (b, s, t);
      cr_assert_eq (mm_builder_set_layer_line (b, 0, 7), MM_OK);
      if (round % 2)
        {
          mm_builder_clear (b);
          continue;
        }
      mm_module *m = finish (b);
      cr_assert_eq (mm_module_layers (m), 1);
      mm_module_free (m);
    }
  mm_module *m;
  mm_error err;
  cr_assert_eq (mm_builder_finish (b, &m, &err), MM_ENOTMODULE);
  cr_assert_eq (err.flaw, MM_FLAW_NO_LAYER);
  mm_builder_free (b);
}

Test (builder, nothing_is_freed_without_harm)
{
  mm_builder_free (NULL);
  mm_module_free (NULL);
}
