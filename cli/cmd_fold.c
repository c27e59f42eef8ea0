/* cli/cmd_fold.c: a whole module becomes one convolution.  */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/apart.h"
#include "cli/assume.h"
#include "cli/bias.h"
#include "cli/cli.h"
#include "cli/fold_report.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/weights.h"
#include "graph/path.h"
#include "graph/spell.h"
#include "graph/text.h"

typedef struct request
{
  const char *path, *weights, *output, *dtype_name;
  const char *output_bias, *bias; /* --bias reads one elsewhere, and is refused here */
  const char *beside;    /* W.bias.npy; NULL when W.npy is standard output */
  const char *bias_path; /* output_bias, or else W.bias.npy */
  bool crop, force, bfloat16, json, quiet;
  bool removes; /* an old W.bias.npy, which is not written anew */
  mm_dtype dtype; /* of what is written */
} request;

/* What is written of a bias.  */
typedef enum bias_kind
{
  NO_BIAS,
  SOME_BIAS,
  ZERO_BIAS
} bias_kind;

static void
put_text (const request *r, const mm_weights *w, const cli_fold_report *report, bias_kind bias)
{
  const mm_filter *f = &report->f.kernel;
  cli_put_name (stdout, r->path);
  printf (": folded into ");
  cli_put_name (stdout, r->output);
  printf (" (%ux%u channels, kernel %ux%u, %s)", f->out, f->in, f->kh, f->kw, cli_dtype_name (r->dtype));
  if (bias != NO_BIAS)
    {
      printf (", bias ");
      cli_put_name (stdout, r->bias_path);
    }
  if (bias == ZERO_BIAS)
    printf (" (zero: no layer has one)");
  if (r->removes)
    {
      fputs ("; removed the old ", stdout);
      cli_put_name (stdout, r->beside);
    }
  fputc ('\n', stdout);
  cli_put_fold (w->module, report);
  cli_put_unread (w);
  cli_put_outside (w->module);
}

static void
put_json (const request *r, const mm_weights *w, const cli_fold_report *report, bias_kind bias)
{
  const mm_filter *f = &report->f.kernel;
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", "folded");
  cli_json_text (&j, "output", r->output);
  cli_json_text (&j, "bias", bias == NO_BIAS ? NULL : r->bias_path);
  if (r->removes)
    cli_json_text (&j, "removed", r->beside);
  cli_json_text (&j, "dtype", cli_dtype_name (r->dtype));
  cli_json_open (&j, "shape", '[');
  const uint32_t shape[] = { f->out, f->in, f->kh, f->kw };
  for (int i = 0; i < 4; i++)
    cli_json_count (&j, NULL, shape[i]);
  cli_json_close (&j, ']');
  cli_json_fold (&j, w->module, report);
  cli_json_unread (&j, w);
  cli_json_outside (&j, w->module);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* An old W.bias.npy would be taken for the bias of the new W.npy.  */
static bool
remove_beside (const request *r)
{
  if (!r->removes || unlink (r->beside) == 0)
    return true;
  cli_complain_of (r->beside, "cannot be removed: %s", strerror (errno));
  return false;
}

/* Whether the convolution's file can be begun; a pipe or device is not opened for that.  */
static bool
can_begin (const char *path)
{
  struct stat about;
  mm_outfile *file;
  mm_error err = { .status = MM_OK };
  if (cli_is_stdout (path) || (stat (path, &about) == 0 && !S_ISREG (about.st_mode)))
    return true;
  if (mm_outfile_open (path, &file, &err))
    return cli_failed (&err, path) == CLI_YES;
  mm_outfile_abandon (file);
  return true;
}

/* The bias first: when it cannot be written, neither file is; nor when the other one cannot be begun.  */
static int
write_results (request *r, const mm_weights *w, const cli_fold_report *report, const double *bias, bias_kind kind)
{
  const mm_filter *f = &report->f.kernel;
  mm_error err = { .status = MM_OK };
  if (bias && !can_begin (r->output))
    return CLI_CANNOT;
  if (bias && mm_npy_write_vector (r->bias_path, bias, f->out, r->dtype, &err))
    return cli_failed (&err, r->bias_path);
  if (mm_npy_write_filter (r->output, f, r->dtype, &err))
    return cli_failed (&err, r->output);
  const bool written = bias && (!r->output_bias || mm_path_is_same (r->output_bias, r->beside ? r->beside : ""));
  r->removes = r->beside && !written && cli_is_there (r->beside);
  if (!remove_beside (r))
    return CLI_CANNOT;
  if (r->json)
    put_json (r, w, report, kind);
  else if (!cli_is_stdout (r->output) && !(bias && cli_is_stdout (r->bias_path)))
    put_text (r, w, report, kind);
  return CLI_YES;
}

/* A bias that was asked for by name is written even when there is none: it is zero then.  */
static int
finish (request *r, const mm_weights *w, const cli_fold_report *report)
{
  const double *bias = report->f.bias;
  if (bias && !r->output_bias && cli_is_stdout (r->output))
    {
      cli_complain_of (r->weights, "has biases; --output-bias B.npy says where the folded one goes");
      return CLI_CANNOT;
    }
  if (bias || !r->output_bias)
    return write_results (r, w, report, bias, bias ? SOME_BIAS : NO_BIAS);
  double *zero = calloc (report->f.kernel.out, sizeof *zero);
  const int code = zero ? write_results (r, w, report, zero, ZERO_BIAS) : cli_no_memory ();
  free (zero);
  return code;
}

/* A file (n, 1, k, k) may be one channel's filters, or those of n channels in as many groups.  Only the source's channels
   can tell: those of other blobs come from the layers into them.  */
static bool
may_be_grouped (const mm_weights *w, const char *path)
{
  const mm_module *m = w->module;
  const mm_blob s = mm_module_source (m);
  const mm_handles out = mm_module_out (m, s);
  char layer[MM_SPELT], blob[MM_SPELT];
  for (uint32_t k = 0; !mm_module_blob_info (m, s).channels && k < out.count; k++)
    {
      const mm_filter *f = mm_weights_filter (w, out.at[k]);
      if (!f || f->in > 1 || f->out == 1 || f->kh * f->kw == 1)
        continue;
      cli_complain_of (path, "layer %s reads 1 channel and blob %s says nothing of channels: add channels=1 to it if that is "
                       "so, or channels=%u if the layer is depthwise", mm_spell_layer (m, out.at[k], layer),
                       mm_spell_blob (m, s, blob), f->out);
      return true;
    }
  return false;
}

static int
fold_weights (request *r, const mm_weights *w)
{
  cli_fold_report report;
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "multiplying the layers, and running the module on images");
  const bool made = cli_fold_make (w, r->weights, r->crop, r->dtype, &report);
  cli_progress_end (&progress);
  const int code = made ? finish (r, w, &report) : CLI_CANNOT;
  cli_fold_clear (&report);
  return code;
}

