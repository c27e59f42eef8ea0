/* cli/cmd_verify.c: does this child compute its parent?  */
#include "cli/assume.h"
#include "cli/bias.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/ranks.h"
#include "cli/report.h"
#include "cli/weights.h"
#include "numeric/route.h"
#include "numeric/verify.h"

typedef struct request
{
  const char *path, *weights, *parent, *bias;
  uint64_t seed;
  bool json, quiet;
} request;

/* What was found, and what is held against it.  */
typedef struct finding
{
  mm_verification v;
  mm_dtype dtype;   /* of the weights on disk */
  double allowed64; /* what the relative error in float64 may be */
  mm_ranks ranks;   /* of the parent, where that depends on them */
} finding;

/* Written so that a NaN is not preserved.  */
static bool
is_preserved (const finding *f)
{
  return f->v.whole <= f->allowed64 && f->v.whole32 <= CLI_EXACT_IN_SINGLE;
}

/* Ranks are measured only where they can make a difference.  */
static mm_status
find_bound (const cli_parent *parent, finding *f, mm_error *err)
{
  const mm_filter *g = &parent->filter;
  f->allowed64 = f->dtype == MM_F32 ? CLI_EXACT_IN_SINGLE : CLI_EXACT_IN_DOUBLE;
  if (f->dtype == MM_F32 || g->rounding == 0 || f->v.whole <= f->allowed64 || !(f->v.whole <= CLI_EXACT_IN_SINGLE))
    return MM_OK;
  mm_demand demand;
  const mm_status s = mm_demand_measure (g, &demand, &f->ranks);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  f->allowed64 = cli_exact_in_double (g, &f->ranks);
  return MM_OK;
}

static const char *
padding_name (mm_padding padding)
{
  static const char *const names[] = { "same", "once", "circular" };
  return names[padding];
}

static void
put_row (const char *name, double interior, double border, double whole)
{
  char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
  printf ("  %-8s  %9s  %9s  %9s\n", name, cli_number (interior, a), cli_number (border, b), cli_number (whole, c));
}

static bool
has_bias (const mm_weights *w)
{
  for (mm_layer e = 0; e < mm_module_layers (w->module); e++)
    if (w->bias[e])
      return true;
  return false;
}

static void
put_text (const request *r, const mm_weights *w, const finding *f)
{
  const mm_verification *v = &f->v;
  char a[CLI_NUMBER], b[CLI_NUMBER];
  cli_put_name (stdout, r->path);
  printf (": %s\n", is_preserved (f) ? "preserved" : "not preserved");
  puts ("             interior     border      whole");
  put_row ("float64", v->interior, v->border, v->whole);
  put_row ("float32", v->interior32, v->border32, v->whole32);
  printf ("  relative errors; allowed with %s weights: float64 %s, float32 %s\n", cli_dtype_name (f->dtype),
          cli_number (f->allowed64, a), cli_number (CLI_EXACT_IN_SINGLE, b));
  printf ("  worst output channel, by its own outputs: float64 %s (channel %u), float32 %s (channel %u)\n",
          cli_number (v->channel, a), v->worst, cli_number (v->channel32, b), v->worst32);
  printf ("  padding %s, border %u pixel%s wide, residual by probes %s\n", padding_name (v->padding), v->ring,
          cli_plural (v->ring), cli_number (v->probe, a));
  cli_put_ranks ("  ", &f->ranks);
  cli_put_unread (w);
  cli_put_bias_beside (r->parent, r->bias);
  cli_put_assumptions (w->module);
  if (!is_preserved (f) && !r->bias && has_bias (w))
    puts ("  the module adds a bias and the parent has none: is --bias B.npy missing?");
}

static void
put_json_errors (cli_json *j, const char *key, double interior, double border, double whole, double worst,
                 uint32_t channel)
{
  cli_json_open (j, key, '{');
  cli_json_number (j, "interior", interior);
  cli_json_number (j, "border", border);
  cli_json_number (j, "whole", whole);
  cli_json_number (j, "worst_channel", worst);
  cli_json_count (j, "channel", channel);
  cli_json_close (j, '}');
}

static void
put_json (const request *r, const mm_weights *w, const finding *f)
{
  const mm_verification *v = &f->v;
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", is_preserved (f) ? "preserved" : "not preserved");
  cli_json_text (&j, "weights_dtype", cli_dtype_name (f->dtype));
  put_json_errors (&j, "float64", v->interior, v->border, v->whole, v->channel, v->worst);
  put_json_errors (&j, "float32", v->interior32, v->border32, v->whole32, v->channel32, v->worst32);
  cli_json_number (&j, "allowed64", f->allowed64);
  cli_json_number (&j, "allowed32", CLI_EXACT_IN_SINGLE);
  cli_json_ranks (&j, &f->ranks);
  cli_json_number (&j, "probe", v->probe);
  cli_json_text (&j, "padding", padding_name (v->padding));
  cli_json_count (&j, "ring", v->ring);
  cli_json_unread (&j, w);
  cli_json_bias_beside (&j, r->parent, r->bias);
  cli_json_assumptions (&j, w->module);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

static int
verify_weights (const request *r, const mm_weights *w, const cli_parent *parent)
{
  finding f = { .dtype = w->dtype };
  mm_error err = { .status = MM_OK };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "running the module on images");
  mm_status s = mm_verify (w, &parent->filter, parent->bias, r->seed, &f.v, &err);
  if (!s)
    s = find_bound (parent, &f, &err);
  cli_progress_end (&progress);
  if (s)
    return cli_failed (&err, r->weights);
  if (r->json)
    put_json (r, w, &f);
  else
    put_text (r, w, &f);
  return is_preserved (&f) ? CLI_YES : CLI_NO;
}

static int
verify (const request *r, const mm_module *m)
{
  cli_parent parent;
  if (!cli_parent_read (&parent, r->parent, r->bias))
    return CLI_CANNOT;
  mm_weights *w = NULL;
  mm_error err = { .status = MM_OK };
  const int code = mm_weights_read (m, r->weights, &w, &err) ? cli_failed (&err, r->weights)
                                                             : verify_weights (r, w, &parent);
  mm_weights_free (w);
  cli_parent_clear (&parent);
  return code;
}

int
cli_run_verify (int argc, char **argv)
{
  request r = { .seed = 0 };
  const cli_target targets[] = {
    CLI_TARGET ("weights", &r.weights),
    CLI_TARGET ("parent", &r.parent),
    CLI_TARGET ("bias", &r.bias),
    CLI_TARGET ("seed", &r.seed),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_verify, targets, &argc, &argv, &code))
    return code;
  if (!r.weights || !r.parent)
    {
      cli_complain ("verify needs --weights CHILD/ and --parent W.npy; see: modmorph verify --help");
      return CLI_CANNOT;
    }
  r.path = argv[0];
  mm_module *m = cli_module (r.path);
  code = m ? verify (&r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}
