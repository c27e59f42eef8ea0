/* cli/cmd_reduce.c: every step of a reduction, and the morphing equation.  */
#include <stdlib.h>
#include <string.h>

#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "graph/text.h"
#include "prove/complexity.h"
#include "rewrite/tree.h"

/* An equation of more layers than this is for programs, and only written when asked for.  */
enum { MOST_LAYERS_TO_READ = 1000 };

typedef struct request
{
  const char *output, *equation, *replay;
  bool to_core, to_single, any_core, json, quiet;
  bool with_equation; /* settled by read_notation */
  mm_notation notation;
} request;

typedef struct reduction
{
  const char *path;
  mm_module *module;
  mm_derivation *steps;
  uint32_t core_blobs, core_layers, node_steps;
  bool to_single, any_core, minimal; /* minimal: no reduction to one layer has fewer node reductions */
  char *equation; /* lines, without the last line end; or NULL */
} reduction;

static bool
read_notation (request *r)
{
  static const char *const names[] = { "text", "unicode", "latex" };
  r->with_equation = true;
  for (int i = 0; i < 3; i++)
    if (!r->equation || strcmp (r->equation, names[i]) == 0)
      {
        r->notation = (mm_notation) i;
        return true;
      }
  r->with_equation = false;
  if (strcmp (r->equation, "none") == 0)
    return true;
  cli_complain ("--equation is text, unicode, latex or none, not '%s'", r->equation);
  return false;
}

static mm_status
reduce (const request *r, reduction *x)
{
  mm_reducer *reducer = mm_reducer_new ();
  mm_core core = { .blobs = 0 };
  x->steps = mm_derivation_new (x->module);
  mm_status s = MM_ENOMEM;
  if (reducer && x->steps)
    s = r->to_single ? mm_reduce_minimally (reducer, x->module, r->any_core ? UINT32_MAX : MM_COMPLEXITY_BLOBS,
                                            x->steps, &core, &x->node_steps, &x->minimal)
                     : mm_reduce_to_core (reducer, x->module, x->steps, &core);
  x->to_single = r->to_single;
  x->any_core = r->any_core;
  x->core_blobs = core.blobs;
  x->core_layers = core.layers;
  mm_reducer_free (reducer);
  return s;
}

static mm_status
make_equation (const request *r, reduction *x)
{
  const bool too_long = !r->equation && mm_module_layers (x->module) > MOST_LAYERS_TO_READ;
  if (!r->with_equation || too_long)
    return MM_OK;
  size_t length;
  FILE *out = open_memstream (&x->equation, &length);
  mm_tree *tree = mm_tree_new (x->steps);
  mm_status s = out && tree ? mm_tree_write_equation (tree, r->notation, out) : MM_ENOMEM;
  mm_tree_free (tree);
  if (out && fclose (out) != 0)
    s = MM_ENOMEM;
  if (!s && length > 0 && x->equation[length - 1] == '\n')
    x->equation[length - 1] = '\0';
  return s;
}

/* How many node reductions there were; no news for a simple module.  */
static void
put_node_steps (FILE *out, const reduction *x)
{
  if (!x->to_single || x->core_layers == 1)
    return;
  fprintf (out, "# %u node reduction%s, %s\n", x->node_steps, cli_plural (x->node_steps),
           x->minimal    ? "as few as possible"
           : x->any_core ? "not minimal: the core is too large"
                         : "not minimal: the core is large, and --complexity was not asked for");
}

/* The equation as comments, so that the file remains a derivation.  */
static mm_status
write_derivation (FILE *out, void *context)
{
  const reduction *x = context;
  const mm_status s = mm_derivation_write (x->steps, out);
  if (s)
    return s;
  put_node_steps (out, x);
  for (const char *line = x->equation; line && *line;)
    {
      const int length = (int) strcspn (line, "\n");
      fprintf (out, "# %.*s\n", length, line);
      line += length + (line[length] == '\n');
    }
  return ferror (out) ? MM_EIO : MM_OK;
}

static void
put_json_step (cli_json *j, const reduction *x, size_t k)
{
  static const char *const rules[] = { "series", "parallel", "node-in", "node-out" };
  const mm_step step = mm_derivation_step (x->steps, k);
  const mm_handles moved = mm_derivation_moved (x->steps, k);
  char name[MM_NAME_BUFFER];
  cli_json_open (j, NULL, '{');
  cli_json_text (j, "rule", rules[step.rule]);
  cli_json_text (j, "a", mm_module_layer_name (x->module, step.a, name));
  if (step.rule == MM_RULE_SERIES || step.rule == MM_RULE_PARALLEL)
    cli_json_text (j, "b", mm_module_layer_name (x->module, step.b, name));
  if (step.blob != MM_NONE)
    cli_json_text (j, "blob", mm_module_blob_name (x->module, step.blob, name));
  if (moved.count > 0)
    {
      cli_json_open (j, "moved", '[');
      for (uint32_t i = 0; i < moved.count; i++)
        cli_json_text (j, NULL, mm_module_layer_name (x->module, moved.at[i], name));
      cli_json_close (j, ']');
    }
  cli_json_close (j, '}');
}

