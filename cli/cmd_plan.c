/* cli/cmd_plan.c: channels and kernels for a bare module.  */
#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/feasibility.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/resize.h"

/* What is chosen from, unless the user says it.  */

typedef struct request
{
  const char *path, *shape, *size, *channel_list, *kernel_list, *output;
  uint64_t params, macs, seconds, pixels; /* budgets; UINT64_MAX: none */
  bool json, quiet;
  mm_demand demand;
  uint32_t channels[CLI_MOST_SIZES], kernels[2 * CLI_MOST_SIZES];
  mm_choices choices;
} request;

/* What came of it.  */
typedef struct outcome
{
  mm_sized z;
  mm_module *planned; /* with what was chosen; NULL: nothing was */
} outcome;

typedef enum verdict
{
  WITHIN, /* the budget, or there is none */
  OVER,   /* no choice is within the budget, or none carries the convolution */
  OPEN
} verdict;

static bool
has_budget (const request *r)
{
  return r->params != UINT64_MAX || r->macs != UINT64_MAX;
}

static bool
is_within (const request *r, uint64_t parameters)
{
  return parameters <= r->params && (r->macs == UINT64_MAX || parameters <= r->macs / r->pixels);
}

static verdict
judge (const request *r, const outcome *o)
{
  if (o->planned && is_within (r, o->z.price))
    return WITHIN;
  return is_within (r, o->z.bound) && (has_budget (r) || o->z.bound < UINT64_MAX) ? OPEN : OVER;
}

/* No choice at all, at whatever cost.  */
static bool
is_impossible (const outcome *o, verdict answer)
{
  return answer == OVER && !o->planned && o->z.bound == UINT64_MAX;
}

/* ---- answers -------------------------------------------------------------------- */

static void
put_cost (const request *r, uint64_t parameters)
{
  char a[CLI_NUMBER], b[CLI_NUMBER];
  printf ("%s parameter%s", cli_amount (parameters, a), cli_plural (parameters));
  if (r->size)
    printf (", %s multiply-accumulate%s", cli_amount (cli_times (parameters, r->pixels), b),
            cli_plural (cli_times (parameters, r->pixels)));
}

static void
put_choices (const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  for (uint32_t i = 1; i + 1 < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      fputs (i > 1 ? ", " : "  channels  ", stdout);
      cli_put_name (stdout, mm_module_blob_name (m, v, name));
      printf (" %u", mm_module_blob_info (m, v).channels);
    }
  if (mm_module_blobs (m) > 2)
    fputc ('\n', stdout);
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      fputs (e ? ", " : "  kernels   ", stdout);
      cli_put_name (stdout, mm_module_layer_name (m, e, name));
      printf (" %ux%u", info.kernel_h, info.kernel_w);
    }
  fputc ('\n', stdout);
}

/* What ended the search before its end.  */
static const char *
why_open (const outcome *o)
{
  if (o->z.ended == MM_PLAN_TOO_LARGE)
    return "the memory of the solver was up";
  return o->z.ended == MM_PLAN_OPEN ? "the time was up" : "the solver gave up";
}

static void
put_text (const request *r, const outcome *o, verdict answer)
{
  cli_put_name (stdout, r->path);
  if (answer == WITHIN)
    fputs (": planned (", stdout);
  else if (is_impossible (o, answer))
    fputs (": no plan (no choice of these channels and kernels has one of hubs; other ways are not tried)\n", stdout);
  else
    fputs (answer == OVER ? ": over budget (" : ": undecided (", stdout);
  if (o->planned)
    {
      fputs (answer == WITHIN ? "" : "needs ", stdout);
      put_cost (r, o->z.price);
      if (!o->z.cheapest)
        fputs ("; not proved to be the least", stdout);
      if (!o->z.cheapest && o->z.bound < UINT64_MAX)
        printf (", which is %llu parameters or more", (unsigned long long) o->z.bound);
    }
  else if (!is_impossible (o, answer))
    printf ("%s before a plan was found; %llu parameters or more", why_open (o), (unsigned long long) o->z.bound);
  if (!is_impossible (o, answer))
    fputs (")\n", stdout);
  if (o->planned)
    put_choices (o->planned);
}

static void
put_json_choices (cli_json *j, const mm_module *m)
{
  char name[MM_NAME_BUFFER];
  cli_json_open (j, "channels", '[');
  for (uint32_t i = 1; i + 1 < mm_module_blobs (m); i++)
    {
      const mm_blob v = mm_module_order (m)[i];
      cli_json_open (j, NULL, '{');
      cli_json_text (j, "blob", mm_module_blob_name (m, v, name));
      cli_json_count (j, "channels", mm_module_blob_info (m, v).channels);
      cli_json_close (j, '}');
    }
  cli_json_close (j, ']');
  cli_json_open (j, "kernels", '[');
  for (mm_layer e = 0; e < mm_module_layers (m); e++)
    {
      const mm_layer_info info = mm_module_layer_info (m, e);
      cli_json_open (j, NULL, '{');
      cli_json_text (j, "layer", mm_module_layer_name (m, e, name));
      cli_json_count (j, "height", info.kernel_h);
      cli_json_count (j, "width", info.kernel_w);
      cli_json_close (j, '}');
    }
  cli_json_close (j, ']');
}

