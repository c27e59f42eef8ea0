/* tests/test_weights.c: the weights of a module, in memory and as a folder.  */
#include <criterion/criterion.h>

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
