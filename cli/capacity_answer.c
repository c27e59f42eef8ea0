/* cli/capacity_answer.c: whether a module can hold a convolution, in words and as JSON.  */
#include "cli/assume.h"
#include "cli/cli.h"
#include "cli/feasibility.h"
#include "cli/json.h"
#include "cli/ranks.h"
#include "cli/report.h"
#include "numeric/morph.h"

/* ---- hubs -------------------------------------------------------------------- */

/* The hubs in use: the single one, or all at whose layers something starts, in topological order.  */
static bool
is_hub (const mm_module *m, const cli_capacity *c, mm_blob v)
{
  return c->tried ? mm_hubs_carry (m, &c->plan, v) : c->f.route.hub == v;
}

/* ---- answers ----------------------------------------------------------------- */

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
  if (f->criterion != MM_CRITERION_T1) /* the one condition of 1x1 goes without saying */
    printf ("; condition %s", mm_criterion_name (f->criterion));
  fputs (")\n", stdout);
}

static bool
some_kernel_covers (const mm_module *m, const mm_demand *d)
{
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    if (mm_module_layer_info (m, e).kernel_h >= d->kh && mm_module_layer_info (m, e).kernel_w >= d->kw)
      return true;
  return false;
}

enum { REASON = 512 };

/* Why no added channels are known to do.  */
static const char *
no_repair_reason (const mm_module *m, const cli_capacity *c, char out[REASON])
{
  const mm_feasibility *f = &c->f;
  if (f->kernels_too_small)
    snprintf (out, REASON, "the longest paths reach %llux%llu, the kernel is %ux%u%s", (unsigned long long) f->reach_h,
              (unsigned long long) f->reach_w, f->demand.kh, f->demand.kw, f->criterion == MM_CRITERION_KERNEL ? "" : " (condition N2 (kernel))");
  else if (!some_kernel_covers (m, &f->demand))
    snprintf (out, REASON, "no layer's kernel covers %ux%u, as every plan of hubs asks for", f->demand.kh,
              f->demand.kw);
  else if (c->ended == MM_PLAN_OPEN)
    snprintf (out, REASON, "none was found before time was up; --time-limit allows more");
  else if (c->ended == MM_PLAN_TOO_LARGE)
    snprintf (out, REASON, "none was found; the integer program is too large for the solver's memory");
  else if (c->ended == MM_PLAN_NONE)
    snprintf (out, REASON, "no channels make a plan of hubs possible, says the solver");
  else
    snprintf (out, REASON, "none was found before the solver gave up");
  return out;
}

/* "(adds 57 parameters; not proved to be the cheapest, which adds 31 or more)" */
static void
put_price (const cli_capacity *c)
{
  static const char *const units[] = { "channel", "parameter", "multiply-accumulate" };
  if (!c->priced || (c->cheapest && c->price == CLI_PRICE_CHANNELS))
    return;
  char a[CLI_NUMBER], b[CLI_NUMBER];
  printf (" (adds %s %s%s", cli_amount (c->cost, a), units[c->price], cli_plural (c->cost));
  if (!c->cheapest)
    fputs ("; not proved to be the cheapest", stdout);
  if (!c->cheapest && c->least < UINT64_MAX)
    printf (", which adds %s or more", cli_amount (c->least, b));
  fputc (')', stdout);
}

static void
put_repair (const mm_module *m, const cli_capacity *c)
{
  const mm_feasibility *f = &c->f;
  const char *before = f->answer == MM_INFEASIBLE ? "repair: " : "it surely fits with ";
  char reason[REASON];
  for (uint32_t i = 0; i < f->repair_count; i++)
    {
      fputs (i ? ", " : before, stdout);
      put_blob (m, f->repair[i].blob);
      printf (" %u -> %u", mm_module_blob_info (m, f->repair[i].blob).channels, f->repair[i].capacity);
    }
  if (f->repair_count > 0)
    {
      put_price (c);
      fputc ('\n', stdout);
    }
  else
    printf ("no repair by channels: %s\n", no_repair_reason (m, c, reason));
}

static void
put_feasible (const mm_module *m, const cli_capacity *c)
{
  const char *before = c->tried ? ": feasible (hubs " : ": feasible (hub ";
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      if (!is_hub (m, c, v))
        continue;
      fputs (before, stdout);
      put_blob (m, v);
      before = ", ";
    }
  fputs (")\n", stdout);
}

