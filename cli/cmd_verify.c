/* cli/cmd_verify.c: does this child compute its parent?  */
#include <math.h>
#include <stdlib.h>

#include "cli/assume.h"
#include "cli/bias.h"
#include "cli/border.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/ranks.h"
#include "cli/report.h"
#include "cli/sizes.h"
#include "cli/weights.h"
#include "numeric/route.h"
#include "numeric/verify.h"

typedef struct request
{
  const char *path, *weights, *parent, *bias;
  uint64_t seed;
  bool bfloat16, json, quiet;
} request;

/* What was found, and what is held against it.  */
typedef struct finding
{
  mm_verification v;
  mm_preservation verdict;
  cli_tried tried;
  mm_dtype dtype;   /* of the weights on disk */
  double allowed64, allowed32; /* what the relative errors may be */
  mm_ranks ranks;   /* of the parent, where that depends on them */
} finding;

/* Ranks are measured only where they can make a difference: where the parent's own rounding is greater than the child's.  */
static mm_status
find_bound (const cli_parent *parent, finding *f, mm_error *err)
{
  const mm_filter *g = &parent->filter;
  const double error = fmax (f->v.whole, f->v.channel), error32 = fmax (f->v.whole32, f->v.channel32);
  f->allowed64 = f->dtype == MM_F64 ? CLI_EXACT_IN_DOUBLE : CLI_EXACT_IN_SINGLE;
  f->allowed32 = CLI_EXACT_IN_SINGLE;
  if (g->rounding <= mm_dtype_rounding (f->dtype) || (error <= f->allowed64 && error32 <= f->allowed32)
      || !(error <= cli_most_allowed (g)))
    return MM_OK;
  mm_demand demand;
  const mm_status s = mm_demand_measure (g, &demand, &f->ranks);
  if (s)
    return mm_fail (err, s, 0, "%s", mm_status_text (s));
  f->allowed32 = cli_exact_in_single (g, &f->ranks);
  f->allowed64 = f->dtype == MM_F64 ? cli_exact_in_double (g, &f->ranks) : f->allowed32;
  return MM_OK;
}

static const char *
padding_name (mm_padding padding)
{
  static const char *const names[] = { "same", "once", "circular" };
  return names[padding];
}

static void
put_row (const char *name, double interior, double border, double whole, uint32_t ring)
{
  char a[CLI_NUMBER], b[CLI_NUMBER], c[CLI_NUMBER];
  printf ("  %-8s  %9s  %9s  %9s\n", name, cli_number (interior, a), ring ? cli_number (border, b) : "-",
          cli_number (whole, c));
}

/* ---- sizes ------------------------------------------------------------------------ */

/* For which sizes a module that is not preserved is, and where it is off by most.  */
static void
put_exception (const finding *f)
{
  const mm_trial *worst = &f->v.trials[f->verdict.worst];
  char number[CLI_NUMBER];
  printf ("\n  relative error %s at height %u, width %u", cli_number (cli_trial_error (worst), number), worst->height,
          worst->width);
  if (!f->verdict.some)
    return;
  printf ("; preserved for ");
  cli_put_remainders (f->verdict.rows, f->verdict.columns, f->v.promise.stride);
}

static void
put_border (const finding *f)
{
  const mm_promise *p = &f->v.promise;
  printf ("  padding %s, ", padding_name (p->padding));
  if (p->ring == 0)
    printf ("no border");
  else
    printf ("border %u pixel%s wide", p->ring, cli_plural (p->ring));
}

