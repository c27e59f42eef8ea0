/* tests/test_moved.c: where the other part of the program is looked for.  */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/moved.h"
#include "tests/leak.h"

TestSuite (moved, .fini = no_leaks);

static void
expect (const char *program, const char *bin, const char *folder, const char *wanted)
{
  char *moved = cli_moved (program, bin, folder);
  cr_assert_not_null (moved);
  cr_expect_str_eq (moved, wanted, "%s configured for %s and %s: %s, not %s", program, bin, folder, moved, wanted);
  free (moved);
}

Test (moved, is_where_it_was_configured_to_be)
{
  expect ("/usr/local/bin/modmorph", "/usr/local/bin", "/usr/local/libexec/modmorph", "/usr/local/libexec/modmorph");
  expect ("/usr/bin/modmorph", "/usr/bin", "/usr/lib/x86_64-linux-gnu/modmorph", "/usr/lib/x86_64-linux-gnu/modmorph");
}

Test (moved, moves_with_the_program)
{
  expect ("/opt/x y/bin/modmorph", "/usr/local/bin", "/usr/local/libexec/modmorph", "/opt/x y/libexec/modmorph");
  expect ("/bin/modmorph", "/usr/local/bin", "/usr/local/libexec/modmorph", "/libexec/modmorph");
  expect ("/stage/usr/bin/modmorph", "/usr/bin", "/opt/parts", "/stage/opt/parts");
}

Test (moved, is_found_when_the_folders_share_only_the_start_of_a_name)
{
  expect ("/a/usr/bin/modmorph", "/usr/bin", "/usr/binary/modmorph", "/a/usr/binary/modmorph");
  expect ("/a/usr/binary/modmorph", "/usr/binary", "/usr/bin", "/a/usr/bin");
}

Test (moved, may_lie_in_the_folder_of_the_program_or_below_it)
{
  expect ("/a/bin/modmorph", "/usr/bin", "/usr/bin", "/a/bin");
  expect ("/a/bin/modmorph", "/usr/bin", "/usr/bin/parts", "/a/bin/parts");
  expect ("/a/bin/modmorph", "/bin", "/bin/.libs", "/a/bin/.libs");
}

Test (moved, does_not_mind_doubled_slashes_and_ends)
{
  expect ("/a/bin/modmorph", "/usr//bin/", "/usr//libexec/modmorph", "/a/libexec/modmorph");
  expect ("/a/bin/modmorph", "//bin", "//libexec/modmorph", "/a/libexec/modmorph");
}

Test (moved, stops_at_the_root_when_the_program_is_not_as_deep)
{
  expect ("/modmorph", "/usr/local/bin", "/usr/local/libexec/modmorph", "/libexec/modmorph");
}
