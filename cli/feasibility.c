/* cli/feasibility.c: whether a module can hold a convolution, and what would help; see also cli/capacity_answer.c.  */
#include "cli/feasibility.h"

#include <stdlib.h>

#include "cli/cli.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/resize.h"
#include "graph/array.h"
#include "graph/spell.h"
#include "prove/make.h"

/* ---- deciding ---------------------------------------------------------------- */

/* What deciding may take of the time, so that something is left for a repair.  */
static const double share_of_deciding = 0.75;

/* The plan of the hub that T3 (or T1) has found.  */
static mm_status
plan_hub (const mm_module *m, cli_capacity *c, mm_error *err)
{
  mm_planned answer;
  const mm_route *r = &c->f.route;
  return mm_capacity_single (m, &c->f.demand, r->hub, !r->out_hub, &answer, &c->plan, err);
}

static mm_status
plan_hubs (const mm_module *m, double seconds, cli_capacity *c, mm_error *err)
{
  const mm_status s = mm_capacity_plan (m, &c->f.demand, seconds, &c->several, &c->plan, err);
  c->tried = !s;
  if (!s && c->several == MM_PLAN_FOUND)
    c->f.answer = MM_FEASIBLE;
  return s;
}

mm_status
cli_capacity_decide (const mm_module *m, const mm_filter *parent, const mm_demand *demand, double seconds,
                     cli_capacity *c, mm_error *err)
{
  *c = (cli_capacity){ .tried = false };
  mm_status s = parent ? mm_feasible_parent (m, parent, &c->f, err) : mm_feasible (m, demand, 1.0, &c->f, err);
  if (!s && c->f.answer == MM_FEASIBLE)
    s = plan_hub (m, c, err);
  else if (!s && c->f.answer == MM_UNDECIDED)
    s = plan_hubs (m, share_of_deciding * seconds, c, err);
  if (s)
    cli_capacity_clear (c);
  return s;
}

void
cli_capacity_clear (cli_capacity *c)
{
  mm_feasibility_clear (&c->f);
  mm_hubs_clear (&c->plan);
  mm_hubs_clear (&c->repaired);
}

/* ---- repairs --------------------------------------------------------------------- */

/* The channels of all blobs after the repair at hand, of the ends those of the demand, whether the module says
   them or not; NULL: out of memory.  */
static uint32_t *
repaired_channels (const mm_module *m, const mm_feasibility *f)
{
  uint32_t *channels = mm_array_new (mm_module_blobs (m), sizeof *channels);
  for (mm_blob v = 0; channels && v < mm_module_blobs (m); v++)
    channels[v] = mm_module_blob_info (m, v).channels;
  for (uint32_t i = 0; channels && i < f->repair_count; i++)
    channels[f->repair[i].blob] = f->repair[i].capacity;
  if (channels)
    {
      channels[mm_module_source (m)] = f->demand.in;
      channels[mm_module_sink (m)] = f->demand.out;
    }
  return channels;
}

/* What was found, in the place of f's own repair.  */
static mm_status
take_repair (const mm_module *m, const mm_sized *z, mm_feasibility *f)
{
  mm_cut_blob *repair = mm_array_new (mm_module_blobs (m), sizeof *repair);
  if (!repair)
    return MM_ENOMEM;
  free (f->repair);
  f->repair = repair;
  f->repair_count = 0;
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      const bool end = v == mm_module_source (m) || v == mm_module_sink (m);
      if (!end && z->channels[v] > mm_module_blob_info (m, v).channels)
        f->repair[f->repair_count++] = (mm_cut_blob){ v, z->channels[v] };
    }
  return MM_OK;
}

uint64_t
cli_channels_added (const mm_module *m, const mm_feasibility *f)
{
  uint64_t sum = 0;
  for (uint32_t i = 0; i < f->repair_count; i++)
    sum += f->repair[i].capacity - mm_module_blob_info (m, f->repair[i].blob).channels;
  return sum;
}

/* How many channels every repair adds at least, whatever its plan: one widens the cut by one; with N3 by more.  */
static uint64_t
fewest_by_cut (const mm_feasibility *f)
{
  if (f->answer != MM_INFEASIBLE || f->cut_count == 0)
    return 0;
  return f->criterion == MM_CRITERION_INPUT || f->criterion == MM_CRITERION_OUTPUT ? 1 : f->needed - f->have;
}