static void
put_json (const request *r, const outcome *o, verdict answer)
{
  static const char *const answers[] = { "planned", "over budget", "undecided" };
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", is_impossible (o, answer) ? "no plan" : answers[answer]);
  if (o->planned)
    {
      cli_json_amount (&j, "params", o->z.price);
      if (r->size)
        cli_json_amount (&j, "macs", cli_times (o->z.price, r->pixels));
      cli_json_bool (&j, "least", o->z.cheapest);
      put_json_choices (&j, o->planned);
    }
  if (o->z.bound != UINT64_MAX)
    cli_json_count (&j, "bound", o->z.bound);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* ---- planning --------------------------------------------------------------------- */

/* Choose, and verify in integers that the plan is one of the chosen module.  */
static mm_status
choose (const request *r, const mm_module *m, outcome *o, mm_error *err)
{
  bool ok = true;
  mm_status s = mm_capacity_size (m, &r->demand, &r->choices, (double) r->seconds, &o->z, err);
  if (!s && o->z.found)
    s = cli_resized (m, o->z.channels, o->z.kernel, &o->planned, err);
  if (!s && o->planned)
    s = mm_capacity_verify (o->planned, &r->demand, &o->z.plan, &ok, err);
  return s || ok ? s : mm_fail (err, MM_EINVAL, 0, "what was chosen does not carry its plan; please report this");
}

static int
answer (const request *r, const outcome *o)
{
  static const int codes[] = { CLI_YES, CLI_NO, CLI_CANNOT };
  const verdict v = judge (r, o);
  if (r->output && v == WITHIN && !cli_write_module (r->output, o->planned))
    return CLI_CANNOT;
  if (r->json)
    put_json (r, o, v);
  else if (!r->output || !cli_is_stdout (r->output))
    put_text (r, o, v);
  if (r->output && codes[v] == CLI_NO)
    cli_complain_of (r->output, "is not written: there is no plan within the limits");
  if (v == OPEN)
    cli_complain_of (r->path, "%s first%s", why_open (o),
                  o->z.ended == MM_PLAN_OPEN ? "; --time-limit allows more" : "");
  return codes[v];
}

static int
plan (const request *r)
{
  outcome o = { .planned = NULL };
  mm_error err = { .file = r->path };
  cli_progress progress;
  mm_module *m = cli_module_with_numbers (r->path);
  if (!m)
    return CLI_CANNOT;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "planning");
  const mm_status s = choose (r, m, &o, &err);
  cli_progress_end (&progress);
  const int code = s ? cli_failed (&err, r->path) : answer (r, &o);
  mm_sized_clear (&o.z);
  mm_module_free (o.planned);
  mm_module_free (m);
  return code;
}

static bool
is_complete (request *r)
{
  const cli_named files[] = { { CLI_READS, r->path }, { CLI_WRITES, r->output } };
  r->choices = (mm_choices){ .channels = r->channels, .kernels = r->kernels };
  r->pixels = 1;
  if (!r->shape)
    cli_complain ("plan needs --shape CO,CI,K; see: modmorph plan --help");
  else if (r->macs != UINT64_MAX && !r->size)
    cli_complain ("--budget-macs needs the size of the image: --size HxW");
  else
    return cli_are_apart (files, 2, r->json) && cli_read_shape (r->shape, &r->demand) && (!r->size || cli_read_pixels (r->size, &r->pixels))
           && cli_read_channels (r->channel_list, r->channels, &r->choices.channel_count)
           && cli_read_kernels (r->kernel_list, r->kernels, &r->choices.kernel_count);
  return false;
}

int
cli_run_plan (int argc, char **argv)
{
  request r = { .params = UINT64_MAX, .macs = UINT64_MAX, .seconds = CLI_SECONDS,
                .channel_list = CLI_DEFAULT_CHANNELS, .kernel_list = CLI_DEFAULT_KERNELS };
  const cli_target targets[] = {
    CLI_TARGET ("shape", &r.shape),
    CLI_TARGET ("budget-params", &r.params),
    CLI_TARGET ("budget-macs", &r.macs),
    CLI_TARGET ("size", &r.size),
    CLI_TARGET ("channels", &r.channel_list),
    CLI_TARGET ("kernels", &r.kernel_list),
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("time-limit", &r.seconds),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_plan, targets, &argc, &argv, &code))
    return code;
  r.path = argv[0];
  return is_complete (&r) ? plan (&r) : CLI_CANNOT;
}
