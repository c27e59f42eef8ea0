/* cli/cmd_fold.c: a whole module becomes one convolution.  */
#include <stdlib.h>
#include <string.h>

#include "cli/apart.h"
#include "cli/assume.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/weights.h"
#include "numeric/fold.h"

typedef struct request
{
  const char *path, *weights, *output, *bias, *dtype_name;
  const char *bias_path; /* bias, or else W.bias.npy */
  bool crop, json, quiet;
  mm_dtype dtype; /* of what is written */
} request;

/* Taps that are zero but for rounding: smaller than this share of the greatest entry.  */
static double
rounding_level (mm_dtype dtype)
{
  return dtype == MM_F32 ? 1e-6 : 1e-12;
}

static bool
crop (mm_filter *f, mm_dtype child)
{
  uint32_t rh, rw;
  mm_filter cropped;
  mm_filter_support (f, rounding_level (child) * mm_filter_max_abs (f), &rh, &rw);
  if (mm_filter_crop (f, 2 * rh + 1, 2 * rw + 1, &cropped))
    {
      cli_no_memory ();
      return false;
    }
  mm_filter_clear (f);
  *f = cropped;
  return true;
}

static bool
is_npy (const char *path)
{
  const size_t length = strlen (path);
  return length > 4 && strcmp (path + length - 4, ".npy") == 0;
}

/* NAME.bias.npy beside NAME.npy. @return a heap string; NULL: out of memory */
static char *
default_bias_path (const char *output)
{
  static const char end[] = ".bias.npy";
  const size_t length = strlen (output) - (is_npy (output) ? 4 : 0);
  char *path = malloc (length + sizeof end);
  if (path)
    {
      memcpy (path, output, length);
      memcpy (path + length, end, sizeof end);
    }
  return path;
}

/* What is written of a bias.  */
typedef enum bias_kind
{
  NO_BIAS,
  SOME_BIAS,
  ZERO_BIAS
} bias_kind;

static void
put_text (const request *r, const mm_weights *w, const mm_filter *f, bias_kind bias)
{
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
  fputc ('\n', stdout);
  cli_put_unread (w);
  cli_put_assumptions (w->module);
}

static void
put_json (const request *r, const mm_weights *w, const mm_filter *f, bias_kind bias)
{
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "answer", "folded");
  cli_json_text (&j, "output", r->output);
  cli_json_text (&j, "bias", bias == NO_BIAS ? NULL : r->bias_path);
  cli_json_text (&j, "dtype", cli_dtype_name (r->dtype));
  cli_json_open (&j, "shape", '[');
  const uint32_t shape[] = { f->out, f->in, f->kh, f->kw };
  for (int i = 0; i < 4; i++)
    cli_json_count (&j, NULL, shape[i]);
  cli_json_close (&j, ']');
  cli_json_unread (&j, w);
  cli_json_assumptions (&j, w->module);
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* The bias first: when it cannot be written, neither file is.  */
static int
write_results (const request *r, const mm_weights *w, const mm_filter *f, const double *bias, bias_kind kind)
{
  mm_error err = { .status = MM_OK };
  if (bias && mm_npy_write_vector (r->bias_path, bias, f->out, r->dtype, &err))
    return cli_failed (&err, r->bias_path);
  if (mm_npy_write_filter (r->output, f, r->dtype, &err))
    return cli_failed (&err, r->output);
  if (r->json)
    put_json (r, w, f, kind);
  else if (!cli_is_stdout (r->output) && !(bias && cli_is_stdout (r->bias_path)))
    put_text (r, w, f, kind);
  return CLI_YES;
}

/* A bias that was asked for by name is written even when there is none: it is zero then.  */
static int
finish (const request *r, const mm_weights *w, mm_filter *f, const double *bias)
{
  if (r->crop && !crop (f, w->dtype))
    return CLI_CANNOT;
  if (bias && !r->bias && cli_is_stdout (r->output))
    {
      cli_complain_of (r->weights, "has biases; --bias B.npy says where the folded one goes");
      return CLI_CANNOT;
    }
  if (bias || !r->bias)
    return write_results (r, w, f, bias, bias ? SOME_BIAS : NO_BIAS);
  double *zero = calloc (f->out, sizeof *zero);
  const int code = zero ? write_results (r, w, f, zero, ZERO_BIAS) : cli_no_memory ();
  free (zero);
  return code;
}

static int
fold (request *r, const mm_module *m)
{
  mm_error err = { .status = MM_OK };
  mm_weights *w;
  if (!cli_read_dtype (r->dtype_name, &r->dtype))
    return CLI_CANNOT;
  if (mm_weights_read (m, r->weights, &w, &err))
    return cli_failed (&err, r->weights);
  if (!r->dtype_name)
    r->dtype = w->dtype;

  mm_filter f = { .data = NULL };
  double *bias = NULL;
  err = (mm_error){ .status = MM_OK };
  const int code = mm_fold (w, &f, &bias, &err) ? cli_failed (&err, r->weights) : finish (r, w, &f, bias);
  free (bias);
  mm_filter_clear (&f);
  mm_weights_free (w);
  return code;
}

static int
fold_file (request *r)
{
  mm_module *m = cli_module (r->path);
  const int code = m ? fold (r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}

/* What can be said before any work is done.  */
static bool
makes_sense (const request *r)
{
  const cli_named files[] = {
    { CLI_READS, r->path }, { CLI_READS_FOLDER, r->weights }, { CLI_WRITES, r->output }, { CLI_WRITES, r->bias_path },
  };
  const char *names[] = { r->output, r->bias_path };
  for (int i = 0; i < 2; i++)
    if (names[i] && !is_npy (names[i]) && !cli_is_stdout (names[i]))
      {
        cli_complain_of (names[i], "the name should end in .npy");
        return false;
      }
  return cli_are_apart (files, 4, r->json);
}

int
cli_run_fold (int argc, char **argv)
{
  request r = { .output = NULL };
  const cli_target targets[] = {
    CLI_TARGET ("weights", &r.weights),
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("crop", &r.crop),
    CLI_TARGET ("bias", &r.bias),
    CLI_TARGET ("dtype", &r.dtype_name),
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
  char *beside = r.bias || cli_is_stdout (r.output) ? NULL : default_bias_path (r.output);
  r.bias_path = r.bias ? r.bias : beside;
  if (!r.bias_path && !cli_is_stdout (r.output))
    return cli_no_memory ();
  code = makes_sense (&r) ? fold_file (&r) : CLI_CANNOT;
  free (beside);
  return code;
}
