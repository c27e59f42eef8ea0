/* cli/cmd_explore.c: all derivations of a small module.  */
#include <string.h>

#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/hush.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/report.h"
#include "graph/spell.h"
#include "prove/explore.h"
#include "render/diagrams.h"

typedef struct request
{
  const char *path, *output;
  bool node, json, quiet;
} request;

/* What is written into a .dot file.  */
typedef struct subject
{
  const mm_module *m;
  const mm_exploration *x;
} subject;

/* ---- DOT ------------------------------------------------------------------------ */

enum { LISTED_LAYERS = 6 }; /* a state with more is told by its size alone */

/* A name as messages show it, inside the quotes of DOT.  */
static void
put_quoted (FILE *out, const char *name)
{
  enum { LONGEST = 240 };
  char shown[LONGEST];
  for (const char *text = mm_spell_name (name, shown, sizeof shown); *text; text++)
    {
      if (*text == '"' || *text == '\\')
        fputc ('\\', out);
      fputc (*text, out);
    }
}

/* A blob of the module or a terminal by its name.  A state further on stands for all that are
   isomorphic to it, so that its other blobs have numbers only: ①, ②, …  */
static void
put_blob (FILE *out, const subject *s, size_t state, uint32_t v)
{
  static const char *const numbers[LISTED_LAYERS] = { "①", "②", "③", "④", "⑤", "⑥" };
  const mm_small *g = &mm_exploration_state (s->x)[state].graph;
  char name[MM_NAME_BUFFER];
  uint32_t before = 0;
  if (state == 0 || g->fixed >> v & 1)
    {
      put_quoted (out, mm_module_blob_name (s->m, v, name));
      return;
    }
  for (uint32_t w = 0; w < v; w++)
    before += (g->live & ~g->fixed) >> w & 1;
  fputs (numbers[before], out);
}

static void
put_layers (FILE *out, const subject *s, size_t state)
{
  const mm_small *g = &mm_exploration_state (s->x)[state].graph;
  const char *between = "\\n";
  for (uint32_t e = 0; e < g->layers; e++)
    if (mm_small_has (g, e))
      {
        fputs (between, out);
        put_blob (out, s, state, g->tail[e]);
        fputs ("→", out);
        put_blob (out, s, state, g->head[e]);
        between = ", ";
      }
}

static void
put_state (FILE *out, const subject *s, size_t i)
{
  const mm_small *g = &mm_exploration_state (s->x)[i].graph;
  const uint32_t blobs = mm_small_live_blobs (g), layers = mm_small_live_layers (g);
  fprintf (out, "  q%zu [label=\"%u blobs, %u layer%s", i, blobs, layers, cli_plural (layers));
  if (layers <= LISTED_LAYERS)
    put_layers (out, s, i);
  fprintf (out, "\"%s];\n", mm_exploration_state (s->x)[i].transitions ? "" : ", peripheries=2");
}

static void
put_transition (FILE *out, const mm_transition *t)
{
  static const char *const style[] = { "", ", color=\"#005A9C\"", ", color=\"#C25400\", style=dashed",
                                       ", color=\"#C25400\", style=dashed" };
  fprintf (out, "  q%u -> q%u [label=\"%s", t->from, t->to, mm_production_name (t->rule));
  if (t->redexes > 1)
    fprintf (out, " ×%u", t->redexes);
  fprintf (out, "\"%s];\n", style[t->rule]);
}

static mm_status
put_dot (FILE *out, void *context)
{
  const subject *s = context;
  fputs ("digraph derivations {\n  node [shape=box];\n", out);
  for (size_t i = 0; i < mm_exploration_states (s->x); i++)
    put_state (out, s, i);
  for (size_t i = 0; i < mm_exploration_transitions (s->x); i++)
    put_transition (out, &mm_exploration_transition (s->x)[i]);
  fputs ("}\n", out);
  return MM_OK;
}

/* ---- answers ---------------------------------------------------------------------- */

