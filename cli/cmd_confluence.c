/* cli/cmd_confluence.c: that the order of steps does not matter, by machine.  */
#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/confluence.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/report.h"
#include "render/diagrams.h"

static mm_status
find (cli_findings *f)
{
  const mm_production p[] = {
    mm_production_of (MM_RULE_SERIES, 0),
    mm_production_of (MM_RULE_PARALLEL, 0),
    mm_production_of (MM_RULE_NODE_IN, 2),
    mm_production_of (MM_RULE_NODE_OUT, 2),
  };
  mm_status s = mm_critical_find (p, 2, true, false, &f->rules);
  if (!s)
    s = mm_critical_find (p, 4, false, true, &f->node);
  if (!s)
    s = mm_choice_find (CLI_CHOICE_BLOBS, &f->choice, &f->cores, &f->has_choice);
  return s;
}

static void
clear (cli_findings *f)
{
  mm_critical_free (f->rules);
  mm_critical_free (f->node);
}

static bool
drawing_makes_sense (const char *path, mm_format *format)
{
  if (!path || cli_picture_format_of (path, format))
    return true;
  cli_complain ("%s: the name should end in .svg, .pdf or .png", path);
  return false;
}

static bool
draw (const cli_findings *f, const char *path, mm_format format)
{
  mm_error err = { .status = MM_OK };
  if (!path || !mm_draw_confluence (f->rules, f->has_choice ? &f->choice : NULL, path, format, &err))
    return true;
  cli_failed (&err, path);
  return false;
}

static int
run (int argc, char **argv)
{
  const char *output = "-", *drawing = NULL;
  bool json = false;
  mm_format format = MM_FORMAT_SVG;
  const cli_option options[] = {
    CLI_OPTION_OUTPUT (&output, "where the answer goes (default: standard output)"),
    { 0, "draw", CLI_TEXT, &drawing, "FILE", "each pair and its join as a diamond: .svg, .pdf or .png" },
    CLI_OPTION_JSON (&json),
    CLI_OPTIONS_END,
  };
  int code;
  if (!cli_parse (&cli_confluence, options, &argc, &argv, &code))
    return code;
  const cli_named files[] = { { CLI_WRITES, output }, { CLI_WRITES, drawing } };
  if (!drawing_makes_sense (drawing, &format) || !cli_are_apart (files, 2, false))
    return CLI_CANNOT;
  cli_findings f = { .rules = NULL };
  code = CLI_CANNOT;
  if (find (&f))
    cli_no_memory ();
  else if (draw (&f, drawing, format) && cli_write (output, json ? cli_put_confluence_json : cli_put_confluence, &f))
    code = cli_is_confluent (&f) ? CLI_YES : CLI_NO;
  clear (&f);
  return code;
}

const cli_command cli_confluence = {
  .name = "confluence",
  .summary = "that the order of steps does not matter, proved by machine",
  .usage = "[OPTION]...",
  .about = "Enumerates the critical pairs of the rules: two redexes that share a layer, in the smallest\n"
           "graph that has them both.  Every two left sides are glued in every way; what no match\n"
           "allows is left out, and what is left is joined: steps are found that bring the two\n"
           "results together again.  Blobs that both steps keep may have any further layers, so\n"
           "the joining steps leave them alone; a join then holds in every module.\n"
           "\n"
           "Of each two rules the number of gluings is told, and what they are: no match, because a\n"
           "blob that goes would be identified with another one, or would touch a layer that is not\n"
           "of its redex (dangling); the same redex twice; two redexes that share no layer; a graph\n"
           "with a cycle, which is in no module; or critical.  Of the last two kinds, symmetric ones\n"
           "are listed once.\n"
           "\n"
           "Since every step takes one layer away, and all critical pairs join, every module has\n"
           "one core (Newman's lemma).  Node reductions are looked at, too.\n"
           "\n"
           "With --draw each pair is a diamond: the overlap at the top, the two results left and\n"
           "right, their join at the bottom.\n",
  .example = "  $ modmorph confluence\n"
             "  series with series: 270 gluings; no match 248 (identified 180, dangling 68), one redex 2, nothing shared 15,\n"
             "    a cycle 3 (2 up to symmetry), critical 2 (1 up to symmetry)\n"
             "    1. u->v a, v->w b, w->x c\n"
             "       series at v: u->w ab, w->x c; series at w: u->x abc\n"
             "       series at w: u->v a, v->x bc; series at v: u->x abc\n"
             "       joins\n"
             "  ...\n",
  .exits = "  0  all critical pairs of series and parallel join\n"
           "  1  one does not\n"
           "  2  the answer or the drawing cannot be written\n",
  .see = "modmorph explore (all derivations of one module)",
  .least = 0,
  .most = 0,
  .run = run,
};
