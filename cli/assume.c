/* cli/assume.c: what a promise about weights takes for granted.  */
#include "cli/assume.h"

#include <stdio.h>

#include "cli/report.h"

/* How many blobs are named before the rest is only counted.  */
enum { NAMED = 6 };

static bool
is_assumed (const mm_module *m, mm_blob v)
{
  const mm_blob_info info = mm_module_blob_info (m, v);
  return info.activation || info.norm;
}

void
cli_put_assumptions (const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  uint32_t count = 0;
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, v) && count++ < NAMED)
      {
        fputs (count == 1 ? "  assumes   that activation and norm are the identity at " : ", ", stdout);
        cli_put_name (stdout, mm_module_blob_name (m, v, name));
      }
  if (count > NAMED)
    printf (" and %u more", count - NAMED);
  if (count > 0)
    puts ("\n            (a PReLU of slope 1, a batch norm with gamma = sqrt (var + eps), beta = mean)");
}

void
cli_json_assumptions (cli_json *j, const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  cli_json_open (j, "assumes_identity", '[');
  for (mm_blob v = 0; v < mm_module_blobs (m); v++)
    if (is_assumed (m, v))
      cli_json_text (j, NULL, mm_module_blob_name (m, v, name));
  cli_json_close (j, ']');
}