static void
put_text (const request *r, const mm_exploration *x)
{
  char digits[MM_TALLY_DIGITS];
  const mm_state *start = mm_exploration_state (x), *end = mm_exploration_last (x);
  const size_t forms = mm_exploration_normal_forms (x);
  const uint32_t blobs = mm_small_live_blobs (&end->graph), layers = mm_small_live_layers (&end->graph);
  mm_tally_text (&start->derivations, digits);
  cli_put_name (stdout, r->path);
  printf (": %s derivation%s of %u step%s\n", digits, strcmp (digits, "1") ? "s" : "", end->steps,
          cli_plural (end->steps));
  printf ("  states           %zu\n  transitions      %zu\n", mm_exploration_states (x), mm_exploration_transitions (x));
  printf ("  normal forms     %zu: %u blobs, %u layer%s\n", forms, blobs, layers, cli_plural (layers));
  if (r->node)
    printf ("  node reductions  %u at least, %u at most\n", start->least, start->most);
}

static void
put_json (const request *r, const mm_exploration *x)
{
  char digits[MM_TALLY_DIGITS];
  const mm_state *start = mm_exploration_state (x), *end = mm_exploration_last (x);
  cli_json j = { .out = stdout };
  cli_json_open (&j, NULL, '{');
  cli_json_text (&j, "file", r->path);
  cli_json_text (&j, "derivations", mm_tally_text (&start->derivations, digits));
  cli_json_count (&j, "steps", end->steps);
  cli_json_count (&j, "states", mm_exploration_states (x));
  cli_json_count (&j, "transitions", mm_exploration_transitions (x));
  cli_json_count (&j, "normal_forms", mm_exploration_normal_forms (x));
  cli_json_count (&j, "blobs", mm_small_live_blobs (&end->graph));
  cli_json_count (&j, "layers", mm_small_live_layers (&end->graph));
  if (r->node)
    {
      cli_json_open (&j, "node_reductions", '{');
      cli_json_count (&j, "least", start->least);
      cli_json_count (&j, "most", start->most);
      cli_json_close (&j, '}');
    }
  cli_json_close (&j, '}');
  cli_json_end (&j);
}

/* ---- the command -------------------------------------------------------------------- */

static bool
is_dot (const char *path)
{
  const char *dot = strrchr (path, '.');
  return cli_is_stdout (path) || (dot && (strcmp (dot, ".dot") == 0 || strcmp (dot, ".gv") == 0));
}

static bool
output_makes_sense (const request *r)
{
  mm_format format;
  if (!r->output)
    return true;
  const cli_named files[] = { { CLI_READS, r->path }, { CLI_WRITES, r->output } };
  if (!cli_are_apart (files, 2, r->json))
    return false;
  if (is_dot (r->output) || cli_picture_format_of (r->output, &format))
    return true;
  cli_complain_of (r->output, "the name should end in .dot, .svg, .pdf or .png");
  return false;
}

static bool
write_output (const request *r, const mm_module *m, const mm_exploration *x)
{
  subject s = { m, x };
  mm_format format;
  mm_error err = { .status = MM_OK };
  if (is_dot (r->output))
    return cli_write (r->output, put_dot, &s);
  if (!cli_picture_format_of (r->output, &format))
    return false;
  const int kept = cli_hush ();
  const mm_status drawn = mm_draw_states (x, m, r->output, format, &err);
  cli_unhush (kept);
  if (!drawn)
    return true;
  cli_failed (&err, r->output);
  return false;
}

static int
explore (const request *r, const mm_module *m)
{
  mm_exploration *x;
  mm_error err = { .file = r->path };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "exploring");
  const mm_status s = mm_explore (m, r->node, &x, &err);
  cli_progress_end (&progress);
  if (s)
    return cli_failed (&err, r->path);
  int code = mm_exploration_normal_forms (x) == 1 ? CLI_YES : CLI_NO;
  if (r->output && !write_output (r, m, x))
    code = CLI_CANNOT;
  else if (r->json)
    put_json (r, x);
  else if (!r->output || !cli_is_stdout (r->output))
    put_text (r, x);
  mm_exploration_free (x);
  return code;
}

int
cli_run_explore (int argc, char **argv)
{
  request r = { .output = NULL };
  const cli_target targets[] = {
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("node", &r.node),
    CLI_TARGET ("json", &r.json),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_explore, targets, &argc, &argv, &code))
    return code;
  r.path = argv[0];
  if (!output_makes_sense (&r))
    return CLI_CANNOT;
  mm_module *m = cli_module (r.path);
  code = m ? explore (&r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}
