/* cli/cmd_draw.c: pictures of every step.  */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/apart.h"
#include "cli/cli.h"
#include "cli/folder.h"
#include "cli/hush.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/picture.h"
#include "cli/report.h"
#include "prove/complexity.h"
#include "render/draw.h"
#include "rewrite/reduce.h"

#define NO_STEP UINT64_MAX

typedef struct request
{
  const char *path, *format_names;
  cli_texts output;
  mm_format format[CLI_MOST_TEXTS]; /* of each output that is a file */
  mm_format folder_format[CLI_PICTURE_FORMATS];
  unsigned folder_formats;
  uint64_t step;
  mm_direction direction;
  bool morph, to_core, certificate, force, quiet;
} request;

/* ---- formats ------------------------------------------------------------------ */

/* "svg,pdf,png", for folders and for standard output.  */
static bool
read_formats (request *r)
{
  const char *at = r->format_names ? r->format_names : "svg";
  for (;; at++)
    {
      const size_t length = strcspn (at, ",");
      mm_format format;
      if (r->folder_formats == CLI_PICTURE_FORMATS || !cli_picture_format (at, length, &format))
        {
          cli_complain ("--format is a list of svg, pdf and png, not '%s'", r->format_names);
          return false;
        }
      r->folder_format[r->folder_formats++] = format;
      at += length;
      if (!*at)
        return true;
    }
}

/* The format of a file that is to be written, from its name.  */
static bool
file_format (const request *r, const char *path, mm_format *format)
{
  if (cli_is_stdout (path))
    {
      *format = r->folder_format[0];
      return true;
    }
  if (cli_picture_format_of (path, format))
    return true;
  const char *dot = strrchr (path, '.');
  if (dot && (strcmp (dot, ".html") == 0 || strcmp (dot, ".tex") == 0))
    cli_complain_of (path, "this release writes .svg, .pdf and .png; the player and TikZ come in a later one");
  else
    cli_complain_of (path, "the name should end in .svg, .pdf or .png, or in / for a picture per step");
  return false;
}

/* ---- what to draw --------------------------------------------------------------- */

/* Steps count in the order in which they are shown; the library counts those of the reduction.  */
static size_t
state_of (const request *r, const mm_scene *scene, size_t step)
{
  return r->morph ? mm_scene_frames (scene) - 1 - step : step;
}

/* All files of a storyboard are painted at once; pictures one by one.  */
static mm_status
draw_files (const request *r, mm_scene *scene, const mm_bridge *bridge, mm_error *err)
{
  const size_t count = r->output.count;
  if (!bridge && r->step == NO_STEP)
    return mm_draw_board (scene, r->direction, count, r->output.at, r->format, err);
  mm_status s = MM_OK;
  for (size_t i = 0; !s && i < count; i++)
    s = bridge ? mm_draw_certificate (scene, bridge, r->output.at[i], r->format[i], err)
               : mm_draw_step (scene, r->direction, state_of (r, scene, r->step), r->output.at[i], r->format[i], err);
  return s;
}

static mm_status
draw_quietly (const request *r, mm_scene *scene, const mm_bridge *bridge, mm_error *err)
{
  const int kept = cli_hush ();
  const mm_status s = draw_files (r, scene, bridge, err);
  cli_unhush (kept);
  return s;
}

static mm_status
draw_step_into (const request *r, mm_scene *scene, const char *folder, size_t k, mm_error *err)
{
  const size_t last = mm_scene_frames (scene) - 1;
  char number[32];
  const int digits = snprintf (number, sizeof number, "%zu", last);
  const size_t length = strlen (folder) + 64;
  char *path = malloc (length);
  if (!path)
    return mm_fail_memory (err);
  mm_status s = MM_OK;
  for (unsigned i = 0; !s && i < r->folder_formats; i++)
    {
      snprintf (path, length, "%s/step-%0*zu.%s", folder, digits, k, cli_picture_name (r->folder_format[i]));
      s = mm_draw_step (scene, r->direction, state_of (r, scene, k), path, r->folder_format[i], err);
    }
  free (path);
  return s;
}

