/* cli/cmd_morph.c: a convolution becomes a module, exactly.  */
#include "cli/apart.h"
#include "cli/assume.h"
#include "cli/bias.h"
#include "cli/cli.h"
#include "cli/feasibility.h"
#include "cli/folder.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/ranks.h"
#include "cli/report.h"
#include "cli/weights.h"
#include "numeric/morph.h"

typedef struct request
{
  const char *path, *parent, *bias, *output, *dtype_name;
  bool force, bfloat16, json, quiet;
  uint64_t seconds;
  mm_dtype dtype;
  mm_morph_options options;
} request;

/* What came of it.  */
typedef struct outcome
{
  mm_weights *weights; /* NULL: there are none, and why says why */
  mm_morph_report report;
  cli_capacity why;
} outcome;

static const char *
border_promise (const mm_module *m, const mm_morph_report *report)
{
  static const char *const exact[] = {
    [MM_PADDING_SAME] = "exact up to the border, under zero padding too",
    [MM_PADDING_ONCE] = "exact up to the border, under zeros around the image once",
    [MM_PADDING_CIRCULAR] = "exact up to the border, under circular padding",
  };
  if (report->border_exact)
    return exact[mm_module_padding (m)];
  return mm_module_padding (m) == MM_PADDING_SAME ? "exact inside; differs in a ring at the border"
                                                  : "exact under the module's padding";
}

/* Whether the layers at a blob carry the kernel.  */
static bool
is_hub (const mm_module *m, const outcome *o, mm_blob v)
{
  return o->report.several ? mm_hubs_carry (m, &o->why.plan, v) : o->report.hub == v;
}

static void
put_hubs (const mm_module *m, const outcome *o)
{
  char name[MM_NAME_BUFFER];
  const char *before = o->report.several ? "  hubs      " : "  hub       ";
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      if (!is_hub (m, o, v))
        continue;
      fputs (before, stdout);
      cli_put_name (stdout, mm_module_blob_name (m, v, name));
      before = ", ";
    }
  printf (" (%s layers %s %s carry the kernel)\n", o->report.several ? "some" : "the",
          o->report.out_hub ? "out of" : "into", o->report.several ? "them" : "it");
}

static void
put_text (const request *r, const mm_module *m, const outcome *o)
{
  const mm_morph_report *report = &o->report;
  char a[CLI_NUMBER], b[CLI_NUMBER];
  cli_put_name (stdout, r->path);
  printf (": morphed into ");
  cli_put_name (stdout, r->output);
  printf (" (%u layer%s, %s)\n", mm_module_layers (m), cli_plural (mm_module_layers (m)), cli_dtype_name (r->dtype));
  put_hubs (m, o);
  printf ("  residual  %s, %s after rounding to float32\n", cli_number (report->residual, a),
          cli_number (report->residual32, b));
  cli_put_ranks ("  rank      ", &o->why.f.ranks);
  printf ("  fill      %.4g %% of the weights are not zero\n", 100 * report->fill);
  printf ("  scale     %.3g to %.3g times He initialisation\n", report->scale_low, report->scale_high);
  printf ("  promise   %s%s\n", border_promise (m, report),
          cli_assumes (m) ? ", as long as what is assumed holds" : "");
  cli_put_bias_beside (r->parent, r->bias);
  cli_put_assumptions (m);
}

static void
put_json_hubs (cli_json *j, const mm_module *m, const outcome *o)
{
  char name[MM_NAME_BUFFER];
  if (o->report.several)
    cli_json_open (j, "hubs", '[');
  for (uint32_t i = 0; i < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      if (is_hub (m, o, v))
        cli_json_text (j, o->report.several ? NULL : "hub", mm_module_blob_name (m, v, name));
    }
  if (o->report.several)
    cli_json_close (j, ']');
}

