/* cli/feasibility.c: whether a module can hold a convolution, why not, and what would help.  */
#include "cli/feasibility.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "cli/report.h"

static void
put_blob (const mm_module *m, mm_blob v)
{
  char name[MM_NAME_BUFFER];
  cli_put_name (stdout, mm_module_blob_name (m, v, name));
}

/* "cut b 10 + d 5 = 15; deficit 1" */
static void
put_cut (const mm_module *m, const mm_feasibility *f)
{
  fputs ("; cut ", stdout);
  for (uint32_t i = 0; i < f->cut_count; i++)
    {
      fputs (i ? " + " : "", stdout);
      put_blob (m, f->cut[i].blob);
      printf (" %u", f->cut[i].capacity);
    }
  if (f->cut_count > 1)
    printf (" = %llu", (unsigned long long) f->have);
}

static void
put_infeasible (const mm_module *m, const mm_feasibility *f)
{
  fputs (": infeasible (", stdout);
  if (f->cut_count == 0)
    printf ("%s", f->reason);
  else
    {
      printf ("needs rank %llu", (unsigned long long) f->needed);
      put_cut (m, f);
      printf ("; deficit %llu", (unsigned long long) (f->needed - f->have));
    }
  if (strcmp (f->condition, "T1") != 0) /* the one condition of 1x1 goes without saying */
    printf ("; condition %s", f->condition);
  fputs (")\n", stdout);
}

static void
put_repair (const mm_module *m, const mm_feasibility *f)
{
  for (uint32_t i = 0; i < f->repair_count; i++)
    {
      fputs (i ? ", " : "repair: ", stdout);
      put_blob (m, f->repair[i].blob);
      printf (" %u -> %u", mm_module_blob_info (m, f->repair[i].blob).channels, f->repair[i].capacity);
    }
  if (f->repair_count > 0)
    fputc ('\n', stdout);
}

static int
exit_status (const char *path, const mm_feasibility *f)
{
  if (f->answer != MM_UNDECIDED)
    return f->answer == MM_FEASIBLE ? CLI_YES : CLI_NO;
  cli_complain ("%s: no condition decides this module; more channels or larger kernels would", path);
  return CLI_CANNOT;
}

int
cli_put_feasibility (const char *path, const mm_module *m, const mm_feasibility *f)
{
  cli_put_name (stdout, path);
  switch (f->answer)
    {
    case MM_FEASIBLE:
      fputs (": feasible (hub ", stdout);
      put_blob (m, f->route.hub);
      fputs (")\n", stdout);
      break;
    case MM_INFEASIBLE: put_infeasible (m, f); break;
    case MM_UNDECIDED: printf (": undecided (%s)\n", f->reason); break;
    }
  put_repair (m, f);
  return exit_status (path, f);
}

static void
put_json_blobs (cli_json *j, const char *key, const char *value, const mm_module *m, const mm_cut_blob *blob,
                uint32_t count)
{
  char name[MM_NAME_BUFFER];
  cli_json_open (j, key, '[');
  for (uint32_t i = 0; i < count; i++)
    {
      cli_json_open (j, NULL, '{');
      cli_json_text (j, "blob", mm_module_blob_name (m, blob[i].blob, name));
      cli_json_count (j, value, blob[i].capacity);
      cli_json_close (j, '}');
    }
  cli_json_close (j, ']');
}

int
cli_put_feasibility_json (const char *path, const mm_module *m, const mm_feasibility *f)
{
  static const char *const answers[] = { "feasible", "infeasible", "undecided" };
  char name[MM_NAME_BUFFER];
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", path);
  cli_json_text (&j, "answer", answers[f->answer]);
  if (f->answer == MM_FEASIBLE)
    cli_json_text (&j, "hub", mm_module_blob_name (m, f->route.hub, name));
  else
    cli_json_text (&j, "reason", f->reason);
  if (f->answer == MM_INFEASIBLE)
    {
      cli_json_text (&j, "condition", f->condition);
      cli_json_count (&j, "needed", f->needed);
      cli_json_count (&j, "have", f->have);
      put_json_blobs (&j, "cut", "capacity", m, f->cut, f->cut_count);
    }
  if (f->answer != MM_FEASIBLE)
    put_json_blobs (&j, "repair", "channels", m, f->repair, f->repair_count);
  cli_json_close (&j, '}');
  cli_json_end (&j);
  return exit_status (path, f);
}