/* Whether a name is step-NUMBER.FORMAT, as we give it.  */
static bool
is_picture (const char *name)
{
  static const char step[] = "step-";
  mm_format format;
  if (strncmp (name, step, sizeof step - 1) != 0)
    return false;
  const char *number = name + sizeof step - 1;
  const size_t digits = strspn (number, "0123456789");
  return digits > 0 && number[digits] == '.' && cli_picture_format (number + digits + 1, strlen (number + digits + 1), &format);
}

static const mm_folder_kind pictures = { is_picture, "pictures of steps", NULL, NULL };

static mm_status
draw_steps_into (const request *r, mm_scene *scene, const char *folder, cli_progress *progress, mm_error *err)
{
  const size_t first = r->step == NO_STEP ? 0 : r->step;
  const size_t end = r->step == NO_STEP ? mm_scene_frames (scene) : r->step + 1;
  mm_status s = MM_OK;
  for (size_t k = first; !s && k < end; k++)
    {
      const int kept = cli_hush ();
      s = draw_step_into (r, scene, folder, k, err);
      cli_unhush (kept);
      if (!s)
        cli_progress_note (progress, "drawing the steps");
    }
  return s;
}

static int
draw_folder (const request *r, mm_scene *scene, const char *path, cli_progress *progress)
{
  mm_folder *folder;
  mm_error err = { .status = MM_OK };
  mm_status s = mm_folder_open (path, &pictures, r->force, &folder, &err);
  if (!s)
    {
      s = draw_steps_into (r, scene, mm_folder_path (folder), progress, &err);
      if (s)
        mm_folder_abandon (folder);
      else
        s = mm_folder_commit (folder, &err);
    }
  if (s)
    cli_progress_end (progress);
  return s ? cli_failed (&err, path) : CLI_YES;
}

static void
tell (const request *r, const mm_scene *scene)
{
  if (r->quiet || cli_is_stdout (r->output.at[0]))
    return;
  for (unsigned i = 0; i < r->output.count; i++)
    {
      fputs (i ? ", " : "", stdout);
      cli_put_name (stdout, r->output.at[i]);
    }
  if (r->certificate)
    puts (": the bridge");
  else if (r->step != NO_STEP)
    printf (": step %llu\n", (unsigned long long) r->step);
  else
    printf (": %zu step%s\n", mm_scene_frames (scene) - 1, cli_plural (mm_scene_frames (scene) - 1));
}

static int
draw_scene (const request *r, mm_scene *scene, const mm_bridge *bridge, cli_progress *progress)
{
  mm_error err = { .status = MM_OK };
  const size_t last = mm_scene_frames (scene) - 1;
  if (r->step != NO_STEP && r->step > last)
    {
      cli_complain_of (r->path, "has the steps 0 to %zu, not %llu", last, (unsigned long long) r->step);
      return CLI_CANNOT;
    }
  int code = CLI_YES;
  if (cli_is_folder (r->output.at[0]))
    code = draw_folder (r, scene, r->output.at[0], progress);
  else if (draw_quietly (r, scene, bridge, &err))
    code = cli_failed (&err, r->output.at[0]);
  cli_progress_end (progress);
  if (code == CLI_YES)
    tell (r, scene);
  return code;
}

static int
draw_derivation (const request *r, const mm_derivation *steps, const mm_bridge *bridge)
{
  mm_scene *scene;
  mm_error err = { .file = r->path };
  cli_progress progress;
  cli_progress_start (&progress, r->quiet);
  cli_progress_note (&progress, "laying out");
  const int kept = cli_hush ();
  const mm_status s = mm_scene_new (steps, &scene, &err);
  cli_unhush (kept);
  if (s)
    {
      cli_progress_end (&progress);
      return cli_failed (&err, r->path);
    }
  const int code = draw_scene (r, scene, bridge, &progress);
  cli_progress_end (&progress);
  mm_scene_free (scene);
  return code;
}

static int
draw_certificate (const request *r, const mm_derivation *steps, const mm_core *core)
{
  if (mm_core_is_simple (core))
    {
      cli_complain_of (r->path, "is simple and holds no bridge; its steps are the proof: leave out --certificate");
      return CLI_NO;
    }
  mm_bridge bridge;
  if (mm_bridge_find (steps, core, &bridge))
    return cli_no_memory ();
  const int code = draw_derivation (r, steps, &bridge);
  mm_bridge_free (&bridge);
  return code;
}