static void
put_json (const request *r, const mm_module *m, const outcome *o)
{
  const mm_morph_report *report = &o->report;
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", "morphed");
  cli_json_text (&j, "child", r->output);
  cli_json_text (&j, "dtype", cli_dtype_name (r->dtype));
  cli_json_count (&j, "seed", r->options.seed);
  put_json_hubs (&j, m, o);
  cli_json_bool (&j, "out_hub", report->out_hub);
  cli_json_number (&j, "theta", report->theta);
  cli_json_number (&j, "residual", report->residual);
  cli_json_number (&j, "residual32", report->residual32);
  cli_json_ranks (&j, &o->why.f.ranks);
  cli_json_number (&j, "fill", report->fill);
  cli_json_number (&j, "scale_low", report->scale_low);
  cli_json_number (&j, "scale_high", report->scale_high);
  cli_json_bool (&j, "border_exact", report->border_exact);
  cli_json_bias_beside (&j, r->parent, r->bias);
  cli_json_assumptions (&j, m);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

static int
write_child (const request *r, const mm_module *m, const outcome *o)
{
  mm_error err = { .status = MM_OK };
  if (mm_weights_write (o->weights, r->output, r->dtype, r->force, &err))
    return cli_failed (&err, r->output);
  if (r->json)
    put_json (r, m, o);
  else
    put_text (r, m, o);
  return CLI_YES;
}

/* By probes, what verify would accept.  Numbers near the ends of their range overflow or vanish on the way; also false
   for "not a number".  */
static bool
is_exact_enough (const request *r, const cli_parent *parent, const outcome *o)
{
  return o->report.residual32 <= cli_exact_in_single (&parent->filter, &o->why.f.ranks)
         && (r->dtype == MM_F32 || o->report.residual <= cli_exact_in_double (&parent->filter, &o->why.f.ranks));
}

/* What is more than rounding of one great output channel may be less than rounding of all as they are scaled.  */
static const char *
refusal_reason (const cli_parent *parent, const outcome *o)
{
  const mm_ranks *ranks = &o->why.f.ranks;
  if (ranks->measured && ranks->left_out > CLI_EXACT_IN_DOUBLE
      && o->report.residual > cli_exact_in_double (&parent->filter, ranks))
    return "its rank is too low for an output channel that is much greater than others, and the module has no room "
           "for more; modmorph feasible says what was left out";
  return "the parent's numbers are too small or too large: scale it first";
}

static int
refuse_weights (const request *r, const cli_parent *parent, const outcome *o)
{
  char text[CLI_NUMBER];
  const bool single = !(o->report.residual32 <= cli_exact_in_single (&parent->filter, &o->why.f.ranks));
  cli_complain_of (r->parent, "the weights would be off by %s of the parent, so none are written; %s",
                cli_number (single ? o->report.residual32 : o->report.residual, text), refusal_reason (parent, o));
  return CLI_CANNOT;
}

/* Through one hub; where none does, through several.  */
static mm_status
find_weights (const request *r, const mm_module *m, const cli_parent *parent, outcome *o, mm_error *err)
{
  *o = (outcome){ .weights = NULL };
  mm_status s = mm_morph (m, &parent->filter, parent->bias, &r->options, &o->why.f, &o->weights, &o->report, err);
  if (s || o->why.f.answer != MM_UNDECIDED)
    return s;
  cli_capacity_clear (&o->why);
  s = cli_capacity_decide (m, &parent->filter, NULL, (double) r->seconds, &o->why, err);
  if (!s && o->why.f.answer == MM_FEASIBLE)
    s = mm_morph_hubs (m, &parent->filter, parent->bias, &r->options, &o->why.plan, &o->weights, &o->report, err);
  return s;
}

/* Weights, or else the repair that `modmorph feasible` shows.  */
static mm_status
weights_or_repair (const request *r, const mm_module *m, const cli_parent *parent, outcome *o, mm_error *err)
{
  const double end = cli_now () + (double) r->seconds;
  const mm_status s = find_weights (r, m, parent, o, err);
  if (s || o->weights)
    return s;
  return cli_capacity_repair (m, &o->why, CLI_PRICE_CHANNELS, 1, end - cli_now (), err);
}

static int
morph (const request *r, const mm_module *m, const cli_parent *parent)
{
  outcome o;
  mm_error err = { .file = r->path };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "morphing");
  const mm_status s = weights_or_repair (r, m, parent, &o, &err);
  cli_progress_end (&progress);

  int code;
  if (s)
    code = cli_failed (&err, r->path);
  else if (o.weights && !is_exact_enough (r, parent, &o))
    code = refuse_weights (r, parent, &o);
  else if (o.weights)
    code = write_child (r, m, &o);
  else
    code = r->json ? cli_put_capacity_json (r->path, m, &o.why) : cli_put_capacity (r->path, m, &o.why);
  mm_weights_free (o.weights);
  cli_capacity_clear (&o.why);
  return code;
}

/* What can be said before any work is done.  */
static bool
is_complete (const request *r)
{
  if (!r->parent || !r->output)
    cli_complain ("morph needs --parent W.npy and -o CHILD/; see: modmorph morph --help");
  else if (cli_is_stdout (r->output))
    cli_complain ("a child is a folder: it cannot go to standard output");
  else
    return true;
  return false;
}

int
cli_run_morph (int argc, char **argv)
{
  request r = { .dtype = MM_F32, .seconds = CLI_SECONDS };
  const cli_target targets[] = {
    CLI_TARGET ("parent", &r.parent),
    CLI_TARGET ("bias", &r.bias),
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("seed", &r.options.seed),
    CLI_TARGET ("dtype", &r.dtype_name),
    CLI_TARGET ("force", &r.force),
    CLI_TARGET ("no-active", &r.options.no_active),
    CLI_TARGET ("no-gauge", &r.options.no_gauge),
    CLI_TARGET ("time-limit", &r.seconds),
    CLI_TARGET ("bf16", &r.bfloat16),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_morph, targets, &argc, &argv, &code))
    return code;
  r.path = argv[0];
  const cli_named files[] = {
    { CLI_READS, r.path }, { CLI_READS, r.parent }, { CLI_READS, r.bias }, { CLI_REPLACES_FOLDER, r.output },
  };
  if (!is_complete (&r) || !cli_are_apart (files, 4, false) || !cli_read_dtype (r.dtype_name, &r.dtype)
      || !cli_may_write_folder (r.output, &mm_weights_folder, r.force))
    return CLI_CANNOT;
  cli_parent parent;
  mm_module *m = cli_module_with_weights (r.path);
  if (!m || !cli_parent_read (&parent, r.parent, r.bias, r.bfloat16))
    {
      mm_module_free (m);
      return CLI_CANNOT;
    }
  if (!cli_parent_is_clear (m, &parent, r.parent))
    code = CLI_CANNOT;
  else if (mm_filter_max_abs (&parent.filter) > 0)
    code = morph (&r, m, &parent);
  else
    {
      cli_complain_of (r.parent, "the parent is zero everywhere: there is no function to keep");
      code = CLI_CANNOT;
    }
  cli_parent_clear (&parent);
  mm_module_free (m);
  return code;
}
