/* tests/test_dot_read.c: DOT files, ours and those of other programs.  */
#include <criterion/criterion.h>
#include <string.h>

#include "graph/read.h"
#include "graph/text.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (dot_read, .fini = no_leaks);

static mm_module *
read_text (const char *text)
{
  mm_module *m = NULL;
  mm_error err;
  cr_assert_eq (mm_read_dot (text, strlen (text), "test.dot", &m, &err), MM_OK, "%s: line %d: %s", text, (int) err.line,
                err.text);
  cr_assert_null (mm_module_defect (m));
  return m;
}

Test (dot_read, the_example_of_the_manual_is_a_bridge)
{
  mm_module *m = read_text ("digraph bridge {\n"
                            "  graph [padding=same];\n"
                            "  node [channels=64];  edge [kernel=3];\n"
                            "  s -> a [key=F1];  s -> b [key=F2, kernel=\"1x3\"];  a -> b [key=F3];\n"
                            "  a -> t [key=F4, stride=1, groups=1];  b -> t [key=F5];\n"
                            "}\n");
  char buffer[MM_NAME_BUFFER];
  cr_expect_eq (mm_module_blobs (m), 4);
  cr_expect_eq (mm_module_layers (m), 5);
  cr_expect_str_eq (mm_module_name (m), "bridge");
  cr_expect_str_eq (mm_module_blob_name (m, mm_module_source (m), buffer), "s");
  cr_expect_str_eq (mm_module_blob_name (m, mm_module_sink (m), buffer), "t");
  cr_expect_str_eq (mm_module_layer_name (m, 1, buffer), "F2");
  cr_expect_eq (mm_module_layer_info (m, 1).kernel_h, 1);
  cr_expect_eq (mm_module_layer_info (m, 1).kernel_w, 3);
  cr_expect_eq (mm_module_layer_info (m, 0).kernel_h, 3);
  cr_expect_eq (mm_module_blob_info (m, 2).channels, 64);
  mm_module_free (m);
}
