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
  bool json, quiet;
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
  mm_module *m = cli_module (r->path);
  cli_parent parent;
  int code = CLI_CANNOT;
  if (m && !r->parent)
    code = decide (r, m, NULL);
  else if (m && cli_parent_read (&parent, r->parent, NULL))
    {
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

static int
run (int argc, char **argv)
{
  request r = { .seconds = CLI_SECONDS };
  const cli_option options[] = {
    { 'p', "parent", CLI_TEXT, &r.parent, "W.npy", "the convolution: (out, in, height, width)" },
    { 0, "shape", CLI_TEXT, &r.shape, "CO,CI,K", "a generic one of that shape; K may be KHxKW" },
    CLI_OPTION_OUTPUT (&r.output, "a certificate of the answer, for modmorph-check"),
    { 0, "price", CLI_TEXT, &r.price_name, "WHAT", "of the repair: channels (default), params or macs" },
    { 0, "size", CLI_TEXT, &r.size, "HxW", "of the image, for --price macs" },
    { 0, "repair", CLI_TEXT, &r.repair, "OUT.dot", "write the repaired module" },
    CLI_OPTION_TIME_LIMIT (&r.seconds),
    CLI_OPTION_JSON (&r.json),
    CLI_OPTION_QUIET (&r.quiet),
    CLI_OPTIONS_END,
  };
  int code;
  if (!cli_parse (&cli_feasible, options, &argc, &argv, &code))
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

const cli_command cli_feasible = {
  .name = "feasible",
  .summary = "can a module hold a convolution, and if not, what is too narrow?",
  .usage = "[OPTION]... FILE --parent W.npy | --shape CO,CI,K",
  .about = "Tells whether the channels and kernels of a module suffice for a convolution: a given\n"
           "one, or a generic one of a shape.  When they do, the hub is named: the blob through\n"
           "which the kernel is routed.  When they do not, the blobs of the narrow cut with their\n"
           "channels, the rank needed and the deficit are shown, and the fewest channels to add, or\n"
           "why none are known to do.\n"
           "\n"
           "For 1x1 kernels the answer is complete (T1): the rank against the narrowest cut.  For\n"
           "larger ones one hub is sufficient (T3), and when there is none, several hubs are looked\n"
           "for by an integer program (T4), for as long as --time-limit allows.  Necessary are N1,\n"
           "the rank of the function against the narrowest cut; N2, that the longest paths reach the\n"
           "kernel, its corner taps included; N3, the rank of all taps side by side against a cut\n"
           "that counts each channel once per tap in reach.  Between them the answer is\n"
           "`undecided`, it is not known whether the convolution fits, and the channels shown are those\n"
           "with which it surely does: factors with larger reach (T5, T6) may do, which is not tried yet.\n"
           "\n"
           "-o writes the plan, or the cut, as a certificate that modmorph-check judges in whole\n"
           "numbers.  It speaks of the ranks of the convolution: those of a given one are measured.\n"
           "\n"
           "A given convolution has the least rank that its numbers leave open: of those that differ\n"
           "from it no more than rounding to the type of its file may, float32 or float64.  A rank\n"
           "that is not full, or in doubt, is shown with the singular value that decides.\n"
           "\n"
           "The repair is the cheapest increase of channels with which some plan of one or several\n"
           "hubs exists, by --price in channels, parameters or multiply-accumulates (every layer is\n"
           "applied once per pixel); when the time is up first, this is said, with a bound.  It has a\n"
           "plan that is verified in integers; that none is cheaper is the word of a solver that\n"
           "compares in floating point.  --repair writes the module, without the comments and the\n"
           "attributes of FILE that are no part of a module.\n"
           "\n"
           "--time-limit is for deciding (three quarters of it at most) and the repair together; what\n"
           "it stops may come out differently in another run.\n"
           "\n"
           "Activations and norms are taken as the identity they have to start as.\n",
  .example = "  $ modmorph feasible examples/narrow.dot --shape 32,16,1\n"
             "  examples/narrow.dot: infeasible (needs rank 16; cut b 10 + d 5 = 15; deficit 1)\n"
             "  repair: b 10 -> 11\n"
             "  $ modmorph feasible examples/two_hubs.dot --shape 16,16,3 -o two_hubs.cert\n"
             "  examples/two_hubs.dot: feasible (hubs a, b)\n"
             "  certificate written to two_hubs.cert\n"
             "  $ modmorph-check examples/two_hubs.dot two_hubs.cert\n"
             "  accepted\n",
  .exits = "  0  feasible\n"
           "  1  infeasible, also when --repair has nothing to write since no channels help\n"
           "  2  undecided, or bad input\n",
  .see = "modmorph morph",
  .least = 1,
  .most = 1,
  .run = run,
};
