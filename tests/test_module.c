/* tests/test_module.c: building modules and refusing what is none.  */
#include <criterion/criterion.h>

#include "graph/builder.h"
#include "tests/kit.h"
#include "tests/leak.h"

TestSuite (module, .fini = no_leaks);

Test (module, bridge_has_its_ends_and_adjacency)
{
  mm_module *m = kit_bridge ();
  cr_assert_null (mm_module_defect (m));
  cr_assert_eq (mm_module_blobs (m), 4);
  cr_assert_eq (mm_module_layers (m), 5);
  cr_assert_eq (mm_module_source (m), mm_module_find_blob (m, "s"));
  cr_assert_eq (mm_module_sink (m), mm_module_find_blob (m, "t"));
  cr_assert_eq (mm_module_out (m, mm_module_source (m)).count, 2);
  mm_module_free (m);
}