static int
fold (request *r, const mm_module *m)
{
  mm_error err = { .status = MM_OK };
  mm_weights *w;
  if (!cli_read_dtype (r->dtype_name, &r->dtype))
    return CLI_CANNOT;
  const mm_npy_reading how = { r->bfloat16 };
  if (mm_weights_read_as (m, r->weights, &how, &w, &err))
    return cli_failed (&err, r->weights);
  if (!r->dtype_name)
    r->dtype = w->dtype == MM_F64 ? MM_F64 : MM_F32;
  const int code = may_be_grouped (w, r->path) ? CLI_CANNOT : fold_weights (r, w);
  mm_weights_free (w);
  return code;
}

static int
fold_file (request *r)
{
  mm_module *m = cli_module_with_weights (r->path);
  const int code = m ? fold (r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}

/* Nothing that was not named is replaced, and nothing old stays beside the new.  */
static bool
may_touch_beside (const request *r)
{
  const bool named = r->output_bias && r->beside && mm_path_is_same (r->output_bias, r->beside);
  if (!r->beside || r->force || named || !cli_is_there (r->beside))
    return true;
  cli_complain_of (r->beside, "is there already and would be taken for the bias of the new convolution; --force replaces "
                   "it, or removes it when there is no bias");
  return false;
}

/* What can be said before any work is done.  */
static bool
makes_sense (const request *r)
{
  const bool two = r->force && r->output_bias && r->beside && !mm_path_is_same (r->output_bias, r->beside);
  const cli_named files[] = {
    { CLI_READS, r->path }, { CLI_READS_FOLDER, r->weights }, { CLI_WRITES, r->output }, { CLI_WRITES, r->bias_path },
    { CLI_WRITES, two ? r->beside : NULL },
  };
  if (r->bias)
    {
      cli_complain ("fold has no --bias, which elsewhere is read: it writes the bias to W.bias.npy, or where --output-bias "
                    "B.npy says");
      return false;
    }
  const char *names[] = { r->output, r->bias_path };
  for (int i = 0; i < 2; i++)
    if (names[i] && !mm_path_ends_in (names[i], ".npy") && !cli_is_stdout (names[i]))
      {
        cli_complain_of (names[i], "the name should end in .npy");
        return false;
      }
  return cli_are_apart (files, 5, r->json) && may_touch_beside (r);
}

int
cli_run_fold (int argc, char **argv)
{
  request r = { .output = NULL };
  const cli_target targets[] = {
    CLI_TARGET ("weights", &r.weights),
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("crop", &r.crop),
    CLI_TARGET ("output-bias", &r.output_bias),
    CLI_TARGET ("bias", &r.bias),
    CLI_TARGET ("force", &r.force),
    CLI_TARGET ("dtype", &r.dtype_name),
    CLI_TARGET ("bf16", &r.bfloat16),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_fold, targets, &argc, &argv, &code))
    return code;
  if (!r.weights || !r.output)
    {
      cli_complain ("fold needs --weights CHILD/ and -o W.npy; see: modmorph fold --help");
      return CLI_CANNOT;
    }
  r.path = argv[0];
  char *beside = cli_is_stdout (r.output) ? NULL : cli_bias_path (r.output);
  if (!beside && !cli_is_stdout (r.output))
    return cli_no_memory ();
  r.beside = beside;
  r.bias_path = r.output_bias ? r.output_bias : beside;
  code = makes_sense (&r) ? fold_file (&r) : CLI_CANNOT;
  free (beside);
  return code;
}