mm_status
cli_capacity_repair (const mm_module *m, cli_capacity *c, cli_price price, uint64_t pixels, double seconds,
                     mm_error *err)
{
  const bool known = c->f.repair_count > 0;
  const uint64_t fewest = price == CLI_PRICE_CHANNELS ? fewest_by_cut (&c->f) : 0;
  /* For 1x1 kernels the fewest channels are a minimum cost flow (T1), which f has.  */
  const bool least = c->f.criterion == MM_CRITERION_T1 ? c->f.repair_is_least : cli_channels_added (m, &c->f) == fewest;
  const bool settled = price == CLI_PRICE_CHANNELS && known && least;
  mm_sized z;
  uint32_t *channels = repaired_channels (m, &c->f);
  if (!channels)
    return mm_fail_memory (err);
  mm_status s = mm_capacity_repair (m, &c->f.demand, price == CLI_PRICE_CHANNELS ? MM_PRICE_CHANNELS : MM_PRICE_PARAMETERS,
                                    known ? channels : NULL, settled ? 0 : seconds, &z, err);
  free (channels);
  if (s)
    return s;
  if (z.found)
    s = take_repair (m, &z, &c->f);
  c->priced = z.found;
  c->ended = z.ended;
  c->price = price;
  const uint64_t bound = z.bound > fewest ? z.bound : fewest;
  c->cheapest = settled || z.cheapest || (z.found && z.price < UINT64_MAX && z.price == bound);
  c->cost = cli_times (z.price, pixels);
  c->least = cli_times (bound, pixels);
  mm_hubs_clear (&c->repaired);
  c->repaired = z.plan;
  z.plan = (mm_hubs){ .count = 0 };
  mm_sized_clear (&z);
  return s ? mm_fail (err, s, 0, "%s", mm_status_text (s)) : MM_OK;
}

/* Whether the repaired module carries the demand: through one hub, or by the plan that came with the repair.  */
static mm_status
confirm (const mm_module *repaired, const cli_capacity *c, bool *ok, mm_error *err)
{
  mm_feasibility again;
  if (c->repaired.output)
    return mm_capacity_verify (repaired, &c->f.demand, &c->repaired, ok, err);
  const mm_status s = mm_feasible (repaired, &c->f.demand, 1.0, &again, err);
  *ok = !s && again.answer == MM_FEASIBLE;
  mm_feasibility_clear (&again);
  return s;
}

enum { PATH_SHOWN = 256 };

static bool
write_repaired (const mm_module *m, const cli_capacity *c, const char *path)
{
  char shown[PATH_SHOWN];
  mm_module *repaired = NULL;
  mm_error err = { .status = MM_OK };
  bool ok = false;
  uint32_t *channels = repaired_channels (m, &c->f);
  mm_status s = channels ? cli_resized (m, channels, NULL, &repaired, &err) : mm_fail_memory (&err);
  if (!s)
    s = confirm (repaired, c, &ok, &err);
  if (s)
    cli_failed (&err, path);
  else if (!ok)
    cli_complain ("%s is not written: the repaired module could not be shown to be feasible",
                  mm_spell_name (path, shown, sizeof shown));
  else
    ok = cli_write_module (path, repaired);
  free (channels);
  mm_module_free (repaired);
  return ok;
}

bool
cli_capacity_write_repair (const mm_module *m, const cli_capacity *c, const char *path)
{
  char shown[PATH_SHOWN];
  if (c->f.answer != MM_FEASIBLE && c->f.repair_count > 0)
    return write_repaired (m, c, path);
  cli_complain ("%s is not written: %s", mm_spell_name (path, shown, sizeof shown),
                c->f.answer == MM_FEASIBLE ? "the module needs no repair" : "no added channels are known to do");
  return true;
}

/* ---- certificates ------------------------------------------------------------- */

static mm_cert_condition
condition_of (const mm_feasibility *f)
{
  switch (f->criterion)
    {
    case MM_CRITERION_KERNEL: return MM_CERT_KERNEL;
    case MM_CRITERION_ROWS: return MM_CERT_ROWS;
    case MM_CRITERION_COLUMNS: return MM_CERT_COLUMNS;
    case MM_CRITERION_CORNER: return MM_CERT_CORNER;
    case MM_CRITERION_INPUT: return MM_CERT_INPUT;
    case MM_CRITERION_OUTPUT: return MM_CERT_OUTPUT;
    case MM_CRITERION_NONE:
    case MM_CRITERION_T1:
    case MM_CRITERION_T3:
    case MM_CRITERION_N1: break;
    }
  return MM_CERT_FUNCTION;
}

static mm_status
prove_infeasible (const mm_module *m, const mm_feasibility *f, mm_certificate **out, mm_error *err)
{
  mm_blob *cut = mm_array_new (f->cut_count, sizeof *cut);
  if (!cut)
    return mm_fail_memory (err);
  for (uint32_t i = 0; i < f->cut_count; i++)
    cut[i] = f->cut[i].blob;
  const mm_status s = mm_prove_infeasible (m, &f->demand, condition_of (f), cut, f->cut_count, out, err);
  free (cut);
  return s;
}

static mm_status
write_certificate (FILE *out, void *context)
{
  return mm_certificate_write (context, out);
}

bool
cli_capacity_write (const mm_module *m, cli_capacity *c, const char *path)
{
  mm_error err = { .status = MM_OK };
  mm_certificate *certificate = NULL;
  if (c->f.answer == MM_UNDECIDED)
    {
      char shown[PATH_SHOWN];
      cli_complain ("%s is not written: there is no certificate of what is undecided",
                    mm_spell_name (path, shown, sizeof shown));
      return false;
    }
  const mm_status s = c->f.answer == MM_FEASIBLE
                        ? mm_prove_feasible (m, &c->f.demand, &c->plan, &certificate, &err)
                        : prove_infeasible (m, &c->f, &certificate, &err);
  if (s)
    cli_failed (&err, path);
  else if (cli_write (path, write_certificate, certificate))
    c->certificate = path;
  mm_certificate_free (certificate);
  return c->certificate != NULL;
}
