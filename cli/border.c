/* cli/border.c: why a module and its fold differ at the border of images.  */
#include "cli/border.h"

#include <inttypes.h>

#include "cli/report.h"

/* How many reasons are named before the rest is only counted.  */
enum { NAMED = 6 };

static void
put_blob (const mm_module *m, mm_blob v)
{
  char name[MM_NAME_BUFFER];
  fputs (" at blob ", stdout);
  cli_put_name (stdout, mm_module_blob_name (m, v, name));
}

void
cli_put_border_reasons (const mm_module *m, const mm_promise *p)
{
  uint32_t count = 0;
  for (uint32_t i = 0; i < p->reason_count; i++)
    {
      const mm_promise_reason *r = &p->reasons[i];
      if (r->bias && count++ < NAMED)
        {
          fputs (count > 1 ? "; inner bias" : "inner bias", stdout);
          put_blob (m, r->blob);
        }
      if (r->kernel && count++ < NAMED)
        {
          printf ("%s%" PRIu32 "x%" PRIu32 " after %" PRIu32 "x%" PRIu32, count > 1 ? "; " : "", r->behind_h, r->behind_w,
                  r->before_h, r->before_w);
          put_blob (m, r->blob);
        }
    }
  if (count > NAMED)
    printf (" and %" PRIu32 " more", count - NAMED);
}

static void
json_blobs (cli_json *j, const char *key, const mm_module *m, const mm_promise *p, bool bias)
{
  char name[MM_NAME_BUFFER];
  cli_json_open (j, key, '[');
  for (uint32_t i = 0; i < p->reason_count; i++)
    if (bias ? p->reasons[i].bias : p->reasons[i].kernel)
      cli_json_text (j, NULL, mm_module_blob_name (m, p->reasons[i].blob, name));
  cli_json_close (j, ']');
}

void
cli_json_border_reasons (cli_json *j, const mm_module *m, const mm_promise *p)
{
  json_blobs (j, "inner_biases", m, p, true);
  json_blobs (j, "inner_kernels", m, p, false);
}
