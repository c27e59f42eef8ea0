/* tests/test_array.c: growing arrays, columns and text pools.  */
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>

#include "graph/array.h"
#include "graph/column.h"
#include "tests/failing.h"
#include "tests/leak.h"

TestSuite (array, .fini = no_leaks);

Test (array, grows_and_keeps_what_is_in_it)
{
  uint32_t *at = NULL;
  size_t capacity = 0, moves = 0;
  for (uint32_t i = 0; i < 100000; i++)
    {
      size_t before = capacity;
      cr_assert (mm_array_reserve (&at, &capacity, i + 1, sizeof *at));
      moves += capacity != before;
      at[i] = i;
    }
  for (uint32_t i = 0; i < 100000; i++)
    cr_assert_eq (at[i], i);
  cr_assert_lt (moves, 40, "%zu reallocations", moves);
  free (at);
}

Test (array, large_blocks_start_out_as_zeros)
{
  enum { MANY = 3 << 20 };
  uint32_t *at = mm_array_new (MANY, sizeof *at);
  cr_assert_not_null (at);
  uint32_t any = 0;
  for (size_t i = 0; i < MANY; i++)
    any |= at[i];
  cr_assert_eq (any, 0);
  free (at);
  at = mm_array_new (0, sizeof *at);
  cr_assert_not_null (at);
  free (at);
}

Test (array, sizes_that_overflow_are_out_of_memory)
{
  uint64_t *at = NULL;
  size_t capacity = 0;
  cr_assert_not (mm_array_reserve (&at, &capacity, SIZE_MAX / 4, sizeof *at));
  cr_assert_not (mm_array_reserve (&at, &capacity, SIZE_MAX, sizeof *at));
  cr_assert_eq (capacity, 0);
  cr_assert_null (at);
  cr_assert_null (mm_array_new (SIZE_MAX / 4, 8));
}

Test (array, running_out_of_memory_changes_nothing)
{
  char *at = NULL;
  size_t capacity = 0;
  cr_assert (mm_array_reserve (&at, &capacity, 10, 1));
  at[9] = 'x';
  failing_after (0);
  cr_assert_not (mm_array_reserve (&at, &capacity, 1000, 1));
  failing_after (-1);
  cr_assert_eq (capacity, 10);
  cr_assert_eq (at[9], 'x');
  free (at);
}

Test (array, a_column_stores_only_up_to_the_last_entry_that_was_set)
{
  static const uint32_t standard = 7;
  mm_column c = { .size = sizeof (uint32_t), .standard = &standard };
  cr_assert_eq (*(const uint32_t *) mm_column_at (&c, 1000000), 7);
  *(uint32_t *) mm_column_touch (&c, 3) = 1;
  cr_assert_eq (c.used, 4);
  for (size_t i = 0; i < 6; i++)
    cr_assert_eq (*(const uint32_t *) mm_column_at (&c, i), i == 3 ? 1 : 7);
  failing_after (0);
  cr_assert_null (mm_column_touch (&c, 5000));
  failing_after (-1);
  cr_assert_eq (c.used, 4);
  free (c.data);
}

Test (array, a_pool_gives_texts_back_by_their_offsets)
{
  mm_pool p = { .data = NULL };
  size_t a, b, empty, none;
  cr_assert (mm_pool_add (&p, "alpha", &a) && mm_pool_add (&p, "", &empty) && mm_pool_add (&p, NULL, &none)
             && mm_pool_add (&p, "beta", &b));
  cr_assert_str_eq (mm_pool_text (&p, a), "alpha");
  cr_assert_str_eq (mm_pool_text (&p, b), "beta");
  cr_assert_str_eq (mm_pool_text (&p, empty), "");
  cr_assert_null (mm_pool_text (&p, none));
  free (p.data);
}
