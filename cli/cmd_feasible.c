/* cli/cmd_feasible.c: can this module hold this convolution?  */
#include <string.h>

#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/feasibility.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/resize.h"
#include "cli/weights.h"

/* What was asked for.  */
typedef struct request
{
  const char *path, *parent, *shape, *output, *price_name, *size, *repair;
  bool bfloat16, json, quiet;
  uint64_t seconds, pixels;
  cli_price price;
  mm_demand demand;
} request;

/* The answer, and unless it is yes the cheapest repair, both within the time.  */
static mm_status
answer (const request *r, const mm_module *m, const mm_filter *parent, cli_capacity *c, mm_error *err)
{
  const double seconds = (double) r->seconds, end = cli_now () + seconds;
  const mm_status s = cli_capacity_decide (m, parent, &r->demand, seconds, c, err);
  if (s || c->f.answer == MM_FEASIBLE)
    return s;
  return cli_capacity_repair (m, c, r->price, r->pixels, end - cli_now (), err);
}

static int
decide (const request *r, const mm_module *m, const mm_filter *parent)
{
  cli_capacity c;
  mm_error err = { .file = r->path };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "looking for hubs");
  const mm_status s = answer (r, m, parent, &c, &err);
  cli_progress_end (&progress);
  if (s)
    {
      cli_capacity_clear (&c);
      return cli_failed (&err, r->path);
    }
  const bool kept = (!r->output || cli_capacity_write (m, &c, r->output))
                    && (!r->repair || cli_capacity_write_repair (m, &c, r->repair));
  int code = c.f.answer == MM_INFEASIBLE ? CLI_NO : c.f.answer == MM_FEASIBLE ? CLI_YES : CLI_CANNOT;
  if ((!r->output || !cli_is_stdout (r->output)) && (!r->repair || !cli_is_stdout (r->repair)))
    code = r->json ? cli_put_capacity_json (r->path, m, &c) : cli_put_capacity (r->path, m, &c);
  cli_capacity_clear (&c);
  return kept ? code : CLI_CANNOT;
}

static int
decide_file (const request *r)
{
  mm_module *m = cli_module_with_numbers (r->path);
  cli_parent parent;
  int code = CLI_CANNOT;
  if (m && !r->parent)
    code = decide (r, m, NULL);
  else if (m && cli_parent_read (&parent, r->parent, NULL, r->bfloat16))
    {
      if (cli_parent_is_clear (m, &parent, r->parent))
        code = decide (r, m, &parent.filter);
      cli_parent_clear (&parent);
    }
  mm_module_free (m);
  return code;
}

static bool
read_price (request *r)
{
  static const char *const names[] = { "channels", "params", "macs" };
  r->pixels = 1;
  for (int i = 0; r->price_name && i < 3; i++)
    if (!strcmp (r->price_name, names[i]))
      {
        r->price = (cli_price) i;
        if (r->price == CLI_PRICE_MACS && !r->size)
          cli_complain ("--price macs needs the size of the image: --size HxW");
        return r->price == CLI_PRICE_MACS ? r->size && cli_read_pixels (r->size, &r->pixels) : true;
      }
  if (r->price_name)
    cli_complain ("--price is channels, params or macs, not '%s'", r->price_name);
  return !r->price_name;
}

int
cli_run_feasible (int argc, char **argv)
{
  request r = { .seconds = CLI_SECONDS };
  const cli_target targets[] = {
    CLI_TARGET ("parent", &r.parent),
    CLI_TARGET ("shape", &r.shape),
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("price", &r.price_name),
    CLI_TARGET ("size", &r.size),
    CLI_TARGET ("repair", &r.repair),
    CLI_TARGET ("time-limit", &r.seconds),
    CLI_TARGET ("bf16", &r.bfloat16),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_feasible, targets, &argc, &argv, &code))
    return code;
  r.path = argv[0];
  if (!r.parent == !r.shape)
    {
      cli_complain ("feasible needs either --parent W.npy or --shape CO,CI,K; see: modmorph feasible --help");
      return CLI_CANNOT;
    }
  if (r.shape && !cli_read_shape (r.shape, &r.demand))
    return CLI_CANNOT;
  if (!read_price (&r))
    return CLI_CANNOT;
  if (r.size && r.price != CLI_PRICE_MACS)
    {
      cli_complain ("--size is for --price macs, which is not asked for");
      return CLI_CANNOT;
    }
  const cli_named files[] = {
    { CLI_READS, r.path }, { CLI_READS, r.parent }, { CLI_WRITES, r.output }, { CLI_WRITES, r.repair },
  };
  return cli_are_apart (files, 4, r.json) ? decide_file (&r) : CLI_CANNOT;
}