/* What became of several hubs.  */
static const char *
several_reason (const cli_capacity *c)
{
  if (!c->tried)
    return "";
  switch (c->several)
    {
    case MM_PLAN_NONE: return "; several hubs cannot carry it either";
    case MM_PLAN_TOO_LARGE: return "; several hubs are an integer program too large for the solver's memory";
    case MM_PLAN_FAILED: return "; the solver gave up on several hubs";
    case MM_PLAN_OPEN:
    case MM_PLAN_FOUND: break;
    }
  return "; time was up before several hubs were ruled out";
}

/* Why there is no answer, and how far it is from one.  */
static const char *
undecided_reason (const mm_module *m, const cli_capacity *c, char out[REASON])
{
  const uint64_t gap = cli_channels_added (m, &c->f);
  const int used = snprintf (out, REASON, "%s%s", c->f.reason, several_reason (c));
  if (gap > 0)
    snprintf (out + used, REASON - (size_t) used, "; gap: at most %llu channel%s", (unsigned long long) gap,
              cli_plural (gap));
  return out;
}

static int
exit_status (const char *path, const cli_capacity *c)
{
  if (c->f.answer != MM_UNDECIDED)
    return c->f.answer == MM_FEASIBLE ? CLI_YES : CLI_NO;
  cli_complain_of (path, "whether it fits is not known: no condition decides this module%s",
                c->tried && c->several == MM_PLAN_OPEN ? " in time; --time-limit allows more" : "");
  return CLI_CANNOT;
}

int
cli_put_capacity (const char *path, const mm_module *m, const cli_capacity *c)
{
  char reason[REASON];
  cli_put_name (stdout, path);
  switch (c->f.answer)
    {
    case MM_FEASIBLE: put_feasible (m, c); break;
    case MM_INFEASIBLE: put_infeasible (m, &c->f); break;
    case MM_UNDECIDED: printf (": undecided (%s)\n", undecided_reason (m, c, reason)); break;
    }
  cli_put_ranks ("", &c->f.ranks);
  if (c->f.answer != MM_FEASIBLE)
    put_repair (m, c);
  if (c->certificate)
    {
      fputs ("certificate written to ", stdout);
      cli_put_name (stdout, c->certificate);
      fputc ('\n', stdout);
    }
  cli_put_assumptions (m);
  return exit_status (path, c);
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

static void
put_json_hubs (cli_json *j, const mm_module *m, const cli_capacity *c)
{
  char name[MM_NAME_BUFFER];
  if (!c->tried)
    {
      cli_json_text (j, "hub", mm_module_blob_name (m, c->f.route.hub, name));
      return;
    }
  cli_json_open (j, "hubs", '[');
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    if (is_hub (m, c, mm_module_order (m)[i]))
      cli_json_text (j, NULL, mm_module_blob_name (m, mm_module_order (m)[i], name));
  cli_json_close (j, ']');
}

int
cli_put_capacity_json (const char *path, const mm_module *m, const cli_capacity *c)
{
  static const char *const answers[] = { "feasible", "infeasible", "undecided" };
  const mm_feasibility *f = &c->f;
  char reason[REASON];
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", path);
  cli_json_text (&j, "answer", answers[f->answer]);
  if (f->answer == MM_FEASIBLE)
    put_json_hubs (&j, m, c);
  else
    cli_json_text (&j, "reason", f->answer == MM_UNDECIDED ? undecided_reason (m, c, reason) : f->reason);
  if (f->answer == MM_INFEASIBLE)
    {
      cli_json_text (&j, "condition", mm_criterion_name (f->criterion));
      cli_json_bool (&j, "kernels_too_small", f->kernels_too_small);
      cli_json_count (&j, "needed", f->needed);
      cli_json_count (&j, "have", f->have);
      put_json_blobs (&j, "cut", "capacity", m, f->cut, f->cut_count);
    }
  cli_json_ranks (&j, &f->ranks);
  if (f->answer != MM_FEASIBLE)
    put_json_blobs (&j, "repair", "channels", m, f->repair, f->repair_count);
  if (f->answer != MM_FEASIBLE && f->repair_count == 0)
    cli_json_text (&j, "no_repair", no_repair_reason (m, c, reason));
  if (c->priced && f->repair_count > 0)
    {
      static const char *const prices[] = { "channels", "params", "macs" };
      cli_json_text (&j, "price", prices[c->price]);
      cli_json_amount (&j, "added", c->cost);
      cli_json_bool (&j, "cheapest", c->cheapest);
    }
  if (c->certificate)
    cli_json_text (&j, "certificate", c->certificate);
  cli_json_assumptions (&j, m);
  cli_json_close (&j, '}');
  cli_json_end (&j);
  return exit_status (path, c);
}