static void
put_json (const reduction *x)
{
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", x->path);
  cli_json_text (&j, "answer", x->core_layers == 1 ? "simple" : "complex");
  cli_json_open (&j, "core", '{');
  cli_json_count (&j, "blobs", x->core_blobs);
  cli_json_count (&j, "layers", x->core_layers);
  cli_json_close (&j, '}');
  cli_json_count (&j, "node_reductions", x->node_steps);
  if (x->to_single)
    cli_json_bool (&j, "minimal", x->minimal);
  cli_json_text (&j, "equation", x->equation);
  cli_json_open (&j, "steps", '[');
  for (size_t k = 0; k < mm_derivation_length (x->steps); k++)
    put_json_step (&j, x, k);
  cli_json_close (&j, ']');
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

static int
reduce_file (const request *r, reduction *x)
{
  if (reduce (r, x) || make_equation (r, x))
    return cli_no_memory ();
  const char *path = r->output ? r->output : "-";
  if (!(r->json && !r->output) && !cli_write (path, write_derivation, x))
    return CLI_CANNOT;
  if (r->json)
    put_json (x);
  return CLI_YES;
}

/* ---- --replay ---------------------------------------------------------------- */

static void
put_replay_answer (const request *r, const mm_derivation *steps, const mm_error *err)
{
  const size_t done = steps ? mm_derivation_length (steps) : 0;
  if (r->json)
    {
      cli_json j = { .out = stdout };
      cli_json_open (&j, NULL, '{');
      cli_json_text (&j, "file", r->replay);
      cli_json_text (&j, "answer", steps ? "replays" : "refused");
      if (steps)
        cli_json_count (&j, "steps", done);
      else
        cli_json_text (&j, "reason", err->text);
      cli_json_close (&j, '}');
      cli_json_end (&j);
      return;
    }
  cli_put_name (stdout, r->replay);
  if (steps)
    {
      const size_t left = mm_module_layers (mm_derivation_module (steps)) - done;
      printf (": replays (%zu step%s, %zu layer%s left)\n", done, cli_plural (done), left, cli_plural (left));
    }
  else if (err->line > 0)
    printf (": refused (line %llu: %s)\n", (unsigned long long) err->line, err->text);
  else
    printf (": refused (%s)\n", err->text);
}

/* Each step is checked against the module.  A step that does not apply is the answer "no".  */
static int
replay_file (const request *r, const mm_module *m)
{
  mm_text text;
  mm_error err = { .file = r->replay };
  mm_derivation *steps = NULL;
  mm_status s = mm_text_read (r->replay, &text, &err);
  if (!s)
    {
      s = mm_derivation_read (text.data, text.length, r->replay, m, &steps, &err);
      mm_text_clear (&text);
    }
  int code = CLI_YES;
  if (s == MM_OK || s == MM_EINVAL)
    put_replay_answer (r, steps, &err);
  if (s)
    code = s == MM_EINVAL ? CLI_NO : cli_failed (&err, r->replay);
  mm_derivation_free (steps);
  return code;
}

static bool
makes_sense (const request *r)
{
  if (r->to_core && r->to_single)
    cli_complain ("--to-core and --to-single cannot both hold");
  else if (r->replay && (r->output || r->to_core || r->to_single || r->any_core || r->equation))
    cli_complain ("--replay checks a derivation and makes none: without --output, --to-core, --to-single, "
                  "--complexity and --equation");
  else
    return true;
  return false;
}

int
cli_run_reduce (int argc, char **argv)
{
  request r = { .output = NULL };
  const cli_target targets[] = {
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("to-core", &r.to_core),
    CLI_TARGET ("to-single", &r.to_single),
    CLI_TARGET ("complexity", &r.any_core),
    CLI_TARGET ("equation", &r.equation),
    CLI_TARGET ("replay", &r.replay),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_reduce, targets, &argc, &argv, &code))
    return code;
  if (!makes_sense (&r))
    return CLI_CANNOT;
  const cli_named files[] = { { CLI_READS, argv[0] }, { CLI_READS, r.replay }, { CLI_WRITES, r.output } };
  if (!read_notation (&r) || !cli_are_apart (files, 3, r.json))
    return CLI_CANNOT;

  reduction x = { .path = argv[0], .module = cli_module (argv[0]) };
  code = !x.module ? CLI_CANNOT : r.replay ? replay_file (&r, x.module) : reduce_file (&r, &x);
  free (x.equation);
  mm_derivation_free (x.steps);
  mm_module_free (x.module);
  return code;
}