static int
draw (const request *r, const mm_module *m)
{
  mm_reducer *reducer = mm_reducer_new ();
  mm_derivation *steps = mm_derivation_new (m);
  mm_core core;
  mm_status s = MM_ENOMEM;
  if (reducer && steps)
    s = r->to_core || r->certificate ? mm_reduce_to_core (reducer, m, steps, &core)
                                     : mm_reduce_minimally (reducer, m, MM_COMPLEXITY_BLOBS, steps, &core, NULL, NULL);
  const int code = s                ? cli_no_memory ()
                   : r->certificate ? draw_certificate (r, steps, &core)
                                    : draw_derivation (r, steps, NULL);
  mm_derivation_free (steps);
  mm_reducer_free (reducer);
  return code;
}

/* ---- the command ---------------------------------------------------------------- */

/* A file's name says what it is, and one stream holds one picture: of --format nothing is passed over.  */
static bool
formats_make_sense (const request *r)
{
  bool folder = false, stream = false;
  for (unsigned i = 0; i < r->output.count; i++)
    {
      folder = folder || cli_is_folder (r->output.at[i]);
      stream = stream || cli_is_stdout (r->output.at[i]);
    }
  if (r->format_names && !folder && !stream)
    cli_complain ("--format is for a folder and for standard output; the name of a file says its format, and -o may be given "
                  "several times");
  else if (stream && r->folder_formats > 1)
    cli_complain ("standard output holds one picture: --format %s names several", r->format_names);
  else
    return true;
  return false;
}

static bool
outputs_make_sense (request *r)
{
  if (r->output.count == 0)
    cli_complain ("draw needs -o OUT.svg, OUT.pdf, OUT.png or OUT/; see: modmorph draw --help");
  else if (r->certificate && (r->morph || r->to_core || r->step != NO_STEP))
    cli_complain ("--certificate is a picture of its own: without --morph, --to-core and --step");
  else if (r->certificate && cli_is_folder (r->output.at[0]))
    cli_complain ("--certificate is one picture: give -o a file");
  else
    {
      bool good = read_formats (r);
      for (unsigned i = 0; good && i < r->output.count; i++)
        {
          const bool folder = cli_is_folder (r->output.at[i]);
          if (folder && r->output.count > 1)
            cli_complain_of (r->output.at[i], "a folder has to be the only output; --format names several formats");
          good = folder ? r->output.count == 1 : file_format (r, r->output.at[i], &r->format[i]);
        }
      return good && formats_make_sense (r);
    }
  return false;
}

static bool
keeps_files (const request *r)
{
  cli_named files[CLI_MOST_TEXTS + 1] = { { CLI_READS, r->path } };
  for (unsigned i = 0; i < r->output.count; i++)
    files[i + 1] = (cli_named){ cli_is_folder (r->output.at[i]) ? CLI_REPLACES_FOLDER : CLI_WRITES, r->output.at[i] };
  return cli_are_apart (files, r->output.count + 1, false);
}

int
cli_run_draw (int argc, char **argv)
{
  request r = { .step = NO_STEP };
  const cli_target targets[] = {
    CLI_TARGET ("output", &r.output),
    CLI_TARGET ("morph", &r.morph),
    CLI_TARGET ("step", &r.step),
    CLI_TARGET ("certificate", &r.certificate),
    CLI_TARGET ("to-core", &r.to_core),
    CLI_TARGET ("format", &r.format_names),
    CLI_TARGET ("force", &r.force),
    CLI_TARGET ("quiet", &r.quiet),
    CLI_TARGETS_END
  };
  int code;
  if (!cli_parse (&cli_draw, targets, &argc, &argv, &code))
    return code;
  r.path = argv[0];
  r.direction = r.morph ? MM_MORPH : MM_REDUCE;
  if (!outputs_make_sense (&r) || !keeps_files (&r))
    return CLI_CANNOT;
  if (cli_is_folder (r.output.at[0]) && !cli_may_write_folder (r.output.at[0], &pictures, r.force))
    return CLI_CANNOT;
  mm_module *m = cli_module (r.path);
  code = m ? draw (&r, m) : CLI_CANNOT;
  mm_module_free (m);
  return code;
}