static void
put_text (const request *r, const mm_weights *w, const finding *f)
{
  const mm_verification *v = &f->v;
  char a[CLI_NUMBER], b[CLI_NUMBER];
  cli_put_name (stdout, r->path);
  printf (": %s", f->verdict.preserved ? "preserved" : "not preserved");
  if (!f->verdict.preserved)
    put_exception (f);
  puts ("\n             interior     border      whole");
  put_row ("float64", v->interior, v->border, v->whole, v->promise.ring);
  put_row ("float32", v->interior32, v->border32, v->whole32, v->promise.ring);
  printf ("  relative errors; allowed with %s weights: float64 %s, float32 %s\n", cli_dtype_name (f->dtype),
          cli_number (f->allowed64, a), cli_number (f->allowed32, b));
  printf ("  worst output channel, by its own outputs: float64 %s (channel %u), float32 %s (channel %u)\n",
          cli_number (v->channel, a), v->worst, cli_number (v->channel32, b), v->worst32);
  put_border (f);
  printf (", residual by probes %s\n", cli_number (v->probe, a));
  fputs ("  ", stdout);
  cli_put_tried (&f->tried, &f->v, &f->verdict);
  if (!f->verdict.preserved && v->promise.ring > 0 && v->interior <= f->allowed64)
    {
      printf ("  where the module reads padding inside: ");
      cli_put_border_reasons (w->module, &v->promise);
      fputc ('\n', stdout);
    }
  cli_put_ranks ("  ", &f->ranks);
  cli_put_unread (w);
  cli_put_bias_beside (r->parent, r->bias);
  cli_put_outside (w->module);
  if (!f->verdict.preserved && mm_dtype_rounding (f->dtype) > mm_dtype_rounding (MM_F32))
    printf ("  %s rounds each weight by up to %s of it; a child that is preserved needs float32 or float64\n",
            cli_dtype_name (f->dtype), cli_number (mm_dtype_rounding (f->dtype) / 2, a));
  if (!f->verdict.preserved && !r->bias && mm_weights_have_bias (w))
    puts ("  the module adds a bias and the parent has none: is --bias B.npy missing?");
}

/* ---- JSON ---------------------------------------------------------------------------- */

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
  const mm_preservation *verdict = &f->verdict;
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", verdict->preserved ? "preserved" : "not preserved");
  cli_json_text (&j, "weights_dtype", cli_dtype_name (f->dtype));
  put_json_errors (&j, "float64", v->interior, v->border, v->whole, v->channel, v->worst);
  put_json_errors (&j, "float32", v->interior32, v->border32, v->whole32, v->channel32, v->worst32);
  cli_json_number (&j, "allowed64", f->allowed64);
  cli_json_number (&j, "allowed32", f->allowed32);
  cli_json_ranks (&j, &f->ranks);
  cli_json_number (&j, "probe", v->probe);
  cli_json_text (&j, "padding", padding_name (v->promise.padding));
  cli_json_bool (&j, "border_exact", v->border <= f->allowed64 && v->border32 <= f->allowed32);
  cli_json_count (&j, "ring", v->promise.ring);
  cli_json_border_reasons (&j, w->module, &v->promise);
  cli_json_tried (&j, &f->tried, v, verdict);
  cli_json_unread (&j, w);
  cli_json_bias_beside (&j, r->parent, r->bias);
  cli_json_outside (&j, w->module);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* @return whether there is a verdict; else err says why not */
static bool
examine (const request *r, const mm_weights *w, const cli_parent *parent, finding *f, mm_error *err)
{
  mm_status s = mm_verify (w, &parent->filter, parent->bias, r->seed, &f->v, err);
  if (!s)
    s = find_bound (parent, f, err);
  if (!s && (mm_verification_judge (&f->v, f->allowed64, f->allowed32, &f->verdict) || !cli_tried_list (&f->tried, &f->v)))
    s = mm_fail_memory (err);
  return s == MM_OK;
}

static int
verify_weights (const request *r, const mm_weights *w, const cli_parent *parent)
{
  finding f = { .dtype = w->dtype };
  mm_error err = { .status = MM_OK };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "running the module on images");
  const bool found = examine (r, w, parent, &f, &err);
  cli_progress_end (&progress);
  int code = f.verdict.preserved ? CLI_YES : CLI_NO;
  if (!found)
    code = cli_failed (&err, r->weights);
  else if (r->json)
    put_json (r, w, &f);
  else
    put_text (r, w, &f);
  cli_tried_clear (&f.tried);
  mm_preservation_clear (&f.verdict);
  mm_verification_clear (&f.v);
  return code;
}

static int
verify (const request *r, const mm_module *m)
{
  cli_parent parent;
  const mm_npy_reading how = { r->bfloat16 };
  if (!cli_parent_read (&parent, r->parent, r->bias, r->bfloat16))
    return CLI_CANNOT;
  mm_weights *w = NULL;
  mm_error err = { .status = MM_OK };
  int code = CLI_CANNOT;
  if (cli_parent_fits (m, &parent, r->parent))
    code = mm_weights_read_as (m, r->weights, &how, &w, &err) ? cli_failed (&err, r->weights)
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
    CLI_TARGET ("bf16", &r.bfloat16),
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
  mm_module *m = cli_module_with_weights (r.path);
  code = m ? verify (&r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}
