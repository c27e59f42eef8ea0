/* cli/cmd_confluence.c: that the order of steps does not matter, by machine.  */
#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/confluence.h"
#include "cli/hush.h"
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
  cli_complain_of (path, "the name should end in .svg, .pdf or .png");
  return false;
}

static bool
draw (const cli_findings *f, const char *path, mm_format format)
{
  mm_error err = { .status = MM_OK };
  if (!path)
    return true;
  const int kept = cli_hush ();
  const mm_status s = mm_draw_confluence (f->rules, f->has_choice ? &f->choice : NULL, path, format, &err);
  cli_unhush (kept);
  if (!s)
    return true;
  cli_failed (&err, path);
  return false;
}

int
cli_run_confluence (int argc, char **argv)
{
  const char *output = "-", *drawing = NULL;
  bool json = false;
  mm_format format = MM_FORMAT_SVG;
  const cli_target targets[] = {
    CLI_TARGET ("output", &output),
    CLI_TARGET ("draw", &drawing),
    CLI_TARGET ("json", &json),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_confluence, targets, &argc, &argv, &code))
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
